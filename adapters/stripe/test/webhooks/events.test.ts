/** What each event says; and that the events alone, in any order, say what the provider believes. */
import { Authorisation, Fact, ModificationKey, Money, type Webhooks } from "@paylayer/core"
import { describe, expect, it } from "vitest"
import { everything, open, usd } from "../shop.ts"
import { event, signed, start } from "./signed.ts"

type Options = Parameters<typeof open>[0]

const key = ModificationKey.ModificationKey.make("k-1")
const nothing = new Money.Money({ ...usd(1), value: 0 })
const at = start * 1000

const read = async (body: string, options: Options = {}): Promise<ReadonlyArray<Webhooks.WebhookEvent>> => {
  const shop = await open(options)
  const { deliveries } = await shop.run(shop.receive(signed(body)))
  expect(deliveries).toHaveLength(1)
  return deliveries[0]!.events
}
const refused = async (body: string) => {
  const shop = await open()
  return shop.fails(shop.receive(signed(body)))
}

const intent = {
  id: "pi_1",
  amount: 1500,
  amount_capturable: 1500,
  amount_received: 0,
  currency: "usd",
  status: "requires_capture",
  capture_method: "manual",
  canceled_at: null,
  cancellation_reason: null,
  latest_charge: "ch_1",
  metadata: { reference: "order-1" }
}
const charge = {
  id: "ch_1",
  amount: 1500,
  amount_captured: 0,
  captured: false,
  paid: true,
  currency: "usd",
  payment_intent: "pi_1",
  metadata: { reference: "order-1" },
  payment_method_details: {
    type: "card",
    card: {
      capture_before: start + 604_800,
      multicapture: { status: "available" },
      incremental_authorization: { status: "unavailable" },
      overcapture: { status: "available", maximum_amount_capturable: 1800 }
    }
  }
}
const refund = {
  id: "re_1",
  amount: 500,
  currency: "usd",
  created: start,
  status: "succeeded",
  reason: null,
  metadata: { paylayer_key: "k-1" },
  payment_intent: "pi_1"
}
const dispute = { id: "du_1", amount: 300, currency: "usd", status: "needs_response", payment_intent: "pi_1" }
const session = { id: "cs_1", client_reference_id: "order-1", payment_status: "paid", payment_intent: "pi_1" }

const reported = (fact: Readonly<Record<string, unknown>>, reference = "order-1") => ({
  _tag: "Reported",
  authorisation: "pi_1",
  ...(reference === "" ? {} : { reference }),
  fact
})
const byUs = { request: { id: "req_1", idempotency_key: "k-1" } }
const was = (previous_attributes: unknown) => ({ data: { previous_attributes } })
const totals = { _tag: "Observed", at, authorised: usd(1500), captured: nothing }
const ignored = (type: string) => [{ _tag: "Ignored", type }]

