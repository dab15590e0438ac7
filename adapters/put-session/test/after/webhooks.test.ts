/** What Acquired.com says by itself: believed as far as it is signed, read as far as it goes. */
import { type RuleViolation, Webhooks } from "@paylayer/core"
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { gbp, open } from "../payments.ts"
import { appKey } from "../shop.ts"

type Shop = Awaited<ReturnType<typeof open>>

const bytes = (text: string) => new TextEncoder().encode(text)
/** The WooCommerce plugin's formula. */
const hashOf = (body: string, key = Redacted.value(appKey)) =>
  Hex.encode(mac.hmac("SHA-256", bytes(key), bytes(body.replaceAll(/\s/g, ""))))

const transaction_id = "29c05255-8905-f38f-1446-03f83de52d7c"
const event = {
  webhook_type: "status_update",
  webhook_id: "0e6ab5bd-6c4c-4c2c-8e3a-0d6c1d9b8f10",
  timestamp: 1700000000,
  webhook_body: { transaction_id, status: "success", order_id: "order-1" }
}
const compact = JSON.stringify(event)

/** A request as Acquired sends it, signed. */
const request = (body: string | object, headers: Readonly<Record<string, string | undefined>> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  return { headers: { "Webhook-Version": "2", Hash: hashOf(text), ...headers }, body: text }
}
const received = (shop: Shop, body: string | object, headers?: Readonly<Record<string, string | undefined>>) =>
  shop.run(shop.receive(request(body, headers)))
const refused = async (shop: Shop, given: Webhooks.RawRequest): Promise<RuleViolation.WebhookRefused> => {
  const error = await shop.fails(shop.receive(given))
  expect(error).toMatchObject({ _tag: "WebhookRefused", provider: "acquired" })
  return error
}
const eventsOf = ({ deliveries }: Webhooks.Received) => deliveries.flatMap(({ events }) => events)

const announced = { _tag: "Announced", id: transaction_id, reference: "order-1", status: "success" }

describe("what is signed", () => {
  it("is received, and acknowledged by 200", async () => {
    const shop = await open()
    expect(await received(shop, compact)).toEqual({
      deliveries: [{ id: event.webhook_id, events: [announced] }],
      acknowledgement: { status: 200, headers: {}, body: "" }
    })
  })

  it("has the published vector", async () => {
    const key = "de0eef006b4c30440aeca8ca5ac58789"
    const hash = "849aed470cc83070d0df8d7a90ba47e5bac356f19c6b289fceb69f39f4d845da"
    const shop = await open({ acquired: { signingKeys: [Redacted.make(key)] } })
    expect(hashOf(compact, key)).toBe(hash)
    expect(eventsOf(await received(shop, compact, { Hash: hash }))).toEqual([announced])
    expect(eventsOf(await received(shop, compact, { Hash: hash.toUpperCase() }))).toEqual([announced])
    expect((await refused(shop, request(compact, { Hash: hash.replace("849a", "849b") }))).why).toBe("mismatch")
  })

  it("is what the simulator sends, too", async () => {
    const shop = await open()
    const { id } = await shop.authorise(1502)
    const requests = await shop.deliveries()
    expect(requests).toHaveLength(1)
    const [got] = await Promise.all(requests.map((one) => shop.run(shop.receive(one))))
    expect(eventsOf(got!)).toEqual([{ _tag: "Announced", id, reference: "order-1", status: "success" }])
    expect(got!.deliveries[0]!.id).toBe(requests[0]!.id)
  })

  it("can be laid out in any way: blanks are not signed", async () => {
    const shop = await open()
    for (const body of [JSON.stringify(event, null, 2), `\n\t${compact}\r\n`, compact.replaceAll(",", " ,\v\f")]) {
      expect(eventsOf(await received(shop, body, { Hash: hashOf(compact) }))).toEqual([announced])
    }
  })

  it("is all that is read: a blank inside a value changes nothing", async () => {
    const shop = await open()
    const spaced = compact.replace('"order-1"', '"order-\\u002d1"').replace('"success"', '"suc cess"')
    expect((await refused(shop, request(spaced, { Hash: hashOf(compact) }))).why).toBe("mismatch")
    const blank = compact.replace('"order-1"', '"or der-1"').replace(transaction_id, `${transaction_id} `)
    expect(eventsOf(await received(shop, blank, { Hash: hashOf(compact) }))).toEqual([announced])
  })

  it("a blank of another alphabet is signed as it stands", async () => {
    const shop = await open()
    const body = compact.replace("order-1", "order-1\u00a0")
    expect((await refused(shop, request(body, { Hash: hashOf(compact) }))).why).toBe("mismatch")
  })

  it("cannot be changed anywhere", async () => {
    const shop = await open()
    for (let place = 0; place < compact.length; place += 7) {
      const other = compact[place] === "7" ? "8" : "7"
      const body = compact.slice(0, place) + other + compact.slice(place + 1)
      expect((await refused(shop, request(body, { Hash: hashOf(compact) }))).why).toBe("mismatch")
    }
  })
})

