/** What goes wrong between us and Acquired.com after the payment: sent once, never guessed at, nothing lost. */
import { type Authorisation, Fact, ModificationKey, Authorisation as Authorisations } from "@paylayer/core"
import type { Faults } from "@paylayer/simulator"
import { describe, expect, it } from "vitest"
import { gbp, open, settled, totals } from "../payments.ts"

const key = ModificationKey.ModificationKey.make("our-key")
type Shop = Awaited<ReturnType<typeof open>>

const operations = {
  capture: (shop: Shop, payment: Authorisation.Authorisation) => shop.capture(payment, gbp(1000), { key }),
  cancel: (shop: Shop, payment: Authorisation.Authorisation) => shop.cancel(payment, { key }),
  refund: (shop: Shop, payment: Authorisation.Authorisation) => shop.refund(payment, gbp(1000), { key }),
  reverse: (shop: Shop, payment: Authorisation.Authorisation) => shop.reverse(payment, { key })
}
const names = ["capture", "cancel", "refund", "reverse"] as const

/** A payment of which this can be asked. */
const prepared = async (name: (typeof names)[number]) => {
  const shop = await open()
  const first = await shop.authorise(1502, name === "refund" ? "automatic" : "manual")
  if (name === "refund") await shop.advance(settled)
  // A token of this hour.
  await shop.create(gbp(1))
  return { shop, payment: first, before: await shop.requests() }
}

const unknown = { _tag: "ProviderError", key, outcome: "unknown" }
const not = { _tag: "ProviderError", key, outcome: "not-executed" }
const status = (status: number, body: object = {}): Faults.Fault => ({
  _tag: "Answer",
  status,
  body: JSON.stringify(body)
})
const documented = (code: number, error_type: string, more: object = {}) =>
  status(code, { status: "error", error_type, title: "No.", instance: "/v1/transactions", ...more })

