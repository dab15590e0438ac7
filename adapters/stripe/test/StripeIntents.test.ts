/** PaymentIntents: what goes over the wire, and in which state they are afterwards. */
import { Intent, type Intents, Session } from "@paylayer/core"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { Intents as IntentsPort, Sessions } from "@paylayer/core"
import { StripeCheckout, StripeIntents } from "../src/index.ts"
import { StripeSimulator } from "../src/simulator/index.ts"
import { everything, open, returnUrl, usd } from "./shop.ts"

const request = { reference: "order-1", amount: usd(1500) }
const card = StripeIntents.options({ payment_method: "pm_card_visa" })

describe("a PaymentIntent", () => {
  it("without a reference is refused before the wire", async () => {
    const shop = await open()
    const { fails, intents, requests } = shop
    expect(await fails(intents.create({ reference: "", amount: usd(1500) }))).toMatchObject({
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "metadata.reference" }] }
    })
    expect(await requests()).toEqual([])
  })

  it("is created from amount, currency, reference, way of capturing and options", async () => {
    const shop = await open()
    const provider = [StripeIntents.options({ description: "A trip", metadata: { seat: "12A", reference: "other" } })]
    const intent = await shop.run(shop.intents.create({ ...request, capture: "manual", provider }))
    expect(await shop.lastForm()).toEqual([
      "description=A trip",
      "metadata[reference]=order-1",
      "metadata[seat]=12A",
      "amount=1500",
      "currency=usd",
      "capture_method=manual"
    ])
    expect(await shop.requests()).toEqual(["POST /v1/payment_intents"])
    expect(intent).toMatchObject({
      reference: "order-1",
      amount: usd(1500),
      amountFrom: "provider",
      status: "requires-payment-method",
      capture: "manual"
    })
  })

  it("is updated by what changes alone, and keeps its reference", async () => {
    const shop = await open()
    const intent = await shop.run(shop.intents.create(request))
    const updated = await shop.run(shop.intents.update(intent, { amount: usd(1600) }))
    expect(await shop.lastForm()).toEqual(["amount=1600", "currency=usd"])
    expect((await shop.requests()).at(-1)).toBe(`POST /v1/payment_intents/${intent.id}`)
    const provider = [StripeIntents.options({ metadata: { seat: "1", reference: "other" } })]
    const seated = await shop.run(shop.intents.update(updated, { provider }))
    expect(await shop.lastForm()).toEqual(["metadata[seat]=1"])
    expect(seated).toMatchObject({ reference: "order-1", amount: usd(1600) })
    const session = await shop.run(shop.elements.create(request))
    await shop.run(shop.elements.update(session, { provider }))
    expect(await shop.truth(session.id)).toMatchObject({ reference: "order-1" })
  })

  it("sends apiVersion and account, and a bearer", async () => {
    const shop = await open({ stripe: { account: "acct_1", apiVersion: "2026-10-28.other" } })
    await shop.run(shop.intents.create(request))
    expect((await shop.exchanges())[0]?.headers).toMatchObject({
      authorization: `Bearer ${StripeSimulator.credentials.secretKey}`,
      "stripe-account": "acct_1",
      "stripe-version": "2026-10-28.other"
    })
  })

  it("that is declined is back where it wants a payment method", async () => {
    const shop = await open()
    const provider = [StripeIntents.options({ payment_method: "pm_card_chargeDeclined" })]
    const intent = await shop.run(shop.intents.create({ ...request, provider }))
    expect(intent.status).toBe("requires-confirmation")
    const declined = await shop.run(shop.intents.confirm(intent))
    expect(declined).toMatchObject({ id: intent.id, status: "requires-payment-method", amount: usd(1500) })
    const cheaper = await shop.run(shop.intents.update(declined, { amount: usd(900), provider: [card] }))
    expect(await shop.run(shop.intents.confirm(cheaper))).toMatchObject({ status: "succeeded", amount: usd(900) })
  })

  it("without a payment method is NotConfirmable", async () => {
    const shop = await open()
    const intent = await shop.run(shop.intents.create(request))
    expect(await shop.fails(shop.intents.confirm(intent))).toMatchObject({
      _tag: "NotConfirmable",
      status: "requires-payment-method"
    })
  })

  it("that is paid, reserved, under way or cancelled says so to old values", async () => {
    const states: ReadonlyArray<readonly [Parameters<typeof bring>[2], Intent.IntentStatus, string]> = [
      ["pay", "succeeded", "completed"],
      ["manual", "requires-capture", "completed"],
      ["pending", "processing", "processing"],
      ["cancel", "cancelled", "cancelled"]
    ]
    for (const [way, status, why] of states) {
      const shop = await open()
      const capture = way === "manual" ? "manual" : "automatic"
      const intent = await shop.run(shop.intents.create({ ...request, capture }))
      await bring(shop, intent, way)
      expect(await shop.run(shop.intents.get(intent.id))).toMatchObject({ status, reference: "order-1" })
      expect(await shop.fails(shop.intents.update(intent, { amount: usd(1600) }))).toMatchObject({
        _tag: "NotUpdatable",
        why,
        code: "payment_intent_unexpected_state"
      })
      expect(await shop.fails(shop.intents.confirm(intent))).toMatchObject({ _tag: "NotConfirmable", status })
      expect(await shop.truth(intent.id)).toMatchObject({ amount: { decimal: "15" } })
    }
  })

  it("whose money is reserved may be cancelled, and one that is paid may not", async () => {
    const shop = await open()
    const reserved = await shop.run(shop.intents.create({ ...request, capture: "manual", provider: [card] }))
    const held = await shop.run(shop.intents.confirm(reserved))
    expect(held.status).toBe("requires-capture")
    expect(await shop.run(shop.intents.cancel(held))).toMatchObject({ status: "cancelled" })
    const paid = await shop.run(shop.intents.create({ ...request, provider: [card] }))
    await shop.run(shop.intents.confirm(paid))
    expect(await shop.fails(shop.intents.cancel(paid))).toMatchObject({ _tag: "NotCancellable", status: "succeeded" })
  })

  it("with a status that nobody knows keeps it, in answers and in refusals", async () => {
    const shop = await open()
    const intent = await shop.run(shop.intents.create(request))
    const strange = (body: string) => body.replace('"status": "requires_payment_method"', '"status": "requires_luck"')
    await shop.arm({ _tag: "Garble", body: strange })
    const updated = await shop.run(shop.intents.update(intent, { amount: usd(1600) }))
    expect(updated.status).toEqual({ _tag: "Unrecognised", value: "requires_luck" })
    const refusal = {
      type: "invalid_request_error",
      code: "payment_intent_unexpected_state",
      payment_intent: { status: "requires_luck" }
    }
    await shop.arm({ _tag: "Answer", status: 400, body: JSON.stringify({ error: refusal }) }, { times: 2 })
    expect(await shop.fails(shop.intents.update(intent, { amount: usd(1600) }))).toMatchObject({
      _tag: "NotUpdatable",
      why: "refused-by-provider"
    })
    expect(await shop.fails(shop.intents.cancel(intent))).toMatchObject({
      _tag: "NotCancellable",
      status: "requires_luck"
    })
  })

  const bring = async (
    shop: Awaited<ReturnType<typeof open>>,
    intent: Intent.Intent,
    way: "pay" | "manual" | "pending" | "cancel"
  ) => {
    if (way === "cancel") return void (await shop.run(shop.intents.cancel(intent)))
    await shop.submit(intent, way === "manual" ? "pay" : way)
  }
})

