/** What the reference provider's document says of events, one row of its table after the other. */
import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import * as Reference from "../src/reference/provider/index.ts"
import { day, eur, euros, type Fields, hour, iso, second, start, world } from "./reference-world.ts"

const paymentDecided = {
  type: "payment.decided",
  payment: "pay_0001",
  session: "ses_0001",
  reference: "order-1",
  amount: eur(1900),
  capture: "manual",
  pre_authorisation: true,
  valid_until: iso(7 * day),
  success: true
}
const sessionCompleted = {
  type: "session.completed",
  session: "ses_0001",
  reference: "order-1",
  payment: "pay_0001"
}
const decided = { type: "modification.decided", payment: "pay_0001", modification: "mod_0001" }
const captured = { ...decided, kind: "capture", amount: eur(1900), final: false, success: true }

describe("payment.decided", () => {
  it.each<readonly [Fields, Fields]>([
    [{}, {}],
    [{ pre_authorisation: false }, { pre_authorisation: false }],
    [
      { reference: "o", amount: { value: 10000, currency: "ISK" } },
      { reference: "o", amount: { value: 10000, currency: "ISK" } }
    ]
  ])("of a session %j that is approved", (fields, expected) => {
    const { announced, paid } = world()
    paid(fields)
    const [decided, completed, ...more] = announced()
    expect(decided).toEqual({ ...paymentDecided, ...expected })
    expect(completed).toEqual({ ...sessionCompleted, ...("reference" in fields ? { reference: "o" } : {}) })
    expect(more).toEqual([])
  })

  it("of a session that is declined, then approved", () => {
    const { announced, ready, submit } = world()
    const checkout = ready()
    submit(checkout, "decline")
    expect(announced()).toEqual([{ ...paymentDecided, success: false, reason: "declined" }])
    submit(checkout)
    expect(announced()).toEqual([
      { ...paymentDecided, payment: "pay_0002" },
      { ...sessionCompleted, payment: "pay_0002" }
    ])
  })

  it.each([true, false])("of what was pending or challenged comes when it is decided: %s", async (approved) => {
    const { announced, at, ready, settle, submit } = world()
    const checkout = ready()
    submit(checkout, "pending")
    expect(announced()).toEqual([])
    await at(hour / 2)
    settle(checkout.id, approved)
    const valid_until = iso(hour / 2 + 7 * day)
    const expected = [
      approved
        ? { ...paymentDecided, valid_until }
        : { ...paymentDecided, valid_until, success: false, reason: "declined" },
      ...(approved ? [sessionCompleted] : [])
    ]
    expect(announced()).toEqual(expected)
  })

  it("of an intent names no session, and brings none of a session's", () => {
    const { announced, confirm, createIntent, submit, send } = world()
    const id = createIntent({ capture: "manual" })
    const { session: _, ...own } = { ...paymentDecided, payment: id }
    confirm(id, "decline")
    const { secret } = send("POST", `/intents/${id}`, {}).json
    submit({ id, token: String(secret) }, "decline")
    submit({ id, token: String(secret) })
    const declined = { ...own, success: false, reason: "declined" }
    expect(announced()).toEqual([declined, declined, own])
    const automatic = createIntent()
    confirm(automatic)
    expect(announced()).toEqual([
      { ...own, payment: automatic, capture: "automatic", pre_authorisation: false },
      { ...captured, payment: automatic }
    ])
  })

  it("captured automatically: the capture is announced too, without a reference", () => {
    const { announced, paid } = world()
    paid({ capture: "automatic" })
    expect(announced()).toEqual([
      { ...paymentDecided, capture: "automatic", pre_authorisation: false },
      captured,
      sessionCompleted
    ])
  })
})

