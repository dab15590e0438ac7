/** Adyen's Classic API, by the official @adyen/api-library against the served simulator, with its own transport. */
import { Types } from "@adyen/api-library"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { classic, eur, merchantAccount, open, psp, refused } from "./adyen-served.ts"

const { ResponseEnum } = Types.payment.ModificationResult
const { ResultCodeEnum } = Types.payment.PaymentResult

let served: Awaited<ReturnType<typeof open>>
const start = async (options: Parameters<typeof open>[0] = {}) => {
  if (served !== undefined) await served.close()
  served = await open(options)
}
beforeEach(() => start())
afterEach(async () => {
  vi.restoreAllMocks()
  await served.close()
})

const { modifications, payments } = classic()
const card = {
  number: "4111111111111111",
  cvc: "737",
  expiryMonth: "03",
  expiryYear: "2030",
  holderName: "Ada Tester"
}
const preAuth = { authorisationType: "PreAuth" }

const authorise = (more: object = {}, key?: string) =>
  payments.authorise(
    { merchantAccount, reference: "order-1", amount: eur(1500), card, additionalData: preAuth, ...more },
    key === undefined ? {} : { idempotencyKey: key }
  )
/** A pre-authorised payment of 15.00 EUR. */
const paid = async (more: object = {}) => {
  const { pspReference = "" } = await authorise(more)
  const [item] = await served.told()
  return { payment: pspReference, blob: item?.additionalData?.["adjustAuthorisationData"] ?? "" }
}

type Ask = (payment: string) => Promise<Types.payment.ModificationResult>
const of = (originalReference: string, reference: string) => ({ merchantAccount, originalReference, reference })
const adjust = (payment: string, value: number, additionalData?: Record<string, string>) =>
  modifications.adjustAuthorisation({
    ...of(payment, `adjust-${value}`),
    modificationAmount: eur(value),
    ...(additionalData === undefined ? {} : { additionalData })
  })
const capture = (payment: string, value: number, key?: string) =>
  modifications.capture(
    { ...of(payment, `capture-${value}`), modificationAmount: eur(value) },
    key === undefined ? {} : { idempotencyKey: key }
  )
const refund = (payment: string, value: number, more: object = {}) =>
  modifications.refund({ ...of(payment, `refund-${value}`), modificationAmount: eur(value), ...more })
const cancel: Ask = (payment) => modifications.cancel(of(payment, "cancel-1"))
const cancelOrRefund: Ask = (payment) => modifications.cancelOrRefund(of(payment, "reverse-1"))
const technicalCancel = (originalMerchantReference: string) =>
  modifications.technicalCancel({ merchantAccount, originalMerchantReference, reference: "give-up" })

describe("authorise", () => {
  it("reserves, and tells so", async () => {
    const answer = await authorise()
    expect(answer).toMatchObject({
      pspReference: psp,
      resultCode: ResultCodeEnum.Authorised,
      authCode: expect.stringMatching(/^\d+$/)
    })
    const [item, ...others] = await served.told()
    expect(item).toMatchObject({
      eventCode: "AUTHORISATION",
      success: "true",
      amount: eur(1500),
      merchantReference: "order-1",
      operations: ["CANCEL", "CAPTURE", "REFUND"],
      paymentMethod: "visa",
      pspReference: answer.pspReference,
      reason: `${answer.authCode}:1111:3/2030`
    })
    expect(item?.originalReference ?? "").toBe("")
    expect(others).toEqual([])
    expect(await served.money()).toEqual(["15", "0", "0", false])
  })

  it("once for a key", async () => {
    const first = await authorise({}, "one")
    expect(await authorise({}, "one")).toEqual(first)
    expect((await authorise({}, "two")).pspReference).not.toBe(first.pspReference)
    expect(await served.told()).toHaveLength(2)
  })

  it("is refused, which is no error", async () => {
    const answer = await authorise({ card: { ...card, holderName: "REFUSED" } })
    expect(answer).toMatchObject({ resultCode: ResultCodeEnum.Refused, refusalReason: "Refused", pspReference: psp })
    expect(await served.told()).toMatchObject([
      { eventCode: "AUTHORISATION", success: "false", pspReference: answer.pspReference }
    ])
    expect(await served.money()).toBeUndefined()
  })
})

