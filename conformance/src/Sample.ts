/** Tries the check of a law on its inputs, each on a fresh world, until one fails. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as fc from "fast-check"
import * as Bench from "./Bench.ts"
import * as Catalogue from "./Catalogue.ts"
import type { Outcome } from "./Deviation.ts"
import { failsBy } from "./Deviation.ts"
import type { Given, Law } from "./Law.ts"
import * as Redact from "./Redact.ts"
import type { Failure } from "./Report.ts"
import { BrokenSubject, Misstated } from "./Subject.ts"
import * as Token from "./Token.ts"
import { Inapplicable, Violation } from "./Trial.ts"

/** Where among the inputs of a law to look. */
export interface Place {
  readonly seed: number
  /** How many random inputs, for a law that has no number of its own. */
  readonly runs: number
  /** The one input to be tried; all unless told. */
  readonly path?: string
}

/** A failure, told when it is asked for: most are only steps of shrinking. */
type Told = () => Omit<Failure, "replay">

/**
 * Tries a check at these places, one after the other, until it fails. Inputs that fail in one of the `known` ways are gone
 * past: another one must not hide behind them.
 */
export const sample = (
  given: Given,
  law: Law,
  check: Law["check"],
  places: ReadonlyArray<Place>,
  known: ReadonlyArray<string> = []
): Effect.Effect<Outcome, BrokenSubject> =>
  Effect.gen(function* () {
    const ways = new Set<string>()
    const outcome = yield* attempt(given, law, check, places, (told) => {
      const found = known.length === 0 ? [] : failsBy(told(), known)
      for (const way of found) ways.add(way)
      return found.length > 0
    })
    if (outcome.status !== "passed" || ways.size === 0) return outcome
    // What fails as it may is told like any other failure: by the shortest story.
    const { failure } = yield* attempt(given, law, check, places, () => false)
    return { ...outcome, status: "failed", ...(failure === undefined ? {} : { failure }), ways: [...ways] }
  })

const attempt = (
  given: Given,
  law: Law,
  check: Law["check"],
  places: ReadonlyArray<Place>,
  accepts: (told: Told) => boolean
): Effect.Effect<Outcome, BrokenSubject> =>
  Effect.promise(async (): Promise<Effect.Effect<Outcome, BrokenSubject>> => {
    const count = { runs: 0, commands: 0 }
    let inapplicable: string | undefined
    let failure: Told | undefined

    const holds = async (input: unknown): Promise<boolean> => {
      const bench = await Bench.open(given.subject)
      try {
        const exit = await bench.run(check(input, given))
        const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
        if (error instanceof Misstated) throw error
        if (error instanceof Inapplicable) {
          inapplicable = error.reason
          return true
        }
        count.runs++
        count.commands += bench.trial.steps.length
        if (Exit.isSuccess(exit)) return true
        const told = await tell(given, bench, error, input)
        if (accepts(told)) return true
        failure = told
        return false
      } finally {
        await bench.close()
      }
    }

    try {
      for (const place of places) {
        const path = await search(law, given, holds, place)
        if (path === undefined || failure === undefined) continue
        const replay = Token.format({
          law: law.id,
          catalogue: Catalogue.version,
          subject: Token.slug(given.subject.name),
          seed: place.seed,
          path
        })
        return Effect.succeed({ status: "failed", ...count, failure: { ...failure(), replay } })
      }
    } catch (error) {
      if (error instanceof NoInput) return Effect.succeed({ status: "failed", ...count, reason: error.message })
      if (error instanceof Misstated) {
        const { problem } = error
        return Effect.succeed({ status: "skipped", ...count, reason: problem, problem })
      }
      return Effect.fail(broken(given.subject, error))
    }
    if (count.runs > 0) return Effect.succeed({ status: "passed", ...count })
    return Effect.succeed(
      inapplicable === undefined
        ? { status: "failed", ...count, reason: "it was tried on nothing" }
        : { status: "skipped", ...count, reason: inapplicable }
    )
  }).pipe(Effect.flatten)

/** What cannot be set up says nothing about any law. */
export const broken = (subject: Given["subject"], error: unknown): BrokenSubject =>
  new BrokenSubject({
    subject: subject.name,
    reason: Redact.body(error instanceof Error ? error.message : String(error), subject.secrets)
  })

/** A place where the law has no input, as one of another catalogue may be. */
class NoInput extends Error {
  constructor(path: string) {
    super(`it has no input ${path}`)
  }
}

/** The path of an input for which the law does not hold: of the simplest that was found. */
const search = async (
  { inputs }: Law,
  given: Given,
  holds: (input: unknown) => Promise<boolean>,
  { path, runs, seed }: Place
): Promise<string | undefined> => {
  if (inputs._tag === "Cases") {
    const cases = [...inputs.of(given).entries()]
    const wanted = path === undefined ? cases : cases.filter(([index]) => String(index) === path)
    if (wanted.length === 0 && path !== undefined) throw new NoInput(path)
    for (const [index, input] of wanted) {
      if (!(await holds(input))) return String(index)
    }
    return undefined
  }
  let thrown: { readonly error: unknown } | undefined
  const property = fc.asyncProperty(inputs.of(given), async (input) => {
    if (thrown !== undefined) return
    let held = true
    try {
      held = await holds(input)
    } catch (error) {
      // Shrinking what cannot be set up would lead nowhere.
      thrown = { error }
    }
    if (!held) throw new Error("the law does not hold")
  })
  const numRuns = path === undefined ? (inputs.runs ?? runs) : 1
  const result = await fc.check(property, {
    seed,
    numRuns,
    ...(path === undefined ? {} : { path, endOnFailure: true })
  })
  if (thrown !== undefined) throw thrown.error
  // Whatever the module of the subject has set for all of fast-check.
  if (result.counterexample === null && result.numRuns < numRuns)
    throw new Error(`fast-check was told to stop, and did after ${result.numRuns} runs`)
  return result.failed ? (result.counterexamplePath ?? "0") : undefined
}

/** What a law expects where something was thrown instead. */
export const noDefect = "no defect"

/** How much of an input is shown. */
const longest = 500

/** What there is to tell of a failure, told if it is asked for: of all that shrinking finds only the last one is. */
const tell = async (
  { subject }: Given,
  { trial }: Bench.Bench,
  error: unknown,
  input: unknown
): Promise<() => Omit<Failure, "replay">> => {
  const exchanges = await Effect.runPromise(trial.exchanges)
  const { expected, observed } = error instanceof Violation ? error : { expected: noDefect, observed: String(error) }
  return () => {
    const { exchange, text: clean } = Redact.make(subject)
    const steps = trial.steps.map(({ after, by, text }, index) => ({
      by,
      text: clean(text),
      exchanges: exchanges
        .slice(index === 0 ? 0 : after, trial.steps[index + 1]?.after ?? exchanges.length)
        .map(exchange)
    }))
    return {
      expected: clean(expected),
      observed: clean(observed),
      opening: trial.opening,
      input: clean(fc.stringify(input)).slice(0, longest),
      steps
    }
  }
}
