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
import type { ProviderError } from "@paylayer/core"
import { Session } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { AmountTable, Authentication, defined, JsonDecimal, merge } from "@paylayer/core/adapter"
import { Body, chosen } from "./acquired/parameters.ts"
import * as PutSession from "./PutSession.ts"

export { parameters } from "./acquired/parameters.ts"
export type { Parameters } from "./acquired/parameters.ts"

/** The name in every session and error of this adapter. */
export const provider = "acquired"

/** Decimal major units; ISO exponents; as many digits as a JSON number keeps; from one minor unit on (assumed). */
export const amounts = AmountTable.make(
  provider,
  AmountTable.iso(["AED", "AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "JPY", "MXN", "SEK", "USD", "ZAR"], {
    maximum: JsonDecimal.maximum
  })
)

/** Amount, currency and reference: the model's, whatever an option says. */
const total = ({ amount, reference }: PutSession.Update) =>
  Result.map(JsonDecimal.toJsonNumber(amount), (number) => ({
    transaction: { order_id: reference, amount: number, currency: amount.currency.toLowerCase() }
  }))

const createBody = (request: Session.SessionRequest) => {
  const { capture, returnUrl } = request
  const back = returnUrl === undefined ? {} : { tds: { is_active: true, redirect_url: returnUrl } }
  const how = capture === undefined ? {} : { transaction: { capture: capture === "automatic" } }
  return Result.map(total(request), (total) => merge(back, chosen(request), how, total))
}

const updateBody = (sent: Body, update: PutSession.Update) =>
  Result.map(total(update), (total) => merge(sent, chosen(update), total))

const SessionCreated = Schema.Struct({ id: Session.SessionId }).pipe(Schema.encodeKeys({ id: "session_id" }))

const text = Schema.optionalKey(Schema.NullOr(Schema.String))
const ErrorBody = Schema.Struct({
  error_type: Schema.String,
  title: text,
  instance: text,
  invalid_parameters: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Schema.Struct({ parameter: Schema.String, reason: Schema.String })))
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

/** What a type that no document names means by its status; its name is kept all the same. */
const byStatus = (status: number) =>
  status === 401 ? "Unauthenticated" : status >= 500 ? "Unavailable" : "UnknownCode"

const decodeError = (answer: Answer): ProviderError.Reason | undefined => {
  const { status } = answer
  const body = status === 429 ? undefined : errorBody(answer)
  if (body === undefined) return undefined
  const { error_type: code, invalid_parameters: parameters } = body
  const [title, instance] = [body.title ?? undefined, body.instance ?? undefined]
  const tag = refusals.get(code as never) ?? byStatus(status)
  if (tag === "InvalidRequest")
    return { _tag: tag, code, ...defined({ title, instance }), parameters: parameters ?? [] }
  const named = { code, ...defined({ message: title }) }
  return tag === "Unavailable" || tag === "UnknownCode" ? { _tag: tag, status, ...named } : { _tag: tag, ...named }
}

/** A paid session answers `bad_request`, an expired or unknown one 404 (assumed). */
const refusedUpdate = (answer: Answer): PutSession.Refusal | undefined =>
  errorBody(answer)?.error_type === "bad_request" ? "closed" : answer.status === 404 ? "gone" : undefined

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
export const profile = (options: Options): PutSession.Profile<Body> => ({
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
  parameters: Body,
  create: { path: "/payment-sessions", body: createBody, answer: SessionCreated },
  update: { path: "/payment-sessions/{id}", body: updateBody, refusal: refusedUpdate },
  decodeError
})

export const make = (options: Options) => PutSession.make(profile(options), options)

export const layer = (options: Options) => PutSession.layer(profile(options), options)

export const layerConfig = (options: Config.Wrap<Options>) => Layer.unwrap(Effect.map(Config.unwrap(options), layer))
