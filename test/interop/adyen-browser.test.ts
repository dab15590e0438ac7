/** The requests of the real Drop-in (@adyen/adyen-web 6.45.2), as recorded from it, against the served simulator. */
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import * as Server from "@paylayer/simulator/server"
import * as Effect from "effect/Effect"
import { request } from "node:http"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const { apiKey, clientKey, merchantAccount } = AdyenSimulator.credentials
const page = "http://localhost:4100"
const eur = (value: number) => ({ value, currency: "EUR" })

let server: Server.Server
beforeEach(async () => {
  server = await Effect.runPromise(Server.open(AdyenSimulator.make()))
})
afterEach(() => Effect.runPromise(server.close))

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Headers as given, none besides `host` and the length. */
const send = (method: string, url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      let text = ""
      response.on("data", (chunk) => (text += String(chunk)))
      response.on("end", () => {
        const isJson = response.headers["content-type"]?.startsWith("application/json") === true
        const read = isJson ? (JSON.parse(text) as Answer["body"]) : {}
        resolve({ status: response.statusCode, headers: response.headers, text, body: read })
      })
    })
    outgoing.once("error", reject)
    outgoing.end(body)
  })

const fromPage = { Origin: page, Referer: `${page}/` }
/** As the browser sends it: the preflight first, since the content type asks for it. */
const shopper = async (url: string, body: object): Promise<Answer> => {
  const preflight = await send("OPTIONS", url, {
    ...fromPage,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type"
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers["access-control-allow-origin"]).toBe("*")
  expect(preflight.headers["access-control-allow-headers"]).toBe("content-type")
  const answer = await send(
    "POST",
    url,
    { ...fromPage, Accept: "application/json, text/plain, */*", "Content-Type": "application/json" },
    JSON.stringify(body)
  )
  expect(answer.headers["access-control-allow-origin"]).toBe("*")
  expect(answer.headers["access-control-allow-credentials"]).toBeUndefined()
  return answer
}

const merchant = (method: string, path: string, body?: object) =>
  send(
    method,
    `${server.url}/v72${path}`,
    { "X-API-Key": apiKey, "content-type": "application/json" },
    body === undefined ? undefined : JSON.stringify(body)
  )

const create = async (payable: boolean) => {
  const { body } = await merchant("POST", "/sessions", {
    merchantAccount,
    reference: "order-0",
    amount: eur(1900),
    countryCode: "NL",
    payable,
    returnUrl: `${page}/?ret=1`
  })
  const id = String(body["id"])
  const { api } = AdyenSimulator.environmentUrls(server.url)
  const ask = (what: string, sent: object) => shopper(`${api}v1/sessions/${id}/${what}?clientKey=${clientKey}`, sent)
  return { id, first: body["sessionData"], ask }
}

const browserInfo = {
  acceptHeader: "*/*",
  javaEnabled: false,
  colorDepth: 24,
  language: "en-US",
  screenHeight: 900,
  screenWidth: 760,
  userAgent: "HeadlessChrome/156",
  timeZoneOffset: 0
}
const checkoutAttemptId = "fake-attempt-1"
const sdkData = btoa(JSON.stringify({ schemaVersion: 1, channel: "web", platform: "web", sdkVersion: "6.45.2" }))
const sepa = {
  type: "sepadirectdebit",
  iban: "NL13 TEST 0123 4567 89",
  ownerName: "Ada Tester",
  checkoutAttemptId,
  sdkData
}

describe("the happy path of SEPA", () => {
  it("setup, beforeSubmit with PATCH, payments, result", async () => {
    const { ask, first, id } = await create(false)
    const setup = await ask("setup", { browserInfo, sessionData: first })
    expect(setup.body).toMatchObject({
      id,
      amount: eur(1900),
      countryCode: "NL",
      returnUrl: `${page}/?ret=1`,
      shopperLocale: "en-US",
      configuration: { enableStoreDetails: false },
      paymentMethods: { paymentMethods: expect.arrayContaining([{ name: "iDEAL", type: "ideal" }]) }
    })

    const patched = await merchant("PATCH", `/sessions/${id}`, {
      sessionData: setup.body["sessionData"],
      amount: eur(3199),
      payable: true
    })
    expect([patched.status, Object.keys(patched.body)]).toEqual([200, ["sessionData"]])
    expect(patched.headers["access-control-allow-origin"]).toBeUndefined()

    const paid = await ask("payments", {
      sessionData: patched.body["sessionData"],
      paymentMethod: sepa,
      clientStateDataIndicator: true
    })
    expect([paid.status, Object.keys(paid.body)]).toEqual([200, ["resultCode", "sessionData", "sessionResult"]])
    expect(paid.body["resultCode"]).toBe("Authorised")

    const query = encodeURIComponent(String(paid.body["sessionResult"]))
    const result = await merchant("GET", `/sessions/${id}?sessionResult=${query}`)
    expect(result.body).toMatchObject({
      id,
      reference: "order-0",
      status: "completed",
      payments: [
        {
          amount: eur(3199),
          paymentMethod: { type: "sepadirectdebit" },
          pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/),
          resultCode: "Authorised"
        }
      ]
    })
  })

  it("each sessionData is another one", async () => {
    const { ask, first } = await create(true)
    const setup = await ask("setup", { browserInfo, sessionData: first })
    const paid = await ask("payments", { sessionData: setup.body["sessionData"], paymentMethod: sepa })
    expect(new Set([first, setup.body["sessionData"], paid.body["sessionData"]]).size).toBe(3)
  })
})

