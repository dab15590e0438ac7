import { describe, expect, it } from "vitest"
import { AdyenSimulator } from "../../src/simulator/index.ts"
import { codeOf, credentials, eur, open, origin, order, type Answer } from "./world.ts"

const sepa = { type: "sepadirectdebit", iban: "NL13 TEST 0123 4567 89", ownerName: "Ada Tester" }
const text = (answer: Answer, name: string) => String(answer.body[name])

/** A payable session in Drop-in's hands. */
const loaded = async (options?: Parameters<typeof open>[0], others: object = {}) => {
  const world = await open(options)
  const { id, token } = await world.payable(others)
  const setup = await world.drop(`v1/sessions/${id}/setup`, { sessionData: token })
  const ask = (what: string, body: object) => world.drop(`v1/sessions/${id}/${what}`, body)
  return { ...world, ask, id, setup, token, latest: text(setup, "sessionData") }
}

describe("setup", () => {
  it("shows the session, with a new sessionData", async () => {
    const { create, drop } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
    const { id, token } = await create()
    const { body, headers, status } = await drop(`v1/sessions/${id}/setup`, { browserInfo: {}, sessionData: token })
    expect([status, headers["access-control-allow-origin"]]).toEqual([200, "*"])
    expect(body).toEqual({
      id,
      amount: eur(1900),
      countryCode: "NL",
      expiresAt: "2026-01-01T02:00:00+01:00",
      returnUrl: order.returnUrl,
      shopperLocale: "en-US",
      configuration: { enableStoreDetails: false },
      paymentMethods: {
        paymentMethods: [
          { name: "SEPA Direct Debit", type: "sepadirectdebit" },
          { name: "iDEAL", type: "ideal" },
          { name: "MB WAY", type: "mbway" },
          { name: "Cards", type: "scheme", brands: ["visa", "mc"] }
        ]
      },
      sessionData: expect.stringMatching(/^Ab02b4c0!/)
    })
    expect(body["sessionData"]).not.toBe(token)
  })

  it.each<readonly [object, ReadonlyArray<string>]>([
    [{ allowedPaymentMethods: ["ideal", "klarna"] }, ["ideal"]],
    [{ blockedPaymentMethods: ["ideal", "scheme"] }, ["sepadirectdebit", "mbway"]]
  ])("offers as asked: %j", async (others, types) => {
    const { ask, latest, setup } = await loaded({}, others)
    const { paymentMethods } = setup.body["paymentMethods"] as { paymentMethods: ReadonlyArray<{ type: string }> }
    expect(paymentMethods.map(({ type }) => type)).toEqual(types)
    const refused = await ask("payments", { sessionData: latest, paymentMethod: { type: "scheme" } })
    expect(codeOf(refused)).toBe("500 905")
  })

  it("shows the amount of an update, and goes on with an older sessionData", async () => {
    const { create, drop, patch } = await open()
    const { id, token } = await create()
    const first = await drop(`v1/sessions/${id}/setup`, { sessionData: token })
    await patch(id, { sessionData: first.body["sessionData"], amount: eur(2500) })
    const again = await drop(`v1/sessions/${id}/setup`, { sessionData: first.body["sessionData"] })
    expect(again.body["amount"]).toEqual(eur(2500))
  })

  it("has no country where the session has none", async () => {
    const { setup } = await loaded({}, { countryCode: null })
    expect(setup.body).not.toHaveProperty("countryCode")
  })
})

