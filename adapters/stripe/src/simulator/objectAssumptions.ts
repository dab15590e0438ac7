/** What Stripe's documents leave open about PaymentIntents and Checkout Sessions. See `assumptions.ts`. */
import { Assumption } from "@paylayer/simulator"

export const intentAssumptions = {
  updateWhileActionRequired: Assumption.make({
    id: "STR-11",
    question: "What becomes of a 3-D Secure challenge when the amount changes under it?",
    positions: ["abandoned", "goes-on"],
    assumed: "abandoned",
    because:
      "the update is legal in requires_action, and of Checkout Sessions it is documented that such an update " +
      "abandons the current attempt and returns the PaymentIntent to requires_payment_method.",
    settledBy:
      "confirm with `pm_card_threeDSecure2Required`, `POST /v1/payment_intents/{id}` with another amount, look at the status."
  }),
  sameAmountWhenClosed: Assumption.make({
    id: "STR-12",
    question: "Is an update refused that names the amount which a succeeded PaymentIntent already has?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: "the recorded text speaks of the status only.",
    settledBy: "pay 1000, then `POST /v1/payment_intents/{id}` with `amount=1000`."
  }),
  cancelProcessing: Assumption.make({
    id: "STR-13",
    question: "Can a PaymentIntent be cancelled while it is processing?",
    positions: ["accepted", "refused"],
    assumed: "accepted",
    because: "the recorded text names processing among the statuses that may be canceled; the documents say: rarely.",
    settledBy: "confirm with `pm_usBankAccount_processing`, then `POST /v1/payment_intents/{id}/cancel`."
  }),
  uncapturedReason: Assumption.make({
    id: "STR-14",
    question: "Which cancellation_reason has a PaymentIntent that was not captured within 7 days?",
    positions: ["automatic", "expired"],
    assumed: "automatic",
    because: "both are in the types; `automatic` is documented for this.",
    settledBy: "`capture_method=manual`, confirm, wait for 7 days."
  }),
  ownedIntentUpdate: Assumption.make({
    id: "STR-15",
    question: "Can the amount of a PaymentIntent that belongs to a Checkout Session be updated directly?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: "it can't be confirmed or cancelled directly either; the session's total would be another one.",
    settledBy: "decline once on a Checkout Session, then `POST /v1/payment_intents/{id}` with another amount."
  })
} as const

export const checkoutAssumptions = {
  metadataWhenClosed: Assumption.make({
    id: "STR-16",
    question: "Can the metadata of a Checkout Session be changed that is complete or expired?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: '"Only update Sessions that are active and not completed or expired."',
    settledBy: "expire a session, then `POST /v1/checkout/sessions/{id}` with `metadata[a]=b`."
  }),
  itemsWhileActionRequired: Assumption.make({
    id: "STR-17",
    question: "What becomes of a challenge when a Checkout Session's items change under it?",
    positions: ["abandoned", "refused"],
    assumed: "abandoned",
    because: "so it is documented for payment_intent_data.",
    settledBy:
      "leave a 3-D Secure challenge of a session open, `POST /v1/checkout/sessions/{id}` with other line_items, then finish it."
  }),
  checkoutCurrencyChange: Assumption.make({
    id: "STR-18",
    question: "Can an update give all items of a Checkout Session another currency?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: "the currency is the session's, and the update has no parameter for it.",
    settledBy: "`POST /v1/checkout/sessions/{id}` with one new item in another currency and none of the old ones."
  }),
  intentMade: Assumption.make({
    id: "STR-19",
    question: "When does a Checkout Session get its PaymentIntent?",
    positions: ["at-confirmation", "at-creation"],
    assumed: "at-confirmation",
    because: "`payment_intent` may be null, and is null in answers to a creation since 2022-08-01.",
    settledBy: "`POST /v1/checkout/sessions` with `ui_mode=elements`; look at payment_intent."
  }),
  expiryWhileActionRequired: Assumption.make({
    id: "STR-20",
    question: "Does a Checkout Session expire while its shopper sits before a challenge?",
    positions: ["expires", "may-finish"],
    assumed: "expires",
    because: "it is open, and what is open expires at expires_at.",
    settledBy: "a session of 30 minutes, a challenge in the last one of them, finished a minute later."
  }),
  uncapturedPaymentStatus: Assumption.make({
    id: "STR-21",
    question: "Which payment_status has a complete Checkout Session whose payment waits for its capture?",
    positions: ["unpaid", "paid"],
    assumed: "unpaid",
    because: "the money is reserved and not there yet.",
    settledBy: "`payment_intent_data[capture_method]=manual`, pay, look at payment_status."
  }),
  secretOnRetrieve: Assumption.make({
    id: "STR-22",
    question: "Does an open Checkout Session show its client_secret after its creation?",
    positions: ["shown", "hidden"],
    assumed: "shown",
    because: "the types have it on the object, and no document says otherwise.",
    settledBy: "`GET /v1/checkout/sessions/{id}` of an open session with `ui_mode=elements`."
  }),
  returnUrl: Assumption.make({
    id: "STR-23",
    question: "Is return_url required with ui_mode elements, embedded_page or form?",
    positions: ["required", "optional"],
    assumed: "required",
    because:
      "it is where methods that redirect are enabled, which they are by default: not with `redirect_on_completion=never` " +
      "and not where card is the only method.",
    settledBy: "`POST /v1/checkout/sessions` with `ui_mode=elements` and no return_url."
  }),
  quantityMissing: Assumption.make({
    id: "STR-24",
    question: "Does a new line item need a quantity?",
    positions: ["required", "one"],
    assumed: "required",
    because: '"To add a new line item, specify one of price or price_data and quantity."',
    settledBy: "`POST /v1/checkout/sessions` with an item without quantity."
  }),
  formSecret: Assumption.make({
    id: "STR-25",
    question: "Does a Checkout Session with ui_mode form have a client_secret?",
    positions: ["given", "none"],
    assumed: "given",
    because: "Stripe.js has an initCheckoutFormSdk that takes one; the type's comment names only the other two modes.",
    settledBy: "`POST /v1/checkout/sessions` with `ui_mode=form`."
  }),
  olderUiModes: Assumption.make({
    id: "STR-26",
    question: "Are the older names of ui_mode (custom, embedded, hosted) taken by versions since 2026-03-25?",
    positions: ["refused", "taken"],
    assumed: "refused",
    because: "the change log of 2026-03-25.dahlia is quoted with: old values fail.",
    settledBy: "`POST /v1/checkout/sessions` with `ui_mode=custom` and `Stripe-Version: 2026-10-28.endive`."
  }),
  foreignItem: Assumption.make({
    id: "STR-27",
    question: "Is an update refused that names an item which the session doesn't have?",
    positions: ["refused", "ignored"],
    assumed: "refused",
    because: "an id is there to keep an item, and there is nothing to keep.",
    settledBy: "`POST /v1/checkout/sessions/{id}` with `line_items[0][id]=li_nonsense`."
  })
} as const
