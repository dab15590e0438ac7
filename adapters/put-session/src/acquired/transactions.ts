/**
 * What follows a payment at Acquired.com: `POST /transactions/{id}/capture`, `/void`, `/refund`, `/reversal`, each a
 * transaction of its own; and `GET /transactions/{id}`.
 *
 * Source: Acquired.com's reference ("The transaction object", "Statuses", "Process a …") and its two plugins, read 2026-11.
 * What they leave open is marked (assumed).
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { ProviderOption } from "@paylayer/core"
import type { Failure, Modifications, Money } from "@paylayer/core"
import { defined, JsonDecimal, requestBody } from "@paylayer/core/adapter"
import * as Profile from "../Profile.ts"
import { refusedAmount } from "./errors.ts"

const provider = "acquired"

/** Of cards, and of payments by bank: what is `executed` or `quarantined` there has not arrived. */
const verdicts: ReadonlyMap<string, NonNullable<Profile.Decided["verdict"]>> = new Map([
  ["success", "succeeded"],
  ["settled", "succeeded"],
  ["pending", "pending"],
  ["tds_pending", "pending"],
  ["executed", "pending"],
  ["quarantined", "pending"],
  ["declined", "failed"],
  ["blocked", "failed"],
  ["error", "failed"],
  ["tds_error", "failed"],
  ["tds_expired", "failed"],
  ["tds_failed", "failed"],
  ["cancelled", "failed"],
  ["expired", "failed"]
])

/** `payment_in` in the reference, `payment` elsewhere; whether these are all is nowhere said. */
const types: ReadonlyMap<string, NonNullable<Profile.Transaction["is"]>> = new Map([
  ["payment_in", "payment"],
  ["payment", "payment"],
  ["capture", "capture"],
  ["void", "cancel"],
  ["refund", "refund"],
  ["reversal", "reversal"]
])

const text = Schema.optionalKey(Schema.NullOr(Schema.String))

const common = {
  transaction_id: Schema.NonEmptyString,
  status: Schema.NonEmptyString,
  transaction_type: text,
  reason: text,
  issuer_response_code: text
}

const Answered = Schema.Struct(common)
type Answered = typeof Answered.Type

/** Why, in the provider's words: the reason, or at least the status; and the issuer's code beside it. */
const failureOf = ({ issuer_response_code: issuer, reason, status }: Answered): Failure.Failure => ({
  _tag: "Declined",
  code: reason || status,
  ...(issuer ? { message: `issuer response code ${issuer}` } : {})
})

const decisionOf = (answer: Answered) => {
  const verdict = verdicts.get(answer.status)
  return {
    id: answer.transaction_id,
    ...defined({ verdict, failure: verdict === "failed" ? failureOf(answer) : undefined })
  }
}

/** What the answer to a change says. `reversal` tells which it was in the answer, or in the transaction (assumed). */
const Decided = Answered.pipe(
  Schema.decodeTo(Profile.Decided, {
    decode: SchemaGetter.transform((answer) => {
      const is = types.get(answer.transaction_type ?? "")
      return { ...decisionOf(answer), ...(is === "cancel" || is === "refund" ? { turned: is } : {}) }
    }),
    encode: SchemaGetter.forbiddenEncoding
  })
)

/** In the object `transaction`, as the reference shows it, or beside it, as the plugins read it. */
const about = {
  order_id: text,
  amount: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
  currency: text,
  capture: Schema.optionalKey(Schema.NullOr(Schema.Boolean))
}

const moment = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?$/