describe("the signature", () => {
  it.each([
    ["missing", undefined, "missing"],
    ["empty", "", "missing"],
    ["no hash", "secret", "missing"],
    ["cut off", hashOf(compact).slice(0, 32), "missing"],
    ["too long", `${hashOf(compact)}00`, "missing"],
    ["another secret's", hashOf(compact, "another"), "mismatch"],
    ["another body's", hashOf("{}"), "mismatch"],
    ["v1's", "cd92a2a8c003b827de7ef2fe931fc1d72c026333d46ea6e3d8ceacef7c0e39e7", "mismatch"]
  ])("that is %s is refused", async (_, Hash, why) => {
    const shop = await open()
    const error = await refused(shop, request(compact, { Hash }))
    expect(error.why).toBe(why)
    expect(Webhooks.refusal(error).status).toBe(401)
    expect(String(error) + JSON.stringify(error)).not.toContain(transaction_id)
  })

  it("is found under a name in any case", async () => {
    const shop = await open()
    const { body, headers } = request(compact)
    const loud = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    expect(eventsOf(await shop.run(shop.receive({ headers: loud, body })))).toEqual([announced])
  })

  it("by an empty key is nobody's", async () => {
    const shop = await open({ acquired: { signingKeys: [] } })
    expect((await refused(shop, request(compact))).why).toBe("mismatch")
    const empty = await open({ acquired: { signingKeys: [Redacted.make(" ")] } })
    expect((await refused(empty, request(compact, { Hash: hashOf(compact, " ") }))).why).toBe("mismatch")
  })

  it.each([
    [["old"], ["old", "new"]],
    [["new"], ["old", "new"]],
    [["old", "new"], ["old"]],
    [["old", "new"], ["new"]],
    [
      ["old", "new"],
      ["old", "new"]
    ]
  ])("during a rotation: we know %j, Acquired signs with %j", async (ours, theirs) => {
    const shop = await open({
      simulator: { signingKeys: theirs },
      acquired: { signingKeys: ours.map((key) => Redacted.make(key)) }
    })
    await shop.authorise(1502)
    const requests = await shop.deliveries()
    for (const one of requests) await shop.run(shop.receive(one))
    expect(requests).toHaveLength(1)
    expect(requests[0]!.headers["Hash"]!.split(",")).toHaveLength(theirs.length)
  })

  it("of keys that are revoked is refused", async () => {
    const shop = await open({
      simulator: { signingKeys: ["old"] },
      acquired: { signingKeys: [Redacted.make("new")] }
    })
    const session = await shop.create(gbp(1502))
    await shop.submit(session.id)
    const [one] = await shop.deliveries()
    expect((await refused(shop, one!)).why).toBe("mismatch")
  })
})

