/** PaymentIntents as the wire has them: the keys of the recorded answers, absent values as `null`. */
import { capturableOf, type Intent, receivedOf } from "./ledger.ts"

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

/** The id, what it is, and the rest by name. */
export const sorted = (object: Readonly<Record<string, unknown>>): object => {
  const sorted: Record<string, unknown> = { id: object["id"], object: object["object"] }
  for (const name of Object.keys(object).sort()) sorted[name] = object[name]
  return sorted
}

export const toWire = (intent: Intent): object =>
  sorted({
    id: intent.id,
    object: "payment_intent",
    ...kept,
    ...intent.settings,
    amount: intent.amount,
    amount_capturable: capturableOf(intent),
    amount_details: { tip: {} },
    amount_received: receivedOf(intent),
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

export const methodToWire = (id: string): object => ({
  id,
  object: "payment_method",
  card: { brand: "visa", last4: "4242" },
  livemode: false,
  type: "card"
})
