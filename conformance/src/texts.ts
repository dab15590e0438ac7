/** What a value gives away to whoever prints it, in whatever way. */

/** More than anybody prints: some values unfold for ever. */
const most = 50_000

/**
 * All texts in a value, a line for each: the names and values of its fields, however deep and whatever refers to what, as JSON
 * has them where it has a way of its own; what an error says, its stack and its cause; what a redacted value shows.
 */
export const textsOf = (value: unknown): string => {
  const texts = new Set<string>()
  const seen = new Set<unknown>()
  const parts: Array<unknown> = [value]
  for (let at = 0; at < parts.length && at < most; at++) {
    const part = parts[at]
    if (typeof part === "object" && part !== null) {
      if (seen.has(part)) continue
      seen.add(part)
      for (const inner of partsOf(part)) parts.push(inner)
    } else if (typeof part !== "function") texts.add(String(part))
  }
  return [...texts].join("\n")
}

const decoder = new TextDecoder()

function* partsOf(value: object): Iterable<unknown> {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return yield decoder.decode(value)
  if (!Array.isArray(value)) yield attempt(() => saysOf(value))
  const json = attempt(() => ("toJSON" in value && typeof value.toJSON === "function" ? [value.toJSON()] : undefined))
  if (Array.isArray(json)) yield* json
  if (value instanceof Error) yield fieldOf(value, "message")
  // What has a way of its own shows no more than that.
  if (Array.isArray(json) && !(value instanceof Error)) return
  for (const name of value instanceof Error ? Object.getOwnPropertyNames(value) : Object.keys(value)) {
    yield name
    yield fieldOf(value, name)
  }
  yield* elementsOf(value)
}

/** What it says of itself, where it says more than that it is an object. */
const saysOf = (value: object): string | undefined =>
  value.toString === Object.prototype.toString ? undefined : String(value)

const fieldOf = (value: object, name: string): unknown => attempt(() => (value as Record<string, unknown>)[name])

/** Of maps, sets, headers and the like; not of what is used up by looking. */
const elementsOf = (value: object): ReadonlyArray<unknown> => {
  const elements = attempt(() => {
    if (Array.isArray(value) || !(Symbol.iterator in value)) return []
    const all = value as Iterable<unknown>
    return (all[Symbol.iterator]() as unknown) === all ? [] : [...all]
  })
  return Array.isArray(elements) ? elements : []
}

/** What throws when it is looked at has only that to say. */
const attempt = <A>(look: () => A): A | Error => {
  try {
    return look()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
