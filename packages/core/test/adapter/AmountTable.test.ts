import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as AmountTable from "../../src/adapter/AmountTable.ts"
import * as Currency from "../../src/Currency.ts"
import * as Money from "../../src/Money.ts"
import { failure } from "../outcomes.ts"

const max = Number.MAX_SAFE_INTEGER
const money = (value: number, currency: Currency.Currency) => Money.positiveUnsafe(value, currency)

/** As many decimals as ISO 4217 has, more, and fewer. */
const table = AmountTable.make("test", {
  EUR: { exponent: 2, minimum: 50, maximum: 99_999_999 },
  JPY: { exponent: 2 },
  ISK: { exponent: 2, minimum: 10_000, maximum: 99_999_999, step: 100 },
  IDR: { exponent: 0, minimum: 3, maximum: 1_000_000, step: 5 },
  KWD: { exponent: 2, step: 10 },
  CLP: { exponent: 2, step: 150 },
  CLF: { exponent: 0 }
})

describe("limits, in ISO minor units", () => {
  it.each([
    ["EUR", 50, 99_999_999, 1],
    // Counted with two decimals more: 10000 units are 100 ISK.
    ["ISK", 100, 999_999, 1],
    ["JPY", 1, 90_071_992_547_409, 1],
    // A multiple of 150 units that is whole in ISO: 300 units are 3 CLP.
    ["CLP", 1, 90_071_992_547_409, 3],
    // Counted with two decimals fewer: 3 units are 300 minor units of IDR.
    ["IDR", 300, 100_000_000, 500],
    ["KWD", 10, max, 100],
    ["CLF", 10_000, max, 10_000]
  ] as const)("of %s", (currency, minimum, maximum, step) => {
    expect(table.limits(currency)).toEqual(Result.succeed({ minimum, maximum, step }))
  })

  it("of a currency that is not in the table are none", () => {
    const expected = { _tag: "UnsupportedCurrency", currency: "USD", provider: "test" }
    expect(failure(table.limits("USD"))).toMatchObject(expected)
    expect(failure(table.toUnits(money(1, "USD")))).toMatchObject(expected)
    expect(failure(table.fromUnits(1, "usd"))).toMatchObject(expected)
    expect(failure(table.fromUnits(1, "constructor"))).toMatchObject({ currency: "CONSTRUCTOR", provider: "test" })
  })

  it("say which currencies there are", () => {
    expect(table.currencies).toEqual(["EUR", "JPY", "ISK", "IDR", "KWD", "CLP", "CLF"])
  })
})

describe("conversion", () => {
  it.each([
    [1500, "EUR", 1500],
    [1500, "JPY", 150_000],
    [1500, "KWD", 150],
    [1500, "IDR", 15],
    [90_071_992_547_409, "JPY", 9_007_199_254_740_900]
  ] as const)("%i %s are %i units, and back", (value, currency, units) => {
    expect(table.toUnits(money(value, currency))).toEqual(Result.succeed(units))
    expect(table.fromUnits(units, currency)).toEqual(Result.succeed(money(value, currency)))
    expect(table.fromUnits(units, currency.toLowerCase())).toEqual(Result.succeed(money(value, currency)))
  })

  const refusals: ReadonlyArray<
    readonly [what: string, () => Result.Result<unknown, Money.InvalidMoney>, amount: string, expected: string]
  > = [
    ["a rest", () => table.toUnits(money(1505, "KWD")), "1505", "a multiple of 10"],
    ["a rest on the way in", () => table.fromUnits(150_050, "JPY"), "150050", "a multiple of 100"],
    [
      "too many units",
      () => table.toUnits(money(90_071_992_547_410, "JPY")),
      "90071992547410",
      "a safe integer once multiplied by 100"
    ],
    ["too many on the way in", () => table.fromUnits(max, "IDR"), String(max), "a safe integer once multiplied by 100"],
    ["a fraction", () => table.fromUnits(15.5, "EUR"), "15.5", "a safe integer"],
    ["a fraction that the factor would hide", () => table.fromUnits(15.5, "IDR"), "15.5", "a safe integer"],
    ["not a number", () => table.fromUnits(Number.NaN, "EUR"), "NaN", "a safe integer"],
    ["infinite", () => table.fromUnits(Infinity, "EUR"), "Infinity", "a safe integer"],
    ["unsafe", () => table.fromUnits(max + 1, "EUR"), "9007199254740992", "a safe integer"]
  ]
  it.each(refusals)("of %s is refused, and the amount is shown as it came", (_, convert, amount, expected) => {
    expect(failure(convert())).toMatchObject({ _tag: "AmountNotRepresentable", amount, expected })
  })

  it.each([0, -1500])("of %i units is no amount", (units) => {
    expect(failure(table.fromUnits(units, "EUR"))).toMatchObject({ _tag: "AmountOutOfRange", amount: String(units) })
  })
})

