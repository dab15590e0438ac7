/**
 * What somebody does who writes an adapter of their own: the packed kit in an empty folder, `new`, its tests on both
 * versions of vitest that the kit works with, and the command. Nothing may reach into this repository.
 */
import { execFileSync, spawnSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"

export interface Line {
  readonly ok: boolean
  readonly text: string
}

export interface Options {
  readonly tarballs: ReadonlyArray<string>
  readonly vitests: ReadonlyArray<string>
  readonly typescript: string
  /** Executables of Node, oldest first. */
  readonly nodes: ReadonlyArray<string>
  /** Where `npm` is looked for. */
  readonly path: string
}

const json = (value: object) => JSON.stringify(value, null, 2)

/** Everything that was tried, one line each. */
export const all = (options: Options): ReadonlyArray<Line> =>
  options.vitests.flatMap((vitest) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "paylayer-stranger-")))
    try {
      return withVitest(folder, vitest, options)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

const withVitest = (folder: string, vitest: string, options: Options): ReadonlyArray<Line> => {
  const { nodes, path, tarballs, typescript } = options
  writeFileSync(join(folder, "package.json"), json({ private: true, type: "module" }))
  const packages = [...tarballs, `vitest@${vitest}`, `typescript@${typescript}`]
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...packages], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, PATH: path }
  })
  const bin = join(folder, "node_modules/.bin")
  const lines: Array<Line> = []
  const report = (ok: boolean, text: string) => lines.push({ ok, text: `vitest ${vitest}: ${text}` })

  /** Runs a program of the folder in a Node, as a person would: without this repository's programs. */
  const run = (node: string, program: string, ...args: ReadonlyArray<string>) => {
    const { status, stderr, stdout } = spawnSync(node, [realpathSync(join(bin, program)), ...args], {
      cwd: existsSync(join(folder, "my-psp")) ? join(folder, "my-psp") : folder,
      encoding: "utf8",
      env: { PATH: [dirname(node), bin, path].join(delimiter), HOME: folder, CI: "true", NO_COLOR: "1" }
    })
    return { status, output: stdout + stderr, last: stdout.trimEnd().split("\n").at(-1) ?? "" }
  }

  const newest = nodes.at(-1)!
  const made = run(newest, "paylayer-conformance", "new", "my-psp")
  report(made.status === 0 && existsSync(join(folder, "my-psp/src/MyPsp.ts")), `new my-psp ended with ${made.status}`)
  mkdirSync(join(folder, "my-psp"), { recursive: true })
  const compiled = run(newest, "tsc")
  report(compiled.status === 0, `its types: ${compiled.status === 0 ? "right" : compiled.output}`)

  for (const node of nodes) {
    const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim()
    const tests = run(node, "vitest", "run", "--reporter=json", "--outputFile=../tests.json")
    const { numFailedTests, numPassedTests, numPendingTests } = JSON.parse(
      existsSync(join(folder, "tests.json")) ? readFileSync(join(folder, "tests.json"), "utf8") : "{}"
    ) as Readonly<Record<string, number>>
    rmSync(join(folder, "tests.json"), { force: true })
    report(
      tests.status === 0 && Number(numPassedTests) > 0 && numFailedTests === 0,
      `Node ${version}: ${numPassedTests} tests passed, ${numFailedTests} failed, ${numPendingTests} skipped`
    )
    if (tests.status !== 0) report(false, tests.output.slice(-2000))
    const laws = run(node, "paylayer-conformance", "run", "conformance.ts", "--runs", "20")
    // A Node that does not read TypeScript has to say so, and how to go on.
    const old = version.startsWith("v20.")
    report(
      old ? laws.status === 2 && /TypeScript/.test(laws.output) : laws.status === 0,
      `Node ${version}: run ended with ${laws.status}: ${old ? laws.output.trim().split("\n")[0] : laws.last}`
    )
  }

  const reports = run(
    newest,
    "paylayer-conformance",
    "run",
    "conformance.ts",
    "--law",
    "SES",
    "--report",
    "json,md,junit,html"
  )
  const folderOfReports = join(folder, "my-psp/conformance-report")
  const written = existsSync(folderOfReports) ? readdirSync(folderOfReports) : []
  report(reports.status === 0 && written.length === 4, `reports: ${written.join(", ")}`)

  // Copies, no links: what ran is what was packed.
  const installed = realpathSync(join(folder, "node_modules/@paylayer/conformance"))
  report(installed.startsWith(folder), `it ran from ${installed.startsWith(folder) ? "the tarballs alone" : installed}`)
  return lines
}
