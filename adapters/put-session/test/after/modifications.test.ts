/** Captures, voids, refunds and reversals at Acquired.com: what is sent, what it makes known, and what is refused. */
import { Authorisation, type Fact, ModificationKey, Money } from "@paylayer/core"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { Acquired } from "../../src/index.ts"
import { gbp, open, settled, totals } from "../payments.ts"
import { appKey } from "../shop.ts"

const { refundOptions } = Acquired
const key = ModificationKey.ModificationKey.make("our-key")
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)

/** A payment captured in full, or in part, and settled. */
const captured = async (value: number, part = value) => {
  const shop = await open()
  const first = await shop.authorise(value)
  const { facts } = await shop.run(shop.capture(first, gbp(part)))
  await shop.advance(settled)
  return { shop, payment: first.with(facts) }
}

describe("a capture", () => {
  it("is one POST of major units, and its answer is the outcome", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const capture = await shop.run(shop.capture(first, gbp(1020), { key }))
    expect(await shop.sent(1)).toEqual(['POST capture {"amount":10.2}'])
    expect(capture).toMatchObject({ key, kind: "capture", id: uuid, stage: "succeeded" })
    expect(capture.facts).toEqual([
      { _tag: "Asked", key, kind: "capture", amount: gbp(1020), sequence: 0, closes: true },
      { _tag: "Linked", key, id: capture.id },
      { _tag: "Outcome", key, id: capture.id, kind: "capture", at: shop.clock.now(), verdict: "succeeded" }
    ])
    expect(totals(first.with(capture.facts))).toMatchObject({ captured: 1020, released: "closed", complete: true })
    expect(await shop.believes(first)).toEqual(["10.2", "0", true])
  })

  it("carries no key: the provider has no field for one", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    await shop.run(shop.capture(first, gbp(1502), { key }))
    const [sent] = (await shop.exchanges()).slice(-1)
    expect(JSON.stringify([sent!.headers, sent!.body])).not.toContain(key)
  })

  it("in yen has no decimals", async () => {
    const shop = await open()
    const session = await shop.create(Money.positiveUnsafe(1502, "JPY"), { capture: "manual" })
    const { authorisation } = await shop.run(shop.result(session, await shop.pay(session)))
    await shop.run(shop.capture(authorisation!, Money.positiveUnsafe(1000, "JPY")))
    expect(await shop.sent(1)).toEqual(['POST capture {"amount":1000}'])
    expect(await shop.believes(authorisation!)).toEqual(["1000", "0", true])
  })

  it("gives the rest back: there is no second one, and none that keeps it", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { facts } = await shop.run(shop.capture(first, gbp(1000), { final: true }))
    const before = await shop.requests()
    expect(await shop.fails(shop.capture(first.with(facts), gbp(1)))).toMatchObject({
      _tag: "NotCapturable",
      why: "closed"
    })
    expect(await shop.fails(shop.capture(first, gbp(1), { final: false }))).toMatchObject({ _tag: "Unsupported" })
    expect(await shop.requests()).toEqual(before)
  })

  it("that the issuer declines is an outcome, and the authorisation is as before", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    await shop.act(first, { _tag: "RefuseNext", kind: "capture" })
    const capture = await shop.run(shop.capture(first, gbp(1502), { key }))
    expect(capture.stage).toBe("failed")
    expect(capture.facts.at(-1)).toEqual({
      _tag: "Outcome",
      key,
      id: capture.id,
      kind: "capture",
      at: shop.clock.now(),
      verdict: "failed",
      failure: { _tag: "Declined", code: "generic_decline", message: "issuer response code 05" }
    })
    expect(first.with(capture.facts).totals().capturable.value).toBe(1502)
  })

  it("of an older value is declined by the provider, or called too much", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { facts } = await shop.run(shop.capture(first, gbp(1000)))
    const again = await shop.run(shop.capture(first, gbp(1000)))
    expect(again.stage).toBe("failed")
    expect(totals(first.with([...facts, ...again.facts]))).toMatchObject({ captured: 1000, complete: true })
    expect(await shop.believes(first)).toEqual(["10", "0", true])
  })

  it("of more than the provider has is CaptureExceedsAuthorised", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    // A value of which somebody says that more was reserved.
    const more = { ...first.facts[0], amount: gbp(2000) } as Fact.Authorised
    const attempt = shop.capture(Authorisation.make("acquired", more), gbp(1503))
    expect(await shop.fails(attempt)).toMatchObject({ _tag: "CaptureExceedsAuthorised", id: first.id })
    expect(await shop.sent(1)).toEqual(['POST capture {"amount":15.03}'])
  })
})

