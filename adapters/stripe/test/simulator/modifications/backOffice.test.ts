import { describe, expect, it } from "vitest"
import type { StripeSimulator } from "../../../src/simulator/index.ts"
import { asking, error, everything, type Form, open, usd } from "../world.ts"

const types = (events: ReadonlyArray<Record<string, unknown>>) => events.map(({ type }) => type)
const byItself = { id: null, idempotency_key: null }

const start = async (form: Form = {}, options: StripeSimulator.Options = {}) => {
  const world = await open(options)
  const { id, latest_charge } = await world.authorised(form)
  return { ...world, charge: async () => (await world.get(`charges/${latest_charge}`)).body, id: String(id) }
}
const automatic = { capture_method: "automatic" }

describe("somebody in the Dashboard", () => {
  it("captures, and the rest is given back", async () => {
    const { act, events, id, totals } = await start()
    expect(await act(id, { _tag: "Capture", amount: usd("5") })).toBe(true)
    expect(await totals(id)).toEqual(["15", "5", "0", true])
    const told = await events()
    expect(types(told)).toEqual(["charge.captured", "payment_intent.succeeded"])
    expect(told.map(({ request }) => request)).toEqual([byItself, byItself])
    expect(await act(id, { _tag: "Capture", amount: usd("1") })).toBe(false)
  })

  it("refunds", async () => {
    const { act, events, get, id, totals } = await start(automatic)
    expect(await act(id, { _tag: "Refund", amount: usd("5.5") })).toBe(true)
    expect(await totals(id)).toEqual(["15", "15", "5.5", false])
    expect(types(await events())).toEqual(["refund.created", "charge.refunded"])
    expect((await get("refunds", { payment_intent: id })).body["data"]).toMatchObject([{ amount: 550, metadata: {} }])
    expect(await act(id, { _tag: "Refund", amount: usd("10") })).toBe(false)
    expect(await totals(id)).toEqual(["15", "15", "5.5", false])
  })

  it("cancels what waits for its capture", async () => {
    const { act, events, get, id, totals } = await start()
    expect(await act(id, { _tag: "Cancel" })).toBe(true)
    expect(await totals(id)).toEqual(["15", "0", "0", true])
    expect(types(await events())).toEqual(["payment_intent.canceled"])
    expect((await get(`payment_intents/${id}`)).body["status"]).toBe("canceled")
    expect(await act(id, { _tag: "Cancel" })).toBe(false)
  })
})

it("nobody in the Dashboard cancels what was captured in part", async () => {
  const { act, id, post, totals } = await start(asking("multicapture"), everything)
  await post(`payment_intents/${id}/capture`, { amount_to_capture: 700, final_capture: false })
  expect(await act(id, { _tag: "Cancel" })).toBe(false)
  expect(await totals(id)).toEqual(["15", "7", "0", false])
})

