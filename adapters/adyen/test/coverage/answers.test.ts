/** Answers with every field that the documents name: what is read, and what the simulator writes. */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { AdyenCheckout } from "../../src/index.ts"
import * as documented from "../documented.ts"
import { adyen, authorised, captured, money } from "../scripted.ts"
import { apiKey, codeOf, credentials, eur, openManual, preAuth } from "../simulator/world.ts"

const amount = money(2500, "EUR")
const fields = ["additionalData", "errorCode", "errorType", "message", "pspReference", "status"]

describe("an error with each of its six fields", () => {
  const rows = [
    [400, "702", "validation", "InvalidRequest"],
    [401, "000", "security", "Unauthenticated"],
    [403, "010", "security", "Forbidden"],
    [422, "137", "validation", "InvalidRequest"],
    [500, "905", "configuration", "Forbidden"]
  ] as const
  for (const [status, errorCode, errorType, tag] of rows) {
    it.effect(`${status} is read`, () =>
      Effect.gen(function* () {
        const message = "Field 'amount' is not valid."
        const additionalData = { acquirerReference: "A1" }
        const body = { additionalData, errorCode, errorType, message, pspReference: "8816118280275544", status }
        expect(Object.keys(body).toSorted()).toEqual(fields)
        const ports = yield* adyen([{ status, body }])
        const error = yield* Effect.flip(ports.adjustments.adjust(authorised(amount), amount))
        expect(error).toMatchObject({ reason: { _tag: tag, code: errorCode }, exchange: { status } })
        const reason = "reason" in error ? error.reason : {}
        expect(reason).toMatchObject(tag === "InvalidRequest" ? { title: message } : { message })
      })
    )
  }

  it("is written with these fields and no others", async () => {
    const world = await openManual({
      forbidden: ({ path }) => path.endsWith("/cancels"),
      unsupported: ({ path }) => path.endsWith("/reversals")
    })
    const path = `/v72/payments/${await world.authorised(preAuth)}`
    const { merchantAccount } = credentials
    const answers = [
      await world.send("POST", `${path}/amountUpdates`, "{", apiKey),
      await world.send("POST", `${path}/amountUpdates`, { merchantAccount, amount: eur(1) }),
      await world.send("POST", `${path}/cancels`, { merchantAccount }, apiKey),
      await world.send("POST", `${path}/amountUpdates`, { merchantAccount }, apiKey),
      await world.send("POST", `${path}/reversals`, { merchantAccount }, apiKey)
    ]
    expect(answers.map(codeOf)).toEqual(["400 702", "401 000", "403 010", "422 130", "500 905"])
    for (const { body, status } of answers) {
      expect(fields).toEqual(expect.arrayContaining(Object.keys(body)))
      expect(body).toMatchObject({
        errorCode: expect.stringMatching(/./),
        errorType: expect.stringMatching(/^(validation|security|configuration)$/),
        message: expect.stringMatching(/./),
        status
      })
    }
  })
})

it.effect("the answer to an amount update with all that the document shows is an acknowledgement", () =>
  Effect.gen(function* () {
    const shown = {
      industryUsage: "delayedCharge",
      lineItems: [{ id: "1", amountIncludingTax: 2500, quantity: 1 }],
      splits: [{ type: "Commission", amount: { currency: "EUR", value: 2500 }, reference: "part-1" }]
    }
    const ports = yield* adyen([{ status: 201, body: { ...documented.amountUpdate.answer, ...shown } }])
    const made = yield* ports.adjustments.adjust(authorised(amount), amount)
    expect(made).toMatchObject({ id: "993617894906488A", stage: "acknowledged" })
    expect(made.facts.map(({ _tag }) => _tag)).toEqual(["Asked", "Linked"])
  })
)

it.effect("a partial refund carries its line items", () =>
  Effect.gen(function* () {
    const part = money(1000, "EUR")
    const ports = yield* adyen([{ status: 201, body: { ...documented.refund.answer, amount: eur(1000) } }])
    const lineItems = [{ id: "1", description: "Shoes", amountIncludingTax: part, quantity: 1 }]
    const provider = [AdyenCheckout.refundOptions({ lineItems })]
    yield* ports.refunds.refund(authorised(amount, captured(amount)), part, { provider })
    expect(ports.sent[0]?.body).toMatchObject({
      amount: eur(1000),
      lineItems: [{ id: "1", description: "Shoes", amountIncludingTax: 1000, quantity: 1 }]
    })
  })
)
