/** What becomes of a modification, by the payment's state at the moment when it is decided. */
import type { Amount } from "../amounts.ts"
import type { Positions } from "../assumptions.ts"
import type { EventCode } from "./item.ts"
import {
  captured,
  captures,
  capturable,
  isReleased,
  type Modification,
  type Payment,
  refundable,
  refunded
} from "./payment.ts"
import type { Cause } from "./reasons.ts"

/** What the issuer may say no to. */
export type Refusable = "adjust" | "capture" | "cancel" | "refund"

export interface Course {
  readonly eventCode: EventCode
  /** Of the event. */
  readonly amount: Amount
  /** Why it can't be, whatever the issuer says. */
  readonly objection: Cause | undefined
  readonly asks: Refusable
  readonly effect: () => void
  readonly additionalData?: Readonly<Record<string, string>>
}

export interface Options {
  readonly positions: Positions
  /** Whether what a capture leaves can be captured later. */
  readonly multiplePartialCaptures: boolean
  /** The authorisation's validity starts anew. */
  readonly extend: (payment: Payment) => void
}

const ended = ({ ended: how }: Payment): Cause | undefined =>
  how === undefined ? undefined : how === "cancelled" ? "cancelled" : "ended"

const otherCurrency = (payment: Payment, amount: Amount): Cause | undefined =>
  amount.currency === payment.authorised.currency ? undefined : "otherCurrency"

const isCaptured = (payment: Payment): Cause | undefined =>
  captured(payment) > 0n || isReleased(payment) ? "captured" : undefined

/** "Do not use this request for payments that involve multiple partial captures." */
export const isOfSeveral = (payment: Payment): boolean => captures(payment).length > 1

/** Of an event about something that has no amount of its own. */
const wholeOf = ({ authorised }: Payment, { eventWithoutAmount }: Positions): Amount =>
  eventWithoutAmount === "zero" ? { value: 0n, currency: authorised.currency } : authorised

/** "Flagged as PreAuth", "not captured, or cancelled, or expired"; upwards, downwards, and to the same amount. */
const adjust = (payment: Payment, amount: Amount, { extend, positions }: Options): Course => {
  const difference = amount.value - payment.authorised.value
  return {
    eventCode: "AUTHORISATION_ADJUSTMENT",
    amount: positions.adjustedAmount === "difference" ? { ...amount, value: difference } : amount,
    objection:
      (payment.preAuth ? undefined : "notPreAuth") ??
      ended(payment) ??
      isCaptured(payment) ??
      otherCurrency(payment, amount),
    asks: "adjust",
    effect: () => {
      payment.authorised = amount
      if (difference === 0n || positions.adjustExtends === "any") extend(payment)
    }
  }
}

/** "By default, any unclaimed amount after a partial capture gets cancelled." */
const capture = (
  payment: Payment,
  amount: Amount,
  modification: Modification,
  { multiplePartialCaptures }: Options
): Course => ({
  eventCode: "CAPTURE",
  amount,
  objection:
    ended(payment) ??
    otherCurrency(payment, amount) ??
    (amount.value > capturable(payment) ? "insufficient" : undefined),
  asks: "capture",
  effect: () => {
    modification.closes = !multiplePartialCaptures
  }
})

/** Of "a payment that has not yet been captured". */
const cancel = (payment: Payment, eventCode: EventCode, { positions }: Options): Course => ({
  eventCode,
  amount: wholeOf(payment, positions),
  objection: ended(payment) ?? isCaptured(payment),
  asks: "cancel",
  effect: () => {
    payment.ended = "cancelled"
  }
})

/** "As long as their sum doesn't exceed the captured amount." */
const refund = (payment: Payment, amount: Amount): Course => ({
  eventCode: "REFUND",
  amount,
  objection:
    (captured(payment) === 0n ? "notCaptured" : undefined) ??
    otherCurrency(payment, amount) ??
    (amount.value > refundable(payment) ? "insufficient" : undefined),
  asks: "refund",
  effect: () => {}
})

/** "Refunds a payment if it has already been captured, and cancels a payment if it has not yet been captured." */
const reverse = (payment: Payment, modification: Modification, options: Options): Course => {
  const action = (name: "cancel" | "refund") => ({ additionalData: { "modification.action": name } })
  if (captured(payment) === 0n) return { ...cancel(payment, "CANCEL_OR_REFUND", options), ...action("cancel") }
  const { reversalAfterRefund } = options.positions
  const amount = { value: refundable(payment), currency: payment.authorised.currency }
  const isThere = amount.value > 0n && (refunded(payment) === 0n || reversalAfterRefund === "refunds-the-rest")
  return {
    eventCode: "CANCEL_OR_REFUND",
    amount: isThere ? amount : wholeOf(payment, options.positions),
    objection: isOfSeveral(payment) ? "severalCaptures" : isThere ? undefined : "insufficient",
    asks: "refund",
    effect: () => {
      modification.amount = amount
    },
    ...action("refund")
  }
}

/** Of a modification of a payment that there is; voids and refunds without a payment are the ledger's own. */
export const courseOf = (payment: Payment, modification: Modification, options: Options): Course => {
  const { amount = wholeOf(payment, options.positions), kind } = modification
  switch (kind) {
    case "adjust":
      return adjust(payment, amount, options)
    case "capture":
      return capture(payment, amount, modification, options)
    case "cancel":
      return cancel(payment, "CANCELLATION", options)
    case "technicalCancel":
      return cancel(payment, "TECHNICAL_CANCEL", options)
    case "refund":
      return refund(payment, amount)
    case "cancelOrRefund":
      return reverse(payment, modification, options)
  }
}
