import { ModificationKey, Session } from "@paylayer/core"
import { describe, expect, it } from "@effect/vitest"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as HttpClient from "effect/http/HttpClient"
import { AdyenCheckout } from "../src/index.ts"
import * as documented from "./documented.ts"
import { adyen, key, money } from "./scripted.ts"

const created = { status: 201, body: documented.create.answer }
const patched = { body: documented.patch.answer }
const { reference, returnUrl } = documented.create.request
const request = { reference, returnUrl, amount: money(1900, "EUR") }
const url = "https://checkout-test.adyen.com/v72/sessions"
const refused = (status: number, errorCode: string, message = "no") => ({
  status,
  body: { status, errorCode, message, errorType: "validation", pspReference: "QFQTPCQ8HXSKGK82" }
})

describe("create", () => {
  it.effect("sends what the document shows, and gives an open session", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([created])
      const provider = [AdyenCheckout.sessionOptions({ deliverAt: "2026-07-30", countryCode: "NL" })]
      const session = yield* sessions.create({ ...request, provider }, { key })
      expect(sent).toEqual([{ method: "POST", url, headers: expect.anything(), body: documented.create.request }])
      expect(sent[0]?.headers).toMatchObject({
        "x-api-key": "ADYEN_API_KEY",
        "idempotency-key": "YOUR_IDEMPOTENCY_KEY",
        "content-type": "application/json"
      })
      expect(session).toMatchObject({
        id: "QFQTPCQ8HXSKGK82",
        provider: "adyen",
        reference,
        amountFrom: "provider",
        status: "open",
        updatable: true
      })
      expect(session.amount).toEqual(money(1900, "EUR"))
      expect(DateTime.formatIso(session.expiresAt!)).toBe("2026-03-31T11:57:48.000Z")
      expect(Session.browserToken(session)).toBe("Ab02b4c..")
      expect(JSON.stringify(session)).not.toContain("Ab02b4c..")
    })
  )

  it.effect("of a final amount says nothing of payable, and gives a locked session", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([created])
      const session = yield* sessions.create({ ...request, updatable: false })
      expect(sent[0]?.body).not.toHaveProperty("payable")
      expect(session).toMatchObject({ status: "locked", updatable: false })
    })
  )

  for (const [what, payable] of [
    ["true", true],
    ["nothing", undefined],
    ["a text", "false"]
  ] as const) {
    it.effect(`is locked if the answer says ${what} of payable`, () =>
      Effect.gen(function* () {
        const { sessions } = yield* adyen([{ status: 201, body: { ...documented.create.answer, payable } }])
        expect(yield* sessions.create(request)).toMatchObject({ status: "locked", updatable: false })
      })
    )
  }

  it.effect("asks for a moment of ending, and for automatic capture", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([created])
      const expiresAt = DateTime.makeUnsafe(90 * 60_000)
      yield* sessions.create({ ...request, expiresAt, capture: "automatic" })
      expect(sent[0]?.body).toMatchObject({ expiresAt: "1970-01-01T01:30:00Z", captureDelayHours: 0 })
    })
  )

  it.effect("needs a returnUrl, of the request or of the options", () =>
    Effect.gen(function* () {
      const { returnUrl: _, ...without } = request
      const { sent, sessions } = yield* adyen([created])
      const error = yield* Effect.flip(sessions.create(without))
      expect(error).toMatchObject({ reason: { _tag: "InvalidRequest", parameters: [{ parameter: "returnUrl" }] } })
      expect(sent).toEqual([])
      const withDefault = yield* adyen([created], { returnUrl: "my-app://paid" })
      yield* withDefault.sessions.create(without)
      yield* withDefault.sessions.create(request)
      expect(withDefault.sent.map(({ body }) => (body as { returnUrl: string }).returnUrl)).toEqual([
        "my-app://paid",
        returnUrl
      ])
    })
  )

  it.effect("does not take the answer to another order, under a key used before, for its own", () =>
    Effect.gen(function* () {
      const { sessions } = yield* adyen([created])
      const other = yield* Effect.flip(sessions.create({ ...request, reference: "order-2" }))
      expect(other).toMatchObject({ reason: { _tag: "IdempotencyConflict" }, outcome: "not-executed" })
      const dearer = yield* Effect.flip(sessions.create({ ...request, amount: money(2150, "EUR") }))
      expect(dearer).toMatchObject({ _tag: "TotalDiffers", expected: 2150 })
    })
  )

  it.effect("counts as Adyen does", () =>
    Effect.gen(function* () {
      const amounts = [
        [money(1500, "ISK"), { value: 150000, currency: "ISK" }],
        [money(1500, "CLP"), { value: 150000, currency: "CLP" }],
        [money(150000, "IDR"), { value: 1500, currency: "IDR" }],
        [money(150000, "CVE"), { value: 1500, currency: "CVE" }],
        [money(1500, "JPY"), { value: 1500, currency: "JPY" }],
        [money(1502, "KWD"), { value: 1502, currency: "KWD" }]
      ] as const
      for (const [amount, wire] of amounts) {
        const { sent, sessions } = yield* adyen([{ status: 201, body: { ...documented.create.answer, amount: wire } }])
        const session = yield* sessions.create({ ...request, amount })
        expect(sent[0]?.body).toMatchObject({ amount: wire })
        expect(session.amount).toEqual(amount)
      }
      const { sent, sessions } = yield* adyen([created])
      expect(yield* Effect.flip(sessions.create({ ...request, amount: money(150050, "IDR") }))).toMatchObject({
        _tag: "AmountNotRepresentable"
      })
      expect(sent).toEqual([])
    })
  )

  it.effect("knows the page of a hosted session", () =>
    Effect.gen(function* () {
      const { sessionData: _, ...answer } = documented.create.answer
      const page = "https://test.adyen.link/page"
      const { sent, sessions } = yield* adyen([{ status: 201, body: { ...answer, url: page } }, patched])
      const provider = [AdyenCheckout.sessionOptions({ mode: "hosted" })]
      const session = yield* sessions.create({ ...request, provider })
      expect(AdyenCheckout.hostedUrl(session)).toBe(page)
      const error = yield* Effect.flip(sessions.update(session, { amount: money(1, "EUR") }))
      expect(error._tag).toBe("ContinuationLost")
      expect(sent).toHaveLength(1)
    })
  )
})

