import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Authentication from "../../src/adapter/Authentication.ts"
import type { Call } from "../../src/adapter/ProviderClient.ts"
import * as ModificationKey from "../../src/ModificationKey.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import * as Wire from "./wire.ts"
import { change, done, execute, json } from "./wire.ts"

const key = ModificationKey.ModificationKey.make("key-1")
const idempotencies = {
  read: { _tag: "read" },
  natural: { _tag: "natural" },
  key: { _tag: "key", window: Duration.hours(24), compared: true, maxLength: 64 },
  none: { _tag: "none" }
} as const satisfies Record<string, Call<unknown>["idempotency"]>
type Kind = keyof typeof idempotencies
const kinds = Object.keys(idempotencies) as ReadonlyArray<Kind>

const calling = (kind: Kind) => ({ ...change, idempotency: idempotencies[kind] })

describe("a request", () => {
  it("is what the call says, and nothing about us besides", async () => {
    const wire = Wire.make(json(200, done))
    const call = { ...change, query: { "expand[]": "all & more" } }
    expect(valueOf(await wire.run(execute(call, { headers: { "api-version": "7" } })))).toEqual(done)
    expect(wire.sent).toHaveLength(1)
    expect(wire.sent[0]).toMatchObject({
      method: "PUT",
      url: "https://provider.test/v1/sessions/s1?expand%5B%5D=all+%26+more",
      body: '{"amount":2150}'
    })
    expect(wire.sent[0]!.headers).toEqual({
      accept: "application/json",
      "api-version": "7",
      "content-type": "application/json",
      "content-length": "15"
    })
  })

  it("carries no tracing headers, whatever traces around it", async () => {
    const wire = Wire.make(json(200, done))
    await wire.run(execute(change).pipe(Effect.withSpan("the application")))
    for (const name of ["b3", "traceparent", "tracestate"]) expect(wire.sent[0]!.headers).not.toHaveProperty(name)
  })

  it.each(kinds)("carries the key only where it means something: %s", async (kind) => {
    const wire = Wire.make(json(200, done))
    await wire.run(execute({ ...calling(kind), key }))
    expect(wire.sent[0]!.headers["idempotency-key"]).toBe(kind === "key" ? "key-1" : undefined)
  })

  it.each([
    ["../x?y#z", "..%2Fx%3Fy%23z"],
    ["a/b", "a%2Fb"],
    ["a%2Fb", "a%252Fb"],
    ["%2e%2e", "%252e%252e"],
    ["a b+c", "a%20b%2Bc"],
    ["\\..\\x", "%5C..%5Cx"],
    ["…", "%E2%80%A6"],
    ["...", "..."],
    ["a.b", "a.b"],
    ["{id}", "%7Bid%7D"],
    ["$&", "%24%26"]
  ])("keeps its path with the id %j", async (id, segment) => {
    const wire = Wire.make(json(200, done))
    await wire.run(execute({ ...change, parameters: { id } }))
    expect(wire.sent.map(({ url }) => url)).toEqual([`${Wire.baseUrl}/sessions/${segment}`])
  })

  it.each([".", "..", "", "\ud800", "a\udc00b"])(
    "with the id %j, which would change the path, is never sent",
    async (id) => {
      const wire = Wire.make(json(200, done))
      const error = errorOf(await wire.run(execute({ ...change, parameters: { id }, key })))
      expect(error).toMatchObject({
        _tag: "ProviderError",
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "id", reason: "cannot stand in a path" }] },
        outcome: "not-executed",
        key: "key-1"
      })
      expect(error.exchange).toBeUndefined()
      expect(wire.sent).toEqual([])
    }
  )

  it("without the id that its path needs is never sent", async () => {
    const wire = Wire.make(json(200, done))
    const { parameters: _, ...rest } = change
    expect(errorOf(await wire.run(execute(rest)))).toMatchObject({ reason: { _tag: "InvalidRequest" } })
    expect(wire.sent).toEqual([])
  })

  it("goes where the template says, whatever the id", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (id) => {
        const wire = Wire.make(json(200, done))
        await wire.run(execute({ ...change, parameters: { id } }))
        for (const { url } of wire.sent) {
          const { hash, host, pathname, search } = new URL(url)
          const segments = pathname.split("/")
          expect([host, search, hash, ...segments.slice(0, 3)]).toEqual(["provider.test", "", "", "", "v1", "sessions"])
          expect(segments.slice(3).map(decodeURIComponent)).toEqual([id])
        }
      })
    )
  })

  it("goes through what the options do to the client", async () => {
    const wire = Wire.make(json(200, done))
    const transformClient = HttpClient.mapRequest(HttpClientRequest.setHeader("x-proxy", "yes"))
    await wire.run(execute(change, { transformClient }))
    expect(wire.sent[0]!.headers["x-proxy"]).toBe("yes")
  })

  it("shows who we are", async () => {
    const wire = Wire.make(json(200, done))
    const secret = Redacted.make("s3cret")
    for (const authentication of [
      Authentication.header("x-api-key", secret),
      Authentication.bearer(secret),
      Authentication.basic("user", secret)
    ]) {
      await wire.run(execute(change, { authentication }))
    }
    expect(wire.sent.map(({ headers }) => headers["x-api-key"] ?? headers["authorization"])).toEqual([
      "s3cret",
      "Bearer s3cret",
      `Basic ${btoa("user:s3cret")}`
    ])
  })
})

