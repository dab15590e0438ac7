/** Cancelling a payment whose id is not known: by the merchant's own reference. Only Adyen has it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Capabilities, Modification, Modifications, ProviderError } from "@paylayer/core"

/**
 * For a payment that may have been authorised although no answer to that came. The outcome arrives as the webhook
 * TECHNICAL_CANCEL, about the authorisation that was found; a reference that names none is acknowledged all the same.
 */
export class TechnicalCancels extends Context.Service<
  TechnicalCancels,
  {
    readonly capabilities: Capabilities.CancellationCapabilities
    /** Cancels the payment with this reference, which is the one of the session or the authorisation. */
    readonly cancel: (
      reference: string,
      options?: Modifications.ModificationOptions
    ) => Effect.Effect<Modification.Modification, ProviderError.ProviderError>
  }
>()("@paylayer/adyen/TechnicalCancels") {}
