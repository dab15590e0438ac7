/**
 * What becomes of an authorisation without the merchant's server: people in the provider's back office, the issuer,
 * the card scheme.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Amount } from "./Truth.ts"

/**
 * - `Capture`, `Refund`, `Cancel`: somebody does it in the provider's own pages.
 * - `CaptureFails`, `CaptureRecovers`, `RefundFails`: the scheme rejects, or takes after all, what had been decided
 *   already. `id` is the provider's id of that capture or refund; the latest one unless told.
 * - `Dispute`: the shopper's bank takes the money back.
 * - `RefuseNext`: the issuer, or the provider, says no to the next modification of this kind.
 */
export type Act =
  | { readonly _tag: "Capture"; readonly amount: Amount }
  | { readonly _tag: "Refund"; readonly amount: Amount }
  | { readonly _tag: "Cancel" }
  | { readonly _tag: "CaptureFails"; readonly id?: string }
  | { readonly _tag: "CaptureRecovers"; readonly id?: string }
  | { readonly _tag: "RefundFails"; readonly id?: string }
  | { readonly _tag: "Dispute"; readonly amount: Amount }
  | { readonly _tag: "RefuseNext"; readonly kind: "adjust" | "capture" | "cancel" | "refund" }

export class BackOffice extends Context.Service<
  BackOffice,
  {
    /**
     * Does this to the authorisation with this id (as in `Truth`), now, webhooks included. `false`, and nothing
     * happened: the provider has no such thing, does not know the authorisation, or its state does not allow it.
     */
    readonly act: (authorisation: string, act: Act) => Effect.Effect<boolean>
  }
>()("@paylayer/simulator/BackOffice") {}
