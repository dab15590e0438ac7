import { describe, expect, it } from "vitest"
import { Json } from "../src/index.ts"

const { Numeral } = Json

describe("parse", () => {
  const rows: ReadonlyArray<readonly [string, Json.Value | undefined]> = [
    ["15.020", new Numeral("15.020")],
    ["-1.5e-3", new Numeral("-1.5e-3")],
    ["0.1000000000000000055511151231257827", new Numeral("0.1000000000000000055511151231257827")],
    ['{"a":1,"b":[2,"3",null,true]}', { a: new Numeral("1"), b: [new Numeral("2"), "3", null, true] }],
    ['"15.02 and \\"16\\" and \\\\ 17"', '15.02 and "16" and \\ 17'],
    ['{"1.5":"2.5"}', { "1.5": "2.5" }],
    [" { } ", {}],
    ["", undefined],
    ["{", undefined],
    ["01", undefined],
    ['{"a":NaN}', undefined],
    ["<html>", undefined]
  ]
  it.each(rows)("%s", (text, expected) => {
    expect(Json.parse(text)).toEqual(expected)
  })
})

describe("stringify", () => {
  it.each(['{"a":15.020,"b":[1e2,"x",null,false],"c":{}}', '"\\n"', "[]"])("%s", (text) => {
    expect(Json.stringify(Json.parse(text)!)).toBe(text)
  })
})

it("knows objects", () => {
  expect([{}, [], null, "x", new Numeral("1"), undefined].map(Json.isObject)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false
  ])
})

it("becomes plain data", () => {
  expect(Json.toPlain(Json.parse('{"a":[1.50,"1.50",null,true]}')!)).toEqual({ a: [1.5, "1.50", null, true] })
  expect(JSON.stringify(new Numeral("1.50"))).toBe('"1.50"')
})
