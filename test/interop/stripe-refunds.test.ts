/** Refunds and charges, by Stripe's official SDK against the served simulator. */
import { Stripe } from "stripe"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Served } from "./served.ts"
import { clientOf, manual, open, pay, thrown } from "./stripe-served.ts"

const taken = { amount: 1500, currency: "usd" } as const

let served: Served
let stripe: Stripe
const start = async (options: Parameters<typeof open>[0] = {}) => {
  if (served !== undefined) await served.close()
  served = await open(options)
  stripe = clientOf(served)
}
beforeEach(() => start())
afterEach(() => served.close())

const money = async () => (await served.money())[0]

describe("a refund", () => {
  it("is of all that was taken, unless told", async () => {
    const { charge, id } = await pay(stripe, taken)
    const refund = await stripe.refunds.create({ payment_intent: id })
    expect(refund).toMatchObject({
      object: "refund",
      id: expect.stringMatching(/^re_/),
      amount: 1500,
      currency: "usd",
      status: "succeeded",
      reason: null,
      payment_intent: id,
      charge: charge.id,
      created: served.now() / 1000
    })
    expect(await stripe.refunds.retrieve(refund.id)).toEqual(refund)
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 1500, refunded: true })
    expect(await money()).toEqual(["15", "15", "15", false])
  })

  it("of a part, by PaymentIntent or by charge, as often as something is left", async () => {
    const { charge, id } = await pay(stripe, taken)
    await stripe.refunds.create({ payment_intent: id, amount: 400, reason: "duplicate" })
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 400, refunded: false })
    const second = await stripe.refunds.create({ charge: charge.id, amount: 400, metadata: { table: "4" } })
    expect(second).toMatchObject({ amount: 400, payment_intent: id, metadata: { table: "4" } })
    expect(await money()).toEqual(["15", "15", "8", false])
    expect((await stripe.refunds.create({ charge: charge.id })).amount).toBe(700)
    expect(await money()).toEqual(["15", "15", "15", false])
  })

  it("is of what was captured, and no more", async () => {
    const { id } = await pay(stripe, manual)
    await stripe.paymentIntents.capture(id, { amount_to_capture: 600 })
    expect((await thrown(stripe.refunds.create({ payment_intent: id, amount: 601 }))).param).toBe("amount")
    expect((await stripe.refunds.create({ payment_intent: id })).amount).toBe(600)
    expect(await money()).toEqual(["15", "6", "6", true])
  })

  it("can be found again, with the charge and the PaymentIntent inside", async () => {
    const { charge, id } = await pay(stripe, taken)
    const { id: made } = await stripe.refunds.create({ payment_intent: id, amount: 300 })
    const found = await stripe.refunds.retrieve(made, { expand: ["charge", "payment_intent"] })
    expect(found).toMatchObject({ charge: { id: charge.id, amount_refunded: 300 }, payment_intent: { id } })
    expect((await stripe.refunds.update(made, { metadata: { seen: "yes" } })).metadata).toEqual({ seen: "yes" })
    expect((await stripe.refunds.retrieve(made)).metadata).toEqual({ seen: "yes" })
  })

  it("that is pending succeeds, or fails, later", async () => {
    await start({ refundsPendFor: "1 hour" })
    const { id } = await pay(stripe, taken)
    const first = await stripe.refunds.create({ payment_intent: id, amount: 400 })
    const second = await stripe.refunds.create({ payment_intent: id, amount: 300 })
    expect([first.status, second.status]).toEqual(["pending", "pending"])
    await served.act(id, { _tag: "RefundFails", id: second.id })
    await served.advance("1 hour")
    expect((await stripe.refunds.retrieve(first.id)).status).toBe("succeeded")
    const failed = await stripe.refunds.retrieve(second.id)
    expect([failed.status, failed.failure_reason]).toEqual(["failed", expect.stringMatching(/./)])
    expect(await money()).toEqual(["15", "15", "4", false])
  })

  it("that succeeded can fail after all", async () => {
    const { charge, id } = await pay(stripe, taken)
    const { id: made } = await stripe.refunds.create({ payment_intent: id, amount: 400 })
    await served.act(id, { _tag: "RefundFails" })
    expect((await stripe.refunds.retrieve(made)).status).toBe("failed")
    expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(0)
    expect(await money()).toEqual(["15", "15", "0", false])
  })
})

