import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Currency from "../src/Currency.ts"
import * as Money from "../src/Money.ts"
import { failure } from "./outcomes.ts"

const max = Number.MAX_SAFE_INTEGER
const eur = (value: number) => Money.positiveUnsafe(value, "EUR")

const currency = fc.constantFrom(...Currency.all)
const value = fc.oneof(
  fc.nat({ max: 99_999 }),
  fc.nat({ max }),
  fc.constantFrom(0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, max - 1, max)
)
const money = fc.tuple(value, currency).map(([value, currency]) => Result.getOrThrow(Money.make(value, currency)))
const pair = fc
  .tuple(value, value, currency)
  .map(([a, b, code]) => [Money.make(a, code), Money.make(b, code)].map(Result.getOrThrow))

/** Minor units as the decimal of major units that they are, by an oracle that knows no numbers but whole ones. */
const oracle = (value: number, exponent: number): string => {
  const unit = 10n ** BigInt(exponent)
  const [whole, rest] = [BigInt(value) / unit, BigInt(value) % unit]
  return exponent === 0 ? `${whole}` : `${whole}.${String(rest).padStart(exponent, "0")}`
}

describe("an amount", () => {
  it("is a whole number of minor units and a currency", () => {
    expect(Result.getOrThrow(Money.make(0, "JPY"))).toMatchObject({ value: 0, currency: "JPY" })
    expect(Result.getOrThrow(Money.positive(1500, "EUR"))).toMatchObject({ value: 1500, currency: "EUR" })
    expect(eur(max).value).toBe(max)
  })

  it("has no negative zero", () => {
    expect(Object.is(Result.getOrThrow(Money.make(-0, "EUR")).value, 0)).toBe(true)
  })

  const outOfRange = (amount: string, minimum: number) => ({
    _tag: "AmountOutOfRange",
    currency: "EUR",
    amount,
    minimum,
    maximum: max,
    message: `${amount} is not between ${minimum} and 9007199254740991 minor units of EUR`
  })
  const notWhole = (amount: string) => ({
    _tag: "AmountNotRepresentable",
    currency: "EUR",
    amount,
    expected: "a whole number of minor units",
    message: `${amount} EUR is not a whole number of minor units`
  })

  it.each([
    ["zero", 0, outOfRange("0", 1)],
    ["minus zero", -0, outOfRange("0", 1)],
    ["negative", -1500, outOfRange("-1500", 1)],
    ["a fraction", 15.5, notWhole("15.5")],
    ["a negative fraction", -0.5, notWhole("-0.5")],
    ["a fraction that is nearly none", 1.000_000_000_000_1, notWhole("1.0000000000001")],
    ["unsafe", max + 1, outOfRange("9007199254740992", 1)],
    ["unsafe and negative", -max - 1, outOfRange("-9007199254740992", 1)],
    ["huge", 1e300, outOfRange("1e+300", 1)],
    ["infinite", Infinity, outOfRange("Infinity", 1)],
    ["infinite and negative", -Infinity, outOfRange("-Infinity", 1)],
    ["not a number", Number.NaN, notWhole("NaN")],
    ["a string, from a program without types", "1500" as never, notWhole("1500")],
    ["a bigint, from a program without types", 1500n as never, notWhole("1500")],
    ["missing, in a program without types", undefined as never, notWhole("undefined")]
  ])("that is %s is refused, with what was expected and what came", (_, value, expected) => {
    expect(failure(Money.positive(value, "EUR"))).toMatchObject(expected)
    expect(() => Money.positiveUnsafe(value, "EUR")).toThrow(expected.message)
  })

  it("may be zero where it need not be paid, and nothing below", () => {
    expect(Result.isSuccess(Money.make(0, "EUR"))).toBe(true)
    expect(failure(Money.make(-1, "EUR"))).toMatchObject(outOfRange("-1", 0))
  })

  it.each(["eur", "EURO", "", "XXX", "toString", "€"])("in %j is refused", (code) => {
    const expected = { _tag: "UnsupportedCurrency", currency: code, message: `${code} is not an ISO 4217 currency` }
    expect(failure(Money.make(1500, code))).toMatchObject(expected)
    expect(failure(Money.positive(1500, code))).toMatchObject(expected)
    expect(failure(Money.fromDecimal("15.00", code))).toMatchObject(expected)
  })

  it("without a currency is refused and does not throw, in a program without types", () => {
    const expected = { _tag: "UnsupportedCurrency", currency: "undefined" }
    expect(failure(Money.positive(1500, undefined as never))).toMatchObject(expected)
    expect(failure(Money.fromDecimal("15.00", undefined as never))).toMatchObject(expected)
  })

  it("is shown with all its decimals", () => {
    expect(String(eur(1502))).toBe("15.02 EUR")
    expect(Money.format(Money.positiveUnsafe(5, "KWD"))).toBe("0.005 KWD")
    expect(Money.format(Money.positiveUnsafe(5, "JPY"))).toBe("5 JPY")
  })

  it("decodes from JSON as from a caller", () => {
    const decode = Schema.decodeUnknownExit(Money.PositiveMoney)
    expect(decode({ value: 1500, currency: "EUR" })).toMatchObject({ _tag: "Success", value: eur(1500) })
    for (const value of [0, -1, 1.5, max + 1, "1500", null]) {
      expect(decode({ value, currency: "EUR" })._tag).toBe("Failure")
    }
    expect(decode({ value: 1500, currency: "eur" })._tag).toBe("Failure")
    expect(Schema.decodeUnknownExit(Money.Money)({ value: 0, currency: "EUR" })._tag).toBe("Success")
  })
})

