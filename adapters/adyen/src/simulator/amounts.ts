/** An `amount` on Adyen's wire: minor units by Adyen's own exponents, and the currency in upper case. */
import { Decimal, Json, type Truth } from "@paylayer/simulator"
import * as Result from "effect/Result"
import type { Positions } from "./assumptions.ts"
import { exponentOf } from "./currencies.ts"
import { type Refusal, refusal } from "./errors.ts"

export interface Amount {
  /** Minor units. */
  readonly value: bigint
  readonly currency: string
}

/** int64, as the specification has it. */
const largest = 2n ** 63n - 1n

/** @param field The name that a refusal gives it. */
export const check = (
  value: Json.Value | undefined,
  field: string,
  positions: Pick<Positions, "missingAmount" | "zeroAmount">
): Result.Result<Amount, Refusal> => {
  if (value === undefined || value === null) {
    return Result.fail(refusal(positions.missingAmount === "100" ? "objectMissing" : "required", field))
  }
  if (!Json.isObject(value)) return Result.fail(refusal("amount", field))
  const { currency, value: units } = value
  for (const [name, member] of [
    ["currency", currency],
    ["value", units]
  ] as const) {
    if (member === undefined || member === null || member === "") {
      return Result.fail(refusal("required", `${field}.${name}`))
    }
  }
  if (typeof currency !== "string" || exponentOf(currency) === undefined) return Result.fail(refusal("currency"))
  if (!(units instanceof Json.Numeral) || !/^\d{1,19}$/.test(units.text)) return Result.fail(refusal("amount", field))
  const minor = BigInt(units.text)
  const allowed = minor <= largest && (minor > 0n || positions.zeroAmount === "accepted")
  return allowed ? Result.succeed({ value: minor, currency }) : Result.fail(refusal("amount", field))
}

export const toJson = ({ currency, value }: Amount): Json.JsonObject => ({
  currency,
  value: new Json.Numeral(String(value))
})

/** In major units, as the provider understands them. */
export const toTruth = ({ currency, value }: Amount): Truth.Amount => ({
  decimal: Decimal.format(Decimal.fromMinorUnits(value, exponentOf(currency) ?? 0)),
  currency
})

/** `undefined` where it isn't a whole number of the currency's minor units. */
export const fromTruth = ({ currency, decimal }: Truth.Amount): Amount | undefined => {
  const exponent = exponentOf(currency)
  const major = Decimal.parse(decimal)
  const value = exponent === undefined || major === undefined ? undefined : Decimal.toMinorUnits(major, exponent)
  return value === undefined ? undefined : { value, currency }
}
