/** What becomes of a modification: a row for each rule, with the event that tells it and the money that it moves. */
import { describe, expect, it } from "vitest"
import { brief, insufficient, start, type Started } from "./start.ts"
import { apiKey, credentials, eur, openManual, order, preAuth } from "../world.ts"

const { merchantAccount } = credentials
type World = Awaited<ReturnType<typeof openManual>>

describe("an authorisation", () => {
  it("is told with the session's reference", async () => {
    const { authorised, take } = await openManual()
    const psp = await authorised()
    const [delivery] = await take()
    expect(JSON.parse(delivery!.body)).toEqual({
      live: "false",
      notificationItems: [
        {
          NotificationRequestItem: {
            additionalData: { hmacSignature: expect.stringMatching(/^[\w+/]{43}=$/) },
            amount: { currency: "EUR", value: 1900 },
            eventCode: "AUTHORISATION",
            eventDate: "2026-01-01T01:00:00+01:00",
            merchantAccountCode: merchantAccount,
            merchantReference: order.reference,
            operations: ["CANCEL", "CAPTURE", "REFUND"],
            paymentMethod: "visa",
            pspReference: psp,
            reason: expect.stringMatching(/^\d{6}:1111:03\/2030$/),
            success: "true"
          }
        }
      ]
    })
  })

  it("that is refused is told, under a name of its own", async () => {
    const { payable, submit, told } = await openManual()
    const { id, token } = await payable()
    await submit({ id, token }, "decline")
    const [event] = await told()
    expect(event).toMatchObject({
      eventCode: "AUTHORISATION",
      success: "false",
      reason: "Refused",
      merchantReference: order.reference,
      amount: { currency: "EUR", value: 1900 }
    })
    expect(event).not.toHaveProperty("operations")
  })

  it("of another method has no card in its reason", async () => {
    const { payable, run, submit, told } = await openManual()
    const challenged = await submit(await payable(), "challenge")
    if (challenged._tag === "Challenged") await run(challenged.finish(true))
    expect(await told()).toMatchObject([{ eventCode: "AUTHORISATION", paymentMethod: "ideal", reason: "" }])
  })

  it("of an asynchronous method is told once it is known", async () => {
    const { payable, settle, submit, take, told } = await openManual()
    const { id, token } = await payable()
    await submit({ id, token }, "pending")
    expect(await take()).toEqual([])
    await settle(id, true)
    expect(await told()).toMatchObject([{ eventCode: "AUTHORISATION", success: "true", paymentMethod: "mbway" }])
  })

  it("has what a synchronous adjustment needs, if it may be adjusted", async () => {
    const { authorised, told } = await openManual()
    await authorised(preAuth)
    await authorised()
    const blobs = (await told()).map(({ additionalData }) => additionalData?.["adjustAuthorisationData"])
    expect(blobs).toEqual([expect.stringMatching(/./), undefined])
  })
})

