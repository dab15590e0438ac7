/**
 * The official @adyen/api-library against the served simulator: its own transport, TLS taken off below it. What it can't
 * say (`payable` on creation) goes by plain HTTP, and so does the browser.
 */
import { CheckoutAPI, Client, EnvironmentEnum, HttpClientException, type Types } from "@adyen/api-library"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import * as Server from "@paylayer/simulator/server"
import * as Effect from "effect/Effect"
import http from "node:http"
import https from "node:https"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

const { apiKey, clientKey, merchantAccount, password, username } = AdyenSimulator.credentials
const eur = (value: number) => ({ value, currency: "EUR" })
const order = {
  merchantAccount,
  amount: eur(1900),
  returnUrl: "https://shop.example/checkout?order=12xy",
  reference: "order-1",
  countryCode: "NL"
}

let server: Server.Server
let seen: Array<{ readonly host: unknown; readonly headers: http.IncomingHttpHeaders }>
beforeEach(async () => {
  server = await Effect.runPromise(Server.open(AdyenSimulator.make()))
  seen = []
  // The library speaks nothing but TLS: here its request goes to loopback without.
  vi.spyOn(https, "request").mockImplementation(((options: https.RequestOptions) => {
    const { agent: _, ...rest } = options
    const local = { ...rest, protocol: "http:", hostname: "127.0.0.1", port: server.port }
    seen.push({ host: options.hostname, headers: options.headers as http.IncomingHttpHeaders })
    return http.request(local)
  }) as typeof https.request)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Effect.runPromise(server.close)
})

const withKey = (key: string) =>
  new CheckoutAPI(new Client({ apiKey: key, environment: EnvironmentEnum.TEST })).PaymentsApi
const api = withKey(apiKey)
const basic = new CheckoutAPI(new Client({ username, password, environment: EnvironmentEnum.TEST })).PaymentsApi

interface Session {
  readonly id: string
  readonly sessionData: string
}
const updatable = async (others: object = {}): Promise<Session> => {
  const response = await fetch(`${server.url}/v72/sessions`, {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: JSON.stringify({ ...order, payable: false, ...others })
  })
  return (await response.json()) as Session
}
const pay = async ({ id, sessionData }: Session, paymentMethod: object) => {
  const url = `${AdyenSimulator.environmentUrls(server.url).api}v1/sessions/${id}/payments?clientKey=${clientKey}`
  const response = await fetch(url, { method: "POST", body: JSON.stringify({ sessionData, paymentMethod }) })
  return (await response.json()) as { readonly sessionResult: string }
}
const refused = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => expect.unreachable("accepted"),
    (failure: unknown) => failure
  )
  expect(error).toBeInstanceOf(HttpClientException)
  return error as HttpClientException
}

describe("/sessions", () => {
  it("makes a session, which is final because the library drops payable", async () => {
    const asked = { ...order, payable: false, metadata: { table: "4" } }
    const session = await api.sessions(asked)
    expect(session).toMatchObject({
      amount: eur(1900),
      countryCode: "NL",
      id: expect.stringMatching(/^CS[0-9A-F]{16}$/),
      merchantAccount,
      metadata: { table: "4" },
      mode: "embedded",
      reference: "order-1",
      sessionData: expect.stringMatching(/^Ab02b4c0!/),
      shopperLocale: "en-US"
    })
    expect(session.expiresAt).toBeInstanceOf(Date)
    const change = { amount: eur(2000), sessionData: session.sessionData ?? "" }
    expect(await refused(api.updateSession(session.id, change))).toMatchObject({ errorCode: "SIM_SESSION_PAYABLE" })
    expect(seen.map(({ host }) => host)).toEqual(["checkout-test.adyen.com", "checkout-test.adyen.com"])
    expect(seen[0]?.headers).toMatchObject({ "adyen-library-name": "adyen-node-api-library" })
  })

  it("by Basic authentication", async () => {
    expect((await basic.sessions(order)).reference).toBe("order-1")
    expect(String(seen[0]?.headers["Authorization"])).toMatch(/^Basic /)
  })

  it("once for a key", async () => {
    const options = { idempotencyKey: "37ca9c97-d1d1-4c62-89e8-706891a563ed" }
    const first = await api.sessions(order, { ...options })
    expect(await api.sessions(order, { ...options })).toEqual(first)
    expect((await api.sessions(order)).id).not.toBe(first.id)
    const long = await refused(api.sessions(order, { idempotencyKey: "x".repeat(65) }))
    expect(long).toMatchObject({ statusCode: 422, errorCode: "29_001" })
  })

  it.each<readonly [string, Partial<Types.checkout.CreateCheckoutSessionRequest>, number, string, string]>([
    ["no reference", { reference: "" }, 422, "130", "Required field 'reference' is not provided."],
    ["a negative amount", { amount: eur(-1) }, 422, "137", "Field 'amount' is not valid."],
    ["an unknown currency", { amount: { value: 1, currency: "XXX" } }, 422, "138", "Unsupported currency specified"],
    ["an unknown country", { countryCode: "NLD" }, 422, "200", "Field 'countryCode' is not valid."],
    ["no returnUrl", { returnUrl: "" }, 422, "14_030", "Return URL is missing."],
    ["another account", { merchantAccount: "Other" }, 403, "901", "Invalid Merchant Account"]
  ])("refuses %s", async (_, others, statusCode, errorCode, message) => {
    const error = await refused(api.sessions({ ...order, ...others }))
    expect(error).toMatchObject({ statusCode, errorCode, apiError: { message, status: statusCode } })
    expect(error.message).toContain(message)
    expect(error.responseHeaders?.["pspreference"]).toMatch(/^[A-Z0-9]{16}$/)
  })

  it("refuses another key", async () => {
    const error = await refused(withKey("another").sessions(order))
    expect(error).toMatchObject({ statusCode: 401, errorCode: "000" })
    expect(error.responseHeaders?.["www-authenticate"]).toBe('BASIC realm="Adyen PAL Service Authentication"')
  })
})

