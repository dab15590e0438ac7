/** Refunding what no payment here is the origin of. Only Adyen has it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Capabilities, ModificationKey, Money, ProviderError, ProviderOption, RuleViolation } from "@paylayer/core"
import type { BankAccount, Card } from "./card.ts"

export interface UnreferencedRefundRequest {
  /** The merchant's own name for the refund, of at most 80 characters: the webhook REFUND_WITH_DATA gives it back. */
  readonly reference: string
  readonly amount: Money.PositiveMoney
  /** Where the money goes. */
  readonly to: { readonly card: Card } | { readonly bankAccount: BankAccount }
  readonly provider?: ReadonlyArray<ProviderOption.ProviderOption>
}

/** `acknowledged`: received, and not decided, as the document shows it. */
export interface UnreferencedRefund {
  readonly key: ModificationKey.ModificationKey
  readonly id: string
  readonly reference: string
  readonly stage: "acknowledged" | "failed" | "succeeded"
}

export type UnreferencedRefundError =
  | RuleViolation.UnsupportedCurrency
  | RuleViolation.AmountOutOfRange
  | RuleViolation.AmountNotRepresentable
  | RuleViolation.Unsupported
  | ProviderError.ProviderError

export class UnreferencedRefunds extends Context.Service<
  UnreferencedRefunds,
  {
    readonly capabilities: Capabilities.ModificationCapabilities
    /**
     * Sends money to a card or a bank account. Adyen has to enable it for the account, because of the laws against money
     * laundering: until then it is a `ProviderError` with the reason `Forbidden`, or `Unsupported` where the options say
     * so. It is for refunds, not for paying somebody.
     */
    readonly refund: (
      request: UnreferencedRefundRequest,
      options?: { readonly key?: ModificationKey.ModificationKey }
    ) => Effect.Effect<UnreferencedRefund, UnreferencedRefundError>
  }
>()("@paylayer/adyen/UnreferencedRefunds") {}