describe("a modification", () => {
  it("is decided after 2 seconds, and not a millisecond before", async () => {
    const { advance, modify, money, psp, take } = await start()
    await modify(psp, "captures", { amount: eur(1900) })
    await advance("1999 millis")
    expect([await take(), await money()]).toEqual([[], ["19", "0", "0", false]])
    await advance("1 millis")
    expect(await money()).toEqual(["19", "19", "0", true])
    expect(await take()).toHaveLength(1)
    expect(await take()).toEqual([])
  })

  it("may take longer, or no time", async () => {
    const slow = await start({}, { modificationDelay: "1 day" })
    await slow.modify(slow.psp, "captures", { amount: eur(1900) })
    await slow.advance("23 hours")
    expect(await slow.take()).toEqual([])
    await slow.advance("1 hour")
    expect(await slow.take()).toHaveLength(1)
    const fast = await start({}, { modificationDelay: 0 })
    await fast.modify(fast.psp, "captures", { amount: eur(1900) })
    expect(await fast.take()).toHaveLength(1)
  })

  it("has an event with all that names it", async () => {
    const { done, psp } = await start(preAuth)
    expect(await done("amountUpdates", { amount: eur(2100), reference: "adjust-1" })).toEqual({
      additionalData: { hmacSignature: expect.any(String) },
      amount: { currency: "EUR", value: 2100 },
      eventCode: "AUTHORISATION_ADJUSTMENT",
      eventDate: "2026-01-01T01:00:02+01:00",
      merchantAccountCode: merchantAccount,
      merchantReference: "adjust-1",
      originalReference: psp,
      paymentMethod: "visa",
      pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/),
      reason: "",
      success: "true"
    })
  })

  it("without a reference has the payment's", async () => {
    const { done } = await start()
    expect((await done("captures", { amount: eur(1) })).merchantReference).toBe(order.reference)
  })

  it("is decided when it is due, however late it is looked at", async () => {
    const { advance, modify, psp, take } = await start()
    await modify(psp, "cancels")
    await advance("3 hours")
    expect(JSON.parse((await take())[0]!.body)).toMatchObject({
      notificationItems: [{ NotificationRequestItem: { eventDate: "2026-01-01T01:00:02+01:00" } }]
    })
  })

  it("is decided in the order in which it was received", async () => {
    const { advance, modify, money, psp, told } = await start(preAuth)
    const asked = [
      ["amountUpdates", { amount: eur(2500) }],
      ["amountUpdates", { amount: eur(1200) }],
      ["captures", { amount: eur(1201) }],
      ["captures", { amount: eur(1000) }],
      ["cancels", {}],
      ["refunds", { amount: eur(400) }],
      ["amountUpdates", { amount: eur(5000) }]
    ] as const
    const received: Array<unknown> = []
    for (const [endpoint, body] of asked) {
      received.push((await modify(psp, endpoint, body)).body["pspReference"])
      await advance("100 millis")
    }
    const events = await told()
    expect(events.map(({ pspReference }) => pspReference)).toEqual(received)
    expect(events.map(brief)).toEqual([
      ["AUTHORISATION_ADJUSTMENT", "true", 2500, ""],
      ["AUTHORISATION_ADJUSTMENT", "true", 1200, ""],
      ["CAPTURE", "false", 1201, insufficient],
      ["CAPTURE", "true", 1000, ""],
      ["CANCELLATION", "false", 1200, "SIM: the payment has been captured"],
      ["REFUND", "true", 400, ""],
      ["AUTHORISATION_ADJUSTMENT", "false", 5000, "SIM: the payment has been captured"]
    ])
    expect(await money()).toEqual(["12", "10", "4", true])
  })
})

describe("an adjustment", () => {
  it.each([2500, 1200, 1900])("of 19.00 to %d is the new total", async (value) => {
    const { done, money } = await start(preAuth)
    expect(brief(await done("amountUpdates", { amount: eur(value) }))).toEqual([
      "AUTHORISATION_ADJUSTMENT",
      "true",
      value,
      ""
    ])
    expect(await money()).toEqual([String(value / 100), "0", "0", false])
  })

  it("may come as often as one likes", async () => {
    const { done, money } = await start(preAuth)
    for (const value of [2000, 2500, 1000, 3000]) await done("amountUpdates", { amount: eur(value) })
    expect(await money()).toEqual(["30", "0", "0", false])
    expect(brief(await done("captures", { amount: eur(3000) }))).toEqual(["CAPTURE", "true", 3000, ""])
  })

  const refused: ReadonlyArray<readonly [string, object, (world: Started) => unknown, string]> = [
    ["without PreAuth", {}, () => undefined, "SIM: the payment is no pre-authorisation"],
    [
      "after a capture",
      preAuth,
      ({ done }) => done("captures", { amount: eur(1) }),
      "SIM: the payment has been captured"
    ],
    ["after a cancellation", preAuth, ({ done }) => done("cancels"), "SIM: the payment has been cancelled"],
    ["after expiry", preAuth, ({ advance }) => advance("28 days"), "SIM: the authorisation has expired"],
    [
      "that the issuer refuses",
      preAuth,
      ({ act, psp }) => act(psp, { _tag: "RefuseNext", kind: "adjust" }),
      "SIM: refused by the issuer"
    ]
  ]
  it.each(refused)("%s fails", async (_, others, before, reason) => {
    const world = await start(others)
    await before(world)
    const money = await world.money()
    expect(brief(await world.done("amountUpdates", { amount: eur(2000) }))).toEqual([
      "AUTHORISATION_ADJUSTMENT",
      "false",
      2000,
      reason
    ])
    expect(await world.money()).toEqual(money)
  })

  it("in another currency fails", async () => {
    const { done, money } = await start(preAuth)
    const event = await done("amountUpdates", { amount: { value: 1, currency: "USD" } })
    expect([event.success, event.reason, event.amount]).toEqual([
      "false",
      "SIM: the payment has another currency",
      { value: 1, currency: "USD" }
    ])
    expect(await money()).toEqual(["19", "0", "0", false])
  })
})

