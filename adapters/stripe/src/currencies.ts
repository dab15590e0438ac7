/**
 * How Stripe counts. Source: docs.stripe.com/currencies (presentment currencies, special cases, minimum and maximum
 * charge amounts), read 2026-11.
 *
 * Amounts are whole units of the exponents below. The minimum is the one of a settlement in the same currency; for other
 * currencies it depends on the exchange rate, so only Stripe can tell. The maximum is eight digits; where cards alone
 * may have more (COP, HUF, JPY, LBP) it stays at eight.
 */
import { Currency } from "@paylayer/core"
import { AmountTable } from "@paylayer/core/adapter"

const eightDigits = 99_999_999

const twoDecimals: ReadonlyArray<Currency.Currency> = [
  // oxfmt-ignore
  ..."AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW"
    .split(" ")
    .filter(Currency.isCurrency)
]

const zeroDecimals = [
  "BIF",
  "CLP",
  "DJF",
  "GNF",
  "JPY",
  "KMF",
  "KRW",
  "MGA",
  "PYG",
  "RWF",
  "VND",
  "VUV",
  "XAF",
  "XOF",
  "XPF"
] as const

/** The last digit has to be 0. */
const threeDecimals = ["BHD", "JOD", "KWD", "OMR", "TND"] as const

/** Charged without decimals, written with two: the last two digits have to be 00. */
const wholeWithTwoDecimals = ["ISK", "UGX"] as const

const minimums: Partial<Record<Currency.Currency, number>> = {
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50
}

const maximums: Partial<Record<Currency.Currency, number>> = { IDR: 999_999_999_999, INR: 999_999_999 }

const rows = (currencies: ReadonlyArray<Currency.Currency>, exponent: number, step: number) =>
  currencies.map((currency): readonly [Currency.Currency, AmountTable.Row] => [
    currency,
    { exponent, step, minimum: minimums[currency] ?? step, maximum: maximums[currency] ?? eightDigits }
  ])

export const provider = "stripe"

export const amounts = AmountTable.make(
  provider,
  Object.fromEntries([
    ...rows(twoDecimals, 2, 1),
    ...rows(zeroDecimals, 0, 1),
    ...rows(threeDecimals, 3, 10),
    ...rows(wholeWithTwoDecimals, 2, 100)
  ])
)
