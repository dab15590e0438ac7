import { describe, expect, it } from "vitest"
import { StripeSimulator } from "../../src/simulator/index.ts"
import * as attempts from "../../src/simulator/attempts.ts"
import type { Manner } from "../../src/simulator/ledger.ts"
import * as events from "../../src/simulator/events.ts"
import { elements, error, hosted, item, type Json, open } from "./world.ts"

type World = Awaited<ReturnType<typeof open>>
const faces: ReadonlyArray<readonly [string, (world: World, form?: object) => Promise<Json>]> = [
  ["intent", ({ intent }) => intent({ "metadata[reference]": "order-1" })],
  ["session", ({ session }) => session({ client_reference_id: "order-1" })]
]
const change = (world: World, object: Json, amount: number) =>
  object["object"] === "payment_intent"
    ? world.post(`payment_intents/${object["id"]}`, { amount })
    : world.post(`checkout/sessions/${object["id"]}`, item(amount))
const types = async ({ events: taken }: World) => (await taken()).map(({ type }) => String(type))

describe.each(faces)("%s", (face, make) => {
  const created = face === "intent" ? [] : ["payment_intent.created"]
  const completed = face === "intent" ? [] : ["checkout.session.completed"]
  const start = async (options?: StripeSimulator.Options) => {
    const world = await open(options)
    const object = await make(world)
    if (face === "intent") expect(await types(world)).toEqual(["payment_intent.created"])
    else expect(await types(world)).toEqual([])
    return { object, world }
  }

  it("shows the amount that the browser fetches, also after an update, and gives no token", async () => {
    const { object, world } = await start()
    expect(await world.shown(object)).toEqual({ _tag: "Shown", amount: { decimal: "15", currency: "USD" } })
    await change(world, object, 1700)
    expect(await world.shown(object)).toEqual({ _tag: "Shown", amount: { decimal: "17", currency: "USD" } })
  })

  it("needs its own client secret", async () => {
    const { object, world } = await start()
    const other = await make(world)
    for (const client_secret of [undefined, "nonsense", other["client_secret"]]) {
      expect((await world.shown({ ...object, client_secret }))._tag).toBe("Refused")
      expect((await world.submit({ ...object, client_secret }))._tag).toBe("Refused")
    }
    expect((await world.submit({ id: "pi_x", client_secret: "x" }))._tag).toBe("Refused")
  })

  it("pays the amount of the last update", async () => {
    const { object, world } = await start()
    await change(world, object, 1700)
    const paid = await world.submit(object)
    const amount = { decimal: "17", currency: "USD" }
    expect(paid).toMatchObject({ _tag: "Authorised", amount, authorisation: expect.stringMatching(/^pi_3/) })
    expect(await types(world)).toEqual([...created, "charge.succeeded", "payment_intent.succeeded", ...completed])
    expect(await world.truth(object["id"])).toMatchObject({ reference: "order-1", amount, status: "completed" })
    expect(await world.authorisations()).toEqual([
      {
        id: "authorisation" in paid ? paid.authorisation : "",
        session: object["id"],
        authorised: amount,
        captured: amount,
        refunded: { decimal: "0", currency: "USD" },
        released: false
      }
    ])
    expect((await world.submit(object))._tag).toBe("Refused")
    expect((await world.shown(object))._tag).toBe("Refused")
    expect((await change(world, object, 1900)).status).toBe(400)
  })

  it("declined can be changed, and paid again", async () => {
    const { object, world } = await start()
    expect((await world.submit(object, "decline"))._tag).toBe("Declined")
    expect(await types(world)).toEqual([...created, "charge.failed", "payment_intent.payment_failed"])
    expect((await world.truth(object["id"]))?.status).toBe("open")
    expect((await change(world, object, 1700)).status).toBe(200)
    expect(await world.submit(object)).toMatchObject({ _tag: "Authorised", amount: { decimal: "17" } })
    expect(await world.authorisations()).toHaveLength(1)
  })

  it("abandoned tells nobody", async () => {
    const { object, world } = await start()
    expect(await world.submit(object, "abandon")).toEqual({ _tag: "Cancelled" })
    expect(await types(world)).toEqual([])
    expect((await world.truth(object["id"]))?.status).toBe("open")
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", "open"]
  ])("challenged, and passed: %s", async (passed, submission, status) => {
    const { object, world } = await start()
    const challenge = await world.submit(object, "challenge")
    expect(challenge._tag).toBe("Challenged")
    expect(await types(world)).toEqual([...created, "payment_intent.requires_action"])
    expect((await world.truth(object["id"]))?.status).toBe("open")
    expect((await world.finish(challenge, passed))._tag).toBe(submission)
    expect((await world.truth(object["id"]))?.status).toBe(status)
    expect(await types(world)).toEqual(
      passed ? ["charge.succeeded", "payment_intent.succeeded", ...completed] : ["payment_intent.payment_failed"]
    )
    expect(await world.finish(challenge, true)).toEqual({ _tag: "Refused", why: "the challenge is over" })
  })

  it("challenged twice ends the first challenge", async () => {
    const { object, world } = await start()
    const first = await world.submit(object, "challenge")
    const second = await world.submit(object, "challenge")
    expect((await world.finish(first, true))._tag).toBe("Refused")
    expect((await world.finish(second, true))._tag).toBe("Authorised")
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", face === "intent" ? "open" : "failed"]
  ])("pending, and approved: %s", async (approved, submission, status) => {
    const { object, world } = await start()
    expect((await world.submit(object, "pending"))._tag).toBe("Pending")
    expect(await types(world)).toEqual([...created, "payment_intent.processing", ...completed])
    expect((await world.truth(object["id"]))?.status).toBe("pending")
    expect(await world.authorisations()).toEqual([])
    expect((await change(world, object, 1700)).status).toBe(400)
    expect((await world.settle(object["id"], approved))._tag).toBe(submission)
    expect((await world.truth(object["id"]))?.status).toBe(status)
    const session = face === "intent" ? [] : [`checkout.session.async_payment_${approved ? "succeeded" : "failed"}`]
    expect(await types(world)).toEqual([
      ...(approved
        ? ["charge.succeeded", "payment_intent.succeeded"]
        : ["charge.failed", "payment_intent.payment_failed"]),
      ...session
    ])
    expect((await world.settle(object["id"], true))._tag).toBe("Refused")
  })

  it("keeps the rest when the amount changes", async () => {
    const { object, world } = await start()
    const before = await world.truth(object["id"])
    if (face === "intent") await change(world, object, 1700)
    else {
      const { body } = await world.get(`checkout/sessions/${object["id"]}/line_items`)
      await world.post(`checkout/sessions/${object["id"]}`, { ...item(1700), "line_items[0][id]": body["data"][0].id })
    }
    const after = await world.truth(object["id"])
    expect(after).toEqual({ ...before, amount: { decimal: "17", currency: "USD" } })
    expect(JSON.stringify(after)).not.toContain("secret")
  })
})

