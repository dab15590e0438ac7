/** Checkout Sessions: what goes over the wire, whose items they are, and what becomes of them. */
import { ModificationKey, Money, Session, Sessions } from "@paylayer/core"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { StripeCheckout } from "../src/index.ts"
import { open, returnUrl, usd } from "./shop.ts"

const items = (...list: ReadonlyArray<readonly [string, number, number?]>) => [
  StripeCheckout.items(
    list.map(([name, value, quantity]) => ({ name, amount: usd(value), ...(quantity && { quantity }) }))
  )
]

const linesOf = ({ state }: Session.Session) =>
  (state as unknown as { readonly lines: ReadonlyArray<{ id: string; name: string; units: number }> }).lines

interface Held {
  readonly line_items: ReadonlyArray<{ readonly id: string; readonly name: string }>
}

/** The items that the provider holds. */
const named = async (shop: Awaited<ReturnType<typeof open>>, { id }: Session.Session) => {
  const truth = await shop.truth(id)
  return (truth!.rest as unknown as Held).line_items
}

const basket = items(["Trip", 1000], ["Fee", 250, 2])

describe("a creation", () => {
  it("sends a total as one item", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    expect(await shop.lastForm()).toEqual([
      "mode=payment",
      "ui_mode=elements",
      "line_items[0][price_data][currency]=usd",
      "line_items[0][price_data][product_data][name]=Total",
      "line_items[0][price_data][unit_amount]=1500",
      "line_items[0][quantity]=1",
      "client_reference_id=order-1",
      `return_url=${returnUrl}`,
      "payment_intent_data[metadata][reference]=order-1",
      "expand[0]=line_items"
    ])
    expect(session).toMatchObject({ status: "open", updatable: true, amount: usd(1500), amountFrom: "provider" })
    expect(Session.browserToken(session)).toMatch(/^cs_test_.*_secret_/)
    const headers = (await shop.exchanges())[0]?.headers
    expect(headers).toMatchObject({
      "stripe-version": "2026-10-28.endive",
      "content-type": expect.stringContaining("application/x-www-form-urlencoded"),
      "idempotency-key": expect.any(String)
    })
    expect(headers).not.toHaveProperty("stripe-account")
  })

  it("sends the caller's items, the end and the way of capturing", async () => {
    const shop = await open({ stripe: { account: "acct_1", apiVersion: "2026-10-28.other" } })
    const expiresAt = DateTime.addDuration(DateTime.makeUnsafe(await shop.run(DateTime.now)), "1 hour")
    await shop.create(usd(1500), { provider: basket, expiresAt, capture: "manual" })
    expect(await shop.lastForm()).toEqual([
      "mode=payment",
      "ui_mode=elements",
      "line_items[0][price_data][currency]=usd",
      "line_items[0][price_data][product_data][name]=Trip",
      "line_items[0][price_data][unit_amount]=1000",
      "line_items[0][quantity]=1",
      "line_items[1][price_data][currency]=usd",
      "line_items[1][price_data][product_data][name]=Fee",
      "line_items[1][price_data][unit_amount]=250",
      "line_items[1][quantity]=2",
      "client_reference_id=order-1",
      `return_url=${returnUrl}`,
      `expires_at=${DateTime.toEpochMillis(expiresAt) / 1000}`,
      "payment_intent_data[capture_method]=manual",
      "payment_intent_data[metadata][reference]=order-1",
      "expand[0]=line_items"
    ])
    expect((await shop.exchanges())[0]?.headers).toMatchObject({
      "stripe-account": "acct_1",
      "stripe-version": "2026-10-28.other"
    })
  })

  it.each([
    ["that come to something else", items(["Trip", 1000]), /come to 1000 USD, and the amount is 1500 USD/],
    ["that are none", items(), /have to be named/],
    ["without a piece", items(["Trip", 1500, -1]), /quantity of -1/],
    ["in half pieces", items(["Trip", 1000, 1.5]), /quantity of 1.5/],
    ["that cannot be counted", items(["Trip", 2 ** 52, 4]), /more than can be counted/],
    ["without a name", items(["", 1500]), /name/],
    ["of more than a hundred", items(...Array.from({ length: 101 }, (_, at) => [`i${at}`, 15] as const)), /./],
    [
      "in two currencies",
      [
        StripeCheckout.items([
          { name: "a", amount: usd(1000) },
          { name: "b", amount: Money.positiveUnsafe(500, "EUR") }
        ])
      ],
      /more than one currency/
    ]
  ])("of items %s is refused, and nothing is sent", async (_, provider, text) => {
    const shop = await open()
    const total = provider[0]!.items.length > 100 ? 101 * 15 : 1500
    const request = { reference: "order-1", amount: usd(total), returnUrl, provider }
    const error = await shop.fails(shop.checkout.create(request))
    expect(error).toMatchObject({ outcome: "not-executed", reason: { _tag: "InvalidRequest" } })
    expect(String(error)).toMatch(text)
    expect(await shop.requests()).toEqual([])
  })

  it("that nobody may update is locked, and so is one of another page", async () => {
    const final = await open()
    expect(await final.create(usd(1500), { updatable: false })).toMatchObject({ status: "locked", updatable: false })
    const hosted = await open({ stripe: { uiMode: "hosted_page" } })
    const session = await hosted.create(usd(1500))
    expect(await hosted.lastForm()).toContain(`success_url=${returnUrl}`)
    expect(session).toMatchObject({ status: "locked", updatable: false })
    expect(Session.browserToken(session)).toMatch(/^https:/)
    const reopened = Session.modify(session, { status: "open" })
    expect(await hosted.fails(hosted.checkout.update(reopened, { amount: usd(1600) }))).toMatchObject({
      _tag: "Unsupported",
      capability: "line items of hosted_page"
    })
    expect(await hosted.requests()).toHaveLength(1)
    expect(await hosted.run(hosted.checkout.lock(session, usd(1500)))).toBe(session)
  })
})

