/** How requests are verified and read, in each encoding, before anybody asks what an event means. */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { layer as mac } from "@paylayer/simulator/mac"
import { AdyenWebhooks } from "../../src/index.ts"
import { signedText } from "../../src/webhooks/signature.ts"
import type { Encoding, Fields } from "./notifications.ts"
import { account, at, encodings, hmacKey, receive, request, sign, signed, usual } from "./notifications.ts"

const each = Object.keys(encodings) as ReadonlyArray<Encoding>
const otherKey = "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00"
const keys = (...texts: ReadonlyArray<string>) => ({
  hmacKeys: texts.map((text) => Redacted.make(text)) as unknown as AdyenWebhooks.HmacKeys
})

const refused = (raw: Parameters<typeof receive>[0], options?: object) => Effect.flip(receive(raw, options))

const captured = {
  _tag: "Reported",
  authorisation: "993617894903480A",
  fact: {
    _tag: "Outcome",
    key: "key-1",
    id: "993617894906488A",
    kind: "capture",
    at,
    verdict: "succeeded",
    amount: { value: 500, currency: "EUR" }
  }
}

describe.each(each)("%s", (encoding) => {
  const { body } = encodings[encoding]
  const send = (fields: Fields) => request(encoding, body(fields))

  it.effect("is read, and answered as it expects", () =>
    Effect.gen(function* () {
      const { acknowledgement, deliveries } = yield* receive(send(signed(usual)))
      expect(deliveries).toMatchObject([
        { id: "CAPTURE:993617894906488A:true:2026-11-22T10:11:12+01:00", events: [captured] }
      ])
      expect(acknowledgement.status).toBe(200)
      if (encoding === "soap") {
        expect(acknowledgement.headers["content-type"]).toMatch(/^text\/xml/)
        expect(acknowledgement.body).toContain(
          '<sendNotificationResponse xmlns="http://notification.services.adyen.com">' +
            "<notificationResponse>[accepted]</notificationResponse></sendNotificationResponse>"
        )
      } else expect(acknowledgement.body).toBe("[accepted]")
    })
  )

  const signedFields: ReadonlyArray<keyof Fields> = [
    "pspReference",
    "originalReference",
    "merchantAccountCode",
    "merchantReference",
    "value",
    "currency",
    "eventCode",
    "success"
  ]
  for (const field of signedFields) {
    it.effect(`changed or missing in ${field} is refused`, () =>
      Effect.gen(function* () {
        const genuine = signed(usual)
        const other = field === "success" ? "false" : field === "currency" ? "USD" : `${genuine[field]}7`
        for (const value of [other, undefined]) {
          // Without an event code what is flat is no notification at all.
          const none = value === undefined && field === "eventCode" && (encoding === "flat" || encoding === "form")
          expect(yield* refused(send({ ...genuine, [field]: value }))).toMatchObject({
            _tag: "WebhookRefused",
            provider: "adyen",
            why: none ? "malformed" : "mismatch"
          })
        }
      })
    )
  }

  it.effect("changed outside what is signed is received: the other fields only order and explain", () =>
    Effect.gen(function* () {
      const genuine = signed({ ...usual, success: "false" })
      const changed = { ...genuine, reason: "other", eventDate: "2026-11-22T10:11:13+01:00" }
      const [first] = (yield* receive(send(changed))).deliveries
      expect(first?.events).toMatchObject([{ fact: { verdict: "failed", at: at + 1000 } }])
    })
  )

  it.effect("with the same signed text in other fields is refused: colons are not escaped", () =>
    Effect.gen(function* () {
      const shifted: ReadonlyArray<readonly [Fields, Fields]> = [
        [{ merchantReference: "X:7" }, { merchantReference: "X", value: "7", currency: "500:EUR" }],
        [
          { originalReference: "993617894903480A", merchantReference: "X:Y" },
          {
            originalReference: `993617894903480A:${account}`,
            merchantAccountCode: "X",
            merchantReference: "Y"
          }
        ],
        [
          { merchantReference: "X:7" },
          { merchantReference: "X", value: "7", currency: "500", eventCode: "EUR:CAPTURE" }
        ],
        [{ merchantReference: "X:7" }, { merchantReference: "X", value: "7:500" }],
        [{ currency: "eur" }, {}],
        [{ currency: "EURO" }, {}]
      ]
      for (const [genuine, change] of shifted) {
        const sent = { ...signed({ ...usual, ...genuine }), ...change }
        expect(yield* refused(send(sent)), JSON.stringify(change)).toMatchObject({ why: "mismatch" })
      }
      const colons = yield* receive(send(signed({ ...usual, merchantReference: "X:7" })))
      expect(colons.deliveries).toHaveLength(1)
    })
  )

  it.effect("without a signature, with a cut one or with another's is refused", () =>
    Effect.gen(function* () {
      const hmacSignature = sign(usual)
      for (const [given, why] of [
        [undefined, "missing"],
        ["", "missing"],
        ["not base64", "missing"],
        [hmacSignature.slice(0, 22), "missing"],
        [Buffer.from(hmacSignature, "base64").subarray(0, 16).toString("base64"), "missing"],
        [sign(usual, otherKey), "mismatch"],
        [sign({ ...usual, value: "501" }), "mismatch"]
      ] as const) {
        const fields = given === undefined ? usual : { ...usual, additionalData: { hmacSignature: given } }
        expect(yield* refused(send(fields)), given).toMatchObject({ why })
      }
    })
  )

  it.effect("is received under either key of a rotation", () =>
    Effect.gen(function* () {
      for (const key of [hmacKey, otherKey]) {
        expect((yield* receive(send(signed(usual, key)), keys(otherKey, hmacKey))).deliveries).toHaveLength(1)
      }
      expect(yield* refused(send(signed(usual, otherKey)))).toMatchObject({ why: "mismatch" })
    })
  )

  it.effect("of another merchant account, or live where test is expected, is foreign", () =>
    Effect.gen(function* () {
      const foreign = (raw: Parameters<typeof receive>[0], options?: object) =>
        Effect.map(receive(raw, options), ({ deliveries }) => deliveries[0]?.events)
      const another = send(signed({ ...usual, merchantAccountCode: "Another" }))
      expect(yield* foreign(another)).toEqual([
        { _tag: "ForeignEvent", type: "CAPTURE", why: "another merchant account" }
      ])
      expect(yield* foreign(another, { merchantAccount: [account, "Another"] })).toMatchObject([{ _tag: "Reported" }])
      const live = send(signed({ ...usual, live: "true" }))
      expect(yield* foreign(live)).toEqual([{ _tag: "ForeignEvent", type: "CAPTURE", why: "live" }])
      for (const environment of ["live", { live: "prefix" }]) {
        expect(yield* foreign(live, { environment })).toMatchObject([{ _tag: "Reported" }])
        expect(yield* foreign(send(signed(usual)), { environment })).toMatchObject([{ why: "test" }])
      }
    })
  )

  it.effect("without a field that the document promises is malformed, and says which", () =>
    Effect.gen(function* () {
      for (const [field, problem] of [
        ["eventDate", "no eventDate"],
        ["success", "no success"],
        ["pspReference", "no pspReference"],
        ["originalReference", "no originalReference"],
        ["merchantAccountCode", "no merchantAccountCode"],
        ["value", "no amount"],
        ["currency", "no amount"]
      ] as const) {
        const fields = { ...usual, [field]: undefined }
        expect(yield* refused(send(signed(fields))), field).toMatchObject({ why: "malformed", problem })
      }
      const dateless = ["2026-11-22T10:11:12", "2026-11-22", "yesterday", "2026-13-22T10:11:12Z"]
      for (const eventDate of dateless) {
        expect(yield* refused(send(signed({ ...usual, eventDate })))).toMatchObject({ problem: "no eventDate" })
      }
      expect(yield* refused(send(signed({ ...usual, live: "perhaps" })))).toMatchObject({ problem: "no live" })
    })
  )

  it.effect("takes times with their offset, whatever it is", () =>
    Effect.gen(function* () {
      for (const eventDate of ["2026-11-22T09:11:12Z", "2026-11-22T09:11:12.00Z", "2026-11-22T04:41:12-04:30"]) {
        const { deliveries } = yield* receive(send(signed({ ...usual, eventDate })))
        expect(deliveries[0]?.events).toMatchObject([{ fact: { at } }])
      }
    })
  )
})

