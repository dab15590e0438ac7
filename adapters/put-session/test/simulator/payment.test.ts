import type { Shopper } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"
import { describe, expect, it } from "vitest"
import { AcquiredSimulator } from "../../src/simulator/index.ts"
import * as webhooks from "../../src/simulator/webhooks.ts"
import { open, order } from "./world.ts"

const gbp = (decimal: string) => ({ decimal, currency: "GBP" })
const tds = { is_active: true }
const statuses = (deliveries: ReadonlyArray<{ readonly body: string }>) =>
  deliveries.map(({ body }) => (JSON.parse(body) as { webhook_body: { status: string } }).webhook_body.status)

describe("a change", () => {
  it("counts: the shopper pays with the latest parameters", async () => {
    const { authorisations, create, put, shown, submit, truth } = await open()
    const id = await create()
    expect(await shown(id)).toEqual({ _tag: "Shown", amount: gbp("15.02") })
    for (const amount of [19, 21.5, 19]) await put(id, { transaction: { amount } })
    expect(await shown(id)).toEqual({ _tag: "Shown", amount: gbp("19") })
    const paid = await submit(id)
    expect(paid).toMatchObject({ _tag: "Authorised", amount: gbp("19") })
    expect(await truth(id)).toMatchObject({ amount: gbp("19"), status: "completed" })
    expect(await authorisations()).toEqual([
      {
        id: (paid as Extract<Shopper.Submission, { _tag: "Authorised" }>).authorisation,
        session: id,
        authorised: gbp("19"),
        captured: gbp("19"),
        refunded: gbp("0"),
        released: false
      }
    ])
  })

  it("of one parameter keeps the others, nested ones too", async () => {
    const { create, put, truth } = await open()
    const id = await create(
      { capture: false, custom1: "one" },
      {
        tds: { is_active: true, contact_url: "https://x.test/contact" },
        save_card: true,
        payment_methods: ["card", "apple_pay"]
      }
    )
    await put(id, { transaction: { amount: 16, custom1: "two" }, tds: { is_active: false }, payment_methods: ["card"] })
    expect(await truth(id)).toMatchObject({
      reference: "order-1",
      amount: gbp("16"),
      rest: {
        transaction: { capture: false, custom1: "two" },
        tds: { is_active: false, contact_url: "https://x.test/contact" },
        save_card: true,
        payment_methods: ["card"]
      }
    })
  })

  it("may name any parameter, order_id and currency included, or none", async () => {
    const { create, put, truth } = await open()
    const id = await create()
    expect((await put(id, { transaction: { order_id: "order-2", currency: "eur" } })).status).toBe(200)
    expect((await put(id, {})).status).toBe(200)
    expect(await truth(id)).toMatchObject({ reference: "order-2", amount: { decimal: "15.02", currency: "EUR" } })
  })

  it("of the currency alone is held against the amount", async () => {
    const { create, put, truth } = await open()
    const id = await create()
    expect((await put(id, { transaction: { currency: "jpy" } })).status).toBe(400)
    expect((await put(id, { transaction: { currency: "jpy", amount: 1502 } })).status).toBe(200)
    expect((await truth(id))?.amount).toEqual({ decimal: "1502", currency: "JPY" })
  })

  it("of one session leaves the others alone", async () => {
    const { create, put, truth } = await open()
    const [first, second] = [await create(), await create()]
    await put(first, { transaction: { amount: 99 } })
    expect((await truth(second))?.amount).toEqual(gbp("15.02"))
  })
})