describe("what the server refuses, in the shape that the client recognises", () => {
  const error = (errorCode: string) => ({
    status: 422,
    errorCode,
    errorType: "validation",
    message: expect.stringMatching(/./)
  })

  it("a payment without PATCH", async () => {
    const { ask, first } = await create(false)
    const refused = await ask("payments", { sessionData: first, paymentMethod: sepa, clientStateDataIndicator: true })
    expect([refused.status, refused.body]).toEqual([422, expect.objectContaining(error("SIM_SESSION_NOT_PAYABLE"))])
  })

  it("resolve(data) after a PATCH: the sessionData of /setup is stale", async () => {
    const { ask, first, id } = await create(false)
    const { body } = await ask("setup", { browserInfo, sessionData: first })
    await merchant("PATCH", `/sessions/${id}`, { sessionData: body["sessionData"], amount: eur(2500), payable: true })
    const refused = await ask("payments", { sessionData: body["sessionData"], paymentMethod: sepa })
    expect(refused.body).toMatchObject(error("14_018"))
    expect((await ask("payments", { paymentMethod: sepa })).body).toMatchObject(error("130"))
  })

  it("/setup without sessionData, as after another tab's session", async () => {
    const { ask } = await create(true)
    expect((await ask("setup", { browserInfo })).body).toMatchObject(error("130"))
  })
})

