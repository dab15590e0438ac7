/** What must not be shown, in whatever it is written; and what has to stay, since a failure is told with it. */
import type { Recording } from "@paylayer/simulator"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Redact from "../../src/Redact.ts"

const pan = "4111111111111111"
const secret = 'q"7\\/é <&+=%s\n-end'
const secrets = [Redacted.make(secret), Redacted.make("sk-plain-0123456789"), Redacted.make("A7F0C3E5B9D1284660F1")]
const clean = (text: string, known: typeof secrets = []) =>
  Redact.make({ evidence: "simulator", secrets: known }).text(text)

const latin1 = (text: string) => String.fromCharCode(...new TextEncoder().encode(text))
const base64 = (text: string) => btoa(latin1(text))
const hex = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
const percented = (text: string) => hex(text).replace(/../g, (pair) => `%${pair}`)
const escaped = (text: string) =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")
const xml = (text: string) =>
  text.replace(/[&<>"']/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[one]!)

describe("a secret's value is not shown", () => {
  const s3cret = "s3cretVALUE"
  it.each([
    ["JSON", `{"password":"${s3cret}"}`],
    ["JSON, any case", `{"PassWord" : "${s3cret}"}`],
    ["JSON, camel case", `{"clientSecret":"${s3cret}","x":1}`],
    ["JSON, over lines", `{\n  "api_key"\n:\n  "${s3cret}"\n}`],
    ["JSON, quotes within", `{"token":"a\\"${s3cret}","next":1}`],
    ["JSON, a backslash at the end", `{"token":"\\\\","secret":"${s3cret}"}`],
    ["JSON, a number", `{"cvc":7243991}`, "7243991"],
    ["JSON, an object", `{"credentials":{"id":"${s3cret}","b":{"c":"}"}},"x":1}`],
    ["JSON, a list", `{"tokens":["${s3cret}",["${s3cret}"]]}`],
    ["JSON, deep", `{"a":[{"b":{"hmac-signature":"${s3cret}"}}]}`],
    ["JSON, an escaped name", `{"pass\\u0077ord":"${s3cret}"}`],
    ["JSON, a cut off value", `{"token":"${s3cret}`],
    ["JSON, a cut off object", `{"credentials":{"id":"${s3cret}`],
    ["JSON, an account's number as a number", `{"number":7243991812}`, "7243991812"],
    ["JSON within JSON", JSON.stringify({ payload: JSON.stringify({ password: s3cret, after: 1 }) })],
    [
      "JSON within JSON within JSON",
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ cvv: `"${s3cret}` }) }) })
    ],
    ["JSON within JSON, cut off", JSON.stringify({ payload: JSON.stringify({ password: s3cret }) }).slice(0, -5)],
    ["JSON of names and values", `[{"key":"hmacSignature","value":"${s3cret}"}]`],
    ["JSON of values and names", `[{"value":"${s3cret}","name":"api_key"}]`],
    ["JSON with escapes for quotes", `{\\u0022token\\u0022:\\u0022${s3cret}\\u0022}`],
    ["JSON in XML", `<body>${xml(JSON.stringify({ token: s3cret }))}</body>`],
    ["a form", `a=1&client_secret=${s3cret}&b=2`],
    ["a form, first", `password=${s3cret}`],
    ["a form, in brackets", `card[cvc]=${s3cret}&x=1`],
    ["a form, in encoded brackets", `payment_method_data%5Bcard%5D%5Bnumber%5D=72439918121`, "72439918121"],
    ["a form, a list", `secrets[0]=${s3cret}`],
    ["a form, under a secret name", `token[id]=${s3cret}`],
    ["a form, with dots", `additionalData.hmacSignature=${s3cret}`],
    ["a form of JSON", `payload=${encodeURIComponent(JSON.stringify({ deep: { cvc: s3cret } }))}`],
    [
      "a form of JSON, encoded twice",
      `payload=${encodeURIComponent(encodeURIComponent(JSON.stringify({ cvc: s3cret })))}`
    ],
    ["a form in JSON", JSON.stringify({ sent: `a=1&token=${s3cret}` })],
    ["a query", `POST https://pay.example/v1/x?token=${s3cret}`],
    ["XML", `<a><password>${s3cret}</password></a>`],
    ["XML with a prefix and attributes", `<ns1:cvc xsi:type="xsd:string">${s3cret}</ns1:cvc>`],
    ["XML with elements within", `<Signature><Value>${s3cret}</Value></Signature>`],
    ["XML with CDATA", `<token><![CDATA[<${s3cret}>]]></token>`],
    ["XML, cut off", `<a><token>${s3cret}`],
    ["XML, an attribute", `<login user="a" password="${s3cret}"/>`],
    ["XML, an attribute in single quotes", `<login password='${s3cret}'/>`],
    ["XML, escaped", `&lt;token&gt;${s3cret}&lt;/token&gt;`],
    ["XML of names and values", `<entry><key xsi:type="s">hmacSignature</key><value>${s3cret}</value></entry>`],
    ["XML in JSON", JSON.stringify({ xml: `<token>${s3cret}</token>` })],
    ["a header", `x-api-key: ${s3cret}`],
    [
      "a header's name and value",
      `Authorization: Basic ${base64(`user:${s3cret}`)}`,
      base64(`user:${s3cret}`).slice(0, 12)
    ],
    ["a scheme in a body", `{"sent":"Basic ${base64(`user:${s3cret}`)}"}`, base64(`user:${s3cret}`).slice(0, 12)],
    ["a bearer token", `they sent Bearer ${s3cret}`],
    ["what somebody wrote", `the token: '${s3cret}' is wrong`],
    ["a URL with a login", `https://user:${s3cret}@pay.example/`],
    ["a key of a known form", `the key sk_live_${s3cret}9`],
    ["a client secret of a known form", `/v1/pi_1_secret_${s3cret}`],
    ["a JSON Web Token", `got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI${s3cret}.x_y-z`],
    ["a private key", `-----BEGIN RSA PRIVATE KEY-----\n${s3cret}\n${s3cret}`],
    [
      "Base64 of JSON",
      `{"blob":"${base64(JSON.stringify({ password: s3cret }))}"}`,
      base64(JSON.stringify({ password: s3cret })).slice(4, 20)
    ],
    [
      "Base64 of Base64",
      base64(base64(JSON.stringify({ password: s3cret }))),
      base64(base64(JSON.stringify({ password: s3cret }))).slice(4, 20)
    ],
    [
      "hexadecimal digits of JSON",
      hex(JSON.stringify({ password: s3cret })),
      hex(JSON.stringify({ password: s3cret })).slice(4, 20)
    ]
  ])("of %s", (_, text, hidden = s3cret) => {
    expect(text).toContain(hidden)
    expect(clean(text)).not.toContain(hidden)
    expect(clean(text)).toContain("•••")
  })
})

