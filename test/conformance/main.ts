/**
 * `pnpm conformance`: the command `paylayer-conformance` on all subjects of this repository, with 200 runs unless told.
 *
 * Options are those of `paylayer-conformance run`: `--mutants` has every mutant attacked by its law instead. Other
 * commands come first, as in `pnpm conformance replay TOKEN` or `pnpm conformance explain SES-04`.
 */
const module = "test/conformance/collected.ts"

// pnpm passes a `--` on.
const given = process.argv.slice(2).filter((argument) => argument !== "--")
const isRun = given[0] === undefined || given[0].startsWith("-")
const hasRuns = given.some((argument) => /^--runs(=|$)/.test(argument))
const args = isRun
  ? ["run", module, ...(hasRuns ? [] : ["--runs", "200"]), ...given]
  : [...given, ...(given[0] === "replay" ? [module] : [])]

process.argv.splice(2, Infinity, ...args)
await import("../../conformance/src/command/main.ts")
