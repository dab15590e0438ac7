/** The command without a machine: files and modules in memory, what is printed as text. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as PlatformError from "effect/PlatformError"
import * as Stdio from "effect/Stdio"
import * as Terminal from "effect/Terminal"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import { relative } from "node:path"
import { Host } from "../../src/command/Host.ts"
import { execute } from "../../src/command/index.ts"

export interface Machine {
  /** Texts by their paths. */
  readonly files?: Map<string, string>
  /** What modules export; a function throws when it is imported. */
  readonly modules?: Readonly<Record<string, Readonly<Record<string, unknown>> | (() => never)>>
  readonly directories?: ReadonlyArray<string>
  /** Nothing can be written here. */
  readonly readOnly?: boolean
  /** Told how far it is, on a terminal. */
  readonly progress?: (line: string) => void
}

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

const failure = (_tag: "NotFound" | "PermissionDenied", method: string) => (path: string) =>
  Effect.fail(PlatformError.systemError({ _tag, module: "FileSystem", method, pathOrDescriptor: path }))

const info = (type: "File" | "Directory") =>
  Effect.succeed({ type, mtime: Option.none() } as unknown as FileSystem.File.Info)

const nobody = Effect.die("asked for a terminal")

/** Runs the command with these arguments, on one thread. */
export const command =
  ({ directories = [], files = new Map(), modules = {}, progress, readOnly = false }: Machine = {}) =>
  async (...args: ReadonlyArray<string>): Promise<Ended> => {
    const printed = { out: "", err: "" }
    const to =
      (stream: keyof typeof printed) =>
      (...values: ReadonlyArray<unknown>) =>
        void (printed[stream] += `${values.join(" ")}\n`)
    const fileSystem = FileSystem.layerNoop({
      stat: (path) => {
        if (directories.includes(path)) return info("Directory")
        return files.has(path) || path in modules ? info("File") : failure("NotFound", "stat")(path)
      },
      exists: (path) => Effect.succeed(directories.includes(path) || files.has(path)),
      readFileString: (path) => {
        const text = files.get(path)
        return text === undefined ? failure("NotFound", "readFileString")(path) : Effect.succeed(text)
      },
      makeDirectory: (path) => (readOnly ? failure("PermissionDenied", "makeDirectory")(path) : Effect.void),
      writeFileString: (path, text) =>
        readOnly ? failure("PermissionDenied", "writeFileString")(path) : Effect.sync(() => void files.set(path, text))
    })
    const host = Layer.succeed(Host, {
      version: "1.2.3",
      runtime: "Node 20.20.0",
      parallelism: 1,
      load: async (file) => {
        const found = modules[relative(process.cwd(), file)]!
        return typeof found === "function" ? found() : found
      },
      thread: () => {
        throw new Error("there is one thread")
      },
      progress
    })
    const machine = Layer.mergeAll(
      fileSystem,
      Path.layer,
      Stdio.layerTest({}),
      host,
      Layer.succeed(
        Terminal.Terminal,
        Terminal.make({
          columns: Effect.succeed(80),
          rows: Effect.succeed(24),
          size: nobody,
          readInput: nobody,
          readLine: nobody,
          display: () => nobody
        })
      ),
      Layer.succeed(
        ChildProcessSpawner.ChildProcessSpawner,
        ChildProcessSpawner.make(() => nobody)
      )
    )
    const code = await Effect.runPromise(
      execute(args).pipe(
        Effect.provide(machine),
        Effect.provideService(Console.Console, { ...console, log: to("out"), error: to("err") } as Console.Console)
      )
    )
    return { code, ...printed }
  }
