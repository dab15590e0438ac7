/**
 * The items of an invoice.
 *
 * Source: Adyen, "Update an authorised amount", `lineItems`; `LineItem` of `CheckoutService-v72` of 2026-07-01.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { defined } from "@paylayer/core/adapter"
import { given, text, units } from "./texts.ts"
import type { NotSayable, Units, WithMoney } from "./units.ts"
import { each } from "./units.ts"

export const Wire = Schema.Struct({
  id: given,
  description: Schema.optionalKey(text(1, 10_000)),
  quantity: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThan(0))),
  amountIncludingTax: units,
  amountExcludingTax: units,
  taxAmount: units,
  /** In basis points: `2100` is 21 %. */
  taxPercentage: units,
  sku: given,
  upc: given,
  brand: given,
  color: given,
  size: given,
  manufacturer: given,
  itemCategory: given,
  productUrl: given,
  imageUrl: given,
  receiverEmail: given,
  marketplaceSellerId: given
})

/** An item of the invoice. Its amounts are in the payment's currency; zero is one. */
export type LineItem = WithMoney<typeof Wire.Type, "amountIncludingTax" | "amountExcludingTax" | "taxAmount">

export const toWire = (
  items: ReadonlyArray<LineItem> | undefined,
  units: Units
): Result.Result<ReadonlyArray<object> | undefined, NotSayable> =>
  each(items, ({ amountExcludingTax, amountIncludingTax, taxAmount, ...rest }, index) =>
    Result.gen(function* () {
      const at = `lineItems.${index}`
      return {
        ...rest,
        ...defined({
          amountIncludingTax: yield* units(`${at}.amountIncludingTax`, amountIncludingTax),
          amountExcludingTax: yield* units(`${at}.amountExcludingTax`, amountExcludingTax),
          taxAmount: yield* units(`${at}.taxAmount`, taxAmount)
        })
      }
    })
  )
