/** The other runtimes that core, adapters, simulators and the kit have to run on; Linux x64, from the registry. */
import { spawn, spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

/** What has to be installed beside the packages. None of it has an install script. */
export const packages = [
  "@oven/bun-linux-x64@1.4.5",
  "@deno/linux-x64-glibc@2.9.6",
  "@cloudflare/workerd-linux-64@1.20261117.1",
  "esbuild@0.28.2"
]

export interface Outcome {
  readonly runtime: string
  /** The line of JSON that `smoke.js` ends with, or what went wrong. */
  readonly output: string
}

const command = (runtime: string, folder: string, program: string, ...args: ReadonlyArray<string>): Outcome => {
  const { error, stderr, stdout } = spawnSync(program, args, { cwd: folder, encoding: "utf8", timeout: 120_000 })
  return { runtime, output: stdout?.trim() || stderr?.trim() || String(error) }
}

/** Runs `smoke.js` on each; `nodes` are the Node binaries at hand. */
export const all = async (folder: string, nodes: ReadonlyArray<string>): Promise<ReadonlyArray<Outcome>> => {
  writeFileSync(
    join(folder, "run.js"),
    `import { smoke } from "./smoke.js"\nconsole.log(JSON.stringify(await smoke()))\n`
  )
  const modules = join(folder, "node_modules")
  return [
    ...nodes.map((node) =>
      command(`Node ${spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()}`, folder, node, "run.js")
    ),
    command("Bun", folder, join(modules, "@oven/bun-linux-x64/bin/bun"), "run.js"),
    command("Deno", folder, join(modules, "@deno/linux-x64-glibc/deno"), "run", "--allow-all", "run.js"),
    { runtime: "Workers", output: await worker(folder) }
  ]
}

/** Bundled, and served by the runtime of Cloudflare Workers; one request runs it. */
const worker = async (folder: string): Promise<string> => {
  const port = await freePort()
  writeFileSync(
    join(folder, "worker.js"),
    `import { smoke } from "./smoke.js"\nexport default { async fetch() { return Response.json(await smoke()) } }\n`
  )
  writeFileSync(
    join(folder, "worker.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed "bundle.js")],
    compatibilityDate = "2026-11-01"
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
`
  )
  const bundled = command(
    "esbuild",
    folder,
    join(folder, "node_modules/.bin/esbuild"),
    "worker.js",
    "--bundle",
    "--format=esm",
    "--platform=neutral",
    "--main-fields=module,main",
    "--conditions=workerd,worker",
    "--log-level=error",
    "--outfile=bundle.js"
  )
  const workerd = spawn(
    join(folder, "node_modules/@cloudflare/workerd-linux-64/bin/workerd"),
    ["serve", "worker.capnp"],
    {
      cwd: folder,
      stdio: "ignore"
    }
  )
  try {
    for (let tried = 0; tried < 50; tried++) {
      await sleep(200)
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
      if (answer !== undefined) return await answer.text()
    }
    return `no answer from the worker: ${bundled.output}`
  } finally {
    workerd.kill()
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
