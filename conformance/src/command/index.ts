/** The command `paylayer-conformance`, whatever machine it runs on. */
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import type { ExitCode } from "./Ending.ts"
import { Refusal, said, Verdict } from "./Ending.ts"
import { explain } from "./explain.ts"
import { Host } from "./Host.ts"
import { list } from "./list.ts"
import { newAdapter } from "./new.ts"
import { replay } from "./replay.ts"
import { run } from "./run.ts"

const Debug = GlobalFlag.Setting("debug")({
  flag: Flag.Boolean("debug").pipe(Flag.withDescription("Show where errors come from"), Flag.withDefault(false))
})

const command = Command.make("paylayer-conformance").pipe(
  Command.withDescription("Holds payment adapters to the laws of amount updates and modifications."),
  Command.withSubcommands([run, list, explain, replay, newAdapter]),
  Command.withGlobalFlags([Debug])
)

/** One sentence for what was typed, instead of a page of help before it. */
const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(
          [...event.errors.map(({ message }) => message), `See ${event.commandPath.join(" ")} --help.`].join("\n")
        )
      : CliOutput.defaultPresenter.present(event)
}

/** Does what these arguments say; never fails, and says on standard error what went wrong. */
export const execute = (args: ReadonlyArray<string>): Effect.Effect<ExitCode, never, Command.Environment | Host> =>
  Effect.gen(function* () {
    const { version } = yield* Host
    const exit = yield* Effect.exit(Command.runWith(command, { version })(args))
    if (Exit.isSuccess(exit)) return 0
    const error = Cause.squash(exit.cause)
    if (error instanceof Verdict) return error.code
    const sentence = sentenceOf(error)
    if (sentence !== undefined) yield* Console.error(sentence)
    if (args.includes("--debug")) yield* Console.error(trace(error))
    return 2
  }).pipe(
    Effect.provideService(CliOutput.Presenter, presenter),
    Effect.provide(CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }))
  )

const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof Refusal) return error.sentence
  // What was typed is wrong, and that has been said.
  if (isShown(error)) return undefined
  return `The kit itself is broken, which is no fault of what you did: ${said(error)}. Please report it, with what --debug shows.`
}

const isShown = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "ShowHelp"

const trace = (error: unknown): string => {
  const cause = error instanceof Refusal ? error.cause : error
  return cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause)
}
