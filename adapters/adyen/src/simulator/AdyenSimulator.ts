/**
 * Adyen's Checkout sessions, simulated: the merchant's server and the browser's side, from its documents (see
 * `assumptions.ts`), with code that shares nothing with the adapter.
 */
import { Assumption, Json, type Provider, type Shopper, Simulation, Truth, type Wire } from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { assumptions, type Positions } from "./assumptions.ts"
import * as browser from "./browser.ts"
import { type Refusal, refusal, toWire } from "./errors.ts"
import * as idempotency from "./idempotency.ts"
import { Ledger } from "./ledger.ts"
import * as names from "./names.ts"
import { Payments } from "./payments.ts"
import * as sessions from "./sessions.ts"
import * as shopper from "./shopper.ts"

export { assumptions, type Positions } from "./assumptions.ts"
export { environmentUrls } from "./browser.ts"
export { currencies } from "./currencies.ts"
export { type DocumentedError, documentedErrors, unknownError } from "./errors.ts"

export interface Credentials {
  readonly apiKey: string
  /** The web service user, for Basic authentication. */
  readonly username: string
  readonly password: string
  /** The browser's: begins with `test_`. */
  readonly clientKey: string
  readonly merchantAccount: string
  /** Hexadecimal; for webhooks. */
  readonly hmacKey: string
}

/** The account that a simulator has unless told otherwise. */
export const credentials: Credentials = {
  apiKey: "AQEsimulated0API0key0that0is0nobodys-c2ltdWxhdGVkIGtleQ==-simulated0suffix",
  username: "ws_simulated@Company.Paylayer",
  password: "simulated0password0of0the0ws0user",
  clientKey: "test_SIMULATED0CLIENT0KEY0OF0PAYLAYER",
  merchantAccount: "PaylayerSimulatedECOM",
  hmacKey: "5EC2E7A1D0C5B94F83612E7A0D9B4C58F1E62A73B08D4C9A57E3F0A1B2C3D4E5"
}

export interface Options {
  readonly credentials?: Credentials
  /** Which requests the API key has no role for: none unless told otherwise. */
  readonly forbidden?: (request: Wire.WireRequest) => boolean
  /** How long a request is under way: its effect is at once, its answer after this. None unless told otherwise. */
  readonly processing?: Duration.Input
  /** How the switches stand that no document decides; as assumed unless told otherwise. */
  readonly assume?: Partial<Positions>
  /** Where the ids come from: the same with the same seed. */
  readonly seed?: number
}

export interface AdyenProvider extends Provider.Provider {
  readonly shopper: Shopper.Shopper["Service"]
}

/** A new account, with nothing in it. */
export const make = (options: Options = {}): Effect.Effect<AdyenProvider> =>
  Effect.map(Clock.Clock, (clock) => {
    const now = () => clock.currentTimeMillisUnsafe()
    const positions = Assumption.positions(assumptions, options.assume)
    const account = options.credentials ?? credentials
    const { forbidden = () => false } = options
    const processing = Duration.toMillis(Duration.fromInputUnsafe(options.processing ?? 0))
    const named = names.make(options.seed ?? 1)
    const ledger = new Ledger(now, named, positions)
    const payments = new Payments(ledger, named, positions)
    const keys = idempotency.make(now, processing, positions)
    const { clientKey, merchantAccount } = account
    const server = { ledger, names: named, positions, now, merchantAccount }
    const browsers = { payments, sessions: ledger.sessions, names: named, positions, clientKey }

    const isAuthenticated = ({ headers }: Wire.WireRequest): boolean => {
      const apiKey = headers["x-api-key"]
      if (apiKey !== undefined) return apiKey === account.apiKey
      const basic = /^Basic +(\S+)$/i.exec(headers["authorization"] ?? "")?.[1]
      const user = basic === undefined ? undefined : Base64.decodeString(basic)
      return user !== undefined && Result.isSuccess(user) && user.success === `${account.username}:${account.password}`
    }

    const route = (request: Wire.WireRequest, path: string): Wire.WireResponse | Refusal => {
      const create = request.method === "POST" && path === "/sessions"
      const id = sessionPath.exec(path)?.[1]
      if (request.method === "GET" && id !== undefined) {
        return answered(200, sessions.result(id, request.query.get("sessionResult"), server))
      }
      if (!create && (request.method !== "PATCH" || id === undefined)) return refusal("noSuchPath", request.path)
      const body = Json.parse(request.body)
      if (!Json.isObject(body)) return refusal("unexpectedInput")
      return create || id === undefined
        ? answered(201, sessions.create(body, server))
        : answered(200, sessions.patch(id, body, server))
    }

    const respond = (request: Wire.WireRequest): Wire.WireResponse => {
      if (request.path.startsWith(browser.root)) return browser.answer(request, browsers)
      const pspReference = named.pspReference()
      const refuse = (refused: Refusal) => withReference(toWire(refused, pspReference), pspReference)
      const path = versionPath.exec(request.path)?.[1]
      if (path === undefined) return refuse(refusal("noSuchPath", request.path))
      if (!isAuthenticated(request)) return toWire(refusal("unauthorised"), pspReference)
      if (forbidden(request)) return refuse(refusal("notAllowed"))
      const content = JSON.stringify([request.method, path, request.body])
      const handle = () => {
        const answer = route(request, path)
        return "error" in answer ? refuse(answer) : withReference(answer, pspReference)
      }
      return keys.answer(request, content, handle, refuse)
    }

    return {
      handler: (request) =>
        Effect.suspend(() => {
          const response = respond(request)
          return processing === 0
            ? Effect.succeed(response)
            : Effect.as(clock.sleep(Duration.millis(processing)), response)
        }),
      truth: Truth.Truth.of({
        sessions: Effect.sync(() => [...ledger.sessions.values()].map((session) => ledger.truthOf(session))),
        authorisations: Effect.sync(() => ledger.authorisations.slice())
      }),
      shopper: shopper.make(ledger, payments)
    }
  })

/** A world of its own with each build. */
export const layer = (options: Options & Simulation.Options = {}): Layer.Layer<Simulation.Controls<AdyenProvider>> =>
  Simulation.layer(make(options), options)

/** Live and Adyen's own demo have `/checkout` before the version, the test platform hasn't. */
const versionPath = /^(?:\/checkout)?\/v72(\/.*)$/
const sessionPath = /^\/sessions\/([^/]+)$/

const answered = (status: number, answer: Result.Result<Json.JsonObject, Refusal>): Wire.WireResponse | Refusal =>
  Result.match(answer, {
    onFailure: (refused): Wire.WireResponse | Refusal => refused,
    onSuccess: (body) => ({
      status,
      headers: { "content-type": "application/json;charset=utf-8" },
      body: Json.stringify(body)
    })
  })

/** Real answers say what the provider calls the request. */
const withReference = (response: Wire.WireResponse, pspReference: string): Wire.WireResponse => ({
  ...response,
  headers: { ...response.headers, pspreference: pspReference }
})
