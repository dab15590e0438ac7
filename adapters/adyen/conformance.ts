/** Adyen Checkout as a subject of the conformance kit: with each reading of what its documents leave open. */
import * as Redacted from "effect/Redacted"
import { Subject } from "@paylayer/conformance"
import { AdyenCheckout } from "./src/index.ts"
import { AdyenSimulator } from "./src/simulator/index.ts"

const { credentials } = AdyenSimulator
const apiKey = Redacted.make(credentials.apiKey)
const merchantAccount = credentials.merchantAccount

interface Row extends Pick<Subject.DocumentedError, "operation" | "headers"> {
  readonly errorType?: string
  /** The parameter that the message is about. */
  readonly about?: string
  /** What it becomes holds no code of the provider. */
  readonly codeless?: true
}

/** As the documents show them, and what each means to who created or changed a session. */
const refusal = (
  status: number,
  errorCode: string,
  message: string,
  becomes: string,
  { about, codeless, errorType = "validation", ...more }: Row = { operation: "create" }
): Subject.DocumentedError => ({
  name: `${errorCode} (${more.operation})`,
  status,
  body: JSON.stringify({ status, errorCode, message, errorType, pspReference: "QFQTPCQ8HXSKGK82" }),
  becomes,
  ...(codeless ? {} : { code: errorCode }),
  ...(about === undefined ? {} : { parameters: [{ parameter: about, reason: message }] }),
  ...more
})

const creating = { operation: "create" } as const
const changing = { operation: "update" } as const

const errors: ReadonlyArray<Subject.DocumentedError> = [
  refusal(422, "130", "Required field 'reference' is not provided.", "InvalidRequest", {
    ...creating,
    about: "reference"
  }),
  refusal(422, "137", "Field 'amount' is not valid.", "InvalidRequest", { ...creating, about: "amount" }),
  refusal(422, "138", "Unsupported currency specified", "InvalidRequest", { ...creating, about: "amount.currency" }),
  refusal(422, "200", "Field 'countryCode' is not valid.", "InvalidRequest", { ...creating, about: "countryCode" }),
  refusal(422, "14_030", "Return URL is missing.", "InvalidRequest", { ...creating, about: "returnUrl" }),
  refusal(400, "702", 'Unexpected input: ", expected: }', "InvalidRequest"),
  refusal(401, "000", "HTTP Status Response - Unauthorized", "Unauthenticated", {
    ...creating,
    errorType: "security",
    headers: { "www-authenticate": 'BASIC realm="Adyen PAL Service Authentication"' }
  }),
  refusal(403, "010", "Not allowed", "Forbidden", { ...creating, errorType: "security" }),
  refusal(403, "901", "Invalid Merchant Account", "Forbidden", { ...changing, errorType: "security" }),
  refusal(500, "905", "Payment details are not supported", "Forbidden", { ...creating, errorType: "configuration" }),
  refusal(
    422,
    "905_1",
    "Could not find an acquirer account for the provided txvariant (visa), currency (EUR), and action (AUTH).",
    "Forbidden",
    { ...creating, errorType: "configuration" }
  ),
  refusal(422, "704", "request already processed or in progress", "IdempotencyConflict"),
  refusal(409, "704", "request already processed or in progress", "IdempotencyConflict"),
  refusal(422, "704", "request already processed or in progress", "IdempotencyConflict", changing),
  refusal(503, "703", "required resource temporarily unavailable", "Unavailable", {
    ...creating,
    headers: { "transient-error": "true" }
  }),
  refusal(500, "701", "server could not process request", "Unavailable", { ...changing, errorType: "internal" }),
  refusal(422, "130", "Required field 'sessionData' is not provided.", "InvalidRequest", {
    ...changing,
    about: "sessionData"
  }),
  refusal(422, "137", "Field 'amount' is not valid.", "InvalidRequest", { ...changing, about: "amount" }),
  refusal(422, "138", "Unsupported currency specified", "InvalidRequest", { ...changing, about: "amount.currency" }),
  refusal(422, "14_008", "Session has expired", "SessionExpired", { ...changing, codeless: true }),
  refusal(422, "14_018", "Invalid payload provided", "ContinuationLost", { ...changing, codeless: true }),
  refusal(422, "14_012", "SDK token could not be parsed", "ContinuationLost", { ...changing, codeless: true }),
  refusal(422, "77_777", "Something that no document knows.", "UnknownCode"),
  // Whatever else Adyen finds wrong with a well-formed PATCH is the session's state.
  refusal(422, "77_777", "Something that no document knows.", "NotUpdatable", { ...changing, codeless: true })
]

/** Adyen's adapter on its simulator. */
export const adyen = (
  name: string,
  assume: Partial<AdyenSimulator.Positions> = {},
  layer: Subject.Subject["layer"] = AdyenCheckout.layer({ apiKey, merchantAccount })
): Subject.Subject =>
  Subject.make({
    name,
    version: "0.0.0",
    layer,
    world: AdyenSimulator.layer({ assume }),
    defaults: {
      returnUrl: "https://shop.example/back",
      provider: [
        AdyenCheckout.sessionOptions({
          countryCode: "NL",
          shopperReference: "customer-7",
          shopperLocale: "nl-NL",
          metadata: { basket: "9" },
          allowedPaymentMethods: ["ideal", "sepadirectdebit"]
        })
      ]
    },
    secrets: [apiKey],
    errors,
    unconfirmed: (body) => body.replace('"payable":false', '"payable":true')
  })

export default adyen("adyen")

/** Where the token is looked at before the session's state. */
export const tokenFirst: ReadonlyArray<Subject.Deviation> = [
  {
    law: "SES-07",
    kind: "provider-limit",
    reason:
      "who paid rotated the token; where Adyen looks at the token first, a server that still holds the old one is told " +
      "ContinuationLost, which ends the session for it all the same"
  }
]

/** Which `sessionData` is accepted, in three; in a fourth, all that can be said otherwise of a PATCH that is refused. */
export const subjects: ReadonlyArray<Subject.Subject> = [
  adyen("adyen"),
  adyen("adyen, latest or first", { sessionData: "latest-or-first", keyOnPatch: "ignored" }),
  adyen("adyen, any of the session", { sessionData: "any-of-this-session" }),
  {
    ...adyen("adyen, refused otherwise", {
      checkedFirst: "sessionData",
      patchOnPayable: "106",
      patchOnExpired: "14_018",
      unacceptedSessionData: "14_012",
      missingSessionData: "14_018"
    }),
    deviations: tokenFirst
  }
]
