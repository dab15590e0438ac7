/** A thread of the command: imports the modules, and does its share of each work that it is sent. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { pathToFileURL } from "node:url"
import { parentPort, workerData } from "node:worker_threads"
import type { Loaded } from "./Exports.ts"
import { collect } from "./Exports.ts"
import * as Work from "./Work.ts"

export type FromThread =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Done"; readonly index: number; readonly answer: Work.Answer }
  | { readonly _tag: "Refused"; readonly sentence: string }

const tell = (message: FromThread): void => {
  // oxlint-disable-next-line require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage(message)
}

Error.stackTraceLimit = 0
const modules: Array<Loaded> = []
for (const file of workerData as ReadonlyArray<string>) {
  modules.push({ file, names: await import(pathToFileURL(file).href) })
}
const exports = Result.getOrThrowWith(collect(modules), (sentence) => new Error(sentence))

tell({ _tag: "Ready" })

let working: Promise<void> = Promise.resolve()
parentPort?.on("message", (work: Work.Work) => {
  const share = Work.share(work, exports, (index, answer) => tell({ _tag: "Done", index, answer }))
  working = working.then(async () => {
    const result = await Effect.runPromise(Effect.result(share))
    if (Result.isFailure(result)) tell({ _tag: "Refused", sentence: result.failure.sentence })
  })
})