describe("the key", () => {
  it("is the same in every attempt and in the error", async () => {
    const wire = Wire.make(json(503))
    const error = errorOf(await wire.run(execute(calling("key"))))
    const keys = wire.sent.map(({ headers }) => headers["idempotency-key"])
    expect(keys).toHaveLength(3)
    expect(new Set(keys)).toEqual(new Set([error.key]))
    expect(error.key).toMatch(/^[0-9a-f-]{36}$/)
  })

  it("is another one in the next call", async () => {
    const wire = Wire.make(json(200, done))
    await wire.run(execute(calling("key")))
    await wire.run(execute(calling("key")))
    const [first, second] = wire.sent.map(({ headers }) => headers["idempotency-key"])
    expect(first).not.toBe(second)
  })

  it("that the caller gave is used and given back", async () => {
    const wire = Wire.make(json(400))
    expect(errorOf(await wire.run(execute({ ...calling("key"), key }))).key).toBe("key-1")
    expect(wire.sent.map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1"])
  })

  it("is drawn for a change whatever its idempotency, and never for a read", async () => {
    for (const kind of kinds) {
      const error = errorOf(await Wire.make(json(400)).run(execute(calling(kind))))
      expect(error.key === undefined).toBe(kind === "read")
    }
  })

  it("that is longer than the provider takes is refused before the wire", async () => {
    const wire = Wire.make(json(200, done))
    const keyed = (length: number) => ({
      ...calling("key"),
      key: ModificationKey.ModificationKey.make("x".repeat(length))
    })
    valueOf(await wire.run(execute(keyed(64))))
    expect(errorOf(await wire.run(execute(keyed(65))))).toMatchObject({
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "key", reason: "may have at most 64 characters" }] },
      outcome: "not-executed"
    })
    expect(wire.sent).toHaveLength(1)
  })
})

it("a key that was forced to be one is refused by name, and nothing is sent", async () => {
  const wire = Wire.make(json(200, done))
  const forged = { ...calling("key"), key: "order 7" as ModificationKey.ModificationKey }
  const error = errorOf(await wire.run(execute(forged)))
  expect(error).toMatchObject({ reason: { parameters: [{ parameter: "key" }] }, outcome: "not-executed" })
  expect(error).not.toHaveProperty("key")
  expect(wire.sent).toHaveLength(0)
})

describe("no answer in time", () => {
  it.each([
    ["read", 3, "not-executed"],
    ["natural", 3, "unknown"],
    ["key", 3, "unknown"],
    ["none", 1, "unknown"]
  ] as const)("%s: %i requests, %s", async (kind, requests, outcome) => {
    const wire = Wire.make("silence")
    const error = errorOf(await wire.run(execute(calling(kind), { timeout: "5 seconds" })))
    expect(error).toMatchObject({ reason: { _tag: "Timeout", after: 5000 }, outcome })
    expect(error.exchange).toEqual({ method: "PUT", host: "provider.test", path: "/sessions/{id}" })
    expect(wire.sent).toHaveLength(requests)
    // A request that nobody waits for is given up.
    for (const { signal } of wire.sent) expect(signal.aborted).toBe(true)
  })

  it("is waited for as long as the time-out says, 30 seconds unless told", async () => {
    const wire = Wire.make("silence")
    await wire.run(execute(calling("none")))
    expect(wire.clock.now()).toBe(30_000)
  })

  it("counts the body, too", async () => {
    const wire = Wire.make(() => new Response(new ReadableStream({ start: (it) => it.enqueue(new Uint8Array([123])) })))
    expect(errorOf(await wire.run(execute(calling("none"))))).toMatchObject({
      reason: { _tag: "Timeout", after: 30_000 },
      outcome: "unknown"
    })
  })
})

