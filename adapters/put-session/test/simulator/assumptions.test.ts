import { describe, expect, it } from "vitest"
import { AcquiredSimulator } from "../../src/simulator/index.ts"
import { rows as transactionRows } from "./transactionAssumptions.ts"
import { invalid, open, order } from "./world.ts"

const { assumptions } = AcquiredSimulator
type Positions = AcquiredSimulator.Positions
type Rows = {
  readonly [Name in keyof Positions]: {
    readonly [Position in Positions[Name]]: (assume: Partial<Positions>) => Promise<unknown>
  }
}

const world = (assume: Partial<Positions>) => open({ assume })
const tds = { is_active: true }
const expired = async (assume: Partial<Positions>) => {
  const { advance, create, put } = await world(assume)
  const id = await create()
  await advance("10 minutes")
  const { body, status } = await put(id, { transaction: { amount: 16 } })
  return [status, body["error_type"]]
}
const paid = async (assume: Partial<Positions>) => {
  const { create, put, submit, truth } = await world(assume)
  const id = await create()
  await submit(id)
  const { body, status } = await put(id, { transaction: { amount: 16 } })
  return [status, body["error_type"], (await truth(id))?.amount.decimal]
}
const paying = async (assume: Partial<Positions>) => {
  const { create, put, run, settle, submit } = await world(assume)
  const seen: Array<unknown> = []
  const challenged = await create({}, { tds })
  const challenge = await submit(challenged, "challenge")
  seen.push((await put(challenged, { transaction: { amount: 16 } })).status)
  if (challenge._tag === "Challenged") {
    const done = await run(challenge.finish(true))
    seen.push(done._tag === "Authorised" ? done.amount.decimal : done._tag)
  }
  const pending = await create()
  await submit(pending, "pending")
  seen.push((await put(pending, { transaction: { amount: 16 } })).status)
  const settled = await settle(pending, true)
  return [...seen, settled._tag === "Authorised" ? settled.amount.decimal : settled._tag]
}
const posted = async (assume: Partial<Positions>, transaction: object, others: object = {}) => {
  const { post, sessions } = await world(assume)
  const answer = await post({ transaction: { ...order, ...transaction }, ...others })
  return [
    answer.status,
    (await sessions())[0]?.amount.decimal,
    invalid(answer)
      .map(([parameter]) => parameter)
      .join()
  ]
}
const merged = async (assume: Partial<Positions>, body: object) => {
  const { create, put, truth } = await world(assume)
  const id = await create({ capture: false }, { save_card: true })
  const answer = await put(id, body)
  return [answer.status, invalid(answer).map(([parameter]) => parameter), (await truth(id))?.rest]
}
const amountOnly = { transaction: { amount: 16 } }
const minimum = { transaction: { order_id: "order-1", amount: 16, currency: "gbp" } }
const held = { transaction: { capture: false }, save_card: true }
const two = async (assume: Partial<Positions>) => {
  const { create, post, put, submit } = await world(assume)
  const first = await create()
  const second = await post({ transaction: order })
  await submit(first)
  const third = await post({ transaction: order })
  const other = await create({ order_id: "order-2" })
  const renamed = await put(other, { transaction: { order_id: "order-1" } })
  const same = await put(other, { transaction: { order_id: "order-2", amount: 16 } })
  return [second, third, renamed, same].map(({ status }) => status)
}
const declined = async (assume: Partial<Positions>) => {
  const { create, put, submit, truth } = await world(assume)
  const id = await create()
  await submit(id, "decline")
  const status = (await truth(id))?.status
  return [status, (await put(id, amountOnly)).status, (await submit(id))._tag]
}
const abandoned = async (assume: Partial<Positions>) => {
  const { create, put, submit, truth } = await world(assume)
  const id = await create()
  const submission = await submit(id, "abandon")
  return [submission._tag, (await truth(id))?.status, (await put(id, amountOnly)).status, (await submit(id))._tag]
}
const lateChallenge = async (assume: Partial<Positions>) => {
  const { advance, create, deliveries, run, submit, truth } = await world(assume)
  const id = await create({}, { tds })
  const challenge = await submit(id, "challenge")
  await advance("11 minutes")
  const before = (await truth(id))?.status
  const done = challenge._tag === "Challenged" ? (await run(challenge.finish(true)))._tag : challenge._tag
  const told = (await deliveries()).map(({ body }) => /"status":"(\w+)"/.exec(body)?.[1])
  return [before, done, (await truth(id))?.status, told.join()]
}
const foreign = async (assume: Partial<Positions>) => {
  const { post } = await world(assume)
  return (await post({ transaction: order }, { Mid: "00000000-0000-4000-8000-000000000000" })).status
}

