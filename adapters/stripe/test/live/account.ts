/** A Stripe account by its own API, beside the adapter: with code that shares nothing with it. */
import type { HttpClient } from "@paylayer/core/adapter"
import * as Effect from "effect/Effect"
import * as Client from "effect/http/HttpClient"
import * as Request from "effect/http/HttpClientRequest"
import type * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"

export interface Account {
  readonly secretKey: Redacted.Redacted<string>
  /** Without a slash at its end. */
  readonly baseUrl: string
}

/** An object of Stripe's, its members named as in the documents. */
export type Wire = Readonly<Record<string, unknown>>

interface Answer {
  readonly status: number
  readonly body: Wire
}

export interface Reader {
  /** What cannot be read ends the trial. */
  readonly get: (path: string) => Effect.Effect<Wire>
  readonly post: (path: string, form: Readonly<Record<string, string>>) => Effect.Effect<Answer>
}

export const readerOf = (client: HttpClient, { baseUrl, secretKey }: Account): Reader => {
  const send = (to: HttpClient, request: Request.HttpClientRequest): Effect.Effect<Answer> =>
    Effect.gen(function* () {
      const answer = yield* to.execute(
        request.pipe(
          Request.prependUrl(baseUrl),
          Request.bearerToken(secretKey),
          Request.setHeader("stripe-version", "2026-10-28.endive")
        )
      )
      return { status: answer.status, body: JSON.parse(yield* answer.text) as Wire }
    }).pipe(Effect.orDie)
  const patient = Client.retryTransient(client, { times: 3, schedule: Schedule.spaced("1 second") })
  return {
    get: (path) =>
      Effect.flatMap(send(patient, Request.get(path)), ({ body, status }) =>
        status === 200 ? Effect.succeed(body) : Effect.die(new Error(`GET ${path} is answered ${status}`))
      ),
    post: (path, form) => send(client, Request.post(path).pipe(Request.bodyUrlParams(form)))
  }
}

/** A member that is text, and nothing for one that isn't. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "")