describe("payments", () => {
  it.each([
    ["Ada Tester", "Authorised", "completed"],
    ["REFUSED", "Refused", "locked"],
    ["PENDING", "Pending", "pending"],
    ["RECEIVED", "Received", "pending"],
    ["constructor", "Authorised", "completed"]
  ])("of %s: %s", async (ownerName, resultCode, status) => {
    const { ask, id, latest, result, truth } = await loaded()
    const answer = await ask("payments", { sessionData: latest, paymentMethod: { ...sepa, ownerName } })
    expect([answer.status, Object.keys(answer.body)]).toEqual([200, ["resultCode", "sessionData", "sessionResult"]])
    expect(answer.body["resultCode"]).toBe(resultCode)
    expect(answer.body["sessionData"]).not.toBe(latest)
    expect((await truth(id))?.status).toBe(status)
    const told = await result(id, text(answer, "sessionResult"))
    const [paid] = (told.body["payments"] ?? []) as ReadonlyArray<{ resultCode: string }>
    expect(paid?.resultCode).toBe(resultCode === "Refused" ? undefined : resultCode)
  })

  it("has the card's name elsewhere", async () => {
    const { ask, latest } = await loaded()
    const paymentMethod = { type: "scheme", holderName: "REFUSED" }
    expect((await ask("payments", { sessionData: latest, paymentMethod })).body["resultCode"]).toBe("Refused")
  })

  it("is refused by the server while payable is false", async () => {
    const { authorisations, create, drop } = await open()
    const { id, token } = await create()
    const refused = await drop(`v1/sessions/${id}/payments`, { sessionData: token, paymentMethod: sepa })
    expect(refused.body).toMatchObject({
      status: 422,
      errorCode: "SIM_SESSION_NOT_PAYABLE",
      errorType: "validation",
      message: "The session is not yet payable"
    })
    expect(await authorisations()).toEqual([])
  })

  it.each<readonly [string, (latest: string) => object, string]>([
    ["a stale sessionData", () => ({ sessionData: "x", paymentMethod: sepa }), "422 14_018"],
    ["no sessionData", () => ({ paymentMethod: sepa }), "422 130"],
    ["no method", (sessionData) => ({ sessionData }), "422 130"],
    ["an unknown method", (sessionData) => ({ sessionData, paymentMethod: { type: "cowries" } }), "500 905"],
    ["a method without type", (sessionData) => ({ sessionData, paymentMethod: {} }), "500 905"]
  ])("refuses %s", async (_, body, code) => {
    const { ask, latest } = await loaded()
    const refused = await ask("payments", body(latest))
    expect([codeOf(refused), refused.headers["access-control-allow-origin"]]).toEqual([code, "*"])
    // What the client needs to recognise an error.
    expect(Object.keys(refused.body)).toEqual(expect.arrayContaining(["errorCode", "errorType", "message", "status"]))
  })

  it("pays once", async () => {
    const { ask, authorisations, latest } = await loaded()
    const paid = await ask("payments", { sessionData: latest, paymentMethod: sepa })
    const again = await ask("payments", { sessionData: paid.body["sessionData"], paymentMethod: sepa })
    expect(codeOf(again)).toBe("422 106")
    expect(await authorisations()).toHaveLength(1)
  })
})