describe("update and lock", () => {
  const open = Effect.flatMap(adyen([created]), ({ sessions }) => sessions.create(request))

  it.effect("PATCH the amount with the token that the server got last", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([patched, { body: { sessionData: "third" } }])
      const updated = yield* sessions.update(yield* open, { amount: money(2150, "EUR") }, { key })
      const again = yield* sessions.update(updated, { amount: money(1900, "EUR") })
      expect(sent.map(({ body }) => body)).toEqual([
        { sessionData: "Ab02b4c..", amount: { value: 2150, currency: "EUR" }, payable: false },
        { sessionData: "Ab02b4c..next", amount: { value: 1900, currency: "EUR" }, payable: false }
      ])
      expect(sent[0]).toMatchObject({
        method: "PATCH",
        url: `${url}/QFQTPCQ8HXSKGK82`,
        headers: { "idempotency-key": "YOUR_IDEMPOTENCY_KEY" }
      })
      expect(updated).toMatchObject({ status: "open", amountFrom: "request" })
      expect(Session.browserToken(again)).toBe("third")
    })
  )

  it.effect("lock as the document shows, and send nothing for the same amount again", () =>
    Effect.gen(function* () {
      const { locks, sent } = yield* adyen([patched])
      const locked = yield* locks.lock(yield* open, money(10000, "EUR"))
      expect(sent.map(({ body }) => body)).toEqual([documented.patch.request])
      expect(locked.status).toBe("locked")
      expect(yield* locks.lock(locked, money(10000, "EUR"))).toBe(locked)
      expect(yield* Effect.flip(locks.lock(locked, money(10001, "EUR")))).toMatchObject({ _tag: "NotUpdatable" })
      expect(sent).toHaveLength(1)
    })
  )

  it.effect("use the browser's token where it is given", () =>
    Effect.gen(function* () {
      const { locks, sent, sessions } = yield* adyen([patched])
      const continuation = Redacted.make("the browser's")
      yield* sessions.update(yield* open, { amount: money(1, "EUR") }, { continuation })
      yield* locks.lock(Session.withoutToken(yield* open), money(1, "EUR"), { continuation })
      expect(sent.map(({ body }) => body)).toMatchObject([
        { sessionData: "the browser's" },
        { sessionData: "the browser's" }
      ])
      const lost = yield* Effect.flip(locks.lock(Session.withoutToken(yield* open), money(1, "EUR")))
      expect(lost._tag).toBe("ContinuationLost")
      expect(sent).toHaveLength(2)
    })
  )

  it.effect("refuse what a PATCH cannot change before the wire", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([patched])
      const session = yield* open
      const provider = [AdyenCheckout.sessionOptions({ countryCode: "BE" })]
      expect((yield* Effect.flip(sessions.update(session, { provider })))._tag).toBe("Unsupported")
      expect((yield* Effect.flip(sessions.update(session, { reference: "other" })))._tag).toBe("Unsupported")
      expect(yield* sessions.update(session, {})).toBe(session)
      expect(sent).toEqual([])
    })
  )

  it.effect("refuse a key that is too long, for POST and for PATCH", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([patched])
      const long = { key: ModificationKey.ModificationKey.make("k".repeat(65)) }
      const problem = {
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "key" }] },
        outcome: "not-executed"
      }
      expect(yield* Effect.flip(sessions.create(request, long))).toMatchObject(problem)
      expect(yield* Effect.flip(sessions.update(yield* open, { amount: money(1, "EUR") }, long))).toMatchObject(problem)
      expect(sent).toEqual([])
    })
  )

  const amount = money(2150, "EUR")
  const rows = [
    [refused(422, "14_008"), { _tag: "SessionExpired" }],
    [refused(422, "14_018"), { _tag: "ContinuationLost" }],
    [refused(422, "14_012"), { _tag: "ContinuationLost" }],
    [refused(422, "130"), { _tag: "ProviderError", reason: { _tag: "InvalidRequest", code: "130" } }],
    [refused(422, "137"), { _tag: "ProviderError", reason: { _tag: "InvalidRequest", code: "137" } }],
    [refused(422, "138"), { _tag: "ProviderError", reason: { _tag: "InvalidRequest", code: "138" } }],
    [
      refused(422, "704"),
      { _tag: "ProviderError", reason: { _tag: "IdempotencyConflict", code: "704" }, outcome: "unknown" }
    ],
    [refused(422, "77_777"), { _tag: "NotUpdatable", why: "refused-by-provider", code: "77_777" }],
    [refused(403, "010"), { _tag: "ProviderError", reason: { _tag: "Forbidden" }, outcome: "not-executed" }],
    [refused(500, "903"), { _tag: "ProviderError", reason: { _tag: "Unavailable" }, outcome: "unknown" }],
    [
      { status: 422, body: {} },
      { _tag: "ProviderError", reason: { _tag: "InvalidRequest" } }
    ]
  ] as const
  for (const [answer, expected] of rows) {
    it.effect(`PATCH answered ${JSON.stringify(answer.body)} is ${JSON.stringify(expected)}`, () =>
      Effect.gen(function* () {
        const { sent, sessions } = yield* adyen([answer])
        const error = yield* Effect.flip(sessions.update(yield* open, { amount }))
        expect(error).toMatchObject(expected)
        expect(sent).toHaveLength(1)
      })
    )
  }

  it.effect("never quote a token", () =>
    Effect.gen(function* () {
      const { sessions } = yield* adyen([refused(422, "130", "bad Ab02b4c.. of ADYEN_API_KEY")])
      const error = yield* Effect.flip(sessions.update(yield* open, { amount }))
      expect(JSON.stringify(error)).not.toMatch(/Ab02b4c|ADYEN_API_KEY/)
    })
  )
})

