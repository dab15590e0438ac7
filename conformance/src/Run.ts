/** Tries laws on a subject. No test runner is imported. */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Bench from "./Bench.ts"
import * as Catalogue from "./Catalogue.ts"
import * as Claims from "./Claims.ts"
import * as Deviation from "./Deviation.ts"
import type { Given, Law } from "./Law.ts"
import * as leaks from "./leaks.ts"
import type { LawReport, Need, Report } from "./Report.ts"
import * as Sample from "./Sample.ts"
import type { BrokenSubject, Subject } from "./Subject.ts"
import * as Token from "./Token.ts"
import * as Variant from "./Variant.ts"

export interface Options {
  /** For all laws: the same seed tries the same inputs. */
  readonly seed?: number
  /** How many inputs a law is tried on that has no number of its own; 100 unless told. */
  readonly runs?: number
  /** Which laws; all of the catalogue unless told. */
  readonly laws?: ReadonlyArray<Law>
  /** Tokens of failures that were found before: they are tried first. */
  readonly corpus?: ReadonlyArray<string>
  /** The day (`2026-11-22`) that deviations are held against; today unless told. */
  readonly today?: string
  /** Told of every law once it has been tried. */
  readonly onLaw?: (report: LawReport) => void
}

export const defaultSeed = 20261122
export const defaultRuns = 100

/** A token that cannot be replayed here, and why. */
export class NotReplayable extends Data.TaggedError("NotReplayable")<{ readonly reason: string }> {
  override get message(): string {
    return this.reason
  }
}

/** The parts of the kit that decide what a run means; each of the kit's own mutants replaces one. */
export interface Parts {
  readonly sample: typeof Sample.sample
  readonly strict: typeof Deviation.strict
  readonly problems: typeof Deviation.problems
  readonly claims: typeof Claims.of
}

/** The kit from its parts. */
export const make = (replaced: Partial<Parts> = {}) => {
  const parts: Parts = {
    sample: Sample.sample,
    strict: Deviation.strict,
    problems: Deviation.problems,
    claims: Claims.of,
    ...replaced
  }

  const tryAt = (
    subject: Subject,
    law: Law,
    places: ReadonlyArray<Sample.Place>,
    { onLaw, today }: Options
  ): Effect.Effect<LawReport, BrokenSubject> =>
    Effect.gen(function* () {
      const day = today ?? DateTime.formatIsoDateUtc(DateTime.makeUnsafe(yield* Clock.currentTimeMillis))
      const started = performance.now()
      const deviation = matters(subject, law) ? subject.deviations.find((known) => known.law === law.id) : undefined
      const ways = Deviation.waysOf(deviation)
      const sample: Parts["sample"] = (given, law, check, places) => parts.sample(given, law, check, places, ways)
      const { needs, outcome } = yield* judge(sample, subject, law, places)
      const { ways: _, ...judged } = parts.strict(outcome, deviation, day)
      const report: LawReport = {
        law: law.id,
        title: law.title,
        level: law.level,
        millis: Math.round((performance.now() - started) * 10) / 10,
        needs,
        ...judged
      }
      onLaw?.(report)
      return report
    })

  /** Tries one law: on the subject as it is, strictly against its deviations. */
  const tryLaw = (subject: Subject, law: Law, options: Options = {}): Effect.Effect<LawReport, BrokenSubject> => {
    const { corpus = [], runs = defaultRuns, seed = defaultSeed } = options
    const known = corpus.flatMap((text) => {
      const found = replayable(subject, text, [law])
      return Result.isSuccess(found) ? [found.success.place] : []
    })
    return tryAt(subject, law, [...known, { seed, runs }], options)
  }

  /** What laws that were tried one by one come to. */
  const report = (subject: Subject, laws: ReadonlyArray<LawReport>, options: Options = {}): Report => {
    const unclaimed = {
      catalogue: Catalogue.version,
      subject: subject.name,
      version: subject.version,
      evidence: subject.evidence,
      seed: options.seed ?? defaultSeed,
      laws,
      problems: [
        ...problemsOf(subject, options, parts.problems),
        ...untried(laws),
        ...new Set(laws.flatMap(({ problem = [] }) => problem))
      ]
    }
    return { ...unclaimed, claims: parts.claims(unclaimed, Catalogue.laws) }
  }

  /** Tries laws on a subject, one after the other. */
  const run = (subject: Subject, options: Options = {}): Effect.Effect<Report, BrokenSubject> =>
    Effect.map(
      Effect.forEach(options.laws ?? Catalogue.laws, (law) => tryLaw(subject, law, options)),
      (laws) => report(subject, laws, options)
    )

  /** Tries again, in a single run, what a token names. */
  const replay = (
    subject: Subject,
    token: string,
    options: Options = {}
  ): Effect.Effect<LawReport, BrokenSubject | NotReplayable> =>
    Result.match(replayable(subject, token, options.laws), {
      onFailure: (reason) => Effect.fail(new NotReplayable({ reason })),
      // What it showed is shown again, whether it was expected or not.
      onSuccess: ({ law, place }) => tryAt({ ...subject, deviations: [] }, law, [place], options)
    })

  return { tryLaw, report, run, replay }
}

