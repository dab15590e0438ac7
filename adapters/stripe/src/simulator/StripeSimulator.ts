/**
 * Stripe, simulated: PaymentIntents and Checkout Sessions, and what becomes of their money, over its form-encoded wire,
 * from its documents and recordings (see `assumptions.ts`), with code that shares nothing with the adapter.
 */
import { Assumption, type BackOffice, Deliveries, Identifiers, Simulation, Truth } from "@paylayer/simulator"
import type { Provider, Shopper, Wire } from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { assumptions, type Positions } from "./assumptions.ts"
import * as endpoints from "./endpoints.ts"
import * as events from "./events.ts"
import * as form from "./form.ts"
import * as Idempotency from "./idempotency.ts"
import { sum } from "./items.ts"
import * as ledger from "./ledger.ts"
import * as backOffice from "./modifications/backOffice.ts"
import * as refusals from "./refusals.ts"
import * as shopper from "./shopper.ts"
import { sweep } from "./time.ts"

export { assumptions, type Positions } from "./assumptions.ts"
export { type DocumentedError, documentedErrors } from "./documentedErrors.ts"

export interface Credentials {
  /** `sk_test_` and letters and digits. */
  readonly secretKey: string
  /** `whsec_…`: webhooks are signed with it. */
  readonly webhookSecret: string
}

/** The account that a simulator has unless told otherwise. */
export const credentials: Credentials = {
  secretKey: "sk_test_Simulated0key0of24signs0",
  webhookSecret: "whsec_Simulated0webhook0secret0of0letters"
}

/** The version of npm stripe 23.1.0. */
export const defaultApiVersion = "2026-10-28.endive"

export interface Options {
  readonly credentials?: Credentials
  /** The version of requests that name none, and of events. */
  readonly apiVersion?: string
  /** The version that events name where it is another one: an endpoint can have its own. */
  readonly eventVersion?: string
  /** Webhooks are signed with these secrets, too: while one is being replaced, the older one goes on for a time. */
  readonly olderSecrets?: ReadonlyArray<string>
  /**
   * What the account and its cards offer to payments that ask for it with `request_…=if_available`; nothing unless
   * told otherwise. Where the account is `not-eligible`, asking is an error.
   */
  readonly features?: Partial<ledger.CardFeatures> | "not-eligible"
  /** How long refunds are `pending` before they succeed; not at all unless told otherwise. In whole seconds. */
  readonly refundsPendFor?: Duration.Input
  /** What the provider adds to the items of every Checkout Session; nothing unless told otherwise. */
  readonly tax?: ledger.Tax
  /** How long a request is executed: meanwhile another one with its key is refused. No time unless told otherwise. */
  readonly latency?: { readonly within?: Duration.Input }
  /** How the switches stand that no document decides; as assumed unless told otherwise. */
  readonly assume?: Partial<Positions>
  /** Where the ids come from: the same with the same seed. */
  readonly seed?: number
}

export interface StripeProvider extends Provider.Provider {
  readonly shopper: Shopper.Shopper["Service"]
  readonly deliveries: Deliveries.Deliveries["Service"]
  readonly backOffice: BackOffice.BackOffice["Service"]
}

