/**
 * The ports of what may change once funds are reserved. Each is a service of its own, so that what a provider cannot
 * do does not compile.
 *
 * Every amount is absolute: an adjustment takes the new total, a capture or refund its own amount, never a delta.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Authorisation } from "./Authorisation.ts"
import type {
  AdjustmentCapabilities,
  CancellationCapabilities,
  CaptureCapabilities,
  LookupCapabilities,
  RefundCapabilities,
  ReversalCapabilities
} from "./Capabilities.ts"
import type { Modification } from "./Modification.ts"
import type { ModificationKey } from "./ModificationKey.ts"
import type { PositiveMoney } from "./Money.ts"
import type { ProviderError } from "./ProviderError.ts"
import type { ProviderOption } from "./ProviderOption.ts"
import type {
  AmountNotRepresentable,
  AmountOutOfRange,
  CaptureExceedsAuthorised,
  CurrencyMismatch,
  ModificationPending,
  NotAdjustable,
  NotCancellable,
  NotCapturable,
  NotRefundable,
  RefundExceedsCaptured,
  Unsupported,
  UnsupportedCurrency
} from "./RuleViolation.ts"

/** What every modification takes. */
export interface ModificationOptions {
  /** Its name; drawn if left out. The same key again is a retry of the same modification. */
  readonly key?: ModificationKey
  readonly provider?: ReadonlyArray<ProviderOption>
}

type AmountViolation = CurrencyMismatch | UnsupportedCurrency | AmountOutOfRange | AmountNotRepresentable

export interface AdjustOptions extends ModificationOptions {
  /** Why, where the provider wants to know. */
  readonly reason?: "delayed-charge" | "no-show" | "instalment"
}

export type AdjustError = NotAdjustable | ModificationPending | AmountViolation | Unsupported | ProviderError

export class Adjustments extends Context.Service<
  Adjustments,
  {
    readonly capabilities: AdjustmentCapabilities
    /** Sets the authorised total. To the total in force it is an extension, where the provider has that. */
    readonly adjust: (
      authorisation: Authorisation,
      total: PositiveMoney,
      options?: AdjustOptions
    ) => Effect.Effect<Modification, AdjustError>
  }
>()("@paylayer/core/Adjustments") {}

export interface CaptureOptions extends ModificationOptions {
  /** Whether the rest is given back; what the capabilities say unless told. */
  readonly final?: boolean
}

export type CaptureError =
  | NotCapturable
  | CaptureExceedsAuthorised
  | ModificationPending
  | AmountViolation
  | Unsupported
  | ProviderError

export class Captures extends Context.Service<
  Captures,
  {
    readonly capabilities: CaptureCapabilities
    /** Takes this much of what is reserved. */
    readonly capture: (
      authorisation: Authorisation,
      amount: PositiveMoney,
      options?: CaptureOptions
    ) => Effect.Effect<Modification, CaptureError>
  }
>()("@paylayer/core/Captures") {}

export type CancelError = NotCancellable | ModificationPending | Unsupported | ProviderError

export class Cancellations extends Context.Service<
  Cancellations,
  {
    readonly capabilities: CancellationCapabilities
    /** Gives everything back. Only before anything is captured. */
    readonly cancel: (
      authorisation: Authorisation,
      options?: ModificationOptions
    ) => Effect.Effect<Modification, CancelError>
  }
>()("@paylayer/core/Cancellations") {}

export interface RefundOptions extends ModificationOptions {
  readonly reason?: "duplicate" | "fraud" | "customer-request" | "return" | "other"
}

export type RefundError =
  | NotRefundable
  | RefundExceedsCaptured
  | ModificationPending
  | AmountViolation
  | Unsupported
  | ProviderError

export class Refunds extends Context.Service<
  Refunds,
  {
    readonly capabilities: RefundCapabilities
    /** Gives this much of what is captured back. Two refunds of one amount under two keys are two refunds. */
    readonly refund: (
      authorisation: Authorisation,
      amount: PositiveMoney,
      options?: RefundOptions
    ) => Effect.Effect<Modification, RefundError>
  }
>()("@paylayer/core/Refunds") {}

export type ReverseError = NotCancellable | NotRefundable | ModificationPending | Unsupported | ProviderError

export class Reversals extends Context.Service<
  Reversals,
  {
    readonly capabilities: ReversalCapabilities
    /** Cancels, or refunds all that is captured, whichever applies. Which it was, its outcome says. */
    readonly reverse: (
      authorisation: Authorisation,
      options?: ModificationOptions
    ) => Effect.Effect<Modification, ReverseError>
  }
>()("@paylayer/core/Reversals") {}

/** What is looked for: an authorisation by its id or reference, or what became of one modification of it. */
export type Sought =
  | { readonly id: string }
  | { readonly reference: string }
  | { readonly authorisation: Authorisation; readonly key: ModificationKey }

export class Lookups extends Context.Service<
  Lookups,
  {
    readonly capabilities: LookupCapabilities
    /**
     * All that the provider knows now; joined with what was known where an authorisation is given. What it does not know
     * is a `ProviderError` with the reason `NotFound`.
     */
    readonly find: (sought: Sought) => Effect.Effect<Authorisation, Unsupported | ProviderError>
  }
>()("@paylayer/core/Lookups") {}
