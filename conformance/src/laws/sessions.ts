/** SES: what holds for sessions whose amount changes. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { Money, Session, Sessions } from "@paylayer/core"
import { Faults, ProviderClock, Shopper, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as model from "../model/session.ts"
import * as Redacted from "effect/Redacted"
import { describe, holds, refused, same, sent, silently, step, succeeds, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const sessionLock = Law.port(Sessions.SessionLock)
const truth = Law.control(Truth.Truth)
const shopper = Law.control(Shopper.Shopper)
const clock = Law.control(ProviderClock.ProviderClock)
const faults = Law.control(Faults.Faults)

const redacted = (token: string | undefined) => (token === undefined ? undefined : Redacted.make(token))

const proofOf = (submission: Shopper.Submission) => ("proof" in submission ? redacted(submission.proof) : undefined)

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

const gated = Law.example({
  id: "SES-05",
  title: "an open session cannot be paid where only locked ones can",
  statement:
    "Where the submit gate is locked-only, the shopper's submission of an open session is refused and nothing is " +
    "authorised.",
  source: "Adyen: you must set payable to true before the shopper can submit the payment",
  kind: "example",
  falsifies: "world",
  requires: [
    sessions,
    shopper,
    truth,
    Law.capability("submitGate: locked-only", ({ sessions }) => sessions?.submitGate === "locked-only")
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(capabilitiesOf(given), 0))
      const submission = yield* act.submit(act.checkout(session))
      yield* same("the submission", "Refused", submission._tag)
      const authorisations = yield* (yield* Truth.Truth).authorisations
      yield* same("authorisations", 0, authorisations.length)
    })
})

const expiring = Law.property({
  id: "SES-06",
  title: "at and after expiry nothing changes",
  statement:
    "At its expiry and later an update fails with SessionExpired and changes nothing; one millisecond before, it " +
    "is accepted.",
  source: "Acquired: session IDs expire after 10 minutes; Adyen: expiresAt; Stripe: expires_at",
  kind: "property",
  requires: [sessions, truth, clock],
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

const ended = Law.property({
  id: "SES-07",
  title: "a session that is paid, pending or cancelled does not change",
  statement:
    "Once the provider holds a session as completed, pending or cancelled, an update fails with NotUpdatable, and " +
    "the amount stays; a value that says so is refused before the wire.",
  source: "Stripe: only update Sessions that are active and not completed or expired",
  kind: "property",
  requires: [sessions, Law.payable, shopper, truth],
  input: () => fc.constantFrom("pay", "pending", "abandon", "decline" as const),
  check: (manner, given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const other = inputs.amount(capabilitiesOf(given), 250)
      const session = yield* act.payable(yield* act.created(given, amount))
      yield* act.submit(act.checkout(session), manner)
      const { status } = yield* act.truthOf(session.id)
      if (status === "completed" || status === "pending" || status === "cancelled") {
        yield* refused(act.update(Session.modify(session, { status: "open" }), other), "NotUpdatable")
        yield* silently(refused(act.update(Session.modify(session, { status }), other), "NotUpdatable"))
      }
      yield* act.believes(session.id, amount)
    })
})

type Command = { readonly _tag: "update" | "lock"; readonly amount: Money.PositiveMoney } | { readonly _tag: "pay" }

const commands = (given: Law.Given): fc.Arbitrary<ReadonlyArray<Command>> => {
  const amount = inputs.fewAmounts(capabilitiesOf(given))
  const update = fc.record({ _tag: fc.constant("update" as const), amount })
  const lock = fc.record({ _tag: fc.constant("lock" as const), amount })
  const pay = fc.record({ _tag: fc.constant("pay" as const) })
  return fc.array(
    given.declared.lock === undefined
      ? fc.oneof({ weight: 4, arbitrary: update }, { weight: 1, arbitrary: pay })
      : fc.oneof({ weight: 4, arbitrary: update }, { weight: 1, arbitrary: lock }, { weight: 1, arbitrary: pay }),
    { minLength: 1, maxLength: 8 }
  )
}

const charged = Law.property({
  id: "SES-08",
  title: "the shopper is charged the last total acknowledged",
  statement:
    "Whatever was done before, the amount authorised is the last total that the server was told is in force; a " +
    "shopper who submits with a token from before is refused or charged that same total.",
  source:
    "Acquired: the authorisation request will use the latest parameter set; Adyen: the shopper pays the correct total",
  kind: "model",
  requires: [sessions, Law.payable, shopper, truth],
  input: (given) => fc.tuple(commands(given), fc.boolean()),
  check: ([list, stale], given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const first = inputs.amount(capabilities, 7)
      const expected = model.create(first)
      let session = yield* act.created(given, first)
      const browser = act.checkout(session)
      for (const command of list) {
        if (command._tag === "pay") {
          const wanted = model.pay(expected, capabilities.submitGate)
          const submission = yield* act.submit(act.checkout(session))
          yield* same("the submission", wanted ? "Authorised" : "Refused", submission._tag)
          if (submission._tag === "Authorised") {
            yield* same("the amount charged", money.major(expected.amount), money.stated(submission.amount))
            session = Session.modify(session, { status: "completed" })
          }
        } else {
          const verdict = model[command._tag](expected, command.amount)
          const done = yield* act[command._tag](session, command.amount).pipe(
            Effect.map((next) => ({ verdict: "accepted" as string, next })),
            Effect.catch((error) => Effect.succeed({ verdict: describe(error), next: session }))
          )
          const allowed = verdict === "NotUpdatable" ? "NotUpdatable" : "accepted"
          yield* holds(done.verdict.startsWith(allowed), allowed, done.verdict)
          session = done.next
        }
        yield* act.believes(session.id, expected.amount)
      }
      if (expected.status === "completed") return
      if (stale) {
        yield* step("the shopper still holds what the browser got first")
        const submission = yield* act.submit(browser)
        if (submission._tag === "Authorised") {
          yield* same("the amount charged", money.major(expected.amount), money.stated(submission.amount))
        }
        return
      }
      const submission = yield* act.submit(act.checkout(yield* act.payable(session)))
      yield* same("the submission", "Authorised", submission._tag)
      if (submission._tag === "Authorised") {
        yield* same("the amount charged", money.major(expected.amount), money.stated(submission.amount))
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

const result = Law.property({
  id: "SES-13",
  title: "the result is this session's, and every status is understood",
  statement:
    "The result maps what became of the session, an unknown status is Unrecognised, another session's proof is " +
    "ProofMismatch, and the provider is asked once.",
  source: "Adyen: get the result of the payment session",
  kind: "property",
  requires: [sessions, Law.payable, Law.port(Sessions.SessionResults), shopper, truth, faults],
  input: () => fc.constantFrom("pay", "pending", "abandon", "decline" as const),
  check: (manner, given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const results = yield* Sessions.SessionResults
      const session = yield* act.payable(yield* act.created(given, amount))
      const other = yield* act.payable(yield* act.created(given, amount))
      const submission = yield* act.submit(act.checkout(session), manner)
      const foreign = yield* act.submit(act.checkout(other), "pay")
      const proof = proofOf(submission)
      const foreignProof = proofOf(foreign)
      if (proof === undefined || foreignProof === undefined) return yield* violated("a proof for the server", "none")
      yield* step("the browser sends another session's proof")
      yield* refused(results.result(session, foreignProof), "ProofMismatch")
      yield* step("the browser sends the proof")
      const [found, exchanges] = yield* sent(succeeds(results.result(session, proof)))
      yield* same("requests", 1, exchanges.length)
      yield* same("the status", (yield* act.truthOf(session.id)).status, found.status)
      yield* same("authorised", manner === "pay", found.authorisation !== undefined)
      for (const attempt of found.attempts) yield* same("the amount", money.major(amount), money.major(attempt.amount))

      yield* step("the provider says a status that nobody knows")
      yield* (yield* Faults.Faults).arm(
        { _tag: "Garble", body: (body) => body.replace(/"status"\s*:\s*"[^"]*"/, '"status":"brand-new"') },
        { only: ({ method }) => method === "GET" }
      )
      const strange = yield* succeeds(results.result(session, proof))
      yield* same("the status", { _tag: "Unrecognised", value: "brand-new" }, strange.status)
    })
})

const sameAmountInBrowser = Law.property({
  id: "SES-14",
  title: "browser and server have the same amount",
  statement:
    "When the browser has done what capabilities.client says, it shows the server's amount; the server's and the " +
    "browser's token lead to the same end; another session's token is ContinuationLost.",
  source: "Adyen: beforeSubmit and sessionData; Stripe: runServerUpdate, fetchUpdates",
  kind: "property",
  requires: [sessions, shopper, truth],
  input: (given) => fc.tuple(inputs.fewAmounts(capabilitiesOf(given)), fc.boolean()),
  check: ([amount, byBrowser], given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const { open } = yield* Shopper.Shopper
      const session = yield* act.created(given, inputs.amount(capabilities, 7))
      yield* step("the browser loads the session")
      const loaded = yield* open(act.checkout(session))
      if (loaded._tag === "Refused") return yield* violated("a session that the browser can load", loaded.why)
      const token = loaded.token
      if (token !== undefined && !capabilities.continuation) {
        return yield* violated("no token at a provider without continuation", "a token")
      }
      const continuation = redacted(token)
      const withBrowsers = act.update(session, amount, continuation === undefined ? {} : { continuation })
      const updated = yield* succeeds(
        byBrowser
          ? withBrowsers
          : // A server that does not know of the browser's token may have been left behind; then it is told so.
            Effect.catchTag(act.update(session, amount), "ContinuationLost", () => withBrowsers)
      )
      yield* act.inForce(updated, amount)
      yield* step("the browser takes what the server answered")
      const shown = yield* open(act.checkout(updated))
      if (shown._tag === "Refused") return yield* violated("the browser goes on", shown.why)
      yield* same("the amount in the browser", money.major(amount), money.stated(shown.amount))

      if (!capabilities.continuation) {
        const made = redacted("made-up")!
        yield* silently(refused(act.update(updated, amount, { continuation: made }), "Unsupported"))
        return
      }
      const other = yield* act.created(given, amount)
      const foreign = redacted(Session.browserToken(other))
      if (foreign === undefined) return yield* violated("a token", "none")
      yield* step("with another session's token")
      yield* refused(act.update(updated, inputs.amount(capabilities, 1), { continuation: foreign }), "ContinuationLost")
      yield* act.believes(session.id, amount)
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
  kind: "property",
  requires: [
    sessions,
    truth,
    Law.capability("a lifetime of one's choice", ({ sessions }) => sessions?.lifetime._tag === "chosen")
  ],
  input: () => fc.constantFrom("minimum", "maximum", "too short", "too long" as const),
  check: (choice, given) =>
    Effect.gen(function* () {
      const { lifetime } = capabilitiesOf(given)
      if (lifetime._tag === "fixed") return
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

export const laws: ReadonlyArray<Law.Law> = [
  created,
  updatedManyTimes,
  keptSession,
  locked,
  gated,
  expiring,
  ended,
  charged,
  rest,
  otherCurrency,
  badAmounts,
  result,
  sameAmountInBrowser,
  confirmed,
  lifetime,
  renamed
]