describe("a known secret is not shown", () => {
  it.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify({ a: secret })],
    ["in JSON within JSON", JSON.stringify(JSON.stringify({ a: secret }))],
    ["in JSON, with escapes", `{"a":"${escaped(secret)}"}`],
    ["in JSON, with escaped slashes", JSON.stringify({ a: secret }).replaceAll("/", "\\/")],
    ["in a form", new URLSearchParams({ a: secret }).toString()],
    ["in a URL", encodeURIComponent(secret)],
    ["in a URL, in lower case", encodeURIComponent(secret).toLowerCase()],
    ["in a URL, twice", encodeURIComponent(encodeURIComponent(secret))],
    ["in a URL, every byte", percented(secret)],
    ["in XML", `<a>${xml(secret)}</a>`],
    ["in XML, by number", `<a>${[...secret].map((one) => `&#${one.codePointAt(0)};`).join("")}</a>`],
    [
      "in XML, by hexadecimal number",
      `<a>${[...secret].map((one) => `&#x${one.codePointAt(0)!.toString(16)};`).join("")}</a>`
    ],
    ["in Base64", base64(secret)],
    ["in Base64, behind one", base64(`u${secret}`)],
    ["in Base64, behind two", base64(`us${secret}`)],
    ["in Base64, behind what is not of it", `path/${base64(`user:${secret}`)}`],
    ["in Base64 of URLs", base64(`u:${secret}`).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")],
    ["in hexadecimal digits", hex(secret)],
    ["in a path", `/v1/x/${encodeURIComponent(secret)}/y`]
  ])("%s", (_, text) => {
    const shown = clean(text, secrets)
    expect(shown).toContain("•••")
    const left = shown.replaceAll(/•••\d*/g, "").replace(/^[/\\"]*(?:path|v1|a|x)?/, "")
    // Of twenty characters, encoded or not, nothing that would be worth knowing.
    expect(left.length).toBeLessThan(20)
    expect(left).not.toMatch(/end|q"7|cSI3|7122/)
  })

  it.each([
    [`{"a":${JSON.stringify(secret)},"b":1}`, '{"a":"•••1","b":1}'],
    [`{"a":"${escaped(secret)}","b":1}`, '{"a":"•••1","b":1}'],
    [`a=${encodeURIComponent(secret)}&b=1`, "a=•••1&b=1"],
    [`before <a>${xml(secret)}</a> after`, "before <a>•••1</a> after"],
    [
      `<a>before ${[...secret].map((one) => `&#x${one.codePointAt(0)!.toString(16)};`).join("")}</a>`,
      "<a>before •••1</a>"
    ],
    [`<a>before ${[...secret].map((one) => `&#${one.codePointAt(0)};`).join("")}</a>`, "<a>before •••1</a>"]
  ])("and nothing around it is hidden: %s", (text, shown) => {
    expect(clean(text, secrets)).toBe(shown)
  })

  it("in another case, where it is hexadecimal", () => {
    expect(clean("a7f0c3e5b9d1284660f1", secrets)).toBe("•••1")
  })

  it("by its beginning, where a text was cut off", () => {
    const text = '{"reference":"1","a":"sk-plain-0123456789"}'
    for (let end = text.indexOf("sk-plain") + 6; end < text.length; end++) {
      expect(clean(text.slice(0, end), secrets)).not.toContain("sk-pla")
    }
  })

  it("where there is none, nothing is hidden", () => {
    expect(clean("nothing to hide", [Redacted.make("")])).toBe("nothing to hide")
    expect(clean("sk-plain-0123456789")).toBe("sk-plain-0123456789")
  })
})

describe("a card's number is not shown", () => {
  const grouped = (separator: string) => pan.replace(/\d{4}(?=\d)/g, `$&${separator}`)
  it.each([
    ["in a string", `{"x":"${pan}"}`],
    ["as a number", `{"x":${pan}}`],
    ["in prose", `the card ${pan}, please`],
    ...[" ", "-", ".", "  ", "+", "%20", "%2D", "\u00a0", "&nbsp;", "\t"].map((separator) => [
      `in groups of ${JSON.stringify(separator)}`,
      `x=${grouped(separator)}`
    ]),
    ["percent-encoded", `x=${percented(pan)}`],
    ["with escapes", `{"x":"${escaped(pan)}"}`],
    ["in XML, by number", `<x>${[...pan].map((one) => `&#${one.charCodeAt(0)};`).join("")}</x>`],
    ["behind another number", `12 ${pan}`],
    ["with its code behind it", `${pan}123`],
    ["with the month behind it", `${pan}0330`],
    ["on a magnetic stripe", `${pan}=30032010000000000000`],
    ["in Base64", base64(`{"x":"${pan}"}`)],
    ["of another scheme", "378282246310005"],
    ["of 19 digits", "6304000000000000000"],
    ["of 12 digits", "501800000009"]
  ])("%s", (_, text) => {
    const shown = clean(text)
    expect(shown).toContain("•••")
    expect(shown.replace(/\D/g, "")).not.toMatch(/411111|37828224|63040000|50180000/)
    expect(shown).not.toMatch(/NDExMTEx|%34%31%31|0034|&#52/)
  })

  it.each([
    '{"card":{"number":"4111","cvc":"737","expiryMonth":"03","exp_year":2030,"holderName":"A. Nobody"}}',
    "card[exp_month]=03&card[cvc]=737&card[number]=4111111&card[holder_name]=A.+Nobody",
    "<card><expiryMonth>03</expiryMonth><cvc>737</cvc><holderName>A. Nobody</holderName></card>"
  ])("nor what else is on it: %s", (text) => {
    expect(clean(text)).not.toMatch(/737|2030|03|Nobody/)
  })
})

describe("what tells a failure stays", () => {
  it.each([
    '{"reference":"payment-0001","amount":{"value":2050,"currency":"EUR"},"final":true,"expires_at":"2026-01-08T00:00:00.000Z"}',
    '{"id":"CS0001","status":"completed","payments":[{"id":"pay_0001","result":"authorised"}],"idempotency_key":"key-0001"}',
    "amount=2050&currency=eur&payment_method_options[card][request_extended_authorization]=if_available&expires_at=1767225600",
    '{"pspReference":"QFQTPCQ8HXSKGK82","eventCode":"AUTHORISATION","success":"true","paymentMethod":"visa"}',
    "<modificationAmount><currency>EUR</currency><value>2050</value></modificationAmount>",
    '{"type":"card","payment_methods":["card","apple_pay"],"card":{"brand":"visa","last4":"1111"}}',
    "expected NotUpdatable, got ProviderError Unavailable (unknown)",
    "create JPY 1000000 · update AED 99999999999999.99",
    "Basic authentication is required",
    '{"token":null,"secret":"","cvc":false}',
    "/v1/payment-sessions/ses_0001/captures",
    '{"broken": "no end'
  ])("%s", (text) => {
    expect(clean(text, secrets)).toBe(text)
  })

  it("what follows JSON that was cut off within a string", () => {
    expect(clean('{"payload":"{\\"password\\":\\"abc","reference":"r1"}')).toBe(
      '{"payload":"{\\"password\\":\\"•••1","reference":"r1"}'
    )
  })

  it("as much of it as one reads", () => {
    const shown = clean(`{"a":"${"x ".repeat(5000)}"}`)
    expect(shown).toHaveLength(2001)
    expect(shown.endsWith("…")).toBe(true)
  })

  it("except what would be cut in the middle of a secret", () => {
    const { text } = Redact.make({ evidence: "simulator", secrets })
    const filler = `{"token":"${"t".repeat(63_950)}","x":"`
    expect(text(`${filler}sk-plain-0123456789${"y".repeat(99)}`)).not.toContain("sk-pl")
    expect(text(`${filler}${" ".repeat(25)}${pan}${"y".repeat(99)}`)).not.toContain("41111")
  })
})

describe("marks", () => {
  it("are the same for the same secret, and others for others, in all texts of a failure", () => {
    const { text } = Redact.make({ evidence: "simulator", secrets: [] })
    expect(text('{"token":"first+1"}')).toBe('{"token":"•••1"}')
    expect(text("client_token=second")).toBe("client_token=•••2")
    expect(text("client_token=first%2B1&password=third")).toBe("client_token=•••1&password=•••3")
  })

  it("leave JSON what it was, and are not hidden again", () => {
    const names = fc.constantFrom("token", "cvc", "card", "number", "value", "key", "amount", "pin: a", 'a "token"')
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(
        "hmacSignature",
        pan,
        Number(pan),
        "token=abc&x=1",
        "<pin>1</pin>",
        '{"pin":"1"}',
        null,
        true
      ),
      fc.string(),
      fc.integer()
    )
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("tree")), fc.dictionary(names, tie("tree")))
    }))
    fc.assert(
      fc.property(tree, (value) => {
        const once = clean(JSON.stringify(value), secrets)
        if (once.length > 2000) return
        // A card's number that was a number has no quotes.
        const quoted = once.replace(/(?<=^|[[:,])•••(?=[\],}]|$)/g, '"•••"')
        expect(() => void JSON.parse(quoted)).not.toThrow()
        expect(clean(once, secrets)).toBe(once)
      }),
      { numRuns: 500 }
    )
  })
})

