import { describe, expect, it } from "vitest"
import { asking, error, everything, type Form, open } from "../world.ts"

const types = (events: ReadonlyArray<Record<string, unknown>>) => events.map(({ type }) => type)

describe("a capture", () => {
  it("takes all unless told, and tells in the recorded order", async () => {
    const { authorised, events, get, post, totals } = await open()
    const { id } = await authorised()
    const { body, status } = await post(`payment_intents/${id}/capture`)
    expect([status, body]).toMatchObject([
      200,
      { id, status: "succeeded", amount: 1500, amount_capturable: 0, amount_received: 1500 }
    ])
    const told = await events()
    expect(types(told)).toEqual(["charge.captured", "payment_intent.succeeded"])
    expect(told[0]!["data"]).toMatchObject({
      object: { amount_captured: 1500, captured: true },
      previous_attributes: { amount_captured: 0, captured: false }
    })
    expect(told[1]!["data"].object).toEqual((await get(`payment_intents/${id}`)).body)
    expect(await totals(id)).toEqual(["15", "15", "0", true])
  })

  it("of a part gives back the rest, of which nothing counts as refunded", async () => {
    const { authorised, get, post, totals } = await open()
    const { id, latest_charge } = await authorised()
    const { body } = await post(`payment_intents/${id}/capture`, { amount_to_capture: 500 })
    expect(body).toMatchObject({ status: "succeeded", amount: 1500, amount_capturable: 0, amount_received: 500 })
    expect((await get(`charges/${latest_charge}`)).body).toMatchObject({
      amount: 1500,
      amount_captured: 500,
      amount_refunded: 0,
      captured: true,
      refunded: false
    })
    expect(await totals(id)).toEqual(["15", "5", "0", true])
  })

  it("keeps what it is sent along, and shows the charge", async () => {
    const { authorised, post } = await open()
    const { id } = await authorised({ "metadata[a]": "1" })
    const { body } = await post(
      `payment_intents/${id}/capture`,
      "metadata[b]=2&statement_descriptor_suffix=TRIP&expand[]=latest_charge"
    )
    expect(body).toMatchObject({
      metadata: { a: "1", b: "2" },
      statement_descriptor_suffix: "TRIP",
      latest_charge: { object: "charge", captured: true }
    })
  })

  it("makes a Checkout Session paid", async () => {
    const { get, post, session, submit } = await open()
    const made = await session({ "payment_intent_data[capture_method]": "manual" })
    const paid = await submit(made)
    const path = `checkout/sessions/${made["id"]}`
    expect((await get(path)).body["payment_status"]).toBe("unpaid")
    await post(`payment_intents/${"authorisation" in paid ? paid.authorisation : ""}/capture`)
    expect((await get(path)).body["payment_status"]).toBe("paid")
  })

  it("is automatic unless told, for cards too", async () => {
    const { authorised, totals } = await open()
    const { id } = await authorised({ capture_method: "automatic_async" })
    expect(await totals(id)).toEqual(["15", "15", "0", false])
    const manual = await authorised({
      capture_method: "automatic",
      "payment_method_options[card][capture_method]": "manual"
    })
    expect([manual["status"], manual["capture_method"]]).toEqual(["requires_capture", "automatic"])
  })
})

const stateText = (status: string) =>
  `This PaymentIntent could not be captured because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`
const tooLarge =
  "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge. Contact us via https://support.stripe.com/contact/ for help."

