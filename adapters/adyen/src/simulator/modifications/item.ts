/**
 * One event, as every encoding of a webhook tells it.
 *
 * Source: Adyen/adyen-openapi Webhooks-v1, `NotificationRequestItem`, 2026-07-01; the notifications in "Payment
 * modifications" (Classic) of docs.adyen.com.
 */
import type { Amount } from "../amounts.ts"

export type EventCode =
  | "AUTHORISATION"
  | "AUTHORISATION_ADJUSTMENT"
  | "CANCELLATION"
  | "CANCEL_OR_REFUND"
  | "CAPTURE"
  | "CAPTURE_FAILED"
  | "CHARGEBACK"
  | "EXPIRE"
  | "NOTIFICATION_OF_CHARGEBACK"
  | "REFUND"
  | "REFUND_FAILED"
  | "REFUND_WITH_DATA"
  | "TECHNICAL_CANCEL"
  | "VOID_PENDING_REFUND"

export type Operation = "CANCEL" | "CAPTURE" | "REFUND"

export interface Item {
  /** Of the whole webhook, and the same for each item in it. */
  readonly live: boolean
  /** `hmacSignature` is in it by the time an item is encoded, where the account has a key. */
  readonly additionalData: Readonly<Record<string, string>>
  readonly amount: Amount
  readonly eventCode: EventCode
  /** `2026-11-22T10:11:12+01:00` */
  readonly eventDate: string
  readonly merchantAccountCode: string
  readonly merchantReference: string
  /** AUTHORISATION only. */
  readonly operations?: ReadonlyArray<Operation>
  /** The payment's, in whatever is not an AUTHORISATION. */
  readonly originalReference?: string
  /** `visa` */
  readonly paymentMethod?: string
  readonly pspReference: string
  /** Empty where there is nothing to say. */
  readonly reason: string
  readonly success: boolean
}
