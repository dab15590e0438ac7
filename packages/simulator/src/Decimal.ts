/**
 * Exact decimal numbers, as providers write amounts of major units: no floats, no rounding that wasn't asked for.
 *
 * A decimal is `coefficient × 10^-scale`, in lowest terms: `15.20` and `15.2` are one and the same value.
 */
export interface Decimal {
  readonly coefficient: bigint
  /** How many digits stand after the point: 2 for `15.02`, 0 for `1500`. Never negative. */
  readonly scale: number
}

const syntax = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/
/** Nobody owes more digits than this; a number that does is refused instead of computed with. */
const maxDigits = 400

export const make = (coefficient: bigint, scale: number): Decimal => {
  let reduced = scale < 0 ? coefficient * 10n ** BigInt(-scale) : coefficient
  let left = Math.max(scale, 0)
  while (left > 0 && reduced % 10n === 0n) {
    reduced /= 10n
    left--
  }
  return { coefficient: reduced, scale: left }
}

export const zero: Decimal = make(0n, 0)

/** A number as JSON writes it, exponents included; `undefined` where it is none, or absurdly long. */
export const parse = (text: string): Decimal | undefined => {
  const match = syntax.exec(text)
  if (match === null || text.length > maxDigits) return undefined
  const [, sign, whole = "", fraction = "", exponent = "0"] = match
  const coefficient = BigInt(whole + fraction)
  return make(sign === "-" ? -coefficient : coefficient, fraction.length - Number(exponent))
}

/** For constants: throws where `parse` gives nothing. */
export const of = (text: string): Decimal => {
  const decimal = parse(text)
  if (decimal === undefined) throw new RangeError(`expected a decimal number, got ${JSON.stringify(text)}`)
  return decimal
}

/** Without exponent and without zeros at the end: `15.02`, `1500`, `1.5`. */
export const format = (self: Decimal): string => {
  const digits = (self.coefficient < 0n ? -self.coefficient : self.coefficient).toString().padStart(self.scale + 1, "0")
  const point = digits.length - self.scale
  const fraction = self.scale === 0 ? "" : `.${digits.slice(point)}`
  return `${self.coefficient < 0n ? "-" : ""}${digits.slice(0, point)}${fraction}`
}

const aligned = (self: Decimal, that: Decimal): readonly [bigint, bigint, number] => {
  const scale = Math.max(self.scale, that.scale)
  return [
    self.coefficient * 10n ** BigInt(scale - self.scale),
    that.coefficient * 10n ** BigInt(scale - that.scale),
    scale
  ]
}

export const add = (self: Decimal, that: Decimal): Decimal => {
  const [a, b, scale] = aligned(self, that)
  return make(a + b, scale)
}

export const subtract = (self: Decimal, that: Decimal): Decimal => {
  const [a, b, scale] = aligned(self, that)
  return make(a - b, scale)
}

/** Negative, zero or positive, as for `Array.sort`. */
export const compare = (self: Decimal, that: Decimal): number => {
  const [a, b] = aligned(self, that)
  return a < b ? -1 : a > b ? 1 : 0
}

/** To `scale` digits after the point, halves away from zero. */
export const round = (self: Decimal, scale: number): Decimal => {
  if (self.scale <= scale) return self
  const unit = 10n ** BigInt(self.scale - scale)
  const half = self.coefficient < 0n ? -unit / 2n : unit / 2n
  return make((self.coefficient + half) / unit, scale)
}

/** How many of the currency's minor units it is, where that is a whole number: `1502n` for `15.02` with exponent 2. */
export const toMinorUnits = (self: Decimal, exponent: number): bigint | undefined =>
  self.scale > exponent ? undefined : self.coefficient * 10n ** BigInt(exponent - self.scale)

export const fromMinorUnits = (value: bigint, exponent: number): Decimal => make(value, exponent)
