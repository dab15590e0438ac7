/** The port of what a provider says by itself. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { WebhookCapabilities } from "./Capabilities.ts"
import { AuthorisationId, Fact } from "./Fact.ts"
import type { WebhookRefused } from "./RuleViolation.ts"

/** A request as it arrived: the body byte for byte, as text in UTF-8. Header names in any case. */
export interface RawRequest {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

const text = Schema.optionalKey(Schema.String)

/** Something about an authorisation. */
export const Reported = Schema.TaggedStruct("Reported", {
  authorisation: AuthorisationId,
  /** The merchant's reference of the payment, where the event has it. */
  reference: text,
  fact: Fact
})
/** The issuer refused the payment: there is no authorisation. */
export const AuthorisationRefused = Schema.TaggedStruct("AuthorisationRefused", {
  id: Schema.String,
  reference: text,
  reason: text
})
export const SessionCompleted = Schema.TaggedStruct("SessionCompleted", {
  session: Schema.String,
  reference: text,
  authorisation: Schema.optionalKey(AuthorisationId)
})
export const SessionEnded = Schema.TaggedStruct("SessionEnded", {
  session: Schema.String,
  reference: text,
  why: Schema.String
})
/**
 * Something became of this object, and the event says too little to be a fact: not even whether it is a payment or a
 * change of one. Look it up.
 */
export const Announced = Schema.TaggedStruct("Announced", {
  id: Schema.String,
  reference: text,
  /** The provider's word for what became of it. */
  status: text
})
/** Rightly signed, and not ours to apply: of another merchant account, or live where test is expected. */
export const ForeignEvent = Schema.TaggedStruct("ForeignEvent", { type: Schema.String, why: Schema.String })
/** Known, and of no consequence for the model. */
export const Ignored = Schema.TaggedStruct("Ignored", { type: Schema.String })
/** Of a type that no document told us of. Keep it: someone will want to know. */
export const UnknownEvent = Schema.TaggedStruct("UnknownEvent", { type: Schema.String })

export const WebhookEvent = Schema.Union([
  Reported,
  AuthorisationRefused,
  SessionCompleted,
  SessionEnded,
  Announced,
  ForeignEvent,
  Ignored,
  UnknownEvent
])
export type WebhookEvent = typeof WebhookEvent.Type

/** What the provider wants to be answered. */
export interface WebhookAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One event of a request. */
export interface Delivered {
  /** The same for every delivery of this event: what to deduplicate by. */
  readonly id: string
  readonly events: ReadonlyArray<WebhookEvent>
}

export interface Received {
  readonly deliveries: ReadonlyArray<Delivered>
  /** To be sent only when all of it is kept for good; else answer 500, and the provider delivers again. */
  readonly acknowledgement: WebhookAnswer
}

export class Webhooks extends Context.Service<
  Webhooks,
  {
    readonly capabilities: WebhookCapabilities
    /** Verifies and reads a request, all of it or nothing. It keeps nothing, and applies nothing. */
    readonly receive: (request: RawRequest) => Effect.Effect<Received, WebhookRefused>
  }
>()("@paylayer/core/Webhooks") {}

/** The facts about one authorisation in what was received. */
export const factsOf = (received: Received, authorisation: { readonly id: AuthorisationId }): ReadonlyArray<Fact> =>
  received.deliveries.flatMap(({ events }) =>
    events.flatMap((event) =>
      event._tag === "Reported" && event.authorisation === authorisation.id ? [event.fact] : []
    )
  )

/** What a refused request is answered: never an acknowledgement. */
export const refusal = ({ why }: WebhookRefused): WebhookAnswer => ({
  status: why === "malformed" ? 400 : 401,
  headers: { "content-type": "text/plain" },
  body: why
})
