/**
 * Secret fields of JSON, at any depth of JSON within strings of JSON, and of JSON that is broken or cut off: by
 * reading it, since what a parser gives back is not what was sent.
 */
import type { Hide } from "./hidden.ts"
import { isNumbered, isSecret } from "./names.ts"

const space = String.raw`(?:\s|\\{1,16}[nrt])*`
/** What follows the quote that a name begins with. */
const afterQuote = new RegExp(String.raw`((?:[^"\\\n]|\\{1,16}u[0-9a-fA-F]{4}){1,100})(\\*)"${space}:${space}`, "y")
const comma = new RegExp(`^${space},${space}$`)
/** A pair that comes next. */
const nextPair = new RegExp(
  String.raw`${space},${space}\\{0,16}"([^"\\\n]{1,100})\\{0,16}"${space}:${space}\\{0,16}"([^"\\\n]{1,100})`,
  "y"
)
const bare = /[^\s,}\]"\\]*/y
const names = /^(?:key|name|field|header|parameter)$/i

/** A text without the values of secret fields. */
export const hideInJson = (text: string, hide: Hide): string => {
  let shown = ""
  let done = 0
  let before: Value | undefined
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', Math.max(quote + 1, done))) {
    const depth = backslashesBefore(text, quote)
    afterQuote.lastIndex = quote + 1
    const [matched = "", written = "", closing = ""] = afterQuote.exec(text) ?? []
    if (matched === "" || closing.length !== depth) continue
    const place = { text, from: quote + 1 + matched.length, depth }
    const name = unescaped(written)
    if (names.test(name)) before = scalarAt(place)
    const named =
      before !== undefined && comma.test(text.slice(before.end, quote - depth).slice(0, 100)) ? before.shown : ""
    const value = secretAt(place, name, named)
    if (value === undefined) continue
    const mark = hide(value.shown)
    const quoted = value.quoted ? "" : `${"\\".repeat(depth)}"`
    // What holds nothing stays as it is written.
    if (mark === value.shown) continue
    shown += text.slice(done, value.start) + quoted + mark + quoted
    done = value.start + value.shown.length
  }
  return shown + text.slice(done)
}

interface Place {
  readonly text: string
  readonly from: number
  /** How many backslashes stand before its quotes. */
  readonly depth: number
}

interface Value {
  readonly quoted: boolean
  /** Where what is hidden of it begins: a string's quote is before it. */
  readonly start: number
  readonly shown: string
  /** Where what follows it begins: a string's quote is behind. */
  readonly end: number
}

/** The value at this place, if a field of this name is a secret, or one that names it stands beside it. */
const secretAt = (place: Place, name: string, named: string): Value | undefined => {
  // A card is taken apart, so that what was asked of it is still seen.
  if (isSecret(name)) return scalarAt(place) ?? (/^card$/i.test(name) ? undefined : compoundAt(place))
  const value = scalarAt(place)
  if (value === undefined) return undefined
  if (isNumbered(name, value.shown)) return value
  if (!/^value$/i.test(name)) return undefined
  if (isSecret(named)) return value
  nextPair.lastIndex = value.end
  const [, next = "", nextNamed = ""] = nextPair.exec(place.text) ?? []
  return names.test(next) && isSecret(nextNamed) ? value : undefined
}

const scalarAt = ({ depth, from, text }: Place): Value | undefined => {
  const quote = from + depth
  if (text[quote] === '"' && backslashesBefore(text, quote) === depth) {
    const end = stringEnd(text, quote + 1, depth)
    const closed = text[end + depth] === '"'
    return { quoted: true, start: quote + 1, shown: text.slice(quote + 1, end), end: closed ? end + depth + 1 : end }
  }
  if (text[from] === "{" || text[from] === "[") return undefined
  bare.lastIndex = from
  const [word = ""] = bare.exec(text) ?? []
  return { quoted: false, start: from, shown: word, end: from + word.length }
}

const compoundAt = ({ depth, from, text }: Place): Value => {
  const end = compoundEnd(text, from, depth)
  return { quoted: false, start: from, shown: text.slice(from, end), end }
}

const unescaped = (name: string): string =>
  name.replace(/\\+u([0-9a-fA-F]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))

const backslashesBefore = (text: string, at: number): number => {
  let count = 0
  while (text[at - 1 - count] === "\\") count++
  return count
}

/** Where a string ends that its quote, or the one of a string around it, closes; the end of the text if none does. */
const stringEnd = (text: string, from: number, depth: number): number => {
  for (let quote = text.indexOf('"', from); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    const count = Math.min(backslashesBefore(text, quote), quote - from)
    if (count < depth) return quote - count
    if ((count - depth) % (2 * (depth + 1)) === 0) return quote - depth
  }
  return text.length
}

/** Where an object or an array ends. */
const compoundEnd = (text: string, from: number, depth: number): number => {
  let open = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = Math.min(stringEnd(text, at + 1, depth) + depth, text.length)
    else if (character === "{" || character === "[") open++
    else if ((character === "}" || character === "]") && --open === 0) return at + 1
  }
  return text.length
}
