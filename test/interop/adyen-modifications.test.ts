/** Checkout's modifications, by the official @adyen/api-library against the served simulator, with its own transport. */
import { Types } from "@adyen/api-library"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { eur, merchantAccount, modifications, open, payments, psp, refused } from "./adyen-served.ts"

const { PaymentAmountUpdateRequest, PaymentRefundRequest } = Types.checkout

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

const api = modifications()
const adjust = (payment: string, value: number, more: object = {}, key?: string) =>
  api.updateAuthorisedAmount(
    payment,
    { merchantAccount, amount: eur(value), reference: `adjust-${value}`, ...more },
    key === undefined ? {} : { idempotencyKey: key }
  )
const capture = (payment: string, value: number, more: object = {}, key?: string) =>
  api.captureAuthorisedPayment(
    payment,
    { merchantAccount, amount: eur(value), reference: `capture-${value}`, ...more },
    key === undefined ? {} : { idempotencyKey: key }
  )
const refund = (payment: string, value: number, more: object = {}) =>
  api.refundCapturedPayment(payment, { merchantAccount, amount: eur(value), reference: `refund-${value}`, ...more })
const cancel = (payment: string) =>
  api.cancelAuthorisedPaymentByPspReference(payment, { merchantAccount, reference: "cancel-1" })
const reverse = (payment: string) => api.refundOrCancelPayment(payment, { merchantAccount, reference: "reverse-1" })

/** What the webhook says of it, as the library reads it. */
const outcome = (eventCode: string, more: object) => ({ eventCode, success: "true", reason: "", ...more })

