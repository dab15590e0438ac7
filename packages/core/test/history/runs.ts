import * as fc from "fast-check"

/** How many histories each property tries: a few hundred, and 20,000 in `pnpm proof` (`PAYLAYER_FOLD_RUNS=20000`). */
export const runs = Number(process.env["PAYLAYER_FOLD_RUNS"] ?? 300)

/** Milliseconds that a property may take in all: far more than it needs. */
export const patience = 60_000 + runs * 30

/** Whether a wrong rule breaks what must hold, within 3000 histories; each one here does within a few hundred. */
export const isFound = <A>(property: fc.IProperty<A>): boolean =>
  fc.check(property, { numRuns: 3000, endOnFailure: true }).failed