describe("an update", () => {
  it("reads, and sends the one item with its id", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    const updated = await shop.run(shop.checkout.update(session, { amount: usd(1600) }))
    const path = `/v1/checkout/sessions/${session.id}`
    expect(await shop.requests()).toEqual(["POST /v1/checkout/sessions", `GET ${path}`, `POST ${path}`])
    expect(await shop.lastForm()).toEqual([
      `line_items[0][id]=${linesOf(session)[0]?.id}`,
      "line_items[0][price_data][currency]=usd",
      "line_items[0][price_data][product_data][name]=Total",
      "line_items[0][price_data][unit_amount]=1600",
      "line_items[0][quantity]=1",
      "expand[0]=line_items"
    ])
    expect(updated).toMatchObject({ id: session.id, amount: usd(1600), status: "open" })
    expect(linesOf(updated).map(({ id }) => id)).toEqual(linesOf(session).map(({ id }) => id))
  })

  it("keeps the ids of items, whatever their order, and drops and adds the others", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { provider: basket })
    const [trip, fee] = linesOf(session)
    const provider = items(["Fee", 300], ["Meal", 500], ["Trip", 1000])
    const updated = await shop.run(shop.checkout.update(session, { amount: usd(1800), provider }))
    expect(linesOf(updated)).toMatchObject([
      { id: fee?.id, name: "Fee", units: 300 },
      { name: "Meal", units: 500 },
      { id: trip?.id, name: "Trip", units: 1000 }
    ])
    expect((await named(shop, session)).map(({ id }) => id)).toEqual(linesOf(updated).map(({ id }) => id))

    const renamed = await shop.run(
      shop.checkout.update(updated, { amount: usd(1000), provider: items(["Journey", 1000]) })
    )
    expect(linesOf(renamed)).toHaveLength(1)
    expect(linesOf(renamed)[0]?.id).not.toBe(trip?.id)
    expect(await named(shop, session)).toMatchObject([{ id: linesOf(renamed)[0]?.id, name: "Journey" }])
  })

  it("takes two items of one name for two items", async () => {
    const shop = await open()
    const twice = items(["Trip", 1000], ["Trip", 500])
    const session = await shop.create(usd(1500), { provider: twice })
    const provider = items(["Trip", 1000], ["Trip", 600])
    const updated = await shop.run(shop.checkout.update(session, { amount: usd(1600), provider }))
    expect(linesOf(updated).map(({ id }) => id)).toEqual(linesOf(session).map(({ id }) => id))
  })

  it("of a hundred items sees every one of them", async () => {
    const shop = await open()
    const hundred = (value: number) => items(...Array.from({ length: 100 }, (_, at) => [`item ${at}`, value] as const))
    const session = await shop.create(usd(1500), { provider: hundred(15) })
    expect(linesOf(session)).toHaveLength(100)
    const updated = await shop.run(shop.checkout.update(session, { amount: usd(2000), provider: hundred(20) }))
    expect(linesOf(updated).map(({ id }) => id)).toEqual(linesOf(session).map(({ id }) => id))
    expect(await shop.run(shop.checkout.lock(updated, usd(2000)))).toMatchObject({ status: "locked" })
  })

  it("keeps the browser's token out of what an unread list of items says", async () => {
    const shop = await open({ simulator: { assume: { secretOnRetrieve: "hidden" } } })
    const hundred = (value: number) => items(...Array.from({ length: 11 }, (_, at) => [`item ${at}`, value] as const))
    const session = await shop.create(usd(1100), { provider: hundred(100) })
    const token = Session.browserToken(session)!
    const message = `no items for ${token}`
    await shop.arm(
      { _tag: "Answer", status: 404, body: JSON.stringify({ error: { type: "invalid_request_error", message } }) },
      { only: ({ path }) => path.endsWith("/line_items") }
    )
    const error = await shop.fails(shop.checkout.update(session, { amount: usd(2200), provider: hundred(200) }))
    expect(error).toMatchObject({ reason: { _tag: "NotFound", message: "no items for <redacted>" } })
    expect(JSON.stringify(error)).not.toContain(token)
  })

  it("of a caller's items by the amount alone is refused, and nothing is sent", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { provider: basket })
    for (const change of [
      shop.checkout.update(session, { amount: usd(1600) }),
      shop.checkout.lock(session, usd(1600)),
      shop.checkout.update(session, { provider: items(["Trip", 1600]) })
    ]) {
      expect(await shop.fails(change)).toMatchObject({
        outcome: "not-executed",
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "line_items" }] }
      })
    }
    expect(await shop.requests()).toHaveLength(1)
  })

  it("of nothing, and a lock with the same amount, keep the items", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { provider: basket })
    const same = await shop.run(shop.checkout.update(session, {}))
    expect(linesOf(same)).toEqual(linesOf(session))
    const locked = await shop.run(shop.checkout.lock(same, usd(1500)))
    expect(linesOf(locked)).toEqual(linesOf(session))
    expect(locked).toMatchObject({ status: "locked", amount: usd(1500) })
    expect(await named(shop, session)).toMatchObject([{ name: "Trip" }, { name: "Fee" }])
  })

  it("goes on from a session that came back from a store", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { provider: basket })
    const stored = Session.withoutToken(
      new Session.Session({ ...session, state: JSON.parse(JSON.stringify(session.state)) })
    )
    const updated = await shop.run(shop.checkout.update(stored, { amount: usd(900), provider: items(["Trip", 900]) }))
    expect(linesOf(updated)[0]?.id).toBe(linesOf(session)[0]?.id)
  })

  it.each([null, "state", {}, { uiMode: "elements" }])("with the state %j is refused", async (state) => {
    const shop = await open()
    const session = Session.modify(await shop.create(usd(1500)), { state })
    expect(await shop.fails(shop.checkout.update(session, { amount: usd(1600) }))).toMatchObject({
      _tag: "Unsupported"
    })
    expect(await shop.requests()).toHaveLength(1)
  })

  it("takes a key of 255 characters, and refuses one of 256 before its POST", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    const key = ModificationKey.ModificationKey.make("k".repeat(255))
    await shop.run(shop.checkout.update(session, { amount: usd(1600) }, { key }))
    expect((await shop.exchanges()).at(-1)?.headers["idempotency-key"]).toBe(key)
    const longer = { key: ModificationKey.ModificationKey.make("k".repeat(256)) }
    const refusal = {
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "key", reason: "may have at most 255 characters" }] }
    }
    const afterwards = await shop.fails(shop.checkout.update(session, { amount: usd(1700) }, longer))
    expect(afterwards).toMatchObject(refusal)
    const created = await shop.fails(shop.intents.create({ reference: "a", amount: usd(1500) }, longer))
    expect(created).toMatchObject(refusal)
    const posts = (await shop.requests()).filter((request) => request.startsWith("POST"))
    expect(posts).toHaveLength(2)
  })
})