describe("a capture", () => {
  it("of all", async () => {
    const { done, money } = await start()
    expect(brief(await done("captures", { amount: eur(1900) }))).toEqual(["CAPTURE", "true", 1900, ""])
    expect(await money()).toEqual(["19", "19", "0", true])
  })

  it("of a part gives back the rest", async () => {
    const { done, money } = await start()
    await done("captures", { amount: eur(1000) })
    expect(await money()).toEqual(["19", "10", "0", true])
    expect(brief(await done("captures", { amount: eur(1) }))).toEqual(["CAPTURE", "false", 1, insufficient])
    expect(await money()).toEqual(["19", "10", "0", true])
  })

  it("of a part leaves the rest, where the account has that", async () => {
    const { done, money } = await start({}, { multiplePartialCaptures: true })
    await done("captures", { amount: eur(1000) })
    expect(await money()).toEqual(["19", "10", "0", false])
    expect(brief(await done("captures", { amount: eur(901) }))).toEqual(["CAPTURE", "false", 901, insufficient])
    expect(brief(await done("captures", { amount: eur(900) }))).toEqual(["CAPTURE", "true", 900, ""])
    expect(await money()).toEqual(["19", "19", "0", false])
  })

  it.each<readonly [string, (world: Started) => unknown, object, string]>([
    ["of too much", () => undefined, eur(1901), insufficient],
    ["in another currency", () => undefined, { value: 1, currency: "USD" }, "SIM: the payment has another currency"],
    ["after a cancellation", ({ done }) => done("cancels"), eur(1), "SIM: the payment has been cancelled"],
    ["after expiry", ({ advance }) => advance("28 days"), eur(1), "SIM: the authorisation has expired"],
    [
      "that the issuer refuses",
      ({ act, psp }) => act(psp, { _tag: "RefuseNext", kind: "capture" }),
      eur(1),
      "SIM: refused by the issuer"
    ]
  ])("%s fails, and changes nothing", async (_, before, amount, reason) => {
    const world = await start()
    await before(world)
    const money = await world.money()
    const event = await world.done("captures", { amount })
    expect([event.eventCode, event.success, event.reason]).toEqual(["CAPTURE", "false", reason])
    expect(await world.money()).toEqual(money)
  })

  it("that failed can be asked for again", async () => {
    const { done, money } = await start()
    await done("captures", { amount: eur(1901) })
    expect((await done("captures", { amount: eur(1900) })).success).toBe("true")
    expect(await money()).toEqual(["19", "19", "0", true])
  })
})

