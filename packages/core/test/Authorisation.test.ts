import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Authorisation from "../src/Authorisation.ts"
import type { Fact } from "../src/Fact.ts"
import { failure } from "./outcomes.ts"
import { asked, authorised, done, event, linked, money, outcome, payment, underWay } from "./payment.ts"

const facts = [...done("k1", "capture", 4000, 1), ...underWay("k2", "refund", 1000)]

describe("an authorisation", () => {
  it("is named by what the provider calls it", () => {
    expect(payment()).toMatchObject({ id: "a1", provider: "test", facts: [authorised()] })
  })

  it("is the same, in whatever order its facts are given", () => {
    expect(payment(facts.toReversed())).toEqual(payment(facts))
    expect(payment([...facts, ...facts])).toEqual(payment(facts))
    expect(payment([authorised(), ...facts])).toEqual(payment(facts))
  })

  it("with more facts is another value, and stays what it was", () => {
    const before = payment()
    const after = before.with(facts)
    expect(after).toBeInstanceOf(Authorisation.Authorisation)
    expect(after).toEqual(payment(facts))
    expect(before).toEqual(payment())
    expect(after.with([])).toEqual(after)
  })

  it("takes facts from anything that gives them one by one", () => {
    expect(payment().with(new Set(facts))).toEqual(payment(facts))
    expect(Authorisation.make("test", authorised(), new Set(facts))).toEqual(payment(facts))
    const given = function* (): Generator<Fact> {
      yield* facts
    }
    expect(payment().with(given())).toEqual(payment(facts))
  })

  it("says what its facts add up to", () => {
    const totals = payment(facts).totals()
    expect([totals.captured, totals.refundable, totals.complete]).toEqual([money(4000), money(3000), false])
  })

  it("says so as of some time", () => {
    const silent = payment([], { capture: "automatic", capturesAt: 100 })
    expect(silent.totals(99).captured).toEqual(money(0))
    expect(silent.totals(100).captured).toEqual(money(10_000))
    expect(silent.totals().assumed).toBe(false)
  })

  it("cannot be made without an Authorised", () => {
    const { id, provider } = payment()
    expect(() => new Authorisation.Authorisation({ id, provider, facts: [] })).toThrow()
    expect(() => new Authorisation.Authorisation({ id, provider, facts })).toThrow()
  })
})

describe("through a store", () => {
  const stored = (authorisation: Authorisation.Authorisation): unknown =>
    JSON.parse(JSON.stringify(Authorisation.toJson(authorisation)))

  it("it comes back, and adds up to the same", () => {
    const before = payment([
      ...facts,
      linked("k1", "x"),
      event("y", "capture", "succeeded", 3, 50),
      outcome("k2", "refund", "failed", 4, { failure: { _tag: "Declined", code: "05" } }),
      { _tag: "Expired", at: 5 }
    ])
    const back = Result.getOrThrow(Authorisation.fromJson(stored(before)))
    expect(back).toBeInstanceOf(Authorisation.Authorisation)
    expect(back).toEqual(before)
    expect(back.totals()).toEqual(before.totals())
    expect(back.with([asked("k3", "refund", 1)])).toEqual(before.with([asked("k3", "refund", 1)]))
  })

  const good = stored(payment(facts)) as Record<string, unknown>
  const { facts: known, ...rest } = good
  it.each<readonly [what: string, json: unknown, where: string]>([
    ["nothing", undefined, ""],
    ["null", null, ""],
    ["a text", "a1", ""],
    ["a list", [], ""],
    ["an empty object", {}, "id"],
    ["without an id", { ...rest, facts: known, id: undefined }, "id"],
    ["with an empty id", { ...good, id: "" }, "id"],
    ["with a number for an id", { ...good, id: 5 }, "id"],
    ["without a provider", { id: "a1", facts: known }, "provider"],
    ["with an empty provider", { ...good, provider: "" }, "provider"],
    ["without facts", rest, "facts"],
    ["with one fact, and not a list", { ...good, facts: (known as ReadonlyArray<unknown>)[0] }, "facts"],
    ["with no facts", { ...good, facts: [] }, "facts"],
    ["without an Authorised", { ...good, facts: [{ _tag: "Expired", at: 1 }] }, "facts"],
    [
      "with a fact that is none",
      { ...good, facts: [...(known as ReadonlyArray<unknown>), { _tag: "Rumour" }] },
      "facts"
    ],
    [
      "with an amount that is none",
      {
        ...good,
        facts: [...(known as ReadonlyArray<unknown>), { ...event("x", "capture", "succeeded", 1), amount: 5 }]
      },
      "facts"
    ]
  ])("%s is none, and says where", (_, json, where) => {
    const result = Authorisation.fromJson(json)
    expect(Result.isFailure(result)).toBe(true)
    expect(String(failure(result))).toContain(where)
  })

  it("what is wrong with it is said without its values", () => {
    const secret = { ...good, id: 4111111111111111, facts: [{ ...authorised(), reference: { card: "c4n4ry" } }] }
    const text = String(failure(Authorisation.fromJson(secret)))
    expect(text).not.toContain("4111111111111111")
    expect(text).not.toContain("c4n4ry")
  })

  it("fields of a later version are left out", () => {
    expect(Authorisation.fromJson({ ...good, colour: "red" })).toEqual(Result.succeed(payment(facts)))
  })
})
