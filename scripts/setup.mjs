// Makes a fresh clone ready for `npm test` and `npm run demo`; they start with it. Plain JavaScript for Node 20, and
// nothing from node_modules, because there may be none yet.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"

const root = join(import.meta.dirname, "..")
const stamp = join(root, "node_modules", ".cache", "paylayer-setup")

/** @param {string} command */
const run = (command) => {
  const result = spawnSync(command, { cwd: root, shell: true, stdio: "inherit" })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

// What an installation depends on. A changed dependency without a changed lockfile is refused by the frozen install.
const fingerprint = () => {
  const workspaces = ["packages", "adapters", "examples"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name))
  )
  const manifests = [".", "conformance", "test", ...workspaces].map((folder) => join(folder, "package.json")).sort()
  const hash = createHash("sha256")
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest("hex")
}

const wanted = fingerprint()
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  console.log(`Installing with pnpm ${devDependencies.pnpm} (once for each change of the lockfile) …`)
  run(`npx --yes pnpm@${devDependencies.pnpm} install --frozen-lockfile`)
  mkdirSync(join(stamp, ".."), { recursive: true })
  writeFileSync(stamp, wanted)
}

// The scripts run with the Node of the optional dependency where there is one, else with the machine's.
const PATH = join(root, "node_modules", ".bin") + delimiter + process.env.PATH
const version = spawnSync("node --version", { env: { ...process.env, PATH }, shell: true, encoding: "utf8" }).stdout
const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `Paylayer's scripts need Node 22.19 or newer and found ${version.trim() || "none that runs"}: on Linux x64 with ` +
      `glibc it comes with the installation (if not, delete node_modules and try again), elsewhere please install one.`
  )
  process.exit(1)
}
