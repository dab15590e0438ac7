/**
 * One effect for one key (docs.stripe.com/api/idempotent_requests): for 24 hours the first answer again, byte for byte,
 * whatever it was, if the endpoint had begun to execute.
 */
import type { Wire } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import * as refusals from "./refusals.ts"

const maxLength = 255
/** In milliseconds. */
const window = 24 * 60 * 60 * 1000

interface Entry {
  readonly began: number
  readonly endpoint: string
  readonly parameters: string
  /** Not there while the first request is executed. */
  first?: { readonly response: Wire.WireResponse; readonly requestId: string }
}

interface Keyed {
  readonly key: string
  readonly endpoint: string
  /** The same text for the same parameters. */
  readonly parameters: string
}

/** What a request with a key has to do. */
type Verdict =
  | { readonly _tag: "Execute" }
  | { readonly _tag: "Replay"; readonly response: Wire.WireResponse }
  | { readonly _tag: "Refuse"; readonly refusal: refusals.Refusal }

export interface Idempotency {
  readonly begin: (request: Keyed, now: number) => Verdict
  /** Keeps the answer; one that isn't to be kept frees the key. */
  readonly end: (request: Keyed, requestId: string, response: Wire.WireResponse, executed: boolean) => void
}

const refuse = (refusal: refusals.Refusal): Verdict => ({ _tag: "Refuse", refusal })

export const make = (positions: Positions): Idempotency => {
  const entries = new Map<string, Entry>()
  const nameOf = ({ endpoint, key }: Keyed) =>
    positions.keyElsewhere === "executed" ? JSON.stringify([endpoint, key]) : key

  return {
    begin(request, now) {
      const { endpoint, key, parameters } = request
      if (key.length > maxLength) return refuse(tooLong(key, positions))
      const entry = entries.get(nameOf(request))
      if (entry === undefined || now >= entry.began + window) {
        entries.set(nameOf(request), { began: now, endpoint, parameters })
        return { _tag: "Execute" }
      }
      if (entry.first === undefined) return refuse(refusals.keyInUse(key, positions))
      if (entry.endpoint !== endpoint) return refuse(elsewhere(key, entry.endpoint, endpoint))
      if (entry.parameters !== parameters) return refuse(refusals.keyReused(key))
      const { requestId, response } = entry.first
      return {
        _tag: "Replay",
        response: {
          ...response,
          headers: { ...response.headers, "idempotent-replayed": "true", "original-request": requestId }
        }
      }
    },
    end(request, requestId, response, executed) {
      const entry = entries.get(nameOf(request))
      if (!executed) entries.delete(nameOf(request))
      else if (entry !== undefined) entry.first = { response, requestId }
    }
  }
}

const tooLong = (key: string, { keyTooLong }: Positions): refusals.Refusal => ({
  status: 400,
  type: keyTooLong,
  message: `Idempotency keys can have up to ${maxLength} characters, but you passed in a key that is ${key.length} characters.`,
  executed: false,
  unseen: true
})

const elsewhere = (key: string, first: string, now: string): refusals.Refusal => ({
  ...refusals.keyReused(key),
  message:
    `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${now}' vs '${first}'). ` +
    `Try using a key other than '${key}' if you meant to execute a different request.`,
  unseen: true
})
