/** What the shopper's browser may do, and what comes of it. */
import type { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import type * as Account from "./Account.ts"
import type * as Ledger from "./Ledger.ts"
import * as Money from "./Money.ts"
import * as Session from "./Session.ts"

const refused = (why: string) => ({ _tag: "Refused", why }) as const

/** Why nothing can be done with a session any more, if so. */
const endOf = (status: Session.Status): "expired" | "paid" | undefined =>
  status === "open" || status === "final" ? undefined : status === "expired" ? "expired" : "paid"

const openingOf = (session: Session.Session, { amount, id }: Session.Attempt): Account.Opening => ({
  id,
  session: session.id,
  reference: session.reference,
  amount,
  capture: session.capture,
  preAuthorisation: session.capture === "manual" && session.preAuthorisation !== false
})

export const make = ({
  account,
  agenda,
  events,
  names,
  proofs,
  sessions
}: Ledger.Ledger): Shopper.Shopper["Service"] => {
  /** The proofs of submissions that wait for their outcome, by session. */
  const pending = new Map<
    string,
    { readonly attempt: Session.Attempt; readonly proof: string; readonly token: string }
  >()

  const prove = (session: Session.Session): string => {
    const proof = names.secret("prf")
    proofs.set(proof, { session, result: undefined })
    return proof
  }

  const attempt = (session: Session.Session): Session.Attempt => {
    const attempt: Session.Attempt = { id: names.next("pay"), amount: session.amount, result: "pending" }
    session.attempts.push(attempt)
    return attempt
  }

  const decide = (
    session: Session.Session,
    attempt: Session.Attempt,
    passed: boolean,
    proof: string,
    token: string
  ): Shopper.Submission => {
    const now = agenda.now()
    if (!passed) {
      attempt.result = "refused"
      session.status = "final"
      account.refuse(openingOf(session, attempt), now)
      return { _tag: "Declined", token, proof }
    }
    attempt.result = "authorised"
    session.status = "completed"
    account.approve(openingOf(session, attempt), now)
    const { id, reference } = session
    events.announce(now, "session.completed", { session: id, reference, payment: attempt.id })
    return { _tag: "Authorised", authorisation: attempt.id, amount: Money.toAmount(attempt.amount), proof }
  }

  /** Why a session can't be paid now, if so. */
  const unpayable = (session: Session.Session): string | undefined => {
    const status = Session.statusAt(session, agenda.now())
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
          return decide(session, attempt(session), passed, prove(session), token)
        })
    }
  }

  const giveUp = (session: Session.Session): Shopper.Submission => {
    const now = agenda.now()
    const why = endOf(Session.statusAt(session, now))
    if (why !== undefined) return refused(why)
    session.status = "cancelled"
    events.announce(now, "session.ended", { session: session.id, reference: session.reference, why: "cancelled" })
    return { _tag: "Cancelled", proof: prove(session) }
  }

  const submit = (session: Session.Session, token: string | undefined, manner: Exclude<Shopper.Manner, "abandon">) => {
    if (token !== session.token) return refused("token")
    const why = unpayable(session)
    if (why !== undefined) return refused(why)
    switch (manner) {
      case "pay":
        return decide(session, attempt(session), true, prove(session), token)
      case "decline":
        return decide(session, attempt(session), false, prove(session), token)
      case "challenge":
        return challenge(session, token)
      case "pending": {
        const proof = prove(session)
        pending.set(session.id, { attempt: attempt(session), proof, token })
        session.status = "pending"
        return { _tag: "Pending", token, proof } as const
      }
    }
  }

  return {
    open: ({ id }) =>
      Effect.sync(() => {
        const session = sessions.get(id)
        if (session === undefined) return refused("not_found")
        const why = endOf(Session.statusAt(session, agenda.now()))
        if (why !== undefined) return refused(why)
        const token = Session.renewToken(names, session)
        return { _tag: "Shown", amount: Money.toAmount(session.amount), token } as const
      }),

    submit: ({ id, token }, manner = "pay") =>
      Effect.sync(() => {
        const session = sessions.get(id)
        if (session === undefined) return refused("not_found")
        return manner === "abandon" ? giveUp(session) : submit(session, token, manner)
      }),

    settle: (id, passed) =>
      Effect.sync(() => {
        const session = sessions.get(id)
        if (session === undefined) return refused("not_found")
        const waiting = pending.get(id)
        if (waiting === undefined) return refused("state")
        pending.delete(id)
        return decide(session, waiting.attempt, passed, waiting.proof, waiting.token)
      })
  }
}
