/** The port of intents. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { IntentCapabilities } from "./Capabilities.ts"
import type { Intent, IntentChange, IntentId, IntentRequest } from "./Intent.ts"
import type { ProviderError } from "./ProviderError.ts"
import type {
  AmountNotRepresentable,
  AmountOutOfRange,
  CurrencyMismatch,
  NotCancellable,
  NotConfirmable,
  NotUpdatable,
  TotalDiffers,
  Unsupported,
  UnsupportedCurrency
} from "./RuleViolation.ts"
import type { ChangeOptions } from "./Sessions.ts"

export type CreateIntentError =
  | UnsupportedCurrency
  | AmountOutOfRange
  | AmountNotRepresentable
  | TotalDiffers
  | Unsupported
  | ProviderError

export type UpdateIntentError = NotUpdatable | CurrencyMismatch | CreateIntentError

export class Intents extends Context.Service<
  Intents,
  {
    readonly capabilities: IntentCapabilities
    readonly create: (request: IntentRequest, options?: ChangeOptions) => Effect.Effect<Intent, CreateIntentError>
    /** Changes an intent in one of the states that the capabilities list. `amount` is the new total, never a delta. */
    readonly update: (
      intent: Intent,
      change: IntentChange,
      options?: ChangeOptions
    ) => Effect.Effect<Intent, UpdateIntentError>
    readonly get: (id: IntentId) => Effect.Effect<Intent, ProviderError>
    readonly confirm: (intent: Intent, options?: ChangeOptions) => Effect.Effect<Intent, NotConfirmable | ProviderError>
    readonly cancel: (intent: Intent, options?: ChangeOptions) => Effect.Effect<Intent, NotCancellable | ProviderError>
  }
>()("@paylayer/core/Intents") {}
