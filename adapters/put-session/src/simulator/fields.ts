/** What a body may hold: fields with their limits, checked all at once. */
import { Json } from "@paylayer/simulator"
import type { InvalidParameter } from "./answers.ts"
import type { Positions } from "./assumptions.ts"

/** What is wrong with a value, to be said after the parameter's name; with a colon before, to be said instead of it. */
type Check = (value: Json.Value) => string | undefined
export type Node =
  | { readonly _tag: "Leaf"; readonly required: boolean; readonly check: Check }
  | { readonly _tag: "Branch"; readonly members: Readonly<Record<string, Node>> }

export const failed = "validation failed"
export const empty = "can not be empty"

export const optional = (check: Check): Node => ({ _tag: "Leaf", required: false, check })
export const required = (check: Check): Node => ({ _tag: "Leaf", required: true, check })
export const branch = (members: Readonly<Record<string, Node>>): Node => ({ _tag: "Branch", members })

export const boolean: Check = (value) => (typeof value === "boolean" ? undefined : failed)
export const text =
  (minimum: number, maximum: number, pattern?: RegExp): Check =>
  (value) =>
    typeof value !== "string" || value.length < minimum || value.length > maximum || pattern?.test(value) === false
      ? failed
      : undefined
export const oneOf =
  (...values: ReadonlyArray<string>): Check =>
  (value) =>
    typeof value === "string" && values.includes(value) ? undefined : `must be string and in ${values.join(",")}`
export const uri =
  (protocols: ReadonlyArray<string>, maximum = 256): Check =>
  (value) =>
    typeof value === "string" &&
    value.length <= maximum &&
    URL.canParse(value) &&
    protocols.includes(new URL(value).protocol)
      ? undefined
      : failed
export const many =
  (check: Check): Check =>
  (value) =>
    !Array.isArray(value)
      ? failed
      : value.length === 0
        ? empty
        : value.map(check).find((reason) => reason !== undefined)

export const base64 = text(0, Infinity, /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)
export const secure = uri(["https:"])

/**
 * The fields that are known, as they are held.
 *
 * @param prefix What stands before a name in `invalid`: `transaction.`.
 * @param invalid Takes what is wrong.
 */
export const checkFields = (
  prefix: string,
  members: Readonly<Record<string, Node>>,
  given: Json.JsonObject,
  positions: Positions,
  invalid: Array<InvalidParameter>
): Json.JsonObject => {
  const held: Record<string, Json.Value> = {}
  const report = (parameter: string, reason: string) =>
    invalid.push({ parameter, reason: reason.startsWith(":") ? reason.slice(1) : `${parameter} ${reason}` })
  for (const [name, node] of Object.entries(members)) {
    const parameter = prefix + name
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (node._tag === "Branch") {
      if (value !== undefined && !Json.isObject(value)) report(parameter, failed)
      const inner = checkFields(`${parameter}.`, node.members, Json.isObject(value) ? value : {}, positions, invalid)
      if (Json.isObject(value)) held[name] = inner
    } else if (value === undefined || (node.required && (value === "" || value === null))) {
      if (node.required) report(parameter, empty)
    } else {
      const reason = node.check(value)
      if (reason === undefined) held[name] = value
      else report(parameter, reason)
    }
  }
  if (positions.unknownParameters === "refused") {
    for (const name of Object.keys(given)) if (!Object.hasOwn(members, name)) report(prefix + name, "is not allowed")
  }
  return held
}
