/** A subject that is one line away from right, and the law that has to find it out. */
import * as Effect from "effect/Effect"
import * as Catalogue from "./Catalogue.ts"
import type { Law } from "./Law.ts"
import type { Failure, Kill, LawReport } from "./Report.ts"
import * as Run from "./Run.ts"
import { noDefect } from "./Sample.ts"
import type { BrokenSubject, Subject } from "./Subject.ts"

export interface Mutant {
  /** The mistake, as one would describe it in a review. */
  readonly name: string
  /** The id of the law that kills it. */
  readonly killedBy: string
  readonly subject: Subject
  /** What it is made of, where no subject of its name is exported. */
  readonly base?: Subject
}

/** The most steps after a law's opening that a counterexample may need: a longer one explains nothing. */
export const mostCommands = 3

export interface Options extends Pick<Run.Options, "runs"> {
  /** It has to die on each of them. */
  readonly seeds?: ReadonlyArray<number>
  /**
   * What mutants are made of, by name: a law that does not hold of this, or is not tried on it, has not found the
   * mistake. Nothing is compared where they are left out.
   */
  readonly subjects?: ReadonlyArray<Subject>
}

/** The seeds of a kill matrix. */
export const seeds = (number: number, first: number = Run.defaultSeed): ReadonlyArray<number> =>
  Array.from({ length: number }, (_, index) => first + index)

/** Tries the law that is named for a mutant, on every seed, until one lets it live. */
export const attack = (
  mutant: Mutant,
  { runs = Run.defaultRuns, seeds = [Run.defaultSeed], subjects }: Options = {}
): Effect.Effect<Kill, BrokenSubject> =>
  Effect.gen(function* () {
    const { killedBy, name, subject } = mutant
    const kill = { mutant: name, subject: subject.name, law: killedBy }
    const law = Catalogue.law(killedBy)
    if (law === undefined) return { ...kill, killed: false, seeds: 0, reason: `there is no law ${killedBy}` }
    // Laws of few inputs try all of them whatever the seed.
    const tried = law.inputs._tag === "Cases" ? seeds.slice(0, 1) : seeds
    let longest: Failure | undefined
    for (const [index, seed] of tried.entries()) {
      const report = yield* Run.tryLaw(subject, law, { seed, runs })
      const reason = survived(report)
      if (reason !== undefined) {
        return { ...kill, killed: false, seeds: index + 1, reason: `seed ${seed}: ${reason}`, ...only(report.failure) }
      }
      if (longest === undefined || commands(report.failure!) > commands(longest)) longest = report.failure
    }
    if (tried.length === 0) return { ...kill, killed: false, seeds: 0, reason: "it was tried on no seed" }
    const against = yield* compared(mutant, law, subjects, { seed: tried[0]!, runs: Math.min(runs, fewRuns) })
    if (against !== undefined) return { ...kill, killed: false, seeds: seeds.length, reason: against }
    return { ...kill, killed: true, seeds: seeds.length, ...only(longest) }
  })

/** As many inputs as tell a subject that is broken itself. */
const fewRuns = 20

const verdicts = new WeakMap<Subject, Map<string, LawReport>>()

/** What becomes of a law on what mutants are made of, tried once for all of them. */
const verdict = (base: Subject, law: Law, options: Run.Options): Effect.Effect<LawReport, BrokenSubject> =>
  Effect.gen(function* () {
    const known = verdicts.get(base) ?? new Map<string, LawReport>()
    verdicts.set(base, known)
    const report = known.get(law.id) ?? (yield* Run.tryLaw(base, law, options))
    known.set(law.id, report)
    return report
  })

/** Why the law's failure says nothing of the mistake. */
const compared = (
  { base, killedBy, subject }: Mutant,
  law: Law,
  subjects: ReadonlyArray<Subject> | undefined,
  options: Run.Options
): Effect.Effect<string | undefined, BrokenSubject> =>
  Effect.gen(function* () {
    const right = base ?? subjects?.find(({ name }) => name === subject.name)
    if (right === undefined) {
      if (subjects === undefined) return undefined
      return `not comparable: no subject is called ${subject.name}, and the mutant has no \`base\``
    }
    const { reason, status } = yield* verdict(right, law, options)
    if (status === "passed" || status === "refused") return undefined
    if (status === "failed") return `${killedBy} fails without the mistake, too`
    return `not comparable: without the mistake ${killedBy} is ${status}${reason === undefined ? "" : `: ${reason}`}`
  })

/** How many steps a counterexample takes, once the law has begun. */
export const commands = ({ opening, steps }: Failure): number => steps.length - opening

const only = (failure: Failure | undefined) => (failure === undefined ? {} : { failure })

/** Why a mutant counts as alive. */
const survived = ({ failure, law, reason, status }: LawReport): string | undefined => {
  if (status !== "failed" || failure === undefined)
    return `${law} is ${status}${reason === undefined ? "" : `: ${reason}`}`
  // What breaks down anywhere says nothing about the law.
  if (failure.expected === noDefect) return `it breaks down: ${failure.observed}`
  return commands(failure) > mostCommands ? `its story takes ${commands(failure)} commands` : undefined
}
