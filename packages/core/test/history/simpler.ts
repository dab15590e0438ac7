/** Simpler ways to add facts up. Each is wrong, and the histories have to show it. */
import type { Asked, Fact, Kind, Outcome } from "../../src/Fact.ts"
import { canonical } from "../../src/Fact.ts"
import * as Money from "../../src/Money.ts"
import type { ModificationState, Totals } from "../../src/Totals.ts"
import { fold } from "../../src/Totals.ts"
import type { Fold } from "./truth.ts"

type Facts = ReadonlyArray<Fact>

/** The fold of other facts. */
const over =
  (change: (facts: Facts) => Facts): Fold =>
  (facts, now) =>
    fold(change(facts), now)

/** The fold of outcomes that say something else, or nothing. */
const outcomes = (change: (outcome: Outcome, facts: Facts) => ReadonlyArray<Fact>): Fold =>
  over((facts) => facts.flatMap((fact) => (fact._tag === "Outcome" ? change(fact, facts) : [fact])))

/** The fold with another total. */
const then =
  (change: (totals: Totals, facts: Facts) => { readonly [name in keyof Totals]?: number }): Fold =>
  (facts, now) => {
    const totals = fold(facts, now)
    if (totals === undefined) return undefined
    const amounts = Object.entries(change(totals, facts)).map(([name, value]) => [name, money(value)])
    return { ...totals, ...Object.fromEntries(amounts) }
  }

const money = (value: number) => new Money.Money({ value, currency: "EUR" })

/** The modification that an outcome belongs to, as the fold has it. */
const ownerIn = (facts: Facts): ((outcome: Outcome) => ModificationState | undefined) => {
  const states = fold(facts)?.modifications ?? []
  return ({ id, key }) =>
    states.find((state) => key !== undefined && state.key === key) ??
    states.find(({ ids }) => id !== undefined && ids.includes(id))
}

const askedIn = (facts: Facts, { key }: { readonly key?: string | undefined }): Asked | undefined =>
  facts.find((fact): fact is Asked => fact._tag === "Asked" && fact.key === key)

const isObserved = (facts: Facts) => facts.some((fact) => fact._tag === "Authorised" && fact.observed !== undefined)

const observedCaptures = (facts: Facts) =>
  facts.flatMap((fact) => (fact._tag === "Observed" && fact.captured !== undefined ? [fact.captured.value] : []))

const adjustments = ({ modifications }: Totals) =>
  modifications.flatMap(({ amount, kind, sequence, stage }) =>
    kind === "adjust" && stage === "succeeded" && amount !== undefined ? [{ sequence, value: amount.value }] : []
  )

const succeeded = (modifications: Totals["modifications"], wanted: Kind) =>
  modifications.reduce(
    (sum, { amount, kind, stage }) => sum + (kind === wanted && stage === "succeeded" ? (amount?.value ?? 0) : 0),
    0
  )

/** The adjustment that this prefers to the others. */
const adjustment = (facts: Facts, totals: Totals, prefer: (one: number, other: number) => boolean) => {
  const all = adjustments(totals)
  if (all.length === 0 || isObserved(facts)) return {}
  return { authorised: all.reduce((best, next) => (prefer(next.sequence, best.sequence) ? next : best)).value }
}

const kindOfReversals = (kind: "cancel" | "refund"): Fold =>
  outcomes((outcome, facts) => [
    ownerIn(facts)(outcome)?.asked === "reverse" && outcome.kind !== "reverse" ? { ...outcome, kind } : outcome
  ])

