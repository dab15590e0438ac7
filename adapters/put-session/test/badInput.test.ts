/**
 * Breaking the adapter: whatever is wrong ends in a typed error that says what was expected and what came, nothing is
 * sent that should not be, and the session is what it was.
 */
import { Money, Session } from "@paylayer/core"
import type { Faults } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { appKey, open } from "./shop.ts"

const gbp = (value: number) => Money.positiveUnsafe(value, "GBP")
type Shop = Awaited<ReturnType<typeof open>>

/** An operation with an amount, and how many requests come before it. */
const operations = {
  create: (shop: Shop, _: Session.Session, amount: Money.PositiveMoney) =>
    shop.sessions.create({ reference: "order-2", amount }),
  update: (shop: Shop, session: Session.Session, amount: Money.PositiveMoney) =>
    shop.sessions.update(session, { amount }),
  lock: (shop: Shop, session: Session.Session, amount: Money.PositiveMoney) => shop.lock(session, amount)
}
const names = ["create", "update", "lock"] as const

/** The error of each operation, after which the provider has what it had and was not asked. */
const refusedBeforeTheWire = async (money: object) => {
  const shop = await open()
  const session = await shop.create(gbp(1502))
  const before = [await shop.requests(), await shop.truth(session.id)]
  const errors = []
  for (const name of names) {
    errors.push(await shop.fails<unknown, object>(operations[name](shop, session, money as Money.PositiveMoney)))
  }
  expect([await shop.requests(), await shop.truth(session.id)]).toEqual(before)
  return errors
}

describe("amounts", () => {
  it.each([
    ["zero", 0, "AmountOutOfRange"],
    ["negative", -1, "AmountOutOfRange"],
    ["a fraction", 15.02, "AmountNotRepresentable"],
    ["not a number", Number.NaN, "AmountNotRepresentable"],
    ["infinite", Number.POSITIVE_INFINITY, "AmountOutOfRange"],
    ["unsafe", Number.MAX_SAFE_INTEGER + 1, "AmountOutOfRange"],
    ["too large", 1_000_000_000_000_000, "AmountOutOfRange"],
    ["text", "1502", "AmountNotRepresentable"],
    ["a bigint", 1502n, "AmountNotRepresentable"],
    ["absent", undefined, "AmountNotRepresentable"]
  ])("that are %s", async (_, value, _tag) => {
    const amount = String(value)
    for (const error of await refusedBeforeTheWire({ value, currency: "GBP" })) {
      expect(error).toMatchObject({ _tag, amount, currency: "GBP" })
      expect(String(error)).toContain(amount)
    }
  })

  it("an object with the fields of one will do", async () => {
    const shop = await open()
    const plain = { value: 1502, currency: "GBP" } as Money.PositiveMoney
    const session = await shop.create(plain)
    expect((await shop.run(shop.sessions.update(session, { amount: plain }))).amount).toEqual(gbp(1502))
  })
})

describe("currencies", () => {
  it.each([
    ["EURO", "UnsupportedCurrency"],
    ["gbp", "UnsupportedCurrency"],
    ["", "UnsupportedCurrency"],
    ["__proto__", "UnsupportedCurrency"],
    ["KWD", "UnsupportedCurrency"],
    ["ISK", "UnsupportedCurrency"]
  ])("%j", async (currency, _tag) => {
    const [created, ...changed] = await refusedBeforeTheWire({ value: 1502, currency })
    expect(created).toMatchObject({ _tag, currency })
    for (const error of changed) {
      expect(error).toMatchObject({ _tag: "CurrencyMismatch", expected: "GBP", actual: currency })
    }
  })

  it("another one than the session's", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    const eur = Money.positiveUnsafe(1502, "EUR")
    for (const change of [shop.sessions.update(session, { amount: eur }), shop.lock(session, eur)]) {
      expect(await shop.fails(change)).toMatchObject({ _tag: "CurrencyMismatch", expected: "GBP", actual: "EUR" })
    }
    expect(await shop.requests()).toHaveLength(2)
  })
})

describe("what this provider lacks is refused before the wire", () => {
  it.each([
    [
      "a lifetime",
      "fixed lifetime",
      async ({ run, sessions }: Shop) => {
        const { expiresAt } = await run(sessions.create({ reference: "order-1", amount: gbp(1) }))
        return sessions.create({ reference: "order-2", amount: gbp(1), expiresAt: expiresAt! })
      }
    ],
    [
      "another way of capturing",
      "later capture",
      async ({ sessions }: Shop) =>
        sessions.create({ reference: "order-1", amount: gbp(1), capture: "later" as "manual" })
    ],
    [
      "a browser's token",
      "continuation",
      async ({ create, sessions }: Shop) =>
        sessions.update(await create(gbp(1)), { amount: gbp(2) }, { continuation: Redacted.make("token") })
    ]
  ] as const)("%s", async (_, capability, operation) => {
    const shop = await open()
    const refused = await operation(shop)
    const before = await shop.requests()
    expect(await shop.fails<unknown, unknown>(refused)).toMatchObject({
      _tag: "Unsupported",
      provider: "acquired",
      capability
    })
    expect(await shop.requests()).toEqual(before)
  })
})

