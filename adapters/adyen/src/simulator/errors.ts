/** What Adyen refuses with: its `ServiceError`s as data, and each as it is sent. */
import type { Wire } from "@paylayer/simulator"

type ErrorType = "validation" | "security" | "configuration" | "internal"

interface Row {
  readonly status: number
  readonly errorCode: string
  readonly errorType: ErrorType
  /** `{0}` stands for the field, the limit or the path that it is about. */
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
  /** Where the message stands, as of 2026-11-22. */
  readonly source: string
}

const row = (
  status: number,
  errorCode: string,
  errorType: ErrorType,
  message: string,
  source: string,
  headers?: Readonly<Record<string, string>>
): Row => ({ status, errorCode, errorType, message, source, ...(headers === undefined ? {} : { headers }) })

const openapi = "Adyen/adyen-openapi CheckoutService-v72, 2026-07-01"
const recorded = "recorded from Adyen's test platform by spree_adyen"
const mapper = "ExceptionMapper of Wikimedia's SmashPig"
const idempotency = "docs.adyen.com, API idempotency"
/** Nobody knows what Adyen says there: the mark `SIM_` tells that the code is ours. */
const ours = "ours: no document has it"

const transient = { "transient-error": "true" }

export const errors = {
  unexpectedInput: row(400, "702", "validation", 'Unexpected input: ", expected: }', openapi),
  unauthorised: row(401, "000", "security", "HTTP Status Response - Unauthorized", openapi, {
    "www-authenticate": 'BASIC realm="Adyen PAL Service Authentication"'
  }),
  notAllowed: row(403, "010", "security", "Not allowed", openapi),
  merchantAccount: row(403, "901", "security", "Invalid Merchant Account", openapi),
  objectMissing: row(422, "100", "validation", "Required object '{0}' is not provided.", mapper),
  alreadyUsed: row(422, "106", "validation", "Session already used", mapper),
  required: row(422, "130", "validation", "Required field '{0}' is not provided.", recorded),
  amount: row(422, "137", "validation", "Field '{0}' is not valid.", recorded),
  currency: row(422, "138", "validation", "Unsupported currency specified", mapper),
  originalReference: row(
    422,
    "167",
    "validation",
    "Original pspReference required for this operation",
    "recorded from Adyen's test platform by spree_adyen; alphagov/pay-connector"
  ),
  metadataSize: row(422, "177", "validation", "Metadata size exceeds limit", "API reference of POST /paymentLinks"),
  metadataKey: row(422, "178", "validation", "Metadata key size exceeds limit", "API reference of POST /paymentLinks"),
  invalidField: row(422, "192", "validation", "Invalid field {0}", mapper),
  referenceLength: row(422, "198", "validation", "Reference may not exceed {0} characters", mapper),
  countryCode: row(422, "200", "validation", "Field 'countryCode' is not valid.", recorded),
  returnUrl: row(422, "14_030", "validation", "Return URL is missing.", openapi),
  additionalCurrency: row(422, "919", "validation", "Currency of additionalAmount does not match amount", mapper),
  tooLong: row(422, "29_001", "validation", "Field may not exceed {0} characters", mapper),
  inProgress: row(422, "704", "validation", "request already processed or in progress", idempotency, transient),
  expired: row(422, "14_008", "validation", "Session has expired", mapper),
  unparseable: row(422, "14_012", "validation", "SDK token could not be parsed", mapper),
  payload: row(422, "14_018", "validation", "Invalid payload provided", mapper),
  unsupportedDetails: row(500, "905", "configuration", "Payment details are not supported", openapi),
  noAcquirer: row(
    422,
    "905_1",
    "configuration",
    "Could not find an acquirer account for the provided txvariant ({0}), currency (EUR), and action (AUTH).",
    recorded
  ),
  sessionResult: row(500, "701", "internal", "server could not process request", recorded),
  unavailable: row(503, "703", "internal", "required resource temporarily unavailable", idempotency, transient),
  payable: row(422, "SIM_SESSION_PAYABLE", "validation", "The session is payable and cannot be updated", ours),
  notPayable: row(422, "SIM_SESSION_NOT_PAYABLE", "validation", "The session is not yet payable", ours),
  underWay: row(422, "SIM_PAYMENT_UNDER_WAY", "validation", "A payment of this session is under way", ours),
  keyReused: row(422, "SIM_KEY_REUSED", "validation", "The idempotency key belongs to another request", ours),
  noSuchSession: row(404, "SIM_NO_SUCH_SESSION", "validation", "There is no session {0}", ours),
  noSuchPath: row(404, "SIM_NO_SUCH_PATH", "validation", "The simulator does not know {0}", ours)
} as const satisfies Readonly<Record<string, Row>>

