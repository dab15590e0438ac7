/**
 * Acquired.com's payment sessions, for Components and the hosted form: `POST` and `PUT /payment-sessions`.
 *
 * Source: Acquired.com, "Components: server-side configuration" (read 2026-11). A limit marked (assumed) stands in no
 * document that we have.
 */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Money, ProviderError, Session } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { AmountTable, Authentication, defined, JsonDecimal, merge, requestBody } from "@paylayer/core/adapter"
import { Body, chosen } from "./acquired/parameters.ts"
import * as PutSession from "./PutSession.ts"

export { parameters } from "./acquired/parameters.ts"
export type { Parameters } from "./acquired/parameters.ts"

/** The name in every session and error of this adapter. */
export const provider = "acquired"

/** Decimal major units; ISO exponents; as many digits as a JSON number keeps; from one minor unit on (assumed). */
export const amounts = AmountTable.make(
  provider,
  AmountTable.iso(
    ["AED", "AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "JPY", "MXN", "SEK", "USD", "ZAR"],
    { maximum: JsonDecimal.maximum }
  )
)

const money = (amount: Money.PositiveMoney) =>
  Result.map(JsonDecimal.toJsonNumber(amount), (number) => ({
    transaction: { amount: number, currency: amount.currency.toLowerCase() }
  }))

const createBody = (request: Session.SessionRequest) =>
  Result.flatMap(money(request.amount), (total) => {
    const back = request.returnUrl === undefined ? {} : { tds: { is_active: true, redirect_url: request.returnUrl } }
    const capture = request.capture === undefined ? {} : { capture: request.capture === "automatic" }
    return requestBody(
      Body,
      merge(back, chosen(request), { transaction: { order_id: request.reference, ...capture } }, total)
    )
  })

const updateBody = (sent: Schema.Json, change: Session.SessionChange) =>
  Result.flatMap(
    change.amount === undefined ? Result.succeed({}) : money(change.amount),
    (total) => {
      const reference = change.reference === undefined ? {} : { transaction: { order_id: change.reference } }
      return requestBody(Body, merge(sent, chosen(change), reference, total))
    }
  )

const ErrorBody = Schema.Struct({
  error_type: Schema.String,
  title: Schema.optionalKey(Schema.String),
  instance: Schema.optionalKey(Schema.String),
  invalid_parameters: Schema.optionalKey(
    Schema.Array(Schema.Struct({ parameter: Schema.String, reason: Schema.String }))
  )
})
const errorBody = (answer: Answer) => Option.getOrUndefined(Schema.decodeUnknownOption(ErrorBody)(answer.body))

const refusals = new Map([
  ["validation", "InvalidRequest"],
  ["bad_request", "InvalidRequest"],
  ["conflict", "InvalidRequest"],
  ["unauthorized", "Unauthenticated"],
  ["forbidden", "Forbidden"],
  ["configuration", "Forbidden"],
  ["not_found", "NotFound"],
  ["internal_server_error", "Unavailable"]
] as const)

const decodeError = (answer: Answer): ProviderError.Reason | undefined => {
  const body = answer.status === 429 ? undefined : errorBody(answer)
  if (body === undefined) return undefined
  const { error_type: code, title, instance, invalid_parameters: parameters = [] } = body
  const tag = refusals.get(code as never) ?? "UnknownCode"
  return tag === "InvalidRequest"
    ? { _tag: tag, code, ...defined({ title, instance }), parameters }
    : { _tag: tag, status: answer.status, code, ...defined({ message: title }) }
}

/** A paid session answers `bad_request`, an expired or unknown one 404 (assumed). */
const refusedUpdate = (answer: Answer) =>
  errorBody(answer)?.error_type === "bad_request" ? "paid" : answer.status === 404 ? "gone" : undefined

export interface Options extends PutSession.ClientOptions {
  readonly appId: string
  readonly appKey: Redacted.Redacted<string>
  readonly environment?: "test" | "live"
  /** Instead of an environment: what stands before `/login`. */
  readonly baseUrl?: string
  readonly companyId?: string
  readonly mid?: string
}

/** Acquired as a profile of `PutSession`. */
export const profile = (options: Options): PutSession.Profile => ({
  provider,
  baseUrl: options.baseUrl ?? `https://${options.environment === "live" ? "api" : "test-api"}.acquired.com/v1`,
  headers: defined({ "company-id": options.companyId, mid: options.mid }),
  login: {
    path: "/login",
    body: { app_id: options.appId, app_key: Redacted.value(options.appKey) },
    secrets: [options.appKey],
    answer: Authentication.AccessToken
  },
  amounts,
  expiry: "10 minutes",
  capture: ["automatic", "manual"],
  create: { path: "/payment-sessions", body: createBody, id: "session_id" },
  update: { path: "/payment-sessions/{id}", body: updateBody, refusal: refusedUpdate },
  decodeError
})

export const make = (options: Options) => PutSession.make(profile(options), options)

export const layer = (options: Options) => PutSession.layer(profile(options), options)

export const layerConfig = (options: Config.Wrap<Options>) =>
  Layer.unwrap(Effect.map(Config.unwrap(options), layer))
