/** The part of the API that is about sessions. */
import * as Result from "effect/Result"
import * as Answer from "./Answer.ts"
import type * as Ledger from "./Ledger.ts"
import * as Money from "./Money.ts"
import * as Parameters from "./Parameters.ts"
import * as Session from "./Session.ts"
import * as Time from "./Time.ts"

/** A request that has come past authentication and idempotency. */
export interface Asked {
  readonly body: string
  readonly query: URLSearchParams
  /** In milliseconds since the epoch. */
  readonly now: number
}

const reference = Parameters.text(1, 80)
const note = Parameters.text(0, 200)

export interface Sessions {
  readonly create: (asked: Asked) => Answer.Answer
  readonly update: (id: string, asked: Asked) => Answer.Answer
  readonly expire: (id: string, asked: Asked) => Answer.Answer
  readonly result: (asked: Asked) => Answer.Answer
}

export const make = (ledger: Ledger.Ledger): Sessions => ({
  create: ({ body, now }) =>
    Result.map(Parameters.body(body, creation(now)), (asked) => {
      const session: Session.Session = {
        id: ledger.names.next("ses"),
        reference: asked.reference,
        amount: asked.amount,
        status: asked.final ? "final" : "open",
        capture: asked.capture,
        preAuthorisation: asked.pre_authorisation,
        expiresAt: asked.expires_at ?? now + Time.hour,
        returnUrl: asked.return_url,
        note: asked.note,
        token: ledger.names.secret("tok"),
        attempts: []
      }
      ledger.sessions.set(session.id, session)
      return Answer.created({
        id: session.id,
        reference: session.reference,
        amount: session.amount,
        final: asked.final,
        capture: session.capture,
        expires_at: Time.iso(session.expiresAt),
        token: session.token
      })
    }),

  update: (id, { body, now }) =>
    Result.gen(function* () {
      const session = ledger.sessions.get(id)
      const change = yield* Parameters.body(body, changeOf(session))
      if (session === undefined) return yield* Answer.refuse("not_found")
      if (change.token !== session.token) return yield* Answer.refuse("token")
      const status = Session.statusAt(session, now)
      if (status === "expired" || status === "final") return yield* Answer.refuse(status)
      if (status !== "open") return yield* Answer.refuse("paid")

      if (change.amount !== undefined) session.amount = change.amount
      if (change.reference !== undefined) session.reference = change.reference
      if (change.note !== undefined) session.note = change.note
      if (change.final === true) session.status = "final"
      return Answer.ok({
        amount: session.amount,
        final: session.status === "final",
        reference: session.reference,
        token: Session.renewToken(ledger.names, session)
      })
    }),

  expire: (id, { body, now }) =>
    Result.gen(function* () {
      yield* Parameters.body(body, Parameters.struct({}))
      const session = ledger.sessions.get(id)
      if (session === undefined) return yield* Answer.refuse("not_found")
      const status = Session.statusAt(session, now)
      if (status === "expired") return yield* Answer.refuse("expired")
      if (status !== "open" && status !== "final") return yield* Answer.refuse("paid")
      session.status = "expired"
      return Answer.ok({ id: session.id, status: "expired" })
    }),

  result: ({ now, query }) =>
    Result.gen(function* () {
      const named = query.get("proof")
      if (named === null) return yield* Answer.invalid([{ name: "proof", reason: "is required" }])
      const proof = ledger.proofs.get(named)
      if (proof === undefined) return yield* Answer.refuse("not_found")
      proof.result ??= resultOf(proof.session, now)
      return Answer.ok(proof.result)
    })
})

const creation = (now: number) =>
  Parameters.struct({
    reference,
    amount: Money.read(),
    final: Parameters.boolean,
    capture: Parameters.oneOf("automatic", "manual"),
    expires_at: Parameters.optional(Parameters.momentBetween(now + 30 * Time.minute, now + 24 * Time.hour)),
    return_url: Parameters.optional(Parameters.httpsUrl),
    note: Parameters.optional(note),
    pre_authorisation: Parameters.optional(Parameters.boolean)
  })

const changeOf = (session: Session.Session | undefined) =>
  Parameters.struct({
    // Whether it is the right one comes later, and a missing one isn't a right one.
    token: Parameters.optional(Parameters.text(0, Infinity)),
    amount: Parameters.optional(Money.read(session?.amount.currency)),
    reference: Parameters.optional(reference),
    final: Parameters.optional(Parameters.oneOf(true)),
    note: Parameters.optional(note)
  })

/** A value of its own: what happens to the session later doesn't change it. */
const resultOf = (session: Session.Session, now: number): object => ({
  id: session.id,
  reference: session.reference,
  status: Session.statusAt(session, now),
  payments: session.attempts.map(({ amount, id, result }) => ({ id, amount, result }))
})