describe("whose it is", () => {
  const companyId = "5e2d1772-14e4-48f0-820e-a1fdb382f339"
  const mid = "8812dd70-891c-48b0-8dd8-81a9e252e4bf"
  const foreign = (why: string) => ({ _tag: "ForeignEvent", type: "status_update", why })

  it.each([
    ["ours", { "Company-Id": companyId.toUpperCase(), Mid: mid }, announced],
    ["one that does not say", {}, announced],
    ["another company's", { "Company-Id": mid, Mid: mid }, foreign("of another company")],
    ["another mid's", { "Company-Id": companyId, Mid: companyId }, foreign("of another mid")]
  ])("%s", async (_, headers, expected) => {
    const shop = await open({ acquired: { companyId, mid }, simulator: { companyId, mid } })
    const got = await received(shop, compact, headers)
    expect(eventsOf(got)).toEqual([expected])
    expect(got.acknowledgement.status).toBe(200)
  })

  it("is not asked where the options name nobody", async () => {
    const shop = await open()
    expect(eventsOf(await received(shop, compact, { "Company-Id": "anybody", Mid: "any" }))).toEqual([announced])
  })

  it("does not make a forged one foreign: that is refused first", async () => {
    const shop = await open({ acquired: { companyId }, simulator: { companyId } })
    const forged = request(compact, { "Company-Id": mid, Hash: hashOf("{}") })
    expect((await refused(shop, forged)).why).toBe("mismatch")
  })
})

describe("what it says", () => {
  const about = (body: object) => ({ ...event, webhook_body: { ...event.webhook_body, ...body } })

  it.each(["success", "settled", "executed", "pending", "declined", "blocked", "brand_new"])(
    "the status %s is announced, whatever it is the status of",
    async (status) => {
      const shop = await open()
      expect(eventsOf(await received(shop, about({ status })))).toEqual([{ ...announced, status }])
    }
  )

  it("of a change has the change's id: a look-up settles it", async () => {
    const shop = await open({ simulator: { assume: { pendingModifications: "captures-and-refunds" } } })
    const first = await shop.authorise(1502)
    const { facts, id, key } = await shop.run(shop.capture(first, gbp(1502)))
    await shop.advance("2 hours")
    const got = await Promise.all((await shop.deliveries()).map((one) => shop.run(shop.receive(one))))
    const told = got.flatMap(eventsOf).filter((one) => one._tag === "Announced" && one.id === id)
    expect(told.at(-1)).toEqual({ _tag: "Announced", id, reference: "order-1", status: "success" })
    // It moves nothing by itself.
    expect(got.flatMap((one) => Webhooks.factsOf(one, first))).toEqual([])
    const found = await shop.run(shop.find({ authorisation: first.with(facts), key }))
    expect(found.totals().captured.value).toBe(1502)
  })

  it("without a transaction: the shopper gave up before there was one", async () => {
    const shop = await open()
    expect(eventsOf(await received(shop, about({ transaction_id: "", status: "cancelled" })))).toEqual([
      { _tag: "AuthorisationRefused", id: "", reference: "order-1", reason: "cancelled" }
    ])
  })

  it.each([
    ["card_new", { ...event.webhook_body, card_id: "c1" }],
    [
      "card_update",
      {
        card_id: "c1",
        update_type: "card_update",
        update_detail: "expiry",
        card: { holder_name: "E Smith", scheme: "visa", number: "1111", expiry_month: 1, expiry_year: 30 }
      }
    ],
    ["customer_new", { customer_id: "c1" }]
  ])("%s is known, and of no consequence", async (webhook_type, webhook_body) => {
    const shop = await open()
    const got = await received(shop, { ...event, webhook_type, webhook_body })
    expect(eventsOf(got)).toEqual([{ _tag: "Ignored", type: webhook_type }])
  })

  it.each(["brand_new", "__proto__", "constructor", "toString"])("the type %s is unknown, and kept", async (type) => {
    const shop = await open()
    const got = await received(shop, { ...event, webhook_type: type, webhook_body: { anything: [1] } })
    expect(got.deliveries).toEqual([{ id: event.webhook_id, events: [{ _tag: "UnknownEvent", type }] }])
    expect(got.acknowledgement.status).toBe(200)
  })

  it("has the same id at every delivery", async () => {
    const shop = await open()
    const ids = [await received(shop, compact), await received(shop, JSON.stringify(event, null, 1))]
    expect(new Set(ids.flatMap(({ deliveries }) => deliveries.map(({ id }) => id))).size).toBe(1)
  })
})

