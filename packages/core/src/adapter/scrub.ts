import * as Redacted from "effect/Redacted"
import type { Reason } from "../ProviderError.ts"

const longestText = 500

/** The reason with every secret taken out of what the provider said, and no text of more than 500 characters. */
export const scrub = (reason: Reason, secrets: ReadonlyArray<Redacted.Redacted<string>>): Reason => {
  const hidden = secrets.flatMap((secret) => [Redacted.value(secret), ...Redacted.value(secret).split(" ").slice(1)])
    .filter((text) => text.length > 0)
  const clean = (text: string) =>
    hidden.reduce((shown, secret) => shown.replaceAll(secret, "<redacted>"), text).slice(0, longestText)
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
