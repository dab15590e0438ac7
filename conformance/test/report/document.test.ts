import { Report, Text } from "@paylayer/conformance"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { document, fromJson, toJson, toMarkdown, views } from "../../src/report/index.ts"
import { hostile, hostileDocument, ran } from "./ran.ts"

const made = document(await ran())
const bad = hostileDocument(made)

describe("a document", () => {
  it("says what was tried, and what came of it", () => {
    expect(made).toMatchObject({ format: Report.format, seed: 7, runs: 20, millis: 1235 })
    expect(made.laws.map(({ id, needs }) => [id, needs])).toEqual([
      ["TST-01", []],
      ["TST-02", ["Sessions"]],
      ["TST-03", ["wings"]],
      ["TST-04", ["wings"]]
    ])
    expect(made.reports.map(({ laws, subject }) => [subject, ...laws.map(({ status }) => status)])).toEqual([
      ["reference", "passed", "failed", "skipped", "refused"],
      ["deviating", "passed", "deviates", "skipped", "refused"],
      ["odd", "passed", "failed", "skipped", "refused"]
    ])
    expect(made.reports[0]?.laws[1]?.failure).toMatchObject({
      opening: 1,
      steps: [{ text: "the shop opens" }, { by: "shop", exchanges: [{ method: "POST", status: 201 }] }, { by: "time" }]
    })
  })

  it("has the same text for the same run, whenever it is made", async () => {
    const again = document(await ran())
    const still = (text: string) => text.replace(/"millis": [\d.]+/g, '"millis": 0')
    expect(still(toJson(again))).toBe(still(toJson(made)))
  })

  it("is what it was once it has been read", () => {
    expect(Result.getOrThrow(fromJson(toJson(made)))).toEqual(made)
    expect(Result.getOrThrow(fromJson(toJson(bad)))).toEqual(bad)
  })

  it.each([
    ["no JSON", "{", "it is no JSON"],
    ["something else", "[]", "it is no report of conformance: it says no format"],
    ["of a later format", '{"format":2}', "it is of format 2, and this version of the kit reads 1"],
    ["of an earlier one", '{"format":0}', "it is of format 0, and this version of the kit reads 1"],
    ["incomplete", '{"format":1}', "catalogue"]
  ])("that is %s is not read, and a sentence says why", (_, text, reason) => {
    const read = fromJson(text)
    expect(Result.isFailure(read) && read.failure).toMatchObject({ _tag: "UnreadableReport" })
    expect(Result.isFailure(read) && read.failure.message).toContain(reason)
  })

  it("has views with names of their own", () => {
    expect(Object.keys(views)).toEqual(["json", "md", "junit", "html"])
    expect(new Set(Object.values(views).map(({ fileName }) => fileName)).size).toBe(4)
  })
})

describe("as text for a terminal", () => {
  it("tells a terminal nothing but text", () => {
    const report = bad.reports[0]!
    for (const text of report.laws.map((law) => Text.story(report.subject, law))) {
      expect(text).not.toMatch(/[^\P{Cc}\n\t]|\p{Cs}/u)
    }
    expect(Text.story("mine", made.reports[0]!.laws[1]!)).toMatch(
      /^TST-02 amounts stay below 42 \(mine\)\n {2}the shop opens · create.* · it rains · expected a number below 42, got 42\n {4}POST \/v1\/sessions → 201\n {2}again: TST-02/
    )
  })
})

describe("as Markdown", () => {
  const text = toMarkdown(made)
  const cells = (line: string) => line.replace(/\\./g, "").split("|").length

  it("says what came of it", () => {
    expect(text).toContain("4 laws on 3 subjects: catalogue")
    expect(text).toContain("| TST-02 amounts stay below 42 | ✗ failed | ≈ | ✗ failed |")
    expect(text).toContain("- odd: a deviation names NOT-01, and there is no such law")
    expect(text).toContain("| TST-03 | skipped | needs wings | reference, deviating, odd |")
    expect(text).toContain(
      "| TST-02 | deviates | provider-limit: it counts to 41 (expected a number below 42, got 42) | deviating |"
    )
    expect(text).toContain("1 of 2 mutants killed, **1 survived**.")
    expect(text).toContain("| TST-01 | updates are skipped | reference | update EUR 12.00 |")
  })

  it("tells a failure as a story, with what was exchanged and how to see it again", () => {
    const { failure } = made.reports[0]!.laws[1]!
    const story = text.slice(text.indexOf("### TST-02"))
    expect(story).toMatch(
      /1\. shop: \*\*the shop opens\*\* \(opening\)\n2\. shop: \*\*create EUR 19\.00, the 42th time\*\*/
    )
    expect(story).toContain("- `POST /v1/sessions` → 201, key `key-0001`")
    expect(story).toContain('"reference":"one"')
    expect(story).toContain("Expected a number below 42, got **42**.")
    expect(story).toContain(`Again: \`${failure?.replay}\``)
    expect(story).not.toMatch(/"token":"(?!•••)/)
  })

  it("keeps its tables and its lines, whatever is said", () => {
    const hostileText = toMarkdown(bad)
    expect(hostileText).not.toMatch(/[^\P{Cc}\n\t]|\p{Cs}/u)
    // What is left without fenced blocks and spans of code, which begin and end with as many backticks.
    const outside = hostileText.replace(/^ *(`{3,})\n[^]*?^ *\1$/gm, "")
    expect(outside.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, "")).not.toMatch(/(?<!\\)<\/?(?:img|script)/)
    let width: number | undefined
    let rows = 0
    for (const line of outside.split("\n")) {
      if (line.startsWith("| ")) {
        expect(cells(line)).toBe(width ?? cells(line))
        width = cells(line)
        rows++
      } else width = undefined
    }
    expect(rows).toBeGreaterThan(20)
    expect(hostile).toContain("|")
  })
})
