/** The parameters of Checkout Sessions, from the types of stripe 23.1.0. */
import { list as pages } from "./lists.ts"
import { methodOptions } from "./modifications/cardFeatures.ts"
import {
  anything,
  atLeast,
  boolean,
  decimal,
  emptyable,
  expandable,
  type Fields,
  type Kind,
  integer,
  list,
  metadata,
  notSimulated,
  oneOf,
  optional,
  required,
  struct,
  text,
  within
} from "./parameters.ts"

const anyText = text()
const texts = list(anyText)
const expand = optional(expandable("line_items", "payment_intent", "payment_intent.latest_charge"))

const priceData: Fields = {
  currency: required(anyText),
  product: optional(anyText),
  product_data: optional(
    struct({
      name: required(anyText),
      description: optional(anyText),
      images: optional(texts),
      metadata: emptyable(metadata),
      tax_code: optional(anyText),
      tax_details: optional(anything),
      unit_label: optional(anyText)
    })
  ),
  recurring: optional(notSimulated),
  tax_behavior: optional(oneOf("exclusive", "inclusive", "unspecified")),
  unit_amount: optional(atLeast(0)),
  unit_amount_decimal: optional(decimal)
}

const item: Fields = {
  adjustable_quantity: optional(
    struct({ enabled: required(boolean), maximum: optional(within(1, 999_999)), minimum: optional(atLeast(0)) })
  ),
  metadata: emptyable(metadata),
  price: optional(anyText),
  price_data: optional(struct(priceData)),
  quantity: optional(atLeast(1)),
  tax_rates: emptyable(notSimulated)
}

const intentData: Fields = {
  application_fee_amount: optional(atLeast(0)),
  capture_method: optional(oneOf("automatic", "automatic_async", "manual")),
  description: optional(text(1000)),
  metadata: emptyable(metadata),
  on_behalf_of: optional(anyText),
  receipt_email: optional(anyText),
  setup_future_usage: optional(oneOf("off_session", "on_session")),
  shipping: optional(anything),
  statement_descriptor: optional(text(22)),
  statement_descriptor_suffix: optional(text(22)),
  transfer_data: optional(anything),
  transfer_group: optional(anyText)
}

/** Kept, and shown again. */
const settings: Fields = {
  adaptive_pricing: optional(anything),
  after_expiration: optional(anything),
  allow_promotion_codes: optional(boolean),
  allowed_payment_method_types: optional(texts),
  automatic_tax: optional(anything),
  billing_address_collection: optional(oneOf("auto", "required")),
  branding_settings: optional(anything),
  cancel_url: optional(anyText),
  client_reference_id: optional(text(200)),
  consent_collection: optional(anything),
  custom_fields: optional(anything),
  custom_text: optional(anything),
  customer: optional(anyText),
  customer_account: optional(anyText),
  customer_creation: optional(oneOf("always", "if_required")),
  customer_email: optional(anyText),
  excluded_payment_method_types: optional(texts),
  integration_identifier: optional(anyText),
  invoice_creation: optional(anything),
  locale: optional(anyText),
  managed_payments: optional(anything),
  name_collection: optional(anything),
  origin_context: optional(anyText),
  payment_method_configuration: optional(anyText),
  payment_method_options: optional(methodOptions),
  payment_method_types: optional(texts),
  permissions: optional(anything),
  phone_number_collection: optional(anything),
  redirect_on_completion: optional(oneOf("always", "if_required", "never")),
  return_url: optional(anyText),
  saved_payment_method_options: optional(methodOptions),
  shipping_address_collection: optional(anything),
  submit_type: optional(oneOf("auto", "book", "donate", "pay", "subscribe")),
  success_url: optional(anyText),
  tax_id_collection: optional(anything),
  wallet_options: optional(anything)
}

/** Known to Stripe; they would change the total or the mode, and are not simulated. */
const foreign: Fields = {
  customer_update: optional(notSimulated),
  discounts: optional(notSimulated),
  optional_items: optional(notSimulated),
  payment_method_collection: optional(notSimulated),
  payment_method_data: optional(notSimulated),
  setup_intent_data: optional(notSimulated),
  shipping_options: emptyable(notSimulated),
  subscription_data: optional(notSimulated)
}

const onlyPayment: Kind = (value, param) =>
  value === "payment" ? oneOf("payment")(value, param) : otherMode(value, param)
const otherMode: Kind = (value, param) =>
  value === "setup" || value === "subscription"
    ? notSimulated(value, `${param}=${value}`)
    : oneOf("payment", "setup", "subscription")(value, param)

export const create = (uiModes: ReadonlyArray<string>): Fields => ({
  mode: required(onlyPayment),
  line_items: required(list(struct(item))),
  currency: optional(anyText),
  expand,
  expires_at: optional(integer),
  metadata: emptyable(metadata),
  payment_intent_data: optional(struct(intentData)),
  ui_mode: optional(oneOf(...uiModes)),
  ...settings,
  ...foreign
})

export const retrieve: Fields = { expand }

export const update: Fields = {
  collected_information: optional(notSimulated),
  expand,
  line_items: optional(list(struct({ ...item, id: optional(anyText) }))),
  metadata: emptyable(metadata),
  payment_intent_data: optional(
    struct({
      description: emptyable(text(1000)),
      metadata: emptyable(metadata),
      setup_future_usage: emptyable(oneOf("off_session", "on_session")),
      statement_descriptor: emptyable(text(22)),
      statement_descriptor_suffix: emptyable(text(22))
    })
  ),
  shipping_options: emptyable(notSimulated)
}

export const lineItems: Fields = pages()

/** What of the parameters is kept as it is. */
export const isSetting = (name: string): boolean => Object.hasOwn(settings, name)
