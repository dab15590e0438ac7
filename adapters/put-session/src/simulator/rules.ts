/**
 * What may be done to a payment, and when (reference: "Process a capture", "… a void", "… a refund", "… a reversal").
 *
 * The state is judged before the amount: what can't be done at all is declined, whatever the amount.
 */
import type { Decimal } from "@paylayer/simulator"
import { isMore, isPositive, isSame } from "./amounts.ts"
import {
  capturable,
  captured,
  type Circumstances,
  hasLapsed,
  hasSettled,
  isCaptured,
  isUnderWay,
  type Payment,
  refundable
} from "./payments.ts"

/** What money does: a reversal is one of the last two. */
export type Kind = "capture" | "void" | "refund"

export type Verdict =
  | { readonly _tag: "Allowed"; readonly kind: Kind; readonly amount: Decimal.Decimal }
  | { readonly _tag: "Declined"; readonly kind: Kind }
  | { readonly _tag: "TooMuch"; readonly kind: Kind; readonly most: Decimal.Decimal }

const allowed = (kind: Kind, amount: Decimal.Decimal): Verdict => ({ _tag: "Allowed", kind, amount })
const declined = (kind: Kind): Verdict => ({ _tag: "Declined", kind })
const tooMuch = (kind: Kind, most: Decimal.Decimal): Verdict => ({ _tag: "TooMuch", kind, most })
const atMost = (kind: Kind, amount: Decimal.Decimal, most: Decimal.Decimal): Verdict =>
  isMore(amount, most) ? tooMuch(kind, most) : allowed(kind, amount)

/** @param amount All that is left where there is none. */
export const toCapture = (
  payment: Payment,
  amount: Decimal.Decimal | undefined,
  circumstances: Circumstances
): Verdict => {
  const most = capturable(payment, circumstances)
  return most === undefined ? declined("capture") : atMost("capture", amount ?? most, most)
}

/** "Process a cancellation of a transaction before it settles": all of it. */
export const toVoid = (payment: Payment, circumstances: Circumstances): Verdict => {
  if (payment.voided) return declined("void")
  if (!isCaptured(payment)) {
    return hasLapsed(payment, circumstances) ? declined("void") : allowed("void", payment.authorised)
  }
  const inTime = !hasSettled(payment, circumstances) && !isUnderWay(payment)
  return inTime && (payment.capture || circumstances.positions.voidOfCapture === "voided")
    ? allowed("void", captured(payment))
    : declined("void")
}

/** @param amount All that is left where there is none. */
export const toRefund = (
  payment: Payment,
  amount: Decimal.Decimal | undefined,
  circumstances: Circumstances
): Verdict => {
  const rest = refundable(payment, circumstances)
  return !hasSettled(payment, circumstances) || (amount === undefined && !isPositive(rest))
    ? declined("refund")
    : atMost("refund", amount ?? rest, rest)
}

/**
 * "Automatically determines whether a payment should be voided or refunded based on settlement status": a part only once it
 * has settled.
 *
 * @param amount "If omitted, a full reversal is assumed."
 */
export const toReverse = (
  payment: Payment,
  amount: Decimal.Decimal | undefined,
  circumstances: Circumstances
): Verdict => {
  if (hasSettled(payment, circumstances)) return toRefund(payment, amount, circumstances)
  const verdict = toVoid(payment, circumstances)
  if (verdict._tag !== "Allowed" || amount === undefined || isSame(amount, verdict.amount)) return verdict
  return isMore(amount, verdict.amount) ? tooMuch("void", verdict.amount) : declined("void")
}
