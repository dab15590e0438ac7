/** The amounts that laws try: all that the subject declares, its limits included. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import type { Capabilities, Money } from "@paylayer/core"
import { Currency, Money as MoneyModule } from "@paylayer/core"

/** What is declared about amounts, by sessions, intents or modifications. */
export type Amounts = Pick<Capabilities.AmountCapabilities, "currencies" | "amounts">

/** What a subject declares about one currency. */
const limits = (capabilities: Amounts, currency: Currency.Currency) => Result.getOrThrow(capabilities.amounts(currency))

/** Amounts of one currency: small ones often, and both limits. */
export const amountsIn = (capabilities: Amounts, currency: Currency.Currency): fc.Arbitrary<Money.PositiveMoney> => {
  const { maximum, minimum, step } = limits(capabilities, currency)
  const first = Math.ceil(minimum / step)
  const last = Math.floor(maximum / step)
  return fc
    .oneof(
      { weight: 6, arbitrary: fc.integer({ min: first, max: Math.min(last, first + 9_999) }) },
      { weight: 2, arbitrary: fc.integer({ min: first, max: last }) },
      { weight: 1, arbitrary: fc.constantFrom(first, last) }
    )
    .map((steps) => MoneyModule.positiveUnsafe(steps * step, currency))
}

/** Where providers differ from ISO 4217, or from each other. */
const peculiar: ReadonlySet<string> = new Set(["CLP", "CVE", "IDR", "ISK", "UGX", "HUF", "TWD", "MGA"])

/** Any declared currency; those that are counted in an uncommon way as often as all others together. */
export const anyCurrency = (capabilities: Amounts): fc.Arbitrary<Currency.Currency> => {
  const { currencies } = capabilities
  const uncommon = currencies.filter(
    (currency) =>
      peculiar.has(currency) || Currency.exponent(currency) !== 2 || limits(capabilities, currency).step !== 1
  )
  const all = fc.constantFrom(...currencies)
  return uncommon.length === 0 ? all : fc.oneof(all, fc.constantFrom(...uncommon))
}

/** Amounts of any declared currency. */
export const anyAmount = (capabilities: Amounts): fc.Arbitrary<Money.PositiveMoney> =>
  anyCurrency(capabilities).chain((currency) => amountsIn(capabilities, currency))

/** The currency of laws that need only one: EUR or GBP where there is one. */
export const mainCurrency = ({ currencies }: Amounts): Currency.Currency =>
  (["EUR", "GBP", "USD"] as const).find((currency) => currencies.includes(currency)) ?? currencies[0]!

/** An amount some steps above the smallest. */
export const amount = (
  capabilities: Amounts,
  steps: number,
  currency: Currency.Currency = mainCurrency(capabilities)
): Money.PositiveMoney => {
  const { minimum, step } = limits(capabilities, currency)
  return MoneyModule.positiveUnsafe((Math.ceil(minimum / step) + steps) * step, currency)
}

/** A few amounts that repeat: A, B and A again matters. */
export const fewAmounts = (capabilities: Amounts): fc.Arbitrary<Money.PositiveMoney> =>
  fc.constantFrom(0, 250, 1900, 2150).map((steps) => amount(capabilities, steps))

/** Amounts that nobody may send: each with what it is. */
export const badAmounts = (
  capabilities: Amounts
): ReadonlyArray<{ readonly what: string; readonly amount: Money.PositiveMoney }> => {
  const currency = mainCurrency(capabilities)
  const { maximum, minimum, step } = limits(capabilities, currency)
  const values: ReadonlyArray<readonly [string, number]> = [
    ["zero", 0],
    ["negative", -minimum],
    ["a fraction", minimum + 0.5],
    ["not a number", Number.NaN],
    ["infinite", Number.POSITIVE_INFINITY],
    ["unsafe", Number.MAX_SAFE_INTEGER + 1],
    ...(minimum > 1 ? [["too small", minimum - 1] as const] : []),
    ...(maximum < Number.MAX_SAFE_INTEGER ? [["too large", maximum + step] as const] : []),
    ...(step > 1 ? [["off step", minimum + 1] as const] : [])
  ]
  return values.map(([what, value]) => ({ what, amount: { value, currency } as Money.PositiveMoney }))
}

/** ISO currencies that the subject does not declare. */
export const undeclared = ({ currencies }: Amounts): ReadonlyArray<Currency.Currency> =>
  Currency.all.filter((currency) => !currencies.includes(currency))
