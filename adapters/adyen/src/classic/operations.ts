/**
 * The operations of the Classic API as data: what each is called, what it takes and in which order, and what it
 * answers. The three encodings are functions of it.
 *
 * Source: Adyen, "Payment modifications" (Classic API), read 2026-11-22, for names, orders and answers; the limits are
 * those of `PaymentService-v68` of 2026-07-01. No document shows technicalCancel or voidPendingRefund in SOAP, nor a
 * card, a bank account or additional data in a FORM, nor any field of a bank account: there names and orders are assumed
 * from their neighbours. The limits of card data are assumed as well.
 */
import * as Schema from "effect/Schema"

type Leaf = string | number

/** What a request says: leaves, and one level of parts below some names. */
export type Fields = Readonly<Record<string, Leaf | Readonly<Record<string, Leaf>>>>

export interface Operation {
  /** The end of the path in JSON and FORM; in SOAP the element, and with `Response` that of the answer. */
  readonly name: string
  /** In SOAP, what stands in these two elements. */
  readonly request: string
  readonly result: string
  /** The order of the document's JSON and XML. */
  readonly order: ReadonlyArray<string>
  /** The order of its FORM. */
  readonly formOrder: ReadonlyArray<string>
  readonly schema: Schema.ConstraintCodec<unknown, Schema.Json, never, never>
}

/** Characters that every encoding can carry: a line break or a NUL has no place in a name, and XML has no words for it. */
const text = (maximum: number) =>
  Schema.String.check(
    Schema.isMinLength(1, { expected: "at least 1 character" }),
    Schema.isMaxLength(maximum, { expected: `at most ${maximum} characters` }),
    Schema.isPattern(/^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*$/u, { expected: "no control characters" })
  )
const matching = (pattern: RegExp, expected: string) => Schema.String.check(Schema.isPattern(pattern, { expected }))
const optional = Schema.optionalKey

const Amount = Schema.Struct({ value: Schema.Int, currency: Schema.String })
const name = text(80)
const given = text(1000)

const Card = Schema.Struct({
  number: matching(/^\d{4,19}$/, "4 to 19 digits"),
  cvc: optional(matching(/^\d{3,4}$/, "3 or 4 digits")),
  expiryMonth: matching(/^(?:0?[1-9]|1[0-2])$/, "a month from 1 to 12"),
  expiryYear: matching(/^\d{4}$/, "a year of 4 digits"),
  holderName: text(50)
})

const BankAccount = Schema.Struct({
  iban: optional(given),
  bankAccountNumber: optional(given),
  bankLocationId: optional(given),
  bic: optional(given),
  bankName: optional(given),
  bankCity: optional(given),
  countryCode: optional(matching(/^[A-Z]{2}$/, "a country code of two capitals")),
  ownerName: given
})

const fields = {
  merchantAccount: given,
  reference: name,
  originalReference: given,
  originalMerchantReference: name,
  tenderReference: given,
  uniqueTerminalId: given,
  modificationAmount: Amount,
  amount: Amount,
  card: Card,
  bankAccount: BankAccount,
  // A text as long as an `adjustAuthorisationData` is.
  additionalData: Schema.Record(text(200), text(20_000))
}

type Field = keyof typeof fields

/** In the order of the document; of additional data, in the order in which it is given. */
const parts: Readonly<Record<string, ReadonlyArray<string>>> = {
  modificationAmount: ["currency", "value"],
  amount: ["value", "currency"],
  card: ["number", "cvc", "expiryMonth", "expiryYear", "holderName"],
  bankAccount: Object.keys(BankAccount.fields)
}

type Named<A> = readonly [name: string, value: A]

/** What a request says, in an order: a leaf, or a list of parts. */
export const inOrder = (
  order: ReadonlyArray<string>,
  given: Fields
): ReadonlyArray<Named<Leaf | ReadonlyArray<Named<Leaf>>>> =>
  order.flatMap((name): ReadonlyArray<Named<Leaf | ReadonlyArray<Named<Leaf>>>> => {
    const value = given[name]
    if (value === undefined) return []
    if (typeof value !== "object") return [[name, value]]
    const inner = (parts[name] ?? Object.keys(value)).flatMap((part): ReadonlyArray<Named<Leaf>> => {
      const leaf = value[part]
      return leaf === undefined ? [] : [[part, leaf]]
    })
    return [[name, inner]]
  })

const operation = (
  shape: Pick<Operation, "name" | "request" | "result"> & {
    readonly order: ReadonlyArray<Field>
    readonly formOrder?: ReadonlyArray<Field>
    readonly optional?: ReadonlyArray<Field>
  }
): Operation => {
  const { formOrder = shape.order, name, optional: left = [], order, request, result } = shape
  const struct = Object.fromEntries(
    order.map((field) => [field, left.includes(field) ? optional<Schema.Top>(fields[field]) : fields[field]])
  )
  return {
    name,
    request,
    result,
    order,
    formOrder,
    schema: Schema.Struct(struct) as unknown as Operation["schema"]
  }
}

/** A change of a payment, named by its `originalReference`. */
const modification = (name: string, order: ReadonlyArray<Field>, formOrder: ReadonlyArray<Field>) =>
  operation({
    name,
    request: "modificationRequest",
    result: `${name}Result`,
    order: [...order, "additionalData"],
    formOrder: [...formOrder, "additionalData"],
    optional: ["additionalData"]
  })

const withAmount: readonly [ReadonlyArray<Field>, ReadonlyArray<Field>] = [
  ["merchantAccount", "modificationAmount", "originalReference", "reference"],
  ["merchantAccount", "originalReference", "reference", "modificationAmount"]
]
const withoutAmount: readonly [ReadonlyArray<Field>, ReadonlyArray<Field>] = [
  ["merchantAccount", "originalReference", "reference"],
  ["merchantAccount", "reference", "originalReference"]
]

export const adjustAuthorisation = modification("adjustAuthorisation", ...withAmount)
export const capture = modification("capture", ...withAmount)
export const refund = modification("refund", ...withAmount)
export const cancel = modification("cancel", ...withoutAmount)
export const cancelOrRefund = modification("cancelOrRefund", ...withoutAmount)

export const technicalCancel = operation({
  name: "technicalCancel",
  request: "modificationRequest",
  result: "technicalCancelResult",
  order: ["merchantAccount", "originalMerchantReference", "reference", "additionalData"],
  optional: ["additionalData"]
})

/** The document's examples have no `reference`. */
const voidPendingRefund = (...names: ReadonlyArray<Field>) =>
  operation({
    name: "voidPendingRefund",
    request: "modificationRequest",
    result: "voidPendingRefundResult",
    order: ["merchantAccount", ...names, "reference", "additionalData"],
    optional: ["reference", "additionalData"]
  })

export const voidByReference = voidPendingRefund("originalReference")
export const voidByTender = voidPendingRefund("tenderReference", "uniqueTerminalId")

export const authorise = operation({
  name: "authorise",
  request: "paymentRequest",
  result: "paymentResult",
  order: ["reference", "merchantAccount", "card", "amount", "additionalData"],
  optional: ["additionalData"]
})

const refundWithData = (data: Field) =>
  operation({
    name: "refundWithData",
    request: "request",
    result: "result",
    order: ["amount", data, "reference", "merchantAccount", "additionalData"],
    optional: ["additionalData"]
  })

export const refundToCard = refundWithData("card")
export const refundToBankAccount = refundWithData("bankAccount")