const rows: Rows = {
  ...transactionRows,
  createStatus: {
    "201": async (assume) => expect((await posted(assume, {}))[0]).toBe(201),
    "200": async (assume) => expect((await posted(assume, {}))[0]).toBe(200)
  },
  putSemantics: {
    merge: async (assume) => {
      expect(await merged(assume, amountOnly)).toEqual([200, [], held])
      expect(await merged(assume, minimum)).toEqual([200, [], held])
    },
    "merge-objects-whole": async (assume) => {
      expect(await merged(assume, amountOnly)).toEqual([400, ["transaction.order_id", "transaction.currency"], held])
      expect(await merged(assume, minimum)).toEqual([200, [], { save_card: true }])
    },
    replace: async (assume) => {
      expect(await merged(assume, amountOnly)).toEqual([400, ["transaction.order_id", "transaction.currency"], held])
      expect(await merged(assume, minimum)).toEqual([200, [], {}])
    }
  },
  putAnswer: {
    "status-success": async (assume) => {
      const { create, put } = await world(assume)
      expect(await put(await create(), amountOnly)).toEqual({ status: 200, body: { status: "Success" } })
    },
    "session-id": async (assume) => {
      const { create, put } = await world(assume)
      const id = await create()
      expect(await put(id, amountOnly)).toEqual({ status: 200, body: { session_id: id } })
    },
    "no-content": async (assume) => {
      const { create, put, truth } = await world(assume)
      const id = await create()
      expect(await put(id, amountOnly)).toEqual({ status: 204, body: null })
      expect((await truth(id))?.amount.decimal).toBe("16")
    }
  },
  putOnExpired: {
    "not-found": async (assume) => expect(await expired(assume)).toEqual([404, "not_found"]),
    "bad-request": async (assume) => expect(await expired(assume)).toEqual([400, "bad_request"])
  },
  putOnPaid: {
    "bad-request": async (assume) => expect(await paid(assume)).toEqual([400, "bad_request", "15.02"]),
    "not-found": async (assume) => expect(await paid(assume)).toEqual([404, "not_found", "15.02"]),
    conflict: async (assume) => expect(await paid(assume)).toEqual([409, "conflict", "15.02"])
  },
  putWhilePaying: {
    refused: async (assume) => expect(await paying(assume)).toEqual([400, "15.02", 400, "15.02"]),
    accepted: async (assume) => expect(await paying(assume)).toEqual([200, "16", 200, "16"])
  },
  putExtends: {
    no: async (assume) => expect(await extended(assume)).toEqual([200, 404]),
    yes: async (assume) => expect(await extended(assume)).toEqual([200, 200])
  },
  currencyChange: {
    accepted: async (assume) => expect(await otherCurrency(assume)).toEqual([200, "", "EUR"]),
    refused: async (assume) => expect(await otherCurrency(assume)).toEqual([400, "transaction.currency", "GBP"])
  },
  yenDecimals: {
    none: async (assume) => {
      expect(await posted(assume, { currency: "jpy", amount: 100.5 })).toEqual([400, undefined, "transaction.amount"])
      expect(await posted(assume, { currency: "jpy", amount: 100 })).toEqual([201, "100", ""])
    },
    two: async (assume) => {
      expect(await posted(assume, { currency: "jpy", amount: 100.5 })).toEqual([201, "100.5", ""])
      expect(await posted(assume, { currency: "jpy", amount: 100.505 })).toEqual([400, undefined, "transaction.amount"])
    }
  },
  excessDecimals: {
    refused: async (assume) =>
      expect(await posted(assume, { amount: 15.025 })).toEqual([400, undefined, "transaction.amount"]),
    rounded: async (assume) => {
      expect(await posted(assume, { amount: 15.025 })).toEqual([201, "15.03", ""])
      expect(await posted(assume, { amount: 0.001 })).toEqual([400, undefined, "transaction.amount"])
    }
  },
  zeroAmount: {
    refused: async (assume) =>
      expect(await posted(assume, { amount: 0 })).toEqual([400, undefined, "transaction.amount"]),
    accepted: async (assume) => {
      expect(await posted(assume, { amount: 0 })).toEqual([201, "0", ""])
      expect(await posted(assume, { amount: -1 })).toEqual([400, undefined, "transaction.amount"])
    }
  },
  maximumAmount: {
    none: async (assume) => expect(await posted(assume, { amount: 1_000_000 })).toEqual([201, "1000000", ""]),
    "999999.99": async (assume) => {
      expect(await posted(assume, { amount: 999_999.99 })).toEqual([201, "999999.99", ""])
      expect(await posted(assume, { amount: 1_000_000 })).toEqual([400, undefined, "transaction.amount"])
    }
  },
  orderIdUnique: {
    "not-checked": async (assume) => expect(await two(assume)).toEqual([201, 201, 200, 200]),
    "per-payment": async (assume) => expect(await two(assume)).toEqual([201, 409, 409, 200]),
    "per-session": async (assume) => expect(await two(assume)).toEqual([409, 409, 409, 200])
  },
  unknownParameters: {
    ignored: async (assume) => expect(await nonsense(assume)).toEqual([201, [], { transaction: { capture: true } }]),
    refused: async (assume) =>
      expect(await nonsense(assume)).toEqual([
        400,
        [
          ["transaction.nonsense", "transaction.nonsense is not allowed"],
          ["nonsense", "nonsense is not allowed"]
        ],
        undefined
      ])
  },
  tdsUrls: {
    optional: async (assume) => expect((await posted(assume, {}, { tds }))[0]).toBe(201),
    required: async (assume) => {
      expect(await posted(assume, {}, { tds })).toEqual([
        400,
        undefined,
        "tds.contact_url,tds.redirect_url,tds.webhook_url"
      ])
      expect((await posted(assume, {}, { tds: { is_active: false } }))[0]).toBe(201)
      expect((await posted(assume, {}))[0]).toBe(201)
    }
  },
  afterDecline: {
    "open-again": async (assume) => expect(await declined(assume)).toEqual(["open", 200, "Authorised"]),
    closed: async (assume) => expect(await declined(assume)).toEqual(["failed", 400, "Refused"])
  },
  afterAbandon: {
    "stays-open": async (assume) => expect(await abandoned(assume)).toEqual(["Cancelled", "open", 200, "Authorised"]),
    cancelled: async (assume) => expect(await abandoned(assume)).toEqual(["Cancelled", "cancelled", 400, "Refused"])
  },
  challengeWithoutTds: {
    "soft-decline": async (assume) => expect(await challenged(assume)).toEqual(["Declined", 0]),
    "no-challenge": async (assume) => expect(await challenged(assume)).toEqual(["Authorised", 1])
  },
  expiryWhilePaying: {
    "may-finish": async (assume) =>
      expect(await lateChallenge(assume)).toEqual(["pending", "Authorised", "completed", "tds_pending,success"]),
    expires: async (assume) =>
      expect(await lateChallenge(assume)).toEqual(["expired", "Refused", "expired", "tds_pending,tds_expired"])
  },
  secondLogIn: {
    "keeps-older": async (assume) => expect(await olderToken(assume)).toEqual([201, 201]),
    "ends-older": async (assume) => expect(await olderToken(assume)).toEqual([401, 201])
  },
  companyAndMid: {
    forbidden: async (assume) => expect(await foreign(assume)).toBe(403),
    ignored: async (assume) => expect(await foreign(assume)).toBe(201)
  },
  notJson: {
    "bad-request": async (assume) => expect(await halfJson(assume)).toEqual(["bad_request", "bad_request"]),
    validation: async (assume) => expect(await halfJson(assume)).toEqual(["validation", "validation"])
  }
}

