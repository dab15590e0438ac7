/** What the Classic API refuses with, besides what all of Adyen's interfaces have in common. */
import { errors, messageOf, type Refusal } from "../errors.ts"

/** An error, before it is written in one of the encodings. */
export interface Fault {
  readonly status: number
  readonly errorCode: string
  readonly errorType: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

const row = (status: number, errorCode: string, errorType: string, message: string, source: string) => ({
  status,
  errorCode,
  errorType,
  message,
  source
})

const mapper = "ExceptionMapper of Wikimedia's SmashPig, from docs.adyen.com's list of error codes"
/** Nobody knows what Adyen says there: the mark `SIM_` tells that the code is ours. */
const ours = "ours: no document has it"

/** `{0}` stands for the field or the limit that it is about. */
export const rows = {
  cardNumber: row(422, "101", "validation", "Invalid card number", "fixtures of wvanbergen/adyen"),
  accountHolder: row(422, "127", "validation", "Required field 'accountHolderName' is not provided.", mapper),
  cardHolder: row(422, "128", "validation", "Required field 'card.holderName' is not provided.", mapper),
  expired: row(422, "140", "validation", "Invalid expiryMonth[1..12] / expiryYear[>2000], or before now", mapper),
  expiry: row(422, "141", "validation", "Invalid expiryMonth[1..12] / expiryYear[>2000]", mapper),
  cvc: row(422, "153", "validation", "Invalid CVC", mapper),
  iban: row(422, "161", "validation", "Invalid iban", mapper),
  amountNotAllowed: row(422, "166", "validation", "Amount not allowed for this operation", mapper),
  additionalData: row(422, "187", "validation", "Invalid additionalData field", mapper),
  operation: row(422, "700", "validation", "No method specified", mapper),
  cardMissing: row(422, "918", "validation", "Required object 'card' is not provided.", mapper),
  detailsMissing: row(422, "927", "validation", "Missing payment details.", mapper),
  authorisationType: row(422, "1002", "validation", "Invalid Authorisation Type supplied", mapper),
  tooLarge: row(422, "29_100", "validation", "The request is larger than the allowed maximum of {0} bytes", mapper),
  contentType: row(415, "SIM_CONTENT_TYPE", "validation", "The simulator does not know content of type {0}", ours)
} as const

export type FaultName = keyof typeof rows

/** @param about What the message is about. */
export const fault = (name: FaultName, about = "", status: number = rows[name].status): Fault => {
  const { errorCode, errorType, message } = rows[name]
  return { status, errorCode, errorType, message: message.replace("{0}", about) }
}

/** One that all of Adyen's interfaces have. */
export const shared = (refused: Refusal): Fault => {
  const { errorCode, errorType, status, ...rest } = errors[refused.error]
  return {
    status: refused.status ?? status,
    errorCode,
    errorType,
    message: messageOf(refused),
    ...("headers" in rest ? { headers: rest.headers } : {})
  }
}
