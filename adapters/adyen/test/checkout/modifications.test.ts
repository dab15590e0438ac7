import type { Fact, Modification } from "@paylayer/core"
import { ModificationKey } from "@paylayer/core"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { AdyenCheckout } from "../../src/index.ts"
import * as documented from "../documented.ts"
import { adyen, authorised, captured, money } from "../scripted.ts"

const merchantAccount = "YOUR_MERCHANT_ACCOUNT"
const key = ModificationKey.ModificationKey.make("YOUR_UNIQUE_REFERENCE")
const at = (path: string) => `https://checkout-test.adyen.com/v72${path}`
const payment = "/payments/993617894903480A"
const id = "993617894906488A"

type Ports = Effect.Success<ReturnType<typeof adyen>>
const eur = (value: number) => money(value, "EUR")
const fresh = authorised(eur(2500))
const taken = authorised(eur(2500), captured(eur(2500)))

/** Each modification as the specification's example has it. */
const all = {
  adjust: {
    path: `${payment}/amountUpdates`,
    example: documented.amountUpdate,
    send: ({ adjustments }: Ports, options = {}) => adjustments.adjust(fresh, eur(2500), { key, ...options })
  },
  capture: {
    path: `${payment}/captures`,
    example: documented.capture,
    send: ({ captures }: Ports, options = {}) => captures.capture(fresh, eur(2000), { key, ...options })
  },
  cancel: {
    path: `${payment}/cancels`,
    example: documented.cancel,
    send: ({ cancellations }: Ports, options = {}) => cancellations.cancel(fresh, { key, ...options })
  },
  refund: {
    path: `${payment}/refunds`,
    example: documented.refund,
    send: ({ refunds }: Ports, options = {}) => refunds.refund(taken, eur(2500), { key, ...options })
  },
  reverse: {
    path: `${payment}/reversals`,
    example: documented.cancel,
    send: ({ reversals }: Ports, options = {}) => reversals.reverse(fresh, { key, ...options })
  }
} as const

const kinds = Object.entries(all) as ReadonlyArray<[keyof typeof all, (typeof all)[keyof typeof all]]>
type Sent = Effect.Effect<Modification.Modification, { readonly _tag: string }>

