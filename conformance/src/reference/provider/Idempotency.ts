/** One effect for one key: the first answer again, within its window. */
import type { Wire } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as Answer from "./Answer.ts"

const window = 24 * 60 * 60 * 1000
const notStored: ReadonlySet<Answer.Code> = new Set<Answer.Code>([
  "unauthorised",
  "invalid",
  "key_reused",
  "key_in_use",
  "slow_down",
  "unavailable"
])

interface Entry {
  readonly content: string
  readonly response: Wire.WireResponse
  readonly stored: boolean
  readonly began: number
  /** From then on the first request isn't under way any more. */
  readonly answered: number
}

export interface Idempotency {
  /** What a request is answered: by `handle`, or as it was answered before. */
  readonly answer: (request: Wire.WireRequest, now: number, handle: () => Answer.Answer) => Wire.WireResponse
}

/** `latency` in milliseconds: how long a request is under way. */
export const make = (latency: number): Idempotency => {
  const entries = new Map<string, Entry>()

  return {
    answer(request, now, handle) {
      const key =
        request.method === "POST" || request.method === "PATCH" ? request.headers["idempotency-key"] : undefined
      if (key === undefined) return Answer.toWire(handle())
      if (key.length < 1 || key.length > 64) {
        return Answer.toWire(Answer.invalid([{ name: "Idempotency-Key", reason: "must have 1 to 64 characters" }]))
      }

      const content = JSON.stringify([request.method, request.path, request.body])
      const first = entries.get(key)
      if (first !== undefined && now < first.answered) return Answer.toRefused({ code: "key_in_use" })
      if (first?.stored === true && now < first.began + window) {
        return first.content === content ? replayed(first.response) : Answer.toRefused({ code: "key_reused" })
      }

      const answer = handle()
      const stored = Result.isSuccess(answer) || !notStored.has(answer.failure.code)
      const response = Answer.toWire(answer)
      entries.set(key, { content, response, stored, began: now, answered: now + latency })
      return response
    }
  }
}

const replayed = (response: Wire.WireResponse): Wire.WireResponse => ({
  ...response,
  headers: { ...response.headers, "idempotent-replayed": "true" }
})
