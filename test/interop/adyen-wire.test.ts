/**
 * The bodies that our adapters send, through the models of @adyen/api-library and back: what comes out is what the library
 * could have sent itself. What it has no field for is lost there, and is listed here.
 */
import { ObjectSerializer as CheckoutModels } from "@adyen/api-library/lib/src/typings/checkout/objectSerializer.js"
import { ObjectSerializer as PaymentModels } from "@adyen/api-library/lib/src/typings/payment/objectSerializer.js"
import { AdyenCheckout, AdyenClassic } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Authorisation, Fact, Modifications, Money } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import { Recording, VirtualClock } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { apiKey, merchantAccount } from "./adyen-served.ts"
import { runnerOf } from "./served.ts"

const eur = (value: number) => Money.positiveUnsafe(value, "EUR")
const id = "8814689190961342"

/** Where a refund is possible, and where everything else is. */
const captured = (...facts: ReadonlyArray<Fact.Fact>) =>
  Authorisation.make(
    "adyen",
    {
      _tag: "Authorised",
      id: Fact.AuthorisationId.make(id),
      reference: "order-1",
      amount: eur(1500),
      capture: "manual"
    },
    facts
  )
const open = captured()
const taken = captured({ _tag: "Outcome", id: "a", kind: "capture", amount: eur(1500), at: 0, verdict: "succeeded" })

const sending = async () => {
  const world = await ManagedRuntime.make(AdyenSimulator.layer()).context()
  const run = runnerOf(Context.get(world, VirtualClock.VirtualClock))
  const recording = Recording.wrap(Context.get(world, HttpClient))
  const options = { apiKey: Redacted.make(apiKey), merchantAccount }
  const made = <A>(make: Effect.Effect<A, never, HttpClient>) => run(Effect.provideService(make, HttpClient, recording))
  /** The body that this sends; what the simulator thinks of it is not the question. */
  const bodyOf = async (asking: Effect.Effect<unknown, unknown>): Promise<Record<string, unknown>> => {
    await run(recording.clear)
    await run(Effect.result(asking))
    const [exchange, ...others] = await run(recording.exchanges)
    if (exchange === undefined || others.length > 0) throw new Error("expected one request")
    return JSON.parse(exchange.body) as Record<string, unknown>
  }
  return { bodyOf, checkout: await made(AdyenCheckout.make(options)), classic: await made(AdyenClassic.make(options)) }
}

type Model = (body: unknown) => unknown
const throughCheckout =
  (name: string): Model =>
  (body) =>
    CheckoutModels.serialize(CheckoutModels.deserialize(body, name), name)
const throughPayment =
  (name: string): Model =>
  (body) =>
    PaymentModels.serialize(PaymentModels.deserialize(body, name, ""), name, "")

const isDate = (value: unknown) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value)

/** Each leaf by its path: dates are dates, whichever way they are written. */
const leaves = (value: unknown, path = ""): ReadonlyArray<readonly [string, unknown]> =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, member]) => leaves(member, path === "" ? name : `${path}.${name}`))
    : value === undefined
      ? []
      : [[path, isDate(value) ? "a date" : value]]

/** What the model makes of a body that it does not leave as it is. */
const lost = (body: unknown, model: Model): ReadonlyArray<string> => {
  const kept = new Map(leaves(JSON.parse(JSON.stringify(model(body)))))
  return leaves(body).flatMap(([path, value]) => (kept.get(path) === value ? [] : [path]))
}

