import { describe, expect, it } from "vitest"
import { encodings, type Fields } from "./encode.ts"
import { codeOf, eur, merchantAccount, open } from "./world.ts"

const card = { number: "4111111111111111", cvc: "737", expiryMonth: "8", expiryYear: "2030", holderName: "John Smith" }
const payment = { merchantAccount, reference: "order-1", amount: eur(1500), card }
const preAuth = { ...payment, additionalData: { authorisationType: "PreAuth" } }
const bankAccount = { iban: "NL13TEST0123456789", ownerName: "A. Klaassen", countryCode: "NL" }
const psp = "8814689190961342"
const about = { merchantAccount, originalReference: psp }

describe.each(encodings)("in %s", (encoding) => {
  it("authorise approves, and tells it", () => {
    const { ask, told, truth } = open()
    const answer = ask(encoding, "authorise", preAuth)
    expect(answer).toEqual({
      status: 200,
      pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/),
      resultCode: "Authorised",
      authCode: expect.stringMatching(/^\d{5,6}$/)
    })
    expect(truth()).toEqual([
      {
        id: answer["pspReference"],
        authorised: { decimal: "15", currency: "EUR" },
        captured: { decimal: "0", currency: "EUR" },
        refunded: { decimal: "0", currency: "EUR" },
        released: false
      }
    ])
    expect(told()).toMatchObject([
      {
        eventCode: "AUTHORISATION",
        success: true,
        reason: `${answer["authCode"]}:1111:8/2030`,
        paymentMethod: "visa",
        merchantReference: "order-1",
        pspReference: answer["pspReference"]
      }
    ])
  })

  it.each([
    ["REFUSED", "Refused", "Refused"],
    ["ERROR", "Error", "Acquirer Error"]
  ])("authorise of %s is no authorisation", (holderName, resultCode, refusalReason) => {
    const { ask, ledger, told } = open()
    const answer = ask(encoding, "authorise", { ...preAuth, card: { ...card, holderName } })
    const { pspReference } = answer
    expect(answer).toEqual({ status: 200, pspReference: expect.stringMatching(/^.{16}$/), refusalReason, resultCode })
    expect(told()).toMatchObject([{ eventCode: "AUTHORISATION", success: false, reason: refusalReason, pspReference }])
    expect(ledger.payments()).toEqual([])
    const adjust = { merchantAccount, originalReference: String(pspReference), modificationAmount: eur(1) }
    expect(codeOf({ ...ask(encoding, "adjustAuthorisation", adjust), status: 0 })).toBe("0 167")
  })

  it.each<readonly [string, Fields, string, string]>([
    ["adjustAuthorisation", { modificationAmount: eur(1700) }, "AUTHORISATION_ADJUSTMENT", "adjustAuthorisation"],
    ["capture", { modificationAmount: eur(500) }, "CAPTURE", "capture"],
    ["cancel", {}, "CANCELLATION", "cancel"],
    ["cancelOrRefund", {}, "CANCEL_OR_REFUND", "cancelOrRefund"]
  ])("%s is received, then done", (operation, fields, eventCode, name) => {
    const { ask, paid, told } = open()
    paid(psp)
    told()
    const answer = ask(encoding, operation, { ...about, ...fields, reference: "change 1 & 2" })
    expect(answer).toEqual({
      status: 200,
      pspReference: expect.stringMatching(/^.{16}$/),
      response: `[${name}-received]`
    })
    expect(told(0)).toEqual([])
    expect(told()).toMatchObject([
      {
        eventCode,
        success: true,
        originalReference: psp,
        pspReference: answer["pspReference"],
        merchantReference: "change 1 & 2"
      }
    ])
  })

  it("refund of what is captured", () => {
    const { ask, paid, told, truth } = open()
    paid(psp)
    ask(encoding, "capture", { ...about, modificationAmount: eur(1500) })
    told()
    const answer = ask(encoding, "refund", { ...about, modificationAmount: eur(500) })
    expect(answer["response"]).toBe("[refund-received]")
    expect(told()).toMatchObject([{ eventCode: "REFUND", success: true, pspReference: answer["pspReference"] }])
    expect(truth()).toMatchObject([{ captured: { decimal: "15" }, refunded: { decimal: "5" } }])
  })

  it("what can't be done is received all the same, and fails later", () => {
    const { ask, paid, told, truth } = open()
    paid(psp, { preAuth: false })
    told()
    for (const [operation, fields] of Object.entries({
      adjustAuthorisation: { modificationAmount: eur(1700) },
      capture: { modificationAmount: eur(1501) },
      refund: { modificationAmount: eur(1) }
    })) {
      expect(ask(encoding, operation, { ...about, ...fields })["response"]).toBe(`[${operation}-received]`)
    }
    expect(told().map(({ eventCode, success }) => `${eventCode} ${success}`)).toEqual([
      "AUTHORISATION_ADJUSTMENT false",
      "CAPTURE false",
      "REFUND false"
    ])
    expect(truth()).toMatchObject([{ authorised: { decimal: "15" }, captured: { decimal: "0" } }])
  })

  it("technicalCancel, by the payment's reference", () => {
    const { ask, paid, told, truth } = open()
    paid(psp)
    told()
    const asked = { merchantAccount, originalMerchantReference: "YourPaymentReference", reference: "undo" }
    expect(ask(encoding, "technicalCancel", asked)["response"]).toBe("[technical-cancel-received]")
    expect(told()).toMatchObject([{ eventCode: "TECHNICAL_CANCEL", success: true, merchantReference: "undo" }])
    expect(truth()).toMatchObject([{ released: true }])
    expect(ask(encoding, "technicalCancel", { ...asked, originalMerchantReference: "none" })["response"]).toBe(
      "[technical-cancel-received]"
    )
    expect(told()).toMatchObject([{ eventCode: "TECHNICAL_CANCEL", success: false }])
  })

  it.each(["originalReference", "tender"])("voidPendingRefund by %s, as long as the refund is held", (by) => {
    const { ask, paid, told, truth } = open({ refundDelay: 3_600_000 })
    const tender = { tenderReference: "5Iw8001176969533005", uniqueTerminalId: "VX820-123456789" }
    const refund = (fields: Fields = {}) =>
      String(ask(encoding, "refund", { ...about, modificationAmount: eur(500), ...fields })["pspReference"])
    const withdraw = (originalReference: string) =>
      ask(encoding, "voidPendingRefund", {
        merchantAccount,
        ...(by === "tender" ? tender : { originalReference })
      })
    paid(psp)
    ask(encoding, "capture", { ...about, modificationAmount: eur(1500) })
    told()
    const held = refund(tender)
    told()
    expect(withdraw(held)["response"]).toBe("[voidPendingRefund-received]")
    expect(told(7_200_000)).toMatchObject([{ eventCode: "VOID_PENDING_REFUND", success: true }])
    expect(truth()).toMatchObject([{ refunded: { decimal: "0" } }])

    const late = refund(tender)
    expect(told(3_600_000)).toMatchObject([{ eventCode: "REFUND", success: true }])
    withdraw(by === "tender" ? held : late)
    expect(told()).toMatchObject([{ eventCode: "VOID_PENDING_REFUND", success: false }])
    expect(truth()).toMatchObject([{ refunded: { decimal: "5" } }])
  })

  it.each<readonly [string, Fields, string]>([
    ["a card", { card: { ...card, number: "5555444433331111" } }, "mc"],
    ["a bank account", { bankAccount }, "sepadirectdebit"]
  ])("refundWithData to %s", (_, details, paymentMethod) => {
    const { ask, told } = open()
    const answer = ask(encoding, "refundWithData", {
      merchantAccount,
      reference: "order-1",
      amount: eur(5),
      ...details
    })
    const { pspReference } = answer
    expect(answer).toEqual({ status: 200, pspReference: expect.stringMatching(/^.{16}$/), resultCode: "Received" })
    expect(told()).toMatchObject([
      { eventCode: "REFUND_WITH_DATA", success: true, pspReference, paymentMethod, merchantReference: "order-1" }
    ])
  })

  it("refundWithData where it isn't enabled", () => {
    const { ask, told } = open({ refundWithData: false })
    const answer = ask(encoding, "refundWithData", { merchantAccount, reference: "order-1", amount: eur(5), card })
    expect(answer).toMatchObject({ status: encoding === "soap" ? 500 : 403, errorCode: "010", message: "Not allowed" })
    expect(told()).toEqual([])
  })

  it("a synchronous adjustment says what came of it, and has the data for the next one", () => {
    const { ask, paid, truth } = open()
    const first = paid(psp).blobs?.latest ?? ""
    const adjust = (value: number, adjustAuthorisationData: string) =>
      ask(encoding, "adjustAuthorisation", {
        ...about,
        modificationAmount: eur(value),
        additionalData: { adjustAuthorisationData, industryUsage: "DelayedCharge" }
      })
    const answer = adjust(1700, first)
    expect(answer).toEqual({
      status: 200,
      "additionalData.adjustAuthorisationData": expect.stringMatching(/.{20}/),
      "additionalData.authCode": expect.stringMatching(/^\d{5,6}$/),
      pspReference: expect.stringMatching(/^.{16}$/),
      response: "Authorised"
    })
    const next = String(answer["additionalData.adjustAuthorisationData"])
    expect(next).not.toBe(first)
    expect(adjust(1600, next)["response"]).toBe("Authorised")
    expect(adjust(1900, next)).toEqual({
      status: 200,
      "additionalData.authCode": expect.stringMatching(/^\d{5,6}$/),
      "additionalData.refusalReasonRaw": "2",
      pspReference: expect.stringMatching(/^.{16}$/),
      response: "Refused"
    })
    expect(truth()).toMatchObject([{ authorised: { decimal: "16" } }])
  })

  it("what was received before is decided before", () => {
    const { ask, clock, paid } = open()
    const adjustAuthorisationData = paid(psp).blobs?.latest ?? ""
    ask(encoding, "capture", { ...about, modificationAmount: eur(500) })
    clock.now += 1000
    const additionalData = { adjustAuthorisationData }
    const answer = ask(encoding, "adjustAuthorisation", { ...about, modificationAmount: eur(1700), additionalData })
    expect(answer["response"]).toBe("Refused")
  })

  it("an idempotency key gives the first answer again", () => {
    const { ask, paid, told } = open()
    paid(psp)
    told()
    const capture = (value: number) =>
      ask(encoding, "capture", { ...about, modificationAmount: eur(value) }, { "idempotency-key": "k" })
    expect(capture(500)).toEqual(capture(500))
    expect(told()).toHaveLength(1)
  })
})