describe("is refused", () => {
  it.each([
    ["requires_payment_method", {}, undefined],
    ["requires_confirmation", { payment_method: "pm_card_visa" }, undefined],
    ["requires_action", { payment_method: "pm_card_threeDSecure2Required", confirm: true }, undefined],
    ["processing", { payment_method: "pm_usBankAccount_success", confirm: true }, undefined],
    ["canceled", {}, "cancel"]
  ])("%s", async (status, form, then) => {
    const { intent, post } = await open()
    const { id } = await intent({ capture_method: "manual", ...form })
    if (then !== undefined) await post(`payment_intents/${id}/${then}`)
    const answer = await post(`payment_intents/${id}/capture`)
    expect(answer.status).toBe(400)
    expect(error(answer)).toMatchObject({
      code: "payment_intent_unexpected_state",
      message: stateText(status),
      payment_intent: { id, status },
      type: "invalid_request_error"
    })
    expect(error(answer).param).toBeUndefined()
  })

  it.each([
    [
      500,
      "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released."
    ],
    [1500, "This PaymentIntent could not be captured because it has already been captured."]
  ])("after a capture of %i", async (amount_to_capture, message) => {
    const { authorised, post, totals } = await open()
    const { id } = await authorised()
    await post(`payment_intents/${id}/capture`, { amount_to_capture })
    const before = await totals(id)
    const answer = await post(`payment_intents/${id}/capture`)
    expect([answer.status, error(answer).code, error(answer).message]).toEqual([
      400,
      "payment_intent_unexpected_state",
      message
    ])
    expect(error(answer).payment_intent).toMatchObject({ id, status: "succeeded", amount_received: amount_to_capture })
    expect(await totals(id)).toEqual(before)
  })

  const rows: ReadonlyArray<readonly [Form, string | undefined, string | undefined, string]> = [
    [{ amount_to_capture: 1501 }, "amount_too_large", undefined, tooLarge],
    [{ amount_to_capture: 0 }, "parameter_invalid_integer", "amount", "This value must be greater than or equal to 1."],
    [{ amount_to_capture: -100 }, undefined, "amount_to_capture", "Invalid non-negative integer"]
  ]
  it.each(rows)("%o, with the PaymentIntent in it", async (form, code, param, message) => {
    const { authorised, events, post, totals } = await open()
    const { id } = await authorised()
    const answer = await post(`payment_intents/${id}/capture`, form)
    expect([answer.status, error(answer).code, error(answer).param, error(answer).message]).toEqual([
      400,
      code,
      param,
      message
    ])
    expect(error(answer).payment_intent).toMatchObject({ id, status: "requires_capture" })
    expect(await totals(id)).toEqual(["15", "0", "0", false])
    expect(await events()).toEqual([])
  })

  it.each<readonly [Form, string, string | undefined]>([
    [{ nope: 1 }, "nope", "parameter_unknown"],
    [{ amount: 500 }, "amount", "parameter_unknown"],
    [{ amount_to_capture: "abc" }, "amount_to_capture", "parameter_invalid_integer"],
    [{ amount_to_capture: "5.5" }, "amount_to_capture", "parameter_invalid_integer"],
    [{ final_capture: "perhaps" }, "final_capture", undefined],
    [{ final_capture: false }, "final_capture", undefined],
    [{ statement_descriptor: "TRIP" }, "statement_descriptor", undefined],
    [{ "hooks[inputs][tax][calculation]": "x" }, "hooks", "sim_not_simulated"]
  ])("%o", async (form, param, code) => {
    const { authorised, post, totals } = await open()
    const { id } = await authorised()
    const answer = await post(`payment_intents/${id}/capture`, form)
    expect([answer.status, error(answer).param, error(answer).code]).toEqual([400, param, code])
    expect(await totals(id)).toEqual(["15", "0", "0", false])
  })

  it("of a PaymentIntent that isn't there", async () => {
    const { post } = await open()
    const answer = await post("payment_intents/pi_x/capture")
    expect([answer.status, error(answer).code, error(answer).param]).toEqual([404, "resource_missing", "intent"])
    expect(error(answer).message).toBe("No such payment_intent: 'pi_x'")
  })

  it("in an amount that the currency can't have", async () => {
    const { authorised, post } = await open()
    const { id } = await authorised({ amount: 150_000, currency: "isk" })
    const answer = await post(`payment_intents/${id}/capture`, { amount_to_capture: 10_050 })
    expect([answer.status, error(answer).param]).toEqual([400, "amount_to_capture"])
  })

  it("and keeps nothing of it", async () => {
    const { authorised, get, post } = await open()
    const { id } = await authorised()
    await post(`payment_intents/${id}/capture`, { amount_to_capture: 1501, "metadata[a]": "b" })
    expect((await get(`payment_intents/${id}`)).body["metadata"]).toEqual({})
  })
})