describe("the shopper's bank", () => {
  it("takes the money back: no refund, and none is possible afterwards", async () => {
    const { act, charge, events, id, totals } = await start(automatic)
    expect(await act(id, { _tag: "Dispute", amount: usd("15") })).toBe(true)
    const told = await events()
    expect(types(told)).toEqual(["charge.dispute.created", "charge.dispute.funds_withdrawn"])
    const dispute = told[0]!["data"].object
    expect(dispute).toMatchObject({
      id: expect.stringMatching(/^du_1/),
      object: "dispute",
      amount: 1500,
      charge: (await charge())["id"],
      currency: "usd",
      payment_intent: id,
      reason: "fraudulent",
      status: "needs_response"
    })
    expect(await charge()).toMatchObject({ amount_refunded: 0, dispute: dispute.id, disputed: true, refunded: false })
    expect(await totals(id)).toEqual(["15", "15", "0", false])
    expect(await act(id, { _tag: "Refund", amount: usd("1") })).toBe(false)
    expect(await act(id, { _tag: "Dispute", amount: usd("1") })).toBe(false)
  })

  it.each([
    ["nothing", "isk", { decimal: "0", currency: "ISK" }, false],
    ["what the currency can't have", "isk", { decimal: "500.5", currency: "ISK" }, false],
    ["another currency", "isk", { decimal: "5", currency: "USD" }, false],
    ["a part", "isk", { decimal: "500", currency: "ISK" }, true]
  ])("can take %s: %s %o", async (_, currency, amount, possible) => {
    const { act, charge, id } = await start({ ...automatic, amount: 150_000, currency })
    expect(await act(id, { _tag: "Dispute", amount })).toBe(possible)
    expect((await charge())["disputed"]).toBe(possible)
  })

  it("can't take what was never captured, nor more than was", async () => {
    const { act, id } = await start()
    expect(await act(id, { _tag: "Dispute", amount: usd("15") })).toBe(false)
    const captured = await start(automatic)
    expect(await captured.act(captured.id, { _tag: "Dispute", amount: usd("15.01") })).toBe(false)
    expect(await captured.events()).toEqual([])
  })

  it("sends a refund back", async () => {
    const { act, charge, events, get, id, post, totals } = await start(automatic)
    const first = (await post("refunds", { payment_intent: id, amount: 500 })).body
    const second = (await post("refunds", { payment_intent: id, amount: 300 })).body
    await events()
    expect(await totals(id)).toEqual(["15", "15", "8", false])
    expect(await act(id, { _tag: "RefundFails" })).toBe(true)
    expect(await totals(id)).toEqual(["15", "15", "5", false])
    expect((await get(`refunds/${second["id"]}`)).body).toMatchObject({
      status: "failed",
      failure_reason: "expired_or_canceled_card",
      failure_balance_transaction: expect.stringMatching(/^txn_/)
    })
    const told = await events()
    expect(types(told)).toEqual(["refund.updated", "charge.refund.updated", "refund.failed"])
    for (const { data } of told) {
      expect(data).toMatchObject({
        object: { id: second["id"], status: "failed" },
        previous_attributes: { status: "succeeded" }
      })
    }
    expect(await charge()).toMatchObject({ amount_refunded: 500 })
    expect(await act(id, { _tag: "RefundFails", id: second["id"] })).toBe(false)
    expect(await act(id, { _tag: "RefundFails", id: first["id"] })).toBe(true)
    expect(await totals(id)).toEqual(["15", "15", "0", false])
    expect(await act(id, { _tag: "RefundFails" })).toBe(false)
    expect((await post("refunds", { payment_intent: id })).body["amount"]).toBe(1500)
  })

  it("sends a pending refund back, which then doesn't succeed any more", async () => {
    const { act, advance, id, post, totals } = await start(automatic, { refundsPendFor: "1 day" })
    await post("refunds", { payment_intent: id, amount: 500 })
    expect(await act(id, { _tag: "RefundFails" })).toBe(true)
    await advance("2 days")
    expect(await totals(id)).toEqual(["15", "15", "0", false])
  })
})

it("what Stripe gave back when an authorisation expired was no refund: it can't fail, and has no number", async () => {
  const { act, advance, events, get, id, totals } = await start({}, { assume: { releasedCharge: "refunded-and-told" } })
  await advance("7 days")
  expect((await get("refunds")).body["data"]).toMatchObject([{ reason: "expired_uncaptured_charge" }])
  await events()
  expect(await act(id, { _tag: "RefundFails" })).toBe(false)
  await advance("1 day")
  expect([await totals(id), await events()]).toEqual([["15", "0", "0", true], []])
})

