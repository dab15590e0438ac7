/**
 * Each operation as a port asks for it, and as the document shows it on the wire: request and answer in three encodings.
 * Where the document shows nothing, what is written here is what the adapter assumes.
 */
import type * as Effect from "effect/Effect"
import { AdyenClassic } from "../../src/index.ts"
import * as form from "../documented/classic/form.ts"
import * as json from "../documented/classic/json.ts"
import * as soap from "../documented/classic/soap.ts"
import * as specification from "../documented/classic/specification.ts"
import { authorised, eur, key, money, type Ports } from "./scripted.ts"
import { answer, envelope, type Name } from "./wire.ts"

const payment = 'xmlns="http://payment.services.adyen.com"'

interface Wire {
  readonly request: string
  readonly answer: string
}

interface Row {
  readonly operation: string
  /** The port and its verb. */
  readonly port: string
  readonly merchantAccount: string
  /** A request in JSON: as data. */
  readonly wire: (encoding: Name) => Wire
  readonly send: (ports: Ports, encoding: Name) => Effect.Effect<unknown, { readonly _tag: string }>
}

const modified = (encoding: Name, operation: string, response: string, pspReference: string) =>
  answer(encoding, operation, { pspReference, response })

const stringified = ({ answer, request }: { readonly request: unknown; readonly answer?: unknown }): Wire => ({
  request: JSON.stringify(request),
  answer: JSON.stringify(answer)
})

/** By encoding: the document's, or what the row says instead. */
const by =
  (wires: Readonly<Record<Name, Wire>>): Row["wire"] =>
  (encoding) =>
    wires[encoding]

export const card = (number = "4111111111111111") =>
  AdyenClassic.card({ number, expiryMonth: "10", expiryYear: "2020", holderName: "Simon Hopper" })

const meaning = ({ answer, request }: { readonly request: string; readonly answer: string | soap.Misprint }): Wire => ({
  request,
  answer: typeof answer === "string" ? answer : soap.corrected(answer)
})

