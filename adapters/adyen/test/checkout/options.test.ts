import { ModificationKey } from "@paylayer/core"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { AdyenCheckout } from "../../src/index.ts"
import { types } from "../../src/checkout/splits.ts"
import * as documented from "../documented.ts"
import { adyen, authorised, captured, money } from "../scripted.ts"

const usd = (value: number) => money(value, "USD")
const key = ModificationKey.ModificationKey.make("YOUR_UNIQUE_REFERENCE")
const body = { ...documented.cancel.answer }

const send = (options: AdyenCheckout.AdjustOptions) =>
  Effect.gen(function* () {
    const ports = yield* adyen([{ status: 201, body }])
    const provider = [AdyenCheckout.adjustOptions(options)]
    const result = yield* Effect.result(ports.adjustments.adjust(authorised(usd(2000)), usd(2000), { provider }))
    return {
      sent: ports.sent,
      body: ports.sent[0]?.body,
      error: result._tag === "Failure" ? result.failure : undefined
    }
  })

/** The parameters that are refused; nothing may have been sent. */
const wrong = (options: object) =>
  Effect.gen(function* () {
    const { error, sent } = yield* send(options as AdyenCheckout.AdjustOptions)
    expect(sent).toEqual([])
    expect(error).toMatchObject({ _tag: "ProviderError", outcome: "not-executed", reason: { _tag: "InvalidRequest" } })
    const { parameters } = (error as { reason: { parameters: ReadonlyArray<{ parameter: string }> } }).reason
    return parameters.map(({ parameter }) => parameter)
  })

describe("captureOptions", () => {
  const rows = {
    "Balance Platform": documented.captureOnBalancePlatform,
    "Classic Platforms": documented.captureOnClassicPlatforms
  }
  for (const [what, example] of Object.entries(rows)) {
    it.effect(`are sent as the specification shows them for the ${what}`, () =>
      Effect.gen(function* () {
        const { amount: _, merchantAccount, reference: __, splits, ...rest } = example
        const ports = yield* adyen([{ status: 201, body }], { merchantAccount })
        const provider = [
          AdyenCheckout.captureOptions({
            ...rest,
            splits: splits.map((split) => ({
              ...split,
              ...("amount" in split ? { amount: usd(split.amount.value) } : {})
            })) as ReadonlyArray<AdyenCheckout.Split>
          })
        ]
        yield* ports.captures.capture(authorised(usd(2000)), usd(2000), { key, provider })
        expect(ports.sent[0]?.body).toEqual(example)
      })
    )
  }

  it.effect("need the account that a chargeback is booked to, where it is one", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body }])
      const behavior = "deductFromOneBalanceAccount" as const
      const provider = [AdyenCheckout.captureOptions({ platformChargebackLogic: { behavior } })]
      const error = yield* Effect.flip(ports.captures.capture(authorised(usd(2000)), usd(2000), { provider }))
      expect(error).toMatchObject({
        reason: { parameters: [{ parameter: "platformChargebackLogic.targetAccount" }] }
      })
    })
  )
})

describe("splits", () => {
  const whole = { account: "BA1", amount: usd(100), reference: "part-1" }
  const needs = {
    BalanceAccount: ["account", "amount", "reference"],
    MarketPlace: ["account", "amount", "reference"],
    Commission: ["amount"],
    Default: ["amount"],
    Surcharge: ["amount"],
    VAT: ["amount"]
  } as const

  it.effect.each(Object.keys(types))("%s is taken whole, and misses what it needs", (type) =>
    Effect.gen(function* () {
      expect((yield* send({ splits: [{ type, ...whole } as AdyenCheckout.Split] })).error).toBeUndefined()
      const needed: ReadonlyArray<string> = type in needs ? needs[type as keyof typeof needs] : []
      const bare = { splits: [{ type }] }
      const fields = needed.map((field) => `splits.0.${field}`)
      if (fields.length === 0) expect((yield* send(bare as AdyenCheckout.AdjustOptions)).error).toBeUndefined()
      else expect((yield* wrong(bare)).toSorted()).toEqual(fields.toSorted())
    })
  )

  it.effect("of the Classic Platforms have an amount each, and no type of the Balance Platform among them", () =>
    Effect.gen(function* () {
      const marketPlace = { type: "MarketPlace", ...whole }
      expect(yield* wrong({ splits: [marketPlace, { type: "PaymentFee" }] })).toEqual(["splits.1.amount"])
      expect((yield* send({ splits: [{ type: "PaymentFee" }] })).error).toBeUndefined()
      for (const type of Object.keys(types)) {
        const classic = ["Commission", "Default", "MarketPlace", "PaymentFee", "VAT"].includes(type)
        const both = { splits: [marketPlace, { type, ...whole }] }
        if (classic) expect((yield* send(both as AdyenCheckout.AdjustOptions)).error).toBeUndefined()
        else expect(yield* wrong(both)).toEqual(["splits.1.type"])
      }
    })
  )

  it.effect("carry amounts in the payment's currency, as Adyen counts", () =>
    Effect.gen(function* () {
      expect(yield* wrong({ splits: [{ type: "Tip", amount: money(1, "EUR") }] })).toEqual(["splits.0.amount"])
      expect(yield* wrong({ splits: [{ type: "Tip", amount: 100 }] })).toEqual(["splits.0.amount"])
      const amount = money(1500, "ISK")
      const ports = yield* adyen([{ status: 201, body }])
      const provider = [AdyenCheckout.refundOptions({ splits: [{ type: "Commission", amount }] })]
      yield* ports.refunds.refund(authorised(amount, captured(amount)), amount, { provider })
      expect(ports.sent[0]?.body).toMatchObject({ splits: [{ amount: { value: 150_000, currency: "ISK" } }] })
    })
  )
})

