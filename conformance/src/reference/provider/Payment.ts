/** A payment: what an approved submission reserved, what was asked of it since, and what it still allows. */
import type { Truth } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as Answer from "./Answer.ts"
import * as Money from "./Money.ts"
import * as Time from "./Time.ts"

export type Capture = "automatic" | "manual"

/** What can be asked of a payment. */
export type Change =
  | { readonly kind: "adjustment"; readonly amount: Money.Money }
  | { readonly kind: "capture"; readonly amount: Money.Money; readonly final: boolean }
  | { readonly kind: "cancellation" }
  | { readonly kind: "refund"; readonly amount: Money.Money }
  | { readonly kind: "reversal" }

/** What is done to it in the end: a reversal turns out one of the others. */
export type Step = Exclude<Change, { readonly kind: "reversal" }>

export interface Modification {
  readonly id: string
  /** The merchant's name for it; what nobody asked for over the API has none. */
  readonly reference: string | undefined
  readonly change: Change
  turnedOut?: Step
  /** `reverted`: it had succeeded, and failed after all. */
  status: "received" | "succeeded" | "failed" | "reverted"
  reason?: Answer.Why | "too_much" | "declined"
  /** When its status became what it is, in milliseconds since the epoch. */
  decidedAt?: number
}

export interface Payment {
  readonly id: string
  readonly session: string | undefined
  /** The session's or the intent's. */
  readonly reference: string
  /** The first one. */
  readonly amount: Money.Money
  /** The total in force. */
  authorised: Money.Money
  readonly capture: Capture
  readonly preAuthorisation: boolean
  /** In milliseconds since the epoch: at this moment what isn't captured has expired. */
  validUntil: number
  ended: "cancelled" | "expired" | undefined
  /** In the order in which they came. */
  readonly modifications: Array<Modification>
}

const stepOf = ({ change, turnedOut }: Modification): Change => turnedOut ?? change

const amountOf = (modification: Modification): Money.Money | undefined => {
  const step = stepOf(modification)
  return "amount" in step ? step.amount : undefined
}

export const hasSucceeded = (modification: Modification, kind: Step["kind"]): boolean =>
  modification.status === "succeeded" && stepOf(modification).kind === kind

const sum = ({ modifications }: Payment, kind: Step["kind"]): number =>
  modifications
    .filter((modification) => hasSucceeded(modification, kind))
    .reduce((total, modification) => total + (amountOf(modification)?.value ?? 0), 0)

/** In units. */
export const captured = (payment: Payment): number => sum(payment, "capture")
const refunded = (payment: Payment): number => sum(payment, "refund")

/** Whether it has succeeded and can fail after all: a capture can't once its money is on its way back. */
export const canFail = (payment: Payment, modification: Modification): boolean =>
  hasSucceeded(modification, "refund") ||
  (hasSucceeded(modification, "capture") &&
    captured(payment) - (amountOf(modification)?.value ?? 0) >= refunded(payment))

/** Why nothing can be captured any more, if so. */
export const endOf = (payment: Payment): "cancelled" | "expired" | "closed" | undefined =>
  payment.ended ??
  (payment.modifications.some(
    (modification) =>
      modification.status === "succeeded" && modification.change.kind === "capture" && modification.change.final
  )
    ? "closed"
    : undefined)

/** What is authorised and not captured, in units, whether it can be captured or not. */
export const rest = (payment: Payment): number => payment.authorised.value - captured(payment)

const allowing = (step: Step, why: Answer.Why | undefined): Result.Result<Step, Answer.Objection> =>
  why === undefined ? Result.succeed(step) : Answer.object("not_possible", why)

/** What a change would do to the payment as it is now, or why the payment does not allow it. */
export const consider = (payment: Payment, change: Change): Result.Result<Step, Answer.Objection> => {
  const isCaptured = captured(payment) > 0
  const left = captured(payment) - refunded(payment)
  switch (change.kind) {
    case "adjustment":
      if (!payment.preAuthorisation) return allowing(change, "not_a_pre_authorisation")
      return allowing(change, isCaptured ? "captured" : endOf(payment))
    case "capture": {
      const end = endOf(payment)
      if (end === undefined && change.amount.value > rest(payment)) return Answer.object("too_much", "captured")
      return allowing(change, end)
    }
    case "cancellation":
      return allowing(change, isCaptured ? "captured" : endOf(payment))
    case "refund":
      if (isCaptured && change.amount.value > left) return Answer.object("too_much", "refunded")
      return allowing(change, isCaptured ? undefined : "not_captured")
    case "reversal": {
      if (!isCaptured) return consider(payment, { kind: "cancellation" })
      const amount = { value: left, currency: payment.amount.currency }
      return allowing({ kind: "refund", amount }, left > 0 ? undefined : "refunded")
    }
  }
}

/** A modification as answers, events and the payment show it; what is `undefined` is not sent. */
export const showModification = (modification: Modification) => ({
  kind: modification.change.kind,
  reference: modification.reference,
  amount: amountOf(modification),
  final: modification.change.kind === "capture" ? modification.change.final : undefined,
  turned_out: modification.turnedOut?.kind,
  reason: modification.reason
})

export const show = (payment: Payment) => ({
  id: payment.id,
  session: payment.session,
  reference: payment.reference,
  amount: payment.amount,
  capture: payment.capture,
  pre_authorisation: payment.preAuthorisation,
  valid_until: Time.iso(payment.validUntil),
  released: endOf(payment) !== undefined,
  modifications: payment.modifications.map((modification) => ({
    id: modification.id,
    ...showModification(modification),
    status: modification.status,
    decided_at: modification.decidedAt === undefined ? undefined : Time.iso(modification.decidedAt)
  }))
})

export const toTruth = (payment: Payment): Truth.AuthorisationTruth => {
  const { authorised, id, session } = payment
  const amount = (value: number) => Money.toAmount({ value, currency: authorised.currency })
  return {
    id,
    ...(session === undefined ? {} : { session }),
    authorised: Money.toAmount(authorised),
    captured: amount(captured(payment)),
    refunded: amount(refunded(payment)),
    released: endOf(payment) !== undefined
  }
}
