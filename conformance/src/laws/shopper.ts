/** SES, where a shopper takes part: who may pay when, what is charged, and what the browser and the result say. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { Money, Session, Sessions } from "@paylayer/core"
import { Faults, Shopper, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as model from "../model/session.ts"
import * as Redacted from "effect/Redacted"
import { describe, holds, refused, same, sent, silently, step, succeeds, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const truth = Law.control(Truth.Truth)
const shopper = Law.control(Shopper.Shopper)
const faults = Law.control(Faults.Faults)

const redacted = (token: string | undefined) => (token === undefined ? undefined : Redacted.make(token))

const proofOf = (submission: Shopper.Submission) => ("proof" in submission ? redacted(submission.proof) : undefined)

const capabilitiesOf = ({ declared }: Law.Given) => declared.sessions!

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

const ended = Law.property({
  id: "SES-07",
  title: "a session that is paid, pending or cancelled does not change",
  statement:
    "Once the provider holds a session as completed, pending or cancelled, an update fails with NotUpdatable, and " +
    "the amount stays; a value that says so is refused before the wire.",
  source: "Stripe: only update Sessions that are active and not completed or expired",
  kind: "fault",
  runs: 12,
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

const result = Law.property({
  id: "SES-13",
  title: "the result is this session's, and every status is understood",
  statement:
    "The result maps what became of the session, an unknown status is Unrecognised, another session's proof is " +
    "ProofMismatch, and the provider is asked once.",
  source: "Adyen: get the result of the payment session",
  kind: "fault",
  runs: 20,
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
      if (foreignProof === undefined) return yield* violated("a proof for the server", "none")
      yield* step("the browser sends another session's proof")
      yield* refused(results.result(session, foreignProof), "ProofMismatch")
      // Who closes the page may leave nothing to prove it by.
      if (proof === undefined) return
      yield* step("the browser sends the proof")
      const [found, exchanges] = yield* sent(succeeds(results.result(session, proof)))
      yield* same("requests", 1, exchanges.length)
      yield* same("the status", (yield* act.truthOf(session.id)).status, found.status)
      yield* same("authorised", manner === "pay", found.authorisation !== undefined)
      for (const attempt of found.attempts) yield* same("the amount", money.major(amount), money.major(attempt.amount))

      yield* step("the provider says a status that nobody knows")
      yield* (yield* Faults.Faults).arm(
        { _tag: "Garble", body: given.subject.strangeStatus },
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
  kind: "fault",
  runs: 24,
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

export const laws: ReadonlyArray<Law.Law> = [gated, ended, charged, result, sameAmountInBrowser]
