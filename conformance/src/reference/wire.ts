/** The adapter's reading of `PROTOCOL.md`: requests strict, answers tolerant. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Intent as CoreIntent, ProviderError, RuleViolation, Session, Unrecognised } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { defined, requestBody, retryAfter } from "@paylayer/core/adapter"

export const Amount = Schema.Struct({ value: Schema.Int, currency: Schema.String })

const reference = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(80))
const capture = Schema.Literals(["automatic", "manual"])
const token = Schema.RedactedFromValue(Schema.NonEmptyString)

export const NewSession = Schema.Struct({
  reference,
  amount: Amount,
  final: Schema.Boolean,
  capture,
  expires_at: Schema.optionalKey(Schema.String),
  return_url: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^https:\/\/[^\s/]+/, { expected: "an https URL" }))
  ),
  pre_authorisation: Schema.optionalKey(Schema.Boolean)
})

export const SessionCreated = Schema.Struct({
  id: Session.SessionId,
  reference: Schema.NonEmptyString,
  amount: Amount,
  final: Schema.Boolean,
  expires_at: Schema.DateTimeUtcFromString,
  token
})

export const SessionPatch = Schema.Struct({
  token: Schema.NonEmptyString,
  amount: Schema.optionalKey(Amount),
  reference: Schema.optionalKey(reference),
  final: Schema.optionalKey(Schema.Literal(true))
})

export const SessionPatched = Schema.Struct({
  amount: Amount,
  final: Schema.Boolean,
  reference: Schema.NonEmptyString,
  token
})

/** One of the provider's words as one of ours; any other as it came. */
const word = <const Word extends string>(ours: Readonly<Record<string, Word>>) =>
  Schema.String.pipe(
    Schema.decodeTo(
      Schema.Union([Schema.Literals(Object.values(ours)), Unrecognised.Unrecognised]),
      SchemaTransformation.transform({
        decode: (value) => ours[value] ?? { _tag: "Unrecognised" as const, value },
        encode: (value) => (typeof value === "string" ? value : value.value)
      })
    )
  )

export const SessionResult = Schema.Struct({
  id: Schema.String,
  reference: Schema.String,
  status: word({
    open: "open",
    final: "locked",
    pending: "pending",
    completed: "completed",
    cancelled: "cancelled",
    expired: "expired"
  }),
  payments: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      amount: Amount,
      result: word({ authorised: "authorised", refused: "refused", pending: "pending" })
    })
  )
})

export const NewIntent = Schema.Struct({ reference, amount: Amount, capture })

export const Intent = Schema.Struct({
  id: CoreIntent.IntentId,
  reference: Schema.NonEmptyString,
  amount: Amount,
  status: word({
    requires_payment_method: "requires-payment-method",
    requires_confirmation: "requires-confirmation",
    requires_action: "requires-action",
    processing: "processing",
    requires_capture: "requires-capture",
    succeeded: "succeeded",
    cancelled: "cancelled"
  }),
  capture,
  secret: token
})

/** An answer about this intent: one about another is no answer. */
export const intent = (id: CoreIntent.IntentId | undefined) =>
  id === undefined ? Intent : Intent.check(Schema.makeFilter((answer) => answer.id === id))

export const SessionExpired = (id: Session.SessionId) =>
  Schema.Struct({ id: Schema.Literal(id), status: Schema.Literal("expired") })

/** A request body, or every parameter that is wrong with it. */
export const encode = <A>(
  provider: string,
  operation: string,
  schema: Schema.ConstraintCodec<A, Schema.Json, never, never>,
  value: A
): Effect.Effect<Schema.Json, ProviderError.ProviderError> =>
  Effect.fromResult(
    Result.mapError(
      requestBody(schema, value),
      (reason) => new ProviderError.ProviderError({ provider, operation, reason, outcome: "not-executed" })
    )
  )

const ErrorBody = Schema.Struct({
  error: Schema.Struct({
    code: Schema.String,
    message: Schema.optionalKey(Schema.String),
    parameters: Schema.optionalKey(Schema.Array(Schema.Struct({ name: Schema.String, reason: Schema.String })))
  })
})

const errorOf = (answer: Answer) => {
  const exit = Schema.decodeUnknownExit(ErrorBody)(answer.body)
  return Exit.isSuccess(exit) ? exit.value.error : undefined
}

export const codeOf = (answer: Answer): string | undefined => errorOf(answer)?.code

export const decodeError = (answer: Answer): ProviderError.Reason | undefined => {
  const error = errorOf(answer)
  if (error === undefined) return undefined
  const { code, message, parameters = [] } = error
  const said = { code, ...defined({ message }) }
  switch (code) {
    case "malformed":
    case "invalid":
    case "final":
    case "paid":
    case "token":
    case "state":
    case "expired":
    case "not_possible":
    case "too_much":
      return {
        _tag: "InvalidRequest",
        code,
        ...defined({ title: message }),
        parameters: parameters.map(({ name, reason }) => ({ parameter: name, reason }))
      }
    case "unauthorised":
      return { _tag: "Unauthenticated", ...said }
    case "forbidden":
      return { _tag: "Forbidden", ...said }
    case "not_found":
      return { _tag: "NotFound", ...said }
    case "key_reused":
    case "key_in_use":
      return { _tag: "IdempotencyConflict", ...said }
    case "slow_down":
      return { _tag: "RateLimited", ...defined({ retryAfter: retryAfter(answer) }) }
    case "unavailable":
      return { _tag: "Unavailable", status: answer.status, ...said }
    default:
      return { _tag: "UnknownCode", status: answer.status, ...said }
  }
}

/** A key that is in use leaves open what becomes of the first request under it. */
export const leavesOpen = (reason: ProviderError.Reason): boolean =>
  reason._tag === "IdempotencyConflict" && reason.code === "key_in_use"

/** Which rule of the model a refused PATCH stands for. */
export const violation = (
  session: Session.Session,
  answer: Answer
): RuleViolation.NotUpdatable | RuleViolation.SessionExpired | RuleViolation.ContinuationLost | undefined => {
  const { id } = session
  switch (codeOf(answer)) {
    case "final":
      return new RuleViolation.NotUpdatable({ id, why: "locked", code: "final" })
    case "paid":
      return new RuleViolation.NotUpdatable({ id, why: "completed", code: "paid" })
    case "token":
      return new RuleViolation.ContinuationLost({ id })
    case "expired":
      return new RuleViolation.SessionExpired({ id, ...defined({ expiresAt: session.expiresAt }) })
    default:
      return undefined
  }
}