describe("what cannot be understood", () => {
  const without = (name: string) => {
    const { [name]: _, ...rest } = event as Record<string, unknown>
    return rest
  }
  const body = (change: object) => ({ ...event, webhook_body: { ...event.webhook_body, ...change } })
  const rows: ReadonlyArray<readonly [string, string | object]> = [
    ["empty", ""],
    ["null", "null"],
    ["a number", "7"],
    ["a text", '"text"'],
    ["an array", `[${compact}]`],
    ["cut off", compact.slice(0, -1)],
    ["XML", "<a/>"],
    ["a form", "webhook_type=status_update"],
    ["control characters", "\u0000"],
    ["without a type", without("webhook_type")],
    ["without an id", without("webhook_id")],
    ["without a time", without("timestamp")],
    ["without a body", without("webhook_body")],
    ["of a type that is none", { ...event, webhook_type: 7 }],
    ["with an empty id", { ...event, webhook_id: "" }],
    ["with a time in words", { ...event, timestamp: "now" }],
    ["with a body that is a list", { ...event, webhook_body: [] }],
    ["without a transaction", body({ transaction_id: undefined })],
    ["with a transaction that is none", body({ transaction_id: 7 })],
    ["without a status", body({ status: undefined })],
    ["with an empty status", body({ status: "" })],
    ["without an order", body({ order_id: undefined })],
    ["a card without its id", { ...event, webhook_type: "card_new" }],
    ["a card's update without its type", { ...event, webhook_type: "card_update", webhook_body: { card_id: "c" } }]
  ]

  it.each(rows)("%s, rightly signed, is malformed", async (_, given) => {
    const shop = await open()
    const error = await refused(shop, request(given))
    expect(error.why).toBe("malformed")
    expect(Webhooks.refusal(error).status).toBe(400)
  })

  it("of 10 MB is not even read", async () => {
    const shop = await open()
    const error = await refused(shop, { headers: { Hash: hashOf("") }, body: "x".repeat(10_000_000) })
    expect(error).toMatchObject({ why: "malformed", problem: "a body of more than 1 MiB" })
  })

  it.each([undefined, null, 7, {}, [compact], new TextEncoder().encode(compact)])(
    "that is no text (%#) is malformed",
    async (given) => {
      const shop = await open()
      const { headers } = request(compact)
      expect((await refused(shop, { headers, body: given as never })).why).toBe("malformed")
      expect((await refused(shop, undefined as never)).why).toBe("malformed")
    }
  )

  it.each([undefined, null, 7, "text", { Hash: 7 }, { hash: [] }])(
    "without headers (%j) is unsigned",
    async (given) => {
      const shop = await open()
      expect((await refused(shop, { headers: given as never, body: compact })).why).toBe("missing")
    }
  )

  it("takes the first of a header that comes as a list", async () => {
    const shop = await open()
    const hashes = (...values: ReadonlyArray<string>) => ({ headers: { Hash: values as never }, body: compact })
    expect(eventsOf(await shop.run(shop.receive(hashes(hashOf(compact), "no hash"))))).toEqual([announced])
    expect((await refused(shop, hashes("no hash", hashOf(compact)))).why).toBe("missing")
  })

  it.each(["1", "3", "", "two"])("of the version %j is malformed: nobody knows how it is signed", async (version) => {
    const shop = await open()
    const error = await refused(shop, request(compact, { "Webhook-Version": version }))
    expect(error).toMatchObject({ why: "malformed", problem: "a Webhook-Version other than 2" })
  })

  it("without a version is read: its signature is that of version 2", async () => {
    const shop = await open()
    expect(eventsOf(await received(shop, compact, { "Webhook-Version": undefined }))).toEqual([announced])
  })

  it("a key that stands twice is read once", async () => {
    const shop = await open()
    const twice = compact.replace('"status":"success"', '"status":"declined","status":"success"')
    expect(eventsOf(await received(shop, twice))).toEqual([announced])
  })
})

it("declares what is signed", async () => {
  const shop = await open()
  expect(shop.port(Webhooks.Webhooks).capabilities).toEqual({
    provider: "acquired",
    signed: { _tag: "body-without-whitespace" }
  })
})
