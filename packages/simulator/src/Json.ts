/** JSON whose numbers stay as they were written: what a provider reads from a request before it knows what it means. */

/** A number as it stands in the text: `15.02`, `15.020`, `1.502e1`. */
export class Numeral {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  /** As it was written. */
  toJSON(): string {
    return this.text
  }
}

export type Value = null | boolean | string | Numeral | ReadonlyArray<Value> | JsonObject
export interface JsonObject {
  readonly [key: string]: Value
}

export const isObject = (value: Value | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Numeral)

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const mark = "\u0000numeral"

/** `undefined` where the text is no JSON. */
export const parse = (text: string): Value | undefined => {
  try {
    // The first time for what is valid, the second time for the numbers as they were written.
    JSON.parse(text)
    const marked = text.replace(stringOrNumber, (token) =>
      token.startsWith('"') ? token : `{"${escaped}":"${token}"}`
    )
    return unmarked(JSON.parse(marked))
  } catch {
    return undefined
  }
}

const escaped = mark.replace("\u0000", "\\u0000")

/** The same value, its marked numbers replaced in place: a reviver takes several times as long. */
const unmarked = (value: unknown): Value => {
  if (typeof value !== "object" || value === null) return value as Value
  const members = value as Record<string, unknown>
  const numeral = members[mark]
  if (typeof numeral === "string") return new Numeral(numeral)
  for (const name of Object.keys(members)) members[name] = unmarked(members[name])
  return members as JsonObject
}

/** As text, numbers as they were written. */
export const stringify = (value: Value): string => {
  if (value instanceof Numeral) return value.text
  if (Array.isArray(value)) return `[${value.map(stringify).join(",")}]`
  if (!isObject(value)) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${stringify(member)}`)
    .join(",")}}`
}

/** As plain data, numbers as JavaScript's: for people and for comparing, not for counting money. */
export const toPlain = (value: Value): unknown => {
  if (value instanceof Numeral) return Number(value.text)
  if (Array.isArray(value)) return value.map(toPlain)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]))
}
