/** Every example in doc comments, READMEs and docs compiles, and does what it says. */
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { all, type Example, examplesIn, printed } from "./collect.ts"
import { run, typeCheck, write } from "./generate.ts"
import { same } from "./same.ts"

const examples = all()
const paths = await write("all", examples)

describe("examples", () => {
  it.each(
    examples.flatMap((example, at) =>
      example.runs ? [[`${example.file}:${example.line}`, example, paths[at]!] as const] : []
    )
  )("%s", async (_, example, path) => {
    const lines = await run(path)
    const announced = printed(example)
    if (announced.length > 0) expect(lines).toEqual(announced.map((text) => expect.stringMatching(text)))
  })

  it("compile", { timeout: 60_000 }, async () => {
    expect(await typeCheck("all")).toBe("")
  })

  it("are found in doc comments, in READMEs, and whole", () => {
    const files = new Set(examples.map(({ file }) => file))
    expect(files).toContain("README.md")
    expect(files).toContain("packages/core/README.md")
    expect(files).toContain("packages/core/src/Money.ts")
    expect(examples.filter(({ kind }) => kind === "comment").length).toBeGreaterThan(4)
    expect(examples.filter(({ code, kind }) => kind === "comment" && code.includes("// =>")).length).toBeGreaterThan(4)
  })
})

describe("what is wrong", () => {
  const fence = "```"
  const page = (...lines: ReadonlyArray<string>) => examplesIn("page.md", [`${fence}ts`, ...lines, fence].join("\n"))
  const comment = (...lines: ReadonlyArray<string>) =>
    examplesIn(
      "packages/core/src/Money.ts",
      ["/**", ...[`${fence}ts`, ...lines, fence].map((line) => ` * ${line}`), " */"].join("\n")
    )
  const running = async (name: string, found: ReadonlyArray<Example>) => {
    const [path] = await write(name, found)
    return run(path!)
  }

  it.each([
    ["another value", comment('positive(1, "EUR") // => positive(2, "EUR")')],
    ["another kind of result", comment('positive(0, "EUR") // => Result.succeed(positiveUnsafe(1, "EUR"))')],
    ["another class", comment('positiveUnsafe(1, "EUR") // => ({ value: 1, currency: "EUR" })')],
    ["a name that does not exist", comment('positiv(1, "EUR")')],
    ["a later line", comment("const one = 1 // => 1", "one + one // => 3")],
    ["a program that throws", page('throw new Error("no")')],
    ["a promise that is rejected", page('await Promise.reject(new Error("no"))')]
  ])("%s fails when it runs", async (what, found) => {
    expect(found).toHaveLength(1)
    await expect(running(`wrong-${what.replaceAll(" ", "-")}`, found)).rejects.toThrow()
  })

  it.each([
    [1, 2],
    [Result.succeed(1), Result.succeed(2)],
    [Result.succeed(1), Result.fail(1)],
    [Option.some(1), Option.none()],
    [Redacted.make("a"), Redacted.make("b")],
    [{ a: undefined }, {}]
  ])("%s is not %s", (one, other) => {
    same(one, one)
    expect(() => same(one, other)).toThrow()
  })

  it("what is right does not", async () => {
    const right = comment('positive(1, "EUR") // => Result.succeed(positiveUnsafe(1, "EUR"))', "const two = 2 // => 2")
    expect(await running("right", right)).toEqual([])
    expect(await running("prints", page('console.log("a", 1) // a 1'))).toEqual(["a 1"])
    const [text, any] = printed(page('console.log("a", 1) // a 1', "console.log(id) // => session …")[0]!)
    expect("a 1").toMatch(text!)
    expect("a 12").not.toMatch(text!)
    expect("session 7").toMatch(any!)
    expect("a session 7").not.toMatch(any!)
  })

  it("what does not compile is shown, whether it runs or not", { timeout: 60_000 }, async () => {
    const noRun = examplesIn("page.md", `${fence}ts no-run\nconst wrong: number = "text"\n${fence}`)
    expect(noRun).toMatchObject([{ runs: false }])
    await write("no-compile", [...noRun, ...comment('positiveUnsafe(1, "EURO")')])
    const said = await typeCheck("no-compile")
    expect(said).toContain("page.md-1.ts")
    expect(said).toContain("packages-core-src-Money.ts-2.ts")
  })

  it("a fence that is misspelt or left open is an error", () => {
    expect(() => examplesIn("page.md", `${fence}ts norun\n${fence}`)).toThrow("what is `norun`?")
    expect(() => examplesIn("page.md", `${fence}ts\n1`)).toThrow("does not end")
  })
})
