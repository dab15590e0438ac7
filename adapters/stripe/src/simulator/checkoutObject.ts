/** Checkout Sessions and their items as the wire has them. */
import { Decimal } from "@paylayer/simulator"
import { sorted } from "./intentObject.ts"
import { sum, totalsOf } from "./items.ts"
import type { Account, CheckoutSession, Item, UiMode } from "./ledger.ts"
import * as lists from "./lists.ts"
import type { ParsedObject } from "./parameters.ts"
import { toName } from "./uiModes.ts"

/** Members whose values are only kept, and what they are unless told otherwise. */
const kept = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  consent_collection: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer: null,
  customer_account: null,
  customer_creation: "if_required",
  customer_email: null,
  integration_identifier: null,
  invoice_creation: null,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_method_options: {},
  payment_method_types: ["card"],
  permissions: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  submit_type: null,
  success_url: null,
  wallet_options: null
} as const

/** Whether the browser begins with a secret, or with a page of Stripe's. */
export const hasSecret = (mode: UiMode, { positions }: Account): boolean =>
  mode !== "hosted_page" && (mode !== "form" || positions.formSecret === "given")

export const urlOf = (session: CheckoutSession): string => `https://checkout.stripe.com/c/pay/${session.id}`

export interface View {
  readonly version: string
  /** Whether this is the answer to the creation. */
  readonly fresh?: boolean
}

export const toWire = (account: Account, session: CheckoutSession, view: View): object => {
  const { intent } = session
  const totals = sum(session.items, account.tax)
  const isOpen = session.status === "open"
  const secret =
    isOpen &&
    hasSecret(session.uiMode, account) &&
    (view.fresh === true || account.positions.secretOnRetrieve === "shown")
  return sorted({
    id: session.id,
    object: "checkout.session",
    ...kept,
    ...session.settings,
    amount_subtotal: totals.subtotal,
    amount_total: totals.total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null, ...automaticTax(session) },
    client_secret: secret ? session.clientSecret : null,
    collected_information: null,
    consent: null,
    created: session.created,
    currency: session.currency,
    currency_conversion: null,
    customer_details: null,
    discounts: [],
    expires_at: session.expiresAt,
    invoice: null,
    livemode: false,
    metadata: session.metadata,
    mode: "payment",
    payment_intent: intent?.id ?? null,
    payment_link: null,
    payment_method_collection: null,
    payment_method_configuration_details: null,
    payment_status: session.paymentStatus,
    recovered_from: null,
    setup_intent: null,
    shipping_cost: null,
    shipping_options: [],
    status: session.status,
    subscription: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: totals.tax },
    ui_mode: toName(session.uiMode, view.version),
    url: isOpen && session.uiMode === "hosted_page" ? urlOf(session) : null
  })
}

const automaticTax = ({ settings: { automatic_tax: asked } }: CheckoutSession): object =>
  typeof asked === "object" && asked !== null && "enabled" in asked && asked["enabled"] === "true"
    ? { enabled: true, provider: "stripe", status: "requires_location_inputs" }
    : {}

const itemToWire = (account: Account, session: CheckoutSession, item: Item): object => {
  const { subtotal, tax, total } = totalsOf(item, account.tax)
  const exact = Decimal.format(item.unitAmount)
  return {
    id: item.id,
    object: "item",
    adjustable_quantity: item.settings["adjustable_quantity"] ?? null,
    amount_discount: 0,
    amount_subtotal: subtotal,
    amount_tax: tax,
    amount_total: total,
    currency: item.currency,
    description: item.product.name,
    metadata: item.metadata,
    price: {
      id: item.price,
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: session.created,
      currency: item.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: item.product.id,
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: item.unitAmount.scale === 0 ? Number(exact) : null,
      unit_amount_decimal: exact
    },
    quantity: item.quantity
  }
}

export const itemsToWire = (account: Account, session: CheckoutSession, given: ParsedObject = {}): object =>
  lists.toWire({ all: session.items, given }, `/v1/checkout/sessions/${session.id}/line_items`, (item) =>
    itemToWire(account, session, item)
  )
