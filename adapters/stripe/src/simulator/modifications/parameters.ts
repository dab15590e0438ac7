/** The parameters of captures, increments, charges and refunds, from the types of stripe 23.1.0. */
import { list as pages } from "../lists.ts"
import {
  anything,
  atLeast,
  boolean,
  emptyable,
  expandable,
  type Fields,
  integer,
  metadata,
  notSimulated,
  oneOf,
  optional,
  required,
  text
} from "../parameters.ts"

const anyText = text()
const expandIntent = optional(expandable("latest_charge", "payment_method"))

/** Known to Stripe, and not to this simulator. */
const foreign: Fields = {
  amount_details: optional(notSimulated),
  hooks: optional(notSimulated),
  payment_details: emptyable(notSimulated)
}

export const capture: Fields = {
  amount_to_capture: optional(integer),
  application_fee_amount: optional(atLeast(0)),
  expand: expandIntent,
  final_capture: optional(boolean),
  metadata: emptyable(metadata),
  statement_descriptor: optional(text(22)),
  statement_descriptor_suffix: optional(text(22)),
  transfer_data: optional(anything),
  ...foreign
}

export const increment: Fields = {
  amount: required(atLeast(1)),
  application_fee_amount: optional(atLeast(0)),
  description: optional(text(1000)),
  expand: expandIntent,
  metadata: optional(metadata),
  statement_descriptor: optional(text(22)),
  transfer_data: optional(anything),
  ...foreign
}

export const charge: Fields = { expand: optional(expandable("payment_intent", "refunds")) }

const expandRefund = optional(expandable("charge", "payment_intent"))

export const refund: Fields = {
  amount: optional(atLeast(1)),
  charge: optional(anyText),
  currency: optional(notSimulated),
  customer: optional(notSimulated),
  expand: expandRefund,
  instructions_email: optional(notSimulated),
  metadata: emptyable(metadata),
  origin: optional(notSimulated),
  payment_intent: optional(anyText),
  reason: optional(oneOf("duplicate", "fraudulent", "requested_by_customer")),
  refund_application_fee: optional(notSimulated),
  reverse_transfer: optional(notSimulated)
}

/** Of one refund: to see it, or to cancel it. */
export const oneRefund: Fields = { expand: expandRefund }

export const updateRefund: Fields = { expand: expandRefund, metadata: emptyable(metadata) }

export const refunds: Fields = {
  charge: optional(anyText),
  created: optional(notSimulated),
  payment_intent: optional(anyText),
  ...pages("charge", "payment_intent")
}