describe("somebody else's change", () => {
  const another = (session: Session.Session) =>
    [
      ...linesOf(session).map(({ id }, at) => [`line_items[${at}][id]`, id] as const),
      [`line_items[${linesOf(session).length}][price_data][currency]`, "usd"] as const,
      [`line_items[${linesOf(session).length}][price_data][product_data][name]`, "Gift"] as const,
      [`line_items[${linesOf(session).length}][price_data][unit_amount]`, "100"] as const,
      [`line_items[${linesOf(session).length}][quantity]`, "1"] as const
    ] as const

  it("before ours is TotalDiffers, and nothing is overwritten", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { provider: basket })
    await shop.meanwhile(`checkout/sessions/${session.id}`, another(session))
    for (const change of [
      shop.checkout.update(session, { amount: usd(1000), provider: items(["Trip", 1000]) }),
      shop.checkout.lock(session, usd(1500))
    ]) {
      expect(await shop.fails(change)).toMatchObject({ _tag: "TotalDiffers", id: session.id, actual: "16.00 USD" })
    }
    expect(await named(shop, session)).toMatchObject([{ name: "Trip" }, { name: "Fee" }, { name: "Gift" }])
    expect((await shop.requests()).filter((request) => request.startsWith("POST"))).toHaveLength(1)
  })

  it("between our read and our answer is TotalDiffers, and stays", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    await shop.arm({
      _tag: "Garble",
      body: (body) => {
        const answer = JSON.parse(body)
        answer.line_items.data.push({ ...answer.line_items.data[0], id: "li_theirs" })
        answer.amount_total = 1700
        return JSON.stringify(answer)
      }
    })
    const error = await shop.fails(shop.checkout.update(session, { amount: usd(1600) }))
    expect(error).toMatchObject({ _tag: "TotalDiffers", expected: 1600, actual: "17.00 USD" })
    expect((await shop.requests()).filter((request) => request.startsWith("POST"))).toHaveLength(2)
  })
})

