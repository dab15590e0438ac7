import type * as Schema from "effect/Schema"

/** The same JSON value with the fields of every object in alphabetical order. */
export const sortKeys = (value: Schema.Json): Schema.Json => {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== "object" || value === null) return value
  const object = value as Schema.JsonObject
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((name) => [name, sortKeys(object[name]!)])
  )
}
