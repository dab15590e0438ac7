/** As many workers as there are cores: laws only compute, so each subject and mutant can have a core of its own. */
import type { Mutant, Report, Run } from "@paylayer/conformance"
import { once } from "node:events"
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"

export interface Task {
  readonly kind: "subject" | "mutant"
  readonly at: number
  readonly options: Run.Options
}

/** The results of all tasks, in their order. */
const all = async <Result>(
  tasks: ReadonlyArray<Task>,
  progress: (done: number) => void
): Promise<ReadonlyArray<Result>> => {
  const results: Array<Result> = []
  let next = 0
  let done = 0
  const work = async () => {
    const worker = new Worker(new URL("worker.ts", import.meta.url))
    try {
      for (let task = next++; task < tasks.length; task = next++) {
        const answer = once(worker, "message") as Promise<[Result]>
        // oxlint-disable-next-line require-post-message-target-origin -- a worker thread, not a window
        worker.postMessage(tasks[task])
        results[task] = (await answer)[0]
        progress(++done)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work))
  return results
}

type Progress = (done: number) => void

export const run = (
  subjects: number,
  options: Run.Options,
  progress: Progress
): Promise<ReadonlyArray<Report.Report>> =>
  all(
    Array.from({ length: subjects }, (_, at) => ({ kind: "subject", at, options })),
    progress
  )

export const attack = (
  mutants: number,
  options: Run.Options,
  progress: Progress
): Promise<ReadonlyArray<Mutant.Kill>> =>
  all(
    Array.from({ length: mutants }, (_, at) => ({ kind: "mutant", at, options })),
    progress
  )