describe("a total that isn't the one asked for", () => {
  it("is TotalDiffers at a creation", async () => {
    const shop = await open({ simulator: { tax: { percent: 20 } } })
    const request = { reference: "order-1", amount: usd(1000), returnUrl }
    expect(await shop.fails(shop.checkout.create(request))).toMatchObject({
      _tag: "TotalDiffers",
      expected: 1000,
      actual: "12.00 USD"
    })
  })

  it("is TotalDiffers at an update, and the items from before are put back", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { provider: basket })
    await shop.arm({
      _tag: "Garble",
      body: (body) => body.replace(/"amount_total": \d+,\s*"automatic/, '"amount_total": 2400, "automatic')
    })
    const provider = items(["Trip", 2000])
    expect(await shop.fails(shop.checkout.update(session, { amount: usd(2000), provider }))).toMatchObject({
      _tag: "TotalDiffers",
      expected: 2000,
      actual: "24.00 USD"
    })
    expect(await shop.truth(session.id)).toMatchObject({ amount: { decimal: "15" } })
    const [trip, fee] = await named(shop, session)
    expect([trip?.name, fee?.name]).toEqual(["Trip", "Fee"])
    expect(trip?.id).toBe(linesOf(session)[0]?.id)
    const keys = (await shop.exchanges()).flatMap(({ headers }) => headers["idempotency-key"] ?? [])
    expect(new Set(keys).size).toBe(3)
  })

  it("that cannot be put back is an unknown outcome", async () => {
    const shop = await open({ stripe: { retry: { attempts: 1 } } })
    const session = await shop.create(usd(1500))
    await shop.arm({
      _tag: "Garble",
      body: (body) => body.replace(/"amount_total": \d+,\s*"automatic/, '"amount_total": 2400, "automatic')
    })
    await shop.arm({ _tag: "Answer", status: 400, body: "{}" })
    expect(await shop.fails(shop.checkout.update(session, { amount: usd(2000) }))).toMatchObject({
      _tag: "ProviderError",
      outcome: "unknown"
    })
  })

  it("is the session's with automatic tax, and lasts when it is locked", async () => {
    const shop = await open({ simulator: { tax: { percent: 20 } }, stripe: { automaticTax: true } })
    expect(shop.checkout.capabilities.totals).toBe("provider")
    const session = await shop.create(usd(1000))
    expect(await shop.lastForm()).toContain("automatic_tax[enabled]=true")
    expect(session).toMatchObject({ amount: usd(1200), amountFrom: "provider" })
    const updated = await shop.run(shop.checkout.update(session, { amount: usd(2000) }))
    expect(updated).toMatchObject({ amount: usd(2400) })
    const locked = await shop.run(shop.checkout.lock(updated, updated.amount))
    expect(locked).toMatchObject({ amount: usd(2400), status: "locked" })
    expect(await shop.submit(locked)).toMatchObject({ _tag: "Authorised", amount: { decimal: "24" } })
    const found = await shop.run(shop.checkout.result(locked, Redacted.make(locked.id)))
    expect(found.status).toBe("completed")
    expect(found.authorisation?.totals()).toMatchObject({ authorised: usd(2400), captured: usd(2400) })
  })
})

