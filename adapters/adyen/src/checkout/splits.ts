/**
 * The parts of a payment that are booked elsewhere, and what each type of them has to name.
 *
 * Source: Adyen, "Update an authorised amount", `splits`; `Split` of `CheckoutService-v72` of 2026-07-01, which has
 * `Surcharge` and `Tip` besides. Read 2026-11-22.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Amount, given } from "./texts.ts"
import type { NotSayable, Units, WithMoney } from "./units.ts"
import { each } from "./units.ts"

interface Row {
  /** Fields that this type needs. */
  readonly needs?: ReadonlyArray<"account" | "amount" | "reference">
  /** Also in the Classic Platforms integration, where every split has an amount. */
  readonly classic?: true
}

/** `MarketPlace` exists in the Classic Platforms integration only, and tells it from the Balance Platform. */
const classicOnly = "MarketPlace"

export const types = {
  AcquiringFees: {},
  AdyenCommission: {},
  AdyenFees: {},
  AdyenMarkup: {},
  BalanceAccount: { needs: ["account", "amount", "reference"] },
  Commission: { needs: ["amount"], classic: true },
  Default: { needs: ["amount"], classic: true },
  Interchange: {},
  MarketPlace: { needs: ["account", "amount", "reference"], classic: true },
  PaymentFee: { classic: true },
  Remainder: {},
  SchemeFee: {},
  // The specification's: the document has neither this one nor Tip.
  Surcharge: { needs: ["amount"] },
  Tip: {},
  TopUp: {},
  VAT: { needs: ["amount"], classic: true }
} as const satisfies Readonly<Record<string, Row>>

type Type = keyof typeof types

const One = Schema.Struct({
  type: Schema.Literals(Object.keys(types) as ReadonlyArray<Type>),
  account: given,
  amount: Schema.optionalKey(Amount),
  description: given,
  reference: given
})

/** All splits of one request: what one of them has to name may depend on another. */
export const Wire = Schema.Array(One).check(
  Schema.makeFilter((splits) => {
    const classic = splits.some(({ type }) => type === classicOnly)
    return splits.flatMap((split, index) => {
      const row: Row = types[split.type]
      if (classic && row.classic === undefined) {
        return [{ path: [index, "type"], issue: `Expected no ${split.type} beside ${classicOnly}` }]
      }
      const needs = new Set(classic ? [...(row.needs ?? []), "amount" as const] : row.needs)
      return [...needs]
        .filter((field) => split[field] === undefined)
        .map((field) => ({ path: [index, field], issue: `Expected one: required for ${split.type}` }))
    })
  })
)

/** A part of the payment that is booked elsewhere. */
export type Split = WithMoney<typeof One.Type, "amount">

export const toWire = (
  splits: ReadonlyArray<Split> | undefined,
  units: Units
): Result.Result<ReadonlyArray<object> | undefined, NotSayable> =>
  each(splits, ({ amount, ...rest }, index) =>
    Result.map(units(`splits.${index}.amount`, amount), (value) => ({
      ...rest,
      ...(value === undefined ? {} : { amount: { value, currency: amount?.currency } })
    }))
  )
