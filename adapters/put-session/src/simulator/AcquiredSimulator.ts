/**
 * Acquired.com, simulated: log-in, payment sessions and transactions, from its documents (see `assumptions.ts`), with code
 * that shares nothing with the adapter.
 */
import { Assumption, Deliveries, Identifiers, Json, Simulation, Truth } from "@paylayer/simulator"
import type { BackOffice, Provider, Shopper, Wire } from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { created, error, type InvalidParameter, noContent, ok } from "./answers.ts"
import { assumptions, type Positions } from "./assumptions.ts"
import * as backOffice from "./backOffice.ts"
import { Ledger, lifetime, type Session } from "./ledger.ts"
import * as modifications from "./modifications.ts"
import { check, transactionOf, update } from "./parameters.ts"
import * as shopper from "./shopper.ts"
import * as transactionRequests from "./transactionRequests.ts"
import * as webhooks from "./webhooks.ts"

export { assumptions, type Positions } from "./assumptions.ts"

export interface Credentials {
  /** 8 characters. */
  readonly appId: string
  /** 32 characters; webhooks are signed with it too, unless there are keys for that alone. */
  readonly appKey: string
}

/** The account that a simulator has unless told otherwise. */
export const credentials: Credentials = { appId: "simapp01", appKey: "simulated0app0key0of032letters00" }

export interface Options {
  readonly credentials?: Credentials
  /** UUIDs of the account: sent with webhooks, and compared with the headers of requests. */
  readonly companyId?: string
  readonly mid?: string
  /** What webhooks and results are signed with: the app_key unless told. Several: a hash for each, as during a rotation. */
  readonly signingKeys?: ReadonlyArray<string>
  /** How payments by bank end; `settled` and `declined` unless told. */
  readonly bank?: Partial<shopper.Bank>
  /** How the switches stand that no document decides; as assumed unless told otherwise. */
  readonly assume?: Partial<Positions>
  /** Where the ids come from: the same with the same seed. */
  readonly seed?: number
}

export interface AcquiredProvider extends Provider.Provider {
  readonly shopper: Shopper.Shopper["Service"]
  readonly deliveries: Deliveries.Deliveries["Service"]
  readonly backOffice: BackOffice.BackOffice["Service"]
}

/** "expires_in": 3600 seconds. */
const tokenSeconds = 3600