describe("manual capture", () => {
  it("of a PaymentIntent reserves, and gives back after seven days", async () => {
    const world = await open()
    const object = await world.intent({ capture_method: "manual" })
    await world.deliveries()
    await world.submit(object)
    expect(await types(world)).toEqual(["charge.succeeded", "payment_intent.amount_capturable_updated"])
    const before = { authorised: { decimal: "15" }, captured: { decimal: "0" }, released: false }
    expect(await world.authorisations()).toMatchObject([before])
    expect((await world.truth(object["id"]))?.status).toBe("completed")
    await world.advance("7 days")
    expect(await world.authorisations()).toMatchObject([{ ...before, released: true }])
    expect(await types(world)).toEqual(["payment_intent.canceled", "charge.expired"])
    expect((await world.truth(object["id"]))?.status).toBe("cancelled")
  })

  it("of a session can be cancelled at its PaymentIntent, and only then", async () => {
    const world = await open()
    const object = await world.session({ "payment_intent_data[capture_method]": "manual" })
    await world.submit(object, "decline")
    const { body } = await world.get(`checkout/sessions/${object["id"]}`)
    const path = `payment_intents/${body["payment_intent"]}`
    expect((await world.post(`${path}/cancel`)).status).toBe(400)
    expect((await world.post(`${path}/confirm`, { payment_method: "pm_card_visa" })).status).toBe(400)
    await world.submit(object)
    expect((await world.post(`${path}/cancel`)).body["status"]).toBe("canceled")
    expect(await world.authorisations()).toMatchObject([{ session: object["id"], released: true }])
  })
})

