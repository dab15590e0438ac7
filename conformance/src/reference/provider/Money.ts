/** Amounts as the document's table has them: whole units, whose decimals are the provider's own and not ISO's. */
import { Decimal } from "@paylayer/simulator"
import type { Truth } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as Parameters from "./Parameters.ts"

interface Row {
  /** How many of a unit's digits stand after the point of a major unit. */
  readonly decimals: number
  readonly minimum: number
  readonly maximum: number
  readonly step: number
}

const table: ReadonlyMap<string, Row> = new Map([
  ["EUR", { decimals: 2, minimum: 50, maximum: 99999999, step: 1 }],
  ["USD", { decimals: 2, minimum: 50, maximum: 99999999, step: 1 }],
  ["JPY", { decimals: 0, minimum: 50, maximum: 99999999, step: 1 }],
  ["KWD", { decimals: 3, minimum: 100, maximum: 99999990, step: 10 }],
  ["ISK", { decimals: 2, minimum: 10000, maximum: 99999900, step: 100 }],
  ["IDR", { decimals: 0, minimum: 1000, maximum: 999999999, step: 1 }],
  ["CLP", { decimals: 2, minimum: 100, maximum: 99999999, step: 1 }]
])

export interface Money {
  readonly value: number
  readonly currency: string
}

const anyCurrency: Parameters.Read<string> = (value, name) =>
  typeof value === "string" && table.has(value)
    ? Result.succeed(value)
    : Parameters.problem(name, `must be one of ${Array.from(table.keys()).join(", ")}`)

/** No other currency than this one, which the object has already. */
const sameCurrency =
  (currency: string): Parameters.Read<string> =>
  (value, name) =>
    Result.flatMap(anyCurrency(value, name), (given) =>
      given === currency ? Result.succeed(given) : Parameters.problem(name, `must stay ${currency}`)
    )

const reading = (limitsOf: (row: Row) => Omit<Row, "decimals">, currency?: string): Parameters.Read<Money> => {
  const fields = Parameters.struct({
    value: Parameters.whole,
    currency: currency === undefined ? anyCurrency : sameCurrency(currency)
  })
  return (value, name) =>
    Result.flatMap(fields(value, name), (money) => {
      const { maximum, minimum, step } = limitsOf(table.get(money.currency)!)
      if (money.value < minimum) return Parameters.problem(`${name}.value`, `must be at least ${minimum}`)
      if (money.value > maximum) return Parameters.problem(`${name}.value`, `must be at most ${maximum}`)
      return money.value % step === 0
        ? Result.succeed(money)
        : Parameters.problem(`${name}.value`, `must be a multiple of ${step}`)
    })
}

/** What a payment can be made for; of this currency, where there is one already. */
export const read = (currency?: string): Parameters.Read<Money> => reading((row) => row, currency)

/** A part of a payment: the limits don't hold for it, the step does. */
export const readPart = (currency?: string): Parameters.Read<Money> =>
  reading(({ step }) => ({ minimum: 1, maximum: Infinity, step }), currency)

export const toAmount = ({ currency, value }: Money): Truth.Amount => ({
  decimal: Decimal.format(Decimal.make(BigInt(value), table.get(currency)!.decimals)),
  currency
})

/** A part of a payment of this currency, in whole units; `undefined` where it can't be one. */
export const fromAmount = ({ currency, decimal }: Truth.Amount, expected: string): Money | undefined => {
  const parsed = Decimal.parse(decimal)
  if (currency !== expected || parsed === undefined) return undefined
  const { decimals, step } = table.get(currency)!
  const value = Number(Decimal.toMinorUnits(parsed, decimals) ?? 0n)
  return Number.isSafeInteger(value) && value > 0 && value % step === 0 ? { value, currency } : undefined
}
