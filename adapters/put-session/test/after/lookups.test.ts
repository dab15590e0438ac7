/** What Acquired.com tells when it is asked about a transaction. */
import { Authorisation, ModificationKey } from "@paylayer/core"
import { describe, expect, it } from "vitest"
import { gbp, open, settled, totals } from "../payments.ts"

const key = ModificationKey.ModificationKey.make("our-key")
const other = ModificationKey.ModificationKey.make("another-key")
type Shop = Awaited<ReturnType<typeof open>>

const malformed = { _tag: "ProviderError", outcome: "not-executed", reason: { _tag: "MalformedResponse" } }
const garble = (shop: Shop, body: (body: string) => string) =>
  shop.arm({ _tag: "Garble", body }, { only: ({ method }) => method === "GET", times: Infinity })

it("is by id", async () => {
  const shop = await open()
  const { id } = await shop.authorise(1502)
  await shop.telling(false)
  await shop.run(shop.find({ id }))
  expect(await shop.sent(1)).toEqual([`GET ${id}`])
  expect(await shop.fails(shop.find({ reference: "order-1" }))).toMatchObject({
    _tag: "Unsupported",
    capability: "look-up by reference"
  })
})

describe("of a payment", () => {
  it.each(["root", "nested"] as const)("in the shape %s: what was reserved, and by which reference", async (shape) => {
    const shop = await open({ simulator: { assume: { transactionShape: shape } } })
    const known = await shop.authorise(1502)
    if (shape === "root") await garble(shop, (body) => body.replace("{", '{"capture":false,'))
    const found = await shop.run(shop.find({ id: known.id }))
    expect(found).toEqual(known)
    expect(found.facts).toEqual([
      {
        _tag: "Authorised",
        id: known.id,
        reference: "order-1",
        amount: gbp(1502),
        capture: "manual",
        adjustable: false,
        multipleCaptures: false
      }
    ])
  })

  it("that was captured automatically: captured under its own id, when it was made, however often it is read", async () => {
    const shop = await open()
    const known = await shop.authorise(1502, "automatic")
    const paidAt = shop.clock.now()
    await shop.telling(true)
    await shop.advance(settled)
    const found = await shop.run(shop.find({ id: known.id }))
    expect(found).toEqual(known)
    expect(found.facts).toContainEqual({
      _tag: "Outcome",
      id: known.id,
      kind: "capture",
      amount: gbp(1502),
      at: paidAt,
      verdict: "succeeded"
    })
    expect(totals(found)).toMatchObject({ captured: 1502, complete: true })
  })

  it("that does not say how it is captured is refused, unless the account captures all of them one way", async () => {
    const shop = await open()
    const known = await shop.authorise(1502)
    expect(await shop.fails(shop.find({ id: known.id }))).toMatchObject({
      ...malformed,
      reason: { problem: "a payment that does not say how it is captured" }
    })
    for (const capture of ["manual", "automatic"] as const) {
      const one = await open({ acquired: { capture } })
      const paid = await one.authorise(1502, capture)
      expect(await one.run(one.find({ id: paid.id }))).toEqual(paid)
    }
    // What the provider says counts more.
    const account = await open({ acquired: { capture: "manual" } })
    const { id } = await account.authorise(1502)
    await account.telling(true)
    expect(totals(await account.run(account.find({ id })))).toMatchObject({ captured: 1502 })
  })

  it("that nobody made, and one that came to nothing, is NotFound", async () => {
    const shop = await open()
    expect(await shop.fails(shop.find({ id: "6d07e15a-b8ab-41e9-993b-39fbe688da92" }))).toMatchObject({
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "NotFound", code: "not_found" }
    })
    const session = await shop.create(gbp(1502))
    await shop.submit(session.id, "decline")
    const [webhook] = await shop.deliveries()
    const { transaction_id: id } = (JSON.parse(webhook!.body) as { webhook_body: Record<string, string> }).webhook_body
    expect(await shop.fails(shop.find({ id: id! }))).toMatchObject({
      reason: { _tag: "NotFound", message: "the payment has reserved nothing" }
    })
  })

  it.each(["pending", "brand_new"])("that is %s is not decided, and not NotFound", async (status) => {
    const shop = await open()
    const { id } = await shop.authorise(1502)
    await garble(shop, (body) => body.replace(/"status":"success"/, `"status":"${status}"`))
    expect(await shop.fails(shop.find({ id }))).toMatchObject({
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "UnknownCode", code: status, message: "the payment is not decided" }
    })
  })

  it.each([undefined, null, 7, "id", [], {}, { id: 7 }, { id: undefined }])(
    "needs something to look for: %j is refused before the wire",
    async (sought) => {
      const shop = await open()
      expect(await shop.fails(shop.find(sought as never))).toMatchObject({
        _tag: "ProviderError",
        outcome: "not-executed",
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "sought" }] }
      })
      expect(await shop.requests()).toEqual([])
    }
  )

  it("that is a change of one is none", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { id } = await shop.run(shop.capture(first, gbp(1502)))
    expect(await shop.fails(shop.find({ id: id! }))).toMatchObject({
      reason: { _tag: "NotFound", message: "a capture, and no payment" }
    })
  })

  it.each([
    ["another transaction", (body: string) => body.replace(/"transaction_id":"[^"]*"/, '"transaction_id":"other"')],
    ["no order", (body: string) => body.replace("order_id", "order")],
    ["an empty order", (body: string) => body.replace(/"order_id":"[^"]*"/, '"order_id":""')],
    ["no amount", (body: string) => body.replace('"amount"', '"total"')],
    ["an amount as text", (body: string) => body.replace("15.02", '"15.02"')],
    ["an amount of nothing", (body: string) => body.replace("15.02", "0")],
    ["a negative amount", (body: string) => body.replace("15.02", "-15.02")],
    ["an amount of too many decimals", (body: string) => body.replace("15.02", "15.025")],
    ["an amount beyond counting", (body: string) => body.replace("15.02", "1e300")],
    ["no currency", (body: string) => body.replace('"currency"', '"money"')],
    ["a currency of nobody", (body: string) => body.replace('"gbp"', '"xyz"')],
    ["no moment", (body: string) => body.replace('"created"', '"made"')],
    ["a moment in words", (body: string) => body.replace(/"created":"[^"]*"/, '"created":"yesterday"')],
    ["nothing", () => "{}"],
    ["markup", () => "<html>"]
  ])("an answer with %s is not believed", async (_, body) => {
    const shop = await open()
    const { id } = await shop.authorise(1502)
    await garble(shop, (answer) => body(answer.replace("{", '{"capture":false,')))
    expect(await shop.fails(shop.find({ id }))).toMatchObject(malformed)
  })

  it.each([
    ["2026-01-02 03:04:05", Date.UTC(2026, 0, 2, 3, 4, 5)],
    ["2026-01-02T03:04:05Z", Date.UTC(2026, 0, 2, 3, 4, 5)],
    ["2026-01-02T03:04:05.678+02:00", Date.UTC(2026, 0, 2, 1, 4, 5, 678)]
  ])("made at %s", async (created, at) => {
    const shop = await open()
    const { id } = await shop.authorise(1502, "automatic")
    await garble(shop, (body) =>
      body.replace("{", '{"capture":true,').replace(/"created":"[^"]*"/, `"created":"${created}"`)
    )
    const { facts } = await shop.run(shop.find({ id }))
    expect(facts.find((fact) => fact._tag === "Outcome")).toMatchObject({ at })
  })
})

describe("of a change whose id is known", () => {
  it("is joined with what was known", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { facts, id } = await shop.run(shop.capture(first, gbp(1000), { key }))
    // The answer came, and its outcome was lost on the way to the store.
    const known = first.with(facts.filter(({ _tag }) => _tag !== "Outcome"))
    expect(totals(known)).toMatchObject({ captured: 0, complete: false })
    const found = await shop.run(shop.find({ authorisation: known, key }))
    expect(await shop.sent(1)).toEqual([`GET ${id}`])
    expect(totals(found)).toMatchObject({ captured: 1000, released: "closed", complete: true })
    expect(found.facts).toEqual(expect.arrayContaining([...known.facts]))
  })

  it("that failed says why", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    await shop.act(first, { _tag: "RefuseNext", kind: "capture" })
    const { facts } = await shop.run(shop.capture(first, gbp(1000), { key }))
    const known = first.with(facts.filter(({ _tag }) => _tag !== "Outcome"))
    const found = await shop.run(shop.find({ authorisation: known, key }))
    expect(totals(found)).toMatchObject({ captured: 0, complete: true, stages: ["capture failed"] })
    expect(found.facts.find((fact) => fact._tag === "Outcome")).toMatchObject({
      failure: { _tag: "Declined", code: "generic_decline", message: "issuer response code 05" }
    })
  })

  it("that succeeded and reads as failed since is reverted, whatever our clock says", async () => {
    for (const ahead of [0, 3_600_000]) {
      const shop = await open()
      const first = await shop.authorise(1502)
      const { facts } = await shop.run(shop.capture(first, gbp(1000), { key }))
      const known = first.with(facts.map((fact) => (fact._tag === "Outcome" ? { ...fact, at: fact.at + ahead } : fact)))
      expect(totals(known)).toMatchObject({ captured: 1000 })
      await garble(shop, (body) => body.replace('"status":"success"', '"status":"declined"'))
      const found = await shop.run(shop.find({ authorisation: known, key }))
      expect(totals(found)).toMatchObject({ captured: 0, stages: ["capture reverted"], complete: true, conflicts: [] })
      // Read again, it says nothing new.
      await shop.advance("1 hour")
      expect(await shop.run(shop.find({ authorisation: found, key }))).toEqual(found)
    }
  })

  it("of a void of a captured payment reverts the capture", async () => {
    const shop = await open({ simulator: { assume: { voidOfCapture: "voided" } } })
    const first = await shop.authorise(1502)
    const capture = await shop.run(shop.capture(first, gbp(1000)))
    const captured = first.with(capture.facts)
    const reversal = await shop.run(shop.reverse(captured, { key }))
    const known = captured.with(reversal.facts.filter(({ _tag }) => _tag !== "Outcome"))
    for (const after of [captured.with(reversal.facts), await shop.run(shop.find({ authorisation: known, key }))]) {
      expect(totals(after)).toMatchObject({ captured: 0, released: "cancelled", complete: true, conflicts: [] })
    }
    expect(await shop.believes(first)).toEqual(["0", "0", true])
  })

  it("of another key, or another provider's authorisation, is refused, and nothing is sent", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { facts } = await shop.run(shop.capture(first, gbp(1000), { key }))
    const before = await shop.requests()
    expect(await shop.fails(shop.find({ authorisation: first.with(facts), key: other }))).toMatchObject({
      _tag: "Unsupported"
    })
    const theirs = new Authorisation.Authorisation({ ...first, provider: "stripe" })
    for (const authorisation of [theirs, undefined as never, JSON.parse(JSON.stringify(first)) as typeof first]) {
      expect(await shop.fails(shop.find({ authorisation, key }))).toMatchObject({ reason: { _tag: "NotFound" } })
    }
    expect(await shop.requests()).toEqual(before)
  })
})
