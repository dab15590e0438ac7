import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Deliveries, Shopper, Truth } from "../../src/index.ts"
import type { Provider } from "../../src/index.ts"
import * as redact from "../../src/server/redact.ts"
import * as Server from "../../src/server/index.ts"

const amount = { decimal: "1.5", currency: "GBP" }

const make = Effect.sync((): Provider.Provider => {
  const waiting = [{ id: "w", method: "POST" as const, headers: { Hash: "h" }, body: "{}" }]
  return {
    isLogIn: (request) => request.path === "/login",
    handler: (request) =>
      request.path === "/defect"
        ? Effect.die("a bug")
        : Effect.succeed({
            status: request.path === "/nothing" ? 204 : 200,
            headers: { "content-type": "application/json" },
            body:
              request.path === "/nothing" ? "" : JSON.stringify({ ...request, query: [...request.query], token: "t" })
          }),
    truth: Truth.Truth.of({ sessions: Effect.succeed([]), authorisations: Effect.succeed([]) }),
    shopper: Shopper.Shopper.of({
      open: ({ id, token }) => Effect.succeed({ _tag: "Shown", amount, token: `${id}${token ?? ""}` }),
      submit: ({ id }, manner) =>
        Effect.succeed(
          manner === "challenge"
            ? {
                _tag: "Challenged",
                finish: (passed) =>
                  Effect.succeed(passed ? { _tag: "Authorised", authorisation: id, amount } : { _tag: "Declined" })
              }
            : { _tag: "Refused", why: manner ?? "no manner" }
        ),
      settle: (id, approved) => Effect.succeed({ _tag: "Refused", why: `${id} ${approved}` })
    }),
    deliveries: Deliveries.Deliveries.of({ take: Effect.sync(() => waiting.splice(0)) })
  }
})

let server: Server.Server
let log: Array<Server.Logged>
beforeEach(async () => {
  log = []
  server = await Effect.runPromise(Server.open(make, { log: (logged) => log.push(logged) }))
})
afterEach(() => Effect.runPromise(server.close))

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const control = async (method: string, path: string, body?: unknown): Promise<unknown> =>
  (await send(method, `/_paylayer/${path}`, body)).json()

describe("the wire", () => {
  it("carries requests and answers as they are", async () => {
    const response = await send("PUT", "/a%20b/?x=1&y=%C3%A4", { grüße: "ä" }, { "X-Custom": "Value" })
    expect(response.status).toBe(200)
    const bytes = await response.clone().arrayBuffer()
    expect(response.headers.get("content-length")).toBe(String(bytes.byteLength))
    const seen = (await response.json()) as Record<string, unknown>
    expect(seen).toMatchObject({
      method: "PUT",
      path: "/a%20b/",
      query: [
        ["x", "1"],
        ["y", "ä"]
      ],
      headers: { "x-custom": "Value" },
      body: '{"grüße":"ä"}'
    })
  })

  it("answers without a body", async () => {
    const response = await send("POST", "/nothing", {})
    expect([response.status, await response.text()]).toEqual([204, ""])
  })

  it("tells a defect of the simulator from an answer of the provider", async () => {
    const response = await send("POST", "/defect", {})
    expect([response.status, await response.text()]).toEqual([500, "the simulator itself failed\n"])
    expect(log[0]!.outcome).toBe("defect")
  })
})

describe("faults", () => {
  const aborted = async (promise: Promise<unknown>) =>
    await promise.then(
      () => "answered",
      (error: Error) => error.name
    )

  it.each(["TimeoutBeforeEffect", "TimeoutAfterEffect"])("%s: no answer comes", async (_tag) => {
    await control("POST", "faults", { fault: { _tag } })
    const waiting = fetch(`${server.url}/x`, { method: "PUT", signal: AbortSignal.timeout(100) })
    expect(await aborted(waiting)).toBe("TimeoutError")
    expect(log.at(-1)!.outcome).toBe("silence")
    expect((await send("PUT", "/x")).status).toBe(200)
  })

  it.each(["ResetBeforeEffect", "ResetAfterEffect"])("%s: the connection breaks", async (_tag) => {
    await control("POST", "faults", { fault: { _tag } })
    expect(await aborted(send("PUT", "/x"))).toBe("TypeError")
    expect(log.at(-1)!.outcome).toBe("reset")
    expect((await send("PUT", "/x")).status).toBe(200)
  })

  it("answers and garbles, as often and where it is told", async () => {
    const only = { method: "GET", path: "here" }
    await control("POST", "faults", {
      fault: { _tag: "Answer", status: 429, headers: { "Retry-After": "1" } },
      times: 2,
      only
    })
    await control("POST", "faults", { fault: { _tag: "Garble", body: "<html>", contentType: "text/html" } })
    const statuses = []
    for (const path of ["/other", "/here", "/here", "/here"]) statuses.push((await send("GET", path)).status)
    expect(statuses).toEqual([200, 429, 429, 200])
    const garbled = await send("PUT", "/x")
    expect([garbled.headers.get("content-type"), await garbled.text()]).toEqual(["text/html", "<html>"])
  })

  it("are disarmed", async () => {
    await control("POST", "faults", { fault: { _tag: "Answer", status: 500 }, times: "all" })
    expect((await send("PUT", "/x")).status).toBe(500)
    await control("DELETE", "faults")
    expect((await send("PUT", "/x")).status).toBe(200)
  })
})