describe("authorise", () => {
  it.each([
    ["4111111111111111", "visa"],
    ["5555444433331111", "mc"],
    ["2222400070000005", "mc"],
    ["370000000000002", "amex"],
    ["36006666333344", "diners"],
    ["3569990010095841", "jcb"],
    ["6250946000000016", "cup"],
    ["6011601160116611", "discover"],
    ["6771798021000008", "maestro"],
    ["8171999927660000", "unknowncard"]
  ])("knows %s as %s", (number, paymentMethod) => {
    const { ask, ledger } = open()
    expect(ask("json", "authorise", { ...payment, card: { ...card, number } })["resultCode"]).toBe("Authorised")
    expect(ledger.payments()).toMatchObject([{ paymentMethod, preAuth: false }])
  })

  it("captures when it is asked to, and never before a pre-authorisation is", () => {
    const { ask, clock, truth } = open()
    const authorise = (fields: Fields) => ask("json", "authorise", { ...payment, ...fields })
    authorise({ captureDelayHours: 0 })
    authorise({ captureDelayHours: 2 })
    authorise({ captureDelayHours: 2, additionalData: { manualCapture: "true" } })
    authorise({ additionalData: { authorisationType: "PreAuth" } })
    const captured = () => {
      return truth().map(({ captured: { decimal } }) => decimal)
    }
    expect(captured()).toEqual(["15", "0", "0", "0"])
    clock.now += 7_200_000
    expect(captured()).toEqual(["15", "15", "0", "0"])
  })

  it("takes the number of hours as FORM and SOAP have it", () => {
    for (const encoding of encodings) {
      const { ask, truth } = open()
      expect(ask(encoding, "authorise", { ...payment, captureDelayHours: 0 })["resultCode"]).toBe("Authorised")
      expect(truth()).toMatchObject([{ captured: { decimal: "15" } }])
    }
  })
})