describe("an event about a charge", () => {
  it("charge.succeeded is the authorisation, with what the issuer agreed to", async () => {
    expect(await read(event("charge.succeeded", charge))).toEqual([
      reported({ _tag: "Observed", at, captured: nothing, maximum: usd(1800), validUntil: at + 604_800_000 }),
      reported({
        _tag: "Authorised",
        id: "pi_1",
        reference: "order-1",
        amount: usd(1500),
        capture: "manual",
        validUntil: at + 604_800_000,
        multipleCaptures: true,
        adjustable: false,
        observed: ["adjust", "capture"]
      })
    ])
    const paid = { ...charge, captured: true, amount_captured: 1500, payment_method_details: null, metadata: {} }
    expect(await read(event("charge.succeeded", paid))).toEqual([
      reported({ _tag: "Observed", at, captured: usd(1500) }, ""),
      expect.objectContaining({ fact: expect.objectContaining({ capture: "automatic", reference: "pi_1" }) })
    ])
  })

  it("a capture has its total, and the key of the request", async () => {
    const captured = { ...charge, captured: true, amount_captured: 900, payment_method_details: null }
    const total = reported({ _tag: "Observed", at, captured: usd(900) })
    const done = reported({ _tag: "Outcome", key, kind: "capture", at, verdict: "succeeded" })
    expect(await read(event("charge.captured", captured, byUs))).toEqual([total, done])
    expect(await read(event("charge.captured", captured))).toEqual([total])
    expect(await read(event("charge.captured", captured, { request: null }))).toEqual([total])
    const part = { ...byUs, ...was({ amount_captured: 400 }) }
    expect(await read(event("charge.updated", captured, part))).toEqual([total, done])
    expect(await read(event("charge.updated", captured, { ...byUs, ...was({ description: "a" }) }))).toEqual([total])
    expect(await read(event("charge.updated", captured, byUs))).toEqual([total])
  })

  it.each(["x y", "", "k".repeat(600), "ключ"])("a key that is none of ours (%j) is left out", async (text) => {
    const captured = { ...charge, payment_method_details: null }
    const events = await read(event("charge.captured", captured, { request: { idempotency_key: text } }))
    expect(events).toHaveLength(1)
  })

  it("its end is an expiry", async () => {
    expect(await read(event("charge.expired", charge))).toEqual([reported({ _tag: "Expired", at })])
  })

  it.each(["charge.pending", "charge.failed", "charge.refunded"])("%s counts nothing", async (type) => {
    expect(await read(event(type, charge))).toEqual(ignored(type))
  })

  it("of no intent, or that reserved nothing, counts nothing", async () => {
    for (const other of [
      { ...charge, payment_intent: null },
      { ...charge, paid: false }
    ]) {
      expect(await read(event("charge.updated", other))).toEqual(ignored("charge.updated"))
    }
    expect(await read(event("charge.expired", { ...charge, payment_intent: null }))).toEqual(ignored("charge.expired"))
  })
})

/** Once something is captured, the amount no longer tells how much is authorised. */
const { authorised: _, ...unsaid } = totals

describe("an event about a PaymentIntent", () => {
  it("has its totals, and of an increment the key of the request", async () => {
    const type = "payment_intent.amount_capturable_updated"
    expect(await read(event(type, intent, byUs))).toEqual([reported(totals)])
    const more = { ...intent, amount: 1700, amount_capturable: 1700 }
    const now = { ...totals, authorised: usd(1700) }
    expect(await read(event(type, more, { ...byUs, ...was({ amount: 1500 }) }))).toEqual([
      reported(now),
      reported({ _tag: "Outcome", key, kind: "adjust", amount: usd(1700), at, verdict: "succeeded" })
    ])
    // A capture of more than was authorised changes the amount, too.
    const over = { ...intent, amount: 1700, amount_received: 1700, status: "succeeded" }
    expect(await read(event(type, over, { ...byUs, ...was({ amount: 1500 }) }))).toEqual([
      reported({ ...unsaid, captured: usd(1700), released: "closed" })
    ])
  })

  it("that has succeeded is closed", async () => {
    const paid = { ...intent, status: "succeeded", amount_received: 1000, amount_capturable: 0 }
    expect(await read(event("payment_intent.succeeded", paid, byUs))).toEqual([
      reported({ ...unsaid, captured: usd(1000), released: "closed" })
    ])
  })

  it("that is over is released, by us or by itself; and tells no totals", async () => {
    const over = { ...intent, status: "canceled", amount_capturable: 0, canceled_at: start - 1 }
    const type = "payment_intent.canceled"
    expect(await read(event(type, over, byUs))).toEqual([
      reported({ _tag: "Observed", at, released: "cancelled" }),
      reported({ _tag: "Outcome", key, kind: "cancel", at: at - 1000, verdict: "succeeded" })
    ])
    for (const cancellation_reason of ["automatic", "expired"]) {
      expect(await read(event(type, { ...over, cancellation_reason }, byUs))).toEqual([
        reported({ _tag: "Observed", at, released: "expired" })
      ])
    }
  })

  it("that never came to a charge is the end of a session", async () => {
    const over = { ...intent, status: "canceled", latest_charge: null, cancellation_reason: "abandoned" }
    expect(await read(event("payment_intent.canceled", over))).toEqual([
      { _tag: "SessionEnded", session: "pi_1", reference: "order-1", why: "abandoned" }
    ])
  })

  it("that is declined is refused, unless it is authorised already", async () => {
    const type = "payment_intent.payment_failed"
    const declined = {
      ...intent,
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined", decline_code: "generic_decline" }
    }
    expect(await read(event(type, declined))).toEqual([
      { _tag: "AuthorisationRefused", id: "pi_1", reference: "order-1", reason: "generic_decline" }
    ])
    expect(await read(event(type, { ...declined, last_payment_error: { code: "expired_card" } }))).toMatchObject([
      { reason: "expired_card" }
    ])
    expect(await read(event(type, { ...declined, last_payment_error: null, metadata: {} }))).toEqual([
      { _tag: "AuthorisationRefused", id: "pi_1" }
    ])
    expect(await read(event(type, { ...declined, status: "requires_capture" }))).toEqual(ignored(type))
  })

  it.each(["created", "requires_action", "processing", "partially_funded"])("%s counts nothing", async (what) => {
    const type = `payment_intent.${what}`
    expect(await read(event(type, intent))).toEqual(ignored(type))
  })
})

