/** Adyen's document of an authorised amount that changes, and what holds us to it. */
import { airline } from "./adyenAmounts/airline.ts"
import { type Document, law, type Row, row, test, without } from "./Document.ts"

const folder = "adapters/adyen/test"
const adapter = (title: string) => test(`${folder}/checkout/modifications.test.ts`, title)
const options = (title: string) => test(`${folder}/checkout/options.test.ts`, title)
const both = (title: string) => test(`${folder}/checkout/simulated.test.ts`, title)
const answers = (title: string) => test(`${folder}/coverage/answers.test.ts`, title)
const events = (title: string) => test(`${folder}/webhooks/events.test.ts`, title)
const errors = (title: string) => test(`${folder}/errors.test.ts`, title)
const endpoints = (title: string) => test(`${folder}/simulator/modifications/endpoints.test.ts`, title)
const decisions = (title: string) => test(`${folder}/simulator/modifications/decisions.test.ts`, title)
const limits = (title: string) => test(`${folder}/simulator/modifications/limits.test.ts`, title)

const library = (title: string) => test("test/interop/adyen-modifications.test.ts", title)
/** What the adapter can say, through the official library's model. */
const modelled = test("test/interop/adyen-wire.test.ts", "an amount update with everything")

const sent = adapter("is sent as the specification shows it, and linked and nothing more")
const received = endpoints("is received, and shows what was asked for")
const story = both("a payment that is adjusted, captured, refunded")
const known = answers("the answer to an amount update with all that the document shows is an acknowledgement")
const software = adapter("carries what is said of the software")
const fieldByField = options("are sent field by field")
const whole = options("%s is taken whole, and misses what it needs")
const needs = limits("a %s needs %s: %s")

/** A group of `applicationInfo`, with its fields. */
const info = (group: string, says: string, ...names: ReadonlyArray<string>): Row =>
  row(
    "parameter",
    `applicationInfo.${group}: ${says}: ${names.join(", ")}.`,
    software,
    limits(`["${group}", "${names[0]}"]`)
  )

const item = (name: string, says: string): Row =>
  row("parameter", `lineItems[].${name}: ${says}`, fieldByField, limits(`"${name}"`))

const split = (type: string, says: string): Row =>
  row("parameter", `splits[].type ${type}: ${says}`, whole, limits(`"${type}"`))

/** What an error of this status is, and its body. */
const error = (status: number, says: string, adapted: string, simulated: string): ReadonlyArray<Row> => [
  row(
    "error",
    says,
    adapter("answered ${answer.status} ${answer.body.errorCode} is ${reason}, ${outcome}"),
    errors(adapted),
    endpoints(simulated)
  ),
  row(
    "parameter",
    `Its fields: additionalData, errorCode, errorType, message, pspReference, status ${status}.`,
    answers("${status} is read"),
    answers("is written with these fields and no others")
  )
]

