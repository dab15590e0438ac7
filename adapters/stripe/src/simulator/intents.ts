/** PaymentIntents: `POST /v1/payment_intents` and what can be asked of one of them. */
import * as Result from "effect/Result"
import { checkAmount, checkCurrency, checkPositive } from "./amounts.ts"
import * as attempts from "./attempts.ts"
import type { Positions } from "./assumptions.ts"
import type { Cause } from "./events.ts"
import type { Group } from "./form.ts"
import { toWire } from "./intentObject.ts"
import * as parameters from "./intentParameters.ts"
import { type Account, type Intent, type IntentStatus, receivedOf, seconds, type Settings } from "./ledger.ts"
import * as lists from "./lists.ts"
import * as features from "./modifications/cardFeatures.ts"
import { release } from "./modifications/releases.ts"
import { check, mergeMetadata, type ParsedObject } from "./parameters.ts"
import * as refusals from "./refusals.ts"

/** A request to one endpoint. */
export interface Call {
  readonly account: Account
  readonly form: Group
  readonly cause: Cause
}

/** The intent, and what else the request asked to see: `expand`. */
export interface Answer {
  readonly intent: Intent
  readonly given: ParsedObject
}

type Checked<A> = Result.Result<A, refusals.Refusal>

/** "requires_payment_method, requires_confirmation, requires_action" */
const changeable: ReadonlyArray<IntentStatus> = ["requires_payment_method", "requires_confirmation", "requires_action"]

export const find = (account: Account, id: string): Checked<Intent> => {
  const intent = account.intents.get(id)
  return intent === undefined
    ? Result.fail(refusals.noSuch("payment_intent", id, "intent", account.positions))
    : Result.succeed(intent)
}

export const unexpectedState = (intent: Intent, message: string, param?: string): refusals.Refusal =>
  refusals.forbidden(message, {
    code: "payment_intent_unexpected_state",
    more: { payment_intent: toWire(intent) },
    ...(param === undefined ? {} : { param })
  })

const settingsOf = (given: ParsedObject): Settings =>
  Object.fromEntries(Object.entries(given).filter(([name]) => parameters.isSetting(name)))

/** The payment method that a request names: one of the test methods, or one that was made from it. */
const methodOf = (account: Account, named: unknown): Checked<string | undefined> => {
  if (typeof named !== "string") return Result.succeed(undefined)
  if (account.methods.has(named)) return Result.succeed(named)
  const manner = attempts.testMethods.get(named)
  if (manner === undefined) return Result.fail(refusals.noSuchReferred("PaymentMethod", named, "payment_method"))
  const id = account.newId("pm_1", 23)
  account.methods.set(id, manner)
  const refundManner = attempts.refundManners.get(named)
  if (refundManner !== undefined) account.refundManners.set(id, refundManner)
  return Result.succeed(id)
}

export interface NewIntent {
  readonly amount: number
  readonly currency: string
  readonly given: ParsedObject
  readonly paymentMethod?: string | undefined
  readonly session?: string
}

/** "create → requires_payment_method (or requires_confirmation if payment_method given)" */
export const add = (account: Account, { amount, currency, given, paymentMethod, session }: NewIntent): Intent => {
  const id = account.newId("pi_3", 23)
  const methods: Settings =
    "payment_method_types" in given
      ? {}
      : {
          automatic_payment_methods: { allow_redirects: "always", enabled: true },
          payment_method_types: ["card", "link"]
        }
  const intent: Intent = {
    id,
    clientSecret: account.newId(`${id}_secret_`, 25),
    created: seconds(account),
    ...(session === undefined ? {} : { session }),
    amount,
    currency,
    captureMethod: String(given["capture_method"] ?? "automatic_async"),
    confirmationMethod: String(given["confirmation_method"] ?? "automatic"),
    status: paymentMethod === undefined ? "requires_payment_method" : "requires_confirmation",
    paymentMethod: paymentMethod ?? null,
    metadata: mergeMetadata({}, given["metadata"]),
    settings: { ...methods, ...settingsOf(given) },
    lastError: null,
    nextAction: null,
    charge: undefined,
    attempt: 0,
    canceledAt: null,
    cancellationReason: null,
    refuseNext: new Set()
  }
  account.intents.set(id, intent)
  return intent
}

