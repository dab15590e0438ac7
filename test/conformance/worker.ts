/** Tries one subject or one mutant for each message that it gets, and answers with what came of it. */
import { Mutant, Run } from "@paylayer/conformance"
import * as Effect from "effect/Effect"
import { parentPort } from "node:worker_threads"
import { mutants, subjects } from "./collected.ts"
import type { Task } from "./pool.ts"

parentPort?.on("message", async ({ at, kind, options }: Task) => {
  const result =
    kind === "subject"
      ? await Effect.runPromise(Run.run(subjects[at]!, options))
      : await Mutant.attack(mutants[at]!, options)
  // oxlint-disable-next-line require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage(result)
})
