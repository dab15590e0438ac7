/**
 * Installs the packages as they would be published, into an empty folder outside the workspace, and imports and
 * compiles against every public entry there: with the machine's Node and with the workspace's Node 24. Then what an
 * author of an adapter does, from `new` to a report; a payment and all laws on both, on Bun, on Deno and on the runtime of
 * Workers. Needs the registry, so it is no part of `npm test`.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import typescript from "typescript/package.json" with { type: "json" }
import vitest from "vitest/package.json" with { type: "json" }
import { pack, specifier } from "../../scripts/pack.ts"
import * as runtimes from "./runtimes.ts"
import * as stranger from "./stranger.ts"

/** Whose packages a stranger has no use for. */
const adapters = /put-session|stripe|adyen/

/** What may need more than the Node 20.19 of everything else. */
const needsNode22 = (entry: string) => /\/(server|cli)$/.test(entry)

const machinePath = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !/node_modules/.test(folder))
const machineNode = machinePath.map((folder) => join(folder, "node")).find(existsSync)
const nodes = new Set(
  [machineNode, process.execPath].filter((node) => node !== undefined).map((node) => realpathSync(node))
)

/** Runs in the empty folder, in each Node: imports what it is given, reports one line of JSON. */
const importing = `
  const report = { version: process.version, names: 0, broken: [] }
  for (const entry of process.argv.slice(2)) {
    try {
      report.names += Object.keys(await import(entry)).length
    } catch (error) {
      report.broken.push(entry + ": " + error)
    }
  }
  console.log(JSON.stringify(report))
`

interface Report {
  readonly version: string
  readonly names: number
  readonly broken: ReadonlyArray<string>
}

const folder = mkdtempSync(join(tmpdir(), "paylayer-proof-"))
const report = (ok: boolean, line: string) => {
  console.log(`${ok ? "ok    " : "FAILED"}  ${line}`)
  if (!ok) process.exitCode = 1
}

/** The properties of the fold of facts, at their full size. */
const folds = () => {
  const { status, stdout } = spawnSync(
    "vitest",
    ["run", "--config", "test/vitest.config.ts", "packages/core/test/history"],
    { encoding: "utf8", env: { ...process.env, PAYLAYER_FOLD_RUNS: "20000" } }
  )
  const closing = stdout.trimEnd().split("\n").at(-1) ?? ""
  report(status === 0, `20,000 histories for each property of the fold: ${closing}`)
}

try {
  folds()
  execFileSync("node", ["scripts/build.ts"], { stdio: "inherit" })
  const packed = pack(folder)
  const entries = packed.flatMap(({ name, entries }) => entries.map((entry) => specifier(name, entry)))
  report(packed.length > 0, `packed ${packed.map(({ name }) => name).join(", ")}: ${entries.length} entries`)

  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  execFileSync(
    "npm",
    [
      "install",
      "--no-audit",
      "--no-fund",
      ...packed.map(({ tarball }) => tarball),
      `vitest@${vitest.version}`,
      ...runtimes.packages
    ],
    { cwd: folder, stdio: "inherit", env: { ...process.env, PATH: machinePath.join(delimiter) } }
  )
  report(true, "installed with npm into an empty folder")

  writeFileSync(join(folder, "import.js"), importing)
  for (const node of nodes) {
    const old = execFileSync(node, ["--version"], { encoding: "utf8" }).startsWith("v20.")
    const skipped = entries.filter((entry) => old && needsNode22(entry))
    const tried = entries.filter((entry) => !skipped.includes(entry))
    const { stdout, stderr } = spawnSync(node, ["import.js", ...tried], { cwd: folder, encoding: "utf8" })
    const { version, names, broken } = JSON.parse(stdout || `{"broken":[${JSON.stringify(stderr)}]}`) as Report
    const imported = `${tried.length - broken.length} of ${tried.length} entries imported, ${names} names`
    report(broken.length === 0, `Node ${version}: ${imported}`)
    for (const line of broken) console.log(`        ${line}`)
    for (const entry of skipped) console.log(`        not tried, needs Node >= 22.19: ${entry}`)
  }
  if (nodes.size < 2) report(false, "only one Node found: nothing is known about the other")

  const imports = entries.map((entry, i) => `import * as m${i} from ${JSON.stringify(entry)}\nvoid m${i}\n`)
  writeFileSync(join(folder, "use.ts"), imports.join(""))
  const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", "", "use.ts"]
  const { status, stdout } = spawnSync("tsc", flags, { cwd: folder, encoding: "utf8" })
  report(status === 0, `TypeScript: ${entries.length} entries compiled against`)
  if (status !== 0) console.log(stdout)

  for (const { ok, text } of stranger.all({
    tarballs: packed.filter(({ name }) => !adapters.test(name)).map(({ tarball }) => tarball),
    vitests: ["4.1.12", vitest.version],
    typescript: typescript.version,
    nodes: [...nodes],
    path: machinePath.join(delimiter)
  }))
    report(ok, text)

  copyFileSync("test/proof/smoke.js", join(folder, "smoke.js"))
  const laws = /"paid":"Authorised 21.5 EUR","passed":[1-9]\d*,"failed":0/
  for (const { output, runtime } of await runtimes.all(folder, [...nodes]))
    report(laws.test(output), `${runtime}: ${output}`)
} catch (error) {
  report(false, String(error))
} finally {
  rmSync(folder, { recursive: true })
}
