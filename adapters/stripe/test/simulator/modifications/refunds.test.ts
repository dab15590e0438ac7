import { describe, expect, it } from "vitest"
import { asking, error, everything, type Form, type Json, open } from "../world.ts"

const types = (events: ReadonlyArray<Record<string, unknown>>) => events.map(({ type }) => type)

/** A payment of 15.00 USD that is captured. */
const start = async (options: Parameters<typeof open>[0] = {}, form: object = {}) => {
  const world = await open(options)
  const { id, latest_charge } = await world.authorised({ capture_method: "automatic", ...form })
  return {
    ...world,
    charge: async () => (await world.get(`charges/${latest_charge}`)).body,
    charged: String(latest_charge),
    id: String(id),
    refund: (more: object = {}, headers?: Record<string, string>) =>
      world.post("refunds", { payment_intent: id, ...more }, headers)
  }
}

describe("a refund", () => {
  it("is of all unless told, and succeeds at once", async () => {
    const { charge, charged, clock, events, id, refund, totals } = await start()
    const { body, status } = await refund()
    expect(status).toBe(200)
    expect(body).toEqual({
      id: expect.stringMatching(/^re_3/),
      object: "refund",
      amount: 1500,
      balance_transaction: expect.stringMatching(/^txn_3/),
      charge: charged,
      created: clock.now() / 1000,
      currency: "usd",
      customer: null,
      customer_account: null,
      destination_details: {
        card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
        type: "card"
      },
      metadata: {},
      payment_intent: id,
      payment_method: (await charge())["payment_method"],
      reason: null,
      receipt_number: null,
      source_transfer_reversal: null,
      status: "succeeded",
      transfer_reversal: null
    })
    expect(await charge()).toMatchObject({ amount_refunded: 1500, refunded: true, captured: true })
    expect(await totals(id)).toEqual(["15", "15", "15", false])
    const told = await events()
    expect(types(told)).toEqual(["refund.created", "charge.refunded"])
    expect(told[0]!["data"]).toEqual({ object: body })
    expect(told[1]!["data"]).toMatchObject({
      object: { amount_refunded: 1500, refunded: true },
      previous_attributes: { amount_refunded: 0 }
    })
  })

  it("of a part can be made again, also of the same amount, until nothing is left", async () => {
    const { charge, id, refund, totals } = await start()
    const ids = []
    for (const left of [1000, 500]) {
      const { body } = await refund({ amount: 500, reason: "duplicate", "metadata[p]": "1" })
      expect(body).toMatchObject({ amount: 500, reason: "duplicate", metadata: { p: "1" } })
      ids.push(body["id"])
      expect(await charge()).toMatchObject({ amount_refunded: 1500 - left, refunded: false })
    }
    expect(new Set(ids).size).toBe(2)
    expect((await refund()).body["amount"]).toBe(500)
    expect(await charge()).toMatchObject({ amount_refunded: 1500, refunded: true })
    expect(await totals(id)).toEqual(["15", "15", "15", false])
  })

  it("names the charge as well, and fills in the other", async () => {
    const { charged, id, post } = await start()
    const { body } = await post("refunds", { charge: charged, amount: 500 })
    expect(body).toMatchObject({ charge: charged, payment_intent: id })
    expect((await post("refunds", { charge: charged, payment_intent: id, amount: 500 })).status).toBe(200)
  })

  it("is of what was captured, where the rest was given back", async () => {
    const { authorised, get, post, totals } = await open()
    const { id, latest_charge } = await authorised()
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 600 })
    expect((await post("refunds", { payment_intent: id, amount: 601 })).status).toBe(400)
    expect((await post("refunds", { payment_intent: id })).body["amount"]).toBe(600)
    expect((await get(`charges/${latest_charge}`)).body).toMatchObject({ amount_refunded: 600, refunded: true })
    expect(await totals(id)).toEqual(["15", "6", "6", true])
  })

  it("is possible between two captures, and the charge is refunded only after the last", async () => {
    const { authorised, get, post, totals } = await open(everything)
    const { id, latest_charge } = await authorised(asking("multicapture"))
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 700, final_capture: false })
    expect((await post("refunds", { payment_intent: id })).body["amount"]).toBe(700)
    const charge = async () => (await get(`charges/${latest_charge}`)).body
    expect(await charge()).toMatchObject({ amount_refunded: 700, refunded: false })
    expect((await get(`payment_intents/${id}`)).body).toMatchObject({
      status: "requires_capture",
      amount_capturable: 800
    })
    expect(await totals(id)).toEqual(["15", "7", "7", false])
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 0 })
    expect(await charge()).toMatchObject({ amount_refunded: 700, refunded: true })
  })

  it("shows what it is asked to show", async () => {
    const { charged, id, post } = await start()
    const { body } = await post("refunds", `payment_intent=${id}&expand[]=charge&expand[]=payment_intent`)
    expect(body).toMatchObject({ charge: { id: charged, amount_refunded: 1500 }, payment_intent: { id } })
  })

  it("has its number a little later, and tells so", async () => {
    const { advance, events, get, refund } = await start()
    const { body } = await refund()
    await events()
    await advance("5 seconds")
    const told = await events()
    expect(types(told)).toEqual(["refund.updated", "charge.refund.updated"])
    const now = (await get(`refunds/${body["id"]}`)).body
    expect(now["destination_details"].card).toMatchObject({
      reference: expect.stringMatching(/^\d{16}$/),
      reference_status: "available"
    })
    expect([told[0]!["data"].object, now["status"]]).toEqual([now, "succeeded"])
    await advance("1 day")
    expect(await events()).toEqual([])
  })
})

