import { Money } from "@paylayer/core"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { AdyenCheckout } from "../../src/index.ts"
import * as documented from "../documented.ts"
import { adyen, money } from "../scripted.ts"

const request = { reference: "order-1", returnUrl: "https://shop.example/back", amount: money(40_000, "USD") }
const answer = {
  status: 201,
  body: { ...documented.create.answer, reference: "order-1", amount: { value: 40_000, currency: "USD" } }
}

const send = (options: AdyenCheckout.SessionOptions, more: object = {}) =>
  Effect.gen(function* () {
    const { sent, sessions } = yield* adyen([answer])
    const provider = [AdyenCheckout.sessionOptions(options)]
    const result = yield* Effect.result(sessions.create({ ...request, provider, ...more }))
    return { body: sent[0]?.body, sent, error: result._tag === "Failure" ? result.failure : undefined }
  })

/** The parameters that are refused; nothing may have been sent. */
const wrong = (options: object, more?: object) =>
  Effect.gen(function* () {
    const { error, sent } = yield* send(options as AdyenCheckout.SessionOptions, more)
    expect(sent).toEqual([])
    expect(error).toMatchObject({ _tag: "ProviderError", outcome: "not-executed", reason: { _tag: "InvalidRequest" } })
    const { parameters } = (error as { reason: { parameters: ReadonlyArray<{ parameter: string }> } }).reason
    return parameters.map(({ parameter }) => parameter)
  })

