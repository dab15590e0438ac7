/**
 * What may change once money is reserved, by Stripe's official SDK against the served simulator: it sends what it always
 * sends, and reads with its own classes.
 */
import { Stripe } from "stripe"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Served } from "./served.ts"
import { clientOf, features, manual, open, pay, thrown } from "./stripe-served.ts"

const week = 7 * 24 * 60 * 60

let served: Served
let stripe: Stripe
const start = async (options: Parameters<typeof open>[0] = { features }) => {
  if (served !== undefined) await served.close()
  served = await open(options)
  stripe = clientOf(served)
}
beforeEach(() => start())
afterEach(() => served.close())

const chargeOf = async (id: string) => {
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] })
  if (charge === null || typeof charge === "string") throw new Error("expected the charge")
  return charge
}
const money = async () => (await served.money())[0]

const invalid = { type: "StripeInvalidRequestError", statusCode: 400 }
/** What a test looks at of an error; what is not named must not be there. */
const seen = ({ code, param, statusCode, type }: Awaited<ReturnType<typeof thrown>>) => ({
  type,
  statusCode,
  ...(code === undefined ? {} : { code }),
  ...(param === undefined ? {} : { param })
})

describe("a hold", () => {
  it("waits for its capture, and says until when and what else it can do", async () => {
    const { charge, intent } = await pay(stripe)
    expect(intent).toMatchObject({ status: "requires_capture", amount_capturable: 1500, amount_received: 0 })
    expect(charge).toMatchObject({ amount: 1500, amount_captured: 0, captured: false, paid: true })
    const { card } = charge.payment_method_details!
    expect(card!.capture_before).toBe(charge.created + week)
    expect(card).toMatchObject({
      multicapture: { status: "available" },
      incremental_authorization: { status: "available" },
      overcapture: { status: "available", maximum_amount_capturable: 1800 }
    })
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ id: charge.id, payment_intent: intent.id })
  })

  it("has nothing that was not asked for", async () => {
    const { payment_method_options: _, ...plain } = manual
    const { charge } = await pay(stripe, plain)
    expect(charge.payment_method_details!.card).toMatchObject({
      multicapture: { status: "unavailable" },
      incremental_authorization: { status: "unavailable" },
      overcapture: { status: "unavailable", maximum_amount_capturable: 1500 }
    })
  })

  it("is given back after seven days", async () => {
    const { id } = await pay(stripe)
    await served.advance({ seconds: week })
    const expired = await stripe.paymentIntents.retrieve(id)
    expect([expired.status, expired.amount_capturable]).toEqual(["canceled", 0])
    expect(await money()).toEqual(["15", "0", "0", true])
    expect(await thrown(stripe.paymentIntents.capture(id))).toMatchObject({ code: "payment_intent_unexpected_state" })
  })
})

