/**
 * Amounts of providers that write major units as a JSON number: `15.02`. Converted through decimal strings, never
 * through arithmetic on floats.
 *
 * A JSON number is read by everybody as a double. Fifteen significant digits survive that in both directions (IEEE
 * 754: `DBL_DIG`), sixteen may not: an amount of more digits is `AmountNotRepresentable`.
 */
import * as Result from "effect/Result"
import type { InvalidMoney, Money, PositiveMoney } from "../Money.ts"
import { fromDecimal, positive, toDecimal } from "../Money.ts"
import { isCurrency } from "../Currency.ts"
import { AmountNotRepresentable, UnsupportedCurrency } from "../RuleViolation.ts"

/** The most that a JSON number can say, in minor units. */
export const maximum = 999_999_999_999_999

/**
 * Major units as a number whose JSON text is the exact decimal.
 *
 * **Example** (No trailing zeros)
 *
 * ```ts
 * Result.map(toJsonNumber(Money.positiveUnsafe(1520, "GBP")), JSON.stringify) // => Result.succeed("15.2")
 * ```
 */
export const toJsonNumber = (money: Money): Result.Result<number, AmountNotRepresentable> =>
  Result.map(atMostFifteenDigits(money), (exact) => Number(toDecimal(exact)))

/**
 * The amount that a JSON number of major units says. The code may be in lower case.
 *
 * **Example** (What is no amount is refused)
 *
 * ```ts
 * fromJsonNumber(15.2, "gbp") // => Result.succeed(Money.positiveUnsafe(1520, "GBP"))
 * Result.isFailure(fromJsonNumber(0.1 + 0.2, "GBP")) // => true
 * ```
 */
export const fromJsonNumber = (number: number, code: string): Result.Result<PositiveMoney, InvalidMoney> => {
  const currency = code.toUpperCase()
  if (!isCurrency(currency)) return Result.fail(new UnsupportedCurrency({ currency }))
  return fromDecimal(String(number), currency).pipe(
    Result.flatMap(atMostFifteenDigits),
    Result.flatMap(({ value }) => positive(value, currency))
  )
}

const atMostFifteenDigits = (money: Money): Result.Result<Money, AmountNotRepresentable> =>
  money.value <= maximum
    ? Result.succeed(money)
    : Result.fail(
        new AmountNotRepresentable({
          currency: money.currency,
          amount: String(money.value),
          expected: "an amount of at most fifteen digits"
        })
      )
