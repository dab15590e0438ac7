/** After the authorisation, on both faces: what goes over the wire, what the facts say, and what Stripe believes. */
import { type Authorisation, Fact, ModificationKey, Money } from "@paylayer/core"
import { describe, expect, it } from "vitest"
import { everything, open, usd } from "../shop.ts"

type Shop = Awaited<ReturnType<typeof open>>

const key = (text: string) => ({ key: ModificationKey.ModificationKey.make(text) })
const zero = Money.positiveUnsafe(1, "USD")
const nothing = new Money.Money({ ...zero, value: 0 })

/** An authorisation made by a Checkout Session. */
const bySession = async (shop: Shop, value: number): Promise<Authorisation.Authorisation> => {
  const session = await shop.create(usd(value), { capture: "manual" })
  await shop.submit(session)
  return (await shop.run(shop.checkout.result(session, shop.proof(session)))).authorisation!
}

const faces = [
  ["PaymentIntents", (shop: Shop, value: number) => shop.authorise(value), (shop: Shop) => shop],
  ["Checkout", bySession, (shop: Shop) => shop.afterCheckout]
] as const

describe.each(faces)("%s", (_, authorise, portsOf) => {
  const at = async (value: number, options: Parameters<typeof open>[0] = everything) => {
    const shop = await open(options)
    return { shop, ports: portsOf(shop), authorisation: await authorise(shop, value) }
  }

  it("adjusts upwards to a new total", async () => {
    const { authorisation, ports, shop } = await at(1500)
    const adjusted = await shop.run(ports.adjust(authorisation, usd(1700), key("a-1")))
    expect((await shop.requests()).at(-1)).toBe(`POST /v1/payment_intents/${authorisation.id}/increment_authorization`)
    expect(await shop.lastForm()).toEqual(["amount=1700", "expand[0]=latest_charge"])
    expect((await shop.exchanges()).at(-1)?.headers["idempotency-key"]).toBe("a-1")
    expect(adjusted).toMatchObject({ key: "a-1", kind: "adjust", stage: "succeeded", amount: usd(1700) })
    const totals = authorisation.with(adjusted.facts).totals()
    expect(totals).toMatchObject({ authorised: usd(1700), capturable: usd(2040), maximum: usd(2040), complete: true })
    expect(await shop.believed(authorisation)).toMatchObject({ authorised: { decimal: "17" } })
  })

  it("does not adjust downwards, twice to the same, or what no one may adjust", async () => {
    const { authorisation, ports, shop } = await at(1500)
    const before = (await shop.requests()).length
    const refused = { _tag: "NotAdjustable", why: "direction" }
    expect(await shop.fails(ports.adjust(authorisation, usd(1400)))).toMatchObject(refused)
    expect(await shop.fails(ports.adjust(authorisation, usd(1500)))).toMatchObject(refused)
    expect(await shop.requests()).toHaveLength(before)
    const plain = await at(1500, { ...everything, simulator: { features: {} } })
    expect(await plain.shop.fails(plain.ports.adjust(plain.authorisation, usd(1700)))).toMatchObject({
      _tag: "NotAdjustable",
      why: "not-a-pre-authorisation"
    })
  })

  it("captures all, and then nothing more", async () => {
    const { authorisation, ports, shop } = await at(1500, {})
    const captured = await shop.run(ports.capture(authorisation, usd(1500), key("c-1")))
    expect(await shop.lastForm()).toEqual(["amount_to_capture=1500", "expand[0]=latest_charge"])
    expect(captured).toMatchObject({ kind: "capture", stage: "succeeded" })
    const now = authorisation.with(captured.facts)
    expect(now.totals()).toMatchObject({
      captured: usd(1500),
      refundable: usd(1500),
      released: "closed",
      complete: true
    })
    expect(await shop.believed(authorisation)).toMatchObject({ captured: { decimal: "15" }, released: true })
    const before = (await shop.requests()).length
    expect(await shop.fails(ports.capture(now, usd(100)))).toMatchObject({ _tag: "NotCapturable" })
    expect(await shop.requests()).toHaveLength(before)
    // The same, from the provider: an old value.
    expect(await shop.fails(ports.capture(authorisation, usd(100)))).toMatchObject({
      _tag: "NotCapturable",
      why: "captured",
      code: "payment_intent_unexpected_state"
    })
  })

  it("captures a part, and the rest is given back", async () => {
    const { authorisation, ports, shop } = await at(1500, {})
    const captured = await shop.run(ports.capture(authorisation, usd(1000)))
    const now = authorisation.with(captured.facts)
    expect(now.totals()).toMatchObject({
      authorised: usd(1500),
      captured: usd(1000),
      released: "closed",
      capturable: nothing
    })
    expect(await shop.fails(ports.capture(authorisation, usd(100)))).toMatchObject({
      _tag: "NotCapturable",
      why: "closed"
    })
    expect(await shop.fails(ports.capture(authorisation, usd(100), { final: false }))).toMatchObject({
      _tag: "Unsupported"
    })
  })

  it("captures several times, where the account and the card can", async () => {
    const { authorisation, ports, shop } = await at(1500)
    const first = await shop.run(ports.capture(authorisation, usd(500), { final: false, ...key("c-1") }))
    expect(await shop.lastForm()).toEqual(["amount_to_capture=500", "final_capture=false", "expand[0]=latest_charge"])
    const once = authorisation.with(first.facts)
    expect(once.totals()).toMatchObject({ captured: usd(500), released: undefined, complete: true })
    const second = await shop.run(ports.capture(once, usd(400), key("c-2")))
    const twice = once.with(second.facts)
    expect(twice.totals()).toMatchObject({ captured: usd(900), released: "closed", complete: true, conflicts: [] })
    expect(await shop.believed(authorisation)).toMatchObject({ captured: { decimal: "9" }, released: true })
  })

  it("captures more than what is authorised, where the card can, and no more than that", async () => {
    const { authorisation, ports, shop } = await at(1000)
    expect(authorisation.totals()).toMatchObject({ authorised: usd(1000), capturable: usd(1200), maximum: usd(1200) })
    expect(await shop.fails(ports.capture(authorisation, usd(1201)))).toMatchObject({
      _tag: "CaptureExceedsAuthorised",
      capturable: 1200
    })
    const captured = await shop.run(ports.capture(authorisation, usd(1200)))
    expect(authorisation.with(captured.facts).totals()).toMatchObject({ captured: usd(1200), complete: true })
  })

  it("cancels, once", async () => {
    const { authorisation, ports, shop } = await at(1500, {})
    const cancelled = await shop.run(ports.cancel(authorisation, key("x-1")))
    expect((await shop.requests()).at(-1)).toBe(`POST /v1/payment_intents/${authorisation.id}/cancel`)
    expect(await shop.lastForm()).toEqual([])
    expect(cancelled).toMatchObject({ kind: "cancel", stage: "succeeded" })
    const now = authorisation.with(cancelled.facts)
    expect(now.totals()).toMatchObject({
      released: "cancelled",
      captured: nothing,
      capturable: nothing,
      complete: true
    })
    expect(await shop.believed(authorisation)).toMatchObject({ released: true })
    const before = (await shop.requests()).length
    expect(await shop.fails(ports.cancel(now))).toMatchObject({ _tag: "NotCancellable", status: "cancelled" })
    expect(await shop.requests()).toHaveLength(before)
    expect(await shop.fails(ports.cancel(authorisation))).toMatchObject({
      _tag: "NotCancellable",
      status: "cancelled"
    })
    expect(await shop.fails(ports.capture(authorisation, usd(1500)))).toMatchObject({
      _tag: "NotCapturable",
      why: "cancelled"
    })
  })

  it("the same key again is the same modification", async () => {
    const { authorisation, ports, shop } = await at(1500)
    const one = await shop.run(ports.capture(authorisation, usd(500), { final: false, ...key("c-1") }))
    const again = await shop.run(ports.capture(authorisation, usd(500), { final: false, ...key("c-1") }))
    const totals = authorisation.with(one.facts).with(again.facts).totals()
    expect(totals).toMatchObject({ captured: usd(500), conflicts: [] })
    expect(totals.modifications).toHaveLength(1)
    expect(await shop.believed(authorisation)).toMatchObject({ captured: { decimal: "5" } })
  })

  describe("refunds", () => {
    const paid = async () => {
      const { authorisation, ports, shop } = await at(1500, {})
      const captured = await shop.run(ports.capture(authorisation, usd(1500)))
      return { shop, ports, authorisation: authorisation.with(captured.facts) }
    }

    it("a part, twice, with our key in it", async () => {
      const { authorisation, ports, shop } = await paid()
      const first = await shop.run(ports.refund(authorisation, usd(300), key("r-1")))
      expect(await shop.lastForm()).toEqual([
        `payment_intent=${authorisation.id}`,
        "amount=300",
        "metadata[paylayer_key]=r-1"
      ])
      expect(first).toMatchObject({ stage: "succeeded", id: expect.stringMatching(/^re_/), amount: usd(300) })
      const once = authorisation.with(first.facts)
      const second = await shop.run(ports.refund(once, usd(300), key("r-2")))
      const twice = once.with(second.facts)
      expect(twice.totals()).toMatchObject({ refunded: usd(600), refundable: usd(900), complete: true, conflicts: [] })
      expect(await shop.believed(authorisation)).toMatchObject({ refunded: { decimal: "6" } })
    })

    it.each([
      ["duplicate", ["reason=duplicate"]],
      ["fraud", ["reason=fraudulent"]],
      ["customer-request", ["reason=requested_by_customer"]],
      ["return", ["metadata[paylayer_reason]=return"]],
      ["other", ["metadata[paylayer_reason]=other"]]
    ] as const)("because of %s", async (reason, said) => {
      const { authorisation, ports, shop } = await paid()
      await shop.run(ports.refund(authorisation, usd(300), { reason }))
      const form = await shop.lastForm()
      expect(form.filter((pair) => pair.includes("reason"))).toEqual(said)
    })

    it("no more than what was captured, and nothing before", async () => {
      const { authorisation, ports, shop } = await paid()
      const all = authorisation.with((await shop.run(ports.refund(authorisation, usd(1000)))).facts)
      const before = (await shop.requests()).length
      expect(await shop.fails(ports.refund(all, usd(501)))).toMatchObject({
        _tag: "RefundExceedsCaptured",
        asked: 501,
        refundable: 500
      })
      expect(await shop.requests()).toHaveLength(before)
      // From an old value the provider refuses, in the same words.
      expect(await shop.fails(ports.refund(authorisation, usd(501)))).toMatchObject({
        _tag: "RefundExceedsCaptured",
        asked: 501
      })
      await shop.run(ports.refund(authorisation, usd(500)))
      expect(await shop.fails(ports.refund(authorisation, usd(1)))).toMatchObject({
        _tag: "NotRefundable",
        why: "refunded",
        code: "charge_already_refunded"
      })
    })

    it("what Stripe refuses because nothing was captured", async () => {
      const { authorisation, ports, shop } = await at(1500, {})
      expect(await shop.fails(ports.refund(authorisation, usd(1)))).toMatchObject({
        _tag: "NotRefundable",
        why: "not-captured"
      })
      // A value that believes in a capture that never was.
      const captured: Fact.Observed = { _tag: "Observed", at: 0, captured: usd(1500) }
      expect(await shop.fails(ports.refund(authorisation.with([captured]), usd(1)))).toMatchObject({
        _tag: "NotRefundable",
        why: "not-captured"
      })
    })
  })

  describe("reverses", () => {
    it("by cancelling what is not captured", async () => {
      const { authorisation, ports, shop } = await at(1500, {})
      const reversed = await shop.run(ports.reverse(authorisation, key("v-1")))
      expect((await shop.requests()).slice(-2)).toEqual([
        `GET /v1/payment_intents/${authorisation.id}`,
        `POST /v1/payment_intents/${authorisation.id}/cancel`
      ])
      expect((await shop.exchanges()).at(-1)?.headers["idempotency-key"]).toBe("v-1")
      expect(reversed).toMatchObject({ kind: "reverse", stage: "succeeded" })
      const totals = authorisation.with(reversed.facts).totals()
      expect(totals).toMatchObject({ released: "cancelled", refunded: nothing, complete: true, conflicts: [] })
      expect(totals.modifications[0]).toMatchObject({ asked: "reverse", kind: "cancel" })
    })

    it("by refunding all that is left, under another key, whatever the value says", async () => {
      const { authorisation, ports, shop } = await at(1500, {})
      const captured = await shop.run(ports.capture(authorisation, usd(1500)))
      const now = authorisation.with(captured.facts)
      const part = await shop.run(ports.refund(now, usd(400)))
      const reversed = await shop.run(ports.reverse(authorisation, key("v-1")))
      expect(await shop.lastForm()).toEqual([`payment_intent=${authorisation.id}`, "metadata[paylayer_key]=v-1"])
      expect((await shop.exchanges()).at(-1)?.headers["idempotency-key"]).toBe("v-1/refund")
      const totals = now.with(part.facts).with(reversed.facts).totals()
      expect(totals).toMatchObject({ refunded: usd(1500), refundable: nothing, complete: true, conflicts: [] })
      expect(totals.modifications.find(({ asked }) => asked === "reverse")).toMatchObject({
        kind: "refund",
        key: "v-1",
        amount: usd(1100)
      })
      // Again, as after a lost answer: the same refund, and not a second one.
      const again = await shop.run(ports.reverse(authorisation, key("v-1")))
      expect(again.id).toBe(reversed.id)
      expect(await shop.fails(ports.reverse(authorisation, key("v-2")))).toMatchObject({
        _tag: "NotRefundable",
        why: "refunded"
      })
      expect(await shop.believed(authorisation)).toMatchObject({ refunded: { decimal: "15" } })
    })

    it("what is captured in part: that part", async () => {
      const { authorisation, ports, shop } = await at(1500)
      await shop.run(ports.capture(authorisation, usd(500), { final: false }))
      const reversed = await shop.run(ports.reverse(authorisation))
      expect(reversed.facts).toContainEqual(expect.objectContaining({ kind: "refund", amount: usd(500) }))
    })

    it("nothing, twice", async () => {
      const { authorisation, ports, shop } = await at(1500, {})
      await shop.run(ports.cancel(authorisation))
      expect(await shop.fails(ports.reverse(authorisation))).toMatchObject({
        _tag: "NotCancellable",
        status: "cancelled"
      })
    })
  })

  it("a key that leaves no room for another one is refused before the wire", async () => {
    const { authorisation, ports, shop } = await at(1500, {})
    const before = (await shop.requests()).length
    expect(await shop.fails(ports.reverse(authorisation, key("k".repeat(249))))).toMatchObject({
      _tag: "ProviderError",
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "key", reason: "may have at most 248 characters" }] }
    })
    for (const forged of ["k".repeat(600), "ключ"]) {
      const refused = await shop.fails(ports.reverse(authorisation, { key: forged as ModificationKey.ModificationKey }))
      expect(refused).toMatchObject({
        _tag: "ProviderError",
        outcome: "not-executed",
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "key" }] }
      })
      // It is no key: the error does not carry it.
      expect("key" in refused && refused.key).toBeFalsy()
    }
    expect(await shop.requests()).toHaveLength(before)
    await shop.run(ports.reverse(authorisation, key("k".repeat(248))))
  })
})

