/** Requests as Stripe would send them, signed here. */
import { hmac } from "@paylayer/simulator/mac"
import * as Redacted from "effect/Redacted"
import { webhookSecret } from "../shop.ts"

/** When the simulator's clock starts, in seconds. */
export const start = 1_767_225_600

const utf8 = (text: string) => new TextEncoder().encode(text)

export const tag = (body: string, { at = start, secret = Redacted.value(webhookSecret) } = {}): string =>
  Array.from(hmac("SHA-256", utf8(secret), utf8(`${at}.${body}`)), (byte) => byte.toString(16).padStart(2, "0")).join(
    ""
  )

export const signed = (body: string, { at = start, ...more }: { at?: number; secret?: string } = {}) => ({
  headers: { "Stripe-Signature": `t=${at},v1=${tag(body, { at, ...more })}` },
  body
})

/** An event of this type about this object. */
export const event = (type: string, object: unknown, more: Readonly<Record<string, unknown>> = {}) => {
  const { data, ...rest } = { data: {}, ...more }
  return JSON.stringify({
    id: "evt_1",
    object: "event",
    api_version: "2026-10-28.endive",
    created: start,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
    data: { object, ...(data as object) },
    ...rest
  })
}
