/** What is open about a transaction after its payment: capture, void, refund, reversal, and how they are told. */
import { Assumption } from "@paylayer/simulator"

export const transactions = {
  modificationStatus: Assumption.make({
    id: "ACQ-23",
    question: "With which status does the provider answer a capture, void, refund or reversal?",
    positions: ["201", "200"],
    assumed: "201",
    because:
      "each makes a transaction with an id of its own, and the reference says that what creates a resource is answered " +
      "with 201.",
    settledBy: "`POST /v1/transactions/{id}/void` on a payment of the same day; look at the status."
  }),
  overAmount: Assumption.make({
    id: "ACQ-24",
    question: "What does a capture, refund or reversal get that asks for more than is left?",
    positions: ["validation", "declined"],
    assumed: "validation",
    because:
      "summaries of the reference show a 400 that names `amount`, in words of their own. Only an amount that is too " +
      "large gets it: what the state forbids altogether is declined.",
    settledBy: '`POST /v1/transactions/{id}/capture` with `{"amount":15.03}` on an authorisation of 15.02.'
  }),
  captureWithoutAmount: Assumption.make({
    id: "ACQ-25",
    question: "What does a capture without an amount do?",
    positions: ["refused", "full"],
    assumed: "refused",
    because: "summaries of the reference call the amount required, and also say that without one all may be captured.",
    settledBy: "`POST /v1/transactions/{id}/capture` with `{}`."
  }),
  captureRemainder: Assumption.make({
    id: "ACQ-26",
    question: "What becomes of the rest of an authorisation that is captured in part?",
    positions: ["released", "kept"],
    assumed: "released",
    because: "summaries of the reference say so. `kept`: it can be captured later, until the authorisation expires.",
    settledBy: "capture a part of an authorisation, then the rest."
  }),
  authorisationExpiry: Assumption.make({
    id: "ACQ-27",
    question: "How long can an authorisation be captured?",
    positions: ["7-days", "30-days", "never"],
    assumed: "7-days",
    because:
      "no document says; card schemes let most authorisations of a shop lapse after a week. Nothing announces it.",
    settledBy: "capture an authorisation that is 8 days old."
  }),
  settlement: Assumption.make({
    id: "ACQ-28",
    question: "When has a captured payment settled, so that it can be refunded and no longer be voided?",
    positions: ["24-hours", "next-day"],
    assumed: "24-hours",
    because:
      "the plugin for Magento speaks of 24 hours; the one for WooCommerce waits for the next day in UTC. It counts from " +
      "the payment or, where that came later, the capture.",
    settledBy: "refund a payment of 23:50 UTC at 00:10 UTC."
  }),
  voidOfCapture: Assumption.make({
    id: "ACQ-29",
    question: "Can an authorisation that was captured be voided, or reversed, before it settles?",
    positions: ["declined", "voided"],
    assumed: "declined",
    because:
      "the plugin for WooCommerce refuses it until the next day, while it reverses a payment with `capture: true` at once.",
    settledBy: "capture an authorisation, then `POST /v1/transactions/{id}/void`."
  }),
  reversalTells: Assumption.make({
    id: "ACQ-30",
    question: "Does a reversal say whether it was a void or a refund?",
    positions: ["by-type", "in-answer", "never"],
    assumed: "by-type",
    because:
      "the plugin for Magento looks for the transaction types `void` and `refund`; the documented answer has no type. " +
      "`by-type`: reading the reversal's own transaction shows it; `in-answer`: the answer has it too; `never`: the type " +
      "is `reversal`.",
    settledBy: "`POST /v1/transactions/{id}/reversal` on a payment of the same day, then read the transaction it made."
  }),
  refusalReason: Assumption.make({
    id: "ACQ-31",
    question:
      "Which reason has a transaction that the provider's own rules declined (too early, too late, nothing left)?",
    positions: ["generic_decline", "none"],
    assumed: "generic_decline",
    because: "`declined` is said to come with a reason, and the list has none for this.",
    settledBy: "`POST /v1/transactions/{id}/refund` on a payment of the same day."
  }),
  paymentType: Assumption.make({
    id: "ACQ-32",
    question: "Which `transaction_type` has a payment?",
    positions: ["payment_in", "payment"],
    assumed: "payment_in",
    because: 'the reference shows it in its example of "The transaction object".',
    settledBy: "`GET /v1/transactions/{id}` of a payment."
  }),
  transactionShape: Assumption.make({
    id: "ACQ-33",
    question: "Where does a transaction that is read have order_id, amount and currency?",
    positions: ["root", "nested"],
    assumed: "root",
    because:
      "summaries of the reference list them among the other fields. The reference's example has them in an object " +
      "`transaction`, with `capture` beside them, but it differs from what the plugins read in other places, too.",
    settledBy: "`GET /v1/transactions/{id}` of a payment."
  }),
  longReference: Assumption.make({
    id: "ACQ-34",
    question: "What becomes of a reference of a refund or reversal that is longer than 18 characters?",
    positions: ["refused", "cut", "kept"],
    assumed: "refused",
    because: 'the reference asks for a "length between 1 and 18": it appears on the statement of the bank.',
    settledBy: "`POST /v1/transactions/{id}/refund` with a reference of 19 characters; then read the transaction."
  }),
  keptReference: Assumption.make({
    id: "ACQ-35",
    question: "Does a transaction that is read show the reference of its refund or reversal?",
    positions: ["yes", "no"],
    assumed: "yes",
    because: "it is kept for the bank's statement; no document shows where it can be read.",
    settledBy: "refund with a reference, then `GET /v1/transactions/{id}` of the refund."
  }),
  modificationWebhooks: Assumption.make({
    id: "ACQ-36",
    question: "Is there a status_update for a capture, void, refund and reversal?",
    positions: ["each", "none"],
    assumed: "each",
    because:
      "the guide speaks of the final status of a payment, and a reversal takes a `webhook_url` for its updates. It has " +
      "the modification's own transaction_id and the payment's order_id.",
    settledBy: "void a payment and look at the webhooks that come."
  }),
  pendingModifications: Assumption.make({
    id: "ACQ-37",
    question: "Are captures and refunds answered with `pending`, to be decided later?",
    positions: ["none", "refunds", "captures-and-refunds"],
    assumed: "none",
    because:
      "the plugin for WooCommerce takes `pending` for a success, no document says when it comes. Here it becomes " +
      "`success` after an hour, unless something makes it `declined` before.",
    settledBy: "refund a settled payment by card, and one by bank; look at the answers and at the webhooks that follow."
  })
} as const satisfies Assumption.Assumptions
