import { describe, expect, it } from "vitest"
import { rows } from "../../../src/simulator/classic/errors.ts"
import { AdyenSimulator } from "../../../src/simulator/index.ts"
import * as specification from "../../documented/classic/specification.ts"
import { body as encoded, encodings, type Fields, fieldsIn } from "./encode.ts"
import { infoset } from "./infoset.ts"
import { codeOf, eur, merchantAccount, open } from "./world.ts"

const psp = "8814689190961342"
const about = { merchantAccount, originalReference: psp }
const amount = { modificationAmount: eur(500) }
const card = { number: "4111111111111111", expiryMonth: "8", expiryYear: "2030", holderName: "John Smith" }
const payment = { merchantAccount, reference: "order-1", amount: eur(1500), card }
const refund = { merchantAccount, reference: "order-1", amount: eur(1500) }
const without = (name: string, from: Fields): Fields =>
  Object.fromEntries(Object.entries(from).filter(([key]) => key !== name))
const withCard = (fields: Fields): Fields => ({ ...payment, card: { ...card, ...fields } })
const withAccount = (fields: Fields): Fields => ({ ...refund, bankAccount: { ownerName: "A", ...fields } })

type Row = readonly [string, operation: string, fields: Fields, code: string, message: string]
const unknownPayment = "Original pspReference required for this operation"
const wrongAccount = "Invalid Merchant Account"
const missing = (name: string) => `Required field '${name}' is not provided.`
const notValid = (name: string) => `Field '${name}' is not valid.`
const wrongExpiry = "Invalid expiryMonth[1..12] / expiryYear[>2000]"

const refusals: ReadonlyArray<Row> = [
  ["no merchant account", "capture", { ...amount, originalReference: psp }, "403 901", wrongAccount],
  ["another merchant account", "cancel", { ...about, merchantAccount: "Other" }, "403 901", wrongAccount],
  ["another merchant account", "authorise", { ...payment, merchantAccount: "Other" }, "403 901", wrongAccount],
  ["another merchant account", "refundWithData", { ...refund, card, merchantAccount: "x" }, "403 901", wrongAccount],
  ["no original reference", "capture", { merchantAccount, ...amount }, "422 167", unknownPayment],
  ["an unknown payment", "capture", { ...about, ...amount, originalReference: "1" }, "422 167", unknownPayment],
  ["an unknown payment", "refund", { ...about, ...amount, originalReference: "1" }, "422 167", unknownPayment],
  [
    "an unknown payment",
    "adjustAuthorisation",
    { ...about, ...amount, originalReference: "1" },
    "422 167",
    unknownPayment
  ],
  ["an unknown payment", "cancel", { ...about, originalReference: "1" }, "422 167", unknownPayment],
  ["an unknown payment", "cancelOrRefund", { ...about, originalReference: "1" }, "422 167", unknownPayment],
  ["no amount", "capture", about, "422 130", missing("modificationAmount")],
  ["no amount", "refund", about, "422 130", missing("modificationAmount")],
  ["no amount", "adjustAuthorisation", about, "422 130", missing("modificationAmount")],
  ["no amount", "authorise", without("amount", payment), "422 130", missing("amount")],
  ["no amount", "refundWithData", { ...without("amount", refund), card }, "422 130", missing("amount")],
  [
    "no currency",
    "capture",
    { ...about, modificationAmount: { value: 5 } },
    "422 130",
    missing("modificationAmount.currency")
  ],
  [
    "no value",
    "capture",
    { ...about, modificationAmount: { currency: "EUR" } },
    "422 130",
    missing("modificationAmount.value")
  ],
  [
    "an amount of nothing",
    "capture",
    { ...about, modificationAmount: eur(0) },
    "422 137",
    notValid("modificationAmount")
  ],
  ["a negative amount", "refund", { ...about, modificationAmount: eur(-5) }, "422 137", notValid("modificationAmount")],
  [
    "half a cent",
    "adjustAuthorisation",
    { ...about, modificationAmount: eur(1.5) },
    "422 137",
    notValid("modificationAmount")
  ],
  ["an amount of nothing", "refundWithData", { ...refund, amount: eur(0), card }, "422 137", notValid("amount")],
  [
    "another currency",
    "capture",
    { ...about, modificationAmount: { value: 5, currency: "XXX" } },
    "422 138",
    "Unsupported currency specified"
  ],
  ["an amount", "cancel", { ...about, ...amount }, "422 166", "Amount not allowed for this operation"],
  ["an amount", "cancelOrRefund", { ...about, ...amount }, "422 166", "Amount not allowed for this operation"],
  ["an amount", "technicalCancel", { merchantAccount, ...amount }, "422 166", "Amount not allowed for this operation"],
  [
    "a reference of 81 characters",
    "cancel",
    { ...about, reference: "x".repeat(81) },
    "422 198",
    "Reference may not exceed 80 characters"
  ],
  [
    "a reference of 81 characters",
    "authorise",
    { ...payment, reference: "x".repeat(81) },
    "422 198",
    "Reference may not exceed 80 characters"
  ],
  ["no reference", "authorise", without("reference", payment), "422 130", missing("reference")],
  ["no reference", "refundWithData", { ...without("reference", refund), card }, "422 130", missing("reference")],
  [
    "no original merchant reference",
    "technicalCancel",
    { merchantAccount },
    "422 130",
    missing("originalMerchantReference")
  ],
  ["no refund", "voidPendingRefund", { merchantAccount }, "422 167", unknownPayment],
  [
    "no terminal",
    "voidPendingRefund",
    { merchantAccount, tenderReference: "1" },
    "422 130",
    missing("uniqueTerminalId")
  ],
  ["no tender", "voidPendingRefund", { merchantAccount, uniqueTerminalId: "1" }, "422 130", missing("tenderReference")],
  [
    "a terminal without tender",
    "refund",
    { ...about, ...amount, uniqueTerminalId: "1" },
    "422 130",
    missing("tenderReference")
  ],
  [
    "an unknown industry usage",
    "adjustAuthorisation",
    { ...about, ...amount, additionalData: { industryUsage: "delayedCharge" } },
    "422 187",
    "Invalid additionalData field"
  ],
  [
    "an unknown authorisation type",
    "authorise",
    { ...payment, additionalData: { authorisationType: "preAuth" } },
    "422 1002",
    "Invalid Authorisation Type supplied"
  ],
  ["no card", "authorise", without("card", payment), "422 918", "Required object 'card' is not provided."],
  ["neither card nor bank account", "refundWithData", refund, "422 927", "Missing payment details."],
  ["no card number", "authorise", { ...payment, card: without("number", card) }, "422 101", "Invalid card number"],
  [
    "letters for a card number",
    "authorise",
    withCard({ number: "4111 1111 1111 1111" }),
    "422 101",
    "Invalid card number"
  ],
  ["20 digits for a card number", "authorise", withCard({ number: "4".repeat(20) }), "422 101", "Invalid card number"],
  ["no expiry", "authorise", { ...payment, card: without("expiryYear", card) }, "422 141", wrongExpiry],
  ["a 13th month", "authorise", withCard({ expiryMonth: "13" }), "422 141", wrongExpiry],
  ["a year of two digits", "authorise", withCard({ expiryYear: "30" }), "422 141", wrongExpiry],
  [
    "no name on the card",
    "authorise",
    { ...payment, card: without("holderName", card) },
    "422 128",
    "Required field 'card.holderName' is not provided."
  ],
  ["a security code of two digits", "authorise", withCard({ cvc: "73" }), "422 153", "Invalid CVC"],
  [
    "no owner of the account",
    "refundWithData",
    { ...refund, bankAccount: { iban: "NL13TEST0123456789" } },
    "422 127",
    "Required field 'accountHolderName' is not provided."
  ],
  ["no account number", "refundWithData", withAccount({}), "422 161", "Invalid iban"],
  [
    "an IBAN with a wrong check",
    "refundWithData",
    withAccount({ iban: "NL14TEST0123456789" }),
    "422 161",
    "Invalid iban"
  ],
  ["letters for an IBAN", "refundWithData", withAccount({ iban: "iban" }), "422 161", "Invalid iban"],
  [
    "a delay of no hours",
    "authorise",
    { ...payment, captureDelayHours: "soon" },
    "422 192",
    "Invalid field captureDelayHours"
  ]
]

