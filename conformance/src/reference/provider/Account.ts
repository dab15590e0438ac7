/** The merchant's account: the one book of payments, in which everything that is decided is decided and announced. */
import * as Result from "effect/Result"
import type * as Agenda from "./Agenda.ts"
import type * as Answer from "./Answer.ts"
import type * as Events from "./Events.ts"
import type * as Money from "./Money.ts"
import type * as Names from "./Names.ts"
import * as Payment from "./Payment.ts"
import * as Time from "./Time.ts"

/** When a modification that came over the API is decided. */
export type Decides = "later" | "at-once"

/** Against what a modification is held that is decided later: the payment as it is then or, wrongly, as it was before. */
export type Checks = "when-decided" | "when-received"

export interface Options {
  readonly agenda: Agenda.Agenda
  readonly events: Events.Events
  readonly names: Names.Names
  readonly decides: Decides
  readonly checks: Checks
}

const decisionTakes = 2 * Time.second
const validity = 7 * Time.day

/** What a submission asks the issuer for. */
export type Opening = Pick<Payment.Payment, "id" | "session" | "reference" | "amount" | "capture" | "preAuthorisation">

/** All times are in milliseconds since the epoch. */
export interface Account {
  /** In the order in which they were approved. */
  readonly payments: ReadonlyMap<string, Payment.Payment>
  /** The issuer says yes to a submission, or no. */
  readonly approve: (opening: Opening, at: number) => void
  readonly refuse: (opening: Opening, at: number) => void
  /** A modification that comes over the API, decided as the account decides. */
  readonly ask: (
    payment: Payment.Payment,
    reference: string,
    change: Payment.Change,
    at: number
  ) => Result.Result<Payment.Modification, Answer.Objection>
  /** One that doesn't: decided now. `false`: the payment does not allow it, and nothing happened. */
  readonly impose: (payment: Payment.Payment, change: Payment.Change, at: number) => boolean
  /** A cancellation that nobody can decline, of a payment that allows it. */
  readonly release: (payment: Payment.Payment, at: number) => void
  /** What had succeeded fails after all; what had failed so is taken after all. `false`: it can't, and nothing happened. */
  readonly revert: (payment: Payment.Payment, modification: Payment.Modification, at: number) => boolean
  readonly recover: (payment: Payment.Payment, modification: Payment.Modification, at: number) => boolean
  readonly dispute: (payment: Payment.Payment, amount: Money.Money, at: number) => boolean
  /** The issuer will decline the next step of this kind that the payment would allow. */
  readonly declineNext: (payment: Payment.Payment, kind: Payment.Step["kind"]) => void
}

