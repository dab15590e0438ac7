/** Acquired.com's profile, as its document describes it: what is sent, what is refused, and what an answer means. */
import { Money, Session } from "@paylayer/core"
import { merge } from "@paylayer/core/adapter"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { describe, expect, it } from "vitest"
import { Acquired } from "../src/index.ts"
import { open } from "./shop.ts"

const gbp = (value: number) => Money.positiveUnsafe(value, "GBP")
const { parameters } = Acquired

/** "Generate a session_id" */
const document = {
  transaction: {
    order_id: "41142534-2e55-4eb2-9553-59784c73b2b0",
    amount: 15.02,
    currency: "gbp",
    capture: true
  },
  tds: {
    is_active: true,
    challenge_preference: "no_preference",
    contact_url: "https://yourdomain.com/contact",
    redirect_url: "https://yourdomain.com/redirect",
    webhook_url: "https://yourdomain.com/webhook"
  },
  save_card: true,
  is_recurring: true,
  payment_methods: ["card", "apple_pay", "google_pay"]
}
const request: Session.SessionRequest = {
  reference: document.transaction.order_id,
  amount: gbp(1502),
  capture: "automatic",
  returnUrl: document.tds.redirect_url,
  provider: [
    parameters({
      tds: {
        challenge_preference: "no_preference",
        contact_url: document.tds.contact_url,
        webhook_url: document.tds.webhook_url
      },
      save_card: true,
      is_recurring: true,
      payment_methods: ["card", "apple_pay", "google_pay"]
    })
  ]
}
const answer = (status: number, body: object) => ({
  _tag: "Answer" as const,
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body)
})
const refused = (status: number, error_type: string) => answer(status, { status: "error", error_type, title: "No." })
const sent = ["POST /v1/login", "POST /v1/payment-sessions"]

describe("a new session", () => {
  it("is asked for as in the document's example", async () => {
    const shop = await open()
    const session = await shop.run(shop.sessions.create(request))
    expect(await shop.requests()).toEqual(sent)
    expect(await shop.lastBody()).toEqual(document)
    expect(session).toMatchObject({ provider: "acquired", status: "open", updatable: true, amountFrom: "request" })
    expect(session.amount).toEqual(gbp(1502))
    expect(session.token).toBeUndefined()
  })

  it.each([
    ["GBP", 1, 0.01, "gbp"],
    ["EUR", 1520, 15.2, "eur"],
    ["JPY", 1502, 1502, "jpy"],
    ["USD", 999_999_999_999_999, 9_999_999_999_999.99, "usd"]
  ] as const)("of %s %i is written as %d %s", async (currency, value, amount, code) => {
    const shop = await open()
    await shop.create(Money.positiveUnsafe(value, currency))
    expect(await shop.lastBody()).toEqual({ transaction: { order_id: "order-1", amount, currency: code } })
  })

  it.each([
    ["automatic", true, "15.02"],
    ["manual", false, "0"],
    [undefined, undefined, "15.02"]
  ] as const)("with capture %s is charged so", async (capture, written, captured) => {
    const shop = await open()
    const { id } = await shop.create(gbp(1502), capture === undefined ? {} : { capture })
    expect(await shop.lastBody()).toMatchObject({ transaction: { amount: 15.02 } })
    expect(((await shop.lastBody()) as typeof document).transaction.capture).toBe(written)
    await shop.submit(id)
    expect(await shop.authorisations()).toMatchObject([{ captured: { decimal: captured } }])
  })

  it("asks for 3-D Secure where the shopper can come back from it", async () => {
    const shop = await open()
    await shop.create(gbp(1502), { returnUrl: "https://shop.example/back" })
    expect(await shop.lastBody()).toMatchObject({ tds: { is_active: true, redirect_url: "https://shop.example/back" } })
    await shop.create(gbp(1502), {
      returnUrl: "https://shop.example/back",
      provider: [parameters({ tds: { is_active: false } })]
    })
    expect(await shop.lastBody()).toMatchObject({ tds: { is_active: false } })
  })

  it("whose amount is final is locked at once", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502), { updatable: false })
    expect(session).toMatchObject({ status: "locked", updatable: false })
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject({ why: "locked" })
  })

  it("ends 10 minutes after it was asked for", async () => {
    const shop = await open({ simulator: { latency: { there: "1 second", back: "2 seconds" } } })
    const { expiresAt } = await shop.create(gbp(1502))
    expect(DateTime.formatIso(expiresAt!)).toBe("2026-01-01T00:10:00.000Z")
  })

  it("takes options of other adapters along, and leaves them alone", async () => {
    const shop = await open()
    const foreign = { provider: "adyen", kind: "parameters", parameters: { save_card: true } }
    await shop.create(gbp(1502), { provider: [foreign, parameters({ is_recurring: true })] })
    const transaction = { order_id: "order-1", amount: 15.02, currency: "gbp" }
    expect(await shop.lastBody()).toEqual({ transaction, is_recurring: true })
  })
})