describe("batches", () => {
  const refund = { ...usual, eventCode: "REFUND", pspReference: "993617894906488B" }
  for (const encoding of ["json", "soap"] as const) {
    const { body } = encodings[encoding]
    it.effect(`in ${encoding} are received whole`, () =>
      Effect.gen(function* () {
        const { deliveries } = yield* receive(request(encoding, body(signed(usual), signed(refund))))
        expect(deliveries.map(({ events }) => events[0])).toMatchObject([
          { fact: { kind: "capture" } },
          { fact: { kind: "refund" } }
        ])
      })
    )

    it.effect(`in ${encoding} are refused whole if one item is`, () =>
      Effect.gen(function* () {
        const forged = { ...signed(refund), value: "501" }
        const broken = signed({ ...refund, eventDate: undefined })
        for (const [items, why] of [
          [[signed(usual), forged], "mismatch"],
          [[signed(usual), broken], "malformed"],
          [[signed(usual), refund], "missing"]
        ] as const) {
          expect(yield* refused(request(encoding, body(...items)))).toMatchObject({ why })
        }
        expect(yield* refused(request(encoding, body()))).toMatchObject({ why: "malformed" })
      })
    )
  }
})

describe("credentials", () => {
  const basic = { username: "adyen", password: Redacted.make("p:ässword") }
  const send = (authorization?: string, fields: Fields = usual) => ({
    ...request("json", encodings.json.body(fields)),
    headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) }
  })
  const token = Buffer.from("adyen:p:ässword", "utf8").toString("base64")

  it.effect("alone are enough, whatever their case; wrong or missing ones are not", () =>
    Effect.gen(function* () {
      for (const good of [`Basic ${token}`, `basic  ${token}`]) {
        expect((yield* receive(send(good), { basic })).deliveries).toHaveLength(1)
      }
      const cut = token.slice(0, -4)
      for (const bad of [undefined, "", "Basic", `Basic ${cut}`, `Basic ${token}A`, `Bearer ${token}`, token]) {
        expect(yield* refused(send(bad), { basic }), bad).toMatchObject({ why: "unauthenticated" })
      }
    })
  )

  it.effect("and a signature are both needed where both are configured", () =>
    Effect.gen(function* () {
      const both = { basic, ...keys(hmacKey) }
      expect((yield* receive(send(`Basic ${token}`, signed(usual)), both)).deliveries).toHaveLength(1)
      expect(yield* refused(send(`Basic ${token}`), both)).toMatchObject({ why: "missing" })
      expect(yield* refused(send(undefined, signed(usual)), both)).toMatchObject({ why: "unauthenticated" })
    })
  )

  it.effect("may be left out only in as many words", () =>
    Effect.gen(function* () {
      expect((yield* receive(send(), { insecure: true })).deliveries).toHaveLength(1)
      for (const options of [{ insecure: false }, { hmacKeys: [] }, { basic: undefined }]) {
        expect(String(yield* Effect.exit(receive(send(), options)))).toMatch(/Die|TypeError/)
      }
    })
  )

  it.effect("that are no hexadecimal key are a mistake of whoever configured them", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(receive(send(), keys("not hexadecimal")))
      expect(String(exit)).toMatch(/Die|TypeError/)
      expect(String(exit)).not.toContain("not hexadecimal text, not hexadecimal")
    })
  )

  it.effect("that are empty are a mistake, too: a variable that nobody set", () =>
    Effect.gen(function* () {
      const empty = { basic: { username: "adyen", password: Redacted.make("") } }
      const open = `Basic ${Buffer.from("adyen:").toString("base64")}`
      for (const options of [empty, { ...empty, ...keys(hmacKey) }]) {
        const exit = yield* Effect.exit(receive(send(open, signed(usual)), options))
        expect(String(exit)).toContain("the password of the basic credentials is empty")
      }
      expect(String(yield* Effect.exit(receive(send(), keys(""))))).toContain("an HMAC key is hexadecimal text")
      expect(String(yield* Effect.exit(receive(send(), keys(hmacKey, ""))))).toContain("an HMAC key is")
    })
  )

  it.effect("say what is signed", () =>
    Effect.gen(function* () {
      const options = { merchantAccount: account, ...keys(hmacKey) }
      const { capabilities } = yield* AdyenWebhooks.make(options)
      expect(capabilities.signed).toMatchObject({ _tag: "fields", fields: expect.arrayContaining(["amount.value"]) })
      const open = yield* AdyenWebhooks.make({ merchantAccount: account, basic })
      expect(open.capabilities.signed).toEqual({ _tag: "nothing" })
    }).pipe(Effect.provide(mac))
  )
})