describe.each(["later", "at-once"] as const)("modification.decided %s", (decides) => {
  const paid = (fields?: Fields) => {
    const w = world({ decides })
    const payment = w.paid(fields)
    w.announced()
    return { ...w, payment: () => payment, modify: (path: string, body?: Fields) => w.modify(payment, path, body) }
  }

  it.each<readonly [path: string, body: Fields, told: Fields]>([
    ["adjustments", { amount: eur(2150) }, { kind: "adjustment", amount: eur(250) }],
    ["adjustments", { amount: eur(1700) }, { kind: "adjustment", amount: eur(200) }],
    ["adjustments", { amount: eur(1900) }, { kind: "adjustment", amount: eur(0) }],
    ["captures", { amount: eur(700) }, { kind: "capture", amount: eur(700), final: true }],
    ["captures", { amount: eur(700), final: false }, { kind: "capture", amount: eur(700), final: false }],
    ["cancellations", {}, { kind: "cancellation" }],
    ["reversals", {}, { kind: "reversal", turned_out: "cancellation" }]
  ])("%s %j is told as %j", async (path, body, told) => {
    const { announced, at, modify } = paid()
    modify(path, { reference: "m-1", ...body })
    if (decides === "later") {
      expect(announced()).toEqual([])
      await at(2 * second)
    }
    const valid_until = iso((decides === "later" ? 2 * second : 0) + 7 * day)
    expect(announced()).toEqual([
      {
        ...decided,
        ...told,
        reference: "m-1",
        ...(path === "adjustments" ? { valid_until } : {}),
        success: true
      }
    ])
  })

  it.each<readonly [path: string, body: Fields, told: Fields]>([
    ["refunds", { amount: eur(100) }, { kind: "refund", amount: eur(100) }],
    ["reversals", {}, { kind: "reversal", turned_out: "refund", amount: eur(1900) }]
  ])("%s %j of what is captured is told as %j", async (path, body, told) => {
    const { announced, at, modify } = paid({ capture: "automatic" })
    modify(path, { reference: "m-1", ...body })
    await at(2 * second)
    expect(announced()).toEqual([{ ...decided, modification: "mod_0002", ...told, reference: "m-1", success: true }])
  })

  it.each<readonly ["adjust" | "capture" | "cancel", path: string, body: Fields, told: Fields]>([
    ["adjust", "adjustments", { amount: eur(2150) }, { kind: "adjustment", amount: eur(250) }],
    ["capture", "captures", { amount: eur(700) }, { kind: "capture", amount: eur(700), final: true }],
    ["cancel", "cancellations", {}, { kind: "cancellation" }],
    ["cancel", "reversals", {}, { kind: "reversal", turned_out: "cancellation" }]
  ])("declined to %s: %s %j is told as %j", async (kind, path, body, told) => {
    const { act, announced, at, modify, payment } = paid()
    act(payment(), { _tag: "RefuseNext", kind })
    modify(path, { reference: "m-1", ...body })
    await at(2 * second)
    expect(announced()).toEqual([{ ...decided, ...told, reference: "m-1", success: false, reason: "declined" }])
  })

  it("the difference of an adjustment is that to the total before it, not to the first amount", async () => {
    const { announced, at, modify } = paid()
    for (const value of [2150, 1500, 1600]) modify("adjustments", { amount: eur(value) })
    await at(2 * second)
    expect(announced().map(({ amount }: Fields) => amount)).toEqual([eur(250), eur(650), eur(100)])
  })

  it("in the back office has no reference", () => {
    const { act, announced, payment } = paid()
    act(payment(), { _tag: "Capture", amount: euros("5") })
    act(payment(), { _tag: "Capture", amount: euros("14") })
    act(payment(), { _tag: "Refund", amount: euros("2") })
    const made = (number: number) => ({ ...decided, modification: `mod_000${number}` })
    expect(announced()).toEqual([
      { ...made(1), kind: "capture", amount: eur(500), final: false, success: true },
      { ...made(2), kind: "capture", amount: eur(1400), final: true, success: true },
      { ...made(3), kind: "refund", amount: eur(200), success: true }
    ])
  })

  it("of a cancelled intent is a cancellation without reference", () => {
    const { announced, confirm, createIntent, send } = world({ decides })
    const id = createIntent({ capture: "manual" })
    confirm(id)
    announced()
    send("POST", `/intents/${id}/cancel`, {})
    expect(announced()).toEqual([{ ...decided, payment: id, kind: "cancellation", success: true }])
  })
})

