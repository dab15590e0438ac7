/**
 * What Stripe's documents leave open, and how this simulator decides it: of errors, keys and amounts here, of the
 * objects in `objectAssumptions.ts`, of what comes after an authorisation in `modifications/assumptions.ts`.
 *
 * Documents: docs.stripe.com (currencies, idempotent requests, "Dynamically update payment amounts"), the types of the
 * npm package stripe 23.1.0 (API 2026-10-28.endive), and answers recorded from the sandbox in September 2026
 * (API 2026-08-26.dahlia).
 */
import { Assumption } from "@paylayer/simulator"
import { modificationAssumptions } from "./modifications/assumptions.ts"
import { checkoutAssumptions, intentAssumptions } from "./objectAssumptions.ts"

export const assumptions = {
  unseenTexts: Assumption.make({
    id: "STR-01",
    question: "How do the errors read that no document and no recording shows?",
    positions: ["guessed", "others"],
    assumed: "guessed",
    because: "they are worded like their recorded neighbours; `others` proves that nobody reads them.",
    settledBy: "each refusal of this simulator that is marked `unseen`, sent to a test account."
  }),
  unseenCodes: Assumption.make({
    id: "STR-02",
    question: "Do the errors have a code that no document and no recording shows?",
    positions: ["as-guessed", "others"],
    assumed: "as-guessed",
    because: "the recorded refusal to expire a Checkout Session has none either.",
    settledBy: "each refusal of this simulator that is marked `unseen`, sent to a test account."
  }),
  inFlightType: Assumption.make({
    id: "STR-03",
    question: "Which type has the error 409 of a key whose first request is still being executed?",
    positions: ["idempotency_error", "invalid_request_error"],
    assumed: "idempotency_error",
    because:
      "the sources differ; the code `idempotency_key_in_use` is documented, and the official SDK looks only at 409.",
    settledBy: "two `POST /v1/payment_intents` at the same moment with one Idempotency-Key."
  }),
  keyTooLong: Assumption.make({
    id: "STR-04",
    question: "Which type has the error of an Idempotency-Key of more than 255 characters?",
    positions: ["invalid_request_error", "idempotency_error"],
    assumed: "invalid_request_error",
    because: "only the limit of 255 characters is documented.",
    settledBy: "`POST /v1/payment_intents` with an Idempotency-Key of 256 characters."
  }),
  keyElsewhere: Assumption.make({
    id: "STR-05",
    question: "What does a key get that was used at another endpoint?",
    positions: ["refused", "executed"],
    assumed: "refused",
    because: "keys are documented as the account's, not the endpoint's.",
    settledBy: "`POST /v1/payment_intents`, then `POST /v1/payment_intents/{id}` with the same Idempotency-Key."
  }),
  limitsUnderKey: Assumption.make({
    id: "STR-06",
    question: "Is the refusal of an amount's limits, or of an unknown id, kept under its key?",
    positions: ["kept", "not-kept"],
    assumed: "kept",
    because:
      "both need the account; only what fails validation before the endpoint executes is documented as not kept.",
    settledBy:
      "`POST /v1/payment_intents` with `amount=1&currency=usd` under a key, then with `amount=1000` under the same key."
  }),
  minimum: Assumption.make({
    id: "STR-07",
    question: "Is the smallest amount of a currency enforced when a PaymentIntent is made?",
    positions: ["enforced", "not-enforced"],
    assumed: "enforced",
    because: "amount_too_small is documented and widely quoted; the recorded sandbox account took 40 and 49 usd.",
    settledBy: "`POST /v1/payment_intents` with `amount=49&currency=usd`."
  }),
  offStep: Assumption.make({
    id: "STR-08",
    question: "What becomes of ISK or UGX that don't end in 00, and of three decimals that don't end in 0?",
    positions: ["refused", "rounded"],
    assumed: "refused",
    because: '"The amount value must be evenly divisible by 100", "your integration must round".',
    settledBy: "`POST /v1/payment_intents` with `amount=15001&currency=isk`, and with `amount=5124&currency=kwd`."
  }),
  upperCaseCurrency: Assumption.make({
    id: "STR-09",
    question: "Is a currency in upper case taken?",
    positions: ["refused", "lowered"],
    assumed: "refused",
    because: '"make sure to use all lowercase letters when entering the three-letter ISO code in any payment request".',
    settledBy: "`POST /v1/payment_intents` with `currency=USD`."
  }),
  malformedVersion: Assumption.make({
    id: "STR-10",
    question: "What does a Stripe-Version get that is none?",
    positions: ["refused", "ignored"],
    assumed: "refused",
    because: "a version that isn't understood can't be followed.",
    settledBy: "any request with `Stripe-Version: nonsense`."
  }),
  ...intentAssumptions,
  ...checkoutAssumptions,
  ...modificationAssumptions
} as const satisfies Assumption.Assumptions

export type Positions = Assumption.Positions<typeof assumptions>