describe("decimals", () => {
  it.each(Currency.all)("of %s come back as they went", (code) => {
    const back = (value: number) => {
      const money = Result.getOrThrow(Money.make(value, code))
      expect(Money.toDecimal(money)).toBe(oracle(value, Currency.exponent(code)))
      expect(Money.fromDecimal(Money.toDecimal(money), code)).toEqual(Result.succeed(money))
    }
    fc.assert(fc.property(value, back), { numRuns: 50 })
    for (const edge of [0, 1, max]) back(edge)
  })

  it("are never what floats make of them", () => {
    // 1.15 * 100, 4.35 * 100, 1.1 * 1000, 8.2 * 100 and 0.29 * 100 are no whole numbers.
    expect(Money.fromDecimal("1.15", "EUR")).toEqual(Money.make(115, "EUR"))
    expect(Money.fromDecimal("4.35", "EUR")).toEqual(Money.make(435, "EUR"))
    expect(Money.fromDecimal("1.1", "KWD")).toEqual(Money.make(1100, "KWD"))
    expect(Money.fromDecimal("8.2", "EUR")).toEqual(Money.make(820, "EUR"))
    expect(Money.fromDecimal("0.29", "EUR")).toEqual(Money.make(29, "EUR"))
    expect(Money.fromDecimal("90071992547409.91", "EUR")).toEqual(Money.make(max, "EUR"))
    expect(Money.fromDecimal("900719925474.0991", "CLF")).toEqual(Money.make(max, "CLF"))
  })

  it.each([
    ["15", "EUR", 1500],
    ["15.2", "EUR", 1520],
    ["15.20", "EUR", 1520],
    ["15.2000", "EUR", 1520],
    ["015.20", "EUR", 1520],
    ["0", "EUR", 0],
    ["0.00", "EUR", 0],
    ["15.000", "JPY", 15],
    ["0.001", "KWD", 1],
    ["0000000000000000000000.01", "EUR", 1]
  ] as const)("%s %s say an amount exactly", (decimal, code, value) => {
    expect(Money.fromDecimal(decimal, code)).toEqual(Money.make(value, code))
  })

  it.each([
    ["15.025", "EUR", 2],
    ["1.5", "JPY", 0],
    ["1.0001", "KWD", 3],
    ["0.00001", "CLF", 4],
    ["15.0000000000000000000001", "EUR", 2],
    ...["", "1.", ".5", ".", "1e3", "1E3", "-1", "+1", "1,5", "1.000,50", "1 000", " 1", "1 ", "1\n", "1.5.5"].map(
      (text) => [text, "EUR", 2] as const
    ),
    ...["٣", "１", "0x10", "1_000", "NaN", "Infinity", "€5", "5 EUR", "−5", "1\u00a0000", "½", "null"].map(
      (text) => [text, "EUR", 2] as const
    )
  ] as const)("%j %s are refused, not rounded and not guessed", (decimal, code, exponent) => {
    expect(failure(Money.fromDecimal(decimal, code))).toMatchObject({
      _tag: "AmountNotRepresentable",
      currency: code,
      amount: decimal,
      expected: `a decimal with at most ${exponent} decimals`
    })
  })

  it("are text and nothing else, or refused", () => {
    const decimal = /^[0-9]+(\.[0-9]+)?$/
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,e+ -]{1,8}$/)), currency, (text, code) => {
        fc.pre(!decimal.test(text))
        expect(failure(Money.fromDecimal(text, code))).toMatchObject({ _tag: "AmountNotRepresentable", amount: text })
      })
    )
  })

  it.each([
    ["90071992547409.92", "EUR", "9007199254740992"],
    ["0090071992547409.92", "EUR", "9007199254740992"],
    ["9007199254740992", "JPY", "9007199254740992"],
    ["9".repeat(400), "JPY", "9".repeat(400)]
  ] as const)("%s %s are more than any amount: refused in minor units", (decimal, code, amount) => {
    expect(failure(Money.fromDecimal(decimal, code))).toMatchObject({
      _tag: "AmountOutOfRange",
      amount,
      minimum: 0,
      maximum: max
    })
  })
})

