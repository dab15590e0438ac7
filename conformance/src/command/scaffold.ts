/** A new adapter's package: the template beside this package's sources, under another name. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** One file of the new package; `path` has slashes. */
export interface File {
  readonly path: string
  readonly text: string
}

/** The same depth from the sources and from what is published. */
const root = fileURLToPath(new URL("../../", import.meta.url))

interface Manifest {
  readonly version: string
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** Lower-case words with hyphens between them: it names the package, the provider and its files. */
export const isName = (name: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 50

const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The files of a new adapter's package. */
export const scaffold = (name: string): ReadonlyArray<File> => {
  const folder = join(root, "template")
  const renamed = (text: string) => text.replaceAll("my-psp", name).replaceAll("MyPsp", pascal(name))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    // What checking the template's types leaves there.
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".tsbuildinfo"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      path: renamed(file.slice(folder.length + 1).replaceAll("\\", "/")),
      text: renamed(readFileSync(file, "utf8"))
    }))
  return [{ path: "package.json", text: manifest(name) }, { path: ".gitignore", text: ignored }, ...files].toSorted(
    (one, other) => (one.path < other.path ? -1 : 1)
  )
}

const ignored = "node_modules\nconformance-report\n"

/** What the new package needs: the versions that this one was made with. */
const manifest = (name: string): string => {
  const kit = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest
  const ours = `^${kit.version}`
  const needs = {
    name,
    version: "0.0.0",
    private: true,
    type: "module",
    exports: "./src/index.ts",
    scripts: {
      test: "vitest run",
      conformance: "paylayer-conformance run conformance.ts",
      types: "tsc"
    },
    dependencies: { "@paylayer/core": ours, effect: kit.peerDependencies["effect"] },
    devDependencies: {
      "@paylayer/conformance": ours,
      "@paylayer/simulator": ours,
      typescript: ">=5.9 <8",
      vitest: kit.peerDependencies["vitest"]
    }
  }
  return `${JSON.stringify(needs, null, 2)}\n`
}
