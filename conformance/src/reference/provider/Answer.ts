/** What goes back over the wire: an object, or one row of the table of errors. */
import type { Wire } from "@paylayer/simulator"
import * as Result from "effect/Result"

/** One parameter that won't do, by its path in the body. */
export interface Problem {
  readonly name: string
  readonly reason: string
}

const errors = {
  malformed: { status: 400, message: "The body is not JSON." },
  unauthorised: { status: 401, message: "The key is missing or wrong." },
  forbidden: { status: 403, message: "The key may not do this." },
  not_found: { status: 404, message: "There is no such object." },
  key_reused: { status: 409, message: "The idempotency key was used for other content." },
  key_in_use: { status: 409, message: "A request with this idempotency key is under way." },
  final: { status: 409, message: "The session's amount is final." },
  paid: { status: 409, message: "The session is pending, completed or cancelled." },
  token: { status: 409, message: "The token is missing, stale, or another session's." },
  state: { status: 409, message: "The intent's state does not allow it." },
  not_possible: { status: 409, message: "The payment does not allow this modification." },
  too_much: { status: 409, message: "It is more than is left to capture or to refund." },
  expired: { status: 410, message: "The session's time is over." },
  invalid: { status: 422, message: "Parameters are invalid." },
  slow_down: { status: 429, message: "Too many requests." },
  unavailable: { status: 503, message: "Try again later." }
} as const

export type Code = keyof typeof errors
export const codes = Object.keys(errors) as ReadonlyArray<Code>

/** What has become of a payment that it doesn't allow a modification. */
export type Why =
  | "captured"
  | "cancelled"
  | "expired"
  | "closed"
  | "not_captured"
  | "refunded"
  | "not_a_pre_authorisation"

export interface Refusal {
  readonly code: Code
  /** Only with `invalid`. */
  readonly parameters?: ReadonlyArray<Problem>
  /** Only with `not_possible` and `too_much`. */
  readonly why?: Why
}

/** What a payment answers to a modification that it doesn't allow. */
export interface Objection extends Refusal {
  readonly code: "not_possible" | "too_much"
  readonly why: Why
}

export const refuse = (code: Exclude<Code, "invalid" | Objection["code"]>): Result.Result<never, Refusal> =>
  Result.fail({ code })
export const object = (code: Objection["code"], why: Why): Result.Result<never, Objection> => Result.fail({ code, why })
export const invalid = (parameters: ReadonlyArray<Problem>): Result.Result<never, Refusal> =>
  Result.fail({ code: "invalid", parameters })

export interface Success {
  readonly status: 200 | 201
  readonly body: object
}
export const ok = (body: object): Success => ({ status: 200, body })
export const created = (body: object): Success => ({ status: 201, body })

export type Answer = Result.Result<Success, Refusal>

const json = (status: number, body: object): Wire.WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body)
})

/** An error as it is sent, of this table or of none. */
export const error = (
  status: number,
  code: string,
  message: string,
  details: Omit<Refusal, "code"> = {}
): Wire.WireResponse => json(status, { error: { code, message, ...details } })

export const toRefused = ({ code, ...details }: Refusal): Wire.WireResponse =>
  error(errors[code].status, code, errors[code].message, details)

export const toWire = (answer: Answer): Wire.WireResponse =>
  Result.match(answer, { onSuccess: ({ body, status }) => json(status, body), onFailure: toRefused })
