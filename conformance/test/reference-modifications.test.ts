/** What the reference provider's document says of modifications: what each comes to in each state of a payment. */
import { describe, expect, it } from "vitest"
import { states } from "./reference-states.ts"
import {
  bodies,
  type Collection,
  decided,
  doing,
  errorOf,
  eur,
  type Fields,
  modes,
  refusalOf,
  type Standing,
  standingOf,
  world
} from "./reference-world.ts"

/** What each modification comes to in each state: why it is not done, or what the payment is after it. */
const table: ReadonlyArray<
  readonly [
    state: string,
    adjusted: string | Standing,
    captured: string | Standing,
    cancelled: string | Standing,
    refunded: string | Standing,
    reversed: string | Standing
  ]
> = [
  [
    "authorised",
    ["21.5", "0", "0", false],
    ["19", "7", "0", true],
    ["19", "0", "0", true],
    "not_captured",
    ["19", "0", "0", true]
  ],
  [
    "not a pre-authorisation",
    "not_a_pre_authorisation",
    ["19", "7", "0", true],
    ["19", "0", "0", true],
    "not_captured",
    ["19", "0", "0", true]
  ],
  [
    "captured automatically",
    "not_a_pre_authorisation",
    "too_much",
    "captured",
    ["19", "19", "1", false],
    ["19", "19", "19", false]
  ],
  [
    "captured in part",
    "captured",
    ["19", "12", "0", true],
    "captured",
    ["19", "5", "1", false],
    ["19", "5", "5", false]
  ],
  [
    "captured in part, the rest released",
    "captured",
    "closed",
    "captured",
    ["19", "5", "1", true],
    ["19", "5", "5", true]
  ],
  ["captured", "captured", "too_much", "captured", ["19", "19", "1", false], ["19", "19", "19", false]],
  ["refunded", "captured", "too_much", "captured", "too_much", "refunded"],
  ["cancelled", "cancelled", "cancelled", "cancelled", "not_captured", "cancelled"],
  ["expired", "expired", "expired", "expired", "not_captured", "expired"],
  [
    "captured in part, the rest expired",
    "captured",
    "expired",
    "captured",
    ["19", "5", "1", true],
    ["19", "5", "5", true]
  ],
  [
    "captured, which failed",
    ["21.5", "0", "0", false],
    ["19", "7", "0", true],
    ["19", "0", "0", true],
    "not_captured",
    ["19", "0", "0", true]
  ]
]