describe.each(kinds)("%s", (kind, { example, path, send }) => {
  const by = (ports: Ports, options = {}): Sent => send(ports, options)
  const refused = (status: number, errorCode: string, headers = {}) => ({
    status,
    headers,
    body: { status, errorCode, message: "no", errorType: "validation", pspReference: "8816118280275544" }
  })

  it.effect("is sent as the specification shows it, and linked and nothing more", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: example.answer }], { merchantAccount })
      const made = yield* by(ports)
      expect(ports.sent).toEqual([{ method: "POST", url: at(path), headers: expect.anything(), body: example.request }])
      expect(ports.sent[0]?.headers).toMatchObject({ "idempotency-key": key, "x-api-key": "ADYEN_API_KEY" })
      expect(made).toMatchObject({ key, kind, id, stage: "acknowledged", details: null })
      expect(made.facts.map(({ _tag }) => _tag)).toEqual(["Asked", "Linked"])
      expect(made.facts[1]).toEqual({ _tag: "Linked", key, id })
    })
  )

  it.effect("draws a key that is both header and reference", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: example.answer }], { merchantAccount })
      const made = yield* by(ports, { key: undefined })
      expect(made.key).not.toBe(key)
      expect(ports.sent[0]).toMatchObject({ headers: { "idempotency-key": made.key }, body: { reference: made.key } })
    })
  )

  it.effect("refuses a key that is too long for the header before the wire", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: example.answer }])
      const long = ModificationKey.ModificationKey.make("k".repeat(65))
      expect(yield* Effect.flip(by(ports, { key: long }))).toMatchObject({
        _tag: "ProviderError",
        key: long,
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "key" }] },
        outcome: "not-executed"
      })
      expect(ports.sent).toEqual([])
      yield* by(ports, { key: ModificationKey.ModificationKey.make("k".repeat(64)) })
      expect(ports.sent).toHaveLength(1)
    })
  )

  it.effect("does not take the answer about another payment, under a key used before, for its own", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: { ...example.answer, paymentPspReference: "OTHER" } }])
      expect(yield* Effect.flip(by(ports))).toMatchObject({
        reason: { _tag: "IdempotencyConflict", message: "another payment" },
        outcome: "unknown",
        facts: [{ _tag: "Asked", key }]
      })
    })
  )

  for (const answer of [{ ...example.answer, pspReference: undefined }, { ...example.answer, pspReference: "" }, []]) {
    it.effect(`of an answer ${JSON.stringify(answer).slice(-60)} knows nothing`, () =>
      Effect.gen(function* () {
        const ports = yield* adyen([{ status: 201, body: answer }])
        expect(yield* Effect.flip(by(ports))).toMatchObject({
          reason: { _tag: "MalformedResponse" },
          outcome: "unknown",
          facts: [{ _tag: "Asked", key, kind }]
        })
      })
    )
  }

  const rows = [
    [refused(422, "167"), "NotFound", "not-executed", 1],
    [refused(422, "906"), "NotFound", "not-executed", 1],
    [refused(422, "137"), "InvalidRequest", "not-executed", 1],
    [refused(422, "138"), "InvalidRequest", "not-executed", 1],
    [refused(400, "702"), "InvalidRequest", "not-executed", 1],
    [refused(401, "000"), "Unauthenticated", "not-executed", 1],
    [refused(403, "010"), "Forbidden", "not-executed", 1],
    [refused(403, "901"), "Forbidden", "not-executed", 1],
    [refused(422, "704"), "IdempotencyConflict", "unknown", 1],
    [refused(409, "704"), "IdempotencyConflict", "unknown", 1],
    [refused(500, "905"), "Forbidden", "unknown", 1],
    [refused(422, "77_777"), "UnknownCode", "not-executed", 1]
  ] as const
  for (const [answer, reason, outcome, times] of rows) {
    it.effect(`answered ${answer.status} ${answer.body.errorCode} is ${reason}, ${outcome}`, () =>
      Effect.gen(function* () {
        const ports = yield* adyen([answer])
        const error = yield* Effect.flip(by(ports))
        expect(error).toMatchObject({ _tag: "ProviderError", key, reason: { _tag: reason }, outcome })
        expect(error).toHaveProperty("exchange.path", path.replace("993617894903480A", "{id}"))
        expect("facts" in error && error.facts !== undefined).toBe(outcome === "unknown")
        expect(ports.sent).toHaveLength(times)
      })
    )
  }

  it.effect("is sent again under its key where Adyen says that the refusal passes", () =>
    Effect.gen(function* () {
      const busy = refused(422, "704", { "transient-error": "true" })
      const ports = yield* adyen([busy, { status: 201, body: example.answer }])
      const sending = yield* Effect.forkChild(by(ports))
      yield* TestClock.adjust("1 second")
      expect((yield* Fiber.join(sending)).id).toBe(id)
      expect(ports.sent.map(({ headers }) => headers["idempotency-key"])).toEqual([key, key])
    })
  )

  it.effect("tells the errors of the specification", () =>
    Effect.gen(function* () {
      for (const body of documented.errors) {
        const ports = yield* adyen([{ status: body.status, body }])
        expect(yield* Effect.flip(by(ports))).toMatchObject({ reason: { code: body.errorCode } })
      }
    })
  )

  it.effect("carries what is said of the software", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: example.answer }])
      const applicationInfo = {
        adyenLibrary: { name: "a", version: "1" },
        adyenPaymentSource: { name: "b", version: "2" },
        externalPlatform: { name: "c", version: "3", integrator: "d" },
        merchantApplication: { name: "e", version: "4" },
        merchantDevice: { os: "f", osVersion: "5", reference: "g" },
        shopperInteractionDevice: { locale: "nl-NL", os: "h", osVersion: "6" }
      }
      const { adjustOptions, cancelOptions, captureOptions, refundOptions } = AdyenCheckout
      const provider = [adjustOptions, cancelOptions, captureOptions, refundOptions].map((make) =>
        make({ applicationInfo })
      )
      yield* by(ports, { provider })
      expect(ports.sent[0]?.body).toMatchObject({ applicationInfo })
      const wrong = [adjustOptions, cancelOptions, captureOptions, refundOptions].map((make) =>
        make({ applicationInfo: { ...applicationInfo, merchantDevice: { os: "" } } })
      )
      expect(yield* Effect.flip(by(ports, { provider: wrong }))).toMatchObject({
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "applicationInfo.merchantDevice.os" }] }
      })
      expect(ports.sent).toHaveLength(1)
    })
  )
})

