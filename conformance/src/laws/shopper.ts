/** SES, where a shopper takes part: who may pay when, what is charged, and what the browser and the result say. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { Money, Session, Sessions } from "@paylayer/core"
import { Faults, Shopper, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import { withAnswerChanged } from "../changes.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as model from "../model/session.ts"
import {
  describe,
  holds,
  Inapplicable,
  opening,
  refused,
  same,
  sent,
  silently,
  step,
  succeeds,
  violated
} from "../Trial.ts"

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

const ended = Law.each({
  id: "SES-07",
  title: "a session that is paid, pending or cancelled does not change",
  statement:
    "Once the provider holds a session as completed, pending or cancelled, an update fails with NotUpdatable, and " +
    "the amount stays; a value that says so is refused before the wire.",
  source: "Stripe: only update Sessions that are active and not completed or expired",
  kind: "fault",
  requires: [sessions, Law.payable, shopper, truth],
  cases: () => Law.cross(["pay", "pending", "abandon"], ["by a value that says so", "by an older value"]),
  check: ([manner, by], given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const other = inputs.amount(capabilitiesOf(given), 250)
      const session = yield* act.payable(yield* act.created(given, amount))
      yield* act.submit(act.checkout(session), manner)
      const { status } = yield* act.truthOf(session.id)
      if (status !== "completed" && status !== "pending" && status !== "cancelled") {
        return yield* new Inapplicable({ reason: `the session is ${status} when the shopper does that: ${manner}` })
      }
      const update = (status: Session.SessionStatus) =>
        refused(act.update(Session.modify(session, { status }), other, {}, `, ${by}`), "NotUpdatable")
      if (by === "by a value that says so") yield* silently(update(status))
      else yield* update("open")
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
        const submission = yield* act.submit(browser, "pay", ", with what the browser got first")
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

/** Proofs that nobody gave. */
const forged: Readonly<Record<string, (proof: string) => string>> = {
  "with its end changed": (proof) => `${proof.slice(0, -1)}${proof.endsWith("0") ? "1" : "0"}`,
  "cut in half": (proof) => proof.slice(0, Math.ceil(proof.length / 2))
}

const result = Law.each({
  id: "SES-13",
  title: "the result is this session's, and every status is understood",
  statement:
    "The result maps what became of the session, an unknown status is Unrecognised, another session's proof and a forged " +
    "one are ProofMismatch, an answer about another object is no answer, and the provider is asked once.",
  source: "Adyen: get the result of the payment session",
  kind: "fault",
  requires: [sessions, Law.payable, Law.port(Sessions.SessionResults), shopper, truth, faults],
  cases: () => [
    ...Law.cross(["pay", "pending", "abandon", "decline"] as const, [""]),
    ...Law.cross(["pay"] as const, ["of another session", ...Object.keys(forged), "unknown status", "another object"])
  ],
  check: ([manner, what], given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const results = yield* Sessions.SessionResults
      const session = yield* act.payable(yield* act.created(given, amount))
      const ask = (proof: Redacted.Redacted<string>, how = "") =>
        Effect.andThen(step(`the browser sends the proof${how}`, "shopper"), results.result(session, proof))
      const paying = act.submit(act.checkout(session), manner)
      const submission = yield* what === "" ? paying : opening(paying)
      const proof = proofOf(submission)
      if (proof === undefined) {
        return yield* new Inapplicable({ reason: `the browser gets no proof when the shopper does that: ${manner}` })
      }
      if (what === "") {
        const [found, exchanges] = yield* sent(succeeds(ask(proof)))
        yield* same("requests", 1, exchanges.length)
        yield* same("the status", (yield* act.truthOf(session.id)).status, found.status)
        yield* same("authorised", manner === "pay", found.authorisation !== undefined)
        for (const { amount: tried } of found.attempts)
          yield* same("the amount", money.major(amount), money.major(tried))
        return
      }
      if (what === "of another session") {
        const other = yield* act.payable(yield* act.created(given, amount))
        const foreign = proofOf(yield* act.submit(act.checkout(other), "pay", " for another session"))
        if (foreign === undefined) return yield* violated("a proof for the server", "none")
        return void (yield* refused(ask(foreign, ` ${what}`), "ProofMismatch"))
      }
      if (what === "unknown status") {
        yield* step("the provider says a status that nobody knows", "provider")
        const strange = yield* succeeds(withAnswerChanged("strangeStatus", given, ask(proof), act.reads))
        return yield* same("the status", { _tag: "Unrecognised", value: "brand-new" }, strange.status)
      }
      if (what === "another object") {
        const paid = submission._tag === "Authorised" ? [submission.authorisation] : []
        const isNamed = yield* act.misnamed([session.id, ...paid], act.reads)
        const answered = yield* Effect.result(ask(proof))
        if (!isNamed()) return yield* new Inapplicable({ reason: "the answer names no object" })
        const observed = answered._tag === "Success" ? "success" : describe(answered.failure)
        const expected = ["ProofMismatch", "MalformedResponse"]
        return yield* holds(
          expected.some((error) => observed.includes(error)),
          expected.join(" or "),
          observed
        )
      }
      const forgery = Redacted.make(forged[what]!(Redacted.value(proof)))
      yield* refused(ask(forgery, `, ${what}`), "ProofMismatch")
    })
})

