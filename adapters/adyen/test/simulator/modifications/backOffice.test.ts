/** What becomes of a payment without the merchant's server. */
import { describe, expect, it } from "vitest"
import { eur, type Event, open, openManual, order, preAuth } from "../world.ts"

const major = (decimal: string, currency = "EUR") => ({ decimal, currency })
const rejected = "Capture rejected by card scheme because of a technical issue."
const brief = ({ amount, eventCode, reason, success }: Event) => [eventCode, success, amount.value, reason]

const start = async (options: Parameters<typeof openManual>[0] = {}, others: object = {}) => {
  const world = await openManual(options)
  const psp = await world.authorised(others)
  await world.take()
  const modify = async (...asked: Parameters<typeof world.modify> extends [string, ...infer Rest] ? Rest : never) => {
    const { body } = await world.modify(psp, ...asked)
    await world.told()
    return String(body["pspReference"])
  }
  const act = (done: Parameters<typeof world.act>[1]) => world.act(psp, done)
  return { ...world, psp, act, modify, money: () => world.money(psp) }
}

describe("the Customer Area", () => {
  it("captures, under a name of its own", async () => {
    const { act, money, psp, told } = await start()
    expect(await act({ _tag: "Capture", amount: major("10.5") })).toBe(true)
    expect(await money()).toEqual(["19", "10.5", "0", true])
    const [event] = await told()
    expect(brief(event!)).toEqual(["CAPTURE", "true", 1050, ""])
    expect(event).toMatchObject({ originalReference: psp, merchantReference: order.reference, paymentMethod: "visa" })
    expect(event?.pspReference).not.toBe(psp)
  })

  it("refunds", async () => {
    const { act, modify, money, told } = await start()
    await modify("captures", { amount: eur(1900), reference: "capture-1" })
    expect(await act({ _tag: "Refund", amount: major("4") })).toBe(true)
    expect(await money()).toEqual(["19", "19", "4", true])
    expect((await told()).map(brief)).toEqual([["REFUND", "true", 400, ""]])
  })

  it("cancels", async () => {
    const { act, money, told } = await start()
    expect(await act({ _tag: "Cancel" })).toBe(true)
    expect(await money()).toEqual(["19", "0", "0", true])
    expect((await told()).map(brief)).toEqual([["CANCELLATION", "true", 1900, ""]])
    expect(await act({ _tag: "Cancel" })).toBe(false)
  })

  it("has the payment's reference, whatever stands for one that wasn't sent", async () => {
    const { act, told } = await start({ assume: { noReference: "empty" } })
    await act({ _tag: "Capture", amount: major("19") })
    await act({ _tag: "Refund", amount: major("1") })
    await act({ _tag: "RefundFails" })
    expect(new Set((await told()).map(({ merchantReference }) => merchantReference))).toEqual(
      new Set([order.reference])
    )
  })

  it("is told no by the issuer like everybody", async () => {
    const { act, money, told } = await start()
    await act({ _tag: "RefuseNext", kind: "capture" })
    expect(await act({ _tag: "Capture", amount: major("19") })).toBe(true)
    expect(await money()).toEqual(["19", "0", "0", false])
    expect((await told()).map(brief)).toEqual([["CAPTURE", "false", 1900, "SIM: refused by the issuer"]])
  })

  it("is faster than what was only received", async () => {
    const world = await openManual()
    const psp = await world.authorised()
    await world.take()
    await world.modify(psp, "captures", { amount: eur(1900) })
    expect(await world.act(psp, { _tag: "Cancel" })).toBe(true)
    expect((await world.told()).map(({ eventCode, success }) => `${eventCode} ${success}`)).toEqual([
      "CANCELLATION true",
      "CAPTURE false"
    ])
    expect(await world.money(psp)).toEqual(["19", "0", "0", true])
  })
})

