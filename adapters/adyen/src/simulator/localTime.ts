/** Times as Adyen writes them: in Amsterdam's time, whole seconds, with an offset. */
import * as DateTime from "effect/DateTime"

const amsterdam = DateTime.zoneMakeNamedUnsafe("Europe/Amsterdam")

const hour = 3_600_000

const zoned = (millis: number): DateTime.Zoned => DateTime.makeZonedUnsafe(millis, { timeZone: amsterdam })

let latest = { hour: Number.NaN, offset: 0 }

/** Milliseconds ahead of UTC: since 1970 it has changed with an hour alone, and to ask for it costs more than all else here. */
const offsetAt = (millis: number): number => {
  const asked = Math.floor(millis / hour)
  if (asked !== latest.hour) latest = { hour: asked, offset: DateTime.zonedOffset(zoned(asked * hour)) }
  return latest.offset
}

const isoOf = (millis: number): string => {
  if (millis < 0) return DateTime.formatIsoOffset(zoned(millis))
  const offset = offsetAt(millis)
  return `${new Date(millis + offset).toISOString().slice(0, -1)}+${String(offset / hour).padStart(2, "0")}:00`
}

/** `2026-11-22T15:00:00+01:00`; milliseconds since the epoch, of which the wire has no fractions of a second. */
export const format = (millis: number): string => isoOf(millis).replace(/\.\d{3}/, "")

const syntax = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Milliseconds since the epoch, whole seconds; a date alone is its midnight UTC. `undefined` where it is no ISO 8601. */
export const parse = (text: string): number | undefined => {
  const millis = syntax.test(text) ? Date.parse(withColon(withZone(text))) : Number.NaN
  return Number.isNaN(millis) ? undefined : Math.floor(millis / 1000) * 1000
}

/** A time without offset is UTC, wherever the simulator runs. */
const withZone = (text: string): string => (/T[^Z+-]*$/.test(text) ? `${text}Z` : text)
const withColon = (text: string): string => text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2")
