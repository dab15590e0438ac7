/** The person in front of Components, who pays with whatever the session holds by then. */
import { Json, Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import type { Positions } from "./assumptions.ts"
import type { Ledger, Session } from "./ledger.ts"
import { transactionOf } from "./parameters.ts"
import type { Outcome, Reason } from "./transactions.ts"
import type { StatusUpdate } from "./webhooks.ts"

/** How a payment by bank ends (`Shopper.settle`), by the statuses of the reference. */
export interface Bank {
  /**
   * What is told of one that the bank carried out, one after the other. `settled` is for money that comes to an account held
   * by Acquired.com; else it stays at `executed`.
   */
  readonly approved: ReadonlyArray<"executed" | "settled">
  /** What is told of one that came to nothing: of `expired` the merchant hears nothing. */
  readonly refused: "declined" | "cancelled" | "expired" | "error"
}

export interface Environment {
  readonly ledger: Ledger
  readonly positions: Positions
  readonly bank: Bank
  readonly newTransaction: () => string
  /** Sends the webhook, and returns what the browser brings back. */
  readonly tell: (update: StatusUpdate) => string
}

type Refused = Extract<Shopper.Submission, { readonly _tag: "Refused" }>
const refused = (why: string): Refused => ({ _tag: "Refused", why })

const approved: Outcome = { status: "success", issuerResponseCode: "00" }
const declinedFor = (reason: Reason): Outcome => ({ status: "declined", reason, issuerResponseCode: "05" })

export const make = (environment: Environment): Shopper.Shopper["Service"] => {
  const { bank, ledger, newTransaction, positions, tell } = environment

  /** The session, if a payment can be begun with it. */
  const payable = (id: string): Session | Refused => {
    const session = ledger.sessions.get(id)
    if (session === undefined) return refused("unknown session")
    if (ledger.isExpired(session)) return refused("the session has expired")
    return session.phase._tag === "Open" ? session : refused(why[session.phase._tag])
  }

  const inform = (session: Session, transactionId: string, outcome: Outcome): string => {
    ledger.note(session, transactionId, outcome, session.phase._tag === "Pending")
    return tell({ transactionId, status: outcome.status, orderId: transactionOf(session.parameters).orderId })
  }

  const approve = (session: Session, transactionId: string, outcome: Outcome): Shopper.Submission => {
    const proof = inform(session, transactionId, outcome)
    return { _tag: "Authorised", authorisation: transactionId, amount: ledger.authorise(session, transactionId), proof }
  }

  /** It came to nothing: what the session is from now on. */
  const end = (session: Session): void => {
    session.phase = positions.afterDecline === "open-again" ? { _tag: "Open" } : { _tag: "Failed" }
  }

  const decline = (session: Session, transactionId: string, outcome: Outcome): Shopper.Submission => {
    const proof = inform(session, transactionId, outcome)
    end(session)
    return { _tag: "Declined", proof }
  }

  const challenge = (session: Session, transactionId: string): Shopper.Submission => {
    if (!hasTds(session)) {
      return positions.challengeWithoutTds === "no-challenge"
        ? approve(session, transactionId, approved)
        : decline(session, transactionId, declinedFor("soft_decline"))
    }
    session.phase = { _tag: "Challenged", transactionId }
    inform(session, transactionId, { status: "tds_pending" })
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
      inform(session, transactionId, { status: "tds_expired", reason: "challenge_time_out" })
      return refused("the session has expired")
    }
    return passed
      ? approve(session, transactionId, approved)
      : decline(session, transactionId, { status: "tds_failed", reason: "challenge_failed" })
  }

  const pend = (session: Session, transactionId: string): Shopper.Submission => {
    session.phase = { _tag: "Pending", transactionId }
    return { _tag: "Pending", proof: inform(session, transactionId, { status: "pending" }) }
  }

  const submit = (id: string, manner: Shopper.Manner): Shopper.Submission => {
    const session = payable(id)
    if ("_tag" in session) return session
    switch (manner) {
      case "pay":
        return approve(session, newTransaction(), approved)
      case "decline":
        return decline(session, newTransaction(), declinedFor("generic_decline"))
      case "challenge":
        return challenge(session, newTransaction())
      case "pending":
        return pend(session, newTransaction())
      case "abandon":
        if (positions.afterAbandon === "cancelled") session.phase = { _tag: "Cancelled" }
        return { _tag: "Cancelled" }
    }
  }

  const settle = (id: string, isApproved: boolean): Shopper.Submission => {
    const session = ledger.sessions.get(id)
    if (session?.phase._tag !== "Pending") return refused("no payment of this session is pending")
    const { transactionId } = session.phase
    if (!isApproved) return refuse(session, transactionId)
    const [last = "settled", ...before] = bank.approved.toReversed()
    for (const status of before.toReversed()) inform(session, transactionId, { status })
    return approve(session, transactionId, { status: last })
  }

  const refuse = (session: Session, transactionId: string): Shopper.Submission => {
    switch (bank.refused) {
      case "declined":
        return decline(session, transactionId, { status: "declined", reason: "generic_decline" })
      case "error":
        return decline(session, transactionId, { status: "error" })
      case "cancelled": {
        const proof = inform(session, transactionId, { status: "cancelled" })
        end(session)
        return { _tag: "Cancelled", proof }
      }
      case "expired":
        ledger.note(session, transactionId, { status: "expired" }, true)
        end(session)
        return { _tag: "Cancelled" }
    }
  }

  return Shopper.Shopper.of({
    open: ({ id }) =>
      Effect.sync(() => {
        const session = payable(id)
        return "_tag" in session ? session : ({ _tag: "Shown", amount: ledger.truthOf(session).amount } as const)
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
