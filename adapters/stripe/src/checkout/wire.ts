/** Checkout Sessions on the wire: requests strict, answers tolerant. Source: docs.stripe.com/api/checkout/sessions. */
import { Session, Unrecognised } from "@paylayer/core"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Reserved } from "../intents/wire.ts"
import { MethodOptions } from "../modifications/requests.ts"
import { Seconds } from "../modifications/wire.ts"

/** Who shows the session: only `elements` may have its line items changed. */
export const UiMode = Schema.Literals(["elements", "embedded_page", "hosted_page"])
export type UiMode = typeof UiMode.Type

const open = <const Word extends string>(words: ReadonlyArray<Word>) =>
  Schema.String.pipe(
    Schema.decodeTo(
      Schema.Union([Schema.Literals(words), Unrecognised.Unrecognised]),
      SchemaTransformation.transform({
        decode: (value) => words.find((word) => word === value) ?? { _tag: "Unrecognised" as const, value },
        encode: (word) => (typeof word === "string" ? word : word.value)
      })
    )
  )

const LineItem = Schema.Struct({
  id: Schema.NonEmptyString,
  description: Schema.NullOr(Schema.String),
  quantity: Schema.NullOr(Schema.Int),
  price: Schema.NullOr(Schema.Struct({ unit_amount: Schema.NullOr(Schema.Int), currency: Schema.String }))
})

/** Inside a session the first ten, in a list of their own as many as were asked for. */
export const LineItems = Schema.Struct({ data: Schema.Array(LineItem), has_more: Schema.Boolean })

export const CheckoutSession = Schema.Struct({
  id: Session.SessionId,
  status: Schema.NullOr(open(["open", "complete", "expired"])),
  payment_status: open(["paid", "unpaid", "no_payment_required"]),
  amount_total: Schema.NullOr(Schema.Int),
  currency: Schema.NullOr(Schema.String),
  client_reference_id: Schema.NullOr(Schema.String),
  client_secret: Schema.optionalKey(Schema.NullOr(Schema.RedactedFromValue(Schema.NonEmptyString))),
  url: Schema.optionalKey(Schema.NullOr(Schema.RedactedFromValue(Schema.NonEmptyString))),
  /** The object where `expand` asked for it, else its id. */
  payment_intent: Schema.optionalKey(Schema.NullOr(Schema.Union([Schema.String, Reserved]))),
  expires_at: Seconds,
  line_items: Schema.optionalKey(LineItems)
})
/** An answer about this session: one about another is no answer. */
export const checkoutSession = (id: string | undefined) =>
  id === undefined ? CheckoutSession : CheckoutSession.check(Schema.makeFilter((answer) => answer.id === id))

export type CheckoutSession = typeof CheckoutSession.Type

/** At most a hundred, as Stripe's reference has it for `mode: payment`. */
export const mostItems = 100

const lineItems = Schema.NonEmptyArray(
  Schema.Struct({
    id: Schema.optionalKey(Schema.NonEmptyString),
    price_data: Schema.Struct({
      currency: Schema.String,
      product_data: Schema.Struct({ name: Schema.NonEmptyString }),
      unit_amount: Schema.Int
    }),
    quantity: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
  })
).check(Schema.isMaxLength(mostItems))

const expand = Schema.Literal("line_items")

export const NewCheckoutSession = Schema.Struct({
  mode: Schema.Literal("payment"),
  ui_mode: UiMode,
  line_items: lineItems,
  client_reference_id: Schema.NonEmptyString.check(Schema.isMaxLength(200)),
  return_url: Schema.optionalKey(Schema.NonEmptyString),
  success_url: Schema.optionalKey(Schema.NonEmptyString),
  expires_at: Schema.optionalKey(Schema.Int),
  customer_email: Schema.optionalKey(Schema.NonEmptyString),
  automatic_tax: Schema.optionalKey(Schema.Struct({ enabled: Schema.Boolean })),
  payment_intent_data: Schema.Struct({
    capture_method: Schema.optionalKey(Schema.Literals(["automatic_async", "manual"])),
    /** The reference, for the payment's own events: the session's are not about it. */
    metadata: Schema.Struct({ reference: Schema.String })
  }),
  payment_method_options: Schema.optionalKey(MethodOptions),
  expand: Schema.Tuple([expand])
})

export const CheckoutSessionUpdate = Schema.Struct({ line_items: lineItems, expand: Schema.Tuple([expand]) })
