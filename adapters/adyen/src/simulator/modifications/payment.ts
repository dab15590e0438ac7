/** A payment that the issuer approved, and what was asked of it since. */
import type { Truth } from "@paylayer/simulator"
import * as amounts from "../amounts.ts"

/** What may be asked for a payment. */
export type PaymentKind = "adjust" | "capture" | "cancel" | "refund" | "cancelOrRefund" | "technicalCancel"

export type Kind = PaymentKind | "voidPendingRefund" | "refundWithData"

/** When a payment is captured that nobody asks to capture: never, or so many hours after its authorisation. */
export type CaptureMode = "manual" | { readonly hours: number }

/** What a terminal calls a refund. */
export interface Tender {
  readonly reference: string
  readonly terminal: string
}

export interface Modification {
  readonly psp: string
  readonly kind: PaymentKind
  /** What was asked for; of a reversal, what it came to refund. */
  amount?: amounts.Amount
  /** The merchant's. */
  readonly reference?: string
  readonly tender?: Tender
  /** `reverted`: the scheme rejected what had succeeded. `voided`: withdrawn before it was decided. */
  status: "received" | "succeeded" | "failed" | "reverted" | "voided"
  /** Whether this capture gives back what it leaves. */
  closes: boolean
}

export interface Payment {
  readonly psp: string
  readonly merchantReference: string
  readonly merchantAccount: string
  /** As webhooks name it: `visa`, `ideal`. */
  readonly paymentMethod: string
  readonly preAuth: boolean
  readonly session?: string
  /** Adjustments included. */
  authorised: amounts.Amount
  /** Milliseconds since the epoch; at this moment what isn't captured has expired. */
  validUntil: number
  ended?: "cancelled" | "expired"
  /** Whether what a capture gave back stays given back, even if the scheme rejects that capture. */
  closed: boolean
  /** For the next synchronous adjustment, and all that there have been; pre-authorisations only. */
  readonly blobs: { latest: string; readonly all: Set<string> } | undefined
  /** In the order in which they were received. */
  readonly modifications: Array<Modification>
}

const succeeded = (payment: Payment, kind: PaymentKind): ReadonlyArray<Modification> =>
  payment.modifications.filter((modification) => modification.kind === kind && modification.status === "succeeded")

const sum = (modifications: ReadonlyArray<Modification>): bigint =>
  modifications.reduce((total, { amount }) => total + (amount?.value ?? 0n), 0n)

export const captures = (payment: Payment): ReadonlyArray<Modification> => succeeded(payment, "capture")

/** In minor units. */
export const captured = (payment: Payment): bigint => sum(captures(payment))

/** In minor units: by refunds, and by reversals that came to one. */
export const refunded = (payment: Payment): bigint =>
  sum(succeeded(payment, "refund")) + sum(succeeded(payment, "cancelOrRefund"))

/** Nothing can be captured any more: it is cancelled, it has expired, or a capture gave back the rest. */
export const isReleased = (payment: Payment): boolean =>
  payment.ended !== undefined ||
  payment.closed ||
  payment.modifications.some(({ closes, kind, status }) => kind === "capture" && status === "succeeded" && closes)

/** What is left to capture, in minor units. */
export const capturable = (payment: Payment): bigint =>
  isReleased(payment) ? 0n : payment.authorised.value - captured(payment)

export const refundable = (payment: Payment): bigint => captured(payment) - refunded(payment)

export const truthOf = (payment: Payment): Truth.AuthorisationTruth => {
  const { currency } = payment.authorised
  return {
    id: payment.psp,
    ...(payment.session === undefined ? {} : { session: payment.session }),
    authorised: amounts.toTruth(payment.authorised),
    captured: amounts.toTruth({ value: captured(payment), currency }),
    refunded: amounts.toTruth({ value: refunded(payment), currency }),
    released: isReleased(payment)
  }
}
