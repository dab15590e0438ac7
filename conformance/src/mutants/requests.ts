/** Mutants of how requests are sent, repeated and understood, on the reference adapter. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Capabilities } from "@paylayer/core"
import { ModificationKey, ProviderError, RuleViolation, Session, Sessions } from "@paylayer/core"
import type { ProviderClient } from "@paylayer/core/adapter"
import type { Mutant } from "../Mutant.ts"
import * as paymentWire from "../reference/paymentWire.ts"
import * as wire from "../reference/wire.ts"
import { reference, subject } from "../reference/index.ts"
import { mutant, onPort, onUpdate } from "./operators.ts"

type Call = ProviderClient.Call<unknown, unknown>
type Client = ProviderClient.ProviderClient

/** A client that does something else with each call. */
export const calling = (change: (execute: Client["execute"], call: Call) => Effect.Effect<unknown, unknown>) => ({
  client: (client: Client): Client => ({ execute: ((call: Call) => change(client.execute, call)) as Client["execute"] })
})

const once = { clientOptions: { retry: { attempts: 1 } } }

const isReason = (error: unknown, ...tags: ReadonlyArray<ProviderError.Reason["_tag"]>): boolean =>
  error instanceof ProviderError.ProviderError && tags.includes(error.reason._tag)

/** The same call under the same key, as a right client sends it again. */
export const same = (call: Call): Call => call
const creates = ({ method }: Call): boolean => method === "POST"

/** Sends again at once after such an error, `times` at the most. */
export const again = (
  times: number,
  tags: ReadonlyArray<ProviderError.Reason["_tag"]>,
  change: (call: Call) => Call = same,
  only: (call: Call) => boolean = () => true
) =>
  calling((execute, call) => {
    if (!only(call)) return execute(call)
    const attempt = (left: number, next: Call): Effect.Effect<unknown, unknown> =>
      Effect.catchIf(
        execute(next),
        (error) => left > 0 && isReason(error, ...tags),
        () => attempt(left - 1, change(next))
      )
    return Effect.flatMap(ModificationKey.draw, (key) => attempt(times, { ...call, key: call.key ?? key }))
  })

let fresh = 0
export const renamed = (call: Call): Call => ({
  ...call,
  key: ModificationKey.ModificationKey.make(`fresh-${++fresh}`)
})

/** Answers to these operations, taken for what was asked whatever they are about. */
const believing = (operations: string, answer: Call["answer"]) =>
  calling((execute, call) => execute(call.operation.startsWith(operations) ? { ...call, answer } : call))

/** Refusals of these operations, read as if no earlier attempt could have been executed. */
const believingRefusals = (operations = "") =>
  calling((execute, { violation, ...call }) =>
    execute({
      ...call,
      ...(violation && {
        violation: (answer, { now, unsure }) =>
          violation(answer, { now, unsure: unsure && !call.operation.startsWith(operations) })
      })
    })
  )

/** An adapter whose browsers hold no token, and that speaks of one where it does not know what became of an update. */
const losingNothing = {
  ...calling((execute, call) =>
    execute(
      call.operation !== "Sessions.update"
        ? call
        : {
            ...call,
            violation: (answer, circumstances) =>
              circumstances.unsure
                ? new RuleViolation.ContinuationLost({ id: Session.SessionId.make(String(call.parameters?.["id"])) })
                : call.violation?.(answer, circumstances)
          }
    )
  ),
  sessions: (capabilities: Capabilities.SessionCapabilities) => ({ ...capabilities, continuation: false })
}

