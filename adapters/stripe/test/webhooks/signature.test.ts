/** Who is believed, and who is not. */
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { open, webhookSecret } from "../shop.ts"
import { event, signed, start, tag } from "./signed.ts"

const body = event("plan.created", {})
const other = Redacted.make("whsec_other")

type Options = NonNullable<Parameters<typeof open>[0]>["webhooks"]

const why = async (request: Parameters<Shop["receive"]>[0], webhooks: Options = {}, later?: Duration.Input) => {
  const shop = await open({ webhooks })
  if (later !== undefined) await shop.advance(later)
  const refused = await shop.fails(shop.receive(request))
  expect(refused).toMatchObject({ _tag: "WebhookRefused", provider: "stripe" })
  return refused.why
}
const received = async (request: Parameters<Shop["receive"]>[0], webhooks: Options = {}, later?: Duration.Input) => {
  const shop = await open({ webhooks })
  if (later !== undefined) await shop.advance(later)
  return shop.run(shop.receive(request))
}
type Shop = Awaited<ReturnType<typeof open>>

describe("a signature", () => {
  it("as Stripe's own library makes it is the right one", async () => {
    const payload = '{"id":"evt_1","object":"event"}'
    const v1 = "4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021"
    const request = { headers: { "stripe-signature": `t=1700000000,v1=${v1}` }, body: payload }
    const webhooks: Options = { secrets: [Redacted.make("whsec_test")], tolerance: Duration.infinity }
    // Believed, and then found to be no whole event.
    expect(await why(request, webhooks)).toBe("malformed")
    expect(await why({ ...request, body: `${payload} ` }, webhooks)).toBe("mismatch")
    expect(await why(request, { ...webhooks, tolerance: "5 minutes" })).toBe("too-old")
    expect(await why(request)).toBe("mismatch")
  })

  it("makes a request believed, whatever the case of its header", async () => {
    const { headers } = signed(body)
    for (const name of ["Stripe-Signature", "stripe-signature", "STRIPE-SIGNATURE"]) {
      expect(await received({ headers: { [name]: headers["Stripe-Signature"] }, body })).toEqual({
        deliveries: [{ id: "evt_1", events: [{ _tag: "UnknownEvent", type: "plan.created" }] }],
        acknowledgement: { status: 200, headers: {}, body: "" }
      })
    }
  })

  it.each([
    ["none", {}],
    ["an absent one", { "stripe-signature": undefined }],
    ["an empty one", { "stripe-signature": "" }],
    ["no time", { "stripe-signature": `v1=${tag(body)}` }],
    ["no signature", { "stripe-signature": `t=${start}` }],
    ["another scheme's", { "stripe-signature": `t=${start},v0=${tag(body)}` }],
    ["one that is no hex", { "stripe-signature": `t=${start},v1=zz` }],
    ["half a byte", { "stripe-signature": `t=${start},v1=${tag(body).slice(1)}` }],
    ["a time that is none", { "stripe-signature": `t=now,v1=${tag(body)}` }],
    ["a time without end", { "stripe-signature": `t=${"9".repeat(400)},v1=${tag(body)}` }],
    ["a negative time", { "stripe-signature": `t=-1,v1=${tag(body)}` }]
  ])("that is %s is missing", async (_, headers) => {
    expect(await why({ headers, body })).toBe("missing")
  })

  it.each([
    ["body", { ...signed(body), body: body.replace("plan.created", "plan.deleted") }],
    ["body, by a space", { ...signed(body), body: ` ${body}` }],
    ["time", { headers: { "stripe-signature": `t=${start + 1},v1=${tag(body)}` }, body }],
    ["secret", signed(body, { secret: "whsec_other" })],
    ["end of the signature", { headers: { "stripe-signature": `t=${start},v1=${tag(body).slice(0, -2)}` }, body }],
    ["length of the signature", { headers: { "stripe-signature": `t=${start},v1=${tag(body)}00` }, body }]
  ])("with another %s is a mismatch", async (_, request) => {
    expect(await why(request)).toBe("mismatch")
  })

  it.each([undefined, null, 7, "text", { "stripe-signature": 7 }, { "stripe-signature": [] }])(
    "in headers that are none (%j) is missing",
    async (headers) => {
      expect(await why({ headers: headers as never, body })).toBe("missing")
      expect(await why(undefined as never)).toBe("malformed")
    }
  )

  it("that comes as a list is its first", async () => {
    const { "Stripe-Signature": right } = signed(body).headers
    const list = (...values: ReadonlyArray<string>) => ({ headers: { "stripe-signature": values as never }, body })
    await received(list(right, "t=1"))
    expect(await why(list("t=1", right))).toBe("missing")
  })

  it("may be one of several, of one of several secrets", async () => {
    const both: Options = { secrets: [other, webhookSecret] }
    await received(signed(body), both)
    await received(signed(body, { secret: "whsec_other" }), both)
    const list = `t=${start},v1=${"0".repeat(64)},v0=00,v1=${tag(body)},v2=x`
    await received({ headers: { "stripe-signature": list }, body })
    await received({ headers: { "stripe-signature": list.replaceAll(",", ", ") }, body })
    expect(await why(signed(body, { secret: "whsec_third" }), both)).toBe("mismatch")
  })

  it("of an empty secret is nobody's", async () => {
    for (const secret of ["", "  "]) {
      expect(await why(signed(body, { secret }), { secrets: [Redacted.make(secret)] })).toBe("mismatch")
      await received(signed(body), { secrets: [Redacted.make(secret), webhookSecret] })
    }
  })

  it("is good for five minutes, or as long as one likes; from the future it is good", async () => {
    await received(signed(body), {}, "300 seconds")
    expect(await why(signed(body), {}, "301 seconds")).toBe("too-old")
    await received(signed(body), { tolerance: "1 hour" }, "3600 seconds")
    expect(await why(signed(body), { tolerance: "1 hour" }, "3601 seconds")).toBe("too-old")
    await received(signed(body), { tolerance: Duration.infinity }, "3650 days")
    await received(signed(body, { at: start + 3600 }))
    expect(await why(signed(body, { secret: "whsec_other" }), {}, "1 day")).toBe("mismatch")
  })

  it("shows no secret in what is refused", async () => {
    const shop = await open()
    const refused = await shop.fails(shop.receive(signed("{", {})))
    expect(JSON.stringify(refused) + String(refused)).not.toContain(Redacted.value(webhookSecret))
  })
})