describe("hostile texts", () => {
  it.each([
    ["backslashes", "\\".repeat(60_000)],
    ["quotes", '"'.repeat(60_000)],
    ["spaces", `"token"${" ".repeat(60_000)}`],
    ["letters", "a".repeat(60_000)],
    ["digits", "4".repeat(60_000)],
    ["brackets", `"token":${"[".repeat(60_000)}`],
    ["tags", "<token ".repeat(9_000)],
    ["openings", "<token>".repeat(9_000)],
    ["percents", "%41".repeat(20_000)],
    ["pairs", "token=".repeat(10_000)],
    ["keys", "-----BEGIN PRIVATE KEY-----".repeat(2_000)],
    ["logins", "://a:".repeat(12_000)]
  ])("of %s end", (_, text) => {
    expect(clean(text, secrets).length).toBeLessThan(2_010)
  })

  it("of anything keep no secret", () => {
    const wrap = fc.constantFrom<(text: string) => string>(
      (text) => JSON.stringify({ a: text }),
      (text) => JSON.stringify(text),
      encodeURIComponent,
      (text) => new URLSearchParams({ a: text }).toString(),
      base64,
      xml
    )
    const known = "sk-plain-0123456789"
    fc.assert(
      fc.property(fc.array(wrap, { maxLength: 2 }), fc.string(), fc.string(), (wraps, before, after) => {
        const text = wraps.reduce((inner, one) => one(inner), `${before}${known}${after}`)
        const shown = clean(text, secrets)
        for (const unwrapped of [shown, base64Decoded(shown)]) expect(unwrapped).not.toContain(known)
      })
    )
  })
})

