/** What a status means where the adapter's own table does not say more. RFC 9110, section 15; RFC 6585 for 429. */
import type { Reason } from "../ProviderError.ts"
import type { Answer } from "./Answer.ts"

/** Why, by the status alone. */
export const reasonOf = (answer: Answer): Reason => {
  const { status } = answer
  if (status >= 500) return { _tag: "Unavailable", status }
  switch (status) {
    case 400:
    case 422:
      return { _tag: "InvalidRequest", parameters: [] }
    case 401:
      return { _tag: "Unauthenticated" }
    case 403:
      return { _tag: "Forbidden" }
    case 404:
      return { _tag: "NotFound" }
    case 409:
      return { _tag: "IdempotencyConflict" }
    case 429: {
      const seconds = retryAfter(answer)
      return { _tag: "RateLimited", ...(seconds === undefined ? {} : { retryAfter: seconds }) }
    }
    default:
      return { _tag: "UnknownCode", status }
  }
}

/** Whether an answer with this status can have been given after something was done. */
export const mayHaveExecuted = (status: number): boolean => status >= 500 || status === 408 || status < 400

/**
 * `Retry-After` in seconds, where it is a number: RFC 9110, 10.2.3. The date form, and a number that no clock counts
 * to, are left to the back-off.
 */
export const retryAfter = ({ headers }: Answer): number | undefined => {
  const value = headers["retry-after"]?.trim()
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}