export type ErrorName = keyof typeof errors

/** Why a request isn't carried out. */
export interface Refusal {
  readonly error: ErrorName
  /** What the message is about. */
  readonly about?: string
  /** Another status than the row's, where documents show several. */
  readonly status?: number
}

export const refusal = (error: ErrorName, about?: string): Refusal => ({
  error,
  ...(about === undefined ? {} : { about })
})

/** As a sentence, without the wire. */
export const messageOf = ({ about = "", error }: Refusal): string => errors[error].message.replace("{0}", about)

/**
 * @param pspReference What the provider calls the request: in the body of 403, 422 and 500 (the specification's examples
 * of 400 and 401 have none).
 */
export const toWire = (refused: Refusal, pspReference: string): Wire.WireResponse => {
  const { errorCode, errorType, headers = {}, status: usual }: Row = errors[refused.error]
  const status = refused.status ?? usual
  return {
    status,
    headers: { "content-type": "application/json;charset=utf-8", ...headers },
    body: JSON.stringify({
      status,
      errorCode,
      message: messageOf(refused),
      errorType,
      ...(status < 402 ? {} : { pspReference })
    })
  }
}

/** One error as it arrives. */
export interface DocumentedError {
  /** The code. */
  readonly name: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const pspReference = "SIM0DOCUMENTED00"
const documented = (refused: Refusal): DocumentedError => ({
  name: errors[refused.error].errorCode,
  ...toWire(refused, pspReference)
})

/** Has a code that no document knows. */
export const unknownError: DocumentedError = {
  name: "99_999",
  status: 422,
  headers: { "content-type": "application/json;charset=utf-8" },
  body: JSON.stringify({
    status: 422,
    errorCode: "99_999",
    message: "Something that no document knows",
    errorType: "validation",
    pspReference
  })
}

/** Each error that `POST /sessions` or `PATCH /sessions/{id}` can meet, and one that no document knows as the last. */
export const documentedErrors: ReadonlyArray<DocumentedError> = [
  documented(refusal("unexpectedInput")),
  documented(refusal("unauthorised")),
  documented(refusal("notAllowed")),
  documented(refusal("merchantAccount")),
  documented(refusal("required", "reference")),
  documented(refusal("amount", "amount")),
  documented(refusal("currency")),
  documented(refusal("countryCode")),
  documented(refusal("returnUrl")),
  documented(refusal("expired")),
  documented(refusal("payload")),
  documented(refusal("payable")),
  documented(refusal("inProgress")),
  documented(refusal("noAcquirer", "scheme")),
  documented(refusal("unsupportedDetails")),
  documented(refusal("unavailable")),
  unknownError
]

/** Each error that a modification can meet before anything is received. */
export const documentedModificationErrors: ReadonlyArray<DocumentedError> = [
  documented(refusal("unexpectedInput")),
  documented(refusal("unauthorised")),
  documented(refusal("notAllowed")),
  documented(refusal("merchantAccount")),
  documented(refusal("required", "merchantAccount")),
  documented(refusal("amount", "amount")),
  documented(refusal("currency")),
  documented(refusal("originalReference")),
  documented(refusal("invalidField", "industryUsage")),
  documented(refusal("referenceLength", "80")),
  documented(refusal("tooLong", "10000")),
  documented(refusal("inProgress")),
  documented(refusal("unsupportedDetails")),
  documented(refusal("unavailable")),
  unknownError
]