describe("several captures", () => {
  const start = async () => {
    const world = await open(everything)
    const { id, latest_charge } = await world.authorised(asking("multicapture"))
    const capture = (amount_to_capture: number, final_capture: boolean) =>
      world.post(`payment_intents/${id}/capture`, { amount_to_capture, final_capture })
    return { ...world, capture, charge: async () => (await world.get(`charges/${latest_charge}`)).body, id }
  }

  it("keep what is left until one is final", async () => {
    const { capture, charge, events, id, totals } = await start()
    expect((await capture(700, false)).body).toMatchObject({
      status: "requires_capture",
      amount: 1500,
      amount_capturable: 800,
      amount_received: 700
    })
    expect(await charge()).toMatchObject({ amount_captured: 700, amount_refunded: 0, captured: false })
    expect(await totals(id)).toEqual(["15", "7", "0", false])
    const first = await events()
    expect(types(first)).toEqual(["charge.updated", "payment_intent.amount_capturable_updated"])
    expect(first[1]!["data"]).toMatchObject({
      object: { amount_capturable: 800, amount_received: 700 },
      previous_attributes: { amount_capturable: 1500 }
    })
    expect((await capture(200, true)).body).toMatchObject({
      status: "succeeded",
      amount: 1500,
      amount_capturable: 0,
      amount_received: 900
    })
    expect(await charge()).toMatchObject({ amount_captured: 900, amount_refunded: 0, captured: true })
    expect(await totals(id)).toEqual(["15", "9", "0", true])
    expect(types(await events())).toEqual([
      "charge.captured",
      "charge.updated",
      "payment_intent.amount_capturable_updated",
      "payment_intent.succeeded"
    ])
  })

  it("end with a final one of nothing, which only gives back", async () => {
    const { capture, events, id, totals } = await start()
    expect(error(await capture(0, true)).param).toBe("amount")
    await capture(700, false)
    await events()
    expect(error(await capture(0, false)).param).toBe("amount")
    expect((await capture(0, true)).body).toMatchObject({ status: "succeeded", amount_received: 700 })
    expect(await totals(id)).toEqual(["15", "7", "0", true])
    expect(types(await events())).toEqual([
      "charge.captured",
      "payment_intent.amount_capturable_updated",
      "payment_intent.succeeded"
    ])
  })

  it("may take all and stay open", async () => {
    const { capture, id, post } = await start()
    expect((await capture(1500, false)).body).toMatchObject({ status: "requires_capture", amount_capturable: 0 })
    expect(error(await capture(1, false)).message).toBe(tooLarge)
    expect((await post(`payment_intents/${id}/capture`)).body["status"]).toBe("succeeded")
  })

  it("take no more than is left", async () => {
    const { capture, id, totals } = await start()
    await capture(700, false)
    expect(error(await capture(801, true)).code).toBe("amount_too_large")
    expect(await totals(id)).toEqual(["15", "7", "0", false])
  })

  it("are fifty at the most", async () => {
    const { capture, id, totals } = await start()
    for (let count = 0; count < 50; count++) expect((await capture(1, false)).status).toBe(200)
    expect((await capture(1, false)).status).toBe(400)
    expect(await totals(id)).toEqual(["15", "0.5", "0", false])
    expect((await capture(0, true)).status).toBe(200)
  })

  it.each([
    ["not asked for", {}, everything],
    ["never", { "payment_method_options[card][request_multicapture]": "never" }, everything],
    ["not offered", asking("multicapture"), {}]
  ])("need multicapture: %s", async (_, form, options) => {
    const { authorised, get, post } = await open(options)
    const { id, latest_charge } = await authorised(form)
    const { body } = await get(`charges/${latest_charge}`)
    expect(body["payment_method_details"].card.multicapture.status).toBe("unavailable")
    const answer = await post(`payment_intents/${id}/capture`, { amount_to_capture: 700, final_capture: false })
    expect([answer.status, error(answer).param]).toEqual([400, "final_capture"])
  })
})

