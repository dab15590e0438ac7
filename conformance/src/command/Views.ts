/** The reports that a run is asked to write. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { Document } from "../Report.ts"
import type { View } from "../report/index.ts"
import { views } from "../report/index.ts"
import { why } from "./Corpus.ts"
import { Refusal } from "./Ending.ts"

export const all = Object.keys(views) as ReadonlyArray<View>

/** Where they are written unless told. */
export const usual = "conformance-report"

export interface Chosen {
  readonly directory: string
  readonly views: ReadonlyArray<View>
}

/** What is asked for; makes the directory, so that a long run does not end with nowhere to write. */
export const chosen = (
  names: ReadonlyArray<string>,
  out: Option.Option<string>
): Effect.Effect<Chosen, Refusal, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const unknown = names.find((name) => !all.some((view) => view === name))
    const given = unknown === undefined ? `--out says where` : `There is no report ${unknown}`
    if (unknown !== undefined || (names.length === 0 && Option.isSome(out))) {
      return yield* new Refusal({ sentence: `${given}: say with --report what to write, of ${all.join(", ")}.` })
    }
    const directory = Option.getOrElse(out, () => usual)
    if (names.length > 0) {
      const { makeDirectory } = yield* FileSystem.FileSystem
      yield* Effect.mapError(makeDirectory(directory, { recursive: true }), (error) => unwritable(directory, error))
    }
    return { directory, views: all.filter((view) => names.includes(view)) }
  })

/** Writes them, and says which files they are. */
export const write = (
  { directory, views: chosen }: Chosen,
  document: Document
): Effect.Effect<ReadonlyArray<string>, Refusal, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const { join } = yield* Path.Path
    const { writeFileString } = yield* FileSystem.FileSystem
    return yield* Effect.forEach(chosen, (view) => {
      const file = join(directory, views[view].fileName)
      return Effect.mapBoth(writeFileString(file, views[view].of(document)), {
        onSuccess: () => file,
        onFailure: (error) => unwritable(file, error)
      })
    })
  })

const unwritable = (path: string, error: Parameters<typeof why>[0]): Refusal =>
  new Refusal({ sentence: `The reports cannot be written to ${path}: ${why(error)}.`, cause: error })
