/** Tries laws on a subject. No test runner is imported. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as fc from "fast-check"
import * as Bench from "./Bench.ts"
import * as Catalogue from "./Catalogue.ts"
import type { Given, Law } from "./Law.ts"
import { isSampled } from "./Law.ts"
import type { Failure, LawReport, Report } from "./Report.ts"
import type { Subject } from "./Subject.ts"
import { Inapplicable, Violation } from "./Trial.ts"

export interface Options {
  /** For all laws: the same seed tries the same inputs. */
  readonly seed?: number
  /** How many inputs a property or model law is tried on; 100 unless told. */
  readonly runs?: number
  /** Which laws; all of the catalogue unless told. */
  readonly laws?: ReadonlyArray<Law>
  /** Where in the inputs of a seed to start: of a failure that is to be seen again. */
  readonly path?: string
}

export const defaultSeed = 20261122
const defaultRuns = 100
/** Of a law that isn't sampled: enough to meet every one of its few inputs. */
const fixedRuns = 60

const runsOf = (law: Law, { runs = defaultRuns }: Options): number =>
  isSampled(law) ? runs : law.kind === "example" ? 1 : (law.runs ?? fixedRuns)

/** Tries laws on a subject. */
export const run = (subject: Subject, options: Options = {}): Effect.Effect<Report> =>
  Effect.promise(async () => {
    const reports: Array<LawReport> = []
    for (const law of options.laws ?? Catalogue.laws) reports.push(await tryLaw(subject, law, options))
    return {
      catalogue: Catalogue.version,
      subject: subject.name,
      version: subject.version,
      seed: options.seed ?? defaultSeed,
      laws: reports
    }
  })

/** Tries one law: on the subject as it is, strictly against its deviations. */
export const tryLaw = async (subject: Subject, law: Law, options: Options = {}): Promise<LawReport> => {
  const started = performance.now()
  const outcome = await judge(subject, law, options)
  const deviation = subject.deviations.find((known) => known.law === law.id)
  return {
    law: law.id,
    title: law.title,
    level: law.level,
    millis: performance.now() - started,
    ...strict(outcome, deviation)
  }
}

type Outcome = Omit<LawReport, "law" | "title" | "level" | "millis">

const strict = (outcome: Outcome, deviation: Subject["deviations"][number] | undefined): Outcome => {
  if (deviation === undefined) return outcome
  return outcome.status === "failed"
    ? { status: "deviates", runs: outcome.runs, reason: `${deviation.kind}: ${deviation.reason}` }
    : { status: "failed", runs: outcome.runs, reason: `the deviation is out of date: the law is ${outcome.status}` }
}

const judge = async (subject: Subject, law: Law, options: Options): Promise<Outcome> => {
  if (subject.only?.areas.every((area) => !law.id.startsWith(area)) === true) {
    return { status: "skipped", runs: 0, reason: subject.only.because }
  }
  const bench = await Bench.open(subject)
  const given: Given = { subject, declared: Bench.declared(bench) }
  const missing = law.requires.flatMap(({ kind, missing }) => {
    const reason = missing(given, bench.context)
    return reason === undefined ? [] : [{ kind, reason }]
  })
  await bench.close()
  const first = missing[0]
  if (first === undefined) return sample(given, law, law.check, options)
  if (law.negative !== undefined && missing.every(({ kind }) => kind === "capability")) {
    const outcome = await sample(
      given,
      { ...law, input: () => fc.constant(undefined) },
      law.negative as Law["check"],
      options
    )
    return outcome.status === "passed" ? { ...outcome, status: "refused", reason: first.reason } : outcome
  }
  return { status: "skipped", runs: 0, reason: first.reason }
}

const sample = async (given: Given, law: Law, check: Law["check"], options: Options): Promise<Outcome> => {
  let last: Failure | undefined
  let inapplicable: string | undefined
  let tried = 0
  const property = fc.asyncProperty(law.input(given), async (input) => {
    const bench = await Bench.open(given.subject)
    try {
      const exit = await bench.run(check(input, given))
      const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
      if (error instanceof Inapplicable) {
        inapplicable = error.reason
        return
      }
      tried++
      if (Exit.isFailure(exit)) {
        const exchanges = await Effect.runPromise(bench.trial.exchanges)
        last = {
          ...violationOf(exit.cause),
          story: bench.trial.story,
          exchanges: exchanges.map(
            ({ method, outcome, url }) =>
              `${method} ${new URL(url).pathname} → ${outcome._tag === "Answered" ? outcome.status : outcome._tag}`
          )
        }
        throw new Error("the law does not hold")
      }
    } finally {
      await bench.close()
    }
  })
  const result = await fc.check(property, {
    seed: options.seed ?? defaultSeed,
    numRuns: runsOf(law, options),
    ...(options.path === undefined ? {} : { path: options.path })
  })
  if (!result.failed) {
    return tried === 0 && inapplicable !== undefined
      ? { status: "skipped", runs: 0, reason: inapplicable }
      : { status: "passed", runs: tried }
  }
  return {
    status: "failed",
    runs: result.numRuns,
    failure: {
      ...(last ?? {
        expected: "a trial that can be set up",
        observed: String(result.errorInstance),
        story: [],
        exchanges: []
      }),
      replay: `${law.id} seed ${result.seed}${result.counterexamplePath === null ? "" : ` path ${result.counterexamplePath}`}`
    }
  }
}

const violationOf = (cause: Cause.Cause<unknown>): { readonly expected: string; readonly observed: string } => {
  const squashed = Cause.squash(cause)
  return squashed instanceof Violation
    ? { expected: squashed.expected, observed: squashed.observed }
    : { expected: "no defect", observed: String(squashed) }
}