const base64Decoded = (text: string): string => {
  try {
    return atob(text)
  } catch {
    return ""
  }
}

describe("an exchange", () => {
  const recorded: Recording.Exchange = {
    method: "POST",
    url: `https://pay.example/v1/tokens/tok_1/sk-plain-0123456789?api_key=${pan}`,
    headers: { "idempotency-key": "key-sk-plain-0123456789", authorization: "Bearer sk-plain-0123456789" },
    body: `{"password":"hunter2","amount":{"value":1900}}`,
    outcome: { _tag: "Answered", status: 201, headers: { "set-cookie": "a=b" }, body: `{"card":"${pan}","id":"x"}` }
  }
  const secret = { secrets: [Redacted.make("sk-plain-0123456789")] }

  it("is shown without query, headers and secrets", () => {
    expect(Redact.make({ evidence: "simulator", ...secret }).exchange(recorded)).toEqual({
      method: "POST",
      path: "/v1/tokens/•••1/•••2",
      key: "key-•••2",
      request: '{"password":"•••3","amount":{"value":1900}}',
      status: 201,
      answer: '{"card":"•••4","id":"x"}'
    })
  })

  it("of a real account has no body", () => {
    const shown = Redact.make({ evidence: "live", ...secret }).exchange(recorded)
    expect(shown).toEqual({ method: "POST", path: "/v1/tokens/•••1/•••2", key: "key-•••2", status: 201 })
  })

  it("without an answer says why, and no more than may be said", () => {
    const { exchange } = Redact.make({ evidence: "simulator", ...secret })
    expect(
      exchange({ ...recorded, outcome: { _tag: "Failed", why: "TransportError: sk-plain-0123456789" } })
    ).toMatchObject({
      ended: expect.stringMatching(/^TransportError: •••\d$/)
    })
    expect(exchange({ ...recorded, outcome: { _tag: "Aborted" } })).toMatchObject({ ended: "aborted" })
  })
})
