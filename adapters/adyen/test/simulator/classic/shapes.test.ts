/** Requests that are not what they should be, each in the way of its encoding; and where they go. */
import { describe, expect, it } from "vitest"
import { body as encoded, type Fields, fieldsIn } from "./encode.ts"
import { infoset, texts } from "./infoset.ts"
import { merchantAccount, open } from "./world.ts"

const psp = "8814689190961342"
const about = { merchantAccount, originalReference: psp }
const card = { number: "4111111111111111", expiryMonth: "8", expiryYear: "2030", holderName: "John Smith" }
const payment = { merchantAccount, reference: "order-1", amount: { value: 1500, currency: "EUR" }, card }
const withCard = (fields: Fields): Fields => ({ ...payment, card: { ...card, ...fields } })

describe("JSON of other types:", () => {
  it.each<readonly [string, string, object, string]>([
    ["an amount as text", "capture", { ...about, modificationAmount: { value: "500", currency: "EUR" } }, "422 137"],
    ["an amount that is none", "capture", { ...about, modificationAmount: 500 }, "422 137"],
    ["a reference that is a number", "cancel", { ...about, reference: 1 }, "422 192"],
    ["a payment that is a number", "cancel", { ...about, originalReference: 1 }, "422 192"],
    ["a merchant account in a list", "cancel", { ...about, merchantAccount: [merchantAccount] }, "403 901"],
    ["additionalData as text", "cancel", { ...about, additionalData: "a" }, "422 192"],
    ["additionalData of numbers", "cancel", { ...about, additionalData: { a: 1 } }, "422 192"],
    ["a card as text", "authorise", { ...payment, card: "4111111111111111" }, "422 192"],
    ["a card number that is a number", "authorise", withCard({ number: 4111111111111111 }), "422 192"],
    ["null for all", "cancel", { merchantAccount: null, originalReference: null }, "403 901"]
  ])("%s", (_, operation, fields, code) => {
    const { paid, send, told } = open()
    paid(psp)
    told()
    const { body, status } = send("json", operation, JSON.stringify(fields))
    expect(`${status} ${fieldsIn("json", body)["errorCode"]}`).toBe(code)
    expect(told()).toEqual([])
  })

  it("a value of nineteen digits is no float", () => {
    const { paid, send } = open()
    const payment = paid(psp, { amount: { value: 9_007_199_254_740_993n, currency: "EUR" } })
    const modificationAmount = `{"value":9007199254740993,"currency":"EUR"}`
    send(
      "json",
      "capture",
      `{"merchantAccount":"${merchantAccount}","originalReference":"${psp}","modificationAmount":${modificationAmount}}`
    )
    expect(payment.modifications[0]?.amount?.value).toBe(9_007_199_254_740_993n)
  })
})

describe("FORM of other shapes:", () => {
  it.each([
    ["white space around a number", "+500", "137"],
    ["a fraction", "5.00", "137"],
    ["an exponent", "5e2", "137"],
    ["a number in hexadecimal", "0x5", "137"],
    ["zeros before a number", "0500", undefined]
  ])("%s", (_, value, code) => {
    const { paid, send } = open()
    paid(psp)
    const text = `merchantAccount=${merchantAccount}&originalReference=${psp}&modificationAmount.currency=EUR`
    const { body } = send("form", "capture", `${text}&modificationAmount.value=${value}`)
    expect(fieldsIn("form", body)["errorCode"]).toBe(code)
  })
})