describe("an event about a refund", () => {
  const types = ["refund.created", "refund.updated", "refund.failed", "charge.refund.updated"]
  const outcome = { _tag: "Outcome", id: "re_1", kind: "refund", amount: usd(500), key }

  it.each(types)("%s tells how it stands", async (type) => {
    expect(await read(event(type, refund))).toEqual([reported({ ...outcome, at, verdict: "succeeded" }, "")])
    for (const status of ["pending", "requires_action", "in_luck", null]) {
      expect(await read(event(type, { ...refund, status }))).toEqual([
        reported({ _tag: "Linked", key, id: "re_1" }, "")
      ])
      expect(await read(event(type, { ...refund, status, metadata: {} }))).toEqual(ignored(type))
    }
    expect(await read(event(type, { ...refund, metadata: null, payment_intent: { id: "pi_1" } }))).toEqual([
      reported({ _tag: "Outcome", id: "re_1", kind: "refund", amount: usd(500), at, verdict: "succeeded" }, "")
    ])
    expect(await read(event(type, { ...refund, payment_intent: null }))).toEqual(ignored(type))
    // What was never taken is no refund.
    for (const reason of ["expired_uncaptured_charge", "partial_capture"]) {
      expect(await read(event(type, { ...refund, reason }))).toEqual(ignored(type))
    }
  })

  it.each([
    ["a success, as the event says", was({ status: "succeeded" }), "reverted"],
    ["nothing decided, as the event says", was({ status: "pending" }), "failed"],
    ["made before, and the event does not say", { created: start + 60 }, "reverted"],
    ["made this second, and the event does not say", {}, "failed"]
  ] as const)("a failure of what was %s", async (_, more, verdict) => {
    const failed = { ...refund, status: "failed", failure_reason: "lost_or_stolen_card" }
    const when = ("created" in more ? more.created : start) * 1000 + 999
    const failure = { _tag: "Declined", code: "lost_or_stolen_card" }
    expect(await read(event("refund.failed", failed, more))).toEqual([
      reported({ ...outcome, at: when, verdict, failure }, "")
    ])
  })

  it("that the shopper never took is failed", async () => {
    expect(
      await read(event("refund.updated", { ...refund, status: "canceled" }, { created: start + 60 }))
    ).toMatchObject([{ fact: { verdict: "failed", failure: { _tag: "Other", raw: "canceled" } } }])
  })
})

describe("an event about a dispute", () => {
  it.each(["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"])("%s is a dispute", async (what) => {
    const type = `charge.dispute.${what}`
    expect(await read(event(type, dispute))).toEqual([
      reported({ _tag: "Disputed", id: "du_1", amount: usd(300), at, stage: "needs_response" }, "")
    ])
    expect(await read(event(type, { ...dispute, payment_intent: null }))).toEqual(ignored(type))
  })
})

describe("an event about a Checkout Session", () => {
  const known = { session: "cs_1", reference: "order-1" }
  it.each(["completed", "async_payment_succeeded"])(
    "%s completes it; the authorisation is named once paid",
    async (what) => {
      const type = `checkout.session.${what}`
      expect(await read(event(type, session))).toEqual([{ _tag: "SessionCompleted", ...known, authorisation: "pi_1" }])
      expect(await read(event(type, { ...session, payment_status: "unpaid" }))).toEqual([
        { _tag: "SessionCompleted", ...known }
      ])
      expect(await read(event(type, { ...session, client_reference_id: null, payment_intent: null }))).toEqual([
        { _tag: "SessionCompleted", session: "cs_1" }
      ])
    }
  )

  it.each([
    ["expired", "expired"],
    ["async_payment_failed", "failed"]
  ])("%s ends it", async (what, why) => {
    expect(await read(event(`checkout.session.${what}`, session))).toEqual([{ _tag: "SessionEnded", ...known, why }])
  })
})

