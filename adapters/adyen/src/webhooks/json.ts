/** Notifications in JSON: wrapped in `notificationItems`, or one that is flat, as "Payment modifications" shows it. */
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Field, Item, Read } from "./item.ts"
import { itemOf } from "./item.ts"

type Struct = Readonly<Record<string, unknown>>

const parse = Schema.decodeUnknownExit(Schema.fromJsonString(Schema.Unknown))

const isStruct = (value: unknown): value is Struct =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const own = (struct: unknown, name: string): unknown => (isStruct(struct) ? struct[name] : undefined)

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined

/** A dotted name is a field of that name, else a field of an object: `additionalData` has names with dots in them. */
const fieldsOf =
  (struct: Struct): Field =>
  (name) => {
    const [outer = "", ...inner] = name.split(".")
    const nested = inner.length === 0 ? undefined : textOf(own(own(struct, outer), inner.join(".")))
    return nested ?? textOf(own(struct, name))
  }

const wrapped = (live: unknown, items: ReadonlyArray<unknown>): Result.Result<ReadonlyArray<Item>, string> =>
  items.length === 0
    ? Result.fail("no notification items")
    : Result.all(
        items.map((item): Result.Result<Item, string> => {
          const inner = own(item, "NotificationRequestItem")
          return isStruct(inner)
            ? Result.succeed({ ...itemOf(fieldsOf(inner)), live: textOf(live) })
            : Result.fail("an item that is none")
        })
      )

export const read: Read = (body) => {
  const parsed = parse(body)
  if (Exit.isFailure(parsed)) return Result.fail("not JSON")
  const root = parsed.value
  if (!isStruct(root)) return Result.fail("no JSON object")
  const items = own(root, "notificationItems")
  if (Array.isArray(items)) return wrapped(own(root, "live"), items)
  return own(root, "eventCode") === undefined
    ? Result.fail("no notification items")
    : Result.succeed([itemOf(fieldsOf(root))])
}
