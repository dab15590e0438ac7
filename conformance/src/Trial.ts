/**
 * One run of a law on a fresh world: the story so far in the domain's words, and what went over the wire.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { Recording } from "@paylayer/simulator"

/** The law does not hold: what it expected, and what it saw instead. */
export class Violation extends Data.TaggedError("Violation")<{
  readonly expected: string
  readonly observed: string
}> {}

/** This input cannot be tried here: the provider has no such thing. Counts as no run. */
export class Inapplicable extends Data.TaggedError("Inapplicable")<{ readonly reason: string }> {}

/** Who does a step of a story; `network` and `time` are what happens to everybody. */
export type Actor = "shop" | "shopper" | "provider" | "network" | "time"

/** One step of a story, in the domain's words. */
export interface Step {
  readonly text: string
  readonly by: Actor
  /** How many requests had begun before it. */
  readonly after: number
}

export class Trial extends Context.Service<
  Trial,
  {
    /** What has been done. */
    readonly steps: Array<Step>
    /** How many of the steps only lead to where the law begins. */
    opening: number
    /** All requests so far, raw. */
    readonly exchanges: Effect.Effect<ReadonlyArray<Recording.Exchange>>
    /** All that was written to spans, to logs of any level and to the console so far. */
    readonly telemetry: () => ReadonlyArray<string>
    /** Begins the story anew, and the list of requests: what was done until now showed nothing. */
    readonly anew: Effect.Effect<void>
  }
>()("@paylayer/conformance/Trial") {}

/** Adds a step to the story. */
export const step = (text: string, by: Actor = "shop"): Effect.Effect<void, never, Trial> =>
  Effect.gen(function* () {
    const { exchanges, steps } = yield* Trial
    steps.push({ text, by, after: (yield* exchanges).length })
  })

/**
 * What only leads to where the law begins, as to an authorised or captured payment: its steps are no commands of a
 * counterexample. Once the law has begun it is like any other step.
 */
export const opening = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Trial> =>
  Effect.gen(function* () {
    const trial = yield* Trial
    const begun = trial.opening < trial.steps.length
    const result = yield* effect
    if (!begun) trial.opening = trial.steps.length
    return result
  })

export const violated = (expected: string, observed: string): Effect.Effect<never, Violation> =>
  Effect.fail(new Violation({ expected, observed }))

/** Holds two values against each other: texts, numbers, lists and plain objects. */
export const same = (what: string, expected: unknown, observed: unknown): Effect.Effect<void, Violation> =>
  exact(expected) === exact(observed) ? Effect.void : violated(`${what}: ${show(expected)}`, show(observed))

/** Equal for equal values: `undefined` is none but as a field that is not there, `NaN` is not `null`, `5` not `"5"`. */
const exact = (value: unknown): string =>
  JSON.stringify(value, (field, part: unknown) => {
    if ((part === undefined && field === "") || (typeof part === "number" && !Number.isFinite(part)))
      return { is: String(part) }
    return part instanceof Map || part instanceof Set ? { is: part.constructor.name, of: [...part] } : part
  })

export const holds = (condition: boolean, expected: string, observed: string): Effect.Effect<void, Violation> =>
  condition ? Effect.void : violated(expected, observed)

export const show = (value: unknown): string => (typeof value === "string" ? value : (jsonOf(value) ?? String(value)))

const jsonOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(value, withoutCycles())
  }
}

/** For values that JSON cannot hold: a mark for what stands within itself. A replacer takes several times as long. */
const withoutCycles = () => {
  const around: Array<unknown> = []
  return function (this: unknown, _: string, part: unknown): unknown {
    if (typeof part === "bigint") return String(part)
    if (typeof part !== "object" || part === null) return part
    while (around.length > 0 && around.at(-1) !== this) around.pop()
    if (around.includes(part)) return "[itself]"
    around.push(part)
    return part
  }
}

/** How much of an error's own words is told. */
const longest = 300

/** What an error says of itself: its tag and why, then its own words. */
export const describe = (error: unknown): string => {
  const words = error instanceof Error ? error.message.slice(0, longest) : ""
  return words === "" ? kindOf(error) : `${kindOf(error)}: ${words}`
}

const kindOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null || !("_tag" in error)) return String(error)
  if (error._tag === "ProviderError" && "reason" in error && "outcome" in error) {
    const reason = error.reason as { readonly _tag: string }
    return `ProviderError ${reason._tag} (${String(error.outcome)})`
  }
  const why = "why" in error ? ` (${String(error.why)})` : ""
  return `${String(error._tag)}${why}`
}

/** The operation has to succeed. */
export const succeeds = <A, E, R>(operation: Effect.Effect<A, E, R>): Effect.Effect<A, Violation, R> =>
  Effect.catch(operation, (error) => violated("success", describe(error)))

interface Tagged {
  readonly _tag: string
}

/** The operation has to fail with one of these tags; gives the error back. */
export const refused = <A, E extends Tagged, R, const Tag extends E["_tag"]>(
  operation: Effect.Effect<A, E, R>,
  ...tags: ReadonlyArray<Tag>
): Effect.Effect<Extract<E, { readonly _tag: Tag }>, Violation, R> =>
  Effect.matchEffect(operation, {
    onSuccess: () => violated(tags.join(" or "), "success"),
    onFailure: (error): Effect.Effect<Extract<E, { readonly _tag: Tag }>, Violation> => {
      if (error instanceof Violation) return Effect.fail(error)
      return tags.some((tag) => tag === error._tag)
        ? Effect.succeed(error as Extract<E, { readonly _tag: Tag }>)
        : violated(tags.join(" or "), describe(error))
    }
  })

/** The requests that an effect makes. */
export const sent = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<readonly [A, ReadonlyArray<Recording.Exchange>], E, R | Trial> =>
  Effect.gen(function* () {
    const { exchanges } = yield* Trial
    const before = (yield* exchanges).length
    const result = yield* effect
    return [result, (yield* exchanges).slice(before)] as const
  })

/** The effect must not send anything, whether it succeeds or is refused. */
export const silently = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Violation, R | Trial> =>
  Effect.gen(function* () {
    const [result, exchanges] = yield* sent(Effect.result(effect))
    yield* holds(
      exchanges.length === 0,
      "nothing sent",
      exchanges.map(({ method, url }) => `${method} ${url}`).join(", ")
    )
    return yield* Effect.fromResult(result)
  })
