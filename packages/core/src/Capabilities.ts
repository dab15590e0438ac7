/**
 * What an adapter says that its provider can do. A claim: outside it an operation fails with `Unsupported` before
 * the wire, inside it the conformance kit holds the adapter to it.
 */
import type * as Duration from "effect/Duration"
import type * as Result from "effect/Result"
import type { Currency } from "./Currency.ts"
import type { IntentStatus } from "./Intent.ts"
import type { UnsupportedCurrency } from "./RuleViolation.ts"

/** ISO minor units. An amount is possible if `minimum <= amount <= maximum` and it is a multiple of `step`. */
export interface AmountLimits {
  readonly minimum: number
  readonly maximum: number
  readonly step: number
}

/**
 * What happens if a request is sent twice.
 *
 * - `key`: the second has the effect of the first if both carry the same key within `window`; `compared` says
 *   whether the provider refuses the key with other content.
 * - `natural`: the same request twice leaves what one leaves.
 * - `none`: two effects. It is never repeated by itself.
 */
export type Idempotency =
  | { readonly _tag: "key"; readonly window: Duration.Duration; readonly compared: boolean; readonly maxLength: number }
  | { readonly _tag: "natural" }
  | { readonly _tag: "none" }

/** What the browser has to do when the server changes the amount. */
export type ClientPart = "wrap" | "refetch" | "before-submit" | "none"

/** What sessions and intents have in common. */
export interface AmountCapabilities {
  /** The adapter's name, in every session and error of it. */
  readonly provider: string
  /** The currencies that it takes. */
  readonly currencies: ReadonlyArray<Currency>
  readonly amounts: (currency: Currency) => Result.Result<AmountLimits, UnsupportedCurrency>
  /** Whether an update may change the currency. */
  readonly currencyChange: boolean
  /** `exact`: another total than the one asked for is `TotalDiffers`. `provider`: it may add taxes, and says so. */
  readonly totals: "exact" | "provider"
  readonly client: ClientPart
  /** Which ways of capturing can be asked for. */
  readonly capture: ReadonlyArray<"automatic" | "manual">
}

export interface SessionCapabilities extends AmountCapabilities {
  /** `confirmed`: an answer that does not confirm that updates are possible makes the session `locked`. */
  readonly updatable: "confirmed" | "always"
  /** Whether the shopper can submit a session that is still `open`. */
  readonly submitGate: "locked-only" | "any-time"
  /** Whether an update may change the merchant's reference. */
  readonly referenceChange: boolean
  /** Whether updates take the token that the browser holds. */
  readonly continuation: boolean
  /** How long a session lives: without end, decided by the provider, or asked for within bounds. */
  readonly lifetime:
    | { readonly _tag: "endless" }
    | { readonly _tag: "fixed"; readonly duration: Duration.Duration }
    | { readonly _tag: "chosen"; readonly minimum: Duration.Duration; readonly maximum: Duration.Duration }
  readonly idempotency: { readonly create: Idempotency; readonly update: Idempotency }
}

export interface SessionLockCapabilities {
  /** `provider`: it refuses later changes itself. `held`: only the session value and our records are locked. */
  readonly lock: "provider" | "held"
}

export interface IntentCapabilities extends AmountCapabilities {
  /** The states in which the amount may change. */
  readonly updatableIn: ReadonlyArray<IntentStatus>
  readonly confirmableIn: ReadonlyArray<IntentStatus>
  readonly cancellableIn: ReadonlyArray<IntentStatus>
  readonly idempotency: {
    readonly create: Idempotency
    readonly update: Idempotency
    readonly confirm: Idempotency
    readonly cancel: Idempotency
  }
}

/** What all modifications have in common. */
export interface ModificationCapabilities {
  readonly provider: string
  readonly currencies: ReadonlyArray<Currency>
  /** ISO minor units of one modification. */
  readonly amounts: (currency: Currency) => Result.Result<AmountLimits, UnsupportedCurrency>
  readonly idempotency: Idempotency
  /** `at-once`: the answer is the outcome. `later`: the answer is an acknowledgement, the outcome comes by webhook. */
  readonly decided: "at-once" | "later"
}

export interface AdjustmentCapabilities extends ModificationCapabilities {
  readonly directions: ReadonlyArray<"up" | "down" | "same">
  /** Whether an adjustment that succeeds starts the authorisation's validity anew. */
  readonly extends: boolean
  /** How many adjustments of one authorisation are possible, declined ones included; no limit unless told. */
  readonly attempts?: number
}

export interface CaptureCapabilities extends ModificationCapabilities {
  /** Whether less than what is authorised can be captured. */
  readonly partial: boolean
  /** Whether more than one capture is possible. */
  readonly multiple: boolean
  /** What a capture does with the rest, unless told; `chosen`: the caller says, and gives it back unless told. */
  readonly remainder: "released" | "kept" | "chosen"
}

export interface CancellationCapabilities extends Omit<ModificationCapabilities, "currencies" | "amounts"> {}

export interface RefundCapabilities extends ModificationCapabilities {
  readonly partial: boolean
  /** Whether more than one refund is possible. */
  readonly multiple: boolean
}

export interface ReversalCapabilities extends Omit<ModificationCapabilities, "currencies" | "amounts"> {
  /** Whether it is possible after several captures. */
  readonly afterSeveralCaptures: boolean
  /** Whether it is possible after a refund of a part: then it refunds what is left. */
  readonly afterRefunds: boolean
}

export interface LookupCapabilities {
  readonly provider: string
  readonly by: ReadonlyArray<"id" | "reference" | "key">
}

export interface WebhookCapabilities {
  readonly provider: string
  /** What the signature covers. `nothing`: only the request's credentials, or not even these, speak for it. */
  readonly signed:
    | { readonly _tag: "body" }
    | { readonly _tag: "body-without-whitespace" }
    | { readonly _tag: "fields"; readonly fields: ReadonlyArray<string> }
    | { readonly _tag: "nothing" }
  /** How old a signature may be; no limit where the signature tells no time. */
  readonly tolerance?: Duration.Duration
}
