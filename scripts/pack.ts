/** The packages that are published, packed as they would be published. They have to be built. */
import { execFileSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly publishConfig: { readonly exports: Readonly<Record<string, string | null>> }
}

export interface Packed {
  readonly name: string
  readonly tarball: string
  /** What can be imported: `.`, `./adapter`, `./Money`, … */
  readonly entries: ReadonlyArray<string>
}

export const pack = (into: string): ReadonlyArray<Packed> =>
  globSync(["packages/*/package.json", "adapters/*/package.json", "conformance/package.json"])
    .map((file) => ({ folder: dirname(file), manifest: JSON.parse(readFileSync(file, "utf8")) as Manifest }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => {
      const options = { cwd: folder, encoding: "utf8", shell: true } as const
      const { filename } = JSON.parse(execFileSync(`pnpm pack --json --pack-destination "${into}"`, options))
      return { name: manifest.name, tarball: filename, entries: entriesOf(folder, manifest.publishConfig.exports) }
    })

const entriesOf = (folder: string, exports: Manifest["publishConfig"]["exports"]): ReadonlyArray<string> => {
  const entries = Object.entries(exports).flatMap(([entry, target]) => {
    if (target === null) return []
    if (!target.includes("*")) return [entry]
    return globSync(target, { cwd: folder }).map((file) => entry.replace("*", basename(file, ".js")))
  })
  return [...new Set(entries)].filter((entry) => exports[entry] !== null).sort()
}

/** The name that a program imports. */
export const specifier = (name: string, entry: string): string => join(name, entry).replaceAll("\\", "/")
