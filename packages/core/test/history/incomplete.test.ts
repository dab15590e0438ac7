/** What is true of histories of which something is not known yet. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fold } from "../../src/Totals.ts"
import type { Told } from "./provider.ts"
import { complete, learned, subset } from "./histories.ts"
import { isFound, patience, runs } from "./runs.ts"
import type { Fold } from "./truth.ts"

/** Some of what a provider told, as some machine learned it. */
const part = complete
  .chain(({ told, truth }) => fc.record({ known: subset(told), now: fc.constant(truth.now) }))
  .chain(({ known, now }) =>
    fc.record({ known: fc.constant(known), facts: learned(known.map(({ fact }) => fact)), now: fc.constant(now) })
  )

/** Those of ours that were asked, or are linked, and of which nothing else is known. */
const open = (known: ReadonlyArray<Told>): ReadonlyArray<string> => {
  const begun = known.flatMap(({ fact }) => (fact._tag === "Asked" || fact._tag === "Linked" ? [fact.key] : []))
  const ended = known.flatMap(({ fact, of }) =>
    (fact._tag === "Outcome" || fact._tag === "NotExecuted") && of !== undefined ? [of] : []
  )
  return begun.filter((name) => !ended.includes(name))
}

/** What is wrong with the totals of a part; nothing, if they are right. */
const faults = (
  fold: Fold,
  { facts, known, now }: { known: ReadonlyArray<Told>; facts: ReadonlyArray<Told["fact"]>; now: number }
) => {
  const totals = fold(facts, now)
  if (totals === undefined) return ["no totals"]
  const found: Array<string> = []
  const { authorised, captured, disputed, maximum, modifications, refunded } = totals
  const keys = new Set<unknown>(modifications.flatMap(({ key }) => key ?? []))
  const ids = new Set(modifications.flatMap(({ ids }) => ids))
  for (const { fact } of known) {
    switch (fact._tag) {
      case "Asked":
      case "NotExecuted":
      case "Linked":
        if (!keys.has(fact.key)) found.push(`${fact.key} is dropped`)
        if (fact._tag === "Linked" && !ids.has(fact.id)) found.push(`${fact.id} is dropped`)
        break
      case "Outcome":
        if (fact.id === undefined ? !keys.has(fact.key) : !ids.has(fact.id)) {
          found.push(`the event of ${fact.id ?? fact.key} is dropped`)
        }
        break
      case "Disputed":
        if (!disputed.some(({ id }) => id === fact.id)) found.push(`${fact.id} is dropped`)
    }
  }
  if (totals.complete) {
    const most = Math.max(authorised.value, maximum?.value ?? 0)
    if (refunded.value > captured.value || captured.value > most) found.push("out of order, and complete")
    for (const name of open(known)) found.push(`nobody knows what became of ${name}, and complete`)
  }
  return found
}

describe("an incomplete history", () => {
  it(
    "throws nothing, drops nothing, and says that it is incomplete",
    () => {
      fc.assert(
        fc.property(part, (part) => {
          expect(faults(fold, part)).toEqual([])
        }),
        { numRuns: runs }
      )
    },
    patience
  )
})

const wrong: ReadonlyArray<readonly [rule: string, fold: Fold]> = [
  [
    "complete is what nobody asked us about",
    (facts, now) => {
      const totals = fold(facts, now)
      return totals && { ...totals, complete: true }
    }
  ],
  [
    "complete is what waits for nothing, in order or not",
    (facts, now) => {
      const totals = fold(facts, now)
      const waits = totals?.modifications.some(({ stage }) => stage === "reserved" || stage === "acknowledged")
      return totals && { ...totals, complete: waits !== true }
    }
  ],
  [
    "complete is what is in order, waiting or not",
    (facts, now) => {
      const totals = fold(facts, now)
      return totals && { ...totals, complete: totals.refunded.value <= totals.captured.value }
    }
  ],
  [
    "an event that overtook its answer is dropped",
    (facts, now) => {
      const links = new Set(facts.flatMap((fact) => (fact._tag === "Linked" ? [fact.id] : [])))
      return fold(
        facts.filter((fact) => fact._tag !== "Outcome" || fact.id === undefined || links.has(fact.id)),
        now
      )
    }
  ],
  [
    "a link of which nobody knows what was asked is dropped",
    (facts, now) => {
      const asked = new Set(facts.flatMap((fact) => (fact._tag === "Asked" ? [fact.key] : [])))
      return fold(
        facts.filter((fact) => fact._tag !== "Linked" || asked.has(fact.key)),
        now
      )
    }
  ],
  [
    "what does not fit throws",
    (facts, now) => {
      const totals = fold(facts, now)
      if (totals !== undefined && totals.refunded.value > totals.captured.value) throw new Error("more than captured")
      return totals
    }
  ]
]

describe("a wrong way is found", () => {
  it.each(wrong)(
    "%s",
    (_, rule) => {
      const right = fc.property(part, (part) => faults(rule, part).length === 0)
      expect(isFound(right)).toBe(true)
    },
    patience
  )
})
