/** A provider of a few lines behind an `HttpClient`, and a client of it under a virtual clock. */
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Schema from "effect/Schema"
import { VirtualClock } from "@paylayer/simulator"
import * as ProviderClient from "../../src/adapter/ProviderClient.ts"

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Milliseconds since the start. */
  readonly at: number
  readonly signal: AbortSignal
}

/** What the provider does with one request: it answers, stays silent for ever, or breaks the connection. */
export type Reply = "silence" | "reset" | ((sent: Sent) => Response)

export const json =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(status === 304 ? null : JSON.stringify(body), { status, headers })

export interface Wire {
  readonly client: HttpClient.HttpClient
  readonly sent: ReadonlyArray<Sent>
  readonly clock: VirtualClock.VirtualClock["Service"]
  /** Runs an effect on this wire until it settles, while time passes as it needs. */
  readonly run: <A, E>(effect: Effect.Effect<A, E, HttpClient.HttpClient>) => Promise<Exit.Exit<A, E>>
}

/** A wire on which the requests get these replies in turn; the last one as often as needed. */
export const make = (...replies: ReadonlyArray<Reply>): Wire => {
  const clock = VirtualClock.make({ start: 0 })
  const sent: Array<Sent> = []
  const client = HttpClient.make((request, url, signal) =>
    Effect.gen(function* () {
      const { body, headers, method } = request
      const text = body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""
      const now: Sent = { method, url: url.href, headers: { ...headers }, body: text, at: clock.now(), signal }
      sent.push(now)
      const reply = replies[Math.min(sent.length, replies.length) - 1] ?? "silence"
      if (reply === "silence") return yield* Effect.never
      if (reply === "reset") {
        return yield* new HttpClientError.HttpClientError({
          reason: new HttpClientError.TransportError({ request, description: "connection reset by peer" })
        })
      }
      return HttpClientResponse.fromWeb(request, reply(now))
    })
  )
  return {
    client,
    sent,
    clock,
    run: (effect) => clock.drive(Effect.provideService(effect, HttpClient.HttpClient, client))
  }
}

export const baseUrl = "https://provider.test/v1"

export const options = { provider: "test", baseUrl, keyHeader: "idempotency-key" } satisfies ProviderClient.Options

/** A change of a session, as an adapter would ask for it. */
export const change = {
  operation: "Sessions.update",
  method: "PUT",
  path: "/sessions/{id}",
  parameters: { id: "s1" },
  json: { amount: 2150 },
  idempotency: { _tag: "natural" },
  answer: Schema.Struct({ status: Schema.String })
} satisfies ProviderClient.Call<{ readonly status: string }>

export const done = { status: "success" }

/** One call by a client with these options. */
export const execute = <A, E = never>(call: ProviderClient.Call<A, E>, more: Partial<ProviderClient.Options> = {}) =>
  Effect.flatMap(ProviderClient.make({ ...options, ...more }), (client) => client.execute(call))
