/** What is answered at once: a row for each endpoint, each field that is shown again, and each error. */
import { describe, expect, it } from "vitest"
import { AdyenSimulator } from "../../../src/simulator/index.ts"
import { apiKey, codeOf, credentials, type Endpoint, eur, openManual, order, preAuth } from "../world.ts"

const { merchantAccount } = credentials
const amount = eur(1700)
const splits = [
  { type: "BalanceAccount", account: "BA1", reference: "part-1", amount: { value: 1500 } },
  { type: "Commission", amount: { value: 200, currency: "EUR" } }
]
const lineItems = [{ id: "1", description: "Room", amountIncludingTax: 1700, quantity: 1 }]
const ofAmount = new Set<Endpoint>(["amountUpdates", "captures", "refunds"])
const endpoints: ReadonlyArray<readonly [Endpoint, object]> = [
  ["amountUpdates", { amount, industryUsage: "delayedCharge", lineItems, splits }],
  [
    "captures",
    {
      amount,
      lineItems,
      splits,
      platformChargebackLogic: { behavior: "deductFromLiableAccount" },
      subMerchants: [{ id: "sub1", name: "Bakery", mcc: "5462", taxId: "12345678901", amount: eur(1) }]
    }
  ],
  ["cancels", {}],
  ["refunds", { amount, lineItems, splits, store: "Rome", merchantRefundReason: "RETURN", capturePspReference: "X" }],
  ["reversals", {}]
]
const whole = (endpoint: Endpoint) => (ofAmount.has(endpoint) ? { amount } : {})

