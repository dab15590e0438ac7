/**
 * The ports of Adyen's sessions. An operation reads like the document: rule, request, answer, model.
 *
 * Source: Adyen, "Optional server configuration" of the Sessions flow, read 2026-11-22.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { Capabilities } from "@paylayer/core"
import { ModificationKey, RuleViolation, Rules, Session, Sessions } from "@paylayer/core"
import type { AmountTable, ProviderClient } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"
import type { Account } from "../account.ts"
import * as AdyenClient from "../AdyenClient.ts"
import { amounts, provider } from "../currencies.ts"
import { encode, failed } from "../request.ts"
import * as options from "./options.ts"
import * as refusals from "./refusals.ts"
import * as results from "./results.ts"
import * as wire from "./wire.ts"

/** What an application says once. */
export interface Merchant {
  readonly merchantAccount: string
  /** For sessions whose request names none. */
  readonly returnUrl?: string
  readonly account?: Account
}

/** The decisions in which Adyen differs from others, each replaceable where one wants to see what it is for. */
export interface Decisions {
  readonly amounts: AmountTable.AmountTable
  /** Whether the answer to a creation confirms that the amount may change. */
  readonly confirmed: (answer: typeof wire.SessionCreated.Type) => boolean
  /** Which token a PATCH is sent with: the browser's, if it is given. */
  readonly token: (session: Session.Session, options: Sessions.UpdateOptions) => Redacted.Redacted<string> | undefined
  /** The token after a PATCH: each one answers a new one. */
  readonly next: (session: Session.Session, answer: typeof wire.SessionPatched.Type) => Redacted.Redacted<string>
  readonly refusedPatch: typeof refusals.ofPatch
  readonly mismatch: typeof results.mismatch
}

export const decisions: Decisions = {
  amounts,
  confirmed: ({ payable }) => payable === false,
  token: (session, { continuation }) => continuation ?? session.token,
  next: (_, { sessionData }) => sessionData,
  refusedPatch: refusals.ofPatch,
  mismatch: results.mismatch
}

