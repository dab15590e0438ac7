/** Both faces of Stripe as subjects of the conformance kit, and Checkout with items that the caller names. */
import { Subject, Variant } from "@paylayer/conformance"
import { Money, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as mac from "@paylayer/simulator/mac"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "./src/index.ts"
import { StripeSimulator } from "./src/simulator/index.ts"

const { webhookSecret } = StripeSimulator.credentials
const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)
const nextSecret = "whsec_the0next0one0of0a0rotation00000000"

export const webhookOptions = {
  secrets: [Redacted.make(webhookSecret), Redacted.make(nextSecret)],
  environment: "test"
} as const

const webhooks = StripeWebhooks.layer(webhookOptions)

/** An account whose cards have everything that Stripe documents, asked for by every payment. */
export const features: StripeSimulator.Options = {
  features: { multicapture: true, incrementalAuthorisation: true, overcapture: 15, extendedAuthorisation: true }
}

export const requests = {
  multicapture: "if_available",
  overcapture: "if_available",
  incrementalAuthorisation: "if_available"
} as const

/** Docs: "Verify webhook signatures manually". */
const signature = (secret: string, at: number, body: string): string => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const tag = mac.hmac("SHA-256", bytes(secret), bytes(`${at}.${body}`))
  return [...tag].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** The same event, changed, written as Stripe writes it. */
const changed =
  (change: (event: Readonly<Record<string, unknown>>) => object) =>
  (body: string): string =>
    JSON.stringify(change(JSON.parse(body) as Readonly<Record<string, unknown>>), null, 2)

const events: Subject.WebhookWorld = {
  sign: (body, by, now) => {
    const at = Math.floor(now / 1000)
    const tag = signature(by === "next" ? nextSecret : by === "other" ? "whsec_nobodys" : webhookSecret, at, body)
    return { headers: { "stripe-signature": `t=${at},v1=${by === "prefix" ? tag.slice(0, 32) : tag}` }, body }
  },
  // Docs: "Verify webhook signatures manually"; the libraries take what is up to five minutes old.
  signs: { _tag: "body", tolerance: "5 minutes" },
  rotates: true,
  secrets: webhookOptions.secrets,
  unknown: changed((event) => ({ ...event, type: "payment_intent.renamed" })),
  broken: changed(({ data: _, ...event }) => event),
  foreign: [
    changed((event) => ({ ...event, livemode: true })),
    changed((event) => ({ ...event, account: "acct_another" }))
  ],
  accepts: ({ status }) => status >= 200 && status < 300
}

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
        ...(code === "idempotency_key_in_use" ? { unsure: true as const } : {}),
        ...(invalid ? { parameters: [{ parameter: param, reason: message }] } : {})
      }
    })

const common = {
  version: "0.0.0",
  secrets: [secretKey],
  webhooks: events,
  validity: Duration.days(7),
  defaults: { returnUrl: "https://shop.example/back" }
}

/** Docs: API reference, create a PaymentIntent, `return_url`: only with `confirm=true`; Stripe.js, `confirmParams`. */
export const returnsLater: Subject.Deviation = {
  law: "SES-23",
  kind: "provider-limit",
  fails: "expected https://shop.example/back at the provider, got no such URL",
  reason:
    "a PaymentIntent takes a return_url only from who confirms it, which is the browser: the session keeps it till then, " +
    "and StripeIntents.confirmParams gives it to the page"
}

export const intents = (
  name: string,
  options: StripeSimulator.Options = {},
  layer: Subject.Subject["layer"] = Layer.merge(StripeIntents.layer({ secretKey }), webhooks)
): Subject.Subject =>
  Subject.make({
    ...common,
    name,
    layer,
    world: StripeSimulator.layer(options),
    errors: errors("intents"),
    deviations: [returnsLater],
    otherChange: { provider: [StripeIntents.options({ description: "two tickets" })] },
    otherTotal: (body) => body.replace(/"amount":\s*(\d+)/, (_, amount: string) => `"amount":${Number(amount) + 100}`)
  })

export const checkout = (
  name: string,
  options: StripeSimulator.Options = {},
  layer: Subject.Subject["layer"] = Layer.merge(StripeCheckout.layer({ secretKey }), webhooks)
): Subject.Subject =>
  Subject.make({
    ...common,
    name,
    layer,
    world: StripeSimulator.layer(options),
    errors: errors("checkout"),
    strangeStatus: changed((session) => ({ ...session, status: "brand-new" })),
    otherTotal: (body) =>
      body.replace(/"amount_total":\s*(\d+)/, (_, amount: string) => `"amount_total":${Number(amount) + 100}`)
  })

/**
 * Checkout with a tax that Stripe adds and that is in the prices already: the total is Stripe's, and the one asked for.
 * With a tax on top no law that compares amounts can hold.
 */
export const taxed = (name: string): Subject.Subject =>
  checkout(
    name,
    { tax: { percent: 20, inclusive: true } },
    Layer.merge(StripeCheckout.layer({ secretKey, automaticTax: true }), webhooks)
  )

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

const plainIntents = intents("stripe intents")
const plainCheckout = checkout("stripe checkout")

/** What is asked of the issuer changes nothing before payment, and after it the same for both faces. */
export const subjects: ReadonlyArray<Subject.Subject> = [
  plainIntents,
  plainCheckout,
  Variant.of(
    plainIntents,
    "after-payment",
    intents(
      "stripe intents, all features",
      features,
      Layer.merge(StripeIntents.layer({ secretKey, requests }), webhooks)
    )
  ),
  Variant.of(
    plainCheckout,
    "after-payment",
    checkout(
      "stripe checkout, all features",
      features,
      Layer.merge(StripeCheckout.layer({ secretKey, requests }), webhooks)
    )
  )
]
