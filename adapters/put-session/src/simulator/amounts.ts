/** Amounts of money in major units, exactly: what Acquired.com counts with. */
import { Decimal, type Truth } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import { decimalsOf } from "./currencies.ts"

export const tooSmall = "must be greater than 0"
export const tooLarge = (maximum: string): string => `must be less than or equal to ${maximum}`

/**
 * The amount as it counts in its currency, or what is wrong with its decimals.
 *
 * @param currency In lower case; of one that isn't taken nothing is known, and the amount counts as it is.
 */
export const counted = (
  amount: Decimal.Decimal,
  currency: string,
  positions: Pick<Positions, "excessDecimals" | "yenDecimals">
): Decimal.Decimal | string => {
  const decimals = decimalsOf(currency, positions) ?? amount.scale
  return amount.scale > decimals && positions.excessDecimals === "refused"
    ? `must have at most ${decimals} decimals`
    : Decimal.round(amount, decimals)
}

export const isPositive = (amount: Decimal.Decimal): boolean => Decimal.compare(amount, Decimal.zero) > 0

export const isMore = (amount: Decimal.Decimal, than: Decimal.Decimal): boolean => Decimal.compare(amount, than) > 0

export const isSame = (amount: Decimal.Decimal, that: Decimal.Decimal): boolean => Decimal.compare(amount, that) === 0

export const sum = (amounts: ReadonlyArray<Decimal.Decimal>): Decimal.Decimal =>
  amounts.reduce(Decimal.add, Decimal.zero)

/** @param currency In lower case. */
export const toTruth = (amount: Decimal.Decimal, currency: string): Truth.Amount => ({
  decimal: Decimal.format(amount),
  currency: currency.toUpperCase()
})
