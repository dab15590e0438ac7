/**
 * ISO 4217 currencies and their exponents: how many decimals the minor unit has.
 *
 * Source: ISO 4217 List One as amended to January 2026, and the withdrawn codes in which payments may still have to
 * be settled. A provider that counts a currency differently says so in its adapter's own table; this one is the
 * model's.
 */
import * as Schema from "effect/Schema"

// oxfmt-ignore
const noDecimals = [
  "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"
] as const

// oxfmt-ignore
const twoDecimals = [
  "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB", "BOV",
  "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CNY", "COP", "COU", "CRC", "CUP",
  "CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
  "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD",
  "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR",
  "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR",
  "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP",
  "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "USN", "UYU",
  "UZS", "VED", "VES", "WST", "XAD", "XCD", "XCG", "YER", "ZAR", "ZMW", "ZWG"
] as const

/** Withdrawn from ISO 4217 (Curaçao 2025, Bulgaria 2026, Cuba 2021, Croatia 2023, Venezuela 2018); two decimals each. */
const withdrawn = ["ANG", "BGN", "CUC", "HRK", "VEF"] as const

const threeDecimals = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"] as const

const fourDecimals = ["CLF", "UYW"] as const

/** An ISO 4217 alphabetic code, upper case. */
export const Currency = Schema.Literals([
  ...noDecimals,
  ...twoDecimals,
  ...withdrawn,
  ...threeDecimals,
  ...fourDecimals
])
export type Currency = typeof Currency.Type

/** Every currency that the model knows, in the order of its exponent. */
export const all: ReadonlyArray<Currency> = Currency.literals

const exponents: ReadonlyMap<string, number> = new Map([
  ...noDecimals.map((code) => [code, 0] as const),
  ...[...twoDecimals, ...withdrawn].map((code) => [code, 2] as const),
  ...threeDecimals.map((code) => [code, 3] as const),
  ...fourDecimals.map((code) => [code, 4] as const)
])

/** Whether a string is a currency that the model knows; the check is on upper case. */
export const isCurrency = (code: string): code is Currency => exponents.has(code)

/**
 * How many decimals the minor unit has.
 *
 * **Example** (Three kinds of currencies)
 *
 * ```ts
 * exponent("EUR") // => 2
 * exponent("JPY") // => 0
 * exponent("KWD") // => 3
 * ```
 */
export const exponent = (currency: Currency): number => exponents.get(currency) ?? 2