export const make = (
  client: ProviderClient.ProviderClient,
  { account = {}, merchantAccount, returnUrl }: Merchant,
  { amounts, confirmed, mismatch, next, refusedPatch, token }: Decisions = decisions
) => {
  const capabilities: Capabilities.SessionCapabilities = {
    provider,
    currencies: amounts.currencies,
    amounts: amounts.limits,
    currencyChange: false,
    referenceChange: false,
    totals: "exact",
    client: "before-submit",
    // `captureDelayHours: 0` says automatic, `additionalData.manualCapture` manual: the latter is documented for payments, and
    // that a session's payment heeds it is assumed.
    capture: ["automatic", "manual"],
    updatable: "confirmed",
    submitGate: "locked-only",
    continuation: true,
    // The document has the longest one; the shortest is ours.
    lifetime: { _tag: "chosen", minimum: Duration.minutes(1), maximum: Duration.hours(24) },
    idempotency: {
      create: AdyenClient.idempotent,
      // The document shows a key on PATCH and elsewhere says that keys are for POST. It is sent, and nothing is built
      // on it: were it not honoured, a second PATCH after a lost answer would come with a token that is used up.
      update: { _tag: "none" }
    }
  }

  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, changeOptions = {}) {
    const operation = "Sessions.create"
    const key = changeOptions.key ?? (yield* ModificationKey.draw)
    yield* Effect.fromResult(Rules.createSession(capabilities, request, yield* Clock.currentTimeMillis))
    const { fields, wrong } = yield* Effect.fromResult(options.chosen(amounts, request))
    const value = yield* Effect.fromResult(amounts.toUnits(request.amount))
    const updatable = request.updatable !== false
    const asked = options.asked(request, fields)
    const answer = yield* client.execute({
      operation,
      method: "POST",
      path: "/sessions",
      json: yield* encode(
        operation,
        key,
        wire.NewSession,
        {
          ...asked.fields,
          ...defined({
            returnUrl: request.returnUrl ?? returnUrl,
            expiresAt: request.expiresAt === undefined ? undefined : moment(request.expiresAt),
            payable: updatable ? false : undefined
          }),
          merchantAccount,
          reference: request.reference,
          amount: { value, currency: request.amount.currency }
        },
        wrong
      ),
      idempotency: capabilities.idempotency.create,
      key,
      answer: wire.SessionCreated
    })
    // A key that was used for something else replays the answer to that: Adyen does not compare.
    if (answer.reference !== request.reference) {
      return yield* failed(
        operation,
        key,
        { _tag: "IdempotencyConflict", message: "another reference" },
        "not-executed"
      )
    }
    const stated = yield* Effect.fromResult(
      Result.mapError(amounts.fromUnits(answer.amount.value, answer.amount.currency), () =>
        failed(operation, key, { _tag: "MalformedResponse", problem: "an amount that is none" }, "unknown")
      )
    )
    const open = updatable && confirmed(answer)
    return new Session.Session({
      id: answer.id,
      provider,
      reference: request.reference,
      amount: yield* Effect.fromResult(Rules.statedTotal(capabilities, answer.id, request.amount, stated)),
      amountFrom: "provider",
      status: open ? "open" : "locked",
      updatable: open,
      expiresAt: answer.expiresAt,
      ...defined({ token: answer.sessionData }),
      state: defined({ url: answer.url, ...asked.state })
    })
  })

  /** The PATCH of an update or a lock that the rules allow. Its answer has no amount: the one sent was accepted. */
  const patch = Effect.fnUntraced(function* (
    operation: string,
    session: Session.Session,
    change: { readonly amount: Session.SessionRequest["amount"]; readonly payable: boolean },
    updateOptions: Sessions.UpdateOptions
  ) {
    const key = updateOptions.key ?? (yield* ModificationKey.draw)
    const used = token(session, updateOptions)
    if (used === undefined) return yield* new RuleViolation.ContinuationLost({ id: session.id })
    const { amount, payable } = change
    const value = yield* Effect.fromResult(amounts.toUnits(amount))
    const answer = yield* client.execute({
      operation,
      method: "PATCH",
      path: "/sessions/{id}",
      parameters: { id: session.id },
      json: yield* encode(operation, key, wire.SessionPatch, {
        sessionData: Redacted.value(used),
        amount: { value, currency: amount.currency },
        payable
      }),
      headers: { [AdyenClient.keyHeader]: key },
      idempotency: capabilities.idempotency.update,
      key,
      answer: wire.SessionPatched,
      secrets: tokensOf(session, used),
      violation: (refused) => refusedPatch(session, refused)
    })
    return Session.modify(session, {
      amount,
      amountFrom: "request",
      status: payable ? "locked" : "open",
      token: next(session, answer)
    })
  })

  const update: Sessions.Sessions["Service"]["update"] = Effect.fnUntraced(function* (
    session,
    change,
    updateOptions = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(Rules.updateSession(capabilities, session, change, now, updateOptions))
    if (options.has(change)) {
      return yield* new RuleViolation.Unsupported({
        provider,
        operation: "change a session's options",
        capability: "change of anything but the amount"
      })
    }
    const { amount } = change
    return amount === undefined
      ? session
      : yield* patch("Sessions.update", session, { amount, payable: false }, updateOptions)
  })

  const lock: Sessions.SessionLock["Service"]["lock"] = Effect.fnUntraced(function* (
    session,
    amount,
    updateOptions = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = yield* Effect.fromResult(Rules.lockSession(capabilities, session, amount, now, updateOptions))
    return allowed === "already"
      ? session
      : yield* patch("SessionLock.lock", session, { amount, payable: true }, updateOptions)
  })

  const result: Sessions.SessionResults["Service"]["result"] = Effect.fnUntraced(function* (session, proof) {
    const answer = yield* client.execute({
      operation: "SessionResults.result",
      method: "GET",
      path: "/sessions/{id}",
      parameters: { id: session.id },
      query: { sessionResult: Redacted.value(proof) },
      idempotency: { _tag: "read" },
      answer: wire.SessionResult,
      secrets: tokensOf(session, proof),
      violation: (refused) => refusals.ofResult(session, refused)
    })
    const field = mismatch(amounts, session, answer)
    return field === undefined
      ? yield* results.read(amounts, account, session, answer)
      : yield* new RuleViolation.ProofMismatch({ id: session.id, field })
  })

  return Context.make(Sessions.Sessions, { capabilities, create, update }).pipe(
    Context.add(Sessions.SessionLock, { capabilities: { lock: "provider" }, lock }),
    Context.add(Sessions.SessionResults, { result })
  )
}

/** Whatever Adyen may quote of this session: the one in use, and the one that the server still holds. */
const tokensOf = (
  { token }: Session.Session,
  used: Redacted.Redacted<string>
): ReadonlyArray<Redacted.Redacted<string>> => (token === undefined ? [used] : [used, token])

/** `2026-11-22T10:15:30Z`: the form that Adyen's documents show has no fraction of a second. */
const moment = (time: DateTime.Utc): string => DateTime.formatIso(time).replace(".000Z", "Z")