describe("lists", () => {
  it("page by themselves, newest first, of one payment only", async () => {
    const { charge, id } = await pay(stripe, { ...taken, amount: 2500 })
    const other = await pay(stripe, taken)
    await stripe.refunds.create({ payment_intent: other.id, amount: 7 })
    const made: Array<string> = []
    for (let amount = 1; amount <= 25; amount++) {
      made.unshift((await stripe.refunds.create({ payment_intent: id, amount })).id)
    }
    const first = await stripe.refunds.list({ payment_intent: id, limit: 10 })
    expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/refunds" })
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 10))

    served.log.length = 0
    const all = await stripe.refunds.list({ payment_intent: id, limit: 10 }).autoPagingToArray({ limit: 100 })
    expect(all.map(({ id }) => id)).toEqual(made)
    expect(all.map(({ amount }) => amount)).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index))
    expect(served.log.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("starting_after"))).toEqual([
      null,
      made[9],
      made[19]
    ])
    expect(await stripe.refunds.list({ charge: charge.id, limit: 100 })).toMatchObject({ has_more: false })
    expect((await stripe.refunds.list({ charge: charge.id, limit: 100 })).data).toHaveLength(25)
    expect((await stripe.refunds.list({ charge: other.charge.id })).data.map(({ amount }) => amount)).toEqual([7])
  })

  it("go backwards", async () => {
    const { id } = await pay(stripe, taken)
    const made: Array<string> = []
    for (const amount of [1, 2, 3, 4]) made.unshift((await stripe.refunds.create({ payment_intent: id, amount })).id)
    const before = await stripe.refunds.list({ payment_intent: id, ending_before: made[3]!, limit: 2 })
    expect(before.data.map(({ id }) => id)).toEqual([made[1], made[2]])
    expect(before.has_more).toBe(true)
  })
})