describe("a redirect", () => {
  const redirected = async (options?: Parameters<typeof open>[0]) => {
    const world = await loaded(options)
    const answer = await world.ask("payments", { sessionData: world.latest, paymentMethod: { type: "ideal" } })
    const { url } = answer.body["action"] as { url: string }
    const { body } = await world.send("GET", url.slice(origin.length))
    const back = (outcome: string): URL => {
      const [, href = ""] = new RegExp(`id="${outcome}" href="([^"]+)"`).exec(String(body["text"])) ?? []
      return new URL(href.replaceAll("&#38;", "&"))
    }
    return { ...world, answer, back, url }
  }

  it("leads to the bank and tells no result", async () => {
    const { answer, id, truth, url } = await redirected()
    expect(answer.body).toEqual({
      resultCode: "RedirectShopper",
      action: { type: "redirect", method: "GET", paymentMethodType: "ideal", url },
      sessionData: expect.any(String)
    })
    expect(url).toMatch(/^https:\/\/checkout-test\.adyen\.com\/test\/bank\?redirect=[A-Z0-9]+$/)
    expect((await truth(id))?.status).toBe("pending")
  })

  it.each([
    ["Authorised", "completed", "completed"],
    ["Refused", "locked", "active"],
    ["Cancelled", "cancelled", "canceled"]
  ])("comes back %s", async (outcome, status, told) => {
    const { answer, ask, back, id, result, truth } = await redirected()
    const url = back(outcome)
    expect(url.href).toMatch(/^https:\/\/shop\.example\/checkout\?order=12xy&sessionId=CS/)
    expect(url.searchParams.get("sessionId")).toBe(id)
    const setup = await ask("setup", { sessionData: answer.body["sessionData"] })
    const details = { redirectResult: url.searchParams.get("redirectResult") }
    const done = await ask("paymentDetails", { sessionData: setup.body["sessionData"], details })
    expect(done.body).toEqual({
      resultCode: outcome,
      sessionData: expect.any(String),
      sessionResult: expect.any(String)
    })
    expect((await truth(id))?.status).toBe(status)
    expect((await result(id, text(done, "sessionResult"))).body["status"]).toBe(told)
    const again = await ask("paymentDetails", { sessionData: done.body["sessionData"], details })
    expect(codeOf(again)).toBe("422 14_018")
  })

  it("comes back with nothing else than what the bank gave", async () => {
    const { answer, ask, send, url } = await redirected()
    const { sessionData } = answer.body
    for (const details of [{ redirectResult: "x" }, { payload: "x" }, {}, "x"]) {
      expect(codeOf(await ask("paymentDetails", { sessionData, details }))).toBe("422 14_018")
    }
    expect((await send("GET", `${url.slice(origin.length)}x`)).status).toBe(404)
  })

  it("doesn't put a shop's text into the bank's page", async () => {
    const { payable, drop, send } = await open()
    const { id, token } = await payable({ returnUrl: 'https://shop.example/"><script>x</script>' })
    const answer = await drop(`v1/sessions/${id}/payments`, { sessionData: token, paymentMethod: { type: "ideal" } })
    const { url } = answer.body["action"] as { url: string }
    const page = await send("GET", url.slice(origin.length))
    expect(page.headers["content-type"]).toBe("text/html;charset=utf-8")
    expect(page.body["text"]).not.toContain("<script>")
  })
})

describe("an awaited payment", () => {
  const awaited = async () => {
    const world = await loaded()
    const answer = await world.ask("payments", { sessionData: world.latest, paymentMethod: { type: "mbway" } })
    const { paymentData } = answer.body["action"] as { paymentData: string }
    const poll = () => world.drop("services/PaymentInitiation/v1/status", { paymentData })
    return { ...world, answer, paymentData, poll }
  }

  it("is asked for until it is approved", async () => {
    const { answer, ask, id, paymentData, poll, result, truth } = await awaited()
    expect(answer.body).toMatchObject({
      resultCode: "Pending",
      action: { type: "await", paymentMethodType: "mbway", paymentData }
    })
    const pending = { payload: "", resultCode: "pending", type: "pending" }
    expect([(await poll()).body, (await poll()).body]).toEqual([pending, pending])
    expect((await truth(id))?.status).toBe("pending")
    const complete = await poll()
    expect(complete.body).toEqual({ payload: expect.any(String), resultCode: "authorised", type: "complete" })
    expect((await poll()).body).toEqual(complete.body)
    expect((await truth(id))?.status).toBe("completed")
    const { sessionData } = answer.body
    const wrong = await ask("paymentDetails", { sessionData, details: { payload: "x" }, paymentData })
    expect(codeOf(wrong)).toBe("422 14_018")
    const details = { payload: complete.body["payload"] }
    const done = await ask("paymentDetails", { sessionData, details, paymentData })
    expect(done.body["resultCode"]).toBe("Authorised")
    expect((await result(id, text(done, "sessionResult"))).body["status"]).toBe("completed")
  })

  it.each([
    [true, "authorised", "Authorised"],
    [false, "refused", "Refused"]
  ])("is settled meanwhile: %s", async (approved, told, resultCode) => {
    const { answer, ask, id, paymentData, poll, settle } = await awaited()
    await settle(id, approved)
    const { body } = await poll()
    expect([body["resultCode"], body["type"]]).toEqual([told, "complete"])
    const details = { payload: body["payload"] }
    const done = await ask("paymentDetails", { sessionData: answer.body["sessionData"], details, paymentData })
    expect(done.body["resultCode"]).toBe(resultCode)
  })

  it("isn't done before it is", async () => {
    const { answer, ask, drop, paymentData } = await awaited()
    const { sessionData } = answer.body
    const early = await ask("paymentDetails", { sessionData, details: { payload: "" }, paymentData })
    expect(codeOf(early)).toBe("422 14_018")
    expect(codeOf(await drop("services/PaymentInitiation/v1/status", { paymentData: "x" }))).toBe("422 14_018")
  })
})

