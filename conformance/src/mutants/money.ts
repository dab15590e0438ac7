/** Mutants of how a provider counts, on the reference adapter. */
import * as Result from "effect/Result"
import { AmountTable } from "@paylayer/core/adapter"
import type { Mutant } from "../Mutant.ts"
import { Reference, subject } from "../reference/index.ts"
import { mutant } from "./operators.ts"

const { amounts } = Reference

const rounded: AmountTable.AmountTable = {
  ...amounts,
  limits: (currency) =>
    Result.map(amounts.limits(currency), (limits) => ({ ...limits, step: currency === "KWD" ? 1 : limits.step })),
  toUnits: (money) =>
    Result.map(amounts.toUnits(money), (units) => (money.currency === "KWD" ? Math.ceil(units / 10) * 10 : units))
}

const counted = (changed: Parameters<typeof AmountTable.make>[1]): AmountTable.AmountTable => {
  const table = AmountTable.make("reference", changed)
  const other = (currency: string) => (currency in changed ? table : amounts)
  return {
    currencies: amounts.currencies,
    limits: (currency) => other(currency).limits(currency),
    toUnits: (money) => other(money.currency).toUnits(money),
    fromUnits: (units, currency) => other(currency).fromUnits(units, currency)
  }
}

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "MNY-01",
    "a zero-decimal currency times 100",
    subject("reference", { amounts: counted({ JPY: { exponent: 2, minimum: 5000, maximum: 99_999_900 } }) })
  ),
  mutant(
    "MNY-01",
    "zeros at the end are cut off where there are no decimals",
    subject("reference", {
      amounts: {
        ...amounts,
        toUnits: (money) =>
          Result.map(amounts.toUnits(money), (units) =>
            money.currency === "JPY" && units % 100 === 0 ? units / 100 : units
          )
      }
    })
  ),
  mutant("MNY-01", "three decimals rounded up to two", subject("reference", { amounts: rounded })),
  mutant(
    "MNY-01",
    "the exponent of ISO 4217 where the provider's differs",
    subject("reference", {
      amounts: counted({
        CLP: { exponent: 0, minimum: 1, maximum: 999_999 },
        ISK: { exponent: 0, minimum: 100, maximum: 999_999 }
      })
    })
  ),
  mutant(
    "SES-01",
    "an unknown currency is sent on",
    subject("reference", {
      amounts: {
        ...amounts,
        limits: (currency) =>
          Result.orElse(amounts.limits(currency), () =>
            Result.succeed({ minimum: 1, maximum: 1_000_000_000, step: 1 })
          ),
        toUnits: (money) => Result.orElse(amounts.toUnits(money), () => Result.succeed(money.value))
      }
    })
  ),
  mutant(
    "MNY-02",
    "a currency is declared that the provider does not take",
    subject("reference", {
      amounts: { ...counted({ CHF: { exponent: 2, minimum: 50 } }), currencies: [...amounts.currencies, "CHF"] }
    })
  )
]
