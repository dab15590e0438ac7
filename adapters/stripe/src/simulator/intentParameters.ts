/** The parameters of PaymentIntents, from the types of stripe 23.1.0; `payment_method_types` was recorded. */
import { list as pages } from "./lists.ts"
import { methodOptions } from "./modifications/cardFeatures.ts"
import {
  anything,
  atLeast,
  boolean,
  emptyable,
  expandable,
  type Fields,
  integer,
  list as listOf,
  metadata,
  notSimulated,
  oneOf,
  optional,
  required,
  struct,
  text
} from "./parameters.ts"

const captureMethod = oneOf("automatic", "automatic_async", "manual")
const anyText = text()
const texts = listOf(anyText)

/** Kept, and shown again. */
const settings: Fields = {
  allowed_payment_method_types: optional(texts),
  application_fee_amount: emptyable(atLeast(0)),
  customer: optional(anyText),
  customer_account: optional(anyText),
  description: emptyable(text(1000)),
  excluded_payment_method_types: emptyable(texts),
  payment_method_options: optional(methodOptions),
  payment_method_types: optional(texts),
  receipt_email: emptyable(anyText),
  setup_future_usage: emptyable(oneOf("off_session", "on_session")),
  shipping: emptyable(anything),
  statement_descriptor: emptyable(text(22)),
  statement_descriptor_suffix: emptyable(text(22)),
  transfer_data: optional(anything),
  transfer_group: optional(anyText)
}

/** Known to Stripe, and not to this simulator. */
const foreign: Fields = {
  amount_details: optional(notSimulated),
  hooks: optional(notSimulated),
  payment_details: optional(notSimulated),
  payment_method_data: optional(notSimulated)
}

const expand = optional(expandable("latest_charge", "payment_method"))

/** What a confirmation takes, in `create` too. */
const confirmation: Fields = {
  confirmation_token: optional(notSimulated),
  error_on_requires_action: optional(boolean),
  mandate: optional(notSimulated),
  mandate_data: optional(notSimulated),
  off_session: optional(boolean),
  radar_options: optional(anything),
  return_url: optional(anyText),
  use_stripe_sdk: optional(boolean)
}

export const retrieve: Fields = { client_secret: optional(anyText), expand }

export const create: Fields = {
  amount: required(integer),
  currency: required(anyText),
  automatic_payment_methods: optional(
    struct({ allow_redirects: optional(oneOf("always", "never")), enabled: required(boolean) })
  ),
  capture_method: optional(captureMethod),
  confirm: optional(boolean),
  confirmation_method: optional(oneOf("automatic", "manual")),
  expand,
  metadata: emptyable(metadata),
  on_behalf_of: optional(anyText),
  payment_method: optional(anyText),
  payment_method_configuration: optional(anyText),
  ...settings,
  ...confirmation,
  ...foreign
}

export const update: Fields = {
  amount: optional(integer),
  capture_method: optional(captureMethod),
  currency: optional(anyText),
  expand,
  metadata: emptyable(metadata),
  payment_method: optional(anyText),
  payment_method_configuration: optional(anyText),
  ...settings,
  ...foreign
}

export const confirm: Fields = {
  allowed_payment_method_types: settings["allowed_payment_method_types"]!,
  amount_to_confirm: optional(integer),
  capture_method: optional(captureMethod),
  client_secret: optional(anyText),
  excluded_payment_method_types: settings["excluded_payment_method_types"]!,
  expand,
  payment_method: optional(anyText),
  payment_method_options: optional(methodOptions),
  payment_method_types: optional(texts),
  receipt_email: settings["receipt_email"]!,
  setup_future_usage: settings["setup_future_usage"]!,
  shipping: settings["shipping"]!,
  ...confirmation,
  ...foreign
}

export const cancel: Fields = {
  cancellation_reason: optional(oneOf("abandoned", "duplicate", "fraudulent", "requested_by_customer")),
  expand
}

export const list: Fields = {
  created: optional(notSimulated),
  customer: optional(anyText),
  customer_account: optional(notSimulated),
  ...pages("latest_charge", "payment_method")
}

/** What of the parameters is kept as it is. */
export const isSetting = (name: string): boolean =>
  Object.hasOwn(settings, name) || name === "automatic_payment_methods" || name === "on_behalf_of"
