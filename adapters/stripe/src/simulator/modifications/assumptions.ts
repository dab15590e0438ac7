/** What Stripe's documents leave open about what becomes of an authorisation. See `../assumptions.ts`. */
import { Assumption } from "@paylayer/simulator"

export const modificationAssumptions = {
  refusedCapture: Assumption.make({
    id: "STR-28",
    question: "Which error has a capture that the issuer refuses?",
    positions: ["card_declined", "processing_error"],
    assumed: "card_declined",
    because:
      "both are documented card errors with 402; of a capture that increments the authorisation card_declined is " +
      "documented, and that the PaymentIntent remains capturable.",
    settledBy: "no test card does this; a live capture that an issuer refused."
  }),
  refusedRefund: Assumption.make({
    id: "STR-29",
    question: "What does the answer say of a refund that the card network refuses at once?",
    positions: ["failed", "pending-then-failed"],
    assumed: "failed",
    because:
      "a Refund whose bank can't process it transitions to `failed`, from which status is told only of test cards " +
      "whose refunds fail later.",
    settledBy: "`pm_card_refundFail` shows only what comes later; a live refund to a closed account."
  }),
  pendingRefund: Assumption.make({
    id: "STR-30",
    question: "Does a charge count a pending refund in amount_refunded?",
    positions: ["counted", "not-counted"],
    assumed: "counted",
    because: "what is on its way can't be refunded again.",
    settledBy: "pay with `pm_card_pendingRefund`, `POST /v1/refunds`, `GET /v1/charges/{id}`; look at the events, too."
  }),
  releasedCharge: Assumption.make({
    id: "STR-31",
    question: "What does a charge say that was cancelled, or has expired, uncaptured?",
    positions: ["refunded", "refunded-and-told", "untouched"],
    assumed: "refunded",
    because:
      '"the remaining amount_capturable is automatically refunded"; but after a partial capture amount_refunded was ' +
      "recorded as 0. That a charge.refunded with `captured: false` tells of it is seen in others' reports, and a " +
      "refund's reason can be `expired_uncaptured_charge`.",
    settledBy: "`capture_method=manual`, confirm, cancel; look at the charge, the events and `GET /v1/refunds`."
  }),
  cancelPartlyCaptured: Assumption.make({
    id: "STR-32",
    question: "Can a PaymentIntent be cancelled of which a part was captured, and more could be?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: "its rest is documented to be released by a final capture of 0, and that it then has succeeded.",
    settledBy: "multicapture, capture 700 of 1000 with `final_capture=false`, `POST /v1/payment_intents/{id}/cancel`."
  }),
  overcapturedCharge: Assumption.make({
    id: "STR-33",
    question: "Does a charge's amount follow an overcapture, as the PaymentIntent's does?",
    positions: ["follows", "stays"],
    assumed: "follows",
    because: "amount_authorized is documented as where the first amount stands.",
    settledBy: "overcapture, capture 1200 of 1000, `GET /v1/charges/{id}`."
  }),
  incrementEvents: Assumption.make({
    id: "STR-34",
    question: "Which events does an incremented authorisation send?",
    positions: ["both", "capturable", "none"],
    assumed: "both",
    because:
      "payment_intent.amount_capturable_updated and charge.updated say what has changed; no document names either here.",
    settledBy: "`POST /v1/payment_intents/{id}/increment_authorization`; look at the events."
  }),
  extendedWindow: Assumption.make({
    id: "STR-35",
    question: "How long is an extended authorisation valid?",
    positions: ["29-days-18-hours", "30-days"],
    assumed: "29-days-18-hours",
    because: "the cards here are Visa's, of which this is said to be exact; the other networks have 30 days.",
    settledBy: "`request_extended_authorization=if_available`, confirm; look at the charge's capture_before."
  })
} as const