describe("capture", () => {
  it("takes all of it", async () => {
    const { id } = await pay(stripe)
    const captured = await stripe.paymentIntents.capture(id)
    expect(captured).toMatchObject({ id, status: "succeeded", amount_received: 1500, amount_capturable: 0 })
    expect(await chargeOf(id)).toMatchObject({ captured: true, amount_captured: 1500, amount_refunded: 0 })
    expect(await money()).toEqual(["15", "15", "0", true])
  })

  it("takes a part, and gives the rest back", async () => {
    const { id } = await pay(stripe)
    const captured = await stripe.paymentIntents.capture(id, { amount_to_capture: 700, metadata: { table: "4" } })
    expect(captured).toMatchObject({ amount: 1500, amount_received: 700, metadata: { table: "4" } })
    expect(captured.status).toBe("succeeded")
    const error = await thrown(stripe.paymentIntents.capture(id, { amount_to_capture: 100 }))
    expect(error).toMatchObject({
      code: "payment_intent_unexpected_state",
      message:
        "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount " +
        "has been released.",
      payment_intent: { id, amount_received: 700 }
    })
    expect(await money()).toEqual(["15", "7", "0", true])
  })

  it("several times, as long as it is not the final one", async () => {
    const { id } = await pay(stripe)
    const take = (amount_to_capture: number, final_capture?: boolean) =>
      stripe.paymentIntents.capture(id, {
        amount_to_capture,
        ...(final_capture === undefined ? {} : { final_capture })
      })
    expect(await take(500, false)).toMatchObject({
      status: "requires_capture",
      amount_received: 500,
      amount_capturable: 1000
    })
    expect(await take(300, false)).toMatchObject({ amount_received: 800, amount_capturable: 700 })
    expect(await money()).toEqual(["15", "8", "0", false])
    expect(await take(200)).toMatchObject({ status: "succeeded", amount_received: 1000, amount_capturable: 0 })
    expect(await money()).toEqual(["15", "10", "0", true])
  })

  it("with 0 and final_capture gives back what is left", async () => {
    const { id } = await pay(stripe)
    await stripe.paymentIntents.capture(id, { amount_to_capture: 500, final_capture: false })
    const closed = await stripe.paymentIntents.capture(id, { amount_to_capture: 0, final_capture: true })
    expect(closed).toMatchObject({ status: "succeeded", amount_received: 500, amount_capturable: 0 })
    expect(await money()).toEqual(["15", "5", "0", true])
  })

  it("takes more than was authorised, up to what the charge says", async () => {
    const { charge, id } = await pay(stripe)
    const most = charge.payment_method_details!.card!.overcapture!.maximum_amount_capturable
    const error = await thrown(stripe.paymentIntents.capture(id, { amount_to_capture: most + 1 }))
    expect(seen(error)).toEqual({ ...invalid, code: "amount_too_large" })
    expect(await money()).toEqual(["15", "0", "0", false])
    expect(await stripe.paymentIntents.capture(id, { amount_to_capture: most })).toMatchObject({
      amount_received: most
    })
  })

  const asked = (amount_to_capture: number) => (id: string) => stripe.paymentIntents.capture(id, { amount_to_capture })
  it.each<readonly [string, (id: string) => Promise<unknown>, object, string]>([
    [
      "more than there is",
      asked(1801),
      { ...invalid, code: "amount_too_large" },
      "the requested capture amount is greater than the amount you can capture for this charge."
    ],
    [
      "nothing",
      asked(0),
      { ...invalid, code: "parameter_invalid_integer", param: "amount" },
      "This value must be greater than or equal to 1."
    ],
    ["less than nothing", asked(-1), { ...invalid, param: "amount_to_capture" }, "Invalid non-negative integer"],
    [
      "of no PaymentIntent",
      () => stripe.paymentIntents.capture("pi_x"),
      { ...invalid, statusCode: 404, code: "resource_missing", param: "intent" },
      "No such payment_intent: 'pi_x'"
    ]
  ])("refuses %s", async (_, ask, expected, text) => {
    const { id } = await pay(stripe)
    const error = await thrown(ask(id))
    expect(seen(error)).toEqual(expected)
    expect(error.message).toContain(text)
    expect(await money()).toEqual(["15", "0", "0", false])
  })

  it("refuses a part that is to leave the rest, where the card has one capture", async () => {
    await start({})
    const { id } = await pay(stripe)
    const error = await thrown(stripe.paymentIntents.capture(id, { amount_to_capture: 5, final_capture: false }))
    expect(seen(error)).toEqual({ ...invalid, param: "final_capture" })
    expect(await money()).toEqual(["15", "0", "0", false])
  })

  it("that the issuer refuses leaves the hold", async () => {
    const { id } = await pay(stripe)
    await served.act(id, { _tag: "RefuseNext", kind: "capture" })
    const error = await thrown(stripe.paymentIntents.capture(id))
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ statusCode: 402, payment_intent: { id, status: "requires_capture" } })
    expect(await money()).toEqual(["15", "0", "0", false])
    expect((await stripe.paymentIntents.capture(id)).status).toBe("succeeded")
  })
})

