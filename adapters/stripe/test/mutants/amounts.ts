/** Mutants of how Stripe counts. */
import type { Mutant } from "@paylayer/conformance"
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { Money, Session, Sessions } from "@paylayer/core"
import { checkout, intents } from "../../conformance.ts"
import { answering, both, type Form, isCreation, sending, through } from "./nearly.ts"

const isAmount = (name: string): boolean => name === "amount" || name.endsWith("[unit_amount]")
const currencyOf = (form: Form): string => form.find(([name]) => /currency\]?$/.test(name))?.[1] ?? ""

/** Amounts of some currencies times `factor`, there and back. */
const counted = (currencies: ReadonlyArray<string>, factor: number) =>
  both(
    sending((form) =>
      currencies.includes(currencyOf(form))
        ? form.map(([name, value]) => [name, isAmount(name) ? String(Number(value) * factor) : value])
        : form
    ),
    answering((body) => {
      if (!currencies.includes(body.currency)) return body
      const back = (value: number) => value / factor
      if ("amount" in body) return { ...body, amount: back(body.amount) }
      return { ...body, amount_total: back(body.amount_total) }
    })
  )

const threeDecimals = ["BHD", "JOD", "KWD", "OMR", "TND"]

/** Rounds up what Stripe cannot say. */
const rounded = (amount: Money.PositiveMoney): Money.PositiveMoney =>
  threeDecimals.includes(amount.currency)
    ? Money.positiveUnsafe(Math.ceil(amount.value / 10) * 10, amount.currency)
    : amount

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant("MNY-01", "ISK and UGX by ISO 4217", through("intents", counted(["isk", "ugx"], 0.01))),
  mutant("MNY-01", "ISK and UGX by ISO 4217", through("checkout", counted(["isk", "ugx"], 0.01))),
  mutant("MNY-01", "a currency without decimals times 100", through("intents", counted(["jpy", "krw", "clp"], 100))),
  mutant(
    "MNY-01",
    "three decimals rounded up to two",
    onPort(intents("stripe intents"), Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: (request, options) => sessions.create({ ...request, amount: rounded(request.amount) }, options)
    }))
  ),
  mutant(
    "SES-01",
    "the currency in upper case",
    through(
      "intents",
      sending((form) => form.map(([name, value]) => [name, name === "currency" ? value.toUpperCase() : value]))
    )
  ),
  mutant(
    "SES-10",
    "the currency of an update is not checked",
    onUpdate(
      intents("stripe intents"),
      (update) => (session, change, options) =>
        update(Session.modify(session, change.amount === undefined ? {} : { amount: change.amount }), change, options)
    )
  ),
  mutant(
    "SES-10",
    "the currency of an update is not checked",
    onUpdate(
      checkout("stripe checkout"),
      (update) => (session, change, options) =>
        update(Session.modify(session, change.amount === undefined ? {} : { amount: change.amount }), change, options)
    )
  ),
  mutant(
    "SES-18",
    "the total is the one of the request",
    through(
      "intents",
      answering((body, form) => {
        const asked = form.find(([name]) => name === "amount")?.[1]
        return asked === undefined ? body : { ...body, amount: Number(asked) }
      })
    )
  ),
  mutant(
    "SES-18",
    "the total is the one of the request",
    through(
      "checkout",
      answering((body, form, request) => {
        const asked = form.find(([name]) => isAmount(name))?.[1]
        return asked === undefined || isCreation(request) ? body : { ...body, amount_total: Number(asked) }
      })
    )
  )
]
