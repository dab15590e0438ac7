import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { VirtualClock } from "@paylayer/simulator"
import * as Authentication from "../../src/adapter/Authentication.ts"
import * as ProviderClient from "../../src/adapter/ProviderClient.ts"
import * as ModificationKey from "../../src/ModificationKey.ts"
import { ProviderError, type Reason } from "../../src/ProviderError.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import * as Wire from "./wire.ts"
import { change, done, json } from "./wire.ts"

const refused = (reason: Reason = { _tag: "Unauthenticated" }) =>
  new ProviderError({ provider: "test", operation: "log in", reason, outcome: "not-executed" })

/** A log-in that takes a second, gives `token-1`, `token-2`, … and knows how many were under way at once. */
const desk = (options: { readonly expiresIn?: Duration.Input; readonly fails?: (nth: number) => boolean } = {}) => {
  const seen = { logIns: 0, atOnce: 0, mostAtOnce: 0 }
  const logIn = Effect.gen(function* () {
    const nth = ++seen.logIns
    seen.mostAtOnce = Math.max(seen.mostAtOnce, ++seen.atOnce)
    yield* Effect.sleep("1 second").pipe(Effect.ensuring(Effect.sync(() => seen.atOnce--)))
    if (options.fails?.(nth) === true) return yield* refused()
    return {
      token: Redacted.make(`token-${nth}`),
      expiresIn: Duration.fromInputUnsafe(options.expiresIn ?? "1 hour")
    }
  })
  return { seen, login: Authentication.login(logIn) }
}

const shown = Effect.map((credential: Authentication.Credential) => Redacted.value(credential["authorization"]!))
const drive = async <A, E>(effect: Effect.Effect<A, E>) => valueOf(await VirtualClock.make({ start: 0 }).drive(effect))
const together = <A, E>(n: number, effect: Effect.Effect<A, E>) =>
  Effect.all(
    Array.from({ length: n }, () => effect),
    { concurrency: "unbounded" }
  )

