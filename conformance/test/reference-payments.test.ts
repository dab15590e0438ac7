/** What the reference provider's document says of payments: what they are, when they are decided, how long they hold. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { states, wholly } from "./reference-states.ts"
import {
  bodies,
  type Collection,
  day,
  doing,
  errorOf,
  eur,
  euros,
  type Fields,
  hour,
  iso,
  second,
  session,
  standingOf,
  textOf,
  whyOf,
  type World,
  world,
  type Answer
} from "./reference-world.ts"

const kinds: Readonly<Record<Collection, string>> = {
  adjustments: "adjustment",
  captures: "capture",
  cancellations: "cancellation",
  refunds: "refund",
  reversals: "reversal"
}

describe("a payment", () => {
  it("is what an approved submission reserved", () => {
    const { authorisations, ready, result, submit, payment } = world()
    const checkout = ready({ pre_authorisation: true })
    submit(checkout, "decline")
    expect(payment("pay_0001")).toMatchObject({ error: { code: "not_found" } })
    const paid = submit(checkout)
    expect(paid).toMatchObject({ _tag: "Authorised", authorisation: "pay_0002" })
    const proof = "proof" in paid ? paid.proof : expect.fail()
    expect(result(proof).json["payments"]).toMatchObject([{ id: "pay_0001" }, { id: "pay_0002" }])
    expect(payment("pay_0002")).toEqual({
      id: "pay_0002",
      session: checkout.id,
      reference: "order-1",
      amount: eur(1900),
      capture: "manual",
      pre_authorisation: true,
      valid_until: iso(7 * day),
      released: false,
      modifications: []
    })
    expect(authorisations()).toEqual([
      {
        id: "pay_0002",
        session: checkout.id,
        authorised: euros("19"),
        captured: euros("0"),
        refunded: euros("0"),
        released: false
      }
    ])
  })

  it.each([
    [{ capture: "manual" }, true],
    [{ capture: "manual", pre_authorisation: true }, true],
    [{ capture: "manual", pre_authorisation: false }, false],
    [{ capture: "automatic" }, false],
    [{ capture: "automatic", pre_authorisation: true }, false]
  ])("of a session with %j is a pre-authorisation: %s", (fields, expected) => {
    const { paid, payment } = world()
    expect(payment(paid(fields))["pre_authorisation"]).toBe(expected)
  })

  it("captured automatically says so, as a modification without a name", async () => {
    const w = world()
    const payment = w.paid({ capture: "automatic" })
    expect(w.modifications(payment)).toEqual([
      {
        id: "mod_0001",
        kind: "capture",
        amount: eur(1900),
        final: false,
        status: "succeeded",
        decided_at: iso(0)
      }
    ])
    await w.at(8 * day)
    expect(standingOf(w, payment)).toEqual(["19", "19", "0", false])
  })

  it("shows each of its modifications, in the order in which they came", async () => {
    const w = world()
    const payment = w.paid()
    w.modify(payment, "adjustments", { amount: eur(2150) })
    await w.at(500)
    w.modify(payment, "captures", { amount: eur(700) })
    w.modify(payment, "cancellations")
    await w.at(3 * second)
    w.modify(payment, "reversals")
    const shown = w.payment(payment)
    expect(shown).toMatchObject({ amount: eur(1900), valid_until: iso(7 * day + 2 * second), released: true })
    expect(shown["modifications"]).toEqual([
      {
        id: "mod_0001",
        kind: "adjustment",
        reference: "adjustments of it",
        amount: eur(2150),
        status: "succeeded",
        decided_at: iso(2 * second)
      },
      {
        id: "mod_0002",
        kind: "capture",
        reference: "captures of it",
        amount: eur(700),
        final: true,
        status: "succeeded",
        decided_at: iso(2500)
      },
      {
        id: "mod_0003",
        kind: "cancellation",
        reference: "cancellations of it",
        status: "failed",
        reason: "captured",
        decided_at: iso(2500)
      },
      { id: "mod_0004", kind: "reversal", reference: "reversals of it", status: "received" }
    ])
    await w.at(5 * second)
    expect(w.modifications(payment)[3]).toEqual({
      id: "mod_0004",
      kind: "reversal",
      reference: "reversals of it",
      turned_out: "refund",
      amount: eur(700),
      status: "succeeded",
      decided_at: iso(5 * second)
    })
  })

  it("is found by its reference", () => {
    const { createIntent, confirm, paid, payment, send } = world()
    const [one, two, other] = [paid(), createIntent(), paid({ reference: "order-2" })]
    confirm(two)
    const list = (query: string) => send("GET", `/payments${query}`)
    expect(list("?reference=order-1").json).toEqual({ payments: [payment(one), payment(two)] })
    expect(list("?reference=order-2").json).toEqual({ payments: [payment(other)] })
    expect(list("?reference=order").json).toEqual({ payments: [] })
    expect(errorOf(list(""))).toEqual([422, "invalid", ["reference"]])
  })

  it("of an intent has the intent's id, and the intent goes along with it", async () => {
    const w = world()
    const approved = () => {
      const id = w.createIntent({ capture: "manual" })
      expect(w.confirm(id).json["status"]).toBe("requires_capture")
      return id
    }
    const statusOf = (id: string) => w.send("GET", `/intents/${id}`).json["status"]
    const [captured, cancelled, expired] = [approved(), approved(), approved()]
    expect(w.payment(captured)).toEqual({
      id: captured,
      reference: "order-1",
      amount: eur(1900),
      capture: "manual",
      pre_authorisation: true,
      valid_until: iso(7 * day),
      released: false,
      modifications: []
    })
    await doing(w, captured, "captures")
    await doing(w, cancelled, "cancellations")
    expect([captured, cancelled, expired].map(statusOf)).toEqual(["succeeded", "cancelled", "requires_capture"])
    expect(w.sessions().map(({ status }) => status)).toEqual(["completed", "cancelled", "completed"])
    for (const id of [captured, cancelled]) {
      expect(errorOf(w.send("POST", `/intents/${id}/cancel`, {}))).toEqual([409, "state"])
    }
    await w.at(7 * day)
    expect(statusOf(expired)).toBe("cancelled")
    w.act(captured, { _tag: "CaptureFails" })
    expect(statusOf(captured)).toBe("cancelled")
  })

  it("is cancelled with its intent, whatever the issuer was to decline", () => {
    const w = world()
    const id = w.createIntent({ capture: "manual" })
    w.confirm(id)
    w.act(id, { _tag: "RefuseNext", kind: "cancel" })
    expect(w.send("POST", `/intents/${id}/cancel`, {}).json["status"]).toBe("cancelled")
    expect(standingOf(w, id)).toEqual(["19", "0", "0", true])
    expect(w.modifications(id)).toEqual([
      { id: "mod_0001", kind: "cancellation", status: "succeeded", decided_at: iso(0) }
    ])
  })
})

describe("an account that decides later", () => {
  it("says received, whatever the payment's state", async () => {
    for (const [, bring] of Object.values(states)) {
      const w = world()
      const payment = await bring(w)
      for (const collection of Object.keys(bodies) as ReadonlyArray<Collection>) {
        const { final, ...rest } = w.modify(payment, collection, bodies[collection]).json
        expect(final).toBe(collection === "captures" ? true : undefined)
        expect(rest).toEqual({
          id: expect.stringMatching(/^mod_\d{4}$/),
          payment,
          kind: kinds[collection],
          reference: `${collection} of it`,
          status: "received",
          ...bodies[collection]
        })
      }
    }
  })

  it("decides two seconds after each came, to the millisecond, in the order in which they came", async () => {
    const w = world()
    const payment = w.paid()
    w.modify(payment, "adjustments", { amount: eur(2500) })
    await w.at(1)
    w.modify(payment, "adjustments", { amount: eur(2000) })
    w.modify(payment, "captures", { amount: eur(2100) })
    w.modify(payment, "captures", { amount: eur(1900) })
    await w.at(2 * second - 1)
    expect(standingOf(w, payment)).toEqual(["19", "0", "0", false])
    await w.at(2 * second)
    expect(standingOf(w, payment)).toEqual(["25", "0", "0", false])
    await w.at(2 * second + 1)
    expect(standingOf(w, payment)).toEqual(["20", "19", "0", true])
    expect(w.modifications(payment).map(({ reason, status }) => reason ?? status)).toEqual([
      "succeeded",
      "succeeded",
      "too_much",
      "succeeded"
    ])
  })

  it.each<readonly [name: string, look: (w: World, payment: string) => unknown, seen: unknown]>([
    ["a payment", (w, payment) => w.payment(payment)["released"], true],
    ["the payments", (w) => w.send("GET", "/payments?reference=order-1").json, { payments: [{ released: true }] }],
    ["an intent", (w, id) => w.send("GET", `/intents/${id}`).json["status"], "cancelled"],
    ["the truth of it", (w) => w.authorisations(), [{ released: true }]],
    ["the truth of its intent", (w) => w.sessions(), [{ status: "locked" }, { status: "cancelled" }]],
    ["events", (w) => w.events().length, 1],
    ["the back office", (w, payment) => w.act(payment, { _tag: "Cancel" }), false],
    [
      "the shopper's next step",
      (w) => {
        w.submit({ id: "ses_0001" }, "abandon")
        return w.events().map(({ type }) => type)
      },
      ["modification.decided", "session.ended"]
    ]
  ])("has decided by the time that anybody looks at %s", async (_, look, seen) => {
    const w = world()
    const payment = w.createIntent({ capture: "manual" })
    w.confirm(payment)
    w.ready()
    w.modify(payment, "cancellations")
    w.events()
    await w.at(hour / 2)
    expect({ seen: look(w, payment) }).toMatchObject({ seen })
    expect(w.modifications(payment)[0]?.["decided_at"]).toBe(iso(2 * second))
  })

  it("counts from when the request came, not from when it is answered", async () => {
    const w = world({ latency: "3 seconds" })
    const exit = await w.clock.drive(
      Effect.gen(function* () {
        const { json } = yield* w.ask("POST", "/intents", { ...session, final: undefined, payment_method: true })
        const id = textOf(json["id"])
        yield* w.ask("POST", `/intents/${id}/confirm`, {})
        yield* w.ask("POST", `/payments/${id}/cancellations`, { reference: "m-1" })
        return (yield* w.ask("GET", `/payments/${id}`)).json["modifications"]
      })
    )
    expect(exit).toMatchObject(Exit.succeed([{ status: "succeeded", decided_at: iso(8 * second) }]))
  })
})

describe("an account that decides at once", () => {
  it("answers what has become of it", () => {
    const w = world({ decides: "at-once" })
    const [one, two, three] = [w.paid(), w.paid(), w.paid()]
    const answers: ReadonlyArray<readonly [Answer, Fields]> = [
      [w.modify(one, "adjustments", bodies.adjustments), { amount: eur(2150) }],
      [w.modify(one, "captures", { amount: eur(700), final: false }), { amount: eur(700), final: false }],
      [w.modify(one, "captures", { amount: eur(800) }), { amount: eur(800), final: true }],
      [w.modify(one, "refunds", bodies.refunds), { amount: eur(100) }],
      [w.modify(one, "reversals"), { amount: eur(1400), turned_out: "refund" }],
      [w.modify(two, "cancellations"), {}],
      [w.modify(three, "reversals"), { turned_out: "cancellation" }]
    ]
    for (const [{ json, status }, expected] of answers) {
      const { id, kind, payment, reference, status: became, ...rest } = json
      expect([status, became]).toEqual([201, "succeeded"])
      expect([id, kind, payment, reference]).not.toContain(undefined)
      expect(rest).toEqual(expected)
    }
    expect(standingOf(w, one)).toEqual(["21.5", "15", "15", true])
    w.act(w.paid(), { _tag: "RefuseNext", kind: "capture" })
    const { json, status } = w.modify("pay_0004", "captures", { amount: eur(700) })
    expect([status, json]).toEqual([
      201,
      {
        id: "mod_0008",
        payment: "pay_0004",
        kind: "capture",
        reference: "captures of it",
        amount: eur(700),
        final: true,
        status: "failed",
        reason: "declined"
      }
    ])
  })

  it("keeps nothing of what it refused", () => {
    const w = world({ decides: "at-once" })
    const payment = w.paid()
    w.events()
    expect([errorOf(w.modify(payment, "refunds", bodies.refunds)), w.modifications(payment)]).toEqual([
      [409, "not_possible"],
      []
    ])
    expect(w.events()).toEqual([])
  })
})

describe("the validity", () => {
  it("is seven days, to the millisecond", async () => {
    const w = world({ decides: "at-once" })
    const [one, two] = [w.paid(), w.paid()]
    await w.at(7 * day - 1)
    expect(w.modify(one, "captures", { amount: eur(100), final: false }).status).toBe(201)
    expect(standingOf(w, two)).toEqual(["19", "0", "0", false])
    await w.at(7 * day)
    expect([standingOf(w, one), standingOf(w, two)]).toEqual([
      ["19", "1", "0", true],
      ["19", "0", "0", true]
    ])
    expect(whyOf(w.modify(two, "captures", { amount: eur(100) }))).toBe("expired")
  })

  it.each([
    ["up", 2150, 9 * day, true],
    ["down", 1000, 9 * day, true],
    ["to the same amount", 1900, 9 * day, true],
    ["in vain", 1900, 7 * day, false]
  ] as const)("begins anew with an adjustment %s", async (_, value, until, succeeds) => {
    const w = world({ decides: "at-once" })
    const payment = w.paid()
    await w.at(2 * day)
    if (!succeeds) w.act(payment, { _tag: "RefuseNext", kind: "adjust" })
    w.modify(payment, "adjustments", { amount: eur(value) })
    expect(w.payment(payment)["valid_until"]).toBe(iso(until))
    await w.at(until - 1)
    expect(standingOf(w, payment)[3]).toBe(false)
    await w.at(until)
    expect(standingOf(w, payment)[3]).toBe(true)
  })

  it.each([
    [7 * day - 2 * second - 1, ["19", "7", "0", true], "succeeded"],
    [7 * day - 2 * second, ["19", "0", "0", true], "expired"],
    [7 * day - 1, ["19", "0", "0", true], "expired"]
  ] as const)("a capture that came at %i is decided in time or not", async (came, standing, outcome) => {
    const w = world()
    const payment = w.paid()
    await w.at(came)
    w.modify(payment, "captures", bodies.captures)
    await w.at(8 * day)
    expect(standingOf(w, payment)).toEqual(standing)
    const [{ reason, status } = expect.fail()] = w.modifications(payment)
    expect(reason ?? status).toBe(outcome)
  })

  it("an adjustment that comes too late does not bring it back", async () => {
    const w = world()
    const payment = w.paid()
    await w.at(7 * day - second)
    w.modify(payment, "adjustments", bodies.adjustments)
    await w.at(8 * day)
    expect(standingOf(w, payment)).toEqual(["19", "0", "0", true])
  })

  it("does not concern what has no rest, unless that comes back", async () => {
    const w = world({ decides: "at-once" })
    const [captured, final] = [w.paid(), w.paid()]
    w.modify(captured, "captures", wholly)
    w.modify(final, "captures", { amount: eur(700) })
    await w.at(8 * day)
    expect(standingOf(w, captured)).toEqual(["19", "19", "0", false])
    expect(w.events().map(({ type }) => type)).not.toContain("payment.expired")
    for (const payment of [captured, final]) {
      expect(w.act(payment, { _tag: "CaptureFails" })).toBe(true)
      expect(standingOf(w, payment)).toEqual(["19", "0", "0", true])
      expect(whyOf(w.modify(payment, "captures", bodies.captures))).toBe("expired")
    }
    expect(w.events().map(({ created, type }) => `${type} ${created}`)).toEqual(
      [captured, final].flatMap(() => [`modification.reverted ${iso(8 * day)}`, `payment.expired ${iso(8 * day)}`])
    )
  })
})
