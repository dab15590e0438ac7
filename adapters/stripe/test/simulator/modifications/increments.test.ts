import { describe, expect, it } from "vitest"
import type { StripeSimulator } from "../../../src/simulator/index.ts"
import { asking, error, everything, type Form, item, open } from "../world.ts"

const start = async (
  form: Form = asking("incremental_authorization"),
  options: StripeSimulator.Options = everything
) => {
  const world = await open(options)
  const { id, latest_charge } = await world.authorised(form)
  return {
    ...world,
    charge: async () => (await world.get(`charges/${latest_charge}`)).body,
    id: String(id),
    increment: (more: Form, headers?: Record<string, string>) =>
      world.post(`payment_intents/${id}/increment_authorization`, more, headers),
    intentNow: async () => (await world.get(`payment_intents/${id}`)).body
  }
}

describe("an increment", () => {
  it("is to a new total, any number of times", async () => {
    const { charge, events, id, increment, totals } = await start()
    expect((await charge())["payment_method_details"].card.incremental_authorization).toEqual({ status: "available" })
    for (const amount of [1700, 2100]) {
      const { body, status } = await increment({ amount })
      expect([status, body]).toMatchObject([
        200,
        { status: "requires_capture", amount, amount_capturable: amount, amount_received: 0 }
      ])
      expect(await charge()).toMatchObject({ amount, payment_method_details: { card: { amount_authorized: amount } } })
      expect(await totals(id)).toEqual([String(amount / 100), "0", "0", false])
    }
    const told = await events()
    expect(told.map(({ type }) => type)).toEqual([
      "charge.updated",
      "payment_intent.amount_capturable_updated",
      "charge.updated",
      "payment_intent.amount_capturable_updated"
    ])
    expect(told[1]!["data"]).toMatchObject({
      object: { amount: 1700, amount_capturable: 1700 },
      previous_attributes: { amount: 1500, amount_capturable: 1500 }
    })
  })

  it("is captured whole, and raises what may be captured beyond it", async () => {
    const { charge, id, increment, post, totals } = await start(asking("incremental_authorization", "overcapture"))
    await increment({ amount: 2000 })
    expect((await charge())["payment_method_details"].card.overcapture.maximum_amount_capturable).toBe(2400)
    expect((await post(`payment_intents/${id}/capture`)).body["amount_received"]).toBe(2000)
    expect(await totals(id)).toEqual(["20", "20", "0", true])
  })

  it("keeps what it is sent along, and shows the charge", async () => {
    const { increment } = await start()
    const { body } = await increment("amount=1700&metadata[a]=b&description=longer&expand[]=latest_charge")
    expect(body).toMatchObject({ metadata: { a: "b" }, description: "longer", latest_charge: { amount: 1700 } })
  })

  it("does not make the authorisation last longer", async () => {
    const { advance, charge, increment } = await start()
    const before = (await charge())["payment_method_details"].card.capture_before
    await advance("2 days")
    await increment({ amount: 1700 })
    expect((await charge())["payment_method_details"].card.capture_before).toBe(before)
  })

  it("is possible after Checkout", async () => {
    const { get, post, session, submit, totals } = await open(everything)
    const made = await session({
      "payment_intent_data[capture_method]": "manual",
      ...asking("incremental_authorization", "multicapture"),
      ...item(1500)
    })
    const paid = await submit(made)
    const id = "authorisation" in paid ? paid.authorisation : ""
    expect((await post(`payment_intents/${id}/increment_authorization`, { amount: 1700 })).status).toBe(200)
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 1000, final_capture: false })
    expect(await totals(id)).toEqual(["17", "10", "0", false])
    expect((await get(`payment_intents/${id}`)).body["payment_method_options"].card).toMatchObject({
      request_multicapture: "if_available"
    })
  })
})

