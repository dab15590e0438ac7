/**
 * The currencies that Stripe charges in, its own number of decimals, and how much may be charged.
 *
 * Source: docs.stripe.com/currencies as of November 2026 ("Supported presentment currencies", "Zero-decimal",
 * "Three-decimal", "Special cases", "Minimum and maximum charge amounts").
 */
import { Decimal, type Truth } from "@paylayer/simulator"

const twoDecimals =
  "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc " +
  "cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt " +
  "lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln " +
  "qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd yer zar zmw"
const noDecimals = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
/** Two decimals that are always `00`. */
const wholeWithDecimals = "isk ugx"
/** Three decimals, the last one always 0. */
const threeDecimals = "bhd jod kwd omr tnd"

interface Format {
  readonly exponent: number
  /** Amounts are multiples of this many minor units. */
  readonly step: number
}

const formats: ReadonlyMap<string, Format> = new Map(
  (
    [
      [twoDecimals, { exponent: 2, step: 1 }],
      [noDecimals, { exponent: 0, step: 1 }],
      [wholeWithDecimals, { exponent: 2, step: 100 }],
      [threeDecimals, { exponent: 3, step: 10 }]
    ] as const
  ).flatMap(([list, format]) => list.split(" ").map((currency) => [currency, format] as const))
)

export const currencies: ReadonlyArray<string> = [...formats.keys()]

/** In minor units, and as Stripe writes it. Of an account that settles in each of them. */
const minimums: ReadonlyMap<string, readonly [minor: number, written: string]> = new Map([
  ["usd", [50, "$0.50"]],
  ["aed", [200, "2.00 د.إ"]],
  ["aud", [50, "$0.50"]],
  ["bgn", [100, "лв1.00"]],
  ["brl", [50, "R$0.50"]],
  ["cad", [50, "$0.50"]],
  ["chf", [50, "0.50 Fr"]],
  ["czk", [1500, "15.00Kč"]],
  ["dkk", [250, "2.50-kr."]],
  ["eur", [50, "€0.50"]],
  ["gbp", [30, "£0.30"]],
  ["hkd", [400, "$4.00"]],
  ["huf", [17500, "175.00 Ft"]],
  ["inr", [50, "₹0.50"]],
  ["jpy", [50, "¥50"]],
  ["mxn", [1000, "$10"]],
  ["myr", [200, "RM 2"]],
  ["nok", [300, "3.00-kr."]],
  ["nzd", [50, "$0.50"]],
  ["pln", [200, "2.00 zł"]],
  ["ron", [200, "lei2.00"]],
  ["sek", [300, "3.00-kr."]],
  ["sgd", [50, "$0.50"]],
  ["thb", [1000, "฿10"]]
])

/** "8 digits for all other currencies". */
const digits: ReadonlyMap<string, number> = new Map([
  ["idr", 12],
  ["inr", 9],
  ["lbp", 11],
  ["cop", 10],
  ["huf", 10],
  ["jpy", 10]
])

export const isCurrency = (currency: string): boolean => formats.has(currency)

/** Throws for a currency that isn't Stripe's: that was checked before. */
export const formatOf = (currency: string): Format => {
  const format = formats.get(currency)
  if (format === undefined) throw new RangeError(`no such currency: ${currency}`)
  return format
}

/** Smallest amount of one charge, in minor units; none is documented for the other currencies. */
export const minimumOf = (currency: string): number => minimums.get(currency)?.[0] ?? 1
/** `$0.50 usd` */
export const minimumText = (currency: string): string => `${minimums.get(currency)?.[1] ?? "1"} ${currency}`

export const maximumOf = (currency: string): number => 10 ** (digits.get(currency) ?? 8) - 1
/** `$999,999.99`; only the one of the dollar was seen. */
export const maximumText = (currency: string): string => {
  const [whole = "", fraction] = decimalOf(maximumOf(currency), currency).split(".")
  return `${currency === "usd" ? "$" : ""}${grouped(whole)}${fraction === undefined ? "" : `.${fraction}`}`
}

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ",")

const symbols: ReadonlyMap<string, string> = new Map([
  ["usd", "$"],
  ["eur", "€"]
])

/** `$40.00`, as texts have it; undefined for a currency in which none was seen. */
export const moneyText = (minor: number, currency: string): string | undefined => {
  const symbol = symbols.get(currency)
  if (symbol === undefined) return undefined
  const cents = String(minor % 100).padStart(2, "0")
  return `${symbol}${grouped(String(Math.floor(minor / 100)))}.${cents}`
}

const decimalOf = (minor: number, currency: string): string =>
  Decimal.format(Decimal.fromMinorUnits(BigInt(minor), formatOf(currency).exponent))

/** As the truth tells it: major units by Stripe's own decimals, the currency in upper case. */
export const toAmount = (minor: number, currency: string): Truth.Amount => ({
  decimal: decimalOf(minor, currency),
  currency: currency.toUpperCase()
})

/** In minor units, where Stripe can charge this much in this currency; the reverse of `toAmount`. */
export const fromAmount = ({ currency: written, decimal }: Truth.Amount, currency: string): number | undefined => {
  if (written !== currency.toUpperCase()) return undefined
  const { exponent, step } = formatOf(currency)
  const parsed = Decimal.parse(decimal)
  const minor = parsed === undefined ? undefined : Decimal.toMinorUnits(parsed, exponent)
  return minor === undefined || minor <= 0n || minor % BigInt(step) !== 0n ? undefined : Number(minor)
}