describe.each(encodings)("in %s", (encoding) => {
  it.each(refusals)("%s: %s", (_, operation, fields, code, message) => {
    const { ask, ledger, paid, told } = open()
    paid(psp)
    told()
    const answer = ask(encoding, operation, fields)
    expect(answer).toMatchObject({ errorCode: code.split(" ")[1], message })
    expect(codeOf(answer)).toBe(encoding === "soap" ? `500 ${code.split(" ")[1]}` : code)
    expect(told()).toEqual([])
    expect(ledger.payments()).toHaveLength(1)
    expect(ledger.byPsp(psp)?.modifications).toEqual([])
  })

  it("no credentials", () => {
    const { ask } = open()
    const answer = ask(encoding, "capture", about, { "x-api-key": "wrong" })
    expect(answer).toMatchObject({ status: 401, errorCode: "000", errorType: "security" })
  })

  it("payment details that the account doesn't support", () => {
    const { ask } = open({ unsupported: () => true })
    expect(ask(encoding, "capture", about)).toMatchObject({ status: 500, errorCode: "905", errorType: "configuration" })
  })

  it("no role", () => {
    const { ask } = open({ forbidden: () => true })
    expect(ask(encoding, "capture", about)).toMatchObject({ errorCode: "010", errorType: "security" })
  })

  it.each(["", "x", "{", "<", "[]", "null", "\u0000", "<a/>", "a=1&a=2"])("%j instead of a request", (text) => {
    const { body, status } = open().send(encoding, "capture", text)
    // An empty form is one without fields.
    const code = encoding === "form" && text === "" ? "901" : "702"
    expect(fieldsIn(encoding, body)["errorCode"]).toBe(code)
    expect(status).toBe(encoding === "soap" ? 500 : code === "702" ? 400 : 403)
  })

  it("a request that is too large", () => {
    const { ask } = open()
    const answer = ask(encoding, "capture", { ...about, additionalData: { a: "€".repeat(100_000) } })
    expect(answer).toMatchObject({
      errorCode: "29_100",
      message: "The request is larger than the allowed maximum of 262144 bytes"
    })
  })

  it("a request just small enough", () => {
    const { ask, paid } = open()
    paid(psp)
    const answer = ask(encoding, "cancel", { ...about, additionalData: { a: "a".repeat(260_000) } })
    expect(answer["response"]).toBe("[cancel-received]")
  })

  it("no such operation", () => {
    const { ask } = open()
    for (const operation of ["payout", "constructor", "__proto__", "known"]) {
      expect(ask(encoding, operation, about)).toMatchObject({ errorCode: "700", message: "No method specified" })
    }
  })
})

