/**
 * What may change once funds are reserved, for both faces: the authorisation is the PaymentIntent, and its id is ours.
 *
 * Stripe decides at once, and tells captures and increments as totals. An increment takes the new total and only goes up,
 * ten times at the most; downwards is a partial capture. A capture gives the rest back, unless more captures of this
 * payment are possible and the caller keeps it. A reversal looks first where the intent stands: what was captured is
 * refunded, else the authorisation is cancelled.
 *
 * Source: docs.stripe.com/api/payment_intents (capture, increment_authorization, cancel) and /api/refunds.
 */
import type { Capabilities, Fact, Money } from "@paylayer/core"
import { Modifications } from "@paylayer/core"
import type { Answered, ProviderClient } from "@paylayer/core/adapter"
import { defined, Ports } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { amounts, provider } from "../currencies.ts"
import type { PaymentIntent } from "../intents/wire.ts"
import { idempotent } from "../StripeClient.ts"
import type { Call } from "./calls.ts"
import * as calls from "./calls.ts"
import * as facts from "./facts.ts"
import * as lookups from "./lookups.ts"
import { Declined } from "./refusals.ts"
import type { Requests } from "./requests.ts"
import type { Refund } from "./wire.ts"

/** The smallest charge is no limit here: one unit can be captured, and refunded. */
const limits: Capabilities.ModificationCapabilities["amounts"] = (currency) =>
  Result.map(amounts.limits(currency), (charge) => ({ ...charge, minimum: charge.step }))

const common = { provider, decided: "at-once", idempotency: idempotent } as const
const withAmounts = { ...common, currencies: amounts.currencies, amounts: limits }

const capabilitiesOf = ({ incrementalAuthorisation, multicapture }: Requests) => {
  const adjustments: Capabilities.AdjustmentCapabilities = {
    ...withAmounts,
    amounts: amounts.limits,
    directions: incrementalAuthorisation === undefined ? [] : ["up"],
    extends: false,
    attempts: 10
  }
  const captures: Capabilities.CaptureCapabilities = {
    ...withAmounts,
    partial: true,
    multiple: multicapture !== undefined,
    remainder: multicapture === undefined ? "released" : "chosen"
  }
  const refunds: Capabilities.RefundCapabilities = { ...withAmounts, partial: true, multiple: true }
  const reversals: Capabilities.ReversalCapabilities = {
    ...common,
    idempotency: { ...idempotent, maxLength: calls.longestReversalKey },
    afterSeveralCaptures: true,
    afterRefunds: true
  }
  return { adjustments, captures, cancellations: common, refunds, reversals }
}

const readable = <A>(call: Call, result: Result.Result<A, Money.InvalidMoney>) =>
  Effect.fromResult(Result.mapError(result, () => calls.malformed(call, "an amount that the currency does not have")))

/** Accepted, and then refused: an outcome, and not an error. */
const orDeclined = <E, R>(
  { key }: Call,
  kind: Fact.Kind,
  sent: Effect.Effect<Answered, E, R>
): Effect.Effect<Answered, Exclude<E, Declined>, R> =>
  Effect.catch(sent, (error): Effect.Effect<Answered, Exclude<E, Declined>> =>
    error instanceof Declined
      ? Effect.map(Clock.currentTimeMillis, (at) => {
          const failure = { _tag: "Declined" as const, ...defined({ code: error.code, message: error.message }) }
          return { facts: [{ _tag: "Outcome", key, kind, at, verdict: "failed", failure }] }
        })
      : Effect.fail(error as Exclude<E, Declined>)
  )

/** The totals that the answer states, and that it was done: `kind` happened at `when`, or now. */
const done = Effect.fnUntraced(function* (call: Call, kind: Fact.Kind, intent: PaymentIntent, when?: number) {
  const at = yield* Clock.currentTimeMillis
  const observed = yield* readable(call, facts.observedOf(intent, at))
  const outcome: Fact.Outcome = { _tag: "Outcome", key: call.key, kind, at: when ?? at, verdict: "succeeded" }
  const answered: Answered = { facts: [observed, outcome] }
  return answered
})

/** What a refund came to, of this much or of all that is left. */
const refunded = <E, R>(call: Call, refunding: Effect.Effect<Refund, E, R>) =>
  orDeclined(
    call,
    "refund",
    Effect.flatMap(refunding, (refund) =>
      Effect.map(readable(call, facts.refundFact(refund, facts.millis(refund.created), "failed")), (fact) => ({
        id: refund.id,
        facts: fact === undefined ? [] : [fact]
      }))
    )
  )

const callOf = ({ authorisation: { id }, key, operation }: Ports.Allowed<unknown, unknown>): Call => ({
  operation,
  key,
  id
})

/** Everything after the authorisation, but webhooks. */
export const make = (client: ProviderClient.ProviderClient, requests: Requests = {}) => {
  const api = calls.make(client)
  const capabilities = capabilitiesOf(requests)

  const adjustments = Ports.adjustments(capabilities.adjustments, (allowed) => {
    const call = callOf(allowed)
    const sent = Effect.flatMap(api.increment(call, allowed.amount), (intent) => done(call, "adjust", intent))
    return orDeclined(call, "adjust", sent)
  })

  const captures = Ports.captures(capabilities.captures, (allowed) => {
    const call = callOf(allowed)
    const keep = allowed.closes !== true
    const sent = Effect.flatMap(api.capture(call, allowed.amount, { keep }), (intent) => done(call, "capture", intent))
    return orDeclined(call, "capture", sent)
  })

  const cancel = (call: Call) =>
    orDeclined(
      call,
      "cancel",
      Effect.flatMap(api.cancel(call), (intent) => done(call, "cancel", intent, facts.moment(intent.canceled_at)))
    )
  const cancellations = Ports.cancellations(capabilities.cancellations, (allowed) => cancel(callOf(allowed)))

  const refunds = Ports.refunds(capabilities.refunds, (allowed) => {
    const call = callOf(allowed)
    return refunded(call, api.refund(call, allowed.amount, allowed.options.reason))
  })

  const reversals = Ports.reversals(
    capabilities.reversals,
    Effect.fnUntraced(function* (allowed) {
      const call = callOf(allowed)
      if (call.key.length > calls.longestReversalKey) {
        const reason = `may have at most ${calls.longestReversalKey} characters`
        const parameters = [{ parameter: "key", reason }]
        return yield* calls.failed(call, { _tag: "InvalidRequest", parameters }, "not-executed")
      }
      const { amount_received } = yield* api.intent(call)
      return yield* amount_received > 0 ? refunded(call, api.refundAll(call)) : cancel(call)
    })
  )

  return Context.make(Modifications.Adjustments, adjustments).pipe(
    Context.add(Modifications.Captures, captures),
    Context.add(Modifications.Cancellations, cancellations),
    Context.add(Modifications.Refunds, refunds),
    Context.add(Modifications.Reversals, reversals),
    Context.add(Modifications.Lookups, { capabilities: lookups.capabilities, find: lookups.find(api) })
  )
}

type AfterAuthorisation =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups
export type { AfterAuthorisation as Ports }
