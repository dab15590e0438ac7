/**
 * The `Stripe-Signature` header: `t=<seconds>,v1=<hex>[,v1=<hex>…]`. Signed is `<t>.<body>` under the endpoint's secret,
 * the text of which is the key. Docs: "Verify webhook signatures"; `stripe` 23.1.0 reads it the same way.
 */
import type { RuleViolation } from "@paylayer/core"
import { Hmac, type Mac } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

interface Signature {
  /** Seconds since the epoch, as written. */
  readonly at: string
  readonly tags: ReadonlyArray<Uint8Array>
}

/** More signatures than a rotation of secrets makes. */
const mostTags = 16

/** What the header says; `undefined` where it has no time, or nothing that could be a signature. */
const parse = (header: string): Signature | undefined => {
  const parts = header.split(",").map((part) => part.trim().split("="))
  const at = parts.find(([name]) => name === "t")?.[1]
  const tags = parts.flatMap(([name, value = ""]) => (name === "v1" ? (Hmac.hexBytes(value) ?? []) : []))
  return at !== undefined && /^\d{1,12}$/.test(at) && tags.length > 0
    ? { at, tags: tags.slice(0, mostTags) }
    : undefined
}

/** Why a body under this header is not to be believed; `undefined` where it is. */
export const refusal = Effect.fnUntraced(function* (
  secrets: ReadonlyArray<Redacted.Redacted<string>>,
  tolerance: Duration.Duration,
  header: string | undefined,
  body: string
): Effect.fn.Return<RuleViolation.WebhookRefused["why"] | undefined, never, Mac> {
  const signature = header === undefined ? undefined : parse(header)
  if (signature === undefined) return "missing"
  // An empty secret is nobody's: everybody could sign with it.
  const keys = secrets.filter((secret) => Redacted.value(secret).trim() !== "").map(Hmac.secretText)
  if (!(yield* Hmac.isSigned(keys, signature.tags, `${signature.at}.${body}`))) return "mismatch"
  // Whole seconds, as the signature's own.
  const age = Math.floor((yield* Clock.currentTimeMillis) / 1000 - Number(signature.at)) * 1000
  return age > Duration.toMillis(tolerance) ? "too-old" : undefined
})
