/** `paylayer-conformance run`: tries laws on subjects, has laws find mutants, and says what came of it. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Catalogue from "../Catalogue.ts"
import type { Law } from "../Law.ts"
import { exitCode } from "../Report.ts"
import { document } from "../report/index.ts"
import * as Text from "../report/text.ts"
import * as Run from "../Run.ts"
import * as Corpus from "./Corpus.ts"
import { conclude, Refusal } from "./Ending.ts"
import type { Exports } from "./Exports.ts"
import { Host } from "./Host.ts"
import * as Modules from "./Modules.ts"
import * as options from "./options.ts"
import * as Pool from "./Pool.ts"
import * as Selection from "./Selection.ts"
import { print } from "./print.ts"
import * as summary from "./summary.ts"
import * as Views from "./Views.ts"

const flags = {
  modules: options.module.pipe(Argument.variadic()),
  law: options.law,
  profile: options.profile,
  subject: options.subject,
  seed: options.seed,
  runs: options
    .whole("runs", 1, 1_000_000, `How many inputs a law is tried on that has no number of its own (${Run.defaultRuns})`)
    .pipe(Flag.withDefault(Run.defaultRuns)),
  mutants: options.toggle(
    "mutants",
    "Instead of trying the laws on the subjects, have them find the mutants that the modules export"
  ),
  withMutants: options.toggle("with-mutants", "Both, one after the other, into one report"),
  seeds: options.whole("seeds", 1, 10_000, "On how many seeds each mutant has to die (20)").pipe(Flag.withDefault(20)),
  report: options.several("report", "VIEW", `Writes reports: ${Views.all.join(", ")}; several with commas`),
  out: Flag.String("out").pipe(
    Flag.withMetavar("DIR"),
    Flag.withDescription(`Where reports are written (${Views.usual})`),
    Flag.optional
  ),
  corpus: Flag.String("corpus").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(
      `Replay tokens of failures that were found before, to be tried first (${Corpus.usual}, if it is there)`
    ),
    Flag.optional
  ),
  keep: options.toggle("keep", "Adds the tokens of the failures that are found to the corpus"),
  jobs: options
    .whole("jobs", 1, 256, "How many threads try laws (as many as the machine has cores)")
    .pipe(Flag.optional)
} as const

type Input = Command.Command.Config.Infer<typeof flags>

const handle = Effect.fnUntraced(function* (input: Input) {
  const started = performance.now()
  const { runs, seed, seeds } = input
  // All that can be wrong with what was asked for, before it takes time.
  const laws = yield* Selection.laws(input)
  const views = yield* Views.chosen(input.report, input.out)
  const corpus = yield* Corpus.read(input.corpus, input.keep)
  const files = yield* Modules.find(input.modules)
  const { parallelism } = yield* Host
  const jobs = Option.getOrElse(input.jobs, () => parallelism)
  const threads = yield* Pool.threads(jobs, files)
  const exports = yield* Modules.load(files)
  yield* print(exports.absent.join("\n"))
  if (exports.subjects.length === 0 && exports.absent.length > 0) return yield* conclude(3)
  const subjects = input.mutants ? [] : yield* Selection.ofSubjects(exports.subjects, (one) => one, input.subject)
  const mutants = input.mutants || input.withMutants ? yield* mutantsOf(exports, laws, input) : []
  const pool = Pool.make(exports, threads, { seed, runs, seeds, corpus: corpus.tokens })

  const reports = yield* pool.tryLaws(subjects, laws)
  const tried = performance.now() - started
  if (reports.length > 0) {
    yield* print(
      Text.table(reports),
      Text.skips(reports),
      summary.problems(reports, corpus.file),
      ...Corpus.strangers(corpus, exports.subjects),
      summary.claims(reports, laws),
      summary.failures(reports)
    )
  }
  const kills = yield* pool.attack(mutants)
  if (kills.length > 0) yield* print(Text.kills(kills), summary.survivors(kills))

  const millis = performance.now() - started
  const written = yield* Views.write(views, document({ reports, kills, options: { laws, runs, seed }, millis }))
  if (written.length > 0) yield* print(`written: ${written.join(", ")}`)
  const found = Corpus.found(corpus, reports)
  if (input.keep && found.length > 0) {
    yield* Corpus.add(corpus, found)
    yield* print(`added to ${corpus.file}: ${found.join(", ")}`)
  }
  yield* Console.log(summary.closing({ seed, runs, seeds, laws, reports, kills, tried, millis }))
  const code = exitCode(reports, kills)
  if (code === 3) yield* Console.error("Nothing was executed, for the reasons above.")
  yield* conclude(code)
}, Effect.scoped)

/** The mutants of these subjects that are named for these laws. */
const mutantsOf = Effect.fnUntraced(function* (exports: Exports, laws: ReadonlyArray<Law>, { subject }: Input) {
  if (exports.mutants.length === 0) {
    return yield* new Refusal({
      sentence:
        "There are no mutants. Export an array called mutants, of what mutant of @paylayer/conformance/mutants makes."
    })
  }
  const all = yield* Selection.ofSubjects(exports.mutants, (mutant) => mutant.subject, subject)
  const found =
    laws.length === Catalogue.laws.length ? all : all.filter(({ killedBy }) => laws.some(({ id }) => id === killedBy))
  if (found.length > 0) return found
  return yield* new Refusal({
    sentence: "No mutant is named for these laws: leave out --law or --profile, or name others."
  })
})

export const run = Command.make("run", flags, handle).pipe(
  Command.withDescription(
    "Tries the laws on every subject that the modules export. Exit code 0: none failed; 1: one failed, a mutant " +
      "survived, or a subject says of itself what cannot be; 2: nothing can be said; 3: nothing was executed."
  ),
  Command.withShortDescription("Try the laws on subjects"),
  Command.withExamples([
    { command: "paylayer-conformance run", description: "All laws on what conformance.ts exports" },
    {
      command: "paylayer-conformance run psp.ts --law SES,INT-01 --runs 500",
      description: "Some laws, on more inputs"
    },
    { command: "paylayer-conformance run --report html,junit --out reports", description: "With reports" },
    { command: "paylayer-conformance run --keep", description: "What fails now is tried first from now on" },
    {
      command: "paylayer-conformance run --mutants",
      description: "Do the laws find the mistakes that were made on purpose?"
    }
  ])
)
