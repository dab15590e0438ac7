/** The amounts that laws try: all that the subject declares, its limits included. */
import * as fc from "fast-check"
import * as Result from "effect/Result"
import type { Capabilities, Money } from "@paylayer/core"
import { Currency, Money as MoneyModule } from "@paylayer/core"
import type { Given } from "./Law.ts"

/** What is declared about amounts, by sessions, intents or modifications. */
export type Amounts = Pick<Capabilities.AmountCapabilities, "currencies" | "amounts">

/** What a subject declares about one currency. */
const limits = (capabilities: Amounts, currency: Currency.Currency) => Result.getOrThrow(capabilities.amounts(currency))

/** The first of each kind. */
export const oneOfEach = <A>(all: ReadonlyArray<A>, kindOf: (one: A) => unknown): ReadonlyArray<A> => {
  const seen = new Set<unknown>()
  return all.filter((one) => {
    const before = seen.size
    return seen.add(kindOf(one)).size > before
  })
}

/** Where providers differ from ISO 4217, or from each other. */
const peculiar: ReadonlySet<string> = new Set(["CLP", "CVE", "IDR", "ISK", "UGX", "HUF", "TWD", "MGA"])

/** The declared currencies that are counted in an uncommon way. */
export const uncommon = (capabilities: Amounts): ReadonlyArray<Currency.Currency> =>
  capabilities.currencies.filter(
    (currency) =>
      peculiar.has(currency) || Currency.exponent(currency) !== 2 || limits(capabilities, currency).step !== 1
  )

/** All declared currencies, the main one first. */
const currencies = (capabilities: Amounts): ReadonlyArray<Currency.Currency> => {
  const main = mainCurrency(capabilities)
  return [main, ...capabilities.currencies.filter((currency) => currency !== main)]
}

/** Those of which the rows of a table are tried: of a variant, whose table another subject shares, the uncommon ones. */
export const rows = ({ subject }: Given, capabilities: Amounts): ReadonlyArray<Currency.Currency> => {
  const some = uncommon(capabilities)
  return currencies(capabilities).filter(
    (currency, index) => subject.variant === undefined || index === 0 || some.includes(currency)
  )
}

const countedAs = (capabilities: Amounts) => (currency: Currency.Currency) => {
  const { maximum, step } = limits(capabilities, currency)
  return `${Currency.exponent(currency)} ${step} ${maximum}`
}

/** One currency for each way in which the subject counts, the main one first. */
export const counted = (capabilities: Amounts): ReadonlyArray<Currency.Currency> =>
  oneOfEach(currencies(capabilities), countedAs(capabilities))

/** The same, of the currencies that are not the main one. */
export const others = (capabilities: Amounts): ReadonlyArray<Currency.Currency> =>
  oneOfEach(currencies(capabilities).slice(1), countedAs(capabilities))

/**
 * Minor units that go wrong where money is no whole number: with two decimals `0.29 * 100`, `57 * 0.01` and `4.35 * 100`
 * are other numbers, 32 bits do not hold 16777217 in a float nor 4294967297 in an integer; and one beside a thousand.
 */
const odd = [29, 57, 435, 1005, 199_999, 1_000_001, 16_777_217, 4_294_967_297]

/** Whole units whose zeros at the end are no decimals: 1500 yen are not 15. */
const round = 1500

/**
 * The amounts of one currency at which its way to the wire and back may break: both limits, odd ones between, and then
 * a round one.
 */
export const edges = (capabilities: Amounts, currency: Currency.Currency): ReadonlyArray<Money.PositiveMoney> => {
  const { maximum, minimum, step } = limits(capabilities, currency)
  const [first, last] = [Math.ceil(minimum / step) * step, Math.floor(maximum / step) * step]
  const between = [...odd, round * 10 ** Currency.exponent(currency)]
    .map((value) => Math.ceil(value / step) * step)
    .filter((value) => first < value && value < last)
  return [...new Set([first, ...between, last])].map((value) => MoneyModule.positiveUnsafe(value, currency))
}

/** What is between two amounts that the provider can say, where not every amount is one. */
export const between = (capabilities: Amounts, currency: Currency.Currency): Money.PositiveMoney | undefined => {
  const { minimum, step } = limits(capabilities, currency)
  return step === 1 ? undefined : MoneyModule.positiveUnsafe(Math.ceil(minimum / step) * step + 1, currency)
}

/** The currency of laws that need only one: EUR or GBP where there is one. */
const mainCurrency = ({ currencies }: Amounts): Currency.Currency =>
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

/** ISO currencies that the subject does not declare: one for each number of decimals. */
export const undeclared = ({ currencies }: Amounts): ReadonlyArray<Currency.Currency> =>
  oneOfEach(
    Currency.all.filter((currency) => !currencies.includes(currency)),
    Currency.exponent
  )