describe("the rest", () => {
  const { analytics, api, cdn } = AdyenSimulator.environmentUrls("")

  it("is below a path with test in it, as a test_ key demands", () => {
    for (const url of [api, analytics, cdn.images, cdn.translations]) expect(url).toMatch(/^\/test\/.*\/$/)
  })

  it.each([`${api}v1/sessions/CS0/setup`, `${analytics}v3/analytics`, `${api}anything`])(
    "lets browsers ask %s from anywhere",
    async (path) => {
      const { send } = await open()
      const { headers, status } = await send("OPTIONS", `${path}?clientKey=x`, undefined, {
        origin: "https://shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type"
      })
      expect(status).toBe(204)
      expect(headers).toMatchObject({
        "access-control-allow-origin": "*",
        "access-control-allow-methods": expect.stringContaining("POST"),
        "access-control-allow-headers": "content-type"
      })
    }
  )

  it("takes analytics", async () => {
    const { send } = await open()
    const first = await send("POST", `${analytics}v3/analytics?clientKey=x`, { version: "6.45.2" })
    expect(first.body).toEqual({ checkoutAttemptId: expect.stringMatching(/./) })
    const path = `${analytics}v3/analytics/${text(first, "checkoutAttemptId")}`
    const logs = await send("POST", path, { info: [], errors: [], logs: [] })
    expect([logs.status, logs.body, logs.headers["access-control-allow-origin"]]).toEqual([200, {}, "*"])
  })

  it.each<readonly ["GET" | "POST", string, number]>([
    ["GET", `${api}assets/html/${credentials.clientKey}/dfp.1.0.0.html`, 200],
    ["GET", `${cdn.images}images/logos/ideal.svg`, 404],
    ["GET", `${cdn.translations}sdk/6.45.2/translations/nl-NL.json`, 404],
    ["POST", `${analytics}v2/analytics`, 404],
    ["POST", `${api}v1/sessions/CS0/orders`, 404],
    ["GET", `${api}v1/sessions/CS0/setup`, 404],
    ["GET", "/test/bank", 404]
  ])("%s %s: %i", async (method, path, status) => {
    const { send } = await open()
    const answer = await send(method, path, method === "POST" ? {} : undefined)
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([status, "*"])
  })

  it.each(["setup", "payments", "paymentDetails"])("needs the client key: %s", async (what) => {
    const { drop, payable } = await open()
    const { id, token } = await payable()
    const refused = await drop(`v1/sessions/${id}/${what}`, { sessionData: token }, "test_another")
    expect(codeOf(refused)).toBe("403 010")
    expect(refused.headers["www-authenticate"]).toBeUndefined()
  })

  it("needs JSON", async () => {
    const { drop } = await open()
    expect(codeOf(await drop("v1/sessions/CS0/setup", "{"))).toBe("400 702")
  })
})