describe("what is not ours to apply", () => {
  it("is live where test is expected, and the other way round", async () => {
    expect(await read(event("refund.created", refund, { livemode: true }))).toEqual([
      { _tag: "ForeignEvent", type: "refund.created", why: "live, where test is expected" }
    ])
    const live: Options = { webhooks: { environment: "live" } }
    expect(await read(event("refund.created", refund), live)).toMatchObject([{ _tag: "ForeignEvent" }])
    expect(await read(event("refund.created", refund, { livemode: true }), live)).toMatchObject([{ _tag: "Reported" }])
    // Also of a type that nobody knows.
    expect(await read(event("plan.created", {}, { livemode: true }))).toMatchObject([{ _tag: "ForeignEvent" }])
  })

  it("is of another account", async () => {
    const foreign = [{ _tag: "ForeignEvent", type: "refund.created" }]
    const connected = event("refund.created", refund, { account: "acct_1" })
    expect(await read(connected)).toMatchObject(foreign)
    expect(await read(connected, { webhooks: { account: "acct_1" } })).toMatchObject([{ _tag: "Reported" }])
    expect(await read(connected, { webhooks: { account: "acct_2" } })).toMatchObject(foreign)
    expect(await read(event("refund.created", refund), { webhooks: { account: "acct_2" } })).toMatchObject(foreign)
  })

  it("is in a currency that is not known", async () => {
    expect(await read(event("refund.created", { ...refund, currency: "xxx" }))).toMatchObject([
      { _tag: "ForeignEvent" }
    ])
  })

  it("is of another API version and unreadable; readable, it is as any other", async () => {
    const older = { api_version: "2020-03-02" }
    const { payment_intent: _, ...bare } = refund
    expect(await read(event("refund.created", refund, older))).toMatchObject([{ _tag: "Reported" }])
    expect(await read(event("refund.created", bare, older))).toMatchObject([{ _tag: "Ignored" }])
    const { status: __, ...lacking } = refund
    expect(await read(event("refund.created", lacking, older))).toEqual([
      { _tag: "ForeignEvent", type: "refund.created", why: "unreadable, of API version 2020-03-02" }
    ])
  })

  it("is of a type that no document names", async () => {
    expect(await read(event("payment_intent.lucky", intent))).toEqual([
      { _tag: "UnknownEvent", type: "payment_intent.lucky" }
    ])
  })
})

describe("a known event that lacks something is malformed", () => {
  const cases = [
    ["charge.succeeded", charge, ["id", "amount", "amount_captured", "captured", "paid", "currency"]],
    ["payment_intent.succeeded", intent, ["id", "amount", "amount_received", "currency", "status", "metadata"]],
    ["payment_intent.canceled", intent, ["id", "amount", "status"]],
    ["payment_intent.payment_failed", intent, ["id", "status"]],
    ["refund.created", refund, ["id", "amount", "currency", "created", "status"]],
    ["charge.dispute.created", dispute, ["id", "amount", "currency", "status"]],
    ["checkout.session.completed", session, ["id", "payment_status"]],
    ["charge.expired", charge, ["id"]],
    ["charge.refunded", charge, ["id"]],
    ["payment_intent.created", intent, ["id"]]
  ] as const

  it.each(cases.flatMap(([type, object, fields]) => fields.map((field) => [type, field, object] as const)))(
    "%s without %s",
    async (type, field, object) => {
      const { [field]: _, ...lacking } = object as Readonly<Record<string, unknown>>
      expect(await refused(event(type, lacking))).toMatchObject({ _tag: "WebhookRefused", why: "malformed" })
      expect(await refused(event(type, lacking, { api_version: null }))).toMatchObject({ why: "malformed" })
    }
  )

  it.each([
    ["refund.created", { ...refund, amount: -1 }],
    ["refund.created", { ...refund, amount: 1.5 }],
    ["refund.created", { ...refund, payment_intent: "" }],
    ["refund.created", { ...refund, payment_intent: { id: "" } }],
    ["charge.succeeded", { ...charge, payment_intent: "" }],
    ["charge.expired", { ...charge, payment_intent: { id: "" } }],
    ["charge.dispute.created", { ...dispute, payment_intent: "" }],
    ["checkout.session.completed", { ...session, payment_intent: "" }],
    ["charge.succeeded", { ...charge, amount: 0 }],
    ["payment_intent.succeeded", "pi_1"],
    ["payment_intent.succeeded", null],
    ["payment_intent.succeeded", [intent]]
  ])("%s about %j", async (type, object) => {
    expect(await refused(event(type, object))).toMatchObject({ why: "malformed" })
  })
})

