/**
 * Stripe's webhooks: what the simulator sends, Stripe's official SDK takes; what the SDK signs, our adapter takes; and of
 * what is wrong both say so.
 */
import type { RuleViolation } from "@paylayer/core"
import { Webhooks } from "@paylayer/core"
import type { Deliveries } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import { StripeWebhooks } from "@paylayer/stripe"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { Stripe } from "stripe"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { clientOf, features, manual, open, pay, thrown, webhookSecret } from "./stripe-served.ts"

type Opened = Awaited<ReturnType<typeof open>>
let served: Opened
let stripe: Stripe
const start = async (options: Parameters<typeof open>[0] = { features }) => {
  if (served !== undefined) await served.close()
  served = await open(options)
  stripe = clientOf(served)
}
beforeEach(() => start())
afterEach(() => served.close())

const { StripeSignatureVerificationError } = Stripe.errors
const signatureOf = ({ headers }: Deliveries.Delivery) => String(headers["Stripe-Signature"])
const usd = (decimal: string) => ({ decimal, currency: "USD" })
const other = "whsec_of0another0endpoint0of0thirty0"

/** Everything that can become of payments, by the SDK and by whoever else has a say. */
const everything = async () => {
  const { act, advance, run, shopper } = served
  const held = await pay(stripe, { ...manual, metadata: { reference: "order-1", name: "Zoë ☕ 𝄞" } })
  await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 2000 })
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 500, final_capture: false })
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 700 })
  await stripe.refunds.create({ payment_intent: held.id, amount: 300 })
  await stripe.refunds.create({ payment_intent: held.id, amount: 200 })
  await advance("1 minute")
  await act(held.id, { _tag: "RefundFails" })
  await act(held.id, { _tag: "Dispute", amount: usd("1.00") })

  const { id: dropped } = await pay(stripe)
  await stripe.paymentIntents.cancel(dropped)
  await pay(stripe)
  await thrown(stripe.paymentIntents.create({ ...manual, confirm: true, payment_method: "pm_card_chargeDeclined" }))
  const challenged = await stripe.paymentIntents.create({ amount: 900, currency: "usd" })
  await run(shopper.submit({ id: challenged.id, token: challenged.client_secret ?? "" }, "challenge"))

  const session = async (manner: "pay" | "pending" | undefined, approved = true) => {
    const { client_secret: token, id } = await stripe.checkout.sessions.create({
      mode: "payment",
      ui_mode: "elements",
      return_url: "https://shop.example/back",
      client_reference_id: "order-2",
      line_items: [{ price_data: { currency: "usd", product_data: { name: "Trip" }, unit_amount: 1500 }, quantity: 1 }]
    })
    if (manner === undefined) return stripe.checkout.sessions.expire(id)
    await run(shopper.submit({ id, token: token ?? "" }, manner))
    return manner === "pending" ? run(shopper.settle(id, approved)) : undefined
  }
  await session("pay")
  await session("pending")
  await session("pending", false)
  await session(undefined)
  await advance("7 days")
  return served.deliveries()
}

const told = [
  "charge.captured",
  "charge.dispute.created",
  "charge.dispute.funds_withdrawn",
  "charge.expired",
  "charge.failed",
  "charge.refund.updated",
  "charge.refunded",
  "charge.succeeded",
  "charge.updated",
  "checkout.session.async_payment_failed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.completed",
  "checkout.session.expired",
  "payment_intent.amount_capturable_updated",
  "payment_intent.canceled",
  "payment_intent.created",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.requires_action",
  "payment_intent.succeeded",
  "refund.created",
  "refund.failed",
  "refund.updated"
]

/** When a delivery was signed: in milliseconds, by its own header. */
const sentAt = (delivery: Deliveries.Delivery) => Number(/t=(\d+)/.exec(signatureOf(delivery))?.[1]) * 1000
const construct = (delivery: Deliveries.Delivery, secret = webhookSecret, body = delivery.body, late = 0) =>
  stripe.webhooks.constructEvent(body, signatureOf(delivery), secret, 300, undefined, sentAt(delivery) + late * 1000)