describe("result", () => {
  const proof = Redacted.make("X3XtfGC7!H4s+/=")
  const locked = Effect.flatMap(adyen([created]), ({ sessions }) => sessions.create({ ...request, updatable: false }))
  const ask = (body: object, status = 200) =>
    Effect.gen(function* () {
      const { results, sent } = yield* adyen([{ status, body }])
      const found = yield* Effect.result(results.result(yield* locked, proof))
      return { found: found._tag === "Success" ? found.success : found.failure, sent }
    })

  it.effect("is asked for once, the proof encoded", () =>
    Effect.gen(function* () {
      const { found, sent } = yield* ask(documented.result)
      expect(sent).toHaveLength(1)
      expect(sent[0]).toMatchObject({ method: "GET", body: undefined })
      expect(sent[0]?.headers).not.toHaveProperty("idempotency-key")
      const asked = new URL(sent[0]!.url)
      expect(asked.pathname).toBe("/v72/sessions/QFQTPCQ8HXSKGK82")
      expect(asked.searchParams.get("sessionResult")).toBe("X3XtfGC7!H4s+/=")
      const attempt = { id: "TG9SNBJJNXRKDM92", amount: money(1900, "EUR"), status: "authorised" }
      expect(found).toMatchObject({ status: "completed", attempts: [attempt] })
      expect(found).toHaveProperty("authorisation.id", "TG9SNBJJNXRKDM92")
      expect(found).toHaveProperty("authorisation.facts", [
        {
          _tag: "Authorised",
          id: "TG9SNBJJNXRKDM92",
          reference,
          amount: money(1900, "EUR"),
          capture: "automatic",
          capturesAt: 0,
          adjustable: false
        }
      ])
    })
  )

  const [payment] = documented.result.payments
  const statuses = [
    [{ status: "active", payments: [] }, "locked"],
    [{ status: "completed" }, "completed"],
    [{ status: "paymentPending", payments: [{ ...payment, resultCode: "Pending" }] }, "pending"],
    [{ status: "paymentPending", payments: [{ ...payment, resultCode: "Received" }] }, "pending"],
    [{ status: "canceled", payments: [] }, "cancelled"],
    [{ status: "expired", payments: undefined }, "expired"],
    [{ status: "refused", payments: [] }, "failed"],
    [
      { status: "constructor", payments: [] },
      { _tag: "Unrecognised", value: "constructor" }
    ],
    [{ status: "completed", payments: [payment, { ...payment, resultCode: "Besprochen" }] }, "completed"]
  ] as const
  for (const [body, status] of statuses) {
    it.effect(`reads ${JSON.stringify(body.status)}`, () =>
      Effect.gen(function* () {
        expect((yield* ask({ ...documented.result, ...body })).found).toMatchObject({ status })
      })
    )
  }

  const mismatches = [
    [{ id: "another" }, "id"],
    [{ reference: "another" }, "reference"],
    [{ payments: [{ ...payment, amount: { value: 1900, currency: "USD" } }] }, "currency"],
    [{ payments: [{ ...payment, amount: { value: 1899, currency: "EUR" } }] }, "amount"],
    [{ payments: [] }, "amount"],
    [
      {
        status: "paymentPending",
        payments: [{ ...payment, resultCode: "Pending", amount: { value: 1, currency: "EUR" } }]
      },
      "amount"
    ]
  ] as const
  for (const [body, field] of mismatches) {
    it.effect(`of ${JSON.stringify(body)} is not this session's`, () =>
      Effect.gen(function* () {
        expect((yield* ask({ ...documented.result, ...body })).found).toMatchObject({ _tag: "ProofMismatch", field })
      })
    )
  }

  it.effect("of an order paid in parts is completed when they make the whole", () =>
    Effect.gen(function* () {
      const part = (value: number, pspReference: string) => ({
        ...payment,
        pspReference,
        amount: { value, currency: "EUR" }
      })
      const { found } = yield* ask({ ...documented.result, payments: [part(900, "A"), part(1000, "B")] })
      expect(found).toMatchObject({ status: "completed", attempts: [{ id: "A" }, { id: "B" }] })
      expect(found).not.toHaveProperty("authorisation")
    })
  )

  it.effect("of a part of an order is an attempt, and no authorisation yet", () =>
    Effect.gen(function* () {
      const amount = { value: 900, currency: "EUR" }
      const { found } = yield* ask({ ...documented.result, status: "active", payments: [{ ...payment, amount }] })
      expect(found).toMatchObject({ status: "locked", attempts: [{ amount: money(900, "EUR"), status: "authorised" }] })
      expect(found).not.toHaveProperty("authorisation")
    })
  )

  it.effect("never quotes the proof, nor the session's own token", () =>
    Effect.gen(function* () {
      const message = "X3XtfGC7!H4s+/= of Ab02b4c.. is not valid"
      const { found } = yield* ask({ status: 422, errorCode: "77_777", message, errorType: "validation" }, 422)
      expect(found).toMatchObject({ _tag: "ProviderError", reason: { _tag: "UnknownCode", code: "77_777" } })
      expect(JSON.stringify(found)).not.toMatch(/X3XtfGC7|Ab02b4c/)
    })
  )

  it.effect("by a proof that Adyen cannot read is a mismatch, asked once", () =>
    Effect.gen(function* () {
      const message = "server could not process request"
      const { found, sent } = yield* ask({ status: 500, errorCode: "701", message, errorType: "internal" }, 500)
      expect(found).toMatchObject({ _tag: "ProofMismatch", field: "proof" })
      expect(sent).toHaveLength(1)
    })
  )
})

