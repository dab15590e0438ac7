/** `paylayer-conformance list`: the laws, and which of them apply to subjects. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Catalogue from "../Catalogue.ts"
import type { Law } from "../Law.ts"
import type { Report } from "../Report.ts"
import * as Text from "../report/text.ts"
import * as Run from "../Run.ts"
import type { Subject } from "../Subject.ts"
import { unbuilt } from "./Ending.ts"
import * as Modules from "./Modules.ts"
import * as options from "./options.ts"
import { print } from "./print.ts"
import * as Selection from "./Selection.ts"

const flags = {
  module: options.module.pipe(Argument.optional),
  law: options.law,
  profile: options.profile,
  subject: options.subject
} as const

const handle = Effect.fnUntraced(function* (input: Command.Command.Config.Infer<typeof flags>) {
  const laws = yield* Selection.laws(input)
  if (Option.isNone(input.module)) {
    yield* Console.log(
      Text.columns([
        ["law", "level", "kind", "title"],
        ...laws.map(({ id, kind, level, title }) => [id, level, kind, title])
      ])
    )
    return yield* Console.log(`\ncatalogue ${Catalogue.version}: ${laws.length} of ${Catalogue.laws.length} laws`)
  }
  const { subjects } = yield* Modules.load(yield* Modules.find([input.module.value]))
  const chosen = yield* Selection.ofSubjects(subjects, (subject) => subject, input.subject)
  const reports = yield* Effect.forEach(chosen, (subject) =>
    Effect.mapError(Run.run(harmless(subject), { laws: laws.map(untried) }), unbuilt)
  )
  yield* print(table(laws, reports), Text.skips(reports))
})

/** What is needed is looked for, and nothing is tried. */
const untried = (law: Law): Law => ({
  ...law,
  inputs: { _tag: "Cases", of: () => [undefined] },
  check: () => Effect.void,
  ...(law.negative === undefined ? {} : { negative: () => Effect.void })
})

/** Whether it deviates makes no difference to what applies. */
const harmless = (subject: Subject): Subject => ({ ...subject, deviations: [] })

const table = (laws: ReadonlyArray<Law>, reports: ReadonlyArray<Report>): string =>
  Text.columns([
    ["law", ...reports.map(({ subject }) => subject)],
    ...laws.map(({ id, title }, index) => [
      `${id}  ${title}`,
      ...reports.map(({ laws }) => {
        const status = laws[index]?.status
        return status === "skipped" ? "skipped" : status === "refused" ? "refusal" : "applies"
      })
    ])
  ])

export const list = Command.make("list", flags, handle).pipe(
  Command.withDescription(
    "Lists the laws. With a module, which of them apply to its subjects: `refusal` where a capability is declared " +
      "absent and the law is that the operation is refused; `skipped` for the reasons below the table."
  ),
  Command.withShortDescription("List the laws, and which apply"),
  Command.withExamples([
    { command: "paylayer-conformance list --profile sessions", description: "The laws of a profile" },
    { command: "paylayer-conformance list conformance.ts", description: "What applies to your adapter" }
  ])
)
