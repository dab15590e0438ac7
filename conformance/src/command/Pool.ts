/** Does the work of a run, on this thread and on others. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Law } from "../Law.ts"
import type { Mutant } from "../Mutant.ts"
import type { Kill } from "../Report.ts"
import * as Run from "../Run.ts"
import type { Subject } from "../Subject.ts"
import { Refusal } from "./Ending.ts"
import type { Exports } from "./Exports.ts"
import type { Thread } from "./Host.ts"
import { Host } from "./Host.ts"
import * as Work from "./Work.ts"

/** Starts the threads for so many jobs, this one being one of them: they import while it does. */
export const threads = (
  jobs: number,
  files: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<Thread>, never, Host | Scope.Scope> =>
  Effect.acquireRelease(
    Host.use(({ thread }) => Effect.sync(() => Array.from({ length: jobs - 1 }, () => thread(files)))),
    (threads) => Effect.promise(() => Promise.all(threads.map(({ stop }) => stop())))
  )

/** What these exports and threads can do. */
export const make = (exports: Exports, threads: ReadonlyArray<Thread>, options: Work.Options) => ({
  /** Tries laws on subjects, as `Run.run` does. */
  tryLaws: (subjects: ReadonlyArray<Subject>, laws: ReadonlyArray<Law>) =>
    Effect.gen(function* () {
      const numbers = subjects.map((subject) => exports.subjects.indexOf(subject))
      const tasks = numbers.flatMap((subject) => laws.map(({ id }) => ({ _tag: "Subject", subject, law: id }) as const))
      const answers = yield* all(Work.make(tasks, exports, options), exports, threads)
      const tried = answers.flatMap((answer) => (answer._tag === "Tried" ? [answer.report] : []))
      return subjects.map((subject, index) =>
        Run.report(subject, tried.slice(index * laws.length, (index + 1) * laws.length), options)
      )
    }),
  /** Has each mutant attacked by its law. */
  attack: (mutants: ReadonlyArray<Mutant>): Effect.Effect<ReadonlyArray<Kill>, Refusal, Host> =>
    Effect.gen(function* () {
      const tasks = mutants.map(
        (mutant) => ({ _tag: "Mutant", mutant: exports.mutants.indexOf(mutant), law: mutant.killedBy }) as const
      )
      const answers = yield* all(Work.make(tasks, exports, options), exports, threads)
      return answers.flatMap((answer) => (answer._tag === "Attacked" ? [answer.kill] : []))
    })
})

/** The answers to all tasks of the work, in the order of the tasks. */
const all = (
  work: Work.Work,
  exports: Exports,
  threads: ReadonlyArray<Thread>
): Effect.Effect<ReadonlyArray<Work.Answer>, Refusal, Host> =>
  Effect.gen(function* () {
    if (work.tasks.length === 0) return []
    const { progress } = yield* Host
    const answers: Array<Work.Answer> = []
    const finished = yield* Deferred.make<void, Refusal>()
    let count = 0
    const done = (index: number, answer: Work.Answer) => {
      answers[index] = answer
      count++
      progress?.(`${count} of ${work.tasks.length}`)
      if (count === work.tasks.length) Deferred.doneUnsafe(finished, Effect.void)
    }
    const failed = (sentence: string) => Deferred.doneUnsafe(finished, Effect.fail(new Refusal({ sentence })))
    for (const [index, thread] of threads.entries())
      thread.share({ ...work, from: index % 2 === 0 ? "back" : "front" }, done, failed)
    // When nothing is left to take, other threads may still be busy with what they have taken.
    const here = Effect.andThen(Work.share(work, exports, done), Effect.never)
    return yield* Effect.raceFirst(here, Deferred.await(finished)).pipe(
      Effect.as(answers),
      Effect.ensuring(Effect.sync(() => progress?.("")))
    )
  })