describe("each is received, and decided in a webhook", () => {
  it("updateAuthorisedAmount: up, down, and to the same", async () => {
    const payment = await served.paid()
    for (const value of [1700, 1400, 1400]) {
      const before = await served.money()
      const { pspReference, ...received } = await adjust(payment, value, {
        industryUsage: PaymentAmountUpdateRequest.IndustryUsageEnum.DelayedCharge
      })
      expect(received).toEqual({
        amount: eur(value),
        industryUsage: "delayedCharge",
        merchantAccount,
        paymentPspReference: payment,
        reference: `adjust-${value}`,
        status: "received"
      })
      expect(pspReference).toEqual(psp)
      expect(await served.money()).toEqual(before)
      expect(await served.told()).toMatchObject([
        outcome("AUTHORISATION_ADJUSTMENT", {
          amount: eur(value),
          merchantReference: `adjust-${value}`,
          originalReference: payment,
          pspReference
        })
      ])
      expect(await served.money()).toEqual([String(value / 100), "0", "0", false])
    }
  })

  it("captureAuthorisedPayment: a part, and the rest is given back", async () => {
    const payment = await served.paid()
    const received = await capture(payment, 700, { lineItems: [{ id: "1", quantity: 1 }] })
    expect(received).toMatchObject({
      amount: eur(700),
      lineItems: [{ id: "1", quantity: 1 }],
      merchantAccount,
      paymentPspReference: payment,
      pspReference: psp,
      reference: "capture-700",
      status: "received"
    })
    expect(await served.money()).toEqual(["15", "0", "0", false])
    const { pspReference } = received
    expect(await served.told()).toMatchObject([
      outcome("CAPTURE", { amount: eur(700), originalReference: payment, pspReference })
    ])
    expect(await served.money()).toEqual(["15", "7", "0", true])
  })

  it("captureAuthorisedPayment: several parts, where the account has them", async () => {
    await start({ multiplePartialCaptures: true })
    const payment = await served.paid()
    await capture(payment, 700)
    await capture(payment, 500)
    await capture(payment, 301)
    expect(await served.told()).toMatchObject([
      outcome("CAPTURE", { amount: eur(700) }),
      outcome("CAPTURE", { amount: eur(500) }),
      outcome("CAPTURE", { amount: eur(301), success: "false", reason: "Insufficient balance on payment" })
    ])
    expect(await served.money()).toEqual(["15", "12", "0", false])
  })

  it("cancelAuthorisedPaymentByPspReference", async () => {
    const payment = await served.paid()
    const received = await cancel(payment)
    expect(received).toEqual({
      merchantAccount,
      paymentPspReference: payment,
      pspReference: psp,
      reference: "cancel-1",
      status: "received"
    })
    expect(await served.money()).toEqual(["15", "0", "0", false])
    const { pspReference } = received
    expect(await served.told()).toMatchObject([
      outcome("CANCELLATION", { merchantReference: "cancel-1", originalReference: payment, pspReference })
    ])
    expect(await served.money()).toEqual(["15", "0", "0", true])
  })

  it("cancelAuthorisedPayment: by reference, one that is unknown as well", async () => {
    const payment = await served.paid()
    const technical = (paymentReference: string) =>
      api.cancelAuthorisedPayment({ merchantAccount, paymentReference, reference: "give-up" })
    const received = await technical("order-1")
    expect(received).toEqual({
      merchantAccount,
      paymentReference: "order-1",
      pspReference: psp,
      reference: "give-up",
      status: "received"
    })
    expect((await technical("order-nobody-has")).status).toBe("received")
    const { pspReference } = received
    expect(await served.told()).toMatchObject([
      outcome("TECHNICAL_CANCEL", { merchantReference: "give-up", originalReference: payment, pspReference }),
      { eventCode: "TECHNICAL_CANCEL", success: "false" }
    ])
    expect(await served.money()).toEqual(["15", "0", "0", true])
  })

  it("refundCapturedPayment: parts, up to what was captured", async () => {
    const payment = await served.paid()
    await capture(payment, 1000)
    await served.told()
    const reason = PaymentRefundRequest.MerchantRefundReasonEnum.CustomerRequest
    const received = await refund(payment, 300, { merchantRefundReason: reason, store: "store-1" })
    expect(received).toMatchObject({
      amount: eur(300),
      merchantRefundReason: "CUSTOMER REQUEST",
      paymentPspReference: payment,
      pspReference: psp,
      reference: "refund-300",
      status: "received",
      store: "store-1"
    })
    await refund(payment, 300)
    await refund(payment, 401)
    expect(await served.told()).toMatchObject([
      outcome("REFUND", { amount: eur(300), originalReference: payment, pspReference: received.pspReference }),
      outcome("REFUND", { amount: eur(300) }),
      outcome("REFUND", { amount: eur(401), success: "false", reason: "Insufficient balance on payment" })
    ])
    expect(await served.money()).toEqual(["15", "10", "6", true])
  })

  it.each<readonly [string, boolean, ReadonlyArray<unknown>]>([
    ["cancel", false, ["15", "0", "0", true]],
    ["refund", true, ["15", "15", "15", true]]
  ])("refundOrCancelPayment: a %s", async (action, captured, money) => {
    const payment = await served.paid()
    if (captured) await capture(payment, 1500)
    await served.told()
    const received = await reverse(payment)
    expect(received).toEqual({
      merchantAccount,
      paymentPspReference: payment,
      pspReference: psp,
      reference: "reverse-1",
      status: "received"
    })
    const [item, ...others] = await served.told()
    expect(item).toMatchObject(
      outcome("CANCEL_OR_REFUND", { originalReference: payment, pspReference: received.pspReference })
    )
    expect(item?.additionalData?.["modification.action"]).toBe(action)
    expect(others).toEqual([])
    expect(await served.money()).toEqual(money)
  })
})

describe("what is received, and fails then", () => {
  it.each<readonly [string, (payment: string) => Promise<unknown>, object]>([
    [
      "a capture of more than there is",
      (payment) => capture(payment, 1501),
      { eventCode: "CAPTURE", reason: "Insufficient balance on payment" }
    ],
    [
      "a refund before the capture",
      (payment) => refund(payment, 100),
      { eventCode: "REFUND", reason: "Transaction hasn't been captured, refund not possible" }
    ],
    [
      "a capture after a cancel",
      async (payment) => {
        await cancel(payment)
        return capture(payment, 100)
      },
      { eventCode: "CAPTURE" }
    ],
    [
      "a cancel after a capture",
      async (payment) => {
        await capture(payment, 100)
        return cancel(payment)
      },
      { eventCode: "CANCELLATION" }
    ],
    [
      "an adjustment after a capture",
      async (payment) => {
        await capture(payment, 100)
        return adjust(payment, 1700)
      },
      { eventCode: "AUTHORISATION_ADJUSTMENT" }
    ],
    [
      "an adjustment that the issuer refuses",
      async (payment) => {
        await served.act(payment, { _tag: "RefuseNext", kind: "adjust" })
        return adjust(payment, 1700)
      },
      { eventCode: "AUTHORISATION_ADJUSTMENT" }
    ]
  ])("%s", async (_, ask, event) => {
    const payment = await served.paid()
    await ask(payment)
    expect((await served.told()).at(-1)).toMatchObject({ ...event, success: "false", originalReference: payment })
    expect((await served.money())?.[0]).toBe("15")
  })

  it("an adjustment of what was no pre-authorisation", async () => {
    const payment = await served.paid({})
    expect((await adjust(payment, 1700)).status).toBe("received")
    expect(await served.told()).toMatchObject([{ eventCode: "AUTHORISATION_ADJUSTMENT", success: "false" }])
    expect(await served.money()).toEqual(["15", "0", "0", false])
  })
})

