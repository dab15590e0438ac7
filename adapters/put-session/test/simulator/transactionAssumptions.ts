/** What each position of the switches about transactions does. */
import { expect } from "vitest"
import type { AcquiredSimulator } from "../../src/simulator/index.ts"
import type { transactions } from "../../src/simulator/assumptions/transactions.ts"
import { gist, idOf, invalid, open, told } from "./world.ts"

type Assume = Partial<AcquiredSimulator.Positions>
type Rows = {
  readonly [Name in keyof typeof transactions]: {
    readonly [Position in AcquiredSimulator.Positions[Name]]: (assume: Assume) => Promise<unknown>
  }
}

const manual = { capture: false }

const statuses = async (assume: Assume) => {
  const { advance, modify, pay } = await open({ assume })
  const [one, two] = [await pay(manual), await pay()]
  const seen = [await modify(one, "capture", { amount: 1 }), await modify(two, "refund", { amount: 1 })]
  await advance("1 day")
  seen.push(await modify(two, "refund", { amount: 1 }), await modify(two, "reversal"))
  seen.push(await modify(await pay(), "void"))
  return [...new Set(seen.map(({ status }) => status))]
}

const tooMuch = async (assume: Assume) => {
  const { advance, believed, deliveries, modify, pay } = await open({ assume })
  const [one, two] = [await pay(manual), await pay()]
  const seen = [await modify(one, "capture", { amount: 15.03 }), await modify(one, "reversal", { amount: 15.03 })]
  await advance("1 day")
  await modify(two, "refund", { amount: 10 })
  seen.push(await modify(two, "refund", { amount: 5.03 }), await modify(two, "reversal", { amount: 5.03 }))
  expect(await believed(one)).toEqual(["0", "0", false])
  expect(await believed(two)).toEqual(["15.02", "10", false])
  const told = (await deliveries()).length
  return [...new Set(seen.map(gist)), told]
}

const withoutAmount = async (assume: Assume) => {
  const { believed, modify, pay } = await open({ assume })
  const id = await pay(manual)
  return [gist(await modify(id, "capture", {})), (await believed(id))?.[0]]
}

const remainder = async (assume: Assume) => {
  const { advance, believed, modify, pay } = await open({ assume })
  const id = await pay(manual)
  const seen: Array<unknown> = []
  for (const amount of [5, 5]) {
    seen.push(gist(await modify(id, "capture", { amount })), await believed(id))
  }
  seen.push(gist(await modify(id, "capture", { amount: 5.03 })))
  expect(gist(await modify(await pay(), "capture", { amount: 1 }))).toBe("201 declined")
  await advance("7 days")
  seen.push(gist(await modify(id, "capture", { amount: 5.02 })), await believed(id))
  return seen
}

const lifetime = async (assume: Assume, days: number) => {
  const { advance, believed, modify, pay } = await open({ assume })
  const [id, later] = [await pay(manual), await pay(manual)]
  await advance(days * 86_400_000 - 1)
  const before = gist(await modify(id, "capture", { amount: 1 }))
  await advance("1 milli")
  return [before, gist(await modify(later, "capture", { amount: 1 })), await believed(later)]
}

const ofTenToMidnight = async (assume: Assume, time: string) => {
  const { advance, modify, pay } = await open({ assume, clock: { start: Date.UTC(2026, 10, 22, 23, 50) } })
  const id = await pay()
  await advance(time as "1 milli")
  return [gist(await modify(id, "refund", { amount: 1 })), gist(await modify(id, "void"))]
}

const voided = async (assume: Assume) => {
  const { advance, believed, modify, pay, read } = await open({ assume })
  const seen: Array<unknown> = []
  for (const operation of ["void", "reversal"]) {
    const id = await pay(manual)
    await modify(id, "capture", { amount: 10 })
    const partly = gist(await modify(id, "reversal", { amount: 9 }))
    const answer = await modify(id, operation)
    seen.push([partly, gist(answer), await believed(id)])
    if (answer.body["status"] === "success") expect((await read(idOf(answer))).body["amount"]).toBe(10)
  }
  const settled = await pay(manual)
  await modify(settled, "capture", { amount: 10 })
  await advance("1 day")
  return [...seen, gist(await modify(settled, "void"))]
}

