/** What Stripe knows: by id, and what became of one modification by its key. */
import { Authorisation, type Fact, ModificationKey } from "@paylayer/core"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { StripeIntents } from "../../src/index.ts"
import { everything, open, usd } from "../shop.ts"

type Shop = Awaited<ReturnType<typeof open>>

const key = ModificationKey.ModificationKey.make("k-1")
const impatient = { ...everything, stripe: { ...everything.stripe, retry: { attempts: 1 } } }

/** Does this, and never hears of it. */
const lost = async (
  shop: Shop,
  act: Effect.Effect<unknown, { readonly facts?: ReadonlyArray<Fact.Fact> } | object>
) => {
  await shop.arm({ _tag: "ResetAfterEffect" })
  return factsOf(await shop.fails(act))
}
/** Does this, and it never arrives. */
const stopped = async (shop: Shop, act: Effect.Effect<unknown, object>) => {
  await shop.arm({ _tag: "ResetBeforeEffect" })
  return factsOf(await shop.fails(act))
}
const factsOf = (error: object): ReadonlyArray<Fact.Fact> =>
  "facts" in error ? (error.facts as ReadonlyArray<Fact.Fact>) : []

describe("by id", () => {
  it("all that is known: terms, totals and every refund, on both faces", async () => {
    const shop = await open(everything)
    const authorisation = await shop.authorise(1500)
    await shop.run(shop.capture(authorisation, usd(1000), { final: false }))
    const one = await shop.run(shop.capture(authorisation, usd(200)))
    const refund = await shop.run(shop.refund(authorisation.with(one.facts), usd(300), { key }))
    for (const { find } of [shop, shop.afterCheckout]) {
      const found = await shop.run(find({ id: authorisation.id }))
      expect(found).toMatchObject({ id: authorisation.id, provider: "stripe" })
      expect(found.facts).toContainEqual({
        _tag: "Authorised",
        id: authorisation.id,
        reference: "order-1",
        amount: usd(1500),
        capture: "manual",
        validUntil: expect.any(Number),
        adjustable: true,
        multipleCaptures: true,
        observed: ["adjust", "capture"]
      })
      expect(found.totals()).toMatchObject({
        captured: usd(1200),
        refunded: usd(300),
        released: "closed",
        modifications: [{ ids: [refund.id], kind: "refund", stage: "succeeded" }]
      })
      // The refund's fact is the one that its answer gave: nothing is known twice.
      expect(found.facts).toContainEqual(refund.facts.find(({ _tag }) => _tag === "Outcome"))
    }
    expect((await shop.requests()).slice(-2)).toEqual([
      `GET /v1/payment_intents/${authorisation.id}`,
      "GET /v1/refunds"
    ])
  })

  it("more than a hundred refunds, page by page", async () => {
    const shop = await open()
    const authorisation = await shop.authorise(1500, "automatic")
    for (let refunds = 0; refunds < 201; refunds++) await shop.run(shop.refund(authorisation, usd(1)))
    const before = (await shop.requests()).length
    const found = await shop.run(shop.find({ id: authorisation.id }))
    expect(found.totals()).toMatchObject({ refunded: usd(201), refundable: usd(1299) })
    expect(found.totals().modifications).toHaveLength(201)
    expect((await shop.requests()).slice(before)).toHaveLength(4)
  })

  it("a list that never ends, or is about another payment, is not believed", async () => {
    const shop = await open()
    const authorisation = await shop.authorise(1500, "automatic")
    await shop.run(shop.refund(authorisation, usd(1)))
    const list = { only: ({ path }: { readonly path: string }) => path.includes("/refunds"), times: Infinity }
    for (const garble of [
      (body: string) => body.replace(/"has_more": ?false/, '"has_more": true'),
      (body: string) =>
        body.replace(/"data": ?\[[\s\S]*\]/, '"data": []').replace(/"has_more": ?false/, '"has_more": true'),
      (body: string) => body.replace(/"payment_intent": ?"pi_/, '"payment_intent": "pi_0')
    ]) {
      await shop.arm({ _tag: "Garble", body: garble }, list)
      expect(await shop.fails(shop.find({ id: authorisation.id }))).toMatchObject({
        _tag: "ProviderError",
        outcome: "not-executed",
        reason: { _tag: "MalformedResponse" }
      })
      await shop.disarm()
    }
  })

  it("an intent that has reserved nothing, and one that nobody knows, are NotFound", async () => {
    const shop = await open()
    const intent = await shop.run(shop.intents.create({ reference: "order-1", amount: usd(1500) }))
    const notFound = { _tag: "ProviderError", outcome: "not-executed", reason: { _tag: "NotFound" } }
    expect(StripeIntents.authorisation(intent)).toBeUndefined()
    expect(await shop.fails(shop.find({ id: intent.id }))).toMatchObject(notFound)
    await shop.run(shop.intents.cancel(intent))
    expect(await shop.fails(shop.find({ id: intent.id }))).toMatchObject(notFound)
    expect(await shop.fails(shop.find({ id: "pi_nobody" }))).toMatchObject(notFound)
  })

  it.each(["refunded", "refunded-and-told", "untouched"] as const)(
    "what was released is no refund, where a released charge is %s",
    async (releasedCharge) => {
      const shop = await open({ simulator: { assume: { releasedCharge } } })
      const authorisation = await shop.authorise(1500)
      await shop.run(shop.cancel(authorisation))
      const gone = await shop.authorise(1500)
      await shop.advance("8 days")
      for (const [{ id }, released] of [
        [authorisation, "cancelled"],
        [gone, "expired"]
      ] as const) {
        const before = (await shop.requests()).length
        const found = await shop.run(shop.find({ id }))
        expect((await shop.requests()).slice(before)).toEqual([`GET /v1/payment_intents/${id}`])
        expect(found.totals()).toMatchObject({
          refunded: { value: 0 },
          captured: { value: 0 },
          released,
          complete: true
        })
      }
    }
  )

  it("by reference is not declared, and refused before the wire", async () => {
    const shop = await open()
    await shop.authorise(1500)
    const before = (await shop.requests()).length
    expect(await shop.fails(shop.find({ reference: "order-1" }))).toMatchObject({ _tag: "Unsupported" })
    expect(await shop.requests()).toHaveLength(before)
  })

  it("another provider's authorisation is NotFound before the wire", async () => {
    const shop = await open()
    const authorisation = await shop.authorise(1500)
    const before = (await shop.requests()).length
    const foreign = new Authorisation.Authorisation({ ...authorisation, provider: "adyen" })
    const plain = JSON.parse(JSON.stringify(authorisation)) as typeof authorisation
    for (const authorisation of [foreign, plain, undefined as never]) {
      expect(await shop.fails(shop.find({ authorisation, key }))).toMatchObject({ reason: { _tag: "NotFound" } })
    }
    expect(await shop.requests()).toHaveLength(before)
  })

  it.each([undefined, null, 7, "pi_1", [], {}, { id: 7 }, { id: undefined }, { reference: undefined, id: null }])(
    "what says nothing to look for (%j) is refused before the wire",
    async (sought) => {
      const shop = await open()
      const error = await shop.fails(shop.find(sought as never))
      expect(error).toMatchObject(
        typeof sought === "object" && sought !== null && "reference" in sought
          ? { _tag: "Unsupported" }
          : {
              _tag: "ProviderError",
              outcome: "not-executed",
              reason: { _tag: "InvalidRequest", parameters: [{ parameter: "sought" }] }
            }
      )
      expect(await shop.requests()).toEqual([])
    }
  )
})

describe("by key", () => {
  const authorised = async (capture: "manual" | "automatic" = "manual") => {
    const shop = await open(impatient)
    return { shop, authorisation: await shop.authorise(1500, capture) }
  }
  const stageOf = (found: Authorisation.Authorisation, of = key) =>
    found.totals().modifications.find((state) => state.key === of)?.stage

  it("a refund that was made, and one that was not", async () => {
    const { authorisation, shop } = await authorised("automatic")
    const done = authorisation.with(await lost(shop, shop.refund(authorisation, usd(300), { key })))
    expect(stageOf(done)).toBe("reserved")
    const found = await shop.run(shop.find({ authorisation: done, key }))
    expect(stageOf(found)).toBe("succeeded")
    expect(found.totals()).toMatchObject({ refunded: usd(300), complete: true, conflicts: [] })
    const other = ModificationKey.ModificationKey.make("k-2")
    const open = found.with(await stopped(shop, shop.refund(found, usd(300), { key: other })))
    expect(stageOf(await shop.run(shop.find({ authorisation: open, key: other })), other)).toBe("reserved")
  })

  it("a refund that failed since", async () => {
    const { authorisation, shop } = await authorised("automatic")
    const refund = await shop.run(shop.refund(authorisation, usd(300), { key }))
    const known = authorisation.with(refund.facts)
    await shop.act(authorisation, { _tag: "RefundFails" })
    await shop.advance("1 second")
    const found = await shop.run(shop.find({ authorisation: known, key }))
    expect(stageOf(found)).toBe("reverted")
    expect(found.totals()).toMatchObject({
      refunded: { value: 0 },
      refundable: usd(1500),
      complete: true,
      conflicts: []
    })
  })

  it("a refund that failed since, by a clock that is behind Stripe's", async () => {
    const { authorisation, shop } = await authorised("automatic")
    const refund = await shop.run(shop.refund(authorisation, usd(300), { key }))
    const known = authorisation.with(refund.facts)
    await shop.act(authorisation, { _tag: "RefundFails" })
    // Stripe says that it was made an hour from now.
    const later = (body: string) => body.replace(/"created": ?(\d+)/g, (_, at) => `"created":${Number(at) + 3600}`)
    await shop.arm({ _tag: "Garble", body: later }, { only: ({ path }) => path.includes("/refunds") })
    const ahead = known.with(
      refund.facts.flatMap((fact) => (fact._tag === "Outcome" ? [{ ...fact, at: fact.at + 3_600_000 }] : []))
    )
    const found = await shop.run(shop.find({ authorisation: ahead, key }))
    expect(stageOf(found)).toBe("reverted")
    expect(found.totals()).toMatchObject({ refunded: { value: 0 }, complete: true, conflicts: [] })
  })

  it("an increment that was made, and one that was not", async () => {
    const { authorisation, shop } = await authorised()
    const done = authorisation.with(await lost(shop, shop.adjust(authorisation, usd(1700), { key })))
    const found = await shop.run(shop.find({ authorisation: done, key }))
    expect(stageOf(found)).toBe("succeeded")
    expect(found.totals()).toMatchObject({ authorised: usd(1700), complete: true, conflicts: [] })

    const other = await authorised()
    const asked = other.authorisation.with(
      await stopped(other.shop, other.shop.adjust(other.authorisation, usd(1700), { key }))
    )
    expect(stageOf(await other.shop.run(other.shop.find({ authorisation: asked, key })))).toBe("reserved")
    // Once it can no more arrive: nothing captured is incremented.
    await other.shop.run(other.shop.capture(other.authorisation, usd(1500)))
    expect(stageOf(await other.shop.run(other.shop.find({ authorisation: asked, key })))).toBe("refused")
  })

  it("a capture that was made: alone, after others, and beside another", async () => {
    const { authorisation, shop } = await authorised()
    const first = authorisation.with(await lost(shop, shop.capture(authorisation, usd(500), { key, final: false })))
    const found = await shop.run(shop.find({ authorisation: first, key }))
    expect(stageOf(found)).toBe("succeeded")
    expect(found.totals()).toMatchObject({ captured: usd(500), complete: true, conflicts: [] })

    const [two, three] = ["k-2", "k-3"].map((text) => ModificationKey.ModificationKey.make(text))
    const second = found.with(await lost(shop, shop.capture(found, usd(300), { key: two!, final: false })))
    const third = second.with(await stopped(shop, shop.capture(second, usd(200), { key: three!, final: false })))
    // 300 of the 500 that are open: which, nothing says.
    const unclear = await shop.run(shop.find({ authorisation: third, key: two! }))
    expect([stageOf(unclear, two), stageOf(unclear, three)]).toEqual(["reserved", "reserved"])
    expect(unclear.totals()).toMatchObject({ captured: usd(800), complete: false })
    const again = unclear.with((await shop.run(shop.capture(third, usd(200), { key: three!, final: false }))).facts)
    const clear = await shop.run(shop.find({ authorisation: again, key: two! }))
    expect(clear.totals()).toMatchObject({ captured: usd(1000), complete: true, conflicts: [] })
  })

  it("a capture that was not made, and can no more be", async () => {
    const { authorisation, shop } = await authorised()
    const asked = authorisation.with(await stopped(shop, shop.capture(authorisation, usd(1500), { key })))
    expect(stageOf(await shop.run(shop.find({ authorisation: asked, key })))).toBe("reserved")
    await shop.act(authorisation, { _tag: "Capture", amount: { decimal: "7", currency: "USD" } })
    const found = await shop.run(shop.find({ authorisation: asked, key }))
    expect(stageOf(found)).toBe("refused")
    expect(found.totals()).toMatchObject({ captured: usd(700), released: "closed", complete: true })
  })

  it("a cancellation that was made, and one that came too late", async () => {
    const { authorisation, shop } = await authorised()
    const done = authorisation.with(await lost(shop, shop.cancel(authorisation, { key })))
    const found = await shop.run(shop.find({ authorisation: done, key }))
    expect(stageOf(found)).toBe("succeeded")
    expect(found.totals()).toMatchObject({ released: "cancelled", complete: true })

    const late = await authorised()
    const asked = late.authorisation.with(await stopped(late.shop, late.shop.cancel(late.authorisation, { key })))
    expect(stageOf(await late.shop.run(late.shop.find({ authorisation: asked, key })))).toBe("reserved")
    await late.shop.run(late.shop.capture(late.authorisation, usd(1500)))
    expect(stageOf(await late.shop.run(late.shop.find({ authorisation: asked, key })))).toBe("refused")
  })

  it("a reversal, whichever it was", async () => {
    for (const [capture, kind] of [
      ["manual", "cancel"],
      ["automatic", "refund"]
    ] as const) {
      const { authorisation, shop } = await authorised(capture)
      const done = authorisation.with(await lost(shop, shop.reverse(authorisation, { key })))
      const found = await shop.run(shop.find({ authorisation: done, key }))
      expect(found.totals().modifications).toMatchObject([{ asked: "reverse", kind, stage: "succeeded" }])
      expect(found.totals()).toMatchObject({ complete: true, conflicts: [] })
    }
  })

  it("does not take the amount of now for the one at first", async () => {
    const { authorisation, shop } = await authorised()
    const adjusted = await shop.run(shop.adjust(authorisation, usd(1700), { key }))
    const found = await shop.run(shop.find({ authorisation: authorisation.with(adjusted.facts), key }))
    expect(found.facts.filter(({ _tag }) => _tag === "Authorised")).toMatchObject([{ amount: usd(1500) }])
    expect(found.totals()).toMatchObject({ authorised: usd(1700), conflicts: [] })
  })
})
