/** What a field of a request may be, whichever request it is. */
import { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as amounts from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import { type Refusal, refusal } from "./errors.ts"

/** Whether it is one, or why not where that has an error of its own. */
export type Verdict = Refusal | boolean

export interface Kind {
  /** @param path The field's name, with those of the objects that it is in: `splits[0].amount`. */
  readonly check: (value: Json.Value, positions: Positions, path: string) => Verdict
  /** As answers show it again. */
  readonly shown?: (value: Json.Value) => Json.Value
}

export type Kinds = Readonly<Record<string, Kind>>

export const isText = (value: Json.Value | undefined): value is string => typeof value === "string"

/** Not sent, in whichever way. */
export const isAbsent = (value: Json.Value | undefined): value is undefined | null =>
  value === undefined || value === null

export const isMissing = (value: Json.Value | undefined): boolean => isAbsent(value) || value === ""

export const text: Kind = { check: isText }

export const between = (least: number, most: number): Kind => ({
  check: (value) =>
    isText(value) && value.length > most ? refusal("tooLong", String(most)) : isText(value) && value.length >= least
})

export const flag: Kind = { check: (value) => typeof value === "boolean" }

/** int32, as the specification has it. */
export const integer: Kind = {
  check: (value) =>
    value instanceof Json.Numeral && /^-?\d{1,10}$/.test(value.text) && Math.abs(Number(value.text)) < 2 ** 31
}

/** int64. */
export const long: Kind = {
  check: (value) => {
    if (!(value instanceof Json.Numeral) || !/^-?\d{1,19}$/.test(value.text)) return false
    const whole = BigInt(value.text)
    return whole >= -(2n ** 63n) && whole < 2n ** 63n
  }
}

export const object: Kind = { check: Json.isObject }

export const oneOf = (...values: ReadonlyArray<string>): Kind => ({
  check: (value) => isText(value) && values.includes(value)
})

export const texts: Kind = { check: (value) => Array.isArray(value) && value.every(isText) }

export const objects: Kind = { check: (value) => Array.isArray(value) && value.every(Json.isObject) }

export const amount: Kind = {
  check: (value, positions, path) => {
    const checked = amounts.check(value, path, positions)
    return Result.isSuccess(checked) || checked.failure
  }
}

/** `198`, with the limit of the switch. */
export const reference: Kind = {
  check: (value, { referenceLength }) =>
    isText(value) && value.length > Number(referenceLength)
      ? refusal("referenceLength", referenceLength)
      : isText(value)
}

export const invalid = (name: string, positions: Pick<Positions, "invalidField">): Refusal =>
  positions.invalidField === "702" ? refusal("unexpectedInput") : refusal("invalidField", name)

/** The first of an object's fields that isn't what it has to be; those that no table names are left alone. */
export const firstWrong = (
  body: Json.JsonObject,
  kinds: Kinds,
  positions: Positions,
  path = ""
): Refusal | undefined => {
  for (const [name, kind] of Object.entries(kinds)) {
    const value = body[name]
    if (isAbsent(value)) continue
    const verdict = kind.check(value, positions, path + name)
    if (verdict !== true) return verdict === false ? invalid(path + name, positions) : verdict
  }
  return undefined
}

/** An object with such fields, of which some have to be there. */
export const struct = (kinds: Kinds, required: ReadonlyArray<string> = []): Kind => ({
  check: (value, positions, path) => {
    if (!Json.isObject(value)) return false
    const missing = required.find((name) => isMissing(value[name]))
    if (missing !== undefined) return refusal("required", `${path}.${missing}`)
    return firstWrong(value, kinds, positions, `${path}.`) ?? true
  }
})

export const list = (kind: Kind): Kind => ({
  check: (value, positions, path) => {
    if (!Array.isArray(value)) return false
    for (const [index, member] of (value as ReadonlyArray<Json.Value>).entries()) {
      const verdict = kind.check(member, positions, `${path}[${index}]`)
      if (verdict !== true) return verdict === false ? invalid(`${path}[${index}]`, positions) : verdict
    }
    return true
  }
})

/** All of these. */
export const both = (...kinds: ReadonlyArray<Kind>): Kind => ({
  check: (value, positions, path) => {
    for (const { check } of kinds) {
      const verdict = check(value, positions, path)
      if (verdict !== true) return verdict
    }
    return true
  }
})

/** What stands only in a field's description, not in its schema: a switch tells whether it is looked at. */
export const described = (check: (value: Json.Value, path: string) => Verdict): Kind => ({
  check: (value, { limits }, path) => limits === "ignored" || check(value, path)
})
