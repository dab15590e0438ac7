/** Read back by an XML parser that takes nothing that is not XML. */
import { SaxesParser } from "saxes"
import { describe, expect, it } from "vitest"
import { visible } from "../../src/report/characters.ts"
import { document, toJunit } from "../../src/report/index.ts"
import { hostile, hostileDocument, ran } from "./ran.ts"

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Array<Element>
  text: string
}

const parse = (text: string): Element => {
  const parser = new SaxesParser()
  const root: Element = { name: "", attributes: {}, children: [], text: "" }
  const open = [root]
  parser.on("error", (error) => {
    throw error
  })
  parser.on("opentag", ({ attributes, name }) => {
    const element: Element = { name, attributes, children: [], text: "" }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on("text", (text) => void (open.at(-1)!.text += text))
  parser.on("closetag", () => void open.pop())
  parser.write(text).close()
  return root.children[0]!
}

const all = (element: Element, name: string): ReadonlyArray<Element> =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])

const made = document(await ran())
const root = parse(toJunit(made))

describe("as JUnit's XML", () => {
  it("is a suite for each subject and one of mutants, whose counts are those of their cases", () => {
    expect(root.name).toBe("testsuites")
    expect(root.children.map(({ attributes, name }) => [name, attributes["name"]])).toEqual([
      ["testsuite", "reference 1.0.0"],
      ["testsuite", "deviating 1.0.0"],
      ["testsuite", "odd 1.0.0"],
      ["testsuite", "mutants"]
    ])
    for (const element of [root, ...root.children]) {
      const cases = all(element, "testcase")
      const those = (name: string) =>
        String(cases.filter(({ children }) => children.some((one) => one.name === name)).length)
      expect(element.attributes).toMatchObject({
        tests: String(cases.length),
        failures: those("failure"),
        skipped: those("skipped"),
        errors: "0",
        time: expect.stringMatching(/^\d+\.\d{3}$/)
      })
    }
    expect(root.attributes).toMatchObject({ tests: "17", failures: "4", skipped: "4", time: "1.235" })
  })

  const outcomes = (suite: number) =>
    root.children[suite]!.children.filter(({ name }) => name === "testcase").map(
      ({ attributes, children, ...rest }) => ({
        ...rest,
        name: attributes["name"],
        of: attributes["classname"],
        is: children.map(({ attributes, name }) => [name, attributes["message"]])
      })
    )

  it("is a case for each law, with what came of it", () => {
    expect(outcomes(0)).toMatchObject([
      { name: "says of itself only what can be", of: "reference", is: [] },
      { name: "TST-01 a law for this test", of: "reference", is: [] },
      { name: "TST-02 amounts stay below 42", is: [["failure", "expected a number below 42, got 42"]] },
      { name: "TST-03 a law for this test", is: [["skipped", "needs wings"]] },
      { name: "TST-04 a law for this test", is: [["system-out", undefined]] }
    ])
  })

  it("tells a failure's story", () => {
    const [failure] = all(root, "failure")
    expect(failure?.attributes["type"]).toBe("TST-02 (must)")
    expect(failure?.text).toContain(
      "the shop opens · create EUR 19.00, the 42th time · it rains · expected a number below 42, got 42"
    )
    expect(failure?.text).toContain("POST /v1/sessions → 201")
    expect(failure?.text).toContain(`again: ${made.reports[0]!.laws[1]!.failure!.replay}`)
  })

  it("has what deviates as declared among the skipped, with its reason and its story", () => {
    expect(outcomes(1)[2]?.is).toEqual([
      ["skipped", "deviates as declared: provider-limit: it counts to 41"],
      ["system-out", undefined]
    ])
  })

  it("fails where a subject says what cannot be, and where a mutant survives", () => {
    expect(outcomes(2)[0]?.is).toEqual([["failure", "a deviation names NOT-01, and there is no such law"]])
    expect(outcomes(3)).toMatchObject([
      { name: "TST-01 kills: updates are skipped (reference)", is: [["system-out", undefined]] },
      { name: "TST-01 kills: a clever one (reference)", is: [["failure", "survived: seed 7: TST-01 is passed"]] }
    ])
  })

  it("is XML whatever is said, and says it", () => {
    const hostileRoot = parse(toJunit(hostileDocument(made)))
    const skipped = all(hostileRoot, "skipped")[0]!
    expect(skipped.attributes["message"]).toBe(visible(`needs wings ${hostile}`))
    const failure = all(hostileRoot, "failure")[0]!
    expect(failure.attributes["message"]).toBe(visible(`expected ${hostile}, got ${hostile}`))
    expect(failure.text).toContain("<img src=x onerror=alert(1)>")
    expect(failure.text).toContain("]]>")
    expect(failure.text).toContain("😀")
    expect(failure.text).toContain("\u2400\u2408\u241b[31m\u2421\ufffd\ufffd\ufffd")
  })
})
