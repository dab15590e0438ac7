/** SES, INT and FLT: how far an answer is believed. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ProviderError } from "@paylayer/core"
import { Intents, Modifications, Money, Sessions } from "@paylayer/core"
import { Faults } from "@paylayer/simulator"
import * as act from "../acts.ts"
import { withAnswerChanged } from "../changes.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as modifications from "../modifications.ts"
import * as pay from "../payments.ts"
import { describe, holds, Inapplicable, opening, refused, same, silently, step, succeeds } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const faults = Law.control(Faults.Faults)

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
      const capabilities = given.declared.sessions!
      yield* step("the answer does not confirm that the amount may change", "provider")
      const creation = act.create(given, inputs.amount(capabilities, 0))
      const session = yield* succeeds(withAnswerChanged("unconfirmed", given, creation))
      yield* same("the status", "locked", session.status)
      yield* same("updatable", false, session.updatable)
      yield* silently(refused(act.update(session, inputs.amount(capabilities, 250)), "NotUpdatable"))
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
      const capabilities = given.declared.sessions!
      const asked = inputs.amount(capabilities, 250)
      const session = yield* act.created(given, inputs.amount(capabilities, 0))
      yield* step("the answer states another total", "provider")
      const update = withAnswerChanged("otherTotal", given, act.update(session, asked))
      if (capabilities.totals === "exact") return void (yield* refused(update, "TotalDiffers"))
      const updated = yield* succeeds(update)
      yield* same("where the amount is from", "provider", updated.amountFrom)
      yield* holds(!Money.equals(updated.amount, asked), "the amount stated", money.major(updated.amount))
    })
})

/** It has to fail as an answer that cannot be read, or for one of these reasons; where it names no object, it is not tried. */
const disbelieved = <R>(
  isNamed: () => boolean,
  operation: Effect.Effect<unknown, { readonly _tag: string }, R>,
  outcome: "unknown" | "not-executed",
  ...others: ReadonlyArray<ProviderError.Reason["_tag"]>
) =>
  Effect.gen(function* () {
    const expected = ["MalformedResponse", ...others].map((reason) => `ProviderError ${reason} (${outcome})`)
    const result = yield* Effect.result(operation)
    if (!isNamed()) return yield* new Inapplicable({ reason: "the answer names no object" })
    const observed = result._tag === "Success" ? "success" : describe(result.failure)
    yield* holds(
      expected.some((error) => observed.startsWith(error)),
      expected.join(" or "),
      observed
    )
  })

const anotherSession = Law.each({
  id: "SES-19",
  title: "an answer about another session is no answer",
  statement:
    "Where the answer to a change names its session, one that names another is MalformedResponse, and the fate of the " +
    "change is unknown.",
  source: "Model: errors",
  level: "advisory",
  kind: "fault",
  requires: [sessions, faults],
  cases: () => ["update", "lock", "end"],
  check: (operation, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const other = inputs.amount(capabilities, 250)
      const has = {
        update: true,
        lock: given.declared.lock !== undefined,
        end: Option.isSome(yield* Effect.serviceOption(Sessions.SessionExpiry))
      }
      if (!has[operation]) return yield* new Inapplicable({ reason: `the adapter has no such operation: ${operation}` })
      const session = yield* act.created(given, inputs.amount(capabilities, 0))
      const isNamed = yield* act.misnamed([session.id])
      yield* disbelieved(isNamed, operation === "end" ? act.end(session) : act[operation](session, other), "unknown")
    })
})

const anotherIntent = Law.each({
  id: "INT-07",
  title: "an answer about another intent is no answer",
  statement:
    "Where an answer names its intent, one that names another is MalformedResponse, and the fate of a change is unknown.",
  source: "Model: errors",
  level: "advisory",
  kind: "fault",
  requires: [Law.port(Intents.Intents), faults],
  cases: () => ["update", "look up", "cancel"],
  check: (operation, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.intents!
      const port = yield* Intents.Intents
      const amount = inputs.amount(capabilities, 0)
      const other = inputs.amount(capabilities, 250)
      const intent = yield* opening(
        Effect.andThen(
          step(`create an intent of ${act.shown(amount)}`),
          succeeds(port.create({ reference: "order-1", amount }))
        )
      )
      const isNamed = yield* act.misnamed([intent.id], operation === "look up" ? act.reads : {})
      yield* step(operation === "update" ? `update ${act.shown(other)}` : operation)
      const operations: Readonly<Record<typeof operation, () => Effect.Effect<unknown, { readonly _tag: string }>>> = {
        update: () => port.update(intent, { amount: other }),
        "look up": () => port.get(intent.id),
        cancel: () => port.cancel(intent)
      }
      yield* disbelieved(isNamed, operations[operation](), operation === "look up" ? "not-executed" : "unknown")
    })
})

const anotherPayment = Law.each({
  id: "FLT-17",
  title: "an answer about another payment is no answer",
  statement:
    "Where the answer to a modification or a look-up names its payment, one that names another is MalformedResponse, or " +
    "IdempotencyConflict where a key may have been used for both, and the fate of a modification is unknown.",
  source: "Model: errors; Adyen: API idempotency",
  level: "advisory",
  kind: "fault",
  requires: [modifications.some, pay.authorisable, faults],
  cases: (given) => [...modifications.kindsOf(given), "look up" as const],
  check: (asked, given) =>
    Effect.gen(function* () {
      if (asked === "look up") {
        const lookups = yield* Effect.serviceOption(Modifications.Lookups)
        if (Option.isNone(lookups)) return yield* new Inapplicable({ reason: "the adapter has no Lookups" })
        const { id } = yield* pay.authorised(given, pay.amount(given, 0))
        const isNamed = yield* act.misnamed([id], act.reads)
        yield* step("look the payment up")
        return yield* disbelieved(isNamed, lookups.value.find({ id }), "not-executed")
      }
      const first = yield* modifications.prepared(given, asked)
      const isNamed = yield* act.misnamed([first.id])
      const asking = modifications.ask(asked, first, modifications.wanted(given, asked))
      yield* disbelieved(isNamed, asking, "unknown", "IdempotencyConflict")
    })
})

export const laws: ReadonlyArray<Law.Law> = [confirmed, stated, anotherSession, anotherIntent, anotherPayment]