describe("a session that is over", () => {
  it("because it was paid is NotUpdatable", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    await shop.submit(session)
    const refusal = { _tag: "NotUpdatable", id: session.id, why: "completed" }
    expect(await shop.fails(shop.checkout.update(session, { amount: usd(1600) }))).toMatchObject(refusal)
    expect(await shop.fails(shop.checkout.lock(session, usd(1500)))).toMatchObject(refusal)
    expect(await shop.fails(shop.checkout.expire(session))).toMatchObject({
      _tag: "NotCancellable",
      status: "complete"
    })
    expect(await shop.truth(session.id)).toMatchObject({ status: "completed", amount: { decimal: "15" } })
  })

  it("but for the money is NotUpdatable, pending", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    await shop.submit(session, "pending")
    const refused = await shop.fails(shop.checkout.update(session, { amount: usd(1600) }))
    expect(refused).toMatchObject({ _tag: "NotUpdatable", why: "pending" })
  })

  it("because it was ended is SessionExpired", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    const ended = await shop.run(shop.checkout.expire(session))
    expect(ended.status).toBe("expired")
    expect(await shop.truth(session.id)).toMatchObject({ status: "expired" })
    expect(await shop.submit(session)).toMatchObject({ _tag: "Refused" })
    const late = { _tag: "SessionExpired", id: session.id }
    expect(await shop.fails(shop.checkout.update(session, { amount: usd(1600) }))).toMatchObject(late)
    expect(await shop.fails(shop.checkout.update(ended, { amount: usd(1600) }))).toMatchObject(late)
    expect(await shop.fails(shop.checkout.expire(ended))).toMatchObject({ _tag: "NotCancellable" })
    expect(await shop.fails(shop.checkout.expire(session))).toMatchObject({ _tag: "NotCancellable", status: "expired" })
  })

  it.each(["pay", "expire"] as const)("between the read and the change (%s) is looked up again", async (how) => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    // The read still says that it is open.
    await shop.arm(
      { _tag: "Garble", body: (body) => body.replace(/"status": "(complete|expired)"/, '"status": "open"') },
      { only: ({ method }) => method === "GET" }
    )
    if (how === "pay") await shop.submit(session)
    else await shop.meanwhile(`checkout/sessions/${session.id}/expire`, [])
    expect(await shop.fails(shop.checkout.update(session, { amount: usd(1600) }))).toMatchObject({
      _tag: how === "pay" ? "NotUpdatable" : "SessionExpired"
    })
  })
})

