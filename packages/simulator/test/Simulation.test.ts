import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Mac from "effect/crypto/Mac"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { describe, expect, expectTypeOf, it } from "vitest"
import { Deliveries, Faults, ProviderClock, Shopper, Simulation, Truth, VirtualClock } from "../src/index.ts"
import type { Provider, Wire } from "../src/index.ts"

const url = "https://provider.test/v1/things"
const truth = Truth.Truth.of({ sessions: Effect.succeed([]), authorisations: Effect.succeed([]) })

/** Counts what it is asked to do and says how often it was asked. */
const counting = (log: Array<Wire.WireRequest>) =>
  Effect.sync((): Provider.Provider => ({
    truth,
    isLogIn: (request) => request.path === "/login",
    handler: (request) =>
      Effect.sync(() => {
        log.push(request)
        return {
          status: 200,
          headers: { "content-type": "application/json", "content-length": "7" },
          body: JSON.stringify({ n: log.length })
        }
      })
  }))

/** A world and a way to run under its clock. */
const open = async (layer: Layer.Layer<Simulation.Common>) => {
  const runtime = ManagedRuntime.make(layer)
  const context = await runtime.context()
  const clock = Context.get(context, VirtualClock.VirtualClock)
  const drive = <A, E>(effect: Effect.Effect<A, E, Simulation.Common>) =>
    clock.drive(Effect.provideContext(effect, context))
  const run = async <A, E>(effect: Effect.Effect<A, E, Simulation.Common>): Promise<A> => {
    const exit = await drive(effect)
    if (Exit.isSuccess(exit)) return exit.value
    throw Cause.squash(exit.cause)
  }
  return { clock, drive, run }
}
const world = async (options?: Simulation.Options) => {
  const log: Array<Wire.WireRequest> = []
  return { log, ...(await open(Simulation.layer(counting(log), options))) }
}

const put = HttpClient.execute(HttpClientRequest.bodyJsonUnsafe(HttpClientRequest.put(url), { amount: 15.02 }))
const arm = (fault: Faults.Fault, options?: Faults.ArmOptions) =>
  Effect.flatMap(Faults.Faults, (faults) => faults.arm(fault, options))
const text = Effect.flatMap(put, (response) => response.text)

