/** Adyen's Classic side as a list of answers; nothing of it decides anything. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import { Authorisation, Fact, ModificationKey, Modifications, Money } from "@paylayer/core"
import { AdyenClassic } from "../../src/index.ts"
import type { Name, Reply } from "./wire.ts"

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** As it went out. */
  readonly body: string
}

const bodyOf = ({ body }: HttpClientRequest.HttpClientRequest): string =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""

/** The ports, and what they sent. A reply is used once; the last one for ever. */
export const classic = (
  encoding: Name,
  replies: ReadonlyArray<Reply>,
  options: Partial<AdyenClassic.UserOptions> = {}
) =>
  Effect.gen(function* () {
    const sent: Array<Sent> = []
    const client = HttpClient.make((request, url) => {
      const { body, headers = {}, status = 200 } = replies[Math.min(sent.length, replies.length - 1)]!
      sent.push({ method: request.method, url: url.toString(), headers: request.headers, body: bodyOf(request) })
      return Effect.succeed(HttpClientResponse.fromWeb(request, new Response(body, { status, headers })))
    })
    const context = yield* Effect.provideService(
      AdyenClassic.make({
        username: "ws@Company.YourCompany",
        password: Redacted.make("ADYEN_PASSWORD"),
        merchantAccount: "TestMerchant",
        encoding,
        ...options
      }),
      HttpClient.HttpClient,
      client
    )
    return { sent, ...portsOf(context) }
  })

export const portsOf = (context: Context.Context<AdyenClassic.Ports>) => ({
  adjustments: Context.get(context, Modifications.Adjustments),
  captures: Context.get(context, Modifications.Captures),
  cancellations: Context.get(context, Modifications.Cancellations),
  refunds: Context.get(context, Modifications.Refunds),
  reversals: Context.get(context, Modifications.Reversals),
  technicalCancels: Context.get(context, AdyenClassic.TechnicalCancels),
  direct: Context.get(context, AdyenClassic.DirectAuthorisations),
  unreferenced: Context.get(context, AdyenClassic.UnreferencedRefunds),
  pending: Context.get(context, AdyenClassic.PendingRefunds)
})

export type Ports = ReturnType<typeof portsOf>

export const money = Money.positiveUnsafe
export const eur = (value: number) => money(value, "EUR")
export const key = ModificationKey.ModificationKey.make("YourModificationReference")

/** An authorisation of the document, of this amount; captured, if so. */
export const authorised = (
  id: string,
  amount: Money.PositiveMoney,
  captured?: Money.PositiveMoney,
  adjustable = true
) =>
  Authorisation.make(
    "adyen",
    {
      _tag: "Authorised",
      id: Fact.AuthorisationId.make(id),
      reference: "YourPaymentReference",
      amount,
      capture: "manual",
      adjustable
    },
    captured === undefined
      ? []
      : [{ _tag: "Outcome", id: "capture-1", kind: "capture", amount: captured, at: 0, verdict: "succeeded" }]
  )
