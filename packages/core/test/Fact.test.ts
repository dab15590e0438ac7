import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Fact from "../src/Fact.ts"
import { Failure } from "../src/Failure.ts"
import * as Money from "../src/Money.ts"
import { CaptureExceedsAuthorised, ModificationPending, SessionExpired } from "../src/RuleViolation.ts"
import * as history from "./history/facts.ts"
import { learned } from "./history/histories.ts"
import { asked, authorised, done, event, key, linked, money, observed, outcome, refused } from "./payment.ts"

const codec = Schema.toCodecJson(Fact.Fact)
const stored = (fact: Fact.Fact) => JSON.stringify(Schema.encodeSync(codec)(fact))
const restored = (text: string) => Schema.decodeUnknownSync(codec)(JSON.parse(text))

/** One of each, with every field. */
const all: ReadonlyArray<Fact.Fact> = [
  authorised({ capturesAt: 5, validUntil: 6, adjustable: true, multipleCaptures: false, observed: ["capture"] }),
  asked("k1", "capture", 4000, { closes: true }),
  linked("k1", "x"),
  { _tag: "NotExecuted", key: key("k1"), failure: { _tag: "Declined", code: "05", message: "no" } },
  outcome("k1", "capture", "failed", 7, {
    id: "x",
    amount: money(0),
    failure: new CaptureExceedsAuthorised({ id: "a1", asked: 2, capturable: 1, pending: 1 }),
    closes: false,
    validUntil: 9
  }),
  observed(7, { authorised: money(1), captured: money(0), released: "closed", maximum: money(2), validUntil: 9 }),
  { _tag: "Expired", at: -1 },
  { _tag: "Disputed", id: "d1", amount: money(1), at: 0, stage: "NOTIFICATION_OF_CHARGEBACK" }
]

describe("a fact", () => {
  it.each(all)("$_tag comes back through JSON", (fact) => {
    expect(restored(stored(fact))).toEqual(fact)
  })

  it("is each in the list", () => {
    expect(all.map(({ _tag }) => _tag).sort()).toEqual(
      ["Asked", "Authorised", "Disputed", "Expired", "Linked", "NotExecuted", "Observed", "Outcome"].sort()
    )
    expect(all).toHaveLength(Fact.Fact.members.length)
  })

  it("of any kind comes back, as what it was", () => {
    fc.assert(
      fc.property(history.fact, (fact) => {
        const back = restored(stored(fact))
        expect(back).toEqual(fact)
        if ("amount" in back) expect(back.amount).toBeInstanceOf(Money.Money)
      })
    )
  })

  it.each([
    ["an amount of nothing to capture", { ...asked("k1", "capture", 1), amount: { value: 0, currency: "EUR" } }],
    ["an amount that is negative", { ...event("x", "refund", "succeeded", 1), amount: { value: -1, currency: "EUR" } }],
    ["an amount in no currency", { ...event("x", "refund", "succeeded", 1), amount: { value: 1, currency: "EURO" } }],
    ["a time that is no number", { ...event("x", "refund", "succeeded", 1), at: "1" }],
    ["a time between milliseconds", { ...event("x", "refund", "succeeded", 1), at: 0.5 }],
    ["a key with a space", { ...linked("k1", "x"), key: "k 1" }],
    ["an empty id", { ...linked("k1", "x"), id: "" }],
    ["a verdict that nobody knows", { ...event("x", "refund", "succeeded", 1), verdict: "perhaps" }],
    ["a kind that nobody knows", { ...event("x", "refund", "succeeded", 1), kind: "gift" }],
    ["a fact that nobody knows", { _tag: "Rumour" }],
    ["nothing", null]
  ])("is not %s", (_, value) => {
    expect(() => restored(JSON.stringify(value))).toThrow()
  })
})

describe("a failure", () => {
  const failures: ReadonlyArray<Failure> = [
    { _tag: "Declined" },
    { _tag: "Declined", code: "05", message: "no" },
    { _tag: "Other", raw: "Insufficient balance" },
    new CaptureExceedsAuthorised({ id: "a1" }),
    new ModificationPending({ id: "a1", key: "k1", kind: "adjust" }),
    new SessionExpired({ id: "s1" })
  ]
  const codec = Schema.toCodecJson(Failure)

  it.each(failures)("$_tag comes back through JSON", (failure) => {
    const back = Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(failure))))
    expect(back).toEqual(failure)
    expect(Object.getPrototypeOf(back)).toBe(Object.getPrototypeOf(failure))
  })

  it.each([null, {}, { _tag: "Declined", code: 5 }, { _tag: "Other" }, "no"])("is not %j", (value) => {
    expect(() => Schema.decodeUnknownSync(codec)(value)).toThrow()
  })
})

describe("the canonical text", () => {
  it("is the same, in whatever order the fields were written", () => {
    const one = asked("k1", "capture", 4000, { closes: true })
    const { _tag, amount, closes, key, kind, sequence } = one
    const other: Fact.Fact = { sequence, closes: closes!, kind, amount: amount!, key, _tag }
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(one))
    expect(Fact.canonical(other)).toBe(Fact.canonical(one))
  })

  it("tells any two facts apart that differ", () => {
    const facts = [
      ...all,
      asked("k1", "capture", 4001, { closes: true }),
      asked("k1", "capture", 4000),
      asked("k2", "capture", 4000),
      asked("k1", "refund", 4000),
      event("x", "capture", "succeeded", 1),
      event("x", "capture", "succeeded", 2),
      event("x", "capture", "failed", 1),
      { ...event("x", "capture", "failed", 1), amount: new Money.Money({ value: 1, currency: "EUR" }) },
      { ...event("x", "capture", "failed", 1), amount: new Money.Money({ value: 1, currency: "JPY" }) }
    ]
    expect(new Set(facts.map(Fact.canonical)).size).toBe(facts.length)
  })

  it("survives a store", () => {
    fc.assert(fc.property(history.fact, (fact) => Fact.canonical(restored(stored(fact))) === Fact.canonical(fact)))
  })
})

describe("the union", () => {
  it("has every fact once", () => {
    expect(Fact.union(all, all.toReversed(), all)).toHaveLength(all.length)
    expect(Fact.union()).toEqual([])
    expect(Fact.union([refused("k1")], [refused("k1")])).toEqual([refused("k1")])
  })

  it("keeps equal modifications apart by their keys", () => {
    expect(Fact.union(done("k1", "refund", 500, 1), done("k2", "refund", 500, 1))).toHaveLength(4)
  })

  it("is the same in whatever order and however often", () => {
    const both = history.facts.chain((facts) => fc.tuple(fc.constant(facts), learned(facts)))
    fc.assert(
      fc.property(both, ([facts, again]) => {
        expect(Fact.union(again)).toEqual(Fact.union(facts))
      })
    )
  })

  it("leaves what it is given as it is", () => {
    const given = [refused("k2"), refused("k1")]
    Fact.union(given, [refused("k0")])
    expect(given).toEqual([refused("k2"), refused("k1")])
  })
})
