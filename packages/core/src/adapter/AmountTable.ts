/**
 * How one provider counts each currency: data with a source and a date, and the exact conversions that follow from
 * it. Nothing is rounded: what cannot be said in the other unit is `AmountNotRepresentable`.
 */
import * as Result from "effect/Result"
import type { AmountLimits } from "../Capabilities.ts"
import type { Currency } from "../Currency.ts"
import { exponent as isoExponent, isCurrency } from "../Currency.ts"
import type { InvalidMoney, Money, PositiveMoney } from "../Money.ts"
import { positive } from "../Money.ts"
import { AmountNotRepresentable, UnsupportedCurrency } from "../RuleViolation.ts"

/** One currency at one provider. Its unit is `10 ** -exponent` of the major unit; the limits are in that unit. */
export interface Row {
  readonly exponent: number
  readonly minimum?: number
  readonly maximum?: number
  /** Amounts must be multiples of it: `100` for a currency that is kept with two decimals and charged without. */
  readonly step?: number
}

export interface AmountTable {
  readonly currencies: ReadonlyArray<Currency>
  /** What is possible, in ISO minor units. */
  readonly limits: (currency: Currency) => Result.Result<AmountLimits, UnsupportedCurrency>
  /** ISO minor units to the provider's. */
  readonly toUnits: (money: Money) => Result.Result<number, UnsupportedCurrency | AmountNotRepresentable>
  /** The provider's units to ISO minor units. The code may be in lower case. */
  readonly fromUnits: (units: number, currency: string) => Result.Result<PositiveMoney, InvalidMoney>
}

/**
 * A provider's table as conversions.
 *
 * **Example** (Icelandic krónur, sent with two decimals)
 *
 * ```ts
 * const table = make("my-psp", { ISK: { exponent: 2, step: 100 } })
 * table.toUnits(Money.positiveUnsafe(1500, "ISK")) // => Result.succeed(150000)
 * table.fromUnits(150000, "isk") // => Result.succeed(Money.positiveUnsafe(1500, "ISK"))
 * Result.isFailure(table.fromUnits(150050, "ISK")) // => true
 * ```
 */
export const make = (provider: string, rows: Partial<Record<Currency, Row>>): AmountTable => {
  const row = (currency: string): Result.Result<Row, UnsupportedCurrency> => {
    const found = isCurrency(currency) ? rows[currency] : undefined
    return found === undefined ? Result.fail(new UnsupportedCurrency({ currency, provider })) : Result.succeed(found)
  }
  return {
    currencies: Object.keys(rows).filter(isCurrency),
    limits: (currency) => Result.map(row(currency), (found) => limitsOf(currency, found)),
    toUnits: ({ value, currency }) =>
      Result.flatMap(row(currency), ({ exponent }) => scale(value, exponent - isoExponent(currency), currency)),
    fromUnits: (units, code) => {
      const currency = code.toUpperCase()
      return Result.flatMap(row(currency), ({ exponent }) =>
        isCurrency(currency)
          ? Result.flatMap(scale(units, isoExponent(currency) - exponent, currency), (value) =>
              positive(value, currency)
            )
          : Result.fail(new UnsupportedCurrency({ currency, provider }))
      )
    }
  }
}

/** Rows of currencies that the provider counts as ISO 4217 does. */
export const iso = (
  currencies: ReadonlyArray<Currency>,
  limits: Omit<Row, "exponent"> = {}
): Partial<Record<Currency, Row>> =>
  Object.fromEntries(currencies.map((currency) => [currency, { exponent: isoExponent(currency), ...limits }]))

const limitsOf = (
  currency: Currency,
  { exponent, minimum = 1, maximum = Number.MAX_SAFE_INTEGER, step = 1 }: Row
): AmountLimits => {
  const shift = exponent - isoExponent(currency)
  const factor = 10 ** Math.abs(shift)
  const toIso = (units: number) => (shift >= 0 ? units / factor : units * factor)
  return {
    minimum: Math.max(1, Math.ceil(toIso(minimum))),
    maximum: Math.floor(Math.min(toIso(maximum), Number.MAX_SAFE_INTEGER)),
    step: shift >= 0 ? step / greatestCommonDivisor(step, factor) : step * factor
  }
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

const scale = (value: number, shift: number, currency: Currency): Result.Result<number, AmountNotRepresentable> => {
  const factor = 10 ** Math.abs(shift)
  const refused = (expected: string) =>
    Result.fail(new AmountNotRepresentable({ currency, amount: String(value), expected }))
  if (!Number.isSafeInteger(value)) return refused("a safe integer")
  if (shift < 0) return value % factor === 0 ? Result.succeed(value / factor) : refused(`a multiple of ${factor}`)
  const scaled = value * factor
  return Number.isSafeInteger(scaled) ? Result.succeed(scaled) : refused(`a safe integer once multiplied by ${factor}`)
}
