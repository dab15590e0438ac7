/** PaymentIntents on the wire: requests strict, answers tolerant. Source: docs.stripe.com/api/payment_intents. */
import { Intent, Unrecognised } from "@paylayer/core"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { MethodOptions } from "../modifications/requests.ts"
import { LatestCharge, Seconds } from "../modifications/wire.ts"

const statuses: Readonly<Record<string, Intent.IntentStatus>> = {
  requires_payment_method: "requires-payment-method",
  requires_confirmation: "requires-confirmation",
  requires_action: "requires-action",
  processing: "processing",
  requires_capture: "requires-capture",
  succeeded: "succeeded",
  canceled: "cancelled"
}

/** Stripe's list is open: what it adds since stays what it is. */
export const IntentStatus = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Union([Intent.IntentStatus, Unrecognised.Unrecognised]),
    SchemaTransformation.transform({
      decode: (value) => statuses[value] ?? { _tag: "Unrecognised" as const, value },
      encode: (status) => (typeof status === "string" ? status : status.value)
    })
  )
)

/** What a PaymentIntent says wherever it stands: in an answer, and in an event. */
export const Reserved = Schema.Struct({
  id: Intent.IntentId,
  /** What is to be collected; once funds are reserved, how much is. */
  amount: Schema.Int,
  amount_capturable: Schema.Int,
  amount_received: Schema.Int,
  currency: Schema.String,
  status: IntentStatus,
  capture_method: Schema.String,
  canceled_at: Schema.optionalKey(Schema.NullOr(Seconds)),
  cancellation_reason: Schema.optionalKey(Schema.NullOr(Schema.String)),
  latest_charge: Schema.optionalKey(LatestCharge),
  metadata: Schema.Record(Schema.String, Schema.String)
})
export type Reserved = typeof Reserved.Type

export const PaymentIntent = Schema.Struct({
  ...Reserved.fields,
  client_secret: Schema.NullOr(Schema.RedactedFromValue(Schema.NonEmptyString))
})
/** An answer about this intent: one about another is no answer. */
export const paymentIntent = (id: string | undefined) =>
  id === undefined ? PaymentIntent : PaymentIntent.check(Schema.makeFilter((answer) => answer.id === id))

export type PaymentIntent = typeof PaymentIntent.Type

const metadata = Schema.Record(
  Schema.String.check(Schema.isMaxLength(40)),
  Schema.String.check(Schema.isMaxLength(500))
)

/** What may be set besides the amount, in Stripe's own names. */
const settable = {
  description: Schema.optionalKey(Schema.String),
  metadata: Schema.optionalKey(metadata),
  customer: Schema.optionalKey(Schema.String),
  payment_method: Schema.optionalKey(Schema.String),
  receipt_email: Schema.optionalKey(Schema.String),
  statement_descriptor: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(22))),
  statement_descriptor_suffix: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(22))),
  setup_future_usage: Schema.optionalKey(Schema.Literals(["off_session", "on_session"]))
}

export const Settable = Schema.Struct(settable)

export const NewPaymentIntent = Schema.Struct({
  ...settable,
  amount: Schema.Int,
  currency: Schema.String,
  capture_method: Schema.optionalKey(Schema.Literals(["automatic_async", "manual"])),
  payment_method_options: Schema.optionalKey(MethodOptions),
  metadata: Schema.StructWithRest(Schema.Struct({ reference: Schema.NonEmptyString.check(Schema.isMaxLength(500)) }), [
    metadata
  ])
})

export const PaymentIntentUpdate = Schema.Struct({
  ...settable,
  amount: Schema.optionalKey(Schema.Int),
  currency: Schema.optionalKey(Schema.String)
})