export const adyenAmounts: Document = {
  title: "Adyen: Update an authorised amount",
  paragraphs: [
    {
      heading: "Update an authorised amount",
      rows: [
        row(
          "operation",
          "The authorised amount is raised or lowered.",
          sent,
          story,
          decisions("of 19.00 to %d is the new total"),
          library("updateAuthorisedAmount: up, down, and to the same"),
          law("ADJ-02", "adyen")
        ),
        row("operation", "The request gets a reference of its own.", sent, received),
        row(
          "event",
          "AUTHORISATION_ADJUSTMENT tells what came of it, later.",
          events('code: "AUTHORISATION_ADJUSTMENT"'),
          decisions("has an event with all that names it"),
          story,
          law("ADJ-03", "adyen")
        ),
        row(
          "constraint",
          "Only what is not captured yet.",
          adapter("adjust after capture"),
          decisions("after a capture"),
          law("ADJ-05", "adyen")
        ),
        row(
          "constraint",
          "The amount is the new total, and not the difference.",
          adapter("are sent as Adyen counts, each absolute"),
          decisions("of 19.00 to %d is the new total"),
          decisions("may come as often as one likes"),
          story,
          law("ADJ-01", "adyen")
        )
      ]
    },
    {
      heading: "Idempotency-Key, paymentPspReference",
      rows: [
        row(
          "parameter",
          "Idempotency-Key: at most 64 characters.",
          adapter("refuses a key that is too long for the header before the wire"),
          endpoints("is one for one idempotency key, with the same answer"),
          test(`${folder}/simulator/idempotency.test.ts`, "has at most 64 characters"),
          law("IDM-05", "adyen")
        ),
        row(
          "parameter",
          "A UUID is recommended for it.",
          adapter("draws a key that is both header and reference"),
          test("packages/core/test/ModificationKey.test.ts", "is drawn anew each time")
        ),
        row(
          "parameter",
          "paymentPspReference, in the path: the payment.",
          sent,
          endpoints("is of a payment that there is")
        )
      ]
    },
    {
      heading: "amount",
      rows: [
        row("parameter", "amount: the new total, required.", sent, endpoints('"none", undefined')),
        row(
          "constraint",
          "Its currency is that of the authorisation.",
          adapter("adjust in another currency"),
          decisions("in another currency fails")
        ),
        row(
          "parameter",
          "amount.currency: three letters of ISO 4217.",
          sent,
          endpoints('"unsupported"'),
          endpoints('"in lower case"')
        ),
        row(
          "parameter",
          "amount.value: minor units, as Adyen counts them.",
          adapter("are sent as Adyen counts, each absolute"),
          adapter("an amount that Adyen cannot say"),
          endpoints('"a fraction"'),
          decisions("counts in each modification")
        )
      ]
    },
    {
      heading: "applicationInfo",
      rows: [
        row("parameter", "applicationInfo: what is said of the software.", software, received, modelled),
        info("adyenLibrary", "Adyen's own, such as a plugin", "name", "version"),
        info("adyenPaymentSource", "Adyen's own for payment details", "name", "version"),
        info("externalPlatform", "somebody else's platform", "integrator", "name", "version"),
        info("merchantApplication", "the merchant's own", "name", "version"),
        info("merchantDevice", "what it runs on", "os", "osVersion", "reference"),
        info("shopperInteractionDevice", "what the shopper has", "locale", "os", "osVersion")
      ]
    },
    { heading: "enhancedSchemeData.airline", rows: airline },
    {
      heading: "industryUsage",
      rows: (["delayedCharge", "noShow", "installment"] as const).map((usage) =>
        row(
          "parameter",
          `industryUsage ${usage}.`,
          adapter("of an adjustment are Adyen's industryUsage"),
          limits(`industryUsage: "${usage}"`)
        )
      )
    },
    {
      heading: "lineItems",
      rows: [
        row(
          "parameter",
          "lineItems: price and product of what is refunded in part.",
          answers("a partial refund carries its line items"),
          received,
          modelled
        ),
        without(
          "constraint",
          "Required for partial refunds with 3x 4x Oney, Affirm, Afterpay, Atome, Clearpay, Klarna, Ratepay, Walley and Zip.",
          "no authorisation of the model says which method paid, so that the adapter cannot ask for them; the simulator has none of these methods"
        ),
        item("amountExcludingTax", "minor units, without tax."),
        item("amountIncludingTax", "minor units, with tax."),
        item("brand", "text."),
        item("color", "text."),
        item("description", "text."),
        row(
          "constraint",
          "lineItems[].description: at most 10000 characters.",
          options("that are wrong are all named"),
          limits("have descriptions of at most 10,000 characters")
        ),
        item("id", "text."),
        item("imageUrl", "a picture."),
        item("itemCategory", "of PayPal and Ratepay."),
        item("manufacturer", "text."),
        item("marketplaceSellerId", "text."),
        item("productUrl", "a link."),
        item("quantity", "a number of pieces."),
        item("receiverEmail", "of a gift card."),
        item("size", "text."),
        item("sku", "text."),
        item("taxAmount", "minor units."),
        item("taxPercentage", "in minor units."),
        item("upc", "text.")
      ]
    },
    {
      heading: "merchantAccount, reference",
      rows: [
        row("parameter", "merchantAccount: required.", sent, endpoints("no account"), endpoints("a wrong account")),
        row(
          "parameter",
          "reference: of the update.",
          adapter("draws a key that is both header and reference"),
          received
        ),
        row(
          "constraint",
          "reference: at most 80 characters; ours has at most 64.",
          adapter("refuses a key that is too long for the header before the wire"),
          endpoints("may have a reference of 80 characters"),
          endpoints("a reference too long")
        )
      ]
    },
    {
      heading: "splits",
      rows: [
        row(
          "parameter",
          "splits: how the amount is parted on platforms.",
          options("are sent as the specification shows them for the ${what}"),
          received,
          modelled
        ),
        row("constraint", "splits[].account: required for MarketPlace and BalanceAccount.", whole, needs),
        row(
          "parameter",
          "splits[].account: an accountCode on the Classic Platforms, a balanceAccountId on the Balance Platform.",
          options("Classic Platforms"),
          options("Balance Platform"),
          limits("an account that is no text")
        ),
        row(
          "constraint",
          "splits[].amount: required for all types on the Classic Platforms.",
          options("of the Classic Platforms have an amount each, and no type of the Balance Platform among them")
        ),
        row(
          "constraint",
          "splits[].amount: required for BalanceAccount, Commission, Default and VAT on the Balance Platform.",
          whole,
          needs
        ),
        row(
          "parameter",
          "splits[].amount.currency: the payment's unless told.",
          options("carry amounts in the payment's currency, as Adyen counts"),
          limits("a currency of two letters"),
          received
        ),
        row(
          "parameter",
          "splits[].amount.value: minor units.",
          options("carry amounts in the payment's currency, as Adyen counts"),
          limits("a value that is no integer")
        ),
        row(
          "parameter",
          "splits[].description: text.",
          options("are sent as the specification shows them for the ${what}"),
          limits("a description that is no text")
        ),
        row("constraint", "splits[].reference: required for MarketPlace and BalanceAccount.", whole, needs),
        row(
          "parameter",
          "splits[].reference: recommended for the others, and taken.",
          whole,
          options("are sent as the specification shows them for the ${what}"),
          limits("a reference that is no text")
        ),
        split("BalanceAccount", "a part to the account."),
        split("AcquiringFees", "fees of interchange and scheme."),
        split("PaymentFee", "all fees."),
        split("AdyenFees", "commission and markup."),
        split("AdyenCommission", "fees under blended rates."),
        split("AdyenMarkup", "fees under Interchange ++."),
        split("Interchange", "fees for the issuer."),
        split("SchemeFee", "fees for the scheme."),
        split("Commission", "the platform's own."),
        split("Remainder", "what a conversion leaves."),
        split("TopUp", "an account is topped up."),
        split("VAT", "the tax."),
        split("Default", "in rare cases."),
        split("MarketPlace", "on the Classic Platforms."),
        row(
          "constraint",
          "On the Classic Platforms: Commission, Default, MarketPlace, PaymentFee and VAT alone.",
          options("of the Classic Platforms have an amount each, and no type of the Balance Platform among them")
        ),
        without(
          "constraint",
          "Each type books its part to an account or a fee.",
          "neither the adapter nor the simulator keeps the accounts of a platform; splits are checked, sent and shown again"
        )
      ]
    },
    {
      heading: "HTTP Responses",
      rows: [
        row("operation", "The answer says that the request was received.", sent, received, law("ADJ-03", "adyen")),
        row(
          "error",
          "The status says how to handle an error.",
          adapter("answered ${answer.status} ${answer.body.errorCode} is ${reason}, ${outcome}"),
          endpoints("documented for modifications, with one that isn't"),
          law("FLT-14", "adyen")
        )
      ]
    },
    {
      heading: "201 - Created",
      rows: [
        row(
          "status",
          "201: it was received.",
          sent,
          received,
          library("updateAuthorisedAmount: up, down, and to the same")
        ),
        row("parameter", "industryUsage, as asked.", known, received),
        row("parameter", "lineItems, as asked.", known, received),
        row("parameter", "merchantAccount.", sent, received),
        row(
          "parameter",
          "paymentPspReference: the payment.",
          adapter("does not take the answer about another payment, under a key used before, for its own"),
          received
        ),
        row(
          "parameter",
          "pspReference: of the request, 16 characters.",
          sent,
          adapter("of an answer ${JSON.stringify(answer).slice(-60)} knows nothing"),
          received
        ),
        row(
          "parameter",
          "reference: as asked, or another.",
          sent,
          received,
          endpoints("has a reference in its answer only where that is required")
        ),
        row("parameter", "splits, as asked.", known, received),
        row("status", "status: always received.", adapter("is acknowledged if the answer says ${status}"), received)
      ]
    },
    {
      heading: "400 - Bad Request",
      rows: error(400, "400: the request cannot be read.", '400, "702"', '"malformed"')
    },
    {
      heading: "401 - Unauthorized",
      rows: error(401, "401: credentials are needed.", '401, "000"', "isn't for strangers")
    },
    {
      heading: "403 - Forbidden",
      rows: error(403, "403: no permission.", '403, "010"', "may be forbidden, or unsupported")
    },
    {
      heading: "422 - Unprocessable Entity",
      rows: error(422, "422: the request is not valid.", '422, "137"', "is of a payment that there is")
    },
    {
      heading: "500 - Internal Server Error",
      rows: error(500, "500: the server could not do it.", '500, "905"', "may be forbidden, or unsupported")
    }
  ]
}