describe("the authorisation of an intent", () => {
  const made = async (shop: Awaited<ReturnType<typeof open>>, capture: "manual" | "automatic") =>
    shop.run(shop.intents.create({ ...request, capture, provider: [card] }))

  it("is there once its money is reserved, without another request", async () => {
    const shop = await open(everything)
    const intent = await made(shop, "manual")
    expect(StripeIntents.authorisation(intent)).toBeUndefined()
    const held = await shop.run(shop.intents.confirm(intent))
    expect(await shop.lastForm()).toEqual(["expand[0]=latest_charge"])
    const before = (await shop.requests()).length
    const authorisation = StripeIntents.authorisation(held)!
    expect(authorisation.facts).toContainEqual({
      _tag: "Authorised",
      id: intent.id,
      reference: "order-1",
      amount: usd(1500),
      capture: "manual",
      validUntil: expect.any(Number),
      adjustable: true,
      multipleCaptures: true,
      observed: ["adjust", "capture"]
    })
    expect(authorisation.totals()).toMatchObject({ capturable: usd(1800), maximum: usd(1800), complete: true })
    expect(await shop.requests()).toHaveLength(before)
    expect(StripeIntents.authorisation(await shop.run(shop.intents.get(held.id)))).toEqual(authorisation)
    // It is of the intent that came back from a store, too; and says no secret.
    const stored = JSON.stringify(held.state)
    expect(stored).not.toContain("secret")
    const restored = new Intent.Intent({ ...held, state: JSON.parse(stored) })
    expect(StripeIntents.authorisation(restored)).toEqual(authorisation)
    expect(StripeIntents.authorisation(new Intent.Intent({ ...held, provider: "adyen" }))).toBeUndefined()
    expect(StripeIntents.authorisation(new Intent.Intent({ ...held, state: "pi_1" }))).toBeUndefined()
  })

  it("that is captured at once, or cancelled, says so", async () => {
    const shop = await open()
    const paid = await shop.run(shop.intents.confirm(await made(shop, "automatic")))
    expect(StripeIntents.authorisation(paid)?.totals()).toMatchObject({
      captured: usd(1500),
      refundable: usd(1500),
      complete: true
    })
    const held = await shop.run(shop.intents.confirm(await made(shop, "manual")))
    await shop.run(shop.intents.cancel(held))
    const gone = await shop.run(shop.intents.get(held.id))
    expect(StripeIntents.authorisation(gone)?.totals()).toMatchObject({ released: "cancelled", captured: { value: 0 } })
  })
})

