/** The sessions and payments that the provider holds, and how they come to an end. */
import { Decimal, Json, type Truth } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import { type Transaction, transactionOf } from "./parameters.ts"

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
  readonly authorisations: Array<Truth.AuthorisationTruth> = []
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

  /** The authorisation with what the session holds now: "the latest parameter set". */
  authorise(session: Session, transactionId: string): Truth.AuthorisationTruth {
    const transaction = transactionOf(session.parameters)
    const authorised = amountOf(transaction)
    const nothing: Truth.Amount = { decimal: "0", currency: authorised.currency }
    const authorisation: Truth.AuthorisationTruth = {
      id: transactionId,
      session: session.id,
      authorised,
      captured: transaction.capture ? authorised : nothing,
      refunded: nothing,
      released: false
    }
    session.phase = { _tag: "Paid", transactionId }
    this.authorisations.push(authorisation)
    return authorisation
  }

  truthOf(session: Session): Truth.SessionTruth {
    const transaction = transactionOf(session.parameters)
    return {
      id: session.id,
      reference: transaction.orderId,
      amount: amountOf(transaction),
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

export const amountOf = ({ amount, currency }: Transaction): Truth.Amount => ({
  decimal: Decimal.format(amount ?? Decimal.zero),
  currency: currency.toUpperCase()
})

const restOf = (parameters: Json.JsonObject): Readonly<Record<string, unknown>> => {
  const { transaction, ...others } = parameters
  const { amount: _, currency: __, order_id: ___, ...rest } = Json.isObject(transaction) ? transaction : {}
  const all = Object.keys(rest).length === 0 ? others : { transaction: rest, ...others }
  return Json.toPlain(all) as Readonly<Record<string, unknown>>
}
