/**
 * Stripe's official SDK against the served simulator, by plain HTTP on loopback: it must not notice. It sends what it
 * always sends, and reads with its own classes.
 */
import type { Provider } from "@paylayer/simulator"
import * as Server from "@paylayer/simulator/server"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import * as Effect from "effect/Effect"
import { Stripe } from "stripe"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const { credentials } = StripeSimulator

let provider: StripeSimulator.StripeProvider
let server: Server.Server
let log: Array<Server.Logged>
let stripe: Stripe

const client = (config: Partial<ConstructorParameters<typeof Stripe>[1]> = {}, key = credentials.secretKey): Stripe =>
  new Stripe(key, {
    host: "127.0.0.1",
    port: server.port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: 5000,
    ...config
  })

const serve = async (options: StripeSimulator.Options = {}) => {
  if (server !== undefined) await Effect.runPromise(server.close)
  log = []
  const make: Effect.Effect<Provider.Provider> = Effect.map(StripeSimulator.make(options), (made) => (provider = made))
  server = await Effect.runPromise(Server.open(make, { log: (logged) => void log.push(logged) }))
  stripe = client()
}

beforeEach(() => serve())
afterEach(() => Effect.runPromise(server.close))

/** The error that the SDK throws. */
const thrown = async (promise: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error("expected the SDK to throw")
}

const pay = (id: string, token: string | null, manner?: "pay" | "decline" | "challenge" | "pending") =>
  Effect.runPromise(provider.shopper.submit({ id, ...(token === null ? {} : { token }) }, manner))

const usd = { amount: 1500, currency: "usd" } as const
const price = (unit_amount: number, name = "Trip", currency = "usd") => ({
  price_data: { currency, product_data: { name }, unit_amount },
  quantity: 1
})
const session = (more: Stripe.Checkout.SessionCreateParams = {}) =>
  stripe.checkout.sessions.create({
    mode: "payment",
    ui_mode: "elements",
    return_url: "https://shop.example/back",
    line_items: [price(1500, "A & B")],
    ...more
  })

describe("PaymentIntents", () => {
  it("create, retrieve, update, confirm", async () => {
    const made = await stripe.paymentIntents.create({
      ...usd,
      metadata: { reference: "order-1", k: "" },
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      description: "a b & c"
    })
    expect(made).toMatchObject({ status: "requires_payment_method", metadata: { reference: "order-1" } })
    expect(made.description).toBe("a b & c")
    expect(made.lastResponse).toMatchObject({ statusCode: 200, apiVersion: Stripe.API_VERSION })
    expect(made.lastResponse.requestId).toMatch(/^req_/)
    expect(made.lastResponse.idempotencyKey).toMatch(/^stripe-node-retry-/)

    const updated = await stripe.paymentIntents.update(made.id, { amount: 1700, metadata: { a: "b" } })
    expect([updated.id, updated.amount, updated.client_secret]).toEqual([made.id, 1700, made.client_secret])
    expect(await stripe.paymentIntents.retrieve(made.id)).toEqual(updated)
    const paid = await stripe.paymentIntents.confirm(made.id, {
      payment_method: "pm_card_visa",
      expand: ["latest_charge"]
    })
    expect([paid.status, paid.amount_received]).toEqual(["succeeded", 1700])
    expect(paid.latest_charge).toMatchObject({ object: "charge", amount: 1700, captured: true })
  })

  it("cancel", async () => {
    const { id } = await stripe.paymentIntents.create(usd)
    const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: "abandoned" })
    expect([canceled.status, canceled.cancellation_reason]).toEqual(["canceled", "abandoned"])
  })

  it("are paid by the browser with the client secret", async () => {
    const made = await stripe.paymentIntents.create(usd)
    expect(await pay(made.id, made.client_secret)).toMatchObject({ _tag: "Authorised", authorisation: made.id })
    expect((await stripe.paymentIntents.retrieve(made.id)).status).toBe("succeeded")
  })
})

