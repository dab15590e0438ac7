import { describe, expect, it } from "vitest"
import { defined } from "../../src/adapter/defined.ts"
import { merge } from "../../src/adapter/merge.ts"
import * as ProviderOption from "../../src/ProviderOption.ts"

describe("merge", () => {
  it.each([
    ["nothing", [], {}],
    ["what is no set", [null, undefined, 5, "text", ["list"]], {}],
    ["a later field wins", [{ a: 1, b: 1 }, { b: 2 }], { a: 1, b: 2 }],
    [
      "in nested objects too",
      [{ a: { b: 1, c: { d: 1, e: 1 } } }, { a: { c: { e: 2 } } }],
      { a: { b: 1, c: { d: 1, e: 2 } } }
    ],
    ["a list is one value", [{ a: [1, 2] }, { a: [3] }], { a: [3] }],
    ["a value for an object", [{ a: { b: 1 } }, { a: 5 }], { a: 5 }],
    ["an object for a value", [{ a: 5 }, { a: { b: 1 } }], { a: { b: 1 } }],
    ["null is a value", [{ a: { b: 1 } }, { a: null }], { a: null }],
    ["three", [{ a: 1 }, { b: 1 }, { a: 2 }], { a: 2, b: 1 }]
  ])("%s", (_, sets, merged) => {
    expect(merge(...sets)).toEqual(merged)
  })

  it("changes nothing that it was given, and nothing that everybody shares", () => {
    const first = { a: { b: 1 } }
    merge(first, { a: { b: 2 } }, JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"x": 1}}'))
    expect(first).toEqual({ a: { b: 1 } })
    expect({}).not.toHaveProperty("polluted")
  })
})

it("defined leaves out what is undefined, and nothing else", () => {
  const fields = defined({ a: 1, b: undefined, c: null, d: false, e: "" })
  expect(fields).toEqual({ a: 1, c: null, d: false, e: "" })
  expect(Object.keys(fields)).not.toContain("b")
})

it("an adapter takes its own options, in their order, and leaves the others", () => {
  const option = (provider: string, n: number) => ({ provider, kind: "parameters", n })
  type Ours = ReturnType<typeof option>
  const isOurs = (given: ProviderOption.ProviderOption): given is Ours => given.provider === "ours"
  expect(ProviderOption.of([option("ours", 1), option("theirs", 2), option("ours", 3)], isOurs)).toEqual([
    option("ours", 1),
    option("ours", 3)
  ])
  expect(ProviderOption.of(undefined, isOurs)).toEqual([])
})
