/** The adapter's reading of what `PROTOCOL.md` says about payments. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Authorisation, Fact, Failure, ModificationKey, type Money, ProviderError, RuleViolation } from "@paylayer/core"
import type { Answer } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"
import * as wire from "./wire.ts"

export const NewModification = Schema.Struct({
  reference: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(80)),
  amount: Schema.optionalKey(wire.Amount),
  final: Schema.optionalKey(Schema.Boolean)
})

const optional = Schema.optionalKey

const kinds = {
  adjustment: "adjust",
  capture: "capture",
  cancellation: "cancel",
  refund: "refund",
  reversal: "reverse"
} as const satisfies Record<string, Fact.Kind>

const KindWord = Schema.Literals(["adjustment", "capture", "cancellation", "refund", "reversal"])

const common = {
  id: Schema.NonEmptyString,
  kind: KindWord,
  reference: optional(Schema.String),
  amount: optional(wire.Amount),
  final: optional(Schema.Boolean),
  turned_out: optional(Schema.Literals(["cancellation", "refund"])),
  reason: optional(Schema.String)
}

export const Modification = Schema.Struct({
  ...common,
  payment: Schema.NonEmptyString,
  status: Schema.Literals(["received", "succeeded", "failed"])
})

/** An answer about this payment: one about another is no answer. */
export const modificationOf = (payment: string) =>
  Modification.check(Schema.makeFilter((answer) => answer.payment === payment))

export const Payment = Schema.Struct({
  id: Fact.AuthorisationId,
  reference: Schema.NonEmptyString,
  amount: wire.Amount,
  capture: Schema.Literals(["automatic", "manual"]),
  pre_authorisation: Schema.Boolean,
  valid_until: Schema.DateTimeUtcFromString,
  released: Schema.Boolean,
  modifications: Schema.Array(
    Schema.Struct({
      ...common,
      status: Schema.Literals(["received", "succeeded", "failed", "reverted"]),
      decided_at: optional(Schema.DateTimeUtcFromString)
    })
  )
})

/** The same of a look-up. */
export const payment = (id: string) => Payment.check(Schema.makeFilter((answer) => answer.id === id))

export const Payments = Schema.Struct({ payments: Schema.Array(Payment) })

/** An amount of the provider as the model's. */
export type ReadAmount = (amount: typeof wire.Amount.Type) => Result.Result<Money.PositiveMoney, unknown>

const isKey = Schema.is(ModificationKey.ModificationKey)

/** What a decided modification says, whoever tells it. */
export interface Decided {
  readonly id: string
  readonly kind: keyof typeof kinds
  readonly reference?: string
  readonly amount?: typeof wire.Amount.Type
  readonly final?: boolean
  readonly turned_out?: "cancellation" | "refund"
  readonly reason?: string
}

/** One decision as a fact. A reversal's outcome has the kind that it turned out to be. */
export const outcome = (
  payment: string,
  decided: Decided,
  verdict: Fact.Verdict,
  at: number,
  read: ReadAmount,
  validUntil?: number
): Fact.Outcome => {
  const kind = kinds[decided.turned_out ?? decided.kind]
  return {
    _tag: "Outcome",
    id: decided.id,
    kind,
    at,
    verdict,
    ...defined({
      key: isKey(decided.reference) ? decided.reference : undefined,
      amount: decided.amount === undefined ? undefined : Result.getOrElse(read(decided.amount), () => undefined),
      closes: kind === "capture" ? decided.final : undefined,
      failure: verdict === "failed" ? failure(payment, kind, decided.reason) : undefined,
      validUntil: kind === "adjust" && verdict === "succeeded" ? validUntil : undefined
    })
  }
}

/** What became known by the answer to a modification: nothing, while it is only received. */
export const answered = (
  answer: typeof Modification.Type,
  _: Fact.Kind,
  {
    at,
    id,
    read
  }: {
    readonly id: string
    readonly at: number
    readonly key: ModificationKey.ModificationKey
    readonly read: ReadAmount
  }
): ReadonlyArray<Fact.Fact> => (answer.status === "received" ? [] : [outcome(id, answer, answer.status, at, read)])

