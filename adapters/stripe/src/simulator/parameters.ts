/** The parameters of a request: which there are, of which kind, and what is wrong with them. The first mistake counts. */
import { Decimal } from "@paylayer/simulator"
import * as Result from "effect/Result"
import type { Group, Value } from "./form.ts"
import { elementsOf, isGroup } from "./form.ts"
import * as refusals from "./refusals.ts"

/** `null` takes away what was there: it was sent as an empty text. */
export type Parsed = string | number | boolean | null | Decimal.Decimal | ReadonlyArray<Parsed> | ParsedObject
export interface ParsedObject {
  readonly [name: string]: Parsed
}

type Checked<A> = Result.Result<A, refusals.Refusal>
/** What a value means, by the name with which an error calls it. */
export type Kind = (value: Value, param: string) => Checked<Parsed>

export interface Field {
  readonly kind: Kind
  readonly required?: boolean
  /** Whether an empty text unsets it. */
  readonly emptyable?: boolean
}

export type Fields = Readonly<Record<string, Field>>

export const optional = (kind: Kind): Field => ({ kind })
export const required = (kind: Kind): Field => ({ kind, required: true })
export const emptyable = (kind: Kind): Field => ({ kind, emptyable: true })

const wrong = (what: string, param: string): Checked<never> =>
  Result.fail(refusals.invalid(`Invalid ${what}`, { param, unseen: true }))

export const integer: Kind = (value, param) =>
  typeof value === "string" && /^-?\d{1,15}$/.test(value)
    ? Result.succeed(Number(value))
    : Result.fail(refusals.invalidInteger(param, typeof value === "string" ? value : "{}"))

export const atLeast =
  (minimum: number): Kind =>
  (value, param) =>
    Result.flatMap(integer(value, param), (number) =>
      Number(number) < minimum ? Result.fail(refusals.below(param, minimum)) : Result.succeed(number)
    )

export const within =
  (minimum: number, maximum: number): Kind =>
  (value, param) =>
    Result.flatMap(atLeast(minimum)(value, param), (number) =>
      Number(number) > maximum
        ? Result.fail(
            refusals.invalid(`This value must be less than or equal to ${maximum}.`, {
              code: "parameter_invalid_integer",
              param
            })
          )
        : Result.succeed(number)
    )

/** "at most 12 decimal places", never negative. */
export const decimal: Kind = (value, param) => {
  const parsed = typeof value === "string" ? Decimal.parse(value) : undefined
  return parsed !== undefined && parsed.scale <= 12 && Decimal.compare(parsed, Decimal.zero) >= 0
    ? Result.succeed(parsed)
    : wrong("decimal", param)
}

export const text =
  (maximum = 5000): Kind =>
  (value, param) => {
    if (typeof value !== "string") return wrong("string", param)
    if (value.length <= maximum) return Result.succeed(value)
    return Result.fail(
      refusals.invalid(`Invalid string: ${value.slice(0, 10)}...; must be at most ${maximum} characters`, {
        param,
        unseen: true
      })
    )
  }

export const boolean: Kind = (value, param) =>
  value === "true" || value === "false" ? Result.succeed(value === "true") : wrong("boolean", param)

export const oneOf =
  (...values: ReadonlyArray<string>): Kind =>
  (value, param) =>
    typeof value === "string" && values.includes(value)
      ? Result.succeed(value)
      : Result.fail(refusals.notOneOf(param, values))

/** Kept as it is written: Stripe knows more about it than we do. */
export const anything: Kind = (value) => Result.succeed(plain(value))

const plain = (value: Value): Parsed => {
  if (!isGroup(value)) return value
  const elements = elementsOf(value)
  return elements === undefined
    ? Object.fromEntries(Array.from(value, ([name, member]) => [name, plain(member)]))
    : elements.map(([, member]) => plain(member))
}

export const notSimulated: Kind = (_, param) => Result.fail(refusals.notSimulated(param))

export const list =
  (kind: Kind): Kind =>
  (value, param) => {
    const elements = isGroup(value) ? elementsOf(value) : undefined
    if (elements === undefined) return wrong("array", param)
    const parsed: Array<Parsed> = []
    for (const [name, element] of elements) {
      const checked = kind(element, `${param}[${name}]`)
      if (Result.isFailure(checked)) return Result.fail(checked.failure)
      parsed.push(checked.success)
    }
    return Result.succeed(parsed)
  }

/** What of an answer can be shown whole instead of by its id. */
export const expandable = (...names: ReadonlyArray<string>): Kind =>
  list((value) =>
    typeof value === "string" && names.includes(value)
      ? Result.succeed(value)
      : Result.fail(refusals.invalid(`This property cannot be expanded (${String(value)}).`, { unseen: true }))
  )

export const struct =
  (fields: Fields): Kind =>
  (value, param) =>
    isGroup(value) ? check(fields, value, (name) => `${param}[${name}]`) : wrong("object", param)

/** "You can specify up to 50 keys, with key names up to 40 characters long and values up to 500 characters long." */
export const metadata: Kind = (value, param) => {
  if (!isGroup(value)) return wrong("object", param)
  if (value.size > 50) return Result.fail(refusals.invalid("Metadata can have up to 50 keys", { param, unseen: true }))
  const parsed: Record<string, string> = {}
  for (const [name, member] of value) {
    if (typeof member !== "string") return wrong("string", `${param}[${name}]`)
    const tooLong =
      name.length > 40
        ? `Metadata keys can have up to 40 characters, but you passed in a key that is ${name.length} characters. Invalid key: ${name}`
        : member.length > 500
          ? `Metadata values can have up to 500 characters, but you passed in a value that is ${member.length} characters. Invalid value: ${member}`
          : undefined
    if (tooLong !== undefined) return Result.fail(refusals.invalid(tooLong, { param }))
    parsed[name] = member
  }
  return Result.succeed(parsed)
}

/** First what nobody knows, then what is missing, then what is wrong, in the order sent. */
export const check = (
  fields: Fields,
  group: Group,
  nameOf: (name: string) => string = (name) => name
): Checked<ParsedObject> => {
  for (const name of group.keys()) {
    if (!Object.hasOwn(fields, name)) return Result.fail(refusals.unknownParameter(nameOf(name)))
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.required === true && !group.has(name)) return Result.fail(refusals.missing(nameOf(name)))
  }
  const parsed: Record<string, Parsed> = {}
  for (const [name, value] of group) {
    const { emptyable, kind } = fields[name]!
    if (value === "") {
      if (emptyable !== true) return Result.fail(refusals.empty(nameOf(name)))
      parsed[name] = null
      continue
    }
    const checked = kind(value, nameOf(name))
    if (Result.isFailure(checked)) return Result.fail(checked.failure)
    parsed[name] = checked.success
  }
  return Result.succeed(parsed)
}

/** What metadata is after a change: an empty value unsets its key, an empty whole everything. */
export const mergeMetadata = (
  held: Readonly<Record<string, string>>,
  given: Parsed | undefined
): Readonly<Record<string, string>> => {
  if (given === undefined) return held
  if (given === null) return {}
  const merged = { ...held, ...(given as Readonly<Record<string, string>>) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""))
}