export const make = ({ agenda, checks, decides, events, names }: Options): Account => {
  const payments = new Map<string, Payment.Payment>()
  const refusals = new Map<Payment.Payment, Array<Payment.Step["kind"]>>()

  /** Whether the issuer declines this one; it does so once for each time that it was to. */
  const declines = (payment: Payment.Payment, kind: Payment.Step["kind"]): boolean => {
    const waiting = refusals.get(payment) ?? []
    const index = waiting.indexOf(kind)
    if (index === -1) return false
    waiting.splice(index, 1)
    return true
  }

  const announcePayment = (opening: Opening, at: number, reason?: "declined") =>
    events.announce(at, "payment.decided", {
      payment: opening.id,
      session: opening.session,
      reference: opening.reference,
      amount: opening.amount,
      capture: opening.capture,
      pre_authorisation: opening.preAuthorisation,
      valid_until: Time.iso(at + validity),
      success: reason === undefined,
      reason
    })

  const announce = (
    payment: Payment.Payment,
    modification: Payment.Modification,
    at: number,
    type: "modification.decided" | "modification.reverted" | "modification.recovered",
    /** What an event says otherwise than everything else does. */
    own: { readonly amount?: Money.Money; readonly valid_until?: string } = {}
  ) =>
    events.announce(at, type, {
      payment: payment.id,
      modification: modification.id,
      ...Payment.showModification(modification),
      ...own,
      success: modification.status !== "failed"
    })

  /** Looks, once the validity is over, whether there is a rest that can no longer be captured. */
  const expireInTime = (payment: Payment.Payment, from: number) =>
    agenda.add(Math.max(payment.validUntil, from), (at) => {
      if (at < payment.validUntil || Payment.endOf(payment) !== undefined || Payment.rest(payment) === 0) return
      payment.ended = "expired"
      events.announce(at, "payment.expired", { payment: payment.id, reference: payment.reference })
    })

  const receive = (payment: Payment.Payment, reference: string | undefined, change: Payment.Change) => {
    const modification: Payment.Modification = { id: names.next("mod"), reference, change, status: "received" }
    payment.modifications.push(modification)
    return modification
  }

  const fail = (modification: Payment.Modification, reason: NonNullable<Payment.Modification["reason"]>) => {
    modification.status = "failed"
    modification.reason = reason
  }

  const decide = (
    payment: Payment.Payment,
    modification: Payment.Modification,
    at: number,
    isDeclined = declines,
    considered = Payment.consider(payment, modification.change)
  ) => {
    const { change } = modification
    const before = payment.authorised
    modification.decidedAt = at
    if (Result.isFailure(considered)) {
      const { code, why } = considered.failure
      fail(modification, code === "too_much" ? code : why)
    } else {
      const step = considered.success
      if (change.kind === "reversal") modification.turnedOut = step
      if (isDeclined(payment, step.kind)) fail(modification, "declined")
      else {
        modification.status = "succeeded"
        if (step.kind === "cancellation") payment.ended = "cancelled"
        if (step.kind === "adjustment") {
          payment.authorised = step.amount
          payment.validUntil = at + validity
          expireInTime(payment, at)
        }
      }
    }
    if (change.kind !== "adjustment") return announce(payment, modification, at, "modification.decided")
    const { currency, value } = change.amount
    announce(payment, modification, at, "modification.decided", {
      amount: { value: Math.abs(value - before.value), currency },
      ...(modification.status === "succeeded" ? { valid_until: Time.iso(payment.validUntil) } : {})
    })
  }

  const impose = (payment: Payment.Payment, change: Payment.Change, at: number): boolean => {
    if (Result.isFailure(Payment.consider(payment, change))) return false
    decide(payment, receive(payment, undefined, change), at)
    return true
  }

  return {
    payments,

    approve(opening, at) {
      const { amount, capture } = opening
      const validUntil = at + validity
      const payment = { ...opening, authorised: amount, validUntil, ended: undefined, modifications: [] }
      payments.set(payment.id, payment)
      announcePayment(opening, at)
      expireInTime(payment, at)
      // It leaves no rest that it could release.
      if (capture === "automatic") impose(payment, { kind: "capture", amount, final: false }, at)
    },

    refuse: (opening, at) => announcePayment(opening, at, "declined"),

    ask(payment, reference, change, at) {
      if (decides === "later") {
        const modification = receive(payment, reference, change)
        const early = checks === "when-received" ? Payment.consider(payment, change) : undefined
        agenda.add(at + decisionTakes, (due) => decide(payment, modification, due, declines, early))
        return Result.succeed(modification)
      }
      return Result.map(Payment.consider(payment, change), () => {
        const modification = receive(payment, reference, change)
        decide(payment, modification, at)
        return modification
      })
    },

    impose,

    release(payment, at) {
      decide(payment, receive(payment, undefined, { kind: "cancellation" }), at, () => false)
    },

    revert(payment, modification, at) {
      if (!Payment.canFail(payment, modification)) return false
      modification.status = "reverted"
      modification.decidedAt = at
      announce(payment, modification, at, "modification.reverted")
      // What it had taken can be captured again, and may be too late for that.
      expireInTime(payment, at)
      return true
    },

    recover(payment, modification, at) {
      if (modification.status !== "reverted") return false
      // It has to fit into what has become of the payment since.
      if (Result.isFailure(Payment.consider(payment, modification.change))) return false
      modification.status = "succeeded"
      modification.decidedAt = at
      announce(payment, modification, at, "modification.recovered")
      return true
    },

    dispute(payment, amount, at) {
      if (amount.value > Payment.captured(payment)) return false
      const { id, reference } = payment
      events.announce(at, "payment.disputed", { payment: id, reference, dispute: names.next("dsp"), amount })
      return true
    },

    declineNext(payment, kind) {
      refusals.set(payment, [...(refusals.get(payment) ?? []), kind])
    }
  }
}
