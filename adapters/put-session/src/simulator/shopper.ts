/** The person in front of Components, who pays with whatever the session holds by then. */
import { Json, Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import type { Positions } from "./assumptions.ts"
import { amountOf, type Ledger, type Session } from "./ledger.ts"
import { transactionOf } from "./parameters.ts"
import type { StatusUpdate, TransactionStatus } from "./webhooks.ts"

export interface Environment {
  readonly ledger: Ledger
  readonly positions: Positions
  readonly newTransaction: () => string
  /** Sends the webhook, and returns what the browser brings back. */
  readonly tell: (update: StatusUpdate) => string
}

type Refused = Extract<Shopper.Submission, { readonly _tag: "Refused" }>
const refused = (why: string): Refused => ({ _tag: "Refused", why })

export const make = ({ ledger, newTransaction, positions, tell }: Environment): Shopper.Shopper["Service"] => {
  /** The session, if a payment can be begun with it. */
  const payable = (id: string): Session | Refused => {
    const session = ledger.sessions.get(id)
    if (session === undefined) return refused("unknown session")
    if (ledger.isExpired(session)) return refused("the session has expired")
    return session.phase._tag === "Open" ? session : refused(why[session.phase._tag])
  }

  const inform = (session: Session, transactionId: string, status: TransactionStatus): string =>
    tell({ transactionId, status, orderId: transactionOf(session.parameters).orderId })

  const approve = (session: Session, transactionId: string, status: TransactionStatus): Shopper.Submission => {
    const { authorised } = ledger.authorise(session, transactionId)
    return {
      _tag: "Authorised",
      authorisation: transactionId,
      amount: authorised,
      proof: inform(session, transactionId, status)
    }
  }

  const decline = (session: Session, transactionId: string, status: TransactionStatus): Shopper.Submission => {
    session.phase = positions.afterDecline === "open-again" ? { _tag: "Open" } : { _tag: "Failed" }
    return { _tag: "Declined", proof: inform(session, transactionId, status) }
  }

  const challenge = (session: Session, transactionId: string): Shopper.Submission => {
    if (!hasTds(session)) {
      return positions.challengeWithoutTds === "no-challenge"
        ? approve(session, transactionId, "success")
        : decline(session, transactionId, "declined")
    }
    session.phase = { _tag: "Challenged", transactionId }
    inform(session, transactionId, "tds_pending")
    return {
      _tag: "Challenged",
      finish: (passed) => Effect.sync(() => finish(session, transactionId, passed))
    }
  }

  const finish = (session: Session, transactionId: string, passed: boolean): Shopper.Submission => {
    const { phase } = session
    if (phase._tag !== "Challenged" || phase.transactionId !== transactionId) return refused("the challenge is over")
    if (ledger.isExpired(session)) {
      session.phase = { _tag: "Open" }
      inform(session, transactionId, "tds_expired")
      return refused("the session has expired")
    }
    return passed ? approve(session, transactionId, "success") : decline(session, transactionId, "tds_failed")
  }

  const pend = (session: Session, transactionId: string): Shopper.Submission => {
    session.phase = { _tag: "Pending", transactionId }
    return { _tag: "Pending", proof: inform(session, transactionId, "pending") }
  }

  const submit = (id: string, manner: Shopper.Manner): Shopper.Submission => {
    const session = payable(id)
    if ("_tag" in session) return session
    switch (manner) {
      case "pay":
        return approve(session, newTransaction(), "success")
      case "decline":
        return decline(session, newTransaction(), "declined")
      case "challenge":
        return challenge(session, newTransaction())
      case "pending":
        return pend(session, newTransaction())
      case "abandon":
        if (positions.afterAbandon === "cancelled") session.phase = { _tag: "Cancelled" }
        return { _tag: "Cancelled" }
    }
  }

  const settle = (id: string, approved: boolean): Shopper.Submission => {
    const session = ledger.sessions.get(id)
    if (session?.phase._tag !== "Pending") return refused("no payment of this session is pending")
    const { transactionId } = session.phase
    return approved ? approve(session, transactionId, "settled") : decline(session, transactionId, "declined")
  }

  return Shopper.Shopper.of({
    open: ({ id }) =>
      Effect.sync(() => {
        const session = payable(id)
        return "_tag" in session
          ? session
          : ({ _tag: "Shown", amount: amountOf(transactionOf(session.parameters)) } as const)
      }),
    submit: ({ id }, manner = "pay") => Effect.sync(() => submit(id, manner)),
    settle: (id, approved) => Effect.sync(() => settle(id, approved))
  })
}

const why = {
  Challenged: "a payment is under way",
  Pending: "a payment is under way",
  Paid: "the session has been paid",
  Failed: "the payment was declined",
  Cancelled: "the session was cancelled"
} as const

const hasTds = ({ parameters: { tds } }: Session): boolean => Json.isObject(tds) && tds["is_active"] === true