describe("a log-in", () => {
  it("happens when it is needed, not before", async () => {
    const { login, seen } = desk()
    await drive(login)
    expect(seen.logIns).toBe(0)
  })

  it("is one for all who come at once, and for all who come later", async () => {
    const { login, seen } = desk()
    const tokens = await drive(
      Effect.gen(function* () {
        const { credential } = yield* login
        const first = yield* together(20, shown(credential))
        yield* Effect.sleep("30 minutes")
        return [...first, yield* shown(credential)]
      })
    )
    expect(new Set(tokens)).toEqual(new Set(["Bearer token-1"]))
    expect(seen).toMatchObject({ logIns: 1, mostAtOnce: 1 })
  })

  it.each([
    ["1 hour", 3600 - 30],
    ["10 minutes", 600 - 30],
    ["1 minute", 60 - 6],
    ["10 seconds", 10 - 1]
  ] as const)("for %s is used for %i seconds, and renewed after that", async (expiresIn, seconds) => {
    const { login, seen } = desk({ expiresIn })
    await drive(
      Effect.gen(function* () {
        const { credential } = yield* login
        yield* credential
        // The token counts from the moment at which it was asked for: a second of it is over.
        yield* Effect.sleep(Duration.millis((seconds - 1) * 1000 - 1))
        yield* credential
        expect(seen.logIns).toBe(1)
        yield* Effect.sleep("1 millis")
        expect(yield* shown(credential)).toBe("Bearer token-2")
      })
    )
    expect(seen.logIns).toBe(2)
  })

  it.each(["0 seconds", "500 millis"] as const)(
    "that is good for %s is used once, and nobody hangs",
    async (expiresIn) => {
      const { login, seen } = desk({ expiresIn })
      const tokens = await drive(Effect.flatMap(login, ({ credential }) => together(3, shown(credential))))
      expect(tokens).toEqual(["Bearer token-1", "Bearer token-2", "Bearer token-3"])
      expect(seen.mostAtOnce).toBe(1)
    }
  )

  it("after a refused token is one for all who hold it", async () => {
    const { login, seen } = desk()
    const renewed = await drive(
      Effect.gen(function* () {
        const { credential, renew } = yield* login
        const stale = yield* credential
        return yield* together(20, shown(renew!(stale)))
      })
    )
    expect(new Set(renewed)).toEqual(new Set(["Bearer token-2"]))
    expect(seen).toMatchObject({ logIns: 2, mostAtOnce: 1 })
  })

  it("is not made for a token that somebody has renewed since", async () => {
    const { login, seen } = desk()
    await drive(
      Effect.gen(function* () {
        const { credential, renew } = yield* login
        const stale = yield* credential
        yield* renew!(stale)
        expect(yield* shown(renew!(stale))).toBe("Bearer token-2")
        expect(yield* shown(credential)).toBe("Bearer token-2")
      })
    )
    expect(seen.logIns).toBe(2)
  })

  it("that fails fails all who waited for it, at once", async () => {
    const { login, seen } = desk({ fails: () => true })
    const clock = VirtualClock.make({ start: 0 })
    const exits = valueOf(
      await clock.drive(Effect.flatMap(login, ({ credential }) => together(20, Effect.exit(credential))))
    )
    for (const exit of exits) expect(errorOf(exit)).toMatchObject({ reason: { _tag: "Unauthenticated" } })
    expect(seen.logIns).toBe(1)
    expect(clock.now()).toBe(1000)
  })

  it("that failed is tried again by the next who comes", async () => {
    const { login, seen } = desk({ fails: (nth) => nth < 3 })
    const tokens = await drive(
      Effect.gen(function* () {
        const { credential } = yield* login
        expect(Exit.isFailure(yield* Effect.exit(credential))).toBe(true)
        expect(Exit.isFailure(yield* Effect.exit(credential))).toBe(true)
        return yield* together(3, shown(credential))
      })
    )
    expect(new Set(tokens)).toEqual(new Set(["Bearer token-3"]))
    expect(seen.logIns).toBe(3)
  })

  it("whose fiber is interrupted leaves the others theirs", async () => {
    const { login, seen } = desk()
    const token = await drive(
      Effect.gen(function* () {
        const { credential } = yield* login
        const first = yield* Effect.forkChild(credential, { startImmediately: true })
        const second = yield* Effect.forkChild(shown(credential), { startImmediately: true })
        yield* Effect.sleep("500 millis")
        yield* Fiber.interrupt(first)
        return yield* Fiber.join(second)
      })
    )
    expect(token).toBe("Bearer token-2")
    expect(seen).toMatchObject({ logIns: 2, mostAtOnce: 1 })
  })
})

