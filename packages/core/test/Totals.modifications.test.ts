/** What the facts say of each modification. */
import { describe, expect, it } from "vitest"
import type { Fact } from "../src/Fact.ts"
import * as Totals from "../src/Totals.ts"
import {
  asked,
  authorised,
  done,
  eur,
  event,
  key,
  linked,
  money,
  outcome,
  payment,
  refused,
  underWay
} from "./payment.ts"

describe("a modification", () => {
  const states = (facts: ReadonlyArray<Fact>) => payment(facts).totals().modifications

  it.each<readonly [Totals.Stage, ReadonlyArray<Fact>]>([
    ["reserved", [asked("k1", "capture", 4000)]],
    ["acknowledged", underWay("k1", "capture", 4000)],
    ["refused", [asked("k1", "capture", 4000), refused("k1")]],
    ["failed", [asked("k1", "capture", 4000), outcome("k1", "capture", "failed", 1)]],
    ["succeeded", done("k1", "capture", 4000, 1)],
    ["reverted", [...done("k1", "refund", 4000, 1), outcome("k1", "refund", "reverted", 2)]]
  ])("is %s", (stage, facts) => {
    expect(states(facts)).toMatchObject([{ key: "k1", stage }])
    expect(Totals.stageOf(facts, key("k1"))).toBe(stage)
    expect(Totals.isPending(states(facts)[0]!)).toBe(stage === "reserved" || stage === "acknowledged")
  })

  it("that was refused, and taken when it was sent again, is under way", () => {
    const facts = [asked("k1", "capture", 4000), refused("k1"), linked("k1", "x")]
    expect(states(facts)).toMatchObject([{ stage: "acknowledged" }])
    expect(payment(facts).totals()).toMatchObject({ capturable: money(6000), complete: false })
  })

  it("of which nothing is known has no stage", () => {
    expect(Totals.stageOf([authorised()], key("k1"))).toBeUndefined()
  })

  it("has all that is known of it", () => {
    const failure = { _tag: "Declined", code: "05" } as const
    expect(
      states([
        asked("k1", "capture", 4000, { closes: true }),
        linked("k1", "x"),
        linked("k1", "w"),
        { ...outcome("k1", "capture", "failed", 7, { id: "x", failure }) }
      ])
    ).toEqual([
      {
        key: "k1",
        ids: ["w", "x"],
        kind: "capture",
        asked: "capture",
        stage: "failed",
        amount: eur(4000),
        sequence: 0,
        closes: true,
        at: 7,
        failure
      }
    ])
  })

  it("that was refused says why, as long as there is no outcome", () => {
    const failure = { _tag: "Other", raw: "no" } as const
    const why: Fact = { _tag: "NotExecuted", key: key("k1"), failure }
    expect(states([asked("k1", "capture", 1), why])).toMatchObject([{ failure }])
    expect(states([asked("k1", "capture", 1), why, outcome("k1", "capture", "succeeded", 1)])[0]).not.toHaveProperty(
      "failure"
    )
  })

  it("that nobody here asked for is known by its id", () => {
    expect(states([event("x", "refund", "failed", 1, 50)])).toEqual([
      { ids: ["x"], kind: "refund", stage: "failed", amount: money(50), sequence: 0, closes: false, at: 1 }
    ])
  })

  it("that has no id is known by the key that it carried, whoever made it", () => {
    expect(states([outcome("theirs", "capture", "succeeded", 1, { amount: money(50) })])).toMatchObject([
      { key: "theirs", ids: [], kind: "capture", stage: "succeeded" }
    ])
  })

  it("of which only the link is known has no kind", () => {
    expect(states([linked("k1", "x")])).toEqual([
      { key: "k1", ids: ["x"], stage: "acknowledged", sequence: 0, closes: false }
    ])
  })
})

it("disputes are listed", () => {
  const dispute = { _tag: "Disputed", id: "d1", amount: money(5), at: 1 } as const
  expect(payment([dispute]).totals().disputed).toEqual([dispute])
})