describe("what is no notification", () => {
  const json = (body: string, type = "application/json") => ({ headers: { "content-type": type }, body })
  const xml = (body: string) => json(body, "text/xml")
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">' +
    Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ""};`.repeat(10)}">`).join("") +
    "]><lolz>&lol9;</lolz>"
  const item = '{"NotificationRequestItem":{}}'
  const rows: ReadonlyArray<readonly [string, Parameters<typeof receive>[0]]> = [
    ["nothing", json("")],
    ["no JSON", json("{")],
    ["an array", json("[]")],
    ["an array of items", json(`[${item}]`)],
    ["a text", json('"CAPTURE"')],
    ["null", json("null")],
    ["an object without items", json("{}")],
    ["items that are none", json('{"live":"false","notificationItems":[1]}')],
    ["items that are text", json('{"live":"false","notificationItems":"all"}')],
    ["an item without its name", json('{"live":"false","notificationItems":[{}]}')],
    ["the prototype's fields", json('{"live":"false","notificationItems":[{"__proto__":{"eventCode":"CAPTURE"}}]}')],
    ["10 MB", json(encodings.json.body({ ...usual, reason: "x".repeat(10_000_000) }))],
    ["more than 1 MiB in UTF-8", json(encodings.json.body({ ...usual, reason: "é".repeat(600_000) }))],
    ["a deep array", json("[".repeat(500_000))],
    ["JSON that says it is a form", json(encodings.json.body(signed(usual)), "application/x-www-form-urlencoded")],
    ["a form with a field twice", json(`${encodings.form.body(signed(usual))}&success=true`, encodings.form.type)],
    ["an XML bomb", xml(bomb)],
    ["an entity", xml('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')],
    ["XML that is not well-formed", xml(encodings.soap.body(signed(usual)).replace("</success>", "</failure>"))],
    ["deep XML", xml("<a>".repeat(100_000))],
    ["XML of something else", xml("<a/>")],
    ["SOAP without its envelope", xml(encodings.soap.body(usual).replaceAll("soap:Envelope", "soap:Letter"))],
    ["another content type", json(encodings.json.body(signed(usual)), "text/plain")],
    ["another content type with a name of an object's own", json("{}", "constructor")]
  ]
  for (const [what, raw] of rows) {
    it.effect(`${what} is malformed`, () =>
      Effect.gen(function* () {
        const error = yield* refused(raw, { insecure: true })
        expect(error).toMatchObject({ _tag: "WebhookRefused", why: "malformed" })
        expect(JSON.stringify(error)).not.toMatch(/CAPTURE|993617/)
      })
    )
  }

  it.effect(
    "an encoding that is not the chosen one is malformed, too; without a content type it is the chosen one",
    () =>
      Effect.gen(function* () {
        const form = request("form", encodings.form.body(signed(usual)))
        expect(yield* refused(form, { encoding: "json", ...keys(hmacKey) })).toMatchObject({ why: "malformed" })
        expect((yield* receive(form, { encoding: "form", ...keys(hmacKey) })).deliveries).toHaveLength(1)
        const bare = { headers: {}, body: form.body }
        expect((yield* receive(bare, { encoding: "form", ...keys(hmacKey) })).deliveries).toHaveLength(1)
        expect((yield* receive({ headers: {}, body: encodings.json.body(signed(usual)) })).deliveries).toHaveLength(1)
      })
  )

  it.effect("a request that is none of the type is malformed, whatever a server makes of one", () =>
    Effect.gen(function* () {
      const { body, headers } = request("json", encodings.json.body(signed(usual)))
      const wrong = [
        { headers, body: undefined },
        { headers, body: null },
        { headers, body: JSON.parse(body) as unknown },
        { headers, body: new TextEncoder().encode(body) },
        { headers },
        { body },
        { headers: null, body },
        { headers: "content-type: application/json", body },
        undefined
      ]
      const basic = { username: "adyen", password: Redacted.make("secret") }
      for (const raw of wrong) {
        for (const options of [keys(hmacKey), { basic }]) {
          expect(yield* refused(raw as never, options)).toMatchObject({ _tag: "WebhookRefused", why: "malformed" })
        }
      }
    })
  )

  it.effect("of a header that is given more than once, the first counts", () =>
    Effect.gen(function* () {
      const basic = { username: "adyen", password: Redacted.make("secret") }
      const good = `Basic ${Buffer.from("adyen:secret").toString("base64")}`
      const raw = (authorization: unknown, type: unknown = ["application/json", "text/plain"]) =>
        ({ headers: { "content-type": type, authorization }, body: encodings.json.body(usual) }) as never
      expect((yield* receive(raw([good, "Basic no"]), { basic })).deliveries).toHaveLength(1)
      for (const bad of [["Basic no", good], [], [1], 1, null]) {
        expect(yield* refused(raw(bad), { basic })).toMatchObject({ why: "unauthenticated" })
      }
      expect(yield* refused(raw(good, ["text/plain", "application/json"]), { basic })).toMatchObject({
        why: "malformed"
      })
    })
  )

  it.effect("up to 1 MiB is read", () =>
    Effect.gen(function* () {
      const body = encodings.json.body(signed({ ...usual, reason: "é".repeat(500_000) }))
      expect((yield* receive(request("json", body))).deliveries).toHaveLength(1)
    })
  )

  it.effect("an unknown event is kept, signed as it must be", () =>
    Effect.gen(function* () {
      const unheard = { ...usual, eventCode: "SUCCESS=FALSE", success: undefined, eventDate: undefined }
      const { deliveries } = yield* receive(request("json", encodings.json.body(signed(unheard))))
      expect(deliveries[0]?.events).toEqual([{ _tag: "UnknownEvent", type: "SUCCESS=FALSE" }])
      expect(yield* refused(request("json", encodings.json.body(unheard)))).toMatchObject({ why: "missing" })
    })
  )
})

