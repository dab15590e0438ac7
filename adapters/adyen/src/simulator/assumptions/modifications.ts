/** What is open about authorised payments: how modifications are decided, and what they are told to be. */
import { Assumption } from "@paylayer/simulator"

export const modifications = {
  adjustedAmount: Assumption.make({
    id: "ADY-32",
    question: "Which amount does an AUTHORISATION_ADJUSTMENT have?",
    positions: ["new-total", "difference"],
    assumed: "new-total",
    because:
      "the Classic document shows both for 1500 adjusted to 1700: 1700 in SOAP, 200 in JSON. A difference is negative " +
      "where the amount went down.",
    settledBy: "authorise 15.00 EUR as PreAuth, `amountUpdates` to 17.00, then to 16.00; look at the webhooks."
  }),
  eventWithoutAmount: Assumption.make({
    id: "ADY-33",
    question: "Which amount does the webhook of a cancellation have?",
    positions: ["authorised", "zero"],
    assumed: "authorised",
    because: "every webhook has an amount, and a cancellation is of all that was authorised.",
    settledBy: "`POST /payments/{paymentPspReference}/cancels`, `/reversals` and `/cancels`; look at the webhooks."
  }),
  failureReason: Assumption.make({
    id: "ADY-34",
    question: "Which reason has a modification that fails for a cause whose text no document shows?",
    positions: ["marked", "empty"],
    assumed: "marked",
    because: "a text of ours, beginning with `SIM:`, cannot be taken for Adyen's.",
    settledBy: "adjust a captured payment, cancel it, cancel another one twice; look at the webhooks."
  }),
  noReference: Assumption.make({
    id: "ADY-35",
    question: "Which reference has a modification that was asked for without one?",
    positions: ["the-payments", "empty"],
    assumed: "the-payments",
    because: "`merchantReference` is required in webhooks, as `reference` is in the answer of amountUpdates.",
    settledBy: "`amountUpdates` and `captures` without reference; look at the answers and the webhooks."
  }),
  otherCurrency: Assumption.make({
    id: "ADY-36",
    question: "What does a modification get whose currency isn't the payment's?",
    positions: ["fails-later", "137"],
    assumed: "fails-later",
    because: '"received" says only that the request is well-formed; what the payment is, is looked at later.',
    settledBy: "`captures` in USD of a payment in EUR."
  }),
  adjustExtends: Assumption.make({
    id: "ADY-37",
    question: "Which adjustments make the authorisation's validity start anew?",
    positions: ["same-amount", "any"],
    assumed: "same-amount",
    because: "the document names the adjustment to the same amount for this.",
    settledBy: "`amountUpdates` to another amount after 20 days; wait for EXPIRE."
  }),
  preAuthCapture: Assumption.make({
    id: "ADY-38",
    question: "Is a pre-authorisation captured automatically, where its session doesn't say?",
    positions: ["manual", "as-the-account"],
    assumed: "manual",
    because: "it could never be adjusted where the account captures at once.",
    settledBy: "pay a session with `authorisationType: PreAuth` on an account with immediate capture."
  }),
  sessionManualCapture: Assumption.make({
    id: "ADY-39",
    question: "Does `additionalData.manualCapture` work on /sessions?",
    positions: ["honoured", "ignored"],
    assumed: "honoured",
    because: "it does on /payments. `captureDelayHours` is the other way to say when; manualCapture wins over it.",
    settledBy:
      'pay a session with `"additionalData": { "manualCapture": "true" }` on an account with immediate capture.'
  }),
  automaticCapture: Assumption.make({
    id: "ADY-40",
    question: "Is there a CAPTURE webhook for an automatic capture?",
    positions: ["not-told", "told"],
    assumed: "not-told",
    because: "the document speaks of the webhook as the answer to a request.",
    settledBy: "pay on an account with immediate capture, and on one with a delay."
  }),
  reversalOfSeveral: Assumption.make({
    id: "ADY-41",
    question: "What does a reversal get of a payment with several captures?",
    positions: ["fails-later", "167"],
    assumed: "fails-later",
    because: '"Do not use this request for payments that involve multiple partial captures" is all that is said.',
    settledBy: "capture twice where the account has multiple partial captures, then `reversals`."
  }),
  reversalAfterRefund: Assumption.make({
    id: "ADY-42",
    question: "What does a reversal do after a part was refunded?",
    positions: ["fails", "refunds-the-rest"],
    assumed: "fails",
    because: '"The reversed amount is always the full payment amount", and that isn\'t there any more.',
    settledBy: "`captures`, `refunds` of a part, then `reversals`."
  }),
  afterCaptureFailed: Assumption.make({
    id: "ADY-43",
    question: "Can a payment be captured again after CAPTURE_FAILED?",
    positions: ["capturable-again", "stays-closed"],
    assumed: "capturable-again",
    because: "nothing was captured after all. In the other position only the scheme can take the failed capture again.",
    settledBy: "a failing capture on the test platform, then `captures` again."
  }),
  firstBlob: Assumption.make({
    id: "ADY-44",
    question: "Where does the first adjustAuthorisationData of a session's payment stand?",
    positions: ["webhook", "webhook-and-result"],
    assumed: "webhook",
    because:
      'the specification says "from the /payments response or webhook message", and a session has no /payments ' +
      "response. Its result has `additionalData` too, where Adyen is asked for it.",
    settledBy: "pay a session with `authorisationType: PreAuth`; look at its result and its AUTHORISATION."
  }),
  unknownBlob: Assumption.make({
    id: "ADY-45",
    question: "What does an adjustAuthorisationData get that isn't this payment's?",
    positions: ["refused", "192"],
    assumed: "refused",
    because: "a synchronous adjustment has two outcomes, and this is one of them.",
    settledBy: '`amountUpdates` with `"adjustAuthorisationData": "x"`, and with that of another payment.'
  }),
  staleBlob: Assumption.make({
    id: "ADY-46",
    question: "What does an adjustAuthorisationData get that a later one has replaced?",
    positions: ["as-unknown", "accepted"],
    assumed: "as-unknown",
    because: 'each answer has one "for subsequent" calls, and the strictest reading is the safest to work with.',
    settledBy: "`amountUpdates` twice with the first adjustAuthorisationData."
  }),
  adjustedAtOnce: Assumption.make({
    id: "ADY-47",
    question: "Is there an AUTHORISATION_ADJUSTMENT webhook for a synchronous adjustment?",
    positions: ["webhook-too", "answer-only"],
    assumed: "webhook-too",
    because: "other outcomes that are known at once, such as a payment's, are told in a webhook as well.",
    settledBy: "`amountUpdates` with `adjustAuthorisationData`; look at the webhooks."
  }),
  limits: Assumption.make({
    id: "ADY-48",
    question: "What does a field get that breaks a rule which stands only in its description?",
    positions: ["refused", "ignored"],
    assumed: "refused",
    because:
      "such are the lengths and formats of airline data and what splits require. A text that is too long gets 29_001, " +
      "a missing field 130, all others what `invalidField` says.",
    settledBy: "`captures` with an airline ticket number of 16 characters, and with a split without account."
  }),
  sameReference: Assumption.make({
    id: "ADY-49",
    question: "Which payment does a technical cancel mean, where several have the reference?",
    positions: ["latest", "none"],
    assumed: "latest",
    because: "it is for the payment whose answer has just been lost. Those that are captured or ended don't count.",
    settledBy: "two payments with one reference, then `POST /cancels`."
  }),
  voidedRefund: Assumption.make({
    id: "ADY-50",
    question: "Is there a REFUND webhook for a refund that was voided in time?",
    positions: ["not-told", "told-failed"],
    assumed: "not-told",
    because: "VOID_PENDING_REFUND says it already.",
    settledBy: "a refund on a terminal with a refund delay, then `voidPendingRefund`."
  }),
  voidedOriginal: Assumption.make({
    id: "ADY-51",
    question: "Which originalReference does a VOID_PENDING_REFUND have?",
    positions: ["the-refunds", "the-payments"],
    assumed: "the-refunds",
    because: "the request names the refund as its originalReference.",
    settledBy: "a refund on a terminal with a refund delay, then `voidPendingRefund`; look at the webhook."
  })
} as const
