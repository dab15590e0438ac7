/** What Stripe answers when it refuses. Texts as recorded from the sandbox (2026-09, API 2026-08-26.dahlia) unless told. */
import type { Wire } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"

export type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error"

export interface Refusal {
  readonly status: number
  readonly type: ErrorType
  readonly message: string
  readonly code?: string
  readonly param?: string
  /** What else the error says: `decline_code`, `charge`, the whole `payment_intent`. */
  readonly more?: Readonly<Record<string, unknown>>
  /** Whether the endpoint had begun to execute, so that the answer is kept under its key. */
  readonly executed: boolean
  /** Whether no document shows this error: its text is a guess, and a switch. */
  readonly unseen?: true
  readonly headers?: Readonly<Record<string, string>>
}

type Details = Partial<Pick<Refusal, "code" | "param" | "more" | "unseen">>

/** What is wrong with the parameters: found before anything is executed. */
export const invalid = (message: string, details: Details = {}): Refusal => ({
  status: 400,
  type: "invalid_request_error",
  message,
  executed: false,
  ...details
})

/** What the state of things does not allow. */
export const forbidden = (message: string, details: Details = {}): Refusal => ({
  ...invalid(message, details),
  executed: true
})

/** The same, where no document shows what Stripe says. */
export const unseen = (message: string, param?: string, code?: string): Refusal =>
  forbidden(message, {
    unseen: true,
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code })
  })

export const missing = (param: string): Refusal =>
  invalid(`Missing required param: ${param}.`, { code: "parameter_missing", param })

export const unknownParameter = (param: string): Refusal =>
  invalid(`Received unknown parameter: ${param}`, { code: "parameter_unknown", param })

export const invalidInteger = (param: string, value: string): Refusal =>
  invalid(`Invalid integer: ${value}`, { code: "parameter_invalid_integer", param })

/** "This value must be greater than or equal to 1." */
export const below = (param: string, minimum: number): Refusal =>
  invalid(`This value must be greater than or equal to ${minimum}.`, { code: "parameter_invalid_integer", param })

/** Widely quoted, not in our recordings. */
export const empty = (param: string): Refusal =>
  invalid(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a field; however '${param}' ` +
      `cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    { code: "parameter_invalid_empty", param }
  )

/** As for a refund's reason: "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer". */
export const notOneOf = (param: string, values: ReadonlyArray<string>): Refusal => {
  const list = values.length < 3 ? values.join(" or ") : `${values.slice(0, -1).join(", ")}, or ${values.at(-1)}`
  return invalid(`Invalid ${param}: must be one of ${list}`, { param })
}

/** An object that is named in the URL. */
export const noSuch = (what: string, id: string, param: string, positions: Positions): Refusal => ({
  ...invalid(`No such ${what}: '${id}'`, { code: "resource_missing", param }),
  status: 404,
  executed: positions.limitsUnderKey === "kept"
})

/** An object that a parameter names. */
export const noSuchReferred = (what: string, id: string, param: string): Refusal =>
  forbidden(`No such ${what}: '${id}'`, { code: "resource_missing", param, unseen: true })

export const unauthenticated = (key: string | undefined): Refusal => ({
  status: 401,
  type: "invalid_request_error",
  message:
    key === undefined
      ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth " +
        "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we " +
        "can help at https://support.stripe.com/."
      : `Invalid API Key provided: ${key.startsWith("sk_test_") ? "sk_test_***" : "***"}`,
  executed: false
})

export const unrecognisedUrl = (method: string, path: string): Refusal => ({
  ...invalid(
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`
  ),
  status: 404
})

/** Stripe has it, this simulator hasn't: better said aloud than left out. */
export const notSimulated = (param: string): Refusal =>
  invalid(`(simulator) ${param} is not simulated`, { code: "sim_not_simulated", param })

export const keyReused = (key: string): Refusal => ({
  status: 400,
  type: "idempotency_error",
  message:
    "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
    `Try using a key other than '${key}' if you meant to execute a different request.`,
  executed: false
})

export const keyInUse = (key: string, { inFlightType }: Pick<Positions, "inFlightType">): Refusal => ({
  status: 409,
  type: inFlightType,
  code: "idempotency_key_in_use",
  message:
    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, " +
    `and the other request is still going through): ${key}. Please try again later.`,
  executed: false
})

/** The answer's body; members in alphabetical order, absent ones left out. */
export const toWire = (refusal: Refusal, requestId: string, positions: Positions): Wire.WireResponse => {
  const guessed = refusal.unseen === true
  const code = guessed && positions.unseenCodes === "others" ? "sim_unseen" : refusal.code
  const message = guessed && positions.unseenTexts === "others" ? "(words that no document shows)" : refusal.message
  const error: Record<string, unknown> = {
    ...(code === undefined ? {} : { code, doc_url: docUrl(code) }),
    message,
    ...(refusal.param === undefined ? {} : { param: refusal.param }),
    type: refusal.type,
    ...refusal.more,
    ...(refusal.status === 401 ? {} : { request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` })
  }
  const sorted = Object.fromEntries(Object.entries(error).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { status: refusal.status, headers: refusal.headers ?? {}, body: JSON.stringify({ error: sorted }, null, 2) }
}

const docUrl = (code: string): string => `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`