describe("line items", () => {
  const item = {
    id: "Item #1",
    description: "d".repeat(10_000),
    quantity: 2,
    taxPercentage: 2100,
    sku: "s",
    upc: "u",
    brand: "b",
    color: "c",
    size: "m",
    manufacturer: "f",
    itemCategory: "g",
    productUrl: "p",
    imageUrl: "i",
    receiverEmail: "e",
    marketplaceSellerId: "l"
  }

  it.effect("are sent field by field", () =>
    Effect.gen(function* () {
      const amounts = { amountIncludingTax: usd(400), amountExcludingTax: usd(331), taxAmount: usd(69) }
      expect((yield* send({ lineItems: [{ ...item, ...amounts }] })).body).toMatchObject({
        lineItems: [{ ...item, amountIncludingTax: 400, amountExcludingTax: 331, taxAmount: 69 }]
      })
    })
  )

  it.effect("that are wrong are all named", () =>
    Effect.gen(function* () {
      const lineItems = [
        { ...item, description: "d".repeat(10_001), quantity: 0, taxPercentage: -1, price: 1 },
        { taxAmount: money(1, "EUR"), amountIncludingTax: 5 }
      ]
      expect(new Set(yield* wrong({ lineItems }))).toEqual(
        new Set([
          "lineItems.0.description",
          "lineItems.0.quantity",
          "lineItems.0.taxPercentage",
          "lineItems.0.price",
          "lineItems.1.taxAmount",
          "lineItems.1.amountIncludingTax"
        ])
      )
    })
  )
})

describe("adjustOptions", () => {
  it.effect("are Adyen's words and no others", () =>
    Effect.gen(function* () {
      for (const adjustAuthType of ["cardholderInitiatedTransaction", "merchantInitiatedTransaction"] as const) {
        expect((yield* send({ adjustAuthType })).body).toMatchObject({ adjustAuthType })
      }
      expect(
        yield* wrong({
          adjustAuthType: "mine",
          enhancedSchemeData: { levelTwoThree: {} },
          mpiData: {},
          lineItems: "none",
          splits: 7
        })
      ).toEqual(
        expect.arrayContaining(["adjustAuthType", "enhancedSchemeData.levelTwoThree", "mpiData", "lineItems", "splits"])
      )
    })
  )

  it.effect("never replace what the model says", () =>
    Effect.gen(function* () {
      const sneaked = { amount: { value: 1, currency: "EUR" }, reference: "x", merchantAccount: "Other" }
      expect((yield* send(sneaked as AdyenCheckout.AdjustOptions)).body).toMatchObject({
        amount: { value: 2000, currency: "USD" },
        merchantAccount: "ADYEN_MERCHANT_ACCOUNT",
        reference: expect.not.stringMatching(/^x$/)
      })
    })
  )

  it.effect("of another kind and of another provider are left alone; a later one wins", () =>
    Effect.gen(function* () {
      const ports = yield* adyen([{ status: 201, body }])
      const provider = [
        AdyenCheckout.captureOptions({ splits: [{ type: "Remainder" }] }),
        { provider: "another", kind: "adjust", options: { splits: [{ type: "Tip" }] } },
        AdyenCheckout.adjustOptions({ applicationInfo: { adyenLibrary: { name: "a", version: "1" } } }),
        AdyenCheckout.adjustOptions({ applicationInfo: { adyenLibrary: { version: "2" } } })
      ]
      yield* ports.adjustments.adjust(authorised(usd(2000)), usd(2000), { provider })
      expect(ports.sent[0]?.body).toMatchObject({ applicationInfo: { adyenLibrary: { name: "a", version: "2" } } })
      expect(ports.sent[0]?.body).not.toHaveProperty("splits")
    })
  )
})