describe("modification.decided, later", () => {
  it.each<readonly [path: string, body: Fields, told: Fields]>([
    ["adjustments", { amount: eur(2150) }, { kind: "adjustment", amount: eur(250), reason: "not_a_pre_authorisation" }],
    ["captures", { amount: eur(1) }, { kind: "capture", amount: eur(1), final: true, reason: "too_much" }],
    ["cancellations", {}, { kind: "cancellation", reason: "captured" }],
    ["refunds", { amount: eur(1901) }, { kind: "refund", amount: eur(1901), reason: "too_much" }]
  ])("%s %j that the payment does not allow is told as %j", async (path, body, told) => {
    const { announced, at, modify, paid } = world()
    const payment = paid({ capture: "automatic" })
    announced()
    modify(payment, path, { reference: "m-1", ...body })
    await at(2 * second)
    expect(announced()).toEqual([{ ...decided, modification: "mod_0002", reference: "m-1", ...told, success: false }])
  })

  it("a reversal that is not possible turned out nothing", async () => {
    const { act, announced, at, modify, paid } = world()
    const payment = paid()
    act(payment, { _tag: "Cancel" })
    announced()
    modify(payment, "reversals", { reference: "m-1" })
    await at(2 * second)
    expect(announced()).toEqual([
      {
        ...decided,
        modification: "mod_0002",
        kind: "reversal",
        reference: "m-1",
        success: false,
        reason: "cancelled"
      }
    ])
  })
})

describe("what comes afterwards", () => {
  it("modification.reverted and .recovered say what the modification is, and success", async () => {
    const { act, announced, at, modify, paid } = world({ decides: "at-once" })
    const payment = paid()
    modify(payment, "captures", { reference: "m-1", amount: eur(700) })
    modify(payment, "refunds", { reference: "m-2", amount: eur(100) })
    announced()
    await at(hour)
    act(payment, { _tag: "RefundFails" })
    act(payment, { _tag: "CaptureFails" })
    act(payment, { _tag: "CaptureRecovers" })
    const capture = { ...decided, kind: "capture", reference: "m-1", amount: eur(700), final: true, success: true }
    expect(announced()).toEqual([
      {
        ...decided,
        type: "modification.reverted",
        modification: "mod_0002",
        kind: "refund",
        reference: "m-2",
        amount: eur(100),
        success: true
      },
      { ...capture, type: "modification.reverted" },
      { ...capture, type: "modification.recovered" }
    ])
  })

  it("payment.expired comes at the end of the validity, once", async () => {
    const { announced, at, events, paid } = world()
    paid()
    announced()
    await at(8 * day)
    expect(events()).toMatchObject([
      { type: "payment.expired", created: iso(7 * day), data: { payment: "pay_0001", reference: "order-1" } }
    ])
    await at(30 * day)
    expect(announced()).toEqual([])
  })

  it("payment.disputed has a name and an amount of its own", () => {
    const { act, announced, paid } = world()
    const payment = paid({ capture: "automatic" })
    announced()
    const dispute = () => act(payment, { _tag: "Dispute", amount: euros("5.5") })
    expect([dispute(), dispute()]).toEqual([true, true])
    const told = { type: "payment.disputed", payment, reference: "order-1", amount: eur(550) }
    expect(announced()).toEqual([
      { ...told, dispute: "dsp_0001" },
      { ...told, dispute: "dsp_0002" }
    ])
  })

  it("session.ended comes when the shopper gives up, and only then", async () => {
    const { announced, at, create, createIntent, ready, send, submit } = world()
    const checkout = ready()
    submit(checkout, "abandon")
    submit(checkout, "abandon")
    expect(announced()).toEqual([
      { type: "session.ended", session: "ses_0001", reference: "order-1", why: "cancelled" }
    ])
    submit({ id: createIntent() }, "abandon")
    send("POST", `/sessions/${create().id}/expire`, {})
    create()
    await at(2 * hour)
    expect(announced()).toEqual([])
  })
})