describe("limits", () => {
  const long = "x".repeat(51)
  const some = { is_active: true }
  const rows: ReadonlyArray<readonly [string, Session.SessionChange]> = [
    ...["", "a", long, "order 1", "order/1", "café", "ab\n", "../ab"].map(
      (reference) => ["transaction.order_id", { reference }] as const
    ),
    ...(
      [
        ["transaction.custom1", { transaction: { custom1: long } }],
        ["transaction.custom2", { transaction: { custom2: long } }],
        ["transaction.custom_data", { transaction: { custom_data: "not base64!" } }],
        ["payment.reference", { payment: { reference: "x".repeat(19) } }],
        ["payment.reference", { payment: { reference: "" } }],
        ["tds.contact_url", { tds: { ...some, contact_url: "http://shop.example" } }],
        ["tds.redirect_url", { tds: { ...some, redirect_url: "https://" } }],
        ["tds.redirect_url", { tds: { ...some, redirect_url: "https://shop.example/a b" } }],
        ["tds.redirect_url", { tds: { ...some, redirect_url: "https://shop.example:99999/" } }],
        ["tds.webhook_url", { tds: { ...some, webhook_url: "shop.example/webhook" } }],
        ["tds.challenge_preference", { tds: { challenge_preference: "never" } }],
        ["tds.challenge_window_size", { tds: { challenge_window_size: "huge" } }],
        ["webhook_url", { webhook_url: "ftp://shop.example" }],
        ["payment_methods", { payment_methods: [] }],
        ["payment_methods.1", { payment_methods: ["card", "cash"] }],
        ["company_domains", { company_domains: [] }],
        ["save_card", { save_card: "yes" }],
        ["is_recurring", { is_recurring: null }],
        ["nonsense", { nonsense: true }],
        ["tds.nonsense", { tds: { nonsense: true } }]
      ] as const
    ).map(([parameter, wrong]) => [parameter, { provider: [parameters(wrong as never)] }] as const)
  ]

  it.each(rows)("%s: %j is refused, and nothing is sent", async (parameter, change) => {
    const shop = await open()
    const wrong = {
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter, reason: expect.stringMatching(/^Expected /) }] }
    }
    expect(await shop.fails(shop.sessions.create({ reference: "order-1", amount: gbp(1), ...change }))).toMatchObject({
      operation: "Sessions.create",
      ...wrong
    })
    expect(await shop.requests()).toEqual([])

    const session = await shop.create(gbp(1502))
    const before = await shop.truth(session.id)
    expect(await shop.fails(shop.sessions.update(session, change))).toMatchObject({
      operation: "Sessions.update",
      ...wrong
    })
    expect(await shop.requests()).toEqual(sent)
    expect(await shop.truth(session.id)).toEqual(before)
  })

  it("all that is wrong is named at once, and so that a person can read it", async () => {
    const shop = await open()
    const error = await shop.fails(
      shop.sessions.create({
        reference: "a",
        amount: gbp(1502),
        returnUrl: "http://shop.example",
        provider: [parameters({ payment_methods: [] as never, transaction: { custom1: long } })]
      })
    )
    expect(String(error)).toBe(
      "ProviderError: acquired Sessions.create: invalid request: " +
        "transaction.order_id (Expected 2 to 50 letters, digits, - and _), " +
        "transaction.custom1 (Expected a value with a length of at most 50), " +
        "tds.redirect_url (Expected an https URL), payment_methods (Expected one value at least); it was not executed"
    )
  })

  it("what is allowed is taken by the provider", async () => {
    const shop = await open({ simulator: { assume: { unknownParameters: "refused" } } })
    const all: Acquired.Parameters = {
      transaction: { moto: true, custom1: "x".repeat(50), custom2: "", custom_data: "eyJhIjoxfQ==" },
      payment: { reference: "x".repeat(18), create_card: true },
      customer: { first_name: "Ada", billing: { address: { city: "London" } } },
      tds: { is_active: true, challenge_preference: "challenge_mandated", challenge_window_size: "full_screen" },
      webhook_url: "http://shop.example/webhook",
      save_card: false,
      is_recurring: false,
      payment_methods: ["google_pay"],
      company_domains: ["https://shop.example"]
    }
    const { id } = await shop.create(gbp(1502), { reference: "A_b-9".repeat(10), provider: [parameters(all)] })
    expect((await shop.truth(id))?.rest).toEqual(all)
  })

  it("an option cannot say another amount, currency or reference", async () => {
    const shop = await open()
    const other = { transaction: { amount: 99, currency: "eur", order_id: "other", custom1: "mine" } }
    const session = await shop.create(gbp(1502), { provider: [parameters(other)] })
    const expected = { reference: "order-1", amount: { decimal: "15.02", currency: "GBP" } }
    expect(await shop.truth(session.id)).toMatchObject(expected)
    await shop.run(shop.sessions.update(session, { provider: [parameters(other)] }))
    expect(await shop.truth(session.id)).toMatchObject({ ...expected, rest: { transaction: { custom1: "mine" } } })
  })
})

