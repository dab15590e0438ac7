/** What holds for amounts, whatever they are of. */
import * as Result from "effect/Result"
import type { AmountLimits } from "../Capabilities.ts"
import type { Currency } from "../Currency.ts"
import * as Money from "../Money.ts"
import type { PositiveMoney } from "../Money.ts"
import type { UnsupportedCurrency } from "../RuleViolation.ts"
import { AmountNotRepresentable, AmountOutOfRange, Unsupported } from "../RuleViolation.ts"

export type AmountViolation = UnsupportedCurrency | AmountOutOfRange | AmountNotRepresentable

interface Amounts {
  readonly amounts: (currency: Currency) => Result.Result<AmountLimits, UnsupportedCurrency>
}

/** The amount, if the provider takes it: a currency that it has, within its limits, on its step. */
export const amount = (capabilities: Amounts, asked: Money.Money): Result.Result<PositiveMoney, AmountViolation> =>
  Result.gen(function* () {
    // Callers without types: nothing at all is no amount.
    const { value, currency } = (asked as Money.Money | undefined) ?? { value: Number.NaN, currency: "EUR" as const }
    const money = yield* Money.positive(value, currency)
    const { minimum, maximum, step } = yield* capabilities.amounts(currency)
    if (value < minimum || value > maximum) {
      return yield* Result.fail(new AmountOutOfRange({ currency, amount: String(value), minimum, maximum }))
    }
    if (value % step !== 0) {
      return yield* Result.fail(
        new AmountNotRepresentable({ currency, amount: String(value), expected: `a multiple of ${step} minor units` })
      )
    }
    return money
  })

/** What the capabilities do not have. */
export const lacks = (
  { provider }: { readonly provider: string },
  operation: string,
  capability: string
): Result.Result<never, Unsupported> => Result.fail(new Unsupported({ provider, operation, capability }))
