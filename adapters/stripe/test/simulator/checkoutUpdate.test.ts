import { describe, expect, it } from "vitest"
import { modes } from "../../src/simulator/uiModes.ts"
import { error, hosted, item, type Json, open } from "./world.ts"

const back = "https://shop.example/back"

/** What a session's items are, in order. */
const names = async ({ get }: Awaited<ReturnType<typeof open>>, id: string) =>
  ((await get(`checkout/sessions/${id}/line_items`)).body["data"] as ReadonlyArray<Json>).map(
    ({ amount_total, description, quantity }) => `${quantity} ${description} ${amount_total}`
  )
const ids = async ({ get }: Awaited<ReturnType<typeof open>>, id: string): Promise<ReadonlyArray<string>> =>
  ((await get(`checkout/sessions/${id}/line_items`)).body["data"] as ReadonlyArray<Json>).map((one) => one["id"])

describe("update", () => {
  const two = { ...item(1500), ...item(500, { index: 1, name: "Wrap" }) }

  it("takes the whole array: an id keeps, none adds, the order counts, who isn't named goes", async () => {
    const world = await open()
    const { id } = await world.session(two)
    const [trip, wrap] = await ids(world, id)
    const path = `checkout/sessions/${id}`
    const { body } = await world.post(path, {
      "line_items[0][id]": wrap!,
      ...item(2000, { index: 1, name: "Warranty" }),
      "line_items[2][id]": trip!,
      "line_items[2][quantity]": 2
    })
    expect([body["id"], body["amount_total"]]).toEqual([id, 5500])
    expect(await names(world, id)).toEqual(["1 Wrap 500", "1 Warranty 2000", "2 Trip 3000"])
    const [first, second, third] = await ids(world, id)
    expect([first, third]).toEqual([wrap, trip])
    expect([trip, wrap]).not.toContain(second)
    expect((await world.post(path, { "line_items[0][id]": second! })).body["amount_total"]).toBe(2000)
    expect(await names(world, id)).toEqual(["1 Warranty 2000"])
  })

  it("of a price keeps the item's id and what it doesn't name", async () => {
    const world = await open()
    const { id } = await world.session({ ...item(1500, { quantity: 2 }), "line_items[0][metadata][a]": "b" })
    const [trip] = await ids(world, id)
    const { body } = await world.post(`checkout/sessions/${id}`, {
      "line_items[0][id]": trip!,
      "line_items[0][price_data][currency]": "usd",
      "line_items[0][price_data][product_data][name]": "Trip",
      "line_items[0][price_data][unit_amount]": 1700,
      "expand[0]": "line_items"
    })
    expect(body["amount_total"]).toBe(3400)
    expect(body["line_items"].data).toMatchObject([{ id: trip, quantity: 2, metadata: { a: "b" }, amount_total: 3400 }])
  })

  it("may name the product that the item has", async () => {
    const world = await open()
    const { id } = await world.session()
    const { body } = await world.get(`checkout/sessions/${id}/line_items`)
    const [trip] = body["data"] as ReadonlyArray<Json>
    const answer = await world.post(`checkout/sessions/${id}`, {
      "line_items[0][id]": trip!["id"],
      "line_items[0][price_data][currency]": "usd",
      "line_items[0][price_data][product]": trip!["price"].product,
      "line_items[0][price_data][unit_amount]": 1700
    })
    expect(answer.body["amount_total"]).toBe(1700)
    expect(await names(world, id)).toEqual(["1 Trip 1700"])
  })

  it("refused changes nothing", async () => {
    const world = await open()
    const { id } = await world.session(two)
    const [trip] = await ids(world, id)
    const before = await world.truth(id)
    const refused = async (form: object, param: string) => {
      const answer = await world.post(`checkout/sessions/${id}`, { "metadata[a]": "b", ...form })
      expect([answer.status, error(answer).param]).toEqual([400, param])
      expect(await world.truth(id)).toEqual(before)
    }
    await refused({ "line_items[0][id]": "li_x" }, "line_items[0][id]")
    await refused({ "line_items[0][id]": trip!, "line_items[1][id]": trip! }, "line_items[1][id]")
    await refused({ ...item(1500), "line_items[0][nope]": 1 }, "line_items[0][nope]")
    await refused({ line_items: "" }, "line_items")
    await refused(item(1500, { currency: "eur" }), "line_items[0][price_data][currency]")
    await refused({ client_reference_id: "order-2" }, "client_reference_id")
    const small = await world.post(`checkout/sessions/${id}`, item(49))
    expect(error(small).code).toBe("amount_too_small")
    expect(await world.truth(id)).toEqual(before)
  })

  it("of metadata merges, and unsets what is empty", async () => {
    const { post, session } = await open()
    const { id } = await session({ "metadata[a]": "1", "metadata[b]": "2" })
    const metadata = async (form: Record<string, string>) =>
      (await post(`checkout/sessions/${id}`, form)).body["metadata"]
    expect(await metadata({ "metadata[c]": "3", "metadata[a]": "" })).toEqual({ b: "2", c: "3" })
    expect(await metadata({ metadata: "" })).toEqual({})
  })

  it.each(Object.entries(modes))("of items in %s", async (ui_mode, { lineItemsUpdatable, returnsTo }) => {
    const { post, truth } = await open()
    const { body } = await post("checkout/sessions", { mode: "payment", ui_mode, [returnsTo]: back, ...item(1500) })
    const path = `checkout/sessions/${body["id"]}`
    const answer = await post(path, item(1700))
    expect(answer.status).toBe(lineItemsUpdatable ? 200 : 400)
    if (!lineItemsUpdatable) expect(error(answer).param).toBe("line_items")
    expect((await truth(String(body["id"])))?.amount.decimal).toBe(lineItemsUpdatable ? "17" : "15")
    const data = await post(path, { "payment_intent_data[description]": "x" })
    expect(data.status).toBe(lineItemsUpdatable ? 200 : 400)
    expect((await post(path, { "metadata[a]": "b" })).status).toBe(200)
  })

  it("of payment_intent_data reaches the PaymentIntent", async () => {
    const { get, post, session, submit } = await open()
    const made = await session({ "payment_intent_data[metadata][a]": "1", "payment_intent_data[description]": "x" })
    await post(`checkout/sessions/${made["id"]}`, {
      "payment_intent_data[metadata][b]": "2",
      "payment_intent_data[description]": ""
    })
    await submit(made)
    const { body } = await get(`checkout/sessions/${made["id"]}`, { "expand[]": "payment_intent" })
    expect(body["payment_intent"]).toMatchObject({ amount: 1500, description: null, metadata: { a: "1", b: "2" } })
  })

  it.each(["complete", "expired"])("is refused once the session is %s", async (status) => {
    const { advance, post, session, submit, truth } = await open()
    const made = await session()
    if (status === "complete") await submit(made)
    else await advance("24 hours")
    const answer = await post(`checkout/sessions/${made["id"]}`, item(1700))
    expect([answer.status, error(answer).type, error(answer).message]).toEqual([
      400,
      "invalid_request_error",
      `Only Checkout Sessions with a status in ["open"] can be updated. This Checkout Session has a status of \`${status}\`.`
    ])
    expect((await truth(made["id"]))?.amount.decimal).toBe("15")
  })
})

