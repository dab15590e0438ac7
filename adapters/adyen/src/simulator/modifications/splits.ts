/**
 * Between which accounts an amount is split, and what each part needs.
 *
 * Source: Adyen/adyen-openapi CheckoutService-v72, `Split`, 2026-07-01; "Update an authorised amount" of docs.adyen.com,
 * 2026-11-22. MarketPlace is Classic Platforms', where each part has an amount; what else that integration requires can't
 * be told from the request.
 */
import { Json } from "@paylayer/simulator"
import { exponentOf } from "../currencies.ts"
import { refusal } from "../errors.ts"
import { both, described, isMissing, isText, type Kind, list, long, oneOf, struct, text } from "../kinds.ts"

/** By type, what "is required". */
const required: Readonly<Record<string, ReadonlyArray<"account" | "amount" | "reference">>> = {
  BalanceAccount: ["account", "amount", "reference"],
  MarketPlace: ["account", "amount", "reference"],
  Commission: ["amount"],
  Default: ["amount"],
  VAT: ["amount"]
}

const type = oneOf(
  "AcquiringFees",
  "AdyenCommission",
  "AdyenFees",
  "AdyenMarkup",
  "BalanceAccount",
  "Commission",
  "Default",
  "Interchange",
  "MarketPlace",
  "PaymentFee",
  "Remainder",
  "SchemeFee",
  "Surcharge",
  "Tip",
  "TopUp",
  "VAT"
)

/** "By default, this is the original payment currency." */
const currency: Kind = {
  check: (value) =>
    isText(value) && value.length === 3 ? exponentOf(value) !== undefined || refusal("currency") : false
}

const amount = struct({ currency, value: long }, ["value"])

const complete: Kind = described((value, path) => {
  if (!Json.isObject(value)) return false
  const missing = required[String(value["type"])]?.find((name) => isMissing(value[name]))
  return missing === undefined || refusal("required", `${path}.${missing}`)
})

export const splits: Kind = list(
  both(struct({ type, account: text, amount, description: text, reference: text }, ["type"]), complete)
)
