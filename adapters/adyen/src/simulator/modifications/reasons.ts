/** Why an event is what it is, in the words of its `reason`. */
import type { Positions } from "../assumptions.ts"

/** From docs.adyen.com ("Capture", "Refund", "Webhook types") and the notifications of @adyen/api-library 32.1.0. */
const documented = {
  insufficient: "Insufficient balance on payment",
  notCaptured: "Transaction hasn't been captured, refund not possible",
  rejectedByScheme: "Capture rejected by card scheme because of a technical issue.",
  recaptured: "Transaction Recaptured",
  expired: "remaining uncaptured amount expired"
} as const

/** Ours: the mark tells that no document has them. */
const marked = {
  captured: "SIM: the payment has been captured",
  cancelled: "SIM: the payment has been cancelled",
  disputed: "SIM: the shopper disputes the payment",
  ended: "SIM: the authorisation has expired",
  issuer: "SIM: refused by the issuer",
  notPreAuth: "SIM: the payment is no pre-authorisation",
  otherBlob: "SIM: adjustAuthorisationData is not this payment's latest",
  otherCurrency: "SIM: the payment has another currency",
  refundDecided: "SIM: there is no such refund, or it isn't pending any more",
  severalCaptures: "SIM: the payment has several captures",
  unknownPayment: "SIM: there is no such payment",
  voided: "SIM: the refund has been voided"
} as const

const texts = { ...documented, ...marked } as const

export type Cause = keyof typeof texts

export const reasonOf = (cause: Cause, { failureReason }: Pick<Positions, "failureReason">): string =>
  cause in marked && failureReason === "empty" ? "" : texts[cause]
