/** The sessions and payments that the provider holds, and how they come to an end. */
import { Decimal, Json, type Truth } from "@paylayer/simulator"
import { toTruth } from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import { transactionOf } from "./parameters.ts"
import { type Payment, truthOf } from "./payments.ts"
import type { Outcome, Transaction } from "./transactions.ts"

/** "Session IDs are temporary and will expire after 10 minutes." In milliseconds. */
export const lifetime = 10 * 60 * 1000

type Phase =
  | { readonly _tag: "Open" }
  /** The shopper sits before the issuer's second step. */
  | { readonly _tag: "Challenged"; readonly transactionId: string }
  /** A bank will tell later. */
  | { readonly _tag: "Pending"; readonly transactionId: string }
  | { readonly _tag: "Paid"; readonly transactionId: string }
  | { readonly _tag: "Failed" }
  | { readonly _tag: "Cancelled" }

export interface Session {
  readonly id: string
  parameters: Json.JsonObject
  /** In milliseconds since the epoch; at this moment it has expired. */
  expiresAt: number
  phase: Phase
}

export class Ledger {
  readonly sessions = new Map<string, Session>()
  /** What issuers and banks approved, by the id of the transaction. */
  readonly payments = new Map<string, Payment>()
  /** All that there are, those that were declined too, by id. */
  readonly transactions = new Map<string, Transaction>()
  readonly #now: () => number
  readonly #positions: Positions

  constructor(now: () => number, positions: Positions) {
    this.#now = now
    this.#positions = positions
  }

  add(id: string, parameters: Json.JsonObject): Session {
    const session: Session = { id, parameters, expiresAt: this.#now() + lifetime, phase: { _tag: "Open" } }
    this.sessions.set(id, session)
    return session
  }

  /** Whether its 10 minutes are over and no payment was begun in time. */
  isExpired(session: Session): boolean {
    if (this.#now() < session.expiresAt) return false
    return (
      session.phase._tag === "Open" ||
      (session.phase._tag === "Challenged" && this.#positions.expiryWhilePaying === "expires")
    )
  }

  /** Whether another session, or a payment, has taken this order_id. */
  isTaken(orderId: string, but?: Session): boolean {
    const { orderIdUnique } = this.#positions
    if (orderIdUnique === "not-checked") return false
    for (const session of this.sessions.values()) {
      if (session === but || transactionOf(session.parameters).orderId !== orderId) continue
      if (orderIdUnique === "per-session" || session.phase._tag === "Paid") return true
    }
    return false
  }

  /** What the issuer is asked for, and how it stands with that: with what the session holds now, "the latest parameter set". */
  note(session: Session, transactionId: string, outcome: Outcome, byBank: boolean): void {
    const { amount = Decimal.zero, capture, currency, orderId } = transactionOf(session.parameters)
    this.transactions.set(transactionId, {
      id: transactionId,
      type: "payment",
      payment: transactionId,
      orderId,
      amount,
      currency,
      created: this.transactions.get(transactionId)?.created ?? this.#now(),
      capture,
      byBank,
      outcome
    })
  }

  /** The payment that an issuer or a bank approved. */
  authorise(session: Session, transactionId: string): Truth.Amount {
    const { amount = Decimal.zero, capture, currency, orderId } = transactionOf(session.parameters)
    const at = this.#now()
    this.payments.set(transactionId, {
      id: transactionId,
      session: session.id,
      orderId,
      currency,
      authorised: amount,
      at,
      capture,
      captures: capture ? [{ id: transactionId, amount, at, status: "success" }] : [],
      refunds: [],
      voided: false
    })
    session.phase = { _tag: "Paid", transactionId }
    return toTruth(amount, currency)
  }

  authorisations(): ReadonlyArray<Truth.AuthorisationTruth> {
    const circumstances = { now: this.#now(), positions: this.#positions }
    return [...this.payments.values()].map((payment) => truthOf(payment, circumstances))
  }

  truthOf(session: Session): Truth.SessionTruth {
    const { amount = Decimal.zero, currency, orderId } = transactionOf(session.parameters)
    return {
      id: session.id,
      reference: orderId,
      amount: toTruth(amount, currency),
      status: this.isExpired(session) ? "expired" : statuses[session.phase._tag],
      rest: restOf(session.parameters)
    }
  }
}

const statuses: Readonly<Record<Phase["_tag"], Truth.SessionStatus>> = {
  Open: "open",
  Challenged: "pending",
  Pending: "pending",
  Paid: "completed",
  Failed: "failed",
  Cancelled: "cancelled"
}

const restOf = (parameters: Json.JsonObject): Readonly<Record<string, unknown>> => {
  const { transaction, ...others } = parameters
  const { amount: _, currency: __, order_id: ___, ...rest } = Json.isObject(transaction) ? transaction : {}
  const all = Object.keys(rest).length === 0 ? others : { transaction: rest, ...others }
  return Json.toPlain(all) as Readonly<Record<string, unknown>>
}
