/** What a Checkout Session sells: the items of the caller, their ids at Stripe, and what an update has to send. */
import { Money, ProviderOption } from "@paylayer/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { amounts, provider } from "../currencies.ts"

/** One line, as the shopper sees it. */
export interface Item {
  readonly name: string
  /** For one piece. */
  readonly amount: Money.PositiveMoney
  /** 1 unless told. */
  readonly quantity?: number
}

interface ItemsOption extends ProviderOption.ProviderOption {
  readonly items: ReadonlyArray<Item>
}
const isItems = (option: ProviderOption.ProviderOption): option is ItemsOption =>
  option.provider === provider && option.kind === "checkout-items"

/**
 * For `provider: [...]` of a creation or an update: what the total is made of. Their sum has to be the amount. An item
 * that was there before under the same name keeps its id; one that is no longer named goes.
 */
export const items = (items: ReadonlyArray<Item>): ItemsOption => ({ provider, kind: "checkout-items", items })

/** The items that a request names. */
export const given = (
  options: ReadonlyArray<ProviderOption.ProviderOption> | undefined
): ReadonlyArray<Item> | undefined => ProviderOption.of(options, isItems).at(-1)?.items

/** What a total is called that nobody named items for. */
export const wholeName = "Total"

/** A total as one item. */
export const whole = (amount: Money.PositiveMoney): ReadonlyArray<Item> => [{ name: wholeName, amount }]

/** What the items come to, in minor units, or why they come to nothing. */
export const sum = (items: ReadonlyArray<Item>): Result.Result<number, string> => {
  const [first] = items
  if (first === undefined) return Result.fail("have to be named: the session has items")
  let total = 0
  for (const { amount, quantity = 1 } of items) {
    if (amount.currency !== first.amount.currency) return Result.fail("are in more than one currency")
    if (!Number.isSafeInteger(quantity) || quantity < 1) return Result.fail(`have a quantity of ${quantity}`)
    total += amount.value * quantity
  }
  return Number.isSafeInteger(total) ? Result.succeed(total) : Result.fail("come to more than can be counted")
}

/** A line as it is kept in the session value and sent: Stripe's units. */
export const Line = Schema.Struct({
  id: Schema.optionalKey(Schema.String),
  name: Schema.String,
  units: Schema.Int,
  currency: Schema.String,
  quantity: Schema.Int
})
export type Line = typeof Line.Type

/** New lines for these items, each with the id that its name had before. */
export const lines = (
  items: ReadonlyArray<Item>,
  before: ReadonlyArray<Line>
): Result.Result<ReadonlyArray<Line>, Result.Result.Failure<ReturnType<typeof amounts.toUnits>>> =>
  Result.gen(function* () {
    const free = [...before]
    const result: Array<Line> = []
    for (const { amount, name, quantity = 1 } of items) {
      const found = free.findIndex((line) => line.name === name)
      const id = found === -1 ? undefined : free.splice(found, 1)[0]?.id
      const units = yield* amounts.toUnits(amount)
      result.push({
        name,
        units,
        currency: amount.currency.toLowerCase(),
        quantity,
        ...(id === undefined ? {} : { id })
      })
    }
    return result
  })

export const toWire = ({ currency, id, name, quantity, units }: Line) => ({
  ...(id === undefined ? {} : { id }),
  price_data: { currency, product_data: { name }, unit_amount: units },
  quantity
})
