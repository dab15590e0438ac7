/** What can be said of the page without a browser; with one, see `test/report`. */
import * as Result from "effect/Result"
import { createHash } from "node:crypto"
import { Script } from "node:vm"
import { describe, expect, it } from "vitest"
import { document, fromJson, toHtml } from "../../src/report/index.ts"
import { hostileDocument, ran } from "./ran.ts"

const made = document(await ran())
const pages = { plain: toHtml(made), hostile: toHtml(hostileDocument(made)) }

const between = (page: string, from: string, to: string) =>
  page
    .split(from)
    .slice(1)
    .map((rest) => rest.split(to)[0]!)
const sha256 = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

describe.each(Object.entries(pages))("the page (%s)", (_, page) => {
  const [script = ""] = between(page, "<script>", "</script>")
  const [style = ""] = between(page, "<style>", "</style>")

  it("allows its own style and script, and nothing else", () => {
    expect(page).toContain(
      `content="default-src 'none'; style-src ${sha256(style)}; script-src ${sha256(script)}; base-uri 'none'; form-action 'none'"`
    )
    expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<style>"))
  })

  it("asks for nothing from elsewhere", () => {
    expect(style).not.toMatch(/url\(|@import|@font-face/)
    expect(script).not.toMatch(/fetch\(|XMLHttpRequest|import\(|importScripts|sendBeacon|WebSocket|\.src\b/)
    expect(page.replace(script, "").replace(style, "")).not.toMatch(/<(?:link|iframe|object|embed|base)\b|\ssrc=(?!x)/)
  })

  it("makes elements of text alone", () => {
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser/)
    expect(() => new Script(script)).not.toThrow()
  })

  it("has two scripts and no markup of anybody else", () => {
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page.match(/<\/script>/g)).toHaveLength(2)
    expect(page).not.toMatch(/<img|<!--/)
  })
})

describe("the data in the page", () => {
  const data = (page: string) => between(page, '<script type="application/json" id="run">', "</script>")[0]!

  it("is the document", () => {
    expect(Result.getOrThrow(fromJson(data(pages.plain)))).toEqual(made)
  })

  it("is not markup, whatever is in it", () => {
    expect(data(pages.hostile)).not.toContain("<")
    const read = Result.getOrThrow(fromJson(data(pages.hostile)))
    expect(read.reports[0]?.laws[1]?.failure?.observed).toContain("</script><img src=x onerror=alert(1)>")
  })
})

describe("the page's first sentence", () => {
  const [reference, deviating] = made.reports
  const title = (reports: typeof made.reports, kills: typeof made.kills = made.kills.slice(0, 1)) =>
    between(toHtml({ ...made, reports, kills }), "<title>", "</title>")[0]

  it("says what is wrong", () => {
    expect(title(made.reports, made.kills)).toBe(
      "Conformance: 2 failures on 2 of 3 subjects, 1 problem with what subjects say, 1 mutant survived"
    )
    expect(title([reference!])).toBe("Conformance: 1 failure on 1 of 1 subject")
  })

  it("says that nothing is, and not where nothing was tried", () => {
    expect(title([deviating!])).toBe("Conformance: no failure in 4 laws on 1 subject")
    expect(title([])).toBe("Conformance: 1 mutant killed")
    expect(title([], [])).toBe("Conformance: nothing was tried")
    expect(title([{ ...reference!, laws: reference!.laws.filter(({ status }) => status === "skipped") }], [])).toBe(
      "Conformance: nothing was tried"
    )
  })
})