describe("increment_authorization", () => {
  const increment = (id: string, amount: number) => stripe.paymentIntents.incrementAuthorization(id, { amount })

  it("takes the new total", async () => {
    const { id } = await pay(stripe)
    expect(await increment(id, 2000)).toMatchObject({ id, amount: 2000, amount_capturable: 2000, amount_received: 0 })
    const twice = await stripe.paymentIntents.incrementAuthorization(id, { amount: 2200, metadata: { night: "3" } })
    expect(twice).toMatchObject({ amount: 2200, status: "requires_capture", metadata: { night: "3" } })
    expect(await money()).toEqual(["22", "0", "0", false])
    expect(await stripe.paymentIntents.capture(id)).toMatchObject({ amount_received: 2200 })
  })

  it("that the issuer declines is a card error, and what was held stays held", async () => {
    const { id } = await pay(stripe)
    await served.act(id, { _tag: "RefuseNext", kind: "adjust" })
    const error = await thrown(stripe.paymentIntents.incrementAuthorization(id, { amount: 2000 }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({
      type: "StripeCardError",
      rawType: "card_error",
      statusCode: 402,
      code: "card_declined",
      decline_code: "generic_decline",
      payment_intent: { id, status: "requires_capture", amount: 1500, amount_capturable: 1500 }
    })
    expect(await money()).toEqual(["15", "0", "0", false])
    expect(await stripe.paymentIntents.capture(id)).toMatchObject({ amount_received: 1500 })
  })

  it("is counted, declines included, and not done an eleventh time", async () => {
    const { id } = await pay(stripe)
    await served.act(id, { _tag: "RefuseNext", kind: "adjust" })
    await thrown(increment(id, 1600))
    for (let attempt = 2; attempt <= 10; attempt++) await increment(id, 1500 + attempt)
    expect((await thrown(increment(id, 2000))).type).toBe("StripeInvalidRequestError")
    expect(await money()).toEqual(["15.1", "0", "0", false])
  })

  it.each<readonly [string, (id: string) => Promise<unknown>]>([
    ["to the same amount", async (id) => increment(id, 1500)],
    ["downwards", async (id) => increment(id, 1400)],
    [
      "once a part is captured",
      async (id) => {
        await stripe.paymentIntents.capture(id, { amount_to_capture: 500, final_capture: false })
        return increment(id, 2000)
      }
    ],
    [
      "once all is captured",
      async (id) => {
        await stripe.paymentIntents.capture(id)
        return increment(id, 2000)
      }
    ],
    [
      "once it is canceled",
      async (id) => {
        await stripe.paymentIntents.cancel(id)
        return increment(id, 2000)
      }
    ]
  ])("refuses %s", async (_, ask) => {
    const { id } = await pay(stripe)
    expect(await thrown(ask(id))).toMatchObject({ type: "StripeInvalidRequestError", statusCode: 400 })
    expect((await money())?.[0]).toBe("15")
  })

  it("refuses where the card does not have it", async () => {
    await start({})
    const { id } = await pay(stripe)
    expect((await thrown(increment(id, 2000))).type).toBe("StripeInvalidRequestError")
  })
})

describe("cancel", () => {
  it("gives back what is held", async () => {
    const { id } = await pay(stripe)
    const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: "requested_by_customer" })
    expect(canceled).toMatchObject({
      status: "canceled",
      cancellation_reason: "requested_by_customer",
      canceled_at: served.now() / 1000,
      amount_capturable: 0,
      amount_received: 0
    })
    expect(await money()).toEqual(["15", "0", "0", true])
  })

  it.each<readonly [string, (id: string) => Promise<unknown>, string]>([
    ["what is captured", (id) => stripe.paymentIntents.capture(id), "succeeded"],
    ["what is canceled", (id) => stripe.paymentIntents.cancel(id), "canceled"]
  ])("refuses %s", async (_, before, status) => {
    const { id } = await pay(stripe)
    await before(id)
    const error = await thrown(stripe.paymentIntents.cancel(id))
    expect(seen(error)).toEqual({ ...invalid, code: "payment_intent_unexpected_state" })
    expect(error.message).toContain(`You cannot cancel this PaymentIntent because it has a status of ${status}.`)
    expect(error.payment_intent).toMatchObject({ id, status })
  })
})