const sameAmountInBrowser = Law.each({
  id: "SES-14",
  title: "browser and server have the same amount",
  statement:
    "When the browser has done what capabilities.client says, it shows the server's amount; the server's and the " +
    "browser's token lead to the same end; another session's token is ContinuationLost.",
  source: "Adyen: beforeSubmit and sessionData; Stripe: runServerUpdate, fetchUpdates",
  kind: "fault",
  requires: [sessions, shopper, truth],
  cases: () => [
    ...Law.cross(["by the server's token", "by the browser's token"] as const, [250, 7]),
    ["by a foreign token", 250] as const
  ],
  check: ([by, steps], given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const { open } = yield* Shopper.Shopper
      const before = inputs.amount(capabilities, 7)
      const amount = inputs.amount(capabilities, steps)
      const session = yield* act.created(given, before)
      if (by === "by a foreign token") {
        if (capabilities.continuation) {
          const other = yield* act.created(given, before)
          const foreign = redacted(Session.browserToken(other))
          if (foreign === undefined) return yield* violated("a token", "none")
          const how = ", by another session's token"
          yield* refused(act.update(session, amount, { continuation: foreign }, how), "ContinuationLost")
        } else {
          const made = redacted("made-up")!
          const how = ", by a token that nobody gave"
          yield* silently(refused(act.update(session, amount, { continuation: made }, how), "Unsupported"))
        }
        return yield* act.believes(session.id, before)
      }
      yield* step("the browser loads the session", "shopper")
      const loaded = yield* open(act.checkout(session))
      if (loaded._tag === "Refused") return yield* violated("a session that the browser can load", loaded.why)
      const token = loaded.token
      if (token !== undefined && !capabilities.continuation) {
        return yield* violated("no token at a provider without continuation", "a token")
      }
      const continuation = redacted(token)
      const options = continuation === undefined ? {} : { continuation }
      const byBrowser = act.update(session, amount, options, ", by the browser's token")
      const updated = yield* succeeds(
        by === "by the browser's token"
          ? byBrowser
          : // A server that does not know of the browser's token may have been left behind; then it is told so.
            Effect.catchTag(act.update(session, amount), "ContinuationLost", () => byBrowser)
      )
      yield* act.inForce(updated, amount)
      yield* step("the browser takes what the server answered", "shopper")
      const shown = yield* open(act.checkout(updated))
      if (shown._tag === "Refused") return yield* violated("the browser goes on", shown.why)
      yield* same("the amount in the browser", money.major(amount), money.stated(shown.amount))
    })
})

export const laws: ReadonlyArray<Law.Law> = [gated, ended, charged, result, sameAmountInBrowser]
