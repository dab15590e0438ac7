/** What is open about sessions and the log-in. */
import { Assumption } from "@paylayer/simulator"

export const sessions = {
  createStatus: Assumption.make({
    id: "ACQ-01",
    question: "With which status does the provider answer a session that was created?",
    positions: ["201", "200"],
    assumed: "201",
    because: "the reference says that what creates a resource is answered with 201, and shows no example for sessions.",
    settledBy: "`POST /v1/payment-sessions` with a valid body; look at the status."
  }),
  putSemantics: Assumption.make({
    id: "ACQ-02",
    question: "Does a PUT change the parameters that it names, or replace them all?",
    positions: ["merge", "merge-objects-whole", "replace"],
    assumed: "merge",
    because:
      'the reference asks for "a request containing the parameters to be updated". ' +
      "`merge-objects-whole` keeps objects that aren't named, but replaces `transaction` as one; " +
      "`replace` makes a missing required parameter a validation error.",
    settledBy:
      '`PUT /v1/payment-sessions/{id}` with `{"transaction":{"amount":16}}` on a session with `capture: false`; ' +
      "then pay and look whether the payment was captured."
  }),
  putAnswer: Assumption.make({
    id: "ACQ-03",
    question: "What does the provider answer to a PUT that it took?",
    positions: ["status-success", "session-id", "no-content"],
    assumed: "status-success",
    because: 'other updates of this API answer 200 with `{"status":"Success"}`; the official plugins ignore the body.',
    settledBy: "any valid `PUT /v1/payment-sessions/{id}`; look at status and body."
  }),
  putOnExpired: Assumption.make({
    id: "ACQ-04",
    question: "What does a PUT on an expired session get?",
    positions: ["not-found", "bad-request"],
    assumed: "not-found",
    because: "a session is temporary: after 10 minutes a new one has to be generated.",
    settledBy: "`PUT /v1/payment-sessions/{id}` 11 minutes after its creation."
  }),
  putOnPaid: Assumption.make({
    id: "ACQ-05",
    question: "What does a PUT on a session get whose payment is made?",
    positions: ["bad-request", "not-found", "conflict"],
    assumed: "bad-request",
    because: "the session exists and the request can't be carried out.",
    settledBy: "pay a session with a test card, then `PUT /v1/payment-sessions/{id}`."
  }),
  putWhilePaying: Assumption.make({
    id: "ACQ-06",
    question: "Can a session be changed while its payment is under way (3-D Secure, a bank's answer)?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: "the shopper authenticates an amount. Where it is accepted, the authorisation takes the latest amount.",
    settledBy:
      "leave a 3-D Secure challenge open, then `PUT /v1/payment-sessions/{id}` with another amount, then finish."
  }),
  putExtends: Assumption.make({
    id: "ACQ-07",
    question: "Does a PUT give the session another 10 minutes?",
    positions: ["no", "yes"],
    assumed: "no",
    because: "the document says that session ids expire after 10 minutes, and nothing about a change.",
    settledBy: "`PUT /v1/payment-sessions/{id}` 9 minutes after its creation, and again after 11."
  }),
  currencyChange: Assumption.make({
    id: "ACQ-08",
    question: "Can a PUT change the currency?",
    positions: ["accepted", "refused"],
    assumed: "accepted",
    because: '"changes to be submitted to any of the supported parameters".',
    settledBy: "`PUT /v1/payment-sessions/{id}` with another currency of the account; then pay."
  }),
  yenDecimals: Assumption.make({
    id: "ACQ-09",
    question: "How many decimals may an amount in jpy have?",
    positions: ["none", "two"],
    assumed: "none",
    because: "ISO 4217 has none, and the document speaks of decimals only with pounds.",
    settledBy: '`POST /v1/payment-sessions` with `{"amount":100.5,"currency":"jpy"}`.'
  }),
  excessDecimals: Assumption.make({
    id: "ACQ-10",
    question: "What becomes of an amount with more decimals than its currency has?",
    positions: ["refused", "rounded"],
    assumed: "refused",
    because: "anything else would charge an amount that nobody asked for.",
    settledBy: '`POST /v1/payment-sessions` with `{"amount":15.025,"currency":"gbp"}`.'
  }),
  zeroAmount: Assumption.make({
    id: "ACQ-11",
    question: "Can a session be about nothing (amount 0)?",
    positions: ["refused", "accepted"],
    assumed: "refused",
    because: "no document speaks of verifying a card through a session.",
    settledBy: '`POST /v1/payment-sessions` with `{"amount":0}`.'
  }),
  maximumAmount: Assumption.make({
    id: "ACQ-12",
    question: "Is there a largest amount?",
    positions: ["none", "999999.99"],
    assumed: "none",
    because: "none is documented; an acquirer's own limit would show when the shopper pays.",
    settledBy: '`POST /v1/payment-sessions` with `{"amount":1000000}`.'
  }),
  orderIdUnique: Assumption.make({
    id: "ACQ-13",
    question: "May two sessions have one order_id?",
    positions: ["not-checked", "per-payment", "per-session"],
    assumed: "not-checked",
    because:
      'the reference calls it a "unique reference for the payment request" and documents no error for a second ' +
      "one. `per-payment`: 409 once a payment with it was made; `per-session`: 409 while another session has it.",
    settledBy: "two `POST /v1/payment-sessions` with one order_id; pay the first one, then a third."
  }),
  unknownParameters: Assumption.make({
    id: "ACQ-14",
    question: "What becomes of a parameter that no document names?",
    positions: ["ignored", "refused"],
    assumed: "ignored",
    because: "the plugins send fields that the document doesn't name, and work.",
    settledBy: '`POST /v1/payment-sessions` with `"nonsense": true`.'
  }),
  tdsUrls: Assumption.make({
    id: "ACQ-15",
    question: "Are the three URLs of tds required where tds.is_active is true?",
    positions: ["optional", "required"],
    assumed: "optional",
    because: '"at a minimum you are required to submit the order_id, amount & currency".',
    settledBy: '`POST /v1/payment-sessions` with `"tds":{"is_active":true}`.'
  }),
  afterDecline: Assumption.make({
    id: "ACQ-16",
    question: "Can a session be paid after a decline?",
    positions: ["open-again", "closed"],
    assumed: "open-again",
    because: "Components lets the shopper try another card.",
    settledBy: "pay with a declining test card, then with a good one; and `PUT /v1/payment-sessions/{id}` in between."
  }),
  afterAbandon: Assumption.make({
    id: "ACQ-17",
    question: "Does the provider learn that the shopper gave up?",
    positions: ["stays-open", "cancelled"],
    assumed: "stays-open",
    because: "closing the page sends nothing; the session then simply expires.",
    settledBy: "close the page, then `PUT /v1/payment-sessions/{id}`."
  }),
  challengeWithoutTds: Assumption.make({
    id: "ACQ-18",
    question: "What if the issuer wants 3-D Secure and tds.is_active isn't set?",
    positions: ["soft-decline", "no-challenge"],
    assumed: "soft-decline",
    because: "the reference lists the decline reason `soft_decline`.",
    settledBy: "pay a session without tds with a test card that demands 3-D Secure."
  }),
  expiryWhilePaying: Assumption.make({
    id: "ACQ-19",
    question: "Can a 3-D Secure challenge that was begun in time be finished after the session's 10 minutes?",
    positions: ["may-finish", "expires"],
    assumed: "may-finish",
    because: "the document says that the session expires, not the payment; statuses have a `tds_expired`.",
    settledBy: "leave a challenge open for 11 minutes, then finish it."
  }),
  secondLogIn: Assumption.make({
    id: "ACQ-20",
    question: "Does another log-in end the tokens before it?",
    positions: ["keeps-older", "ends-older"],
    assumed: "keeps-older",
    because: "a token is said to last for `expires_in` seconds, and an account has many servers.",
    settledBy: "`POST /v1/login` twice, then use the first token."
  }),
  companyAndMid: Assumption.make({
    id: "ACQ-21",
    question: "What does a Company-Id or Mid get that isn't the account's?",
    positions: ["forbidden", "ignored"],
    assumed: "forbidden",
    because: "403 is documented as having no access to the resource.",
    settledBy: "`POST /v1/payment-sessions` with a random UUID as Mid."
  }),
  notJson: Assumption.make({
    id: "ACQ-22",
    question: "Which error does a body get that isn't a JSON object?",
    positions: ["bad-request", "validation"],
    assumed: "bad-request",
    because: 'the reference says of 400 that it "could be due to a syntax error", and `bad_request` is an error_type.',
    settledBy: '`POST /v1/payment-sessions` with `{"transaction":`.'
  })
} as const satisfies Assumption.Assumptions
