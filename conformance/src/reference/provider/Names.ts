/** Names of objects, counted; tokens, proofs and secrets, which say nothing to who holds them. All the same in each run. */
import { Identifiers } from "@paylayer/simulator"

export interface Names {
  readonly next: (kind: "ses" | "pay" | "int" | "mod" | "dsp" | "evt" | "dlv") => string
  readonly secret: (kind: "tok" | "prf" | "sec") => string
}

export const make = (): Names => {
  const counts = new Map<string, number>()
  const identifiers = Identifiers.make(0x5eed)
  return {
    next(kind) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return `${kind}_${String(count).padStart(4, "0")}`
    },
    secret: (kind) => `${kind}_${identifiers.hex(32)}`
  }
}