describe("declined", () => {
  const refuse = { _tag: "RefuseNext", kind: "adjust" } as const

  it("leaves everything as it was, capturable", async () => {
    const { act, charge, events, id, increment, intentNow, totals } = await start()
    const [intent, before] = [await intentNow(), await charge()]
    expect(await act(id, refuse)).toBe(true)
    const answer = await increment({ amount: 1700, "metadata[a]": "b" })
    expect(answer.status).toBe(402)
    expect(error(answer)).toMatchObject({
      charge: before["id"],
      code: "card_declined",
      decline_code: "generic_decline",
      message: "Your card was declined.",
      payment_intent: { id, status: "requires_capture", amount: 1500, amount_capturable: 1500 },
      payment_method: { object: "payment_method" },
      type: "card_error"
    })
    expect([await intentNow(), await charge(), await events()]).toEqual([intent, before, []])
    expect(await totals(id)).toEqual(["15", "0", "0", false])
    expect((await increment({ amount: 1700 })).status).toBe(200)
  })

  it("is answered again under its key", async () => {
    const { act, id, increment, totals } = await start()
    await act(id, refuse)
    const key = { "idempotency-key": "one" }
    const first = await increment({ amount: 1700 }, key)
    const second = await increment({ amount: 1700 }, key)
    expect([first.status, second.status, second.text]).toEqual([402, 402, first.text])
    expect(second.headers["idempotent-replayed"]).toBe("true")
    expect(await totals(id)).toEqual(["15", "0", "0", false])
  })
})

describe("is refused", () => {
  it("after ten attempts, those included that were declined", async () => {
    const { act, id, increment, totals } = await start()
    for (let attempt = 1; attempt <= 10; attempt++) {
      if (attempt % 2 === 0) await act(id, { _tag: "RefuseNext", kind: "adjust" })
      expect((await increment({ amount: 1500 + attempt })).status).toBe(attempt % 2 === 0 ? 402 : 200)
    }
    const answer = await increment({ amount: 2000 })
    expect([answer.status, error(answer).type]).toEqual([400, "invalid_request_error"])
    expect(await totals(id)).toEqual(["15.09", "0", "0", false])
  })

  it("but not for what never reached the issuer", async () => {
    const { increment } = await start()
    for (let attempt = 0; attempt < 11; attempt++) expect((await increment({ amount: 1500 })).status).toBe(400)
    expect((await increment({ amount: 1501 })).status).toBe(200)
  })

  it.each([
    ["not asked for", {}, everything],
    ["not offered", asking("incremental_authorization"), { features: { multicapture: true } }]
  ])("where it is %s: with neither code nor param", async (_, form, options) => {
    const { charge, increment } = await start(form, options)
    expect((await charge())["payment_method_details"].card.incremental_authorization.status).toBe("unavailable")
    const answer = await increment({ amount: 1700 })
    expect([answer.status, error(answer).code, error(answer).param]).toEqual([400, undefined, undefined])
  })

  it.each([
    [1500, "amount", "parameter_invalid_integer"],
    [1400, "amount", "parameter_invalid_integer"],
    [0, "amount", "parameter_invalid_integer"],
    [-1, "amount", "parameter_invalid_integer"],
    ["abc", "amount", "parameter_invalid_integer"],
    [100_000_000, "amount", "amount_too_large"]
  ])("to %s", async (amount, param, code) => {
    const { id, increment, totals } = await start()
    const answer = await increment({ amount })
    expect([answer.status, error(answer).param, error(answer).code]).toEqual([400, param, code])
    expect(await totals(id)).toEqual(["15", "0", "0", false])
  })

  it("without an amount, or with something unknown", async () => {
    const { increment } = await start()
    expect(error(await increment({}))).toMatchObject({ code: "parameter_missing", param: "amount" })
    expect(error(await increment({ amount: 1700, nope: 1 }))).toMatchObject({ code: "parameter_unknown" })
  })

  it.each(["capture", "cancel"])("after a %s", async (what) => {
    const { id, increment, post, totals } = await start()
    await post(`payment_intents/${id}/${what}`)
    const before = await totals(id)
    const answer = await increment({ amount: 1700 })
    expect([answer.status, error(answer).code]).toEqual([400, "payment_intent_unexpected_state"])
    expect(error(answer).payment_intent.id).toBe(id)
    expect(await totals(id)).toEqual(before)
  })

  it("once a part was captured", async () => {
    const { id, increment, post } = await start(asking("incremental_authorization", "multicapture"))
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 1, final_capture: false })
    expect((await increment({ amount: 1700 })).status).toBe(400)
  })

  it("before the payment, and of one that isn't there", async () => {
    const { intent, post } = await open(everything)
    const { id } = await intent()
    expect((await post(`payment_intents/${id}/increment_authorization`, { amount: 1700 })).status).toBe(400)
    expect((await post("payment_intents/pi_x/increment_authorization", { amount: 1700 })).status).toBe(404)
  })
})