/** Published ones, and those that Adyen's own libraries test with. */
describe("HMAC vectors", () => {
  const magento = "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6"
  const slashes = "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174"
  const rows = [
    [
      otherKey,
      {
        pspReference: "pspReference",
        originalReference: "originalReference",
        merchantAccountCode: "merchantAccount",
        merchantReference: "reference",
        value: "1000",
        currency: "EUR",
        eventCode: "EVENT",
        success: "true"
      },
      "pspReference:originalReference:merchantAccount:reference:1000:EUR:EVENT:true",
      "ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc="
    ],
    [
      magento,
      {
        pspReference: "test_REPORT_AVAILABLE",
        merchantAccountCode: "Magento2Rik",
        merchantReference: "testMerchantRef1",
        value: "0",
        currency: "EUR",
        eventCode: "REPORT_AVAILABLE",
        success: "true"
      },
      "test_REPORT_AVAILABLE::Magento2Rik:testMerchantRef1:0:EUR:REPORT_AVAILABLE:true",
      "NuEkADFmlCC6VgX+wcoPAegIWxVPNBPCuKlM4Hzo5qc="
    ],
    [
      slashes,
      {
        pspReference: "ZVWN7D3WSMK2WN82",
        merchantAccountCode: "AntoniStroinski",
        merchantReference: "\\:/\\/slashes are fun",
        value: "1000",
        currency: "EUR",
        eventCode: "AUTHORISATION",
        success: "true"
      },
      "ZVWN7D3WSMK2WN82::AntoniStroinski:\\:/\\/slashes are fun:1000:EUR:AUTHORISATION:true",
      "CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A="
    ]
  ] as const

  for (const [key, fields, text, hmacSignature] of rows) {
    it.effect(text, () =>
      Effect.gen(function* () {
        const item = { ...fields, live: "false", eventDate: "2026-11-22T10:11:12Z", additionalData: { hmacSignature } }
        const options = { ...keys(key), merchantAccount: fields.merchantAccountCode }
        for (const encoding of each) {
          const { deliveries } = yield* receive(request(encoding, encodings[encoding].body(item)), options)
          expect(deliveries).toHaveLength(1)
        }
        const raw = { originalReference: undefined, ...fields }
        expect(signedText(raw as Parameters<typeof signedText>[0])).toBe(text)
        const forged = { ...item, merchantReference: "another" }
        expect(yield* refused(request("json", encodings.json.body(forged)), options)).toMatchObject({
          why: "mismatch"
        })
      })
    )
  }
})

