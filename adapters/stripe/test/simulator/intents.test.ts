import { describe, expect, it } from "vitest"
import { type Answer, error, type Json, open } from "./world.ts"

type World = Awaited<ReturnType<typeof open>>

const legal = "requires_payment_method, requires_confirmation, requires_action"
const cancellable =
  "requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, expired, processing"

/** A PaymentIntent in each status. */
const reach: Readonly<Record<string, (world: World) => Promise<Json>>> = {
  requires_payment_method: (world) => world.intent(),
  requires_confirmation: (world) => world.intent({ payment_method: "pm_card_visa" }),
  requires_action: (world) => world.intent({ payment_method: "pm_card_threeDSecure2Required", confirm: true }),
  processing: (world) => world.intent({ payment_method: "pm_usBankAccount_processing", confirm: true }),
  requires_capture: (world) =>
    world.intent({ payment_method: "pm_card_visa", confirm: true, capture_method: "manual" }),
  succeeded: (world) => world.intent({ payment_method: "pm_card_visa", confirm: true }),
  canceled: async (world) => {
    const { id } = await world.intent()
    return (await world.post(`payment_intents/${id}/cancel`)).body
  }
}
const statuses = Object.keys(reach)

const refusal = (answer: Answer) => {
  const { code, message, param, payment_intent, type } = error(answer)
  return { status: answer.status, type, code, param, message, inside: payment_intent?.status }
}

describe("create", () => {
  it("gives a PaymentIntent with the recorded keys", async () => {
    const { post } = await open({ clock: { start: 1_700_000_000_999 } })
    const { body, status } = await post("payment_intents", {
      amount: 1500,
      currency: "usd",
      "metadata[reference]": "order-1",
      description: "Two trips"
    })
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(recordedKeys)
    expect(body).toMatchObject({
      id: expect.stringMatching(/^pi_3[0-9a-z]{23}$/),
      object: "payment_intent",
      amount: 1500,
      amount_capturable: 0,
      amount_received: 0,
      capture_method: "automatic_async",
      client_secret: expect.stringMatching(new RegExp(`^${body["id"]}_secret_[0-9a-zA-Z]{25}$`)),
      created: 1_700_000_000,
      currency: "usd",
      description: "Two trips",
      livemode: false,
      metadata: { reference: "order-1" },
      status: "requires_payment_method"
    })
  })

  it.each(statuses)("reaches %s", async (status) => {
    expect((await reach[status]!(await open())).status).toBe(status)
  })

  it.each(["automatic", "automatic_async", "manual"])("takes capture_method %s", async (method) => {
    const { intent } = await open()
    expect((await intent({ capture_method: method })).capture_method).toBe(method)
  })

  it("confirms at once where it is told so, and refuses that without a payment method", async () => {
    const { post } = await open()
    const answer = await post("payment_intents", { amount: 1500, currency: "usd", confirm: true })
    expect(refusal(answer)).toMatchObject({ status: 400, message: expect.stringContaining("missing a payment method") })
    expect(error(answer)["payment_intent"].status).toBe("requires_payment_method")
  })

  it("refuses a payment method that no test account has", async () => {
    const { post, sessions } = await open()
    const answer = await post("payment_intents", { amount: 1500, currency: "usd", payment_method: "pm_nope" })
    expect(refusal(answer)).toMatchObject({ code: "resource_missing", param: "payment_method" })
    expect(await sessions()).toEqual([])
  })
})

describe("retrieve", () => {
  it("gives what create gave", async () => {
    const { get, intent } = await open()
    const made = await intent()
    expect((await get(`payment_intents/${made["id"]}`)).body).toEqual(made)
  })

  it.each(["retrieve", "update", "confirm", "cancel"])("finds no other one: %s", async (operation) => {
    const { get, post } = await open()
    const end = { confirm: "/confirm", cancel: "/cancel" }[operation] ?? ""
    const answer =
      operation === "retrieve" ? await get("payment_intents/pi_x") : await post(`payment_intents/pi_x${end}`)
    expect(refusal(answer)).toEqual({
      status: 404,
      type: "invalid_request_error",
      code: "resource_missing",
      param: "intent",
      message: "No such payment_intent: 'pi_x'",
      inside: undefined
    })
  })

  it("expands the charge and the payment method", async () => {
    const world = await open()
    const { id } = await reach["requires_capture"]!(world)
    const { body } = await world.get(`payment_intents/${id}`, {
      "expand[]": "latest_charge",
      "expand[1]": "payment_method"
    })
    expect(body["latest_charge"]).toMatchObject({
      object: "charge",
      amount: 1500,
      captured: false,
      paid: true,
      payment_method_details: { card: { capture_before: expect.any(Number) } }
    })
    expect(body["payment_method"].object).toBe("payment_method")
    expect(error(await world.get(`payment_intents/${id}`, { "expand[]": "nope" })).message).toContain(
      "cannot be expanded"
    )
  })
})

