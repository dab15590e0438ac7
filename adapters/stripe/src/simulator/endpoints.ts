/** The paths, and what each of them answers. */
import * as Result from "effect/Result"
import * as checkout from "./checkout.ts"
import { listToWire, type Page, toWire as sessionToWire } from "./checkoutObject.ts"
import { chargeToWire, methodToWire, toWire as intentToWire } from "./intentObject.ts"
import * as intents from "./intents.ts"
import type { Intent } from "./ledger.ts"
import type { ParsedObject } from "./parameters.ts"
import type { Refusal } from "./refusals.ts"

export type Call = checkout.CheckoutCall

export type Route = (call: Call) => Result.Result<object, Refusal>

const asksFor = ({ expand }: ParsedObject, name: string): boolean => Array.isArray(expand) && expand.includes(name)

const expandedIntent = (intent: Intent, withCharge: boolean, withMethod: boolean): object => ({
  ...intentToWire(intent),
  ...(withCharge && intent.charge !== undefined ? { latest_charge: chargeToWire(intent, intent.charge) } : {}),
  ...(withMethod && intent.paymentMethod !== null ? { payment_method: methodToWire(intent.paymentMethod) } : {})
})

const showIntent = (answer: Result.Result<intents.Answer, Refusal>): Result.Result<object, Refusal> =>
  Result.map(answer, ({ given, intent }) =>
    expandedIntent(intent, asksFor(given, "latest_charge"), asksFor(given, "payment_method"))
  )

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
      ...(asksFor(given, "line_items") ? { line_items: listToWire(account, session) } : {}),
      ...(intent !== undefined && (withCharge || asksFor(given, "payment_intent"))
        ? { payment_intent: expandedIntent(intent, withCharge, false) }
        : {})
    }
  })

const pageOf = ({ ending_before: endingBefore, limit, starting_after: startingAfter }: ParsedObject): Page => ({
  ...(typeof limit === "number" ? { limit } : {}),
  ...(typeof startingAfter === "string" ? { startingAfter } : {}),
  ...(typeof endingBefore === "string" ? { endingBefore } : {})
})

type OfOne = (call: Call, id: string) => Result.Result<object, Refusal>

const table: ReadonlyArray<readonly [method: string, path: RegExp, answer: OfOne]> = [
  ["POST", /^\/v1\/payment_intents$/, (call) => showIntent(intents.create(call))],
  ["GET", /^\/v1\/payment_intents\/([^/]+)$/, (call, id) => showIntent(intents.retrieve(call, id))],
  ["POST", /^\/v1\/payment_intents\/([^/]+)$/, (call, id) => showIntent(intents.update(call, id))],
  ["POST", /^\/v1\/payment_intents\/([^/]+)\/confirm$/, (call, id) => showIntent(intents.confirm(call, id))],
  ["POST", /^\/v1\/payment_intents\/([^/]+)\/cancel$/, (call, id) => showIntent(intents.cancel(call, id))],
  ["POST", /^\/v1\/checkout\/sessions$/, (call) => showSession(call, checkout.create(call), true)],
  ["GET", /^\/v1\/checkout\/sessions\/([^/]+)$/, (call, id) => showSession(call, checkout.retrieve(call, id))],
  ["POST", /^\/v1\/checkout\/sessions\/([^/]+)$/, (call, id) => showSession(call, checkout.update(call, id))],
  ["POST", /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/, (call, id) => showSession(call, checkout.expire(call, id))],
  [
    "GET",
    /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/,
    (call, id) =>
      Result.map(checkout.lineItems(call, id), ({ given, session }) => listToWire(call.account, session, pageOf(given)))
  ]
]

export const find = (method: string, path: string): Route | undefined => {
  for (const [itsMethod, pattern, answer] of table) {
    const match = method === itsMethod ? pattern.exec(path) : null
    if (match !== null) return (call) => answer(call, decodeURIComponent(match[1] ?? ""))
  }
  return undefined
}
