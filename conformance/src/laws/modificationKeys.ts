/** IDM, from IDM-05: what is asked of an authorisation under one key happens once. */
import * as Effect from "effect/Effect"
import type { Fact } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import {
  ask,
  capabilitiesOf,
  effect,
  key,
  keyed,
  kindsOf,
  prepared,
  some,
  someKeyed,
  wanted
} from "../modifications.ts"
import * as pay from "../payments.ts"
import { describe, holds, opening, same, show, silently, step, succeeds, Trial, violated } from "../Trial.ts"

const truth = Law.control(Truth.Truth)

const compared = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  keyed(given).filter((kind) => {
    const idempotency = capabilitiesOf(given, kind)?.idempotency
    return idempotency?._tag === "key" && idempotency.compared && hasAmount(kind)
  })

const hasAmount = (kind: Fact.Kind): boolean => kind !== "cancel" && kind !== "reverse"

/** The smallest difference between two amounts. */
const unit = (given: Law.Given): number => pay.amount(given, 1).value - pay.amount(given, 0).value

const once = Law.each({
  id: "IDM-05",
  title: "a modification named once happens once",
  statement: "The same modification sent twice under one key has one effect, and both get the same answer.",
  source: "Stripe: idempotent requests; Adyen: API idempotency",
  kind: "fault",
  requires: [some, pay.authorisable, truth, someKeyed],
  cases: keyed,
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const other = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      yield* same("the modification", one.modification.id, other.modification.id)
      const after = yield* pay.settled(given, one.authorisation.with(other.modification.facts))
      yield* effect(given, kind, after)
      yield* pay.agrees(given, after)
    })
})

const conflict = Law.each({
  id: "IDM-06",
  title: "the key of a modification, for other content",
  statement:
    "Where the provider compares, a key used again for other content is IdempotencyConflict and changes nothing.",
  source: "Stripe: keys can only be used with the same parameters they were first used with",
  kind: "fault",
  requires: [
    some,
    pay.authorisable,
    truth,
    {
      kind: "capability",
      name: "the content of a modification's key is compared",
      missing: (given: Law.Given) =>
        compared(given).length > 0 ? undefined : "not declared: the content of a key is compared"
    }
  ],
  cases: compared,
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const error = yield* Effect.flip(ask(kind, first, another(given, kind), key)).pipe(
        Effect.catch(() => violated("IdempotencyConflict", "success"))
      )
      yield* isConflict(error)
      yield* effect(given, kind, yield* pay.settled(given, one.authorisation))
    })
})

/** A step more than what is asked otherwise. */
const another = (given: Law.Given, kind: Fact.Kind) => {
  const { currency, value } = wanted(given, kind)
  return pay.money(value + unit(given), currency)
}

const isConflict = (error: { readonly _tag: string }) =>
  holds(describe(error).includes("IdempotencyConflict"), "IdempotencyConflict", describe(error))

const oneEndpoint = Law.each({
  id: "IDM-07",
  title: "the key of a modification goes to one endpoint",
  statement: "No key is sent to two endpoints, whatever a modification needs.",
  source: "Model: a key goes to one endpoint only",
  kind: "example",
  requires: [some, pay.authorisable, truth, someKeyed],
  cases: (given) => {
    const there = kindsOf(given)
    const lives: ReadonlyArray<ReadonlyArray<Fact.Kind>> = [
      ["reverse"],
      ["capture", "reverse"],
      ["adjust", "cancel"],
      ["adjust", "capture", "refund"]
    ]
    return lives.map((life) => life.filter((kind) => there.includes(kind))).filter(({ length }) => length > 0)
  },
  check: (life, given) =>
    Effect.gen(function* () {
      let authorisation = yield* pay.authorised(given, pay.amount(given, 2000))
      for (const kind of life) {
        const done = yield* succeeds(ask(kind, authorisation, wanted(given, kind)))
        yield* pay.ripen(given)
        authorisation = yield* pay.settled(given, done.authorisation)
      }
      const seen = new Map<string, string>()
      for (const { headers, method, url } of yield* (yield* Trial).exchanges) {
        const used = headers["idempotency-key"]
        if (used === undefined) continue
        const endpoint = `${method} ${url}`
        yield* same(`the endpoint of ${used}`, seen.get(used) ?? endpoint, endpoint)
        seen.set(used, endpoint)
      }
    })
})

const knownAlready = Law.each({
  id: "IDM-08",
  title: "what the provider is known to have is not sent again",
  statement:
    "The key of a modification whose answer is known gives back what is known, however much later; the key of another " +
    "modification is IdempotencyConflict; nothing is sent.",
  source: "Model: errors; Stripe: keys are pruned after at least 24 hours",
  kind: "fault",
  requires: [some, pay.authorisable, truth],
  // Each once as the one that is known, and once as another one.
  cases: (given) => {
    const there = kindsOf(given)
    return there.flatMap((kind, index) => [[kind, kind] as const, [kind, there.at(index - 1)!] as const])
  },
  check: ([kind, next], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const after = yield* pay.settled(given, one.authorisation)
      if (next !== kind) {
        const attempt = Effect.flip(ask(next, after, wanted(given, next), key))
        const error = yield* silently(attempt).pipe(Effect.catch(() => violated("a refusal", "success, or a request")))
        return yield* isConflict(error)
      }
      const again = yield* silently(succeeds(ask(kind, after, wanted(given, kind), key)))
      yield* same("the modification", one.modification.id, again.modification.id)
      yield* same("the facts", show(after.facts), show(again.authorisation.facts))
      yield* effect(given, kind, yield* pay.settled(given, again.authorisation))
    })
})

const unknowing = Law.each({
  id: "IDM-09",
  title: "the answer to another modification is not believed",
  statement:
    "A key used again by somebody who does not know of it, for another amount or another payment, is IdempotencyConflict " +
    "and changes nothing, or is done; what was answered first is never believed of the second.",
  source: "Adyen: the response to the first attempt will be returned; Stripe: keys and parameters",
  level: "advisory",
  kind: "fault",
  requires: [some, pay.authorisable, truth, someKeyed],
  cases: (given) => [
    ...Law.cross(keyed(given).filter(hasAmount), ["another amount"]),
    ...Law.cross(keyed(given), ["another payment"])
  ],
  check: ([kind, what], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const isSame = what === "another amount"
      const other = isSame ? first : yield* opening(prepared(given, kind))
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const before = yield* pay.truthOf(other)
      yield* step(isSame ? "nothing of that is known" : "of the other payment")
      const again = ask(kind, other, isSame ? another(given, kind) : wanted(given, kind), key)
      const attempt = yield* Effect.result(again)
      if (attempt._tag === "Success") {
        return yield* Effect.asVoid(pay.agrees(given, yield* pay.settled(given, attempt.success.authorisation)))
      }
      yield* isConflict(attempt.failure)
      const after = yield* pay.settled(given, one.authorisation)
      if (isSame) yield* effect(given, kind, after)
      else yield* same("the provider", show(before), show(yield* pay.truthOf(other)))
    })
})

export const laws: ReadonlyArray<Law.Law> = [once, conflict, oneEndpoint, knownAlready, unknowing]
