import type { BackOffice } from "@paylayer/simulator"
import { describe, expect, it } from "vitest"
import { gist, idOf, open, told } from "./world.ts"

const manual = { capture: false }
const gbp = (decimal: string) => ({ decimal, currency: "GBP" })
const capture = (decimal: string): BackOffice.Act => ({ _tag: "Capture", amount: gbp(decimal) })
const refund = (decimal: string): BackOffice.Act => ({ _tag: "Refund", amount: gbp(decimal) })
const cancel: BackOffice.Act = { _tag: "Cancel" }

describe("the Hub", () => {
  it("captures, and the webhook tells", async () => {
    const { act, believed, deliveries, pay, read } = await open()
    const id = await pay(manual)
    await deliveries()
    expect(await act(id, capture("10.00"))).toBe(true)
    expect(await believed(id)).toEqual(["10", "0", true])
    const [[made, status] = [], ...others] = told(await deliveries())
    expect([status, others]).toEqual(["success", []])
    expect((await read(made!)).body).toMatchObject({ transaction_type: "capture", amount: 10, order_id: "order-1" })
  })

  it("refunds what has settled, and voids what has not", async () => {
    const { act, advance, believed, deliveries, pay, read } = await open()
    const [old, today] = [await pay(), await pay(manual)]
    await advance("1 day")
    await deliveries()
    expect(await act(old, refund("4"))).toBe(true)
    expect(await act(old, cancel)).toBe(false)
    expect(await act(today, cancel)).toBe(true)
    expect(await believed(old)).toEqual(["15.02", "4", false])
    expect(await believed(today)).toEqual(["0", "0", true])
    const types: Array<unknown> = []
    for (const [made] of told(await deliveries())) types.push((await read(made)).body["transaction_type"])
    expect(types).toEqual(["refund", "void"])
  })

  const impossible: ReadonlyArray<readonly [string, object, BackOffice.Act]> = [
    ["a capture of what was captured", {}, capture("1")],
    ["more than is authorised", manual, capture("15.03")],
    ["nothing", manual, capture("0")],
    ["less than nothing", manual, capture("-1")],
    ["a part of a penny", manual, capture("1.001")],
    ["no number", manual, capture("ten")],
    ["another currency", manual, { _tag: "Capture", amount: { decimal: "1", currency: "EUR" } }],
    ["a refund before it settles", {}, refund("1")],
    ["a capture that fails after all", {}, { _tag: "CaptureFails" }],
    ["a capture that was taken after all", {}, { _tag: "CaptureRecovers" }],
    ["a refund that fails after all", {}, { _tag: "RefundFails" }],
    ["a dispute", {}, { _tag: "Dispute", amount: gbp("15.02") }],
    ["an adjustment", manual, { _tag: "RefuseNext", kind: "adjust" }]
  ]
  it.each(impossible)("can't: %s", async (_, transaction, what) => {
    const { act, believed, deliveries, pay } = await open()
    const id = await pay(transaction)
    await deliveries()
    const held = await believed(id)
    expect(await act(id, what)).toBe(false)
    expect(await believed(id)).toEqual(held)
    expect(await deliveries()).toEqual([])
  })

  it("knows payments by their own id only", async () => {
    const { act, modify, pay } = await open()
    const made = idOf(await modify(await pay(manual), "capture", { amount: 1 }))
    expect([await act("nonsense", cancel), await act(made, cancel)]).toEqual([false, false])
  })
})