describe("options", () => {
  const urlOf = (options: Partial<AdyenCheckout.ApiKeyOptions>) =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([created], options)
      yield* sessions.create(request)
      return sent[0]?.url
    })

  it.effect("name the address", () =>
    Effect.gen(function* () {
      expect(yield* urlOf({})).toBe(url)
      expect(yield* urlOf({ environment: { live: "1797a841fbb37ca7-shop" } })).toBe(
        "https://1797a841fbb37ca7-shop-checkout-live.adyenpayments.com/checkout/v72/sessions"
      )
      expect(yield* urlOf({ apiVersion: "v73" })).toBe("https://checkout-test.adyen.com/v73/sessions")
      expect(yield* urlOf({ baseUrl: "http://localhost:4010/v72" })).toBe("http://localhost:4010/v72/sessions")
    })
  )

  it.effect("take no live prefix that leads elsewhere", () =>
    Effect.gen(function* () {
      for (const live of ["", "evil.example/", "a@evil.example/", "a.b"]) {
        const exit = yield* Effect.exit(urlOf({ environment: { live } }))
        expect(String(exit)).toContain("the live prefix")
      }
    })
  )

  it.effect("change every request by transformClient", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([created], {
        transformClient: HttpClient.mapRequest((request) => ({ ...request, url: `${request.url}?x=1` }) as never)
      })
      yield* Effect.exit(sessions.create(request))
      expect(sent[0]?.url).toContain("?x=1")
    })
  )
})

