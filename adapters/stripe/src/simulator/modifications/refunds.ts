/** `POST /v1/refunds` and what can be asked of one of them (docs.stripe.com/refunds); refusals as recorded unless told. */
import * as Result from "effect/Result"
import { stepped } from "../amounts.ts"
import { moneyText } from "../currencies.ts"
import { byItself, type Cause } from "../events.ts"
import type { Call } from "../intents.ts"
import { type Account, type Charge, givenBack, type Intent, type Refund, seconds } from "../ledger.ts"
import * as lists from "../lists.ts"
import { check, mergeMetadata, type ParsedObject } from "../parameters.ts"
import * as refusals from "../refusals.ts"
import { amountRefunded, chargeToWire, refundToWire } from "./chargeObject.ts"
import * as parameters from "./parameters.ts"

type Checked<A> = Result.Result<A, refusals.Refusal>

/** The refund, and what else the request asked to see. */
export interface RefundAnswer {
  readonly refund: Refund
  readonly given: ParsedObject
}

type Target = readonly [Intent, Charge | undefined]

/** What is refunded: a charge, or the PaymentIntent that made it. */
const targetOf = (account: Account, { charge, payment_intent: intent }: ParsedObject): Checked<Target> => {
  if (typeof charge === "string") {
    const found = account.charges.get(charge)
    if (found === undefined) return Result.fail(refusals.noSuch("charge", charge, "id", account.positions))
    return intent === undefined || intent === found[0].id
      ? Result.succeed(found)
      : Result.fail(refusals.unseen(`Charge ${charge} was not made by PaymentIntent ${String(intent)}.`, "charge"))
  }
  if (typeof intent === "string") {
    const found = account.intents.get(intent)
    return found === undefined
      ? Result.fail({ ...refusals.noSuch("payment_intent", intent, "intent", account.positions), unseen: true })
      : Result.succeed([found, found.charge])
  }
  const message = "One of the following params should be provided for this request: payment_intent or charge."
  return Result.fail(refusals.invalid(message))
}

