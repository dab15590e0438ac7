/** Events as requests: how they are signed, written and bundled. */
import { describe, expect, it } from "vitest"
import { dataOf, keyOf, signatureOf } from "../../../src/simulator/modifications/hmac.ts"
import { AdyenSimulator } from "../../../src/simulator/index.ts"
import { credentials, eur, type Event, eventsIn, openManual, preAuth } from "../world.ts"

const item = (
  pspReference: string,
  originalReference: string | undefined,
  merchantAccountCode: string,
  merchantReference: string,
  value: bigint,
  eventCode: string
) => ({
  pspReference,
  merchantAccountCode,
  merchantReference,
  amount: { value, currency: "EUR" },
  eventCode,
  success: true,
  ...(originalReference === undefined ? {} : { originalReference })
})

describe("the published vectors", () => {
  it.each([
    [
      "ADYEN: Java",
      "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00",
      item("pspReference", "originalReference", "merchantAccount", "reference", 1000n, "EVENT"),
      "ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc="
    ],
    [
      "without originalReference",
      "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6",
      item("test_REPORT_AVAILABLE", undefined, "Magento2Rik", "testMerchantRef1", 0n, "REPORT_AVAILABLE"),
      "NuEkADFmlCC6VgX+wcoPAegIWxVPNBPCuKlM4Hzo5qc="
    ],
    [
      "nothing is escaped",
      "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174",
      item("ZVWN7D3WSMK2WN82", undefined, "AntoniStroinski", String.raw`\:/\/slashes are fun`, 1000n, "AUTHORISATION"),
      "CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A="
    ]
  ])("%s", (_, key, signed, signature) => {
    expect(signatureOf(dataOf(signed), keyOf(key))).toBe(signature)
  })

  it("a payload as such", () => {
    const key = keyOf("9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6")
    expect(signatureOf("TestPayload", key)).toBe("YA9/UDjldIO4Gq68X4ATYYoEaPYH4f4k2uzBBzEF1PA=")
  })

  it("is over eight fields, in order", () => {
    const signed = { ...item("psp", "original", "account", "reference", 5n, "CAPTURE"), success: false }
    expect(dataOf(signed)).toBe("psp:original:account:reference:5:EUR:CAPTURE:false")
  })

  it("has a key in hexadecimal", () => {
    expect(() => keyOf("xyz")).toThrow()
  })
})

const signatureIn = (event: Event, key: string = credentials.hmacKey): string =>
  signatureOf(
    dataOf({
      ...event,
      amount: { ...event.amount, value: BigInt(event.amount.value) },
      success: event.success === "true"
    }),
    keyOf(key)
  )

/** Three events: an authorisation, an adjustment and a capture. */
const three = async (webhooks: AdyenSimulator.WebhookOptions = {}) => {
  const world = await openManual({ webhooks })
  const psp = await world.authorised(preAuth)
  await world.modify(psp, "amountUpdates", { amount: eur(2000), reference: "a:b\\c" })
  await world.modify(psp, "captures", { amount: eur(2000) })
  await world.advance("2 seconds")
  return world.take()
}

describe("in JSON", () => {
  it("is wrapped, one event a request, signed with the account's key", async () => {
    const deliveries = await three()
    expect(deliveries.map(({ method, headers }) => [method, headers])).toEqual(
      Array.from({ length: 3 }, () => ["POST", { "content-type": "application/json;charset=utf-8" }])
    )
    const events = deliveries.map(eventsIn)
    expect(events.map((batch) => batch.map(({ eventCode }) => eventCode))).toEqual([
      ["AUTHORISATION"],
      ["AUTHORISATION_ADJUSTMENT"],
      ["CAPTURE"]
    ])
    for (const event of events.flat()) {
      expect(event.additionalData?.["hmacSignature"]).toBe(signatureIn(event))
      expect([typeof event.success, typeof event.amount.value]).toEqual(["string", "number"])
      expect(event.operations === undefined).toBe(event.eventCode !== "AUTHORISATION")
    }
    expect(events.flat()[0]?.additionalData?.["adjustAuthorisationData"]).toMatch(/./)
  })

  it("has a name of its own for each request", async () => {
    expect(new Set((await three()).map(({ id }) => id)).size).toBe(3)
  })

  it("may say that it is live", async () => {
    expect(JSON.parse((await three())[0]!.body)).toMatchObject({ live: "false" })
    expect(JSON.parse((await three({ live: true }))[0]!.body)).toMatchObject({ live: "true" })
  })

  it("may come in batches", async () => {
    const deliveries = await three({ batch: 2 })
    expect(deliveries.map((delivery) => eventsIn(delivery).length)).toEqual([2, 1])
  })

  it("may have another key, or none", async () => {
    const key = "00".repeat(32)
    const [event] = eventsIn((await three({ hmacKey: key }))[0]!)
    expect(event?.additionalData?.["hmacSignature"]).toBe(signatureIn(event!, key))
    const unsigned = (await three({ hmacKey: false })).flatMap(eventsIn)
    expect(unsigned.map(({ additionalData }) => Object.keys(additionalData ?? {}))).toEqual([
      ["adjustAuthorisationData"],
      [],
      []
    ])
    expect(unsigned[1]).not.toHaveProperty("additionalData")
  })

  it("may have Basic credentials", async () => {
    const [delivery] = await three({ basic: { user: "hook", password: "p:ss" } })
    expect(delivery?.headers["authorization"]).toBe(`Basic ${btoa("hook:p:ss")}`)
  })
})

describe("in the other encodings", () => {
  it.each([
    ["flat", "application/json;charset=utf-8", [1, 1, 1]],
    ["form", "application/x-www-form-urlencoded;charset=utf-8", [1, 1, 1]],
    ["soap", "text/xml;charset=utf-8", [3]]
  ] as const)("%s has its own type and bundles as it can", async (encoding, contentType, sizes) => {
    const deliveries = await three({ encoding, batch: 10 })
    expect(deliveries.map(({ headers }) => headers["content-type"])).toEqual(sizes.map(() => contentType))
    expect(deliveries.map(({ body }) => body.split("AUTHORISATION_ADJUSTMENT").length - 1)).toEqual(
      sizes.length === 1 ? [1] : [0, 1, 0]
    )
    expect(deliveries.map(({ body }) => body.split("hmacSignature").length - 1)).toEqual(sizes)
  })

  it("flat is signed like the others", async () => {
    const [flat] = await three({ encoding: "flat" })
    const [wrapped] = (await three()).flatMap(eventsIn)
    expect(JSON.parse(flat!.body)).toMatchObject({
      "additionalData.hmacSignature": wrapped?.additionalData?.["hmacSignature"],
      live: "false",
      value: "1900"
    })
  })
})
