/** What may be done to a payment, and what it comes to: the rules, one after the other. */
import { describe, expect, it } from "vitest"
import { gist, idOf, invalid, open } from "./world.ts"

const manual = { capture: false }
const nothing = ["0", "0", false]

describe("a capture", () => {
  it("takes all of an authorisation", async () => {
    const { authorisations, believed, modify, pay } = await open()
    const id = await pay(manual)
    expect(await believed(id)).toEqual(nothing)
    const answer = await modify(id, "capture", { amount: 15.02 })
    expect(answer).toEqual({
      status: 201,
      body: {
        transaction_id: idOf(answer),
        status: "success",
        issuer_response_code: "00",
        links: [{ rel: "self", href: `/v1/transactions/${idOf(answer)}` }]
      }
    })
    expect(idOf(answer)).not.toBe(id)
    expect(await authorisations()).toMatchObject([
      { id, authorised: { decimal: "15.02", currency: "GBP" }, captured: { decimal: "15.02", currency: "GBP" } }
    ])
    expect(await believed(id)).toEqual(["15.02", "0", true])
  })

  it("takes a part and gives back the rest, once", async () => {
    const { believed, modify, pay } = await open()
    const id = await pay(manual)
    expect(gist(await modify(id, "capture", { amount: 5 }))).toBe("201 success")
    expect(await believed(id)).toEqual(["5", "0", true])
    expect(gist(await modify(id, "capture", { amount: 5 }))).toBe("201 declined")
    expect(await believed(id)).toEqual(["5", "0", true])
  })

  it.each([
    ["15.03", "amount must be less than or equal to 15.02"],
    ["1e3", "amount must be less than or equal to 15.02"],
    ["15.021", "amount must have at most 2 decimals"],
    ["0", "amount must be greater than 0"],
    ["-1", "amount must be greater than 0"],
    ['"15.02"', "amount validation failed"],
    ["null", "amount can not be empty"],
    [`1${"0".repeat(400)}`, "amount validation failed"]
  ])("of %s is invalid, and changes nothing", async (amount, reason) => {
    const { believed, deliveries, modify, pay } = await open()
    const id = await pay(manual)
    await deliveries()
    const answer = await modify(id, "capture", `{"amount":${amount}}`)
    expect(gist(answer)).toBe("400 validation")
    expect(invalid(answer)).toEqual([["amount", reason]])
    expect(await believed(id)).toEqual(nothing)
    expect(await deliveries()).toEqual([])
  })

  it("counts exactly, where floats do not", async () => {
    const { believed, modify, pay, read } = await open({ assume: { captureRemainder: "kept" } })
    const id = await pay({ ...manual, amount: 0.3 })
    for (const amount of ["0.1", "0.1"]) await modify(id, "capture", `{"amount":${amount}}`)
    expect(invalid(await modify(id, "capture", '{"amount":0.11}'))).toEqual([
      ["amount", "amount must be less than or equal to 0.1"]
    ])
    expect(gist(await modify(id, "capture", '{"amount":1.0e-1}'))).toBe("201 success")
    expect(await believed(id)).toEqual(["0.3", "0", false])
    expect((await read(id)).body["amount"]).toBe(0.3)
  })

  it.each([
    ["a payment that captured at once", {}, []],
    ["one that was voided", manual, ["void"]]
  ])("of %s is declined", async (_, transaction, before) => {
    const { believed, modify, pay } = await open()
    const id = await pay(transaction)
    for (const operation of before) await modify(id, operation)
    const held = await believed(id)
    expect(gist(await modify(id, "capture", { amount: 1 }))).toBe("201 declined")
    expect(await believed(id)).toEqual(held)
  })

  it.each([
    ["604799999 millis", "201 success", ["15.02", "0", true]],
    ["604800000 millis", "201 declined", ["0", "0", true]]
  ] as const)("%s after the authorisation: %s", async (time, expected, held) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await advance(time)
    expect(await believed(id)).toEqual(expected === "201 success" ? nothing : held)
    expect(gist(await modify(id, "capture", { amount: 15.02 }))).toBe(expected)
    expect(await believed(id)).toEqual(held)
  })
})

