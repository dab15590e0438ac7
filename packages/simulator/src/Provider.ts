/** A simulated provider, and the one place where faults come between it and its clients. */
import * as Effect from "effect/Effect"
import type { BackOffice } from "./BackOffice.ts"
import type { Deliveries } from "./Deliveries.ts"
import { type ArmOptions, type Fault, Faults } from "./Faults.ts"
import type { Shopper } from "./Shopper.ts"
import type { Truth } from "./Truth.ts"
import type { Handler, WireRequest, WireResponse } from "./Wire.ts"

/**
 * What the author of a simulator writes. It takes its `Clock` when it is made, and keeps it; everything that it does
 * happens at once, unless it sleeps.
 */
export interface Provider {
  readonly handler: Handler
  readonly truth: Truth["Service"]
  readonly shopper?: Shopper["Service"]
  readonly deliveries?: Deliveries["Service"]
  readonly backOffice?: BackOffice["Service"]
  /** Which requests only fetch a token: faults leave them alone unless they are told otherwise. */
  readonly isLogIn?: (request: WireRequest) => boolean
}

/** What a client sees of one exchange. */
export type Outcome =
  | { readonly _tag: "Answered"; readonly response: WireResponse }
  /** Nothing ever comes. */
  | { readonly _tag: "Silence" }
  /** The connection breaks. */
  | { readonly _tag: "Reset" }

export interface Connection {
  readonly faults: Faults["Service"]
  readonly send: (request: WireRequest) => Effect.Effect<Outcome>
}

const silence: Outcome = { _tag: "Silence" }
const reset: Outcome = { _tag: "Reset" }
const answered = (response: WireResponse): Outcome => ({ _tag: "Answered", response })

const reads = new Set(["GET", "HEAD", "OPTIONS", "QUERY"])

/** A provider with faults between it and its clients: the in-process client and the HTTP server both go through here. */
export const connect = (provider: Provider): Connection => {
  const armed: Array<{ readonly fault: Fault; readonly only: (request: WireRequest) => boolean; left: number }> = []
  const changes = (request: WireRequest) => !reads.has(request.method) && provider.isLogIn?.(request) !== true

  const next = (request: WireRequest): Fault | undefined => {
    const index = armed.findIndex(({ only }) => only(request))
    if (index === -1) return undefined
    const entry = armed[index]!
    if (--entry.left <= 0) armed.splice(index, 1)
    return entry.fault
  }

  const send = (request: WireRequest): Effect.Effect<Outcome> =>
    Effect.suspend(() => {
      const fault = next(request)
      switch (fault?._tag) {
        case undefined:
          return Effect.map(provider.handler(request), answered)
        case "TimeoutBeforeEffect":
          return Effect.succeed(silence)
        case "TimeoutAfterEffect":
          return Effect.as(provider.handler(request), silence)
        case "ResetBeforeEffect":
          return Effect.succeed(reset)
        case "ResetAfterEffect":
          return Effect.as(provider.handler(request), reset)
        case "Answer":
          return Effect.succeed(answered(instead(fault)))
        case "Garble":
          return Effect.map(provider.handler(request), (response) => answered(garbled(fault, response)))
      }
    })

  return {
    send,
    faults: Faults.of({
      arm: (fault: Fault, options: ArmOptions = {}) =>
        Effect.sync(() => {
          const left = options.times ?? 1
          if (left > 0) armed.push({ fault, only: options.only ?? changes, left })
        }),
      disarm: Effect.sync(() => {
        armed.length = 0
      })
    })
  }
}

const instead = (fault: Extract<Fault, { readonly _tag: "Answer" }>): WireResponse => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers[name.toLowerCase()] = value
  return { status: fault.status, headers, body: fault.body ?? "" }
}

const garbled = (fault: Extract<Fault, { readonly _tag: "Garble" }>, response: WireResponse): WireResponse => {
  const { "content-length": _, ...headers } = response.headers
  return {
    status: response.status,
    headers: fault.contentType === undefined ? headers : { ...headers, "content-type": fault.contentType },
    body: fault.body(response.body)
  }
}