describe("what the simulator sends", () => {
  it("is events to the SDK, of every type that there is", async () => {
    const deliveries = await everything()
    const events = deliveries.map((delivery) => construct(delivery))
    expect([...new Set(events.map(({ type }) => type as string))].toSorted()).toEqual(told)
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    for (const [index, event] of events.entries()) {
      expect(event).toMatchObject({ object: "event", api_version: Stripe.API_VERSION, livemode: false })
      expect(event.created * 1000).toBeLessThanOrEqual(sentAt(deliveries[index]!))
    }
  })

  it("is in the order in which things happened", async () => {
    const { id } = await pay(stripe, { amount: 1500, currency: "usd", capture_method: "manual" })
    await stripe.paymentIntents.capture(id, {}, { idempotencyKey: "our-capture" })
    await stripe.refunds.create({ payment_intent: id }, { idempotencyKey: "our-refund" })
    const events = (await served.deliveries()).map((delivery) => construct(delivery))
    expect(events.map(({ request, type }) => [type, request?.idempotency_key ?? ""])).toEqual([
      ["payment_intent.created", expect.stringMatching(/^stripe-node-retry-/)],
      ["charge.succeeded", expect.stringMatching(/^stripe-node-retry-/)],
      ["payment_intent.amount_capturable_updated", expect.stringMatching(/^stripe-node-retry-/)],
      ["charge.captured", "our-capture"],
      ["payment_intent.succeeded", "our-capture"],
      ["refund.created", "our-refund"],
      ["charge.refunded", "our-refund"]
    ])
  })

  it("has the object as the API shows it", async () => {
    const { charge, id } = await pay(stripe, { amount: 1500, currency: "usd" })
    const refund = await stripe.refunds.create({ payment_intent: id, amount: 400 })
    const shown: Record<string, unknown> = {
      "payment_intent.succeeded": await stripe.paymentIntents.retrieve(id),
      "refund.created": refund,
      "charge.refunded": await stripe.charges.retrieve(charge.id)
    }
    const seen: Record<string, unknown> = {}
    for (const delivery of await served.deliveries()) {
      const { data, type } = construct(delivery)
      if (type in shown) seen[type] = JSON.parse(JSON.stringify(data.object))
    }
    expect(seen).toEqual(JSON.parse(JSON.stringify(shown)))
  })

  it("does not verify with another secret, another body, or after 300 seconds", async () => {
    for (const delivery of await everything()) {
      expect(() => construct(delivery, other)).toThrow(StripeSignatureVerificationError)
      const { body } = delivery
      expect(() => construct(delivery, webhookSecret, `${body} `)).toThrow(StripeSignatureVerificationError)
      expect(() => construct(delivery, webhookSecret, body.replace("usd", "eur"))).toThrow(
        StripeSignatureVerificationError
      )
      expect(() => construct(delivery, webhookSecret, body, 301)).toThrow("Timestamp outside the tolerance zone")
      expect(construct(delivery, webhookSecret, body, 300).id).toBe(construct(delivery).id)
    }
  })

  it("is signed twice while a secret is replaced", async () => {
    await start({ olderSecrets: [other] })
    await pay(stripe)
    const deliveries = await served.deliveries()
    expect(deliveries).toHaveLength(3)
    for (const delivery of deliveries) {
      expect(signatureOf(delivery).match(/v1=/g)).toHaveLength(2)
      expect(construct(delivery, other).id).toBe(construct(delivery).id)
      expect(() => construct(delivery, "whsec_third")).toThrow(StripeSignatureVerificationError)
    }
  })
})

/** Our adapter as the receiver, under the provider's clock. */
const receiver = async (options: Partial<StripeWebhooks.Options> = {}) => {
  const context = await served.run(
    Effect.provide(StripeWebhooks.make({ secrets: [Redacted.make(other)], environment: "test", ...options }), mac.layer)
  )
  const { receive } = Context.get(context, Webhooks.Webhooks)
  return (request: Webhooks.RawRequest) => served.run(Effect.result(receive(request)))
}

const refusal = (result: Result.Result<unknown, RuleViolation.WebhookRefused>) =>
  Result.isFailure(result) ? result.failure.why : undefined

