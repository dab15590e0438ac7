import { describe, expect, it } from "vitest"
import { headersOf } from "../../src/adapter/headersOf.ts"

describe("the headers of a request", () => {
  it.each([
    ["in any case", { "Test-Signature": "a", OTHER: "b" }, { "test-signature": "a", other: "b" }],
    ["as lists of values", { one: ["a", "b"], none: [] }, { one: "a" }],
    ["that are no text", { one: undefined, two: 2, three: [3] }, {}],
    ["named twice", { "Test-Signature": "a", "test-signature": "b" }, { "test-signature": "a" }],
    ["named like a member of every object", { constructor: "a" }, { constructor: "a" }]
  ])("%s", (_, given, headers) => {
    expect(headersOf(given)).toEqual(headers)
  })

  it.each([[undefined], [null], [7]])("that are none: %s", (given) => {
    expect(headersOf(given)).toEqual({})
  })
})