describe.each(endpoints)("%s", (endpoint, shown) => {
  it("is received, and shows what was asked for", async () => {
    const { authorised, modify } = await openManual()
    const psp = await authorised(preAuth)
    const { body, headers, status } = await modify(psp, endpoint, {
      ...shown,
      reference: "change-1",
      applicationInfo: { externalPlatform: { name: "Shop", version: "1", integrator: "Us" } }
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      merchantAccount,
      paymentPspReference: psp,
      reference: "change-1",
      pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/),
      status: "received",
      ...shown
    })
    expect(headers["pspreference"]).toBe(body["pspReference"])
    expect(body["pspReference"]).not.toBe(psp)
  })

  it("has a reference in its answer only where that is required", async () => {
    const { authorised, modify } = await openManual()
    const { body } = await modify(await authorised(preAuth), endpoint, whole(endpoint))
    expect(body["reference"]).toBe(endpoint === "amountUpdates" ? "order-1" : undefined)
  })

  it("is there with Live's path too", async () => {
    const { authorised, send } = await openManual()
    const path = `/checkout/v72/payments/${await authorised(preAuth)}/${endpoint}`
    expect((await send("POST", path, { merchantAccount, ...whole(endpoint) }, apiKey)).status).toBe(201)
  })

  it("takes Basic credentials", async () => {
    const { authorised, send } = await openManual()
    const path = `/v72/payments/${await authorised(preAuth)}/${endpoint}`
    const authorization = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`
    expect((await send("POST", path, { merchantAccount, ...whole(endpoint) }, { authorization })).status).toBe(201)
  })

  it("is one for one idempotency key, with the same answer", async () => {
    const { authorised, modify, take, told } = await openManual()
    const psp = await authorised(preAuth)
    await take()
    const key = { "idempotency-key": "k".repeat(64) }
    const first = await modify(psp, endpoint, whole(endpoint), key)
    expect(first.headers["idempotency-key"]).toBe(key["idempotency-key"])
    expect(await modify(psp, endpoint, whole(endpoint), key)).toEqual(first)
    expect((await told()).map(({ pspReference }) => pspReference)).toEqual([first.body["pspReference"]])
    const other = await modify(psp, endpoint, whole(endpoint), { "idempotency-key": "another" })
    expect(other.body["pspReference"]).not.toBe(first.body["pspReference"])
  })

  it("is nothing else than a POST", async () => {
    const { authorised, send } = await openManual()
    const path = `/v72/payments/${await authorised()}/${endpoint}`
    expect(codeOf(await send("PUT", path, { merchantAccount }, apiKey))).toBe("404 SIM_NO_SUCH_PATH")
  })

  const errors: ReadonlyArray<readonly [string, object | string, string]> = [
    ["malformed", "{", "400 702"],
    ["no object", "[]", "400 702"],
    ["no account", { merchantAccount: undefined }, "422 130"],
    ["an empty account", { merchantAccount: "" }, "422 130"],
    ["a wrong account", { merchantAccount: "Another" }, "403 901"],
    ["a reference too long", { reference: "x".repeat(81) }, "422 198"],
    ["a reference that is no text", { reference: 1 }, "422 192"],
    ["applicationInfo that is no object", { applicationInfo: "x" }, "422 192"],
    ["a name in applicationInfo that is no text", { applicationInfo: { adyenLibrary: { name: 1 } } }, "422 192"]
  ]
  it.each(errors)("%s", async (_, wrong, code) => {
    const { authorised, send, take } = await openManual()
    const path = `/v72/payments/${await authorised(preAuth)}/${endpoint}`
    const body = typeof wrong === "string" ? wrong : { merchantAccount, ...whole(endpoint), ...wrong }
    await take()
    expect(codeOf(await send("POST", path, body, apiKey))).toBe(code)
    expect(await take()).toEqual([])
  })

  it("may have a reference of 80 characters", async () => {
    const { authorised, modify } = await openManual()
    const reference = "x".repeat(80)
    const { body } = await modify(await authorised(preAuth), endpoint, { ...whole(endpoint), reference })
    expect(body["reference"]).toBe(reference)
  })

  it("is of a payment that there is", async () => {
    const { authorised, modify } = await openManual()
    await authorised(preAuth)
    const refused = await modify("XXXXXXXXXXXXXXXX", endpoint, whole(endpoint))
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({
      errorCode: "167",
      errorType: "validation",
      message: "Original pspReference required for this operation"
    })
  })

  it("isn't for strangers", async () => {
    const { authorised, send } = await openManual()
    const path = `/v72/payments/${await authorised(preAuth)}/${endpoint}`
    const refused = await send("POST", path, { merchantAccount, ...whole(endpoint) }, { "x-api-key": "x" })
    expect([codeOf(refused), refused.headers["www-authenticate"]]).toEqual([
      "401 000",
      'BASIC realm="Adyen PAL Service Authentication"'
    ])
  })

  it("may be forbidden, or unsupported", async () => {
    const isThis = ({ path }: { readonly path: string }) => path.endsWith(`/${endpoint}`)
    const forbidden = await openManual({ forbidden: isThis })
    expect(codeOf(await forbidden.modify(await forbidden.authorised(), endpoint, whole(endpoint)))).toBe("403 010")
    const unsupported = await openManual({ unsupported: isThis })
    expect(codeOf(await unsupported.modify(await unsupported.authorised(), endpoint, whole(endpoint)))).toBe("500 905")
  })
})

describe.each([...ofAmount])("the amount of %s", (endpoint) => {
  it.each<readonly [string, unknown, string]>([
    ["none", undefined, "422 130"],
    ["no object", 1700, "422 137"],
    ["without currency", { value: 1700 }, "422 130"],
    ["without value", { currency: "EUR" }, "422 130"],
    ["nothing", eur(0), "422 137"],
    ["negative", eur(-1), "422 137"],
    ["a fraction", eur(1.5), "422 137"],
    ["a text", { value: "1700", currency: "EUR" }, "422 137"],
    ["unsupported", { value: 1700, currency: "XXX" }, "422 138"],
    ["in lower case", { value: 1700, currency: "eur" }, "422 138"]
  ])("%s", async (_, wrong, code) => {
    const { authorised, modify } = await openManual()
    expect(codeOf(await modify(await authorised(preAuth), endpoint, { amount: wrong }))).toBe(code)
  })
})

describe("POST /cancels", () => {
  const cancel = async (body: object) => {
    const { authorised, send, told, take } = await openManual()
    const psp = await authorised()
    await take()
    const answer = await send("POST", "/v72/cancels", { merchantAccount, ...body }, apiKey)
    return { psp, answer, events: await told() }
  }

  it("is received, and shows what was asked for", async () => {
    const { answer } = await cancel({ paymentReference: order.reference, reference: "cancel-1" })
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      merchantAccount,
      paymentReference: order.reference,
      reference: "cancel-1",
      pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/),
      status: "received"
    })
    expect(answer.headers["pspreference"]).toBe(answer.body["pspReference"])
  })

  it("is received for a reference that there isn't, too", async () => {
    const { answer, events } = await cancel({ paymentReference: "nobody's" })
    expect(answer.body).toMatchObject({ paymentReference: "nobody's", status: "received" })
    expect(events).toMatchObject(
      [{ eventCode: "TECHNICAL_CANCEL", success: "false", merchantReference: "nobody's", pspReference: /./ }].map(
        (event) => ({ ...event, pspReference: answer.body["pspReference"] })
      )
    )
    expect(events[0]).not.toHaveProperty("originalReference")
  })

  it.each<readonly [string, object, string]>([
    ["no account", { merchantAccount: undefined, paymentReference: "x" }, "422 130"],
    ["another account", { merchantAccount: "Another", paymentReference: "x" }, "403 901"],
    ["no paymentReference", {}, "422 130"],
    ["an empty one", { paymentReference: "" }, "422 130"],
    ["one that is no text", { paymentReference: 7 }, "422 192"],
    ["a reference too long", { paymentReference: "x", reference: "x".repeat(81) }, "422 198"]
  ])("%s", async (_, body, code) => {
    expect(codeOf((await cancel(body)).answer)).toBe(code)
  })
})

it("an unknown path below a payment is none", async () => {
  const { authorised, send } = await openManual()
  for (const path of [`/v72/payments/${await authorised()}/donations`, "/v72/payments/X/toString", "/v72/payments/X"]) {
    expect(codeOf(await send("POST", path, { merchantAccount }, apiKey))).toBe("404 SIM_NO_SUCH_PATH")
  }
})

it("documented for modifications, with one that isn't", () => {
  const { documentedModificationErrors: documented, unknownError } = AdyenSimulator
  expect(documented.map(({ name, status }) => `${status} ${name}`)).toEqual([
    "400 702",
    "401 000",
    "403 010",
    "403 901",
    "422 130",
    "422 137",
    "422 138",
    "422 167",
    "422 192",
    "422 198",
    "422 29_001",
    "422 704",
    "500 905",
    "503 703",
    "422 99_999"
  ])
  for (const { body, name, status } of documented) {
    expect(JSON.parse(body)).toMatchObject({ status, errorCode: name, message: expect.stringMatching(/./) })
  }
  expect(documented.at(-1)).toBe(unknownError)
})