export const { tryLaw, report, run, replay } = make()

/** That all laws were skipped: nothing is known about such a subject. */
const untried = (laws: ReadonlyArray<LawReport>): ReadonlyArray<string> =>
  laws.length === Catalogue.laws.length && laws.every(({ status }) => status === "skipped")
    ? ["no law could be tried on it"]
    : []

/** What a token names, or why it is nothing that can be tried on this subject. */
const replayable = (
  subject: Subject,
  text: string,
  laws: ReadonlyArray<Law> = Catalogue.laws
): Result.Result<{ readonly law: Law; readonly place: Sample.Place }, string> =>
  Result.flatMap(Token.parse(text), ({ catalogue, law: id, path, seed, subject: of }) => {
    if (of !== Token.slug(subject.name)) return Result.fail(`${text} is of ${of}, not of ${Token.slug(subject.name)}`)
    if (catalogue !== Catalogue.version)
      return Result.fail(`${text} is of catalogue ${catalogue}; this is ${Catalogue.version}, which tries other inputs`)
    const law = laws.find((law) => law.id === id)
    return law === undefined
      ? Result.fail(`${text} names ${id}, and there is no such law`)
      : Result.succeed({ law, place: { seed, runs: 1, path } })
  })

/** What is wrong with what a subject says of itself, and with its part of the corpus. */
export const problemsOf = (
  subject: Subject,
  options: Options = {},
  ofDeviations: Parts["problems"] = Deviation.problems
): ReadonlyArray<string> => [
  ...ofDeviations(subject, Catalogue.laws),
  ...leaks.problems(subject),
  ...stale(subject, options)
]

/** What is in the corpus for this subject, or for nobody, and cannot be tried. */
const stale = (subject: Subject, { corpus = [] }: Options): ReadonlyArray<string> =>
  corpus.flatMap((text) => {
    const token = Token.parse(text)
    if (Result.isSuccess(token) && token.success.subject !== Token.slug(subject.name)) return []
    const found = replayable(subject, text)
    return Result.isFailure(found) ? [`the corpus: ${found.failure}`] : []
  })

/** Whether a law is tried: on a variant, where it can tell that it is one. */
const matters = ({ variant }: Subject, law: Law): boolean => variant === undefined || Variant.matters(variant, law)

interface Judged {
  readonly needs: ReadonlyArray<Need>
  readonly outcome: Deviation.Outcome
}

const skipped = (reason: string): Deviation.Outcome => ({ status: "skipped", runs: 0, commands: 0, reason })

interface Survey {
  readonly given: Given
  /** Of a world that is over: it tells what there is, and is good for nothing else. */
  readonly context: Bench.Bench["context"]
}

const surveys = new WeakMap<Subject, Promise<Survey>>()

/** What a subject has and declares, looked at once. */
const surveyed = (subject: Subject): Promise<Survey> => {
  const known = surveys.get(subject)
  if (known !== undefined) return known
  const survey = Bench.open(subject).then(async (bench) => {
    const found = { given: { subject, declared: Bench.declared(bench) }, context: bench.context }
    await bench.close()
    return found
  })
  surveys.set(subject, survey)
  // What a world could not do once it may do later.
  survey.catch(() => surveys.delete(subject))
  return survey
}

const judge = (
  sample: Parts["sample"],
  subject: Subject,
  law: Law,
  places: ReadonlyArray<Sample.Place>
): Effect.Effect<Judged, BrokenSubject> =>
  Effect.gen(function* () {
    if (!matters(subject, law)) return { needs: [], outcome: skipped(Variant.reason(subject.variant!)) }
    const { context, given } = yield* Effect.tryPromise({
      try: () => surveyed(subject),
      catch: (error) => Sample.broken(subject, error)
    })
    const requirements = law.requires.map((requirement) => ({
      ...requirement,
      reason: requirement.missing(given, context)
    }))
    const needs = requirements.map(({ kind, name, reason }): Need => ({ kind, name, met: reason === undefined }))
    const reason = requirements.find(({ reason }) => reason !== undefined)?.reason
    if (reason === undefined) return { needs, outcome: yield* sample(given, law, law.check, places) }
    if (law.negative !== undefined && needs.every(({ kind, met }) => met || kind === "capability")) {
      const once: Law = { ...law, inputs: { _tag: "Cases", of: () => [undefined] } }
      const outcome = yield* sample(given, once, law.negative as Law["check"], places)
      return { needs, outcome: outcome.status === "passed" ? { ...outcome, status: "refused", reason } : outcome }
    }
    return { needs, outcome: skipped(reason) }
  })