describe("add and subtract", () => {
  it("are those of whole numbers, or refused", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        for (const [result, exact] of [
          [Money.add(a!, b!), BigInt(a!.value) + BigInt(b!.value)],
          [Money.subtract(a!, b!), BigInt(a!.value) - BigInt(b!.value)]
        ] as const) {
          if (exact >= 0n && exact <= BigInt(max)) {
            expect(result).toEqual(Money.make(Number(exact), a!.currency))
          } else {
            expect(failure(result)).toMatchObject({ _tag: "AmountOutOfRange", minimum: 0, maximum: max })
          }
        }
      })
    )
  })

  it("undo each other", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const sum = Money.add(a!, b!)
        if (Result.isFailure(sum)) return
        expect(Money.subtract(sum.success, b!)).toEqual(Result.succeed(a))
      })
    )
  })

  it("refuse two currencies", () => {
    const jpy = Money.positiveUnsafe(5, "JPY")
    const expected = { _tag: "CurrencyMismatch", expected: "EUR", actual: "JPY" }
    expect(failure(Money.add(eur(5), jpy))).toMatchObject(expected)
    expect(failure(Money.subtract(eur(5), jpy))).toMatchObject(expected)
  })
})

it("equals is the same amount of the same currency", () => {
  fc.assert(
    fc.property(money, money, (a, b) => {
      expect(Money.equals(a, a)).toBe(true)
      expect(Money.equals(a, b)).toBe(String(a) === String(b))
    })
  )
  expect(Money.equals(eur(5), Money.positiveUnsafe(5, "JPY"))).toBe(false)
  expect(Money.equals(eur(5), eur(6))).toBe(false)
})

it.each([[19.5], [undefined], [null]])(
  "a decimal that is no string (%s) is refused: it may have been rounded",
  (decimal) => {
    const result = Money.fromDecimal(decimal as unknown as string, "EUR")
    expect(Result.isFailure(result) && result.failure._tag).toBe("AmountNotRepresentable")
  }
)
