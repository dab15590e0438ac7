/** Adyen's side as a list of answers; nothing of it decides anything. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import { Authorisation, Fact, Modifications, Money, ModificationKey, Sessions } from "@paylayer/core"
import * as Context from "effect/Context"
import { AdyenCheckout } from "../src/index.ts"

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

const bodyOf = ({ body }: HttpClientRequest.HttpClientRequest): unknown =>
  body._tag === "Uint8Array" ? JSON.parse(new TextDecoder().decode(body.body)) : undefined

/** The ports, and what they sent. A reply is used once; the last one for ever. */
export const adyen = (replies: ReadonlyArray<Reply>, options: Partial<AdyenCheckout.ApiKeyOptions> = {}) =>
  Effect.gen(function* () {
    const sent: Array<Sent> = []
    const client = HttpClient.make((request, url) => {
      const { body, headers = {}, status = 200 } = replies[Math.min(sent.length, replies.length - 1)]!
      sent.push({ method: request.method, url: url.toString(), headers: request.headers, body: bodyOf(request) })
      const response = new Response(JSON.stringify(body), {
        status,
        headers: { "content-type": "application/json", ...headers }
      })
      return Effect.succeed(HttpClientResponse.fromWeb(request, response))
    })
    const context = yield* Effect.provideService(
      AdyenCheckout.make({
        apiKey: Redacted.make("ADYEN_API_KEY"),
        merchantAccount: "ADYEN_MERCHANT_ACCOUNT",
        ...options
      }),
      HttpClient.HttpClient,
      client
    )
    return {
      sent,
      sessions: Context.get(context, Sessions.Sessions),
      locks: Context.get(context, Sessions.SessionLock),
      results: Context.get(context, Sessions.SessionResults),
      adjustments: Context.get(context, Modifications.Adjustments),
      captures: Context.get(context, Modifications.Captures),
      cancellations: Context.get(context, Modifications.Cancellations),
      refunds: Context.get(context, Modifications.Refunds),
      reversals: Context.get(context, Modifications.Reversals),
      technicalCancels: Context.get(context, AdyenCheckout.TechnicalCancels)
    }
  })

export const money = Money.positiveUnsafe
export const key = ModificationKey.ModificationKey.make("YOUR_IDEMPOTENCY_KEY")

/** A payment that was pre-authorised, and whatever else is known of it. */
export const authorised = (amount: Money.PositiveMoney, ...facts: ReadonlyArray<Fact.Fact>) =>
  Authorisation.make(
    "adyen",
    {
      _tag: "Authorised",
      id: Fact.AuthorisationId.make("993617894903480A"),
      reference: "order-1",
      amount,
      capture: "manual",
      adjustable: true
    },
    facts
  )

/** A capture that nobody here asked for, and that went well. */
export const captured = (amount: Money.PositiveMoney): Fact.Fact => ({
  _tag: "Outcome",
  id: "993617894906488C",
  kind: "capture",
  amount,
  at: 0,
  verdict: "succeeded"
})