describe.each(names)("%s", (name) => {
  const rows: ReadonlyArray<readonly [string, Faults.Fault, object, object, number]> = [
    ["no answer, before the effect", { _tag: "TimeoutBeforeEffect" }, unknown, { _tag: "Timeout" }, 1],
    ["no answer, after the effect", { _tag: "TimeoutAfterEffect" }, unknown, { _tag: "Timeout" }, 1],
    ["a broken connection, before the effect", { _tag: "ResetBeforeEffect" }, unknown, { _tag: "Transport" }, 1],
    ["a broken connection, after the effect", { _tag: "ResetAfterEffect" }, unknown, { _tag: "Transport" }, 1],
    ["500", documented(500, "internal_server_error"), unknown, { _tag: "Unavailable", status: 500 }, 1],
    ["503", status(503), unknown, { _tag: "Unavailable", status: 503 }, 1],
    ["302", status(302), unknown, { _tag: "UnknownCode", status: 302 }, 1],
    ["429", status(429), not, { _tag: "RateLimited" }, 3],
    ["400", documented(400, "bad_request"), not, { _tag: "InvalidRequest", code: "bad_request" }, 1],
    [
      "400 about something else",
      documented(400, "validation", {
        invalid_parameters: [
          { parameter: "amount", reason: "too large" },
          { parameter: "reference", reason: "too long" }
        ]
      }),
      not,
      { _tag: "InvalidRequest", parameters: [{ parameter: "amount" }, { parameter: "reference" }] },
      1
    ],
    [
      "400 that is no validation",
      documented(400, "bad_request", { invalid_parameters: [{ parameter: "amount", reason: "?" }] }),
      not,
      { _tag: "InvalidRequest", code: "bad_request" },
      1
    ],
    [
      "400 about nothing",
      documented(400, "validation", { invalid_parameters: [] }),
      not,
      { _tag: "InvalidRequest", parameters: [] },
      1
    ],
    ["403", documented(403, "forbidden"), not, { _tag: "Forbidden", code: "forbidden" }, 1],
    ["404", documented(404, "not_found"), not, { _tag: "NotFound", code: "not_found" }, 1],
    ["409", documented(409, "conflict"), not, { _tag: "InvalidRequest", code: "conflict" }, 1],
    ["an error of no document", documented(400, "brewing"), not, { _tag: "UnknownCode", code: "brewing" }, 1]
  ]

  it.each(rows)("%s", async (_, fault, error, reason, times) => {
    const { before, payment, shop } = await prepared(name)
    const known = totals(payment)
    await shop.arm(fault, { times: Infinity })
    const failed = await shop.fails<unknown, object>(operations[name](shop, payment))
    expect(failed).toMatchObject({ ...error, operation: expect.stringMatching(`\\.${name}$`), reason })
    expect((await shop.requests()).length - before.length).toBe(times)
    const facts: ReadonlyArray<Fact.Fact> = "facts" in failed ? (failed.facts as ReadonlyArray<Fact.Fact>) : []
    if (error === not) return expect(facts).toEqual([])
    // Asked, and nobody knows: counted where it makes less possible, until somebody does.
    expect(facts).toMatchObject([{ _tag: "Asked", key, kind: name }])
    const after = payment.with(facts)
    expect(totals(after)).toMatchObject({ captured: known.captured, refunded: known.refunded, complete: false })
    const { capturable, refundable } = after.totals()
    expect(capturable.value + refundable.value).toBeLessThan(1502)
    // Nobody can look it up without an id: that is not the same as that it never was.
    expect(await shop.fails(shop.find({ authorisation: after, key }))).toMatchObject({
      _tag: "Unsupported",
      capability: "look-up by key"
    })
  })

  it.each([
    ["cut off", (body: string) => body.slice(0, -3)],
    ["HTML", () => "<!doctype html><title>Bad gateway</title>"],
    ["empty", () => ""],
    ["huge", (body: string) => body + " ".repeat(2_000_000)],
    ["a list", () => "[1]"],
    ["without an id", (body: string) => body.replace("transaction_id", "id")],
    ["with an empty id", (body: string) => body.replace(/"transaction_id":"[^"]*"/, '"transaction_id":""')],
    ["without a status", (body: string) => body.replace('"status"', '"state"')]
  ])("an answer that is %s is no outcome", async (_, body) => {
    const { payment, shop } = await prepared(name)
    await shop.arm({ _tag: "Garble", body }, { times: Infinity })
    const failed = await shop.fails<unknown, object>(operations[name](shop, payment))
    expect(failed).toMatchObject({ ...unknown, reason: { _tag: "MalformedResponse" }, facts: [{ _tag: "Asked" }] })
  })

  it.each(["..", "a/b", "nobody", "\ud800"])("a payment with the id %j is unknown", async (id) => {
    const { payment, shop } = await prepared(name)
    const facts = payment.facts.map((fact) => (fact._tag === "Authorised" ? { ...fact, id } : fact)) as Array<Fact.Fact>
    const other = Object.assign(Object.create(Authorisations.Authorisation.prototype), { ...payment, id, facts })
    expect(await shop.fails<unknown, object>(operations[name](shop, other))).toMatchObject({ outcome: "not-executed" })
    for (const request of await shop.requests()) {
      expect(request).toMatch(/^(GET|POST|PUT) \/v1\/[^/]+(\/[^/]+){0,2}$/)
    }
  })

  it("another provider's authorisation is refused, and nothing is sent", async () => {
    const { before, payment, shop } = await prepared(name)
    const other = new Authorisations.Authorisation({ ...payment, provider: "stripe" })
    expect(await shop.fails<unknown, object>(operations[name](shop, other))).toMatchObject({
      _tag: expect.stringMatching(/^Not/)
    })
    expect(await shop.requests()).toEqual(before)
  })
})

describe("amounts", () => {
  it.each([
    ["zero", { value: 0, currency: "GBP" }, "AmountOutOfRange"],
    ["a fraction", { value: 1.5, currency: "GBP" }, "AmountNotRepresentable"],
    ["too large", { value: 1_000_000_000_000_000, currency: "GBP" }, "AmountOutOfRange"],
    ["another currency", { value: 100, currency: "EUR" }, "CurrencyMismatch"],
    ["absent", undefined, "AmountNotRepresentable"]
  ])("that are %s are refused before the wire", async (_, amount, _tag) => {
    const shop = await open()
    const payment = await shop.authorise(1502, "automatic")
    const manual = await shop.authorise(1502)
    const before = await shop.requests()
    expect(await shop.fails<unknown, object>(shop.capture(manual, amount as never))).toMatchObject({ _tag })
    expect(await shop.fails<unknown, object>(shop.refund(payment, amount as never))).toMatchObject({ _tag })
    expect(await shop.requests()).toEqual(before)
  })

  it("a refund before anything is captured is refused before the wire", async () => {
    const shop = await open()
    const payment = await shop.authorise(1502)
    const before = await shop.requests()
    expect(await shop.fails(shop.refund(payment, gbp(1)))).toMatchObject({ _tag: "NotRefundable", why: "not-captured" })
    expect(await shop.requests()).toEqual(before)
  })
})
