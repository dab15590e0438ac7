import { describe, expect, it } from "vitest"
import { asking, error, everything, open } from "../world.ts"

const cardOf = (charge: Record<string, any>) => charge["payment_method_details"].card // oxlint-disable-line typescript/no-explicit-any

describe("a charge", () => {
  it("has the recorded members", async () => {
    const { authorised, clock, get } = await open()
    const { id, latest_charge } = await authorised({ "metadata[a]": "1" })
    const { body, status } = await get(`charges/${latest_charge}`)
    expect([status, Object.keys(body).slice(0, 2)]).toEqual([200, ["id", "object"]])
    expect(body).toMatchObject({
      id: latest_charge,
      object: "charge",
      amount: 1500,
      amount_captured: 0,
      amount_refunded: 0,
      balance_transaction: null,
      captured: false,
      created: clock.now() / 1000,
      currency: "usd",
      dispute: null,
      disputed: false,
      failure_code: null,
      livemode: false,
      metadata: { a: "1" },
      paid: true,
      payment_intent: id,
      refunded: false,
      status: "succeeded"
    })
    expect(cardOf(body)).toEqual({
      amount_authorized: 1500,
      brand: "visa",
      capture_before: clock.now() / 1000 + 7 * 24 * 60 * 60,
      extended_authorization: { status: "disabled" },
      incremental_authorization: { status: "unavailable" },
      last4: "4242",
      multicapture: { status: "unavailable" },
      overcapture: { maximum_amount_capturable: 1500, status: "unavailable" }
    })
    expect(body).not.toHaveProperty("refunds")
  })

  it("that is captured at once needs no capture before anything, and gets no features", async () => {
    const { authorised, get } = await open(everything)
    const { latest_charge } = await authorised({
      capture_method: "automatic",
      ...asking("multicapture", "overcapture", "incremental_authorization", "extended_authorization")
    })
    const { body } = await get(`charges/${latest_charge}`)
    expect(body).toMatchObject({ amount_captured: 1500, captured: true })
    expect(body["balance_transaction"]).toMatch(/^txn_3/)
    expect(cardOf(body)).not.toHaveProperty("capture_before")
    expect(cardOf(body)).toMatchObject({
      extended_authorization: { status: "disabled" },
      incremental_authorization: { status: "unavailable" },
      multicapture: { status: "unavailable" },
      overcapture: { maximum_amount_capturable: 1500, status: "unavailable" }
    })
  })

  it("has what was asked for and is offered", async () => {
    const { authorised, get } = await open(everything)
    const { latest_charge } = await authorised(
      asking("multicapture", "overcapture", "incremental_authorization", "extended_authorization")
    )
    expect(cardOf((await get(`charges/${latest_charge}`)).body)).toMatchObject({
      extended_authorization: { status: "enabled" },
      incremental_authorization: { status: "available" },
      multicapture: { status: "available" },
      overcapture: { maximum_amount_capturable: 1800, status: "available" }
    })
  })

  it("of a failed attempt authorises nothing, and stays there after another one", async () => {
    const { get, intent, post } = await open()
    const { id } = await intent({ capture_method: "manual" })
    const answer = await post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_chargeDeclined" })
    const { charge } = error(answer)
    const { body } = await post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_visa" })
    expect(body["latest_charge"]).not.toBe(charge)
    const failed = (await get(`charges/${charge}`)).body
    expect(failed).toMatchObject({ failure_code: "card_declined", paid: false, refunded: false, status: "failed" })
    expect(cardOf(failed)).toMatchObject({
      amount_authorized: null,
      overcapture: { maximum_amount_capturable: 1500, status: "unavailable" }
    })
    expect(cardOf(failed)).not.toHaveProperty("capture_before")
  })

  it("is one and the same while an asynchronous payment becomes one", async () => {
    const { get, intent, settle, submit } = await open()
    const made = await intent()
    await submit(made, "pending")
    const { latest_charge } = (await get(`payment_intents/${made["id"]}`)).body
    expect((await get(`charges/${latest_charge}`)).body["status"]).toBe("pending")
    await settle(made["id"], true)
    expect((await get(`charges/${latest_charge}`)).body).toMatchObject({ status: "succeeded", captured: true })
  })

  it("shows its PaymentIntent and its refunds if asked", async () => {
    const { authorised, get, post } = await open()
    const { id, latest_charge } = await authorised({ capture_method: "automatic" })
    const ids = []
    for (const amount of [100, 200]) {
      ids.unshift((await post("refunds", { payment_intent: id, amount })).body["id"])
    }
    const { body } = await get(`charges/${latest_charge}`, "expand[]=payment_intent&expand[]=refunds")
    expect(body["payment_intent"]).toMatchObject({ id, object: "payment_intent" })
    expect(body["refunds"]).toMatchObject({
      object: "list",
      has_more: false,
      url: `/v1/charges/${latest_charge}/refunds`
    })
    expect(body["refunds"].data.map((refund: { readonly id: string }) => refund.id)).toEqual(ids)
  })

  it("that isn't there is refused, with the param that was recorded", async () => {
    const { get } = await open()
    const answer = await get("charges/ch_x")
    expect([answer.status, error(answer).code, error(answer).param, error(answer).message]).toEqual([
      404,
      "resource_missing",
      "id",
      "No such charge: 'ch_x'"
    ])
  })
})

describe("a PaymentIntent", () => {
  it.each(["GET", "POST"] as const)("shows its charge if asked: %s", async (method) => {
    const { authorised, get, send } = await open()
    const { id, latest_charge } = await authorised()
    expect(latest_charge).toMatch(/^ch_3/)
    const { body } = await send(method, `/v1/payment_intents/${id}`, "expand[]=latest_charge")
    expect(body["latest_charge"]).toEqual((await get(`charges/${latest_charge}`)).body)
  })

  it("takes other metadata in any state", async () => {
    const { authorised, events, post } = await open()
    const { id } = await authorised()
    const path = `payment_intents/${id}`
    expect((await post(path, { "metadata[a]": "1", description: "trip" })).body).toMatchObject({
      status: "requires_capture",
      metadata: { a: "1" },
      description: "trip"
    })
    await post(`${path}/capture`)
    expect((await post(path, { "metadata[b]": "2" })).body).toMatchObject({
      status: "succeeded",
      metadata: { a: "1", b: "2" }
    })
    expect((await events()).map(({ type }) => type)).toEqual(["charge.captured", "payment_intent.succeeded"])
  })

  it("is in a list, the newest first", async () => {
    const { get, intent } = await open()
    const ids: Array<string> = []
    for (let count = 0; count < 3; count++) ids.unshift((await intent({ customer: `cus_${count % 2}` }))["id"])
    const list = async (form: object = {}) => {
      const { body } = await get("payment_intents", form as Record<string, string>)
      return [body["data"].map((one: { readonly id: string }) => one.id), body["has_more"]]
    }
    expect(await list()).toEqual([ids, false])
    expect(await list({ limit: 1 })).toEqual([ids.slice(0, 1), true])
    expect(await list({ starting_after: ids[0]! })).toEqual([ids.slice(1), false])
    expect(await list({ customer: "cus_1" })).toEqual([[ids[1]], false])
  })
})