describe("other ways to pay", () => {
  it.each([
    ["REFUSED", "Refused"],
    ["PENDING", "Pending"],
    ["RECEIVED", "Received"]
  ])("%s", async (ownerName, resultCode) => {
    const { ask, first } = await create(true)
    const { body } = await ask("payments", { sessionData: first, paymentMethod: { ...sepa, ownerName } })
    expect(Object.keys(body)).toEqual(["resultCode", "sessionData", "sessionResult"])
    expect(body["resultCode"]).toBe(resultCode)
  })

  it("by redirect: to the bank, back to returnUrl, /setup, /paymentDetails", async () => {
    const { ask, first, id } = await create(true)
    const setup = await ask("setup", { browserInfo, sessionData: first })
    const submitted = await ask("payments", {
      sessionData: setup.body["sessionData"],
      paymentMethod: { type: "ideal", checkoutAttemptId, sdkData },
      browserInfo,
      clientStateDataIndicator: true
    })
    expect(submitted.body).toMatchObject({
      resultCode: "RedirectShopper",
      action: { type: "redirect", method: "GET", paymentMethodType: "ideal" }
    })
    const { url } = submitted.body["action"] as { readonly url: string }
    expect(new URL(url).origin).toBe(server.url)
    const bank = await send("GET", url, { Accept: "text/html" })
    const [, href = ""] = /id="Authorised" href="([^"]+)"/.exec(bank.text) ?? []
    const back = new URL(href.replaceAll("&#38;", "&"))
    expect([back.origin, back.searchParams.get("ret"), back.searchParams.get("sessionId")]).toEqual([page, "1", id])

    const again = await ask("setup", { browserInfo, sessionData: submitted.body["sessionData"] })
    const done = await ask("paymentDetails", {
      sessionData: again.body["sessionData"],
      details: { redirectResult: back.searchParams.get("redirectResult") }
    })
    expect(Object.keys(done.body)).toEqual(["resultCode", "sessionData", "sessionResult"])
    expect(done.body["resultCode"]).toBe("Authorised")
  })

  it("by an app: await, polls, /paymentDetails", async () => {
    const { ask, first } = await create(true)
    const { body } = await ask("payments", {
      sessionData: first,
      paymentMethod: { type: "mbway", telephoneNumber: "+351912345678", checkoutAttemptId, sdkData },
      clientStateDataIndicator: true
    })
    const { paymentData, ...action } = body["action"] as { readonly paymentData: string }
    expect(action).toEqual({ type: "await", paymentMethodType: "mbway" })
    const { api } = AdyenSimulator.environmentUrls(server.url)
    const poll = () => shopper(`${api}services/PaymentInitiation/v1/status?clientKey=${clientKey}`, { paymentData })
    const pending = { payload: "", resultCode: "pending", type: "pending" }
    expect([(await poll()).body, (await poll()).body]).toEqual([pending, pending])
    const complete = (await poll()).body
    expect(complete).toEqual({ payload: expect.stringMatching(/./), resultCode: "authorised", type: "complete" })
    const done = await ask("paymentDetails", {
      sessionData: body["sessionData"],
      details: { payload: complete["payload"] },
      paymentData
    })
    expect(done.body["resultCode"]).toBe("Authorised")
  })
})

describe("what Drop-in asks for besides", () => {
  it("analytics: an attempt, its flavour, its events", async () => {
    const { analytics } = AdyenSimulator.environmentUrls(server.url)
    const url = `${analytics}v3/analytics`
    const attempt = await shopper(`${url}?clientKey=${clientKey}`, {
      version: "6.45.2",
      buildType: "esm",
      channel: "web",
      platform: "web",
      locale: "en-US",
      referrer: `${page}/`,
      screenWidth: 760,
      checkoutStage: "checkout",
      level: "all",
      sessionId: "CS0"
    })
    const { checkoutAttemptId: id } = attempt.body
    expect(id).toEqual(expect.stringMatching(/./))
    expect((await shopper(`${url}?clientKey=${clientKey}`, { flavor: "dropin", checkoutAttemptId: id })).status).toBe(
      200
    )
    const events = { channel: "web", platform: "web", info: [], errors: [], logs: [] }
    expect((await shopper(`${url}/${String(id)}?clientKey=${clientKey}`, events)).body).toEqual({})
  })

  it("a fingerprint, pictures and translations", async () => {
    const { api, cdn } = AdyenSimulator.environmentUrls(server.url)
    const fingerprint = await send("GET", `${api}assets/html/${clientKey}/dfp.1.0.0.html`, fromPage)
    expect([fingerprint.status, fingerprint.headers["content-type"]]).toEqual([200, "text/html;charset=utf-8"])
    for (const url of [
      `${cdn.images}images/logos/sepadirectdebit.svg`,
      `${cdn.images}images/components/bento_checkmark_black.svg`,
      `${cdn.translations}sdk/6.45.2/translations/nl-NL.json`
    ]) {
      const missing = await send("GET", url, { ...fromPage, "Content-Type": "text/plain" })
      expect([missing.status, missing.headers["access-control-allow-origin"]]).toEqual([404, "*"])
    }
  })
})