describe("a result", () => {
  const proof = ({ id }: { readonly id: string }) => Redacted.make(id)

  it("of another session, reference or amount is ProofMismatch", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    const other = await shop.create(usd(1500))
    await shop.submit(session)
    const mismatch = (field: string) => ({ _tag: "ProofMismatch", id: session.id, field })
    expect(await shop.fails(shop.checkout.result(session, proof(other)))).toMatchObject(mismatch("id"))
    const renamed = Session.modify(session, { reference: "order-2" })
    expect(await shop.fails(shop.checkout.result(renamed, proof(session)))).toMatchObject(mismatch("reference"))
    const cheaper = Session.modify(session, { amount: usd(1000) })
    expect(await shop.fails(shop.checkout.result(cheaper, proof(session)))).toMatchObject(mismatch("amount"))
    const foreign = Session.modify(session, { amount: Money.positiveUnsafe(1500, "EUR") })
    expect(await shop.fails(shop.checkout.result(foreign, proof(session)))).toMatchObject(mismatch("currency"))
  })

  it.each(["unpaid", "paid"] as const)("of a manual capture is completed, where it is %s", async (position) => {
    const shop = await open({ simulator: { assume: { uncapturedPaymentStatus: position } } })
    const session = await shop.create(usd(1500), { capture: "manual" })
    const submission = await shop.submit(session)
    const found = await shop.run(shop.checkout.result(session, proof(session)))
    expect(found).toMatchObject({ status: "completed", attempts: [{ amount: usd(1500), status: "authorised" }] })
    expect(submission).toMatchObject({ authorisation: found.authorisation?.id })
    expect(found.authorisation?.facts).toContainEqual(
      expect.objectContaining({ _tag: "Authorised", reference: "order-1", capture: "manual", multipleCaptures: false })
    )
    expect(found.authorisation?.totals()).toMatchObject({ authorised: usd(1500), captured: { value: 0 } })
  })

  it("of money that is on its way is pending, and then what became of it", async () => {
    for (const approved of [true, false]) {
      const shop = await open()
      const session = await shop.create(usd(1500))
      await shop.submit(session, "pending")
      expect(await shop.run(shop.checkout.result(session, proof(session)))).toMatchObject({ status: "pending" })
      await shop.settle(session.id, approved)
      expect(await shop.run(shop.checkout.result(session, proof(session)))).toMatchObject({
        status: approved ? "completed" : "failed",
        attempts: approved ? [{ amount: usd(1500) }] : []
      })
    }
  })

  it("with statuses that nobody knows keeps the payment's, and reserves nothing", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500), { capture: "manual" })
    await shop.submit(session)
    const before = (await shop.requests()).length
    await shop.arm(
      { _tag: "Garble", body: (body) => body.replaceAll(/"status"\s*:\s*"[^"]*"/g, '"status":"brand-new"') },
      { only: ({ method }) => method === "GET" }
    )
    expect(await shop.run(shop.checkout.result(session, proof(session)))).toEqual(
      new Sessions.SessionResult({ status: { _tag: "Unrecognised", value: "brand-new" }, attempts: [] })
    )
    expect(await shop.requests()).toHaveLength(before + 1)
  })

  it("of an open and an ended session says so", async () => {
    const shop = await open()
    const session = await shop.create(usd(1500))
    await shop.submit(session, "decline")
    expect(await shop.run(shop.checkout.result(session, proof(session)))).toMatchObject({
      status: "open",
      attempts: []
    })
    await shop.run(shop.checkout.expire(session))
    expect(await shop.run(shop.checkout.result(session, proof(session)))).toMatchObject({ status: "expired" })
  })
})