describe("a broken connection", () => {
  it.each([
    ["read", 3, "not-executed"],
    ["natural", 3, "unknown"],
    ["key", 3, "unknown"],
    ["none", 1, "unknown"]
  ] as const)("%s: %i requests, %s", async (kind, requests, outcome) => {
    const wire = Wire.make("reset")
    expect(errorOf(await wire.run(execute(calling(kind))))).toMatchObject({
      reason: { _tag: "Transport", kind: "TransportError" },
      outcome
    })
    expect(wire.sent).toHaveLength(requests)
  })

  it("in the middle of a body is one, too", async () => {
    const half = () =>
      new Response(
        new ReadableStream({
          start: (it) => it.enqueue(new TextEncoder().encode('{"status":')),
          pull: (it) => it.error(new Error("reset"))
        })
      )
    const wire = Wire.make(half)
    expect(errorOf(await wire.run(execute(calling("none"))))).toMatchObject({
      reason: { _tag: "Transport" },
      outcome: "unknown"
    })
  })
})

describe("a status", () => {
  /** How often it is sent and how it ends: for a read, a natural, a keyed and an unsafe change. */
  const table: ReadonlyArray<
    readonly [status: number, tag: string, ...Record<Kind, readonly [number, string]>[Kind][]]
  > = [
    [300, "UnknownCode", [1, "not-executed"], [1, "unknown"], [1, "unknown"], [1, "unknown"]],
    [302, "UnknownCode", [1, "not-executed"], [1, "unknown"], [1, "unknown"], [1, "unknown"]],
    [304, "UnknownCode", [1, "not-executed"], [1, "unknown"], [1, "unknown"], [1, "unknown"]],
    [400, "InvalidRequest", ...each(1, "not-executed")],
    [401, "Unauthenticated", ...each(1, "not-executed")],
    [402, "UnknownCode", ...each(1, "not-executed")],
    [403, "Forbidden", ...each(1, "not-executed")],
    [404, "NotFound", ...each(1, "not-executed")],
    [405, "UnknownCode", ...each(1, "not-executed")],
    [408, "UnknownCode", [1, "not-executed"], [1, "unknown"], [1, "unknown"], [1, "unknown"]],
    [409, "IdempotencyConflict", ...each(1, "not-executed")],
    [410, "UnknownCode", ...each(1, "not-executed")],
    [418, "UnknownCode", ...each(1, "not-executed")],
    [422, "InvalidRequest", ...each(1, "not-executed")],
    [429, "RateLimited", ...each(3, "not-executed")],
    [500, "Unavailable", [3, "not-executed"], [3, "unknown"], [3, "unknown"], [1, "unknown"]],
    [502, "Unavailable", [3, "not-executed"], [3, "unknown"], [3, "unknown"], [1, "unknown"]],
    [503, "Unavailable", [3, "not-executed"], [3, "unknown"], [3, "unknown"], [1, "unknown"]],
    [504, "Unavailable", [3, "not-executed"], [3, "unknown"], [3, "unknown"], [1, "unknown"]],
    [599, "Unavailable", [3, "not-executed"], [3, "unknown"], [3, "unknown"], [1, "unknown"]]
  ]
  function each(requests: number, outcome: string) {
    return kinds.map(() => [requests, outcome] as const)
  }
  const rows = table.flatMap(([status, tag, ...columns]) =>
    columns.map(([requests, outcome], column) => [status, kinds[column]!, tag, requests, outcome] as const)
  )

  it.each(rows)("%i, %s: %s after %i requests, %s", async (status, kind, tag, requests, outcome) => {
    const wire = Wire.make(json(status))
    const error = errorOf(await wire.run(execute(calling(kind))))
    expect(error).toMatchObject({ reason: { _tag: tag }, outcome, exchange: { status } })
    expect(wire.sent).toHaveLength(requests)
  })

  it("that the adapter's table knows better is what that table says", async () => {
    const wire = Wire.make(json(400, { code: "slow" }), json(200, done))
    const reason = () => ({ _tag: "RateLimited" }) as const
    expect(valueOf(await wire.run(execute(calling("none"), { reason })))).toEqual(done)
    expect(wire.sent).toHaveLength(2)
  })

  it("of a provider that failed inside is no rate limit, whatever the adapter's table calls it", async () => {
    const wire = Wire.make(json(503))
    const reason = () => ({ _tag: "RateLimited" }) as const
    expect(errorOf(await wire.run(execute(calling("none"), { reason })))).toMatchObject({ outcome: "unknown" })
    expect(wire.sent).toHaveLength(1)
  })

  it("gives the provider's id of the request", async () => {
    const wire = Wire.make(json(400, {}, { "X-Request-Id": "r-7" }))
    const error = errorOf(await wire.run(execute(change, { requestIdHeader: "X-Request-Id" })))
    expect(error.exchange).toEqual({
      method: "PUT",
      host: "provider.test",
      path: "/sessions/{id}",
      status: 400,
      requestId: "r-7"
    })
  })
})

