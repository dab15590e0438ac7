/** Adyen Checkout as a subject of the conformance kit: with each reading of what its documents leave open. */
import * as Redacted from "effect/Redacted"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Subject, Variant } from "@paylayer/conformance"
import * as mac from "@paylayer/simulator/mac"
import { AdyenCheckout, AdyenClassic, AdyenWebhooks } from "./src/index.ts"
import { AdyenSimulator } from "./src/simulator/index.ts"

const { credentials } = AdyenSimulator
const apiKey = Redacted.make(credentials.apiKey)
const merchantAccount = credentials.merchantAccount
const nextKey = "A7F0C3E5B9D1284660F1E2D3C4B5A69788796A5B4C3D2E1F00FF11EE22DD33CC"

export const webhookOptions = {
  hmacKeys: [Redacted.make(credentials.hmacKey), Redacted.make(nextKey)],
  merchantAccount
} as const

const webhooks = AdyenWebhooks.layer(webhookOptions)

interface Item {
  readonly additionalData?: Readonly<Record<string, string>>
  readonly amount: { readonly value: number; readonly currency: string }
  readonly [field: string]: unknown
}

interface Notification {
  readonly live: string
  readonly notificationItems: ReadonlyArray<{ readonly NotificationRequestItem: Item }>
}

/** The body with other items; what is none stays what it is. */
const items =
  (change: (item: Item) => object, more: Partial<Notification> = {}) =>
  (body: string): string => {
    try {
      const notification = JSON.parse(body) as Notification
      const notificationItems = notification.notificationItems.map(({ NotificationRequestItem: item }) => ({
        NotificationRequestItem: change(item)
      }))
      return JSON.stringify({ ...notification, ...more, notificationItems })
    } catch {
      return body
    }
  }

/** "Verify HMAC signatures": eight fields, in this order. */
const signedFields = [
  "pspReference",
  "originalReference",
  "merchantAccountCode",
  "merchantReference",
  "amount.value",
  "amount.currency",
  "eventCode",
  "success"
]

/** What is missing is empty. */
const signed = ({ amount, ...item }: Item): string => {
  const flat: Readonly<Record<string, unknown>> = {
    ...item,
    "amount.value": amount.value,
    "amount.currency": amount.currency
  }
  return signedFields.map((field) => String(flat[field] ?? "")).join(":")
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const events: Subject.WebhookWorld = {
  sign: (body, by) => {
    const key = by === "next" ? nextKey : by === "other" ? nextKey.split("").toReversed().join("") : credentials.hmacKey
    const sign = items((item) => {
      const tag = mac.hmac("SHA-256", bytesOf(key), new TextEncoder().encode(signed(item)))
      const hmacSignature = btoa(String.fromCharCode(...(by === "prefix" ? tag.slice(0, 15) : tag)))
      return { ...item, additionalData: { ...item.additionalData, hmacSignature } }
    })
    return { headers: { "content-type": "application/json" }, body: sign(body) }
  },
  signs: { _tag: "fields", fields: signedFields, tolerance: "none" },
  rotates: true,
  secrets: webhookOptions.hmacKeys,
  unsigned: items(({ additionalData: _, ...item }) => item),
  // Adyen signs a reference as it is, whatever stands in it.
  unknown: items((item) => ({ ...item, eventCode: "BRAND_NEW", merchantReference: "\\:/\\/slashes: are fun" })),
  broken: items(({ eventDate: _, ...item }) => item),
  foreign: [
    items((item) => ({ ...item, merchantAccountCode: "AnotherMerchant" })),
    items((item) => item, { live: "true" })
  ],
  accepts: ({ body, status }) => status >= 200 && status < 300 && body === "[accepted]"
}

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
  // A request under this key is still under way, and may be this very change.
  ...(errorCode === "704" ? { unsure: true as const } : {}),
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

/** Asks for an authorisation that can be adjusted. */
const preAuthorised = AdyenCheckout.sessionOptions({ authorisationType: "PreAuth" })

/** Adyen's adapter on its simulator. */
export const adyen = (
  name: string,
  assume: Partial<AdyenSimulator.Positions> = {},
  layer: Subject.Subject["layer"] = Layer.merge(AdyenCheckout.layer({ apiKey, merchantAccount }), webhooks),
  options: AdyenSimulator.Options = {}
): Subject.Subject =>
  Subject.make({
    name,
    version: "0.0.0",
    layer,
    world: AdyenSimulator.layer({ ...options, assume }),
    defaults: {
      returnUrl: "https://shop.example/back",
      provider: [
        AdyenCheckout.sessionOptions({
          countryCode: "NL",
          shopperReference: "customer-7",
          shopperLocale: "nl-NL",
          metadata: { basket: "9" },
          allowedPaymentMethods: ["ideal", "sepadirectdebit"]
        }),
        preAuthorised
      ]
    },
    notAdjustable: {
      provider: [AdyenCheckout.sessionOptions({ countryCode: "NL" })]
    },
    validity: Duration.days(28),
    webhooks: events,
    secrets: [apiKey],
    errors,
    unconfirmed: (body) => body.replace('"payable":false', '"payable":true')
  })

const plain = adyen("adyen")

export default plain

/** Where the token is looked at before the session's state. */
export const tokenFirst: ReadonlyArray<Subject.Deviation> = [
  {
    law: "SES-07",
    kind: "provider-limit",
    fails: "expected NotUpdatable, got ContinuationLost",
    reason:
      "who paid rotated the token; where Adyen looks at the token first, a server that still holds the old one is told " +
      "ContinuationLost, which ends the session for it all the same"
  }
]

/** Where an old token is as good as the latest, a PATCH that comes late is one like any other. */
export const latePatch: ReadonlyArray<Subject.Deviation> = [
  {
    law: "SES-24",
    kind: "provider-limit",
    fails: "expected the provider's amount",
    reason:
      "whether a PATCH heeds a key the documents leave open, so nothing is built on one; where Adyen takes an older token, " +
      "too, nothing else tells which PATCH came first"
  }
]

/** Where an answer says neither which payment nor which amount it is about. */
const answersAlike: ReadonlyArray<Subject.Deviation> = [
  {
    law: "IDM-09",
    kind: "provider-limit",
    fails: ["authorised", "captured", "refunded"].map((what) => `expected ${what}, as the provider has it`),
    reason:
      "Adyen compares nothing under a key, and a Classic answer is a pspReference and [adjustAuthorisation-received]: the " +
      "answer to another modification looks like the right one"
  }
]

/** Classic in one of its encodings, with notifications in the same one. */
export const classic = (
  encoding: "json" | "form" | "soap",
  layer = Layer.merge(AdyenClassic.layer({ apiKey, merchantAccount, encoding }), webhooks),
  options: AdyenSimulator.Options = {}
): Subject.Subject =>
  Subject.make({
    name: `adyen classic, ${encoding}`,
    version: "0.0.0",
    layer,
    world: AdyenSimulator.layer({ captureDelay: "manual", webhooks: { encoding }, ...options }),
    authorise: ({ adjustable, amount, reference }) =>
      Effect.flatMap(AdyenClassic.DirectAuthorisations, ({ authorise }) =>
        Effect.map(authorise({ amount, reference, adjustable, card }), ({ authorisation }) => authorisation)
      ),
    notAdjustable: {},
    validity: Duration.days(28),
    secrets: [apiKey],
    deviations: answersAlike,
    // Laws that make requests of their own make them in JSON.
    ...(encoding === "json" ? { webhooks: events } : {})
  })

const card = AdyenClassic.card({
  number: "4111111111111111",
  expiryMonth: "3",
  expiryYear: "2030",
  cvc: "737",
  holderName: "J. Smith"
})

const plainClassic = classic("json")

/** Which `sessionData` is accepted, in three; in a fourth, all that can be said otherwise of a PATCH that is refused. */
export const subjects: ReadonlyArray<Subject.Subject> = [
  plain,
  {
    ...Variant.of(
      plain,
      "before-payment",
      adyen("adyen, latest or first", { sessionData: "latest-or-first", keyOnPatch: "ignored" })
    ),
    deviations: latePatch
  },
  {
    ...Variant.of(plain, "before-payment", adyen("adyen, any of the session", { sessionData: "any-of-this-session" })),
    deviations: latePatch
  },
  {
    ...Variant.of(
      plain,
      "before-payment",
      adyen("adyen, refused otherwise", {
        checkedFirst: "sessionData",
        patchOnPayable: "106",
        patchOnExpired: "14_018",
        unacceptedSessionData: "14_012",
        missingSessionData: "14_018"
      })
    ),
    deviations: tokenFirst
  },
  Variant.of(
    plain,
    "after-payment",
    adyen(
      "adyen, several captures",
      {},
      Layer.merge(
        AdyenCheckout.layer({ apiKey, merchantAccount, account: { multiplePartialCaptures: true } }),
        AdyenWebhooks.layer({ ...webhookOptions, account: { multiplePartialCaptures: true } })
      ),
      { multiplePartialCaptures: true }
    )
  ),
  plainClassic,
  Variant.of(plainClassic, "encoding", classic("form")),
  Variant.of(plainClassic, "encoding", classic("soap"))
]
