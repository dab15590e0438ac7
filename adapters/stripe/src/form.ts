import type * as Schema from "effect/Schema"

/**
 * A body as Stripe's form encoding has it: nested fields in brackets, lists by position.
 *
 * **Example** (A line item)
 *
 * ```ts
 * pairs({ line_items: [{ quantity: 2 }] }) // => [["line_items[0][quantity]", "2"]]
 * ```
 */
export const pairs = (body: Schema.Json): ReadonlyArray<readonly [string, string]> => walk("", body)

const walk = (name: string, value: Schema.Json): ReadonlyArray<readonly [string, string]> => {
  if (value === null) return [[name, ""]]
  if (typeof value !== "object") return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) =>
    walk(name === "" ? key : `${name}[${key}]`, inner as Schema.Json)
  )
}
