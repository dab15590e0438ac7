/**
 * The bodies of Adyen's modifications: requests strict, with the limits of the documents; answers small and tolerant.
 *
 * Source: Adyen, "Update an authorised amount"; `CheckoutService-v72` of 2026-07-01. Read 2026-11-22.
 */
import * as Schema from "effect/Schema"
import * as airline from "./airline.ts"
import * as applicationInfo from "./applicationInfo.ts"
import * as lineItems from "./lineItems.ts"
import * as splits from "./splits.ts"
import { Amount, given, text } from "./texts.ts"

const optional = Schema.optionalKey

const common = {
  merchantAccount: Schema.NonEmptyString,
  reference: text(1, 80),
  applicationInfo: optional(applicationInfo.Wire)
}

const withAmounts = {
  ...common,
  amount: Amount,
  lineItems: optional(Schema.Array(lineItems.Wire)),
  splits: optional(splits.Wire),
  enhancedSchemeData: optional(Schema.Struct({ airline: optional(airline.Wire) }))
}

export const AmountUpdate = Schema.Struct({
  ...withAmounts,
  industryUsage: optional(Schema.Literals(["delayedCharge", "noShow", "installment"])),
  adjustAuthType: optional(Schema.Literals(["cardholderInitiatedTransaction", "merchantInitiatedTransaction"])),
  adjustAuthorisationData: given
})

export const PlatformChargebackLogic = Schema.Struct({
  behavior: optional(
    Schema.Literals(["deductAccordingToSplitRatio", "deductFromLiableAccount", "deductFromOneBalanceAccount"])
  ),
  costAllocationAccount: given,
  targetAccount: given
}).check(
  Schema.makeFilter(({ behavior, targetAccount }) =>
    behavior === "deductFromOneBalanceAccount" && targetAccount === undefined
      ? { path: ["targetAccount"], issue: "Expected one: required for deductFromOneBalanceAccount" }
      : undefined
  )
)

export const Capture = Schema.Struct({ ...withAmounts, platformChargebackLogic: optional(PlatformChargebackLogic) })

export const refundReasons = ["FRAUD", "CUSTOMER REQUEST", "RETURN", "DUPLICATE", "OTHER"] as const

export const Refund = Schema.Struct({
  ...withAmounts,
  merchantRefundReason: optional(Schema.Literals(refundReasons)),
  capturePspReference: given,
  store: given
})

/** Of a cancel and of a reversal. */
export const Cancel = Schema.Struct(common)

export const TechnicalCancel = Schema.Struct({ ...common, paymentReference: Schema.NonEmptyString })

/** What became of a request, by its answer: an acknowledgement, unless the answer says that it was decided. */
export const Received = Schema.Struct({
  pspReference: Schema.NonEmptyString,
  status: Schema.String,
  /** Which payment, by id or, of a technical cancel, by reference. */
  paymentPspReference: optional(Schema.String),
  paymentReference: optional(Schema.String),
  amount: optional(Amount),
  /** For the next adjustment that is to be decided at once. */
  adjustAuthorisationData: optional(Schema.Unknown)
})
export type Received = typeof Received.Type