describe("sending again", () => {
  it("ends with the first good answer", async () => {
    const wire = Wire.make(json(503), "reset", json(200, done))
    expect(valueOf(await wire.run(execute(calling("key"))))).toEqual(done)
    expect(wire.sent).toHaveLength(3)
    expect(new Set(wire.sent.map(({ body, method, url }) => `${method} ${url} ${body}`)).size).toBe(1)
  })

  it("waits twice as long each time, with up to half of it by chance", async () => {
    const pauses = async (chance: number) => {
      const wire = Wire.make(json(503))
      const random = { nextIntUnsafe: () => 0, nextDoubleUnsafe: () => chance }
      await wire.run(
        execute(calling("key"), { retry: { attempts: 4 } }).pipe(Effect.provideService(Random.Random, random))
      )
      return wire.sent.map(({ at }) => at)
    }
    expect(await pauses(0)).toEqual([0, 500, 1500, 3500])
    expect(await pauses(1)).toEqual([0, 750, 2250, 5250])
  })

  it.each([429, 503])("waits as long as Retry-After of a %i says", async (status) => {
    const wire = Wire.make(json(status, {}, { "retry-after": "7" }), json(200, done))
    valueOf(await wire.run(execute(calling("key"))))
    expect(wire.sent.map(({ at }) => at)).toEqual([0, 7000])
  })

  it("says how long the provider wants to be left alone", async () => {
    const wire = Wire.make(json(429, {}, { "retry-after": "7" }))
    expect(errorOf(await wire.run(execute(change)))).toMatchObject({ reason: { _tag: "RateLimited", retryAfter: 7 } })
  })

  it("does not begin beyond the budget", async () => {
    const wire = Wire.make(json(429, {}, { "retry-after": "61" }))
    expect(errorOf(await wire.run(execute(change)))).toMatchObject({
      reason: { _tag: "RateLimited", retryAfter: 61 },
      outcome: "not-executed"
    })
    expect(wire.sent).toHaveLength(1)
    expect(wire.clock.now()).toBe(0)
  })

  it("begins up to the very end of the budget", async () => {
    const wire = Wire.make(json(429, {}, { "retry-after": "60" }), json(200, done))
    valueOf(await wire.run(execute(change)))
    expect(wire.sent.map(({ at }) => at)).toEqual([0, 60_000])
  })

  it.each(["9".repeat(400), "99999999999", "-1", "1.5", "soon", "", "Wed, 21 Oct 2026 07:28:00 GMT"])(
    "takes Retry-After: %s for no number, and does not fall over it",
    async (value) => {
      const wire = Wire.make(json(429, {}, { "retry-after": value }))
      const error = errorOf(await wire.run(execute(change)))
      expect(error.reason).toEqual({ _tag: "RateLimited" })
      expect(wire.sent).toHaveLength(3)
    }
  )

  it("counts all the time since the start", async () => {
    const wire = Wire.make("silence")
    const budget = { timeout: "10 seconds", retry: { attempts: 99, budget: "35 seconds" } } as const
    expect(errorOf(await wire.run(execute(calling("key"), budget)))).toMatchObject({ reason: { _tag: "Timeout" } })
    // 10 s, a pause of at least 0.5; 10 s, at least 1; 10 s, at least 2: the next would begin within the budget only
    // if chance were kind; none begins after it.
    expect(wire.sent.length).toBeLessThanOrEqual(4)
    for (const { at } of wire.sent) expect(at).toBeLessThanOrEqual(35_000)
  })

  it("is done as often as told", async () => {
    for (const attempts of [1, 2, 5]) {
      const wire = Wire.make(json(503))
      await wire.run(execute(calling("key"), { retry: { attempts } }))
      expect(wire.sent).toHaveLength(attempts)
    }
  })
})

