/** The provider's clock, where a test may move it: only worlds under a `VirtualClock` have it. */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"

export class ProviderClock extends Context.Service<
  ProviderClock,
  {
    readonly now: Effect.Effect<number>
    /** Time passes: whatever falls due on the way happens, in order. */
    readonly advance: (by: Duration.Input) => Effect.Effect<void>
    /** The same, up to exactly this moment (milliseconds since the epoch); a moment in the past changes nothing. */
    readonly advanceTo: (millis: number) => Effect.Effect<void>
  }
>()("@paylayer/simulator/ProviderClock") {}
