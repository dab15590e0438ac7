import { ModificationKey } from "@paylayer/core"
import { requestBody } from "@paylayer/core/adapter"
import { describe, expect, it } from "@effect/vitest"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as HttpClient from "effect/http/HttpClient"
import * as TestClock from "effect/testing/TestClock"
import * as operations from "../../src/classic/operations.ts"
import { AdyenCheckout, AdyenClassic } from "../../src/index.ts"
import * as json from "../documented/classic/json.ts"
import * as specification from "../documented/classic/specification.ts"
import { infoset, texts } from "../simulator/classic/infoset.ts"
import { card } from "./rows.ts"
import { authorised, classic, eur, key, money } from "./scripted.ts"
import { answer, type Name, names } from "./wire.ts"

const psp = "8814689190961342"
const fresh = authorised(psp, eur(1500))
const refundedInFull = {
  _tag: "Outcome",
  id: "refund-1",
  kind: "refund",
  amount: eur(5),
  at: 0,
  verdict: "succeeded"
} as const
const received = (operation: string) => `[${operation}-received]`
const ok = (encoding: Name, operation: string, response = received(operation)) => ({
  body: answer(encoding, operation, { pspReference: "8413547924770610", response })
})
const paid = (encoding: Name, operation: string, fields: Readonly<Record<string, string>>) => ({
  body: answer(encoding, operation, { pspReference: psp, ...fields })
})

describe("an operation", () => {
  it.each([
    [
      "adjustAuthorisation",
      operations.adjustAuthorisation,
      [json.adjustAuthorisation, specification.adjustAuthorisation]
    ],
    ["capture", operations.capture, [json.capture, specification.capture]],
    ["refund", operations.refund, [json.refund, specification.refund]],
    ["cancel", operations.cancel, [json.cancel, specification.cancel]],
    ["cancelOrRefund", operations.cancelOrRefund, [json.cancelOrRefund, specification.cancelOrRefund]],
    ["technicalCancel", operations.technicalCancel, [specification.technicalCancel]],
    ["voidPendingRefund by terminal", operations.voidByTender, [json.voidByTender, specification.voidByTender]],
    ["voidPendingRefund by id", operations.voidByReference, [json.voidByReference, specification.voidByReference]],
    ["refundWithData", operations.refundToCard, [json.refundWithData]],
    ["authorise", operations.authorise, [json.authorise]]
  ])("%s can say what the examples say, and nothing that nobody knows", (_, { order, schema }, examples) => {
    for (const { request } of examples) {
      expect(requestBody(schema, request)).toEqual(Result.succeed(request))
      expect(order).toEqual(expect.arrayContaining(Object.keys(request)))
      expect(requestBody(schema, { ...request, other: "1" })).toMatchObject({
        failure: { parameters: [{ parameter: "other" }] }
      })
    }
  })
})

