import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as form from "../../src/simulator/form.ts"
import { StripeSimulator } from "../../src/simulator/index.ts"
import { elements, error, type Form, item, open } from "./world.ts"

const { credentials, defaultApiVersion } = StripeSimulator
const usd = { amount: 1500, currency: "usd" }

describe("authentication", () => {
  it("has keys of the documented form", () => {
    expect(credentials.secretKey).toMatch(/^sk_test_[0-9a-zA-Z]{24}$/)
    expect(credentials.webhookSecret).toMatch(/^whsec_[0-9a-zA-Z]+$/)
  })

  it.each([
    ["Bearer sk_test_nonsense", "Invalid API Key provided: sk_test_***"],
    ["Bearer nonsense", "Invalid API Key provided: ***"],
    ["Basic c2tfdGVzdA==", expect.stringMatching(/^You did not provide an API key\./)],
    ["", expect.stringMatching(/^You did not provide an API key\./)]
  ])("%o is refused", async (authorization, message) => {
    const { send, sessions } = await open()
    const answer = await send("POST", "/v1/payment_intents", usd, { authorization })
    expect([answer.status, answer.body]).toEqual([401, { error: { message, type: "invalid_request_error" } }])
    expect(answer.headers["request-id"]).toMatch(/^req_/)
    expect(await sessions()).toEqual([])
  })

  it("takes the key that it was made with", async () => {
    const { intent, send } = await open({ credentials: { secretKey: "sk_test_another", webhookSecret: "whsec_x" } })
    expect((await intent())["object"]).toBe("payment_intent")
    const authorization = `Bearer ${credentials.secretKey}`
    expect((await send("POST", "/v1/payment_intents", usd, { authorization })).status).toBe(401)
  })
})

describe("headers", () => {
  it("have a request id of their own in every answer, and the version", async () => {
    const { get, post } = await open()
    const answers = [await post("payment_intents", usd), await get("payment_intents/pi_x"), await post("nonsense")]
    const ids = answers.map(({ headers }) => headers["request-id"])
    expect(new Set(ids).size).toBe(3)
    for (const { headers } of answers) {
      expect(headers["request-id"]).toMatch(/^req_[0-9a-zA-Z]{14}$/)
      expect(headers["stripe-version"]).toBe(defaultApiVersion)
      expect(headers["content-type"]).toBe("application/json")
    }
  })

  it("have the version that was asked for", async () => {
    const { post } = await open()
    const { headers } = await post("payment_intents", usd, { "stripe-version": "2026-08-26.dahlia" })
    expect(headers["stripe-version"]).toBe("2026-08-26.dahlia")
  })
})

describe("routes", () => {
  it.each([
    ["GET", "/v1/charges"],
    ["POST", "/v1/payment_intents/pi_1/apply_customer_balance"],
    ["PUT", "/v1/payment_intents/pi_1"],
    ["DELETE", "/v1/checkout/sessions/cs_1"],
    ["POST", "/v1/checkout/sessions/cs_1/line_items"],
    ["GET", "/"],
    ["POST", "/payment_intents"]
  ] as const)("%s %s is none", async (method, path) => {
    const { send } = await open()
    const answer = await send(method, path)
    expect([answer.status, error(answer).message]).toEqual([
      404,
      expect.stringContaining(`Unrecognized request URL (${method}: ${path})`)
    ])
  })

  it("don't take JSON", async () => {
    const { post } = await open()
    const answer = await post("payment_intents", '{"amount":1500}', { "content-type": "application/json" })
    expect([answer.status, error(answer).message]).toEqual([
      400,
      expect.stringContaining("check that your POST content type is application/x-www-form-urlencoded")
    ])
  })
})