describe("Checkout Sessions", () => {
  it("create, retrieve, list line items", async () => {
    const made = await session({
      client_reference_id: "order-1",
      line_items: Array.from({ length: 12 }, (_, index) => price(100 + index, `Item ${index}`)),
      payment_intent_data: { capture_method: "manual", metadata: { a: "b" } }
    })
    expect(made).toMatchObject({ amount_total: 1266, currency: "usd", payment_status: "unpaid", status: "open" })
    expect(made.client_secret).toMatch(/_secret_/)
    const found = await stripe.checkout.sessions.retrieve(made.id, { expand: ["line_items"] })
    expect(found.line_items?.data).toHaveLength(10)
    expect(found.line_items?.has_more).toBe(true)
    const all = await stripe.checkout.sessions.listLineItems(made.id, { limit: 5 }).autoPagingToArray({ limit: 100 })
    expect(all.map(({ description }) => description)).toEqual(Array.from({ length: 12 }, (_, index) => `Item ${index}`))
    expect(all[0]?.price?.unit_amount_decimal?.toString()).toBe("100")
  })

  it("update the whole array of items, expire", async () => {
    const made = await session({ line_items: [price(1500), price(500, "Wrap")] })
    const { data } = await stripe.checkout.sessions.listLineItems(made.id)
    const updated = await stripe.checkout.sessions.update(made.id, {
      line_items: [{ id: data[1]!.id, quantity: 2 }, price(2000, "Warranty")],
      metadata: { a: "b" },
      expand: ["line_items"]
    })
    expect([updated.id, updated.amount_total]).toEqual([made.id, 3000])
    expect(updated.line_items?.data.map(({ description, quantity }) => [description, quantity])).toEqual([
      ["Wrap", 2],
      ["Warranty", 1]
    ])
    expect(updated.line_items?.data[0]?.id).toBe(data[1]!.id)
    expect((await stripe.checkout.sessions.expire(made.id)).status).toBe("expired")
  })

  it("are paid by the browser, on the merchant's page or Stripe's", async () => {
    const made = await session()
    expect(await pay(made.id, made.client_secret)).toMatchObject({ _tag: "Authorised", amount: { decimal: "15" } })
    const paid = await stripe.checkout.sessions.retrieve(made.id, { expand: ["payment_intent.latest_charge"] })
    expect([paid.status, paid.payment_status]).toEqual(["complete", "paid"])
    expect(paid.payment_intent).toMatchObject({ status: "succeeded", latest_charge: { paid: true } })
    const hosted = await stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://shop.example/thanks",
      line_items: [price(1500)]
    })
    expect(hosted.url).toMatch(/^https:\/\/checkout\.stripe\.com\//)
    expect((await pay(hosted.id, hosted.client_secret))._tag).toBe("Authorised")
  })
})

