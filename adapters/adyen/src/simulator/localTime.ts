/** Times as Adyen writes them: in Amsterdam's time, whole seconds, with an offset. */
import * as DateTime from "effect/DateTime"

const amsterdam = DateTime.zoneMakeNamedUnsafe("Europe/Amsterdam")

/** `2026-11-22T15:00:00+01:00`; milliseconds since the epoch, of which the wire has no fractions of a second. */
export const format = (millis: number): string =>
  DateTime.formatIsoOffset(DateTime.makeZonedUnsafe(millis, { timeZone: amsterdam })).replace(/\.\d{3}/, "")

const syntax = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Milliseconds since the epoch, whole seconds; a date alone is its midnight UTC. `undefined` where it is no ISO 8601. */
export const parse = (text: string): number | undefined => {
  const millis = syntax.test(text) ? Date.parse(withColon(withZone(text))) : Number.NaN
  return Number.isNaN(millis) ? undefined : Math.floor(millis / 1000) * 1000
}

/** A time without offset is UTC, wherever the simulator runs. */
const withZone = (text: string): string => (/T[^Z+-]*$/.test(text) ? `${text}Z` : text)
const withColon = (text: string): string => text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2")
