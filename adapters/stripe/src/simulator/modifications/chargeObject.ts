/** Charges, their refunds and disputes as the wire has them: the keys of the recorded answers, absent values as `null`. */
import { sorted } from "../intentObject.ts"
import { type Account, type Charge, type Dispute, givenBack, type Intent, type Refund, refundedOf } from "../ledger.ts"
import * as features from "./cardFeatures.ts"

/** Members that this simulator has nothing to say about. */
const silent = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  calculated_statement_descriptor: "Stripe",
  failure_balance_transaction: null,
  fraud_details: {},
  on_behalf_of: null,
  radar_options: {},
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null
} as const

const transaction = (id: string): string => `txn_${id.slice(id.indexOf("_") + 1)}`

/** "automatically refunded if uncaptured": what was never captured, and is cancelled or expired. */
const isReleased = ({ amountCaptured, released }: Charge): boolean => released && amountCaptured === 0

export const amountRefunded = ({ positions }: Account, charge: Charge): number => {
  if (isReleased(charge)) return positions.releasedCharge === "untouched" ? 0 : charge.amount
  return positions.pendingRefund === "counted" ? givenBack(charge) : refundedOf(charge)
}

export const chargeToWire = (account: Account, intent: Intent, charge: Charge): object => {
  const failed = charge.status === "failed"
  const refunded = amountRefunded(account, charge)
  const collected = isReleased(charge) ? charge.amount : charge.captured ? charge.amountCaptured : Infinity
  return sorted({
    id: charge.id,
    object: "charge",
    ...silent,
    amount: charge.amount,
    amount_captured: charge.amountCaptured,
    amount_refunded: refunded,
    balance_transaction: charge.amountCaptured === 0 ? null : transaction(charge.id),
    captured: charge.captured,
    created: charge.created,
    currency: intent.currency,
    customer: intent.settings["customer"] ?? null,
    description: intent.settings["description"] ?? null,
    dispute: charge.dispute?.id ?? null,
    disputed: charge.dispute !== undefined,
    failure_code: failed ? "card_declined" : null,
    failure_message: failed ? "Your card was declined." : null,
    livemode: false,
    metadata: intent.metadata,
    paid: charge.status === "succeeded",
    payment_intent: intent.id,
    payment_method: charge.paymentMethod,
    payment_method_details: {
      card: {
        amount_authorized: charge.status === "succeeded" ? charge.authorised : null,
        brand: "visa",
        last4: "4242",
        ...features.toWire(charge, intent.currency)
      },
      type: "card"
    },
    refunded: refunded >= collected,
    status: charge.status
  })
}

/** Sixteen digits; our ids are hexadecimal. */
const referenceOf = ({ id }: Refund): string =>
  String(BigInt(`0x${id.slice("re_3".length)}`) % 10n ** 16n).padStart(16, "0")

export const refundToWire = (refund: Refund): object =>
  sorted({
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: refund.status === "pending" ? null : transaction(refund.id),
    charge: refund.charge.id,
    created: refund.created,
    currency: refund.intent.currency,
    customer: refund.intent.settings["customer"] ?? null,
    customer_account: null,
    destination_details: {
      card: {
        ...(refund.traceable ? { reference: referenceOf(refund) } : {}),
        reference_status: refund.traceable ? "available" : "pending",
        reference_type: "acquirer_reference_number",
        type: refund.status === "pending" ? "pending" : "refund"
      },
      type: "card"
    },
    ...(refund.failureReason === undefined
      ? {}
      : {
          failure_balance_transaction: `${transaction(refund.id)}Failure`,
          failure_reason: refund.failureReason
        }),
    metadata: refund.metadata,
    payment_intent: refund.intent.id,
    payment_method: refund.charge.paymentMethod,
    ...(refund.status === "pending" ? { pending_reason: "processing" } : {}),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null
  })

/** A chargeback that waits for the merchant's answer. */
export const disputeToWire = (intent: Intent, charge: Charge, dispute: Dispute): object =>
  sorted({
    id: dispute.id,
    object: "dispute",
    amount: dispute.amount,
    balance_transactions: [],
    charge: charge.id,
    created: dispute.created,
    currency: intent.currency,
    enhanced_eligibility_types: [],
    evidence: { enhanced_evidence: {} },
    evidence_details: {
      due_by: dispute.created + 8 * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: intent.id,
    payment_method_details: {
      card: { brand: "visa", case_type: "chargeback", network_reason_code: "10.4" },
      type: "card"
    },
    reason: "fraudulent",
    status: "needs_response"
  })
