/** What the facts add up to, held against what the provider holds. */
import type { Fact } from "../../src/Fact.ts"
import type { Totals } from "../../src/Totals.ts"
import type { History } from "./histories.ts"

/** A fold, or a simpler rule in its place. */
export type Fold = (facts: ReadonlyArray<Fact>, now?: number) => Totals | undefined

const shown = (value: unknown) => JSON.stringify(value) ?? "nothing"

/** Each difference in words; none if they agree. */
export const agrees = (fold: Fold, { orders, truth }: History, facts: ReadonlyArray<Fact>): ReadonlyArray<string> => {
  const totals = fold(facts, truth.now)
  if (totals === undefined) return ["no totals"]
  const differences: Array<string> = []
  const same = (what: string, expected: unknown, actual: unknown) => {
    if (shown(expected) !== shown(actual)) differences.push(`${what}: ${shown(expected)}, read as ${shown(actual)}`)
  }
  const left = Math.max(truth.maximum, truth.authorised) - truth.captured
  same("authorised", truth.authorised, totals.authorised.value)
  same("captured", truth.captured, totals.captured.value)
  same("refunded", truth.refunded, totals.refunded.value)
  same("released", truth.released, totals.released)
  same("capturable", truth.released === undefined ? left : 0, totals.capturable.value)
  same("refundable", truth.captured - truth.refunded, totals.refundable.value)
  same("disputed", truth.disputes, totals.disputed.length)
  same("complete", true, totals.complete)
  same("modifications", orders.length, totals.modifications.length)
  for (const { accepted, asked, end, id, key, kind } of orders) {
    const state = totals.modifications.find((one) => (key === undefined ? one.ids.includes(id) : one.key === key))
    const name = key ?? id
    same(`the stage of ${name}`, accepted ? end : "refused", state?.stage)
    same(`the kind of ${name}`, kind, state?.kind)
    same(`who asked for ${name}`, key === undefined ? undefined : asked, state?.asked)
  }
  return differences
}
