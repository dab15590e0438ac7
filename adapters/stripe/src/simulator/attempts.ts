/** One attempt to pay a PaymentIntent: what becomes of it, and which events tell so, in the recorded order. */
import type { Cause } from "./events.ts"
import { methodToWire, toWire } from "./intentObject.ts"
import { type Account, type Charge, type Intent, type Manner, type RefundManner, seconds } from "./ledger.ts"
import { captureWindow, featuresOf, isManual, none } from "./modifications/cardFeatures.ts"
import { chargeToWire } from "./modifications/chargeObject.ts"

/**
 * The payment methods that every test account has (docs.stripe.com/testing), and what they do. From memory, as the
 * table there was not at hand.
 */
export const testMethods: ReadonlyMap<string, Manner> = new Map([
  ["pm_card_visa", "pay"],
  ["pm_card_mastercard", "pay"],
  ["pm_card_pendingRefund", "pay"],
  ["pm_card_refundFail", "pay"],
  ["pm_card_visa_chargeDeclined", "decline"],
  ["pm_card_chargeDeclined", "decline"],
  ["pm_card_threeDSecure2Required", "challenge"],
  ["pm_card_authenticationRequired", "challenge"],
  ["pm_usBankAccount_success", "pending"],
  ["pm_usBankAccount_processing", "pending"]
])

/** "its status begins as pending", "its status begins as succeeded. Some time later, its status transitions to failed" */
export const refundManners: ReadonlyMap<string, RefundManner> = new Map([
  ["pm_card_pendingRefund", "pends"],
  ["pm_card_refundFail", "fails"]
])

const tell = (account: Account, type: Parameters<Account["tell"]>[0], intent: Intent, cause: Cause): void =>
  account.tell(type, toWire(intent), cause)

/** The charge of an asynchronous payment stays the same when its outcome comes. */
const charge = (account: Account, intent: Intent, status: Charge["status"]): Charge => {
  const created = seconds(account)
  const { amount } = intent
  const succeeded = status === "succeeded"
  const captured = succeeded && !isManual(intent)
  const features = succeeded ? featuresOf(intent, account) : none
  const made: Charge = {
    id: intent.charge?.status === "pending" ? intent.charge.id : account.newId("ch_3", 23),
    created,
    paymentMethod: intent.paymentMethod ?? account.newId("pm_1", 23),
    features,
    captureBefore: succeeded && !captured ? created + captureWindow(features, account.positions) : undefined,
    amount,
    authorised: amount,
    amountCaptured: captured ? amount : 0,
    captures: 0,
    increments: 0,
    status,
    captured,
    released: false,
    refunds: [],
    dispute: undefined
  }
  account.charges.set(made.id, [intent, made])
  return made
}

/** A new attempt ends the one before it. */
const begin = (intent: Intent): void => {
  intent.attempt++
  intent.nextAction = null
  intent.lastError = null
}

export const approve = (account: Account, intent: Intent, cause: Cause): void => {
  const made = charge(account, intent, "succeeded")
  intent.charge = made
  intent.nextAction = null
  intent.status = made.captured ? "succeeded" : "requires_capture"
  account.tell("charge.succeeded", chargeToWire(account, intent, made), cause)
  tell(account, made.captured ? "payment_intent.succeeded" : "payment_intent.amount_capturable_updated", intent, cause)
}

/** The recorded error of a declined card; also `last_payment_error`, without the intent. */
export const declined = (made: Pick<Charge, "id" | "paymentMethod">): Readonly<Record<string, unknown>> => ({
  advice_code: "try_again_later",
  charge: made.id,
  code: "card_declined",
  decline_code: "generic_decline",
  doc_url: "https://stripe.com/docs/error-codes/card-declined",
  message: "Your card was declined.",
  network_decline_code: "01",
  payment_method: methodToWire(made.paymentMethod),
  type: "card_error"
})

/** "back to requires_payment_method, payment_method cleared, last_payment_error set" */
export const decline = (account: Account, intent: Intent, cause: Cause): void => {
  const made = charge(account, intent, "failed")
  intent.charge = made
  intent.lastError = declined(made)
  fail(intent)
  account.tell("charge.failed", chargeToWire(account, intent, made), cause)
  tell(account, "payment_intent.payment_failed", intent, cause)
}

/** The shopper failed the issuer's question, or it could not be asked. */
export const failAuthentication = (account: Account, intent: Intent, code: string, cause: Cause): void => {
  intent.lastError = {
    code,
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`,
    message:
      "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    payment_method: methodToWire(intent.paymentMethod ?? ""),
    type: "card_error"
  }
  fail(intent)
  tell(account, "payment_intent.payment_failed", intent, cause)
}

const fail = (intent: Intent): void => {
  intent.nextAction = null
  intent.paymentMethod = null
  intent.status = "requires_payment_method"
}

const challenge = (account: Account, intent: Intent, cause: Cause, returnUrl: string | undefined): void => {
  intent.status = "requires_action"
  intent.charge = undefined
  intent.nextAction =
    returnUrl === undefined
      ? { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect" } }
      : {
          type: "redirect_to_url",
          redirect_to_url: { return_url: returnUrl, url: "https://hooks.stripe.com/3d_secure" }
        }
  tell(account, "payment_intent.requires_action", intent, cause)
}

const process = (account: Account, intent: Intent, cause: Cause): void => {
  intent.charge = charge(account, intent, "pending")
  intent.status = "processing"
  tell(account, "payment_intent.processing", intent, cause)
}

export interface Attempt {
  readonly manner: Manner
  /** The payment method's id; a browser makes a new one. */
  readonly method?: string
  readonly returnUrl?: string
  /** Nobody is there to answer a challenge. */
  readonly unattended?: boolean
}

/** Confirms with a payment method that is there, in a status where that is legal. */
export const attempt = (account: Account, intent: Intent, made: Attempt, cause: Cause): void => {
  begin(intent)
  intent.paymentMethod = made.method ?? account.newId("pm_1", 23)
  switch (made.manner) {
    case "pay":
      return approve(account, intent, cause)
    case "decline":
      return decline(account, intent, cause)
    case "challenge":
      return made.unattended === true
        ? failAuthentication(account, intent, "authentication_required", cause)
        : challenge(account, intent, cause, made.returnUrl)
    case "pending":
      return process(account, intent, cause)
  }
}

/** The attempt under way is over, and nothing came of it. */
export const abandon = (intent: Intent): void => {
  intent.attempt++
  fail(intent)
}

export const cancel = (account: Account, intent: Intent, reason: string | null, cause: Cause): void => {
  const uncaptured = intent.status === "requires_capture"
  intent.attempt++
  intent.status = "canceled"
  intent.canceledAt = cause.at ?? seconds(account)
  intent.cancellationReason = reason
  intent.nextAction = null
  if (uncaptured && intent.charge !== undefined) intent.charge.released = true
  tell(account, "payment_intent.canceled", intent, cause)
}
