import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { fields } from "../../src/simulator/fields.ts"
import { apiKey, codeOf, credentials, eur, open, order } from "./world.ts"

const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`
})
const problem = (status: number, errorCode: string, errorType: string, message: string) => ({
  status,
  errorCode,
  errorType,
  message
})
const { username, password } = credentials

describe("authentication", () => {
  it.each<readonly [string, Record<string, string>]>([
    ["X-API-Key", apiKey],
    ["Basic, as a web service user", basic(username, password)]
  ])("by %s", async (_, headers) => {
    const { send } = await open()
    expect((await send("POST", "/v72/sessions", order, headers)).status).toBe(201)
  })

  it.each<readonly [string, Record<string, string>]>([
    ["nothing", {}],
    ["another key", { "x-api-key": "AQE" }],
    ["another password", basic(username, "x")],
    ["no Base64", { authorization: "Basic x" }],
    ["another scheme", { authorization: `Bearer ${credentials.apiKey}` }]
  ])("is required: %s", async (_, headers) => {
    const { send } = await open()
    for (const [method, path] of [
      ["POST", "/v72/sessions"],
      ["PATCH", "/v72/sessions/CS451F2AB1ED897A94"],
      ["GET", "/v72/sessions/CS451F2AB1ED897A94?sessionResult=x"]
    ] as const) {
      const { body, headers: answered, status } = await send(method, path, undefined, headers)
      expect(body).toEqual(problem(401, "000", "security", "HTTP Status Response - Unauthorized"))
      expect(status).toBe(401)
      expect(answered["www-authenticate"]).toBe('BASIC realm="Adyen PAL Service Authentication"')
    }
  })

  it("takes the credentials that it was made with", async () => {
    const own = { ...credentials, apiKey: "mine", merchantAccount: "Mine" }
    const { send } = await open({ credentials: own })
    const mine = { "x-api-key": "mine" }
    expect((await send("POST", "/v72/sessions", { ...order, merchantAccount: "Mine" }, mine)).status).toBe(201)
    expect((await send("POST", "/v72/sessions", order, mine)).status).toBe(403)
    expect((await send("POST", "/v72/sessions", order, apiKey)).status).toBe(401)
  })

  it("a key without the role is not allowed", async () => {
    const { post, sessions } = await open({ forbidden: ({ method }) => method === "POST" })
    const { body } = await post(order)
    expect(body).toMatchObject(problem(403, "010", "security", "Not allowed"))
    expect(await sessions()).toEqual([])
  })

  it("has credentials that look like Adyen's", () => {
    expect(credentials.clientKey).toMatch(/^test_[A-Z0-9]+$/)
    expect(credentials.hmacKey).toMatch(/^[0-9A-F]{64}$/)
  })
})

describe("paths", () => {
  it.each(["/v72", "/checkout/v72"])("are served below %s", async (prefix) => {
    const { send } = await open()
    const { body, status } = await send("POST", `${prefix}/sessions`, order, apiKey)
    expect(status).toBe(201)
    const path = `${prefix}/sessions/${String(body["id"])}`
    const patched = await send("PATCH", path, { sessionData: body["sessionData"], amount: eur(2000) }, apiKey)
    expect(patched.status).toBe(200)
    expect(codeOf(await send("GET", `${path}?sessionResult=x`, undefined, apiKey))).toBe("500 701")
  })

  it.each([
    ["GET", "/v72/sessions"],
    ["POST", "/v72/sessions/CS451F2AB1ED897A94"],
    ["DELETE", "/v72/sessions/CS451F2AB1ED897A94"],
    ["POST", "/v71/sessions"],
    ["POST", "/v72/payments"],
    ["POST", "/"]
  ] as const)("%s %s is none", async (method, path) => {
    const { send } = await open()
    expect(codeOf(await send(method, path, method === "GET" ? undefined : order, apiKey))).toBe("404 SIM_NO_SUCH_PATH")
  })
})

describe("create", () => {
  it("answers as the document shows", async () => {
    const { post } = await open({ clock: { start: Date.UTC(2026, 2, 31, 10, 57, 48) } })
    const { body, headers, status } = await post({ ...order, deliverAt: "2026-07-30" })
    expect(status).toBe(201)
    expect(headers["pspreference"]).toMatch(/^[A-Z0-9]{16}$/)
    expect(headers["idempotency-key"]).toBeUndefined()
    const { id, sessionData, ...rest } = body
    expect(rest).toEqual({
      amount: { value: 1900, currency: "EUR" },
      countryCode: "NL",
      deliverAt: "2026-07-30T02:00:00+02:00",
      expiresAt: "2026-03-31T13:57:48+02:00",
      merchantAccount: credentials.merchantAccount,
      mode: "embedded",
      payable: false,
      reference: "order-1",
      returnUrl: "https://shop.example/checkout?order=12xy",
      shopperLocale: "en-US"
    })
    expect(id).toMatch(/^CS[0-9A-F]{16}$/)
    expect(sessionData).toMatch(/^Ab02b4c0!BQABAg[A-Za-z0-9+/=]{100,}$/)
  })

  it("says payable only where it was said, and without it the shopper may submit at once", async () => {
    const { post, truth } = await open()
    const { payable: _, ...unsaid } = order
    const answers = [await post(unsaid), await post({ ...order, payable: true }), await post(order)]
    expect(answers.map(({ body }) => body["payable"])).toEqual([undefined, true, false])
    const statuses = await Promise.all(answers.map(async ({ body }) => (await truth(String(body["id"])))?.status))
    expect(statuses).toEqual(["locked", "locked", "open"])
  })

  it("normalises as recorded answers do", async () => {
    const { post } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
    const { body } = await post({
      ...order,
      metadata: { table: 4, vip: true, note: "x" },
      lineItems: [
        { id: 7, quantity: 2, amountIncludingTax: 950 },
        { description: "Socks", taxAmount: 69, taxPercentage: 2100 }
      ],
      dateOfBirth: "1996-09-04",
      expiresAt: "2026-01-01T12:00:00.900Z",
      mode: "hosted",
      shopperLocale: "nl-NL"
    })
    expect(body).toMatchObject({
      metadata: { table: "4", vip: "true", note: "x" },
      lineItems: [
        { id: "7", quantity: 2, amountIncludingTax: 950, taxAmount: 0, taxPercentage: 0 },
        { description: "Socks", taxAmount: 69, taxPercentage: 2100 }
      ],
      dateOfBirth: "1996-09-04T02:00:00+02:00",
      expiresAt: "2026-01-01T13:00:00+01:00",
      mode: "hosted",
      shopperLocale: "nl-NL",
      url: expect.stringMatching(/^https:\/\//)
    })
  })

  it("keeps large amounts exactly", async () => {
    const { post, sessions } = await open()
    const body = JSON.stringify({ ...order, amount: eur(1) }).replace('"value":1', '"value":9007199254740993')
    expect((await post(body)).status).toBe(201)
    expect((await sessions())[0]?.amount.decimal).toBe("90071992547409.93")
  })

  it("two seeds give two sets of names, one seed the same", async () => {
    const ids = async (seed?: number) => (await open(seed === undefined ? {} : { seed })).create()
    expect(await ids()).toEqual(await ids())
    expect(await ids()).not.toEqual(await ids(2))
  })
})

describe("refusals", () => {
  const without = (name: string) => Object.fromEntries(Object.entries(order).filter(([key]) => key !== name))
  const long = (characters: number) => "x".repeat(characters)
  const metadata = (pairs: number) => Object.fromEntries(Array.from({ length: pairs }, (_, index) => [`k${index}`, ""]))

  it.each<readonly [string, string | object, string, string]>([
    ["no JSON", '{"amount":', "400 702", 'Unexpected input: ", expected: }'],
    ["no object", "[]", "400 702", 'Unexpected input: ", expected: }'],
    ["nothing", "", "400 702", 'Unexpected input: ", expected: }'],
    ["no merchantAccount", without("merchantAccount"), "422 130", "Required field 'merchantAccount' is not provided."],
    ["another merchantAccount", { ...order, merchantAccount: "Other" }, "403 901", "Invalid Merchant Account"],
    ["no amount", without("amount"), "422 130", "Required field 'amount' is not provided."],
    [
      "no value",
      { ...order, amount: { currency: "EUR" } },
      "422 130",
      "Required field 'amount.value' is not provided."
    ],
    ["no currency", { ...order, amount: { value: 1 } }, "422 130", "Required field 'amount.currency' is not provided."],
    ["an amount that is none", { ...order, amount: 1900 }, "422 137", "Field 'amount' is not valid."],
    ["a negative amount", { ...order, amount: eur(-1) }, "422 137", "Field 'amount' is not valid."],
    ["a fraction", { ...order, amount: eur(19.5) }, "422 137", "Field 'amount' is not valid."],
    [
      "an amount as text",
      { ...order, amount: { value: "1900", currency: "EUR" } },
      "422 137",
      "Field 'amount' is not valid."
    ],
    [
      "more than int64",
      JSON.stringify(order).replace("1900", "9223372036854775808"),
      "422 137",
      "Field 'amount' is not valid."
    ],
    [
      "an unknown currency",
      { ...order, amount: { value: 1, currency: "MGA" } },
      "422 138",
      "Unsupported currency specified"
    ],
    [
      "a currency in lower case",
      { ...order, amount: { value: 1, currency: "eur" } },
      "422 138",
      "Unsupported currency specified"
    ],
    ["no reference", without("reference"), "422 130", "Required field 'reference' is not provided."],
    ["an empty reference", { ...order, reference: "" }, "422 130", "Required field 'reference' is not provided."],
    ["a long reference", { ...order, reference: long(81) }, "422 198", "Reference may not exceed 80 characters"],
    ["no returnUrl", without("returnUrl"), "422 14_030", "Return URL is missing."],
    ["a long returnUrl", { ...order, returnUrl: long(1025) }, "422 29_001", "Field may not exceed 1024 characters"],
    ["an unknown country", { ...order, countryCode: "Netherlands" }, "422 200", "Field 'countryCode' is not valid."],
    ["a country in lower case", { ...order, countryCode: "nl" }, "422 200", "Field 'countryCode' is not valid."],
    ["21 pairs of metadata", { ...order, metadata: metadata(21) }, "422 177", "Metadata size exceeds limit"],
    [
      "a long key of metadata",
      { ...order, metadata: { [long(21)]: "" } },
      "422 178",
      "Metadata key size exceeds limit"
    ],
    [
      "a long value of metadata",
      { ...order, metadata: { a: long(81) } },
      "422 29_001",
      "Field may not exceed 80 characters"
    ],
    ["a short shopperReference", { ...order, shopperReference: "ab" }, "422 192", "Invalid field shopperReference"],
    [
      "a long shopperReference",
      { ...order, shopperReference: long(257) },
      "422 29_001",
      "Field may not exceed 256 characters"
    ],
    [
      "an unknown currency besides",
      { ...order, additionalAmount: { value: 1, currency: "x" } },
      "422 138",
      "Unsupported currency specified"
    ],
    [
      "another currency besides",
      { ...order, additionalAmount: { value: 1, currency: "USD" } },
      "422 919",
      "Currency of additionalAmount does not match amount"
    ],
    ["an expiry that is none", { ...order, expiresAt: "tomorrow" }, "422 192", "Invalid field expiresAt"],
    ["an expiry in the past", { ...order, expiresAt: "2025-12-31T23:59:59Z" }, "422 192", "Invalid field expiresAt"],
    ["an expiry after a day", { ...order, expiresAt: "2026-01-02T00:00:01Z" }, "422 192", "Invalid field expiresAt"]
  ])("%s", async (_, body, code, message) => {
    const { post, sessions } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
    const answer = await post(body)
    expect([codeOf(answer), answer.body["message"]]).toEqual([code, message])
    expect(answer.body["status"]).toBe(answer.status)
    expect(answer.body["pspReference"]).toBe(answer.status === 400 ? undefined : answer.headers["pspreference"])
    expect(await sessions()).toEqual([])
  })

  it.each<readonly [string, object]>([
    ["80 characters of reference", { reference: long(80) }],
    ["1024 characters of returnUrl", { returnUrl: long(1024) }],
    ["3 characters of shopperReference", { shopperReference: "abc" }],
    ["256 characters of shopperReference", { shopperReference: long(256) }],
    ["20 pairs of metadata", { metadata: { ...metadata(19), [long(20)]: long(80) } }],
    ["an expiry after exactly a day", { expiresAt: "2026-01-02T00:00:00Z" }],
    ["an expiry with an offset", { expiresAt: "2026-01-01T02:00:00+0100" }],
    ["an expiry without one, in UTC", { expiresAt: "2026-01-01T02:00:00" }],
    ["an app's URL", { returnUrl: "my-app://" }],
    ["nulls", { shopperEmail: null, payable: null }]
  ])("not: %s", async (_, others) => {
    const { post } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
    expect((await post({ ...order, ...others })).status).toBe(201)
  })
})

describe("the table of fields", () => {
  const own = ["reference", "returnUrl", "countryCode", "expiresAt"]
  const samples: ReadonlyArray<unknown> = [true, 1, "2026-01-01T00:30:00+01:00", "embedded", "Web", "CardOnFile"]
  const more: ReadonlyArray<unknown> = [
    "Ecommerce",
    "inclusive",
    "enabled",
    ["ideal"],
    [{ id: "1" }],
    { a: "b" },
    eur(1)
  ]
  const all = [...samples, ...more, "text of any kind"]

  it.each(Object.keys(fields).filter((name) => !own.includes(name)))(
    "%s takes its kind of value, and no other",
    async (name) => {
      const { post } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
      const codes = await Promise.all(all.map(async (value) => codeOf(await post({ ...order, [name]: value }))))
      expect(codes).toContain("201 undefined")
      expect(codes.some((code) => code.startsWith("422"))).toBe(true)
      const taken = all[codes.indexOf("201 undefined")]
      expect((await post({ ...order, [name]: taken })).body).toHaveProperty(name)
    }
  )

  // Adyen's published specification, reduced; where it does not lie beside the repository there is nothing to compare.
  const specification = new URL("../../../../../shared/specs/adyen-checkout-v72-subset.json", import.meta.url)
  it.skipIf(!existsSync(specification))("has what the specification has, and payable", () => {
    interface Specification {
      readonly components: { readonly schemas: Record<string, { readonly properties: Record<string, unknown> }> }
    }
    const { components } = JSON.parse(readFileSync(specification, "utf8")) as Specification
    const { CreateCheckoutSessionRequest: request, CreateCheckoutSessionResponse: response } = components.schemas
    const known = ["merchantAccount", "amount", ...Object.keys(fields)].sort()
    expect(known).toEqual([...Object.keys(request!.properties), "payable"].sort())
    expect(Object.keys(response!.properties)).toEqual(
      expect.arrayContaining(known.filter((name) => name !== "payable"))
    )
  })
})
