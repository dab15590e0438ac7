/** SES: what holds for sessions whose amount changes. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { Money, Session, Sessions } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { holds, refused, same, show, silently, succeeds } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const sessionLock = Law.port(Sessions.SessionLock)
const truth = Law.control(Truth.Truth)

const capabilitiesOf = ({ declared }: Law.Given) => declared.sessions!

/** An amount of the currency that laws start in, some steps above the smallest. */
const steps = (given: Law.Given, number: number) => inputs.amount(capabilitiesOf(given), number)

const created = Law.each({
  id: "SES-01",
  title: "create returns the amount asked for",
  statement:
    "A created session has the amount asked for, here and at the provider, in every declared currency; an " +
    "undeclared currency is refused before the wire.",
  source: "Model: sessions; each provider's table of currencies",
  kind: "property",
  requires: [sessions, truth],
  cases: (given) => {
    const capabilities = capabilitiesOf(given)
    return [
      { amount: steps(given, 1), updatable: false },
      ...inputs
        .counted(capabilities)
        .map((currency) => ({ amount: inputs.amount(capabilities, 1, currency), updatable: true })),
      ...inputs.undeclared(capabilities).map((currency) => ({ amount: Money.positiveUnsafe(1000, currency) }))
    ]
  },
  check: ({ amount, ...declared }, given) =>
    Effect.gen(function* () {
      if (!("updatable" in declared)) {
        return void (yield* silently(refused(act.create(given, amount), "UnsupportedCurrency")))
      }
      const { updatable } = declared
      const session = yield* succeeds(act.create(given, amount, { updatable }))
      yield* act.inForce(session, amount)
      yield* same("the status", updatable ? "open" : "locked", session.status)
      yield* same("updatable", updatable, session.updatable)
    })
})

const updatedManyTimes = Law.property({
  id: "SES-02",
  title: "the amount in force is the last one accepted",
  statement:
    "After any number of updates of an open session the amount in force, here and at the provider, is the last " +
    "one accepted; going back to an earlier amount is an update like any other.",
  source:
    "Adyen: update the payment amount of the session; Stripe: dynamically update payment amounts; Acquired: " +
    "updating a session_id",
  kind: "model",
  requires: [sessions, truth],
  input: (given) => fc.array(inputs.fewAmounts(capabilitiesOf(given)), { minLength: 1, maxLength: 6 }),
  check: (amounts, given) =>
    Effect.gen(function* () {
      let session = yield* act.created(given, steps(given, 0))
      for (const amount of amounts) {
        session = yield* succeeds(act.update(session, amount))
        yield* act.inForce(session, amount)
      }
    })
})

const keptSession = Law.each({
  id: "SES-03",
  title: "updating keeps the session",
  statement: "For one checkout the provider has one session object, however often its amount changes.",
  source: "Stripe: update the amount of a Checkout Session or PaymentIntent; Acquired: the latest parameter set",
  kind: "model",
  requires: [sessions, truth],
  // To another amount, to the same one, and back.
  cases: () => [[250], [0], [250, 1900], [250, 0]],
  check: (changes, given) =>
    Effect.gen(function* () {
      const first = yield* act.created(given, steps(given, 0))
      let session = first
      for (const number of changes) session = yield* succeeds(act.update(session, steps(given, number)))
      yield* same("the session's id", first.id, session.id)
      const all = yield* (yield* Truth.Truth).sessions
      yield* same("sessions at the provider", 1, all.length)
    })
})

/** What may be tried with a locked session: by its value, and by others where the provider locks. */
const afterLock = ["update", "lock again", "update as open", "update as before"] as const

const locked = Law.each({
  id: "SES-04",
  title: "a locked session does not change",
  statement:
    "After lock every change fails with NotUpdatable and the provider's amount stays: by any handle where the " +
    "provider locks, by the returned value where the lock is held here; locking again with the same amount sends nothing.",
  source: "Adyen: after you set payable to true, you cannot update the session again",
  kind: "property",
  requires: [sessions, sessionLock, truth],
  cases: ({ declared }) =>
    Law.cross(
      afterLock.filter((tried) => declared.lock?.lock === "provider" || !tried.startsWith("update as")),
      // The final amount: another one than before, or the same; and whether what is tried is another one again.
      [1900, 7],
      [true, false]
    ),
  check: ([tried, final, changes], given) =>
    Effect.gen(function* () {
      const amount = steps(given, final)
      const later = changes ? steps(given, 250) : amount
      const open = yield* act.created(given, steps(given, 7))
      const session = yield* succeeds(act.lock(open, amount))
      yield* same("the status", "locked", session.status)
      yield* act.inForce(session, amount)
      switch (tried) {
        case "update":
          yield* silently(refused(act.update(session, later), "NotUpdatable"))
          break
        case "lock again":
          if (changes) yield* silently(refused(act.lock(session, later), "NotUpdatable"))
          else yield* act.inForce(yield* silently(succeeds(act.lock(session, later))), amount)
          break
        case "update as open":
          yield* refused(
            act.update(Session.modify(session, { status: "open" }), later, {}, ", said to be open"),
            "NotUpdatable"
          )
          break
        case "update as before":
          yield* refused(
            act.update(open, later, {}, ", by the value from before the lock"),
            "NotUpdatable",
            "ContinuationLost"
          )
      }
      yield* act.believes(session.id, amount)
    })
})