describe("a body", () => {
  it.each([
    ["nothing", ""],
    ["not JSON", "{"],
    ["markup", "<html></html>"],
    ["null", "null"],
    ["a text", '"evt_1"'],
    ["a number", "1"],
    ["an array", `[${body}]`],
    ["an empty object", "{}"],
    ["without an id", body.replace('"id":"evt_1",', "")],
    ["with an empty id", body.replace('"evt_1"', '""')],
    ["without a type", body.replace('"type":"plan.created",', "")],
    ["with a type that is none", body.replace('"plan.created"', "7")],
    ["without a time", body.replace(`"created":${start},`, "")],
    ["with a time that is none", body.replace(`"created":${start}`, '"created":1e300')],
    ["without its mode", body.replace('"livemode":false,', "")],
    ["without an object", event("plan.created", undefined)],
    ["of more than a mebibyte", `${body}${" ".repeat(1024 * 1024)}`],
    ["of ten mebibytes", JSON.stringify({ text: "x".repeat(10 * 1024 * 1024) })],
    ["without an end", "[".repeat(500_000)]
  ])("that is %s is malformed", async (_, text) => {
    expect(await why(signed(text))).toBe("malformed")
  })

  it.each([undefined, null, 7, {}, [body], new TextEncoder().encode(body)])(
    "that is no text (%#) is malformed",
    async (given) => {
      expect(await why({ headers: signed(body).headers, body: given as never })).toBe("malformed")
    }
  )

  it("that is refused for its length is not even hashed", async () => {
    const long = " ".repeat(1024 * 1024 + 1)
    expect(await why({ headers: {}, body: long })).toBe("malformed")
  })

  it("with names of the language in it is a body as any other", async () => {
    for (const type of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const { deliveries } = await received(signed(event(type, { __proto__: 1 })))
      expect(deliveries[0]?.events).toEqual([{ _tag: "UnknownEvent", type }])
    }
  })

  it("that is a notification of Stripe's second API is kept as unknown", async () => {
    const thin = JSON.stringify({
      id: "evt_thin",
      object: "v2.core.event",
      type: "v1.billing.meter.no_meter_found",
      livemode: false,
      created: "2026-01-01T00:00:00.000Z"
    })
    expect(await received(signed(thin))).toMatchObject({
      deliveries: [{ id: "evt_thin", events: [{ _tag: "UnknownEvent" }] }]
    })
  })
})