/** A new account, with nothing in it. */
export const make = (options: Options = {}): Effect.Effect<StripeProvider> =>
  Effect.map(Clock.Clock, (clock) => {
    const now = () => clock.currentTimeMillisUnsafe()
    const positions = Assumption.positions(assumptions, options.assume)
    const { secretKey, webhookSecret } = options.credentials ?? credentials
    const apiVersion = options.apiVersion ?? defaultApiVersion
    const within = Duration.fromInputUnsafe(options.latency?.within ?? 0)
    const newId = ledger.newIdWith(Identifiers.make(options.seed ?? 1))
    const idempotency = Idempotency.make(positions)
    const waiting: Array<() => Deliveries.Delivery> = []
    const eventVersion = options.eventVersion ?? apiVersion
    const endpoint: events.Endpoint = {
      secrets: [webhookSecret, ...(options.olderSecrets ?? [])],
      apiVersion: eventVersion
    }
    const { refundsPendFor } = options
    const account: ledger.Account = {
      positions,
      eventVersion,
      offered: options.features ?? {},
      refundsPendFor:
        refundsPendFor === undefined
          ? undefined
          : Math.ceil(Duration.toSeconds(Duration.fromInputUnsafe(refundsPendFor))),
      tax: options.tax,
      intents: new Map(),
      sessions: new Map(),
      charges: new Map(),
      refunds: new Map(),
      products: new Map(),
      methods: new Map(),
      refundManners: new Map(),
      now,
      newId,
      tell: (type, object, cause, previous) => {
        const sent = Math.floor(now() / 1000)
        waiting.push(events.delivery(endpoint, sent, { id: newId("evt_1", 23), type, object, cause, previous }))
      }
    }
    const expire = () => sweep(account)

    /** What came, if it may be executed at all. */
    const read = (request: Wire.WireRequest): Result.Result<endpoints.Route, refusals.Refusal> => {
      const key = /^Bearer +(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1]
      if (key !== secretKey) return Result.fail(refusals.unauthenticated(key))
      const version = request.headers["stripe-version"]
      if (version !== undefined && !isVersion(version) && positions.malformedVersion === "refused") {
        return Result.fail(refusals.invalid(`Invalid Stripe API version: ${version}`, { unseen: true }))
      }
      const route = endpoints.find(request.method, request.path)
      if (route === undefined) return Result.fail(refusals.unrecognisedUrl(request.method, request.path))
      return isForm(request) ? Result.succeed(route) : Result.fail(notForm)
    }

    const execute = (
      route: endpoints.Route,
      call: Omit<endpoints.Call, "account">
    ): Result.Result<object, refusals.Refusal> => {
      expire()
      return route({ ...call, account })
    }

    const respond = (request: Wire.WireRequest, requestId: string): Effect.Effect<Wire.WireResponse> => {
      const refuse = (refusal: refusals.Refusal) => refusals.toWire(refusal, requestId, positions)
      const route = read(request)
      if (Result.isFailure(route)) return Effect.succeed(refuse(route.failure))
      const given = form.parse(request.method === "POST" ? new URLSearchParams(request.body) : request.query)
      const asked = request.headers["stripe-version"]
      const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined
      const call = {
        form: given,
        cause: { id: requestId, idempotencyKey: key ?? null },
        version: asked !== undefined && isVersion(asked) ? asked : apiVersion
      }
      const keyed = key === undefined ? undefined : { key, endpoint: request.path, parameters: form.canonical(given) }
      const verdict = keyed === undefined ? undefined : idempotency.begin(keyed, now())
      if (verdict?._tag === "Refuse") return Effect.succeed(refuse(verdict.refusal))
      if (verdict?._tag === "Replay") return Effect.succeed(verdict.response)

      const executed = Effect.sync(() => {
        const result = execute(route.success, call)
        const response = Result.isSuccess(result) ? ok(result.success) : refuse(result.failure)
        if (keyed !== undefined) {
          idempotency.end(keyed, requestId, response, Result.isSuccess(result) || result.failure.executed)
        }
        return response
      })
      return Duration.isZero(within) ? executed : Effect.andThen(clock.sleep(within), executed)
    }

    return {
      handler: (request) =>
        Effect.suspend(() => {
          const requestId = newId("req_", 14)
          const version = request.headers["stripe-version"]
          const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined
          return Effect.map(respond(request, requestId), ({ body, headers, status }) => ({
            status,
            headers: {
              "content-type": "application/json",
              "request-id": requestId,
              "stripe-version": version !== undefined && isVersion(version) ? version : apiVersion,
              ...(key === undefined ? {} : { "idempotency-key": key }),
              ...headers
            },
            body
          }))
        }),
      truth: Truth.Truth.of({
        sessions: Effect.sync(() => {
          expire()
          return truthOf(account)
        }),
        authorisations: Effect.sync(() => {
          expire()
          return Array.from(account.intents.values(), ledger.truthOfAuthorisation).filter((one) => one !== undefined)
        })
      }),
      shopper: shopper.make(account, expire),
      deliveries: Deliveries.Deliveries.of({
        take: Effect.sync(() => {
          expire()
          return waiting.splice(0).map((signed) => signed())
        })
      }),
      backOffice: backOffice.make(account, expire)
    }
  })

/** A world of its own with each build. `latency` has the way there and back, and the time `within` the provider. */
export const layer = (options: Options & Simulation.Options = {}): Layer.Layer<Simulation.Controls<StripeProvider>> =>
  Simulation.layer(make(options), options)

const truthOf = (account: ledger.Account): ReadonlyArray<Truth.SessionTruth> => [
  ...Array.from(account.intents.values())
    .filter(({ session }) => session === undefined)
    .map(ledger.truthOfIntent),
  ...Array.from(account.sessions.values(), (session) =>
    ledger.truthOfSession(session, sum(session.items, account.tax).total)
  )
]

const isVersion = (version: string): boolean => /^\d{4}-\d{2}-\d{2}(?:\.[a-z]+)?$/.test(version)

const ok = (body: object): Wire.WireResponse => ({ status: 200, headers: {}, body: JSON.stringify(body, null, 2) })

const isForm = ({ body, headers, method }: Wire.WireRequest): boolean =>
  method !== "POST" || body === "" || (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")

/** Widely quoted. */
const notForm = refusals.invalid(
  "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, " +
    "we can help at https://support.stripe.com/."
)