/** A currency with an exponent at the provider, and limits and steps in its units. */
const row = fc.record({
  currency: fc.constantFrom("JPY", "EUR", "KWD", "CLF"),
  exponent: fc.integer({ min: 0, max: 6 }),
  minimum: fc.integer({ min: 1, max: 100_000 }),
  maximum: fc.integer({ min: 100_000, max }),
  step: fc.oneof(fc.constantFrom(1, 5, 10, 100, 1000), fc.integer({ min: 1, max: 5000 }))
})
const anyValue = fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max }))
const shiftOf = (currency: Currency.Currency, exponent: number) => exponent - Currency.exponent(currency)
const power = (exponent: number) => 10n ** BigInt(exponent)

describe("by whole numbers without a limit", () => {
  it("a conversion is exact, or refused because it cannot be", () => {
    fc.assert(
      fc.property(row, anyValue, ({ currency, exponent }, value) => {
        const { fromUnits, toUnits } = AmountTable.make("test", { [currency]: { exponent } })
        const shift = shiftOf(currency, exponent)
        for (const [said, by] of [
          [toUnits(money(value, currency)), shift],
          [Result.map(fromUnits(value, currency), (amount) => amount.value), -shift]
        ] as const) {
          const factor = power(Math.abs(by))
          const exact =
            by >= 0 ? BigInt(value) * factor : BigInt(value) % factor === 0n ? BigInt(value) / factor : undefined
          if (exact === undefined || exact > BigInt(max)) {
            expect(failure(said)).toMatchObject({ _tag: "AmountNotRepresentable", amount: String(value) })
          } else {
            expect(said).toEqual(Result.succeed(Number(exact)))
          }
        }
      }),
      { numRuns: 500 }
    )
  })

  it("the limits are those of the table: everything within can be said, and nothing else", () => {
    const check = fc.property(row, fc.bigInt({ min: 0n, max: BigInt(max) }), ({ currency, ...given }, any) => {
      const made = AmountTable.make("test", { [currency]: given })
      const { maximum, minimum, step } = Result.getOrThrow(made.limits(currency))
      const shift = shiftOf(currency, given.exponent)
      /** Whether the provider takes so many ISO minor units, by the words of the table. */
      const taken = (value: bigint): boolean => {
        const scaled = shift >= 0 ? value * power(shift) : value
        if (shift < 0 && value % power(-shift) !== 0n) return false
        const units = shift >= 0 ? scaled : value / power(-shift)
        const within = units >= BigInt(given.minimum) && units <= BigInt(given.maximum)
        return within && units % BigInt(given.step) === 0n && value >= 1n && value <= BigInt(max)
      }
      const allowed = (value: bigint) =>
        value >= BigInt(minimum) && value <= BigInt(maximum) && value % BigInt(step) === 0n
      const near = [minimum, maximum].map(BigInt).flatMap((limit) => [limit - 1n, limit, limit + 1n])
      const onStep = [any / BigInt(step), BigInt(minimum) / BigInt(step), BigInt(maximum) / BigInt(step)].flatMap(
        (n) => [n * BigInt(step), (n + 1n) * BigInt(step)]
      )
      for (const value of [any, any % 100_000n, ...near, ...onStep]) {
        if (value < 1n || value > BigInt(max)) continue
        expect([value, allowed(value)]).toEqual([value, taken(value)])
        if (!allowed(value)) continue
        const amount = money(Number(value), currency)
        expect(made.fromUnits(Result.getOrThrow(made.toUnits(amount)), currency)).toEqual(Result.succeed(amount))
      }
    })
    fc.assert(check, { numRuns: 1000 })
  })
})

it("rows as ISO 4217 counts take limits for all", () => {
  expect(AmountTable.iso(["EUR", "JPY"], { minimum: 5, maximum: 10 })).toEqual({
    EUR: { exponent: 2, minimum: 5, maximum: 10 },
    JPY: { exponent: 0, minimum: 5, maximum: 10 }
  })
})