describe("what became of it", () => {
  it.each([
    ["a time-out, then a refusal", ["silence", json(400)], "InvalidRequest", "unknown"],
    ["a reset, then a refusal", ["reset", json(422)], "InvalidRequest", "unknown"],
    ["a 500, then a conflict", [json(500), json(409)], "IdempotencyConflict", "unknown"],
    ["a 503, then a rate limit", [json(503), json(429)], "RateLimited", "unknown"],
    ["a rate limit, then a refusal", [json(429), json(400)], "InvalidRequest", "not-executed"],
    ["a rate limit, then a time-out", [json(429), "silence"], "Timeout", "unknown"]
  ] as const)("after %s", async (_, replies, tag, outcome) => {
    const error = errorOf(await Wire.make(...replies).run(execute(calling("key"))))
    expect(error).toMatchObject({ reason: { _tag: tag }, outcome })
  })

  it.each([
    ["a key in use", ["in-use"], "unknown"],
    ["a key of something else", ["another"], "not-executed"],
    ["a key in use, and then of something else", ["in-use", "another"], "not-executed"]
  ] as const)("is left open by refusals that say so: %s", async (_, codes, outcome) => {
    const error = errorOf(
      await Wire.make(...codes.map((code) => json(409, { code }))).run(
        execute(calling("key"), {
          reason: ({ body }) => ({ _tag: "IdempotencyConflict", ...(body as { readonly code: string }) }),
          leavesOpen: (reason) => reason._tag === "IdempotencyConflict" && reason.code === "in-use",
          again: ({ body }) => (body as { readonly code: string }).code === "in-use"
        })
      )
    )
    expect(error).toMatchObject({ reason: { _tag: "IdempotencyConflict", code: codes.at(-1) }, outcome })
  })

  it("stays not executed for a read, whatever happens", async () => {
    const error = errorOf(await Wire.make("silence", json(500), json(400)).run(execute(calling("read"))))
    expect(error).toMatchObject({ reason: { _tag: "InvalidRequest" }, outcome: "not-executed" })
  })
})

describe("a refusal that is a rule of the model", () => {
  const refused = (status: number, unsure: boolean, now: number) => ({ _tag: "Refused", status, unsure, now })
  const call = {
    ...calling("key"),
    violation: (
      { status }: { readonly status: number },
      { now, unsure }: { readonly now: number; readonly unsure: boolean }
    ) => (status === 410 ? refused(status, unsure, now) : undefined)
  }

  it("is that rule, with what was known when the answer came", async () => {
    const wire = Wire.make(json(429, {}, { "retry-after": "7" }), json(410))
    expect(errorOf(await wire.run(execute(call)))).toEqual(refused(410, false, 7000))
  })

  it.each([["silence"], ["reset"], [json(500)]] as const)(
    "knows that an earlier attempt may have counted",
    async (first) => {
      const error = errorOf(await Wire.make(first, json(410)).run(execute(call)))
      expect(error).toMatchObject({ _tag: "Refused", unsure: true })
    }
  )

  it("is asked about refusals only, and only those that it knows", async () => {
    expect(valueOf(await Wire.make(json(200, done)).run(execute(call)))).toEqual(done)
    expect(errorOf(await Wire.make(json(404)).run(execute(call)))).toMatchObject({ reason: { _tag: "NotFound" } })
  })
})

