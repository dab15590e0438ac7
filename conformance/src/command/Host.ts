/** What the command needs of the machine that it runs on, besides files and a terminal. */
import * as Context from "effect/Context"
import type { Answer, Work } from "./Work.ts"

/** A second thread, with the same modules. */
export interface Thread {
  /** Takes its share of the work as soon as it is ready; `failed` is told why it did not finish what it took. */
  readonly share: (
    work: Work,
    done: (index: number, answer: Answer) => void,
    failed: (sentence: string) => void
  ) => void
  readonly stop: () => Promise<void>
}

export class Host extends Context.Service<
  Host,
  {
    /** The version of this package. */
    readonly version: string
    /** What it runs on, as `Node 24.21.0`. */
    readonly runtime: string
    /** How many threads can compute at once. */
    readonly parallelism: number
    /** Imports the module in this file; rejects with whatever importing it threw. */
    readonly load: (file: string) => Promise<Readonly<Record<string, unknown>>>
    /** Starts a thread that imports these files. */
    readonly thread: (files: ReadonlyArray<string>) => Thread
    /** Replaces the line that says how far it is; nothing but on a terminal. */
    readonly progress: ((line: string) => void) | undefined
  }
>()("@paylayer/conformance/command/Host") {}
