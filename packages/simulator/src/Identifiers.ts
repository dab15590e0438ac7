/** Ids that look random and are the same in each run: from a seed, never from the machine. */
export interface Identifiers {
  /** Lower case, with the version and variant bits of a random UUID. */
  readonly uuid: () => string
  /** So many hexadecimal digits. */
  readonly hex: (digits: number) => string
}

/** A 32-bit generator (splitmix32): good enough to look at, not for secrets. */
export const make = (seed: number): Identifiers => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const hex = (digits: number): string => {
    let out = ""
    while (out.length < digits) out += next().toString(16).padStart(8, "0")
    return out.slice(0, digits)
  }
  const uuid = (): string => {
    const digits = hex(32)
    const variant = "89ab"[next() & 3]!
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(
      20
    )}`
  }
  return { uuid, hex }
}
