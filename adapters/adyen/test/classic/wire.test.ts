import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import * as soap from "../documented/classic/soap.ts"
import { infoset } from "../simulator/classic/infoset.ts"
import { cells } from "./rows.ts"
import { classic, key } from "./scripted.ts"
import { answer, envelope, fault, refusal, type Refusal } from "./wire.ts"

/** What a body says: JSON as data, a FORM as its pairs in their order, XML as infoset. */
const meaning = { json: JSON.parse, form: (text: string) => [...new URLSearchParams(text)], soap: infoset }
const types = { json: "application/json", form: "application/x-www-form-urlencoded", soap: "text/xml; charset=utf-8" }

const idIn = (golden: string): string => /pspReference(?:":"|=|[^>]*>)(\w+)/.exec(golden)![1]!

/** An answer that belongs to another operation. */
const others = {
  json: {
    capture: '{"pspReference":"1","response":"[cancel-received]"}',
    any: '{"pspReference":"1","response":"[donation-received]"}'
  },
  form: {
    capture: "pspReference=1&response=%5Bcancel-received%5D",
    any: "pspReference=1&response=%5Bdonation-received%5D"
  },
  soap: { capture: soap.corrected(soap.cancel.answer), any: soap.corrected(soap.capture.answer) }
}

describe.each(cells)("$name", ({ answer: golden, encoding, merchantAccount, operation, port, request, send }) => {
  const asked = (replies: Parameters<typeof classic>[1]) =>
    Effect.map(classic(encoding, replies, { merchantAccount, retry: { attempts: 1 } }), ({ sent, ...ports }) => ({
      sent,
      sending: send(ports, encoding)
    }))

  it.effect("is sent as the document shows it", () =>
    Effect.gen(function* () {
      const { sending, sent } = yield* asked([{ body: golden }])
      yield* sending
      expect(sent).toHaveLength(1)
      const [{ body, headers, method, url }] = sent as [(typeof sent)[0]]
      expect(meaning[encoding](body)).toEqual(meaning[encoding](request))
      expect(method).toBe("POST")
      expect(url).toBe(
        encoding === "soap"
          ? "https://pal-test.adyen.com/pal/servlet/Payment/v30/"
          : `https://pal-test.adyen.com/pal/servlet/Payment/v68/${operation}`
      )
      expect(headers).toMatchObject({
        "content-type": types[encoding],
        "idempotency-key": key,
        authorization: `Basic ${btoa("ws@Company.YourCompany:ADYEN_PASSWORD")}`
      })
      expect(headers["soapaction"]).toBe(encoding === "soap" ? '""' : undefined)
    })
  )

  it.effect("is answered as the document shows it", () =>
    Effect.gen(function* () {
      const { sending } = yield* asked([{ body: golden }])
      const id = idIn(golden)
      const made = yield* sending
      expect(made).toMatchObject(operation === "authorise" ? { authorisation: { id } } : { id, key })
    })
  )

  const refused: ReadonlyArray<readonly [Refusal, object]> = [
    [
      {
        status: 422,
        errorType: "validation",
        errorCode: "167",
        message: "Original pspReference required for this operation"
      },
      {
        reason: { _tag: "NotFound", code: "167", message: "Original pspReference required for this operation" },
        outcome: "not-executed"
      }
    ],
    [
      { status: 422, errorType: "validation", message: "Couldn't parse expiry year" },
      { reason: { _tag: "InvalidRequest", parameters: [] }, outcome: "not-executed" }
    ],
    [
      { status: 403, errorType: "security", errorCode: "901", message: "Invalid Merchant Account" },
      { reason: { _tag: "Forbidden", code: "901", message: "Invalid Merchant Account" }, outcome: "not-executed" }
    ],
    [
      { status: 401, errorType: "security", errorCode: "000", message: "HTTP Status Response - Unauthorized" },
      { reason: { _tag: "Unauthenticated", code: "000" }, outcome: "not-executed" }
    ],
    [
      { status: 500, errorType: "configuration", errorCode: "905", message: "Payment details are not supported" },
      { reason: { _tag: "Forbidden", code: "905" }, outcome: "not-executed" }
    ],
    [
      { status: 422, errorType: "validation", errorCode: "704", message: "request already processed or in progress" },
      { reason: { _tag: "IdempotencyConflict", code: "704" }, outcome: "unknown" }
    ],
    [
      { status: 422, errorType: "validation", errorCode: "77_777", message: "Something that no document knows." },
      { reason: { _tag: "UnknownCode", code: "77_777", status: 422 }, outcome: "not-executed" }
    ],
    [
      { status: 500, errorType: "internal", errorCode: "701", message: "server could not process request" },
      { reason: { _tag: "Unavailable", code: "701" }, outcome: "unknown" }
    ]
  ]

  it.effect.each(refused)("is refused by $errorType $errorCode as in every encoding", ([said, expected]) =>
    Effect.gen(function* () {
      const { sending, sent } = yield* asked([refusal(encoding, said)])
      const error = yield* Effect.flip(sending)
      expect(error).toMatchObject({ _tag: "ProviderError", provider: "adyen", operation: port, key, ...expected })
      // What was asked stays a fact while its fate is unknown, where the model has facts about it.
      const hasFacts = !/^(?:DirectAuthorisations|UnreferencedRefunds|PendingRefunds)\./.test(port)
      const { facts, outcome } = error as { readonly facts?: unknown; readonly outcome?: unknown }
      expect(facts !== undefined).toBe(hasFacts && outcome === "unknown")
      expect(sent).toHaveLength(1)
    })
  )

  it.effect("is not taken to be done by what cannot be read, or answers something else", () =>
    Effect.gen(function* () {
      const bodies = [
        "",
        "null",
        "{}",
        "[]",
        "<html><body>busy</body></html>",
        "pspReference",
        "pspReference=1",
        "%%%",
        // Cut off: of a form that is a word that nobody knows.
        ...(operation === "authorise" && encoding === "form" ? [] : [golden.slice(0, -20)]),
        golden.replace(/\[?\w+-received\]?|%5B[\w-]+%5D|Received|Authorised/, ""),
        golden.replace(idIn(golden), ""),
        operation === "capture" ? others[encoding].capture : others[encoding].any,
        envelope(""),
        envelope("<a/><b/>"),
        envelope("<soap:Fault/>").replaceAll("soap:", "s:").replace("xmlns:soap", "xmlns:s"),
        answer("soap", operation, {}),
        encoding === "soap" ? golden.replaceAll("payment.services.adyen.com", "other.services.adyen.com") : "x",
        encoding === "soap"
          ? golden.replaceAll("schemas.xmlsoap.org/soap/envelope/", "www.w3.org/2003/05/soap-envelope")
          : "x"
      ]
      for (const body of bodies) {
        const { sending } = yield* asked([{ body }])
        const error = yield* Effect.flip(sending)
        expect(error, body).toMatchObject({ reason: { _tag: "MalformedResponse" }, outcome: "unknown" })
      }
    })
  )
})

