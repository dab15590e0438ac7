import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as JsonDecimal from "../../src/adapter/JsonDecimal.ts"
import * as Currency from "../../src/Currency.ts"
import * as Money from "../../src/Money.ts"
import { failure } from "../outcomes.ts"

const { maximum } = JsonDecimal
const anyValue = fc.oneof(
  fc.integer({ min: 1, max: 99_999 }),
  fc.integer({ min: 1, max: maximum }),
  fc.constantFrom(1, maximum)
)
const currency = fc.constantFrom(...Currency.all)

/** Minor units as the shortest decimal, by whole numbers only. */
const oracle = (value: number, exponent: number): string => {
  const digits = String(value).padStart(exponent + 1, "0")
  const [whole, rest] = [digits.slice(0, digits.length - exponent), digits.slice(digits.length - exponent)]
  const kept = rest.replace(/0+$/, "")
  return kept === "" ? whole : `${whole}.${kept}`
}

describe("on the wire", () => {
  it("stands the exact decimal", () => {
    fc.assert(
      fc.property(anyValue, currency, (value, code) => {
        const number = Result.getOrThrow(JsonDecimal.toJsonNumber(Money.positiveUnsafe(value, code)))
        expect(JSON.stringify(number)).toBe(oracle(value, Currency.exponent(code)))
      }),
      { numRuns: 2000 }
    )
  })

  it("it means the same to whoever parses it", () => {
    fc.assert(
      fc.property(anyValue, currency, (value, code) => {
        const amount = Money.positiveUnsafe(value, code)
        const text = JSON.stringify(Result.getOrThrow(JsonDecimal.toJsonNumber(amount)))
        expect(JsonDecimal.fromJsonNumber(JSON.parse(text) as number, code)).toEqual(Result.succeed(amount))
        expect(JsonDecimal.fromJsonNumber(JSON.parse(text) as number, code.toLowerCase())).toEqual(
          Result.succeed(amount)
        )
      }),
      { numRuns: 2000 }
    )
  })

  it("more than fifteen digits do not stand", () => {
    expect(Result.isSuccess(JsonDecimal.toJsonNumber(Money.positiveUnsafe(maximum, "KWD")))).toBe(true)
    for (const value of [maximum + 1, Number.MAX_SAFE_INTEGER]) {
      expect(failure(JsonDecimal.toJsonNumber(Money.positiveUnsafe(value, "KWD")))).toMatchObject({
        _tag: "AmountNotRepresentable",
        amount: String(value),
        expected: "an amount of at most fifteen digits"
      })
    }
  })
})

describe("from the wire", () => {
  it.each([
    [15.02, "gbp", 1502],
    [15.2, "GBP", 1520],
    [1e3, "GBP", 100_000],
    [1.15, "EUR", 115],
    [1.005, "KWD", 1005],
    [0.0001, "CLF", 1]
  ])("%d %s", (number, code, value) => {
    expect(JsonDecimal.fromJsonNumber(number, code)).toMatchObject({ success: { value, currency: code.toUpperCase() } })
  })

  it.each([
    [15.025, "GBP", "AmountNotRepresentable"],
    [0.1 + 0.2, "GBP", "AmountNotRepresentable"],
    [1.5, "JPY", "AmountNotRepresentable"],
    [1e-7, "GBP", "AmountNotRepresentable"],
    [-15.02, "GBP", "AmountNotRepresentable"],
    [Number.NaN, "GBP", "AmountNotRepresentable"],
    [Infinity, "GBP", "AmountNotRepresentable"],
    [1e21, "GBP", "AmountNotRepresentable"],
    [1e20, "JPY", "AmountOutOfRange"],
    [0, "GBP", "AmountOutOfRange"],
    [-0, "GBP", "AmountOutOfRange"],
    [15.02, "EURO", "UnsupportedCurrency"],
    [15.02, "", "UnsupportedCurrency"]
  ])("%d %s is refused: %s", (number, code, tag) => {
    expect(failure(JsonDecimal.fromJsonNumber(number, code))).toMatchObject({ _tag: tag })
  })

  it("an amount that a double may have changed on the way is refused", () => {
    // Both are amounts, and both are the same double: nobody can tell which was meant.
    const [one, other] = ["9007199254740.988", "9007199254740.989"]
    expect(JSON.parse(one)).toBe(JSON.parse(other))
    expect(Money.fromDecimal(one, "KWD")).not.toEqual(Money.fromDecimal(other, "KWD"))
    expect(failure(JsonDecimal.fromJsonNumber(JSON.parse(one) as number, "KWD"))).toMatchObject({
      _tag: "AmountNotRepresentable",
      expected: "an amount of at most fifteen digits"
    })
  })
})