describe("an answer", () => {
  const said = (body: BodyInit | null, status = 200, more = {}) =>
    Wire.make(() => new Response(body, { status })).run(execute(calling("none"), more))
  const malformed = (problem: string) => ({
    _tag: "ProviderError",
    reason: { _tag: "MalformedResponse", problem },
    outcome: "unknown",
    exchange: { status: 200 }
  })
  const notPromised = malformed("not the fields that the document promises")

  it("may hold more than is used", async () => {
    expect(valueOf(await said('{"status":"ok","links":[{}],"new":{"a":1}}'))).toEqual({ status: "ok" })
  })

  it.each([
    ["cut off", '{"status":"succ', malformed("not JSON")],
    ["text", "OK", malformed("not JSON")],
    ["a page", "<!doctype html><html>c4n4ry</html>", malformed("markup instead of JSON")],
    ["XML", '\n  <?xml version="1.0"?><a/>', malformed("markup instead of JSON")],
    ["spaces", "   ", malformed("not JSON")],
    ["empty", "", malformed("an empty body")],
    ["no body at all", null, malformed("an empty body")],
    ["another shape", '{"state":"ok"}', notPromised],
    ["another type", '{"status":5}', notPromised],
    ["null", "null", notPromised],
    ["a list", "[]", notPromised],
    ["not UTF-8 at all", new Uint8Array([0xff, 0xfe, 0x00, 0x80]), malformed("not JSON")],
    [
      "not UTF-8 inside",
      new Uint8Array([...Buffer.from('{"status":"'), 0xe9, ...Buffer.from('"}')]),
      malformed("not UTF-8")
    ]
  ] as const)("that is %s is malformed, and the change may have been executed", async (_, body, expected) => {
    expect(errorOf(await said(body as BodyInit))).toMatchObject(expected)
  })

  it("may be empty where nothing is expected", async () => {
    const call = { ...calling("none"), answer: Schema.Undefined }
    for (const reply of [() => new Response(null, { status: 204 }), () => new Response("", { status: 200 })]) {
      expect(valueOf(await Wire.make(reply).run(execute(call)))).toBeUndefined()
    }
  })

  it("with the mark of UTF-8 in front is read all the same", async () => {
    expect(valueOf(await said(new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from('{"status":"é"}')])))).toEqual({
      status: "é"
    })
  })

  it("of a refusal in another encoding still says its code", async () => {
    const body = new Uint8Array([...Buffer.from('{"code":"c1","message":"refus'), 0xe9, ...Buffer.from('"}')])
    const reason = (answer: { readonly body: unknown; readonly status: number }) => ({
      _tag: "UnknownCode" as const,
      status: answer.status,
      code: (answer.body as { readonly code: string }).code
    })
    expect(errorOf(await said(body, 402, { reason }))).toMatchObject({ reason: { _tag: "UnknownCode", code: "c1" } })
  })

  it("that is malformed is not asked for again", async () => {
    for (const kind of kinds) {
      const wire = Wire.make(json(200, { state: 5 }))
      expect(errorOf(await wire.run(execute(calling(kind))))).toMatchObject({
        reason: { _tag: "MalformedResponse" },
        outcome: kind === "read" ? "not-executed" : "unknown"
      })
      expect(wire.sent).toHaveLength(1)
    }
  })

  it("up to the limit is read", async () => {
    const body = JSON.stringify({ status: "x".repeat(87) })
    expect(body.length).toBe(100)
    expect(valueOf(await said(body, 200, { bodyLimit: 100 }))).toEqual({ status: "x".repeat(87) })
    expect(errorOf(await said(body, 200, { bodyLimit: 99 }))).toMatchObject(malformed("a body of more than 99 bytes"))
  })

  it.each([200, 500])("without an end is not read to it: %i", async (status) => {
    let chunks = 0
    let cancelled = false
    const endless = () =>
      new Response(
        new ReadableStream(
          {
            pull: (it) => {
              chunks++
              it.enqueue(new Uint8Array(64 * 1024).fill(0x20))
            },
            cancel: () => void (cancelled = true)
          },
          { highWaterMark: 0 }
        ),
        { status }
      )
    const wire = Wire.make(endless)
    const error = errorOf(await wire.run(execute(calling("none"))))
    expect(error.reason._tag).toBe(status === 200 ? "MalformedResponse" : "Unavailable")
    expect(chunks).toBeLessThanOrEqual(20)
    expect(cancelled).toBe(true)
  })
})

describe("an interruption", () => {
  it("aborts the request", async () => {
    const wire = Wire.make("silence")
    const interrupted = Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(execute(change), { startImmediately: true })
      yield* Effect.sleep("1 second")
      expect(wire.sent.map(({ signal }) => signal.aborted)).toEqual([false])
      yield* Fiber.interrupt(fiber)
    })
    valueOf(await wire.run(interrupted))
    expect(wire.sent.map(({ signal }) => signal.aborted)).toEqual([true])
    expect(wire.clock.now()).toBe(1000)
  })

  it("during a pause sends nothing any more", async () => {
    const wire = Wire.make(json(429, {}, { "retry-after": "30" }))
    const interrupted = Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(execute(change), { startImmediately: true })
      yield* Effect.sleep("1 second")
      yield* Fiber.interrupt(fiber)
      yield* Effect.sleep("1 minute")
    })
    valueOf(await wire.run(interrupted))
    expect(wire.sent).toHaveLength(1)
  })
})
