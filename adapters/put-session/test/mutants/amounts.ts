/** Mutants of how Acquired writes amounts. */
import type { Mutant } from "@paylayer/conformance"
import { mutant, onUpdate } from "@paylayer/conformance/mutants"
import { Money, Session } from "@paylayer/core"
import { AmountTable, JsonDecimal, merge } from "@paylayer/core/adapter"
import * as Result from "effect/Result"
import { acquired } from "../../conformance.ts"
import { type Body, nearly, right, sending } from "./nearly.ts"

/** Another `amount`, from minor units and the right one. */
const amount = (of: (minor: number, body: Body["transaction"]) => unknown, world?: Parameters<typeof sending>[1]) =>
  sending(({ transaction, ...rest }) => {
    const minor = Math.round(transaction.amount * (transaction.currency === "jpy" ? 1 : 100))
    return { ...rest, transaction: { ...transaction, amount: of(minor, transaction) } }
  }, world)

const anyDigits = (): typeof right => {
  const { create, update } = right
  const small = (money: Money.PositiveMoney) => Money.positiveUnsafe(1, money.currency)
  const filled = <E>(body: Result.Result<unknown, E>, money: Money.Money) =>
    Result.map(body, (body) => merge(body, { transaction: { amount: Number(Money.toDecimal(money)) } }))
  return {
    ...right,
    amounts: AmountTable.make("acquired", AmountTable.iso(right.amounts.currencies)),
    create: {
      ...create,
      body: (request) => filled(create.body({ ...request, amount: small(request.amount) }), request.amount)
    },
    update: {
      ...update,
      body: (sent, change, operation) =>
        filled(update.body(sent, { ...change, amount: small(change.amount) }, operation), change.amount)
    }
  }
}

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "MNY-01",
    "minor units are sent where major units belong",
    amount((minor) => minor)
  ),
  mutant(
    "MNY-01",
    "the amount by float multiplication",
    amount((minor, { currency }) => (currency === "jpy" ? minor : minor * 0.01))
  ),
  mutant(
    "MNY-01",
    "the amount as a float of 32 bits, where the provider rounds",
    amount((minor, { currency }) => (currency === "jpy" ? minor : Math.fround(minor * 0.01)), {
      assume: { excessDecimals: "rounded" }
    })
  ),
  mutant(
    "MNY-01",
    "a currency without decimals divided by 100",
    amount((minor) => minor / 100, { assume: { yenDecimals: "two" } })
  ),
  mutant(
    "MNY-01",
    "the amount without its decimals",
    amount((_, { amount }) => Math.max(1, Math.trunc(amount)))
  ),
  mutant(
    "SES-01",
    "the amount as text",
    amount((_, { amount }) => amount.toFixed(2))
  ),
  mutant(
    "SES-01",
    "the currency in upper case",
    sending(({ transaction, ...rest }) => ({
      ...rest,
      transaction: { ...transaction, currency: transaction.currency.toUpperCase() }
    }))
  ),
  mutant(
    "SES-01",
    "a currency that Acquired does not take is sent on",
    nearly({
      amounts: AmountTable.make(
        "acquired",
        AmountTable.iso([...right.amounts.currencies, "KWD"], { maximum: JsonDecimal.maximum })
      )
    })
  ),
  mutant("MNY-01", "more digits than a JSON number keeps", nearly(anyDigits())),
  mutant(
    "SES-10",
    "the currency of an update is not checked",
    onUpdate(
      acquired("acquired"),
      (update) => (session, change, options) =>
        update(Session.modify(session, change.amount === undefined ? {} : { amount: change.amount }), change, options)
    )
  ),
  mutant(
    "SES-10",
    "the currency may change, says the adapter, and the provider refuses it",
    nearly({ currencyChange: true }, { assume: { currencyChange: "refused" } })
  )
]