describe.each(modes)("modifications decided %s", (decides) => {
  it.each(table)("%s: adjusted %j, captured %j, cancelled %j, refunded %j, reversed %j", async (state, ...outcomes) => {
    for (const [index, collection] of (Object.keys(bodies) as ReadonlyArray<Collection>).entries()) {
      const w = world({ decides })
      const [standing, bring] = states[state] ?? expect.fail()
      const payment = await bring(w)
      expect(standingOf(w, payment)).toEqual(standing)
      const outcome = outcomes[index] ?? expect.fail()
      const refusal = await refusalOf(w, payment, w.modify(payment, collection, bodies[collection]))
      expect([collection, refusal]).toEqual([collection, typeof outcome === "string" ? outcome : undefined])
      expect([collection, standingOf(w, payment)]).toEqual([
        collection,
        typeof outcome === "string" ? standing : outcome
      ])
      expect(w.payment(payment)["released"]).toBe(standingOf(w, payment)[3])
    }
  })

  it.each<readonly [Collection, Fields, ReadonlyArray<string>]>([
    ["adjustments", { amount: undefined }, ["amount"]],
    ["adjustments", { amount: eur(49) }, ["amount.value"]],
    ["adjustments", { amount: eur(100000000) }, ["amount.value"]],
    ["adjustments", { amount: { value: 1900, currency: "USD" } }, ["amount.currency"]],
    ["adjustments", { final: true }, ["final"]],
    ["captures", { amount: undefined }, ["amount"]],
    ["captures", { amount: eur(0) }, ["amount.value"]],
    ["captures", { amount: eur(-1) }, ["amount.value"]],
    ["captures", { amount: eur(1.5) }, ["amount.value"]],
    ["captures", { amount: { value: 700, currency: "USD" } }, ["amount.currency"]],
    ["captures", { final: "yes" }, ["final"]],
    ["cancellations", { amount: eur(1900) }, ["amount"]],
    ["refunds", { amount: eur(0) }, ["amount.value"]],
    ["refunds", { amount: { value: 100, currency: "USD" } }, ["amount.currency"]],
    ["refunds", { final: true }, ["final"]],
    ["reversals", { amount: eur(1900) }, ["amount"]]
  ])("%s with %j are invalid", async (collection, fields, names) => {
    const w = world({ decides })
    const payment = w.paid()
    const before = w.payment(payment)
    expect(errorOf(w.modify(payment, collection, { ...bodies[collection], ...fields }))).toEqual([
      422,
      "invalid",
      names
    ])
    await decided(w)
    expect(w.payment(payment)).toEqual(before)
  })

  it.each(Object.keys(bodies) as ReadonlyArray<Collection>)("%s need a reference and a payment", (collection) => {
    const { modify, paid } = world({ decides })
    const payment = paid()
    for (const reference of [undefined, "", "r".repeat(81), 1]) {
      const refused = modify(payment, collection, { ...bodies[collection], reference })
      expect(errorOf(refused)).toEqual([422, "invalid", ["reference"]])
      expect(errorOf(modify("other", collection, { ...bodies[collection], reference }))[0]).toBe(422)
    }
    expect(errorOf(modify("other", collection, bodies[collection]))).toEqual([404, "not_found"])
    const { json, status } = modify(payment, collection, { ...bodies[collection], reference: "r".repeat(80) })
    // Nothing is captured that could be refunded.
    const isRefused = decides === "at-once" && collection === "refunds"
    expect([status, json["reference"]]).toEqual(isRefused ? [409, undefined] : [201, "r".repeat(80)])
  })

  it("no limits but the step hold for captures and refunds", async () => {
    const w = world({ decides })
    const payment = w.paid({ amount: { value: 1500, currency: "KWD" } })
    const kwd = (value: number) => ({ amount: { value, currency: "KWD" } })
    for (const collection of ["captures", "refunds"] as const) {
      for (const value of [1, 15]) {
        expect(errorOf(w.modify(payment, collection, kwd(value)))).toEqual([422, "invalid", ["amount.value"]])
      }
    }
    await doing(w, payment, "captures", { ...kwd(10), final: false })
    await doing(w, payment, "refunds", kwd(10))
    expect(standingOf(w, payment)).toEqual(["1.5", "0.01", "0.01", false])
    expect(await refusalOf(w, payment, w.modify(payment, "captures", kwd(1000000000)))).toBe("too_much")
  })

  it("several captures and refunds add up, and take no more than there is", async () => {
    const w = world({ decides })
    const payment = w.paid()
    await doing(w, payment, "captures", { amount: eur(500), final: false })
    await doing(w, payment, "captures", { amount: eur(500), final: false })
    expect(await refusalOf(w, payment, w.modify(payment, "captures", { amount: eur(901) }))).toBe("too_much")
    await doing(w, payment, "captures", { amount: eur(900), final: true })
    expect(standingOf(w, payment)).toEqual(["19", "19", "0", true])
    await doing(w, payment, "refunds", { amount: eur(950) })
    await doing(w, payment, "refunds", { amount: eur(900) })
    expect(await refusalOf(w, payment, w.modify(payment, "refunds", { amount: eur(51) }))).toBe("too_much")
    await doing(w, payment, "reversals")
    expect(standingOf(w, payment)).toEqual(["19", "19", "19", true])
  })

  it("what the issuer declines has failed, once", async () => {
    const refusals = [
      ["adjust", "adjustments", "cancellation"],
      ["capture", "captures", "cancellation"],
      ["cancel", "cancellations", "cancellation"],
      ["cancel", "reversals", "cancellation"],
      ["refund", "refunds", "refund"],
      ["refund", "reversals", "refund"]
    ] as const
    for (const [kind, collection, turned_out] of refusals) {
      const w = world({ decides })
      const payment = kind === "refund" ? w.paid({ capture: "automatic" }) : w.paid()
      const standing = standingOf(w, payment)
      for (const other of ["adjust", "capture", "cancel", "refund"] as const) {
        if (other !== kind) expect(w.act(payment, { _tag: "RefuseNext", kind: other })).toBe(true)
      }
      expect(w.act(payment, { _tag: "RefuseNext", kind })).toBe(true)
      const answer = w.modify(payment, collection, bodies[collection])
      expect(answer.json["status"]).toBe(decides === "later" ? "received" : "failed")
      expect(await refusalOf(w, payment, answer)).toBe("declined")
      expect(standingOf(w, payment)).toEqual(standing)
      expect(w.modifications(payment).at(-1)?.["turned_out"]).toBe(collection === "reversals" ? turned_out : undefined)
      await doing(w, payment, collection)
    }
  })

  it("what the issuer declines twice has failed twice", async () => {
    const w = world({ decides })
    const payment = w.paid()
    for (const kind of ["capture", "capture", "adjust"] as const) w.act(payment, { _tag: "RefuseNext", kind })
    for (const outcome of ["declined", "declined", undefined]) {
      expect(await refusalOf(w, payment, w.modify(payment, "captures", bodies.captures))).toBe(outcome)
    }
  })

  it("what the payment does not allow is not asked of the issuer", async () => {
    const w = world({ decides })
    const payment = w.paid()
    w.act(payment, { _tag: "RefuseNext", kind: "capture" })
    expect(await refusalOf(w, payment, w.modify(payment, "captures", { amount: eur(1901) }))).toBe("too_much")
    expect(await refusalOf(w, payment, w.modify(payment, "captures", { amount: eur(1900) }))).toBe("declined")
  })

  it.each(Object.keys(bodies) as ReadonlyArray<Collection>)("%s happen once for one key", async (collection) => {
    const w = world({ decides })
    const payment = collection === "refunds" ? w.paid({ capture: "automatic" }) : w.paid()
    const path = `/payments/${payment}/${collection}`
    const body = { reference: "m-1", ...bodies[collection] }
    const first = w.keyed("k", "POST", path, body)
    await decided(w)
    const standing = standingOf(w, payment)
    const again = w.keyed("k", "POST", path, body)
    expect([again.status, again.body, again.headers["idempotent-replayed"]]).toEqual([201, first.body, "true"])
    expect(errorOf(w.keyed("k", "POST", path, { ...body, reference: "m-2" }))).toEqual([409, "key_reused"])
    await decided(w)
    expect(standingOf(w, payment)).toEqual(standing)
    expect(w.modifications(payment).filter(({ reference }) => reference === "m-1")).toHaveLength(1)
  })

  it("two that are alike are two", async () => {
    const w = world({ decides })
    const payment = w.paid({ capture: "automatic" })
    await doing(w, payment, "refunds")
    await doing(w, payment, "refunds")
    expect(standingOf(w, payment)).toEqual(["19", "19", "2", false])
  })
})
