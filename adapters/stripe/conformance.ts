/** Both faces of Stripe as subjects of the conformance kit, and Checkout with items that the caller names. */
import { Subject } from "@paylayer/conformance"
import { Money, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { StripeCheckout, StripeIntents } from "./src/index.ts"
import { StripeSimulator } from "./src/simulator/index.ts"

const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)

/** What each documented error must become: docs.stripe.com/api/errors, by status and type. */
const meaning = ({ code, name, status }: StripeSimulator.DocumentedError): string => {
  if (status === 401) return "Unauthenticated"
  if (status === 403) return "Forbidden"
  if (status === 404) return "NotFound"
  if (status === 409 || name.includes("idempotency")) return "IdempotencyConflict"
  if (status === 429) return "RateLimited"
  if (status >= 500) return "Unavailable"
  if (code === "payment_intent_unexpected_state") return "NotUpdatable"
  return name.includes("unknown") && status === 402 ? "UnknownCode" : "InvalidRequest"
}

const errors = (face: StripeSimulator.DocumentedError["face"]): ReadonlyArray<Subject.DocumentedError> =>
  StripeSimulator.documentedErrors
    .filter((documented) => documented.face === face)
    .map((documented) => {
      const becomes = meaning(documented)
      const { body, code, headers, name, operation, param, status } = documented
      const message = (JSON.parse(body) as { readonly error: { readonly message?: string } }).error.message ?? ""
      const invalid = becomes === "InvalidRequest" && param !== undefined
      return {
        name,
        status,
        headers,
        body,
        operation,
        becomes,
        ...(code === undefined || becomes === "RateLimited" ? {} : { code }),
        ...(invalid ? { parameters: [{ parameter: param, reason: message }] } : {})
      }
    })

const common = {
  version: "0.0.0",
  secrets: [secretKey],
  defaults: { returnUrl: "https://shop.example/back" }
}

export const intents = (
  name: string,
  options: StripeSimulator.Options = {},
  layer = StripeIntents.layer({ secretKey })
): Subject.Subject =>
  Subject.make({
    ...common,
    name,
    layer,
    world: StripeSimulator.layer(options),
    errors: errors("intents"),
    otherTotal: (body) => body.replace(/"amount":\s*(\d+)/, (_, amount: string) => `"amount":${Number(amount) + 100}`)
  })

export const checkout = (
  name: string,
  options: StripeSimulator.Options = {},
  layer = StripeCheckout.layer({ secretKey })
): Subject.Subject =>
  Subject.make({
    ...common,
    name,
    layer,
    world: StripeSimulator.layer(options),
    errors: errors("checkout"),
    otherTotal: (body) =>
      body.replace(/"amount_total":\s*(\d+)/, (_, amount: string) => `"amount_total":${Number(amount) + 100}`)
  })

/**
 * Checkout with a tax that Stripe adds and that is in the prices already: the total is Stripe's, and the one asked for.
 * With a tax on top no law that compares amounts can hold.
 */
export const taxed = (name: string): Subject.Subject =>
  checkout(name, { tax: { percent: 20, inclusive: true } }, StripeCheckout.layer({ secretKey, automaticTax: true }))

type SessionsPort = Sessions.Sessions["Service"]

/** A trip and its fee that come to this much: two items, of which one is named twice. */
const itemsOf = (amount: Money.PositiveMoney, capabilities: SessionsPort["capabilities"]) => {
  const limits = capabilities.amounts(amount.currency)
  const step = Result.isSuccess(limits) ? limits.success.step : 1
  const fee = Money.positive(step, amount.currency)
  const trip = Money.positive(amount.value - 2 * step, amount.currency)
  return Result.isSuccess(fee) && Result.isSuccess(trip)
    ? [
        StripeCheckout.items([
          { name: "Trip", amount: trip.success },
          { name: "Fee", amount: fee.success, quantity: 2 }
        ])
      ]
    : [StripeCheckout.items([{ name: "Trip", amount }])]
}

/** Sessions whose caller names items, with every amount. */
export const itemised = (name: string, of: Subject.Subject): Subject.Subject => ({
  ...of,
  name,
  layer: Layer.effectContext(
    Effect.map(
      Layer.build(of.layer as Layer.Layer<Sessions.Sessions | Sessions.SessionLock, unknown, HttpClient>),
      (context) => {
        const sessions = Context.get(context, Sessions.Sessions)
        const port = Context.get(context, Sessions.SessionLock)
        const { capabilities } = sessions
        const update: SessionsPort["update"] = (session, change, options) =>
          sessions.update(
            session,
            change.amount === undefined ? change : { ...change, provider: itemsOf(change.amount, capabilities) },
            options
          )
        return context.pipe(
          Context.add(Sessions.Sessions, {
            ...sessions,
            create: (request, options) =>
              sessions.create({ ...request, provider: itemsOf(request.amount, capabilities) }, options),
            update
          }),
          Context.add(Sessions.SessionLock, {
            ...port,
            // A lock names no items: the last ones come first.
            lock: (session, amount, options) =>
              session.status === "locked" || Money.equals(session.amount, amount)
                ? port.lock(session, amount, options)
                : Effect.flatMap(update(session, { amount }), (changed) => port.lock(changed, amount, options))
          })
        )
      }
    )
  )
})

export const subjects: ReadonlyArray<Subject.Subject> = [intents("stripe intents"), checkout("stripe checkout")]
