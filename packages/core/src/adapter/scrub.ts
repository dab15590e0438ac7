import * as Redacted from "effect/Redacted"
import type { Reason } from "../ProviderError.ts"

const longestText = 500

/** A text of the provider with every secret taken out, and no longer than 500 characters. */
export const scrubText = (secrets: ReadonlyArray<Redacted.Redacted<string>>): ((text: string) => string) => {
  // A header's secret is often quoted without its scheme. The longest first: one may contain another.
  const hidden = secrets
    .map(Redacted.value)
    .flatMap((secret) => [secret, ...secret.split(" ").slice(1)])
    .filter((secret) => secret !== "")
    .sort((one, other) => other.length - one.length)
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, "<redacted>"), text).slice(0, longestText)
}

/** The reason with every secret taken out of what the provider said. */
export const scrub = (reason: Reason, secrets: ReadonlyArray<Redacted.Redacted<string>>): Reason => {
  const clean = scrubText(secrets)
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value)
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner)]))
    }
    return value
  }
  return walk(reason) as Reason
}
