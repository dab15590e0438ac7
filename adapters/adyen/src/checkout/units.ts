/** Amounts inside options: in Adyen's units, exactly, and in the currency of the payment. */
import * as Result from "effect/Result"
import type { Currency, Money, RuleViolation } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import type { Wrong } from "../request.ts"

/** An item with its amounts as `Money`. */
export type WithMoney<Item, Amounts extends PropertyKey> = Omit<Item, Amounts> & {
  readonly [Name in Extract<Amounts, keyof Item>]?: Money.Money
}

export type NotSayable = RuleViolation.UnsupportedCurrency | RuleViolation.AmountNotRepresentable

/** What stands at `parameter` in Adyen's units: nothing where nothing is given. */
export type Units = (parameter: string, money: Money.Money | undefined) => Result.Result<number | undefined, NotSayable>

/** Amounts in another currency are collected in `wrong`, by the names of their parameters. */
export const unitsIn =
  (amounts: AmountTable.AmountTable, currency: Currency.Currency, wrong: Array<Wrong>): Units =>
  (parameter, money) => {
    if (money === undefined) return Result.succeed(undefined)
    if (money.currency === currency) return amounts.toUnits(money)
    wrong.push({ parameter, reason: `Expected an amount in ${currency}` })
    return Result.succeed(undefined)
  }

/** Each of a list, with its place; what callers without types give instead of a list stays what it is. */
export const each = <A, B>(
  list: ReadonlyArray<A> | undefined,
  convert: (item: A, index: number) => Result.Result<B, NotSayable>
): Result.Result<ReadonlyArray<B> | undefined, NotSayable> =>
  Array.isArray(list) ? Result.all(list.map(convert)) : Result.succeed(list as undefined)