describe("time", () => {
  it("gives nothing back of what was captured", async () => {
    const { advance, believed, modify, pay } = await open({ assume: { captureRemainder: "kept" } })
    const [sale, whole, part] = [await pay(), await pay(manual), await pay(manual)]
    await modify(whole, "capture", { amount: 15.02 })
    await modify(part, "capture", { amount: 15 })
    await advance("8 days")
    expect(await believed(sale)).toEqual(["15.02", "0", false])
    expect(await believed(whole)).toEqual(["15.02", "0", false])
    expect(await believed(part)).toEqual(["15", "0", true])
  })
})

describe("a void", () => {
  it.each([
    ["an authorisation", manual],
    ["a payment that captured at once", {}]
  ])("takes back %s, once", async (_, transaction) => {
    const { believed, modify, pay } = await open()
    const id = await pay(transaction)
    expect(gist(await modify(id, "void"))).toBe("201 success")
    expect(await believed(id)).toEqual(["0", "0", true])
    expect(gist(await modify(id, "void"))).toBe("201 declined")
    expect(await believed(id)).toEqual(["0", "0", true])
  })

  it.each([
    ["86399999 millis", "201 success", ["0", "0", true]],
    ["86400000 millis", "201 declined", ["15.02", "0", false]]
  ] as const)("%s after the payment: %s", async (time, expected, held) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay()
    await advance(time)
    expect(gist(await modify(id, "void"))).toBe(expected)
    expect(await believed(id)).toEqual(held)
  })

  it.each([
    ["2 days", "201 success"],
    ["604799999 millis", "201 success"],
    ["604800000 millis", "201 declined"]
  ] as const)("of an authorisation, %s old: %s", async (time, expected) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await advance(time)
    expect(gist(await modify(id, "void"))).toBe(expected)
    expect(await believed(id)).toEqual(["0", "0", true])
  })

  it("of what was captured is declined, before and after it settles", async () => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await modify(id, "capture", { amount: 15.02 })
    expect(gist(await modify(id, "void"))).toBe("201 declined")
    await advance("1 day")
    expect(gist(await modify(id, "void"))).toBe("201 declined")
    expect(await believed(id)).toEqual(["15.02", "0", true])
  })

  it.each(["", "{", "[]", '{"amount":1}', "<html>"])("doesn't look at a body (%o)", async (body) => {
    const { believed, modify, pay } = await open()
    const id = await pay()
    expect(gist(await modify(id, "void", body))).toBe("201 success")
    expect(await believed(id)).toEqual(["0", "0", true])
  })
})

describe("a refund", () => {
  it.each([
    ["86399999 millis", "201 declined", "0"],
    ["86400000 millis", "201 success", "15.02"]
  ] as const)("%s after the payment: %s", async (time, expected, refunded) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay()
    await advance(time)
    expect(gist(await modify(id, "refund", { amount: 15.02 }))).toBe(expected)
    expect(await believed(id)).toEqual(["15.02", refunded, false])
  })

  it("waits for 24 hours after the capture, not after the authorisation", async () => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await advance("23 hours")
    await modify(id, "capture", { amount: 10 })
    await advance("23 hours")
    expect(gist(await modify(id, "refund", { amount: 10 }))).toBe("201 declined")
    await advance("1 hour")
    expect(gist(await modify(id, "refund", { amount: 10 }))).toBe("201 success")
    expect(await believed(id)).toEqual(["10", "10", true])
  })

  it("gives back in parts, up to what was captured", async () => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await modify(id, "capture", { amount: 10 })
    await advance("1 day")
    const seen: Array<unknown> = []
    for (const amount of [3, 3, 4.01, 4, 0.01]) {
      seen.push([gist(await modify(id, "refund", { amount })), (await believed(id))?.[1]])
    }
    expect(seen).toEqual([
      ["201 success", "3"],
      ["201 success", "6"],
      ["400 validation", "6"],
      ["201 success", "10"],
      ["400 validation", "10"]
    ])
  })

  it("asked for twice is made twice, with any header", async () => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay()
    await advance("1 day")
    const headers = { "Idempotency-Key": "one" }
    const body = { amount: 5, reference: "one" }
    const ids = [await modify(id, "refund", body, headers), await modify(id, "refund", body, headers)].map(idOf)
    expect(new Set(ids).size).toBe(2)
    expect(await believed(id)).toEqual(["15.02", "10", false])
  })

  it.each([
    ["nothing was captured", manual, []],
    ["it was voided", {}, ["void"]]
  ])("is declined where %s, whatever the amount", async (_, transaction, before) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(transaction)
    for (const operation of before) await modify(id, operation)
    await advance("2 days")
    const held = await believed(id)
    expect(gist(await modify(id, "refund", { amount: 15.02 }))).toBe("201 declined")
    expect(gist(await modify(id, "refund", { amount: 99 }))).toBe("201 declined")
    expect(await believed(id)).toEqual(held)
  })
})

