/**
 * One notification item as texts, whichever encoding it came in. What is verified and what is read afterwards is this
 * one value, so that nothing can be signed one way and understood another.
 *
 * Source: `NotificationRequestItem` of Adyen's OpenAPI `Webhooks-v1`; "Payment modifications" for FORM and SOAP. Read
 * 2026-11-22.
 */
import type { Result } from "effect/Result"

export interface Item {
  readonly live: string | undefined
  readonly eventCode: string | undefined
  readonly success: string | undefined
  readonly eventDate: string | undefined
  readonly merchantAccountCode: string | undefined
  readonly merchantReference: string | undefined
  readonly originalReference: string | undefined
  readonly pspReference: string | undefined
  readonly reason: string | undefined
  readonly value: string | undefined
  readonly currency: string | undefined
  readonly hmacSignature: string | undefined
  /** Of CANCEL_OR_REFUND: which of the two it was. */
  readonly action: string | undefined
  /** Of an authorisation and its adjustments: for the next that is to be decided at once. Not for logs. */
  readonly adjustAuthorisationData: string | undefined
  /** Of a payment that was made in a session. */
  readonly session: string | undefined
}

/** All items of a request, at least one; or what is wrong with it, never what it says. */
export type Read = (body: string) => Result<ReadonlyArray<Item>, string>

/** The text of a field by its name, with dots where an encoding nests: `amount.value`. */
export type Field = (name: string) => string | undefined

export const itemOf = (field: Field): Item => ({
  live: field("live"),
  eventCode: field("eventCode"),
  success: field("success"),
  eventDate: field("eventDate"),
  merchantAccountCode: field("merchantAccountCode"),
  merchantReference: field("merchantReference"),
  originalReference: field("originalReference"),
  pspReference: field("pspReference"),
  reason: field("reason"),
  // A flat notification has the two beside the others.
  value: field("amount.value") ?? field("value"),
  currency: field("amount.currency") ?? field("currency"),
  hmacSignature: field("additionalData.hmacSignature"),
  action: field("additionalData.modification.action"),
  adjustAuthorisationData: field("additionalData.adjustAuthorisationData"),
  session: field("additionalData.checkoutSessionId")
})