describe("errors as they are written", () => {
  const answerTo = (encoding: "json" | "form" | "soap", headers: Readonly<Record<string, string>> = {}) => {
    const { send } = open({ references: ["8412534564722331"] })
    return send(encoding, "capture", encoded(encoding, "capture", { merchantAccount }), headers)
  }

  it("in JSON", () => {
    const { body, headers, status } = answerTo("json")
    expect([status, JSON.parse(body)]).toEqual([
      422,
      {
        status: 422,
        errorCode: "167",
        message: unknownPayment,
        errorType: "validation",
        pspReference: "8412534564722331"
      }
    ])
    expect(headers).toEqual({ "content-type": "application/json;charset=utf-8", pspreference: "8412534564722331" })
  })

  it("in JSON as the specification has them", () => {
    const { send } = open()
    const malformed = send("json", "capture", "{")
    const unknown = send("json", "capture", "{}", { "x-api-key": "wrong" })
    expect([malformed, unknown].map(({ body, status }) => [status, JSON.parse(body) as unknown])).toEqual([
      [400, specification.errors[400]],
      [401, specification.errors[401]]
    ])
    expect(send("form", "capture", "x").body).toBe(
      "errorType=validation&errorCode=702&message=Unexpected+input%3A+%22%2C+expected%3A+%7D&status=400"
    )
  })

  it("in FORM", () => {
    const { body, headers, status } = answerTo("form")
    expect([status, body]).toEqual([
      422,
      "errorType=validation&errorCode=167&message=Original+pspReference+required+for+this+operation&pspReference=8412534564722331&status=422"
    ])
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded;charset=utf-8")
  })

  it("in SOAP", () => {
    const { body, headers, status } = answerTo("soap")
    const soap = "http://schemas.xmlsoap.org/soap/envelope/"
    const leaf = (name: string, text: string) => ({ name: `{}${name}`, attributes: {}, content: [text] })
    const fault = {
      name: `{${soap}}Fault`,
      attributes: {},
      content: [leaf("faultcode", "soap:Server"), leaf("faultstring", `validation 167 ${unknownPayment}`)]
    }
    expect([status, infoset(body)]).toEqual([
      500,
      {
        name: `{${soap}}Envelope`,
        attributes: {},
        content: [{ name: `{${soap}}Body`, attributes: {}, content: [fault] }]
      }
    ])
    expect(headers["content-type"]).toBe("text/xml;charset=utf-8")
  })

  it.each(encodings)("who isn't let in is asked for a password, and gets no reference: %s", (encoding) => {
    const { headers } = answerTo(encoding, { "x-api-key": "wrong" })
    expect(headers["www-authenticate"]).toBe('BASIC realm="Adyen PAL Service Authentication"')
    expect(headers["pspreference"]).toBeUndefined()
  })
})

describe("documented for the operations, with one that isn't", () => {
  const codes =
    "702 000 010 901 101 130 137 138 140 141 153 161 166 167 187 192 198 700 918 927 1002 29_100 704 905 703 99_999"

  it.each(encodings)("in %s", (encoding) => {
    const documented = AdyenSimulator.documentedClassicErrors(encoding)
    expect(documented.map(({ name }) => name).join(" ")).toBe(codes)
    for (const { body, name, status } of documented) {
      const { errorCode, message, status: said } = fieldsIn(encoding, body)
      expect(errorCode).toBe(name)
      expect(message).toMatch(/./)
      if (said !== undefined) expect(Number(said)).toBe(status)
      if (encoding === "soap") expect(status).toBe(name === "000" ? 401 : 500)
    }
    const transient = documented.filter(({ headers }) => headers["transient-error"] === "true")
    expect(transient.map(({ name }) => name)).toEqual(["704", "703"])
  })
})

it("each error has a source, and a mark where it is ours", () => {
  for (const { errorCode, source } of Object.values(rows)) {
    expect(source).not.toBe("")
    expect(errorCode.startsWith("SIM_")).toBe(source.startsWith("ours"))
  }
})
