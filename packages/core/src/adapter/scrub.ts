import * as Redacted from "effect/Redacted"

const longestText = 500

/** How deep an answer may be; what lies deeper, nobody reads, and only an attack sends. */
const deepest = 100

/** A text of the provider with every secret taken out, and no longer than 500 characters. */
export const scrubText = (secrets: ReadonlyArray<Redacted.Redacted<string>>): ((text: string) => string) => {
  // A header's secret is often quoted without its scheme. The longest first: one may contain another.
  const hidden = secrets
    .map(Redacted.value)
    .flatMap((secret) => [secret, ...secret.split(" ").slice(1)])
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, ...asSent(secret)])
    .sort((one, other) => other.length - one.length)
    .map((secret) => new RegExp(patternOf(secret), "g"))
  return (text) => hidden.reduce((shown, secret) => shown.replace(secret, "<redacted>"), text).slice(0, longestText)
}

/** As it went out in a query, a form or a path: a provider may quote the whole URL. */
const asSent = (secret: string): ReadonlyArray<string> => {
  const inQuery = new URLSearchParams({ "": secret }).toString().slice(1)
  const inPath = encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\ufffd"))
  return [inQuery, inPath]
}

/** Of a text as it is, in which percent escapes may have digits of either case. */
const patternOf = (text: string): string =>
  text
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/%[\dA-F]{2}/g, (escape) => escape.replace(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`))

/** The same with every secret taken out of what the provider said; more than 100 levels deep, it is cut off. */
export const scrub = <A>(said: A, secrets: ReadonlyArray<Redacted.Redacted<string>>): A => {
  const clean = scrubText(secrets)
  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return clean(value)
    if (typeof value !== "object" || value === null) return value
    if (depth === deepest) return undefined
    if (Array.isArray(value)) return value.map((inner) => walk(inner, depth + 1))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, depth + 1)]))
  }
  return walk(said, 0) as A
}
