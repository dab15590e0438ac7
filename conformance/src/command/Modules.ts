/** Finds and imports the modules that the command is given. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Result from "effect/Result"
import { Refusal, said } from "./Ending.ts"
import type { Exports } from "./Exports.ts"
import { collect } from "./Exports.ts"
import { Host } from "./Host.ts"

/** Taken where no module is named: the first that there is. */
export const usual = ["conformance.ts", "conformance.js", "conformance.mjs"] as const

/** The files that are meant, by their whole path. */
export const find = (
  named: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<string>, Refusal, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const { resolve } = yield* Path.Path
    if (named.length > 0) {
      yield* Effect.forEach(named, isFile)
      return named.map((file) => resolve(file))
    }
    for (const file of usual) if ((yield* kindOf(file)) === "File") return [resolve(file)]
    return yield* new Refusal({
      sentence:
        `There is no ${usual.join(", ")} here. Say which module exports the subjects, as in ` +
        "`paylayer-conformance run path/to/conformance.ts`."
    })
  })

const kindOf = (path: string): Effect.Effect<FileSystem.File.Type | undefined, never, FileSystem.FileSystem> =>
  FileSystem.FileSystem.use(({ stat }) =>
    Effect.match(stat(path), { onSuccess: ({ type }) => type, onFailure: () => undefined })
  )

const isFile = (path: string): Effect.Effect<void, Refusal, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const kind = yield* kindOf(path)
    if (kind === "Directory") {
      return yield* new Refusal({
        sentence: `${path} is a directory. Name the module in it that exports the subjects, as in ${path.replace(/[/\\]+$/, "")}/conformance.ts.`
      })
    }
    if (kind !== undefined) return
    for (const ending of [".ts", ".js", ".mjs"]) {
      if ((yield* kindOf(path + ending)) !== undefined) {
        return yield* new Refusal({ sentence: `There is no file ${path}. Did you mean ${path}${ending}?` })
      }
    }
    return yield* new Refusal({
      sentence: `There is no file ${path}. Give the path of a module that exports subjects, from the directory that you are in.`
    })
  })

/** Imports these files and takes what they export. */
export const load = (files: ReadonlyArray<string>): Effect.Effect<Exports, Refusal, Host | Path.Path> =>
  Effect.gen(function* () {
    const host = yield* Host
    const { relative, resolve } = yield* Path.Path
    const modules = yield* Effect.forEach(files, (path) => {
      const file = relative(resolve(), path)
      return Effect.map(
        Effect.tryPromise({
          try: () => host.load(path),
          catch: (cause) => new Refusal({ sentence: unimportable(file, cause, host.runtime), cause })
        }),
        (names) => ({ file, names })
      )
    })
    return yield* Result.match(collect(modules), {
      onSuccess: Effect.succeed,
      onFailure: (sentence) => Effect.fail(new Refusal({ sentence }))
    })
  })

/** Why a module could not be imported, and what can be done about it. */
export const unimportable = (file: string, error: unknown, runtime: string): string => {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined
  switch (code) {
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return (
        `${file} cannot be imported: ${runtime} does not run this kind of file (${said(error)}). TypeScript needs ` +
        "Node 22.18 or newer; or compile it, and name the .js file."
      )
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return (
        `${file} cannot be imported: it has TypeScript that cannot be run by leaving the types out ` +
        `(${firstLine(error)}). Do without it, or compile it, and name the .js file.`
      )
    case "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING":
      return `${file} cannot be imported: Node runs no TypeScript in node_modules. Name a compiled .js file.`
    case "ERR_INVALID_TYPESCRIPT_SYNTAX":
      return `${file} cannot be imported: it is no TypeScript that can be read (${firstLine(error)}). ${place(file, error)}`
    case "ERR_MODULE_NOT_FOUND":
      return `${file} cannot be imported: ${said(error)}. Is it installed, and is its name right?`
    default:
      return error instanceof SyntaxError
        ? `${file} cannot be imported: it cannot be read (${firstLine(error)}). ${place(file, error)}`
        : `${file} cannot be imported: it throws ${thrown(error)}. With --debug you see where.`
  }
}

const firstLine = (error: unknown): string => said(error).trim().split("\n")[0] ?? ""

const thrown = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${firstLine(error)}` : (JSON.stringify(error) ?? String(error))

/** Where in which file a syntax error is, as V8 says it in the first line of a stack. */
const place = (file: string, error: unknown): string => {
  const found = error instanceof Error ? /^(?:file:\/\/)?(\S+:\d+)\n/.exec(error.stack ?? "")?.[1] : undefined
  return found === undefined ? `\`node ${file}\` shows where.` : `See ${found}.`
}
