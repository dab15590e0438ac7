/**
 * How Adyen counts each currency.
 *
 * Source: docs.adyen.com/development-resources/currency-codes, read 2026-11-22; the exponents are also those of
 * `currency-decimals.ts` in @adyen/adyen-web 6.45.2. Adyen's list has CNH too, which is no ISO 4217 code. Neither
 * document has a smallest or largest amount: from one unit on, up to what a JSON number says exactly (assumed).
 */
import type { Currency } from "@paylayer/core"
import { AmountTable } from "@paylayer/core/adapter"

/** The name in every session and error of this package. */
export const provider = "adyen"

const counted = (exponent: number, currencies: ReadonlyArray<Currency.Currency>) =>
  Object.fromEntries(currencies.map((currency) => [currency, { exponent }]))

// oxfmt-ignore
export const amounts = AmountTable.make(provider, {
  // CVE and IDR have two decimals in ISO 4217.
  ...counted(0, [
    "CVE", "DJF", "GNF", "IDR", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"
  ]),
  // CLP and ISK have none in ISO 4217.
  ...counted(2, [
    "AED", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB", "BRL", "BSD",
    "BWP", "BYN", "BZD", "CAD", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CZK", "DKK", "DOP", "DZD", "EGP", "ETB",
    "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "ILS", "INR",
    "ISK", "JMD", "KES", "KGS", "KHR", "KYD", "KZT", "LAK", "LKR", "MAD", "MDL", "MKD", "MMK", "MNT", "MOP", "MRU",
    "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP",
    "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "STN",
    "SVC", "SZL", "THB", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VEF", "WST", "XCD", "XCG",
    "YER", "ZAR", "ZMW"
  ]),
  ...counted(3, ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
})
