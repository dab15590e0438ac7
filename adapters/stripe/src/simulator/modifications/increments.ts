/** `POST /v1/payment_intents/{id}/increment_authorization` (docs.stripe.com/payments/incremental-authorization). */
import * as Result from "effect/Result"
import { checkAmount } from "../amounts.ts"
import { declined } from "../attempts.ts"
import type { Cause } from "../events.ts"
import { toWire } from "../intentObject.ts"
import { type Answer, type Call, cardError, find, keep, unexpectedState } from "../intents.ts"
import { type Account, capturableOf, type Charge, type Intent } from "../ledger.ts"
import { check } from "../parameters.ts"
import * as refusals from "../refusals.ts"
import { chargeToWire } from "./chargeObject.ts"
import * as parameters from "./parameters.ts"

type Checked<A> = Result.Result<A, refusals.Refusal>

/** "a maximum of 10 incremental authorization attempts, including declines" */
const most = 10

/** That it must have been asked for was recorded: 400 with neither code nor param. Every text is a guess. */
const incrementable = (intent: Intent): Checked<Charge> => {
  const { charge, status } = intent
  const refuse = (message: string) => Result.fail({ ...unexpectedState(intent, message), unseen: true as const })
  if (status !== "requires_capture" || charge === undefined) {
    return refuse(
      `This PaymentIntent's authorization could not be incremented because it has a status of ${status}. Only a ` +
        "PaymentIntent with one of the following statuses may be incremented: requires_capture."
    )
  }
  if (!charge.features.incrementalAuthorisation) {
    return Result.fail(refusals.unseen("Incremental authorization is not available for this PaymentIntent."))
  }
  if (charge.amountCaptured > 0) return refuse("This PaymentIntent could not be incremented because it was captured.")
  return charge.increments < most
    ? Result.succeed(charge)
    : Result.fail(refusals.unseen(`You can increment the authorization of a PaymentIntent up to ${most} times.`))
}

export const increment = ({ account, cause, form }: Call, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.increment, form)
    const intent = yield* find(account, id)
    const charge = yield* incrementable(intent)
    const amount = yield* checkAmount(Number(given["amount"]), intent.currency, account.positions)
    if (amount <= charge.authorised) {
      const message = "The amount must be greater than the currently authorized amount."
      return yield* Result.fail(refusals.unseen(message, "amount", "parameter_invalid_integer"))
    }
    charge.increments++
    // "no other fields on the PaymentIntent or Charge update"
    if (intent.refuseNext.delete("adjust")) return yield* Result.fail(cardError(intent, declined(charge)))
    keep(intent, given)
    raise(account, intent, charge, amount, cause)
    return { intent, given }
  })

const raise = (account: Account, intent: Intent, charge: Charge, amount: number, cause: Cause): void => {
  const before = { amount: charge.amount, capturable: capturableOf(intent) }
  Object.assign(charge, { amount, authorised: amount })
  intent.amount = amount
  const { incrementEvents } = account.positions
  if (incrementEvents === "both") {
    account.tell("charge.updated", chargeToWire(account, intent, charge), cause, { amount: before.amount })
  }
  if (incrementEvents !== "none") {
    account.tell("payment_intent.amount_capturable_updated", toWire(intent), cause, {
      amount: before.amount,
      amount_capturable: before.capturable
    })
  }
}