describe("sessions", () => {
  const states: ReadonlyArray<
    readonly [string, (shop: Shop, session: Session.Session) => Promise<Session.Session>, object]
  > = [
    [
      "expired",
      async (shop, session) => {
        await shop.advance("10 minutes")
        return session
      },
      { _tag: "SessionExpired" }
    ],
    [
      "known to be expired",
      async (_, session) => Session.modify(session, { status: "expired" }),
      { _tag: "SessionExpired" }
    ],
    [
      "locked",
      async (shop, session) => shop.run(shop.lock(session, gbp(1502))),
      { _tag: "NotUpdatable", why: "locked" }
    ],
    [
      "known to be paid",
      async (_, session) => Session.modify(session, { status: "completed" }),
      { _tag: "NotUpdatable", why: "completed" }
    ],
    [
      "known to be pending",
      async (_, session) => Session.modify(session, { status: "pending" }),
      { _tag: "NotUpdatable", why: "pending" }
    ],
    [
      "cancelled",
      async (_, session) => Session.modify(session, { status: "cancelled" }),
      { _tag: "NotUpdatable", why: "cancelled" }
    ],
    [
      "failed",
      async (_, session) => Session.modify(session, { status: "failed" }),
      { _tag: "NotUpdatable", why: "failed" }
    ]
  ]
  it.each(states)("that are %s do not change, and nothing is sent", async (_, made, error) => {
    const shop = await open()
    const session = await made(shop, await shop.create(gbp(1502)))
    const before = await shop.requests()
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject({
      id: session.id,
      ...error
    })
    expect(await shop.fails(shop.lock(session, gbp(1)))).toMatchObject({ id: session.id, ...error })
    expect(await shop.requests()).toEqual(before)
    expect((await shop.truth(session.id))?.amount.decimal).toBe("15.02")
  })

  it.each([
    ["paid", "pay", "NotUpdatable"],
    ["being paid", "pending", "NotUpdatable"]
  ] as const)("that were %s meanwhile do not change", async (_, manner, _tag) => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    await shop.submit(session.id, manner)
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject({
      _tag,
      why: "refused-by-provider"
    })
    expect((await shop.truth(session.id))?.amount.decimal).toBe("15.02")
  })

  it.each(["nobody", "a/b", "%2e%2e", "?", "#", " ", "é", "..", ".", "\ud800"])(
    "with the id %j are unknown",
    async (id) => {
      const shop = await open()
      const session = new Session.Session({ ...(await shop.create(gbp(1502))), id: Session.SessionId.make(id) })
      const error = await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))
      expect(error).toMatchObject({ _tag: "ProviderError", outcome: "not-executed" })
      const [, , put] = await shop.requests()
      expect(put ?? "nothing sent").toMatch(/^PUT \/v1\/payment-sessions\/[^/]+$|^nothing sent$/)
    }
  )
})

describe("answers that say nothing", () => {
  const junk: ReadonlyArray<readonly [string, string]> = [
    ["cut off", '{"session_id":"6d07e15a'],
    ["HTML", "<!doctype html><title>Bad gateway</title>"],
    ["empty", ""],
    ["huge", `{"session_id":"${"x".repeat(2_000_000)}"}`],
    ["a list", "[1]"],
    ["null", "null"],
    ["without the id", '{"status":"Success"}'],
    ["with an empty id", '{"session_id":""}'],
    ["with another type of id", '{"session_id":7}']
  ]
  it.each(junk)("to a creation: %s", async (_, body) => {
    const shop = await open()
    await shop.arm({ _tag: "Garble", body: () => body })
    const error = await shop.fails(shop.sessions.create({ reference: "order-1", amount: gbp(1502) }))
    expect(error).toMatchObject({ _tag: "ProviderError", outcome: "unknown", reason: { _tag: "MalformedResponse" } })
    expect(JSON.stringify(error) + String(error)).not.toContain("6d07e15a")
    expect(await shop.requests()).toHaveLength(2)
  })

  it.each(junk.slice(0, 2))("to an update: %s", async (_, body) => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    await shop.arm({ _tag: "Garble", body: () => body })
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject({
      outcome: "unknown",
      reason: { _tag: "MalformedResponse" }
    })
  })

  it.each([
    ["HTML", "<html>", { _tag: "MalformedResponse" }],
    ["no token", '{"expires_in":3600}', { _tag: "MalformedResponse" }],
    ["an empty token", '{"access_token":"","expires_in":3600}', { _tag: "MalformedResponse" }],
    ["no time", '{"access_token":"secret-token"}', { _tag: "MalformedResponse" }],
    ["a time in words", '{"access_token":"secret-token","expires_in":"soon"}', { _tag: "MalformedResponse" }]
  ])("to a log-in: %s", async (_, body, reason) => {
    const shop = await open()
    await shop.arm({ _tag: "Garble", body: () => body }, { only: ({ path }) => path === "/v1/login" })
    const error = await shop.fails(shop.sessions.create({ reference: "order-1", amount: gbp(1502) }))
    expect(error).toMatchObject({ outcome: "not-executed", reason })
    expect(JSON.stringify(error) + String(error)).not.toContain("secret-token")
    expect(await shop.requests()).toEqual(["POST /v1/login"])
    await shop.create(gbp(1502))
  })

  it.each([0, -60, 1e-9])("a token that lasts %d seconds is used once", async (seconds) => {
    const shop = await open()
    await shop.arm(
      { _tag: "Garble", body: (body) => body.replace("3600", String(seconds)) },
      { only: ({ path }) => path === "/v1/login", times: 2 }
    )
    await shop.create(gbp(1502))
    await shop.create(gbp(1502))
    expect(await shop.requests()).toHaveLength(4)
  })
})