describe("an issuer that refuses the next", () => {
  it.each([
    ["capture", "capture", manual],
    ["cancel", "void", manual],
    ["cancel", "reversal", {}]
  ] as const)("%s says no to one %s", async (kind, operation, transaction) => {
    const { act, believed, modify, pay } = await open()
    const id = await pay(transaction)
    const held = await believed(id)
    expect(await act(id, { _tag: "RefuseNext", kind })).toBe(true)
    const answer = await modify(id, operation, { amount: 15.02 })
    expect(answer).toEqual({
      status: 201,
      body: {
        transaction_id: idOf(answer),
        status: "declined",
        reason: "generic_decline",
        issuer_response_code: "05",
        links: [{ rel: "self", href: `/v1/transactions/${idOf(answer)}` }]
      }
    })
    expect(await believed(id)).toEqual(held)
    expect(gist(await modify(id, operation, { amount: 15.02 }))).toBe("201 success")
  })

  it.each(["refund", "reversal"])("refund says no to one %s", async (operation) => {
    const { act, advance, believed, modify, pay } = await open()
    const id = await pay()
    await advance("1 day")
    await act(id, { _tag: "RefuseNext", kind: "refund" })
    expect(gist(await modify(id, operation, { amount: 5 }))).toBe("201 declined")
    expect(await believed(id)).toEqual(["15.02", "0", false])
    expect(gist(await modify(id, operation, { amount: 5 }))).toBe("201 success")
    expect(await believed(id)).toEqual(["15.02", "5", false])
  })

  it("is asked only about what the rules allow, of this payment and this kind", async () => {
    const { act, advance, modify, pay } = await open()
    const [id, other] = [await pay(), await pay()]
    await act(id, { _tag: "RefuseNext", kind: "refund" })
    expect(gist(await modify(id, "refund", { amount: 5 }))).toBe("201 declined")
    await advance("1 day")
    expect(gist(await modify(id, "refund", { amount: 99 }))).toBe("400 validation")
    expect(gist(await modify(other, "refund", { amount: 5 }))).toBe("201 success")
    expect((await modify(id, "refund", { amount: 5 })).body["issuer_response_code"]).toBe("05")
    expect(gist(await modify(id, "refund", { amount: 5 }))).toBe("201 success")
  })

  it("may refuse twice, and not what is done in the Hub", async () => {
    const { act, believed, modify, pay } = await open()
    const id = await pay(manual)
    for (let i = 0; i < 2; i++) await act(id, { _tag: "RefuseNext", kind: "capture" })
    const seen = [gist(await modify(id, "capture", { amount: 1 })), gist(await modify(id, "capture", { amount: 1 }))]
    expect(seen).toEqual(["201 declined", "201 declined"])
    await act(id, { _tag: "RefuseNext", kind: "capture" })
    expect(await act(id, capture("2"))).toBe(true)
    expect(await believed(id)).toEqual(["2", "0", true])
  })
})

