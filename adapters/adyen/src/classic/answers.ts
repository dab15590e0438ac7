/** What the operations answer: small and tolerant, but for the one word that says which request was received. */
import * as Schema from "effect/Schema"

const optional = Schema.optionalKey
const text = optional(Schema.String)
/** In Adyen's words, which may quote the request: shown only once what was told of a card is out of it. */
const words = optional(Schema.RedactedFromValue(Schema.String))

/** What is read of the additional data, wherever it is given. */
const additionalData = optional(
  Schema.Struct({
    adjustAuthorisationData: optional(Schema.RedactedFromValue(Schema.String)),
    refusalReasonRaw: words
  })
)

const modified = <const Words extends ReadonlyArray<string>>(...words: Words) =>
  Schema.Struct({ pspReference: Schema.NonEmptyString, response: Schema.Literals(words), additionalData })

export const captured = modified("[capture-received]")
export const cancelled = modified("[cancel-received]")
export const refunded = modified("[refund-received]")
export const cancelledOrRefunded = modified("[cancelOrRefund-received]")
/** The last three where a decision at once was asked for. */
export const adjusted = modified("[adjustAuthorisation-received]", "Authorised", "Refused", "Error")
/** With hyphens, unlike the name of the operation. */
export const technicallyCancelled = modified("[technical-cancel-received]")
export const voided = modified("[voidPendingRefund-received]")

export const Payment = Schema.Struct({
  pspReference: Schema.NonEmptyString,
  resultCode: Schema.String.check(Schema.isPattern(/^[A-Za-z]{1,40}$/, { expected: "a word" })),
  authCode: text,
  refusalReason: words,
  additionalData
})
export type Payment = typeof Payment.Type

/** The document shows `Received` only; the others mean what they mean for payments (assumed). */
export const refundedWithData = Schema.Struct({
  pspReference: Schema.NonEmptyString,
  resultCode: Schema.Literals(["Received", "Authorised", "Refused", "Cancelled", "Error"])
})