export const simpler: ReadonlyArray<readonly [rule: string, fold: Fold]> = [
  ["a stage only moves up", outcomes((outcome) => [outcome.kind === "adjust" ? outcome : { ...outcome, at: 0 }])],
  [
    "our sequence is the order of adjustments",
    then((totals, facts) => adjustment(facts, totals, (one, other) => one > other))
  ],
  [
    "the greatest adjustment is in force",
    then((totals, facts) =>
      isObserved(facts) || adjustments(totals).length === 0
        ? {}
        : { authorised: Math.max(...adjustments(totals).map(({ value }) => value)) }
    )
  ],
  [
    "cumulative amounts are summed",
    then((_, facts) =>
      isObserved(facts) ? { captured: observedCaptures(facts).reduce((sum, value) => sum + value, 0) } : {}
    )
  ],
  [
    "the cumulative amount that came last counts",
    then((_, facts) => (isObserved(facts) ? { captured: observedCaptures(facts).at(-1) ?? 0 } : {}))
  ],
  [
    "outcomes count beside cumulative amounts",
    then(({ captured, modifications }, facts) => ({
      captured: isObserved(facts) ? captured.value + succeeded(modifications, "capture") : captured.value
    }))
  ],
  [
    "the event's amount is believed",
    over((facts) => {
      const owner = ownerIn(facts)
      const said = new Map(
        facts.flatMap((fact) =>
          fact._tag === "Outcome" && fact.amount !== undefined && fact.amount.value > 0
            ? [[owner(fact)?.key, fact.amount.value] as const]
            : []
        )
      )
      return facts.map((fact) => {
        const amount = fact._tag === "Asked" && fact.amount !== undefined ? said.get(fact.key) : undefined
        return amount === undefined ? fact : ({ ...fact, amount: Money.positiveUnsafe(amount, "EUR") } as Asked)
      })
    })
  ],
  [
    "what comes twice counts twice",
    then(({ refunded }, facts) => {
      const known = new Set<string>()
      const again = facts.filter((fact) => {
        const text = canonical(fact)
        return known.has(text) || !known.add(text)
      })
      return {
        refunded: again.reduce(
          (sum, fact) => sum + (fact._tag === "Outcome" && fact.kind === "refund" ? (fact.amount?.value ?? 0) : 0),
          refunded.value
        )
      }
    })
  ],
  [
    "a refusal outweighs an outcome",
    over((facts) => {
      const owner = ownerIn(facts)
      const refused = new Set(facts.flatMap((fact) => (fact._tag === "NotExecuted" ? [fact.key] : [])))
      return facts.filter((fact) => {
        const key = fact._tag === "Outcome" ? owner(fact)?.key : undefined
        return key === undefined || !refused.has(key)
      })
    })
  ],
  [
    "a failure wins a tie",
    outcomes((outcome) => [{ ...outcome, at: outcome.at * 2 + (outcome.verdict === "failed" ? 1 : 0) }])
  ],
  ["a link is ignored", over((facts) => facts.filter(({ _tag }) => _tag !== "Linked"))],
  [
    "a key is believed, whoever made it",
    outcomes((outcome) =>
      outcome.key === undefined || outcome.id === undefined
        ? [outcome]
        : [outcome, { _tag: "Linked", key: outcome.key, id: outcome.id }]
    )
  ],
  [
    "only ids count",
    outcomes((outcome) => {
      const { key: _, ...rest } = outcome
      return [outcome.id === undefined ? outcome : rest]
    })
  ],
  [
    "what is received is done",
    over((facts) =>
      facts.flatMap((fact): Facts => {
        const asked = fact._tag === "Linked" ? askedIn(facts, fact) : undefined
        return asked === undefined
          ? [fact]
          : [
              fact,
              { _tag: "Outcome", key: asked.key, kind: asked.kind, at: Number.MAX_SAFE_INTEGER, verdict: "succeeded" }
            ]
      })
    )
  ],
  [
    "what nobody here asked for does not count",
    outcomes((outcome, facts) => (ownerIn(facts)(outcome)?.key === undefined ? [] : [outcome]))
  ],
  [
    "what came last is true",
    over((facts) => {
      const owner = ownerIn(facts)
      const last = new Map<unknown, Outcome>()
      for (const fact of facts) if (fact._tag === "Outcome") last.set(owner(fact), fact)
      return facts.filter((fact) => fact._tag !== "Outcome" || last.get(owner(fact)) === fact)
    })
  ],
  [
    "the success of an event is ignored",
    outcomes((outcome) => [outcome.verdict === "failed" ? { ...outcome, verdict: "succeeded" } : outcome])
  ],
  [
    "a refund that was sent back still counts",
    outcomes((outcome) => [outcome.verdict === "reverted" ? { ...outcome, verdict: "succeeded" } : outcome])
  ],
  ["a reversal is a refund", kindOfReversals("refund")],
  ["a reversal is a cancellation", kindOfReversals("cancel")],
  [
    "an assumed capture is not reversed",
    then(({ assumed, modifications, refunded }) => ({
      refunded: assumed ? succeeded(modifications, "refund") : refunded.value
    }))
  ],
  [
    "a final capture leaves the rest",
    over((facts) =>
      facts.map((fact) => {
        if (fact._tag !== "Asked" && fact._tag !== "Outcome") return fact
        const { closes: _, ...rest } = fact
        return rest
      })
    )
  ],
  [
    "a dispute is a refund",
    then(({ disputed, refunded }) => ({ refunded: refunded.value + (disputed[0]?.amount.value ?? 0) }))
  ],
  ["a silent capture has not happened", (facts) => fold(facts)],
  [
    "a capture that failed has closed",
    (facts, now) => {
      const totals = fold(facts, now)
      return totals?.modifications.some(({ closes, stage }) => closes && stage === "failed") === true
        ? { ...totals, released: totals.released ?? "closed" }
        : totals
    }
  ]
]
