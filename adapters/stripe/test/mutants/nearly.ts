/** Stripe's adapters with something else on the wire: one line away from right. */
import type { Subject } from "@paylayer/conformance"
import { onPort } from "@paylayer/conformance/mutants"
import { Modifications, Webhooks } from "@paylayer/core"
import type { HttpClient, Mac } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Client from "effect/http/HttpClient"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { checkout, features, intents, requests, webhookOptions } from "../../conformance.ts"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "../../src/index.ts"
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

const unchanged: Transform = (client) => client

/** With webhooks, and with everything that Stripe documents for cards. */
export const featured = (transformClient = unchanged, options: StripeSimulator.Options = {}): Subject.Subject =>
  intents(
    "stripe intents, all features",
    { ...features, ...options },
    Layer.merge(StripeIntents.layer({ secretKey, requests, transformClient }), StripeWebhooks.layer(webhookOptions))
  )

/** With webhooks. */
export const told = (
  transformClient = unchanged,
  options: StripeSimulator.Options = {},
  endpoint: StripeWebhooks.Options = webhookOptions
): Subject.Subject =>
  intents(
    "stripe intents",
    options,
    Layer.merge(StripeIntents.layer({ secretKey, transformClient }), StripeWebhooks.layer(endpoint))
  )

/** An application that knows what it was answered, and nothing else: neither webhooks nor look-ups. */
export const answersAlone = (transformClient = unchanged, options: StripeSimulator.Options = {}): Subject.Subject => {
  const layer = StripeCheckout.layer({ secretKey, transformClient })
  const rest = Effect.map(Layer.build(layer), Context.omit(Modifications.Lookups))
  return {
    ...checkout("stripe checkout, answers alone", options),
    layer: Layer.effectContext(rest) as Layer.Layer<never, never, HttpClient | Mac>
  }
}

/** Webhooks received in another way. */
export const receiving = (
  change: (receive: Webhooks.Webhooks["Service"]["receive"]) => Webhooks.Webhooks["Service"]["receive"],
  subject: Subject.Subject = told()
): Subject.Subject => onPort(subject, Webhooks.Webhooks, (port) => ({ ...port, receive: change(port.receive) }))

/** The same webhooks, which tell something else. */
export const telling = (
  change: (told: ReadonlyArray<Webhooks.WebhookEvent>, event: Body) => ReadonlyArray<Webhooks.WebhookEvent>,
  subject?: Subject.Subject
): Subject.Subject =>
  receiving(
    (receive) => (request) =>
      Effect.map(receive(request), (received) => ({
        ...received,
        deliveries: received.deliveries.map(({ events, id }) => ({
          id,
          events: change(events, JSON.parse(request.body))
        }))
      })),
    subject
  )

/** Verified as they came, and read as other events. */
export const reading = (change: (event: Body) => Body, subject: Subject.Subject = told()): Subject.Subject =>
  receiving(
    (receive) => (request) =>
      Effect.flatMap(receive(request), () =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          receive(subject.webhooks!.sign(JSON.stringify(change(JSON.parse(request.body))), "current", now))
        )
      ),
    subject
  )

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
export type Body = any

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

/** Answers, taken for ones about the object that was asked for: a check of their id finds nothing. */
export const believed: Transform = answering((body, _, { url }) => {
  const [, id] = /\/((?:pi|cs_test)_\w+)/.exec(url) ?? []
  return id !== undefined && "id" in body ? { ...body, id } : body
})

export const both =
  (...transforms: ReadonlyArray<Transform>): Transform =>
  (client) =>
    transforms.reduce((client, transform) => transform(client), client)

/** Some answers of one kind with another status and body: what was refused, taken for something else. */
export const turning =
  (
    isMeant: (request: Request, status: number) => boolean,
    turn: (body: Body) => { readonly status: number; readonly body: object }
  ): Transform =>
  (client) =>
    Client.transform(client, (answering, request) =>
      Effect.flatMap(answering, (answer) =>
        isMeant(request, answer.status)
          ? Effect.map(answer.text, (text) => {
              const { body, status } = turn(JSON.parse(text))
              const { headers } = answer
              return HttpClientResponse.fromWeb(
                request,
                new Response(JSON.stringify(body), { status, headers: { ...headers } })
              )
            })
          : Effect.succeed(answer)
      )
    )
