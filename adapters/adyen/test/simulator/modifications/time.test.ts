/** What time does to a payment: it is captured, or it expires. */
import { describe, expect, it } from "vitest"
import { brief, insufficient, start } from "./start.ts"
import { type Endpoint, eur, open, order, preAuth } from "../world.ts"

describe("automatic capture", () => {
  const captured = async (options: Parameters<typeof open>[0], others: object, hours: number) => {
    const { advance, authorised, money } = await open(options)
    const psp = await authorised(others)
    await advance(`${hours} hours`)
    return (await money(psp))?.[1]
  }
  const manual = { manualCapture: "true" }

  it.each<readonly [string, Parameters<typeof open>[0], object, number, string]>([
    ["at once unless told otherwise", {}, {}, 0, "19"],
    ["at once, by the account", { captureDelay: "immediate" }, {}, 0, "19"],
    ["never, by the account", { captureDelay: "manual" }, {}, 600, "0"],
    ["after a day, by the account", { captureDelay: { hours: 24 } }, {}, 24, "19"],
    ["not before", { captureDelay: { hours: 24 } }, {}, 23, "0"],
    ["at once, by the session", { captureDelay: "manual" }, { captureDelayHours: 0 }, 0, "19"],
    ["after a day, by the session", { captureDelay: "manual" }, { captureDelayHours: 24 }, 24, "19"],
    ["not before, by the session", {}, { captureDelayHours: 24 }, 23, "0"],
    ["never, by the session", {}, { additionalData: manual }, 600, "0"],
    ["never, whatever the delay", {}, { additionalData: manual, captureDelayHours: 0 }, 600, "0"],
    ["as the account, with manualCapture false", {}, { additionalData: { manualCapture: "false" } }, 0, "19"],
    ["never, of a pre-authorisation", {}, preAuth, 600, "0"],
    ["after a day, of a pre-authorisation that says so", {}, { ...preAuth, captureDelayHours: 24 }, 24, "19"]
  ])("%s", async (_, options, others, hours, expected) => {
    expect(await captured(options, others, hours)).toBe(expected)
  })

  it("is of what it has been adjusted to", async () => {
    const { advance, done, money } = await start({ ...preAuth, captureDelayHours: 24 })
    await done("amountUpdates", { amount: eur(2500) })
    await advance("24 hours")
    expect(await money()).toEqual(["25", "25", "0", false])
  })

  it("doesn't take what was captured by hand, or cancelled", async () => {
    const { advance, done, money } = await start({ captureDelayHours: 24 }, { multiplePartialCaptures: true })
    await done("captures", { amount: eur(1000) })
    await advance("24 hours")
    expect(await money()).toEqual(["19", "10", "0", false])
    const cancelled = await start({ captureDelayHours: 24 })
    await cancelled.done("cancels")
    await cancelled.advance("24 hours")
    expect(await cancelled.money()).toEqual(["19", "0", "0", true])
  })

  it("doesn't charge twice with a capture by hand", async () => {
    const { authorised, modify, money, take, told } = await open()
    const psp = await authorised()
    await take()
    await modify(psp, "captures", { amount: eur(1900) })
    expect((await told()).map(brief)).toEqual([["CAPTURE", "false", 1900, insufficient]])
    expect(await money(psp)).toEqual(["19", "19", "0", false])
  })

  it("can be refunded, and reversed", async () => {
    const { authorised, modify, money, told } = await open()
    const psp = await authorised()
    await modify(psp, "refunds", { amount: eur(900) })
    await told()
    expect(await money(psp)).toEqual(["19", "19", "9", false])
    const other = await authorised()
    await modify(other, "reversals")
    await told()
    expect(await money(other)).toEqual(["19", "19", "19", false])
  })
})

describe("expiry", () => {
  const days = 24 * 60 * 60 * 1000

  it.each([
    ["28 days", {}, 28 * days],
    ["as long as the account says", { authorisationValidity: "7 days" }, 7 * days]
  ] as const)("comes after %s, to the millisecond", async (_, options, validity) => {
    const { advance, money, psp, take, told } = await start({}, options)
    await advance(`${validity - 1} millis`)
    expect([await take(), await money()]).toEqual([[], ["19", "0", "0", false]])
    await advance("1 millis")
    expect(await money()).toEqual(["19", "0", "0", true])
    const [event, ...others] = await told()
    expect(others).toEqual([])
    expect(brief(event!)).toEqual(["EXPIRE", "true", 1900, "remaining uncaptured amount expired"])
    expect([event?.originalReference, event?.merchantReference]).toEqual([psp, order.reference])
    expect(event?.pspReference).not.toBe(psp)
  })

  it("is of what is left", async () => {
    const { advance, done, money, told } = await start({}, { multiplePartialCaptures: true })
    await done("captures", { amount: eur(1500) })
    await advance("28 days")
    expect((await told()).map(brief)).toEqual([["EXPIRE", "true", 400, "remaining uncaptured amount expired"]])
    expect(await money()).toEqual(["19", "15", "0", true])
  })

  it.each<readonly [string, Endpoint, object]>([
    ["captured", "captures", { amount: eur(1900) }],
    ["captured in part, the rest given back", "captures", { amount: eur(1) }],
    ["cancelled", "cancels", {}]
  ])("isn't for what is %s", async (_, endpoint, body) => {
    const { advance, done, take } = await start()
    await done(endpoint, body)
    await advance("90 days")
    expect(await take()).toEqual([])
  })

  it("isn't for what is captured automatically", async () => {
    const { advance, authorised, take } = await open()
    await authorised()
    await take()
    await advance("90 days")
    expect(await take()).toEqual([])
  })

  it("starts anew with an adjustment to the same amount, when that is decided", async () => {
    const { advance, done, money } = await start(preAuth)
    await advance("20 days")
    await done("amountUpdates", { amount: eur(1900) })
    await advance(`${28 * days - 1} millis`)
    expect((await money())?.[3]).toBe(false)
    await advance("1 millis")
    expect((await money())?.[3]).toBe(true)
  })

  it.each([2000, 1800])("doesn't with another amount (%d), nor with one that failed", async (value) => {
    const { act, advance, done, money, psp } = await start(preAuth)
    await done("amountUpdates", { amount: eur(value) })
    await act(psp, { _tag: "RefuseNext", kind: "adjust" })
    await done("amountUpdates", { amount: eur(value) })
    await advance(`${28 * days - 4001} millis`)
    expect((await money())?.[3]).toBe(false)
    await advance("1 millis")
    expect((await money())?.[3]).toBe(true)
  })

  it("comes before a capture that was received in time and is decided too late", async () => {
    const { advance, modify, psp, told } = await start()
    await advance(`${28 * days - 1} millis`)
    await modify(psp, "captures", { amount: eur(1900) })
    expect((await told()).map(brief)).toEqual([
      ["EXPIRE", "true", 1900, "remaining uncaptured amount expired"],
      ["CAPTURE", "false", 1900, "SIM: the authorisation has expired"]
    ])
  })
})
