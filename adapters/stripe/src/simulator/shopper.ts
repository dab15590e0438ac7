/**
 * The person in front of the browser. With Elements the browser holds the PaymentIntent's client secret, with Checkout
 * the session's, or the address of Stripe's own page; the amount it fetches.
 */
import { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as attempts from "./attempts.ts"
import { intentOf } from "./checkout.ts"
import { hasSecret, toWire, urlOf } from "./checkoutObject.ts"
import { toAmount } from "./currencies.ts"
import { byItself } from "./events.ts"
import { sum } from "./items.ts"
import type { Account, CheckoutSession, Intent } from "./ledger.ts"
import * as features from "./modifications/cardFeatures.ts"

type Refused = Extract<Shopper.Submission, { readonly _tag: "Refused" }>
const refused = (why: string): Refused => ({ _tag: "Refused", why })

/** What the browser pays: an intent, alone or of a session. */
type Payable =
  | { readonly _tag: "Intent"; readonly intent: Intent }
  | { readonly _tag: "Session"; readonly session: CheckoutSession }

/** `expire` lets the time pass that has passed. */
export const make = (account: Account, expire: () => void): Shopper.Shopper["Service"] => {
  const payable = ({ id, token }: Shopper.Checkout): Payable | Refused => {
    expire()
    const session = account.sessions.get(id)
    if (session !== undefined) {
      const secret = hasSecret(session.uiMode, account) ? session.clientSecret : undefined
      if (secret !== undefined && token !== secret) return refused("not this session's client secret")
      if (secret === undefined && token !== undefined && token !== urlOf(session))
        return refused("not this session's page")
      return session.status === "open" ? { _tag: "Session", session } : refused(`the session is ${session.status}`)
    }
    const intent = account.intents.get(id)
    if (intent === undefined) return refused("unknown")
    if (token !== intent.clientSecret) return refused("not this PaymentIntent's client secret")
    return isPayable(intent) ? { _tag: "Intent", intent } : refused(`the PaymentIntent is ${intent.status}`)
  }

  const intentTo = (pays: Payable): Intent => {
    if (pays._tag === "Intent") return pays.intent
    const intent = intentOf(account, pays.session, byItself)
    const { currency, items } = pays.session
    return Object.assign(intent, { amount: sum(items, account.tax).total, currency })
  }

  const tell = (type: Parameters<Account["tell"]>[0], session: CheckoutSession): void =>
    account.tell(type, toWire(account, session, { version: account.eventVersion }), byItself)

  /** The session is over when its payment is made, or on its way. */
  const complete = (session: CheckoutSession, intent: Intent): void => {
    session.status = "complete"
    session.paymentStatus = paymentStatus(intent)
    tell("checkout.session.completed", session)
  }

  const paymentStatus = ({ status }: Intent): "paid" | "unpaid" =>
    status === "succeeded" || (status === "requires_capture" && account.positions.uncapturedPaymentStatus === "paid")
      ? "paid"
      : "unpaid"

  /** Where an attempt has come to, as the browser sees it. */
  const outcome = (pays: Payable, intent: Intent): Shopper.Submission => {
    const proof = proofOf(pays, intent)
    switch (intent.status) {
      case "succeeded":
      case "requires_capture":
        return { _tag: "Authorised", authorisation: intent.id, amount: toAmount(intent.amount, intent.currency), proof }
      case "processing":
        return { _tag: "Pending", proof }
      case "requires_action": {
        const { attempt } = intent
        return { _tag: "Challenged", finish: (passed) => Effect.sync(() => finish(pays, intent, attempt, passed)) }
      }
      default:
        return { _tag: "Declined", proof }
    }
  }

  const after = (pays: Payable, intent: Intent): Shopper.Submission => {
    const isOver = ["succeeded", "requires_capture", "processing"].includes(intent.status)
    if (pays._tag === "Session" && isOver) complete(pays.session, intent)
    return outcome(pays, intent)
  }

  const finish = (pays: Payable, intent: Intent, attempt: number, passed: boolean): Shopper.Submission => {
    expire()
    if (intent.status !== "requires_action" || intent.attempt !== attempt) return refused("the challenge is over")
    if (passed) attempts.approve(account, intent, byItself)
    else attempts.failAuthentication(account, intent, "payment_intent_authentication_failure", byItself)
    return after(pays, intent)
  }

  const submit = (checkout: Shopper.Checkout, manner: Shopper.Manner): Shopper.Submission => {
    const pays = payable(checkout)
    if (pays._tag === "Refused") return pays
    // Closing the page tells Stripe nothing.
    if (manner === "abandon") return { _tag: "Cancelled" }
    const intent = intentTo(pays)
    const notEligible = features.notEligible(intent, account)
    if (notEligible !== undefined) return refused(notEligible.message)
    attempts.attempt(account, intent, { manner }, byItself)
    return after(pays, intent)
  }

  const settle = (id: string, approved: boolean): Shopper.Submission => {
    const session = account.sessions.get(id)
    const intent = session?.intent ?? account.intents.get(id)
    if (intent?.status !== "processing") return refused("nothing is pending")
    if (approved) attempts.approve(account, intent, byItself)
    else attempts.decline(account, intent, byItself)
    if (session === undefined) return outcome({ _tag: "Intent", intent }, intent)
    session.paymentStatus = paymentStatus(intent)
    tell(approved ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", session)
    return outcome({ _tag: "Session", session }, intent)
  }

  return Shopper.Shopper.of({
    open: (checkout) =>
      Effect.sync(() => {
        const pays = payable(checkout)
        if (pays._tag === "Refused") return pays
        const amount =
          pays._tag === "Intent"
            ? toAmount(pays.intent.amount, pays.intent.currency)
            : toAmount(sum(pays.session.items, account.tax).total, pays.session.currency)
        return { _tag: "Shown", amount } as const
      }),
    submit: (checkout, manner = "pay") => Effect.sync(() => submit(checkout, manner)),
    settle: (id, approved) => Effect.sync(() => settle(id, approved))
  })
}

const isPayable = ({ status }: Intent): boolean =>
  status === "requires_payment_method" || status === "requires_confirmation" || status === "requires_action"

/**
 * What the browser brings back to the merchant: with Elements the three parameters that Stripe adds to return_url, with
 * Checkout the id that stands for `{CHECKOUT_SESSION_ID}` there.
 */
const proofOf = (pays: Payable, intent: Intent): string =>
  pays._tag === "Session"
    ? pays.session.id
    : new URLSearchParams({
        payment_intent: intent.id,
        payment_intent_client_secret: intent.clientSecret,
        redirect_status: intent.status === "requires_payment_method" ? "failed" : "succeeded"
      }).toString()
