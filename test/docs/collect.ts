/** The examples of doc comments and of Markdown, as programs. */
import { globSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

export const root = join(import.meta.dirname, "../..")

/** One fenced block of TypeScript. */
export interface Example {
  /** From the root, with slashes. */
  readonly file: string
  /** Of the opening fence, from 1. */
  readonly line: number
  readonly code: string
  /** `comment`: an excerpt in the scope of its module. `page`: a whole program with its imports. */
  readonly kind: "comment" | "page"
  /** ` ```ts no-run `: only type-checked. */
  readonly runs: boolean
  /** ` ```ts from path/of/file.ts `: a part of that file, which is compiled and run there. */
  readonly from?: string
}

const sources = ["{packages,adapters}/*/src/**/*.ts", "conformance/src/**/*.ts"]
const pages = ["*.md", "{packages,adapters,examples}/*/*.md", "conformance/*.md", "docs/**/*.md"]

/** All examples of the repository that are programs, or excerpts with a scope. */
export const all = (): ReadonlyArray<Example> => fenced().filter(({ from }) => from === undefined)

/** All that are parts of files. */
export const excerpts = (): ReadonlyArray<Example> => fenced().filter(({ from }) => from !== undefined)

const fenced = (): ReadonlyArray<Example> =>
  globSync([...sources, ...pages], { cwd: root, exclude: ["**/node_modules", "**/dist"] })
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
    .flatMap((file) => examplesIn(file, readFileSync(join(root, file), "utf8")))

/** In a source the fences of doc comments count, in a page all. */
export const examplesIn = (file: string, text: string): ReadonlyArray<Example> => {
  const kind = file.endsWith(".md") ? "page" : "comment"
  const [margin, fence] =
    kind === "page" ? [/^/, /^```(?:ts|typescript)\b(.*)$/] : [/^ *\* ?/, /^ *\* ```(?:ts|typescript)\b(.*)$/]
  const closing = kind === "page" ? /^```$/ : /^ *\* ```$/
  const examples: Array<Example> = []
  let open: (Pick<Example, "line" | "runs" | "from"> & { readonly lines: Array<string> }) | undefined
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = fence.exec(line)?.[1]?.trim()
    if (open === undefined) {
      if (words === undefined) continue
      const from = /^from (\S+)$/.exec(words)?.[1]
      if (words !== "" && words !== "no-run" && from === undefined)
        throw new Error(`${file}:${index + 1}: what is \`${words}\`?`)
      open = { line: index + 1, runs: words === "", lines: [], ...(from === undefined ? {} : { from }) }
    } else if (closing.test(line)) {
      const { lines, ...found } = open
      examples.push({ file, kind, code: lines.join("\n"), ...found })
      open = undefined
    } else {
      open.lines.push(line.replace(margin, ""))
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block does not end`)
  return examples
}

/** What a name stands for in an excerpt: by `import`, the clause and the module. */
export type Scope = (name: string) => string | undefined

/**
 * The example as a program in `folder`: `expression // => value` becomes a comparison, and the names that an excerpt
 * does not declare are imported.
 */
export const programOf = (example: Example, folder: string, scope: Scope): string => {
  const lines = example.code.split("\n").map(asserted)
  const same = JSON.stringify(pathFrom(folder, join(import.meta.dirname, "same.ts")))
  return [
    `// ${example.file}:${example.line}`,
    ...(lines.some((line) => line.startsWith("same(")) ? [`import { same } from ${same}`] : []),
    ...(example.kind === "comment" ? imports(example.code, scope) : []),
    ...lines,
    "export {}",
    ""
  ].join("\n")
}

const prints = /^ *console\.log\(.*\) \/\/ (?:=> )?(.+)$/

/** What the program says that it prints: `console.log(…) // text`, in which `…` is whatever it may be. */
export const printed = ({ code }: Example): ReadonlyArray<RegExp> =>
  code.split("\n").flatMap((line) => {
    const [, text] = prints.exec(line) ?? []
    if (text === undefined) return []
    const parts = text.split("…").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    return [new RegExp(`^${parts.join(".*")}$`)]
  })

/** An import path from one folder to a file. */
export const pathFrom = (folder: string, file: string): string => {
  const path = relative(folder, file).replaceAll("\\", "/")
  return path.startsWith(".") ? path : `./${path}`
}

/** The `index.ts` of the package that a source belongs to. */
export const indexOf = (file: string): string => join(file.slice(0, file.indexOf("/src/")), "src/index.ts")

const asserted = (line: string): string => {
  if (prints.test(line)) return line
  const [, expression, value] = /^(.*?)\s*\/\/ => (.*)$/.exec(line) ?? []
  if (expression === undefined) return line
  const [, name] = /^\s*const (\w+) = /.exec(expression) ?? []
  return name === undefined ? `same(${expression}, ${value})` : `${expression}; same(${name}, ${value})`
}

const imports = (code: string, scope: Scope): ReadonlyArray<string> => {
  const text = code.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  const declared = new Set([...text.matchAll(/\b(?:const|let|function|class)\s+(\w+)/g)].map(([, name]) => name))
  const used = new Set([...text.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g)].map(([name]) => name))
  return [...used].filter((name) => !declared.has(name)).flatMap((name) => scope(name) ?? [])
}