describe("a session on a PaymentIntent", () => {
  it("has the client secret as its token, and is locked here", async () => {
    const shop = await open()
    const session = await shop.run(shop.elements.create(request))
    expect(Session.browserToken(session)).toMatch(/^pi_.*_secret_/)
    const locked = await shop.run(shop.elements.lock(session, usd(1400)))
    expect(locked).toMatchObject({ status: "locked", amount: usd(1400) })
    expect(await shop.run(shop.elements.lock(locked, usd(1400)))).toBe(locked)
    expect(await shop.requests()).toHaveLength(2)
    expect(await shop.submit(locked)).toMatchObject({ _tag: "Authorised", amount: { decimal: "14" } })
  })

  it("keeps the return URL for the browser that confirms it, changed, locked and stored", async () => {
    const shop = await open()
    const session = await shop.run(shop.elements.create({ ...request, returnUrl }))
    expect((await shop.lastForm()).join()).not.toContain(returnUrl)
    const updated = await shop.run(shop.elements.update(session, { amount: usd(1600) }))
    const locked = await shop.run(shop.elements.lock(updated, usd(1700)))
    const restored = Result.getOrThrow(Session.fromJson(JSON.parse(JSON.stringify(Session.toJson(locked)))))
    const { return_url } = StripeIntents.confirmParams(restored)
    expect(return_url).toBe(returnUrl)
    // As Stripe.js sends them.
    const confirmation = [
      ["payment_method", "pm_card_authenticationRequired"],
      ["return_url", return_url!]
    ] as const
    const answer = await shop.meanwhile(`payment_intents/${restored.id}/confirm`, confirmation)
    expect(await Effect.runPromise(answer.json)).toMatchObject({
      next_action: { redirect_to_url: { return_url: returnUrl } }
    })
  })

  it("without a return URL, or of another adapter, gives the browser none", async () => {
    const shop = await open()
    const session = await shop.run(shop.elements.create(request))
    expect(StripeIntents.confirmParams(session)).toEqual({})
    expect(StripeIntents.confirmParams(await shop.create(usd(1500)))).toEqual({})
    const state = { return_url: returnUrl }
    expect(StripeIntents.confirmParams(new Session.Session({ ...session, state }))).toEqual(state)
    expect(StripeIntents.confirmParams(new Session.Session({ ...session, provider: "other", state }))).toEqual({})
    expect(StripeIntents.confirmParams(new Session.Session({ ...session, state: null }))).toEqual({})
  })

  it.each(["", 7, null])("is not made with the return URL %j, and nothing is sent", async (returnUrl) => {
    const shop = await open()
    expect(await shop.fails(shop.elements.create({ ...request, returnUrl: returnUrl as string }))).toMatchObject({
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "return_url" }] }
    })
    expect(await shop.requests()).toEqual([])
  })

  it("is ended by cancelling it, unless it is paid", async () => {
    const shop = await open()
    const session = await shop.run(shop.elements.create(request))
    expect(await shop.run(shop.elements.expire(session))).toMatchObject({ status: "cancelled" })
    expect(await shop.truth(session.id)).toMatchObject({ status: "cancelled" })
    expect(await shop.fails(shop.elements.update(session, { amount: usd(900) }))).toMatchObject({ why: "cancelled" })
    const paid = await shop.run(shop.elements.create(request))
    await shop.submit(paid)
    expect(await shop.fails(shop.elements.expire(paid))).toMatchObject({ _tag: "NotCancellable", status: "succeeded" })
  })
})