describe("what is pending", () => {
  const world = () => open({ assume: { pendingModifications: "captures-and-refunds" } })

  it("counts for nothing until it is decided, an hour later", async () => {
    const { advance, believed, deliveries, modify, pay, read } = await world()
    const id = await pay(manual)
    await deliveries()
    const answer = await modify(id, "capture", { amount: 10 })
    expect(gist(answer)).toBe("201 pending")
    expect(answer.body).not.toHaveProperty("issuer_response_code")
    await advance("3599999 millis")
    expect(told(await deliveries())).toEqual([[idOf(answer), "pending"]])
    expect(await believed(id)).toEqual(["0", "0", false])
    expect((await read(idOf(answer))).body["status"]).toBe("pending")
    await advance("1 milli")
    expect(told(await deliveries())).toEqual([[idOf(answer), "success"]])
    expect(await believed(id)).toEqual(["10", "0", true])
    expect((await read(idOf(answer))).body["status"]).toBe("success")
  })

  it("is decided for whoever reads, as for whoever looks from outside", async () => {
    const { advance, modify, pay, read } = await world()
    const made = idOf(await modify(await pay(manual), "capture", { amount: 10 }))
    await advance("1 hour")
    expect((await read(made)).body["status"]).toBe("success")
  })

  it("can't be voided, even where what was captured can", async () => {
    const { believed, modify, pay } = await open({
      assume: { pendingModifications: "captures-and-refunds", voidOfCapture: "voided" }
    })
    const id = await pay(manual)
    await modify(id, "capture", { amount: 10 })
    expect(gist(await modify(id, "void"))).toBe("201 declined")
    expect(await believed(id)).toEqual(["0", "0", false])
  })

  it("makes less possible", async () => {
    const { advance, believed, modify, pay } = await world()
    const [captured, refunded] = [await pay(manual), await pay()]
    await modify(captured, "capture", { amount: 10 })
    for (const operation of ["capture", "void", "refund", "reversal"]) {
      expect(gist(await modify(captured, operation, { amount: 10 }))).toBe("201 declined")
    }
    await advance("1 day")
    await modify(refunded, "refund", { amount: 10 })
    expect(gist(await modify(refunded, "refund", { amount: 5.03 }))).toBe("400 validation")
    expect(gist(await modify(refunded, "refund", { amount: 5.02 }))).toBe("201 pending")
    expect(await believed(refunded)).toEqual(["15.02", "0", false])
    await advance("1 hour")
    expect(await believed(refunded)).toEqual(["15.02", "15.02", false])
  })

  it("is told in the order in which it is decided, before what comes after", async () => {
    const { advance, create, deliveries, modify, pay, settle, submit } = await world()
    const [session, one, other] = [await create(), await pay(manual), await pay(manual)]
    await submit(session, "pending")
    const first = idOf(await modify(other, "capture", { amount: 1 }))
    await advance("1 minute")
    const second = idOf(await modify(one, "capture", { amount: 1 }))
    await deliveries()
    await advance("2 hours")
    const done = await settle(session, true)
    const third = done._tag === "Authorised" ? done.authorisation : ""
    const waiting = await deliveries()
    expect(told(waiting)).toEqual([
      [first, "success"],
      [second, "success"],
      [third, "settled"]
    ])
    const times = waiting.map(({ body }) => (JSON.parse(body) as { timestamp: number }).timestamp)
    expect([times[1]! - times[0]!, times[2]! - times[1]!]).toEqual([60, 3600])
  })

  it.each(["CaptureFails", "RefundFails"] as const)("may turn out declined: %s", async (_tag) => {
    const { act, advance, believed, deliveries, modify, pay, read } = await world()
    const id = await pay(_tag === "CaptureFails" ? manual : {})
    if (_tag === "RefundFails") await advance("1 day")
    const operation = _tag === "CaptureFails" ? "capture" : "refund"
    const held = await believed(id)
    const made = idOf(await modify(id, operation, { amount: 10 }))
    await deliveries()
    expect(await act(id, { _tag, id: "another" })).toBe(false)
    expect(await act(id, { _tag, id: made })).toBe(true)
    expect(await act(id, { _tag })).toBe(false)
    await advance("1 hour")
    expect(await believed(id)).toEqual(held)
    expect((await read(made)).body).toMatchObject({
      status: "declined",
      reason: "generic_decline",
      issuer_response_code: "05"
    })
    expect(told(await deliveries())).toEqual([[made, "declined"]])
    expect(gist(await modify(made, "refund", { amount: 10 }))).toBe("201 declined")
    expect(gist(await modify(id, operation, { amount: 10 }))).toBe("201 pending")
  })

  it("fails the latest one, unless told, and only while it is pending", async () => {
    const { act, advance, believed, modify, pay } = await world()
    const id = await pay()
    await advance("1 day")
    for (const amount of [1, 2, 4]) await modify(id, "refund", { amount })
    expect(await act(id, { _tag: "RefundFails" })).toBe(true)
    expect(await act(id, { _tag: "CaptureFails" })).toBe(false)
    await advance("1 hour")
    expect(await act(id, { _tag: "RefundFails" })).toBe(false)
    expect(await believed(id)).toEqual(["15.02", "3", false])
  })

  it("never is a void", async () => {
    const { believed, modify, pay } = await world()
    const id = await pay()
    expect(gist(await modify(id, "void"))).toBe("201 success")
    expect(await believed(id)).toEqual(["0", "0", true])
  })
})
