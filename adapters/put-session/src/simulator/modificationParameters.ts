/** What a capture, void, refund or reversal is asked with (reference, plugins). */
import { Decimal, Json } from "@paylayer/simulator"
import { counted, isPositive, tooSmall } from "./amounts.ts"
import type { InvalidParameter } from "./answers.ts"
import type { Positions } from "./assumptions.ts"
import { base64, checkFields, failed, type Node, optional, required, text, uri } from "./fields.ts"
import type { Request } from "./modifications.ts"

export type Operation = Request["operation"]
export type Read =
  | { readonly _tag: "Read"; readonly request: Request }
  | { readonly _tag: "Invalid"; readonly invalid: ReadonlyArray<InvalidParameter> }
  | { readonly _tag: "NotJson" }

const numeral = (value: Json.Value): string | undefined => (value instanceof Json.Numeral ? undefined : failed)

const fieldsOf = (operation: Operation, positions: Positions): Readonly<Record<string, Node>> => {
  const reference = optional(text(1, positions.longReference === "refused" ? 18 : Infinity))
  switch (operation) {
    case "capture":
      return { amount: positions.captureWithoutAmount === "refused" ? required(numeral) : optional(numeral) }
    case "void":
      return {}
    case "refund":
      return { amount: required(numeral), reference }
    case "reversal":
      return {
        amount: optional(numeral),
        reference,
        reason: optional(text(0, Infinity)),
        webhook_url: optional(uri(["https:", "http:"])),
        custom_data: optional(base64),
        custom1: optional(text(0, 50)),
        custom2: optional(text(0, 50))
      }
  }
}

/** A void has no body, and nothing in one counts; a reversal may have none. PHP writes an empty object as a list. */
const bodyOf = (operation: Operation, body: string): Json.Value | undefined => {
  if (operation === "void") return {}
  if (operation === "reversal" && /^\s*(?:\[\s*\])?\s*$/.test(body)) return {}
  return Json.parse(body)
}

/** @param currency Of the payment, in lower case. */
export const read = (operation: Operation, body: string, currency: string, positions: Positions): Read => {
  const given = bodyOf(operation, body)
  if (!Json.isObject(given)) return { _tag: "NotJson" }
  const invalid: Array<InvalidParameter> = []
  const held = checkFields("", fieldsOf(operation, positions), given, positions, invalid)
  const amount = amountOf(held["amount"], currency, positions)
  if (typeof amount === "string") invalid.unshift({ parameter: "amount", reason: `amount ${amount}` })
  if (invalid.length > 0 || typeof amount === "string") return { _tag: "Invalid", invalid }
  const reference =
    typeof held["reference"] === "string" ? { reference: referenceOf(held["reference"], positions) } : {}
  return { _tag: "Read", request: { operation, ...(amount === undefined ? {} : { amount }), ...reference } }
}

const amountOf = (value: Json.Value | undefined, currency: string, positions: Positions) => {
  if (!(value instanceof Json.Numeral)) return undefined
  const amount = Decimal.parse(value.text)
  if (amount === undefined) return failed
  const exact = counted(amount, currency, positions)
  return typeof exact === "string" || isPositive(exact) ? exact : tooSmall
}

const referenceOf = (reference: string, { longReference }: Positions): string =>
  longReference === "cut" ? reference.slice(0, 18) : reference
