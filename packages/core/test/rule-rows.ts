/** What the tables of the rules after authorisation have in common. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import type { Authorisation } from "../src/Authorisation.ts"
import * as AuthorisationModule from "../src/Authorisation.ts"
import type { Fact } from "../src/Fact.ts"
import * as Money from "../src/Money.ts"
import { RuleViolation } from "../src/RuleViolation.ts"
import { authorised, done, eur, payment } from "./payment.ts"

export const now = 1000

/** One row: what it is, what the rule said, and what it must say: what to ask for, or the violation with every field. */
export type Row = readonly [what: string, said: Result.Result<unknown, RuleViolation>, must: object]

const encode = Schema.encodeSync(Schema.toCodecJson(RuleViolation))
/** Of a key that was used before, only how. */
const shown = (asked: unknown): unknown => {
  const { again, ...rest } = asked as { readonly again?: { readonly _tag: string } }
  return again === undefined ? rest : { ...rest, again: again._tag }
}
export const rows = (table: ReadonlyArray<Row>) =>
  it.each(table)("%s", (_, said, must) => {
    expect(Result.isSuccess(said) ? shown(said.success) : encode(said.failure)).toEqual(must)
  })

export const expired: Fact = { _tag: "Expired", at: 5 }
export const captured = (amount: number, name = "c1") => done(name, "capture", amount, 1)
const yen = Money.positiveUnsafe(5000, "JPY")
const bad = (value: number, currency = "EUR") => ({ value, currency }) as Money.PositiveMoney
export const unstored: Authorisation = JSON.parse(JSON.stringify(payment()))
export const elsewhere = AuthorisationModule.make("other", authorised())
export const silent = { capture: "automatic", capturesAt: now } as const

const range = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
export const badAmounts: ReadonlyArray<readonly [what: string, amount: Money.PositiveMoney, must: object]> = [
  ["in another currency", yen, { _tag: "CurrencyMismatch", expected: "EUR", actual: "JPY" }],
  ["in no currency", bad(5000, "EURO"), { _tag: "CurrencyMismatch", expected: "EUR", actual: "EURO" }],
  ["zero", bad(0), { _tag: "AmountOutOfRange", currency: "EUR", amount: "0", ...range }],
  ["negative", bad(-5), { _tag: "AmountOutOfRange", currency: "EUR", amount: "-5", ...range }],
  [
    "a fraction",
    bad(50.5),
    { _tag: "AmountNotRepresentable", currency: "EUR", amount: "50.5", expected: "a whole number of minor units" }
  ],
  [
    "more than the provider takes",
    eur(1_000_001),
    { _tag: "AmountOutOfRange", currency: "EUR", amount: "1000001", minimum: 1, maximum: 1_000_000 }
  ],
  [
    "nothing",
    undefined as unknown as Money.PositiveMoney,
    { _tag: "AmountNotRepresentable", currency: "EUR", amount: "NaN", expected: "a whole number of minor units" }
  ]
]
export const unsupported = (operation: string, capability: string) => ({
  _tag: "Unsupported",
  provider: "test",
  operation,
  capability
})
export const waits = (name: string, kind: string) => ({ _tag: "ModificationPending", id: "a1", key: name, kind })