describe("forms", () => {
  it.each([
    ["a=1&b[c]=2", '{"a":"1","b":{"c":"2"}}'],
    ["l[1][x]=b&l[0][x]=a", '{"l":{"0":{"x":"a"},"1":{"x":"b"}}}'],
    ["e[]=a&e[]=b", '{"e":{"0":"a","1":"b"}}'],
    ["b[c]=2&a=1", '{"a":"1","b":{"c":"2"}}'],
    ["a=1&a[b]=2", '{"a":{"b":"2"}}'],
    ["[a]=1", '{"[a]":"1"}'],
    ["", "{}"]
  ])("%s", (text, expected) => {
    expect(form.canonical(form.parse(new URLSearchParams(text)))).toBe(expected)
  })

  it.each([
    ["amount=1500&currency=usd&description=a%20b%20%26%20c", "a b & c"],
    ["amount=1500&currency=usd&description=%28created+by+Stripe+CLI%29", "(created by Stripe CLI)"],
    ["amount=1500&currency=usd&description=%E2%82%AC%F0%9F%9A%B2", "€🚲"]
  ])("%s is read", async (text, description) => {
    const { post } = await open()
    expect((await post("payment_intents", text)).body["description"]).toBe(description)
  })
})

describe("parameters", () => {
  const session = { ...elements, ...item(1500) }
  const long = (length: number) => "x".repeat(length)
  const rows: ReadonlyArray<
    readonly [path: string, form: Form, param: string, code?: string | undefined, message?: string]
  > = [
    ["payment_intents", { currency: "usd" }, "amount", "parameter_missing", "Missing required param: amount."],
    ["payment_intents", { amount: 1500 }, "currency", "parameter_missing", "Missing required param: currency."],
    ["payment_intents", { ...usd, nope: 1 }, "nope", "parameter_unknown", "Received unknown parameter: nope"],
    ["payment_intents", { ...usd, amount: "abc" }, "amount", "parameter_invalid_integer", "Invalid integer: abc"],
    ["payment_intents", { ...usd, amount: "15.5" }, "amount", "parameter_invalid_integer", "Invalid integer: 15.5"],
    ["payment_intents", { ...usd, amount: "1e3" }, "amount", "parameter_invalid_integer"],
    ["payment_intents", { ...usd, amount: 0 }, "amount", "parameter_invalid_integer"],
    ["payment_intents", { ...usd, amount: -1 }, "amount", "parameter_invalid_integer"],
    ["payment_intents", { ...usd, amount: "" }, "amount", "parameter_invalid_empty"],
    ["payment_intents", { ...usd, "amount[a]": 1 }, "amount", "parameter_invalid_integer"],
    ["payment_intents", { ...usd, confirm: "yes" }, "confirm"],
    ["payment_intents", { ...usd, metadata: "text" }, "metadata"],
    ["payment_intents", { ...usd, "metadata[a][b]": "text" }, "metadata[a]"],
    ["payment_intents", { ...usd, [`metadata[${long(41)}]`]: "1" }, "metadata"],
    ["payment_intents", { ...usd, "metadata[a]": long(501) }, "metadata"],
    ["payment_intents", { ...usd, ...keys(51) }, "metadata"],
    ["payment_intents", { ...usd, "description[a]": "text" }, "description"],
    ["payment_intents", { ...usd, description: long(1001) }, "description"],
    ["payment_intents", { ...usd, statement_descriptor: long(23) }, "statement_descriptor"],
    [
      "payment_intents",
      { ...usd, capture_method: "later" },
      "capture_method",
      undefined,
      "Invalid capture_method: must be one of automatic, automatic_async, or manual"
    ],
    [
      "payment_intents",
      { ...usd, setup_future_usage: "x" },
      "setup_future_usage",
      undefined,
      "Invalid setup_future_usage: must be one of off_session or on_session"
    ],
    ["payment_intents", { ...usd, payment_method_types: "card" }, "payment_method_types"],
    ["payment_intents", { ...usd, "payment_method_types[a]": "card" }, "payment_method_types"],
    ["payment_intents", { ...usd, application_fee_amount: -1 }, "application_fee_amount", "parameter_invalid_integer"],
    [
      "payment_intents",
      { ...usd, "automatic_payment_methods[nope]": 1 },
      "automatic_payment_methods[nope]",
      "parameter_unknown"
    ],
    [
      "payment_intents",
      { ...usd, "automatic_payment_methods[allow_redirects]": "never" },
      "automatic_payment_methods[enabled]",
      "parameter_missing"
    ],
    ["payment_intents", { ...usd, automatic_payment_methods: "true" }, "automatic_payment_methods"],
    ["payment_intents", { ...usd, "hooks[a]": 1 }, "hooks", "sim_not_simulated"],
    ["checkout/sessions", elements, "line_items", "parameter_missing"],
    ["checkout/sessions", { ...session, "line_items[0][nope]": 1 }, "line_items[0][nope]", "parameter_unknown"],
    [
      "checkout/sessions",
      { ...session, "line_items[0][quantity]": 0 },
      "line_items[0][quantity]",
      "parameter_invalid_integer"
    ],
    [
      "checkout/sessions",
      { ...session, ...item("1.5") },
      "line_items[0][price_data][unit_amount]",
      "parameter_invalid_integer"
    ],
    [
      "checkout/sessions",
      { ...session, ...item(-1) },
      "line_items[0][price_data][unit_amount]",
      "parameter_invalid_integer"
    ],
    ["checkout/sessions", { ...session, ...item(1500, { currency: "xxx" }) }, "line_items[0][price_data][currency]"],
    ["checkout/sessions", { ...session, "discounts[0][coupon]": "x" }, "discounts", "sim_not_simulated"],
    ["checkout/sessions", { ...session, mode: "subscription" }, "mode=subscription", "sim_not_simulated"],
    ["checkout/sessions", { ...session, mode: "nope" }, "mode"],
    ["checkout/sessions", { ...session, client_reference_id: long(201) }, "client_reference_id"],
    [
      "checkout/sessions",
      {
        ...session,
        "line_items[0][adjustable_quantity][enabled]": true,
        "line_items[0][adjustable_quantity][maximum]": 1_000_000
      },
      "line_items[0][adjustable_quantity][maximum]",
      "parameter_invalid_integer"
    ],
    [
      "checkout/sessions",
      { ...session, "line_items[0][price_data][unit_amount_decimal]": "1.5" },
      "line_items[0][price_data]"
    ]
  ]
  const named = rows.map(([path, given, param, code, message]) => ({ path, given, param, code, message }))
  it.each(named)("$path $given: $param", async ({ code, given, message, param, path }) => {
    const { post, sessions } = await open()
    const answer = await post(path, given)
    expect(answer.status).toBe(400)
    expect(error(answer)).toMatchObject({ type: "invalid_request_error", param })
    expect(error(answer).code).toBe(code)
    if (message !== undefined) expect(error(answer).message).toBe(message)
    expect(await sessions()).toEqual([])
  })

  it("reads 0 as recorded", async () => {
    const { post } = await open()
    expect(error(await post("payment_intents", { ...usd, amount: 0 })).message).toBe(
      "The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents"
    )
  })

  it("writes errors with their members in alphabetical order, a log and a page about the code", async () => {
    const { post } = await open()
    const answer = await post("payment_intents", { currency: "usd", amount: 49 })
    expect(answer.body).toEqual({
      error: {
        code: "amount_too_small",
        doc_url: "https://stripe.com/docs/error-codes/amount-too-small",
        message: "Amount must be at least $0.50 usd",
        param: "amount",
        request_log_url: `https://dashboard.stripe.com/test/logs/${answer.headers["request-id"]}`,
        type: "invalid_request_error"
      }
    })
    expect(Object.keys(error(answer))).toEqual(Object.keys(error(answer)).sort())
  })
})

describe("faults and worlds", () => {
  it.each([
    ["TimeoutBeforeEffect", 0],
    ["TimeoutAfterEffect", 1]
  ] as const)("%s makes %i PaymentIntents", async (_tag, count) => {
    const { faults, post, run, sessions } = await open()
    await run(faults.arm({ _tag }))
    await expect(post("payment_intents", usd)).rejects.toMatchObject({ _tag: "Deadlocked" })
    expect(await sessions()).toHaveLength(count)
  })

  it("with one seed are the same, with another not", async () => {
    const first = async (seed?: number) => (await (await open(seed === undefined ? {} : { seed })).intent())["id"]
    expect(await first()).toBe(await first(1))
    expect(await first(2)).not.toBe(await first(1))
  })

  it("are served a provider without a virtual clock too", async () => {
    const provider = await Effect.runPromise(StripeSimulator.make())
    const request = { method: "GET", path: "/v1/x", query: new URLSearchParams(), headers: {}, body: "" }
    expect((await Effect.runPromise(provider.handler(request))).status).toBe(401)
  })
})

function keys(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`metadata[k${index}]`, "1"]))
}
