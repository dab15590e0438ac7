// Would each package, as packed, be found and typed rightly by those who install it?
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pack } from "./pack.ts"

const run = (command: string, ...args: ReadonlyArray<string>): boolean =>
  spawnSync(command, args, { stdio: "inherit" }).status === 0

const folder = mkdtempSync(join(tmpdir(), "paylayer-packages-"))
try {
  const results = pack(folder).map(({ tarball, entries }) => [
    run("publint", "run", tarball, "--strict"),
    run("attw", tarball, "--profile", "esm-only", "--format", "ascii", "--no-emoji", "--entrypoints", ...entries)
  ])
  if (results.flat().includes(false)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