describe.each(names)("in %s", (encoding) => {
  it.effect("a key is drawn, and is both header and reference", () =>
    Effect.gen(function* () {
      const ports = yield* classic(encoding, [ok(encoding, "capture")])
      const made = yield* ports.captures.capture(fresh, eur(500))
      expect(ports.sent[0]?.headers["idempotency-key"]).toBe(made.key)
      expect(ports.sent[0]?.body).toContain(made.key)
      expect(made).toMatchObject({
        kind: "capture",
        id: "8413547924770610",
        stage: "acknowledged",
        details: null,
        facts: [
          { _tag: "Asked", key: made.key, kind: "capture", amount: eur(500), closes: true },
          { _tag: "Linked", key: made.key, id: "8413547924770610" }
        ]
      })
    })
  )

  it.effect("what the model refuses is not sent", () =>
    Effect.gen(function* () {
      const ports = yield* classic(encoding, [ok(encoding, "capture")])
      const { adjustments, cancellations, captures, direct, refunds, reversals } = ports
      const taken = authorised(psp, eur(1500), eur(1500))
      const final = authorised(psp, eur(1500), undefined, false)
      const refused = [
        ["CurrencyMismatch", captures.capture(fresh, money(500, "USD"))],
        ["CaptureExceedsAuthorised", captures.capture(fresh, eur(1501))],
        ["NotCapturable", captures.capture(taken, eur(1))],
        ["NotRefundable", refunds.refund(fresh, eur(1))],
        ["RefundExceedsCaptured", refunds.refund(taken, eur(1501))],
        ["NotCancellable", cancellations.cancel(taken)],
        ["NotAdjustable", adjustments.adjust(taken, eur(1700))],
        ["NotAdjustable", adjustments.adjust(final, eur(1700))],
        ["Unsupported", captures.capture(fresh, eur(500), { final: false })],
        ["Unsupported", adjustments.adjust(fresh, eur(1700), { reason: "instalment" })],
        ["UnsupportedCurrency", direct.authorise({ reference: "r", amount: money(500, "BIF"), card: card() })],
        ["AmountNotRepresentable", direct.authorise({ reference: "r", amount: money(150050, "IDR"), card: card() })],
        ["NotRefundable", reversals.reverse(authorised(psp, eur(5), eur(5)).with([refundedInFull]))]
      ] as const
      for (const [tag, asked] of refused) {
        expect(yield* Effect.flip(asked as Effect.Effect<unknown, { readonly _tag: string }>)).toMatchObject({
          _tag: tag
        })
      }
      expect(ports.sent).toEqual([])
    })
  )

  it.effect("what cannot be said is not sent, and all of it is named", () =>
    Effect.gen(function* () {
      const ports = yield* classic(encoding, [ok(encoding, "capture")])
      const { captures, direct, pending, technicalCancels, unreferenced } = ports
      const long = ModificationKey.ModificationKey.make("k".repeat(65))
      const wrong = (...parameters: ReadonlyArray<string>) => ({
        _tag: "ProviderError",
        outcome: "not-executed",
        reason: { _tag: "InvalidRequest", parameters: parameters.map((parameter) => ({ parameter })) }
      })
      const bad = { number: "4111 1111", cvc: "73", expiryMonth: "13", expiryYear: "18", holderName: "" }
      const refused = [
        [wrong("key"), captures.capture(fresh, eur(500), { key: long })],
        [wrong("reference"), direct.authorise({ reference: "r".repeat(81), amount: eur(1), card: card() })],
        [wrong("reference"), direct.authorise({ reference: "a\u0000b", amount: eur(1), card: card() })],
        [
          wrong("card.number", "card.cvc", "card.expiryMonth", "card.expiryYear", "card.holderName"),
          direct.authorise({ reference: "r", amount: eur(1), card: AdyenClassic.card(bad) })
        ],
        [wrong("originalMerchantReference"), technicalCancels.cancel("")],
        [wrong("originalReference"), pending.cancel({ id: "" })],
        [
          wrong("bankAccount.countryCode", "bankAccount.ownerName"),
          unreferenced.refund({
            reference: "r",
            amount: eur(1),
            to: {
              bankAccount: AdyenClassic.bankAccount({ iban: "NL13TEST0123456789", countryCode: "nl", ownerName: "" })
            }
          })
        ],
        [
          wrong("additionalData.a"),
          captures.capture(fresh, eur(1), { provider: [AdyenClassic.requestOptions({ additionalData: { a: "\n" } })] })
        ]
      ] as const
      for (const [expected, asked] of refused) {
        const error = yield* Effect.flip(asked as Effect.Effect<unknown, { readonly _tag: string }>)
        expect(error).toMatchObject(expected)
      }
      expect(ports.sent).toEqual([])
    })
  )

  it.effect("a reference of 80 characters and a key of 64 can be said", () =>
    Effect.gen(function* () {
      const longest = ModificationKey.ModificationKey.make("k".repeat(64))
      const replies = [paid(encoding, "authorise", { resultCode: "Authorised" }), ok(encoding, "capture")]
      const ports = yield* classic(encoding, replies, { account: { captureDelay: "manual" } })
      const reference = "ü<&>'\" +%=".repeat(8)
      const { authorisation } = yield* ports.direct.authorise({ reference, amount: eur(1500), card: card() })
      yield* ports.captures.capture(authorisation, eur(1500), { key: longest })
      const said = {
        json: (body: string) => JSON.parse(body).reference,
        form: (body: string) => new URLSearchParams(body).get("reference"),
        soap: (body: string) => texts(infoset(body), "reference")[0]
      }
      expect(said[encoding](ports.sent[0]!.body)).toBe(reference)
      expect(said[encoding](ports.sent[1]!.body)).toBe(longest)
    })
  )

  it.effect("counts as Adyen does", () =>
    Effect.gen(function* () {
      for (const [amount, wire] of [
        [money(1500, "ISK"), "150000"],
        [money(1500, "CLP"), "150000"],
        [money(150000, "IDR"), "1500"],
        [money(150000, "CVE"), "1500"],
        [money(1500, "JPY"), "1500"],
        [money(1502, "KWD"), "1502"]
      ] as const) {
        const ports = yield* classic(encoding, [ok(encoding, "capture")])
        yield* ports.captures.capture(authorised(psp, amount), amount)
        expect(ports.sent[0]?.body).toMatch(new RegExp(`value\\W[^\\d]*${wire}\\b`))
      }
    })
  )

  describe("an adjustment", () => {
    const blob = "BQABAQC5c4n4ry-blob=="
    const next = "BQABAQ==next"
    const synchronous = { provider: [AdyenClassic.requestOptions({ adjustAuthorisationData: Redacted.make(blob) })] }
    const decided = (response: string, additionalData: Readonly<Record<string, string>> = {}) => ({
      body: answer(encoding, "adjustAuthorisation", {
        pspReference: "881",
        response,
        ...(Object.keys(additionalData).length === 0 ? {} : { additionalData })
      })
    })

    it.effect("is decided at once where that is asked for", () =>
      Effect.gen(function* () {
        // In whole seconds, as a webhook has it.
        yield* TestClock.setTime(1_700_000_000_987)
        const ports = yield* classic(encoding, [decided("Authorised", { adjustAuthorisationData: next, other: "1" })])
        const made = yield* ports.adjustments.adjust(fresh, eur(1700), { key, reason: "no-show", ...synchronous })
        expect(made).toMatchObject({
          stage: "succeeded",
          facts: [
            { _tag: "Asked", kind: "adjust" },
            { _tag: "Linked", key, id: "881" },
            { _tag: "Outcome", key, id: "881", kind: "adjust", verdict: "succeeded", at: 1_700_000_000_000 }
          ]
        })
        expect(fresh.with(made.facts).totals()).toMatchObject({ authorised: eur(1700), complete: true })
        expect(Redacted.value(AdyenClassic.adjustAuthorisationData(made)!)).toBe(next)
        expect(Redacted.value(AdyenCheckout.adjustAuthorisationData(made)!)).toBe(next)
        expect(JSON.stringify(made)).not.toContain(next)
        const body = decodeURIComponent(ports.sent[0]!.body)
        for (const said of [blob, "adjustAuthorisationData", "industryUsage", "NoShow"]) expect(body).toContain(said)
      })
    )

    it.effect.each([
      ["Refused", { refusalReasonRaw: "2", authCode: "90745" }, { _tag: "Declined", code: "2" }],
      ["Refused", {}, { _tag: "Declined" }],
      ["Error", {}, { _tag: "Other", raw: "Error" }]
    ] as const)("that was %s is an outcome, and leaves the authorisation", ([response, data, failure]) =>
      Effect.gen(function* () {
        const ports = yield* classic(encoding, [decided(response, data)])
        const made = yield* ports.adjustments.adjust(fresh, eur(1700), { key, ...synchronous })
        expect(made.stage).toBe("failed")
        expect(made.facts[2]).toEqual({
          _tag: "Outcome",
          key,
          id: "881",
          kind: "adjust",
          at: 0,
          verdict: "failed",
          failure
        })
        expect(fresh.with(made.facts).totals()).toMatchObject({ authorised: eur(1500), complete: true })
        expect(AdyenClassic.adjustAuthorisationData(made)).toBeUndefined()
      })
    )

    it.effect("is an outcome only where one was asked for", () =>
      Effect.gen(function* () {
        const later = yield* classic(encoding, [decided("Authorised")])
        expect((yield* later.adjustments.adjust(fresh, eur(1700))).stage).toBe("acknowledged")
        const both = yield* classic(encoding, [decided("[adjustAuthorisation-received]")])
        const made = yield* both.adjustments.adjust(fresh, eur(1700), synchronous)
        expect(made.facts.map(({ _tag }) => _tag)).toEqual(["Asked", "Linked"])
      })
    )

    it.effect("takes what else is to be said, and keeps its own words", () =>
      Effect.gen(function* () {
        const ports = yield* classic(encoding, [decided("[adjustAuthorisation-received]")])
        const provider = [
          AdyenClassic.requestOptions({ additionalData: { industryUsage: "Other", a: "1" } }),
          { provider: "stripe", kind: "classic-request" },
          AdyenClassic.requestOptions({ additionalData: { "b.c": "2" } })
        ]
        yield* ports.adjustments.adjust(fresh, eur(1700), { reason: "delayed-charge", provider })
        const body = ports.sent[0]!.body
        const said: Readonly<Record<Name, () => unknown>> = {
          json: () => JSON.parse(body).additionalData,
          form: () =>
            Object.fromEntries(
              [...new URLSearchParams(body)].flatMap(([name, value]) =>
                name.startsWith("additionalData.") ? [[name.slice(15), value]] : []
              )
            ),
          soap: () => {
            const values = texts(infoset(body), "value").slice(1)
            return Object.fromEntries(texts(infoset(body), "key").map((name, index) => [name, values[index]]))
          }
        }
        expect(said[encoding]()).toEqual({ industryUsage: "DelayedCharge", a: "1", "b.c": "2" })
      })
    )
  })

  it.effect("several partial captures keep the rest, where the account has them", () =>
    Effect.gen(function* () {
      const ports = yield* classic(encoding, [ok(encoding, "capture")], { account: { multiplePartialCaptures: true } })
      const first = yield* ports.captures.capture(fresh, eur(500))
      const second = yield* ports.captures.capture(fresh.with(first.facts), eur(1000))
      expect(first.facts[0]).not.toHaveProperty("closes")
      expect(fresh.with([...first.facts, ...second.facts]).totals().capturable).toMatchObject({ value: 0 })
      expect(ports.captures.capabilities).toMatchObject({ multiple: true, remainder: "kept" })
    })
  )
})

