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

/** A law on a subject, or on a mutant that it has to kill, which are known by their numbers in what the modules export. */
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

/**
 * Tasks for several threads. One half of them takes the first that nobody has taken, the other the last: so each stays
 * with few subjects, whose code it has warm, and they meet where nothing is left.
 */
export interface Work {
  readonly tasks: ReadonlyArray<Task>
  /** What the modules export, by name. */
  readonly names: ReadonlyArray<string>
  readonly options: Options
  /** How many have been taken in all, from the front, and from the back, in memory that all threads share. */
  readonly taken: Int32Array<SharedArrayBuffer>
  readonly from: "front" | "back"
}

export const make = (tasks: ReadonlyArray<Task>, exports: Exports, options: Options): Work => ({
  tasks,
  names: namesOf(exports),
  options,
  taken: new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)),
  from: "front"
})

const namesOf = ({ mutants, subjects }: Exports): ReadonlyArray<string> =>
  [...subjects, ...mutants].map(({ name }) => name)

/** Whether the numbers of tasks mean the same here: a module may export something else on another thread. */
const isSame = ({ names }: Work, exports: Exports): boolean => {
  const here = namesOf(exports)
  return here.length === names.length && here.every((name, index) => name === names[index])
}

/** The number of a task that nobody has taken. */
const take = ({ from, taken, tasks }: Work): number | undefined => {
  if (Atomics.add(taken, 0, 1) >= tasks.length) return undefined
  return from === "front" ? Atomics.add(taken, 1, 1) : tasks.length - 1 - Atomics.add(taken, 2, 1)
}

/** Does tasks until none is left; several threads may do so at once. One that cannot take part leaves them to the others. */
export const share = (
  work: Work,
  exports: Exports,
  done: (index: number, answer: Answer) => void
): Effect.Effect<void, Refusal> =>
  Effect.gen(function* () {
    if (!isSame(work, exports)) return
    for (;;) {
      const index = take(work)
      if (index === undefined) return
      done(index, yield* Effect.mapError(attempt(work.tasks[index]!, exports, work.options), unbuilt))
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
    : Effect.map(
        Mutant.attack(mutants[task.mutant]!, {
          runs,
          seeds: Mutant.seeds(seeds, seed),
          // Mutants of a module of their own are compared where what they are made of is at hand.
          ...(subjects.length === 0 ? {} : { subjects })
        }),
        (kill): Answer => ({ _tag: "Attacked", kill })
      )
