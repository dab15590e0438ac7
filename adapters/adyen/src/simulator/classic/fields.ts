/** The fields that several operations of the Classic API have, and how they are refused. */
import { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as amounts from "../amounts.ts"
import { refusal } from "../errors.ts"
import * as kinds from "../kinds.ts"
import type { Tender } from "../modifications/ledger.ts"
import { type Fault, fault, shared } from "./errors.ts"
import type { Positions } from "../assumptions.ts"

type Read<A> = Result.Result<A, Fault>

const isMissing = (value: Json.Value | undefined): value is undefined | null | "" =>
  value === undefined || value === null || value === ""

export const invalid = (name: string, positions: Positions): Fault => shared(kinds.invalid(name, positions))

export const required = (name: string): Fault => shared(refusal("required", name))

/** `undefined` where it isn't there, or empty. */
export const text = (fields: Json.JsonObject, name: string, positions: Positions): Read<string | undefined> => {
  const value = fields[name]
  if (isMissing(value)) return Result.succeed(undefined)
  return typeof value === "string" ? Result.succeed(value) : Result.fail(invalid(name, positions))
}

export const object = (
  fields: Json.JsonObject,
  name: string,
  positions: Positions
): Read<Json.JsonObject | undefined> => {
  const value = fields[name]
  if (isMissing(value)) return Result.succeed(undefined)
  return Json.isObject(value) ? Result.succeed(value) : Result.fail(invalid(name, positions))
}

/** "The additionalData object consists of entries, each of which includes the key and value": texts. */
export const additionalData = (fields: Json.JsonObject, positions: Positions): Read<Readonly<Record<string, string>>> =>
  Result.flatMap(object(fields, "additionalData", positions), (entries = {}) => {
    const texts = Object.entries(entries).filter((entry): entry is [string, string] => typeof entry[1] === "string")
    return texts.length === Object.keys(entries).length
      ? Result.succeed(Object.fromEntries(texts))
      : Result.fail(invalid("additionalData", positions))
  })

/** Each request is for one account. */
export const account = (
  { merchantAccount }: Json.JsonObject,
  own: string,
  { missingAccount }: Positions
): Read<string> => {
  if (merchantAccount === own) return Result.succeed(own)
  return Result.fail(
    isMissing(merchantAccount) && missingAccount === "130"
      ? required("merchantAccount")
      : shared(refusal("merchantAccount"))
  )
}

/** "Maximum length: 80 characters." */
export const reference = (fields: Json.JsonObject, positions: Positions): Read<string | undefined> =>
  Result.flatMap(text(fields, "reference", positions), (value) =>
    value !== undefined && value.length > Number(positions.referenceLength)
      ? Result.fail(shared(refusal("referenceLength", positions.referenceLength)))
      : Result.succeed(value)
  )

export const amount = (
  fields: Json.JsonObject,
  name: string,
  positions: Pick<Positions, "missingAmount" | "zeroAmount">
): Read<amounts.Amount> => Result.mapError(amounts.check(fields[name], name, positions), shared)

/** More than nothing. */
export const positive = (fields: Json.JsonObject, name: string, positions: Positions): Read<amounts.Amount> =>
  amount(fields, name, { ...positions, zeroAmount: "refused" })

/** "modificationAmount: required for capture and refund, not allowed for cancel." */
export const noAmount = ({ modificationAmount }: Json.JsonObject, { amountNotAllowed }: Positions): Read<void> =>
  isMissing(modificationAmount) || amountNotAllowed === "ignored"
    ? Result.succeed(undefined)
    : Result.fail(fault("amountNotAllowed"))

/** What a terminal calls a refund: both of its names, or neither. */
export const tender = (fields: Json.JsonObject, positions: Positions): Read<Tender | undefined> =>
  Result.gen(function* () {
    const name = yield* text(fields, "tenderReference", positions)
    const terminal = yield* text(fields, "uniqueTerminalId", positions)
    if (name === undefined && terminal === undefined) return undefined
    if (name === undefined) return yield* Result.fail(required("tenderReference"))
    if (terminal === undefined) return yield* Result.fail(required("uniqueTerminalId"))
    return { reference: name, terminal }
  })
