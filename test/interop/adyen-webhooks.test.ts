/**
 * Adyen's webhooks: what the simulator sends, @adyen/api-library reads and finds rightly signed; what the library signs,
 * our adapter takes; and of what is wrong both say so.
 */
import { hmacValidator, Types } from "@adyen/api-library"
import { AdyenWebhooks } from "@paylayer/adyen"
import type { RuleViolation, Webhooks } from "@paylayer/core"
import type { Deliveries } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { classic, eur, hmacKey, type Item, itemsOf, merchantAccount, modifications, open } from "./adyen-served.ts"

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

const validator = new hmacValidator()
/** Of another endpoint. */
const other = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"

/** Everything that can become of payments, by the library and by whoever else has a say. */
const everything = async (): Promise<ReadonlyArray<Deliveries.Delivery>> => {
  const { act, advance, pay } = served
  const api = modifications()
  const taken: Array<Deliveries.Delivery> = []
  const settled = async () => {
    await advance("2 seconds")
    taken.push(...(await served.deliveries()))
  }
  const first = await pay()
  const of = (value: number, reference: string) => ({ merchantAccount, amount: eur(value), reference })
  await api.updateAuthorisedAmount(first, of(1700, "up: to 17"))
  await settled()
  await api.captureAuthorisedPayment(first, of(1000, "part \\ one"))
  await settled()
  await act(first, { _tag: "CaptureFails" })
  await settled()
  await act(first, { _tag: "CaptureRecovers" })
  await settled()
  await api.refundCapturedPayment(first, of(300, "Zoë ☕ 𝄞"))
  await api.refundCapturedPayment(first, of(5000, "far too much"))
  await settled()
  await act(first, { _tag: "RefundFails" })
  await act(first, { _tag: "Dispute", amount: { decimal: "1.00", currency: "EUR" } })
  await settled()
  const second = await pay()
  await api.cancelAuthorisedPaymentByPspReference(second, { merchantAccount })
  const third = await pay()
  await api.refundOrCancelPayment(third, { merchantAccount, reference: "give up" })
  await settled()
  await pay()
  await api.cancelAuthorisedPayment({ merchantAccount, paymentReference: "order-1", reference: "technical" })
  await api.cancelAuthorisedPayment({ merchantAccount, paymentReference: "order-0", reference: "technical-0" })
  await settled()

  const { modifications: pal, payments } = classic()
  const card = { number: "4111111111111111", expiryMonth: "03", expiryYear: "2030", holderName: "Ada Tester" }
  const authorise = (holderName: string) =>
    payments.authorise({
      merchantAccount,
      reference: "order:2",
      amount: { value: 9, currency: "JPY" },
      card: { ...card, holderName },
      additionalData: { authorisationType: "PreAuth" }
    })
  await authorise("REFUSED")
  const { pspReference: fourth = "" } = await authorise("Ada Tester")
  const { pspReference } = await pal.refund({
    merchantAccount,
    originalReference: fourth,
    modificationAmount: { value: 9, currency: "JPY" }
  })
  await pal.voidPendingRefund({ merchantAccount, originalReference: pspReference })
  await settled()
  await advance("28 days")
  await settled()
  return taken
}

const told = [
  "AUTHORISATION",
  "AUTHORISATION_ADJUSTMENT",
  "CANCELLATION",
  "CANCEL_OR_REFUND",
  "CAPTURE",
  "CAPTURE_FAILED",
  "CHARGEBACK",
  "EXPIRE",
  "NOTIFICATION_OF_CHARGEBACK",
  "REFUND",
  "REFUND_FAILED",
  "TECHNICAL_CANCEL",
  "VOID_PENDING_REFUND"
]

/** The eight that are signed, and what is not. */
const changes = {
  pspReference: (item: Item) => void (item.pspReference = "0000000000000000"),
  originalReference: (item: Item) => void (item.originalReference = "0000000000000000"),
  merchantAccountCode: (item: Item) => void (item.merchantAccountCode = "Other"),
  merchantReference: (item: Item) => void (item.merchantReference += "0"),
  "amount.value": (item: Item) => void (item.amount = { ...item.amount, value: (item.amount.value ?? 0) + 1 }),
  "amount.currency": (item: Item) => void (item.amount = { ...item.amount, currency: "USD" }),
  eventCode: (item: Item) =>
    void (item.eventCode = Types.notification.NotificationRequestItem.EventCodeEnum.OrderOpened),
  success: (item: Item) => {
    const { SuccessEnum } = Types.notification.NotificationRequestItem
    item.success = item.success === SuccessEnum.True ? SuccessEnum.False : SuccessEnum.True
  }
} as const