describe("expiry", () => {
  it.each([
    ["599999 millis", 200, "open"],
    ["600000 millis", 404, "expired"],
    ["59 minutes", 404, "expired"]
  ] as const)("after %s a PUT gets %i", async (time, status, held) => {
    const { advance, create, put, truth } = await open()
    const id = await create()
    await advance(time)
    expect((await put(id, { transaction: { amount: 16 } })).status).toBe(status)
    expect(await truth(id)).toMatchObject({ status: held, amount: gbp(status === 200 ? "16" : "15.02") })
  })

  it("ends what the shopper can do", async () => {
    const { advance, authorisations, create, shown, submit } = await open()
    const id = await create()
    await advance("10 minutes")
    const why = { _tag: "Refused", why: "the session has expired" }
    expect([await shown(id), await submit(id)]).toEqual([why, why])
    expect(await authorisations()).toEqual([])
  })

  it("leaves what was paid or is pending", async () => {
    const { advance, create, settle, submit, truth } = await open()
    const [paid, pending] = [await create(), await create()]
    await submit(paid)
    await submit(pending, "pending")
    await advance("1 day")
    expect([(await truth(paid))?.status, (await truth(pending))?.status]).toEqual(["completed", "pending"])
    expect(await settle(pending, true)).toMatchObject({ _tag: "Authorised" })
  })
})

describe("the shopper", () => {
  const rows: ReadonlyArray<readonly [Shopper.Manner, object, string, string, number, number]> = [
    ["pay", {}, "Authorised", "completed", 1, 400],
    ["decline", {}, "Declined", "open", 0, 200],
    ["challenge", {}, "Declined", "open", 0, 200],
    ["challenge", { tds }, "Challenged", "pending", 0, 400],
    ["pending", {}, "Pending", "pending", 0, 400],
    ["abandon", {}, "Cancelled", "open", 0, 200]
  ]
  it.each(rows)("%s with %j", async (manner, others, submission, status, authorisations, put) => {
    const world = await open()
    const id = await world.create({}, others)
    expect((await world.submit(id, manner))._tag).toBe(submission)
    expect((await world.truth(id))?.status).toBe(status)
    expect(await world.authorisations()).toHaveLength(authorisations)
    const answer = await world.put(id, { transaction: { amount: 16 } })
    expect(answer.status).toBe(put)
    if (put === 400)
      expect(answer.body).toMatchObject({ error_type: "bad_request", instance: `/v1/payment-sessions/${id}` })
    expect((await world.truth(id))?.amount).toEqual(gbp(put === 200 ? "16" : "15.02"))
  })

  it.each([
    [true, "1234.5", "1234.5"],
    [false, "1234.5", "0"]
  ])("pays with capture %s", async (capture, amount, captured) => {
    const { authorisations, create, submit } = await open()
    await submit(await create({ capture, amount: Number(amount) }))
    expect(await authorisations()).toMatchObject([
      { authorised: gbp(amount), captured: gbp(captured), released: false }
    ])
  })

  it("pays at once where nothing says whether to capture", async () => {
    const { authorisations, create, submit } = await open()
    await submit(await create({ capture: undefined }))
    expect(await authorisations()).toMatchObject([{ captured: gbp("15.02") }])
  })

  it("tries again after a decline", async () => {
    const { create, put, submit } = await open()
    const id = await create()
    expect((await submit(id, "decline"))._tag).toBe("Declined")
    await put(id, { transaction: { amount: 16 } })
    expect(await submit(id)).toMatchObject({ _tag: "Authorised", amount: gbp("16") })
  })

  it("pays once", async () => {
    const { authorisations, create, shown, submit } = await open()
    const id = await create()
    await submit(id)
    const why = { _tag: "Refused", why: "the session has been paid" }
    expect([await submit(id), await shown(id)]).toEqual([why, why])
    expect(await authorisations()).toHaveLength(1)
  })

  it("can't pay what there isn't", async () => {
    const { settle, shown, submit } = await open()
    const why = { _tag: "Refused", why: "unknown session" }
    expect([await submit("nothing"), await shown("nothing")]).toEqual([why, why])
    expect((await settle("nothing", true))._tag).toBe("Refused")
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", "open"]
  ])("finishes a challenge (%s), once", async (passed, submission, status) => {
    const { create, run, submit, truth } = await open()
    const id = await create({}, { tds })
    const challenged = await submit(id, "challenge")
    if (challenged._tag !== "Challenged") throw new Error(challenged._tag)
    expect(await submit(id)).toEqual({ _tag: "Refused", why: "a payment is under way" })
    expect((await run(challenged.finish(passed)))._tag).toBe(submission)
    expect((await truth(id))?.status).toBe(status)
    expect(await run(challenged.finish(true))).toEqual({ _tag: "Refused", why: "the challenge is over" })
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", "open"]
  ])("hears from the bank (%s), once", async (approved, submission, status) => {
    const { create, settle, submit, truth } = await open()
    const id = await create()
    await submit(id, "pending")
    expect((await settle(id, approved))._tag).toBe(submission)
    expect((await truth(id))?.status).toBe(status)
    expect((await settle(id, true))._tag).toBe("Refused")
  })
})

