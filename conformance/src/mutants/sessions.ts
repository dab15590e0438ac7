/** Mutants of what adapters do with sessions, on the reference adapter. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { Money, RuleViolation, Session, Sessions } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import { reference, subject } from "../reference/index.ts"
import { mutant, onPort, onUpdate } from "./operators.ts"

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "SES-07",
    "an update in a wrong state is silently skipped",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        Effect.catchTag(update(session, change, options), "NotUpdatable", () => Effect.succeed(session))
    )
  ),
  mutant(
    "SES-03",
    "an update makes a new session",
    onUpdate(
      reference,
      (_, { create }) =>
        (session, { amount = session.amount }) =>
          create({ reference: session.reference, amount })
    )
  ),
  mutant(
    "SES-02",
    "an update with an earlier amount is taken for a repetition",
    onUpdate(reference, (update) => {
      const seen = new Set<number>()
      return (session, change, options) => {
        const value = change.amount?.value ?? 0
        if (seen.has(value))
          return Effect.succeed(Session.modify(session, { ...(change.amount && { amount: change.amount }) }))
        seen.add(value)
        return update(session, change, options)
      }
    })
  ),
  mutant(
    "SES-02",
    "the total is sent as a difference",
    onUpdate(reference, (update) => (session, change, options) => {
      const difference = Math.abs((change.amount?.value ?? 0) - session.amount.value)
      return update(
        session,
        { amount: Money.positiveUnsafe(Math.max(50, difference), session.amount.currency) },
        options
      )
    })
  ),
  mutant(
    "SES-02",
    "a stale token is sent",
    subject("reference", {
      patched: (session, next) => Session.modify(next, { ...(session.token && { token: session.token }) })
    })
  ),
  mutant(
    "SES-14",
    "the browser's token is not used",
    subject("reference", { token: (session) => Session.browserToken(session) })
  ),
  mutant(
    "SES-04",
    "the lock is not sent",
    onPort(reference, Sessions.SessionLock, (port) => ({
      ...port,
      lock: (session, amount) => Effect.succeed(Session.modify(session, { amount, status: "locked" }))
    }))
  ),
  mutant(
    "SES-08",
    "the lock is sent without the amount",
    onPort(reference, Sessions.SessionLock, (port) => ({
      ...port,
      lock: (session, amount, options) =>
        Effect.map(port.lock(session, session.amount, options), (locked) => Session.modify(locked, { amount }))
    }))
  ),
  mutant("SES-15", "an unconfirmed session is open", subject("reference", { confirmed: () => true })),
  mutant("SES-13", "another session's result is accepted", subject("reference", { ownsResult: () => undefined })),
  mutant(
    "SES-13",
    "an unknown status is taken for completed",
    onPort(reference, Sessions.SessionResults, ({ result }) => ({
      result: (session, proof) =>
        Effect.map(
          result(session, proof),
          (found) =>
            new Sessions.SessionResult({
              ...found,
              status: typeof found.status === "string" ? found.status : "completed"
            })
        )
    }))
  ),
  mutant(
    "SES-13",
    "a result is polled",
    onPort(reference, Sessions.SessionResults, ({ result }) => ({
      result: (session, proof) => Effect.andThen(result(session, proof), result(session, proof))
    }))
  ),
  mutant(
    "SES-09",
    "an update resets what it does not name",
    onUpdate(
      reference,
      (update) => (session, change, options) => update(session, { reference: "order", ...change }, options)
    )
  ),
  mutant(
    "SES-09",
    "an update names the reference of the creation",
    onUpdate(reference, (update) => {
      const first = new Map<string, string>()
      return (session, change, options) => {
        if (!first.has(session.id)) first.set(session.id, session.reference)
        return update(session, { reference: first.get(session.id)!, ...change }, options)
      }
    })
  ),
  mutant(
    "SES-13",
    "a forged proof is taken for none",
    onPort(reference, Sessions.SessionResults, ({ result }) => ({
      result: (session, proof) =>
        Effect.catchIf(
          result(session, proof),
          (error) => error._tag === "ProofMismatch" && error.field === "proof",
          () => Effect.succeed(new Sessions.SessionResult({ status: session.status, attempts: [] }))
        )
    }))
  ),
  mutant(
    "SES-13",
    "whose result it is, the reference alone tells",
    subject("reference", {
      ownsResult: (session, _, answer) => (answer.reference === session.reference ? undefined : "reference")
    })
  ),
  mutant(
    "SES-20",
    "the end of a session is not sent",
    onPort(reference, Sessions.SessionExpiry, () => ({
      expire: (session) => Effect.succeed(Session.modify(session, { status: "expired" }))
    }))
  ),
  mutant(
    "SES-20",
    "whatever refuses to end a session, it has ended",
    onPort(reference, Sessions.SessionExpiry, ({ expire }) => ({
      expire: (session, options) =>
        Effect.catchTag(expire(session, options), "NotCancellable", () =>
          Effect.succeed(Session.modify(session, { status: "expired" }))
        )
    }))
  ),
  mutant(
    "SES-07",
    "the refusal of a paid session is not understood",
    subject("reference", { violation: () => undefined })
  ),
  mutant(
    "ERR-02",
    "a session that no schema would take",
    onPort(reference, Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: (request, options) =>
        Effect.map(
          sessions.create(request, options),
          (session) =>
            Object.assign(Object.create(Object.getPrototypeOf(session)), session, { reference: "" }) as Session.Session
        )
    }))
  ),
  mutant(
    "SES-22",
    "sessions are declared to live for 40 minutes",
    subject("reference", {
      sessions: (capabilities) => ({ ...capabilities, lifetime: { _tag: "fixed", duration: Duration.minutes(40) } })
    })
  ),
  mutant(
    "SES-22",
    "sessions that end are declared to have no end",
    subject("reference", { sessions: (capabilities) => ({ ...capabilities, lifetime: { _tag: "endless" } }) })
  ),
  mutant(
    "SES-23",
    "where the shopper comes back to is not sent",
    onPort(reference, Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: ({ returnUrl: _, ...request }, options) => sessions.create(request, options)
    }))
  ),
  mutant(
    "SES-16",
    "a lifetime is declared and not sent",
    onPort(reference, Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: ({ amount, reference }, options) => sessions.create({ amount, reference }, options)
    }))
  ),
  mutant(
    "SES-17",
    "a change of reference is built and not declared",
    onPort(reference, Sessions.Sessions, (sessions) => ({
      ...sessions,
      capabilities: { ...sessions.capabilities, referenceChange: false }
    }))
  ),
  mutant(
    "SEC-02",
    "manual capture is declared and not built",
    onPort(reference, Sessions.Sessions, (sessions) => ({
      ...sessions,
      create: (request, options) =>
        request.capture === "manual"
          ? Effect.fail(
              new RuleViolation.Unsupported({
                provider: "reference",
                operation: "create a session",
                capability: "manual capture"
              })
            )
          : sessions.create(request, options)
    }))
  )
]
