/** What may be shown of an exchange: enough to understand a failure, nothing that opens anything. */
import * as Redacted from "effect/Redacted"
import type { Recording } from "@paylayer/simulator"
import type { Exchange } from "./Report.ts"
import type { Subject } from "./Subject.ts"

/** How much of a body is shown. */
const longest = 2_000

const hidden = "•••"

/** Fields whose value is a secret, or about a card, whoever the provider is. */
const secretField =
  "[\\w.-]*(?:secret|token|password|signature|hmac|mac|api_?key|sessiondata|sessionresult|cvc|cvv|card|pan|iban)[\\w.-]*"
const inJson = new RegExp(`("${secretField}"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"|[\\d.]+)`, "gi")
const inForm = new RegExp(`((?:^|[&?])${secretField}(?:\\[\\w*\\])*=)[^&\\s]*`, "gi")
const inXml = new RegExp(`(<(?:\\w+:)?${secretField}[^>]*>)[^<]*`, "gi")
/** As long as a card's number, alone or in groups. */
const cardNumber = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g

/** A body without the subject's secrets, what looks like one, and what looks like a card. */
export const body = (text: string, secrets: ReadonlyArray<Redacted.Redacted<string>>): string => {
  let shown = text.slice(0, longest * 4)
  for (const secret of secrets) shown = shown.replaceAll(Redacted.value(secret), hidden)
  shown = shown
    .replace(inJson, `$1"${hidden}"`)
    .replace(inForm, `$1${hidden}`)
    .replace(inXml, `$1${hidden}`)
    .replace(cardNumber, (digits) => (isCard(digits.replace(/\D/g, "")) ? hidden : digits))
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown
}

/**
 * Method, path, status and bodies, without query and headers but for the key. Of a real account no body is shown, since
 * nobody knows what it holds.
 */
export const exchange = (recorded: Recording.Exchange, { evidence, secrets }: Subject): Exchange => {
  const { headers, method, outcome, url } = recorded
  const key = headers["idempotency-key"]
  const clean = (text: string) => body(text, secrets)
  const shows = (text: string) => evidence !== "live" && text !== ""
  return {
    method,
    path: clean(new URL(url).pathname),
    ...(key === undefined ? {} : { key: clean(key) }),
    ...(shows(recorded.body) ? { request: clean(recorded.body) } : {}),
    ...(outcome._tag === "Answered"
      ? { status: outcome.status, ...(shows(outcome.body) ? { answer: clean(outcome.body) } : {}) }
      : { ended: outcome._tag === "Failed" ? clean(outcome.why) : outcome._tag.toLowerCase() })
  }
}

/** Luhn's check digit. */
const isCard = (digits: string): boolean => {
  let sum = 0
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