describe("the client", () => {
  it("carries method, path, query, headers in lower case and the body", async () => {
    const { log, run } = await world()
    const request = HttpClientRequest.put("https://provider.test:8443/v1/a%20b/c?x=1&x=2#fragment").pipe(
      HttpClientRequest.setUrlParams({ y: "ä&b" }),
      HttpClientRequest.setHeader("X-Custom", "Value"),
      HttpClientRequest.bearerToken("token"),
      HttpClientRequest.bodyJsonUnsafe({ amount: 15.02 })
    )
    await run(HttpClient.execute(request))
    expect(log).toHaveLength(1)
    const { headers, query, ...rest } = log[0]!
    expect(rest).toEqual({ method: "PUT", path: "/v1/a%20b/c", body: '{"amount":15.02}' })
    expect([...query]).toEqual([
      ["x", "1"],
      ["x", "2"],
      ["y", "ä&b"]
    ])
    expect(headers).toMatchObject({
      host: "provider.test:8443",
      "x-custom": "Value",
      authorization: "Bearer token",
      "content-type": "application/json"
    })
  })

  const bodies: ReadonlyArray<readonly [string, HttpBody.HttpBody, string, string | RegExp | undefined]> = [
    ["none", HttpBody.empty, "", undefined],
    ["json", HttpBody.jsonUnsafe({ a: [1] }), '{"a":[1]}', "application/json"],
    ["text", HttpBody.text("grüße"), "grüße", "text/plain"],
    ["urlparams", HttpBody.urlParams({ a: "1 2", b: "&" }), "a=1+2&b=%26", "application/x-www-form-urlencoded"],
    ["bytes", HttpBody.uint8Array(new TextEncoder().encode("bytes")), "bytes", "application/octet-stream"],
    [
      "a stream",
      HttpBody.stream(Stream.make("str", "eam").pipe(Stream.encodeText)),
      "stream",
      "application/octet-stream"
    ],
    ["raw text", HttpBody.raw("raw"), "raw", undefined],
    ["raw parameters", HttpBody.raw(new URLSearchParams({ a: "b" })), "a=b", /^application\/x-www-form-urlencoded/]
  ]
  it.each(bodies)("sends a body: %s", async (_, body, sent, contentType) => {
    const { log, run } = await world()
    await run(HttpClient.execute(HttpClientRequest.setBody(HttpClientRequest.post(url), body)))
    expect(log[0]!.body).toBe(sent)
    if (contentType instanceof RegExp) expect(log[0]!.headers["content-type"]).toMatch(contentType)
    else expect(log[0]!.headers["content-type"]).toBe(contentType)
  })

  it("sends a form with its boundary", async () => {
    const { log, run } = await world()
    await run(HttpClient.execute(HttpClientRequest.bodyFormDataRecord(HttpClientRequest.post(url), { a: "b" })))
    expect(log[0]!.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/)
    expect(log[0]!.body).toContain('name="a"')
  })

  it("fails with EncodeError where a body cannot be read, and the provider sees nothing", async () => {
    const { drive, log } = await world()
    const body = HttpBody.stream(Stream.fail("broken"))
    const exit = await drive(
      Effect.flip(HttpClient.execute(HttpClientRequest.setBody(HttpClientRequest.post(url), body)))
    )
    expect(exit).toMatchObject({ value: { reason: { _tag: "EncodeError" } } })
    expect(log).toEqual([])
  })

  it("fails with InvalidUrlError for no URL", async () => {
    const { drive } = await world()
    expect(await drive(Effect.flip(HttpClient.get("not a url")))).toMatchObject({
      value: { reason: { _tag: "InvalidUrlError" } }
    })
  })

  it("answers with status, headers and a body that can be read in each way, more than once", async () => {
    const { run } = await world()
    await run(
      Effect.gen(function* () {
        yield* arm({
          _tag: "Answer",
          status: 201,
          headers: { "Content-Type": "application/json", "Set-Cookie": "a=b" },
          body: '{"ä":1}'
        })
        const response = yield* put
        expect([response.status, response.headers["content-type"]]).toEqual([201, "application/json"])
        expect(response.cookies.cookies).toHaveProperty("a")
        expect(response.url).toBe(url)
        expect(yield* response.json).toEqual({ ä: 1 })
        expect(yield* response.text).toBe('{"ä":1}')
        expect(new TextDecoder().decode(yield* response.arrayBuffer)).toBe('{"ä":1}')
        expect(yield* Stream.mkString(Stream.decodeText(response.stream))).toBe('{"ä":1}')
        expect(yield* response.json).toEqual({ ä: 1 })
      })
    )
  })

  it("fails with DecodeError for a body that isn't JSON; an empty one is null", async () => {
    const { run } = await world()
    const json = Effect.flatMap(put, (response) => response.json)
    const [html, empty] = await run(
      Effect.gen(function* () {
        yield* arm({ _tag: "Answer", status: 200, body: "<html>" })
        const html = yield* Effect.flip(json)
        yield* arm({ _tag: "Answer", status: 200 })
        return [html, yield* json] as const
      })
    )
    expect(html.reason._tag).toBe("DecodeError")
    expect(empty).toBeNull()
  })

  it("leaves a provider alone that has begun when its client hangs up", async () => {
    let done = 0
    const slow = Effect.succeed({
      truth,
      handler: () =>
        Effect.as(
          Effect.andThen(
            Effect.sleep("5 seconds"),
            Effect.sync(() => void done++)
          ),
          answer
        )
    })
    const answer: Wire.WireResponse = { status: 200, headers: {}, body: "" }
    const { clock, run } = await open(Simulation.layer(slow))
    expect(await run(Effect.timeoutOption(put, "1 second"))).toEqual(Option.none())
    expect(done).toBe(0)
    await run(clock.advance("10 seconds"))
    expect(done).toBe(1)
  })

  it("aborts with the signal of an interrupted request", async () => {
    const { run } = await world()
    const seen = await run(
      Effect.gen(function* () {
        yield* arm({ _tag: "TimeoutBeforeEffect" })
        const fiber = yield* Effect.forkChild(put, { startImmediately: true })
        yield* Fiber.interrupt(fiber)
        return fiber.pollUnsafe()
      })
    )
    expect(seen !== undefined && Exit.hasInterrupts(seen)).toBe(true)
  })

  it("travels as long as it is told: hung up on the way there nothing has happened, on the way back it has", async () => {
    for (const [limit, requests] of [
      [99, 0],
      [101, 1],
      [149, 1]
    ] as const) {
      const { log, run } = await world({ latency: { there: "100 millis", back: "50 millis" } })
      expect(Option.isNone(await run(Effect.timeoutOption(put, Duration.millis(limit))))).toBe(true)
      expect(log).toHaveLength(requests)
    }
    const { clock, run } = await world({ latency: { there: "100 millis", back: "50 millis" }, clock: { start: 0 } })
    await run(put)
    expect(clock.now()).toBe(150)
  })
})

