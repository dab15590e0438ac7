/**
 * `application/x-www-form-urlencoded` with dotted names, as the Classic API reads and writes it:
 * `modificationAmount.currency=EUR&reference=a+b`.
 */

import type { Json } from "@paylayer/simulator"

export type Pair = readonly [name: string, value: string]

/** In the order in which they came; `undefined` where the text is no form, or has a name twice. */
export const parse = (text: string): ReadonlyArray<Pair> | undefined => {
  if (text === "") return []
  const pairs: Array<Pair> = []
  const names = new Set<string>()
  // A line end after the last pair is what people get who send a file.
  for (const part of text.trimEnd().split("&")) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(part) ?? []
    const pair = [decoded(name), decoded(value)] as const
    if (pair[0] === undefined || pair[1] === undefined || names.has(pair[0])) return undefined
    names.add(pair[0])
    pairs.push([pair[0], pair[1]])
  }
  return pairs
}

const decoded = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text.replace(/\+/g, " "))
  } catch {
    return undefined
  }
}

export const print = (pairs: ReadonlyArray<Pair>): string =>
  pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&")

/** As browsers and Java encode a form: letters, digits and `*-._` stay, a space is `+`. */
const encoded = (text: string): string =>
  encodeURIComponent(text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD"))
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+")

/**
 * Names with dots as objects in objects; `undefined` where a name has both a value and members. What `additionalData` holds
 * has names with dots of its own: `additionalData.modification.action`.
 */
export const nested = (pairs: ReadonlyArray<Pair>): Json.JsonObject | undefined => {
  const root: Growing = new Map()
  for (const [name, value] of pairs) {
    const [first = "", ...rest] = name.split(".")
    const path = first === flat && rest.length > 0 ? [first, rest.join(".")] : [first, ...rest]
    if (path.includes("") || path.length > deepest || !place(root, path, value)) return undefined
  }
  return toJson(root)
}

const flat = "additionalData"
/** Names within names; what is deeper is no request. */
const deepest = 16

type Growing = Map<string, string | Growing>

const place = (root: Growing, path: ReadonlyArray<string>, value: string): boolean => {
  let group = root
  for (const name of path.slice(0, -1)) {
    const held = group.get(name) ?? new Map<string, string | Growing>()
    if (typeof held === "string") return false
    group.set(name, held)
    group = held
  }
  const last = path.at(-1) ?? ""
  if (group.has(last)) return false
  group.set(last, value)
  return true
}

const toJson = (group: Growing): Json.JsonObject =>
  Object.fromEntries([...group].map(([name, held]) => [name, typeof held === "string" ? held : toJson(held)]))
