/**
 * Stripe's PaymentIntents: `Intents`, and `Sessions` for a page that pays with Elements, whose token is the client secret.
 *
 * The amount may change while the intent is `requires_payment_method`, `requires_confirmation` or `requires_action`. After
 * an update the browser fetches it again (`elements.fetchUpdates()`). Stripe has no lock before confirmation: the lock is
 * held on our side. The merchant's reference is kept in `metadata.reference`, the return URL in the session: `confirmParams`
 * gives it to the browser.
 *
 * Source: docs.stripe.com/api/payment_intents; "Dynamically update payment amounts".
 */
import type { Capabilities } from "@paylayer/core"
import { Authorisation, Intent, Intents, ProviderError, Rules, Session, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { defined, heldChanges, requestBody } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { amounts, provider } from "./currencies.ts"
import * as paymentIntents from "./intents/paymentIntents.ts"
import type { PaymentIntent } from "./intents/wire.ts"
import { authorisationOf } from "./modifications/facts.ts"
import * as modifications from "./modifications/ports.ts"
import type { Options } from "./StripeClient.ts"
import * as StripeClient from "./StripeClient.ts"

export type { Options } from "./StripeClient.ts"
export { options } from "./intents/paymentIntents.ts"
export type { Settable } from "./intents/paymentIntents.ts"

const State = Schema.Struct({ return_url: Schema.optionalKey(Schema.NonEmptyString) })

/** What Stripe.js is given to confirm with; named as there. */
export interface ConfirmParams {
  readonly return_url?: string
}

/**
 * For the page that pays this session: `stripe.confirmPayment({ elements, confirmParams })`. A PaymentIntent learns where
 * the shopper comes back to from who confirms it, and that is the browser: the session keeps its `returnUrl` until then.
 */
export const confirmParams = (session: Session.Session): ConfirmParams =>
  session.provider === provider ? Option.getOrElse(Schema.decodeUnknownOption(State)(session.state), () => ({})) : {}

/**
 * The authorisation of an intent whose money is reserved or taken, as it was at the last answer; `undefined` before. From
 * there on the facts of modifications and webhooks keep it up to date; `Lookups.find({ id })` reads it anew, refunds
 * included.
 */
export const authorisation = (intent: Intent.Intent): Authorisation.Authorisation | undefined =>
  intent.provider === provider ? Result.getOrUndefined(Authorisation.fromJson(intent.state)) : undefined

const common: Capabilities.AmountCapabilities = {
  provider,
  currencies: amounts.currencies,
  amounts: amounts.limits,
  currencyChange: false,
  totals: "exact",
  client: "refetch",
  capture: ["automatic", "manual"]
}

const beforePayment = ["requires-payment-method", "requires-confirmation", "requires-action"] as const

const intentCapabilities: Capabilities.IntentCapabilities = {
  ...common,
  updatableIn: beforePayment,
  confirmableIn: beforePayment,
  cancellableIn: [...beforePayment, "requires-capture"],
  idempotency: {
    create: StripeClient.idempotent,
    update: StripeClient.idempotent,
    confirm: StripeClient.idempotent,
    cancel: StripeClient.idempotent
  }
}

const sessionCapabilities: Capabilities.SessionCapabilities = {
  ...common,
  updatable: "always",
  submitGate: "any-time",
  referenceChange: false,
  continuation: false,
  lifetime: { _tag: "endless" },
  idempotency: { create: StripeClient.idempotent, update: StripeClient.idempotent }
}

export const make = Effect.fnUntraced(function* (options: Options) {
  const client = yield* StripeClient.make(options)
  const api = paymentIntents.make(client, options.requests)

  const readable = <A, E>(operation: string, amount: Result.Result<A, E>) =>
    Effect.fromResult(
      Result.mapError(
        amount,
        () =>
          new ProviderError.ProviderError({
            provider,
            operation,
            reason: { _tag: "MalformedResponse", problem: "an amount that the currency does not have" },
            outcome: "unknown"
          })
      )
    )

  const amountOf = (operation: string, { amount, currency }: PaymentIntent) =>
    readable(operation, amounts.fromUnits(amount, currency))

  const intentOf = Effect.fnUntraced(function* (operation: string, answer: PaymentIntent, reference?: string) {
    const at = yield* Clock.currentTimeMillis
    const reserved = yield* readable(operation, authorisationOf(answer, at, { reference }))
    return new Intent.Intent({
      id: answer.id,
      provider,
      reference: answer.metadata["reference"] || reference || answer.id,
      amount: yield* amountOf(operation, answer),
      amountFrom: "provider",
      status: answer.status,
      capture: answer.capture_method === "manual" ? "manual" : "automatic",
      state: reserved === undefined ? null : Authorisation.toJson(reserved),
      ...(answer.client_secret === null ? {} : { token: answer.client_secret })
    })
  })

  const intents = Intents.Intents.of({
    capabilities: intentCapabilities,
    create: Effect.fnUntraced(function* (request, { key } = {}) {
      yield* Effect.fromResult(Rules.createIntent(intentCapabilities, request))
      const intent = yield* intentOf("Intents.create", yield* api.create("Intents.create", request, key))
      yield* Effect.fromResult(Rules.statedTotal(common, intent.id, request.amount, intent.amount))
      return intent
    }),
    update: Effect.fnUntraced(function* (intent, change, { key } = {}) {
      yield* Effect.fromResult(Rules.updateIntent(intentCapabilities, intent, change))
      const updated = yield* intentOf("Intents.update", yield* api.update("Intents.update", intent, change, key))
      yield* Effect.fromResult(Rules.statedTotal(common, intent.id, change.amount ?? intent.amount, updated.amount))
      return updated
    }),
    get: (id) => Effect.flatMap(api.get(id), (answer) => intentOf("Intents.get", answer)),
    confirm: Effect.fnUntraced(function* (intent, { key } = {}) {
      yield* Effect.fromResult(Rules.confirmIntent(intentCapabilities, intent))
      // A declined card is where the intent stands afterwards, not an error.
      const answer = yield* Effect.catchTag(api.confirm(intent, key), "Declined", ({ intent }) =>
        Effect.succeed(intent)
      )
      return yield* intentOf("Intents.confirm", answer, intent.reference)
    }),
    cancel: Effect.fnUntraced(function* (intent, { key } = {}) {
      yield* Effect.fromResult(Rules.cancelIntent(intentCapabilities, intent))
      return yield* intentOf("Intents.cancel", yield* api.cancel("Intents.cancel", intent, key))
    })
  })

  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, { key } = {}) {
    const operation = "Sessions.create"
    yield* Effect.fromResult(Rules.createSession(sessionCapabilities, request, yield* Clock.currentTimeMillis))
    const state = yield* Effect.fromResult(
      Result.mapError(
        requestBody(State, defined({ return_url: request.returnUrl })),
        (reason) => new ProviderError.ProviderError({ provider, operation, reason, outcome: "not-executed" })
      )
    )
    const answer = yield* api.create(operation, request, key)
    const stated = yield* amountOf(operation, answer)
    return new Session.Session({
      id: Session.SessionId.make(answer.id),
      provider,
      reference: request.reference,
      amount: yield* Effect.fromResult(Rules.statedTotal(common, answer.id, request.amount, stated)),
      amountFrom: "provider",
      status: request.updatable === false ? "locked" : "open",
      updatable: request.updatable !== false,
      state,
      ...(answer.client_secret === null ? {} : { token: answer.client_secret })
    })
  })

  const change = Effect.fnUntraced(function* (
    operation: string,
    session: Session.Session,
    wanted: Session.SessionChange,
    { key }: Sessions.UpdateOptions
  ) {
    const answer = yield* api.update(operation, session, wanted, key)
    const stated = yield* amountOf(operation, answer)
    return Session.modify(session, {
      amount: yield* Effect.fromResult(Rules.statedTotal(common, session.id, wanted.amount ?? session.amount, stated)),
      amountFrom: "provider",
      ...defined({ token: answer.client_secret ?? undefined })
    })
  })

  const { sessionLock, update } = heldChanges(sessionCapabilities, change)

  const expire: Sessions.SessionExpiry["Service"]["expire"] = Effect.fnUntraced(function* (session, { key } = {}) {
    yield* Effect.fromResult(Rules.expireSession(sessionCapabilities, session))
    yield* api.cancel("SessionExpiry.expire", session, key)
    return Session.modify(session, { status: "cancelled" })
  })

  return Context.make(Intents.Intents, intents).pipe(
    Context.add(Sessions.Sessions, { capabilities: sessionCapabilities, create, update }),
    Context.add(Sessions.SessionLock, sessionLock),
    Context.add(Sessions.SessionExpiry, { expire }),
    Context.merge(modifications.make(client, options.requests))
  )
})

/** {@link make} as a layer. */
export const layer = (
  options: Options
): Layer.Layer<
  Intents.Intents | Sessions.Sessions | Sessions.SessionLock | Sessions.SessionExpiry | modifications.Ports,
  never,
  HttpClient
> => Layer.effectContext(make(options))

export const layerConfig = (options: Config.Wrap<Options>) => Layer.unwrap(Effect.map(Config.unwrap(options), layer))