describe("what the simulator sends", () => {
  it("the library reads and finds rightly signed: every event that there is", async () => {
    const items = (await everything()).flatMap(itemsOf)
    expect([...new Set(items.map(({ eventCode }) => eventCode as string))].toSorted()).toEqual(told)
    expect(items.filter(({ success }) => (success as string) === "false").length).toBeGreaterThan(3)
    for (const item of items) {
      expect(validator.validateHMAC(item, hmacKey)).toBe(true)
      expect(validator.validateHMAC(item, other)).toBe(false)
      expect(item).toBeInstanceOf(Object)
      expect(typeof item.amount.value).toBe("number")
      expect(["true", "false"]).toContain(item.success)
    }
  })

  it("the library does not believe once one of the eight is another", async () => {
    for (const delivery of await everything()) {
      for (const change of Object.values(changes)) {
        const [item] = itemsOf(delivery)
        if (item === undefined) throw new Error("expected an item")
        change(item)
        expect(validator.validateHMAC(item, hmacKey)).toBe(false)
      }
    }
  })

  it("has no more codes than the library knows, and an account's second key as good as the first", async () => {
    const codes: ReadonlyArray<string> = Object.values(Types.notification.NotificationRequestItem.EventCodeEnum)
    expect(told.filter((code) => !codes.includes(code))).toEqual([])
    await start({ webhooks: { hmacKey: other } })
    const [authorisation] = await classicPayment()
    expect(validator.validateHMAC(authorisation!, other)).toBe(true)
    expect(validator.validateHMAC(authorisation!, hmacKey)).toBe(false)
  })

  it("in batches, each is signed for itself", async () => {
    await start({ webhooks: { batch: 3 } })
    await classicPayment()
    const { payments } = classic()
    const card = { number: "4111111111111111", expiryMonth: "03", expiryYear: "2030", holderName: "Ada Tester" }
    for (const reference of ["a", "b", "c"]) {
      await payments.authorise({ merchantAccount, reference, amount: eur(100), card })
    }
    const deliveries = await served.deliveries()
    expect(deliveries).toHaveLength(1)
    const items = deliveries.flatMap(itemsOf)
    expect(items.map(({ merchantReference }) => merchantReference)).toEqual(["a", "b", "c"])
    for (const item of items) expect(validator.validateHMAC(item, hmacKey)).toBe(true)
  })
})

/** One payment, and what is told of it. */
const classicPayment = async () => {
  await classic().payments.authorise({
    merchantAccount,
    reference: "order-1",
    amount: eur(1500),
    card: { number: "4111111111111111", expiryMonth: "03", expiryYear: "2030", holderName: "Ada Tester" }
  })
  return (await served.deliveries()).flatMap(itemsOf)
}

/** Our adapter as the receiver. */
const receiver = async (keys: ReadonlyArray<string> = [other]) => {
  const [first = "", ...rest] = keys
  const make = AdyenWebhooks.make({
    merchantAccount,
    hmacKeys: [Redacted.make(first), ...rest.map((key) => Redacted.make(key))]
  })
  const { receive } = await served.run(Effect.provide(make, mac.layer))
  return (body: string) =>
    served.run(Effect.result(receive({ body, headers: { "content-type": "application/json;charset=utf-8" } })))
}

const refusal = (result: Result.Result<Webhooks.Received, RuleViolation.WebhookRefused>) =>
  Result.isFailure(result) ? result.failure.why : undefined

/** As the library writes it, signed by it. */
const signed = (items: ReadonlyArray<Item>, key = other): string => {
  const containers = items.map((item) => {
    const additionalData = { ...item.additionalData, hmacSignature: validator.calculateHmac(item, key) }
    return { NotificationRequestItem: { ...item, additionalData } }
  })
  return JSON.stringify(
    Types.notification.ObjectSerializer.serialize({ live: "false", notificationItems: containers }, "Notification")
  )
}

