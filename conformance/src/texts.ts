/** What a value gives away to whoever prints it, in whatever way. */

/** More than anybody prints: some values unfold for ever. */
const most = 200_000

/** Stands last in the texts of a value that does not come to an end. */
export const unfinished = `more than ${most} parts, which nobody can look through`

/**
 * All texts in a value, a line for each: the names and values of its fields, however deep and whatever refers to what; what it
 * has JSON or Node print instead; what an error says, its stack and its cause; what a redacted value shows.
 */
export const textsOf = (value: unknown): string => {
  const texts = new Set<string>()
  const seen = new Set<unknown>()
  const parts: Array<unknown> = [value]
  for (let at = 0; at < parts.length; at++) {
    if (at === most) return [...texts, unfinished].join("\n")
    const part = parts[at]
    if ((typeof part === "object" && part !== null) || typeof part === "function") {
      if (seen.has(part)) continue
      seen.add(part)
      for (const inner of partsOf(part)) parts.push(inner)
    } else texts.add(String(part))
  }
  return [...texts].join("\n")
}

const decoder = new TextDecoder()

/** Under this name a value has what Node prints of it, and no field besides. */
const inspected = Symbol.for("nodejs.util.inspect.custom")

function* partsOf(value: object): Iterable<unknown> {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return yield decoder.decode(value)
  if (!Array.isArray(value)) yield saysOf(value)
  yield* made(value, "toJSON")
  const own = made(value, inspected)
  yield* own
  if (value instanceof Error) yield fieldOf(value, "message")
  else if (own.length > 0) return
  for (const name of namesOf(value)) {
    yield String(name)
    yield fieldOf(value, name)
  }
  yield* elementsOf(value)
}

/** The fields that are printed: of an error also those that are not enumerable, such as its stack. */
const namesOf = (value: object): ReadonlyArray<PropertyKey> => {
  const names = attempt(() => Reflect.ownKeys(value))
  if (!Array.isArray(names)) return []
  return value instanceof Error
    ? names
    : names.filter((name) => Object.prototype.propertyIsEnumerable.call(value, name))
}

/** What it says of itself, where it says more than that it is an object; of a function, its name. */
const saysOf = (value: object): unknown =>
  typeof value === "function"
    ? fieldOf(value, "name")
    : attempt(() => (value.toString === Object.prototype.toString ? undefined : String(value)))

/** What this method of it, called as its printers call it, has printed instead: nothing where it has none. */
const made = (value: object, method: string | symbol): ReadonlyArray<unknown> => {
  const make = fieldOf(value, method)
  if (typeof make !== "function") return []
  return [attempt(() => (method === inspected ? make.call(value, 2, {}, textsOf) : make.call(value, "")) as unknown)]
}

const fieldOf = (value: object, name: PropertyKey): unknown =>
  attempt(() => (value as Readonly<Record<PropertyKey, unknown>>)[name])

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