export const create = ({ account, cause, form }: Call): Checked<Answer> =>
  Result.gen(function* () {
    const { positions } = account
    const given = yield* check(parameters.create, form)
    yield* checkPositive(Number(given["amount"]), "amount")
    const currency = yield* checkCurrency(String(given["currency"]), "currency", positions)
    const amount = yield* checkAmount(Number(given["amount"]), currency, positions)
    const paymentMethod = yield* methodOf(account, given["payment_method"])
    const intent = add(account, { amount, currency, given, paymentMethod })
    account.tell("payment_intent.created", toWire(intent), cause)
    if (given["confirm"] === true) yield* pay(account, intent, given, cause)
    return { intent, given }
  })

export const retrieve = ({ account, form }: Call, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.retrieve, form)
    return { intent: yield* find(account, id), given }
  })

/** What may change only as long as nobody was asked for the money; recorded of the amount. */
const frozen = ["amount", "currency", "capture_method", "payment_method"] as const

const refusedUpdate = (intent: Intent, given: ParsedObject, positions: Positions): refusals.Refusal | undefined => {
  const named = frozen.find((name) => {
    const isSame = positions.sameAmountWhenClosed === "accepted" && given[name] === intent.amount
    return name in given && !(name === "amount" && isSame)
  })
  if (named === undefined) return undefined
  if (!changeable.includes(intent.status)) {
    const refusal = unexpectedState(
      intent,
      `This PaymentIntent's ${named} could not be updated because it has a status of ${intent.status}. You may only ` +
        `update the ${named} of a PaymentIntent with one of the following statuses: ${changeable.join(", ")}.`,
      named
    )
    return named === "amount" ? refusal : { ...refusal, unseen: true }
  }
  return intent.session !== undefined && positions.ownedIntentUpdate === "refused" && named !== "payment_method"
    ? refusals.unseen(`The ${named} of a PaymentIntent that belongs to a Checkout Session can't be updated.`, named)
    : undefined
}

export const update = ({ account, form }: Call, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const { positions } = account
    const given = yield* check(parameters.update, form)
    if ("amount" in given) yield* checkPositive(Number(given["amount"]), "amount")
    const intent = yield* find(account, id)
    const refused = refusedUpdate(intent, given, positions)
    if (refused !== undefined) return yield* Result.fail(refused)
    const currency =
      "currency" in given ? yield* checkCurrency(String(given["currency"]), "currency", positions) : intent.currency
    const amount =
      "amount" in given || "currency" in given
        ? yield* checkAmount(Number(given["amount"] ?? intent.amount), currency, positions)
        : intent.amount
    const paymentMethod = yield* methodOf(account, given["payment_method"])

    // Only now: a request that is refused changes nothing.
    const priced = amount !== intent.amount || currency !== intent.currency
    if (priced && intent.status === "requires_action" && positions.updateWhileActionRequired === "abandoned") {
      attempts.abandon(intent)
    }
    Object.assign(intent, { amount, currency })
    if (typeof given["capture_method"] === "string") intent.captureMethod = given["capture_method"]
    if (paymentMethod !== undefined) {
      attempts.abandon(intent)
      Object.assign(intent, { paymentMethod, status: "requires_confirmation" })
    }
    keep(intent, given)
    return { intent, given }
  })

/** Metadata, and what else is only kept. */
export const keep = (intent: Intent, given: ParsedObject): void => {
  intent.metadata = mergeMetadata(intent.metadata, given["metadata"])
  intent.settings = { ...intent.settings, ...settingsOf(given) }
}

const missingMethod =
  "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent " +
  "with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."

const refusedConfirmation = (intent: Intent): refusals.Refusal | undefined => {
  if (changeable.includes(intent.status)) return undefined
  if (intent.status === "succeeded") {
    const message =
      "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
    return unexpectedState(intent, message)
  }
  return {
    ...unexpectedState(
      intent,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
        `of the following statuses may be confirmed: ${changeable.join(", ")}.`
    ),
    unseen: true
  }
}