describe("SOAP", () => {
  const [capture] = cells.filter(({ encoding, operation }) => encoding === "soap" && operation === "capture")
  const sending = (reply: Parameters<typeof classic>[1][0]) =>
    Effect.flatMap(classic("soap", [reply], { retry: { attempts: 1 } }), (ports) => capture!.send(ports, "soap"))

  it.effect.each(Object.entries(soap.misprints))("does not believe %s as it is printed", ([, misprint]) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(sending({ body: misprint.printed }))).toMatchObject({
        reason: { _tag: "MalformedResponse", problem: "not well-formed XML" },
        outcome: "unknown"
      })
    })
  )

  it.effect("reads a fault that comes with status 200 as the same refusal", () =>
    Effect.gen(function* () {
      const text = "validation 167 Original pspReference required for this operation"
      for (const status of [200, 500]) {
        expect(yield* Effect.flip(sending(fault(text, status)))).toMatchObject({
          reason: { _tag: "NotFound", code: "167" },
          outcome: "not-executed",
          exchange: { status }
        })
      }
    })
  )

  it.effect("takes a fault that says nothing for a failure of Adyen's", () =>
    Effect.gen(function* () {
      for (const text of ["", "Server busy", "Read timed out"]) {
        expect(yield* Effect.flip(sending(fault(text)))).toMatchObject({
          reason: { _tag: "Unavailable" },
          outcome: "unknown"
        })
      }
    })
  )

  it.effect("leaves out what is nil, and reads what it does not know as nothing", () =>
    Effect.gen(function* () {
      const body = capture!.answer.replace(
        /<pspReference/,
        '<additionalData xmlns="http://payment.services.adyen.com" xsi:nil="true"/><fraudResult xmlns="http://payment.services.adyen.com"><results><a/><a/></results></fraudResult><other xmlns="urn:other">1</other><pspReference'
      )
      expect(yield* sending({ body })).toMatchObject({ id: "8413547924770610" })
    })
  )

  const another: ReadonlyArray<readonly [string, string, string]> = [
    ["of another operation", "captureResponse", "cancelResponse"],
    ["with another result", "captureResult", "cancelResult"],
    ["in another envelope", 'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"', 'xmlns:soap="urn:other"'],
    ["in an envelope of another body", "<soap:Envelope", '<Envelope xmlns="urn:other"'],
    [
      "with an id of another service",
      '<pspReference xmlns="http://payment.services.adyen.com"',
      '<pspReference xmlns="urn:x"'
    ],
    ["with two ids", "<response ", '<pspReference xmlns="http://payment.services.adyen.com">2</pspReference><response ']
  ]
  it.effect.each(another)("does not believe an answer %s", ([, what, instead]) =>
    Effect.gen(function* () {
      const body = capture!.answer
        .replaceAll(what, instead)
        .replace(/<\/soap:Envelope>$/, (end) => (what === "<soap:Envelope" ? "</Envelope>" : end))
      expect(body).not.toBe(capture!.answer)
      expect(yield* Effect.flip(sending({ body }))).toMatchObject({
        reason: { _tag: "MalformedResponse" },
        outcome: "unknown"
      })
    })
  )

  const hostile: ReadonlyArray<readonly [string, string]> = [
    ["a bomb", `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`],
    ["an entity of a file", `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>`],
    ["a document type", `<!DOCTYPE soap:Envelope>`]
  ]
  it.effect.each(hostile)("refuses %s", ([, declaration]) =>
    Effect.gen(function* () {
      const body = capture!.answer
        .replace("<soap:Envelope", `${declaration}<soap:Envelope`)
        .replace("8413547924770610", "&b;")
      expect(yield* Effect.flip(sending({ body }))).toMatchObject({
        reason: { _tag: "MalformedResponse", problem: "a document type" },
        outcome: "unknown"
      })
    })
  )

  it.effect("refuses what is too large, too deep or too much", () =>
    Effect.gen(function* () {
      const long = capture!.answer.replace("8413547924770610", "8".repeat(10 * 1024 * 1024))
      const deep = capture!.answer.replace("8413547924770610", "<a>".repeat(50_000) + "</a>".repeat(50_000))
      const much = capture!.answer.replace("8413547924770610", "<a/>".repeat(100_000))
      const problems = []
      for (const body of [long, deep, much]) {
        const error = yield* Effect.flip(sending({ body }))
        expect(error).toMatchObject({ reason: { _tag: "MalformedResponse" }, outcome: "unknown" })
        problems.push((error as unknown as { reason: { problem: string } }).reason.problem)
      }
      expect(problems).toEqual([
        "a body of more than 1048576 bytes",
        "XML of more than 32 levels",
        "XML of more than 20000 tags"
      ])
    })
  )
})

