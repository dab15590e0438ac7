/** Capabilities of a provider that can do everything, and takes EUR and JPY. */
import * as Result from "effect/Result"
import type {
  AdjustmentCapabilities,
  CancellationCapabilities,
  CaptureCapabilities,
  RefundCapabilities,
  ReversalCapabilities
} from "../src/Capabilities.ts"
import { UnsupportedCurrency } from "../src/RuleViolation.ts"

const all = { provider: "test", idempotency: { _tag: "natural" }, decided: "later" } as const

const amounts = {
  currencies: ["EUR", "JPY"],
  amounts: (currency) =>
    currency === "EUR" || currency === "JPY"
      ? Result.succeed({ minimum: 1, maximum: 1_000_000, step: 1 })
      : Result.fail(new UnsupportedCurrency({ currency, provider: "test" }))
} satisfies Pick<CaptureCapabilities, "amounts" | "currencies">

export const adjustments: AdjustmentCapabilities = {
  ...all,
  ...amounts,
  directions: ["up", "down", "same"],
  extends: true
}
export const captures: CaptureCapabilities = { ...all, ...amounts, partial: true, multiple: true, remainder: "chosen" }
export const cancellations: CancellationCapabilities = all
export const refunds: RefundCapabilities = { ...all, ...amounts, partial: true, multiple: true }
export const reversals: ReversalCapabilities = { ...all, afterSeveralCaptures: true, afterRefunds: true }
