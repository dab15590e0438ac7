/** Every block of a page that is said to be from a file is still there, line by line. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { examplesIn, excerpts, root } from "./collect.ts"
import { missing } from "./excerpt.ts"

describe("excerpts", () => {
  it.each(excerpts().map((excerpt) => [`${excerpt.file}:${excerpt.line}`, excerpt] as const))(
    "%s",
    (_, { code, from = "" }) => {
      expect(missing(code, readFileSync(join(root, from), "utf8"))).toBeUndefined()
    }
  )

  it("are found", () => {
    expect(excerpts().length).toBeGreaterThan(10)
  })
})

describe("a part of a file", () => {
  const source = ["one", "  two {", "", "    three", "  }", "four", "  two {", "five"].join("\n")

  it.each([
    ["the whole", source],
    ["a line", "four"],
    ["lines further to the left", "two {\n\n  three\n}"],
    ["lines with others left out", "one\n// …\nfour"],
    ["lines with others left out between indented ones", "two {\n  // …\n}\n// …\nfive"]
  ])("is %s", (_, excerpt) => {
    expect(missing(excerpt, source)).toBeUndefined()
  })

  it.each([
    ["a line that is not there", "six", "six"],
    ["a part of a line", "thr", "thr"],
    ["lines that do not follow each other", "one\nfour", "one\nfour"],
    ["lines in another order", "four\n// …\none", "one"],
    ["one line twice", "one\n// …\none", "one"],
    ["lines that stand otherwise to each other", "two {\n\nthree\n}", "two {\n\nthree\n}"],
    ["lines without the empty one between them", "two {\n  three", "two {\n  three"]
  ])("is not %s", (_, excerpt, expected) => {
    expect(missing(excerpt, source)?.trimEnd()).toBe(expected)
  })

  it("is named by its fence, and is no program", () => {
    const fence = "```"
    expect(examplesIn("page.md", `${fence}ts from a/b.ts\none\n${fence}`)).toEqual([
      { file: "page.md", line: 1, kind: "page", runs: false, from: "a/b.ts", code: "one" }
    ])
    expect(() => examplesIn("page.md", `${fence}ts from\n${fence}`)).toThrow("what is `from`?")
  })
})