const uncaptured = (id: string) =>
  `This uncaptured Charge was created by a PaymentIntent (${id}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method`

describe("is refused", () => {
  const told = (answer: { readonly status: number; readonly body: Json }) => {
    const { code, message, param } = answer.body["error"]
    return [answer.status, code, param, message]
  }

  it.each([
    ["usd", 1500, 4000, "Refund amount ($40.00) is greater than unrefunded amount on charge ($15.00)"],
    ["eur", 1500, 1501, "Refund amount (€15.01) is greater than unrefunded amount on charge (€15.00)"],
    ["usd", 250_000, 250_001, "Refund amount ($2,500.01) is greater than unrefunded amount on charge ($2,500.00)"]
  ])("more than is there, in %s %i", async (currency, charged, amount, message) => {
    const { id, refund, totals } = await start({}, { amount: charged, currency })
    expect(told(await refund({ amount }))).toEqual([400, undefined, "amount", message])
    expect((await totals(id))![2]).toBe("0")
  })

  it("more than is left", async () => {
    const { refund } = await start()
    await refund({ amount: 700 })
    expect(told(await refund({ amount: 3000 }))).toEqual([
      400,
      undefined,
      "amount",
      "Refund amount ($30.00) is greater than unrefunded amount on charge ($8.00)"
    ])
  })

  it("what was refunded whole", async () => {
    const { charged, refund } = await start()
    await refund()
    expect(told(await refund({ amount: 1 }))).toEqual([
      400,
      "charge_already_refunded",
      undefined,
      `Charge ${charged} has already been refunded.`
    ])
  })

  it.each([0, -1])("%i", async (amount) => {
    const { refund } = await start()
    expect(told(await refund({ amount }))).toEqual([
      400,
      "parameter_invalid_integer",
      "amount",
      "This value must be greater than or equal to 1."
    ])
  })

  it("nothing in particular", async () => {
    const { post } = await start()
    expect(told(await post("refunds", { amount: 100 }))).toEqual([
      400,
      undefined,
      undefined,
      "One of the following params should be provided for this request: payment_intent or charge."
    ])
  })

  it("what isn't there", async () => {
    const { post } = await start()
    expect(told(await post("refunds", { charge: "ch_x" }))).toEqual([
      404,
      "resource_missing",
      "id",
      "No such charge: 'ch_x'"
    ])
    expect((await post("refunds", { payment_intent: "pi_x" })).status).toBe(404)
  })

  it("another PaymentIntent's charge", async () => {
    const { charged, intent, post } = await start()
    const { id } = await intent()
    expect((await post("refunds", { charge: charged, payment_intent: id })).status).toBe(400)
  })

  it.each([
    ["never paid", undefined],
    ["declined", "pm_card_chargeDeclined"],
    ["processing", "pm_usBankAccount_processing"]
  ])("%s", async (_, payment_method) => {
    const { get, intent, post } = await open()
    const { id } = await intent()
    if (payment_method !== undefined) await post(`payment_intents/${id}/confirm`, { payment_method })
    const message = `This PaymentIntent (${id}) does not have a successful charge to refund.`
    expect(told(await post("refunds", { payment_intent: id }))).toEqual([400, undefined, undefined, message])
    const { latest_charge: charge } = (await get(`payment_intents/${id}`)).body
    if (charge !== null) expect(error(await post("refunds", { charge })).message).toBe(message)
  })

  it("what isn't captured, cancelled or not", async () => {
    const { authorised, post, totals } = await open()
    const { id, latest_charge: charge } = await authorised()
    expect(told(await post("refunds", { charge, amount: 100 }))).toEqual([400, undefined, undefined, uncaptured(id)])
    await post(`payment_intents/${id}/cancel`)
    expect(told(await post("refunds", { payment_intent: id }))).toEqual([400, undefined, undefined, uncaptured(id)])
    expect(await totals(id)).toEqual(["15", "0", "0", true])
  })

  it("what was charged back", async () => {
    const { act, charged, id, refund } = await start()
    await act(id, { _tag: "Dispute", amount: { decimal: "15", currency: "USD" } })
    expect(told(await refund({ amount: 100 }))).toEqual([
      400,
      "charge_disputed",
      undefined,
      `Charge ${charged} has been charged back; cannot issue a refund.`
    ])
  })

  it.each<readonly [Form, string, string | undefined, string | undefined]>([
    [
      { reason: "bored" },
      "reason",
      undefined,
      "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer"
    ],
    [
      { reason: "expired_uncaptured_charge" },
      "reason",
      undefined,
      "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer"
    ],
    [{ nope: 1 }, "nope", "parameter_unknown", "Received unknown parameter: nope"],
    [{ amount: "abc" }, "amount", "parameter_invalid_integer", "Invalid integer: abc"],
    [{ reverse_transfer: true }, "reverse_transfer", "sim_not_simulated", undefined]
  ])("%o", async (form, param, code, message) => {
    const { id, refund, totals } = await start()
    const answer = await refund(form as object)
    expect(told(answer).slice(0, 3)).toEqual([400, code, param])
    if (message !== undefined) expect(error(answer).message).toBe(message)
    expect((await totals(id))![2]).toBe("0")
  })
})

