/** The reference provider, its adapter, and both as a subject. */
import * as Redacted from "effect/Redacted"
import * as Subject from "../Subject.ts"
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

/** The reference adapter with some of its parts replaced. */
export const subject = (name: string, parts: Partial<Reference.Parts> = {}): Subject.Subject =>
  Subject.make({
    name,
    version: "1.0.0",
    layer: Reference.layer({ key: Redacted.make(Provider.credentials.key), ...parts }),
    world: Provider.layer(),
    defaults: { returnUrl: "https://shop.example/back" },
    secrets: [Redacted.make(Provider.credentials.key)],
    errors,
    otherTotal: (body) => body.replace(/"value":(\d+)/, (_, value: string) => `"value":${Number(value) + 100}`),
    unconfirmed: (body) => body.replace('"final":false', '"final":true')
  })

export const reference: Subject.Subject = subject("reference")
