/** What Acquired.com answers: bodies and titles of its reference, "HTTP responses" and "Handling errors". */
import { Json, type Wire } from "@paylayer/simulator"

export interface InvalidParameter {
  /** With dots, from the root of the body: `transaction.order_id`. */
  readonly parameter: string
  readonly reason: string
}

const answer = (status: number, body: unknown): Wire.WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body)
})

export const ok = (body: unknown): Wire.WireResponse => answer(200, body)
export const created = (body: unknown): Wire.WireResponse => answer(201, body)
/** With its numbers as they are written. */
export const json = (status: number, body: Json.JsonObject): Wire.WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: Json.stringify(body)
})
export const noContent: Wire.WireResponse = { status: 204, headers: {}, body: "" }

/** The seven errors that the reference names; `configuration` belongs to requests that aren't simulated. */
const errors = {
  validation: [400, "Your request parameters did not pass our validation."],
  bad_request: [400, "Your request parameters did not pass our validation."],
  unauthorized: [401, "Authentication with the API failed, please check your details and try again."],
  forbidden: [403, "You do not have access to the requested resource, please check your details and try again."],
  not_found: [404, "Unable to find the requested resource, please check your request and try again."],
  conflict: [409, "There was a conflict when trying to complete your request"],
  internal_server_error: [500, "An error occurred, we are investigating the reason."]
} as const

export type ErrorType = keyof typeof errors

/**
 * @param instance The path of the request, without a slash at its end.
 */
export const error = (
  type: ErrorType,
  instance: string,
  invalidParameters?: ReadonlyArray<InvalidParameter>
): Wire.WireResponse => {
  const [status, title] = errors[type]
  const invalid = invalidParameters === undefined ? {} : { invalid_parameters: invalidParameters }
  return answer(status, { status: "error", error_type: type, title, instance, ...invalid })
}
