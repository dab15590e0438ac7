/**
 * The fields of modifications besides merchant account and amount, request by request.
 *
 * Source: Adyen/adyen-openapi CheckoutService-v72, 2026-07-01; "Update an authorised amount" of docs.adyen.com,
 * 2026-11-22. `enhancedSchemeData` of an amount update is in the document and not in the specification: it is taken.
 */
import { Json } from "@paylayer/simulator"
import type { Positions } from "../assumptions.ts"
import { type Refusal, refusal } from "../errors.ts"
import * as sessions from "../fields.ts"
import {
  amount,
  between,
  both,
  described,
  firstWrong,
  isMissing,
  type Kind,
  type Kinds,
  list,
  long,
  object,
  oneOf,
  reference,
  struct,
  text
} from "../kinds.ts"
import { enhancedSchemeData } from "./airline.ts"
import { splits } from "./splits.ts"

const named = struct({ name: text, version: text })
const applicationInfo = struct({
  adyenLibrary: named,
  adyenPaymentSource: named,
  externalPlatform: struct({ integrator: text, name: text, version: text }),
  merchantApplication: named,
  merchantDevice: struct({ os: text, osVersion: text, reference: text }),
  shopperInteractionDevice: struct({ locale: text, os: text, osVersion: text })
})

const lineItems = list(
  struct({
    amountExcludingTax: long,
    amountIncludingTax: long,
    brand: text,
    color: text,
    description: between(0, 10_000),
    id: text,
    imageUrl: text,
    itemCategory: text,
    manufacturer: text,
    marketplaceSellerId: text,
    productUrl: text,
    quantity: long,
    receiverEmail: text,
    size: text,
    sku: text,
    taxAmount: long,
    taxPercentage: long,
    upc: text
  })
)

const platformChargebackLogic = both(
  struct({
    behavior: oneOf("deductFromOneBalanceAccount", "deductAccordingToSplitRatio", "deductFromLiableAccount"),
    costAllocationAccount: text,
    targetAccount: text
  }),
  described(
    (value, path) =>
      !Json.isObject(value) ||
      value["behavior"] !== "deductFromOneBalanceAccount" ||
      !isMissing(value["targetAccount"]) ||
      refusal("required", `${path}.targetAccount`)
  )
)

const digits = (...lengths: ReadonlyArray<number>): Kind =>
  both(
    text,
    described((value) => /^\d+$/.test(String(value)) && lengths.includes(String(value).length))
  )
const atMost = (length: number): Kind =>
  both(
    text,
    described((value) => String(value).length <= length || refusal("tooLong", String(length)))
  )
const subMerchants = list(
  struct({
    address: object,
    amount,
    email: between(0, 320),
    id: atMost(15),
    mcc: digits(4),
    name: atMost(22),
    phoneNumber: between(0, 20),
    registeredSince: text,
    taxId: digits(11, 14),
    url: between(0, 320)
  })
)

const usual = { reference, applicationInfo }

/** By what they are called in the path. */
const fields = {
  amountUpdates: {
    ...usual,
    industryUsage: oneOf("delayedCharge", "installment", "noShow"),
    adjustAuthorisationData: text,
    adjustAuthType: oneOf("cardholderInitiatedTransaction", "merchantInitiatedTransaction"),
    enhancedSchemeData,
    lineItems,
    mpiData: object,
    splits
  },
  captures: { ...usual, enhancedSchemeData, lineItems, platformChargebackLogic, splits, subMerchants },
  cancels: usual,
  refunds: {
    ...usual,
    capturePspReference: text,
    enhancedSchemeData,
    lineItems,
    merchantRefundReason: oneOf("FRAUD", "CUSTOMER REQUEST", "RETURN", "DUPLICATE", "OTHER"),
    splits,
    store: text
  },
  reversals: usual,
  technicalCancels: { ...usual, paymentReference: text }
} as const satisfies Readonly<Record<string, Kinds>>

export type Request = keyof typeof fields

/** Checked before the others, each in its own way. */
const before = ["merchantAccount", "amount"]

/** Why the fields of a request are refused. */
export const wrong = (body: Json.JsonObject, request: Request, positions: Positions): Refusal | undefined =>
  firstWrong(body, fields[request], positions) ??
  withoutAuthentication(body, request, positions) ??
  sessions.unknown(body, [...before, ...Object.keys(fields[request])], positions)

/** mpiData: "Required for cardholder-initiated transaction (CIT) adjustments." */
const withoutAuthentication = (body: Json.JsonObject, request: Request, { limits }: Positions): Refusal | undefined =>
  request === "amountUpdates" &&
  limits === "refused" &&
  body["adjustAuthType"] === "cardholderInitiatedTransaction" &&
  isMissing(body["mpiData"])
    ? refusal("required", "mpiData")
    : undefined