/** The words of the document for what a payment does not allow. */
const failure = (id: string, kind: Fact.Kind, reason: string | undefined): Failure.Failure => {
  const why = reason ?? ""
  if (why === "declined") return { _tag: "Declined", code: why }
  if (why === "too_much") {
    return kind === "refund"
      ? new RuleViolation.RefundExceedsCaptured({ id })
      : new RuleViolation.CaptureExceedsAuthorised({ id })
  }
  switch (kind) {
    case "adjust":
      return adjustable(id, why) ?? { _tag: "Other", raw: why }
    case "capture":
      return capturable(id, why) ?? { _tag: "Other", raw: why }
    case "refund":
      return refundable(id, why) ?? { _tag: "Other", raw: why }
    default:
      return new RuleViolation.NotCancellable({ id, status: why })
  }
}

const adjustable = (id: string, why: string) => {
  switch (why) {
    case "captured":
    case "cancelled":
    case "expired":
    case "closed":
      return new RuleViolation.NotAdjustable({ id, why })
    case "not_a_pre_authorisation":
      return new RuleViolation.NotAdjustable({ id, why: "not-a-pre-authorisation" })
    default:
      return undefined
  }
}

const capturable = (id: string, why: string) => {
  switch (why) {
    case "captured":
    case "cancelled":
    case "expired":
    case "closed":
      return new RuleViolation.NotCapturable({ id, why })
    default:
      return undefined
  }
}

const refundable = (id: string, why: string) => {
  switch (why) {
    case "not_captured":
      return new RuleViolation.NotRefundable({ id, why: "not-captured" })
    case "refunded":
      return new RuleViolation.NotRefundable({ id, why })
    default:
      return undefined
  }
}

const Why = Schema.Struct({ error: Schema.Struct({ why: Schema.String }) })

const whyOf = (answer: Answer): string | undefined =>
  Schema.is(Why)(answer.body) && wire.codeOf(answer) === "not_possible" ? answer.body.error.why : undefined

const tooMuch = (answer: Answer): boolean => wire.codeOf(answer) === "too_much"

/** Which rule of the model a refused modification stands for, by operation. */
export const refusals = {
  adjust: (id: string, answer: Answer) => adjustable(id, whyOf(answer) ?? ""),
  capture: (id: string, answer: Answer) =>
    tooMuch(answer) ? new RuleViolation.CaptureExceedsAuthorised({ id }) : capturable(id, whyOf(answer) ?? ""),
  cancel: (id: string, answer: Answer) => {
    const status = whyOf(answer)
    return status === undefined ? undefined : new RuleViolation.NotCancellable({ id, status })
  },
  refund: (id: string, answer: Answer) =>
    tooMuch(answer) ? new RuleViolation.RefundExceedsCaptured({ id }) : refundable(id, whyOf(answer) ?? ""),
  reverse: (id: string, answer: Answer) => {
    const why = whyOf(answer)
    if (why === undefined) return undefined
    return why === "refunded"
      ? new RuleViolation.NotRefundable({ id, why })
      : new RuleViolation.NotCancellable({ id, status: why })
  }
}

/** A payment, with all that became of it. */
export const found = (
  provider: string,
  operation: string,
  payment: typeof Payment.Type,
  read: ReadAmount
): Effect.Effect<Authorisation.Authorisation, ProviderError.ProviderError> =>
  Effect.map(
    Effect.fromResult(
      Result.mapError(
        read(payment.amount),
        () =>
          new ProviderError.ProviderError({
            provider,
            operation,
            reason: { _tag: "MalformedResponse", problem: "an amount that is none" },
            outcome: "not-executed"
          })
      )
    ),
    (amount) =>
      Authorisation.make(
        provider,
        authorised(payment, amount, DateTime.toEpochMillis(payment.valid_until)),
        payment.modifications.flatMap((decided): ReadonlyArray<Fact.Fact> => {
          const { decided_at: at, id, reference, status } = decided
          const link = isKey(reference) ? [{ _tag: "Linked" as const, key: reference, id }] : []
          return at === undefined || status === "received"
            ? link
            : [...link, outcome(payment.id, decided, status, DateTime.toEpochMillis(at), read)]
        })
      )
  )

/** What was reserved at first. */
export const authorised = (
  payment: Pick<typeof Payment.Type, "capture" | "id" | "pre_authorisation" | "reference">,
  amount: Money.PositiveMoney,
  validUntil: number
): Fact.Authorised => ({
  _tag: "Authorised",
  id: payment.id,
  reference: payment.reference,
  amount,
  capture: payment.capture,
  adjustable: payment.pre_authorisation,
  validUntil
})