describe("faults", () => {
  const limited = (effect: typeof put) => Effect.timeoutOption(effect, "30 seconds")
  const rows: ReadonlyArray<readonly [Faults.Fault, "silence" | "TransportError" | string, number]> = [
    [{ _tag: "TimeoutBeforeEffect" }, "silence", 0],
    [{ _tag: "TimeoutAfterEffect" }, "silence", 1],
    [{ _tag: "ResetBeforeEffect" }, "TransportError", 0],
    [{ _tag: "ResetAfterEffect" }, "TransportError", 1],
    [{ _tag: "Answer", status: 503, body: "busy" }, "503 busy", 0],
    [{ _tag: "Garble", body: (original) => original.slice(0, 3) }, '200 {"n', 1]
  ]
  it.each(rows)("%o", async (fault, expected, effects) => {
    const { clock, log, run } = await world({ clock: { start: 0 } })
    const seen = await run(
      Effect.andThen(arm(fault), limited(put)).pipe(
        Effect.flatMap((response) =>
          Option.isNone(response)
            ? Effect.succeed("silence")
            : Effect.map(response.value.text, (body) => `${response.value.status} ${body}`)
        ),
        Effect.catch((error) => Effect.succeed(error.reason._tag))
      )
    )
    expect(seen).toBe(expected)
    expect(log).toHaveLength(effects)
    expect(clock.now()).toBe(expected === "silence" ? 30_000 : 0)
    expect(await run(text)).toBe(`{"n":${effects + 1}}`)
  })

  it("garbled answers keep status and headers but the length, and may change the type", async () => {
    const { run } = await world()
    const headers = await run(
      Effect.andThen(arm({ _tag: "Garble", body: () => "<p>", contentType: "text/html" }), put).pipe(
        Effect.map((response) => ({ ...response.headers }))
      )
    )
    expect(headers).toEqual({ "content-type": "text/html" })
  })

  it("hit changes, not reads nor the log-in, unless they are told which", async () => {
    const { log, run } = await world()
    const statuses = await run(
      Effect.gen(function* () {
        yield* arm({ _tag: "Answer", status: 500 }, { times: Infinity })
        const requests = [
          HttpClientRequest.get(url),
          HttpClientRequest.head(url),
          HttpClientRequest.post("https://provider.test/login"),
          HttpClientRequest.post(url),
          HttpClientRequest.patch(url),
          HttpClientRequest.delete(url)
        ]
        const first = yield* Effect.forEach(requests, (request) =>
          Effect.map(HttpClient.execute(request), (r) => r.status)
        )
        yield* (yield* Faults.Faults).disarm
        yield* arm({ _tag: "Answer", status: 502 }, { only: (request) => request.method === "GET" })
        const second = yield* Effect.forEach(requests, (request) =>
          Effect.map(HttpClient.execute(request), (r) => r.status)
        )
        return [first, second]
      })
    )
    expect(statuses).toEqual([
      [200, 200, 200, 500, 500, 500],
      [502, 200, 200, 200, 200, 200]
    ])
    expect(log).toHaveLength(3 + 5)
  })

  it("are used up in the order in which they were armed, as often as they were armed for", async () => {
    const { run } = await world()
    const statuses = await run(
      Effect.gen(function* () {
        yield* arm({ _tag: "Answer", status: 429 }, { times: 2 })
        yield* arm({ _tag: "Answer", status: 418 }, { times: 0 })
        yield* arm({ _tag: "Answer", status: 503 })
        return yield* Effect.forEach([1, 2, 3, 4], () => Effect.map(put, (response) => response.status))
      })
    )
    expect(statuses).toEqual([429, 429, 503, 200])
  })
})

