/** `docs/write-an-adapter.md`: what it says about its example, the laws and a failure is so. */
import { Catalogue, run, Text } from "@paylayer/conformance"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { mutants } from "../../examples/write-an-adapter/conformance.ts"
import { all, excerpts, root } from "./collect.ts"

const page = "docs/write-an-adapter.md"
const folder = "examples/write-an-adapter"
const read = (file: string) => readFileSync(join(root, file), "utf8")
const guide = read(page)

describe("the example", () => {
  const files = globSync("{*,src/*}.ts", { cwd: join(root, folder) }).sort()
  const linesOf = (file: string) => read(`${folder}/${file}`).trimEnd().split("\n").length

  it("is 600 lines at the most", () => {
    expect(files).toEqual(["conformance.test.ts", "conformance.ts", "src/Polder.ts", "src/simulator.ts"])
    expect(files.map(linesOf).reduce((sum, lines) => sum + lines)).toBeLessThanOrEqual(600)
  })

  const importsOf = (file: string) =>
    [...read(`${folder}/${file}`).matchAll(/ from "([^"]+)"/g)].map(([, from]) => from).filter(isOurs)
  const isOurs = (from = "") => !from.startsWith("effect/")

  it("has two sides that share nothing", () => {
    expect(new Set(importsOf("src/Polder.ts"))).toEqual(new Set(["@paylayer/core", "@paylayer/core/adapter"]))
    expect(new Set(importsOf("src/simulator.ts"))).toEqual(new Set(["@paylayer/simulator", "@paylayer/simulator/mac"]))
  })
})

describe("the page", () => {
  it("shows nothing but parts of the example", () => {
    expect(all().filter(({ file }) => file === page)).toEqual([])
    const from = excerpts().flatMap(({ file, from }) => (file === page ? from : []))
    expect(from.filter((file) => file?.startsWith(folder) !== true)).toEqual([])
  })

  it("names laws that there are", () => {
    const named = [...guide.matchAll(/\b[A-Z]{3}-\d\d\b/g)].map(([id]) => id)
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((id) => Catalogue.law(id) === undefined)).toEqual([])
  })

  it("names what an adapter declares, every field of it", () => {
    const source = read("packages/core/src/Capabilities.ts")
    const declared = /export interface AmountCapabilities[^]*/.exec(source)?.[0] ?? ""
    const fields = [...declared.matchAll(/^  readonly (\w+)\??:/gm)].map(([, field = ""]) => field)
    expect(fields.length).toBeGreaterThan(20)
    const [table = ""] = /^\| question[^]*?\n\n/m.exec(guide) ?? []
    expect(fields.filter((field) => field !== "provider" && !table.includes(`\`${field}\``))).toEqual([])
  })

  it("tells a failure as it is told", async () => {
    const [, shown = ""] = /```text\n([^]*?)```/.exec(guide) ?? []
    const [mutant] = mutants.filter(({ killedBy }) => shown.startsWith(killedBy))
    if (mutant === undefined) throw new Error(`no mutant is named for this story:\n${shown}`)
    const law = Catalogue.law(mutant.killedBy)!
    const report = await Effect.runPromise(run(mutant.subject, { laws: [law] }))
    const told = Text.story(report.subject, report.laws[0]!)
    const parts = shown
      .trimEnd()
      .split("…")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    expect(told).toMatch(new RegExp(`^${parts.join(".*")}$`))
  })
})

describe("the commands of the page", () => {
  const shown = [...guide.matchAll(/^npx paylayer-conformance (.*)$/gm)].map(([, line = ""]) => line)
  const { bin } = JSON.parse(read("conformance/package.json")) as { readonly bin: Record<string, string> }
  const command = join(root, "conformance", bin["paylayer-conformance"] ?? "")
  const corpus = "paylayer-corpus.json"

  /** How it ends, and what it says. */
  const ending = (line: string, cwd: string) =>
    new Promise<readonly [code: number | string | null | undefined, said: string]>((resolve) => {
      execFile(process.execPath, [command, ...line.split(" ")], { cwd }, (error, stdout, stderr) =>
        resolve([error === null ? 0 : error.code, stdout + stderr])
      )
    })

  it("are all kinds of it", () => {
    expect(new Set(shown.map((line) => line.split(" ")[0]))).toEqual(
      new Set(["new", "list", "run", "explain", "replay"])
    )
  })

  it("has the options that the page names, and the files", { timeout: 60_000 }, async () => {
    const [, help] = await ending("run --help", root)
    const own = guide.replace(/^npm .*$/gm, "")
    const named = new Set([...own.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option))
    expect(named.size).toBeGreaterThan(5)
    expect([...named].filter((option) => !new RegExp(`${option}\\b(?!-)`).test(help))).toEqual([])
    for (const file of [corpus, "conformance-report"]) {
      expect([file, guide.includes(`\`${file}`), help.includes(file)]).toEqual([file, true, true])
    }
  })

  it.each([...new Set(shown)])("%s", { timeout: 60_000 }, async (line) => {
    const scratch = mkdtempSync(join(tmpdir(), "paylayer-guide-"))
    try {
      // As shown, but not as thoroughly.
      const quick = line
        .replace(/^run (?=.*--mutants)/, "run --seeds 1 ")
        .replace(/^run (?!.*--mutants)/, "run --runs 1 --subject polder ")
        .replace(/ --runs \d+$/, "")
        .replace(/ --keep/, ` --keep --corpus ${join(scratch, corpus)}`)
        .replace(/ --report \S+/, `$& --out ${scratch}`)
        .replace("TOKEN", `SES-02/${Catalogue.version}/polder/1/0`)
      const [code, said] = await ending(quick, line.startsWith("new ") ? scratch : join(root, folder))
      expect([code, code === 0 ? "" : said]).toEqual([0, ""])
    } finally {
      rmSync(scratch, { recursive: true })
    }
  })
})