const airline: AdyenCheckout.Airline = {
  agency: { invoiceNumber: "123456", planName: "AB" },
  boardingFee: Money.positiveUnsafe(700, "EUR"),
  code: "074",
  computerizedReservationSystem: "ABCD",
  customerReferenceNumber: "customer-1",
  designatorCode: "KL",
  documentType: "AB",
  flightDate: "2026-07-30T10:15",
  legs: [
    {
      carrierCode: "KL",
      classOfTravel: "C",
      dateOfTravel: "2026-07-30T10:15",
      departureAirportCode: "AMS",
      departureTax: Money.positiveUnsafe(100, "EUR"),
      destinationAirportCode: "SIN",
      fareBasisCode: "YY",
      flightNumber: "835",
      stopOverCode: "O"
    }
  ],
  passengerName: "Ada Tester",
  passengers: [
    {
      dateOfBirth: "1990-01-02",
      firstName: "Ada",
      lastName: "Tester",
      phoneNumber: "+31201234567",
      travellerType: "ADT"
    }
  ],
  ticket: { issueAddress: "Amsterdam", issueDate: "2026-07-01", number: "1234567890" },
  travelAgency: { code: "A1", name: "Tours" }
}
const software = { name: "till", version: "3" }
const applicationInfo: AdyenCheckout.ApplicationInfo = {
  adyenLibrary: software,
  adyenPaymentSource: software,
  externalPlatform: { ...software, integrator: "us" },
  merchantApplication: software,
  merchantDevice: { os: "any", osVersion: "1", reference: "device-1" },
  shopperInteractionDevice: { locale: "nl-NL", os: "any", osVersion: "1" }
}
const everything = {
  applicationInfo,
  enhancedSchemeData: { airline },
  lineItems: [
    {
      id: "1",
      description: "A trip",
      quantity: 1,
      amountIncludingTax: eur(1500),
      amountExcludingTax: eur(1240),
      taxAmount: eur(260),
      taxPercentage: 2100,
      sku: "s",
      upc: "u",
      brand: "b",
      color: "c",
      size: "s",
      manufacturer: "m",
      itemCategory: "i",
      productUrl: "https://shop.example/1",
      imageUrl: "https://shop.example/1.png",
      receiverEmail: "ada@shop.example",
      marketplaceSellerId: "x"
    }
  ],
  splits: [
    { type: "BalanceAccount", account: "BA1", amount: eur(1000), description: "theirs", reference: "split-1" },
    { type: "Commission", amount: eur(500), reference: "split-2" }
  ]
} as const

const { adjustOptions, cancelOptions, captureOptions, refundOptions } = AdyenCheckout

describe("Checkout", () => {
  it("an amount update with everything: the library has no enhancedSchemeData there", async () => {
    const { bodyOf, checkout } = await sending()
    const given = adjustOptions({
      ...everything,
      adjustAuthType: "merchantInitiatedTransaction",
      adjustAuthorisationData: Redacted.make("blob")
    })
    const body = await bodyOf(
      Context.get(checkout, Modifications.Adjustments).adjust(open, eur(1500), {
        reason: "no-show",
        provider: [given]
      })
    )
    const paths = lost(body, throughCheckout("PaymentAmountUpdateRequest"))
    expect(paths.filter((path) => !path.startsWith("enhancedSchemeData.airline."))).toEqual([])
    expect(paths).toHaveLength(leaves(body["enhancedSchemeData"]).length)
    expect(Object.keys(body).toSorted()).toEqual([
      "adjustAuthType",
      "adjustAuthorisationData",
      "amount",
      "applicationInfo",
      "enhancedSchemeData",
      "industryUsage",
      "lineItems",
      "merchantAccount",
      "reference",
      "splits"
    ])
  })

  it("a capture with everything", async () => {
    const { bodyOf, checkout } = await sending()
    const platformChargebackLogic = {
      behavior: "deductFromOneBalanceAccount",
      costAllocationAccount: "BA1",
      targetAccount: "BA2"
    } as const
    const body = await bodyOf(
      Context.get(checkout, Modifications.Captures).capture(open, eur(1500), {
        provider: [captureOptions({ ...everything, platformChargebackLogic })]
      })
    )
    expect(lost(body, throughCheckout("PaymentCaptureRequest"))).toEqual([])
    expect(Object.keys(body)).toHaveLength(8)
  })

  it("a refund with everything", async () => {
    const { bodyOf, checkout } = await sending()
    const body = await bodyOf(
      Context.get(checkout, Modifications.Refunds).refund(taken, eur(1500), {
        reason: "customer-request",
        provider: [refundOptions({ ...everything, capturePspReference: "c1", store: "store-1" })]
      })
    )
    expect(lost(body, throughCheckout("PaymentRefundRequest"))).toEqual([])
    expect(Object.keys(body)).toHaveLength(10)
  })

  it("a cancel, a reversal and a technical cancel", async () => {
    const { bodyOf, checkout } = await sending()
    const provider = [cancelOptions({ applicationInfo })]
    const cancel = await bodyOf(Context.get(checkout, Modifications.Cancellations).cancel(open, { provider }))
    const reverse = await bodyOf(Context.get(checkout, Modifications.Reversals).reverse(open, { provider }))
    const technical = await bodyOf(
      Context.get(checkout, AdyenCheckout.TechnicalCancels).cancel("order-1", { provider })
    )
    expect(lost(cancel, throughCheckout("PaymentCancelRequest"))).toEqual([])
    expect(lost(reverse, throughCheckout("PaymentReversalRequest"))).toEqual([])
    expect(lost(technical, throughCheckout("StandalonePaymentCancelRequest"))).toEqual([])
    const names = ["applicationInfo", "merchantAccount", "reference"]
    expect([cancel, reverse].map((body) => Object.keys(body).toSorted())).toEqual([names, names])
    expect(technical).toMatchObject({ paymentReference: "order-1" })
  })

  it("what a model does not know is lost, which is how the others mean something", () => {
    const capture = throughCheckout("PaymentCaptureRequest")
    expect(lost({ merchantAccount, orginalReference: "x", amount: { value: 1, curency: "EUR" } }, capture)).toEqual([
      "orginalReference",
      "amount.curency"
    ])
  })
})

