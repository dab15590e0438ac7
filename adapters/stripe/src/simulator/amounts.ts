/** Which amounts may be charged. */
import * as Result from "effect/Result"
import type { Positions } from "./assumptions.ts"
import { currencies, formatOf, isCurrency, maximumOf, maximumText, minimumOf, minimumText } from "./currencies.ts"
import * as refusals from "./refusals.ts"

/** In lower case, or why not. */
export const checkCurrency = (
  currency: string,
  param: string,
  { upperCaseCurrency }: Pick<Positions, "upperCaseCurrency">
): Result.Result<string, refusals.Refusal> => {
  const lower = upperCaseCurrency === "lowered" ? currency.toLowerCase() : currency
  return isCurrency(lower)
    ? Result.succeed(lower)
    : Result.fail(
        refusals.invalid(
          `Invalid currency: ${currency}. Stripe currently supports these currencies: ${currencies.join(", ")}`,
          { param }
        )
      )
}

/** Found while the parameters are read; the text for 0 is recorded. */
export const checkPositive = (amount: number, param: string): Result.Result<void, refusals.Refusal> =>
  amount > 0 ? Result.void : Result.fail(amount === 0 ? zero(param) : refusals.below(param, 1))

const zero = (param: string): refusals.Refusal =>
  refusals.invalid(
    "The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set " +
      "(https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for " +
      "future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents",
    { code: "parameter_invalid_integer", param }
  )

/** The amount of a PaymentIntent as it counts, or why it doesn't. */
export const checkAmount = (
  amount: number,
  currency: string,
  positions: Positions
): Result.Result<number, refusals.Refusal> => {
  const refused = (code: string, message: string) =>
    Result.fail<refusals.Refusal>({
      ...refusals.invalid(message, { code, param: "amount" }),
      executed: positions.limitsUnderKey === "kept"
    })
  if (amount > maximumOf(currency)) {
    return refused("amount_too_large", `Amount must be no more than ${maximumText(currency)}`)
  }
  if (positions.minimum === "enforced" && amount < minimumOf(currency)) return refused(...tooSmall(currency))
  return stepped(amount, currency, "amount", positions)
}

/** As the currency can have it. */
export const stepped = (
  amount: number,
  currency: string,
  param: string,
  { offStep: position }: Pick<Positions, "offStep">
): Result.Result<number, refusals.Refusal> => {
  const nearest = onStep(amount, currency)
  if (nearest === amount || position === "rounded") return Result.succeed(nearest)
  return Result.fail(offStep(currency, param))
}

export const tooSmall = (currency: string): readonly [code: string, message: string] => [
  "amount_too_small",
  `Amount must be at least ${minimumText(currency)}`
]

/** The nearest amount that the currency can have, never nothing. */
export const onStep = (amount: number, currency: string): number => {
  const { step } = formatOf(currency)
  return Math.max(Math.round(amount / step) * step, step)
}

export const offStep = (currency: string, param: string): refusals.Refusal =>
  refusals.unseen(
    `Invalid amount: amounts in ${currency} must be evenly divisible by ${formatOf(currency).step}.`,
    param,
    "parameter_invalid_integer"
  )