describe.each(["merge", "merge-objects-whole", "replace"] as const)("an update, where PUT is %s", (putSemantics) => {
  const shopWith = () => open({ simulator: { assume: { putSemantics } } })
  const rows: ReadonlyArray<readonly [Acquired.Parameters, object]> = [
    [{ transaction: { custom1: "new" } }, { transaction: { capture: true, custom1: "new" } }],
    [{ transaction: { capture: false } }, { transaction: { capture: false } }],
    [{ payment: { reference: "ON YOUR BILL" } }, { payment: { reference: "ON YOUR BILL" } }],
    [{ customer: { first_name: "Ada" } }, { customer: { first_name: "Ada" } }],
    [{ tds: { challenge_preference: "challenge_mandated" } }, { tds: { challenge_preference: "challenge_mandated" } }],
    [{ tds: { redirect_url: "https://x.test/" } }, { tds: { redirect_url: "https://x.test/" } }],
    [{ save_card: false }, { save_card: false }],
    [{ is_recurring: false }, { is_recurring: false }],
    [{ payment_methods: ["card"] }, { payment_methods: ["card"] }]
  ]
  const { amount: _, currency: __, order_id: ___, ...transaction } = document.transaction
  const held = { ...document, transaction }

  it.each(rows)("sets %j, alone or with the amount, and keeps the rest", async (changed, shown) => {
    const shop = await shopWith()
    const merged = merge(held, shown)
    const session = await shop.run(shop.sessions.create(request))
    const alone = await shop.run(shop.sessions.update(session, { provider: [parameters(changed)] }))
    expect(alone).toMatchObject({ amount: gbp(1502), amountFrom: "request", reference: request.reference })
    expect(await shop.truth(session.id)).toMatchObject({ amount: { decimal: "15.02" }, rest: merged })

    const both = await shop.run(shop.sessions.update(session, { amount: gbp(1999), provider: [parameters(changed)] }))
    expect(await shop.truth(session.id)).toMatchObject({ amount: { decimal: "19.99" }, rest: merged })

    await shop.run(shop.sessions.update(both, { amount: gbp(1800) }))
    expect(await shop.truth(session.id)).toMatchObject({ amount: { decimal: "18" }, rest: merged })
    expect((await shop.requests()).slice(2)).toEqual(Array(3).fill(`PUT /v1/payment-sessions/${session.id}`))
  })

  it("sets the reference and keeps it", async () => {
    const shop = await shopWith()
    const session = await shop.run(shop.sessions.create(request))
    const renamed = await shop.run(shop.sessions.update(session, { reference: "order-2" }))
    expect(renamed.reference).toBe("order-2")
    await shop.run(shop.sessions.update(renamed, { amount: gbp(1800) }))
    expect(await shop.truth(session.id)).toMatchObject({ reference: "order-2", amount: { decimal: "18" }, rest: held })
  })

  it("of nothing leaves everything", async () => {
    const shop = await shopWith()
    const session = await shop.run(shop.sessions.create(request))
    const before = await shop.truth(session.id)
    expect(await shop.run(shop.sessions.update(session, {}))).toEqual(session)
    expect(await shop.truth(session.id)).toEqual(before)
  })

  it("takes options in the order given: of two the later one wins, field by field", async () => {
    const shop = await shopWith()
    const session = await shop.run(shop.sessions.create(request))
    const provider = [
      parameters({ transaction: { custom1: "a", custom2: "b" }, payment_methods: ["card", "apple_pay"] }),
      parameters({ transaction: { custom1: "c" }, payment_methods: ["google_pay"] })
    ]
    const updated = await shop.run(shop.sessions.update(session, { provider }))
    expect((await shop.truth(session.id))?.rest).toMatchObject({
      transaction: { custom1: "c", custom2: "b" },
      payment_methods: ["google_pay"]
    })
    const size = JSON.stringify(updated.state).length
    let next = updated
    for (let times = 0; times < 50; times++) next = await shop.run(shop.sessions.update(next, { provider }))
    expect(JSON.stringify(next.state)).toHaveLength(size)
  })

  it("goes on from a session that came back from a store", async () => {
    const shop = await shopWith()
    const session = await shop.run(shop.sessions.create(request))
    const stored = new Session.Session({ ...session, state: JSON.parse(JSON.stringify(session.state)) })
    await shop.run(shop.sessions.update(stored, { amount: gbp(1800) }))
    expect(await shop.truth(session.id)).toMatchObject({ amount: { decimal: "18" }, rest: held })
  })

  it("of two at once leaves what one of them says, whole", async () => {
    const shop = await shopWith()
    const session = await shop.run(shop.sessions.create(request))
    const [one, other] = await shop.run(
      Effect.all(
        [
          shop.sessions.update(session, { amount: gbp(1800), provider: [parameters({ save_card: false })] }),
          shop.sessions.update(session, { reference: "order-2" })
        ],
        { concurrency: 2 }
      )
    )
    const last = JSON.stringify(await shop.lastBody())
    const winner = [one, other].find(({ state }) => JSON.stringify(state) === last)!
    expect(await shop.truth(session.id)).toMatchObject({
      reference: winner.reference,
      amount: { decimal: winner === one ? "18" : "15.02" },
      rest: { save_card: winner !== one }
    })
  })

  it("that is interrupted can be made again", async () => {
    const shop = await shopWith()
    const session = await shop.run(shop.sessions.create(request))
    await shop.arm({ _tag: "TimeoutAfterEffect" })
    await shop.run(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(shop.sessions.update(session, { amount: gbp(1800) }))
        yield* shop.clock.advance("1 second")
        yield* Fiber.interrupt(fiber)
      })
    )
    await shop.run(shop.sessions.update(session, { amount: gbp(1700) }))
    expect(await shop.truth(session.id)).toMatchObject({ amount: { decimal: "17" }, rest: held })
  })
})