const forgetting = () => {
  let since: number | undefined
  return calling((execute, call) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      since ??= now
      return now - since < 60 * 60 * 1000
        ? execute(call)
        : Effect.fail(
            new ProviderError.ProviderError({
              provider: "reference",
              operation: call.operation,
              reason: { _tag: "Unauthenticated" },
              outcome: "not-executed"
            })
          )
    })
  )
}

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "FLT-01",
    "the idempotency key is another one on each retry",
    subject("reference", { ...once, ...again(1, ["Timeout", "Transport"], renamed) })
  ),
  mutant(
    "FLT-01",
    "the idempotency key is dropped",
    subject("reference", { clientOptions: { keyHeader: "x-dropped" } })
  ),
  mutant(
    "IDM-01",
    "the caller's key is not used",
    subject(
      "reference",
      calling((execute, call) => execute(renamed(call)))
    )
  ),
  mutant(
    "IDM-02",
    "a conflict of keys is sent again under another key",
    subject("reference", again(1, ["IdempotencyConflict"], renamed))
  ),
  mutant(
    "IDM-03",
    "one key for all endpoints",
    subject(
      "reference",
      calling((execute, call) => execute({ ...call, key: ModificationKey.ModificationKey.make("shop") }))
    )
  ),
  mutant(
    "FLT-02",
    "a time-out is taken for success",
    onUpdate(
      subject("reference", { ...once, ...again(1, ["Timeout", "Transport"], same, creates) }),
      (update) => (session, change, options) =>
        Effect.catchIf(
          update(session, change, options),
          (error) => isReason(error, "Timeout", "Transport"),
          () => Effect.succeed(Session.modify(session, { ...(change.amount && { amount: change.amount }) }))
        )
    )
  ),
  mutant(
    "FLT-03",
    "5xx is sent again for ever",
    subject("reference", { clientOptions: { retry: { attempts: 50, budget: "1 day" } } })
  ),
  mutant("FLT-04", "401 is sent again", subject("reference", again(2, ["Unauthenticated"]))),
  mutant(
    "FLT-04",
    "401 is sent again with the credential that was refused",
    subject("reference", again(1, ["Unauthenticated"]))
  ),
  mutant("SES-21", "the credential is forgotten after an hour", subject("reference", forgetting())),
  mutant(
    "SES-19",
    "which session an answer is about is not looked at",
    subject("reference", believing("SessionExpiry.", Schema.Unknown))
  ),
  mutant(
    "INT-07",
    "which intent an answer is about is not looked at",
    subject("reference", believing("Intents.", wire.Intent))
  ),
  mutant(
    "FLT-17",
    "which payment an answer is about is not looked at",
    subject("reference", believing("Captures.", paymentWire.Modification))
  ),
  mutant(
    "FLT-17",
    "which payment was looked up is not looked at",
    subject("reference", believing("Lookups.", paymentWire.Payment))
  ),
  mutant("FLT-04", "422 is sent again", subject("reference", again(2, ["InvalidRequest"]))),
  mutant(
    "FLT-04",
    "Retry-After is ignored",
    subject("reference", { ...once, ...again(1, ["RateLimited", "Unavailable"]) })
  ),
  mutant(
    "FLT-05",
    "an unreadable answer is taken for success",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        Effect.catchIf(
          update(session, change, options),
          (error) => isReason(error, "MalformedResponse"),
          () => Effect.succeed(Session.modify(session, { ...(change.amount && { amount: change.amount }) }))
        )
    )
  ),
  mutant(
    "FLT-05",
    "an unreadable answer is taken for a refusal",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        Effect.mapError(update(session, change, options), (error) =>
          isReason(error, "MalformedResponse")
            ? new ProviderError.ProviderError({ ...(error as ProviderError.ProviderError), outcome: "not-executed" })
            : error
        )
    )
  ),
  mutant(
    "FLT-08",
    "an interruption is not passed on",
    subject(
      "reference",
      calling((execute, call) => Effect.flatMap(Effect.forkDetach(execute(call)), Fiber.join))
    )
  ),
  mutant(
    "ERR-01",
    "an unknown code is dropped",
    subject("reference", {
      decodeError: (answer) => {
        const reason = wire.decodeError(answer)
        return reason?._tag === "UnknownCode" ? { _tag: "UnknownCode", status: reason.status } : reason
      }
    })
  ),
  mutant(
    "ERR-01",
    "a conflict of keys is taken for a wrong request",
    subject("reference", {
      decodeError: (answer) => {
        const reason = wire.decodeError(answer)
        return reason?._tag === "IdempotencyConflict" ? { _tag: "InvalidRequest", parameters: [] } : reason
      }
    })
  ),
  mutant(
    "SES-12",
    "only the first wrong parameter is named",
    subject("reference", {
      decodeError: (answer) => {
        const reason = wire.decodeError(answer)
        return reason?._tag === "InvalidRequest" ? { ...reason, parameters: reason.parameters.slice(0, 1) } : reason
      }
    })
  ),
  mutant(
    "SEC-01",
    "a token in an error",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        Effect.mapError(update(session, change, options), (error) =>
          error._tag === "ProviderError"
            ? new ProviderError.ProviderError({
                ...error,
                reason: { _tag: "NotFound", message: `no session for ${Session.browserToken(session)}` }
              })
            : error
        )
    )
  ),
  mutant(
    "SEC-01",
    "a request body in a span",
    subject(
      "reference",
      calling((execute, call) =>
        Effect.withSpan(execute(call), "send", { attributes: { body: JSON.stringify(call.json) } })
      )
    )
  ),
  mutant(
    "SEC-01",
    "a credential in a log",
    onPort(reference, Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: (request, options) =>
        Effect.tap(sessions.create(request, options), () =>
          Effect.log(`created with ${reference.secrets.map(Redacted.value).join()}`)
        )
    }))
  ),
  mutant(
    "FLT-09",
    "a refusal that is a rule is believed after a lost answer",
    subject("reference", believingRefusals("Sessions."))
  ),
  mutant(
    "FLT-09",
    "a session that was perhaps ended is said to have been over",
    subject("reference", believingRefusals("SessionExpiry."))
  ),
  mutant(
    "FLT-09",
    "a refusal of an intent's change is believed after a lost answer",
    subject("reference", believingRefusals("Intents."))
  ),
  mutant("FLT-09", "a token is lost that no browser holds", subject("reference", losingNothing)),
  mutant(
    "FLT-18",
    "a refusal of a modification is believed after a lost answer",
    subject("reference at once", believingRefusals(), { decides: "at-once" })
  ),
  mutant(
    "FLT-09",
    "only the last attempt of a change is looked at",
    subject(
      "reference",
      calling((execute, call) =>
        Effect.mapError(execute(call), (error) =>
          isReason(error, "InvalidRequest", "Forbidden", "NotFound", "IdempotencyConflict")
            ? new ProviderError.ProviderError({ ...(error as ProviderError.ProviderError), outcome: "not-executed" })
            : error
        )
      )
    )
  )
]