describe("sessionOptions", () => {
  it.effect("are sent as Adyen's examples show them", () =>
    Effect.gen(function* () {
      expect((yield* send(documented.klarna)).body).toMatchObject(documented.klarna)
    })
  )

  it.effect("carry their amounts as Money, converted like the session's", () =>
    Effect.gen(function* () {
      const [sale, commission, fees] = documented.split
      const splits = [{ ...sale, amount: money(39_200, "USD") }, { ...commission, amount: money(400, "USD") }, fees]
      const lineItems = [
        {
          id: "Item #1",
          quantity: 1,
          amountIncludingTax: money(400, "USD"),
          taxAmount: new Money.Money({ value: 0, currency: "USD" })
        }
      ]
      const { body } = yield* send({ splits, lineItems })
      expect(body).toMatchObject({
        splits: documented.split,
        lineItems: [{ id: "Item #1", quantity: 1, amountIncludingTax: 400, taxAmount: 0 }]
      })
    })
  )

  it.effect("count as Adyen does", () =>
    Effect.gen(function* () {
      const amount = money(1500, "ISK")
      const lineItems = [{ amountIncludingTax: amount }]
      const { body } = yield* send({ lineItems, splits: [{ type: "Commission", amount }] }, { amount })
      expect(body).toMatchObject({
        amount: { value: 150_000 },
        lineItems: [{ amountIncludingTax: 150_000 }],
        splits: [{ amount: { value: 150_000, currency: "ISK" } }]
      })
      const total = money(150_000, "IDR")
      const { error, sent } = yield* send({ lineItems: [{ taxAmount: money(150_050, "IDR") }] }, { amount: total })
      expect(error).toMatchObject({ _tag: "AmountNotRepresentable", amount: "150050" })
      expect(sent).toEqual([])
    })
  )

  it.effect("in another currency are refused by name", () =>
    Effect.gen(function* () {
      const amount = money(1, "EUR")
      expect(yield* wrong({ lineItems: [{}, { taxAmount: amount }], splits: [{ type: "Tip", amount }] })).toEqual([
        "lineItems.1.taxAmount",
        "splits.0.amount"
      ])
    })
  )

  it.effect("that are wrong are all named at once", () =>
    Effect.gen(function* () {
      const names = yield* wrong(
        {
          countryCode: "nl",
          shopperReference: "ab",
          shopperEmail: "ada",
          shopperLocale: "dutch",
          metadata: { ["k".repeat(21)]: "v", ok: "v".repeat(81) },
          channel: "Fax",
          shopperInteraction: "Phone",
          recurringProcessingModel: "Always",
          storePaymentMethodMode: "maybe",
          deliverAt: "tomorrow",
          mode: "popup",
          lineItems: [{ quantity: 0 }],
          splits: [{ type: "Half" }],
          unheardOf: 1
        },
        { reference: "r".repeat(81), returnUrl: `https://${"u".repeat(1017)}` }
      )
      expect(new Set(names)).toEqual(
        new Set([
          "countryCode",
          "shopperReference",
          "shopperEmail",
          "shopperLocale",
          `metadata.${"k".repeat(21)}`,
          "metadata.ok",
          "channel",
          "shopperInteraction",
          "recurringProcessingModel",
          "storePaymentMethodMode",
          "deliverAt",
          "mode",
          "lineItems.0.quantity",
          "splits.0.type",
          "unheardOf",
          "reference",
          "returnUrl"
        ])
      )
    })
  )

  const limits = [
    [{ shopperReference: "abc" }, { shopperReference: "ab" }],
    [{ shopperReference: "s".repeat(256) }, { shopperReference: "s".repeat(257) }],
    [{ metadata: { ["k".repeat(20)]: "v".repeat(80) } }, { metadata: { k: "v".repeat(81) } }],
    [{ metadata: pairs(20) }, { metadata: pairs(21) }],
    [{ metadata: { k: "" } }, { metadata: { k: 7 } }],
    [{ lineItems: [{ description: "d".repeat(10_000) }] }, { lineItems: [{ description: "d".repeat(10_001) }] }],
    [{ deliverAt: "2026-07-30T10:15:30+01:00" }, { deliverAt: "30-07-2026" }],
    [{ mcc: "5411" }, { mcc: "541" }]
  ] as const
  for (const [good, bad] of limits) {
    it.effect(`take ${JSON.stringify(good).slice(0, 60)} and not one more`, () =>
      Effect.gen(function* () {
        expect((yield* send(good as AdyenCheckout.SessionOptions)).error).toBeUndefined()
        expect(yield* wrong(bad)).toHaveLength(1)
      })
    )
  }

  it.effect("never replace what the model says", () =>
    Effect.gen(function* () {
      const sneaked = { amount: { value: 1, currency: "EUR" }, reference: "x", captureDelayHours: 24 }
      const { body } = yield* send(sneaked as AdyenCheckout.SessionOptions, { capture: "automatic" })
      expect(body).toMatchObject({
        amount: { value: 40_000, currency: "USD" },
        reference: "order-1",
        captureDelayHours: 0
      })
    })
  )

  it.effect("of a later one win field by field", () =>
    Effect.gen(function* () {
      const { sent, sessions } = yield* adyen([answer])
      const provider = [
        AdyenCheckout.sessionOptions({ countryCode: "NL", metadata: { a: "1" } }),
        { provider: "another", kind: "session", options: { countryCode: "FR" } },
        AdyenCheckout.sessionOptions({ countryCode: "BE", metadata: { b: "2" } })
      ]
      yield* sessions.create({ ...request, provider })
      expect(sent[0]?.body).toMatchObject({ countryCode: "BE", metadata: { a: "1", b: "2" } })
    })
  )

  it.effect("leave the other limits: reference 80, returnUrl 1024, with a protocol", () =>
    Effect.gen(function* () {
      const returnUrl = `https://${"u".repeat(1016)}`
      expect(yield* wrong({}, { reference: "r".repeat(81) })).toEqual(["reference"])
      expect(yield* wrong({}, { returnUrl: `${returnUrl}u` })).toEqual(["returnUrl"])
      expect(yield* wrong({}, { returnUrl: "shop.example/back" })).toEqual(["returnUrl"])
      expect((yield* send({}, { returnUrl })).error).toBeUndefined()
    })
  )
})

function pairs(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]))
}