describe("what the library signs", () => {
  it("says to our adapter what Adyen's own signature says", async () => {
    const deliveries = await everything()
    const theirs = await receiver([hmacKey])
    const ours = await receiver()
    const tags = new Set<string>()
    for (const delivery of deliveries) {
      const again = await ours(signed(itemsOf(delivery)))
      if (Result.isFailure(again)) throw again.failure
      expect(again).toEqual(await theirs(delivery.body))
      expect(again.success.acknowledgement.body).toBe("[accepted]")
      for (const { events } of again.success.deliveries) for (const { _tag } of events) tags.add(_tag)
    }
    expect([...tags].toSorted()).toEqual(["AuthorisationRefused", "Ignored", "Reported"])
  })

  it("is refused once one of the eight is another, and where another key signed it", async () => {
    const deliveries = await everything()
    const ours = await receiver()
    for (const delivery of deliveries) {
      const whole = signed(itemsOf(delivery))
      for (const change of Object.values(changes)) {
        const [item] = itemsOf({ body: whole })
        if (item === undefined) throw new Error("expected an item")
        change(item)
        expect(
          refusal(await ours(JSON.stringify({ live: "false", notificationItems: [{ NotificationRequestItem: item }] })))
        ).toBe("mismatch")
      }
      expect(refusal(await ours(signed(itemsOf(delivery), hmacKey)))).toBe("mismatch")
    }
  })

  it("is taken with either of two keys, and of a batch all or nothing", async () => {
    const items = (await everything()).flatMap(itemsOf).slice(0, 4)
    const rotating = await receiver([hmacKey, other])
    expect(refusal(await rotating(signed(items)))).toBeUndefined()
    expect(refusal(await rotating(signed(items, hmacKey)))).toBeUndefined()
    const ours = await receiver()
    const received = await ours(signed(items))
    expect(Result.isSuccess(received) && received.success.deliveries).toHaveLength(4)
    const mixed = [
      ...itemsOf({ body: signed(items.slice(0, 3)) }),
      ...itemsOf({ body: signed(items.slice(3), hmacKey) })
    ]
    const body = { live: "false", notificationItems: mixed.map((item) => ({ NotificationRequestItem: item })) }
    expect(refusal(await ours(JSON.stringify(body)))).toBe("mismatch")
  })

  it("is what our adapter takes, and nothing else: any text in any of the eight", async () => {
    const ours = await receiver()
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(":", "\\", "\\:", "::", "/", "é", "𝄞", " ", "%3A", "a", "0"), maxLength: 8 })
    )
    const filled = text.filter((value) => value !== "")
    const given = fc.record(
      {
        pspReference: filled,
        originalReference: fc.option(text, { nil: undefined }),
        merchantAccountCode: fc.constantFrom(merchantAccount, "a:b", "x\\"),
        merchantReference: filled,
        value: fc.integer({ min: 0, max: 1_000_000 }),
        currency: fc.constantFrom("EUR", "JPY", "KWD"),
        eventCode: fc.constantFrom("AUTHORISATION", "CAPTURE", "SOMETHING_NEW", "a:b"),
        success: fc.constantFrom("true", "false")
      },
      { noNullPrototype: true }
    )
    let taken = 0
    const what = fc.constantFrom(
      undefined,
      undefined,
      undefined,
      ...(Object.keys(changes) as ReadonlyArray<keyof typeof changes>)
    )
    await fc.assert(
      fc.asyncProperty(given, what, async ({ currency, value, ...rest }, changed) => {
        const item = {
          ...rest,
          amount: { currency, value },
          eventDate: "2026-01-01T10:11:12+01:00",
          reason: ""
        } as Item
        const body = signed([item])
        const [arrived] = itemsOf({ body })
        if (arrived === undefined) throw new Error("expected an item")
        if (changed !== undefined) changes[changed](arrived)
        const rightly = validator.validateHMAC(arrived, other)
        const sent = JSON.stringify({ live: "false", notificationItems: [{ NotificationRequestItem: arrived }] })
        const why = refusal(await ours(sent))
        // With a colon in another field than the merchant's reference, a signature may be of other fields: the library takes
        // it, we don't. Rightly signed, an item may lack something all the same: then it is malformed, never a mismatch.
        const fields = [arrived.pspReference, arrived.originalReference, arrived.merchantAccountCode, arrived.eventCode]
        const ambiguous = fields.some((field) => field?.includes(":") === true)
        expect(why === undefined || why === "malformed").toBe(rightly && !ambiguous)
        expect(rightly).toBe(changed === undefined)
        if (why === undefined) taken++
      }),
      { numRuns: 500 }
    )
    expect(taken).toBeGreaterThan(20)
  })
})
