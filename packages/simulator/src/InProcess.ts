/** An `HttpClient` that reaches a simulated provider without a socket, and otherwise behaves as a transport does. */
import type * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as requestBody from "./internal/requestBody.ts"
import * as response from "./internal/response.ts"
import type { Connection, Outcome } from "./Provider.ts"
import type { WireRequest } from "./Wire.ts"

/** How long a request travels: while it does, an interruption means that the provider never sees it. */
export interface Latency {
  readonly there?: Duration.Input
  /** An interruption on the way back loses the answer of a provider that has done what was asked. */
  readonly back?: Duration.Input
}

export interface Options {
  /** What the provider runs under: its clock. The client's own context stays with the client. */
  readonly context?: Context.Context<never>
  /** None unless told otherwise. */
  readonly latency?: Latency
}

export const make = (connection: Connection, options: Options = {}): HttpClient.HttpClient => {
  const run = options.context === undefined ? Effect.runFork : Effect.runForkWith(options.context)
  const { back, there } = options.latency ?? {}

  // A fiber of its own: a client that hangs up doesn't stop a provider that has begun.
  const atProvider = (request: WireRequest): Effect.Effect<Outcome> =>
    Effect.callback((resume) => {
      run(connection.send(request)).addObserver(resume)
    })

  return HttpClient.make((request, url) => {
    const exchange = Effect.flatMap(requestBody.read(request), (sent) => {
      const arrived = atProvider(toWire(request, url, sent))
      return there === undefined ? arrived : Effect.andThen(Effect.sleep(there), arrived)
    })
    return Effect.flatMap(back === undefined ? exchange : Effect.tap(exchange, () => Effect.sleep(back)), (outcome) => {
      switch (outcome._tag) {
        case "Answered":
          return Effect.succeed(response.make(request, { ...outcome.response, url: withoutHash(url) }))
        case "Silence":
          return Effect.never
        case "Reset":
          return Effect.fail(
            new HttpClientError.HttpClientError({
              reason: new HttpClientError.TransportError({ request, description: "connection reset by peer" })
            })
          )
      }
    })
  })
}

const toWire = (request: HttpClientRequest.HttpClientRequest, url: URL, sent: requestBody.Sent): WireRequest => {
  const headers: Record<string, string> = { host: url.host }
  for (const name of Object.keys(request.headers)) headers[name] = request.headers[name]!
  if (sent.contentType !== undefined) headers["content-type"] ??= sent.contentType
  return {
    method: request.method,
    path: url.pathname,
    query: new URLSearchParams(url.search),
    headers,
    body: sent.text
  }
}

const withoutHash = (url: URL): string => (url.hash === "" ? url.href : url.href.slice(0, -url.hash.length))
