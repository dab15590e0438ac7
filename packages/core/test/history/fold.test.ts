/** What is true of any set of facts, contradictory ones included. */
import { isDeepStrictEqual } from "node:util"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Authorisation from "../../src/Authorisation.ts"
import * as Fact from "../../src/Fact.ts"
import * as Money from "../../src/Money.ts"
import * as Rules from "../../src/Rules.ts"
import { fold } from "../../src/Totals.ts"
import * as capabilities from "../capabilities.ts"
import { authorised, facts, now } from "./facts.ts"
import { learned } from "./histories.ts"
import { isFound, patience, runs } from "./runs.ts"
import type { Fold } from "./truth.ts"

type Facts = ReadonlyArray<Fact.Fact>

const json = Schema.toCodecJson(Schema.Array(Fact.Fact))
const throughJson = (facts: Facts): Facts =>
  Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(Schema.encodeSync(json)(facts))))

/** The same, down to the classes; what is not is shown. */
const same = (one: unknown, other: unknown) => {
  if (!isDeepStrictEqual(one, other)) expect(one).toStrictEqual(other)
}

/** A set of facts, the same as some machine learned it, and which of them another machine knew. */
const learnings = facts.chain((facts) =>
  fc.record({ facts: fc.constant(facts), again: learned(facts), there: fc.subarray([...facts]), now })
)

describe("any set of facts", () => {
  it(
    "adds up to the same, in whatever order and how often they were learned, and nothing throws",
    () => {
      fc.assert(
        fc.property(learnings, ({ again, facts, now }) => {
          same(fold(again, now), fold(facts, now))
        }),
        { numRuns: runs }
      )
    },
    patience
  )

  it(
    "adds up to the same, through a store and from two machines that told each other",
    () => {
      fc.assert(
        fc.property(authorised, learnings, (first, { again, facts, now, there }) => {
          const start = Authorisation.make("test", first)
          const all = start.with(facts)
          const here = start.with(again.filter((fact) => !there.includes(fact)))
          const stored = Result.getOrThrow(Authorisation.fromJson(Authorisation.toJson(start.with(throughJson(there)))))
          const totals = all.totals(now)
          for (const merged of [here.with(stored.facts), stored.with(here.facts)]) {
            same(merged.facts, all.facts)
            same(merged.totals(now), totals)
          }
        }),
        { numRuns: runs }
      )
    },
    patience
  )

  it(
    "lets a rule allow or refuse, and nothing throws",
    () => {
      const amount = Money.positiveUnsafe(100, "EUR")
      fc.assert(
        fc.property(authorised, facts, now, (first, facts, now) => {
          const known = Authorisation.make("test", first, facts)
          const time = Number.isFinite(now) ? now : 0
          // Something new, or one of those that are known once more.
          for (const key of [undefined, known.totals(time).modifications[0]?.key]) {
            const options = key === undefined ? {} : { key }
            const all = [
              Rules.adjust(capabilities.adjustments, known, amount, time, options),
              Rules.capture(capabilities.captures, known, amount, time, options),
              Rules.cancel(capabilities.cancellations, known, time, options),
              Rules.refund(capabilities.refunds, known, amount, time, options),
              Rules.reverse(capabilities.reversals, known, time, options)
            ]
            expect(all.every(Result.isResult)).toBe(true)
          }
        }),
        { numRuns: runs }
      )
    },
    patience
  )
})

/** Ways to add up that depend on who learned what when. */
const dependent: ReadonlyArray<readonly [rule: string, fold: Fold]> = [
  [
    "the outcome that was learned last counts",
    (facts, now) =>
      fold(
        facts.filter(
          (fact, index) =>
            fact._tag !== "Outcome" ||
            facts.findLastIndex((other) => other._tag === "Outcome" && other.id === fact.id) === index
        ),
        now
      )
  ],
  [
    "what is learned twice counts twice",
    (facts, now) => {
      const totals = fold(facts, now)
      if (totals === undefined) return undefined
      const refunds = facts.filter((fact) => fact._tag === "Outcome" && fact.kind === "refund").length
      return { ...totals, refunded: new Money.Money({ value: refunds, currency: totals.refunded.currency }) }
    }
  ],
  [
    "the first amount that was learned is the first amount",
    (facts, now) => {
      const first = facts.find(({ _tag }) => _tag === "Authorised")
      return fold(
        facts.filter((fact) => fact._tag !== "Authorised" || fact === first),
        now
      )
    }
  ],
  [
    "what was asked first under a key was asked",
    (facts, now) =>
      fold(
        facts.filter(
          (fact, index) =>
            fact._tag !== "Asked" ||
            facts.findIndex((other) => other._tag === "Asked" && other.key === fact.key) === index
        ),
        now
      )
  ],
  [
    "disputes are listed as they came",
    (facts, now) => {
      const totals = fold(facts, now)
      return totals && { ...totals, disputed: facts.filter((fact) => fact._tag === "Disputed") }
    }
  ],
  [
    "an event of nobody's throws",
    (facts, now) => {
      const totals = fold(facts, now)
      if (totals?.modifications.some(({ key }) => key === undefined)) throw new Error("no such modification")
      return totals
    }
  ]
]

describe("a way that depends on the learning is found", () => {
  it.each(dependent)(
    "%s",
    (_, wrong) => {
      const alike = fc.property(learnings, ({ again, facts, now }) =>
        isDeepStrictEqual(wrong(again, now), wrong(facts, now))
      )
      expect(isFound(alike)).toBe(true)
    },
    patience
  )
})
