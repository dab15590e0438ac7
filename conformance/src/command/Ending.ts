/** How the command ends when not all is well. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { BrokenSubject } from "../Subject.ts"

/** 0 conformant, 1 a law failed or a mutant survived, 2 the harness broke, 3 nothing was executed. */
export type ExitCode = 0 | 1 | 2 | 3

/** Why the command cannot do what it was asked to, for whoever typed it: what, why, and the way out. */
export class Refusal extends Data.TaggedError("Refusal")<{
  readonly sentence: string
  /** Shown with `--debug` alone. */
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.sentence
  }
}

/** The command has done and said what it was asked to. */
export class Verdict extends Data.TaggedError("Verdict")<{ readonly code: 1 | 3 }> {}

export const conclude = (code: 0 | 1 | 3): Effect.Effect<void, Verdict> =>
  code === 0 ? Effect.void : Effect.fail(new Verdict({ code }))

/** Of a subject that cannot be set up no law can be tried. */
export const unbuilt = (error: BrokenSubject): Refusal =>
  new Refusal({ sentence: `${error.message}. Nothing can be said about its laws.`, cause: error })

/** What an error says of itself, whatever was thrown. */
export const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))
