/**
 * Notifications as a form: one event, its fields flat, those of additional data with their prefix. The document shows
 * none; the fields are those of its flat JSON (assumed).
 */
import * as Result from "effect/Result"
import type { Read } from "./item.ts"
import { itemOf } from "./item.ts"

export const read: Read = (body) => {
  const pairs = [...new URLSearchParams(body)]
  const fields = new Map(pairs)
  // Two of one name: whoever signed it may have meant the other.
  if (fields.size !== pairs.length) return Result.fail("a field twice")
  return fields.has("eventCode") ? Result.succeed([itemOf((name) => fields.get(name))]) : Result.fail("no notification")
}