describe("update", () => {
  it.each(statuses)("of the amount in %s", async (status) => {
    const world = await open()
    const made = await reach[status]!(world)
    const answer = await world.post(`payment_intents/${made["id"]}`, { amount: 1700 })
    if (legal.split(", ").includes(status)) {
      expect([answer.status, answer.body["amount"]]).toEqual([200, 1700])
      expect(answer.body["id"]).toBe(made["id"])
      expect(answer.body["client_secret"]).toBe(made["client_secret"])
      return
    }
    expect(refusal(answer)).toEqual({
      status: 400,
      type: "invalid_request_error",
      code: "payment_intent_unexpected_state",
      param: "amount",
      message: `This PaymentIntent's amount could not be updated because it has a status of ${status}. You may only update the amount of a PaymentIntent with one of the following statuses: ${legal}.`,
      inside: status
    })
    expect(Object.keys(error(answer)["payment_intent"]).sort()).toEqual(recordedKeys)
    expect((await world.truth(String(made["id"])))?.amount.decimal).toBe("15")
  })

  it.each(statuses)("of metadata and description in %s", async (status) => {
    const world = await open()
    const { id } = await reach[status]!(world)
    const answer = await world.post(`payment_intents/${id}`, { "metadata[a]": "b", description: "Changed" })
    expect([answer.status, answer.body["metadata"], answer.body["description"]]).toEqual([200, { a: "b" }, "Changed"])
    expect(answer.body["status"]).toBe(status)
  })

  it.each(["succeeded", "canceled", "processing", "requires_capture"])(
    "of currency or capture in %s",
    async (status) => {
      const world = await open()
      const { id } = await reach[status]!(world)
      for (const [name, value] of [
        ["currency", "eur"],
        ["capture_method", "manual"],
        ["payment_method", "pm_card_visa"]
      ] as const) {
        expect(refusal(await world.post(`payment_intents/${id}`, { [name]: value }))).toMatchObject({ param: name })
      }
    }
  )

  it("changes the currency, with the amount or alone, within its limits", async () => {
    const { intent, post, truth } = await open()
    const { id } = await intent()
    expect((await post(`payment_intents/${id}`, { currency: "jpy", amount: 1500 })).body["currency"]).toBe("jpy")
    expect((await truth(String(id)))?.amount).toEqual({ decimal: "1500", currency: "JPY" })
    expect((await post(`payment_intents/${id}`, { currency: "eur" })).body["amount"]).toBe(1500)
    expect(error(await post(`payment_intents/${id}`, { currency: "huf" })).code).toBe("amount_too_small")
    expect((await truth(String(id)))?.amount).toEqual({ decimal: "15", currency: "EUR" })
  })

  it("merges metadata, unsets what is empty, and all with one empty text", async () => {
    const { intent, post } = await open()
    const { id } = await intent({ "metadata[a]": "1", "metadata[b]": "2" })
    const metadata = async (form: Record<string, string>) =>
      (await post(`payment_intents/${id}`, form)).body["metadata"]
    expect(await metadata({ "metadata[c]": "3", "metadata[a]": "" })).toEqual({ b: "2", c: "3" })
    expect(await metadata({ metadata: "" })).toEqual({})
  })

  it("with a payment method waits for the confirmation", async () => {
    const { intent, post } = await open()
    const { id } = await intent()
    const { body } = await post(`payment_intents/${id}`, { payment_method: "pm_card_visa" })
    expect([body["status"], body["payment_method"]]).toEqual(["requires_confirmation", expect.stringMatching(/^pm_1/)])
    expect((await post(`payment_intents/${id}/confirm`)).body["status"]).toBe("succeeded")
  })

  it("tells nobody: there is no payment_intent.updated", async () => {
    const { deliveries, intent, post } = await open()
    const { id } = await intent()
    await deliveries()
    await post(`payment_intents/${id}`, { amount: 1700 })
    expect(await deliveries()).toEqual([])
  })

  it("refused changes nothing else", async () => {
    const { intent, post, truth } = await open()
    const { id } = await intent()
    const before = await truth(String(id))
    expect((await post(`payment_intents/${id}`, { amount: 1, description: "Changed" })).status).toBe(400)
    expect(await truth(String(id))).toEqual(before)
  })
})