/** The charge, if there is money of it left to refund. */
const refundable = ([intent, charge]: Target): Checked<Charge> => {
  const refuse = (message: string, code?: string) =>
    Result.fail(refusals.forbidden(message, code === undefined ? {} : { code }))
  if (charge?.status !== "succeeded") {
    return refuse(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`)
  }
  if (charge.amountCaptured === 0) {
    return refuse(
      `This uncaptured Charge was created by a PaymentIntent (${intent.id}). You must cancel the PaymentIntent to reverse ` +
        "the authorization instead of refunding the Charge directly. For more information, see " +
        "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
    )
  }
  if (charge.dispute !== undefined) {
    return refuse(`Charge ${charge.id} has been charged back; cannot issue a refund.`, "charge_disputed")
  }
  return givenBack(charge) < charge.amountCaptured
    ? Result.succeed(charge)
    : refuse(`Charge ${charge.id} has already been refunded.`, "charge_already_refunded")
}

const tooMuch = (asked: number, left: number, currency: string): refusals.Refusal => {
  const [wanted, there] = [asked, left].map((amount) => moneyText(amount, currency))
  return wanted === undefined || there === undefined
    ? refusals.unseen("Refund amount is greater than unrefunded amount on charge", "amount")
    : refusals.forbidden(`Refund amount (${wanted}) is greater than unrefunded amount on charge (${there})`, {
        param: "amount"
      })
}

/** What is asked: all that is left, unless told. */
interface Ask {
  readonly amount?: number
  readonly reason?: string
  readonly metadata?: Refund["metadata"]
}

/** Whoever asks. */
const give = (account: Account, target: Target, ask: Ask, cause: Cause): Checked<Refund> =>
  Result.gen(function* () {
    const [intent] = target
    const charge = yield* refundable(target)
    const left = charge.amountCaptured - givenBack(charge)
    const asked = ask.amount ?? left
    if (asked > left) return yield* Result.fail(tooMuch(asked, left, intent.currency))
    const amount = yield* stepped(asked, intent.currency, "amount", account.positions)
    const before = { amount_refunded: amountRefunded(account, charge) }
    const refused = intent.refuseNext.delete("refund")
    const created = seconds(account)
    const later = laterOf(account, charge, created, refused)
    const refund: Refund = {
      id: account.newId("re_3", 23),
      created,
      amount,
      intent,
      charge,
      reason: ask.reason ?? null,
      release: false,
      later,
      metadata: ask.metadata ?? {},
      ...(refused && later === undefined
        ? { status: "failed", failureReason: declined }
        : {
            status: refused || later?.becomes === "succeeded" ? "pending" : "succeeded",
            failureReason: undefined
          }),
      traceable: false
    }
    charge.refunds.push(refund)
    account.refunds.set(refund.id, refund)

    account.tell("refund.created", refundToWire(refund), cause)
    if (refund.status === "failed") account.tell("refund.failed", refundToWire(refund), cause)
    if (amountRefunded(account, charge) > before.amount_refunded) {
      account.tell("charge.refunded", chargeToWire(account, intent, charge), cause, before)
    }
    return refund
  })

/** "Some time later": how long isn't said. */
const someTime = 60

const laterOf = (account: Account, charge: Charge, created: number, refused: boolean): Refund["later"] => {
  const manner = account.refundManners.get(charge.paymentMethod)
  if (refused) {
    return account.positions.refusedRefund === "failed" ? undefined : { becomes: "failed", at: created }
  }
  if (manner === "fails") return { becomes: "failed", at: created + someTime }
  const { refundsPendFor: pends = manner === "pends" ? someTime : 0 } = account
  return pends === 0 ? undefined : { becomes: "succeeded", at: created + pends }
}

/** "Refund declined by our financial partners." */
const declined = "declined"

interface Due {
  /** Seconds since the epoch. */
  readonly at: number
  readonly happen: () => void
}

/** What happens to a refund next by itself: its outcome, or its number. */
export const nextOf = (account: Account, refund: Refund): Due | undefined => {
  const { created, later, release, status, traceable } = refund
  if (status === "failed" || release) return undefined
  const due: Array<Due> = []
  if (later !== undefined && status !== later.becomes) {
    const cause = { ...byItself, at: later.at }
    const happen = () =>
      later.becomes === "failed" ? fail(account, refund, declined, cause) : settle(account, refund, cause)
    due.push({ at: later.at, happen })
  }
  if (status === "succeeded" && !traceable) {
    const at = (later?.becomes === "succeeded" ? later.at : created) + tracedAfter
    due.push({ at, happen: () => trace(account, refund, { ...byItself, at }) })
  }
  return due.sort((a, b) => a.at - b.at)[0]
}

/** Within seconds when it was recorded; "up to 7 business days" where money moves. */
const tracedAfter = 5

/** "Updates include adding metadata and providing details like the ARN"; the older event comes with the newer one. */
const tellUpdated = (account: Account, refund: Refund, cause: Cause, previous: object): void => {
  account.tell("refund.updated", refundToWire(refund), cause, previous)
  account.tell("charge.refund.updated", refundToWire(refund), cause, previous)
}

/** What was `pending` reaches the shopper. */
const settle = (account: Account, refund: Refund, cause: Cause): void => {
  const { charge, intent } = refund
  const before = { amount_refunded: amountRefunded(account, charge) }
  refund.status = "succeeded"
  tellUpdated(account, refund, cause, { status: "pending" })
  if (amountRefunded(account, charge) > before.amount_refunded) {
    account.tell("charge.refunded", chargeToWire(account, intent, charge), cause, before)
  }
}

/** "the bank returns the refunded amount to us and we add it back to your Stripe account balance" */
export const fail = (account: Account, refund: Refund, reason: string, cause: Cause): void => {
  const previous = { status: refund.status }
  refund.status = "failed"
  refund.failureReason = reason
  tellUpdated(account, refund, cause, previous)
  account.tell("refund.failed", refundToWire(refund), cause, previous)
}

/** The acquirer says under which number the shopper's bank finds it. */
const trace = (account: Account, refund: Refund, cause: Cause): void => {
  refund.traceable = true
  tellUpdated(account, refund, cause, { destination_details: { card: { reference_status: "pending" } } })
}

/** Somebody refunds in the Dashboard; whether that was possible. */
export const refundByHand = (account: Account, intent: Intent, amount: number): boolean =>
  Result.isSuccess(give(account, [intent, intent.charge], { amount }, byItself))

export const create = ({ account, cause, form }: Call): Checked<RefundAnswer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.refund, form)
    const target = yield* targetOf(account, given)
    const { amount, reason } = given
    const asked: Ask = {
      ...(typeof amount === "number" ? { amount } : {}),
      ...(typeof reason === "string" ? { reason } : {}),
      metadata: mergeMetadata({}, given["metadata"])
    }
    const refund = yield* give(account, target, asked, cause)
    return { refund, given }
  })

const find = (account: Account, id: string): Checked<Refund> => {
  const refund = account.refunds.get(id)
  return refund === undefined
    ? Result.fail(refusals.noSuch("refund", id, "refund", account.positions))
    : Result.succeed(refund)
}

export const retrieve = ({ account, form }: Call, id: string): Checked<RefundAnswer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.oneRefund, form)
    return { refund: yield* find(account, id), given }
  })

/** "This request only accepts metadata as an argument." */
export const update = ({ account, cause, form }: Call, id: string): Checked<RefundAnswer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.updateRefund, form)
    const refund = yield* find(account, id)
    const { metadata } = refund
    refund.metadata = mergeMetadata(metadata, given["metadata"])
    if ("metadata" in given) tellUpdated(account, refund, cause, { metadata })
    return { refund, given }
  })

/** "You can't cancel refunds in other states" than requires_action, which a card's refund never is in. */
export const cancel = ({ account, form }: Call, id: string): Checked<RefundAnswer> =>
  Result.gen(function* () {
    yield* check(parameters.oneRefund, form)
    yield* find(account, id)
    return yield* Result.fail(refusals.forbidden("Canceling this refund is unsupported."))
  })

/** The newest first. */
export const list = ({ account, form }: Call): Checked<lists.Found<Refund>> =>
  Result.gen(function* () {
    const given = yield* check(parameters.refunds, form)
    const { charge, payment_intent: intent } = given
    const found = [...account.refunds.values()]
      .toReversed()
      .filter((refund) => (charge ?? refund.charge.id) === refund.charge.id)
      .filter((refund) => (intent ?? refund.intent.id) === refund.intent.id)
    return yield* lists.find("refund", found, given)
  })
