/** The paths, and what each of them answers. */
import * as Result from "effect/Result"
import * as checkout from "./checkout.ts"
import { itemsToWire, toWire as sessionToWire } from "./checkoutObject.ts"
import { methodToWire, toWire as intentToWire } from "./intentObject.ts"
import * as intents from "./intents.ts"
import type { Account, Intent, Refund } from "./ledger.ts"
import * as lists from "./lists.ts"
import { capture } from "./modifications/captures.ts"
import { chargeToWire, refundToWire } from "./modifications/chargeObject.ts"
import * as charges from "./modifications/charges.ts"
import { increment } from "./modifications/increments.ts"
import * as refunds from "./modifications/refunds.ts"
import type { ParsedObject } from "./parameters.ts"
import type { Refusal } from "./refusals.ts"

export type Call = checkout.CheckoutCall

export type Route = (call: Call) => Result.Result<object, Refusal>

const asksFor = ({ expand }: ParsedObject, name: string): boolean => Array.isArray(expand) && expand.includes(name)

const expandedIntent = (account: Account, intent: Intent, withCharge: boolean, withMethod: boolean): object => ({
  ...intentToWire(intent),
  ...(withCharge && intent.charge !== undefined ? { latest_charge: chargeToWire(account, intent, intent.charge) } : {}),
  ...(withMethod && intent.paymentMethod !== null ? { payment_method: methodToWire(intent.paymentMethod) } : {})
})

/** `within` is where the members stand that can be expanded: in a list under `data.`. */
const intentFor = (account: Account, intent: Intent, given: ParsedObject, within = ""): object =>
  expandedIntent(account, intent, asksFor(given, `${within}latest_charge`), asksFor(given, `${within}payment_method`))

const showIntent = (
  { account }: Call,
  answer: Result.Result<intents.Answer, Refusal>
): Result.Result<object, Refusal> => Result.map(answer, ({ given, intent }) => intentFor(account, intent, given))

const refundFor = (account: Account, refund: Refund, given: ParsedObject, within = ""): object => ({
  ...refundToWire(refund),
  ...(asksFor(given, `${within}charge`) ? { charge: chargeToWire(account, refund.intent, refund.charge) } : {}),
  ...(asksFor(given, `${within}payment_intent`) ? { payment_intent: intentToWire(refund.intent) } : {})
})

const showRefund = (
  { account }: Call,
  answer: Result.Result<refunds.RefundAnswer, Refusal>
): Result.Result<object, Refusal> => Result.map(answer, ({ given, refund }) => refundFor(account, refund, given))

const showCharge = (call: Call, id: string): Result.Result<object, Refusal> =>
  Result.map(charges.retrieve(call, id), ({ charge, given, intent }) => {
    const url = `/v1/charges/${charge.id}/refunds`
    const all = { all: charge.refunds.toReversed(), given: {} }
    return {
      ...chargeToWire(call.account, intent, charge),
      ...(asksFor(given, "payment_intent") ? { payment_intent: intentToWire(intent) } : {}),
      ...(asksFor(given, "refunds") ? { refunds: lists.toWire(all, url, refundToWire) } : {})
    }
  })

const showSession = (
  { account, version }: Call,
  answer: Result.Result<checkout.Answer, Refusal>,
  fresh = false
): Result.Result<object, Refusal> =>
  Result.map(answer, ({ given, session }) => {
    const { intent } = session
    const withCharge = asksFor(given, "payment_intent.latest_charge")
    return {
      ...sessionToWire(account, session, { version, fresh }),
      ...(asksFor(given, "line_items") ? { line_items: itemsToWire(account, session) } : {}),
      ...(intent !== undefined && (withCharge || asksFor(given, "payment_intent"))
        ? { payment_intent: expandedIntent(account, intent, withCharge, false) }
        : {})
    }
  })

const showList = <A extends { readonly id: string }>(
  { account }: Call,
  found: Result.Result<lists.Found<A>, Refusal>,
  url: string,
  show: (account: Account, one: A, given: ParsedObject, within: string) => object
): Result.Result<object, Refusal> =>
  Result.map(found, (all) => lists.toWire(all, url, (one, given) => show(account, one, given, "data.")))

type OfOne = (call: Call, id: string) => Result.Result<object, Refusal>

const table: ReadonlyArray<readonly [method: string, path: string, answer: OfOne]> = [
  ["GET", "payment_intents", (call) => showList(call, intents.list(call), "/v1/payment_intents", intentFor)],
  ["POST", "payment_intents", (call) => showIntent(call, intents.create(call))],
  ["GET", "payment_intents/*", (call, id) => showIntent(call, intents.retrieve(call, id))],
  ["POST", "payment_intents/*", (call, id) => showIntent(call, intents.update(call, id))],
  ["POST", "payment_intents/*/confirm", (call, id) => showIntent(call, intents.confirm(call, id))],
  ["POST", "payment_intents/*/cancel", (call, id) => showIntent(call, intents.cancel(call, id))],
  ["POST", "payment_intents/*/capture", (call, id) => showIntent(call, capture(call, id))],
  ["POST", "payment_intents/*/increment_authorization", (call, id) => showIntent(call, increment(call, id))],
  ["GET", "charges/*", showCharge],
  ["GET", "refunds", (call) => showList(call, refunds.list(call), "/v1/refunds", refundFor)],
  ["POST", "refunds", (call) => showRefund(call, refunds.create(call))],
  ["GET", "refunds/*", (call, id) => showRefund(call, refunds.retrieve(call, id))],
  ["POST", "refunds/*", (call, id) => showRefund(call, refunds.update(call, id))],
  ["POST", "refunds/*/cancel", (call, id) => showRefund(call, refunds.cancel(call, id))],
  ["POST", "checkout/sessions", (call) => showSession(call, checkout.create(call), true)],
  ["GET", "checkout/sessions/*", (call, id) => showSession(call, checkout.retrieve(call, id))],
  ["POST", "checkout/sessions/*", (call, id) => showSession(call, checkout.update(call, id))],
  ["POST", "checkout/sessions/*/expire", (call, id) => showSession(call, checkout.expire(call, id))],
  [
    "GET",
    "checkout/sessions/*/line_items",
    (call, id) =>
      Result.map(checkout.lineItems(call, id), ({ given, session }) => itemsToWire(call.account, session, given))
  ]
]

const routes = table.map(
  ([method, path, answer]) => [method, new RegExp(`^/v1/${path.replace("*", "([^/]+)")}$`), answer] as const
)

export const find = (method: string, path: string): Route | undefined => {
  for (const [itsMethod, pattern, answer] of routes) {
    const match = method === itsMethod ? pattern.exec(path) : null
    if (match !== null) return (call) => answer(call, decodeURIComponent(match[1] ?? ""))
  }
  return undefined
}
