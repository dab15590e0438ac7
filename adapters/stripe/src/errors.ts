/**
 * What Stripe's errors mean. Source: docs.stripe.com/api/errors and /error-codes, read 2026-11; `type` on the wire is one
 * of four.
 */
import type { ProviderError } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { IntentStatus, PaymentIntent } from "./intents/wire.ts"

const ErrorBody = Schema.Struct({
  error: Schema.Struct({
    type: Schema.String,
    code: Schema.optionalKey(Schema.String),
    message: Schema.optionalKey(Schema.String),
    param: Schema.optionalKey(Schema.String),
    payment_intent: Schema.optionalKey(Schema.Struct({ status: IntentStatus }))
  })
})
const decode = Schema.decodeUnknownOption(ErrorBody)

/** The error of an answer, where it is one of Stripe's. */
export const errorOf = (answer: Answer) => Option.getOrUndefined(decode(answer.body))?.error

const Settled = Schema.Struct({ error: Schema.Struct({ payment_intent: PaymentIntent }) })
const decodeSettled = Schema.decodeUnknownOption(Settled)

/** The whole PaymentIntent that a card error carries: where it stands after the decline. */
export const declinedIntent = (answer: Answer): PaymentIntent | undefined =>
  answer.status === 402 ? Option.getOrUndefined(decodeSettled(answer.body))?.error.payment_intent : undefined

export const reason = (answer: Answer): ProviderError.Reason | undefined => {
  const error = errorOf(answer)
  if (error === undefined || answer.status === 429) return undefined
  const { code, message, param, type } = error
  const said = defined({ code, message })
  if (type === "idempotency_error" || answer.status === 409) return { _tag: "IdempotencyConflict", ...said }
  switch (answer.status) {
    case 401:
      return { _tag: "Unauthenticated", ...said }
    case 403:
      return { _tag: "Forbidden", ...said }
    case 404:
      return { _tag: "NotFound", ...said }
  }
  if (answer.status >= 500) return { _tag: "Unavailable", status: answer.status, ...said }
  if (type !== "invalid_request_error") {
    return { _tag: "UnknownCode", status: answer.status, ...defined({ code: code ?? type, message }) }
  }
  return {
    _tag: "InvalidRequest",
    ...defined({ code, title: message }),
    parameters: param === undefined ? [] : [{ parameter: param, reason: message ?? "" }]
  }
}

/** Another request with this key is being executed this moment. */
const keyInUse = "idempotency_key_in_use"

/** Of a key that is in use, an earlier request may be under way still: nobody knows what becomes of it. */
export const leavesOpen = (reason: ProviderError.Reason): boolean =>
  reason._tag === "IdempotencyConflict" && reason.code === keyInUse

/**
 * Whether the same request may be sent again. Stripe's own header decides; without it a key that is in use may be tried
 * again, and an answer that was replayed will be replayed for ever.
 */
export const again = (answer: Answer): boolean | undefined => {
  const advice = answer.headers["stripe-should-retry"]
  if (advice === "true") return true
  if (advice === "false" || answer.headers["idempotent-replayed"] === "true") return false
  return errorOf(answer)?.code === keyInUse ? true : undefined
}