describe("Classic", () => {
  const data = { "metadata.table": "4" }
  const provider = [AdyenClassic.requestOptions({ additionalData: data })]

  it.each<
    readonly [
      string,
      string,
      (ports: Awaited<ReturnType<typeof sending>>["classic"]) => Effect.Effect<unknown, unknown>
    ]
  >([
    [
      "authorise",
      "PaymentRequest",
      (ports) =>
        Context.get(ports, AdyenClassic.DirectAuthorisations).authorise({
          reference: "order-1",
          amount: eur(1500),
          card: AdyenClassic.card({
            number: "4111111111111111",
            cvc: "737",
            expiryMonth: "3",
            expiryYear: "2030",
            holderName: "Ada Tester"
          }),
          provider
        })
    ],
    [
      "adjustAuthorisation",
      "AdjustAuthorisationRequest",
      (ports) =>
        Context.get(ports, Modifications.Adjustments).adjust(open, eur(1700), {
          reason: "delayed-charge",
          provider: [...provider, AdyenClassic.requestOptions({ adjustAuthorisationData: Redacted.make("blob") })]
        })
    ],
    [
      "capture",
      "CaptureRequest",
      (ports) => Context.get(ports, Modifications.Captures).capture(open, eur(500), { provider })
    ],
    ["cancel", "CancelRequest", (ports) => Context.get(ports, Modifications.Cancellations).cancel(open, { provider })],
    [
      "refund",
      "RefundRequest",
      (ports) => Context.get(ports, Modifications.Refunds).refund(taken, eur(500), { provider })
    ],
    [
      "cancelOrRefund",
      "CancelOrRefundRequest",
      (ports) => Context.get(ports, Modifications.Reversals).reverse(open, { provider })
    ],
    [
      "technicalCancel",
      "TechnicalCancelRequest",
      (ports) => Context.get(ports, AdyenClassic.TechnicalCancels).cancel("order-1", { provider })
    ],
    [
      "voidPendingRefund",
      "VoidPendingRefundRequest",
      (ports) => Context.get(ports, AdyenClassic.PendingRefunds).cancel({ id }, { provider })
    ],
    [
      "voidPendingRefund of a terminal",
      "VoidPendingRefundRequest",
      (ports) =>
        Context.get(ports, AdyenClassic.PendingRefunds).cancel(
          { tenderReference: "t", uniqueTerminalId: "u" },
          { provider }
        )
    ]
  ])("%s: nothing that the library has no field for", async (_, model, ask) => {
    const { bodyOf, classic } = await sending()
    const body = await bodyOf(ask(classic))
    expect(lost(body, throughPayment(model))).toEqual([])
    expect(body).toMatchObject({ merchantAccount, additionalData: data })
  })
})