const extended = async (assume: Partial<Positions>) => {
  const { advance, create, put } = await world(assume)
  const id = await create()
  await advance("9 minutes")
  const first = await put(id, amountOnly)
  await advance("2 minutes")
  return [first.status, (await put(id, amountOnly)).status]
}
const otherCurrency = async (assume: Partial<Positions>) => {
  const { create, put, truth } = await world(assume)
  const id = await create()
  const answer = await put(id, { transaction: { currency: "eur" } })
  return [
    answer.status,
    invalid(answer)
      .map(([parameter]) => parameter)
      .join(),
    (await truth(id))?.amount.currency
  ]
}
const nonsense = async (assume: Partial<Positions>) => {
  const { post, sessions } = await world(assume)
  const answer = await post({ transaction: { ...order, nonsense: 1 }, nonsense: true })
  return [answer.status, invalid(answer), (await sessions())[0]?.rest]
}
const halfJson = async (assume: Partial<Positions>) => {
  const { modify, pay, post } = await world(assume)
  return [await post("{"), await modify(await pay(), "refund", "{")].map(({ body }) => body["error_type"])
}
const challenged = async (assume: Partial<Positions>) => {
  const { authorisations, create, submit } = await world(assume)
  const submission = await submit(await create(), "challenge")
  return [submission._tag, (await authorisations()).length]
}
const olderToken = async (assume: Partial<Positions>) => {
  const { logIn, post, send } = await world(assume)
  const newer = await logIn()
  const older = await post({ transaction: order })
  return [older.status, (await send("POST", "/v1/payment-sessions", { transaction: order }, newer)).status]
}

describe.each(Object.entries(assumptions))("%s", (name, assumption) => {
  it.each(assumption.positions)("%s", async (position) => {
    const row = (rows as Record<string, Record<string, (assume: Partial<Positions>) => Promise<unknown>>>)[name]![
      position
    ]!
    await row({ [name]: position })
    if (position === assumption.assumed) await row({})
  })
})

describe("the list", () => {
  it("has an id of its own for each", () => {
    const ids = Object.values(assumptions).map(({ id }) => id)
    expect(ids).toEqual(ids.map((_, index) => `ACQ-${String(index + 1).padStart(2, "0")}`))
  })

  it("assumes positions that there are, and has another one each", () => {
    for (const { assumed, positions } of Object.values(assumptions)) {
      expect(positions).toContain(assumed)
      expect(new Set(positions).size).toBeGreaterThan(1)
    }
  })
})
