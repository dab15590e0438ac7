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
}

/** The most steps after a law's opening that a counterexample may need: a longer one explains nothing. */
export const mostCommands = 3

export interface Options extends Pick<Run.Options, "runs"> {
  /** It has to die on each of them. */
  readonly seeds?: ReadonlyArray<number>
  /** What mutants are made of, by name: a law that fails this, too, has not found the mistake. */
  readonly subjects?: ReadonlyArray<Subject>
}

/** The seeds of a kill matrix. */
export const seeds = (number: number, first: number = Run.defaultSeed): ReadonlyArray<number> =>
  Array.from({ length: number }, (_, index) => first + index)

/** Tries the law that is named for a mutant, on every seed, until one lets it live. */
export const attack = (
  mutant: Mutant,
  { runs = Run.defaultRuns, seeds = [Run.defaultSeed], subjects = [] }: Options = {}
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
    const base = subjects.find(({ name }) => name === subject.name)
    if (base !== undefined && (yield* fails(base, law, { seed: tried[0]!, runs: Math.min(runs, fewRuns) }))) {
      return { ...kill, killed: false, seeds: seeds.length, reason: `${killedBy} fails without the mistake, too` }
    }
    return { ...kill, killed: true, seeds: seeds.length, ...only(longest) }
  })

/** As many inputs as tell a subject that is broken itself. */
const fewRuns = 20

const verdicts = new WeakMap<Subject, Map<string, boolean>>()

/** Whether a law fails what mutants are made of, tried once for all of them. */
const fails = (base: Subject, law: Law, options: Run.Options): Effect.Effect<boolean, BrokenSubject> =>
  Effect.gen(function* () {
    const known = verdicts.get(base) ?? new Map<string, boolean>()
    verdicts.set(base, known)
    const verdict = known.get(law.id) ?? (yield* Run.tryLaw(base, law, options)).status === "failed"
    known.set(law.id, verdict)
    return verdict
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
