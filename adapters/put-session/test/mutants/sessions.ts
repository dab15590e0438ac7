/** Mutants of what is sent and kept when a session of Acquired is made, changed and locked. */
import type { Mutant } from "@paylayer/conformance"
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { Session, Sessions } from "@paylayer/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { acquired } from "../../conformance.ts"
import { nearly, right, updating } from "./nearly.ts"

const subject = acquired("acquired")

const onCreate = (
  of: typeof subject,
  change: (session: Session.Session) => Effect.Effect<Session.Session>
): typeof subject =>
  onPort(of, Sessions.Sessions, (sessions) => ({
    ...sessions,
    create: (request, options) => Effect.flatMap(sessions.create(request, options), change)
  }))

const endless = (session: Session.Session): Session.Session => {
  const { expiresAt: _, ...rest } = session
  return new Session.Session(rest)
}

const replacing = { assume: { putSemantics: "replace" } } as const
const farAway = { latency: { there: "1 second", back: "1 second" } } as const

const answersWithId = { assume: { putAnswer: "session-id" } } as const

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "SES-09",
    "a PUT of the amount alone",
    updating(({ transaction: { amount } }) => ({ transaction: { amount } }), replacing)
  ),
  mutant(
    "SES-09",
    "a PUT of the required parameters alone",
    updating(
      ({ transaction: { amount, currency, order_id } }) => ({ transaction: { amount, currency, order_id } }),
      replacing
    )
  ),
  mutant(
    "SES-09",
    "a PUT that keeps the objects and drops what else stood in transaction",
    updating(
      ({ transaction: { amount, currency, order_id }, ...rest }) => ({
        ...rest,
        transaction: { amount, currency, order_id }
      }),
      { assume: { putSemantics: "merge-objects-whole" } }
    )
  ),
  mutant(
    "SES-09",
    "a PUT that empties what it does not name",
    updating((body) => ({ ...body, save_card: false }))
  ),
  mutant(
    "SES-09",
    "what an update changed is forgotten by the next one",
    onUpdate(
      acquired("acquired", replacing),
      (update) => (session, change, options) =>
        Effect.map(update(session, change, options), (updated) => Session.modify(updated, { state: session.state }))
    )
  ),
  mutant(
    "SES-19",
    "which session an answer is about is not looked at",
    nearly({ update: { ...right.update, answer: () => Schema.Unknown } }, answersWithId),
    nearly({}, answersWithId)
  ),
  mutant(
    "SES-02",
    "a PUT of what was sent last",
    updating((_, sent) => sent)
  ),
  mutant(
    "SES-17",
    "a new reference is kept here and not sent",
    updating(({ transaction, ...rest }, sent) => ({
      ...rest,
      transaction: { ...transaction, order_id: sent.transaction.order_id }
    }))
  ),
  mutant(
    "SES-03",
    "an update makes a new session",
    onUpdate(
      subject,
      (_, { create }) =>
        ({ amount, reference }, change) =>
          create({ reference, amount, returnUrl: "https://shop.example/back", ...change })
    )
  ),
  mutant(
    "SES-04",
    "a locked session stays open",
    onPort(subject, Sessions.SessionLock, (port) => ({
      ...port,
      lock: (session, amount, options) =>
        Effect.map(port.lock(session, amount, options), (locked) => Session.modify(locked, { status: "open" }))
    }))
  ),
  mutant(
    "SES-04",
    "a lock that isn't sent",
    onPort(subject, Sessions.SessionLock, (port) => ({
      ...port,
      lock: (session, amount) => Effect.succeed(Session.modify(session, { amount, status: "locked" }))
    }))
  ),
  mutant(
    "SES-06",
    "the 10 minutes counted from when the answer came",
    onCreate(acquired("acquired", farAway), (session) =>
      Effect.map(DateTime.now, (now) => Session.modify(session, { expiresAt: DateTime.add(now, { minutes: 10 }) }))
    )
  ),
  mutant("SES-06", "a session of 15 minutes", nearly({ expiry: "15 minutes" })),
  mutant(
    "SES-06",
    "expiry is left to the provider",
    onUpdate(subject, (update) => (session, change, options) => update(endless(session), change, options))
  ),
  mutant(
    "SES-06",
    "a session that doesn't know when it ends",
    onCreate(subject, (session) => Effect.succeed(endless(session)))
  ),
  mutant(
    "SES-07",
    "an update that a paid session refuses is skipped",
    onUpdate(
      subject,
      (update) => (session, change, options) =>
        Effect.catchTag(update(session, change, options), "NotUpdatable", () => Effect.succeed(session))
    )
  ),
  mutant(
    "SES-07",
    "the refusal of a paid session is taken for a wrong request",
    nearly({ update: { ...right.update, refusal: () => undefined } })
  ),
  mutant(
    "SES-07",
    "the refusal of a paid session is taken for its end",
    nearly({ update: { ...right.update, refusal: () => "expired" } })
  )
]
