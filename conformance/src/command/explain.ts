/** `paylayer-conformance explain`: all that there is to know about a law. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Catalogue from "../Catalogue.ts"
import * as Claims from "../Claims.ts"
import type { Law } from "../Law.ts"
import * as Text from "../report/text.ts"
import * as Selection from "./Selection.ts"

const flags = { law: Argument.String("law").pipe(Argument.withDescription("The id of a law, as SES-04")) } as const

const kinds: Readonly<Record<Law["kind"], string>> = {
  example: "what happens in certain cases",
  property: "what holds for all inputs",
  model: "sequences of commands, beside a naive model of what should come of them",
  race: "what happens at once, in any order",
  fault: "what happens when something between adapter and provider breaks",
  codec: "what becomes of values on their way to the wire and back"
}

const levels: Readonly<Record<Law["level"], string>> = {
  must: "nobody is conformant without it",
  should: "it fails a run, and does not stand against a claim",
  advisory: "it is new, and does not stand against a claim"
}

const parties: Readonly<Record<Law["falsifies"], string>> = {
  adapter: "a failure is a mistake of the adapter, or of what it says about itself",
  core: "a failure is a mistake of the core's rules",
  world: "a failure is a mistake of the simulator"
}

const inputs = ({ inputs }: Law): string => {
  if (inputs._tag === "Cases") return "a fixed list, each once, whatever the seed"
  return inputs.runs === undefined
    ? "random ones, as many as --runs says"
    : `${inputs.runs} random ones, whatever --runs says`
}

const explained = (law: Law): string => {
  const { falsifies, id, kind, level, negative, requires, source, statement, title } = law
  const profiles = Claims.profiles.filter((profile) => Claims.lawsOf(profile, Catalogue.laws).includes(law))
  const rows = [
    ["source", source],
    ["level", `${level}: ${levels[level]}`],
    ["kind", `${kind}: ${kinds[kind]}`],
    ["tried on", inputs(law)],
    [
      "needs",
      requires.map(({ kind, name }) => (kind === "subject" ? `to be told ${name}` : `${kind} ${name}`)).join(", ") ||
        "nothing"
    ],
    ...(negative === undefined
      ? []
      : [["without it", "where a capability is declared absent, the operation has to be refused, with nothing sent"]]),
    ["finds", parties[falsifies]],
    ["profiles", profiles.join(", ") || "none"],
    ["try it", `paylayer-conformance run --law ${id}`],
    ["again", "paylayer-conformance replay TOKEN, with the token that its failure ends with"]
  ]
  return `${id} ${title}\n\n${statement}\n\n${Text.columns(rows)}`
}

const handle = Effect.fnUntraced(function* ({ law }: Command.Command.Config.Infer<typeof flags>) {
  yield* Console.log(explained(yield* Selection.lawOf(law)))
})

export const explain = Command.make("explain", flags, handle).pipe(
  Command.withDescription("Explains a law: what it says, where it comes from, what it needs, and how to try it."),
  Command.withShortDescription("Explain a law"),
  Command.withExamples([{ command: "paylayer-conformance explain SES-04" }])
)
