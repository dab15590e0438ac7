/** Money that an issuer approved, and what became of it: the state that the rules judge. */
import { Decimal, type Truth } from "@paylayer/simulator"
import { isPositive, sum, toTruth } from "./amounts.ts"
import type { Positions } from "./assumptions.ts"

/** A capture or a refund. */
export interface Part {
  /** Of its own transaction; of the payment where that captured at once. */
  readonly id: string
  readonly amount: Decimal.Decimal
  /** Milliseconds since the epoch. */
  readonly at: number
  status: "success" | "pending" | "declined"
}

export interface Payment {
  readonly id: string
  readonly session: string
  readonly orderId: string
  /** In lower case. */
  readonly currency: string
  readonly authorised: Decimal.Decimal
  /** When it was approved, in milliseconds since the epoch. */
  readonly at: number
  /** Whether it captured at once, all of it. */
  readonly capture: boolean
  readonly captures: Array<Part>
  readonly refunds: Array<Part>
  voided: boolean
}

/** When, and how the switches stand. */
export interface Circumstances {
  readonly now: number
  readonly positions: Positions
}

const day = 24 * 60 * 60 * 1000

const amounts = (parts: ReadonlyArray<Part>): Decimal.Decimal => sum(parts.map(({ amount }) => amount))

const succeeded = (parts: ReadonlyArray<Part>): ReadonlyArray<Part> =>
  parts.filter(({ status }) => status === "success")

/** What has happened or still may. */
const possible = (parts: ReadonlyArray<Part>): ReadonlyArray<Part> =>
  parts.filter(({ status }) => status !== "declined")

/** A void takes back what had not settled: then nothing was captured after all. */
export const captured = (payment: Payment): Decimal.Decimal =>
  payment.voided ? Decimal.zero : amounts(succeeded(payment.captures))

export const isCaptured = (payment: Payment): boolean => possible(payment.captures).length > 0

/** Whether it is not known yet what becomes of a capture. */
export const isUnderWay = ({ captures }: Payment): boolean => captures.some(({ status }) => status === "pending")

/** The moment at which a capture has settled. */
const settlesAt = ({ at }: Part, { settlement }: Positions): number =>
  settlement === "24-hours" ? at + day : (Math.floor(at / day) + 1) * day

const settled = (payment: Payment, { now, positions }: Circumstances): ReadonlyArray<Part> =>
  payment.voided ? [] : succeeded(payment.captures).filter((part) => now >= settlesAt(part, positions))

export const hasSettled = (payment: Payment, circumstances: Circumstances): boolean =>
  settled(payment, circumstances).length > 0

/** What no capture has taken or is taking. */
const open = (payment: Payment): Decimal.Decimal =>
  Decimal.subtract(payment.authorised, amounts(possible(payment.captures)))

const lifetimes = { "7-days": 7 * day, "30-days": 30 * day, never: Infinity } as const

/** Whether time has taken what was not captured. */
export const hasLapsed = (payment: Payment, { now, positions }: Circumstances): boolean =>
  now >= payment.at + lifetimes[positions.authorisationExpiry] && isPositive(open(payment))

/** `undefined` where there is nothing to capture from: captured at once, captured and the rest released, voided, lapsed. */
export const capturable = (payment: Payment, circumstances: Circumstances): Decimal.Decimal | undefined =>
  payment.capture ||
  payment.voided ||
  hasLapsed(payment, circumstances) ||
  (isCaptured(payment) && circumstances.positions.captureRemainder === "released")
    ? undefined
    : open(payment)

/** What has settled and was not given back. */
export const refundable = (payment: Payment, circumstances: Circumstances): Decimal.Decimal =>
  Decimal.subtract(amounts(settled(payment, circumstances)), amounts(possible(payment.refunds)))

/** Nothing can be captured any more: it was voided, it has lapsed, or a capture gave back what it left. */
const isReleased = (payment: Payment, circumstances: Circumstances): boolean =>
  payment.voided ||
  hasLapsed(payment, circumstances) ||
  (!payment.capture &&
    circumstances.positions.captureRemainder === "released" &&
    succeeded(payment.captures).length > 0)

export const truthOf = (payment: Payment, circumstances: Circumstances): Truth.AuthorisationTruth => ({
  id: payment.id,
  session: payment.session,
  authorised: toTruth(payment.authorised, payment.currency),
  captured: toTruth(captured(payment), payment.currency),
  refunded: toTruth(amounts(succeeded(payment.refunds)), payment.currency),
  released: isReleased(payment, circumstances)
})