describe("what can't be", () => {
  it.each<readonly [string, Parameters<Awaited<ReturnType<typeof start>>["act"]>[0]]>([
    ["too much captured", { _tag: "Capture", amount: major("19.01") }],
    ["nothing captured", { _tag: "Capture", amount: major("0") }],
    ["less than nothing captured", { _tag: "Capture", amount: major("-1") }],
    ["half a cent captured", { _tag: "Capture", amount: major("1.005") }],
    ["no number captured", { _tag: "Capture", amount: major("x") }],
    ["another currency captured", { _tag: "Capture", amount: major("1", "USD") }],
    ["an unknown currency captured", { _tag: "Capture", amount: major("1", "XXX") }],
    ["refunded before capture", { _tag: "Refund", amount: major("1") }],
    ["disputed before capture", { _tag: "Dispute", amount: major("1") }],
    ["a capture that fails", { _tag: "CaptureFails" }],
    ["a capture that recovers", { _tag: "CaptureRecovers" }],
    ["a refund that fails", { _tag: "RefundFails" }]
  ])("%s", async (_, done) => {
    const { act, money, told } = await start()
    expect(await act(done)).toBe(false)
    expect(await told()).toEqual([])
    expect(await money()).toEqual(["19", "0", "0", false])
  })

  it("anything with a payment that there isn't", async () => {
    const world = await openManual()
    expect(await world.act("X", { _tag: "Cancel" })).toBe(false)
    expect(await world.act("X", { _tag: "RefuseNext", kind: "capture" })).toBe(false)
  })

  it("a capture or a refund of another name", async () => {
    const { act, modify } = await start()
    const capture = await modify("captures", { amount: eur(1900) })
    const refund = await modify("refunds", { amount: eur(1) })
    expect(await act({ _tag: "CaptureFails", id: refund })).toBe(false)
    expect(await act({ _tag: "RefundFails", id: capture })).toBe(false)
    expect(await act({ _tag: "CaptureRecovers", id: capture })).toBe(false)
  })
})

describe("a capture that the scheme rejects", () => {
  it("is told under its own name, and as a success", async () => {
    const { act, modify, money, psp, told } = await start()
    const capture = await modify("captures", { amount: eur(1500), reference: "capture-1" })
    expect(await act({ _tag: "CaptureFails" })).toBe(true)
    expect(await money()).toEqual(["19", "0", "0", false])
    const [event, ...others] = await told()
    expect([brief(event!), others]).toEqual([["CAPTURE_FAILED", "true", 1500, rejected], []])
    expect(event).toMatchObject({
      pspReference: capture,
      originalReference: psp,
      merchantReference: "capture-1"
    })
    expect(await act({ _tag: "CaptureFails" })).toBe(false)
  })

  it("may be taken after all", async () => {
    const { act, modify, money, told } = await start()
    const capture = await modify("captures", { amount: eur(1500) })
    await act({ _tag: "CaptureFails", id: capture })
    await told()
    expect(await act({ _tag: "CaptureRecovers" })).toBe(true)
    expect(await money()).toEqual(["19", "15", "0", true])
    const [event] = await told()
    expect(brief(event!)).toEqual(["CAPTURE", "true", 1500, "Transaction Recaptured"])
    expect(event?.pspReference).toBe(capture)
  })

  it("has events in an order that can be seen, however quickly it goes", async () => {
    const { act, modify, told } = await start({ modificationDelay: 0 })
    await modify("captures", { amount: eur(1500) })
    await act({ _tag: "CaptureFails" })
    await act({ _tag: "CaptureRecovers" })
    await act({ _tag: "CaptureFails" })
    const dates = (await told()).map(({ eventDate }) => eventDate)
    expect(new Set(dates).size).toBe(3)
    expect(dates).toEqual([...dates].sort())
  })

  it("can be asked for again, and then isn't taken twice", async () => {
    const { act, modify, money } = await start()
    await modify("captures", { amount: eur(1900) })
    await act({ _tag: "CaptureFails" })
    await modify("captures", { amount: eur(1000) })
    expect(await money()).toEqual(["19", "10", "0", true])
    expect(await act({ _tag: "CaptureRecovers" })).toBe(false)
    expect(await money()).toEqual(["19", "10", "0", true])
  })

  it("isn't taken after all where there is no room for it any more", async () => {
    const { act, modify, money } = await start({ multiplePartialCaptures: true }, preAuth)
    const first = await modify("captures", { amount: eur(1000) })
    await act({ _tag: "CaptureFails" })
    await modify("amountUpdates", { amount: eur(1500) })
    await modify("captures", { amount: eur(501) })
    expect(await act({ _tag: "CaptureRecovers", id: first })).toBe(false)
    expect(await money()).toEqual(["15", "5.01", "0", false])
  })

  it("can be cancelled or adjusted instead", async () => {
    const { act, modify, money } = await start({}, preAuth)
    await modify("captures", { amount: eur(1900) })
    await act({ _tag: "CaptureFails" })
    await modify("amountUpdates", { amount: eur(2000) })
    expect(await money()).toEqual(["20", "0", "0", false])
    await modify("cancels")
    expect(await money()).toEqual(["20", "0", "0", true])
    expect(await act({ _tag: "CaptureRecovers" })).toBe(false)
  })

  it("is the latest of several, or the one that is named", async () => {
    const { act, modify, money } = await start({ multiplePartialCaptures: true })
    const first = await modify("captures", { amount: eur(500) })
    await modify("captures", { amount: eur(700) })
    await act({ _tag: "CaptureFails" })
    expect(await money()).toEqual(["19", "5", "0", false])
    await act({ _tag: "CaptureFails", id: first })
    expect(await money()).toEqual(["19", "0", "0", false])
    await act({ _tag: "CaptureRecovers", id: first })
    expect(await money()).toEqual(["19", "5", "0", false])
  })

  it("isn't, where it was refunded", async () => {
    const { act, modify, money } = await start()
    await modify("captures", { amount: eur(1900) })
    await modify("refunds", { amount: eur(1) })
    expect(await act({ _tag: "CaptureFails" })).toBe(false)
    expect(await money()).toEqual(["19", "19", "0.01", true])
  })

  it("is too old to be captured again after 28 days", async () => {
    const { act, advance, modify, money, told } = await start()
    await modify("captures", { amount: eur(1900) })
    await advance("28 days")
    await act({ _tag: "CaptureFails" })
    expect((await told()).map(({ eventCode }) => eventCode)).toEqual(["CAPTURE_FAILED", "EXPIRE"])
    expect(await money()).toEqual(["19", "0", "0", true])
    expect(await act({ _tag: "CaptureRecovers" })).toBe(false)
  })

  it("may be an automatic one", async () => {
    const { act, authorised, money, take } = await open()
    const psp = await authorised()
    await take()
    expect(await act(psp, { _tag: "CaptureFails" })).toBe(true)
    expect(await money(psp)).toEqual(["19", "0", "0", false])
    expect(await take()).toHaveLength(1)
  })
})