describe("webhooks", () => {
  const { appKey } = AcquiredSimulator.credentials

  it("tell each change of status, once, in order", async () => {
    const { create, deliveries, run, settle, submit } = await open()
    const id = await create({}, { tds })
    await submit(id, "decline")
    await submit(id, "abandon")
    const challenged = await submit(id, "challenge")
    if (challenged._tag === "Challenged") await run(challenged.finish(false))
    await submit(id, "pending")
    await settle(id, true)
    expect(statuses(await deliveries())).toEqual(["declined", "tds_pending", "tds_failed", "pending", "settled"])
    expect(await deliveries()).toEqual([])
  })

  it("are as documented, and signed with the app_key", async () => {
    const [companyId, mid] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
    const { create, deliveries, submit } = await open({ clock: { start: 1_700_000_000_999 }, companyId, mid })
    const paid = await submit(await create())
    const [delivery] = await deliveries()
    expect(delivery!.method).toBe("POST")
    expect(JSON.parse(delivery!.body)).toEqual({
      webhook_type: "status_update",
      webhook_id: delivery!.id,
      timestamp: 1_700_000_000,
      webhook_body: {
        transaction_id: paid._tag === "Authorised" ? paid.authorisation : undefined,
        status: "success",
        order_id: order.order_id
      }
    })
    expect(delivery!.body).not.toMatch(/\s/)
    const utf8 = new TextEncoder()
    const hash = Hex.encode(mac.hmac("SHA-256", utf8.encode(appKey), utf8.encode(delivery!.body)))
    expect(delivery!.headers).toEqual({
      "Content-Type": "application/json",
      "Company-Id": companyId,
      Mid: mid,
      "Webhook-Version": "2",
      Hash: hash
    })
  })

  it("and the way back reproduce the vectors of the plugins' formulas", () => {
    const key = "de0eef006b4c30440aeca8ca5ac58789"
    const update = {
      transactionId: "29c05255-8905-f38f-1446-03f83de52d7c",
      status: "success",
      orderId: "order-1"
    } as const
    const account = { appKey: key, companyId: "c", mid: "m" }
    const delivery = webhooks.statusUpdate(account, "0e6ab5bd-6c4c-4c2c-8e3a-0d6c1d9b8f10", 1_700_000_000_000, update)
    expect(delivery.headers["Hash"]).toBe("849aed470cc83070d0df8d7a90ba47e5bac356f19c6b289fceb69f39f4d845da")
    expect(webhooks.hashV2(key, JSON.stringify(JSON.parse(delivery.body), null, 2))).toBe(delivery.headers["Hash"])
    const back = new URLSearchParams(webhooks.redirect(account, 1_700_000_000_000, update))
    expect(back.get("hash")).toBe("cd92a2a8c003b827de7ef2fe931fc1d72c026333d46ea6e3d8ceacef7c0e39e7")
  })

  it("the way back says what came of it", async () => {
    const { create, submit } = await open()
    const paid = await submit(await create())
    const proof = new URLSearchParams("proof" in paid ? paid.proof : "")
    expect([...proof.keys()]).toEqual(["status", "transaction_id", "order_id", "timestamp", "hash"])
    expect(proof.get("order_id")).toBe(order.order_id)
  })
})