describe("refusals", () => {
  interface Expected {
    readonly type: string
    readonly rawType: string
    readonly statusCode: number
    readonly code?: string
    readonly param?: string
  }
  const invalid = (code: string | undefined, param: string | undefined, statusCode = 400): Expected => ({
    type: "StripeInvalidRequestError",
    rawType: "invalid_request_error",
    statusCode,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param })
  })
  const paid = async () => {
    const made = await stripe.paymentIntents.create(usd)
    await pay(made.id, made.client_secret)
    return made.id
  }
  const closed = async () => {
    const made = await session()
    await pay(made.id, made.client_secret)
    return made.id
  }
  const rows: ReadonlyArray<readonly [string, () => Promise<unknown>, Expected]> = [
    ["create 49", () => stripe.paymentIntents.create({ ...usd, amount: 49 }), invalid("amount_too_small", "amount")],
    [
      "create 0",
      () => stripe.paymentIntents.create({ ...usd, amount: 0 }),
      invalid("parameter_invalid_integer", "amount")
    ],
    [
      "create too much",
      () => stripe.paymentIntents.create({ ...usd, amount: 100_000_000 }),
      invalid("amount_too_large", "amount")
    ],
    [
      "create in no currency",
      () => stripe.paymentIntents.create({ ...usd, currency: "xxx" }),
      invalid(undefined, "currency")
    ],
    [
      "create without amount",
      () => stripe.paymentIntents.create({ currency: "usd" } as never),
      invalid("parameter_missing", "amount")
    ],
    [
      "create with more",
      () => stripe.paymentIntents.create({ ...usd, nope: 1 } as never),
      invalid("parameter_unknown", "nope")
    ],
    ["retrieve none", () => stripe.paymentIntents.retrieve("pi_x"), invalid("resource_missing", "intent", 404)],
    [
      "update paid",
      async () => stripe.paymentIntents.update(await paid(), { amount: 1700 }),
      invalid("payment_intent_unexpected_state", "amount")
    ],
    [
      "confirm paid",
      async () => stripe.paymentIntents.confirm(await paid()),
      invalid("payment_intent_unexpected_state", undefined)
    ],
    [
      "cancel paid",
      async () => stripe.paymentIntents.cancel(await paid()),
      invalid("payment_intent_unexpected_state", undefined)
    ],
    [
      "confirm declined",
      async () =>
        stripe.paymentIntents.confirm((await stripe.paymentIntents.create(usd)).id, {
          payment_method: "pm_card_visa_chargeDeclined"
        }),
      { type: "StripeCardError", rawType: "card_error", statusCode: 402, code: "card_declined" }
    ],
    ["create a session of nothing", () => session({ line_items: [] }), invalid("parameter_missing", "line_items")],
    ["create a session of 49", () => session({ line_items: [price(49)] }), invalid("amount_too_small", undefined)],
    ["create a short session", () => session({ expires_at: 1 }), invalid(undefined, "expires_at")],
    ["create a session in no mode", () => session({ ui_mode: "custom" }), invalid(undefined, "ui_mode")],
    [
      "retrieve no session",
      () => stripe.checkout.sessions.retrieve("cs_x"),
      invalid("resource_missing", "session", 404)
    ],
    [
      "update a complete session",
      async () => stripe.checkout.sessions.update(await closed(), { line_items: [price(1700)] }),
      invalid(undefined, undefined)
    ],
    [
      "expire a complete session",
      async () => stripe.checkout.sessions.expire(await closed()),
      invalid(undefined, undefined)
    ],
    [
      "update items of an embedded page",
      async () =>
        stripe.checkout.sessions.update((await session({ ui_mode: "embedded_page" })).id, {
          line_items: [price(1700)]
        }),
      invalid(undefined, "line_items")
    ],
    [
      "list items of no session",
      () => stripe.checkout.sessions.listLineItems("cs_x"),
      invalid("resource_missing", "session", 404)
    ],
    [
      "another key",
      () => client({}, "sk_test_nonsense").paymentIntents.create(usd),
      { type: "StripeAuthenticationError", rawType: "invalid_request_error", statusCode: 401 }
    ]
  ]
  it.each(rows)("%s", async (_, request, expected) => {
    const error = await thrown(request())
    const { code, param, rawType, requestId, statusCode, type } = error
    const seen = {
      type,
      rawType,
      statusCode,
      ...(code === undefined ? {} : { code }),
      ...(param === undefined ? {} : { param })
    }
    expect(seen).toEqual(expected)
    expect(requestId).toMatch(/^req_/)
  })

  it("of an amount have the whole PaymentIntent inside", async () => {
    const id = await paid()
    const error = await thrown(stripe.paymentIntents.update(id, { amount: 1700 }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError)
    expect(error.payment_intent).toEqual(JSON.parse(JSON.stringify(await stripe.paymentIntents.retrieve(id))))
  })

  it("of a card have a decline code and the PaymentIntent as it fell back", async () => {
    const { id } = await stripe.paymentIntents.create(usd)
    const error = await thrown(stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa_chargeDeclined" }))
    expect(error).toMatchObject({
      advice_code: "try_again_later",
      decline_code: "generic_decline",
      network_decline_code: "01",
      payment_intent: { id, status: "requires_payment_method" }
    })
  })
})