describe("the documents' own notifications", () => {
  const adjusted = {
    live: "false",
    currency: "EUR",
    value: "200",
    eventCode: "AUTHORISATION_ADJUSTMENT",
    eventDate: "2017-10-23T13:37:31.00Z",
    merchantAccountCode: "TestMerchant",
    merchantReference: "YourModificationReference",
    operations: "",
    originalReference: "8814689190961342",
    paymentMethod: "visa",
    pspReference: "8515087658508006",
    reason: "",
    success: "true"
  }
  const expected = {
    _tag: "Reported",
    authorisation: "8814689190961342",
    fact: { _tag: "Outcome", kind: "adjust", verdict: "succeeded", key: "YourModificationReference" }
  }

  it.effect("flat JSON", () =>
    Effect.gen(function* () {
      const raw = { headers: { "content-type": "application/json" }, body: JSON.stringify(adjusted) }
      const { deliveries } = yield* receive(raw, { insecure: true })
      expect(deliveries[0]?.events).toMatchObject([
        { ...expected, fact: { ...expected.fact, id: "8515087658508006", at: Date.UTC(2017, 9, 23, 13, 37, 31) } }
      ])
    })
  )

  it.effect("SOAP", () =>
    Effect.gen(function* () {
      const { operations: _, ...rest } = adjusted
      const body = encodings.soap.body({ ...rest, value: "1700", eventDate: "2017-10-09T11:10:03+02:00" })
      const { deliveries } = yield* receive(request("soap", body), { insecure: true })
      expect(deliveries[0]?.events).toMatchObject([
        { ...expected, fact: { amount: { value: 1700 }, at: Date.UTC(2017, 9, 9, 9, 10, 3) } }
      ])
    })
  )
})
