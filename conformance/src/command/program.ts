/** Runs the command on Node, and ends the process. */
import * as Effect from "effect/Effect"
import { writeSync } from "node:fs"
import { said } from "./Ending.ts"
import { execute } from "./index.ts"
import { layer } from "./node.ts"

let ending: number | undefined

/**
 * Ends the process once all has been written, whatever a module of the user's still holds open. That the harness broke
 * outdoes what was said before; what was thrown where nobody waits is heard of a moment later.
 */
const exit = (code: number): void => {
  ending = ending === 2 ? 2 : code
  process.exitCode = ending
  setImmediate(() =>
    setImmediate(() => process.stderr.write("", () => process.stdout.write("", () => process.exit(ending))))
  )
}

/** A module's own mistake, made where nobody waits for it. */
const escaped = (error: unknown): void => {
  process.stderr.write(`Something was thrown where nothing could catch it: ${said(error)}.\n`)
  if (process.argv.includes("--debug") && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  exit(2)
}

/** Nothing is left that could happen, and a law still waits: outside the virtual clock nobody notices earlier. */
const stuck = (): void => {
  process.stderr.write(
    "It came to a standstill: something waits for what never happens. --law and --subject find out where.\n"
  )
  exit(2)
}

/** Whatever a module says: a run that was cut short has shown nothing. */
const cut = (): void => {
  if (ending !== undefined) return
  process.exitCode = 2
  writeSync(
    process.stderr.fd,
    "Something ended the process before the run was over: a module may not call process.exit.\n"
  )
}

export const main = async (args: ReadonlyArray<string>): Promise<void> => {
  // Nobody sees the stacks of the many errors that laws cause, and they take time.
  if (!args.includes("--debug")) Error.stackTraceLimit = 0
  process.on("uncaughtException", escaped)
  process.on("unhandledRejection", escaped)
  process.on("beforeExit", stuck)
  process.on("exit", cut)
  // Whoever reads the output may stop before its end: what came of it is still the exit code.
  process.stdout.on("error", () => undefined)
  exit(await Effect.runPromise(Effect.provide(execute(args), layer)))
}
