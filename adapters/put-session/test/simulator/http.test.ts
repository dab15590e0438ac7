import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { AcquiredSimulator } from "../../src/simulator/index.ts"
import { invalid, open, order } from "./world.ts"

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const unknown = "00000000-0000-4000-8000-000000000000"
const { appId, appKey } = AcquiredSimulator.credentials

const problem = (error_type: string, title: string, instance: string) => ({
  status: "error",
  error_type,
  title,
  instance
})
const unauthorized = (instance: string) =>
  problem("unauthorized", "Authentication with the API failed, please check your details and try again.", instance)
const notFound = (instance: string) =>
  problem("not_found", "Unable to find the requested resource, please check your request and try again.", instance)
const failed = "Your request parameters did not pass our validation."

describe("log-in", () => {
  it("has credentials of the documented lengths", () => {
    expect([appId.length, appKey.length]).toEqual([8, 32])
  })

  it.each(["/v1/login", "/v1/login/"])("gives a token at %s", async (path) => {
    const { send } = await open()
    const { body, status } = await send("POST", path, { app_id: appId, app_key: appKey })
    expect(status).toBe(200)
    expect(body).toEqual({
      token_type: "Bearer",
      expires_in: 3600,
      access_token: expect.stringMatching(/^[0-9a-f]{64}$/)
    })
  })

  it.each([
    [{ app_id: appId, app_key: "deliberately_incorrect_app_key" }],
    [{ app_id: "app_id", app_key: appKey }],
    [{ app_id: appId, app_key: `${appKey}x` }]
  ])("refuses %o", async (body) => {
    const { send } = await open()
    expect(await send("POST", "/v1/login", body)).toEqual({ status: 401, body: unauthorized("/v1/login") })
  })

  it("takes the credentials that it was made with", async () => {
    const credentials = { appId: "another1", appKey: "another0key0of032letters00000000" }
    const { post, send } = await open({ credentials })
    expect((await post({ transaction: order })).status).toBe(201)
    expect((await send("POST", "/v1/login", { app_id: appId, app_key: appKey })).status).toBe(401)
  })

  it("reports all that is missing at once", async () => {
    const { send } = await open()
    const answer = await send("POST", "/v1/login", { app_key: "" })
    expect(answer).toMatchObject({ status: 400, body: problem("validation", failed, "/v1/login") })
    expect(invalid(answer)).toEqual([
      ["app_id", "app_id can not be empty"],
      ["app_key", "app_key can not be empty"]
    ])
    expect((await send("POST", "/v1/login", "{")).status).toBe(400)
  })
})

describe("authentication", () => {
  it.each<readonly [string, Record<string, string>]>([
    ["none", {}],
    ["an unknown token", { authorization: "Bearer 1234" }],
    ["another scheme", { authorization: "Basic 1234" }],
    ["no token", { authorization: "Bearer " }]
  ])("is required: %s", async (_, headers) => {
    const { create, send } = await open()
    const id = await create()
    for (const [method, path] of [
      ["POST", "/v1/payment-sessions"],
      ["PUT", `/v1/payment-sessions/${id}`]
    ] as const) {
      expect(await send(method, path, { transaction: order }, headers)).toEqual({
        status: 401,
        body: unauthorized(path)
      })
    }
  })

  it("lasts for 3600 seconds, and no millisecond more", async () => {
    const { advance, logIn, post, send } = await open()
    await advance("3599999 millis")
    expect((await post({ transaction: order })).status).toBe(201)
    await advance("1 milli")
    expect((await post({ transaction: order })).status).toBe(401)
    const again = await logIn()
    expect((await send("POST", "/v1/payment-sessions", { transaction: order }, again)).status).toBe(201)
  })

  it("takes the account's own Company-Id and Mid, in any case, and no other", async () => {
    const companyId = "11111111-1111-4111-8111-11111111abcd"
    const mid = "22222222-2222-4222-8222-22222222abcd"
    const { post } = await open({ companyId, mid })
    const status = async (headers: Record<string, string>) => (await post({ transaction: order }, headers)).status
    expect(await status({ "Company-Id": companyId, Mid: mid })).toBe(201)
    expect(await status({ "Company-Id": companyId.toUpperCase() })).toBe(201)
    expect(await post({ transaction: order }, { "Company-Id": unknown })).toEqual({
      status: 403,
      body: problem(
        "forbidden",
        "You do not have access to the requested resource, please check your details and try again.",
        "/v1/payment-sessions"
      )
    })
    expect(await status({ Mid: unknown })).toBe(403)
    expect(await status({ Mid: "no uuid" })).toBe(403)
  })
})