it("a session's result has the amount that was paid at first, whatever it is adjusted to since", async () => {
  const shop = await open(everything)
  const session = await shop.create(usd(1500), { capture: "manual" })
  await shop.submit(session)
  const result = () => shop.run(shop.checkout.result(session, shop.proof(session)))
  const { authorisation } = await result()
  await shop.run(shop.afterCheckout.adjust(authorisation!, usd(1700)))
  const again = (await result()).authorisation!
  expect(again.facts).toContainEqual(expect.objectContaining({ _tag: "Authorised", amount: usd(1500) }))
  expect(again.with(authorisation!.facts).totals()).toMatchObject({ authorised: usd(1700), conflicts: [] })
})

describe("what is declared", () => {
  it("follows from what is asked of the issuer", async () => {
    const plain = await open()
    expect(plain.capabilities.adjust).toMatchObject({ directions: [], attempts: 10, decided: "at-once" })
    expect(plain.capabilities.capture).toMatchObject({ partial: true, multiple: false, remainder: "released" })
    const all = await open(everything)
    expect(all.capabilities.adjust.directions).toEqual(["up"])
    expect(all.capabilities.capture).toMatchObject({ partial: true, multiple: true, remainder: "chosen" })
    expect(all.afterCheckout.capabilities.capture).toEqual(all.capabilities.capture)
    expect(all.capabilities.find.by).toEqual(["id", "key"])
    expect(all.capabilities.reverse.idempotency).toMatchObject({ _tag: "key", maxLength: 248 })
  })

  it("amounts have no minimum but one unit, and the currency's step", async () => {
    const { capabilities } = await open()
    const limits = (currency: "USD" | "KWD" | "JPY") => capabilities.refund.amounts(currency)
    expect(limits("USD")).toMatchObject({ success: { minimum: 1, step: 1 } })
    expect(limits("KWD")).toMatchObject({ success: { minimum: 10, step: 10 } })
    expect(limits("JPY")).toMatchObject({ success: { minimum: 1 } })
  })

  it("is asked for with the creation, where capture is by hand", async () => {
    const asked = [
      "payment_method_options[card][request_multicapture]=if_available",
      "payment_method_options[card][request_overcapture]=if_available",
      "payment_method_options[card][request_incremental_authorization]=if_available",
      "payment_method_options[card][request_extended_authorization]=if_available"
    ]
    const options = async (shop: Shop) => (await shop.lastForm()).filter((pair) => pair.includes("options"))
    const shop = await open(everything)
    await shop.run(shop.intents.create({ reference: "order-1", amount: usd(1500), capture: "manual" }))
    expect(await options(shop)).toEqual(asked)
    await shop.create(usd(1500), { capture: "manual" })
    expect(await options(shop)).toEqual(asked)
    await shop.run(shop.intents.create({ reference: "order-1", amount: usd(1500), capture: "automatic" }))
    expect(await options(shop)).toEqual([])
    await shop.create(usd(1500))
    expect(await options(shop)).toEqual([])
    const only = await open({ stripe: { requests: { multicapture: "if_available" } } })
    await only.run(only.intents.create({ reference: "order-1", amount: usd(1500), capture: "manual" }))
    expect(await options(only)).toEqual(asked.slice(0, 1))
  })
})
