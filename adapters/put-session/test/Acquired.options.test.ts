/** Acquired.com's credentials and options: the token, its log-ins, and where requests go. */
import { Money, type Session } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Client from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { Acquired } from "../src/index.ts"
import { AcquiredSimulator } from "../src/simulator/index.ts"
import { appKey, open } from "./shop.ts"

const gbp = (value: number) => Money.positiveUnsafe(value, "GBP")
const { credentials } = AcquiredSimulator
const request: Session.SessionRequest = { reference: "order-1", amount: gbp(1502) }
const sent = ["POST /v1/login", "POST /v1/payment-sessions"]
const unauthorized = {
  _tag: "Answer",
  status: 401,
  body: JSON.stringify({ status: "error", error_type: "unauthorized", title: "No." })
} as const

describe("the token", () => {
  const logIns = async ({ requests }: Awaited<ReturnType<typeof open>>) =>
    (await requests()).filter((request) => request === "POST /v1/login").length
  const creations = (shop: Awaited<ReturnType<typeof open>>, times: number) =>
    shop.run(
      Effect.all(
        Array.from({ length: times }, () => shop.sessions.create(request)),
        { concurrency: "unbounded" }
      )
    )

  it("is asked for with app_id and app_key when it is needed, and shared", async () => {
    const shop = await open({ simulator: { latency: { there: "1 second" } } })
    expect(await shop.requests()).toEqual([])
    await creations(shop, 5)
    const [logIn, ...others] = await shop.exchanges()
    expect(JSON.parse(logIn!.body)).toEqual({ app_id: credentials.appId, app_key: credentials.appKey })
    expect(logIn!.headers["authorization"]).toBeUndefined()
    expect(await logIns(shop)).toBe(1)
    expect(new Set(others.map(({ headers }) => headers["authorization"])).size).toBe(1)
    expect(others[0]!.headers["authorization"]).toMatch(/^Bearer [0-9a-f]{64}$/)
  })

  it("is renewed shortly before it ends", async () => {
    const shop = await open()
    await creations(shop, 1)
    await shop.advance("3569 seconds")
    await creations(shop, 1)
    expect(await logIns(shop)).toBe(1)
    await shop.advance("1 second")
    await creations(shop, 2)
    expect(await logIns(shop)).toBe(2)
  })

  it("is renewed once after it was refused, by one log-in for all", async () => {
    const shop = await open({ simulator: { latency: { there: "1 second" } } })
    await creations(shop, 1)
    await shop.arm(unauthorized, { times: 3 })
    await creations(shop, 3)
    expect(await logIns(shop)).toBe(2)
    expect(await shop.requests()).toHaveLength(2 + 3 + 1 + 3)
  })

  it("that is refused again is Unauthenticated", async () => {
    const shop = await open()
    await shop.arm(unauthorized, { times: Infinity })
    expect(await shop.fails(shop.sessions.create(request))).toMatchObject({
      operation: "Sessions.create",
      outcome: "not-executed",
      reason: { _tag: "Unauthenticated", code: "unauthorized" }
    })
    expect(await shop.requests()).toEqual([...sent, ...sent])
  })

  it("that another machine's log-in ended is renewed", async () => {
    const shop = await open({ simulator: { assume: { secondLogIn: "ends-older" } } })
    const session = await shop.create(gbp(1502))
    const elsewhere = HttpClientRequest.bodyJsonUnsafe(
      HttpClientRequest.post("https://test-api.acquired.com/v1/login"),
      {
        app_id: credentials.appId,
        app_key: credentials.appKey
      }
    )
    await shop.run(shop.client.execute(elsewhere))
    await shop.run(shop.sessions.update(session, { amount: gbp(1800) }))
    expect((await shop.truth(session.id))?.amount.decimal).toBe("18")
  })

  it("that isn't given says why", async () => {
    const shop = await open({ acquired: { appKey: Redacted.make("wrong-app-key-of-a-certain-length") } })
    const error = await shop.fails(shop.sessions.create(request))
    expect(error).toMatchObject({
      operation: "Sessions.create",
      key: expect.any(String),
      outcome: "not-executed",
      reason: { _tag: "Unauthenticated", code: "unauthorized" },
      exchange: { method: "POST", path: "/login", status: 401 }
    })
    expect(await shop.requests()).toEqual(["POST /v1/login"])
  })
})