const reversed = async (assume: Assume) => {
  const { advance, modify, pay, read } = await open({ assume })
  const seen: Array<unknown> = []
  for (const time of ["1 hour", "1 day"] as const) {
    const id = await pay()
    await advance(time)
    const answer = await modify(id, "reversal")
    seen.push([answer.body["transaction_type"], (await read(idOf(answer))).body["transaction_type"]])
  }
  const plain = await modify(await pay(), "void")
  expect(plain.body).not.toHaveProperty("transaction_type")
  expect((await read(idOf(plain))).body["transaction_type"]).toBe("void")
  return seen
}

const tooEarly = async (assume: Assume) => {
  const { modify, pay, read } = await open({ assume })
  const answer = await modify(await pay(), "refund", { amount: 1 })
  return [answer.body["status"], answer.body["reason"], (await read(idOf(answer))).body["reason"]]
}

const shown = async (assume: Assume) => {
  const { pay, read } = await open({ assume })
  const { amount, currency, order_id, transaction, transaction_type } = (await read(await pay())).body
  return { amount, currency, order_id, transaction, transaction_type }
}

const named = async (assume: Assume, length: number) => {
  const { advance, modify, pay, read } = await open({ assume })
  const id = await pay()
  await advance("1 day")
  const seen: Array<unknown> = []
  for (const operation of ["refund", "reversal"]) {
    const answer = await modify(id, operation, { amount: 1, reference: "x".repeat(length) })
    const { reference } = answer.status === 201 ? (await read(idOf(answer))).body : {}
    seen.push(answer.status === 201 ? (reference as string | undefined)?.length : invalid(answer))
  }
  return seen
}

const heard = async (assume: Assume) => {
  const { advance, deliveries, modify, pay } = await open({ assume })
  const id = await pay()
  await modify(id, "refund", { amount: 1 })
  await advance("1 day")
  await modify(id, "refund", { amount: 1 })
  return told(await deliveries()).map(([transaction, status]) => [transaction === id, status])
}

const decided = async (assume: Assume) => {
  const { act, advance, believed, modify, pay } = await open({ assume })
  const [captured, refunded] = [await pay(manual), await pay()]
  const seen: Array<unknown> = [(await modify(captured, "capture", { amount: 1 })).body["status"]]
  await advance("1 day")
  seen.push((await modify(refunded, "refund", { amount: 1 })).body["status"], (await believed(refunded))?.[1])
  seen.push(await act(refunded, { _tag: "RefundFails" }))
  return [...seen, (await believed(refunded))?.[1]]
}

const isVoid = ["0", "0", true]
const isHeld = ["10", "0", true]