describe("Checkout with capture by hand", () => {
  const checkout = async () => {
    const { client_secret: token, id } = await stripe.checkout.sessions.create({
      mode: "payment",
      ui_mode: "elements",
      return_url: "https://shop.example/back",
      payment_intent_data: { capture_method: "manual" },
      line_items: [{ price_data: { currency: "usd", product_data: { name: "Trip" }, unit_amount: 1500 }, quantity: 1 }]
    })
    await served.run(served.shopper.submit({ id, token: token ?? "" }))
    const { payment_intent: intent, status } = await stripe.checkout.sessions.retrieve(id, {
      expand: ["payment_intent"]
    })
    if (intent === null || typeof intent === "string") throw new Error("expected the PaymentIntent")
    return { id, intent, status }
  }

  it("is complete when its money is held, and captured in part", async () => {
    const { id, intent, status } = await checkout()
    expect([status, intent.status, intent.amount_capturable]).toEqual(["complete", "requires_capture", 1500])
    const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 900 })
    expect([captured.status, captured.amount_received]).toEqual(["succeeded", 900])
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("complete")
    expect(await money()).toEqual(["15", "9", "0", true])
  })

  it("is canceled by its PaymentIntent", async () => {
    const { intent } = await checkout()
    expect((await stripe.paymentIntents.cancel(intent.id)).status).toBe("canceled")
    expect(await money()).toEqual(["15", "0", "0", true])
  })
})

describe("idempotency", () => {
  const idempotencyKey = "one"

  it("replays a capture, and captures once", async () => {
    const { id } = await pay(stripe)
    const take = () =>
      stripe.paymentIntents.capture(id, { amount_to_capture: 500, final_capture: false }, { idempotencyKey })
    const first = await take()
    const second = await take()
    expect(second).toEqual(first)
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true")
    expect(await money()).toEqual(["15", "5", "0", false])
  })

  it("without a key of the caller's, two captures are two", async () => {
    const { id } = await pay(stripe)
    const take = () => stripe.paymentIntents.capture(id, { amount_to_capture: 500, final_capture: false })
    expect((await take()).lastResponse.idempotencyKey).not.toBe((await take()).lastResponse.idempotencyKey)
    expect(await money()).toEqual(["15", "10", "0", false])
  })

  it("replays a decline, which was executed", async () => {
    const { id } = await pay(stripe)
    await served.act(id, { _tag: "RefuseNext", kind: "adjust" })
    const again = () => thrown(stripe.paymentIntents.incrementAuthorization(id, { amount: 2000 }, { idempotencyKey }))
    const [first, second] = [await again(), await again()]
    expect([second.code, second.statusCode, second.message]).toEqual([first.code, 402, first.message])
    expect(second.headers?.["idempotent-replayed"]).toBe("true")
    expect((await stripe.paymentIntents.incrementAuthorization(id, { amount: 2000 })).amount).toBe(2000)
  })

  it("refuses another capture under its key", async () => {
    const { id } = await pay(stripe)
    await stripe.paymentIntents.capture(id, { amount_to_capture: 500 }, { idempotencyKey })
    const error = await thrown(stripe.paymentIntents.capture(id, { amount_to_capture: 600 }, { idempotencyKey }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(await money()).toEqual(["15", "5", "0", true])
  })

  it("a capture whose answer was lost is one, by the SDK's own retry", async () => {
    const { id } = await pay(stripe)
    await served.arm({ _tag: "ResetAfterEffect" })
    const captured = await clientOf(served, 1).paymentIntents.capture(id, {
      amount_to_capture: 500,
      final_capture: false
    })
    expect(captured.lastResponse.headers["idempotent-replayed"]).toBe("true")
    expect(await money()).toEqual(["15", "5", "0", false])
  })
})