const rest = Law.each({
  id: "SES-09",
  title: "an update changes what it names and keeps the rest",
  statement:
    "An update of the amount leaves everything else that the provider holds about the session as it was, what an earlier " +
    "update changed included.",
  source: "Acquired: incorporating the modified parameters; Stripe: an omitted item goes",
  kind: "property",
  requires: [sessions, truth],
  cases: ({ declared, subject }): ReadonlyArray<Session.SessionChange | undefined> => [
    undefined,
    ...(declared.sessions?.referenceChange === true ? [{ reference: "renamed-1" }] : []),
    ...(subject.otherChange === undefined ? [] : [subject.otherChange])
  ],
  check: (earlier, given) =>
    Effect.gen(function* () {
      const first = yield* act.created(given, steps(given, 0))
      const asCreated = yield* act.truthOf(first.id)
      const session = earlier === undefined ? first : yield* succeeds(act.update(first, earlier))
      const before = yield* act.truthOf(session.id)
      const changed = before.reference !== asCreated.reference || show(before.rest) !== show(asCreated.rest)
      yield* holds(changed || earlier === undefined, "an update that changes what it names", "nothing changed")
      const updated = yield* succeeds(act.update(session, steps(given, 250)))
      const after = yield* act.truthOf(session.id)
      yield* same("the reference", before.reference, after.reference)
      yield* same("the session's reference", before.reference, updated.reference)
      yield* same("what else the provider holds", before.rest, after.rest)
    })
})

const otherCurrency = Law.each({
  id: "SES-10",
  title: "another currency is another payment",
  statement:
    "An update in another currency fails with CurrencyMismatch before the wire, unless the adapter declares that " +
    "the currency may change.",
  source: "Model: sessions; Adyen: the currency must match",
  kind: "property",
  requires: [
    sessions,
    truth,
    Law.capability("more than one currency", ({ sessions }) => (sessions?.currencies.length ?? 0) > 1)
  ],
  cases: (given) => inputs.others(capabilitiesOf(given)),
  check: (currency, given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const amount = steps(given, 0)
      const other = inputs.amount(capabilities, 0, currency)
      const session = yield* act.created(given, amount)
      if (capabilities.currencyChange) {
        yield* act.inForce(yield* succeeds(act.update(session, other)), other)
      } else {
        yield* silently(refused(act.update(session, other), "CurrencyMismatch"))
        yield* act.believes(session.id, amount)
      }
    })
})

const badAmounts = Law.each({
  id: "SES-11",
  title: "amounts that are none are refused before the wire",
  statement:
    "Zero, negative, fractional, unsafe, too small, too large and off-step amounts are refused by create, update " +
    "and lock with AmountOutOfRange or AmountNotRepresentable; nothing is sent.",
  source: "Model: money; each provider's limits",
  kind: "property",
  requires: [sessions, truth],
  cases: (given) =>
    Law.cross(
      given.declared.lock === undefined ? (["create", "update"] as const) : (["create", "update", "lock"] as const),
      inputs.badAmounts(capabilitiesOf(given))
    ),
  check: ([operation, { amount }], given) =>
    Effect.gen(function* () {
      if (operation === "create") {
        return void (yield* silently(refused(act.create(given, amount), "AmountOutOfRange", "AmountNotRepresentable")))
      }
      const good = steps(given, 0)
      const session = yield* act.created(given, good)
      yield* silently(refused(act[operation](session, amount), "AmountOutOfRange", "AmountNotRepresentable"))
      yield* act.believes(session.id, good)
    })
})

const renamed = Law.example({
  id: "SES-17",
  title: "a reference changes where it may",
  statement:
    "Where an update may change the reference, it does, here and at the provider; where it may not, it is refused before " +
    "the wire.",
  source: "Acquired: changes to any of the supported parameters",
  level: "advisory",
  kind: "example",
  requires: [
    sessions,
    truth,
    Law.capability("a reference that may change", ({ sessions }) => sessions?.referenceChange === true)
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, steps(given, 0))
      const updated = yield* succeeds(act.update(session, { reference: "renamed-1" }))
      yield* same("the reference", "renamed-1", updated.reference)
      yield* same("the provider's reference", "renamed-1", (yield* act.truthOf(session.id)).reference)
      yield* act.inForce(updated, session.amount)
    }),
  negative: (_, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, steps(given, 0))
      yield* silently(refused(act.update(session, { reference: "renamed-1" }), "Unsupported"))
    })
})

/** All texts in a value, however deep. */
const texts = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : []
}

const returning = Law.each({
  id: "SES-23",
  title: "the provider knows where the shopper comes back to",
  statement: "Where a session is made with a return URL, the provider holds it, also once the amount has changed.",
  source: "Adyen: returnUrl; Stripe: return_url; Acquired: redirect_url",
  level: "advisory",
  kind: "property",
  requires: [sessions, truth, Law.told("a return URL", ({ defaults }) => defaults.returnUrl !== undefined)],
  cases: () => ["created", "updated"],
  check: (when, given) =>
    Effect.gen(function* () {
      const returnUrl = given.subject.defaults.returnUrl!
      const session = yield* act.created(given, steps(given, 0))
      if (when === "updated") yield* succeeds(act.update(session, steps(given, 250)))
      const held = texts((yield* act.truthOf(session.id)).rest)
      yield* holds(
        held.some((text) => text.includes(returnUrl)),
        `${returnUrl} at the provider`,
        "no such URL"
      )
    })
})

export const laws: ReadonlyArray<Law.Law> = [
  created,
  updatedManyTimes,
  keptSession,
  locked,
  rest,
  otherCurrency,
  badAmounts,
  renamed,
  returning
]