describe("each is received, and decided in a webhook", () => {
  it.each<
    readonly [
      string,
      Ask,
      (payment: string) => Promise<unknown>,
      Types.payment.ModificationResult["response"],
      object,
      ReadonlyArray<unknown>
    ]
  >([
    [
      "adjustAuthorisation",
      (payment) => adjust(payment, 1700, { industryUsage: "DelayedCharge" }),
      async () => {},
      ResponseEnum.AdjustAuthorisationReceived,
      { eventCode: "AUTHORISATION_ADJUSTMENT", amount: eur(1700), merchantReference: "adjust-1700" },
      ["17", "0", "0", false]
    ],
    [
      "capture",
      (payment) => capture(payment, 500),
      async () => {},
      ResponseEnum.CaptureReceived,
      { eventCode: "CAPTURE", amount: eur(500), merchantReference: "capture-500" },
      ["15", "5", "0", true]
    ],
    [
      "cancel",
      cancel,
      async () => {},
      ResponseEnum.CancelReceived,
      { eventCode: "CANCELLATION", merchantReference: "cancel-1" },
      ["15", "0", "0", true]
    ],
    [
      "refund",
      (payment) => refund(payment, 300),
      (payment) => capture(payment, 500),
      ResponseEnum.RefundReceived,
      { eventCode: "REFUND", amount: eur(300), merchantReference: "refund-300" },
      ["15", "5", "3", true]
    ],
    [
      "cancelOrRefund, before the capture",
      cancelOrRefund,
      async () => {},
      ResponseEnum.CancelOrRefundReceived,
      { eventCode: "CANCEL_OR_REFUND", additionalData: expect.objectContaining({ "modification.action": "cancel" }) },
      ["15", "0", "0", true]
    ],
    [
      "cancelOrRefund, after it",
      cancelOrRefund,
      (payment) => capture(payment, 1500),
      ResponseEnum.CancelOrRefundReceived,
      { eventCode: "CANCEL_OR_REFUND", additionalData: expect.objectContaining({ "modification.action": "refund" }) },
      ["15", "15", "15", true]
    ],
    [
      "technicalCancel",
      () => technicalCancel("order-1"),
      async () => {},
      ResponseEnum.TechnicalCancelReceived,
      { eventCode: "TECHNICAL_CANCEL", merchantReference: "give-up" },
      ["15", "0", "0", true]
    ]
  ])("%s", async (_, ask, first, response, event, money) => {
    const { payment } = await paid()
    await first(payment)
    await served.told()
    const before = await served.money()
    const answer = await ask(payment)
    expect({ ...answer }).toEqual({ pspReference: psp, response })
    expect(await served.money()).toEqual(before)
    expect(await served.told()).toMatchObject([
      { ...event, success: "true", reason: "", originalReference: payment, pspReference: answer.pspReference }
    ])
    expect(await served.money()).toEqual(money)
  })

  it("technicalCancel of a reference that nobody has", async () => {
    expect((await technicalCancel("order-nobody-has")).response).toBe(ResponseEnum.TechnicalCancelReceived)
    expect(await served.told()).toMatchObject([{ eventCode: "TECHNICAL_CANCEL", success: "false" }])
  })
})

describe("what is received, and fails then", () => {
  it.each<readonly [string, Ask, object]>([
    [
      "capture of too much",
      (payment) => capture(payment, 1501),
      { eventCode: "CAPTURE", reason: "Insufficient balance on payment" }
    ],
    [
      "refund before the capture",
      (payment) => refund(payment, 1),
      { eventCode: "REFUND", reason: "Transaction hasn't been captured, refund not possible" }
    ],
    [
      "cancel after a capture",
      async (payment) => {
        await capture(payment, 500)
        return cancel(payment)
      },
      { eventCode: "CANCELLATION" }
    ],
    [
      "adjustAuthorisation after a cancel",
      async (payment) => {
        await cancel(payment)
        return adjust(payment, 1700)
      },
      { eventCode: "AUTHORISATION_ADJUSTMENT" }
    ]
  ])("%s", async (_, ask, event) => {
    const { payment } = await paid()
    const { pspReference } = await ask(payment)
    const items = await served.told()
    expect(items.at(-1)).toMatchObject({ ...event, success: "false", pspReference, originalReference: payment })
    expect((await served.money())?.[0]).toBe("15")
  })

  it("adjustAuthorisation of a final authorisation", async () => {
    const { payment } = await paid({ additionalData: {} })
    expect((await adjust(payment, 1700)).response).toBe(ResponseEnum.AdjustAuthorisationReceived)
    expect(await served.told()).toMatchObject([{ eventCode: "AUTHORISATION_ADJUSTMENT", success: "false" }])
    expect(await served.money()).toEqual(["15", "0", "0", false])
  })
})

describe("adjustAuthorisation that is decided at once", () => {
  it("is Authorised with another blob, or Refused without", async () => {
    const { blob, payment } = await paid()
    const first = await adjust(payment, 1700, { adjustAuthorisationData: blob })
    expect(first).toMatchObject({ pspReference: psp, response: ResponseEnum.Authorised })
    const next = first.additionalData?.["adjustAuthorisationData"] ?? ""
    expect(next).not.toBe(blob)
    expect(await served.money()).toEqual(["17", "0", "0", false])
    await served.act(payment, { _tag: "RefuseNext", kind: "adjust" })
    const second = await adjust(payment, 1900, { adjustAuthorisationData: next })
    expect(second.response).toBe(ResponseEnum.Refused)
    expect(second.additionalData).toMatchObject({ refusalReasonRaw: expect.stringMatching(/./) })
    expect(second.additionalData).not.toHaveProperty("adjustAuthorisationData")
    expect(await served.money()).toEqual(["17", "0", "0", false])
  })
})

