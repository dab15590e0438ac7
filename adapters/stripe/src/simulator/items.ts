/** The line items of a Checkout Session: from parameters to items, and what they come to. */
import { Decimal } from "@paylayer/simulator"
import * as Result from "effect/Result"
import { checkCurrency, offStep, onStep } from "./amounts.ts"
import { formatOf, maximumOf, minimumOf, minimumText } from "./currencies.ts"
import type { Account, Item, Product, Tax } from "./ledger.ts"
import { mergeMetadata, type Parsed, type ParsedObject } from "./parameters.ts"
import * as refusals from "./refusals.ts"

type Checked<A> = Result.Result<A, refusals.Refusal>

/** "For payment mode, there is a maximum of 100 line items" */
const most = 100

/** Of one item, or of all of a session, in minor units. */
export interface Totals {
  readonly subtotal: number
  readonly tax: number
  readonly total: number
}

export const totalsOf = (item: Item, tax: Tax | undefined): Totals => {
  const exact = Decimal.make(item.unitAmount.coefficient * BigInt(item.quantity), item.unitAmount.scale)
  const subtotal = Number(Decimal.format(Decimal.round(exact, 0)))
  if (tax === undefined || tax.percent === 0) return { subtotal, tax: 0, total: subtotal }
  const { step } = formatOf(item.currency)
  const share = tax.inclusive === true ? tax.percent / (100 + tax.percent) : tax.percent / 100
  const rounded = Math.round((subtotal * share) / step) * step
  return { subtotal, tax: rounded, total: tax.inclusive === true ? subtotal : subtotal + rounded }
}

export const sum = (items: ReadonlyArray<Item>, tax: Tax | undefined): Totals =>
  items
    .map((item) => totalsOf(item, tax))
    .reduce((a, b) => ({ subtotal: a.subtotal + b.subtotal, tax: a.tax + b.tax, total: a.total + b.total }), {
      subtotal: 0,
      tax: 0,
      total: 0
    })

const productOf = (account: Account, priceData: ParsedObject, param: string): Checked<Product> => {
  const { product, product_data: data } = priceData
  if (typeof product === "string") {
    const known = account.products.get(product)
    return known === undefined
      ? Result.fail(refusals.noSuchReferred("product", product, `${param}[product]`))
      : Result.succeed(known)
  }
  if (data === undefined) return Result.fail(refusals.missing(`${param}[product_data]`))
  const { name, ...others } = data as ParsedObject
  return Result.succeed({ id: account.newId("prod_", 14), name: String(name), others })
}

type Price = Pick<Item, "price" | "product" | "currency" | "unitAmount">

const wholeOf = (account: Account, amount: number, currency: string): Decimal.Decimal => {
  const counted = amount > 0 && account.positions.offStep === "rounded" ? onStep(amount, currency) : amount
  return Decimal.make(BigInt(counted), 0)
}

/** A price of its own for each `price_data`. */
const priceOf = (account: Account, priceData: ParsedObject, param: string): Checked<Price> =>
  Result.gen(function* () {
    const { unit_amount: whole, unit_amount_decimal: exact } = priceData
    if (whole === undefined && exact === undefined) return yield* Result.fail(refusals.missing(`${param}[unit_amount]`))
    if (whole !== undefined && exact !== undefined) {
      const message = "You may only specify one of these parameters: unit_amount, unit_amount_decimal."
      return yield* Result.fail(refusals.invalid(message, { param, unseen: true }))
    }
    const currency = yield* checkCurrency(String(priceData["currency"]), `${param}[currency]`, account.positions)
    const product = yield* productOf(account, priceData, param)
    return {
      price: account.newId("price_1", 23),
      product,
      currency,
      unitAmount: whole === undefined ? (exact as Decimal.Decimal) : wholeOf(account, Number(whole), currency)
    }
  })

const named = (given: ParsedObject, ...names: ReadonlyArray<string>): ParsedObject =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)))

const itemOf = (account: Account, given: ParsedObject, held: Item | undefined, param: string): Checked<Item> =>
  Result.gen(function* () {
    if (typeof given["price"] === "string") {
      return yield* Result.fail(refusals.noSuchReferred("price", given["price"], `${param}[price]`))
    }
    const priceData = given["price_data"]
    if (priceData === undefined && held === undefined) {
      return yield* Result.fail(refusals.missing(`${param}[price_data]`))
    }
    if (given["quantity"] === undefined && held === undefined && account.positions.quantityMissing === "required") {
      const message = `Quantity is required. Add \`quantity\` to \`${param}\``
      return yield* Result.fail(refusals.invalid(message, { param: `${param}[quantity]`, unseen: true }))
    }
    const price =
      priceData === undefined
        ? (held as Price)
        : yield* priceOf(account, priceData as ParsedObject, `${param}[price_data]`)
    return {
      ...price,
      id: held?.id ?? account.newId("li_1", 23),
      price: price.price,
      quantity: Number(given["quantity"] ?? held?.quantity ?? 1),
      metadata: mergeMetadata(held?.metadata ?? {}, given["metadata"]),
      settings: { ...held?.settings, ...named(given, "adjustable_quantity") }
    }
  })

/**
 * The items that a session has after an array was sent: those with an id keep it, the others are new, and who isn't
 * named goes.
 */
export const readItems = (
  account: Account,
  given: Parsed,
  held: ReadonlyArray<Item> = []
): Checked<ReadonlyArray<Item>> =>
  Result.gen(function* () {
    const list = given as ReadonlyArray<ParsedObject>
    if (list.length === 0) return yield* Result.fail(refusals.empty("line_items"))
    if (list.length > most) {
      const message = `You may only specify up to ${most} line items.`
      return yield* Result.fail(refusals.invalid(message, { param: "line_items", unseen: true }))
    }
    const items: Array<Item> = []
    for (const [index, one] of list.entries()) {
      const param = `line_items[${index}]`
      const { id } = one
      const before = typeof id === "string" ? held.find((item) => item.id === id) : undefined
      const twice = items.some((item) => item.id === id)
      if (typeof id === "string" && (before === undefined || twice)) {
        if (account.positions.foreignItem === "ignored" && !twice) continue
        return yield* Result.fail(refusals.noSuchReferred("line item", id, `${param}[id]`))
      }
      items.push(yield* itemOf(account, one, before, param))
    }
    if (items.length === 0) return yield* Result.fail(refusals.empty("line_items"))
    const currency = items[0]?.currency
    const other = items.findIndex((item) => item.currency !== currency)
    if (other > 0) {
      const message = "All line items must have the same currency."
      const param = `line_items[${other}][price_data][currency]`
      return yield* Result.fail(refusals.invalid(message, { param, unseen: true }))
    }
    return items
  })

/** Whether a session can come to this much: "total amount due must add up to at least $0.50 usd". */
export const checkTotal = (account: Account, total: number, currency: string): Checked<void> => {
  if (total < minimumOf(currency)) {
    return Result.fail({
      ...refusals.invalid(`The Checkout Session's total amount due must add up to at least ${minimumText(currency)}`, {
        code: "amount_too_small"
      }),
      executed: account.positions.limitsUnderKey === "kept"
    })
  }
  if (total > maximumOf(currency)) {
    const message = "The Checkout Session's total amount due is too large."
    return Result.fail(refusals.unseen(message, undefined, "amount_too_large"))
  }
  return onStep(total, currency) === total ? Result.void : Result.fail(offStep(currency, "line_items"))
}