/** A new account, with nothing in it. */
export const make = (options: Options = {}): Effect.Effect<AcquiredProvider> =>
  Effect.map(Clock.Clock, (clock) => {
    const now = () => clock.currentTimeMillisUnsafe()
    const positions = Assumption.positions(assumptions, options.assume)
    const { appId, appKey } = options.credentials ?? credentials
    const ids = Identifiers.make(options.seed ?? 1)
    const account: webhooks.Account = {
      appKey,
      companyId: options.companyId ?? ids.uuid(),
      mid: options.mid ?? ids.uuid(),
      ...(options.signingKeys === undefined ? {} : { signingKeys: options.signingKeys })
    }
    const ledger = new Ledger(now, positions)
    const waiting: Array<Deliveries.Delivery> = []
    const tell = (change: webhooks.StatusUpdate, millis: number): void => {
      waiting.push(webhooks.statusUpdate(account, ids.uuid(), millis, change))
    }
    const changes = modifications.make({ ledger, positions, now, newTransaction: ids.uuid, tell })
    const transactions = transactionRequests.make({ ledger, modifications: changes, positions, mid: account.mid })
    /** Whoever looks or asks finds what time has decided meanwhile. */
    const upToDate = <A>(effect: Effect.Effect<A>): Effect.Effect<A> =>
      Effect.suspend(() => {
        changes.catchUp()
        return effect
      })
    /** Tokens and when they end, in milliseconds since the epoch. */
    const tokens = new Map<string, number>()

    const logIn = (request: Wire.WireRequest, instance: string): Wire.WireResponse => {
      const body = Json.parse(request.body)
      if (!Json.isObject(body)) return notJson(instance)
      const missing = ["app_id", "app_key"].filter((name) => typeof body[name] !== "string" || body[name] === "")
      if (missing.length > 0) return error("validation", instance, missing.map(canNotBeEmpty))
      if (body["app_id"] !== appId || body["app_key"] !== appKey) return error("unauthorized", instance)
      const token = ids.hex(64)
      if (positions.secondLogIn === "ends-older") tokens.clear()
      tokens.set(token, now() + tokenSeconds * 1000)
      return ok({ token_type: "Bearer", expires_in: tokenSeconds, access_token: token })
    }

    const isAuthenticated = ({ headers }: Wire.WireRequest): boolean => {
      const token = /^Bearer +(\S+)$/i.exec(headers["authorization"] ?? "")?.[1]
      const end = token === undefined ? undefined : tokens.get(token)
      return end !== undefined && now() < end
    }

    const isForeign = ({ headers }: Wire.WireRequest): boolean => {
      if (positions.companyAndMid === "ignored") return false
      const { "company-id": companyId = account.companyId, mid = account.mid } = headers
      return companyId.toLowerCase() !== account.companyId || mid.toLowerCase() !== account.mid
    }

    const notJson = (instance: string) =>
      error(positions.notJson === "validation" ? "validation" : "bad_request", instance)

    /** Takes what a session would hold, or answers why not. */
    const take = (
      candidate: Json.JsonObject,
      instance: string,
      session: Session | undefined,
      hold: (parameters: Json.JsonObject) => Wire.WireResponse
    ): Wire.WireResponse => {
      const { invalid, parameters } = check(candidate, positions)
      const changed = session !== undefined && invalid.length === 0 ? refusedChange(session, parameters) : []
      const all = [...invalid, ...changed]
      if (all.length > 0) return error("validation", instance, all)
      const { orderId } = transactionOf(parameters)
      return ledger.isTaken(orderId, session) ? error("conflict", instance, [taken(orderId)]) : hold(parameters)
    }

    const refusedChange = (session: Session, parameters: Json.JsonObject): ReadonlyArray<InvalidParameter> =>
      positions.currencyChange === "refused" &&
      transactionOf(session.parameters).currency !== transactionOf(parameters).currency
        ? [{ parameter: "transaction.currency", reason: "transaction.currency can not be changed" }]
        : []

    const create = (body: Json.JsonObject, instance: string): Wire.WireResponse =>
      take(body, instance, undefined, (parameters) => {
        const { id } = ledger.add(ids.uuid(), parameters)
        return (positions.createStatus === "201" ? created : ok)({ session_id: id })
      })

    const change = (session: Session, body: Json.JsonObject, instance: string): Wire.WireResponse =>
      take(update(session.parameters, body, positions), instance, session, (parameters) => {
        session.parameters = parameters
        if (positions.putExtends === "yes") session.expiresAt = now() + lifetime
        switch (positions.putAnswer) {
          case "status-success":
            return ok({ status: "Success" })
          case "session-id":
            return ok({ session_id: session.id })
          case "no-content":
            return noContent
        }
      })

    const put = (id: string, request: Wire.WireRequest, instance: string): Wire.WireResponse => {
      const session = ledger.sessions.get(id)
      if (session === undefined) return error("not_found", instance)
      if (ledger.isExpired(session)) {
        return error(positions.putOnExpired === "not-found" ? "not_found" : "bad_request", instance)
      }
      if (!isChangeable(session, positions)) return error(onPaid[positions.putOnPaid], instance)
      const body = Json.parse(request.body)
      return Json.isObject(body) ? change(session, body, instance) : notJson(instance)
    }

    const respond = (request: Wire.WireRequest): Wire.WireResponse => {
      const instance = withoutSlash(request.path)
      if (request.method === "POST" && instance === logInPath) return logIn(request, instance)
      if (!isAuthenticated(request)) return error("unauthorized", instance)
      if (isForeign(request)) return error("forbidden", instance)
      if (request.method === "POST" && instance === sessionsPath) {
        const body = Json.parse(request.body)
        return Json.isObject(body) ? create(body, instance) : notJson(instance)
      }
      const id = sessionPath.exec(instance)?.[1]
      if (request.method === "PUT" && id !== undefined) return put(id.toLowerCase(), request, instance)
      return transactions(request, instance) ?? error("not_found", instance)
    }

    const buyer = shopper.make({
      ledger,
      positions,
      bank: { approved: ["settled"], refused: "declined", ...options.bank },
      newTransaction: ids.uuid,
      tell: (change) => {
        changes.catchUp()
        tell(change, now())
        return webhooks.redirect(account, now(), change)
      }
    })
    const hub = backOffice.make({ ledger, modifications: changes, positions })

    return {
      handler: (request) => upToDate(Effect.sync(() => respond(request))),
      isLogIn: (request) => withoutSlash(request.path) === logInPath,
      truth: Truth.Truth.of({
        sessions: Effect.sync(() => [...ledger.sessions.values()].map((session) => ledger.truthOf(session))),
        authorisations: upToDate(Effect.sync(() => ledger.authorisations()))
      }),
      shopper: buyer,
      deliveries: Deliveries.Deliveries.of({ take: upToDate(Effect.sync(() => waiting.splice(0))) }),
      backOffice: { act: (authorisation, act) => upToDate(hub.act(authorisation, act)) }
    }
  })

/** A world of its own with each build. */
export const layer = (options: Options & Simulation.Options = {}): Layer.Layer<Simulation.Controls<AcquiredProvider>> =>
  Simulation.layer(make(options), options)

const logInPath = "/v1/login"
const sessionsPath = "/v1/payment-sessions"
const sessionPath = /^\/v1\/payment-sessions\/([^/]+)$/
/** The plugin for WooCommerce sends one slash more than the one for Magento. */
const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path)

const onPaid = { "bad-request": "bad_request", "not-found": "not_found", conflict: "conflict" } as const

const isChangeable = ({ phase }: Session, { putWhilePaying }: Positions): boolean =>
  phase._tag === "Open" || (putWhilePaying === "accepted" && (phase._tag === "Challenged" || phase._tag === "Pending"))

const canNotBeEmpty = (parameter: string): InvalidParameter => ({ parameter, reason: `${parameter} can not be empty` })

const taken = (orderId: string): InvalidParameter => ({
  parameter: "transaction.order_id",
  reason: `A payment already exists using order_id ${orderId}`
})