const rows: ReadonlyArray<Row> = [
  {
    operation: "adjustAuthorisation",
    port: "Adjustments.adjust",
    merchantAccount: "TestMerchant",
    wire: by({
      json: stringified(json.adjustAuthorisation),
      form: {
        request:
          "merchantAccount=TestMerchant&originalReference=8814689190961342&reference=YourModificationReference&modificationAmount.currency=EUR&modificationAmount.value=1700&additionalData.industryUsage=DelayedCharge",
        answer: modified("form", "adjustAuthorisation", "[adjustAuthorisation-received]", "8413547924770610")
      },
      soap: { request: soap.corrected(soap.adjustAuthorisation.request), answer: soap.adjustAuthorisation.answer }
    }),
    send: ({ adjustments }) =>
      adjustments.adjust(authorised("8814689190961342", eur(1500)), eur(1700), { key, reason: "delayed-charge" })
  },
  {
    operation: "capture",
    port: "Captures.capture",
    merchantAccount: "TestMerchant",
    wire: by({ json: stringified(json.capture), form: form.capture, soap: meaning(soap.capture) }),
    send: ({ captures }) => captures.capture(authorised("8313547924770610", eur(500)), eur(500), { key })
  },
  {
    operation: "cancel",
    port: "Cancellations.cancel",
    merchantAccount: "TestMerchant",
    wire: by({ json: stringified(json.cancel), form: form.cancel, soap: meaning(soap.cancel) }),
    send: ({ cancellations }) => cancellations.cancel(authorised("8313547924770610", eur(500)), { key })
  },
  {
    operation: "refund",
    port: "Refunds.refund",
    merchantAccount: "TestMerchant",
    wire: by({ json: stringified(json.refund), form: form.refund, soap: meaning(soap.refund) }),
    send: ({ refunds }) => refunds.refund(authorised("9313547924770610", eur(500), eur(500)), eur(500), { key })
  },
  {
    operation: "cancelOrRefund",
    port: "Reversals.reverse",
    merchantAccount: "TestMerchant",
    wire: by({ json: stringified(json.cancelOrRefund), form: form.cancelOrRefund, soap: meaning(soap.cancelOrRefund) }),
    send: ({ reversals }) => reversals.reverse(authorised("9313547924770610", eur(500)), { key })
  },
  {
    operation: "technicalCancel",
    port: "TechnicalCancels.cancel",
    merchantAccount: "YOUR_MERCHANT_ACCOUNT",
    wire: by({
      json: stringified({
        ...specification.technicalCancel,
        request: { ...specification.technicalCancel.request, reference: key }
      }),
      form: {
        request: `merchantAccount=YOUR_MERCHANT_ACCOUNT&originalMerchantReference=YOUR_MERCHANT_REFERENCE&reference=${key}`,
        answer: modified("form", "technicalCancel", "[technical-cancel-received]", "881617892361436J")
      },
      soap: {
        request: envelope(
          `<technicalCancel ${payment}><modificationRequest><merchantAccount>YOUR_MERCHANT_ACCOUNT</merchantAccount><originalMerchantReference>YOUR_MERCHANT_REFERENCE</originalMerchantReference><reference>${key}</reference></modificationRequest></technicalCancel>`
        ),
        answer: modified("soap", "technicalCancel", "[technical-cancel-received]", "881617892361436J")
      }
    }),
    send: ({ technicalCancels }) => technicalCancels.cancel("YOUR_MERCHANT_REFERENCE", { key })
  },
  {
    operation: "voidPendingRefund",
    port: "PendingRefunds.cancel",
    merchantAccount: "TestMerchant",
    // The document's examples have no reference; our key travels in one.
    wire: by({
      json: stringified({
        request: { ...json.voidByTender.request, reference: key },
        answer: specification.voidByTender.answer
      }),
      form: {
        request: `merchantAccount=TestMerchant&tenderReference=5Iw8001176969533005&uniqueTerminalId=VX820-123456789&reference=${key}`,
        answer: modified("form", "voidPendingRefund", "[voidPendingRefund-received]", "881617892360409G")
      },
      soap: {
        request: envelope(
          `<voidPendingRefund ${payment}><modificationRequest><merchantAccount>TestMerchant</merchantAccount><tenderReference>5Iw8001176969533005</tenderReference><uniqueTerminalId>VX820-123456789</uniqueTerminalId><reference>${key}</reference></modificationRequest></voidPendingRefund>`
        ),
        answer: modified("soap", "voidPendingRefund", "[voidPendingRefund-received]", "881617892360409G")
      }
    }),
    send: ({ pending }) =>
      pending.cancel({ tenderReference: "5Iw8001176969533005", uniqueTerminalId: "VX820-123456789" }, { key })
  },
  {
    operation: "voidPendingRefund",
    port: "PendingRefunds.cancel",
    merchantAccount: "TestMerchant",
    wire: by({
      json: stringified({
        request: { ...json.voidByReference.request, reference: key },
        answer: specification.voidByReference.answer
      }),
      form: {
        request: `merchantAccount=TestMerchant&originalReference=9914748988390044&reference=${key}`,
        answer: modified("form", "voidPendingRefund", "[voidPendingRefund-received]", "861617892360062F")
      },
      soap: {
        request: envelope(
          `<voidPendingRefund ${payment}><modificationRequest><merchantAccount>TestMerchant</merchantAccount><originalReference>9914748988390044</originalReference><reference>${key}</reference></modificationRequest></voidPendingRefund>`
        ),
        answer: modified("soap", "voidPendingRefund", "[voidPendingRefund-received]", "861617892360062F")
      }
    }),
    send: ({ pending }) => pending.cancel({ id: "9914748988390044" }, { key })
  },
  {
    operation: "refundWithData",
    port: "UnreferencedRefunds.refund",
    merchantAccount: "TestMerchant",
    wire: by({
      json: stringified(json.refundWithData),
      form: {
        request:
          "amount.value=1500&amount.currency=USD&card.number=4111111111111111&card.expiryMonth=10&card.expiryYear=2020&card.holderName=Simon+Hopper&reference=Your+Reference+Here&merchantAccount=TestMerchant",
        answer: "pspReference=1835015179612534&resultCode=Received"
      },
      soap: soap.refundWithData
    }),
    // The XML example has two digits more than the JSON one.
    send: ({ unreferenced }, encoding) =>
      unreferenced.refund(
        {
          reference: "Your Reference Here",
          amount: money(1500, "USD"),
          to: { card: card(encoding === "soap" ? "411111111111111111" : undefined) }
        },
        { key }
      )
  },
  {
    operation: "authorise",
    port: "DirectAuthorisations.authorise",
    merchantAccount: "TestMerchant",
    wire: by({
      json: stringified(json.authorise),
      form: {
        request:
          "reference=YourPaymentReference&merchantAccount=TestMerchant&card.number=4111111111111111&card.cvc=737&card.expiryMonth=8&card.expiryYear=2018&card.holderName=John+Smith&amount.value=1500&amount.currency=EUR&additionalData.authorisationType=PreAuth",
        answer: "pspReference=8814689190961342&resultCode=Authorised&authCode=83152"
      },
      soap: soap.authorise
    }),
    send: ({ direct }) =>
      direct.authorise(
        {
          reference: "YourPaymentReference",
          amount: eur(1500),
          card: AdyenClassic.card({
            number: "4111111111111111",
            cvc: "737",
            expiryMonth: "8",
            expiryYear: "2018",
            holderName: "John Smith"
          })
        },
        { key }
      )
  }
]

/** Each row in each encoding. */
export const cells = rows.flatMap((row) =>
  (["json", "form", "soap"] as const).map((encoding) => ({
    ...row,
    encoding,
    name: `${row.operation} in ${encoding}`,
    ...row.wire(encoding)
  }))
)
