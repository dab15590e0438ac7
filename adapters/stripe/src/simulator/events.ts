/** What Stripe sends of its own accord: events, signed with the endpoint's secret (docs.stripe.com/webhooks). */
import type { Deliveries } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"

/** There is no `payment_intent.updated`: a change of the amount tells nobody. */
export type EventType =
  | "charge.captured"
  | "charge.dispute.created"
  | "charge.dispute.funds_withdrawn"
  | "charge.expired"
  | "charge.failed"
  | "charge.refund.updated"
  | "charge.refunded"
  | "charge.succeeded"
  | "charge.updated"
  | "checkout.session.async_payment_failed"
  | "checkout.session.async_payment_succeeded"
  | "checkout.session.completed"
  | "checkout.session.expired"
  | "payment_intent.amount_capturable_updated"
  | "payment_intent.canceled"
  | "payment_intent.created"
  | "payment_intent.payment_failed"
  | "payment_intent.processing"
  | "payment_intent.requires_action"
  | "payment_intent.succeeded"
  | "refund.created"
  | "refund.failed"
  | "refund.updated"

/** The request that brought it about; of the browser and of time there is none to tell. */
export interface Cause {
  readonly id: string | null
  readonly idempotencyKey: string | null
  /** When, in seconds since the epoch, if not now. */
  readonly at?: number
}

export const byItself: Cause = { id: null, idempotencyKey: null }

export interface Endpoint {
  /** `whsec_…`, used as they are written: one, or several while a secret is being replaced. */
  readonly secrets: ReadonlyArray<string>
  readonly apiVersion: string
}

const encoder = new TextEncoder()

/** `t=…,v1=…`: HMAC-SHA256 over the time, a dot and the raw body; one `v1` for each secret. */
export const signature = (secrets: string | ReadonlyArray<string>, seconds: number, body: string): string => {
  const signed = encoder.encode(`${seconds}.${body}`)
  const sign = (secret: string) => `v1=${Hex.encode(mac.hmac("SHA-256", encoder.encode(secret), signed))}`
  return [`t=${seconds}`, ...(typeof secrets === "string" ? [secrets] : secrets).map(sign)].join(",")
}

export interface Event {
  readonly id: string
  readonly type: EventType
  readonly object: object
  readonly cause: Cause
  /** The values that changed, as they were. */
  readonly previous?: object | undefined
}

/**
 * What is sent, as it is now; signed when somebody takes it, since most of it nobody takes.
 *
 * @param seconds When it is sent, since the epoch.
 */
export const delivery = (endpoint: Endpoint, seconds: number, event: Event): (() => Deliveries.Delivery) => {
  const { cause, id, object, previous, type } = event
  const body = JSON.stringify(
    {
      id,
      object: "event",
      api_version: endpoint.apiVersion,
      created: cause.at ?? seconds,
      data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: cause.id, idempotency_key: cause.idempotencyKey },
      type
    },
    null,
    2
  )
  return () => ({
    id,
    method: "POST",
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      "Stripe-Signature": signature(endpoint.secrets, seconds, body)
    },
    body
  })
}