describe("SOAP of other shapes:", () => {
  const p = "http://payment.services.adyen.com"
  const soap = "http://schemas.xmlsoap.org/soap/envelope/"
  const envelope = (inner: string, namespace = soap) =>
    `<s:Envelope xmlns:s="${namespace}" xmlns="${p}" xmlns:c="http://common.services.adyen.com" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${inner}</s:Envelope>`
  const body = (inner: string) => envelope(`<s:Body>${inner}</s:Body>`)
  const cancel = (inner: string) => body(`<cancel><modificationRequest>${inner}</modificationRequest></cancel>`)
  const own = `<merchantAccount>${merchantAccount}</merchantAccount><originalReference>${psp}</originalReference>`
  const capture = (value: string) =>
    body(
      `<capture><modificationRequest>${own}<modificationAmount>${value}</modificationAmount></modificationRequest></capture>`
    )

  const codeFor = (text: string) => {
    const { paid, send } = open()
    paid(psp)
    const answer = fieldsIn("soap", send("soap", "", text).body)
    return answer["errorCode"] ?? answer["response"]
  }

  it.each<readonly [string, string, string]>([
    ["as it should be", cancel(own), "[cancel-received]"],
    [
      "a header",
      envelope(
        `<s:Header><a/></s:Header><s:Body><cancel><modificationRequest>${own}</modificationRequest></cancel></s:Body>`
      ),
      "[cancel-received]"
    ],
    ["comments and CDATA", cancel(own.replace(psp, `<!-- a --><![CDATA[${psp}]]>`)), "[cancel-received]"],
    [
      "white space around a number",
      capture("<c:currency>EUR</c:currency><c:value> 5 </c:value>"),
      "[capture-received]"
    ],
    ["a field that is nil", cancel(`${own}<reference i:nil="true"/>`), "[cancel-received]"],
    ["SOAP 1.2", envelope(`<s:Body><cancel/></s:Body>`, "http://www.w3.org/2003/05/soap-envelope"), "702"],
    ["no body", envelope(""), "702"],
    ["an empty body", body(""), "702"],
    ["two operations", body("<cancel/><cancel/>"), "702"],
    ["two bodies", envelope("<s:Body><cancel/></s:Body><s:Body/>"), "702"],
    ["a field twice", cancel(`${own}<reference>a</reference><reference>a</reference>`), "702"],
    [
      "additionalData without key",
      cancel(`${own}<additionalData><entry><value>a</value></entry></additionalData>`),
      "702"
    ],
    ["additionalData without entry", cancel(`${own}<additionalData><a>b</a></additionalData>`), "702"],
    ["a document type", `<!DOCTYPE a>${cancel(own)}`, "702"],
    ["an entity", `<!DOCTYPE a [<!ENTITY psp "${psp}">]>${cancel(own.replace(psp, "&psp;"))}`, "702"],
    ["an operation of another namespace", body(`<capture xmlns="urn:other"/>`), "702"],
    ["no request", body("<cancel/>"), "901"],
    ["another request", body(`<cancel><paymentRequest>${own}</paymentRequest></cancel>`), "901"],
    [
      "a field of another namespace",
      cancel(own.replace("<originalReference>", `<originalReference xmlns="urn:other">`)),
      "167"
    ],
    ["an amount of the payment namespace", capture("<currency>EUR</currency><value>5</value>"), "130"]
  ])("%s", (_, text, code) => {
    expect(codeFor(text)).toBe(code)
  })

  it("says so in a fault", () => {
    const { body: text } = open().send("soap", "", body("<payout/>"))
    expect(texts(infoset(text), "faultstring")).toEqual(["validation 700 No method specified"])
  })
})

describe("paths", () => {
  const { classic, request } = open()
  const headers = { "content-type": "application/json" }
  const soapHeaders = { "content-type": "text/xml" }

  it.each([
    "/",
    "/pal/servlet/Payment",
    "/pal/servlet/Payment/v29/capture",
    "/pal/servlet/Payment/v680/capture",
    "/pal/servlet/Recurring/v68/disable",
    "/v72/sessions",
    "/pal/servlet/Payment/v68/capture/x"
  ])("%s is somebody else's", (path) => {
    expect(classic({ method: "POST", path, query: new URLSearchParams(), headers, body: "{}" })).toBeUndefined()
  })

  it.each([
    ["/pal/servlet/Payment/v68/capture", headers, "403 901"],
    ["/pal/servlet/Payment/v30/capture", headers, "403 901"],
    ["/pal/servlet/Payment/v30/", headers, "422 700"],
    ["/pal/servlet/Payment/v30", headers, "422 700"]
  ])("%s", (path, type, code) => {
    const { body, status } = request(path, "{}", type)
    expect(`${status} ${fieldsIn("json", body)["errorCode"]}`).toBe(code)
  })

  it.each(["/pal/servlet/Payment/v30/", "/pal/servlet/Payment/v30", "/pal/servlet/Payment/v68/"])(
    "%s is where SOAP goes",
    (path) => {
      const { body } = request(path, encoded("soap", "cancel", {}), soapHeaders)
      expect(fieldsIn("soap", body)["errorCode"]).toBe("901")
    }
  )

  it("SOAP doesn't go to the path of an operation", () => {
    const { body } = request("/pal/servlet/Payment/v30/cancel", encoded("soap", "cancel", {}), soapHeaders)
    expect(fieldsIn("soap", body)["errorCode"]).toBe("SIM_NO_SUCH_PATH")
  })

  it("only POST", () => {
    const { body, status } = request("/pal/servlet/Payment/v68/capture", "{}", headers, "GET")
    expect(`${status} ${fieldsIn("json", body)["errorCode"]}`).toBe("404 SIM_NO_SUCH_PATH")
  })

  it.each([["text/plain"], ["application/soap+xml"], [""]])("not %j", (type) => {
    const { body, status } = request("/pal/servlet/Payment/v68/capture", "{}", { "content-type": type })
    expect(`${status} ${fieldsIn("json", body)["errorCode"]}`).toBe("415 SIM_CONTENT_TYPE")
  })
})
