import { describe, expect, it } from "vitest"
import { asking, error, everything, item, open } from "../world.ts"

const types = (events: ReadonlyArray<Record<string, unknown>>) => events.map(({ type }) => type)

describe("a cancellation", () => {
  it("gives back what is reserved", async () => {
    const { authorised, events, get, post, totals, truth } = await open()
    const { id, latest_charge } = await authorised()
    const { body } = await post(`payment_intents/${id}/cancel`, { cancellation_reason: "requested_by_customer" })
    expect(body).toMatchObject({
      status: "canceled",
      amount_capturable: 0,
      amount_received: 0,
      cancellation_reason: "requested_by_customer"
    })
    expect(types(await events())).toEqual(["payment_intent.canceled"])
    expect((await get(`charges/${latest_charge}`)).body).toMatchObject({ captured: false, amount_captured: 0 })
    expect(await totals(id)).toEqual(["15", "0", "0", true])
    expect((await truth(id))?.status).toBe("cancelled")
  })

  it("of a Checkout Session's payment is possible while it waits for its capture, not after", async () => {
    const { post, session, submit, totals } = await open()
    const made = await session({ "payment_intent_data[capture_method]": "manual" })
    const paid = await submit(made)
    const id = "authorisation" in paid ? paid.authorisation : ""
    expect((await post(`payment_intents/${id}/cancel`)).status).toBe(200)
    expect(await totals(id)).toEqual(["15", "0", "0", true])
    expect(error(await post(`payment_intents/${id}/cancel`)).message).toMatch(/because it has a status of canceled\./)
  })

  it("after the capture is refused as recorded", async () => {
    const { authorised, post, totals } = await open()
    const { id } = await authorised()
    await post(`payment_intents/${id}/capture`)
    const answer = await post(`payment_intents/${id}/cancel`)
    expect([answer.status, error(answer).code, error(answer).message]).toEqual([
      400,
      "payment_intent_unexpected_state",
      "You cannot cancel this PaymentIntent because it has a status of succeeded. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, expired, processing."
    ])
    expect(await totals(id)).toEqual(["15", "15", "0", true])
  })
})

describe("an authorisation that nobody captures", () => {
  it("expires at capture_before, and not a second before", async () => {
    const { advance, authorised, clock, events, get, totals } = await open()
    const { id, latest_charge } = await authorised()
    const { capture_before } = (await get(`charges/${latest_charge}`)).body["payment_method_details"].card
    expect(capture_before - clock.now() / 1000).toBe(7 * 24 * 60 * 60)
    await advance("604799 seconds")
    expect(await totals(id)).toEqual(["15", "0", "0", false])
    await advance("1 second")
    expect(await totals(id)).toEqual(["15", "0", "0", true])
    expect((await get(`payment_intents/${id}`)).body).toMatchObject({
      status: "canceled",
      canceled_at: capture_before,
      cancellation_reason: "automatic"
    })
    const told = await events()
    expect(types(told)).toEqual(["payment_intent.canceled", "charge.expired"])
    expect(told.map(({ created }) => created)).toEqual([capture_before, capture_before])
    expect(told.map(({ request }) => request)).toEqual([
      { id: null, idempotency_key: null },
      { id: null, idempotency_key: null }
    ])
  })

  it("counts from its payment, not from the PaymentIntent's creation", async () => {
    const { advance, intent, post, totals } = await open()
    const { id } = await intent({ capture_method: "manual" })
    await advance("3 days")
    await post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_visa" })
    await advance("6 days")
    expect(await totals(id)).toEqual(["15", "0", "0", false])
    await advance("1 day")
    expect(await totals(id)).toEqual(["15", "0", "0", true])
  })

  it("can't be captured, incremented or cancelled afterwards", async () => {
    const { advance, authorised, post } = await open(everything)
    const { id } = await authorised(asking("incremental_authorization"))
    await advance("7 days")
    for (const [what, form] of [
      ["capture", {}],
      ["increment_authorization", { amount: 1700 }],
      ["cancel", {}]
    ] as const) {
      const answer = await post(`payment_intents/${id}/${what}`, form)
      expect([answer.status, error(answer).payment_intent.status]).toEqual([400, "canceled"])
    }
  })

  it("keeps what was captured of it: the rest is given back, and it has succeeded", async () => {
    const { advance, authorised, events, get, post, totals } = await open(everything)
    const { id, latest_charge } = await authorised(asking("multicapture"))
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 700, final_capture: false })
    await events()
    await advance("7 days")
    expect((await get(`payment_intents/${id}`)).body).toMatchObject({
      status: "succeeded",
      amount_capturable: 0,
      amount_received: 700,
      canceled_at: null
    })
    expect((await get(`charges/${latest_charge}`)).body).toMatchObject({ captured: true, amount_refunded: 0 })
    expect(types(await events())).toEqual(["charge.captured", "payment_intent.succeeded"])
    expect(await totals(id)).toEqual(["15", "7", "0", true])
  })

  it("lasts longer where that was asked for and is offered", async () => {
    const { advance, authorised, get, totals } = await open(everything)
    const plain = await authorised()
    const { id, latest_charge } = await authorised(asking("extended_authorization"))
    const { card } = (await get(`charges/${latest_charge}`)).body["payment_method_details"]
    expect(card.extended_authorization.status).toBe("enabled")
    await advance("29 days")
    expect([(await totals(plain["id"]))![3], (await totals(id))![3]]).toEqual([true, false])
    await advance("18 hours")
    expect((await totals(id))![3]).toBe(true)
  })
})

describe("an account that must not ask for features", () => {
  const options = { features: "not-eligible" } as const

  it("gets an error for a confirmation that does, and the PaymentIntent stays open", async () => {
    const { authorisations, get, post } = await open(options)
    const answer = await post("payment_intents", {
      amount: 1500,
      currency: "usd",
      capture_method: "manual",
      payment_method: "pm_card_visa",
      confirm: true,
      ...asking("incremental_authorization")
    })
    expect([answer.status, error(answer).code, error(answer).param]).toEqual([
      400,
      "payment_intent_invalid_parameter",
      undefined
    ])
    expect(error(answer).message).toContain("not eligible for the requested card features")
    expect(error(answer).payment_intent.status).toBe("requires_payment_method")
    const { body } = await get("payment_intents")
    expect(body["data"]).toMatchObject([{ status: "requires_payment_method" }])
    expect(await authorisations()).toEqual([])
  })

  it("and its shopper can't pay with them either", async () => {
    const { session, submit } = await open(options)
    const made = await session({ ...asking("multicapture"), ...item(1500) })
    expect(await submit(made)).toMatchObject({ _tag: "Refused" })
  })

  it("is paid without them", async () => {
    const { authorised } = await open(options)
    expect((await authorised())["status"]).toBe("requires_capture")
  })
})

it.each(["payment_intents", "checkout/sessions"])("what is asked for is checked: %s", async (path) => {
  const { post } = await open()
  const form =
    path === "payment_intents"
      ? { amount: 1500, currency: "usd" }
      : { mode: "payment", ui_mode: "elements", return_url: "https://shop.example/", ...item(1500) }
  const param = "payment_method_options[card][request_multicapture]"
  const answer = await post(path, { ...form, [param]: "please" })
  expect([answer.status, error(answer).param, error(answer).message]).toEqual([
    400,
    param,
    `Invalid ${param}: must be one of if_available or never`
  ])
})
