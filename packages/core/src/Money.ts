/**
 * Amounts of the model: a whole number of ISO 4217 minor units, and a currency. Never rounded, never a float.
 *
 * Functions that can refuse return a `Result`; those that end in `Unsafe` throw and are for literals in programs and
 * tests.
 */
import type * as Brand from "effect/Brand"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Currency, exponent, isCurrency } from "./Currency.ts"
import { AmountNotRepresentable, AmountOutOfRange, CurrencyMismatch, UnsupportedCurrency } from "./RuleViolation.ts"

/** An amount of zero or more. */
export class Money extends Schema.Class<Money>("@paylayer/core/Money")({
  /** Minor units of the currency: `1500` is 15.00 EUR, 1500 JPY, 1.500 KWD. */
  value: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  currency: Currency
}) {
  override toString() {
    return format(this)
  }
}

/** An amount of at least one minor unit: what operations take. */
export type PositiveMoney = Money & Brand.Brand<"PositiveMoney">

/** The schema of {@link PositiveMoney}. */
export const PositiveMoney = Money.check(
  Schema.makeFilter((money) => money.value > 0, { expected: "an amount above zero" })
).pipe(Schema.brand("PositiveMoney"))

/** Why a number and a code are not an amount. */
export type InvalidMoney = UnsupportedCurrency | AmountOutOfRange | AmountNotRepresentable

const check =
  (minimum: number) =>
  (value: number, currency: string): Result.Result<Money, InvalidMoney> => {
    if (!isCurrency(currency)) return Result.fail(new UnsupportedCurrency({ currency: String(currency) }))
    const amount = String(value)
    if (!Number.isInteger(value) && value !== Infinity && value !== -Infinity) {
      return Result.fail(new AmountNotRepresentable({ currency, amount, expected: "a whole number of minor units" }))
    }
    return Number.isSafeInteger(value) && value >= minimum
      ? Result.succeed(new Money({ value: value + 0, currency }))
      : Result.fail(new AmountOutOfRange({ currency, amount, minimum, maximum: Number.MAX_SAFE_INTEGER }))
  }

/** An amount of zero or more, from minor units and an ISO 4217 code. */
export const make: (value: number, currency: string) => Result.Result<Money, InvalidMoney> = check(0)

/**
 * An amount above zero, from minor units and an ISO 4217 code.
 *
 * **Example** (Good and bad input)
 *
 * ```ts
 * positive(1500, "EUR") // => Result.succeed(positiveUnsafe(1500, "EUR"))
 * Result.isFailure(positive(15.5, "EUR")) // => true
 * Result.isFailure(positive(0, "EUR")) // => true
 * Result.isFailure(positive(1500, "EURO")) // => true
 * ```
 */
export const positive = (value: number, currency: string): Result.Result<PositiveMoney, InvalidMoney> =>
  Result.map(check(1)(value, currency), (money) => money as PositiveMoney)

/** Like {@link positive}; throws the violation. */
export const positiveUnsafe = (value: number, currency: Currency): PositiveMoney =>
  Result.getOrThrow(positive(value, currency))

/**
 * An amount from a decimal string of major units, exactly.
 *
 * **Example** (From a price list)
 *
 * ```ts
 * fromDecimal("15.02", "GBP") // => make(1502, "GBP")
 * fromDecimal("15.2", "GBP") // => make(1520, "GBP")
 * Result.isFailure(fromDecimal("15.025", "GBP")) // => true
 * Result.isFailure(fromDecimal("1.5", "JPY")) // => true
 * ```
 */
export const fromDecimal = (decimal: string, currency: string): Result.Result<Money, InvalidMoney> =>
  isCurrency(currency)
    ? Result.flatMap(minorUnits(decimal, currency, exponent(currency)), (value) => make(value, currency))
    : Result.fail(new UnsupportedCurrency({ currency: String(currency) }))

/**
 * Major units as a decimal string, with all the decimals of the currency.
 *
 * **Example** (Three exponents)
 *
 * ```ts
 * toDecimal(positiveUnsafe(1502, "GBP")) // => "15.02"
 * toDecimal(positiveUnsafe(1502, "JPY")) // => "1502"
 * toDecimal(positiveUnsafe(1502, "KWD")) // => "1.502"
 * ```
 */
export const toDecimal = (money: Money): string => decimalOf(money.value, exponent(money.currency))

/** For people: `15.02 GBP`. */
export const format = (money: Money): string => `${toDecimal(money)} ${money.currency}`

/** Whether both are the same amount of the same currency. */
export const equals = (self: Money, that: Money): boolean =>
  self.value === that.value && self.currency === that.currency

/**
 * The sum of two amounts of one currency.
 *
 * **Example** (Adding shipping to a cart)
 *
 * ```ts
 * add(positiveUnsafe(1500, "EUR"), positiveUnsafe(250, "EUR")) // => make(1750, "EUR")
 * ```
 */
export const add = (self: Money, that: Money): Result.Result<Money, CurrencyMismatch | InvalidMoney> =>
  Result.flatMap(sameCurrency(self, that), () => make(self.value + that.value, self.currency))

/** What is left of an amount after taking another away. */
export const subtract = (self: Money, that: Money): Result.Result<Money, CurrencyMismatch | InvalidMoney> =>
  Result.flatMap(sameCurrency(self, that), () => make(self.value - that.value, self.currency))

const sameCurrency = (self: Money, that: Money): Result.Result<void, CurrencyMismatch> =>
  self.currency === that.currency
    ? Result.succeed(undefined)
    : Result.fail(new CurrencyMismatch({ expected: self.currency, actual: that.currency }))

/** A whole number of minor units as a decimal string of major units with `decimals` decimals. */
const decimalOf = (value: number, decimals: number): string => {
  if (decimals === 0) return String(value)
  const digits = String(value).padStart(decimals + 1, "0")
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

const plainDecimal = /^(\d+)(?:\.(\d+))?$/

const minorUnits = (
  decimal: string,
  currency: Currency,
  decimals: number
): Result.Result<number, AmountNotRepresentable | AmountOutOfRange> => {
  // A number would have been rounded before it came here.
  const [, whole, fraction = ""] = (typeof decimal === "string" ? plainDecimal.exec(decimal) : null) ?? []
  const kept = fraction.replace(/0+$/, "")
  if (whole === undefined || kept.length > decimals) {
    return Result.fail(
      new AmountNotRepresentable({
        currency,
        amount: String(decimal),
        expected: `a decimal with at most ${decimals} decimals`
      })
    )
  }
  const digits = whole + kept.padEnd(decimals, "0")
  const value = Number(digits)
  return Number.isSafeInteger(value)
    ? Result.succeed(value)
    : Result.fail(
        new AmountOutOfRange({
          currency,
          amount: digits.replace(/^0+/, ""),
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER
        })
      )
}