describe("a void", () => {
  it("is a POST without a body, and gives everything back", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const cancel = await shop.run(shop.cancel(first))
    expect(await shop.sent(1)).toEqual(["POST void"])
    expect(cancel).toMatchObject({ kind: "cancel", stage: "succeeded", id: uuid })
    expect(totals(first.with(cancel.facts))).toEqual({
      captured: 0,
      refunded: 0,
      released: "cancelled",
      complete: true,
      conflicts: [],
      stages: ["cancel succeeded"]
    })
    expect(await shop.believes(first)).toEqual(["0", "0", true])
  })

  it("of what is known to be captured is refused before the wire; of an older value it is declined", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { facts } = await shop.run(shop.capture(first, gbp(1502)))
    const before = await shop.requests()
    expect(await shop.fails(shop.cancel(first.with(facts)))).toMatchObject({
      _tag: "NotCancellable",
      status: "closed"
    })
    expect(await shop.requests()).toEqual(before)
    const cancel = await shop.run(shop.cancel(first))
    expect(cancel.stage).toBe("failed")
    expect(totals(first.with([...facts, ...cancel.facts]))).toMatchObject({ captured: 1502, complete: true })
  })

  it("has its place before a capture: after an automatic one it is a reversal", async () => {
    const shop = await open()
    const first = await shop.authorise(1502, "automatic")
    expect(await shop.fails(shop.cancel(first))).toMatchObject({ _tag: "NotCancellable", status: "captured" })
  })
})

describe("a refund", () => {
  it("is one POST to the payment, as often as something is left", async () => {
    const { payment, shop } = await captured(1502)
    const one = await shop.run(shop.refund(payment, gbp(500)))
    const two = await shop.run(shop.refund(payment.with(one.facts), gbp(500)))
    expect(await shop.sent(2)).toEqual(['POST refund {"amount":5}', 'POST refund {"amount":5}'])
    expect(one.id).not.toBe(two.id)
    const after = payment.with([...one.facts, ...two.facts])
    expect(totals(after)).toMatchObject({ captured: 1502, refunded: 1000, complete: true })
    expect(await shop.believes(payment)).toEqual(["15.02", "10", true])
    const before = await shop.requests()
    expect(await shop.fails(shop.refund(after, gbp(503)))).toMatchObject({
      _tag: "RefundExceedsCaptured",
      asked: 503,
      refundable: 502
    })
    expect(await shop.requests()).toEqual(before)
  })

  it("before the payment has settled is declined: an outcome, and nothing is lost", async () => {
    const shop = await open()
    const first = await shop.authorise(1502, "automatic")
    const early = await shop.run(shop.refund(first, gbp(500)))
    expect(early.stage).toBe("failed")
    expect(early.facts.at(-1)).toMatchObject({ failure: { _tag: "Declined", code: "generic_decline" } })
    const after = first.with(early.facts)
    expect(after.totals().refundable.value).toBe(1502)
    await shop.advance(settled)
    const later = await shop.run(shop.refund(after, gbp(500)))
    expect(totals(after.with(later.facts))).toMatchObject({ refunded: 500, complete: true })
  })

  it("shows a text of the caller's on the statement, and no other", async () => {
    const { payment, shop } = await captured(1502)
    const first = await shop.run(
      shop.refund(payment, gbp(100), { key, provider: [refundOptions({ reference: "Shirt, size 18" })] })
    )
    await shop.run(shop.refund(payment.with(first.facts), gbp(100), { reason: "return" }))
    expect(await shop.sent(2)).toEqual([
      'POST refund {"amount":1,"reference":"Shirt, size 18"}',
      'POST refund {"amount":1}'
    ])
  })

  it.each(["", "x".repeat(19), "two\nlines"])("with the text %j is not sent", async (reference) => {
    const { payment, shop } = await captured(1502)
    const before = await shop.requests()
    const attempt = shop.refund(payment, gbp(100), { key, provider: [refundOptions({ reference })] })
    expect(await shop.fails(attempt)).toMatchObject({
      _tag: "ProviderError",
      operation: "Refunds.refund",
      key,
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "reference" }] }
    })
    expect(await shop.requests()).toEqual(before)
  })

  it("of more than the provider has is RefundExceedsCaptured", async () => {
    const { payment, shop } = await captured(1502, 1000)
    const { facts } = await shop.run(shop.refund(payment, gbp(600)))
    expect(await shop.fails(shop.refund(payment, gbp(600)))).toMatchObject({
      _tag: "RefundExceedsCaptured",
      id: payment.id
    })
    expect(totals(payment.with(facts))).toMatchObject({ refunded: 600 })
  })
})