describe("one refund", () => {
  it("is there to see, and takes other metadata, which is told", async () => {
    const { events, get, post, refund } = await start()
    const { body } = await refund({ "metadata[a]": "1" })
    await events()
    const path = `refunds/${body["id"]}`
    expect((await get(path)).body).toEqual(body)
    expect((await post(path, { "metadata[b]": "2" })).body["metadata"]).toEqual({ a: "1", b: "2" })
    expect((await get(path)).body["metadata"]).toEqual({ a: "1", b: "2" })
    const told = await events()
    expect(types(told)).toEqual(["refund.updated", "charge.refund.updated"])
    expect(told[0]!["data"].previous_attributes).toEqual({ metadata: { a: "1" } })
    expect(error(await post(path, { amount: 1 }))).toMatchObject({ code: "parameter_unknown", param: "amount" })
  })

  it("can't be cancelled", async () => {
    const { post, refund } = await start()
    const { body } = await refund()
    const answer = await post(`refunds/${body["id"]}/cancel`)
    expect([answer.status, error(answer).code, error(answer).message]).toEqual([
      400,
      undefined,
      "Canceling this refund is unsupported."
    ])
  })

  it.each(["GET", "POST"] as const)("that isn't there is refused: %s", async (method) => {
    const { send } = await start()
    const answer = await send(method, "/v1/refunds/re_x")
    expect([answer.status, error(answer).code, error(answer).param, error(answer).message]).toEqual([
      404,
      "resource_missing",
      "refund",
      "No such refund: 're_x'"
    ])
  })
})

