/**
 * Adyen, simulated: Checkout's sessions with the browser's side, Checkout's and Classic's modifications, the Customer
 * Area, and webhooks, from its documents (see `assumptions.ts`), with code that shares nothing with the adapter.
 */
import {
  Assumption,
  type BackOffice,
  type Deliveries,
  Json,
  type Provider,
  type Shopper,
  Simulation,
  Truth,
  type Wire
} from "@paylayer/simulator"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { assumptions, type Positions } from "./assumptions.ts"
import * as browser from "./browser.ts"
import * as classic from "./classic/Classic.ts"
import { type Refusal, refusal, toWire } from "./errors.ts"
import * as idempotency from "./idempotency.ts"
import { Ledger } from "./ledger.ts"
import * as backOffice from "./modifications/backOffice.ts"
import * as endpoints from "./modifications/endpoints.ts"
import * as modified from "./modifications/ledger.ts"
import { truthOf } from "./modifications/payment.ts"
import * as webhooks from "./modifications/webhooks.ts"
import * as names from "./names.ts"
import { Payments } from "./payments.ts"
import * as sessions from "./sessions.ts"
import * as shopper from "./shopper.ts"

export { assumptions, type Positions } from "./assumptions.ts"
export { environmentUrls } from "./browser.ts"
export { documentedErrors as documentedClassicErrors } from "./classic/documentedErrors.ts"
export { currencies } from "./currencies.ts"
export { type DocumentedError, documentedErrors, documentedModificationErrors, unknownError } from "./errors.ts"
export type { WebhookOptions } from "./modifications/webhooks.ts"

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
  /** Which requests are about payment details that the account doesn't support: none unless told otherwise. */
  readonly unsupported?: (request: Wire.WireRequest) => boolean
  /** When payments are captured that don't say otherwise; as the switch `capture` stands unless told otherwise. */
  readonly captureDelay?: "immediate" | "manual" | { readonly hours: number }
  /** Whether what a capture leaves can be captured later; given back unless told otherwise. */
  readonly multiplePartialCaptures?: boolean
  /** How long after it was received a modification is decided: 2 seconds unless told otherwise. */
  readonly modificationDelay?: Duration.Input
  /** How long a refund is held before it is decided, during which it can be voided; not held unless told otherwise. */
  readonly refundDelay?: Duration.Input
  /** How long an authorisation is valid: 28 days unless told otherwise. */
  readonly authorisationValidity?: Duration.Input
  /** Whether the account may refund without a payment (Classic); not unless told otherwise. */
  readonly refundWithData?: boolean
  readonly webhooks?: webhooks.WebhookOptions
  /** How long a request is under way: its effect is at once, its answer after this. None unless told otherwise. */
  readonly processing?: Duration.Input
  /** How the switches stand that no document decides; as assumed unless told otherwise. */
  readonly assume?: Partial<Positions>
  /** Where the ids come from: the same with the same seed. */
  readonly seed?: number
}

export interface AdyenProvider extends Provider.Provider {
  readonly shopper: Shopper.Shopper["Service"]
  readonly deliveries: Deliveries.Deliveries["Service"]
  readonly backOffice: BackOffice.BackOffice["Service"]
}

/** A new account, with nothing in it. */
export const make = (options: Options = {}): Effect.Effect<AdyenProvider> =>
  Effect.map(Clock.Clock, (clock) => {
    const now = () => clock.currentTimeMillisUnsafe()
    const positions = Assumption.positions(assumptions, options.assume)
    const account = options.credentials ?? credentials
    const { forbidden = () => false, unsupported = () => false } = options
    const processing = millis(options.processing ?? 0)
    const named = names.make(options.seed ?? 1)
    const { clientKey, merchantAccount } = account
    const modifications = modified.make({
      now,
      names: named,
      positions,
      merchantAccount,
      live: options.webhooks?.live ?? false,
      capture: captureMode(options.captureDelay ?? positions.capture),
      multiplePartialCaptures: options.multiplePartialCaptures ?? false,
      delay: millis(options.modificationDelay ?? "2 seconds"),
      refundDelay: options.refundDelay === undefined ? undefined : millis(options.refundDelay),
      validity: millis(options.authorisationValidity ?? "28 days")
    })
    const ledger = new Ledger(now, named, positions, modifications)
    const payments = new Payments(ledger, named, positions)
    const keys = idempotency.make(now, processing, positions)
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
      const modify = request.method === "POST" ? endpoints.find(path) : undefined
      const patch = request.method === "PATCH" && id !== undefined
      if (!create && !patch && modify === undefined) return refusal("noSuchPath", request.path)
      const body = Json.parse(request.body)
      if (!Json.isObject(body)) return refusal("unexpectedInput")
      if (modify !== undefined) return answered(201, modify(body, { modifications, positions, merchantAccount }))
      return create || id === undefined
        ? answered(201, sessions.create(body, server))
        : answered(200, sessions.patch(id, body, server))
    }

    const answerClassic = classic.make({
      ledger: modifications,
      names: named,
      positions,
      now,
      merchantAccount,
      refundWithData: options.refundWithData ?? false,
      isAuthenticated,
      forbidden,
      unsupported,
      idempotency: keys
    })

    const respond = (request: Wire.WireRequest): Wire.WireResponse => {
      const told = answerClassic(request)
      if (told !== undefined) return told
      if (request.path.startsWith(browser.root)) return browser.answer(request, browsers)
      const pspReference = named.pspReference()
      const refuse = (refused: Refusal) => withReference(toWire(refused, pspReference), pspReference)
      const path = versionPath.exec(request.path)?.[1]
      if (path === undefined) return refuse(refusal("noSuchPath", request.path))
      if (!isAuthenticated(request)) return toWire(refusal("unauthorised"), pspReference)
      if (forbidden(request)) return refuse(refusal("notAllowed"))
      if (unsupported(request)) return refuse(refusal("unsupportedDetails"))
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
        authorisations: Effect.sync(() => modifications.payments().map(truthOf))
      }),
      shopper: shopper.make(ledger, payments),
      deliveries: webhooks.make({ hmacKey: account.hmacKey, ...options.webhooks }, modifications),
      backOffice: backOffice.make(modifications, named, positions)
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
      headers: {
        "content-type": "application/json;charset=utf-8",
        // What the provider calls a modification, it calls the request.
        ...(typeof body["pspReference"] === "string" ? { pspreference: body["pspReference"] } : {})
      },
      body: Json.stringify(body)
    })
  })

/** Real answers say what the provider calls the request. */
const withReference = (response: Wire.WireResponse, pspReference: string): Wire.WireResponse => ({
  ...response,
  headers: { pspreference: pspReference, ...response.headers }
})

const millis = (duration: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

const captureMode = (delay: NonNullable<Options["captureDelay"]>): modified.CaptureMode =>
  delay === "immediate" ? { hours: 0 } : delay