describe("a client that logs in", () => {
  /** A client whose log-in goes over the same wire. */
  const loggingIn = (wire: Wire.Wire, options: Partial<ProviderClient.Options> = {}) =>
    Effect.gen(function* () {
      const plain = yield* ProviderClient.make(Wire.options)
      const authentication = yield* Authentication.login(
        plain.execute({
          operation: "log in",
          method: "POST",
          path: "/login",
          json: {},
          idempotency: { _tag: "read" },
          answer: Authentication.AccessToken
        })
      )
      return yield* ProviderClient.make({ ...Wire.options, ...options, authentication })
    }).pipe(
      (client) => (call: ProviderClient.Call<unknown>) =>
        wire.run(Effect.flatMap(client, ({ execute }) => execute(call)))
    )
  const token = (n: number) => json(200, { access_token: `token-${n}`, expires_in: 3600, token_type: "Bearer" })
  const key = ModificationKey.ModificationKey.make("key-1")
  const asked = ({ sent }: Wire.Wire) =>
    sent.map(({ headers, method, url }) =>
      `${method} ${new URL(url).pathname} ${headers["authorization"] ?? ""}`.trim()
    )
  const logIn = "POST /v1/login"
  const put = (n: number) => `PUT /v1/sessions/s1 Bearer token-${n}`

  it("sends the token", async () => {
    const wire = Wire.make(token(1), json(200, done))
    expect(valueOf(await loggingIn(wire)(change))).toEqual(done)
    expect(asked(wire)).toEqual([logIn, put(1)])
  })

  it("renews a refused token once", async () => {
    const wire = Wire.make(token(1), json(401), token(2), json(200, done))
    expect(valueOf(await loggingIn(wire)(change))).toEqual(done)
    expect(asked(wire)).toEqual([logIn, put(1), logIn, put(2)])
  })

  it("believes the second refusal", async () => {
    const wire = Wire.make(token(1), json(401), token(2), json(401))
    expect(errorOf(await loggingIn(wire)({ ...change, key }))).toMatchObject({
      operation: "Sessions.update",
      key: "key-1",
      reason: { _tag: "Unauthenticated" },
      outcome: "not-executed",
      exchange: { path: "/sessions/{id}", status: 401 }
    })
    expect(asked(wire)).toEqual([logIn, put(1), logIn, put(2)])
  })

  it("renews even for a change that is never repeated: a refused token executed nothing", async () => {
    const wire = Wire.make(token(1), json(401), token(2), json(200, done))
    valueOf(await loggingIn(wire)({ ...change, idempotency: { _tag: "none" } }))
    expect(wire.sent).toHaveLength(4)
  })

  it("does not count the renewal as an attempt", async () => {
    const wire = Wire.make(token(1), json(401), token(2), json(503), json(503), json(200, done))
    expect(valueOf(await loggingIn(wire)(change))).toEqual(done)
  })

  it("does not send again what may have been executed, whatever the adapter's table calls it", async () => {
    const wire = Wire.make(token(1), json(500), token(2), json(200, done))
    const reason = () => ({ _tag: "Unauthenticated" }) as const
    const call = { ...change, idempotency: { _tag: "none" } } as const
    expect(errorOf(await loggingIn(wire, { reason })(call))).toMatchObject({ outcome: "unknown" })
    expect(asked(wire)).toEqual([logIn, put(1)])
  })

  it.each([
    ["refused", json(401), { _tag: "Unauthenticated" }],
    ["forbidden", json(403), { _tag: "Forbidden" }],
    ["malformed", json(200, { access_token: "" }), { _tag: "MalformedResponse" }],
    ["unavailable", json(503), { _tag: "Unavailable", status: 503 }],
    ["never answered", "silence", { _tag: "Timeout" }]
  ] as const)("a log-in that is %s executed nothing of the change", async (_, reply, reason) => {
    const wire = Wire.make(reply)
    expect(errorOf(await loggingIn(wire)({ ...change, key, idempotency: { _tag: "none" } }))).toMatchObject({
      operation: "Sessions.update",
      key: "key-1",
      reason,
      outcome: "not-executed",
      exchange: { method: "POST", path: "/login" }
    })
    expect(new Set(asked(wire))).toEqual(new Set([logIn]))
  })

  it("a log-in that fails between attempts leaves the change as unknown as it was", async () => {
    const wire = Wire.make(token(1), "reset", json(401), json(403))
    expect(errorOf(await loggingIn(wire)({ ...change, key }))).toMatchObject({
      operation: "Sessions.update",
      key: "key-1",
      reason: { _tag: "Forbidden" },
      outcome: "unknown",
      exchange: { path: "/login" }
    })
    expect(asked(wire)).toEqual([logIn, put(1), put(1), logIn])
  })
})

describe("AccessToken", () => {
  const decode = Schema.decodeUnknownExit(Authentication.AccessToken)

  it("is what RFC 6749 says", () => {
    const { expiresIn, token } = valueOf(decode({ token_type: "Bearer", expires_in: 3600, access_token: "abc" }))
    expect(Redacted.value(token)).toBe("abc")
    expect(Duration.toSeconds(expiresIn)).toBe(3600)
  })

  it.each([
    {},
    { access_token: "", expires_in: 3600 },
    { access_token: "abc" },
    { access_token: "abc", expires_in: "3600" },
    { access_token: 5, expires_in: 3600 }
  ])("is not %j", (body) => {
    expect(decode(body)._tag).toBe("Failure")
  })
})
