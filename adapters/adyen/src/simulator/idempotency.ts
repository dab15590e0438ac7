/** One effect for one key: the first answer again, as long as the key is kept. */
import type { Wire } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import { type Refusal, refusal } from "./errors.ts"

/** "Maximum of 64 characters." */
const longest = 64
/** "At least 7 days" (docs.adyen.com, API idempotency), in milliseconds. */
const window = 7 * 24 * 60 * 60 * 1000

interface Entry {
  readonly content: string
  readonly response: Wire.WireResponse
  readonly began: number
  /** From then on the first request isn't under way any more. */
  readonly answered: number
}

export interface Idempotency {
  /**
   * What a request gets: what `handle` answers, or what it was answered before.
   *
   * @param content What makes it another request: method, path and body.
   */
  readonly answer: (
    request: Wire.WireRequest,
    content: string,
    handle: () => Wire.WireResponse,
    refuse: (refused: Refusal) => Wire.WireResponse
  ) => Wire.WireResponse
}

/** `latency` in milliseconds: how long a request is under way. */
export const make = (now: () => number, latency: number, positions: Positions): Idempotency => {
  /** Keys are the company account's: one list for all endpoints. */
  const entries = new Map<string, Entry>()

  const keyOf = ({ headers, method }: Wire.WireRequest): string => {
    const taken = method === "POST" || (method === "PATCH" && positions.keyOnPatch === "honoured")
    const key = taken ? (headers["idempotency-key"] ?? "") : ""
    return key.length > longest && positions.longKey === "ignored" ? "" : key
  }

  return {
    answer(request, content, handle, refuse) {
      const key = keyOf(request)
      if (key === "") return handle()
      if (key.length > longest) return refuse(refusal("tooLong", String(longest)))
      const echoed = (response: Wire.WireResponse): Wire.WireResponse => ({
        ...response,
        headers: { ...response.headers, "idempotency-key": key }
      })

      const first = entries.get(key)
      if (first !== undefined && now() < first.answered) {
        return echoed(refuse({ ...refusal("inProgress"), status: Number(positions.inFlight) }))
      }
      if (first !== undefined && now() < first.began + window) {
        return positions.sameKeyOtherContent === "replayed" || first.content === content
          ? first.response
          : echoed(refuse(refusal("keyReused")))
      }

      const response = echoed(handle())
      const kept = response.status < 400 || positions.refusalUnderKey === "kept"
      const answered = now() + latency
      // What isn't kept is still under way.
      if (kept) entries.set(key, { content, response, began: now(), answered })
      else if (latency > 0) entries.set(key, { content, response, began: Number.NEGATIVE_INFINITY, answered })
      return response
    }
  }
}