describe("a world", () => {
  it("is fresh with each build", async () => {
    const log: Array<Wire.WireRequest> = []
    const layer = Simulation.layer(
      Effect.map(counting(log), (provider) => {
        log.length = 0
        return provider
      })
    )
    for (let i = 0; i < 2; i++) {
      const { clock, run } = await open(layer)
      expect(clock.now()).toBe(Date.UTC(2026, 0, 1))
      await run(clock.advance("1 hour"))
      expect(await run(text)).toBe('{"n":1}')
    }
  })

  it("has one clock for the provider, its controls, the client and Effect", async () => {
    const telling = Effect.gen(function* () {
      const clock = yield* Clock.Clock
      return {
        truth,
        handler: () =>
          Effect.map(Clock.currentTimeMillis, (now) => ({
            status: 200,
            headers: {},
            body: `${clock.currentTimeMillisUnsafe()} ${now}`
          }))
      }
    })
    const { run } = await open(Simulation.layer(telling, { clock: { start: 5 } }))
    const seen = await run(
      Effect.gen(function* () {
        yield* (yield* ProviderClock.ProviderClock).advance("1 milli")
        return [yield* text, yield* Clock.currentTimeMillis]
      })
    )
    expect(seen).toEqual(["6 6", 6])
  })

  it("keeps the client's context from the provider", async () => {
    const Secret = Context.Reference<string>("test/Secret", { defaultValue: () => "the default" })
    const telling = Effect.succeed({
      truth,
      handler: () => Effect.map(Effect.service(Secret), (body) => ({ status: 200, headers: {}, body }))
    })
    const { run } = await open(Simulation.layer(telling))
    expect(await run(Effect.provideService(text, Secret, "the client's"))).toBe("the default")
  })

  it("signs without a thread pool", async () => {
    const { clock, run } = await world({ clock: { start: 0 } })
    const tag = await run(
      Effect.gen(function* () {
        const mac = yield* Mac.Mac
        return yield* mac.sign(yield* Mac.key(Mac.hmacSha256, new Uint8Array(32)), new Uint8Array(1))
      }).pipe(Effect.timeout("1 second"))
    )
    expect(tag).toHaveLength(32)
    expect(clock.now()).toBe(0)
  })

  it("has the controls that its provider has, by type and in fact", () => {
    const plain = Effect.succeed({ truth, handler: () => Effect.succeed({ status: 200, headers: {}, body: "" }) })
    const shopper = Shopper.Shopper.of({
      open: () => Effect.succeed({ _tag: "Refused", why: "closed" }),
      submit: () => Effect.succeed({ _tag: "Refused", why: "closed" }),
      settle: () => Effect.succeed({ _tag: "Refused", why: "closed" })
    })
    const deliveries = Deliveries.Deliveries.of({ take: Effect.succeed([]) })
    const whole = Effect.map(plain, (provider) => ({ ...provider, shopper, deliveries }))
    const plainWorld = Simulation.layer(plain)
    const wholeWorld = Simulation.layer(whole)
    expectTypeOf<Layer.Success<typeof plainWorld>>().toEqualTypeOf<Simulation.Common>()
    expectTypeOf<Layer.Success<typeof wholeWorld>>().toEqualTypeOf<
      Simulation.Common | Shopper.Shopper | Deliveries.Deliveries
    >()
    const has = Effect.map(Effect.context<never>(), (context) =>
      [Shopper.Shopper, Deliveries.Deliveries].map(({ key }) => context.mapUnsafe.has(key))
    )
    expect(Effect.runSync(Effect.provide(has, plainWorld))).toEqual([false, false])
    expect(Effect.runSync(Effect.provide(has, wholeWorld))).toEqual([true, true])
  })

  it("can be used by a program that isn't driven", async () => {
    const log: Array<Wire.WireRequest> = []
    const program = Effect.gen(function* () {
      yield* arm({ _tag: "Answer", status: 503 })
      const retried = Effect.flatMap(
        Effect.filterOrFail(put, ({ status }) => status !== 503),
        ({ text }) => text
      )
      return yield* VirtualClock.driving(Effect.retry(Effect.timeout(retried, "5 seconds"), { times: 1 }))
    })
    expect(await Effect.runPromise(Effect.provide(program, Simulation.layer(counting(log))))).toBe('{"n":1}')
  })
})
