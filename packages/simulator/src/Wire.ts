/** Requests and answers as a provider sees them: text on a wire, nothing decoded. */
import type * as Effect from "effect/Effect"

export interface WireRequest {
  readonly method: string
  /** Without query, percent-encoding as received: `/v1/payment-sessions/6d07e15a-b8ab-41e9-993b-39fbe688da92`. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A provider's side of the wire. It never fails: a refusal is an answer. */
export type Handler = (request: WireRequest) => Effect.Effect<WireResponse>