/** Milliseconds since the epoch; a time without a zone is one in UTC (assumed). */
const millisOf = (created: string): number => {
  const [, date, time, zone = "Z"] = moment.exec(created) ?? []
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone.replace(/(\d\d)(\d\d)$/, "$1:$2")}`)
}

const Read = Schema.Struct({
  ...common,
  ...about,
  created: Schema.String.check(
    Schema.makeFilter((created) => Number.isFinite(millisOf(created)), { expected: "a moment" })
  ),
  transaction: Schema.optionalKey(Schema.NullOr(Schema.Struct(about)))
})

const whatOf = ({ amount, capture, currency, order_id, transaction }: typeof Read.Type) => ({
  reference: order_id ?? transaction?.order_id ?? "",
  amount: JsonDecimal.fromJsonNumber(
    amount ?? transaction?.amount ?? Number.NaN,
    currency ?? transaction?.currency ?? ""
  ),
  capture: capture ?? transaction?.capture ?? undefined
})

const Transaction = Read.check(
  Schema.makeFilter((answer) => Result.isSuccess(whatOf(answer).amount), { expected: "an amount of a currency" })
).pipe(
  Schema.decodeTo(Profile.Transaction, {
    decode: SchemaGetter.transform((answer) => {
      const { amount, capture, reference } = whatOf(answer)
      return {
        ...decisionOf(answer),
        ...defined({
          is: types.get(answer.transaction_type ?? ""),
          capture: capture === undefined ? undefined : capture ? ("automatic" as const) : ("manual" as const)
        }),
        status: answer.status,
        at: millisOf(answer.created),
        reference,
        amount: Result.getOrThrow(amount)
      }
    }),
    encode: SchemaGetter.forbiddenEncoding
  })
)

/** Shown on the shopper's statement: the reference's limit. */
const reference = Schema.optionalKey(
  Schema.String.check(Schema.isPattern(/^.{1,18}$/, { expected: "1 to 18 characters" }))
)
const Capture = Schema.Struct({ amount: Schema.Finite })
const Refund = Schema.Struct({ amount: Schema.Finite, reference })
const Reversal = Schema.Struct({ reference })

/** What Acquired takes with a refund or a reversal besides. */
export interface RefundDetails {
  /** What the shopper's statement shows: 1 to 18 characters. Without it nothing is sent. */
  readonly reference?: string
}
interface RefundOption extends ProviderOption.ProviderOption {
  readonly details: RefundDetails
}
const isRefundOption = (option: ProviderOption.ProviderOption): option is RefundOption =>
  option.provider === provider && option.kind === "refund"

/** For `provider: [...]` of a refund or a reversal. */
export const refundOptions = (details: RefundDetails): RefundOption => ({ provider, kind: "refund", details })

const detailsOf = ({ provider }: Modifications.ModificationOptions): RefundDetails =>
  Object.assign({}, ...ProviderOption.of(provider, isRefundOption).map(({ details }) => details)) as RefundDetails

/** The key is not sent: the only field that would take it is one that the shopper reads. */
const withAmount = (
  schema: Schema.ConstraintCodec<{ readonly amount: number }, Schema.Json>,
  amount: Money.PositiveMoney,
  more: object = {}
): Profile.Body<Profile.InvalidAmount> =>
  Result.flatMap(JsonDecimal.toJsonNumber(amount), (number) => requestBody(schema, { ...more, amount: number }))

/** One transaction. */
export const read: Profile.Read = { path: "/transactions/{id}", answer: Transaction }

/** A part may be captured; the rest is given back. */
export const capture: Profile.CaptureChange = {
  path: "/transactions/{id}/capture",
  answer: Decided,
  refusal: refusedAmount,
  partial: true,
  multiple: false,
  remainder: "released",
  body: (amount) => withAmount(Capture, amount)
}

export const cancel: Profile.VoidChange = { path: "/transactions/{id}/void", answer: Decided }

/** Possible once the payment has settled, which takes a day (assumed): before that it is declined. */
export const refund: Profile.RefundChange = {
  path: "/transactions/{id}/refund",
  answer: Decided,
  refusal: refusedAmount,
  partial: true,
  multiple: true,
  body: (amount, options) => withAmount(Refund, amount, detailsOf(options))
}

/** Without an amount: all of it. */
export const reversal: Profile.ReversalChange = {
  path: "/transactions/{id}/reversal",
  answer: Decided,
  afterSeveralCaptures: false,
  afterRefunds: true,
  read,
  body: (options) => requestBody(Reversal, detailsOf(options))
}