describe("what the SDK signs", () => {
  const sign = (payload: string, age = 0, secret = other) =>
    stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: served.now() / 1000 - age })

  it("says to our adapter what Stripe's own signature says", async () => {
    const deliveries = await everything()
    const theirs = await receiver({ secrets: [Redacted.make(webhookSecret)], tolerance: "8 days" })
    const ours = await receiver()
    const tags = new Set<string>()
    for (const delivery of deliveries) {
      const { body, headers } = delivery
      const original = await theirs({ body, headers })
      const again = await ours({ body, headers: { "stripe-signature": sign(body) } })
      if (Result.isFailure(again)) throw again.failure
      expect(again).toEqual(original)
      expect(again.success.deliveries.map(({ id }) => id)).toEqual([construct(delivery).id])
      for (const { events } of again.success.deliveries) for (const { _tag } of events) tags.add(_tag)
    }
    expect([...tags].toSorted()).toEqual([
      "AuthorisationRefused",
      "Ignored",
      "Reported",
      "SessionCompleted",
      "SessionEnded"
    ])
  })

  it("tells that a refund failed by each of its events alone", async () => {
    const { id } = await pay(stripe, { amount: 1500, currency: "usd" })
    const { id: refund } = await stripe.refunds.create({ payment_intent: id, amount: 300 })
    await served.advance("1 minute")
    await served.deliveries()
    await served.act(id, { _tag: "RefundFails" })
    const ours = await receiver()
    const told: Record<string, unknown> = {}
    for (const delivery of await served.deliveries()) {
      const { body } = delivery
      const received = await ours({ body, headers: { "stripe-signature": sign(body) } })
      if (Result.isFailure(received)) throw received.failure
      told[construct(delivery).type] = received.success.deliveries.flatMap(({ events }) => events)
    }
    const reverted = [
      {
        _tag: "Reported",
        authorisation: id,
        fact: { _tag: "Outcome", id: refund, kind: "refund", verdict: "reverted" }
      }
    ]
    expect(told).toMatchObject({
      "charge.refund.updated": reverted,
      "refund.failed": reverted,
      "refund.updated": reverted
    })
  })

  it("is refused where it was changed on the way", async () => {
    const deliveries = await everything()
    const ours = await receiver()
    for (const { body } of deliveries) {
      const header = sign(body)
      const verdicts = await Promise.all(
        [
          { body: body.replace("usd", "eur"), headers: { "stripe-signature": header } },
          { body: JSON.stringify(JSON.parse(body)), headers: { "stripe-signature": header } },
          { body, headers: { "stripe-signature": sign(body, 0, webhookSecret) } },
          { body, headers: { "stripe-signature": sign(body, 301) } },
          { body, headers: { "stripe-signature": header.replace(/t=\d+/, `t=${served.now() / 1000 + 1}`) } },
          { body, headers: {} }
        ].map(async (request) => refusal(await ours(request)))
      )
      expect(verdicts).toEqual(["mismatch", "mismatch", "mismatch", "too-old", "mismatch", "missing"])
      expect(refusal(await ours({ body, headers: { "stripe-signature": sign(body, 300) } }))).toBeUndefined()
    }
  })

  it("is what our adapter takes, and nothing else: any header, of any age, over any body", async () => {
    await pay(stripe)
    const [{ body } = { body: "" }] = await served.deliveries()
    const ours = await receiver({ secrets: [Redacted.make(other), Redacted.make(webhookSecret)] })
    const now = served.now() / 1000
    const tag = (payload: string, secret: string, timestamp: number) =>
      sign(payload, now - timestamp, secret).split("v1=")[1] ?? ""
    const times = fc.constantFrom(0, 1, 299, 300, 301, 100_000, -1, -100_000)
    const tags = fc.array(
      fc.tuple(
        fc.constantFrom("v1", "v1", "v1", "v0", "V1", "v2"),
        fc.constantFrom("right", "rotated", "stranger", "of another time", "of another body", "short")
      ),
      { maxLength: 4 }
    )
    const arrives = { whole: body, changed: body.replace("usd", "eur"), "as another": "{}", empty: "" }
    const bodies = fc.constantFrom("whole", "whole", "whole", "changed", "as another", "empty")
    const withTime = fc.constantFrom(true, true, true, false)
    const verdicts = { taken: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(times, tags, bodies, withTime, async (age, schemes, what, timed) => {
        const sent = arrives[what]
        const at = now - age
        const made: Readonly<Record<string, string>> = {
          right: tag(body, other, at),
          rotated: tag(body, webhookSecret, at),
          stranger: tag(body, "whsec_stranger", at),
          "of another time": tag(body, other, at - 1),
          "of another body": tag(`${body} `, other, at),
          short: tag(body, other, at).slice(0, -2)
        }
        const parts = schemes.map(([scheme, which]) => `${scheme}=${made[which]}`)
        const header = [...(timed ? [`t=${at}`] : []), ...parts].join(",")
        const accepts = (secret: string) => {
          try {
            stripe.webhooks.constructEvent(sent, header, secret, 300, undefined, served.now())
            return true
          } catch (error) {
            if (error instanceof StripeSignatureVerificationError) return false
            throw error
          }
        }
        const taken = accepts(other) || accepts(webhookSecret)
        const why = refusal(await ours({ body: sent, headers: { "Stripe-Signature": header } }))
        expect(why === undefined).toBe(taken)
        verdicts[taken ? "taken" : "refused"]++
      }),
      { numRuns: 500 }
    )
    // Both are common enough to mean something.
    expect(Math.min(verdicts.taken, verdicts.refused)).toBeGreaterThan(10)
  })
})