describe("technical cancel", () => {
  const reference = documented.technicalCancel.request.paymentReference
  const cancellation = { key: ModificationKey.ModificationKey.make(documented.technicalCancel.request.reference) }

  it.effect("goes by the merchant's reference", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: documented.technicalCancel.answer }], { merchantAccount })
      const made = yield* ports.technicalCancels.cancel(reference, cancellation)
      expect(ports.sent).toMatchObject([{ url: at("/cancels"), body: documented.technicalCancel.request }])
      expect(made).toMatchObject({ kind: "cancel", id, stage: "acknowledged" })
      // What it learned joins the payment's facts, should it turn up.
      const { modifications } = fresh.with(made.facts).totals()
      expect(modifications).toMatchObject([{ kind: "cancel", stage: "acknowledged", ids: [id] }])
    })
  )

  it.effect("needs a reference, and an answer about it", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: documented.technicalCancel.answer }])
      expect(yield* Effect.flip(ports.technicalCancels.cancel(""))).toMatchObject({
        reason: { _tag: "InvalidRequest", parameters: [{ parameter: "paymentReference" }] }
      })
      expect(ports.sent).toEqual([])
      expect(yield* Effect.flip(ports.technicalCancels.cancel("order-2"))).toMatchObject({
        reason: { _tag: "IdempotencyConflict" }
      })
    })
  )
})

describe("guards send nothing", () => {
  const cancelledAlready: Fact.Fact = { _tag: "Outcome", id: "C", kind: "cancel", at: 0, verdict: "succeeded" }
  const rows: ReadonlyArray<readonly [string, (ports: Ports) => Effect.Effect<unknown, unknown>, object]> = [
    ["adjust after capture", (p) => p.adjustments.adjust(taken, eur(3000)), { _tag: "NotAdjustable", why: "captured" }],
    [
      "adjust in another currency",
      (p) => p.adjustments.adjust(fresh, money(3000, "USD")),
      { _tag: "CurrencyMismatch" }
    ],
    [
      "capture of more than is there",
      (p) => p.captures.capture(fresh, eur(2501)),
      { _tag: "CaptureExceedsAuthorised", asked: 2501, capturable: 2500 }
    ],
    [
      "capture after cancel",
      (p) => p.captures.capture(authorised(eur(2500), cancelledAlready), eur(1)),
      { _tag: "NotCapturable", why: "cancelled" }
    ],
    [
      "capture that keeps the rest",
      (p) => p.captures.capture(fresh, eur(1), { final: false }),
      { _tag: "Unsupported" }
    ],
    ["cancel after capture", (p) => p.cancellations.cancel(taken), { _tag: "NotCancellable", status: "captured" }],
    ["refund before capture", (p) => p.refunds.refund(fresh, eur(1)), { _tag: "NotRefundable", why: "not-captured" }],
    [
      "refund of more than is captured",
      (p) => p.refunds.refund(taken, eur(2501)),
      { _tag: "RefundExceedsCaptured", asked: 2501, refundable: 2500 }
    ],
    [
      "reverse after cancel",
      (p) => p.reversals.reverse(authorised(eur(2500), cancelledAlready)),
      { _tag: "NotCancellable", status: "cancelled" }
    ],
    [
      "an amount that Adyen cannot say",
      (p) => p.adjustments.adjust(authorised(money(150_000, "IDR")), money(150_050, "IDR")),
      { _tag: "AmountNotRepresentable" }
    ]
  ]
  for (const [what, act, expected] of rows) {
    it.effect(what, () =>
      Effect.gen(function* () {
        const ports = yield* adyen([{ status: 201, body: documented.cancel.answer }])
        expect(yield* Effect.flip(act(ports))).toMatchObject(expected)
        expect(ports.sent).toEqual([])
      })
    )
  }
})

