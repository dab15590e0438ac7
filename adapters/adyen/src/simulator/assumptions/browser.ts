/** What is open about the browser's side, and about what a payment does to its session. */
import { Assumption } from "@paylayer/simulator"

export const browser = {
  setupWithOlder: Assumption.make({
    id: "ADY-24",
    question: "Can the browser load a session with an older sessionData of it?",
    positions: ["accepted", "refused"],
    assumed: "accepted",
    because:
      "a page that is reloaded sends what the server put into it, and Drop-in never stores the one of a PATCH. Refused " +
      "where `sessionData` says so.",
    settledBy: "let Drop-in load a session, reload the page."
  }),
  paymentOnOpen: Assumption.make({
    id: "ADY-25",
    question: "What does the browser's payment get while payable is false?",
    positions: ["SIM_SESSION_NOT_PAYABLE", "14_018"],
    assumed: "SIM_SESSION_NOT_PAYABLE",
    because:
      'the document says only that another update is needed "before the shopper can submit the payment"; a marked code ' +
      "cannot be taken for Adyen's.",
    settledBy: "click pay on a session with `payable: false`, without `beforeSubmit`."
  }),
  tooManyRefusals: Assumption.make({
    id: "ADY-26",
    question: "After how many refused payments is the session itself refused?",
    positions: ["3", "1", "none"],
    assumed: "3",
    because:
      'the reference says "because of too many refused payment attempts". Until then the session stays payable, so that ' +
      "the shopper can try again, and its result is `active`.",
    settledBy: "pay with declining test cards, again and again; ask for the result each time."
  }),
  afterCancel: Assumption.make({
    id: "ADY-27",
    question: "Can a session be paid after the shopper cancelled at the bank?",
    positions: ["over", "payable-again"],
    assumed: "over",
    because: "`canceled` is a status of the session.",
    settledBy: "cancel an iDEAL payment, then pay the same session."
  }),
  secondAttempt: Assumption.make({
    id: "ADY-28",
    question: "Can the shopper pay in another way while a redirect hasn't come back?",
    positions: ["replaces", "refused"],
    assumed: "replaces",
    because: "shoppers press the back button. The redirect that was left can't be finished then.",
    settledBy: "begin an iDEAL payment, go back, pay by card, then finish the first one."
  }),
  expiryWhilePaying: Assumption.make({
    id: "ADY-29",
    question: "Can a redirect that was begun in time come back after the session's expiry?",
    positions: ["expires", "may-finish"],
    assumed: "expires",
    because:
      '"Shoppers can no longer complete the payment with this sessionId." Asynchronous methods go on all the same.',
    settledBy: "begin an iDEAL payment, wait until `expiresAt`, finish it."
  }),
  clientKey: Assumption.make({
    id: "ADY-30",
    question: "What does the browser get with a wrong clientKey?",
    positions: ["403", "401"],
    assumed: "403",
    because: "a 401 with WWW-Authenticate would make browsers ask the shopper for a password; 401 comes without it.",
    settledBy: '`new AdyenCheckout({ clientKey: "test_x", … })`; look at /setup.'
  }),
  capture: Assumption.make({
    id: "ADY-31",
    question: "Is a payment captured at once, where the session doesn't say?",
    positions: ["immediate", "manual"],
    assumed: "immediate",
    because:
      "that is a new account's setting; the simulator's option `captureDelay` says it for one account. A session may " +
      "say otherwise (`captureDelayHours`, `manualCapture`, `authorisationType: PreAuth`).",
    settledBy: "the Customer Area: account, settings, capture delay."
  })
} as const