describe("a reversal", () => {
  const type = async (world: Awaited<ReturnType<typeof open>>, id: string) =>
    (await world.read(id)).body["transaction_type"]

  it.each([
    ["an authorisation", manual, "1 hour"],
    ["an authorisation of days ago", manual, "6 days"],
    ["a payment of today", {}, "86399999 millis"]
  ] as const)("of %s is a void", async (_, transaction, time) => {
    const world = await open()
    const id = await world.pay(transaction)
    await world.advance(time)
    const answer = await world.modify(id, "reversal")
    expect(gist(answer)).toBe("201 success")
    expect(await type(world, idOf(answer))).toBe("void")
    expect(await world.believed(id)).toEqual(["0", "0", true])
    expect(gist(await world.modify(id, "reversal"))).toBe("201 declined")
  })

  it("of what has settled is a refund of all that is left", async () => {
    const world = await open()
    const id = await world.pay()
    await world.advance("86400000 millis")
    await world.modify(id, "refund", { amount: 5 })
    const answer = await world.modify(id, "reversal", "{}")
    expect(gist(answer)).toBe("201 success")
    expect((await world.read(idOf(answer))).body).toMatchObject({ transaction_type: "refund", amount: 10.02 })
    expect(await world.believed(id)).toEqual(["15.02", "15.02", false])
    expect(gist(await world.modify(id, "reversal", "[]"))).toBe("201 declined")
    expect(await world.believed(id)).toEqual(["15.02", "15.02", false])
  })

  it.each([
    [15.02, "201 success", ["0", "0", true]],
    [5, "201 declined", ["15.02", "0", false]],
    [15.03, "400 validation", ["15.02", "0", false]]
  ])("of %d before settlement: %s", async (amount, expected, held) => {
    const { believed, modify, pay } = await open()
    const id = await pay()
    expect(gist(await modify(id, "reversal", { amount }))).toBe(expected)
    expect(await believed(id)).toEqual(held)
  })

  it.each([
    [15.02, "201 success", "15.02"],
    [5, "201 success", "5"],
    [15.03, "400 validation", "0"]
  ])("of %d after settlement: %s", async (amount, expected, refunded) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay()
    await advance("1 day")
    expect(gist(await modify(id, "reversal", { amount }))).toBe(expected)
    expect(await believed(id)).toEqual(["15.02", refunded, false])
  })

  it("of what was captured today is declined, tomorrow it is a refund", async () => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await modify(id, "capture", { amount: 10 })
    expect(gist(await modify(id, "reversal"))).toBe("201 declined")
    expect(await believed(id)).toEqual(["10", "0", true])
    await advance("1 day")
    expect(gist(await modify(id, "reversal"))).toBe("201 success")
    expect(await believed(id)).toEqual(["10", "10", true])
  })

  it("of what has lapsed is declined", async () => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    await advance("7 days")
    expect(gist(await modify(id, "reversal"))).toBe("201 declined")
    expect(await believed(id)).toEqual(["0", "0", true])
  })

  it.each(["", " ", "{}", "[]", "[ ]", '{"reason":"duplicate","reference":"r","webhook_url":"https://x.test/w"}'])(
    "takes %o",
    async (body) => {
      const { modify, pay } = await open()
      expect(gist(await modify(await pay(), "reversal", body))).toBe("201 success")
    }
  )
})

