/**
 * The reference provider: a payment provider in memory, as its document (`../PROTOCOL.md`) has it, and by nothing else.
 * It knows neither the adapter nor `@paylayer/core`.
 */
import { Simulation, Truth } from "@paylayer/simulator"
import type { BackOffice as Office, Deliveries, Provider, Shopper, Wire } from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Account from "./Account.ts"
import * as Answer from "./Answer.ts"
import * as BackOffice from "./BackOffice.ts"
import * as Browser from "./Browser.ts"
import * as Idempotency from "./Idempotency.ts"
import * as Intents from "./Intents.ts"
import * as Ledger from "./Ledger.ts"
import * as Payment from "./Payment.ts"
import * as Payments from "./Payments.ts"
import * as Session from "./Session.ts"
import * as Sessions from "./Sessions.ts"

export { type DocumentedError, documentedErrors, unknownError } from "./documentedErrors.ts"

/** The key that is taken, and the secret that events are signed with, unless told otherwise. */
export const credentials = {
  key: "ref_secret_8d41c7f0a95e4b26",
  signingSecret: "ref_signing_3b9f60d2e7a8415c"
} as const

export interface Options {
  /** The bearer key; `credentials.key` unless told otherwise. */
  readonly key?: string
  /** Which requests the key may not make: none unless told otherwise. */
  readonly forbidden?: (request: Wire.WireRequest) => boolean
  /** How long a request is under way: its effect is at once, its answer after this. None unless told otherwise. */
  readonly latency?: Duration.Input
  /** When modifications that come over the API are decided: `"later"` unless told otherwise, 2 seconds after they came. */
  readonly decides?: Account.Decides
  /**
   * Against what a modification is held that is decided later: the payment as it is then (`"when-decided"`), unless a
   * mutant wants it wrong.
   */
  readonly checks?: Account.Checks
  /** What events are signed with, two secrets during a rotation; `credentials.signingSecret` unless told otherwise. */
  readonly secrets?: readonly [string] | readonly [string, string]
  /** How many events go into one delivery at most, one or more; 1 unless told otherwise. */
  readonly batch?: number
}

export interface ReferenceProvider extends Provider.Provider {
  readonly shopper: Shopper.Shopper["Service"]
  readonly deliveries: Deliveries.Deliveries["Service"]
  readonly backOffice: Office.BackOffice["Service"]
}

export const make = Effect.fnUntraced(function* (options: Options = {}) {
  const clock = yield* Clock.Clock
  const {
    batch = 1,
    checks = "when-decided",
    decides = "later",
    forbidden = () => false,
    key = credentials.key
  } = options
  const { secrets = [credentials.signingSecret] } = options
  const latency = Duration.fromInputUnsafe(options.latency ?? 0)

  const ledger = Ledger.make({
    batch,
    clock: () => Math.floor(clock.currentTimeMillisUnsafe()),
    checks,
    decides,
    secrets
  })
  const { now } = ledger.agenda
  const idempotency = Idempotency.make(Duration.toMillis(latency))
  const sessions = Sessions.make(ledger)
  const intents = Intents.make(ledger)
  const payments = Payments.make(ledger)

  const browser = Browser.make(ledger)
  const shopperOf = (id: string) => (intents.has(id) ? intents.shopper : browser)

  const route = (method: string, path: string, asked: Sessions.Asked): Answer.Answer => {
    const [root, version, collection, id, ...more] = path.split("/")
    if (root !== "" || version !== "v1") return Answer.refuse("not_found")
    if (id === undefined) {
      switch (`${method} ${collection}`) {
        case "POST sessions":
          return sessions.create(asked)
        case "POST intents":
          return intents.create(asked)
        case "GET payments":
          return payments.list(asked)
        default:
          return Answer.refuse("not_found")
      }
    }
    switch (`${method} ${[collection, "{id}", ...more].join("/")}`) {
      case "PATCH sessions/{id}":
        return sessions.update(id, asked)
      case "POST sessions/{id}/expire":
        return sessions.expire(id, asked)
      case "GET sessions/{id}/result":
        return sessions.result(asked)
      case "POST intents/{id}":
        return intents.update(id, asked)
      case "POST intents/{id}/confirm":
        return intents.confirm(id, asked)
      case "POST intents/{id}/cancel":
        return intents.cancel(id, asked)
      case "GET intents/{id}":
        return intents.get(id)
      case "GET payments/{id}":
        return payments.get(id)
      case "POST payments/{id}/adjustments":
        return payments.adjust(id, asked)
      case "POST payments/{id}/captures":
        return payments.capture(id, asked)
      case "POST payments/{id}/cancellations":
        return payments.cancel(id, asked)
      case "POST payments/{id}/refunds":
        return payments.refund(id, asked)
      case "POST payments/{id}/reversals":
        return payments.reverse(id, asked)
      default:
        return Answer.refuse("not_found")
    }
  }

  const answer = (request: Wire.WireRequest): Wire.WireResponse => {
    if (request.headers["authorization"] !== `Bearer ${key}`) return Answer.toRefused({ code: "unauthorised" })
    const asked = { body: request.body, query: request.query, now: now() }
    return idempotency.answer(request, asked.now, () =>
      forbidden(request) ? Answer.refuse("forbidden") : route(request.method, request.path, asked)
    )
  }

  const provider: ReferenceProvider = {
    handler: (request) =>
      Effect.suspend(() => {
        const response = answer(request)
        return Duration.isZero(latency) ? Effect.succeed(response) : Effect.as(clock.sleep(latency), response)
      }),
    truth: Truth.Truth.of({
      sessions: Effect.sync(() => {
        const at = now()
        return [...Array.from(ledger.sessions.values(), (session) => Session.toTruth(session, at)), ...intents.truth()]
      }),
      authorisations: Effect.sync(() => {
        now()
        return Array.from(ledger.account.payments.values(), Payment.toTruth)
      })
    }),
    shopper: {
      open: (checkout) => shopperOf(checkout.id).open(checkout),
      submit: (checkout, manner) => shopperOf(checkout.id).submit(checkout, manner),
      settle: (id, approved) => shopperOf(id).settle(id, approved)
    },
    deliveries: { take: Effect.sync(() => ledger.events.take(now())) },
    backOffice: BackOffice.make(ledger)
  }
  return provider
})

/** Its world: a fresh provider with each build. */
export const layer = (
  options?: Options,
  simulation?: Simulation.Options
): Layer.Layer<Simulation.Controls<ReferenceProvider>> => Simulation.layer(make(options), simulation)
