/** Cards and bank accounts, as authorise and refundWithData take them: from the merchant's own server. */
import type { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import { type Fault, fault } from "./errors.ts"
import * as fields from "./fields.ts"
import type { Positions } from "../assumptions.ts"

export interface Card {
  /** As webhooks name it: `visa`. */
  readonly brand: string
  readonly last4: string
  readonly holderName: string
  /** 1 to 12. */
  readonly month: number
  readonly year: number
}

/** By the first digits of their numbers; the first that fits. */
const brands: ReadonlyArray<readonly [RegExp, string]> = [
  [/^4/, "visa"],
  [/^(?:5[1-5]|2[2-7])/, "mc"],
  [/^3[47]/, "amex"],
  [/^3[068]/, "diners"],
  [/^35/, "jcb"],
  [/^62/, "cup"],
  [/^6(?:011|4|5)/, "discover"],
  [/^(?:5|6)/, "maestro"]
]

const hasCheckDigit = (number: string): boolean => {
  const sum = [...number].toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? Number(digit) * 2 : Number(digit)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

const isNumber = (number: string, { cardNumber }: Positions): boolean =>
  /^\d{12,19}$/.test(number) && (cardNumber === "digits-only" || hasCheckDigit(number))

export const card = (object: Json.JsonObject, positions: Positions): Result.Result<Card, Fault> =>
  Result.gen(function* () {
    const number = yield* fields.text(object, "number", positions)
    if (number === undefined || !isNumber(number, positions)) return yield* Result.fail(fault("cardNumber"))
    const month = yield* fields.text(object, "expiryMonth", positions)
    const year = yield* fields.text(object, "expiryYear", positions)
    if (!/^(?:0?[1-9]|1[0-2])$/.test(month ?? "") || !/^2\d{3}$/.test(year ?? "")) {
      return yield* Result.fail(fault("expiry"))
    }
    const holderName = yield* fields.text(object, "holderName", positions)
    if (holderName === undefined) return yield* Result.fail(fault("cardHolder"))
    const cvc = yield* fields.text(object, "cvc", positions)
    if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) return yield* Result.fail(fault("cvc"))
    return {
      brand: brands.find(([pattern]) => pattern.test(number))?.[1] ?? "unknowncard",
      last4: number.slice(-4),
      holderName,
      month: Number(month),
      year: Number(year)
    }
  })

/** It is good until the end of its month, wherever that ends last. */
export const isExpired = ({ month, year }: Card, now: number): boolean => now >= Date.UTC(year, month, 1, 12)

/** ISO 13616: 34 characters at most, 1 modulo 97 with its first four at the end. */
const isIban = (iban: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban)) return false
  const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return BigInt(digits) % 97n === 1n
}

/** As webhooks name its payment method. */
export const bankAccount = (object: Json.JsonObject, positions: Positions): Result.Result<string, Fault> =>
  Result.gen(function* () {
    const ownerName = yield* fields.text(object, "ownerName", positions)
    if (ownerName === undefined) return yield* Result.fail(fault("accountHolder"))
    const iban = yield* fields.text(object, "iban", positions)
    const number = yield* fields.text(object, "bankAccountNumber", positions)
    if (iban === undefined ? number === undefined : !isIban(iban)) return yield* Result.fail(fault("iban"))
    return iban === undefined ? "bankTransfer" : "sepadirectdebit"
  })
