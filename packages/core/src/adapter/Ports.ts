/** The ports of what follows authorisation, each made of what an adapter declares and the one request that it sends. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type { Authorisation } from "../Authorisation.ts"
import type * as Capabilities from "../Capabilities.ts"
import type { Ask } from "../internal/modificationRules.ts"
import type { ModificationKey } from "../ModificationKey.ts"
import type * as Modifications from "../Modifications.ts"
import type { PositiveMoney } from "../Money.ts"
import * as Rules from "../Rules.ts"
import { type Answered, modification } from "./modification.ts"

/** What the rules allow, to be sent. */
export interface Allowed<out Options, out Amount = PositiveMoney> {
  readonly authorisation: Authorisation
  /** The new total of an adjustment; the own amount of a capture or refund; none of a cancellation or reversal. */
  readonly amount: Amount
  /** The name of this modification: sent as the idempotency key, and where the provider gives it back. */
  readonly key: ModificationKey
  readonly options: Options
}

/** Sends it, and says what the answer told. */
export type Send<Options, E, Amount = PositiveMoney> = (allowed: Allowed<Options, Amount>) => Effect.Effect<Answered, E>

export const adjustments = (
  capabilities: Capabilities.AdjustmentCapabilities,
  send: Send<Modifications.AdjustOptions, Modifications.AdjustError>
): Modifications.Adjustments["Service"] => ({
  capabilities,
  adjust: (of, amount, options = {}) =>
    ask((now) => Rules.adjust(capabilities, of, amount, now, options), { authorisation: of, amount, options }, send)
})

export const captures = (
  capabilities: Capabilities.CaptureCapabilities,
  send: Send<Modifications.CaptureOptions, Modifications.CaptureError>
): Modifications.Captures["Service"] => ({
  capabilities,
  capture: (of, amount, options = {}) =>
    ask((now) => Rules.capture(capabilities, of, amount, now, options), { authorisation: of, amount, options }, send)
})

export const cancellations = (
  capabilities: Capabilities.CancellationCapabilities,
  send: Send<Modifications.ModificationOptions, Modifications.CancelError, undefined>
): Modifications.Cancellations["Service"] => ({
  capabilities,
  cancel: (of, options = {}) =>
    ask((now) => Rules.cancel(capabilities, of, now, options), { authorisation: of, amount: undefined, options }, send)
})

export const refunds = (
  capabilities: Capabilities.RefundCapabilities,
  send: Send<Modifications.RefundOptions, Modifications.RefundError>
): Modifications.Refunds["Service"] => ({
  capabilities,
  refund: (of, amount, options = {}) =>
    ask((now) => Rules.refund(capabilities, of, amount, now, options), { authorisation: of, amount, options }, send)
})

export const reversals = (
  capabilities: Capabilities.ReversalCapabilities,
  send: Send<Modifications.ModificationOptions, Modifications.ReverseError, undefined>
): Modifications.Reversals["Service"] => ({
  capabilities,
  reverse: (of, options = {}) =>
    ask((now) => Rules.reverse(capabilities, of, now, options), { authorisation: of, amount: undefined, options }, send)
})

const ask = <Options extends Modifications.ModificationOptions, Amount, V, E>(
  rule: (now: number) => Result.Result<Ask, V>,
  asked: Omit<Allowed<Options, Amount>, "key">,
  send: Send<Options, E, Amount>
) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    modification(rule(now), asked.options, (key) => send({ ...asked, key }))
  )