describe("a reversal", () => {
  it("of an authorisation cancels it: its own transaction says so", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const reversal = await shop.run(shop.reverse(first, { key }))
    expect(await shop.sent(2)).toEqual(["POST reversal {}", `GET ${reversal.id}`])
    expect(reversal).toMatchObject({ kind: "reverse", stage: "succeeded" })
    expect(reversal.facts.at(-1)).toMatchObject({ key, id: reversal.id, kind: "cancel", verdict: "succeeded" })
    expect(totals(first.with(reversal.facts))).toMatchObject({ released: "cancelled", complete: true, conflicts: [] })
  })

  it("of what is settled refunds it, and what was refunded before stays refunded", async () => {
    const { payment, shop } = await captured(1502)
    const part = await shop.run(shop.refund(payment, gbp(502)))
    const reversal = await shop.run(shop.reverse(payment.with(part.facts)))
    expect(reversal.facts.at(-1)).toMatchObject({ kind: "refund", amount: gbp(1000), verdict: "succeeded" })
    expect(totals(payment.with([...part.facts, ...reversal.facts]))).toMatchObject({
      captured: 1502,
      refunded: 1502,
      complete: true,
      conflicts: []
    })
    expect(await shop.believes(payment)).toEqual(["15.02", "15.02", true])
  })

  it("of an automatic capture that has not settled voids it: nothing was ever captured", async () => {
    const shop = await open()
    const first = await shop.authorise(1502, "automatic")
    expect(totals(first)).toMatchObject({ captured: 1502, released: undefined })
    const reversal = await shop.run(shop.reverse(first))
    const after = first.with(reversal.facts)
    expect(totals(after)).toEqual({
      captured: 0,
      refunded: 0,
      released: "cancelled",
      complete: true,
      conflicts: [],
      stages: ["capture reverted", "cancel succeeded"]
    })
    expect(await shop.believes(first)).toEqual(["0", "0", true])
    // Whatever is learned again, in whatever order: the payment itself still says `success`.
    await shop.telling(true)
    const found = await shop.run(shop.find({ id: first.id }))
    expect(found.totals().captured.value).toBe(1502)
    expect(totals(after.with(found.facts))).toEqual(totals(after))
    expect(totals(found.with(reversal.facts))).toEqual(totals(after))
  })

  it("reverts captures even where our clock is behind the provider's", async () => {
    const shop = await open()
    const first = await shop.authorise(1502, "automatic")
    const later = first.facts.map((fact) => (fact._tag === "Outcome" ? { ...fact, at: fact.at + 60_000 } : fact))
    const ahead = new Authorisation.Authorisation({ ...first, facts: later })
    const reversal = await shop.run(shop.reverse(ahead))
    expect(totals(ahead.with(reversal.facts))).toMatchObject({ captured: 0, released: "cancelled", conflicts: [] })
  })

  it("shows the caller's text, too", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    await shop.run(shop.reverse(first, { provider: [refundOptions({ reference: "Sorry" })] }))
    expect((await shop.sent(2))[0]).toBe('POST reversal {"reference":"Sorry"}')
  })

  it("whose answer tells needs no second look", async () => {
    const shop = await open({ simulator: { assume: { reversalTells: "in-answer" } } })
    const first = await shop.authorise(1502)
    const reversal = await shop.run(shop.reverse(first))
    expect(await shop.sent(1)).toEqual(["POST reversal {}"])
    expect(totals(first.with(reversal.facts))).toMatchObject({ released: "cancelled", complete: true })
  })

  it("of which nobody tells what it was is acknowledged, and never guessed", async () => {
    const shop = await open({ simulator: { assume: { reversalTells: "never" } } })
    const first = await shop.authorise(1502)
    const reversal = await shop.run(shop.reverse(first))
    expect(reversal).toMatchObject({ stage: "acknowledged", id: uuid })
    const after = first.with(reversal.facts)
    expect(totals(after)).toMatchObject({ released: undefined, complete: false })
    expect(after.totals().capturable.value).toBe(0)
  })

  it("of which the second look fails is acknowledged, and a look-up tells the rest", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    await shop.arm({ _tag: "ResetBeforeEffect" }, { only: ({ method }) => method === "GET", times: Infinity })
    const reversal = await shop.run(shop.reverse(first, { key }))
    expect(reversal.stage).toBe("acknowledged")
    await shop.run(shop.faults.disarm)
    const found = await shop.run(shop.find({ authorisation: first.with(reversal.facts), key }))
    expect(totals(found)).toMatchObject({ released: "cancelled", complete: true })
  })

  it("that is declined is an outcome", async () => {
    const shop = await open()
    const first = await shop.authorise(1502)
    const { facts } = await shop.run(shop.cancel(first))
    const reversal = await shop.run(shop.reverse(first))
    expect(reversal.stage).toBe("failed")
    expect(totals(first.with([...facts, ...reversal.facts]))).toMatchObject({ released: "cancelled", complete: true })
  })
})

