/** `paylayer-conformance replay`: one failure again, in a single run. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Text from "../report/text.ts"
import * as Run from "../Run.ts"
import * as Token from "../Token.ts"
import { conclude, Refusal, unbuilt } from "./Ending.ts"
import * as Modules from "./Modules.ts"
import * as options from "./options.ts"
import { print } from "./print.ts"
import * as Selection from "./Selection.ts"

const flags = {
  token: Argument.String("token").pipe(
    Argument.withDescription("What a failure ends with, as SES-04/0.3.0/my-psp/20261122/3:0:1")
  ),
  modules: options.module.pipe(Argument.variadic())
} as const

const handle = Effect.fnUntraced(function* ({ modules, token }: Command.Command.Config.Infer<typeof flags>) {
  const parsed = yield* Result.match(Token.parse(token), {
    onSuccess: Effect.succeed,
    onFailure: (sentence) => Effect.fail(new Refusal({ sentence: `${sentence}.` }))
  })
  const exports = yield* Modules.load(yield* Modules.find(modules))
  const [subject] = yield* Selection.ofSubjects(exports.subjects, (subject) => subject, [parsed.subject])
  if (subject === undefined) return
  const report = yield* Run.replay(subject, token).pipe(
    Effect.mapError((error) =>
      error._tag === "BrokenSubject" ? unbuilt(error) : new Refusal({ sentence: `${error.reason}.` })
    )
  )
  if (report.status === "failed" && report.failure !== undefined) {
    yield* print(Text.story(subject.name, report), Text.exchanges(report))
    return yield* conclude(1)
  }
  if (report.runs === 0) {
    yield* Console.log(`${report.law} cannot be tried on that: ${report.reason}`)
    return yield* conclude(3)
  }
  yield* Console.log(`${report.law} ${report.title} (${subject.name}): it holds there now.`)
})

export const replay = Command.make("replay", flags, handle).pipe(
  Command.withDescription(
    "Tries again what a failure was found on, in a single run, and tells its story. Exit code 1: it fails again; " +
      "0: it holds now; 2: the token is of another version of the laws, or of another subject."
  ),
  Command.withShortDescription("Try a failure again"),
  Command.withExamples([
    {
      command: "paylayer-conformance replay SES-04/0.3.0/my-psp/20261122/3:0:1",
      description: "On what conformance.ts exports"
    }
  ])
)
