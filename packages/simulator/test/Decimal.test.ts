import { describe, expect, it } from "vitest"
import { Decimal } from "../src/index.ts"

describe("parse and format", () => {
  const rows: ReadonlyArray<readonly [string, string | undefined]> = [
    ["15.02", "15.02"],
    ["15.20", "15.2"],
    ["15.00", "15"],
    ["1500", "1500"],
    ["0", "0"],
    ["-0", "0"],
    ["0.00", "0"],
    ["0.01", "0.01"],
    ["-15.02", "-15.02"],
    ["-0.5", "-0.5"],
    ["1.5e1", "15"],
    ["1.5e3", "1500"],
    ["15e-3", "0.015"],
    ["1E+2", "100"],
    ["0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
    ["90071992547409930.01", "90071992547409930.01"],
    ["", undefined],
    ["abc", undefined],
    ["1.", undefined],
    [".5", undefined],
    ["+1", undefined],
    ["1,5", undefined],
    ["NaN", undefined],
    ["Infinity", undefined],
    ["1e99999", undefined],
    ["9".repeat(401), undefined]
  ]
  it.each(rows)("%s", (text, expected) => {
    const decimal = Decimal.parse(text)
    expect(decimal === undefined ? undefined : Decimal.format(decimal)).toBe(expected)
  })

  it("of throws for no number", () => {
    expect(() => Decimal.of("x")).toThrow('expected a decimal number, got "x"')
    expect(Decimal.of("1.50")).toEqual(Decimal.of("1.5"))
  })
})

describe("arithmetic", () => {
  const of = Decimal.of
  it("is exact", () => {
    expect(Decimal.format(Decimal.add(of("0.1"), of("0.2")))).toBe("0.3")
    expect(Decimal.format(Decimal.add(of("1.5"), of("-1.5")))).toBe("0")
    expect(Decimal.format(Decimal.subtract(of("10"), of("0.01")))).toBe("9.99")
  })

  it.each([
    ["1", "2", -1],
    ["2", "1.99", 1],
    ["1.50", "1.5", 0],
    ["-1", "1", -1]
  ] as const)("compares %s with %s", (a, b, expected) => {
    expect(Decimal.compare(of(a), of(b))).toBe(expected)
  })

  it.each([
    ["1.005", 2, "1.01"],
    ["1.004", 2, "1"],
    ["-1.005", 2, "-1.01"],
    ["0.5", 0, "1"],
    ["1.5", 2, "1.5"],
    ["999.999", 2, "1000"]
  ] as const)("rounds %s to %s decimals", (text, scale, expected) => {
    expect(Decimal.format(Decimal.round(of(text), scale))).toBe(expected)
  })

  it.each([
    ["15.02", 2, 1502n],
    ["15.2", 2, 1520n],
    ["1500", 0, 1500n],
    ["1.5", 3, 1500n],
    ["1.005", 2, undefined]
  ] as const)("%s with exponent %s in minor units", (text, exponent, expected) => {
    expect(Decimal.toMinorUnits(of(text), exponent)).toBe(expected)
    if (expected !== undefined) expect(Decimal.fromMinorUnits(expected, exponent)).toEqual(of(text))
  })
})
