/** What the shopper's browser may do, and what comes of it. */
import type { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Money from "./Money.ts"
import * as Session from "./Session.ts"

const refused = (why: string) => ({ _tag: "Refused", why }) as const

/** Why nothing can be done with a session any more, if so. */
const endOf = (status: Session.Status): "expired" | "paid" | undefined =>
  status === "open" || status === "final" ? undefined : status === "expired" ? "expired" : "paid"

export const make = (ledger: Session.Ledger, now: () => number): Shopper.Shopper["Service"] => {
  /** The proofs of submissions that wait for their outcome, by session. */
  const pending = new Map<
    string,
    { readonly payment: Session.Payment; readonly proof: string; readonly token: string }
  >()

  const prove = (session: Session.Session): string => {
    const proof = ledger.names.secret("prf")
    ledger.proofs.set(proof, { session, result: undefined })
    return proof
  }

  const pay = (session: Session.Session, result: Session.Payment["result"]): Session.Payment => {
    const payment: Session.Payment = { id: ledger.names.next("pay"), amount: session.amount, result }
    session.payments.push(payment)
    return payment
  }

  const approved = (session: Session.Session, payment: Session.Payment, proof: string): Shopper.Submission => {
    payment.result = "authorised"
    session.status = "completed"
    ledger.authorisations.set(payment.id, {
      id: payment.id,
      session: session.id,
      amount: payment.amount,
      captured: session.capture === "automatic",
      released: false
    })
    return { _tag: "Authorised", authorisation: payment.id, amount: Money.toAmount(payment.amount), proof }
  }

  const decide = (session: Session.Session, passed: boolean, token: string): Shopper.Submission => {
    const payment = pay(session, passed ? "authorised" : "refused")
    const proof = prove(session)
    return passed ? approved(session, payment, proof) : { _tag: "Declined", token, proof }
  }

  /** Why a session can't be paid now, if so. */
  const unpayable = (session: Session.Session): string | undefined => {
    const status = Session.statusAt(session, now())
    return endOf(status) ?? (status === "open" ? "not_final" : undefined)
  }

  const challenge = (session: Session.Session, token: string): Shopper.Submission => {
    let over = false
    return {
      _tag: "Challenged",
      token,
      finish: (passed) =>
        Effect.sync(() => {
          const why = unpayable(session) ?? (over ? "state" : undefined)
          if (why !== undefined) return refused(why)
          over = true
          return decide(session, passed, token)
        })
    }
  }

  const giveUp = (session: Session.Session): Shopper.Submission => {
    const why = endOf(Session.statusAt(session, now()))
    if (why !== undefined) return refused(why)
    session.status = "cancelled"
    return { _tag: "Cancelled", proof: prove(session) }
  }

  const submit = (session: Session.Session, token: string | undefined, manner: Exclude<Shopper.Manner, "abandon">) => {
    if (token !== session.token) return refused("token")
    const why = unpayable(session)
    if (why !== undefined) return refused(why)
    switch (manner) {
      case "pay":
        return decide(session, true, token)
      case "decline":
        return decide(session, false, token)
      case "challenge":
        return challenge(session, token)
      case "pending": {
        const proof = prove(session)
        pending.set(session.id, { payment: pay(session, "pending"), proof, token })
        session.status = "pending"
        return { _tag: "Pending", token, proof } as const
      }
    }
  }

  return {
    open: ({ id }) =>
      Effect.sync(() => {
        const session = ledger.sessions.get(id)
        if (session === undefined) return refused("not_found")
        const why = endOf(Session.statusAt(session, now()))
        if (why !== undefined) return refused(why)
        const token = Session.renewToken(ledger, session)
        return { _tag: "Shown", amount: Money.toAmount(session.amount), token } as const
      }),

    submit: ({ id, token }, manner = "pay") =>
      Effect.sync(() => {
        const session = ledger.sessions.get(id)
        if (session === undefined) return refused("not_found")
        return manner === "abandon" ? giveUp(session) : submit(session, token, manner)
      }),

    settle: (id, passed) =>
      Effect.sync(() => {
        const session = ledger.sessions.get(id)
        if (session === undefined) return refused("not_found")
        const waiting = pending.get(id)
        if (waiting === undefined) return refused("state")
        const { payment, proof, token } = waiting
        pending.delete(id)
        if (passed) return approved(session, payment, proof)
        payment.result = "refused"
        session.status = "final"
        return { _tag: "Declined", token, proof } as const
      })
  }
}
