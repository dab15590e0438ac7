/** `POST /v1/payment_intents/{id}/capture` (docs.stripe.com/payments/place-a-hold-on-a-payment-method, multicapture, overcapture). */
import * as Result from "effect/Result"
import { stepped } from "../amounts.ts"
import { declined } from "../attempts.ts"
import { byItself, type Cause } from "../events.ts"
import { toWire } from "../intentObject.ts"
import { type Answer, type Call, cardError, find, keep, unexpectedState } from "../intents.ts"
import { type Account, capturableOf, type Charge, type Intent } from "../ledger.ts"
import { check, type ParsedObject } from "../parameters.ts"
import * as refusals from "../refusals.ts"
import { maximumOf } from "./cardFeatures.ts"
import { chargeToWire } from "./chargeObject.ts"
import * as parameters from "./parameters.ts"
import { close } from "./releases.ts"

type Checked<A> = Result.Result<A, refusals.Refusal>

/** "Stripe allows you to capture up to 50 times for a single PaymentIntent" */
const most = 50

/** What is asked of an authorisation. */
interface Ask {
  /** All that is left, unless told. */
  readonly amount?: number
  /** Whether what it leaves is given back. */
  readonly final: boolean
}

const wrongState = (intent: Intent): refusals.Refusal => {
  const { charge, status } = intent
  if (status !== "succeeded" || charge === undefined) {
    return unexpectedState(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${status}. Only a PaymentIntent with one of the ` +
        "following statuses may be captured: requires_capture."
    )
  }
  // Recorded where a part was captured; the other text was seen with older versions.
  return unexpectedState(
    intent,
    charge.amountCaptured < charge.authorised
      ? "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount " +
          "has been released."
      : "This PaymentIntent could not be captured because it has already been captured."
  )
}

/** How much it comes to; the recorded refusals have the PaymentIntent in them. */
const amountOf = (account: Account, intent: Intent, charge: Charge, { amount, final }: Ask): Checked<number> => {
  const left = capturableOf(intent)
  const refuse = (message: string, details: Partial<Pick<refusals.Refusal, "code" | "param" | "unseen">>) =>
    Result.fail(refusals.forbidden(message, { ...details, more: { payment_intent: toWire(intent) } }))
  const asked = amount ?? left
  if (asked < 0) return refuse("Invalid non-negative integer", { param: "amount_to_capture" })
  // "to release the uncaptured funds for a partially captured payment, set the amount to 0 and set final_capture to true"
  const releasesOnly = final && charge.amountCaptured > 0
  if (asked === 0 && !releasesOnly) {
    return refuse("This value must be greater than or equal to 1.", {
      code: "parameter_invalid_integer",
      param: "amount"
    })
  }
  if (asked > (final ? Math.max(left, maximumOf(charge, intent.currency) - charge.amountCaptured) : left)) {
    const message =
      "The payment could not be captured because the requested capture amount is greater than the amount you can capture " +
      "for this charge. Contact us via https://support.stripe.com/contact/ for help."
    return refuse(message, { code: "amount_too_large" })
  }
  if (asked > 0 && charge.captures >= most) {
    return refuse(`You can capture a PaymentIntent up to ${most} times.`, { unseen: true })
  }
  return asked === 0 ? Result.succeed(0) : stepped(asked, intent.currency, "amount_to_capture", account.positions)
}

/** What a capture will do. */
interface Prepared {
  readonly charge: Charge
  readonly amount: number
  readonly final: boolean
}

/** Whether it can be captured, by the rules and by the issuer. */
const prepare = (account: Account, intent: Intent, ask: Ask): Checked<Prepared> =>
  Result.gen(function* () {
    const { charge } = intent
    if (intent.status !== "requires_capture" || charge === undefined) return yield* Result.fail(wrongState(intent))
    if (!ask.final && !charge.features.multicapture) {
      const message = "You can only set `final_capture` to false if multicapture is available for this PaymentIntent."
      return yield* Result.fail(refusals.unseen(message, "final_capture"))
    }
    const amount = yield* amountOf(account, intent, charge, ask)
    if (intent.refuseNext.delete("capture")) return yield* Result.fail(cardError(intent, refused(charge, account)))
    return { charge, amount, final: ask.final }
  })

/** No document shows a capture that the issuer refuses. */
const refused = (charge: Charge, { positions }: Account): object => {
  const error = declined(charge)
  return positions.refusedCapture === "card_declined"
    ? error
    : {
        ...error,
        code: "processing_error",
        decline_code: "processing_error",
        doc_url: "https://stripe.com/docs/error-codes/processing-error",
        message: "An error occurred while processing your card. Try again in a little bit."
      }
}

const collect = (account: Account, intent: Intent, { amount, charge, final }: Prepared, cause: Cause): void => {
  const before = { captured: charge.amountCaptured, capturable: capturableOf(intent) }
  charge.amountCaptured += amount
  if (amount > 0) charge.captures++
  if (charge.amountCaptured > intent.amount) {
    // "an updated amount to reflect the total monetary amount moved"
    intent.amount = charge.amountCaptured
    if (account.positions.overcapturedCharge === "follows") charge.amount = charge.amountCaptured
  }
  if (final) close(account, intent, charge)

  const more = amount > 0 ? { amount_captured: before.captured } : {}
  const tellCharge = (type: "charge.captured" | "charge.updated", previous: object) =>
    account.tell(type, chargeToWire(account, intent, charge), cause, previous)
  if (final) tellCharge("charge.captured", { ...more, captured: false })
  // With multicapture "each time you capture a payment", and "on every capture"; in which order, nobody says.
  if (charge.features.multicapture) {
    if (amount > 0) tellCharge("charge.updated", more)
    account.tell("payment_intent.amount_capturable_updated", toWire(intent), cause, {
      amount_capturable: before.capturable
    })
  }
  if (final) account.tell("payment_intent.succeeded", toWire(intent), cause)
}

/** Somebody captures in the Dashboard, and the rest is given back; whether that was possible. */
export const captureByHand = (account: Account, intent: Intent, amount: number): boolean => {
  const prepared = prepare(account, intent, { amount, final: true })
  if (Result.isSuccess(prepared)) collect(account, intent, prepared.success, byItself)
  return Result.isSuccess(prepared)
}

const asked = ({ amount_to_capture: amount, final_capture: final }: ParsedObject): Ask => ({
  final: final !== false,
  ...(typeof amount === "number" ? { amount } : {})
})

export const capture = ({ account, cause, form }: Call, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.capture, form)
    const intent = yield* find(account, id)
    if ("statement_descriptor" in given) {
      const message =
        "You can't set `statement_descriptor` for a card payment; set `statement_descriptor_suffix` instead."
      return yield* Result.fail(refusals.unseen(message, "statement_descriptor"))
    }
    const prepared = yield* prepare(account, intent, asked(given))
    // Only now: a request that is refused changes nothing.
    keep(intent, given)
    collect(account, intent, prepared, cause)
    return { intent, given }
  })
