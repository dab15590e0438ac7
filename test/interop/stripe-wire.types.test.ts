/** Our wire schemas held against the types of Stripe's own SDK: what it sends we can read, what we send it would take. */
import type Stripe from "stripe"
import type * as checkout from "../../adapters/stripe/src/checkout/wire.ts"
import type * as intents from "../../adapters/stripe/src/intents/wire.ts"

type Extends<A extends B, B> = A

// Answers: every field that we decode is there, with a type that we take.
export type Answers = [
  Extends<Stripe.PaymentIntent, (typeof intents.PaymentIntent)["Encoded"]>,
  Extends<Stripe.Checkout.Session, Omit<(typeof checkout.CheckoutSession)["Encoded"], "line_items" | "payment_intent">>,
  Extends<Stripe.ApiList<Stripe.LineItem>["data"][number], Omit<LineItem, "price">>
]
type LineItem = NonNullable<(typeof checkout.CheckoutSession)["Encoded"]["line_items"]>["data"][number]

// Requests: every field that we send is a parameter, with a value that it takes.
export type Requests = [
  Extends<Mutable<(typeof intents.NewPaymentIntent)["Encoded"]>, Stripe.PaymentIntentCreateParams>,
  Extends<Mutable<(typeof intents.PaymentIntentUpdate)["Encoded"]>, Stripe.PaymentIntentUpdateParams>,
  Extends<Mutable<(typeof checkout.NewCheckoutSession)["Encoded"]>, Stripe.Checkout.SessionCreateParams>,
  Extends<Mutable<(typeof checkout.CheckoutSessionUpdate)["Encoded"]>, Stripe.Checkout.SessionUpdateParams>
]

/** The SDK's lists are mutable; a value that is only read may be given to them. */
type Mutable<A> =
  A extends ReadonlyArray<infer Item>
    ? Array<Mutable<Item>>
    : A extends object
      ? { -readonly [K in keyof A]: Mutable<A[K]> }
      : A
