/**
 * What Acquired.com's documents leave open, and how this simulator decides it.
 *
 * Documents: "Components: server-side configuration" and "Webhook notifications" (Acquired.com), its API reference
 * ("Generate a session_id", "Update a session_id", "Process a refund", "Process a reversal", "The transaction object",
 * "Statuses", "Reasons", "HTTP responses"), and its plugins for WooCommerce and Magento, as of November 2026.
 */
import type { Assumption } from "@paylayer/simulator"
import { sessions } from "./assumptions/sessions.ts"
import { transactions } from "./assumptions/transactions.ts"

export const assumptions = { ...sessions, ...transactions } as const satisfies Assumption.Assumptions

export type Positions = Assumption.Positions<typeof assumptions>