describe("a transaction", () => {
  it.each(["refund", "reversal"])("of a capture takes a %s, as the payment does", async (operation) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay(manual)
    const capture = idOf(await modify(id, "capture", { amount: 10 }))
    await advance("1 day")
    expect(gist(await modify(capture, operation, { amount: 4 }))).toBe("201 success")
    expect(await believed(id)).toEqual(["10", "4", true])
    expect(gist(await modify(capture, operation, { amount: 7 }))).toBe("400 validation")
    expect(gist(await modify(capture, "capture", { amount: 1 }))).toBe("201 declined")
    expect(await believed(id)).toEqual(["10", "4", true])
  })

  it("of a capture is not captured once more", async () => {
    const { believed, modify, pay } = await open({ assume: { captureRemainder: "kept" } })
    const id = await pay(manual)
    const capture = idOf(await modify(id, "capture", { amount: 10 }))
    expect(gist(await modify(capture, "capture", { amount: 1 }))).toBe("201 declined")
    expect(await believed(id)).toEqual(["10", "0", false])
  })

  it("that is a void, a refund or declined takes nothing", async () => {
    const { act, advance, believed, modify, pay, read } = await open()
    const [voided, refunded] = [await pay(), await pay()]
    const made = [idOf(await modify(voided, "void")), idOf(await modify(refunded, "refund", { amount: 1 }))]
    const captured = await pay(manual)
    await act(captured, { _tag: "RefuseNext", kind: "capture" })
    for (let i = 0; i < 2; i++) made.push(idOf(await modify(captured, "capture", { amount: 1 })))
    expect(gist(await read(made.pop()!))).toBe("200 success")
    await advance("1 day")
    made.push(idOf(await modify(refunded, "refund", { amount: 1 })))
    for (const id of made) {
      const types: Array<unknown> = []
      for (const operation of ["capture", "void", "refund", "reversal"]) {
        const answer = await modify(id, operation, { amount: 1 })
        expect(gist(answer)).toBe("201 declined")
        types.push((await read(idOf(answer))).body["transaction_type"])
      }
      expect(types).toEqual(["capture", "void", "refund", "void"])
    }
    expect(await believed(captured)).toEqual(["1", "0", true])
    expect(await believed(voided)).toEqual(["0", "0", true])
    expect(await believed(refunded)).toEqual(["15.02", "1", false])
  })

  it("of a payment that was not approved takes nothing", async () => {
    const { authorisations, create, modify, run, submit } = await open()
    const declined = await submit(await create(), "decline")
    const challenged = await submit(await create({}, { tds: { is_active: true } }), "challenge")
    const pending = await submit(await create(), "pending")
    if (challenged._tag === "Challenged") await run(challenged.finish(false))
    for (const submission of [declined, pending]) {
      const id = new URLSearchParams("proof" in submission ? submission.proof : "").get("transaction_id") ?? ""
      for (const operation of ["capture", "void", "refund", "reversal"]) {
        expect(gist(await modify(id, operation, { amount: 1 }))).toBe("201 declined")
      }
    }
    expect(await authorisations()).toEqual([])
  })

  it("leaves other payments alone", async () => {
    const { believed, modify, pay } = await open()
    const [one, other] = [await pay(manual), await pay(manual)]
    await modify(one, "capture", { amount: 1 })
    await modify(one, "void")
    expect(await believed(other)).toEqual(nothing)
  })
})

describe("yen", () => {
  it("have no decimals after the payment either", async () => {
    const { believed, modify, pay } = await open()
    const id = await pay({ ...manual, currency: "jpy", amount: 1502 })
    expect(invalid(await modify(id, "capture", { amount: 100.5 }))).toEqual([
      ["amount", "amount must have at most 0 decimals"]
    ])
    expect(gist(await modify(id, "capture", '{"amount":1502.00}'))).toBe("201 success")
    expect(await believed(id)).toEqual(["1502", "0", true])
  })
})