describe("test payment methods", () => {
  const outcomes: Readonly<Record<Manner, string>> = {
    pay: "succeeded",
    decline: "requires_payment_method",
    challenge: "requires_action",
    pending: "processing"
  }
  it.each([...attempts.testMethods])("%s: %s", async (method, manner) => {
    const { get, intent, post } = await open()
    const { id } = await intent()
    await post(`payment_intents/${id}/confirm`, { payment_method: method })
    expect((await get(`payment_intents/${id}`)).body["status"]).toBe(outcomes[manner])
  })
})

describe("truth", () => {
  it("has one session for each PaymentIntent that stands alone, and for each Checkout Session", async () => {
    const { intent, post, session, sessions, submit } = await open()
    const alone = await intent()
    const checkout = await session()
    const page = (await post("checkout/sessions", { ...hosted, ...item(1500) })).body
    await submit(checkout)
    expect((await sessions()).map(({ id, reference }) => [id, reference])).toEqual([
      [alone["id"], ""],
      [checkout["id"], ""],
      [page["id"], ""]
    ])
  })

  it("shows dropped item ids, names and quantities in the rest", async () => {
    const { post, session, truth } = await open()
    const { id } = await session()
    const before = await truth(id)
    await post(`checkout/sessions/${id}`, item(1700))
    expect(await truth(id)).not.toEqual({ ...before, amount: { decimal: "17", currency: "USD" } })
    expect(before?.rest).toMatchObject({
      line_items: [{ id: expect.stringMatching(/^li_/), name: "Trip", quantity: 1 }],
      return_url: elements.return_url,
      ui_mode: "elements"
    })
  })
})

describe("what the browser brings back", () => {
  it("is three parameters with Elements, the session's id with Checkout", async () => {
    const { intent, session, submit } = await open()
    const alone = await intent()
    const paid = await submit(alone)
    expect("proof" in paid && [...new URLSearchParams(paid.proof)]).toEqual([
      ["payment_intent", alone["id"]],
      ["payment_intent_client_secret", alone["client_secret"]],
      ["redirect_status", "succeeded"]
    ])
    const checkout = await session()
    expect(await submit(checkout, "pending")).toEqual({ _tag: "Pending", proof: checkout["id"] })
  })
})

describe("webhooks", () => {
  it("are signed as in the vector of the official SDK", () => {
    expect(events.signature("whsec_test", 1_700_000_000, '{"id":"evt_1","object":"event"}')).toBe(
      "t=1700000000,v1=4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021"
    )
  })

  it("carry an event with the object as it was, and the request that made it", async () => {
    const { deliveries, intent, post } = await open({ clock: { start: 1_700_000_000_000 } })
    const made = await post("payment_intents", { amount: 1500, currency: "usd" }, { "idempotency-key": "one" })
    await post(`payment_intents/${made.body["id"]}`, { amount: 1700 })
    const [delivery, ...others] = await deliveries()
    expect(others).toEqual([])
    expect(JSON.parse(delivery!.body)).toEqual({
      id: delivery!.id,
      object: "event",
      api_version: StripeSimulator.defaultApiVersion,
      created: 1_700_000_000,
      data: { object: made.body },
      livemode: false,
      pending_webhooks: 1,
      request: { id: made.headers["request-id"], idempotency_key: "one" },
      type: "payment_intent.created"
    })
    expect(delivery).toMatchObject({
      method: "POST",
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": events.signature(StripeSimulator.credentials.webhookSecret, 1_700_000_000, delivery!.body)
      }
    })
    await intent()
    expect(JSON.parse((await deliveries())[0]!.body).request.idempotency_key).toBeNull()
  })

  it("of the browser have no request", async () => {
    const { events: taken, intent, submit } = await open()
    const made = await intent()
    await taken()
    await submit(made)
    expect((await taken()).map(({ request }) => request)).toEqual([
      { id: null, idempotency_key: null },
      { id: null, idempotency_key: null }
    ])
  })
})

it("a PaymentIntent of a session can't be changed on its own", async () => {
  const { get, post, session, submit } = await open()
  const made = await session()
  await submit(made, "decline")
  const { payment_intent } = (await get(`checkout/sessions/${made["id"]}`)).body
  expect(error(await post(`payment_intents/${payment_intent}`, { amount: 1700 })).param).toBe("amount")
})
