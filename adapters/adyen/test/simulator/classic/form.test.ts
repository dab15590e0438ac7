import { Json } from "@paylayer/simulator"
import { describe, expect, it } from "vitest"
import * as form from "../../../src/simulator/classic/form.ts"

describe("reads", () => {
  it.each<readonly [string, ReadonlyArray<form.Pair>]>([
    ["", []],
    ["a=b", [["a", "b"]]],
    [
      "b=1&a=2",
      [
        ["b", "1"],
        ["a", "2"]
      ]
    ],
    ["a=", [["a", ""]]],
    ["a=b=c", [["a", "b=c"]]],
    ["a.b=c%2Bd+e%20f", [["a.b", "c+d e f"]]],
    ["a=%C3%BC%E2%82%AC%F0%9F%98%80", [["a", "ü€\u{1F600}"]]],
    ["a%2Eb=c", [["a.b", "c"]]],
    ["a=b\n", [["a", "b"]]],
    ["a=%0A", [["a", "\n"]]]
  ])("%j", (text, expected) => {
    expect(form.parse(text)).toEqual(expected)
  })
})

describe("refuses", () => {
  it.each([
    ["a name twice", "a=1&a=2"],
    ["a name twice, written otherwise", "a.b=1&a%2Eb=2"],
    ["a name without value", "a&b=1"],
    ["a value without name", "=1"],
    ["two separators", "a=1&&b=2"],
    ["a separator at the end", "a=1&"],
    ["half an escape", "a=%4"],
    ["an escape of no digits", "a=%zz"],
    ["bytes that are no UTF-8", "a=%FF"],
    ["JSON", '{"a":1}'],
    ["XML", "<a/>"]
  ])("%s", (_, text) => {
    expect(form.parse(text)).toBeUndefined()
  })
})

describe("names with dots", () => {
  const nested = (text: string) => {
    const read = form.nested(form.parse(text) ?? [])
    return read === undefined ? undefined : Json.toPlain(read)
  }

  it.each([
    ["a.b=1&c=2&a.d.e=3", { a: { b: "1", d: { e: "3" } }, c: "2" }],
    ["additionalData.a.b=1&additionalData.a=2", { additionalData: { "a.b": "1", a: "2" } }],
    ["splits.0.amount.value=1", { splits: { 0: { amount: { value: "1" } } } }],
    ["__proto__.a=1&constructor=2", JSON.parse('{"__proto__":{"a":"1"},"constructor":"2"}') as object]
  ])("%s", (text, expected) => {
    expect(nested(text)).toEqual(expected)
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined()
  })

  it.each([
    ["a value and members", "a=1&a.b=2"],
    ["members and a value", "a.b=2&a=1"],
    ["nothing between dots", "a..b=1"],
    ["a dot at the end", "a.=1"],
    ["a dot at the beginning", ".a=1"],
    ["too much depth", `${"a.".repeat(16)}a=1`]
  ])("not %s", (_, text) => {
    expect(nested(text)).toBeUndefined()
  })
})

describe("writes", () => {
  it.each(["", "a b", "a+b", "[capture-received]", "ü€\u{1F600}", "a&b=c", "~!'()*-._", "\r\n"])("%j", (text) => {
    const written = form.print([["a.b", text]])
    expect(form.parse(written)).toEqual([["a.b", text]])
    expect(written).toBe(String(new URLSearchParams([["a.b", text]])))
  })

  it("half a surrogate pair as U+FFFD", () => {
    expect(form.print([["a", "\uD800b\uDC00"]])).toBe("a=%EF%BF%BDb%EF%BF%BD")
  })
})
