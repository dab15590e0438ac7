/**
 * What Adyen's documents leave open, and how this simulator decides it.
 *
 * Documents: "Optional server configuration" (sessions: update the amount, get the result), the OpenAPI description
 * CheckoutService-v72 of 2026-07-01 (it has neither `payable` nor PATCH), "API idempotency", the source of
 * @adyen/adyen-web 6.45.2, "Update an authorised amount", "Payment modifications" (Classic), and answers recorded by
 * others, as of November 2026.
 */
import { Assumption } from "@paylayer/simulator"
import { browser } from "./assumptions/browser.ts"
import { modifications } from "./assumptions/modifications.ts"
import { server } from "./assumptions/server.ts"
import { classic } from "./classic/assumptions.ts"

export const assumptions = {
  ...server,
  ...browser,
  ...modifications,
  ...classic
} as const satisfies Assumption.Assumptions

/** How the switches stand. */
export type Positions = Assumption.Positions<typeof assumptions>