describe("deliveries", () => {
  const signed = (secret: string, seconds: number, body: string) =>
    createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")

  it("carry one event each unless told otherwise, oldest first, once", () => {
    const { paid, take } = world()
    paid()
    const [one, two, ...more] = take()
    expect(more).toEqual([])
    expect(one).toMatchObject({ id: "dlv_0001", method: "POST", headers: { "content-type": "application/json" } })
    expect(JSON.parse(one?.body ?? "")).toEqual({
      events: [
        {
          id: "evt_0001",
          type: "payment.decided",
          created: "2026-01-01T00:00:00.000Z",
          live: false,
          merchant: "shop",
          data: { ...paymentDecided, type: undefined }
        }
      ]
    })
    expect(JSON.parse(two?.body ?? "")).toMatchObject({ events: [{ id: "evt_0002", type: "session.completed" }] })
    expect(take()).toEqual([])
  })

  it.each([
    [1, [1, 1, 1, 1, 1, 1, 1]],
    [2, [2, 2, 2, 1]],
    [3, [3, 3, 1]],
    [7, [7]],
    [100, [7]]
  ])("carry up to %i events where told so: %j", (batch, sizes) => {
    const { paid, submit, ready, take } = world({ batch })
    paid()
    paid({ capture: "automatic" })
    submit(ready(), "decline")
    submit(ready(), "abandon")
    const taken = take().map(({ body }) => (JSON.parse(body) as { readonly events: ReadonlyArray<Fields> }).events)
    expect(taken.map((events) => events.length)).toEqual(sizes)
    expect(taken.flat().map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `evt_000${number}`))
  })

  it.each([0, -1, 1.5, Number.NaN])("cannot carry %d", (batch) => {
    expect(() => world({ batch })).toThrow("expected a batch of 1 or more")
  })

  it.each<readonly [Reference.Options, ReadonlyArray<string>]>([
    [{}, [Reference.credentials.signingSecret]],
    [{ secrets: ["one"] }, ["one"]],
    [{ secrets: ["old", "nëw"] }, ["old", "nëw"]]
  ])("with %j are signed with %j, as of when they are taken", async (options, secrets) => {
    const { at, paid, take } = world(options)
    paid({ reference: "größe" })
    await at(hour + 1999)
    const seconds = start / 1000 + 3601
    const taken = take()
    expect(taken).toHaveLength(2)
    for (const { body, headers } of taken) {
      expect(headers["reference-signature"]).toBe(
        [`t=${seconds}`, ...secrets.map((secret) => `v1=${signed(secret, seconds, body)}`)].join(",")
      )
      expect(body).toContain(`"created":"2026-01-01T00:00:00.000Z"`)
    }
  })

  it("taken late are those of each moment, in the order of their time", async () => {
    const { act, at, createIntent, confirm, events, modify, paid } = world()
    const one = paid()
    await at(second)
    modify(one, "adjustments", { amount: eur(2150) })
    const two = createIntent({ capture: "manual" })
    confirm(two)
    await at(2 * second)
    modify(one, "captures", { amount: eur(100), final: false })
    act(two, { _tag: "Capture", amount: euros("19") })
    await at(7 * day + 2 * second)
    modify(one, "captures", { amount: eur(100), final: false })
    await at(10 * day)
    expect(events().map(({ created, type }) => `${created} ${type}`)).toEqual([
      `${iso(0)} payment.decided`,
      `${iso(0)} session.completed`,
      `${iso(second)} payment.decided`,
      `${iso(2 * second)} modification.decided`,
      `${iso(3 * second)} modification.decided`,
      `${iso(4 * second)} modification.decided`,
      `${iso(7 * day + 3 * second)} payment.expired`,
      `${iso(7 * day + 4 * second)} modification.decided`
    ])
  })

  it("are the same in each run", async () => {
    const run = async () => {
      const w = world({ batch: 2 })
      const payment = w.paid()
      w.modify(payment, "captures", { amount: eur(700) })
      await w.at(2 * second)
      return JSON.stringify(w.take())
    }
    expect(await run()).toBe(await run())
  })
})