export const rows: Rows = {
  modificationStatus: {
    "201": async (assume) => expect(await statuses(assume)).toEqual([201]),
    "200": async (assume) => expect(await statuses(assume)).toEqual([200])
  },
  overAmount: {
    validation: async (assume) => expect(await tooMuch(assume)).toEqual(["400 validation", 3]),
    declined: async (assume) => expect(await tooMuch(assume)).toEqual(["201 declined", 7])
  },
  captureWithoutAmount: {
    refused: async (assume) => expect(await withoutAmount(assume)).toEqual(["400 validation", "0"]),
    full: async (assume) => expect(await withoutAmount(assume)).toEqual(["201 success", "15.02"])
  },
  captureRemainder: {
    released: async (assume) =>
      expect(await remainder(assume)).toEqual([
        "201 success",
        ["5", "0", true],
        "201 declined",
        ["5", "0", true],
        "201 declined",
        "201 declined",
        ["5", "0", true]
      ]),
    kept: async (assume) =>
      expect(await remainder(assume)).toEqual([
        "201 success",
        ["5", "0", false],
        "201 success",
        ["10", "0", false],
        "400 validation",
        "201 declined",
        ["10", "0", true]
      ])
  },
  authorisationExpiry: {
    "7-days": async (assume) =>
      expect(await lifetime(assume, 7)).toEqual(["201 success", "201 declined", ["0", "0", true]]),
    "30-days": async (assume) =>
      expect(await lifetime(assume, 30)).toEqual(["201 success", "201 declined", ["0", "0", true]]),
    never: async (assume) =>
      expect(await lifetime(assume, 3650)).toEqual(["201 success", "201 success", ["1", "0", true]])
  },
  settlement: {
    "24-hours": async (assume) => {
      expect(await ofTenToMidnight(assume, "10 minutes")).toEqual(["201 declined", "201 success"])
      expect(await ofTenToMidnight(assume, "86399999 millis")).toEqual(["201 declined", "201 success"])
      expect(await ofTenToMidnight(assume, "86400000 millis")).toEqual(["201 success", "201 declined"])
    },
    "next-day": async (assume) => {
      expect(await ofTenToMidnight(assume, "599999 millis")).toEqual(["201 declined", "201 success"])
      expect(await ofTenToMidnight(assume, "600000 millis")).toEqual(["201 success", "201 declined"])
    }
  },
  voidOfCapture: {
    declined: async (assume) => {
      const declined = ["201 declined", "201 declined", isHeld]
      expect(await voided(assume)).toEqual([declined, declined, "201 declined"])
    },
    voided: async (assume) => {
      const done = ["201 declined", "201 success", isVoid]
      expect(await voided(assume)).toEqual([done, done, "201 declined"])
    }
  },
  reversalTells: {
    "by-type": async (assume) =>
      expect(await reversed(assume)).toEqual([
        [undefined, "void"],
        [undefined, "refund"]
      ]),
    "in-answer": async (assume) =>
      expect(await reversed(assume)).toEqual([
        ["void", "void"],
        ["refund", "refund"]
      ]),
    never: async (assume) =>
      expect(await reversed(assume)).toEqual([
        [undefined, "reversal"],
        [undefined, "reversal"]
      ])
  },
  refusalReason: {
    generic_decline: async (assume) =>
      expect(await tooEarly(assume)).toEqual(["declined", "generic_decline", "generic_decline"]),
    none: async (assume) => expect(await tooEarly(assume)).toEqual(["declined", undefined, ""])
  },
  paymentType: {
    payment_in: async (assume) => expect((await shown(assume)).transaction_type).toBe("payment_in"),
    payment: async (assume) => expect((await shown(assume)).transaction_type).toBe("payment")
  },
  transactionShape: {
    root: async (assume) =>
      expect(await shown(assume)).toMatchObject({
        amount: 15.02,
        currency: "gbp",
        order_id: "order-1",
        transaction: undefined
      }),
    nested: async (assume) =>
      expect(await shown(assume)).toMatchObject({
        amount: undefined,
        currency: undefined,
        order_id: undefined,
        transaction: { amount: 15.02, currency: "gbp", order_id: "order-1", capture: true }
      })
  },
  longReference: {
    refused: async (assume) => {
      const refused = [["reference", "reference validation failed"]]
      expect(await named(assume, 19)).toEqual([refused, refused])
      expect(await named(assume, 18)).toEqual([18, 18])
    },
    cut: async (assume) => {
      expect(await named(assume, 19)).toEqual([18, 18])
      expect(await named(assume, 17)).toEqual([17, 17])
    },
    kept: async (assume) => expect(await named(assume, 36)).toEqual([36, 36])
  },
  keptReference: {
    yes: async (assume) => expect(await named(assume, 5)).toEqual([5, 5]),
    no: async (assume) => expect(await named(assume, 5)).toEqual([undefined, undefined])
  },
  modificationWebhooks: {
    each: async (assume) =>
      expect(await heard(assume)).toEqual([
        [true, "success"],
        [false, "declined"],
        [false, "success"]
      ]),
    none: async (assume) => expect(await heard(assume)).toEqual([[true, "success"]])
  },
  pendingModifications: {
    none: async (assume) => expect(await decided(assume)).toEqual(["success", "success", "1", false, "1"]),
    refunds: async (assume) => expect(await decided(assume)).toEqual(["success", "pending", "0", true, "0"]),
    "captures-and-refunds": async (assume) =>
      expect(await decided(assume)).toEqual(["pending", "pending", "0", true, "0"])
  }
}