describe("an adjustment that is decided at once", () => {
  const blobOf = async () => {
    const { id, sessionData: token = "" } = await payments().sessions({
      merchantAccount,
      amount: eur(1500),
      returnUrl: "https://shop.example/checkout",
      reference: "order-1",
      additionalData: { authorisationType: "PreAuth" }
    })
    await served.run(served.shopper.submit({ id, token }))
    const [item] = await served.told()
    const data = item?.additionalData?.["adjustAuthorisationData"]
    if (item === undefined || data === undefined) throw new Error("expected adjustAuthorisationData in AUTHORISATION")
    return { payment: item.pspReference, adjustAuthorisationData: data }
  }

  it("has another blob for the next, and none that is refused", async () => {
    const { adjustAuthorisationData, payment } = await blobOf()
    const first = await adjust(payment, 1700, { adjustAuthorisationData })
    expect(first.status).toBe("authorised")
    expect(await served.money()).toEqual(["17", "0", "0", false])
    const next = first.adjustAuthorisationData
    expect(next).not.toBe(adjustAuthorisationData)
    await served.act(payment, { _tag: "RefuseNext", kind: "adjust" })
    expect(await adjust(payment, 1900, { adjustAuthorisationData: next })).toMatchObject({ status: "refused" })
    expect(await served.money()).toEqual(["17", "0", "0", false])
    expect((await adjust(payment, 1900, { adjustAuthorisationData: next })).status).toBe("authorised")
    expect(await served.money()).toEqual(["19", "0", "0", false])
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
  const original = "Original pspReference required for this operation"
  const rows: ReadonlyArray<Row> = [
    ...(
      [
        ["updateAuthorisedAmount", (payment) => adjust(payment, 1700)],
        ["captureAuthorisedPayment", (payment) => capture(payment, 700)],
        ["refundCapturedPayment", (payment) => refund(payment, 700)],
        ["cancelAuthorisedPaymentByPspReference", cancel],
        ["refundOrCancelPayment", reverse]
      ] as ReadonlyArray<readonly [string, (payment: string) => Promise<unknown>]>
    ).map(([what, ask]) => ({
      what: `${what} of an unknown payment`,
      ask: () => ask(unknown),
      is: validation("167"),
      says: original
    })),
    {
      what: "a refund of nothing",
      ask: (payment) => refund(payment, 0),
      is: validation("137"),
      says: "Field 'amount' is not valid."
    },
    { what: "a capture of less than nothing", ask: (payment) => capture(payment, -1), is: validation("137") },
    {
      what: "a currency that is none",
      ask: (payment) => capture(payment, 1, { amount: { value: 1, currency: "XXX" } }),
      is: validation("138"),
      says: "Unsupported currency specified"
    },
    {
      what: "no amount",
      ask: (payment) => adjust(payment, 1, { amount: undefined }),
      is: validation("130"),
      says: "Required field 'amount' is not provided."
    },
    {
      what: "no paymentReference",
      ask: () => api.cancelAuthorisedPayment({ merchantAccount, paymentReference: "" }),
      is: validation("130"),
      says: "Required field 'paymentReference' is not provided."
    },
    {
      what: "a reference that is too long",
      ask: (payment) => capture(payment, 1, { reference: "x".repeat(81) }),
      is: validation("198")
    },
    {
      what: "a key that is too long",
      ask: (payment) => capture(payment, 1, {}, "x".repeat(65)),
      is: validation("29_001")
    },
    {
      what: "a split that lacks its account",
      ask: (payment) => capture(payment, 1, { splits: [{ type: "BalanceAccount", amount: { value: 1 } }] }),
      is: validation("130")
    },
    {
      what: "another account",
      ask: (payment) => capture(payment, 1, { merchantAccount: "Other" }),
      is: { statusCode: 403, errorCode: "901" },
      says: "Invalid Merchant Account"
    },
    {
      what: "another key of the API",
      ask: (payment) => modifications("another").captureAuthorisedPayment(payment, { merchantAccount, amount: eur(1) }),
      is: { statusCode: 401, errorCode: "000" },
      says: "HTTP Status Response - Unauthorized"
    }
  ]
  it.each(rows)("$what", async ({ ask, is, says = "" }) => {
    const payment = await served.paid()
    const error = await refused(ask(payment))
    const { apiError, errorCode, statusCode } = error
    expect({ statusCode, errorCode }).toEqual(is)
    expect(apiError).toMatchObject({ status: is.statusCode, errorCode: is.errorCode })
    expect(error.message).toContain(says)
    expect(await served.told()).toEqual([])
    expect(await served.money()).toEqual(["15", "0", "0", false])
  })

  it.each<readonly [string, Parameters<typeof open>[0], object]>([
    [
      "a key without the role",
      { forbidden: ({ path }) => path.endsWith("/captures") },
      { statusCode: 403, errorCode: "010" }
    ],
    [
      "payment details that the account doesn't support",
      { unsupported: ({ path }) => path.endsWith("/captures") },
      { statusCode: 500, errorCode: "905" }
    ]
  ])("%s", async (_, options, expected) => {
    await start(options)
    const payment = await served.paid()
    expect(await refused(capture(payment, 1))).toMatchObject(expected)
    expect((await adjust(payment, 1700)).status).toBe("received")
  })
})

describe("idempotency", () => {
  it("one capture for a key, two for two", async () => {
    await start({ multiplePartialCaptures: true })
    const payment = await served.paid()
    const first = await capture(payment, 500, {}, "one")
    expect(await capture(payment, 500, {}, "one")).toEqual(first)
    expect((await capture(payment, 500, {}, "two")).pspReference).not.toBe(first.pspReference)
    expect(await served.told()).toHaveLength(2)
    expect(await served.money()).toEqual(["15", "10", "0", false])
  })

  it("a capture whose answer was lost is one, asked again under its key", async () => {
    await start({ multiplePartialCaptures: true })
    const payment = await served.paid()
    await served.arm({ _tag: "ResetAfterEffect" })
    await expect(capture(payment, 500, {}, "one")).rejects.toThrow(/./)
    expect((await capture(payment, 500, {}, "one")).status).toBe("received")
    expect(await served.told()).toHaveLength(1)
    expect(await served.money()).toEqual(["15", "5", "0", false])
  })
})

describe("a key whose first request is under way", () => {
  /** Lets the answers go that wait. */
  const answered = async <A>(waiting: number, asked: Promise<A>): Promise<A> => {
    await vi.waitFor(() => expect(served.sleeping()).toBe(waiting))
    await served.advance("1 second")
    return asked
  }

  it("is refused, and answered when that is done", async () => {
    await start({ processing: "1 second", modificationDelay: "1 hour" })
    const paying = served.paid()
    await answered(1, Promise.resolve())
    const payment = await paying
    const both = await answered(
      2,
      Promise.allSettled([capture(payment, 500, {}, "one"), capture(payment, 500, {}, "one")])
    )
    const [first] = both.filter(({ status }) => status === "fulfilled")
    const [second] = both.filter(({ status }) => status === "rejected")
    expect(second).toMatchObject({ reason: { statusCode: 422, errorCode: "704" } })
    expect({ status: "fulfilled", value: await answered(1, capture(payment, 500, {}, "one")) }).toEqual(first)
  })
})

describe("what the library has no field for", () => {
  const seen = () => served.log.at(-1)?.request ?? ""
  const airline = { passengerName: "Ada Tester" }

  it("it drops from an amount update, and sends with a capture: enhancedSchemeData", async () => {
    const payment = await served.paid()
    await adjust(payment, 1700, { enhancedSchemeData: { airline } })
    expect(JSON.parse(seen())).not.toHaveProperty("enhancedSchemeData")
    await capture(payment, 1500, { enhancedSchemeData: { airline } })
    expect(JSON.parse(seen())).toMatchObject({ enhancedSchemeData: { airline } })
  })

  it("it has one for applicationInfo", async () => {
    const payment = await served.paid()
    await adjust(payment, 1700, { applicationInfo: { merchantApplication: { name: "till", version: "3" } } })
    expect(JSON.parse(seen())).toMatchObject({
      applicationInfo: { merchantApplication: { name: "till", version: "3" } }
    })
  })
})
