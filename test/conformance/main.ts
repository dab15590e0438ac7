/**
 * `pnpm conformance [--runs N] [--seed N]`: all laws on all subjects, then every mutant against its law.
 *
 * Prints the table of laws and subjects, why laws were skipped, each failure as a story, the kill table and one closing
 * line. Exit code 1 if a law failed or a mutant survived.
 */
import { Catalogue, Mutant, Report, Run } from "@paylayer/conformance"
import { parseArgs } from "node:util"
import { mutants, subjects } from "./collected.ts"
import * as pool from "./pool.ts"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: { runs: { type: "string", default: "200" }, seed: { type: "string", default: String(Run.defaultSeed) } }
})
const options = { runs: Number(values.runs), seed: Number(values.seed) }
const started = performance.now()

/** How far it is, on a terminal alone. */
const progress = (what: string, all: number) => (done: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${what} ${done} of ${all} ${done === all ? "\n" : ""}`)
}

const reports = await pool.run(subjects.length, options, progress("subjects", subjects.length))
const tried = ((performance.now() - started) / 1000).toFixed(1)

console.log(Report.table(reports))
console.log(`\n${Report.skips(reports)}`)
const failures = reports.flatMap(({ laws, subject }) =>
  laws.filter(({ status }) => status === "failed").map((report) => Report.story(subject, report))
)
if (failures.length > 0) console.log(`\n${failures.join("\n\n")}`)

const kills = await pool.attack(mutants.length, options, progress("mutants", mutants.length))
console.log(`\n${Mutant.table(kills)}`)

const counts = Report.count(reports)
const killed = kills.filter((kill) => kill.killed).length
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(
  `\ncatalogue ${Catalogue.version}, seed ${options.seed}, ${options.runs} runs, laws ${tried} s, in all ${seconds} s: ` +
    `${Catalogue.laws.length} laws on ${subjects.length} subjects: ${counts.passed} passed, ${counts.failed} failed, ` +
    `${counts.refused} refused as declared, ${counts.skipped} skipped; ${killed} of ${kills.length} mutants killed`
)
process.exitCode = counts.failed === 0 && killed === kills.length && counts.passed > 0 ? 0 : 1