describe("an answer that decides nothing", () => {
  it("pending is an acknowledgement, and a look-up tells what became of it", async () => {
    const shop = await open({ simulator: { assume: { pendingModifications: "captures-and-refunds" } } })
    const first = await shop.authorise(1502)
    const capture = await shop.run(shop.capture(first, gbp(1502), { key }))
    expect(capture).toMatchObject({ stage: "acknowledged", id: uuid })
    expect(capture.facts.map(({ _tag }) => _tag)).toEqual(["Asked", "Linked"])
    const waiting = first.with(capture.facts)
    expect(totals(waiting)).toMatchObject({ captured: 0, complete: false })
    const still = await shop.run(shop.find({ authorisation: waiting, key }))
    expect(totals(still)).toEqual(totals(waiting))
    await shop.advance("2 hours")
    const found = await shop.run(shop.find({ authorisation: waiting, key }))
    expect(totals(found)).toMatchObject({ captured: 1502, complete: true, conflicts: [] })
  })

  it.each(["brand-new", "executed", "quarantined", "tds_pending"])("%s is an acknowledgement", async (status) => {
    const shop = await open()
    const first = await shop.authorise(1502)
    await shop.arm({ _tag: "Garble", body: (body) => body.replace('"success"', `"${status}"`) })
    expect((await shop.run(shop.capture(first, gbp(1502)))).stage).toBe("acknowledged")
  })

  it.each(["blocked", "error", "tds_error", "tds_expired", "tds_failed", "cancelled", "expired"])(
    "%s is a failure, by that name where no reason is given",
    async (status) => {
      const shop = await open()
      const first = await shop.authorise(1502)
      await shop.arm({ _tag: "Garble", body: (body) => body.replace('"success"', `"${status}"`) })
      const capture = await shop.run(shop.capture(first, gbp(1502)))
      expect(capture.facts.at(-1)).toMatchObject({ verdict: "failed", failure: { _tag: "Declined", code: status } })
    }
  )

  it("that quotes our credentials leaves no trace of them", async () => {
    const secret = Redacted.value(appKey)
    const shop = await open()
    const first = await shop.authorise(1502)
    const quoting = (body: string) =>
      body
        .replace('"success"', '"declined"')
        .replace(/"(reason|issuer_response_code)":"[^"]*"/g, `"$1":"so ${secret}!"`)
    await shop.arm({ _tag: "Garble", body: (body) => quoting(body.replace("{", '{"reason":"",')) })
    const { facts } = await shop.run(shop.capture(first, gbp(1502), { key }))
    expect(facts.at(-1)).toMatchObject({
      failure: { _tag: "Declined", code: "so <redacted>!", message: "issuer response code so <redacted>!" }
    })
    const known = first.with(facts.filter(({ _tag }) => _tag !== "Outcome"))
    await shop.arm({ _tag: "Garble", body: quoting }, { only: ({ method }) => method === "GET" })
    const found = await shop.run(shop.find({ authorisation: known, key }))
    expect(JSON.stringify(found)).toContain("so <redacted>!")
    expect(JSON.stringify([facts, found])).not.toContain(secret)
  })

  it("with the payment's own id is not linked by it: the automatic capture has that id", async () => {
    const shop = await open()
    const first = await shop.authorise(1502, "automatic")
    await shop.advance(settled)
    await shop.arm({ _tag: "Garble", body: (body) => body.replaceAll(/[0-9a-f-]{36}/g, first.id) })
    const refund = await shop.run(shop.refund(first, gbp(500)))
    expect(refund).toMatchObject({ stage: "succeeded" })
    expect(refund.id).toBeUndefined()
    expect(totals(first.with(refund.facts))).toMatchObject({ captured: 1502, refunded: 500, conflicts: [] })
  })
})
