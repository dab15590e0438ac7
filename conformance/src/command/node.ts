/** What the command needs, on Node. */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as PlatformError from "effect/PlatformError"
import * as Stdio from "effect/Stdio"
import * as Terminal from "effect/Terminal"
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner"
import type { Stats } from "node:fs"
import { readFileSync } from "node:fs"
import * as fs from "node:fs/promises"
import { availableParallelism } from "node:os"
import * as nodePath from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { Worker } from "node:worker_threads"
import { said } from "./Ending.ts"
import type { Thread } from "./Host.ts"
import { Host } from "./Host.ts"
import type { FromThread } from "./threadProgram.ts"

const tags: Readonly<Record<string, PlatformError.SystemErrorTag>> = {
  ENOENT: "NotFound",
  EACCES: "PermissionDenied",
  EPERM: "PermissionDenied",
  EROFS: "PermissionDenied",
  EEXIST: "AlreadyExists",
  ENOTDIR: "AlreadyExists"
}

const attempt = <A>(method: string, path: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
      const about = { module: "FileSystem", method, pathOrDescriptor: path, description: code, cause }
      return PlatformError.systemError({ _tag: tags[code] ?? "Unknown", ...about })
    }
  })

const info = (stats: Stats): FileSystem.File.Info => ({
  type: stats.isFile() ? "File" : stats.isDirectory() ? "Directory" : "Unknown",
  mtime: Option.some(stats.mtime),
  atime: Option.some(stats.atime),
  birthtime: Option.some(stats.birthtime),
  dev: BigInt(stats.dev),
  ino: Option.none(),
  mode: stats.mode,
  nlink: Option.none(),
  uid: Option.none(),
  gid: Option.none(),
  rdev: Option.none(),
  size: ByteSize.bytes(stats.size),
  blksize: Option.none(),
  blocks: Option.none()
})

/** As much of files as the command uses. */
const files = FileSystem.layerNoop({
  stat: (path) =>
    Effect.map(
      attempt("stat", path, () => fs.stat(path)),
      info
    ),
  exists: (path) =>
    Effect.match(
      attempt("stat", path, () => fs.stat(path)),
      { onSuccess: () => true, onFailure: () => false }
    ),
  readFileString: (path) => attempt("readFileString", path, () => fs.readFile(path, "utf8")),
  readDirectory: (path, options) =>
    attempt("readDirectory", path, () => fs.readdir(path, { recursive: options?.recursive ?? false })),
  makeDirectory: (path, options) =>
    attempt("makeDirectory", path, async () => {
      await fs.mkdir(path, { recursive: options?.recursive ?? false })
    }),
  writeFileString: (path, text) => attempt("writeFileString", path, () => fs.writeFile(path, text))
})

const paths = Layer.succeed(
  Path.Path,
  Path.make({
    ...nodePath,
    fromFileUrl: (url) => Effect.sync(() => fileURLToPath(url)),
    toFileUrl: (path) => Effect.sync(() => pathToFileURL(path))
  })
)

const never = Effect.die("the command asks nobody, and starts no program")

/** What `effect/cli` could ask for and this command does not use. */
const unused = Layer.mergeAll(
  Stdio.layerTest({}),
  Layer.succeed(
    Terminal.Terminal,
    Terminal.make({
      columns: Effect.sync(() => process.stdout.columns ?? 80),
      rows: Effect.sync(() => process.stdout.rows ?? 24),
      size: never,
      readInput: never,
      readLine: never,
      display: () => never
    })
  ),
  Layer.succeed(
    ChildProcessSpawner.ChildProcessSpawner,
    ChildProcessSpawner.make(() => never)
  )
)

/** The file beside this one, which is compiled where this one is. */
const beside = (name: string): URL => new URL(name + nodePath.extname(import.meta.url), import.meta.url)

const thread = (files: ReadonlyArray<string>): Thread => {
  const worker = new Worker(beside("thread"), { workerData: files })
  let ready = false
  let stopped = false
  let shared: Parameters<Thread["share"]> | undefined
  // What never began has taken nothing: the others do its share.
  const ended = (how: string) => {
    if (ready && !stopped) shared?.[2](`A thread ended ${how}. With --jobs 1 there is only one.`)
  }
  worker.on("message", (message: FromThread) => {
    if (message._tag === "Ready") ready = true
    else if (message._tag === "Done") shared?.[1](message.index, message.answer)
    else shared?.[2](message.sentence)
  })
  worker.on("error", (error) => ended(`because something was thrown where nothing could catch it: ${said(error)}`))
  worker.on("exit", (code) => ended(`with code ${code}`))
  return {
    share: (...work) => {
      shared = work
      // oxlint-disable-next-line require-post-message-target-origin -- a worker thread, not a window
      worker.postMessage(work[0])
    },
    stop: async () => {
      stopped = true
      await worker.terminate()
    }
  }
}

/** How often the line is replaced, in milliseconds. */
const pause = 100

const progress = (): ((line: string) => void) | undefined => {
  if (!process.stderr.isTTY) return undefined
  let shown = 0
  return (line) => {
    const now = performance.now()
    if (line !== "" && now - shown < pause) return
    shown = now
    process.stderr.write(`\r\u001B[K${line}`)
  }
}

const host = Layer.sync(Host, () => ({
  version: (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version,
  runtime: `Node ${process.versions.node}`,
  parallelism: availableParallelism(),
  load: (file) => import(pathToFileURL(file).href) as Promise<Readonly<Record<string, unknown>>>,
  thread,
  progress: progress()
}))

export const layer = Layer.mergeAll(files, paths, unused, host)
