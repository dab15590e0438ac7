/** PaymentIntents and charges as the wire has them: the keys of the recorded answers, absent values as `null`. */
import type { Charge, Intent } from "./ledger.ts"

/** Members whose values are only kept, and what they are unless told otherwise. */
const kept = {
  allowed_payment_method_types: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  on_behalf_of: null,
  payment_method_options: null,
  payment_method_types: null,
  receipt_email: null,
  setup_future_usage: null,
  shipping: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null
} as const

const sorted = (object: Readonly<Record<string, unknown>>): object => {
  const { id, object: kind, ...others } = object
  return { id, object: kind, ...Object.fromEntries(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))) }
}

export const toWire = (intent: Intent): object =>
  sorted({
    id: intent.id,
    object: "payment_intent",
    ...kept,
    ...intent.settings,
    amount: intent.amount,
    amount_capturable: intent.status === "requires_capture" ? intent.amount : 0,
    amount_details: { tip: {} },
    amount_received: intent.status === "succeeded" ? intent.amount : 0,
    application: null,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: intent.confirmationMethod,
    created: intent.created,
    currency: intent.currency,
    last_payment_error: intent.lastError,
    latest_charge: intent.charge?.id ?? null,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: intent.nextAction,
    payment_method: intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_record: null,
    processing: null,
    review: null,
    shared_payment_granted_token: null,
    source: null,
    status: intent.status
  })

/** "Under manual capture capture_before = created + 7 d", in seconds. */
export const captureWindow = 7 * 24 * 60 * 60

export const chargeToWire = (intent: Intent, charge: Charge): object =>
  sorted({
    id: charge.id,
    object: "charge",
    amount: charge.amount,
    amount_captured: charge.captured ? charge.amount : 0,
    amount_refunded: charge.released ? charge.amount : 0,
    captured: charge.captured,
    created: charge.created,
    currency: intent.currency,
    customer: intent.settings["customer"] ?? null,
    description: intent.settings["description"] ?? null,
    disputed: false,
    failure_code: charge.status === "failed" ? "card_declined" : null,
    failure_message: charge.status === "failed" ? "Your card was declined." : null,
    livemode: false,
    metadata: intent.metadata,
    paid: charge.status === "succeeded",
    payment_intent: intent.id,
    payment_method: charge.paymentMethod,
    payment_method_details: {
      card: {
        amount_authorized: charge.amount,
        brand: "visa",
        ...(intent.captureMethod === "manual" ? { capture_before: charge.created + captureWindow } : {}),
        last4: "4242"
      },
      type: "card"
    },
    refunded: charge.released,
    status: charge.status
  })

export const methodToWire = (id: string): object => ({
  id,
  object: "payment_method",
  card: { brand: "visa", last4: "4242" },
  livemode: false,
  type: "card"
})
