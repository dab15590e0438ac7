/** The model's own idea of money, naive on purpose: text, no arithmetic that could share a mistake with the core. */

const decimals: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4
}

/** ISO minor units as canonical major units: no zeros that say nothing. */
export const major = ({ value, currency }: { readonly value: number; readonly currency: string }): string => {
  const places = decimals[currency] ?? 2
  const digits = String(value).padStart(places + 1, "0")
  const whole = digits.slice(0, digits.length - places)
  return canonical(`${whole}.${digits.slice(digits.length - places)}`) + " " + currency
}

/** What the provider believes, in the same form. */
export const stated = ({ decimal, currency }: { readonly decimal: string; readonly currency: string }): string =>
  `${canonical(decimal)} ${currency}`

const canonical = (decimal: string): string => {
  const [whole = "", fraction = ""] = decimal.split(".")
  const kept = fraction.replace(/0+$/, "")
  const plain = whole.replace(/^0+(?=\d)/, "")
  return kept === "" ? plain : `${plain}.${kept}`
}
