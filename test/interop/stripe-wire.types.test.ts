/** Our wire schemas held against the types of Stripe's own SDK: what it sends we can read, what we send it would take. */
import type Stripe from "stripe"
import type * as checkout from "../../adapters/stripe/src/checkout/wire.ts"
import type * as intents from "../../adapters/stripe/src/intents/wire.ts"
import type * as modifications from "../../adapters/stripe/src/modifications/wire.ts"
import type * as webhooks from "../../adapters/stripe/src/webhooks/wire.ts"

type Extends<A extends B, B> = A

// Answers: every field that we decode is there, with a type that we take.
export type Answers = [
  Extends<Stripe.PaymentIntent, (typeof intents.PaymentIntent)["Encoded"]>,
  Extends<Stripe.Checkout.Session, Omit<(typeof checkout.CheckoutSession)["Encoded"], "line_items" | "payment_intent">>,
  Extends<Stripe.ApiList<Stripe.LineItem>["data"][number], Omit<LineItem, "price">>,
  Extends<Stripe.Charge, (typeof modifications.Charge)["Encoded"]>,
  Extends<Stripe.Refund, (typeof modifications.Refund)["Encoded"]>,
  Extends<Stripe.ApiList<Stripe.Refund>, (typeof modifications.Refunds)["Encoded"]>
]
type LineItem = NonNullable<(typeof checkout.CheckoutSession)["Encoded"]["line_items"]>["data"][number]

// Events: the envelope, and what is inside by its type.
export type Events = [
  Extends<Stripe.Event, (typeof webhooks.Event)["Encoded"]>,
  Extends<Stripe.PaymentIntentSucceededEvent["data"]["object"], (typeof webhooks.Intent)["Encoded"]>,
  Extends<Stripe.ChargeCapturedEvent["data"]["object"], (typeof webhooks.ChargeOfIntent)["Encoded"]>,
  Extends<Stripe.RefundUpdatedEvent["data"]["object"], (typeof webhooks.Refund)["Encoded"]>,
  Extends<Stripe.ChargeDisputeCreatedEvent["data"]["object"], (typeof webhooks.Dispute)["Encoded"]>,
  Extends<Stripe.CheckoutSessionCompletedEvent["data"]["object"], (typeof webhooks.Session)["Encoded"]>
]

// Requests: every field that we send is a parameter, with a value that it takes.
export type Requests = [
  Extends<Mutable<(typeof intents.NewPaymentIntent)["Encoded"]>, Stripe.PaymentIntentCreateParams>,
  Extends<Mutable<(typeof intents.PaymentIntentUpdate)["Encoded"]>, Stripe.PaymentIntentUpdateParams>,
  Extends<Mutable<(typeof checkout.NewCheckoutSession)["Encoded"]>, Stripe.Checkout.SessionCreateParams>,
  Extends<Mutable<(typeof checkout.CheckoutSessionUpdate)["Encoded"]>, Stripe.Checkout.SessionUpdateParams>,
  Extends<Mutable<(typeof modifications.Capture)["Encoded"]>, Stripe.PaymentIntentCaptureParams>,
  Extends<Mutable<(typeof modifications.Increment)["Encoded"]>, Stripe.PaymentIntentIncrementAuthorizationParams>,
  Extends<Mutable<(typeof modifications.NewRefund)["Encoded"]>, Stripe.RefundCreateParams>
]

/** Fields that no parameter has: a type with more members is taken all the same. */
type Foreign<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>
type None<A> = [A] extends [never] ? true : never

export const known: [
  None<Foreign<(typeof intents.NewPaymentIntent)["Encoded"], Stripe.PaymentIntentCreateParams>>,
  None<Foreign<(typeof modifications.Capture)["Encoded"], Stripe.PaymentIntentCaptureParams>>,
  None<Foreign<(typeof modifications.Increment)["Encoded"], Stripe.PaymentIntentIncrementAuthorizationParams>>,
  None<Foreign<(typeof modifications.NewRefund)["Encoded"], Stripe.RefundCreateParams>>
] = [true, true, true, true]

/** The SDK's lists are mutable; a value that is only read may be given to them. */
type Mutable<A> =
  A extends ReadonlyArray<infer Item>
    ? Array<Mutable<Item>>
    : A extends object
      ? { -readonly [K in keyof A]: Mutable<A[K]> }
      : A
