/** Mutants of what becomes of PaymentIntents and Checkout Sessions. */
import type { Mutant } from "@paylayer/conformance"
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { Intent, Intents, RuleViolation, Session, Sessions } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { checkout, intents, itemised } from "../../conformance.ts"
import { answering, believed, both, type Form, isCreation, sending, through } from "./nearly.ts"

const paymentIntents = intents("stripe intents")
const sessions = checkout("stripe checkout")

const onIntents = (change: (intents: Intents.Intents["Service"]) => Partial<Intents.Intents["Service"]>) =>
  onPort(paymentIntents, Intents.Intents, (intents) => ({ ...intents, ...change(intents) }))

const onLock = (
  subject: typeof sessions,
  change: (lock: Sessions.SessionLock["Service"]["lock"]) => Sessions.SessionLock["Service"]["lock"]
) => onPort(subject, Sessions.SessionLock, (port) => ({ ...port, lock: change(port.lock) }))

const skipping = (subject: typeof sessions) =>
  onUpdate(
    subject,
    (update) => (session, change, options) =>
      Effect.catchTag(update(session, change, options), "NotUpdatable", () => Effect.succeed(session))
  )

const renewing = (subject: typeof sessions) =>
  onUpdate(
    subject,
    (_, { create }) =>
      ({ amount, reference }, change) =>
        create({ reference, amount, returnUrl: "https://shop.example/back", ...change })
  )

const endless = (session: Session.Session): Session.Session => {
  const { expiresAt: _, ...rest } = session
  return new Session.Session(rest)
}

const withoutIds = (form: Form): Form => form.filter(([name]) => !/^line_items\[\d+\]\[id\]$/.test(name))

/** The ids that the request would have had: an adapter that never sends any doesn't look for them. */
const keepingTheirIds = answering((body, form, request) => {
  if (request.method !== "POST" || isCreation(request)) return body
  const ids = form.filter(([name]) => name.endsWith("[id]")).map(([, id]) => id)
  const data = body.line_items.data.map((line: object, index: number) => ({ ...line, id: ids[index] }))
  return { ...body, line_items: { ...body.line_items, data } }
})

export const mutants: ReadonlyArray<Mutant.Mutant> = [
  mutant(
    "INT-01",
    "an intent that needs an action is taken for a final one",
    onIntents(({ update }) => ({
      update: (intent, change, options) =>
        intent.status === "requires-action"
          ? Effect.fail(new RuleViolation.NotUpdatable({ id: intent.id, why: "processing" }))
          : update(intent, change, options)
    }))
  ),
  mutant(
    "INT-01",
    "an update in a wrong state is silently skipped",
    onIntents(({ update }) => ({
      update: (intent, change, options) =>
        Effect.catchTag(update(intent, change, options), "NotUpdatable", () => Effect.succeed(intent))
    }))
  ),
  mutant(
    "INT-02",
    "an update makes a new intent",
    onIntents(({ create }) => ({
      update: ({ amount, reference }, change) => create({ reference, amount: change.amount ?? amount })
    }))
  ),
  mutant(
    "INT-05",
    "a cancellation is not sent",
    onIntents(() => ({
      cancel: (intent) => Effect.succeed(new Intent.Intent({ ...intent, status: "cancelled" }))
    }))
  ),
  mutant(
    "INT-06",
    "an unknown status is taken for a paid intent",
    onIntents(({ get }) => ({
      get: (id) =>
        Effect.map(get(id), (intent) =>
          typeof intent.status === "string" ? intent : new Intent.Intent({ ...intent, status: "succeeded" })
        )
    }))
  ),
  mutant("SES-03", "an update makes a new intent", renewing(paymentIntents)),
  mutant("SES-03", "an update makes a new session", renewing(sessions)),
  mutant(
    "SES-04",
    "a lock that isn't sent",
    onLock(sessions, () => (session, amount) => Effect.succeed(Session.modify(session, { amount, status: "locked" })))
  ),
  mutant(
    "SES-04",
    "a locked session stays open",
    onLock(
      paymentIntents,
      (lock) => (session, amount, options) =>
        Effect.map(lock(session, amount, options), (locked) => Session.modify(locked, { status: "open" }))
    )
  ),
  mutant(
    "SES-06",
    "expiry is left to the provider",
    onUpdate(sessions, (update) => (session, change, options) => update(endless(session), change, options))
  ),
  mutant(
    "SES-06",
    "a session that is over is taken for a paid one",
    onUpdate(
      sessions,
      (update) => (session, change, options) =>
        Effect.catchTag(update(session, change, options), "SessionExpired", ({ id }) =>
          Effect.fail(new RuleViolation.NotUpdatable({ id, why: "completed" }))
        )
    )
  ),
  mutant("SES-07", "an update in a wrong state is silently skipped", skipping(paymentIntents)),
  mutant("SES-07", "an update of a paid session is silently skipped", skipping(sessions)),
  mutant(
    "SES-07",
    "the status of a session is not looked at",
    through(
      "checkout",
      answering((body) => ("status" in body ? { ...body, status: "open" } : body))
    )
  ),
  mutant(
    "SES-09",
    "the ids of items are dropped: each update makes new ones",
    through("checkout", both(sending(withoutIds), keepingTheirIds))
  ),
  mutant(
    "SES-09",
    "an update that empties the metadata",
    through(
      "intents",
      sending((form, request) => (isCreation(request) ? form : [...form, ["metadata[reference]", ""]]))
    )
  ),
  mutant(
    "SES-02",
    "only the first item is sent",
    itemised(
      "stripe checkout",
      through(
        "checkout",
        sending((form, request) =>
          isCreation(request) ? form : form.filter(([name]) => !name.startsWith("line_items[1]"))
        )
      )
    )
  ),
  mutant(
    "SES-13",
    "another session's result is accepted",
    onPort(sessions, Sessions.SessionResults, ({ result }) => ({
      result: (session) => result(session, Redacted.make(session.id))
    }))
  ),
  mutant(
    "SES-13",
    "a session without its reference",
    through(
      "checkout",
      sending((form) => form.filter(([name]) => name !== "client_reference_id"))
    )
  ),
  mutant("INT-07", "which intent an answer is about is not looked at", through("intents", believed)),
  mutant("SES-19", "which intent an answer is about is not looked at", through("intents", believed)),
  mutant("SES-19", "which session an answer is about is not looked at", through("checkout", believed)),
  mutant("SES-13", "which session a result is about is not looked at", through("checkout", believed)),
  mutant(
    "SES-20",
    "the end of a session is not sent",
    onPort(sessions, Sessions.SessionExpiry, () => ({
      expire: (session) => Effect.succeed(Session.modify(session, { status: "expired" }))
    }))
  ),
  mutant(
    "SES-16",
    "the end asked for is not sent",
    through(
      "checkout",
      sending((form) => form.filter(([name]) => name !== "expires_at"))
    )
  )
]