describe("amounts", () => {
  it.effect("are sent as Adyen counts, each absolute", () =>
    Effect.gen(function* () {
      const rows = [
        [money(1500, "ISK"), 150_000],
        [money(1500, "CLP"), 150_000],
        [money(150_000, "IDR"), 1500],
        [money(150_000, "CVE"), 1500],
        [money(1500, "JPY"), 1500],
        [money(1502, "KWD"), 1502]
      ] as const
      for (const [amount, value] of rows) {
        const wire = { value, currency: amount.currency }
        const ports = yield* adyen([{ status: 201, body: { ...documented.cancel.answer, amount: wire } }])
        yield* ports.adjustments.adjust(authorised(amount), amount)
        yield* ports.captures.capture(authorised(amount), amount)
        yield* ports.refunds.refund(authorised(amount, captured(amount)), amount)
        expect(ports.sent.map(({ body }) => body)).toMatchObject([{ amount: wire }, { amount: wire }, { amount: wire }])
      }
    })
  )

  it.effect("of another answer, under a key used before, are not taken for the asked ones", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body: documented.capture.answer }])
      const asked = ports.captures.capture(fresh, eur(1999), { key })
      expect(yield* Effect.flip(asked)).toMatchObject({
        reason: { _tag: "IdempotencyConflict", message: "another amount" },
        outcome: "unknown",
        facts: [{ _tag: "Asked", key, amount: eur(1999) }]
      })
    })
  )
})

describe("the account", () => {
  it.effect("with several partial captures keeps the rest", () =>
    Effect.gen(function* () {
      const one = yield* adyen([{ status: 201, body: documented.capture.answer }])
      const several = yield* adyen([{ status: 201, body: documented.capture.answer }], {
        account: { multiplePartialCaptures: true }
      })
      expect(one.captures.capabilities).toMatchObject({ multiple: false, remainder: "released" })
      expect(several.captures.capabilities).toMatchObject({ multiple: true, remainder: "kept" })
      const closed = yield* one.captures.capture(fresh, eur(2000))
      const kept = yield* several.captures.capture(fresh, eur(2000))
      expect(closed.facts[0]).toMatchObject({ _tag: "Asked", closes: true })
      expect(kept.facts[0]).not.toHaveProperty("closes")
      expect(fresh.with(kept.facts).totals().capturable).toEqual(eur(500))
    })
  )

  it.effect("declares what Adyen can do", () =>
    Effect.gen(function* () {
      const { adjustments, refunds, reversals } = yield* adyen([{ body: {} }])
      const idempotency = { _tag: "key", compared: false, maxLength: 64 }
      expect(adjustments.capabilities).toMatchObject({
        idempotency,
        decided: "later",
        directions: ["up", "down", "same"],
        extends: true
      })
      expect(refunds.capabilities).toMatchObject({ idempotency, partial: true, multiple: true })
      expect(reversals.capabilities).toMatchObject({ decided: "later", afterSeveralCaptures: false })
    })
  )
})

describe("reasons", () => {
  const body = { ...documented.cancel.answer, amount: { value: 2500, currency: "EUR" } }
  it.effect("of an adjustment are Adyen's industryUsage", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body }])
      for (const reason of ["delayed-charge", "no-show", "instalment"] as const) {
        yield* ports.adjustments.adjust(fresh, eur(2500), { reason })
      }
      expect(ports.sent.map((sent) => (sent.body as { industryUsage: string }).industryUsage)).toEqual([
        "delayedCharge",
        "noShow",
        "installment"
      ])
      const wrong = ports.adjustments.adjust(fresh, eur(2500), { reason: "tip" as never })
      expect(yield* Effect.flip(wrong)).toMatchObject({ reason: { parameters: [{ parameter: "industryUsage" }] } })
    })
  )

  it.effect("of a refund are Adyen's merchantRefundReason", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body }])
      for (const reason of ["duplicate", "fraud", "customer-request", "return", "other"] as const) {
        yield* ports.refunds.refund(taken, eur(2500), { reason })
      }
      const provider = [
        AdyenCheckout.refundOptions({ merchantRefundReason: "RETURN", capturePspReference: "CAP", store: "ST1" })
      ]
      yield* ports.refunds.refund(taken, eur(2500), { provider })
      yield* ports.refunds.refund(taken, eur(2500), { provider, reason: "fraud" })
      expect(ports.sent.map((sent) => (sent.body as { merchantRefundReason: string }).merchantRefundReason)).toEqual([
        "DUPLICATE",
        "FRAUD",
        "CUSTOMER REQUEST",
        "RETURN",
        "OTHER",
        "RETURN",
        "FRAUD"
      ])
      expect(ports.sent[5]?.body).toMatchObject({ capturePspReference: "CAP", store: "ST1" })
    })
  )
})