describe("a refund that fails later", () => {
  it("is told under its own name, and as a success", async () => {
    const { act, modify, money, told } = await start()
    await modify("captures", { amount: eur(1900) })
    const first = await modify("refunds", { amount: eur(500), reference: "refund-1" })
    await modify("refunds", { amount: eur(700) })
    expect(await act({ _tag: "RefundFails", id: first })).toBe(true)
    expect(await money()).toEqual(["19", "19", "7", true])
    const [event] = await told()
    expect(brief(event!)).toEqual(["REFUND_FAILED", "true", 500, rejected])
    expect(event).toMatchObject({ pspReference: first, merchantReference: "refund-1" })
    expect(await act({ _tag: "RefundFails" })).toBe(true)
    expect(await money()).toEqual(["19", "19", "0", true])
    expect(await act({ _tag: "RefundFails" })).toBe(false)
  })

  it("may be a reversal's, where it refunded", async () => {
    const { act, modify, money, told } = await start()
    await modify("captures", { amount: eur(1900) })
    const reversal = await modify("reversals")
    expect(await act({ _tag: "RefundFails" })).toBe(true)
    expect((await told()).map(({ eventCode, pspReference }) => [eventCode, pspReference])).toEqual([
      ["REFUND_FAILED", reversal]
    ])
    expect(await money()).toEqual(["19", "19", "0", true])
  })

  it("is none of a reversal's, where it cancelled", async () => {
    const { act, modify } = await start()
    await modify("reversals")
    expect(await act({ _tag: "RefundFails" })).toBe(false)
  })
})

describe("a dispute", () => {
  it("is told twice, and is no refund", async () => {
    const { act, modify, money, psp, told } = await start()
    await modify("captures", { amount: eur(1500) })
    expect(await act({ _tag: "Dispute", amount: major("15.01") })).toBe(false)
    expect(await act({ _tag: "Dispute", amount: major("15", "USD") })).toBe(false)
    expect(await act({ _tag: "Dispute", amount: major("15") })).toBe(true)
    expect(await money()).toEqual(["19", "15", "0", true])
    const events = await told()
    expect(events.map(brief)).toEqual([
      ["NOTIFICATION_OF_CHARGEBACK", "true", 1500, "SIM: the shopper disputes the payment"],
      ["CHARGEBACK", "true", 1500, "SIM: the shopper disputes the payment"]
    ])
    expect(new Set(events.map(({ pspReference }) => pspReference)).size).toBe(1)
    expect(events[0]).toMatchObject({ originalReference: psp, merchantReference: order.reference })
  })
})

it("a refusal can be asked for more than once", async () => {
  const { act, modify, money } = await start()
  await act({ _tag: "RefuseNext", kind: "capture" })
  await act({ _tag: "RefuseNext", kind: "capture" })
  await act({ _tag: "RefuseNext", kind: "cancel" })
  await modify("captures", { amount: eur(1) })
  await modify("captures", { amount: eur(2) })
  await modify("cancels")
  expect(await money()).toEqual(["19", "0", "0", false])
  await modify("captures", { amount: eur(3) })
  expect(await money()).toEqual(["19", "0.03", "0", true])
})