describe("refusals", () => {
  interface Row {
    readonly what: string
    readonly ask: (paid: { readonly id: string; readonly charge: string }) => Promise<unknown>
    readonly is: { readonly statusCode?: number; readonly code?: string; readonly param?: string }
    readonly says: string
  }
  const rows: ReadonlyArray<Row> = [
    {
      what: "more than was taken",
      ask: ({ id }) => stripe.refunds.create({ payment_intent: id, amount: 4000 }),
      is: { param: "amount" },
      says: "Refund amount ($40.00) is greater than unrefunded amount on charge ($15.00)"
    },
    {
      what: "more than is left",
      ask: async ({ id }) => {
        await stripe.refunds.create({ payment_intent: id, amount: 1000 })
        return stripe.refunds.create({ payment_intent: id, amount: 501 })
      },
      is: { param: "amount" },
      says: "Refund amount ($5.01) is greater than unrefunded amount on charge ($5.00)"
    },
    {
      what: "once nothing is left",
      ask: async ({ id }) => {
        await stripe.refunds.create({ payment_intent: id })
        return stripe.refunds.create({ payment_intent: id, amount: 1 })
      },
      is: { code: "charge_already_refunded" },
      says: "has already been refunded."
    },
    {
      what: "nothing",
      ask: ({ id }) => stripe.refunds.create({ payment_intent: id, amount: 0 }),
      is: { code: "parameter_invalid_integer", param: "amount" },
      says: "This value must be greater than or equal to 1."
    },
    {
      what: "of nothing that was named",
      ask: () => stripe.refunds.create({ amount: 100 }),
      is: {},
      says: "One of the following params should be provided for this request: payment_intent or charge."
    },
    {
      what: "of no charge",
      ask: () => stripe.refunds.create({ charge: "ch_x" }),
      is: { statusCode: 404, code: "resource_missing", param: "id" },
      says: "No such charge: 'ch_x'"
    },
    {
      what: "of no PaymentIntent",
      ask: () => stripe.refunds.create({ payment_intent: "pi_x" }),
      is: { statusCode: 404, code: "resource_missing" },
      says: "No such payment_intent: 'pi_x'"
    },
    {
      what: "of what was not paid",
      ask: async () => stripe.refunds.create({ payment_intent: (await stripe.paymentIntents.create(taken)).id }),
      is: {},
      says: "does not have a successful charge to refund."
    },
    {
      what: "of a disputed charge",
      ask: async ({ id }) => {
        await served.act(id, { _tag: "Dispute", amount: { decimal: "15.00", currency: "USD" } })
        return stripe.refunds.create({ payment_intent: id })
      },
      is: { code: "charge_disputed" },
      says: "has been charged back; cannot issue a refund."
    },
    {
      what: "for no reason of theirs",
      ask: ({ id }) => stripe.refunds.create({ payment_intent: id, reason: "bored" as never }),
      is: { param: "reason" },
      says: "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer"
    },
    {
      what: "to cancel one that succeeded",
      ask: async ({ id }) => stripe.refunds.cancel((await stripe.refunds.create({ payment_intent: id })).id),
      is: {},
      says: "Canceling this refund is unsupported."
    },
    {
      what: "to show one that there isn't",
      ask: () => stripe.refunds.retrieve("re_x"),
      is: { statusCode: 404, code: "resource_missing" },
      says: "No such refund: 're_x'"
    },
    {
      what: "to show a charge that there isn't",
      ask: () => stripe.charges.retrieve("ch_x"),
      is: { statusCode: 404, code: "resource_missing", param: "id" },
      says: "No such charge: 'ch_x'"
    }
  ]
  it.each(rows)("$what", async ({ ask, is, says }) => {
    const { charge, id } = await pay(stripe, taken)
    const error = await thrown(ask({ id, charge: charge.id }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError)
    const { code, param, statusCode } = error
    expect({ code, statusCode }).toEqual({ code: is.code, statusCode: is.statusCode ?? 400 })
    // Whether others of these name a parameter, no recording shows.
    if (is.param !== undefined) expect(param).toBe(is.param)
    expect(error.message).toContain(says)
    expect(error.requestId).toMatch(/^req_/)
  })

  it("leave the money where it is", async () => {
    const { id } = await pay(stripe, taken)
    await thrown(stripe.refunds.create({ payment_intent: id, amount: 1501 }))
    expect(await money()).toEqual(["15", "15", "0", false])
  })
})

describe("idempotency", () => {
  const idempotencyKey = "one"

  it("one refund for a key, two for two", async () => {
    const { id } = await pay(stripe, taken)
    const refund = (key?: string) =>
      stripe.refunds.create({ payment_intent: id, amount: 100 }, key === undefined ? {} : { idempotencyKey: key })
    const first = await refund("one")
    expect((await refund("one")).id).toBe(first.id)
    expect(await money()).toEqual(["15", "15", "1", false])
    await refund()
    await refund()
    expect(await money()).toEqual(["15", "15", "3", false])
  })

  it("refuses another amount under a key", async () => {
    const { id } = await pay(stripe, taken)
    await stripe.refunds.create({ payment_intent: id, amount: 100 }, { idempotencyKey })
    const error = await thrown(stripe.refunds.create({ payment_intent: id, amount: 200 }, { idempotencyKey }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(await money()).toEqual(["15", "15", "1", false])
  })

  it("keeps no refusal that was never executed", async () => {
    const { id } = await pay(stripe, taken)
    await thrown(stripe.refunds.create({ payment_intent: id, amount: "x" as never }, { idempotencyKey }))
    expect((await stripe.refunds.create({ payment_intent: id, amount: 100 }, { idempotencyKey })).amount).toBe(100)
  })

  it("one refund, where the answer was lost and the SDK asked again", async () => {
    const { id } = await pay(stripe, taken)
    await served.arm({ _tag: "ResetAfterEffect" })
    const refund = await clientOf(served, 1).refunds.create({ payment_intent: id, amount: 100 })
    expect(refund.lastResponse.headers["idempotent-replayed"]).toBe("true")
    expect((await stripe.refunds.list({ payment_intent: id })).data.map(({ id }) => id)).toEqual([refund.id])
  })
})