describe("sending again", () => {
  const refusal = (status: number, headers: Readonly<Record<string, string>>, code?: string) =>
    ({
      _tag: "Answer",
      status,
      headers,
      body: JSON.stringify({ error: { type: "invalid_request_error", message: "no", ...(code && { code }) } })
    }) as const

  it.each([
    ["400 that Stripe says to try again", refusal(400, { "stripe-should-retry": "true" }), 2],
    ["503 that Stripe says not to", refusal(503, { "stripe-should-retry": "false" }), 1],
    ["429 that Stripe says not to", refusal(429, { "stripe-should-retry": "false" }), 1],
    ["500 that was kept under its key", refusal(500, { "idempotent-replayed": "true" }), 1],
    ["409 of a key in use", refusal(409, {}, "idempotency_key_in_use"), 2],
    ["409 of another kind", refusal(409, {}), 1]
  ])("of a %s", async (_, fault, times) => {
    const shop = await open()
    await shop.arm(fault)
    const creation: Effect.Effect<Intent.Intent, Intents.CreateIntentError> = shop.intents.create(request)
    await shop.run(Effect.exit(creation))
    const exchanges = await shop.exchanges()
    expect(exchanges).toHaveLength(times)
    expect(new Set(exchanges.map(({ headers }) => headers["idempotency-key"])).size).toBe(1)
  })
})

it("layerConfig reads its options from the configuration", async () => {
  const env = ConfigProvider.fromEnv({ env: { STRIPE_KEY: StripeSimulator.credentials.secretKey } })
  const secretKey = Config.Redacted("STRIPE_KEY")
  const program = Effect.gen(function* () {
    const { create } = yield* IntentsPort.Intents
    return yield* create(request)
  })
  const layer = Layer.provide(StripeIntents.layerConfig({ secretKey }), StripeSimulator.layer())
  const intent = await Effect.runPromise(
    Effect.provideService(Effect.provide(program, layer), ConfigProvider.ConfigProvider, env)
  )
  expect(intent.amount).toEqual(usd(1500))
  const checkout = Layer.provide(StripeCheckout.layerConfig({ secretKey }), StripeSimulator.layer())
  const none = ConfigProvider.fromEnv({ env: {} })
  const failed = await Effect.runPromiseExit(
    Effect.provideService(Effect.provide(Sessions.Sessions, checkout), ConfigProvider.ConfigProvider, none)
  )
  expect(failed._tag).toBe("Failure")
})