describe("a lock", () => {
  it("sends the final amount with everything else, once", async () => {
    const shop = await open({ simulator: { assume: { putSemantics: "replace" } } })
    const session = await shop.run(shop.sessions.create(request))
    const locked = await shop.run(shop.lock(session, gbp(1800)))
    expect(locked).toMatchObject({ status: "locked", amount: gbp(1800) })
    expect(await shop.lastBody()).toEqual({ ...document, transaction: { ...document.transaction, amount: 18 } })
    expect(await shop.run(shop.lock(locked, gbp(1800)))).toBe(locked)
    expect(await shop.requests()).toHaveLength(3)
  })
})

describe("what a refusal means", () => {
  it("the document's validation error names the parameter", async () => {
    const shop = await open()
    await shop.arm(
      answer(400, {
        status: "error",
        error_type: "validation",
        title: "Your request parameters did not pass our validation.",
        instance: "/v1/payment-sessions",
        invalid_parameters: [{ parameter: "transaction.order_id", reason: "transaction.order_id can not be empty" }]
      })
    )
    expect(await shop.fails(shop.sessions.create(request))).toMatchObject({
      _tag: "ProviderError",
      provider: "acquired",
      operation: "Sessions.create",
      outcome: "not-executed",
      exchange: { method: "POST", host: "test-api.acquired.com", path: "/payment-sessions", status: 400 },
      reason: {
        _tag: "InvalidRequest",
        code: "validation",
        title: "Your request parameters did not pass our validation.",
        instance: "/v1/payment-sessions",
        parameters: [{ parameter: "transaction.order_id", reason: "transaction.order_id can not be empty" }]
      }
    })
  })

  it("fields that are null say nothing", async () => {
    const shop = await open()
    const { id } = await shop.create(gbp(1502))
    await shop.arm(answer(400, { error_type: "bad_request", title: null, instance: null, invalid_parameters: null }))
    const session = await shop.create(gbp(1502)).catch((error: unknown) => error)
    expect(session).toMatchObject({ reason: { _tag: "InvalidRequest", code: "bad_request", parameters: [] } })
    expect(id).not.toBe("")
  })

  it.each([
    [401, "token_expired", "Unauthenticated"],
    [400, "brewing", "UnknownCode"],
    [404, "brewing", "UnknownCode"],
    [502, "brewing", "Unavailable"]
  ])("%i with the unknown type %s is %s, and keeps it", async (status, type, tag) => {
    const shop = await open({ acquired: { retry: { attempts: 1 } } })
    await shop.arm(refused(status, type), { times: Infinity })
    const error = await shop.fails(shop.sessions.create(request))
    expect(error).toMatchObject({ reason: { _tag: tag, code: type } })
    expect("status" in (error as { reason: object }).reason).toBe(tag === "Unavailable" || tag === "UnknownCode")
  })

  it("a session that was paid meanwhile is NotUpdatable, with Acquired's word for it", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    await shop.submit(session.id)
    const refusal = { _tag: "NotUpdatable", id: session.id, why: "refused-by-provider", code: "bad_request" }
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject(refusal)
    expect(await shop.fails(shop.lock(session, gbp(1)))).toMatchObject(refusal)
    expect(await shop.truth(session.id)).toMatchObject({ status: "completed", amount: { decimal: "15.02" } })
  })

  it("404 before the session's end is NotFound", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    const unknown = new Session.Session({ ...session, id: Session.SessionId.make("nobody") })
    expect(await shop.fails(shop.sessions.update(unknown, { amount: gbp(1) }))).toMatchObject({
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "NotFound", code: "not_found" }
    })
  })

  it("404 that comes after the session's end is SessionExpired", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    await shop.advance("599 seconds")
    // The provider is busy until the session has ended.
    await shop.arm({ ...answer(429, {}), headers: { "retry-after": "2" } })
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject({
      _tag: "SessionExpired",
      id: session.id,
      expiresAt: session.expiresAt
    })
    expect((await shop.requests()).slice(-2)).toEqual(Array(2).fill(`PUT /v1/payment-sessions/${session.id}`))
  })

  it("a refusal after a lost answer says nothing about the update that was lost", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    await shop.arm({ _tag: "TimeoutAfterEffect" })
    const error = await shop.run(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Effect.flip(shop.sessions.update(session, { amount: gbp(1800) })))
        yield* shop.clock.advance("1 second")
        yield* Effect.promise(() => shop.submit(session.id))
        return yield* Fiber.join(fiber)
      })
    )
    expect(error).toMatchObject({ _tag: "ProviderError", outcome: "unknown" })
    expect(await shop.authorisations()).toMatchObject([{ authorised: { decimal: "18" } }])
  })
})

