/**
 * Events on the wire, of any API version: only what is used, and each object as small as that. Source:
 * docs.stripe.com/api/events; the type files of npm `stripe` 23.1.0.
 */
import * as Schema from "effect/Schema"
import { Reserved } from "../intents/wire.ts"
import { Charge, PaymentIntentRef, Refund, Seconds } from "../modifications/wire.ts"

/** What even an event of a type that no document names has. */
export const Named = Schema.Struct({
  id: Schema.NonEmptyString,
  type: Schema.NonEmptyString,
  /** `event`; notifications of the second API have another, and no object inside. */
  object: Schema.optionalKey(Schema.String)
})

export const Event = Schema.Struct({
  id: Schema.NonEmptyString,
  type: Schema.NonEmptyString,
  created: Seconds,
  livemode: Schema.Boolean,
  api_version: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The connected account that it is about. */
  account: Schema.optionalKey(Schema.String),
  data: Schema.Struct({
    object: Schema.Unknown,
    previous_attributes: Schema.optionalKey(Schema.Unknown)
  }),
  /** What caused it; nothing where Stripe itself did. */
  request: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ idempotency_key: Schema.optionalKey(Schema.NullOr(Schema.String)) }))
  )
})
export type Event = typeof Event.Type

const metadata = Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.String)))
const text = Schema.optionalKey(Schema.NullOr(Schema.String))

/** All that is looked for in an object of which nothing counts. */
export const Identified = Schema.Struct({ id: Schema.NonEmptyString })

/** Which payment an object is of, whatever else it says. */
export const OfIntent = Schema.Struct({ id: Schema.NonEmptyString, metadata, payment_intent: PaymentIntentRef })

export const Intent = Schema.Struct({
  ...Reserved.fields,
  last_payment_error: Schema.optionalKey(Schema.NullOr(Schema.Struct({ code: text, decline_code: text })))
})

export const ChargeOfIntent = Schema.Struct({
  ...Charge.fields,
  currency: Schema.String,
  metadata,
  payment_intent: PaymentIntentRef
})

export const Dispute = Schema.Struct({
  id: Schema.NonEmptyString,
  amount: Schema.Int,
  currency: Schema.String,
  status: Schema.String,
  payment_intent: PaymentIntentRef
})

export const Session = Schema.Struct({
  id: Schema.NonEmptyString,
  client_reference_id: text,
  payment_status: Schema.String,
  payment_intent: PaymentIntentRef
})

/** What was another before; in events of changes, and not in all of them. */
export const Before = Schema.Struct({
  status: Schema.optionalKey(Schema.String),
  amount: Schema.optionalKey(Schema.Int),
  amount_captured: Schema.optionalKey(Schema.Int)
})

export { Refund }