describe("the address", () => {
  const urlOf = (encoding: Name, options: Partial<AdyenClassic.UserOptions>) =>
    Effect.gen(function* () {
      const ports = yield* classic(encoding, [ok(encoding, "capture")], options)
      yield* ports.captures.capture(fresh, eur(500))
      return ports.sent[0]?.url
    })

  it.effect("is that of the environment and the version, unless another is given", () =>
    Effect.gen(function* () {
      const live = { environment: { live: "1797a841fbb37ca7-AdyenDemo" } } as const
      const host = "https://1797a841fbb37ca7-AdyenDemo-pal-live.adyenpayments.com".toLowerCase()
      expect(yield* urlOf("json", live)).toBe(`${host}/pal/servlet/Payment/v68/capture`)
      expect(yield* urlOf("soap", live)).toBe(`${host}/pal/servlet/Payment/v30/`)
      expect(yield* urlOf("json", { version: "v30" })).toBe(
        "https://pal-test.adyen.com/pal/servlet/Payment/v30/capture"
      )
      expect(yield* urlOf("soap", { version: "v64" })).toBe("https://pal-test.adyen.com/pal/servlet/Payment/v64/")
      expect(yield* urlOf("form", { baseUrl: "http://localhost:4010/p" })).toBe("http://localhost:4010/p/capture")
      expect(() => urlOf("xml" as never, {}).pipe(Effect.runSync)).toThrow("json, form or soap")
      expect(() => urlOf("json", { environment: { live: "evil.example/#" } }).pipe(Effect.runSync)).toThrow(TypeError)
    })
  )

  it.effect("is asked with an API key, or a web service user", () =>
    Effect.gen(function* () {
      const seen: Array<Readonly<Record<string, string>>> = []
      const http = Layer.succeed(
        HttpClient.HttpClient,
        HttpClient.make((request) => {
          seen.push(request.headers)
          return Effect.die("enough")
        })
      )
      const tried = <E>(layer: Layer.Layer<AdyenClassic.Ports, E, HttpClient.HttpClient>) =>
        Effect.exit(
          Effect.gen(function* () {
            const pending = yield* AdyenClassic.PendingRefunds
            return yield* pending.cancel({ id: "1" })
          }).pipe(
            Effect.provide(layer),
            Effect.provide(http),
            Effect.provideService(
              ConfigProvider.ConfigProvider,
              ConfigProvider.fromUnknown({ KEY: "k", USER: "u", PASSWORD: "p", ACCOUNT: "Shop" })
            )
          )
        )
      const merchantAccount = Config.String("ACCOUNT")
      yield* tried(AdyenClassic.layerConfig({ apiKey: Config.Redacted("KEY"), merchantAccount }))
      yield* tried(
        AdyenClassic.layerConfig({
          username: Config.String("USER"),
          password: Config.Redacted("PASSWORD"),
          merchantAccount
        })
      )
      expect(seen).toMatchObject([{ "x-api-key": "k" }, { authorization: `Basic ${btoa("u:p")}` }])
      const missing = yield* tried(AdyenClassic.layerConfig({ apiKey: Config.Redacted("NO_KEY"), merchantAccount }))
      expect(String(missing)).toContain("NO_KEY")
    })
  )
})
