/** What is no amount for an operation does not compile. */
import type * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { expectTypeOf, test } from "vitest"
import type { Currency } from "../src/Currency.ts"
import { exponent } from "../src/Currency.ts"
import type { InvalidMoney } from "../src/Money.ts"
import * as Money from "../src/Money.ts"
import type { ModificationKey } from "../src/ModificationKey.ts"
import type { CurrencyMismatch } from "../src/RuleViolation.ts"
import type { Session, SessionChange, SessionId, SessionRequest } from "../src/Session.ts"
import type { Sessions } from "../src/Sessions.ts"

declare const money: Money.Money
declare const positive: Money.PositiveMoney
declare const sessions: Sessions["Service"]
declare const session: Session

test("an amount of zero or more is no amount above zero", () => {
  // @ts-expect-error it may be zero
  const wrong: Money.PositiveMoney = money
  void wrong
  // @ts-expect-error a literal was checked by nobody
  const literal: Money.PositiveMoney = { value: 1500, currency: "EUR" }
  void literal
  // @ts-expect-error nor was one of the class
  const made: Money.PositiveMoney = new Money.Money({ value: 1500, currency: "EUR" })
  void made
  expectTypeOf(positive).toExtend<Money.Money>()
})

test("an operation takes no other", () => {
  // @ts-expect-error it may be zero
  const request: SessionRequest = { reference: "order-1", amount: money }
  // @ts-expect-error it may be zero
  const change: SessionChange = { amount: money }
  void [request, change]
  // @ts-expect-error a number has no currency
  sessions.update(session, { amount: 1500 })
  expectTypeOf(sessions.update(session, { amount: positive })).toExtend<Effect.Effect<Session, object>>()
})

test("a sum is checked again", () => {
  expectTypeOf(Money.add(positive, positive)).toEqualTypeOf<
    Result.Result<Money.Money, CurrencyMismatch | InvalidMoney>
  >()
  expectTypeOf(Money.positive(1500, "EUR")).toEqualTypeOf<Result.Result<Money.PositiveMoney, InvalidMoney>>()
})

test("a currency that is misspelt does not compile", () => {
  // @ts-expect-error EURO
  Money.positiveUnsafe(1500, "EURO")
  // @ts-expect-error lower case
  exponent("eur")
  // @ts-expect-error no currency
  const wrong: Currency = "XXX"
  void wrong
  Money.positiveUnsafe(1500, "EUR")
})

test("ids and keys are no plain strings", () => {
  // @ts-expect-error any text
  const id: SessionId = "s1"
  // @ts-expect-error any text
  const key: ModificationKey = "key-1"
  void [id, key]
  // @ts-expect-error any text
  sessions.create({ reference: "order-1", amount: positive }, { key: "key-1" })
})
