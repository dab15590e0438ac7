/** The ports of what follows authorisation, each made of what an adapter declares and the one request that it sends. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type { Authorisation } from "../Authorisation.ts"
import type {
  AdjustmentCapabilities,
  CancellationCapabilities,
  CaptureCapabilities,
  RefundCapabilities,
  ReversalCapabilities
} from "../Capabilities.ts"
import type { Kind } from "../Fact.ts"
import type { Ask } from "../internal/modificationRules.ts"
import type { ModificationKey } from "../ModificationKey.ts"
import type {
  Adjustments,
  AdjustError,
  AdjustOptions,
  CancelError,
  Cancellations,
  CaptureError,
  CaptureOptions,
  Captures,
  ModificationOptions,
  RefundError,
  RefundOptions,
  Refunds,
  Reversals,
  ReverseError
} from "../Modifications.ts"
import type { PositiveMoney } from "../Money.ts"
import type { ProviderError } from "../ProviderError.ts"
import * as Rules from "../Rules.ts"
import { type Answered, modification, operations } from "./modification.ts"

/** What the rules allow, to be sent. */
export interface Allowed<out Options, out Amount = PositiveMoney> {
  /** The port and its verb, as errors and spans name them: `Captures.capture`. */
  readonly operation: string
  readonly kind: Kind
  readonly authorisation: Authorisation
  /** The new total of an adjustment; the own amount of a capture or refund; none of a cancellation or reversal. */
  readonly amount: Amount
  /** Of a capture: whether what is left is given back, by what the caller wants and the provider can. */
  readonly closes?: boolean | undefined
  /** The name of this modification: sent as the idempotency key, and where the provider gives it back. */
  readonly key: ModificationKey
  readonly options: Options
}

/** Sends it, and says what the answer told. */
export type Send<Options, E, Amount = PositiveMoney> = (allowed: Allowed<Options, Amount>) => Effect.Effect<Answered, E>

/** Decides before anything is sent: as the model does, unless a provider forbids more. */
export type Rule<Capabilities, Asked extends ReadonlyArray<unknown>, Options, E> = (
  capabilities: Capabilities,
  ...asked: [of: Authorisation, ...Asked, now: number, options: Options]
) => Result.Result<Ask, Exclude<E, ProviderError>>

export const adjustments = (
  capabilities: AdjustmentCapabilities,
  send: Send<AdjustOptions, AdjustError>,
  rule: Rule<AdjustmentCapabilities, [total: PositiveMoney], AdjustOptions, AdjustError> = Rules.adjust
): Adjustments["Service"] => ({
  capabilities,
  adjust: (of, amount, options = {}) =>
    ask((now) => rule(capabilities, of, amount, now, options), { authorisation: of, amount, options }, send)
})

export const captures = (
  capabilities: CaptureCapabilities,
  send: Send<CaptureOptions, CaptureError>,
  rule: Rule<CaptureCapabilities, [amount: PositiveMoney], CaptureOptions, CaptureError> = Rules.capture
): Captures["Service"] => ({
  capabilities,
  capture: (of, amount, options = {}) =>
    ask((now) => rule(capabilities, of, amount, now, options), { authorisation: of, amount, options }, send)
})

export const cancellations = (
  capabilities: CancellationCapabilities,
  send: Send<ModificationOptions, CancelError, undefined>,
  rule: Rule<CancellationCapabilities, [], ModificationOptions, CancelError> = Rules.cancel
): Cancellations["Service"] => ({
  capabilities,
  cancel: (of, options = {}) =>
    ask((now) => rule(capabilities, of, now, options), { authorisation: of, amount: undefined, options }, send)
})

export const refunds = (
  capabilities: RefundCapabilities,
  send: Send<RefundOptions, RefundError>,
  rule: Rule<RefundCapabilities, [amount: PositiveMoney], RefundOptions, RefundError> = Rules.refund
): Refunds["Service"] => ({
  capabilities,
  refund: (of, amount, options = {}) =>
    ask((now) => rule(capabilities, of, amount, now, options), { authorisation: of, amount, options }, send)
})

export const reversals = (
  capabilities: ReversalCapabilities,
  send: Send<ModificationOptions, ReverseError, undefined>,
  rule: Rule<ReversalCapabilities, [], ModificationOptions, ReverseError> = Rules.reverse
): Reversals["Service"] => ({
  capabilities,
  reverse: (of, options = {}) =>
    ask((now) => rule(capabilities, of, now, options), { authorisation: of, amount: undefined, options }, send)
})

const ask = <Options extends ModificationOptions, Amount, V, E>(
  rule: (now: number) => Result.Result<Ask, V>,
  asked: Pick<Allowed<Options, Amount>, "authorisation" | "amount" | "options">,
  send: Send<Options, E, Amount>
) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    modification(rule(now), asked.options, (key, { closes, kind }) =>
      send({ ...asked, operation: operations[kind], kind, closes, key })
    )
  )
