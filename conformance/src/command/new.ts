/** `paylayer-conformance new`: a package to write an adapter in, all green from the beginning. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type * as PlatformError from "effect/PlatformError"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { why } from "./Corpus.ts"
import { Refusal } from "./Ending.ts"
import { isName, scaffold } from "./scaffold.ts"

const flags = {
  name: Argument.String("name").pipe(
    Argument.withDescription("Lower-case words with hyphens, as my-psp: the package, the provider and its files")
  )
} as const

const handle = Effect.fnUntraced(function* ({ name }: Command.Command.Config.Infer<typeof flags>) {
  const { exists, makeDirectory, writeFileString } = yield* FileSystem.FileSystem
  const { dirname, join } = yield* Path.Path
  if (!isName(name)) {
    const sentence = `${JSON.stringify(name)} cannot name an adapter. Take lower-case words with hyphens, as my-psp.`
    return yield* new Refusal({ sentence })
  }
  const unwritable = (error: PlatformError.PlatformError) =>
    new Refusal({ sentence: `The package cannot be written to ${name}: ${why(error)}.`, cause: error })
  if (yield* Effect.mapError(exists(name), unwritable)) {
    return yield* new Refusal({ sentence: `There is something called ${name} here. Take another name, or move it.` })
  }
  const files = scaffold(name)
  for (const { path, text } of files) {
    const file = join(name, path)
    const write = Effect.andThen(makeDirectory(dirname(file), { recursive: true }), writeFileString(file, text))
    yield* Effect.mapError(write, unwritable)
  }
  yield* Console.log(files.map(({ path }) => join(name, path)).join("\n"))
  yield* Console.log(
    `\nNow: cd ${name} && npm install && npm test. Everything is green; "->" in a file says where to go on.`
  )
})

/** A new adapter's package. */
export const newAdapter = Command.make("new", flags, handle).pipe(
  Command.withDescription(
    "Makes a package for an adapter: adapter, simulator, subject, tests and README, all green, with marks where to go on."
  ),
  Command.withShortDescription("Start an adapter"),
  Command.withExamples([{ command: "paylayer-conformance new my-psp", description: "In the directory my-psp" }])
)
