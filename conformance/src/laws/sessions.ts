/** SES: what holds for sessions whose amount changes. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { Money, Session, Sessions } from "@paylayer/core"
import { Faults, ProviderClock, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import { holds, refused, same, silently, step, succeeds, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const sessionLock = Law.port(Sessions.SessionLock)
const truth = Law.control(Truth.Truth)
const clock = Law.control(ProviderClock.ProviderClock)
const faults = Law.control(Faults.Faults)

const capabilitiesOf = ({ declared }: Law.Given) => declared.sessions!

const created = Law.property({
  id: "SES-01",
  title: "create returns the amount asked for",
  statement:
    "A created session has the amount asked for, here and at the provider, in every declared currency; an " +
    "undeclared currency is refused before the wire.",
  source: "Model: sessions; each provider's table of currencies",
  kind: "property",
  requires: [sessions, truth],
  input: (given) =>
    fc.record({
      amount: inputs.anyAmount(capabilitiesOf(given)),
      updatable: fc.boolean(),
      other: fc.option(fc.constantFrom(...inputs.undeclared(capabilitiesOf(given))), { freq: 3, nil: undefined })
    }),
  check: ({ amount, other, updatable }, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, amount, { updatable })
      yield* act.inForce(session, amount)
      yield* same("the status", updatable ? "open" : "locked", session.status)
      yield* same("updatable", updatable, session.updatable)
      if (other !== undefined) {
        const foreign = Money.positiveUnsafe(amount.value, other)
        yield* silently(refused(act.create(given, foreign), "UnsupportedCurrency"))
      }
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
      let session = yield* act.created(given, inputs.amount(capabilitiesOf(given), 0))
      for (const amount of amounts) {
        session = yield* succeeds(act.update(session, amount))
        yield* act.inForce(session, amount)
      }
    })
})

const keptSession = Law.property({
  id: "SES-03",
  title: "updating keeps the session",
  statement: "For one checkout the provider has one session object, however often its amount changes.",
  source: "Stripe: update the amount of a Checkout Session or PaymentIntent; Acquired: the latest parameter set",
  kind: "model",
  requires: [sessions, truth],
  input: (given) => fc.array(inputs.fewAmounts(capabilitiesOf(given)), { minLength: 1, maxLength: 4 }),
  check: (amounts, given) =>
    Effect.gen(function* () {
      const first = yield* act.created(given, inputs.amount(capabilitiesOf(given), 0))
      let session = first
      for (const amount of amounts) session = yield* succeeds(act.update(session, amount))
      yield* same("the session's id", first.id, session.id)
      const all = yield* (yield* Truth.Truth).sessions
      yield* same("sessions at the provider", 1, all.length)
    })
})

const locked = Law.property({
  id: "SES-04",
  title: "a locked session does not change",
  statement:
    "After lock every change fails with NotUpdatable and the provider's amount stays: by any handle where the " +
    "provider locks, by the returned value where the lock is held here; locking again with the same amount sends nothing.",
  source: "Adyen: after you set payable to true, you cannot update the session again",
  kind: "property",
  requires: [sessions, sessionLock, truth],
  input: (given) => fc.tuple(inputs.fewAmounts(capabilitiesOf(given)), inputs.fewAmounts(capabilitiesOf(given))),
  check: ([final, later], given) =>
    Effect.gen(function* () {
      const open = yield* act.created(given, inputs.amount(capabilitiesOf(given), 7))
      const session = yield* succeeds(act.lock(open, final))
      yield* same("the status", "locked", session.status)
      yield* act.inForce(session, final)
      yield* silently(refused(act.update(session, later), "NotUpdatable"))
      const again = yield* silently(succeeds(act.lock(session, final)))
      yield* same("the session locked again", money.major(final), money.major(again.amount))
      if (!Money.equals(final, later)) yield* silently(refused(act.lock(session, later), "NotUpdatable"))
      if (given.declared.lock?.lock === "provider") {
        yield* step("with the handle from before the lock")
        yield* refused(act.update(open, later), "NotUpdatable", "ContinuationLost")
        yield* refused(act.update(Session.modify(session, { status: "open" }), later), "NotUpdatable")
      }
      yield* act.believes(session.id, final)
    })
})

const expiring = Law.property({
  id: "SES-06",
  title: "at and after expiry nothing changes",
  statement:
    "At its expiry and later an update fails with SessionExpired and changes nothing; one millisecond before, it " +
    "is accepted.",
  source: "Acquired: session IDs expire after 10 minutes; Adyen: expiresAt; Stripe: expires_at",
  kind: "fault",
  runs: 12,
  requires: [
    sessions,
    truth,
    clock,
    Law.capability("an end of sessions", ({ sessions }) => sessions?.lifetime._tag !== "endless")
  ],
  input: () => fc.constantFrom(-1, 0, 1, 3_600_000),
  check: (late, given) =>
    Effect.gen(function* () {
      const before = inputs.amount(capabilitiesOf(given), 0)
      const after = inputs.amount(capabilitiesOf(given), 250)
      const session = yield* act.created(given, before)
      if (session.expiresAt === undefined) return yield* violated("a session that says when it ends", "no expiresAt")
      yield* step(`the clock stands ${late} ms after expiry`)
      yield* (yield* ProviderClock.ProviderClock).advanceTo(DateTime.toEpochMillis(session.expiresAt) + late)
      if (late < 0) {
        yield* act.inForce(yield* succeeds(act.update(session, after)), after)
      } else {
        yield* silently(refused(act.update(session, after), "SessionExpired"))
        yield* act.believes(session.id, before)
      }
    })
})

const rest = Law.property({
  id: "SES-09",
  title: "an update changes what it names and keeps the rest",
  statement: "An update of the amount leaves everything else that the provider holds about the session as it was.",
  source: "Acquired: incorporating the modified parameters; Stripe: an omitted item goes",
  kind: "property",
  requires: [sessions, truth],
  input: (given) => inputs.fewAmounts(capabilitiesOf(given)),
  check: (amount, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(capabilitiesOf(given), 0))
      const before = yield* act.truthOf(session.id)
      yield* succeeds(act.update(session, amount))
      const after = yield* act.truthOf(session.id)
      yield* same("the reference", before.reference, after.reference)
      yield* same("what else the provider holds", before.rest, after.rest)
    })
})

const otherCurrency = Law.property({
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
  input: (given) => {
    const capabilities = capabilitiesOf(given)
    const others = capabilities.currencies.filter((currency) => currency !== inputs.mainCurrency(capabilities))
    return fc.constantFrom(...others).chain((currency) => inputs.amountsIn(capabilities, currency))
  },
  check: (other, given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const amount = inputs.amount(capabilities, 0)
      const session = yield* act.created(given, amount)
      if (capabilities.currencyChange) {
        yield* act.inForce(yield* succeeds(act.update(session, other)), other)
      } else {
        yield* silently(refused(act.update(session, other), "CurrencyMismatch"))
        yield* act.believes(session.id, amount)
      }
    })
})

const badAmounts = Law.property({
  id: "SES-11",
  title: "amounts that are none are refused before the wire",
  statement:
    "Zero, negative, fractional, unsafe, too small, too large and off-step amounts are refused by create, update " +
    "and lock with AmountOutOfRange or AmountNotRepresentable; nothing is sent.",
  source: "Model: money; each provider's limits",
  kind: "property",
  requires: [sessions, truth],
  input: (given) =>
    fc.tuple(
      fc.constantFrom(...inputs.badAmounts(capabilitiesOf(given))),
      fc.constantFrom("create", "update", "lock" as const)
    ),
  check: ([{ amount, what }, operation], given) =>
    Effect.gen(function* () {
      const good = inputs.amount(capabilitiesOf(given), 0)
      yield* step(`an amount that is ${what}`)
      if (operation === "create") {
        yield* silently(refused(act.create(given, amount), "AmountOutOfRange", "AmountNotRepresentable"))
        return
      }
      const session = yield* act.created(given, good)
      const change = operation === "lock" && given.declared.lock !== undefined ? act.lock : act.update
      yield* silently(refused(change(session, amount), "AmountOutOfRange", "AmountNotRepresentable"))
      yield* act.believes(session.id, good)
    })
})

const confirmed = Law.example({
  id: "SES-15",
  title: "a session is open only if the provider confirmed it",
  statement:
    "Where updates have to be confirmed, a creation whose answer does not confirm them gives a locked session.",
  source: "Adyen: confirm that the response includes payable: false",
  kind: "fault",
  requires: [
    sessions,
    faults,
    Law.capability("updatable: confirmed", ({ sessions }) => sessions?.updatable === "confirmed"),
    Law.told("what an unconfirmed answer is", ({ unconfirmed }) => unconfirmed !== undefined)
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(capabilitiesOf(given), 0)
      yield* step("the answer does not confirm that the amount may change")
      yield* (yield* Faults.Faults).arm({ _tag: "Garble", body: given.subject.unconfirmed! })
      const session = yield* act.created(given, amount)
      yield* same("the status", "locked", session.status)
      yield* same("updatable", false, session.updatable)
      yield* silently(refused(act.update(session, inputs.amount(capabilitiesOf(given), 250)), "NotUpdatable"))
    })
})

const lifetime = Law.property({
  id: "SES-16",
  title: "a session ends when it was asked to",
  statement:
    "Where the lifetime can be chosen, a session ends at the moment asked for, and a moment out of bounds is refused " +
    "before the wire; where it cannot, every choice is.",
  source: "Stripe: expires_at, 30 minutes to 24 hours; Adyen: expiresAt; Acquired: 10 minutes",
  level: "advisory",
  kind: "fault",
  runs: 12,
  requires: [
    sessions,
    truth,
    Law.capability("a lifetime of one's choice", ({ sessions }) => sessions?.lifetime._tag === "chosen")
  ],
  input: () => fc.constantFrom("minimum", "maximum", "too short", "too long" as const),
  check: (choice, given) =>
    Effect.gen(function* () {
      const { lifetime } = capabilitiesOf(given)
      if (lifetime._tag !== "chosen") return
      const bound = choice === "minimum" || choice === "too short" ? lifetime.minimum : lifetime.maximum
      const over = { minimum: 0, maximum: 0, "too short": -1, "too long": 1 }[choice]
      const expiresAt = DateTime.add(DateTime.addDuration(yield* DateTime.now, bound), { seconds: over })
      const creation = act.create(given, inputs.amount(capabilitiesOf(given), 0), { expiresAt })
      yield* step(`a lifetime: ${choice}`)
      if (over !== 0) return void (yield* silently(refused(creation, "Unsupported")))
      const session = yield* succeeds(creation)
      yield* same("when it ends", expiresAt, session.expiresAt)
    }),
  negative: (_, given) =>
    Effect.gen(function* () {
      const expiresAt = DateTime.add(yield* DateTime.now, { minutes: 30 })
      const creation = act.create(given, inputs.amount(capabilitiesOf(given), 0), { expiresAt })
      yield* silently(refused(creation, "Unsupported"))
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
      const session = yield* act.created(given, inputs.amount(capabilitiesOf(given), 0))
      const updated = yield* succeeds(act.update(session, { reference: "renamed-1" }))
      yield* same("the reference", "renamed-1", updated.reference)
      yield* same("the provider's reference", "renamed-1", (yield* act.truthOf(session.id)).reference)
      yield* act.inForce(updated, session.amount)
    }),
  negative: (_, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(capabilitiesOf(given), 0))
      yield* silently(refused(act.update(session, { reference: "renamed-1" }), "Unsupported"))
    })
})

const stated = Law.example({
  id: "SES-18",
  title: "the total is the one that the provider states",
  statement:
    "An answer that states another total than the one asked for is TotalDiffers where exactness is promised, and elsewhere " +
    "the session has the amount that was stated.",
  source: "Stripe: updating the line_items recalculates the Session total and taxes",
  level: "advisory",
  kind: "fault",
  requires: [sessions, faults, Law.told("an answer with another total", ({ otherTotal }) => otherTotal !== undefined)],
  check: (_, given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const asked = inputs.amount(capabilities, 250)
      const session = yield* act.created(given, inputs.amount(capabilities, 0))
      yield* step("the answer states another total")
      yield* (yield* Faults.Faults).arm({ _tag: "Garble", body: given.subject.otherTotal! })
      if (capabilities.totals === "exact") return void (yield* refused(act.update(session, asked), "TotalDiffers"))
      const updated = yield* succeeds(act.update(session, asked))
      yield* same("where the amount is from", "provider", updated.amountFrom)
      yield* holds(!Money.equals(updated.amount, asked), "the amount stated", money.major(updated.amount))
    })
})

export const laws: ReadonlyArray<Law.Law> = [
  created,
  updatedManyTimes,
  keptSession,
  locked,
  expiring,
  rest,
  otherCurrency,
  badAmounts,
  confirmed,
  lifetime,
  renamed,
  stated
]
