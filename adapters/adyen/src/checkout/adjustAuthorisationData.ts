/**
 * What the next adjustment needs to be decided at once: an opaque text of Adyen's, new with each adjustment.
 *
 * It says something of the card's authorisation to whoever can read it, so it is treated like a session's token: no
 * JSON, no log and no error shows it, and one function reads it. A value only remembers that it came with one.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Modification, Sessions, Webhooks } from "@paylayer/core"

/** What can come with one: the answer to an adjustment, a session's result, an event about the authorisation. */
export type Source = Modification.Modification | Sessions.SessionResult | Webhooks.WebhookEvent

const kept = new WeakMap<Source, Redacted.Redacted<string>>()

/** `data` is whatever Adyen said: a text, or nothing. */
export const keep = <A extends Source>(source: A, data: unknown): A => {
  if (typeof data === "string" && data !== "") kept.set(source, Redacted.make(data))
  return source
}

/**
 * What Adyen gave with this adjustment, session result or event, for `adjustOptions` of the next adjustment. It goes with
 * this very value, not with its JSON: if the next adjustment is another process's, store it yourself, encrypted.
 */
export const adjustAuthorisationData = (source: Source): Redacted.Redacted<string> | undefined => kept.get(source)

/**
 * When an adjustment was decided whose answer names no time: by our clock, in whole seconds as in Adyen's webhooks. With
 * its milliseconds it would be later than whatever Adyen decides in the rest of this second.
 */
export const decidedNow: Effect.Effect<number> = Effect.map(
  Clock.currentTimeMillis,
  (now) => Math.floor(now / 1000) * 1000
)
