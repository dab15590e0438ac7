import { describe, expect, it } from "vitest"
import * as events from "../../../src/simulator/events.ts"
import { StripeSimulator } from "../../../src/simulator/index.ts"
import { type Json, open } from "../world.ts"

const { credentials, defaultApiVersion } = StripeSimulator

const captured = async (options: StripeSimulator.Options) => {
  const world = await open(options)
  const { id } = await world.authorised()
  await world.post(`payment_intents/${id}/capture`)
  return world.deliveries()
}
const signatureOf = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
  String(headers["Stripe-Signature"])

describe("while a secret is being replaced", () => {
  it("every webhook has a signature for each of them", async () => {
    const deliveries = await captured({ olderSecrets: ["whsec_older", "whsec_oldest"] })
    expect(deliveries).toHaveLength(2)
    for (const delivery of deliveries) {
      const [time, ...signatures] = signatureOf(delivery).split(",")
      const seconds = Number(time!.slice("t=".length))
      expect(signatures).toEqual(
        [credentials.webhookSecret, "whsec_older", "whsec_oldest"].map(
          (secret) => events.signature(secret, seconds, delivery.body).split(",")[1]
        )
      )
      expect(new Set(signatures).size).toBe(3)
    }
  })

  it("and one signature otherwise", async () => {
    for (const delivery of await captured({})) expect(signatureOf(delivery)).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)
  })
})

describe("the version of events", () => {
  const version = (deliveries: ReadonlyArray<{ readonly body: string }>) =>
    deliveries.map(({ body }) => (JSON.parse(body) as Json)["api_version"])

  it.each([
    [{}, defaultApiVersion],
    [{ apiVersion: "2026-08-26.dahlia" }, "2026-08-26.dahlia"],
    [{ eventVersion: "2020-08-27" }, "2020-08-27"],
    [{ apiVersion: "2026-08-26.dahlia", eventVersion: "2020-08-27" }, "2020-08-27"]
  ])("%o", async (options, expected) => {
    expect(version(await captured(options))).toEqual([expected, expected])
  })

  it("is not the one of answers, nor the one that a request asks for", async () => {
    const { deliveries, post } = await open({ eventVersion: "2020-08-27" })
    const { headers } = await post(
      "payment_intents",
      { amount: 1500, currency: "usd" },
      { "stripe-version": "2026-08-26.dahlia" }
    )
    expect(headers["stripe-version"]).toBe("2026-08-26.dahlia")
    expect(version(await deliveries())).toEqual(["2020-08-27"])
  })

  it("is how a Checkout Session is written in them", async () => {
    const { events: taken, post, session } = await open({ eventVersion: "2025-01-27.acacia" })
    const made = await session()
    await post(`checkout/sessions/${made["id"]}/expire`)
    const [expired] = await taken()
    expect([made["ui_mode"], expired!["data"].object.ui_mode]).toEqual(["elements", "custom"])
  })
})

it("a payment from its beginning to its end", async () => {
  const { advance, deliveries, intent, post } = await open()
  const { id } = await intent({ capture_method: "manual" })
  await post(`payment_intents/${id}/confirm`, { payment_method: "pm_card_visa" })
  await post(`payment_intents/${id}/capture`, { amount_to_capture: 1000 }, { "idempotency-key": "capture" })
  await post("refunds", { payment_intent: id, amount: 400 }, { "idempotency-key": "refund" })
  await advance("1 minute")
  const told = (await deliveries()).map(({ body }) => JSON.parse(body) as Json)
  expect(told.map(({ request, type }) => [type, request.idempotency_key])).toEqual([
    ["payment_intent.created", null],
    ["charge.succeeded", null],
    ["payment_intent.amount_capturable_updated", null],
    ["charge.captured", "capture"],
    ["payment_intent.succeeded", "capture"],
    ["refund.created", "refund"],
    ["charge.refunded", "refund"],
    ["refund.updated", null],
    ["charge.refund.updated", null]
  ])
  expect(new Set(told.map((event) => event["id"])).size).toBe(told.length)
})