describe("idempotency", () => {
  const idempotencyKey = "one"

  it("replays", async () => {
    const first = await stripe.paymentIntents.create(usd, { idempotencyKey })
    const second = await stripe.paymentIntents.create(usd, { idempotencyKey })
    expect(second.id).toBe(first.id)
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true")
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined()
  })

  it("refuses other parameters, with a class of its own", async () => {
    await stripe.paymentIntents.create(usd, { idempotencyKey })
    const error = await thrown(stripe.paymentIntents.create({ ...usd, amount: 1700 }, { idempotencyKey }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect([error.rawType, error.statusCode, error.code]).toEqual(["idempotency_error", 400, undefined])
  })

  it("refuses a key of 256 characters", async () => {
    const error = await thrown(stripe.paymentIntents.create(usd, { idempotencyKey: "x".repeat(256) }))
    expect(error.statusCode).toBe(400)
  })

  it("refuses a key in flight with 409, which the SDK calls an API error", async () => {
    await serve({ latency: { within: "300 millis" } })
    const first = stripe.paymentIntents.create(usd, { idempotencyKey })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const error = await thrown(stripe.paymentIntents.create(usd, { idempotencyKey }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeAPIError)
    expect([error.statusCode, error.code]).toEqual([409, "idempotency_key_in_use"])
    const { id } = await first
    expect((await stripe.paymentIntents.create(usd, { idempotencyKey })).id).toBe(id)
  })
})

describe("retries of the SDK", () => {
  const arm = (fault: object, times = 1) =>
    fetch(`${server.url}/_paylayer/faults`, { method: "POST", body: JSON.stringify({ fault, times }) })
  const outcomes = () => log.filter(({ path }) => path.startsWith("/v1/")).map(({ outcome }) => outcome)

  it("make one PaymentIntent of a request whose answer was lost", async () => {
    await arm({ _tag: "ResetAfterEffect" })
    const made = await client({ maxNetworkRetries: 1 }).paymentIntents.create(usd)
    expect(outcomes()).toEqual(["reset", 200])
    expect(made.lastResponse.headers["idempotent-replayed"]).toBe("true")
    expect(await Effect.runPromise(provider.truth.sessions)).toHaveLength(1)
  })

  it("follow a 409 and a 500, and not a 429 or a 400", async () => {
    const attempts = async (fault: object) => {
      log.length = 0
      await arm({ _tag: "Answer", ...fault })
      await client({ maxNetworkRetries: 1 })
        .paymentIntents.create(usd)
        .catch(() => undefined)
      return outcomes()
    }
    const named = (name: string) => {
      const { body, headers, status } = StripeSimulator.documentedErrors.find((row) => row.name === name)!
      return { body, headers, status }
    }
    expect(await attempts(named("idempotency_key_in_use"))).toEqual([409, 200])
    expect(await attempts(named("api_error"))).toEqual([500, 200])
    await expect(attempts(named("rate_limit"))).resolves.toEqual([429])
    await fetch(`${server.url}/_paylayer/faults`, { method: "DELETE" })
    expect(await attempts(named("parameter_missing"))).toEqual([400])
  })

  it("have a class for each documented error", async () => {
    const classes: Record<string, unknown> = {}
    for (const { body, headers, name, operation, status, face } of StripeSimulator.documentedErrors) {
      if (face !== "intents" || operation !== "create") continue
      await arm({ _tag: "Answer", body, headers, status })
      classes[name] = (await thrown(stripe.paymentIntents.create(usd))).type
    }
    expect(classes).toMatchObject({
      amount_too_small: "StripeInvalidRequestError",
      api_error: "StripeAPIError",
      idempotency_error: "StripeIdempotencyError",
      idempotency_key_in_use: "StripeAPIError",
      lock_timeout: "StripeRateLimitError",
      permission: "StripePermissionError",
      rate_limit: "StripeRateLimitError",
      unauthenticated: "StripeAuthenticationError",
      unknown: "StripeInvalidRequestError"
    })
  })
})

describe("webhooks", () => {
  const delivered = async () => {
    const taken = await Effect.runPromise(provider.deliveries.take)
    return taken.map(({ body, headers }) => ({ body, signature: String(headers["Stripe-Signature"]) }))
  }

  it("are events to the SDK, in order", async () => {
    const alone = await stripe.paymentIntents.create(usd, { idempotencyKey: "mine" })
    await pay(alone.id, alone.client_secret)
    const made = await session({ client_reference_id: "order-1" })
    await pay(made.id, made.client_secret)
    const events = (await delivered()).map(({ body, signature }) =>
      stripe.webhooks.constructEvent(body, signature, credentials.webhookSecret)
    )
    expect(events.map(({ type }) => type)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed"
    ])
    expect(events[0]).toMatchObject({
      api_version: Stripe.API_VERSION,
      data: { object: { id: alone.id } },
      request: { id: alone.lastResponse.requestId, idempotency_key: "mine" }
    })
    const last = events.at(-1)!
    if (last.type !== "checkout.session.completed") throw new Error(last.type)
    expect(last.data.object).toMatchObject({ client_reference_id: "order-1", payment_status: "paid" })
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  })

  it("don't verify with another secret, another body or after 300 seconds", async () => {
    await stripe.paymentIntents.create(usd)
    const [{ body, signature } = { body: "", signature: "" }] = await delivered()
    const verify = (payload: string, secret: string, receivedAt?: number) => () =>
      stripe.webhooks.constructEvent(payload, signature, secret, 300, undefined, receivedAt)
    const { StripeSignatureVerificationError } = Stripe.errors
    expect(verify(body, "whsec_other")).toThrow(StripeSignatureVerificationError)
    expect(verify(body.replace("1500", "1501"), credentials.webhookSecret)).toThrow(StripeSignatureVerificationError)
    const sent = Number(/t=(\d+)/.exec(signature)?.[1])
    expect(verify(body, credentials.webhookSecret, (sent + 301) * 1000)).toThrow(StripeSignatureVerificationError)
    expect(verify(body, credentials.webhookSecret, (sent + 299) * 1000)).not.toThrow()
  })
})
