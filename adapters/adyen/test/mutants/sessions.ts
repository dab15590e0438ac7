/** Mutants of Adyen's sessions: their tokens, their states and their amounts. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Mutant, Subject } from "@paylayer/conformance"
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { Money, ProviderError, Session, Sessions } from "@paylayer/core"
import { amounts, provider } from "../../src/currencies.ts"
import type * as ports from "../../src/sessions/ports.ts"
import * as results from "../../src/sessions/results.ts"
import * as adapter from "./nearly.ts"
import { type Call, iso, nearly, right } from "./nearly.ts"

const subject = (sessions: Partial<ports.Decisions>): Subject.Subject => nearly({ sessions })

const calling = (call: (call: Call) => Call, assume: adapter.Change["assume"] = {}) => nearly({ call, assume })

/** Calls of one method with other fields in their body: no modification is meant. */
const sending = (method: Call["method"], change: (body: Record<string, unknown>) => object) =>
  adapter.sending((call) => call.method === method && !adapter.isModification(call), change)

const onLock = (change: (lock: Sessions.SessionLock["Service"]["lock"]) => Sessions.SessionLock["Service"]["lock"]) =>
  onPort(right, Sessions.SessionLock, (port) => ({ ...port, lock: change(port.lock) }))

const onResult = (change: (status: Sessions.SessionResult["status"]) => Sessions.SessionResult["status"]) =>
  onPort(right, Sessions.SessionResults, ({ result }) => ({
    result: (session, proof) =>
      Effect.map(
        result(session, proof),
        (found) => new Sessions.SessionResult({ ...found, status: change(found.status) })
      )
  }))

/** The currencies that Adyen counts otherwise than ISO 4217, and some others. */
const counted = (changed: Parameters<typeof adapter.counted>[1]) =>
  adapter.counted(["EUR", "JPY", "KWD", "CLP", "CVE", "IDR", "ISK"], changed)

const rounded = counted({
  limits: (currency) => Result.map(amounts.limits(currency), (limits) => ({ ...limits, step: 1 })),
  toUnits: (money) =>
    Result.orElse(amounts.toUnits(money), () => Result.succeed(Math.max(1, Math.round(money.value / 100))))
})

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant("SES-02", "the sessionData of the creation is sent each time", subject({ next: ({ token }) => token! })),
  mutant(
    "SES-02",
    "every update says payable: true",
    sending("PATCH", (body) => ({ ...body, payable: true }))
  ),
  mutant("SES-14", "the browser's sessionData is not used", subject({ token: ({ token }) => token })),
  mutant(
    "SES-14",
    "14_018 is taken for not found",
    onUpdate(
      right,
      (update) => (session, change, options) =>
        Effect.catchTag(update(session, change, options), "ContinuationLost", () =>
          Effect.fail(
            new ProviderError.ProviderError({
              provider,
              operation: "Sessions.update",
              reason: { _tag: "NotFound" },
              outcome: "not-executed"
            })
          )
        )
    )
  ),
  mutant(
    "SES-04",
    "the lock is not sent",
    onLock(() => (session, amount) => Effect.succeed(Session.modify(session, { amount, status: "locked" })))
  ),
  mutant(
    "SES-04",
    "the lock says payable: false",
    sending("PATCH", (body) => ({ ...body, payable: false }))
  ),
  mutant(
    "SES-04",
    "a second lock with the same amount is sent",
    onLock((lock) => (session, amount, options) => lock(Session.modify(session, { status: "open" }), amount, options))
  ),
  mutant(
    "SES-08",
    "the lock is sent with the amount from before",
    onLock(
      (lock) => (session, amount, options) =>
        Effect.map(lock(session, session.amount, options), (locked) => Session.modify(locked, { amount }))
    )
  ),
  mutant("SES-15", "payable: false is taken for granted", subject({ confirmed: () => true })),
  mutant(
    "SES-07",
    "an undocumented refusal of a PATCH is taken for a wrong request",
    subject({ refusedPatch: () => undefined })
  ),
  mutant("SES-13", "another session's result is accepted", subject({ mismatch: () => undefined })),
  mutant(
    "SES-13",
    "whose result it is, the reference alone tells",
    subject({
      mismatch: (amounts, session, answer) => results.mismatch(amounts, session, { ...answer, id: session.id })
    })
  ),
  mutant(
    "SES-13",
    "paymentPending is taken for completed",
    onResult((status) => (status === "pending" ? "completed" : status))
  ),
  mutant(
    "SES-13",
    "canceled is not understood",
    onResult((status) => (status === "cancelled" ? { _tag: "Unrecognised", value: "canceled" } : status))
  ),
  mutant(
    "SES-16",
    "the end of a session is not sent",
    sending("POST", (body) => ({ ...body, expiresAt: undefined }))
  ),
  mutant(
    "MNY-01",
    "CLP, CVE, IDR and ISK are counted as in ISO 4217",
    subject({ amounts: counted({ limits: iso.limits, toUnits: iso.toUnits, fromUnits: iso.fromUnits }) })
  ),
  mutant("MNY-01", "IDR and CVE are rounded to whole units", subject({ amounts: rounded })),
  mutant(
    "MNY-01",
    "an amount is sent as Adyen counts and read as ISO 4217 does",
    subject({ amounts: counted({ fromUnits: (units, currency) => Money.positive(units, currency) }) })
  ),
  mutant(
    "SEC-01",
    "the sessionData of a PATCH is quoted in an error",
    calling((call) => ({ ...call, secrets: [] }))
  ),
  mutant(
    "FLT-01",
    "a PATCH whose answer was lost is sent again, as if its key counted",
    calling((call) => (call.method === "PATCH" ? { ...call, idempotency: { _tag: "natural" } } : call), {
      keyOnPatch: "ignored"
    })
  ),
  mutant(
    "IDM-01",
    "the caller's key is not sent",
    calling((call) => ({ ...call, key: undefined }))
  ),
  mutant(
    "SES-12",
    "the field that a message names is not read",
    onPort(right, Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: (request, options) =>
        Effect.mapError(sessions.create(request, options), (error) =>
          error._tag === "ProviderError" && error.reason._tag === "InvalidRequest"
            ? new ProviderError.ProviderError({ ...error, reason: { ...error.reason, parameters: [] } })
            : error
        )
    }))
  )
]
