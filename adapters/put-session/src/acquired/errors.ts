/** What Acquired.com's refusals mean. Source: "HTTP responses" of its reference, read 2026-11. */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { ProviderError } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"

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

export const decodeError = (answer: Answer): ProviderError.Reason | undefined => {
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
export const refusedUpdate = (answer: Answer): "closed" | "gone" | undefined =>
  errorBody(answer)?.error_type === "bad_request" ? "closed" : answer.status === 404 ? "gone" : undefined

/** Ours is an amount that the currency has, and above zero: where only the amount is wrong, it is too large (assumed). */
export const refusedAmount = (answer: Answer): "exceeds" | undefined => {
  const { error_type, invalid_parameters } = errorBody(answer) ?? {}
  const named = invalid_parameters ?? []
  return error_type === "validation" && named.length > 0 && named.every(({ parameter }) => parameter === "amount")
    ? "exceeds"
    : undefined
}