/** A confirmation by the merchant's server. */
const pay = (account: Account, intent: Intent, given: ParsedObject, cause: Cause): Checked<void> =>
  Result.gen(function* () {
    const refused = refusedConfirmation(intent)
    if (refused !== undefined) return yield* Result.fail(refused)
    if ("amount_to_confirm" in given && given["amount_to_confirm"] !== intent.amount) {
      return yield* Result.fail(refusals.notSimulated("amount_to_confirm"))
    }
    const method = (yield* methodOf(account, given["payment_method"])) ?? intent.paymentMethod ?? undefined
    const manner = method === undefined ? undefined : account.methods.get(method)
    if (method === undefined || manner === undefined) return yield* Result.fail(unexpectedState(intent, missingMethod))
    if (typeof given["capture_method"] === "string") intent.captureMethod = given["capture_method"]
    intent.settings = { ...intent.settings, ...settingsOf(given) }
    const notEligible = features.notEligible(intent, account)
    if (notEligible !== undefined) {
      attempts.abandon(intent)
      return yield* Result.fail({ ...notEligible, more: { payment_intent: toWire(intent) } })
    }
    attempts.attempt(
      account,
      intent,
      {
        manner,
        method,
        ...(typeof given["return_url"] === "string" ? { returnUrl: given["return_url"] } : {}),
        unattended: given["off_session"] === true || given["error_on_requires_action"] === true
      },
      cause
    )
    if (intent.lastError !== null) return yield* Result.fail(cardError(intent, intent.lastError))
  })

/** 402: the intent is inside, in the status that it is in now. */
export const cardError = (intent: Intent, error: object): refusals.Refusal => {
  const { code, message, type: _, ...more } = error as { code: string; message: string; type: string }
  return {
    status: 402,
    type: "card_error",
    code,
    message,
    more: { ...more, payment_intent: toWire(intent) },
    executed: true
  }
}

export const confirm = ({ account, cause, form }: Call, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.confirm, form)
    const intent = yield* find(account, id)
    if (intent.session !== undefined) {
      return yield* Result.fail(refusals.unseen("You can't confirm the PaymentIntent of a Checkout Session."))
    }
    yield* pay(account, intent, given, cause)
    return { intent, given }
  })

const cancellable: ReadonlyArray<IntentStatus> = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action"
]

export const cancel = ({ account, cause, form }: Call, id: string): Checked<Answer> =>
  Result.gen(function* () {
    const given = yield* check(parameters.cancel, form)
    const intent = yield* find(account, id)
    const processing = intent.status === "processing" && account.positions.cancelProcessing === "accepted"
    if (!processing && !cancellable.includes(intent.status)) {
      const message =
        `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of ` +
        "the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, " +
        "requires_confirmation, requires_action, expired, processing."
      return yield* Result.fail(unexpectedState(intent, message))
    }
    if (intent.session !== undefined && intent.status !== "requires_capture") {
      const message = "You can't cancel the PaymentIntent of a Checkout Session. Expire the Checkout Session instead."
      return yield* Result.fail(refusals.unseen(message))
    }
    if (receivedOf(intent) > 0 && account.positions.cancelPartlyCaptured === "refused") {
      const message = "You can't cancel this PaymentIntent because part of it has been captured already."
      return yield* Result.fail({ ...unexpectedState(intent, message), unseen: true as const })
    }
    const reason = given["cancellation_reason"]
    release(account, intent, typeof reason === "string" ? reason : null, cause)
    return { intent, given }
  })

/** The newest first. */
export const list = ({ account, form }: Call): Checked<lists.Found<Intent>> =>
  Result.gen(function* () {
    const given = yield* check(parameters.list, form)
    const { customer } = given
    const all = [...account.intents.values()].toReversed()
    const found = customer === undefined ? all : all.filter(({ settings }) => settings["customer"] === customer)
    return yield* lists.find("payment_intent", found, given)
  })
