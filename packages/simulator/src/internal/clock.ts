/** Effect's `Clock` over somebody else's idea of now. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** `now` in milliseconds since the epoch, fractions included; `sleep` is asked only for finite times above 0. */
export const make = (now: () => number, sleep: (millis: number) => Effect.Effect<void>): Clock.Clock => {
  const nanos = () => {
    const whole = Math.floor(now())
    return BigInt(whole) * 1_000_000n + BigInt(Math.round((now() - whole) * 1_000_000))
  }
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    sleep(duration) {
      const millis = Duration.toMillis(duration)
      return millis <= 0 ? Effect.yieldNow : Number.isFinite(millis) ? sleep(millis) : Effect.never
    }
  }
}
