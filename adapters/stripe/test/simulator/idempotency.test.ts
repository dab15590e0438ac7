import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { elements, error, type Form, item, open } from "./world.ts"

const usd = { amount: 1500, currency: "usd" }
const key = { "idempotency-key": "one" }
const sent = (answer: { readonly status: number; readonly text: string }) => [answer.status, answer.text]

describe("the same key and the same parameters", () => {
  it.each<readonly [string, Form]>([
    ["payment_intents", usd],
    ["checkout/sessions", { ...elements, ...item(1500) }]
  ])("replay %s byte for byte", async (path, form) => {
    const { deliveries, post, sessions } = await open()
    const first = await post(path, form, key)
    const count = (await deliveries()).length
    const second = await post(path, form, key)
    expect(sent(second)).toEqual(sent(first))
    expect(first.headers["idempotent-replayed"]).toBeUndefined()
    expect(second.headers).toMatchObject({
      "idempotent-replayed": "true",
      "idempotency-key": "one",
      "original-request": first.headers["request-id"]
    })
    expect(second.headers["request-id"]).not.toBe(first.headers["request-id"])
    expect(await sessions()).toHaveLength(1)
    expect([count, (await deliveries()).length]).toEqual([path === "payment_intents" ? 1 : 0, 0])
  })

  it("in another order are the same", async () => {
    const { post } = await open()
    const first = await post("payment_intents", "amount=1500&currency=usd&metadata[a]=1&metadata[b]=2", key)
    const second = await post("payment_intents", "metadata%5Bb%5D=2&metadata[a]=1&currency=usd&amount=1500", key)
    expect(sent(second)).toEqual(sent(first))
  })

  it("give the old answer, also after the amount has changed: A→B→A", async () => {
    const { intent, post, truth } = await open()
    const { id } = await intent()
    await post(`payment_intents/${id}`, { amount: 1600 }, key)
    await post(`payment_intents/${id}`, { amount: 1700 })
    const third = await post(`payment_intents/${id}`, { amount: 1600 }, key)
    expect([third.body["amount"], (await truth(id))?.amount.decimal]).toEqual([1600, "17"])
  })

  it.each([
    ["400 unexpected_state", 400, "update"],
    ["402 card_declined", 402, "confirm"],
    ["400 amount_too_small", 400, "small"]
  ])("replay %s", async (_, status, what) => {
    const { intent, post, submit } = await open()
    const made = await intent()
    if (what === "update") await submit(made)
    const request = (): ReturnType<typeof post> =>
      what === "update"
        ? post(`payment_intents/${made["id"]}`, { amount: 1700 }, key)
        : what === "confirm"
          ? post(`payment_intents/${made["id"]}/confirm`, { payment_method: "pm_card_chargeDeclined" }, key)
          : post("payment_intents", { ...usd, amount: 1 }, key)
    const first = await request()
    const second = await request()
    expect([first.status, sent(second), second.headers["idempotent-replayed"]]).toEqual([status, sent(first), "true"])
  })
})

describe("what failed before it was executed isn't kept", () => {
  it.each<readonly [string, Form]>([
    ["payment_intents", { amount: 1500 }],
    ["payment_intents", { ...usd, nope: 1 }],
    ["payment_intents", { ...usd, amount: "abc" }],
    ["checkout/sessions", elements]
  ])("%s %o", async (path, form) => {
    const { post } = await open()
    expect((await post(path, form, key)).status).toBe(400)
    const good = path === "payment_intents" ? usd : { ...elements, ...item(1500) }
    const answer = await post(path, good, key)
    expect([answer.status, answer.headers["idempotent-replayed"]]).toEqual([200, undefined])
  })

  it("nor what wasn't authenticated", async () => {
    const { post } = await open()
    expect((await post("payment_intents", usd, { ...key, authorization: "Bearer x" })).status).toBe(401)
    expect((await post("payment_intents", usd, key)).status).toBe(200)
  })
})

it("the same key with other parameters is an idempotency_error, and changes nothing", async () => {
  const { post, sessions } = await open()
  await post("payment_intents", usd, key)
  const answer = await post("payment_intents", { ...usd, amount: 1700 }, key)
  expect([answer.status, answer.headers["idempotent-replayed"]]).toEqual([400, undefined])
  const { request_log_url: _, ...rest } = error(answer)
  expect(rest).toEqual({
    message:
      "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'one' if you meant to execute a different request.",
    type: "idempotency_error"
  })
  expect((await sessions()).map(({ amount }) => amount.decimal)).toEqual(["15"])
})

it("a key has up to 255 characters", async () => {
  const { post, sessions } = await open()
  expect((await post("payment_intents", usd, { "idempotency-key": "x".repeat(255) })).status).toBe(200)
  expect((await post("payment_intents", usd, { "idempotency-key": "x".repeat(256) })).status).toBe(400)
  expect(await sessions()).toHaveLength(1)
})

it("a key is forgotten after 24 hours, and not a millisecond before", async () => {
  const { advance, post } = await open()
  const first = await post("payment_intents", usd, key)
  await advance("86399999 millis")
  expect((await post("payment_intents", usd, key)).body["id"]).toBe(first.body["id"])
  await advance("1 milli")
  expect((await post("payment_intents", usd, key)).body["id"]).not.toBe(first.body["id"])
})

it("reads have no keys", async () => {
  const { get, intent, post, send } = await open()
  const { id } = await intent()
  await send("GET", `/v1/payment_intents/${id}`, undefined, key)
  await post(`payment_intents/${id}`, { amount: 1700 }, key)
  expect((await send("GET", `/v1/payment_intents/${id}`, undefined, key)).body["amount"]).toBe(1700)
  expect((await get(`payment_intents/${id}`)).headers["idempotency-key"]).toBeUndefined()
})

describe("while the first request is executed", () => {
  const slow = { latency: { within: "2 seconds" } } as const
  it.each([usd, { ...usd, amount: 1700 }])("the key is in use: %o", async (form) => {
    const { post, run, sending, sessions } = await open(slow)
    const [first, second] = await run(
      Effect.all(
        [sending("POST", "/v1/payment_intents", usd, key), sending("POST", "/v1/payment_intents", form, key)],
        { concurrency: "unbounded" }
      )
    )
    expect([first.status, second.status]).toEqual([200, 409])
    expect(error(second)).toMatchObject({
      code: "idempotency_key_in_use",
      message:
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): one. Please try again later.",
      type: "idempotency_error"
    })
    expect(await sessions()).toHaveLength(1)
    // The 409 itself isn't kept.
    expect(sent(await post("payment_intents", usd, key))).toEqual(sent(first))
  })

  it("other keys go on", async () => {
    const { run, sending, sessions } = await open(slow)
    const requests = ["a", "b"].map((name) => sending("POST", "/v1/payment_intents", usd, { "idempotency-key": name }))
    const answers = await run(Effect.all(requests, { concurrency: "unbounded" }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await sessions()).toHaveLength(2)
  })

  it("takes the time that it takes, on the way too", async () => {
    const { clock, intent } = await open({ latency: { there: "1 second", within: "2 seconds", back: "3 seconds" } })
    const before = clock.now()
    await intent()
    expect(clock.now() - before).toBe(6000)
  })
})