describe("confirm", () => {
  it.each(statuses)("in %s", async (status) => {
    const world = await open()
    const { id } = await reach[status]!(world)
    await world.deliveries()
    const answer = await world.post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_visa" })
    if (legal.split(", ").includes(status)) {
      expect(answer.body).toMatchObject({
        status: "succeeded",
        amount_received: 1500,
        latest_charge: expect.stringMatching(/^ch_3/)
      })
      return
    }
    expect(refusal(answer)).toMatchObject({ status: 400, code: "payment_intent_unexpected_state", inside: status })
    if (status === "succeeded") {
      expect(refusal(answer).message).toBe(
        "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
      )
    }
    expect(await world.deliveries()).toEqual([])
  })

  it("without a payment method", async () => {
    const { intent, post } = await open()
    const { id } = await intent()
    expect(refusal(await post(`payment_intents/${id}/confirm`))).toMatchObject({
      status: 400,
      message:
        "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
    })
  })

  it("declined: 402 with the recorded error, back to requires_payment_method", async () => {
    const { get, intent, post } = await open()
    const { id } = await intent()
    const answer = await post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_visa_chargeDeclined" })
    expect(answer.status).toBe(402)
    expect(error(answer)).toMatchObject({
      advice_code: "try_again_later",
      charge: expect.stringMatching(/^ch_3/),
      code: "card_declined",
      decline_code: "generic_decline",
      message: "Your card was declined.",
      network_decline_code: "01",
      payment_intent: { status: "requires_payment_method", payment_method: null },
      payment_method: { object: "payment_method" },
      type: "card_error"
    })
    const { body } = await get(`payment_intents/${id}`)
    expect(body["last_payment_error"]).toMatchObject({ code: "card_declined" })
    expect((await post(`payment_intents/${id}`, { amount: 1700 })).status).toBe(200)
  })

  it.each([
    ["use_stripe_sdk", {}],
    ["redirect_to_url", { return_url: "https://shop.example/back" }]
  ])("challenged: %s", async (type, form) => {
    const { intent, post } = await open()
    const { id } = await intent()
    const { body } = await post(`payment_intents/${id}/confirm`, {
      payment_method: "pm_card_threeDSecure2Required",
      ...form
    })
    expect(body).toMatchObject({ status: "requires_action", latest_charge: null, next_action: { type } })
  })

  it.each(["off_session", "error_on_requires_action"])("challenged with %s: 402", async (name) => {
    const { intent, post } = await open()
    const { id } = await intent()
    const answer = await post(`payment_intents/${id}/confirm`, {
      payment_method: "pm_card_authenticationRequired",
      [name]: true
    })
    expect([answer.status, error(answer).code]).toEqual([402, "authentication_required"])
  })
})

describe("cancel", () => {
  it.each(statuses)("in %s", async (status) => {
    const world = await open()
    const { id } = await reach[status]!(world)
    const answer = await world.post(`payment_intents/${id}/cancel`, { cancellation_reason: "abandoned" })
    if (status !== "succeeded" && status !== "canceled") {
      expect(answer.body).toMatchObject({
        status: "canceled",
        canceled_at: expect.any(Number),
        cancellation_reason: "abandoned",
        amount_capturable: 0
      })
      return
    }
    expect(refusal(answer)).toMatchObject({
      status: 400,
      code: "payment_intent_unexpected_state",
      message: `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancellable}.`,
      inside: status
    })
  })

  it.each(["abandoned", "duplicate", "fraudulent", "requested_by_customer"])("because of %s", async (reason) => {
    const { intent, post } = await open()
    const { id } = await intent()
    const { body } = await post(`payment_intents/${id}/cancel`, { cancellation_reason: reason })
    expect(body["cancellation_reason"]).toBe(reason)
  })

  it("doesn't take another reason", async () => {
    const { intent, post } = await open()
    const { id } = await intent()
    const answer = await post(`payment_intents/${id}/cancel`, { cancellation_reason: "bored" })
    expect(refusal(answer)).toMatchObject({
      param: "cancellation_reason",
      message: "Invalid cancellation_reason: must be one of abandoned, duplicate, fraudulent, or requested_by_customer"
    })
  })
})

const recordedKeys = [
  "id,object,allowed_payment_method_types,amount,amount_capturable,amount_details,amount_received,application",
  "application_fee_amount,automatic_payment_methods,canceled_at,cancellation_reason,capture_method,client_secret",
  "confirmation_method,created,currency,customer,customer_account,description,excluded_payment_method_types",
  "last_payment_error,latest_charge,livemode,managed_payments,metadata,next_action,on_behalf_of,payment_method",
  "payment_method_configuration_details,payment_method_options,payment_method_types,payment_record,processing",
  "receipt_email,review,setup_future_usage,shared_payment_granted_token,shipping,source,statement_descriptor",
  "statement_descriptor_suffix,status,transfer_data,transfer_group"
]
  .join()
  .split(",")
  .sort()
