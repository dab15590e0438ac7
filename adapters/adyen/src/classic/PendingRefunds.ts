/** Taking back a refund of a point of sale that still waits. Only Adyen has it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Capabilities, ModificationKey, ProviderError, ProviderOption } from "@paylayer/core"

/** The refund: by the id that Adyen gave it, or by the terminal's names for it, which exist offline, too. */
export type PendingRefund =
  | { readonly id: string }
  | { readonly tenderReference: string; readonly uniqueTerminalId: string }

/** Adyen has the request, and calls it so. Not more: the outcome is the webhook VOID_PENDING_REFUND, with our key. */
export interface Voiding {
  readonly key: ModificationKey.ModificationKey
  readonly id: string
}

export class PendingRefunds extends Context.Service<
  PendingRefunds,
  {
    readonly capabilities: Capabilities.CancellationCapabilities
    /**
     * Cancels a refund that waits. It succeeds if the request reaches Adyen before the delay has expired that Adyen set
     * up for refunds of this account's terminals, and fails otherwise; without such a delay nothing ever waits.
     */
    readonly cancel: (
      refund: PendingRefund,
      options?: {
        readonly key?: ModificationKey.ModificationKey
        readonly provider?: ReadonlyArray<ProviderOption.ProviderOption>
      }
    ) => Effect.Effect<Voiding, ProviderError.ProviderError>
  }
>()("@paylayer/adyen/PendingRefunds") {}
