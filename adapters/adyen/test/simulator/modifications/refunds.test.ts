/** How money goes back: a row for each rule, with the event that tells it. */
import { describe, expect, it } from "vitest"
import { brief, insufficient, start, type Started } from "./start.ts"
import { apiKey, credentials, eur, type Event, openManual } from "../world.ts"

const { merchantAccount } = credentials
type World = Awaited<ReturnType<typeof openManual>>

describe("a refund", () => {
  it("of all, or of parts", async () => {
    const { done, money } = await start()
    await done("captures", { amount: eur(1500) })
    expect(brief(await done("refunds", { amount: eur(500) }))).toEqual(["REFUND", "true", 500, ""])
    expect(brief(await done("refunds", { amount: eur(500) }))).toEqual(["REFUND", "true", 500, ""])
    expect(brief(await done("refunds", { amount: eur(501) }))).toEqual(["REFUND", "false", 501, insufficient])
    expect(brief(await done("refunds", { amount: eur(500) }))).toEqual(["REFUND", "true", 500, ""])
    expect(brief(await done("refunds", { amount: eur(1) }))).toEqual(["REFUND", "false", 1, insufficient])
    expect(await money()).toEqual(["19", "15", "15", true])
  })

  it.each<readonly [string, (world: Started) => unknown, object, string]>([
    ["before capture", () => undefined, eur(1), "Transaction hasn't been captured, refund not possible"],
    [
      "of what was cancelled",
      ({ done }) => done("cancels"),
      eur(1),
      "Transaction hasn't been captured, refund not possible"
    ],
    ["of too much", ({ done }) => done("captures", { amount: eur(1000) }), eur(1001), insufficient],
    [
      "in another currency",
      ({ done }) => done("captures", { amount: eur(1000) }),
      { value: 1, currency: "USD" },
      "SIM: the payment has another currency"
    ],
    [
      "that the issuer refuses",
      async ({ act, done, psp }) => {
        await done("captures", { amount: eur(1000) })
        await act(psp, { _tag: "RefuseNext", kind: "refund" })
      },
      eur(1),
      "SIM: refused by the issuer"
    ]
  ])("%s fails", async (_, before, amount, reason) => {
    const world = await start()
    await before(world)
    const money = await world.money()
    const event = await world.done("refunds", { amount })
    expect([event.eventCode, event.success, event.reason]).toEqual(["REFUND", "false", reason])
    expect(await world.money()).toEqual(money)
  })

  it("works after what was left has expired", async () => {
    const { advance, done, money } = await start({}, { multiplePartialCaptures: true })
    await done("captures", { amount: eur(1000) })
    await advance("28 days")
    expect((await done("refunds", { amount: eur(1000) })).success).toBe("true")
    expect(await money()).toEqual(["19", "10", "10", true])
  })
})

describe("a refund that is held", () => {
  const classic = (world: World, operation: string, body: object) =>
    world.send("POST", `/pal/servlet/Payment/v68/${operation}`, { merchantAccount, ...body }, apiKey)
  const tender = { tenderReference: "5Iw8001176969533005", uniqueTerminalId: "VX820-123456789" }

  /** 19.00 captured, 5.00 of it being refunded. */
  const held = async (options: Parameters<typeof openManual>[0] = { refundDelay: "1 hour" }) => {
    const world = await start({}, options)
    await world.done("captures", { amount: eur(1900) })
    const asked = { originalReference: world.psp, modificationAmount: eur(500), ...tender }
    const { body } = await classic(world, "refund", asked)
    const refund = String(body["pspReference"])
    const withdraw = async (name: object = { originalReference: refund }) => {
      await classic(world, "voidPendingRefund", { ...name, reference: "void-1" })
      return (await world.told()).map(({ eventCode, success }) => `${eventCode} ${success}`)
    }
    return { ...world, refund, withdraw }
  }

  it("is decided after the delay", async () => {
    const { advance, money, take } = await held()
    await advance("3599999 millis")
    expect([await take(), (await money())?.[2]]).toEqual([[], "0"])
    await advance("1 millis")
    expect([(await take()).length, (await money())?.[2]]).toEqual([1, "5"])
  })

  it("can be voided until then, by either name", async () => {
    const { advance, money, withdraw } = await held()
    await advance("3599999 millis")
    expect(await withdraw()).toEqual(["VOID_PENDING_REFUND true"])
    await advance("1 day")
    expect((await money())?.[2]).toBe("0")
    expect(await withdraw()).toEqual(["VOID_PENDING_REFUND false"])
    const other = await held()
    expect(await other.withdraw(tender)).toEqual(["VOID_PENDING_REFUND true"])
  })

  it("can't any more", async () => {
    const { advance, money, withdraw } = await held()
    await advance("1 hour")
    expect(await withdraw()).toEqual(["REFUND true", "VOID_PENDING_REFUND false"])
    expect((await money())?.[2]).toBe("5")
  })

  it("can't, where refunds aren't held, or by another's name", async () => {
    const quick = await held({})
    expect(await quick.withdraw()).toEqual(["REFUND true", "VOID_PENDING_REFUND false"])
    expect((await quick.money())?.[2]).toBe("5")
    const { money, psp, withdraw } = await held()
    for (const name of [
      { originalReference: psp },
      { ...tender, tenderReference: "another" },
      { ...tender, uniqueTerminalId: "another" }
    ]) {
      expect(await withdraw(name)).toEqual(["VOID_PENDING_REFUND false"])
    }
    expect((await money())?.[2]).toBe("0")
  })
})

describe("a reversal", () => {
  const told = ({ additionalData = {}, ...event }: Event) => [...brief(event), additionalData["modification.action"]]

  it("cancels what isn't captured", async () => {
    const { done, money } = await start()
    expect(told(await done("reversals"))).toEqual(["CANCEL_OR_REFUND", "true", 1900, "", "cancel"])
    expect(await money()).toEqual(["19", "0", "0", true])
  })

  it("refunds all that is captured", async () => {
    const { done, money } = await start()
    await done("captures", { amount: eur(1500) })
    expect(told(await done("reversals"))).toEqual(["CANCEL_OR_REFUND", "true", 1500, "", "refund"])
    expect(await money()).toEqual(["19", "15", "15", true])
    expect(told(await done("reversals"))).toEqual(["CANCEL_OR_REFUND", "false", 1900, insufficient, "refund"])
  })

  it("fails after a cancellation, and where the issuer refuses either", async () => {
    const ended = await start()
    await ended.done("cancels")
    const reason = "SIM: the payment has been cancelled"
    expect(told(await ended.done("reversals"))).toEqual(["CANCEL_OR_REFUND", "false", 1900, reason, "cancel"])
    const refused = await start()
    await refused.act(refused.psp, { _tag: "RefuseNext", kind: "cancel" })
    expect((await refused.done("reversals")).success).toBe("false")
    await refused.done("captures", { amount: eur(1900) })
    await refused.act(refused.psp, { _tag: "RefuseNext", kind: "refund" })
    expect((await refused.done("reversals")).success).toBe("false")
    expect(await refused.money()).toEqual(["19", "19", "0", true])
  })
})