describe("expiry", () => {
  it("comes at expires_at, not a millisecond before", async () => {
    const { advance, get, post, session, shown, truth } = await open({ clock: { start: 1_700_000_000_000 } })
    const made = await session({ expires_at: 1_700_000_000 + 1800 })
    await advance("1799999 millis")
    expect((await post(`checkout/sessions/${made["id"]}`, item(1700))).status).toBe(200)
    expect((await truth(made["id"]))?.status).toBe("open")
    await advance("1 milli")
    expect((await truth(made["id"]))?.status).toBe("expired")
    expect((await get(`checkout/sessions/${made["id"]}`)).body).toMatchObject({
      status: "expired",
      client_secret: null,
      url: null
    })
    expect(await shown(made)).toEqual({ _tag: "Refused", why: "the session is expired" })
  })

  it("is told as an event, in the order in which it fell due, at the time when it did", async () => {
    const { advance, events, session } = await open({ clock: { start: 1_700_000_000_000 } })
    const later = await session({ expires_at: 1_700_000_000 + 3600 })
    const sooner = await session({ expires_at: 1_700_000_000 + 1800 })
    await advance("2 hours")
    expect((await events()).map(({ created, data, type }) => [type, data.object.id, created])).toEqual([
      ["checkout.session.expired", sooner["id"], 1_700_001_800],
      ["checkout.session.expired", later["id"], 1_700_003_600]
    ])
    expect(await events()).toEqual([])
  })

  it("can be asked for, once, as long as the session is open", async () => {
    const { events, post, session, submit } = await open()
    const made = await session()
    const path = `checkout/sessions/${made["id"]}/expire`
    expect((await post(path)).body["status"]).toBe("expired")
    expect((await events()).map(({ type }) => type)).toEqual(["checkout.session.expired"])
    const again = await post(path)
    expect([again.status, error(again)["code"]]).toEqual([400, undefined])
    expect(error(again).message).toBe(
      'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `expired`.'
    )
    const paid = await session()
    await submit(paid)
    expect(error(await post(`checkout/sessions/${paid["id"]}/expire`)).message).toContain("status of `complete`")
  })

  it("takes the PaymentIntent of a declined attempt with it", async () => {
    const { events, get, post, session, submit } = await open()
    const made = await session()
    await submit(made, "decline")
    await events()
    const { body } = await post(`checkout/sessions/${made["id"]}/expire`, { "expand[]": "payment_intent" })
    expect(body["payment_intent"]).toMatchObject({ status: "canceled", cancellation_reason: "expired" })
    expect((await events()).map(({ type }) => type)).toEqual(["checkout.session.expired", "payment_intent.canceled"])
    expect((await get(`payment_intents/${body["payment_intent"].id}`)).body["status"]).toBe("canceled")
  })
})

