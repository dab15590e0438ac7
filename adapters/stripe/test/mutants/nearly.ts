/** Stripe's adapters with something else on the wire: one line away from right. */
import type { Subject } from "@paylayer/conformance"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Effect from "effect/Effect"
import * as Client from "effect/http/HttpClient"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Redacted from "effect/Redacted"
import { checkout, intents } from "../../conformance.ts"
import { StripeCheckout, StripeIntents } from "../../src/index.ts"
import { StripeSimulator } from "../../src/simulator/index.ts"

const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)

type Transform = (client: HttpClient) => HttpClient
type Face = "intents" | "checkout"

/** The face with something else happening to its requests. */
export const through = (
  face: Face,
  transformClient: Transform,
  options: StripeSimulator.Options = {}
): Subject.Subject =>
  face === "intents"
    ? intents("stripe intents", options, StripeIntents.layer({ secretKey, transformClient }))
    : checkout("stripe checkout", options, StripeCheckout.layer({ secretKey, transformClient }))

/** A form body, in its order. */
export type Form = ReadonlyArray<readonly [name: string, value: string]>
type Request = HttpClientRequest.HttpClientRequest

export const formOf = ({ body }: Request): Form =>
  body._tag === "Uint8Array" ? [...new URLSearchParams(new TextDecoder().decode(body.body))] : []

export const isCreation = ({ url }: Request): boolean => /\/(?:payment_intents|sessions)$/.test(url)

/** Another form body. */
export const sending =
  (change: (form: Form, request: Request) => Form): Transform =>
  (client) =>
    // Who stands around it still sees the right request.
    Client.transform(client, (answering, request) =>
      request.method === "POST"
        ? client.execute(HttpClientRequest.setBody(request, HttpBody.urlParams(change(formOf(request), request))))
        : answering
    )

/** Another idempotency key, or none. */
export const keyed =
  (change: (request: Request) => string | undefined): Transform =>
  (client) =>
    Client.mapRequest(client, (request) => {
      if (request.method !== "POST") return request
      const key = change(request)
      const { "idempotency-key": _, ...headers } = request.headers
      const bare = HttpClientRequest.make(request.method)(request.url, { headers, body: request.body })
      return key === undefined ? bare : HttpClientRequest.setHeader(bare, "idempotency-key", key)
    })

// oxlint-disable-next-line typescript/no-explicit-any
type Body = any

/** Another body of answers. */
export const answering =
  (change: (body: Body, form: Form, request: Request) => Body): Transform =>
  (client) =>
    Client.transform(client, (answering, request) =>
      Effect.flatMap(answering, (answer) =>
        Effect.map(answer.text, (text) => {
          let body: string
          try {
            body = JSON.stringify(change(JSON.parse(text), formOf(request), request))
          } catch {
            body = text
          }
          const { headers, status } = answer
          return HttpClientResponse.fromWeb(request, new Response(body, { status, headers: { ...headers } }))
        })
      )
    )

export const both =
  (...transforms: ReadonlyArray<Transform>): Transform =>
  (client) =>
    transforms.reduce((client, transform) => transform(client), client)
