/** Prints these parts, those that say nothing left out, and a blank line after each. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

export const print = (...parts: ReadonlyArray<string>): Effect.Effect<void> =>
  Effect.forEach(
    parts.filter((part) => part !== ""),
    (part) => Console.log(`${part}\n`),
    { discard: true }
  )
