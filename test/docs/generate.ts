/** Examples as files: written below `.generated`, which git does not see, type-checked there and run from there. */
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { format } from "node:util"
import { type Example, indexOf, pathFrom, programOf, root, type Scope } from "./collect.ts"

/** Several sets of programs can be there at once, each in a folder of its own. */
const folderOf = (name: string) => join(import.meta.dirname, ".generated", name)
const effect = dirname(createRequire(import.meta.url).resolve("effect/package.json"))

/** Writes each example as a program, and gives the paths in the same order. */
export const write = async (name: string, examples: ReadonlyArray<Example>): Promise<ReadonlyArray<string>> => {
  const folder = folderOf(name)
  await mkdir(folder, { recursive: true })
  const programs = await Promise.all(
    examples.map(async (example) => {
      const scope = example.kind === "comment" ? await scopeOf(example, folder) : () => undefined
      return {
        path: join(folder, `${example.file.replaceAll("/", "-")}-${example.line}.ts`),
        text: programOf(example, folder, scope)
      }
    })
  )
  for (const { path, text } of programs) await writeFile(path, text)
  const files = programs.map(({ path }) => path)
  const config = { extends: "../../../tsconfig.json", compilerOptions: { noUnusedLocals: false }, references: [] }
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ ...config, files, include: [] }))
  return files
}

/** What the compiler has to say about the programs of a folder; nothing if all is well. */
export const typeCheck = (name: string): Promise<string> =>
  new Promise((resolve) => {
    const tsc = join(root, "node_modules/typescript/bin/tsc")
    execFile(process.execPath, [tsc, "--pretty", "false", "--project", folderOf(name)], { cwd: root }, (_, stdout) => {
      const about = stdout.split("\n").filter((line) => line.includes(".generated") || line.startsWith("error"))
      resolve(about.join("\n"))
    })
  })

/** Runs a program, and gives what it printed. */
export const run = async (path: string): Promise<ReadonlyArray<string>> => {
  const lines: Array<string> = []
  const { log } = console
  console.log = (...values: ReadonlyArray<unknown>) => void lines.push(format(...values))
  try {
    await import(path)
  } finally {
    console.log = log
  }
  return lines
}

/** First the module's own names, then those of its package, then Effect's modules. */
const scopeOf = async ({ file }: Example, folder: string): Promise<Scope> => {
  const own = join(root, file)
  const index = join(root, indexOf(file))
  const modules = [own, ...(existsSync(index) && index !== own ? [index] : [])]
  const names = await Promise.all(modules.map(async (path) => [path, Object.keys(await import(path))] as const))
  return (name) => {
    const [path] = names.find(([, exported]) => exported.includes(name)) ?? []
    if (path !== undefined) return `import { ${name} } from ${JSON.stringify(pathFrom(folder, path))}`
    return existsSync(join(effect, "src", `${name}.ts`)) ? `import * as ${name} from "effect/${name}"` : undefined
  }
}