describe("an event with an amount that the currency's table cannot say", () => {
  const isk = { currency: "isk", amount: 150_050 }

  it.each([
    ["refund.created", { ...refund, ...isk }, undefined],
    ["charge.succeeded", { ...charge, ...isk }, "order-1"],
    ["charge.captured", { ...charge, ...isk, amount: 150_000, amount_captured: 50 }, "order-1"],
    ["payment_intent.succeeded", { ...intent, ...isk, amount_received: 150_050 }, "order-1"],
    ["charge.dispute.created", { ...dispute, ...isk }, undefined]
  ])("%s is announced, and acknowledged: look the payment up", async (type, object, reference) => {
    const shop = await open()
    const got = await shop.run(shop.receive(signed(event(type, object))))
    const announced = { _tag: "Announced", id: "pi_1", ...(reference && { reference }), status: type }
    expect(got).toMatchObject({ deliveries: [{ id: "evt_1" }], acknowledgement: { status: 200 } })
    expect(got.deliveries[0]!.events).toEqual([announced])
  })

  it("of no payment has its own id", async () => {
    expect(await read(event("refund.created", { ...refund, ...isk, payment_intent: null }))).toEqual([
      { _tag: "Announced", id: "re_1", status: "refund.created" }
    ])
  })
})

describe("the events of the simulator, alone and in any order", () => {
  const fold = (facts: ReadonlyArray<Fact.Fact>) => {
    const authorised = facts.find((fact) => fact._tag === "Authorised")!
    return Authorisation.make("stripe", authorised, facts).totals()
  }

  it.each([undefined, "2020-03-02"])("say what the provider believes (version %s)", async (eventVersion) => {
    const shop = await open({
      ...everything,
      simulator: { ...everything.simulator, ...(eventVersion === undefined ? {} : { eventVersion }) }
    })
    const made = await shop.authorise(1500)
    const adjusted = await shop.run(shop.adjust(made, usd(1700)))
    const one = made.with(adjusted.facts)
    const first = await shop.run(shop.capture(one, usd(600), { final: false }))
    const second = await shop.run(shop.capture(one.with(first.facts), usd(500)))
    const two = one.with(first.facts).with(second.facts)
    const refund = await shop.run(shop.refund(two, usd(200)))
    await shop.act(made, { _tag: "Refund", amount: { decimal: "1", currency: "USD" } })
    const failing = await shop.run(shop.refund(two.with(refund.facts), usd(300)))
    await shop.act(made, { _tag: "RefundFails", id: failing.id! })
    await shop.act(made, { _tag: "Dispute", amount: { decimal: "3", currency: "USD" } })

    const { facts } = await shop.learned(made)
    const believed = await shop.believed(made)
    expect(believed).toMatchObject({
      authorised: { decimal: "17" },
      captured: { decimal: "11" },
      refunded: { decimal: "3" }
    })
    const alone = fold(facts)
    expect(alone).toMatchObject({
      authorised: usd(1700),
      captured: usd(1100),
      refunded: usd(300),
      released: "closed",
      complete: true,
      conflicts: [],
      disputed: [expect.objectContaining({ amount: usd(300) }), ...alone.disputed.slice(1)]
    })
    for (let turn = 0; turn < facts.length; turn++) {
      const turned = [...facts.slice(turn), ...facts, ...facts.slice(0, turn)]
      expect(fold(turned.toReversed())).toEqual(alone)
    }
    // And nothing new to whoever did it: the stages are what the answers said.
    const joined = made.with([adjusted, first, second, refund, failing].flatMap((done) => done.facts)).with(facts)
    expect(joined.totals()).toMatchObject({ refunded: usd(300), complete: true, conflicts: [] })
    const stages = joined.totals().modifications.map(({ kind, stage }) => `${kind} ${stage}`)
    expect(stages.toSorted()).toEqual([
      "adjust succeeded",
      "capture succeeded",
      "capture succeeded",
      "refund reverted",
      "refund succeeded",
      "refund succeeded"
    ])
  })

  it("settle what was asked and never answered", async () => {
    const shop = await open({ ...everything, stripe: { ...everything.stripe, retry: { attempts: 1 } } })
    const made = await shop.authorise(1500)
    await shop.arm({ _tag: "ResetAfterEffect" })
    const error = await shop.fails(shop.capture(made, usd(1500), { key }))
    const asked = made.with(error._tag === "ProviderError" ? (error.facts ?? []) : [])
    expect(asked.totals()).toMatchObject({ complete: false })
    const { facts } = await shop.learned(made)
    expect(asked.with(facts).totals()).toMatchObject({ captured: usd(1500), complete: true, conflicts: [] })

    const other = await shop.authorise(1500)
    await shop.arm({ _tag: "ResetAfterEffect" })
    const lost = await shop.fails(shop.cancel(other, { key: ModificationKey.ModificationKey.make("k-2") }))
    const cancelled = other.with(lost._tag === "ProviderError" ? (lost.facts ?? []) : [])
    const told = await shop.learned(other)
    expect(cancelled.with(told.facts).totals()).toMatchObject({ released: "cancelled", complete: true, conflicts: [] })
  })

  it("a capture under a key of somebody else counts, and nothing is missing of it", async () => {
    const shop = await open()
    const made = await shop.authorise(1500)
    await shop.meanwhile(`payment_intents/${made.id}/capture`, [["amount_to_capture", "700"]], "stripe-node-retry-1")
    const { facts } = await shop.learned(made)
    expect(made.with(facts).totals()).toMatchObject({
      captured: usd(700),
      released: "closed",
      complete: true,
      conflicts: []
    })
  })

  it.each(["refunded", "refunded-and-told", "untouched"] as const)(
    "of what was given back uncaptured are no refunds, where its charge is %s",
    async (releasedCharge) => {
      const shop = await open({ simulator: { assume: { releasedCharge } } })
      const [cancelled, gone] = [await shop.authorise(1500), await shop.authorise(1500)]
      await shop.run(shop.cancel(cancelled))
      await shop.advance("8 days")
      const requests = await shop.requestsSent()
      // Received when they were sent, not eight days later.
      const late = await open({ webhooks: { tolerance: "30 days" } })
      const received = await Promise.all(requests.map((request) => late.run(late.receive(request))))
      const told = received.flatMap(({ deliveries }) => deliveries.flatMap(({ events }) => events))
      const facts = (id: string) =>
        told.flatMap((event) => (event._tag === "Reported" && event.authorisation === id ? [event.fact] : []))
      for (const [{ id }, released] of [
        [cancelled, "cancelled"],
        [gone, "expired"]
      ] as const) {
        expect(fold(facts(id))).toMatchObject({ refunded: nothing, captured: nothing, released, complete: true })
      }
    }
  )

  it("have one id each, the same at every delivery", async () => {
    const shop = await open()
    await shop.authorise(1500)
    const requests = await shop.requestsSent()
    const ids = async () =>
      (await Promise.all(requests.map((request) => shop.run(shop.receive(request))))).flatMap(({ deliveries }) =>
        deliveries.map(({ id }) => id)
      )
    expect(new Set(await ids()).size).toBe(requests.length)
    expect(await ids()).toEqual(await ids())
  })

  it("of Checkout name the session, the reference and the authorisation", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    await shop.submit(session)
    const found = await shop.run(shop.checkout.result(session, shop.proof(session)))
    const received = await shop.received()
    const told = received.flatMap(({ deliveries }) => deliveries.flatMap(({ events }) => events))
    const authorisation = found.authorisation!.id
    expect(told).toContainEqual({ _tag: "SessionCompleted", session: session.id, reference: "order-1", authorisation })
    expect(told).toContainEqual(
      expect.objectContaining({
        _tag: "Reported",
        authorisation,
        reference: "order-1",
        fact: expect.objectContaining({ _tag: "Authorised", reference: "order-1" })
      })
    )
  })
})