describe("controls", () => {
  it("let a person play the shopper", async () => {
    expect(await control("POST", "shopper/open", { id: "s", token: "t" })).toEqual({
      _tag: "Shown",
      amount,
      token: "st"
    })
    expect(await control("POST", "shopper/submit", { id: "s" })).toEqual({ _tag: "Refused", why: "no manner" })
    expect(await control("POST", "shopper/submit", { id: "s", manner: "decline" })).toEqual({
      _tag: "Refused",
      why: "decline"
    })
    expect(await control("POST", "shopper/settle", { id: "s", approved: true })).toEqual({
      _tag: "Refused",
      why: "s true"
    })
  })

  it("let a person finish a challenge, once", async () => {
    expect(await control("POST", "shopper/submit", { id: "s", manner: "challenge" })).toEqual({
      _tag: "Challenged",
      next: 'POST /_paylayer/shopper/finish {"id":"s","passed":true}'
    })
    expect(await control("POST", "shopper/finish", { id: "s", passed: true })).toMatchObject({ _tag: "Authorised" })
    expect(await control("POST", "shopper/finish", { id: "s", passed: true })).toHaveProperty("error")
  })

  it("show the truth and hand over deliveries", async () => {
    expect(await control("GET", "truth")).toEqual({ sessions: [], authorisations: [] })
    expect(await control("GET", "deliveries")).toMatchObject([{ id: "w", headers: { Hash: "h" }, body: "{}" }])
    expect(await control("GET", "deliveries")).toEqual([])
  })

  it.each([
    ["POST", "shopper/submit", { id: 7 }, 400, "id"],
    ["POST", "shopper/submit", undefined, 400, "JSON"],
    ["POST", "shopper/submit", { id: "s", manner: "steal" }, 400, "manner"],
    ["POST", "faults", { fault: { _tag: "Answer", status: 99 } }, 400, "status"],
    ["GET", "nothing", undefined, 404, "GET truth"]
  ] as const)("refuse %s %s %o", async (method, path, body, status, hint) => {
    const response = await send(method, `/_paylayer/${path}`, body)
    expect(response.status).toBe(status)
    expect(((await response.json()) as { error: string }).error).toContain(hint)
  })

  it("that a provider doesn't have are not there", async () => {
    const plain = Effect.map(make, ({ handler, truth }) => ({ handler, truth }))
    const other = await Effect.runPromise(Server.open(plain))
    const response = await fetch(`${other.url}/_paylayer/shopper/open`, { method: "POST" })
    expect(await response.json()).toEqual({ error: "expected one of: GET truth, POST faults, DELETE faults" })
    await Effect.runPromise(other.close)
  })
})

describe("the log", () => {
  it("has each request as one line, with its secrets hidden", async () => {
    await send(
      "POST",
      "/x?api_key=canary&a=b",
      { app_key: "canary", items: [{ cvv: "canary", n: 1 }] },
      {
        authorization: "Bearer canary"
      }
    )
    const line = Server.toLine(log[0]!)
    expect(line).not.toContain("\n")
    expect(line.split("→")[0]).toBe(
      'POST /x?api_key=<redacted>&a=b 200 {"app_key":"<redacted>","items":[{"cvv":"<redacted>","n":1}]} '
    )
    expect(line).toContain('"token":"<redacted>"')
  })

  it.each([
    ['{"access_token":"c","token_type":"Bearer"}', "", '{"access_token":"<redacted>","token_type":"Bearer"}'],
    ["a=1&client_secret=c", "application/x-www-form-urlencoded", "a=1&client_secret=<redacted>"],
    ["<Authorisation>canary</Authorisation>", "text/xml", "(37 characters)"],
    ["", "application/json", ""],
    [`{"a":"${"x".repeat(600)}"}`, "", `{"a":"${"x".repeat(494)}…`]
  ])("shows of %s", (body, type, shown) => {
    expect(redact.body(body, type)).toBe(shown)
  })

  it.each([
    "app_key",
    "apiKey",
    "X-Api-Key",
    "authorization",
    "access_token",
    "client_secret",
    "password",
    "hmacSignature",
    "Hash",
    "sessionData",
    "session_result",
    "encryptedCardNumber",
    "number",
    "card.number",
    "bankAccountNumber",
    "cvc",
    "iban",
    "proof"
  ])("hides %s", (name) => {
    expect(redact.isSecret(name)).toBe(true)
  })

  it.each(["app_id", "amount", "order_id", "authorisation", "authorisations", "token_type", "session_id", "reference"])(
    "shows %s",
    (name) => {
      expect(redact.isSecret(name)).toBe(false)
    }
  )
})

describe("listening", () => {
  it("says why it can't", async () => {
    const exit = await Effect.runPromiseExit(Effect.flip(Server.open(make, { port: server.port })))
    expect(Exit.isSuccess(exit) && exit.value.message).toBe(
      `can't listen on 127.0.0.1:${server.port}: the port is in use`
    )
  })

  it("ends with its scope, whoever still waits", async () => {
    const url = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const other = yield* Server.serve(make)
          yield* Effect.promise(() =>
            fetch(`${other.url}/_paylayer/faults`, {
              method: "POST",
              body: JSON.stringify({ fault: { _tag: "TimeoutBeforeEffect" } })
            })
          )
          void fetch(`${other.url}/x`, { method: "PUT" }).catch(() => {})
          yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 20)))
          return other.url
        })
      )
    )
    await expect(fetch(url)).rejects.toThrow()
  })
})
