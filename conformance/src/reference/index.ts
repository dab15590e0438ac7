/** The reference provider, its adapter, and both as a subject. */
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Subject from "../Subject.ts"
import * as mac from "@paylayer/simulator/mac"
import * as Provider from "./provider/index.ts"
import * as Reference from "./Reference.ts"

export { Provider, Reference }

/** What each code of the document must become; read from `PROTOCOL.md`, not from the adapter. */
const meanings: Readonly<Record<string, string>> = {
  malformed: "InvalidRequest",
  unauthorised: "Unauthenticated",
  forbidden: "Forbidden",
  not_found: "NotFound",
  key_reused: "IdempotencyConflict",
  key_in_use: "IdempotencyConflict",
  final: "NotUpdatable",
  paid: "NotUpdatable",
  token: "ContinuationLost",
  expired: "SessionExpired",
  invalid: "InvalidRequest",
  slow_down: "RateLimited",
  unavailable: "Unavailable"
}

/** Codes that stand in the error itself. */
const keepsCode = new Set([
  "malformed",
  "unauthorised",
  "forbidden",
  "not_found",
  "key_reused",
  "invalid",
  "unavailable"
])

const errors = [...Provider.documentedErrors, Provider.unknownError].flatMap(
  ({ body, headers = {}, name, status }): ReadonlyArray<Subject.DocumentedError> => {
    const becomes = name === Provider.unknownError.name ? "UnknownCode" : meanings[name]
    // `state` is an intent's, and no session meets it.
    if (becomes === undefined) return []
    return [
      {
        name,
        status,
        headers,
        body,
        operation: "update",
        becomes,
        ...(name === "key_in_use" ? { unsure: true as const } : {}),
        ...(keepsCode.has(name) || becomes === "UnknownCode" ? { code: name } : {}),
        ...(name === "invalid" ? { parameters: parametersOf(body) } : {})
      }
    ]
  }
)

function parametersOf(body: string): ReadonlyArray<{ readonly parameter: string; readonly reason: string }> {
  const { error } = JSON.parse(body) as {
    readonly error: { readonly parameters: ReadonlyArray<Record<"name" | "reason", string>> }
  }
  return error.parameters.map(({ name, reason }) => ({ parameter: name, reason }))
}

const nextSecret = "ref_signing_a1c6e0548d7f4b92"
const signingSecrets = [Provider.credentials.signingSecret, nextSecret].map((secret) => Redacted.make(secret))

/** What the document says of events, for laws that make requests of their own. */
const events: Subject.WebhookWorld = {
  sign: (body, by, now) => {
    const at = Math.floor(now / 1000)
    const secret =
      by === "next" ? nextSecret : by === "other" ? "nobody-knows-this" : Provider.credentials.signingSecret
    const bytes = (text: string) => new TextEncoder().encode(text)
    const tag = [...mac.hmac("SHA-256", bytes(secret), bytes(`${at}.${body}`))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("")
    return { headers: { "reference-signature": `t=${at},v1=${by === "prefix" ? tag.slice(0, 32) : tag}` }, body }
  },
  signs: { _tag: "body", tolerance: "5 minutes" },
  rotates: true,
  secrets: signingSecrets,
  unknown: (body) => body.replace(/"type":"[^"]*"/, '"type":"payment.renamed"'),
  broken: (body) => body.replace(/"(payment|success)":("[^"]*"|true|false),?/, ""),
  foreign: [
    (body) => body.replaceAll('"merchant":"shop"', '"merchant":"another"'),
    (body) => body.replaceAll('"live":false', '"live":true')
  ],
  accepts: ({ body, status }) => status === 200 && /^\{"received":\d+\}$/.test(body)
}

/** How the world of a reference subject is set up. */
export interface World extends Pick<Provider.Options, "batch" | "checks" | "latency"> {
  readonly decides?: "later" | "at-once"
}

/** The reference adapter with some of its parts replaced. */
export const subject = (
  name: string,
  parts: Partial<Reference.Parts> = {},
  { decides = "later", ...world }: World = {}
): Subject.Subject =>
  Subject.make({
    name,
    version: "1.0.0",
    layer: Reference.layer({
      key: Redacted.make(Provider.credentials.key),
      signingSecrets,
      decides,
      ...parts
    }),
    world: Provider.layer({ decides, ...world }),
    defaults: { returnUrl: "https://shop.example/back" },
    secrets: [Redacted.make(Provider.credentials.key), Redacted.make(Provider.credentials.signingSecret)],
    webhooks: events,
    validity: Duration.days(7),
    notAdjustable: { provider: [Reference.plainAuthorisation] },
    errors,
    otherTotal: (body) => body.replace(/"value":(\d+)/, (_, value: string) => `"value":${Number(value) + 100}`),
    unconfirmed: (body) => body.replace('"final":false', '"final":true')
  })

export const reference: Subject.Subject = subject("reference")

/** The same provider with an account that decides at once. */
export const atOnce: Subject.Subject = subject("reference at once", {}, { decides: "at-once" })
