import { expect, it } from "vitest"
import { sortKeys } from "../../src/internal/sortKeys.ts"

it("the same value has the same text, in whatever order its fields were written", () => {
  const one = { b: [{ d: 1, c: null }], a: { f: "x", e: true } }
  const other = { a: { e: true, f: "x" }, b: [{ c: null, d: 1 }] }
  expect(JSON.stringify(sortKeys(one))).toBe('{"a":{"e":true,"f":"x"},"b":[{"c":null,"d":1}]}')
  expect(JSON.stringify(sortKeys(other))).toBe(JSON.stringify(sortKeys(one)))
})

it.each([null, true, 0, "", [], {}, [2, 1], { a: undefined }])("%j stays what it is", (value) => {
  expect(sortKeys(value as never)).toEqual(value)
})