describe("an adjustment that is decided at once", () => {
  const blob = "BQABAQA-first"
  const provider = [AdyenCheckout.adjustOptions({ adjustAuthorisationData: Redacted.make(blob) })]
  const answered = (status: string) => ({
    status: 201,
    body: { ...documented.amountUpdate.answer, status, adjustAuthorisationData: "BQABAQA-second" }
  })

  it.effect("has its outcome in the answer, and the data for the next", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([answered("authorised")])
      const made = yield* ports.adjustments.adjust(fresh, eur(2500), { provider, key })
      expect(ports.sent[0]?.body).toMatchObject({ adjustAuthorisationData: blob })
      expect(made.stage).toBe("succeeded")
      expect(made.facts[2]).toEqual({ _tag: "Outcome", key, id, kind: "adjust", at: 0, verdict: "succeeded" })
      expect(Redacted.value(AdyenCheckout.adjustAuthorisationData(made)!)).toBe("BQABAQA-second")
      expect(JSON.stringify(made)).not.toContain("BQABAQA")
    })
  )

  it.effect("is dated in whole seconds, so that it is no later than what a webhook tells of the same second", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_700_000_000_987)
      const ports = yield* adyen([answered("authorised")])
      const made = yield* ports.adjustments.adjust(fresh, eur(2500), { provider, key })
      expect(made.facts[2]).toMatchObject({ verdict: "succeeded", at: 1_700_000_000_000 })
    })
  )

  it.effect("that was refused leaves the authorisation as it was", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([answered("refused")])
      const { facts, stage } = yield* ports.adjustments.adjust(fresh, eur(2500), { provider })
      expect(stage).toBe("failed")
      expect(facts[2]).toMatchObject({ verdict: "failed", failure: { _tag: "Declined" } })
      expect(fresh.with(facts).totals()).toMatchObject({ authorised: eur(2500), complete: true })
    })
  )

  for (const status of ["received", "perhaps"]) {
    it.effect(`is acknowledged if the answer says ${status}`, () =>
      Effect.gen(function* () {
        const ports = yield* adyen([answered(status)])
        expect((yield* ports.adjustments.adjust(fresh, eur(2500), { provider })).stage).toBe("acknowledged")
      })
    )
  }

  it.effect("is none where nobody asked for it", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([answered("authorised")])
      const made = yield* ports.adjustments.adjust(fresh, eur(2500))
      expect(made.stage).toBe("acknowledged")
      const plain = yield* adyen([{ status: 201, body: documented.amountUpdate.answer }])
      expect(AdyenCheckout.adjustAuthorisationData(yield* plain.adjustments.adjust(fresh, eur(2500)))).toBeUndefined()
    })
  )

  it.effect("keeps its data out of errors, and uses the latest", () =>
    Effect.gen(function* () {
      const message = `Field 'adjustAuthorisationData' ${blob} is not valid.`
      const ports = yield* adyen([{ status: 422, body: { status: 422, errorCode: "137", message } }])
      const first = AdyenCheckout.adjustOptions({ adjustAuthorisationData: Redacted.make("older") })
      const error = yield* Effect.flip(ports.adjustments.adjust(fresh, eur(2500), { provider: [first, ...provider] }))
      expect(ports.sent[0]?.body).toMatchObject({ adjustAuthorisationData: blob })
      expect(JSON.stringify(error)).not.toContain(blob)
      expect(error).toMatchObject({ reason: { title: expect.stringContaining("<redacted>") } })
    })
  )
})
