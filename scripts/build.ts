// Compiles every package from scratch into its `dist`, in the order of their references.
import { spawnSync } from "node:child_process"
import { globSync, rmSync } from "node:fs"

const packages = ["packages/*", "adapters/*", "conformance"]
for (const dist of globSync(packages.map((folder) => `${folder}/dist`))) rmSync(dist, { recursive: true })
const projects = globSync(packages.map((folder) => `${folder}/{,src/*/}tsconfig.json`))
process.exitCode = spawnSync("tsc", ["--build", ...projects], { stdio: "inherit" }).status ?? 1