describe("a session that isn't ours", () => {
  it("but another provider's is NotUpdatable, and nothing is sent", async () => {
    const shop = await open()
    const session = new Session.Session({ ...(await shop.create(gbp(1502))), provider: "adyen" })
    const refusal = { _tag: "NotUpdatable", why: "another-provider" }
    expect(await shop.fails(shop.sessions.update(session, { amount: gbp(1) }))).toMatchObject(refusal)
    expect(await shop.fails(shop.lock(session, gbp(1502)))).toMatchObject(refusal)
    expect(await shop.requests()).toEqual(sent)
  })

  it.each([null, "state", 7, [], {}, { items: [] }, { transaction: 5 }, { transaction: { order_id: "order-1" } }])(
    "with the state %j is refused, and nothing is sent",
    async (state) => {
      const shop = await open()
      const session = Session.modify(await shop.create(gbp(1502)), { state })
      for (const change of [{ amount: gbp(1) }, { reference: "order-2" }]) {
        expect(await shop.fails(shop.sessions.update(session, change))).toMatchObject({
          _tag: "ProviderError",
          outcome: "not-executed",
          reason: {
            _tag: "InvalidRequest",
            parameters: [{ parameter: "state", reason: "Expected the state of a session that this adapter made" }]
          }
        })
      }
      expect(await shop.requests()).toEqual(sent)
    }
  )
})