describe("voidPendingRefund", () => {
  const terminal = { tenderReference: "5Iw8001176969533005", uniqueTerminalId: "VX820-123456789" }
  it.each<readonly [string, object, (refund: string) => object]>([
    ["by the refund's pspReference", {}, (refund) => ({ originalReference: refund })],
    ["by the terminal's names", terminal, () => terminal]
  ])("in time, and too late, %s", async (_, given, name) => {
    await start({ refundDelay: "1 hour" })
    const { payment } = await paid()
    await capture(payment, 1500)
    await served.told()
    const ask = async (refund: string) =>
      modifications.voidPendingRefund({ merchantAccount, reference: "void-1", ...name(refund) })

    const first = await refund(payment, 500, given)
    const voided = await ask(first.pspReference)
    expect({ ...voided }).toEqual({ pspReference: psp, response: ResponseEnum.VoidPendingRefundReceived })
    expect(await served.told()).toMatchObject([
      {
        eventCode: "VOID_PENDING_REFUND",
        success: "true",
        merchantReference: "void-1",
        pspReference: voided.pspReference
      }
    ])
    await served.advance("1 hour")
    expect(await served.money()).toEqual(["15", "15", "0", true])

    const { pspReference } = await refund(payment, 400, given)
    await served.advance("2 hours")
    await ask(pspReference)
    expect((await served.told()).at(-1)).toMatchObject({ eventCode: "VOID_PENDING_REFUND", success: "false" })
    expect(await served.money()).toEqual(["15", "15", "4", true])
  })
})

describe("refusals", () => {
  interface Row {
    readonly what: string
    readonly ask: (payment: string) => Promise<unknown>
    readonly is: { readonly statusCode: number; readonly errorCode: string }
    readonly says?: string
  }
  const validation = (errorCode: string) => ({ statusCode: 422, errorCode })
  const unknown = "9999999999999999"
  const rows: ReadonlyArray<Row> = [
    ...(
      [
        ["adjustAuthorisation", (payment) => adjust(payment, 1700)],
        ["capture", (payment) => capture(payment, 500)],
        ["refund", (payment) => refund(payment, 500)],
        ["cancel", cancel],
        ["cancelOrRefund", cancelOrRefund]
      ] as ReadonlyArray<readonly [string, Ask]>
    ).map(([what, ask]) => ({
      what: `${what} of an unknown payment`,
      ask: () => ask(unknown),
      is: validation("167"),
      says: "Original pspReference required for this operation"
    })),
    { what: "capture of nothing", ask: (payment) => capture(payment, 0), is: validation("137") },
    {
      what: "a currency that is none",
      ask: (payment) =>
        modifications.capture({ ...of(payment, "x"), modificationAmount: { value: 1, currency: "XXX" } }),
      is: validation("138")
    },
    {
      what: "another account",
      ask: (payment) => modifications.cancel({ merchantAccount: "Other", originalReference: payment }),
      is: { statusCode: 403, errorCode: "901" },
      says: "Invalid Merchant Account"
    },
    {
      what: "another key of the API",
      ask: (payment) => classic("another").modifications.cancel(of(payment, "x")),
      is: { statusCode: 401, errorCode: "000" }
    },
    {
      what: "an unknown type of authorisation",
      ask: () => authorise({ additionalData: { authorisationType: "Perhaps" } }),
      is: validation("1002"),
      says: "Invalid Authorisation Type supplied"
    },
    {
      what: "a card number that is none",
      ask: () => authorise({ card: { ...card, number: "x" } }),
      is: validation("101")
    },
    { what: "no reference", ask: () => authorise({ reference: "" }), is: validation("130") }
  ]
  it.each(rows)("$what", async ({ ask, is, says = "" }) => {
    const { payment } = await paid()
    const error = await refused(ask(payment))
    const { errorCode, statusCode } = error
    expect({ statusCode, errorCode }).toEqual(is)
    expect(error.message).toContain(says)
    // What the card was is nobody's business.
    expect(`${error.message}${error.responseBody ?? ""}`).not.toContain(card.number)
    expect(await served.told()).toEqual([])
    expect(await served.money()).toEqual(["15", "0", "0", false])
  })
})

describe("idempotency", () => {
  it("one capture for a key", async () => {
    await start({ multiplePartialCaptures: true })
    const { payment } = await paid()
    const first = await capture(payment, 500, "one")
    expect(await capture(payment, 500, "one")).toEqual(first)
    expect((await capture(payment, 500, "two")).pspReference).not.toBe(first.pspReference)
    expect(await served.told()).toHaveLength(2)
    expect(await served.money()).toEqual(["15", "10", "0", false])
  })
})