describe("options", () => {
  const wide = async (acquired: Partial<Acquired.Options>) => {
    const shop = await open({ acquired })
    await shop.run(shop.sessions.create(request))
    return shop.exchanges()
  }

  it.each([
    [{}, "https://test-api.acquired.com/v1/login"],
    [{ environment: "test" }, "https://test-api.acquired.com/v1/login"],
    [{ environment: "live" }, "https://api.acquired.com/v1/login"],
    [{ baseUrl: "http://localhost:4010/v1" }, "http://localhost:4010/v1/login"],
    [{ baseUrl: "http://localhost:4010/v1/", environment: "live" }, "http://localhost:4010/v1/login"]
  ] as const)("%j is at %s", async (options, url) => {
    expect((await wide(options))[0]!.url).toBe(url)
  })

  it("companyId and mid go along as headers, and wrong ones are Forbidden", async () => {
    const [companyId, mid] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
    const shop = await open({ simulator: { companyId, mid }, acquired: { companyId, mid } })
    await shop.run(shop.sessions.create(request))
    expect((await shop.exchanges()).at(-1)!.headers).toMatchObject({ "company-id": companyId, mid })
    const other = await open({ simulator: { companyId, mid }, acquired: { mid: companyId } })
    expect(await other.fails(other.sessions.create(request))).toMatchObject({
      reason: { _tag: "Forbidden", code: "forbidden" }
    })
  })

  it("timeout and retry bound what a caller waits", async () => {
    const shop = await open({ acquired: { timeout: "2 seconds", retry: { attempts: 2 } } })
    const session = await shop.create(gbp(1502))
    await shop.arm({ _tag: "TimeoutBeforeEffect" }, { times: Infinity })
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject({
      outcome: "unknown",
      reason: { _tag: "Timeout", after: 2000 }
    })
    expect(await shop.requests()).toHaveLength(4)
  })

  it("transformClient is what else happens to a request", async () => {
    const [logIn] = await wide({
      transformClient: (client) => Client.mapRequest(client, HttpClientRequest.setHeader("x-shop", "1"))
    })
    expect(logIn!.headers["x-shop"]).toBe("1")
  })

  const config = Acquired.layerConfig({
    appId: Config.String("ACQUIRED_APP_ID"),
    appKey: Config.Redacted("ACQUIRED_APP_KEY"),
    environment: Config.Literals(["test", "live"], "ACQUIRED_ENVIRONMENT")
  })
  const configured = (env: Readonly<Record<string, string>>) =>
    Layer.provide(config, ConfigProvider.layer(ConfigProvider.fromUnknown(env)))

  it("come from the configuration, the app_key redacted", async () => {
    const env = {
      ACQUIRED_APP_ID: credentials.appId,
      ACQUIRED_APP_KEY: credentials.appKey,
      ACQUIRED_ENVIRONMENT: "live"
    }
    const shop = await open({ layer: configured(env) })
    await shop.run(shop.sessions.create(request))
    const [logIn] = await shop.exchanges()
    expect(logIn!.url).toBe("https://api.acquired.com/v1/login")
    expect(JSON.parse(logIn!.body)).toEqual({ app_id: credentials.appId, app_key: credentials.appKey })
  })

  it("that are missing from it are named", async () => {
    const client = Layer.succeed(
      HttpClient,
      Client.make(() => Effect.never)
    )
    const layer = Layer.provide(configured({ ACQUIRED_APP_ID: "a", ACQUIRED_ENVIRONMENT: "test" }), client)
    const exit = await Effect.runPromiseExit(Effect.scoped(Layer.build(layer)))
    expect(Exit.isFailure(exit) && String(exit.cause)).toContain("ACQUIRED_APP_KEY")
  })

  it("print without the app_key", () => {
    expect(JSON.stringify({ appId: credentials.appId, appKey })).not.toContain(credentials.appKey)
  })
})