describe("an overcapture", () => {
  it("takes up to the maximum that the charge names, and the amount follows", async () => {
    const { authorised, get, post, totals } = await open(everything)
    const { id, latest_charge } = await authorised(asking("overcapture"))
    const charge = async () => (await get(`charges/${latest_charge}`)).body
    const overcapture = { maximum_amount_capturable: 1800, status: "available" }
    expect((await charge())["payment_method_details"].card).toMatchObject({ amount_authorized: 1500, overcapture })
    const capture = (amount_to_capture: number) => post(`payment_intents/${id}/capture`, { amount_to_capture })
    expect(error(await capture(1801)).code).toBe("amount_too_large")
    expect((await capture(1800)).body).toMatchObject({
      status: "succeeded",
      amount: 1800,
      amount_capturable: 0,
      amount_received: 1800
    })
    expect(await charge()).toMatchObject({
      amount: 1800,
      amount_captured: 1800,
      payment_method_details: { card: { amount_authorized: 1500, overcapture } }
    })
    expect(await totals(id)).toEqual(["15", "18", "0", true])
  })

  it("has to be asked for", async () => {
    const { authorised, get, post } = await open(everything)
    const { id, latest_charge } = await authorised()
    expect((await get(`charges/${latest_charge}`)).body["payment_method_details"].card.overcapture).toEqual({
      maximum_amount_capturable: 1500,
      status: "unavailable"
    })
    expect((await post(`payment_intents/${id}/capture`, { amount_to_capture: 1501 })).status).toBe(400)
  })

  it("may be the last of several, and none of the others", async () => {
    const { authorised, post, totals } = await open(everything)
    const { id } = await authorised(asking("overcapture", "multicapture"))
    const capture = (amount_to_capture: number, final_capture: boolean) =>
      post(`payment_intents/${id}/capture`, { amount_to_capture, final_capture })
    await capture(1000, false)
    expect((await capture(501, false)).status).toBe(400)
    expect((await capture(800, true)).status).toBe(200)
    expect(await totals(id)).toEqual(["15", "18", "0", true])
  })

  it("has a maximum that the currency can have", async () => {
    const { authorised, get } = await open({ features: { overcapture: 15 } })
    const { latest_charge } = await authorised({ amount: 150_100, currency: "isk", ...asking("overcapture") })
    const { card } = (await get(`charges/${latest_charge}`)).body["payment_method_details"]
    expect(card.overcapture.maximum_amount_capturable).toBe(172_600)
  })
})

describe("under a key", () => {
  it.each<readonly [Form, number]>([
    [{ amount_to_capture: 500 }, 200],
    [{ amount_to_capture: 1501 }, 400]
  ])("%o is done once, and answered again", async (form, status) => {
    const { authorised, events, post, totals } = await open()
    const { id } = await authorised()
    const send = () => post(`payment_intents/${id}/capture`, form, { "idempotency-key": "one" })
    const first = await send()
    const told = await events()
    const second = await send()
    expect([first.status, second.text, second.headers["idempotent-replayed"]]).toEqual([status, first.text, "true"])
    expect(await events()).toEqual([])
    expect(await totals(id)).toEqual(status === 200 ? ["15", "5", "0", true] : ["15", "0", "0", false])
    for (const { request } of told) {
      expect(request).toEqual({ id: first.headers["request-id"], idempotency_key: "one" })
    }
  })

  it("with another amount is refused", async () => {
    const { authorised, post, totals } = await open(everything)
    const { id } = await authorised(asking("multicapture"))
    const send = (amount_to_capture: number) =>
      post(`payment_intents/${id}/capture`, { amount_to_capture, final_capture: false }, { "idempotency-key": "one" })
    await send(500)
    expect(error(await send(600)).type).toBe("idempotency_error")
    expect(await totals(id)).toEqual(["15", "5", "0", false])
  })
})