describe("layerConfig", () => {
  const seen: Array<Readonly<Record<string, string>>> = []
  const http = Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) => {
      seen.push(request.headers)
      return Effect.die("enough")
    })
  )
  const build = <A, E>(layer: Layer.Layer<A, E, HttpClient.HttpClient>, variables: Record<string, string>) =>
    Layer.build(layer).pipe(
      Effect.scoped,
      Effect.provide(http),
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(variables))
    )
  const byKey = AdyenCheckout.layerConfig({
    apiKey: Config.Redacted("ADYEN_API_KEY"),
    merchantAccount: Config.String("ADYEN_MERCHANT_ACCOUNT")
  })
  const byUser = AdyenCheckout.layerConfig({
    username: Config.String("ADYEN_USER"),
    password: Config.Redacted("ADYEN_PASSWORD"),
    merchantAccount: Config.String("ADYEN_MERCHANT_ACCOUNT")
  })

  it.effect("takes an API key, or a web service user and a password", () =>
    Effect.gen(function* () {
      const ADYEN_MERCHANT_ACCOUNT = "Shop"
      expect(String(yield* Effect.exit(build(byKey, { ADYEN_API_KEY: "k", ADYEN_MERCHANT_ACCOUNT })))).toContain(
        "Success"
      )
      const variables = { ADYEN_USER: "ws@Company.Shop", ADYEN_PASSWORD: "p", ADYEN_MERCHANT_ACCOUNT }
      expect(String(yield* Effect.exit(build(byUser, variables)))).toContain("Success")
    })
  )

  it.effect("says which variable is missing", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(build(byKey, { ADYEN_API_KEY: "k" }))
      expect(String(exit)).toContain("ADYEN_MERCHANT_ACCOUNT")
    })
  )
})
