/** What may be shown of an exchange: enough to understand a failure, nothing that opens anything. */
import type * as Redacted from "effect/Redacted"
import type { Recording } from "@paylayer/simulator"
import { hideCards } from "./redact/cards.ts"
import { hideEncoded } from "./redact/encoded.ts"
import { decoded, hideCredentials, hideInForm, hideInXml, hideSaid } from "./redact/fields.ts"
import { type Hide, numbering } from "./redact/hidden.ts"
import { hideInJson } from "./redact/json.ts"
import { hideKnown } from "./redact/known.ts"
import { isSecret } from "./redact/names.ts"
import type { Exchange } from "./Report.ts"
import type { Subject } from "./Subject.ts"

/** How much of a body is shown. */
const longest = 2_000

/** How much of a body is looked at. */
const furthest = 64_000

/** How often something may be encoded within something. */
const deepest = 3

/** Shows texts and exchanges of one failure: the same secret has the same mark in all of them. */
export interface Redactor {
  /** Without the subject's secrets, what looks like one, and what looks like a card. */
  readonly text: (text: string) => string
  /**
   * Method, path, status and bodies, without query and headers but for the key. Of a real account no body is shown,
   * since nobody knows what it holds.
   */
  readonly exchange: (recorded: Recording.Exchange) => Exchange
}

export const make = ({ evidence, secrets }: Pick<Subject, "evidence" | "secrets">): Redactor => {
  const hide = numbering()
  const known = hideKnown(secrets)
  const clean = (text: string, depth: number, hide: Hide): string => {
    const named = hideInXml(hideInJson(hideCredentials(known(text, hide), hide), hide), hide)
    const shown = hideSaid(hideInForm(named, hide), hide)
    // Whether there is anything to hide within is all that is asked there: it gets no marks.
    const inner = (text: string) => clean(text, depth - 1, numbering())
    return hideCards(depth === 0 ? shown : hideEncoded(shown, inner, hide))
  }
  const text = (text: string): string => {
    const shown = clean(text.length <= furthest ? text : cutOff(text), deepest, hide)
    return shown.length > longest ? `${shown.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")}…` : shown
  }
  const path = (url: string): string =>
    text(
      new URL(url).pathname
        .split("/")
        .map((name, at, names) => (isSecret(decoded(names[at - 1] ?? "")) ? hide(decoded(name)) : name))
        .join("/")
    )

  return {
    text,
    exchange: ({ body, headers, method, outcome, url }) => {
      const key = headers["idempotency-key"]
      const shows = (text: string) => evidence !== "live" && text !== ""
      return {
        method,
        path: path(url),
        ...(key === undefined ? {} : { key: text(key) }),
        ...(shows(body) ? { request: text(body) } : {}),
        ...(outcome._tag === "Answered"
          ? { status: outcome.status, ...(shows(outcome.body) ? { answer: text(outcome.body) } : {}) }
          : { ended: outcome._tag === "Failed" ? text(outcome.why) : outcome._tag.toLowerCase() })
      }
    }
  }
}

/** The beginning of a text, which must not end within a secret. */
const cutOff = (text: string): string => {
  const end = text.slice(furthest - longest, furthest)
  return text.slice(0, furthest - longest + end.search(/[^\s"&<]*$/))
}

/** One text by itself. */
export const body = (text: string, secrets: ReadonlyArray<Redacted.Redacted<string>>): string =>
  make({ evidence: "simulator", secrets }).text(text)
