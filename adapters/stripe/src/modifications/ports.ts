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
import { Modifications, Rules } from "@paylayer/core"
import type { Answered, ProviderClient } from "@paylayer/core/adapter"
import { defined, modification } from "@paylayer/core/adapter"
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

const cancelled = (call: Call, intent: PaymentIntent) => done(call, "cancel", intent, facts.moment(intent.canceled_at))

const refunded = (call: Call, refund: Refund) =>
  Effect.map(readable(call, facts.refundFact(refund, facts.millis(refund.created), "failed")), (fact): Answered => ({
    id: refund.id,
    facts: fact === undefined ? [] : [fact]
  }))

/** Everything after the authorisation, but webhooks. */
export const make = (client: ProviderClient.ProviderClient, requests: Requests = {}) => {
  const api = calls.make(client)
  const capabilities = capabilitiesOf(requests)

  const adjust: Modifications.Adjustments["Service"]["adjust"] = Effect.fnUntraced(function* (
    authorisation,
    total,
    options = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = Rules.adjust(capabilities.adjustments, authorisation, total, now, options)
    return yield* modification(allowed, options, (key) => {
      const call = { operation: "Adjustments.adjust", key, id: authorisation.id }
      const sent = Effect.flatMap(api.increment(call, total), (intent) => done(call, "adjust", intent))
      return orDeclined(call, "adjust", sent)
    })
  })

  const capture: Modifications.Captures["Service"]["capture"] = Effect.fnUntraced(function* (
    authorisation,
    amount,
    options = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = Rules.capture(capabilities.captures, authorisation, amount, now, options)
    const keep = Result.isSuccess(allowed) && allowed.success.closes !== true
    return yield* modification(allowed, options, (key) => {
      const call = { operation: "Captures.capture", key, id: authorisation.id }
      const sent = Effect.flatMap(api.capture(call, amount, { keep }), (intent) => done(call, "capture", intent))
      return orDeclined(call, "capture", sent)
    })
  })

  const cancel: Modifications.Cancellations["Service"]["cancel"] = Effect.fnUntraced(function* (
    authorisation,
    options = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = Rules.cancel(capabilities.cancellations, authorisation, now, options)
    return yield* modification(allowed, options, (key) => {
      const call = { operation: "Cancellations.cancel", key, id: authorisation.id }
      const sent = Effect.flatMap(api.cancel(call), (intent) => cancelled(call, intent))
      return orDeclined(call, "cancel", sent)
    })
  })

  const refund: Modifications.Refunds["Service"]["refund"] = Effect.fnUntraced(function* (
    authorisation,
    amount,
    options = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = Rules.refund(capabilities.refunds, authorisation, amount, now, options)
    return yield* modification(allowed, options, (key) => {
      const call = { operation: "Refunds.refund", key, id: authorisation.id }
      const sent = Effect.flatMap(api.refund(call, amount, options.reason), (refund) => refunded(call, refund))
      return orDeclined(call, "refund", sent)
    })
  })

  const reverse: Modifications.Reversals["Service"]["reverse"] = Effect.fnUntraced(function* (
    authorisation,
    options = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = Rules.reverse(capabilities.reversals, authorisation, now, options)
    return yield* modification(allowed, options, (key) =>
      Effect.gen(function* () {
        const call = { operation: "Reversals.reverse", key, id: authorisation.id }
        if (key.length > calls.longestReversalKey) {
          const reason = `may have at most ${calls.longestReversalKey} characters`
          const parameters = [{ parameter: "key", reason }]
          return yield* calls.failed(call, { _tag: "InvalidRequest", parameters }, "not-executed")
        }
        const { amount_received } = yield* api.intent(call)
        return amount_received > 0
          ? yield* orDeclined(
              call,
              "refund",
              Effect.flatMap(api.refundAll(call), (refund) => refunded(call, refund))
            )
          : yield* orDeclined(
              call,
              "cancel",
              Effect.flatMap(api.cancel(call), (intent) => cancelled(call, intent))
            )
      })
    )
  })

  return Context.make(Modifications.Adjustments, { capabilities: capabilities.adjustments, adjust }).pipe(
    Context.add(Modifications.Captures, { capabilities: capabilities.captures, capture }),
    Context.add(Modifications.Cancellations, { capabilities: capabilities.cancellations, cancel }),
    Context.add(Modifications.Refunds, { capabilities: capabilities.refunds, refund }),
    Context.add(Modifications.Reversals, { capabilities: capabilities.reversals, reverse }),
    Context.add(Modifications.Lookups, { capabilities: lookups.capabilities, find: lookups.find(api) })
  )
}

export type Ports =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups
