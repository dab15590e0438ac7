/** Acquired.com as a subject of the conformance kit: with each way in which a PUT may treat what it does not name. */
import * as Redacted from "effect/Redacted"
import * as Duration from "effect/Duration"
import { Subject, Variant } from "@paylayer/conformance"
import * as mac from "@paylayer/simulator/mac"
import type { Simulation } from "@paylayer/simulator"
import { Acquired } from "./src/index.ts"
import { AcquiredSimulator } from "./src/simulator/index.ts"

const { credentials } = AcquiredSimulator
const appKey = Redacted.make(credentials.appKey)

/** As the documents show them; 400 from "Generate a session_id", the others from "HTTP responses". */
const refusal = (
  status: number,
  error_type: string,
  title: string,
  becomes: string,
  invalid_parameters?: ReadonlyArray<{ readonly parameter: string; readonly reason: string }>
): Subject.DocumentedError => ({
  name: error_type,
  status,
  body: JSON.stringify({ status: "error", error_type, title, instance: "/v1/payment-sessions", invalid_parameters }),
  operation: "create",
  becomes,
  code: error_type,
  ...(invalid_parameters === undefined ? {} : { parameters: invalid_parameters })
})

const validation = refusal(
  400,
  "validation",
  "Your request parameters did not pass our validation.",
  "InvalidRequest",
  [
    { parameter: "transaction.order_id", reason: "transaction.order_id can not be empty" },
    { parameter: "transaction.amount", reason: "must be a number" }
  ]
)
const unknown = refusal(
  404,
  "not_found",
  "Unable to find the requested resource, please check your request and try again.",
  "NotFound"
)

const errors: ReadonlyArray<Subject.DocumentedError> = [
  validation,
  { ...validation, operation: "update" },
  refusal(400, "bad_request", "Your request could not be understood.", "InvalidRequest"),
  { ...refusal(400, "bad_request", "The session has been paid.", "NotUpdatable"), operation: "update" },
  refusal(
    401,
    "unauthorized",
    "Authentication with the API failed, please check your details and try again.",
    "Unauthenticated"
  ),
  refusal(
    403,
    "forbidden",
    "You do not have access to the requested resource, please check your details and try again.",
    "Forbidden"
  ),
  refusal(403, "configuration", "Your account is not set up for this.", "Forbidden"),
  unknown,
  { ...unknown, operation: "update" },
  refusal(409, "conflict", "There was a conflict when trying to complete your request", "InvalidRequest", [
    { parameter: "reference", reason: "already exists" }
  ]),
  refusal(500, "internal_server_error", "An error occurred, we are investigating the reason.", "Unavailable"),
  refusal(400, "brewing", "Something that no document knows.", "UnknownCode")
]

const nextKey = "0f0e0d0c0b0a09080706050403020100"

/** Of an account whose payments the shop captures, every one. */
export const options = {
  appId: credentials.appId,
  appKey,
  signingKeys: [appKey, Redacted.make(nextKey)],
  capture: "manual"
} satisfies Acquired.Options

/** Of an account whose payments are captured as each session says. */
const { capture: _, ...eitherWay } = options
export { eitherWay }

type Notice = Readonly<Record<string, unknown>>

/** The same notice, changed; what is none stays what it is. */
const changed =
  (change: (notice: Notice) => object) =>
  (body: string): string => {
    try {
      return JSON.stringify(change(JSON.parse(body) as Notice))
    } catch {
      return body
    }
  }

/** Webhook version 2: HMAC over the body without whitespace. */
const events: Subject.WebhookWorld = {
  sign: (body, by) => {
    const key = by === "next" ? nextKey : by === "other" ? "nobody-knows-this-key" : credentials.appKey
    const bytes = (text: string) => new TextEncoder().encode(text)
    const tag = [...mac.hmac("SHA-256", bytes(key), bytes(body.replace(/\s+/g, "")))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("")
    const headers = { "content-type": "application/json", "webhook-version": "2" }
    return { headers: { ...headers, hash: by === "prefix" ? tag.slice(0, 32) : tag }, body }
  },
  signs: { _tag: "body-without-whitespace", tolerance: "none" },
  rotates: true,
  secrets: options.signingKeys,
  unknown: changed((notice) => ({ ...notice, webhook_type: "brand_new" })),
  broken: changed(({ webhook_body: _, ...notice }) => notice),
  accepts: ({ status }) => status === 200
}

/** A PUT has neither a key nor a version. */
export const latePut: Subject.Deviation = {
  law: "SES-24",
  kind: "provider-limit",
  fails: "expected the provider's amount",
  reason:
    "no document names a key or a version for a PUT: one that comes late is one like any other, and nobody can tell, " +
    "because a session is never read"
}

/**
 * A transaction that is read says nothing of the ones that were made of it. Reference: "The transaction object", whose
 * status is `success` for a payment that went well, whether it is captured or not; webhooks, "status_update", with a
 * transaction's id, its status and the order.
 */
const elsewhere: ReadonlyArray<Subject.Deviation> = [
  {
    law: "CAP-04",
    kind: "provider-limit",
    // Of the capture elsewhere: what a payment captures by itself is counted.
    fails: "captured, as the provider has it: 5.01 EUR, got 0 EUR",
    reason:
      "nothing tells what somebody else captured: a GET of the payment has no captures in it, and a webhook names a " +
      "transaction by its id, without a type or an amount"
  },
  {
    law: "MOD-03",
    kind: "provider-limit",
    fails: ["refunded, as the provider has it", "capturable, of what is released"],
    reason: "nothing tells what somebody else refunded or voided: neither a webhook nor a GET of the payment"
  },
  {
    law: "REV-01",
    kind: "provider-limit",
    fails: "captured, as the provider has it",
    reason: "nothing tells what somebody else captured: neither a webhook nor a GET of the payment"
  }
]

/** Acquired's adapter, or one that is nearly that, on its simulator. */
export const acquired = (
  name: string,
  world: AcquiredSimulator.Options & Simulation.Options = {},
  layer = Acquired.layer(options)
): Subject.Subject =>
  Subject.make({
    name,
    version: "0.0.0",
    layer,
    world: AcquiredSimulator.layer(world),
    defaults: {
      returnUrl: "https://shop.example/back",
      provider: [
        Acquired.parameters({
          transaction: { custom1: "basket" },
          tds: {
            challenge_preference: "no_preference",
            contact_url: "https://shop.example/contact",
            webhook_url: "https://shop.example/webhook"
          },
          save_card: true,
          payment_methods: ["card", "apple_pay"]
        })
      ]
    },
    secrets: [appKey],
    webhooks: events,
    learnsBy: "look-up",
    refundableAfter: Duration.hours(25),
    validity: Duration.days(7),
    otherChange: { provider: [Acquired.parameters({ save_card: false })] },
    errors,
    deviations: [...elsewhere, latePut]
  })

const plain = acquired("acquired")

export default plain

/** What PUT leaves is nothing to a payment. */
const replacing = Variant.of(
  plain,
  "before-payment",
  acquired("acquired, PUT replaces", { assume: { putSemantics: "replace" } })
)

/** What takes time may come between. */
const farAway = Variant.of(
  plain,
  "latency",
  acquired("acquired, far away", { latency: { there: "1 second", back: "1 second" } })
)

/** Captured as each session says, and a payment that is read tells it. */
const bothWays = Variant.of(
  plain,
  "after-payment",
  acquired("acquired, either capture", { assume: { transactionShape: "nested" } }, Acquired.layer(eitherWay))
)

export const subjects: ReadonlyArray<Subject.Subject> = [plain, replacing, farAway, bothWays]
