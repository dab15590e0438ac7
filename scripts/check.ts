// Everything that must hold before a change goes in, besides the tests. `pnpm check types lint` runs only those.
import { spawn } from "node:child_process"
import { globSync } from "node:fs"
import { stripVTControlCharacters } from "node:util"

const projects = globSync(
  ["scripts", "test", "examples/*", "conformance{,/src/*,/template,/test}", "{packages,adapters}/*{,/src/*,/test}"].map(
    (folder) => `${folder}/tsconfig.json`
  )
)

// In this order: `packages` packs what `types` has compiled.
const steps: Readonly<Record<string, ReadonlyArray<string>>> = {
  types: ["tsc", "--build", ...(process.stdout.isTTY ? ["--pretty"] : []), ...projects],
  "lint, circular imports": ["oxlint"],
  format: ["oxfmt", "--check"],
  "unused code": ["knip"],
  packages: ["node", "scripts/packages.ts"]
}

const run = (command: string, args: ReadonlyArray<string>) =>
  new Promise<{ readonly ok: boolean; readonly output: string }>((resolve) => {
    let output = ""
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] })
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk))
    child.on("error", (error) => resolve({ ok: false, output: String(error) }))
    child.on("close", (code) => resolve({ ok: code === 0, output }))
  })

const wanted = process.argv.slice(2)
const chosen = Object.entries(steps).filter(
  ([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word))
)
const failed: Array<string> = []
for (const [name, [command = "", ...args]] of chosen) {
  const started = performance.now()
  const { ok, output } = await run(command, args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${ok ? "ok    " : "FAILED"}  ${name}  ${seconds} s`)
  if (ok) continue
  failed.push(name)
  console.log((process.stdout.isTTY ? output : stripVTControlCharacters(output)).trimEnd() + "\n")
}
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join("; ")}.`)
process.exitCode = failed.length === 0 && chosen.length > 0 ? 0 : 1
