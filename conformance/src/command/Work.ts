/** What a run consists of, cut so small that every thread is busy to the end. */
import * as Effect from "effect/Effect"
import * as Catalogue from "../Catalogue.ts"
import * as Mutant from "../Mutant.ts"
import type { Kill, LawReport } from "../Report.ts"
import * as Run from "../Run.ts"
import type { BrokenSubject } from "../Subject.ts"
import type { Refusal } from "./Ending.ts"
import { unbuilt } from "./Ending.ts"
import type { Exports } from "./Exports.ts"

/** A law on a subject, or on a mutant that it has to kill, which are known by their numbers in what modules export. */
export type Task =
  | { readonly _tag: "Subject"; readonly subject: number; readonly law: string }
  | { readonly _tag: "Mutant"; readonly mutant: number; readonly law: string }

export type Answer =
  | { readonly _tag: "Tried"; readonly report: LawReport }
  | { readonly _tag: "Attacked"; readonly kill: Kill }

export interface Options {
  readonly seed: number
  readonly runs: number
  readonly corpus: ReadonlyArray<string>
  /** On how many seeds a mutant has to die. */
  readonly seeds: number
}

/** Tasks for several threads, each of which takes the next one that nobody has taken. */
export interface Work {
  readonly tasks: ReadonlyArray<Task>
  /** The numbers of the tasks in the order in which they are taken: those that may take long have to begin first. */
  readonly order: ReadonlyArray<number>
  readonly options: Options
  /** How many have been taken, in memory that all threads share. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

export const make = (tasks: ReadonlyArray<Task>, options: Options): Work => {
  const weights = tasks.map(weight)
  return {
    tasks,
    order: [...tasks.keys()].toSorted((one, other) => weights[other]! - weights[one]!),
    options,
    taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  }
}

/** Roughly how long a task takes. */
const weight = ({ law: id }: Task): number => {
  const law = Catalogue.law(id)
  if (law === undefined || law.inputs._tag === "Cases") return 0
  return law.inputs.runs !== undefined ? 1 : law.kind === "model" ? 3 : 2
}

/** Does tasks until none is left; several threads may do so at once. */
export const share = (
  { options, order, taken, tasks }: Work,
  exports: Exports,
  done: (index: number, answer: Answer) => void
): Effect.Effect<void, Refusal> =>
  Effect.gen(function* () {
    for (;;) {
      const index = order[Atomics.add(taken, 0, 1)]
      if (index === undefined) return
      done(index, yield* Effect.mapError(attempt(tasks[index]!, exports, options), unbuilt))
    }
  })

const attempt = (
  task: Task,
  { mutants, subjects }: Exports,
  { corpus, runs, seed, seeds }: Options
): Effect.Effect<Answer, BrokenSubject> =>
  task._tag === "Subject"
    ? Effect.map(
        Run.tryLaw(subjects[task.subject]!, Catalogue.law(task.law)!, { seed, runs, corpus }),
        (report): Answer => ({ _tag: "Tried", report })
      )
    : Effect.map(Mutant.attack(mutants[task.mutant]!, { runs, seeds: Mutant.seeds(seeds, seed) }), (kill): Answer => ({
        _tag: "Attacked",
        kill
      }))
