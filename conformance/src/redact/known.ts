/** Secrets that are known, in whatever encoding they turn up. */
import * as Redacted from "effect/Redacted"
import type { Hide } from "./hidden.ts"

type Secrets = ReadonlyArray<Redacted.Redacted<string>>

/** A text without the secrets, nor the beginning of one at the end of a text that was cut off. */
export const hideKnown = (secrets: Secrets): ((text: string, hide: Hide) => string) => {
  const found = cache.get(secrets)
  if (found !== undefined) return found
  const patterns = secrets
    .map((secret) => Redacted.value(secret))
    .filter((value) => value !== "")
    .toSorted((one, other) => other.length - one.length)
    .map((value) => ({ value, ...patternsOf(value) }))
  const hideAll = (text: string, hide: Hide) =>
    patterns.reduce(
      (shown, { beginning, value, whole }) =>
        shown.replace(whole, () => hide(value)).replace(beginning, () => hide(value)),
      text
    )
  cache.set(secrets, hideAll)
  return hideAll
}

/** The patterns of a list are long, and the list is asked for again with every text. */
const cache = new WeakMap<Secrets, (text: string, hide: Hide) => string>()

/** The fewest characters of a secret that count as its beginning. */
const fewest = 6

const patternsOf = (value: string) => {
  const flags = /^[0-9a-f]+$/i.test(value) ? "gi" : "g"
  const characters = [...value].map(writings)
  const head = characters.slice(0, fewest).join("")
  const rest = characters.slice(fewest).reduceRight((inner, one) => `(?:${one}${inner})?`, "")
  return {
    whole: new RegExp(characters.join(""), flags),
    // Never there, for a secret that is no longer than that.
    beginning: new RegExp(characters.length > fewest ? `${head}${rest}["'\\\\]*$` : "(?!)", flags.replace("g", ""))
  }
}

const encoder = new TextEncoder()
const named: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" }
const escapes: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t" }

/** How a character may be written: as it is, in a URL or form, in JSON, also within JSON, in XML. */
const writings = (character: string): string => {
  const bytes = [...encoder.encode(character)].map((byte) => `%(?:25)*${anyCase(byte.toString(16).padStart(2, "0"))}`)
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  const point = character.codePointAt(0) ?? 0
  const as = [
    `\\\\{0,16}${character.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}`,
    bytes.join(""),
    units.map((unit) => `\\\\{1,16}u${anyCase(unit.toString(16).padStart(4, "0"))}`).join(""),
    `&#0*${point};`,
    `&#[xX]0*${anyCase(point.toString(16))};`
  ]
  if (named[character] !== undefined) as.push(`&${named[character]};`)
  if (escapes[character] !== undefined) as.push(`\\\\{1,16}${escapes[character]}`)
  if (character === " ") as.push("\\+")
  if (character === "\\") as.push("\\\\{1,16}")
  return `(?:${as.join("|")})`
}

const anyCase = (hexadecimal: string): string =>
  hexadecimal.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`)