describe("PATCH /sessions/{id}", () => {
  it("changes the amount, then makes the session payable", async () => {
    const { id, sessionData } = await updatable()
    const first = await api.updateSession(id, { sessionData, amount: eur(2150), payable: false })
    expect(Object.keys(first)).toEqual(["sessionData"])
    const last = await api.updateSession(id, { sessionData: first.sessionData ?? "", amount: eur(3199), payable: true })
    const paid = await pay({ id, sessionData: last.sessionData ?? "" }, { type: "sepadirectdebit" })
    const result = await api.getResultOfPaymentSession(id, paid.sessionResult)
    expect(result.payments?.map(({ amount }) => amount)).toEqual([eur(3199)])
  })

  it("once for a key", async () => {
    const { id, sessionData } = await updatable()
    const change = { sessionData, amount: eur(2150), payable: false }
    const first = await api.updateSession(id, change, { idempotencyKey: "one-change" })
    expect(await api.updateSession(id, change, { idempotencyKey: "one-change" })).toEqual(first)
  })

  it.each<readonly [string, (session: Session) => Promise<readonly [string, object]>, number, string]>([
    [
      "a payable session",
      async () => {
        const { id, sessionData } = await updatable({ payable: true })
        return [id, { sessionData, amount: eur(1) }]
      },
      422,
      "SIM_SESSION_PAYABLE"
    ],
    [
      "an unknown session",
      async ({ sessionData }) => ["CS0000000000000000", { sessionData, amount: eur(1) }],
      422,
      "14_018"
    ],
    [
      "another session's sessionData",
      async ({ id }) => {
        const { sessionData } = await updatable()
        return [id, { sessionData, amount: eur(1) }]
      },
      422,
      "14_018"
    ],
    ["no sessionData", async ({ id }) => [id, { amount: eur(1) }], 422, "130"],
    ["no amount", async ({ id, sessionData }) => [id, { sessionData }], 422, "130"],
    ["a negative amount", async ({ id, sessionData }) => [id, { sessionData, amount: eur(-1) }], 422, "137"],
    [
      "another currency",
      async ({ id, sessionData }) => [id, { sessionData, amount: { value: 1, currency: "USD" } }],
      422,
      "137"
    ],
    [
      "an unknown currency",
      async ({ id, sessionData }) => [id, { sessionData, amount: { value: 1, currency: "XXX" } }],
      422,
      "138"
    ]
  ])("refuses %s", async (_, ask, statusCode, errorCode) => {
    const [id, body] = await ask(await updatable())
    const error = await refused(api.updateSession(id, body as Types.checkout.CheckoutSessionPatchSessionRequest))
    expect(error).toMatchObject({ statusCode, errorCode, apiError: { errorType: "validation" } })
  })
})

describe("GET /sessions/{id}", () => {
  it.each([
    ["Ada Tester", "completed", ["Authorised"]],
    ["PENDING", "paymentPending", ["Pending"]],
    ["RECEIVED", "paymentPending", ["Received"]],
    ["REFUSED", "active", undefined]
  ])("after a payment of %s: %s", async (ownerName, status, codes) => {
    const session = await updatable({ payable: true })
    const { sessionResult } = await pay(session, { type: "sepadirectdebit", ownerName })
    const result = await api.getResultOfPaymentSession(session.id, sessionResult)
    expect(result).toMatchObject({ id: session.id, reference: "order-1", status })
    expect(result.payments?.map(({ resultCode }) => resultCode as string)).toEqual(codes)
  })

  it("refuses garbage", async () => {
    const { id } = await updatable()
    const error = await refused(api.getResultOfPaymentSession(id, "garbage"))
    expect(error).toMatchObject({ statusCode: 500, errorCode: "701" })
    expect(await refused(api.getResultOfPaymentSession(id, ""))).toMatchObject({ statusCode: 422, errorCode: "130" })
  })
})
