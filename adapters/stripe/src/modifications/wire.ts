/**
 * What follows an authorisation, on the wire: requests strict, answers tolerant. Source: docs.stripe.com/api, "Capture a
 * PaymentIntent", "Increment an authorization", "Refunds", "Charges"; the type files of npm `stripe` 23.1.0.
 */
import * as Schema from "effect/Schema"

/** Seconds since the epoch, as far as a date goes. */
export const Seconds = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_640_000_000_000 }))

const status = Schema.optionalKey(Schema.Struct({ status: Schema.String }))

const Card = Schema.Struct({
  /** What the issuer reserved, increments included; a capture of more does not change it. */
  amount_authorized: Schema.optionalKey(Schema.NullOr(Schema.Int)),
  /** When an uncaptured charge is given back by itself. */
  capture_before: Schema.optionalKey(Schema.NullOr(Seconds)),
  multicapture: status,
  incremental_authorization: status,
  overcapture: Schema.optionalKey(
    Schema.Struct({ status: Schema.String, maximum_amount_capturable: Schema.optionalKey(Schema.Int) })
  )
})

/** The charge of a PaymentIntent: what the issuer agreed to, and what of it was taken. */
export const Charge = Schema.Struct({
  id: Schema.NonEmptyString,
  amount: Schema.Int,
  amount_captured: Schema.Int,
  captured: Schema.Boolean,
  /** Whether money was taken, or reserved. */
  paid: Schema.Boolean,
  payment_method_details: Schema.optionalKey(Schema.NullOr(Schema.Struct({ card: Schema.optionalKey(Card) })))
})
export type Charge = typeof Charge.Type

/** The object where `expand` asked for it, else its id. */
export const LatestCharge = Schema.NullOr(Schema.Union([Schema.String, Charge]))

/** In it our key travels, and comes back with every look-up and event. */
export const keyField = "paylayer_key"
/** In it goes a reason that Stripe has no word for. */
export const reasonField = "paylayer_reason"

/** Of which PaymentIntent something is: its id, or itself where `expand` asked for it. */
export const PaymentIntentRef = Schema.optionalKey(
  Schema.NullOr(Schema.Union([Schema.NonEmptyString, Schema.Struct({ id: Schema.NonEmptyString })]))
)

export const Refund = Schema.Struct({
  id: Schema.NonEmptyString,
  amount: Schema.Int,
  currency: Schema.String,
  created: Seconds,
  /** `pending`, `requires_action`, `succeeded`, `failed`, `canceled`, and what Stripe adds. */
  status: Schema.NullOr(Schema.String),
  /** The merchant's, or Stripe's own where it was no refund at all: funds that were never taken were given back. */
  reason: Schema.optionalKey(Schema.NullOr(Schema.String)),
  failure_reason: Schema.optionalKey(Schema.NullOr(Schema.String)),
  metadata: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.String))),
  payment_intent: PaymentIntentRef
})
export type Refund = typeof Refund.Type

/** The PaymentIntent that a refund, a charge or a dispute is of. */
export const intentIdOf = ({
  payment_intent: intent
}: {
  readonly payment_intent?: string | { readonly id: string } | null
}): string | undefined => (typeof intent === "object" ? intent?.id : intent)

/** An answer about a refund of this intent: one of another is no answer. */
export const refundOf = (intent: string) =>
  Refund.check(Schema.makeFilter((refund) => intentIdOf(refund) === intent, { expected: "a refund of this intent" }))

export const Refunds = Schema.Struct({ data: Schema.Array(Refund), has_more: Schema.Boolean })

export const refundsOf = (intent: string) =>
  Refunds.check(
    Schema.makeFilter(({ data }) => data.every((refund) => intentIdOf(refund) === intent), {
      expected: "refunds of this intent"
    })
  )

/** How many a page of a list holds at the most. */
export const mostListed = 100

const amount = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
const expand = Schema.Tuple([Schema.Literal("latest_charge")])

export const Capture = Schema.Struct({
  amount_to_capture: amount,
  final_capture: Schema.optionalKey(Schema.Boolean),
  expand
})

export const Increment = Schema.Struct({ amount, expand })

export const NewRefund = Schema.Struct({
  payment_intent: Schema.NonEmptyString,
  /** Left out, all that is left. */
  amount: Schema.optionalKey(amount),
  reason: Schema.optionalKey(Schema.Literals(["duplicate", "fraudulent", "requested_by_customer"])),
  metadata: Schema.Struct({
    [keyField]: Schema.String.check(Schema.isMaxLength(500)),
    [reasonField]: Schema.optionalKey(Schema.String)
  })
})