describe("the issuer refuses", () => {
  it("one capture: it stays capturable", async () => {
    const { act, events, id, post, totals } = await start()
    expect(await act(id, { _tag: "RefuseNext", kind: "capture" })).toBe(true)
    const send = (headers = {}) => post(`payment_intents/${id}/capture`, { "metadata[a]": "b" }, headers)
    const answer = await send({ "idempotency-key": "one" })
    expect([answer.status, error(answer).code, error(answer).type]).toEqual([402, "card_declined", "card_error"])
    expect(error(answer).payment_intent).toMatchObject({ id, status: "requires_capture", metadata: {} })
    expect((await send({ "idempotency-key": "one" })).text).toBe(answer.text)
    expect(await totals(id)).toEqual(["15", "0", "0", false])
    expect(await events()).toEqual([])
    expect((await send()).body["status"]).toBe("succeeded")
  })

  it("one refund: it has failed, and can be made again", async () => {
    const { act, charge, events, id, post, totals } = await start(automatic)
    expect(await act(id, { _tag: "RefuseNext", kind: "refund" })).toBe(true)
    const { body, status } = await post("refunds", { payment_intent: id, amount: 500 })
    expect([status, body]).toMatchObject([200, { status: "failed", failure_reason: "declined", amount: 500 }])
    expect(types(await events())).toEqual(["refund.created", "refund.failed"])
    expect(await charge()).toMatchObject({ amount_refunded: 0 })
    expect(await totals(id)).toEqual(["15", "15", "0", false])
    expect((await post("refunds", { payment_intent: id })).body).toMatchObject({ status: "succeeded", amount: 1500 })
  })

  it("only what it is asked", async () => {
    const { act, id, post } = await start()
    await act(id, { _tag: "RefuseNext", kind: "capture" })
    expect((await post(`payment_intents/${id}/capture`, { amount_to_capture: 1501 })).status).toBe(400)
    expect((await post(`payment_intents/${id}/capture`)).status).toBe(402)
  })

  it("in the Dashboard, too", async () => {
    const { act, id, totals } = await start()
    await act(id, { _tag: "RefuseNext", kind: "capture" })
    expect(await act(id, { _tag: "Capture", amount: usd("5") })).toBe(false)
    expect(await totals(id)).toEqual(["15", "0", "0", false])
    expect(await act(id, { _tag: "Capture", amount: usd("5") })).toBe(true)
  })

  it.each([
    ["adjust", {}, {}, false],
    ["adjust", asking("incremental_authorization"), everything, true],
    ["adjust", automatic, {}, false],
    ["capture", {}, {}, true],
    ["capture", automatic, {}, false],
    ["refund", {}, {}, true],
    ["refund", automatic, {}, true],
    ["cancel", {}, {}, false]
  ] as const)("%s of %o", async (kind, form, options, possible) => {
    const { act, id } = await start(form, options)
    expect(await act(id, { _tag: "RefuseNext", kind })).toBe(possible)
  })
})

describe("nothing happens", () => {
  it.each(["CaptureFails", "CaptureRecovers"] as const)("%s: a card's capture is final", async (_tag) => {
    const { act, events, id, totals } = await start(automatic)
    expect(await act(id, { _tag })).toBe(false)
    expect([await totals(id), await events()]).toEqual([["15", "15", "0", false], []])
  })

  it.each([
    { _tag: "Capture", amount: usd("15") },
    { _tag: "Refund", amount: usd("15") },
    { _tag: "Cancel" },
    { _tag: "Dispute", amount: usd("15") },
    { _tag: "RefundFails" },
    { _tag: "RefuseNext", kind: "capture" }
  ] as const)("to what isn't there, isn't paid or was declined: %o", async (act) => {
    const { act: perform, events, intent, post } = await open()
    const unpaid = await intent()
    const declined = await intent()
    await post(`payment_intents/${declined["id"]}/confirm`, { payment_method: "pm_card_chargeDeclined" })
    await events()
    for (const id of ["pi_x", String(unpaid["id"]), String(declined["id"])]) {
      expect(await perform(id, act)).toBe(false)
    }
    expect(await events()).toEqual([])
  })

  it.each([
    { decimal: "15.01", currency: "USD" },
    { decimal: "15", currency: "EUR" },
    { decimal: "15", currency: "usd" },
    { decimal: "0", currency: "USD" },
    { decimal: "-1", currency: "USD" },
    { decimal: "1.005", currency: "USD" },
    { decimal: "much", currency: "USD" }
  ])("in an amount that can't be: %o", async (amount) => {
    const { act, id, totals } = await start()
    expect(await act(id, { _tag: "Capture", amount })).toBe(false)
    expect(await totals(id)).toEqual(["15", "0", "0", false])
  })

  it("after it has expired", async () => {
    const { act, advance, id } = await start()
    await advance("7 days")
    expect(await act(id, { _tag: "Capture", amount: usd("15") })).toBe(false)
    expect(await act(id, { _tag: "Cancel" })).toBe(false)
  })
})

it("counts major units by Stripe's own decimals", async () => {
  const { act, authorised, totals } = await open()
  const yen = await authorised({ amount: 1500, currency: "jpy" })
  const krona = await authorised({ amount: 150_000, currency: "isk" })
  expect(await act(yen["id"], { _tag: "Capture", amount: { decimal: "500", currency: "JPY" } })).toBe(true)
  expect(await act(krona["id"], { _tag: "Capture", amount: { decimal: "500.5", currency: "ISK" } })).toBe(false)
  expect(await act(krona["id"], { _tag: "Capture", amount: { decimal: "500", currency: "ISK" } })).toBe(true)
  expect([await totals(yen["id"]), await totals(krona["id"])]).toEqual([
    ["1500", "500", "0", true],
    ["1500", "500", "0", true]
  ])
})