describe("refunds that take their time", () => {
  it("are pending, and count at the charge, not as given back", async () => {
    const { advance, charge, events, id, refund, totals } = await start({ refundsPendFor: "1 hour" })
    const { body } = await refund({ amount: 500 })
    expect(body).toMatchObject({ status: "pending", pending_reason: "processing", balance_transaction: null })
    expect(types(await events())).toEqual(["refund.created", "charge.refunded"])
    expect(await charge()).toMatchObject({ amount_refunded: 500 })
    expect(await totals(id)).toEqual(["15", "15", "0", false])
    expect((await refund({ amount: 1001 })).status).toBe(400)
    await advance("1 hour")
    expect(await totals(id)).toEqual(["15", "15", "5", false])
    const told = await events()
    expect(types(told)).toEqual(["refund.updated", "charge.refund.updated"])
    expect(told[0]!["data"]).toMatchObject({
      object: { id: body["id"], status: "succeeded" },
      previous_attributes: { status: "pending" }
    })
    expect(told[0]!["created"]).toBe(body["created"] + 3600)
  })

  it.each([
    ["pm_card_pendingRefund", "pending", "0", "succeeded", "5", ["refund.updated", "charge.refund.updated"]],
    [
      "pm_card_refundFail",
      "succeeded",
      "5",
      "failed",
      "0",
      ["refund.updated", "charge.refund.updated", "refund.updated", "charge.refund.updated", "refund.failed"]
    ]
  ])("%s: %s, then %s", async (payment_method, first, before, then, after, events) => {
    const world = await open()
    const { id } = await world.intent({ payment_method, confirm: true })
    const { body } = await world.post("refunds", { payment_intent: id, amount: 500 })
    expect([body["status"], (await world.totals(id))![2]]).toEqual([first, before])
    await world.events()
    await world.advance("1 minute")
    expect((await world.get(`refunds/${body["id"]}`)).body["status"]).toBe(then)
    expect((await world.totals(id))![2]).toBe(after)
    expect(types(await world.events())).toEqual(events)
  })
})

describe("a list", () => {
  it("has the newest first, and pages", async () => {
    const { get, id, refund } = await start()
    const ids: Array<string> = []
    for (let count = 0; count < 3; count++) ids.unshift((await refund({ amount: 100 })).body["id"])
    const page = async (form: object = {}) => {
      const { body } = await get("refunds", { payment_intent: id, ...form })
      return [body["data"].map((one: Json) => one["id"]), body["has_more"]]
    }
    expect(await page()).toEqual([ids, false])
    expect(await page({ limit: 2 })).toEqual([ids.slice(0, 2), true])
    expect(await page({ limit: 2, starting_after: ids[1]! })).toEqual([ids.slice(2), false])
    expect(await page({ limit: 1, ending_before: ids[2]! })).toEqual([ids.slice(1, 2), true])
    expect((await get("refunds")).body).toMatchObject({ object: "list", url: "/v1/refunds" })
    expect(error(await get("refunds", { starting_after: "re_x" })).param).toBe("starting_after")
    expect(error(await get("refunds", { limit: 101 })).param).toBe("limit")
  })

  it("is of one charge or PaymentIntent, if asked", async () => {
    const { authorised, charged, get, post, refund } = await start()
    await refund()
    const other = await authorised({ capture_method: "automatic" })
    await post("refunds", { payment_intent: other["id"] })
    const count = async (form: Form) => (await get("refunds", form)).body["data"].length
    expect(await count({})).toBe(2)
    expect(await count({ charge: charged })).toBe(1)
    expect(await count({ payment_intent: other["id"] })).toBe(1)
    expect(await count({ charge: charged, payment_intent: other["id"] })).toBe(0)
    expect((await get("refunds", "expand[]=data.charge")).body["data"][0].charge.object).toBe("charge")
  })
})

describe("under a key", () => {
  const key = { "idempotency-key": "one" }

  it("is made once, and answered again", async () => {
    const { events, id, refund, totals } = await start()
    const first = await refund({ amount: 500 }, key)
    const told = await events()
    const second = await refund({ amount: 500 }, key)
    expect([second.status, second.text, second.headers["idempotent-replayed"]]).toEqual([200, first.text, "true"])
    expect([types(told), await events()]).toEqual([["refund.created", "charge.refunded"], []])
    for (const { request } of told) {
      expect(request).toEqual({ id: first.headers["request-id"], idempotency_key: "one" })
    }
    expect((await totals(id))![2]).toBe("5")
  })

  it("keeps a refusal by the state of things, not one of the parameters", async () => {
    const { refund } = await start()
    expect((await refund({ amount: 0 }, key)).status).toBe(400)
    const first = await refund({ amount: 4000 }, key)
    const second = await refund({ amount: 4000 }, key)
    expect([second.status, second.text, second.headers["idempotent-replayed"]]).toEqual([400, first.text, "true"])
  })
})