describe("routes", () => {
  it.each(["/v1/payment-sessions", "/v1/payment-sessions/"])("creates at %s", async (path) => {
    const { bearer, send } = await open()
    const { body, status } = await send("POST", path, { transaction: order }, bearer)
    expect(status).toBe(201)
    expect(body).toEqual({ session_id: expect.stringMatching(uuid) })
  })

  it.each(["", "/"])("changes with %o at the end", async (end) => {
    const { create, put, truth } = await open()
    const id = await create()
    expect(await put(id + end, { transaction: { amount: 16 } })).toEqual({ status: 200, body: { status: "Success" } })
    expect(await truth(id)).toMatchObject({ amount: { decimal: "16", currency: "GBP" } })
  })

  it("knows a session by its id in any case", async () => {
    const { create, put } = await open()
    expect((await put((await create()).toUpperCase(), { transaction: { amount: 16 } })).status).toBe(200)
  })

  it.each([
    ["PUT", `/v1/payment-sessions/${unknown}`],
    ["PUT", "/v1/payment-sessions/nonsense"],
    ["PUT", "/v1/payment-sessions"],
    ["GET", `/v1/payment-sessions/${unknown}`],
    ["PATCH", `/v1/payment-sessions/${unknown}`],
    ["DELETE", `/v1/payment-sessions/${unknown}`],
    ["POST", "/v1/transactions"],
    ["POST", "/payment-sessions"],
    ["GET", "/"]
  ] as const)("finds nothing at %s %s", async (method, path) => {
    const { bearer, send } = await open()
    expect(await send(method, path, method === "GET" ? undefined : {}, bearer)).toEqual({
      status: 404,
      body: notFound(path)
    })
  })

  it.each(["", "{", "[]", '"text"', "null", "<html>"])("doesn't take %o for a body", async (text) => {
    const { create, post, put, truth } = await open()
    const id = await create()
    const before = await truth(id)
    for (const answer of [await post(text), await put(id, text)]) {
      expect(answer).toMatchObject({ status: 400, body: { error_type: "bad_request", title: failed } })
    }
    expect(await truth(id)).toEqual(before)
  })

  it("makes a session of each POST: there is no idempotency", async () => {
    const { post, sessions } = await open()
    for (let i = 0; i < 3; i++) await post({ transaction: order }, { "Idempotency-Key": "one" })
    expect(new Set((await sessions()).map(({ id }) => id)).size).toBe(3)
  })
})

describe("faults", () => {
  it("leave the log-in alone", async () => {
    const { faults, logIn, post, run } = await open()
    await run(faults.arm({ _tag: "Answer", status: 503, body: "{}" }))
    expect(await logIn()).toHaveProperty("authorization")
    expect((await post({ transaction: order })).status).toBe(503)
    expect((await post({ transaction: order })).status).toBe(201)
  })

  it.each([
    ["TimeoutBeforeEffect", 0],
    ["TimeoutAfterEffect", 1]
  ] as const)("%s makes %i sessions", async (_tag, count) => {
    const { bearer, faults, run, sessions, send } = await open()
    await run(faults.arm({ _tag }))
    // Nobody here has a time-out: the clock finds that nothing will ever happen.
    await expect(send("POST", "/v1/payment-sessions", { transaction: order }, bearer)).rejects.toMatchObject({
      _tag: "Deadlocked"
    })
    expect(await sessions()).toHaveLength(count)
  })
})

describe("worlds", () => {
  it("with one seed are the same, with another not", async () => {
    const first = async (seed?: number) => (await open(seed === undefined ? {} : { seed })).create()
    expect(await first()).toBe(await first(1))
    expect(await first(2)).not.toBe(await first(1))
  })

  it("are served a provider without a virtual clock too", async () => {
    const provider = await Effect.runPromise(AcquiredSimulator.make())
    const request = { method: "POST", path: "/v1/login", query: new URLSearchParams(), headers: {}, body: "{}" }
    expect((await Effect.runPromise(provider.handler(request))).status).toBe(400)
    expect(provider.isLogIn?.(request)).toBe(true)
  })
})