describe("a cancellation", () => {
  it("ends it", async () => {
    const { done, money } = await start()
    expect(brief(await done("cancels", { reference: "cancel-1" }))).toEqual(["CANCELLATION", "true", 1900, ""])
    expect(await money()).toEqual(["19", "0", "0", true])
  })

  it.each<readonly [string, (world: Started) => unknown, string]>([
    ["after a capture", ({ done }) => done("captures", { amount: eur(1) }), "SIM: the payment has been captured"],
    ["again", ({ done }) => done("cancels"), "SIM: the payment has been cancelled"],
    ["after expiry", ({ advance }) => advance("28 days"), "SIM: the authorisation has expired"],
    [
      "that the issuer refuses",
      ({ act, psp }) => act(psp, { _tag: "RefuseNext", kind: "cancel" }),
      "SIM: refused by the issuer"
    ]
  ])("%s fails", async (_, before, reason) => {
    const world = await start()
    await before(world)
    const money = await world.money()
    expect(brief(await world.done("cancels"))).toEqual(["CANCELLATION", "false", 1900, reason])
    expect(await world.money()).toEqual(money)
  })

  it("after one of several partial captures fails, too", async () => {
    const { done } = await start({}, { multiplePartialCaptures: true })
    await done("captures", { amount: eur(1) })
    expect((await done("cancels")).success).toBe("false")
  })
})

describe("a technical cancellation", () => {
  const technically = async (world: World, paymentReference: string) => {
    await world.take()
    const body = { merchantAccount, paymentReference, reference: "technical-1" }
    const { body: received } = await world.send("POST", "/v72/cancels", body, apiKey)
    const [event] = await world.told()
    expect([event?.pspReference, event?.merchantReference]).toEqual([received["pspReference"], "technical-1"])
    return event!
  }

  it("ends the payment with this reference", async () => {
    const world = await start()
    const event = await technically(world, order.reference)
    expect(brief(event)).toEqual(["TECHNICAL_CANCEL", "true", 1900, ""])
    expect(event.originalReference).toBe(world.psp)
    expect(await world.money()).toEqual(["19", "0", "0", true])
  })

  it("finds a payment that was made after it was received", async () => {
    const world = await openManual()
    await world.send("POST", "/v72/cancels", { merchantAccount, paymentReference: order.reference }, apiKey)
    await world.advance("1 seconds")
    const psp = await world.authorised()
    expect((await world.told()).map(({ eventCode, success }) => `${eventCode} ${success}`)).toEqual([
      "AUTHORISATION true",
      "TECHNICAL_CANCEL true"
    ])
    expect(await world.money(psp)).toEqual(["19", "0", "0", true])
  })

  it("doesn't touch one that is captured, nor one of another reference", async () => {
    const world = await start()
    await world.done("captures", { amount: eur(1900) })
    expect(brief(await technically(world, order.reference))).toEqual([
      "TECHNICAL_CANCEL",
      "false",
      1900,
      "SIM: the payment has been captured"
    ])
    expect(brief(await technically(world, "another"))).toEqual([
      "TECHNICAL_CANCEL",
      "false",
      0,
      "SIM: there is no such payment"
    ])
    expect(await world.money()).toEqual(["19", "19", "0", true])
  })
})

describe("a refusal of the issuer's", () => {
  it("waits for what it is about, and for what has nothing else against it", async () => {
    const { act, done, psp } = await start()
    await act(psp, { _tag: "RefuseNext", kind: "refund" })
    expect((await done("refunds", { amount: eur(1) })).reason).toMatch(/hasn't been captured/)
    expect((await done("captures", { amount: eur(1000) })).success).toBe("true")
    expect((await done("refunds", { amount: eur(1) })).reason).toBe("SIM: refused by the issuer")
    expect((await done("refunds", { amount: eur(1) })).success).toBe("true")
  })
})

describe("an exponent that is Adyen's own", () => {
  it("counts in each modification", async () => {
    const amount = (value: number) => ({ value, currency: "CLP" })
    const { done, money } = await start({ ...preAuth, amount: amount(150_000) })
    await done("amountUpdates", { amount: amount(170_050) })
    await done("captures", { amount: amount(170_000) })
    await done("refunds", { amount: amount(50) })
    expect(await money()).toEqual(["1700.5", "1700", "0.5", true])
  })
})