describe("tax", () => {
  it.each([
    [{ percent: 20 }, 2000, 400, 2400],
    [{ percent: 20, inclusive: true }, 2000, 333, 2000],
    [{ percent: 7.25 }, 2000, 145, 2145],
    [{ percent: 0 }, 2000, 0, 2000]
  ])("%o of 20.00", async (tax, subtotal, amount, total) => {
    const { get, post, session, submit, truth } = await open({ tax })
    const made = await session(item(2000))
    expect([made["amount_subtotal"], made["total_details"].amount_tax, made["amount_total"]]).toEqual([
      subtotal,
      amount,
      total
    ])
    expect((await truth(made["id"]))?.amount.decimal).toBe(String(total / 100))
    const { body } = await get(`checkout/sessions/${made["id"]}/line_items`)
    expect(body["data"][0]).toMatchObject({ amount_subtotal: subtotal, amount_tax: amount, amount_total: total })
    expect((await post(`checkout/sessions/${made["id"]}`, item(4000))).body["amount_total"]).toBe(total * 2)
    const paid = await submit(made)
    expect("amount" in paid ? paid.amount.decimal : paid._tag).toBe(String((total * 2) / 100))
  })

  it("keeps to the steps of the currency", async () => {
    const { session } = await open({ tax: { percent: 20 } })
    expect((await session(item(123_400, { currency: "isk" })))["amount_total"]).toBe(148_100)
  })
})

it("hosted sessions are paid on Stripe's page", async () => {
  const { post, submit } = await open()
  const { body } = await post("checkout/sessions", { ...hosted, ...item(1500) })
  expect((await submit({ id: body["id"] }))._tag).toBe("Authorised")
})