describe("FORM", () => {
  it.effect("reads an error that is a line as the one that has fields", () =>
    Effect.gen(function* () {
      const [capture] = cells.filter(({ encoding, operation }) => encoding === "form" && operation === "capture")
      const refused = [
        ["validation 100 No amount specified", 422, { _tag: "InvalidRequest", code: "100" }, "not-executed"],
        ["validation 100 No amount specified", 500, { _tag: "InvalidRequest", code: "100" }, "not-executed"],
        ["security 901 Invalid Merchant Account", 403, { _tag: "Forbidden", code: "901" }, "not-executed"],
        ["validation No amount = no capture", 422, { _tag: "InvalidRequest" }, "not-executed"],
        ["internal 701 server could not process request", 500, { _tag: "Unavailable", code: "701" }, "unknown"],
        ["busy", 503, { _tag: "Unavailable" }, "unknown"]
      ] as const
      for (const [body, status, reason, outcome] of refused) {
        const ports = yield* classic("form", [{ status, body }], { retry: { attempts: 1 } })
        expect(yield* Effect.flip(capture!.send(ports, "form"))).toMatchObject({
          reason,
          outcome,
          exchange: { status }
        })
      }
    })
  )

  it.effect("does not believe an answer that says one thing twice", () =>
    Effect.gen(function* () {
      const [capture] = cells.filter(({ encoding, operation }) => encoding === "form" && operation === "capture")
      const bodies = [
        `${capture!.answer}&pspReference=2`,
        `${capture!.answer}&additionalData=1&additionalData.a=2`,
        `${capture!.answer}&additionalData.a=1&additionalData.a=2`
      ]
      for (const body of bodies) {
        const ports = yield* classic("form", [{ body }])
        expect(yield* Effect.flip(capture!.send(ports, "form"))).toMatchObject({
          reason: { _tag: "MalformedResponse", problem: "a form that says one thing twice" }
        })
      }
    })
  )
})

describe.each(["json", "form", "soap"] as const)("repeating in %s", (encoding) => {
  const capture = cells.find((cell) => cell.encoding === encoding && cell.operation === "capture")!

  it.effect("keeps to the key, and to what Adyen says of it", () =>
    Effect.gen(function* () {
      const gone = refusal(encoding, {
        status: 503,
        errorType: "internal",
        errorCode: "703",
        message: "required resource temporarily unavailable"
      })
      const ports = yield* classic(encoding, [gone, { status: 502, body: "bad gateway" }, { body: capture.answer }])
      const fiber = yield* Effect.forkChild(capture.send(ports, encoding))
      yield* TestClock.adjust("10 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ key })
      expect(ports.sent.map(({ headers }) => headers["idempotency-key"])).toEqual([key, key, key])
      expect(new Set(ports.sent.map(({ body }) => body)).size).toBe(1)
    })
  )

  it.effect("a refusal after an answer that was lost settles nothing", () =>
    Effect.gen(function* () {
      const unknown = refusal(encoding, { status: 422, errorType: "validation", errorCode: "167", message: "no" })
      const ports = yield* classic(encoding, [{ status: 502, body: "bad gateway" }, unknown])
      const fiber = yield* Effect.forkChild(Effect.flip(capture.send(ports, encoding)))
      yield* TestClock.adjust("10 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({
        reason: { _tag: "NotFound", code: "167" },
        outcome: "unknown",
        facts: [{ _tag: "Asked", key, kind: "capture" }]
      })
    })
  )
})