describe("what goes wrong on the way", () => {
  const unknown = { _tag: "ProviderError", outcome: "unknown" }
  const not = { _tag: "ProviderError", outcome: "not-executed" }
  const status = (status: number, headers = {}): Faults.Fault => ({ _tag: "Answer", status, headers, body: "{}" })
  const rows: ReadonlyArray<readonly [string, Faults.Fault, object, object, number]> = [
    ["no answer, before the effect", { _tag: "TimeoutBeforeEffect" }, unknown, { _tag: "Timeout", after: 30_000 }, 2],
    ["no answer, after the effect", { _tag: "TimeoutAfterEffect" }, unknown, { _tag: "Timeout", after: 30_000 }, 2],
    ["a broken connection, before the effect", { _tag: "ResetBeforeEffect" }, unknown, { _tag: "Transport" }, 3],
    ["a broken connection, after the effect", { _tag: "ResetAfterEffect" }, unknown, { _tag: "Transport" }, 3],
    ["400", status(400), not, { _tag: "InvalidRequest", parameters: [] }, 1],
    ["401", status(401), not, { _tag: "Unauthenticated" }, 2],
    ["403", status(403), not, { _tag: "Forbidden" }, 1],
    ["404", status(404), not, { _tag: "NotFound" }, 1],
    ["429", status(429), not, { _tag: "RateLimited" }, 3],
    [
      "429 that asks for an hour",
      status(429, { "retry-after": "3600" }),
      not,
      { _tag: "RateLimited", retryAfter: 3600 },
      1
    ],
    ["302", status(302, { location: "https://elsewhere.example" }), unknown, { _tag: "UnknownCode", status: 302 }, 1],
    ["500", status(500), unknown, { _tag: "Unavailable", status: 500 }, 3],
    ["503", status(503), unknown, { _tag: "Unavailable", status: 503 }, 3]
  ]

  it.each(rows)("%s, each time", async (_, fault, error, reason, times) => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    await shop.arm(fault, { times: Infinity })
    const began = shop.clock.now()
    const failed = await shop.fails(shop.sessions.update(session, { amount: gbp(1800) }))
    expect(failed).toMatchObject({ ...error, operation: "Sessions.update", key: expect.any(String), reason })
    const puts = (await shop.requests()).filter((request) => request.startsWith("PUT"))
    expect(puts).toEqual(Array(times).fill(`PUT /v1/payment-sessions/${session.id}`))
    expect(shop.clock.now() - began).toBeLessThanOrEqual(90_000)
    // Nothing is lost: the same change works as soon as the provider does.
    await shop.run(shop.faults.disarm)
    await shop.run(shop.sessions.update(session, { amount: gbp(1800) }))
    expect((await shop.truth(session.id))?.amount.decimal).toBe("18")
  })

  it.each(rows)("%s, when a session is made: never two", async (_, fault, error) => {
    const shop = await open()
    await shop.arm(fault, { times: 1 })
    const exit = await shop.exit(Effect.result(shop.sessions.create({ reference: "order-1", amount: gbp(1502) })))
    if (exit._tag === "Failure") throw new Error(String(exit.cause))
    const { value } = exit
    if (value._tag === "Failure") expect(value.failure).toMatchObject(error)
    const made = (await shop.exchanges()).filter(({ body, method }) => method === "POST" && body.includes("order-1"))
    const executed = made.filter(({ outcome }) => outcome._tag !== "Answered" || outcome.status < 300)
    expect(executed.length).toBeLessThanOrEqual(1)
  })

  it("refused credentials", async () => {
    const shop = await open({ acquired: { appId: "nobody00" } })
    for (let times = 0; times < 2; times++) {
      const error = await shop.fails(shop.sessions.create({ reference: "order-1", amount: gbp(1502) }))
      expect(error).toMatchObject({ ...not, reason: { _tag: "Unauthenticated", code: "unauthorized" } })
      expect(JSON.stringify(error) + String(error)).not.toContain(Redacted.value(appKey))
    }
  })
})
