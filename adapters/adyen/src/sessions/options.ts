/** What a creation at Adyen may say beyond the model. */
import * as Result from "effect/Result"
import type { Money, RuleViolation, Session } from "@paylayer/core"
import { ProviderOption } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import { defined, merge } from "@paylayer/core/adapter"
import { provider } from "../currencies.ts"
import type * as wire from "./wire.ts"

type Wire = typeof wire.Optional.Type
type WithMoney<Item, Amounts extends PropertyKey> = Omit<Item, Amounts> & {
  readonly [Name in Extract<Amounts, keyof Item>]?: Money.Money
}

/** An item of the invoice. Its amounts are in the session's currency; zero is one. */
export type LineItem = WithMoney<typeof wire.LineItem.Type, "amountIncludingTax" | "amountExcludingTax" | "taxAmount">

/** A part of the payment that is booked elsewhere. */
export type Split = WithMoney<typeof wire.Split.Type, "amount">

/** Adyen's own names; amounts are `Money`, converted like the session's. */
export interface SessionOptions extends Omit<Wire, "lineItems" | "splits"> {
  readonly lineItems?: ReadonlyArray<LineItem>
  readonly splits?: ReadonlyArray<Split>
}

interface SessionOption extends ProviderOption.ProviderOption {
  readonly options: SessionOptions
}

const isSessionOption = (option: ProviderOption.ProviderOption): option is SessionOption =>
  option.provider === provider && option.kind === "session"

/**
 * For `provider: [...]` of a creation. An update cannot change these: at Adyen it changes the amount and nothing else.
 *
 * **Example** (A shopper who is known)
 *
 * ```ts
 * sessionOptions({ countryCode: "NL", shopperReference: "customer-7", allowedPaymentMethods: ["ideal", "scheme"] })
 * ```
 */
export const sessionOptions = (options: SessionOptions): SessionOption => ({ provider, kind: "session", options })

/** Whether a request or a change carries options of this adapter. */
export const has = ({ provider }: { readonly provider?: ReadonlyArray<ProviderOption.ProviderOption> }): boolean =>
  ProviderOption.of(provider, isSessionOption).length > 0

export interface Wrong {
  readonly parameter: string
  readonly reason: string
}

/** What the options of a request set, its amounts in Adyen's units, and which of them are in another currency. */
export const chosen = (
  amounts: AmountTable.AmountTable,
  request: Session.SessionRequest
): Result.Result<
  { readonly fields: Readonly<Record<string, unknown>>; readonly wrong: ReadonlyArray<Wrong> },
  RuleViolation.UnsupportedCurrency | RuleViolation.AmountNotRepresentable
> =>
  Result.gen(function* () {
    const given = ProviderOption.of(request.provider, isSessionOption).map(({ options }) => options)
    const options: SessionOptions = merge(...given)
    const wrong: Array<Wrong> = []

    const units = (parameter: string, money: Money.Money | undefined) => {
      if (money === undefined) return Result.succeed(undefined)
      if (money.currency !== request.amount.currency) {
        wrong.push({ parameter, reason: `Expected an amount in ${request.amount.currency}` })
        return Result.succeed(undefined)
      }
      return amounts.toUnits(money)
    }

    const lineItems: Array<object> = []
    for (const [index, item] of (options.lineItems ?? []).entries()) {
      const { amountExcludingTax, amountIncludingTax, taxAmount, ...rest } = item
      const at = `lineItems.${index}`
      lineItems.push({
        ...rest,
        ...defined({
          amountIncludingTax: yield* units(`${at}.amountIncludingTax`, amountIncludingTax),
          amountExcludingTax: yield* units(`${at}.amountExcludingTax`, amountExcludingTax),
          taxAmount: yield* units(`${at}.taxAmount`, taxAmount)
        })
      })
    }
    const splits: Array<object> = []
    for (const [index, { amount, ...rest }] of (options.splits ?? []).entries()) {
      const value = yield* units(`splits.${index}.amount`, amount)
      splits.push({ ...rest, ...(value === undefined ? {} : { amount: { value, currency: amount?.currency } }) })
    }
    return {
      fields: {
        ...options,
        ...(options.lineItems === undefined ? {} : { lineItems }),
        ...(options.splits === undefined ? {} : { splits })
      },
      wrong
    }
  })
