/**
 * What Adyen's errors mean.
 *
 * Source: the `ServiceError` of Adyen's OpenAPI `CheckoutService-v72` of 2026-07-01 and its examples;
 * docs.adyen.com/development-resources/error-codes and /api-idempotency; collected 2026-11-22. A code that stands in
 * no table is kept as it came, and the status alone says what it means.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { ProviderError } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"

const ServiceError = Schema.Struct({
  errorCode: Schema.NonEmptyString,
  message: Schema.optionalKey(Schema.String),
  pspReference: Schema.optionalKey(Schema.String)
})

/** What Adyen said of a refusal; nothing where the answer is not Adyen's own. */
const serviceError = (answer: Answer) => Option.getOrUndefined(Schema.decodeUnknownOption(ServiceError)(answer.body))

export const codeOf = (answer: Answer): string | undefined => serviceError(answer)?.errorCode

/** Which parameter an invalid request was about, where the message does not name it. */
const invalid: ReadonlyMap<string, string | undefined> = new Map([
  ["100", undefined],
  ["101", undefined],
  ["103", undefined],
  ["106", undefined],
  ["130", undefined],
  ["137", undefined],
  ["138", "amount.currency"],
  ["140", undefined],
  ["164", "captureDelayHours"],
  ["166", "amount"],
  ["168", undefined],
  ["192", undefined],
  ["198", "reference"],
  ["200", undefined],
  ["217", undefined],
  ["218", undefined],
  ["700", undefined],
  ["702", undefined],
  ["902", undefined],
  ["908", undefined],
  ["916", "amount"],
  ["919", undefined],
  ["920", "amount"],
  ["1002", "additionalData.authorisationType"],
  ["14_008", undefined],
  ["14_012", undefined],
  ["14_018", undefined],
  ["14_030", "returnUrl"],
  ["29_001", undefined],
  ["29_100", undefined]
])

/** All others, by what is done about them. */
const refusals: ReadonlyMap<
  string,
  "Unauthenticated" | "Forbidden" | "NotFound" | "IdempotencyConflict" | "Unavailable"
> = new Map([
  // "Original pspReference required for this operation", and one that is "invalid for this environment".
  ["167", "NotFound"],
  ["906", "NotFound"],
  ["000", "Unauthenticated"],
  ["010", "Forbidden"],
  ["901", "Forbidden"],
  // Not something that this account is set up for: nothing that a request could say better.
  ["905", "Forbidden"],
  ["905_1", "Forbidden"],
  ["704", "IdempotencyConflict"],
  ["701", "Unavailable"],
  ["703", "Unavailable"],
  ["903", "Unavailable"]
])

const named = /(?:[Ff]ield|object) '([^']+)'|Invalid field (\S+)/

/** Why, in the model's words. */
export const reason = (answer: Answer): ProviderError.Reason | undefined => {
  const error = answer.status === 429 ? undefined : serviceError(answer)
  if (error === undefined) return undefined
  const { errorCode: code, message, pspReference: instance } = error
  if (invalid.has(code)) {
    const [, quoted, bare] = named.exec(message ?? "") ?? []
    const parameter = quoted ?? bare ?? invalid.get(code)
    return {
      _tag: "InvalidRequest",
      code,
      ...defined({ title: message, instance }),
      parameters: parameter === undefined ? [] : [{ parameter, reason: message ?? "refused" }]
    }
  }
  const _tag = refusals.get(code) ?? byStatus(answer.status)
  return { _tag, status: answer.status, code, ...defined({ message }) }
}

/**
 * "Request already processed or in progress" (704) is about the first request under the key: this one did nothing, but
 * what became of that one nobody knows yet.
 */
export const inProgress = (reason: ProviderError.Reason): boolean =>
  reason._tag === "IdempotencyConflict" && reason.code === "704"

const byStatus = (status: number): "Unauthenticated" | "Forbidden" | "Unavailable" | "UnknownCode" => {
  if (status >= 500) return "Unavailable"
  return status === 401 ? "Unauthenticated" : status === 403 ? "Forbidden" : "UnknownCode"
}

/**
 * Whether the same request may be sent again: Adyen says so in the header `transient-error`. An error of Adyen's own
 * without it stays what it is, since a key replays it; where the answer is a gateway's, or busy, the status decides.
 */
export const again = (answer: Answer): boolean | undefined => {
  const transient = answer.headers["transient-error"]?.trim().toLowerCase()
  if (transient !== undefined) return transient === "true"
  const code = codeOf(answer)
  if (code === "703") return true
  return code !== undefined && answer.status >= 500 && answer.status !== 503 ? false : undefined
}
