/** FLT, from FLT-11: what goes wrong on the way to the provider once money is reserved, and back. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Authorisation, Fact } from "@paylayer/core"
import { ModificationKey, Modifications } from "@paylayer/core"
import { Faults, ProviderClock, Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import {
  across,
  ask,
  capabilitiesOf,
  changes,
  effect,
  key,
  kindsOf,
  loses,
  prepared,
  some,
  unknown,
  wanted
} from "../modifications.ts"
import * as pay from "../payments.ts"
import {
  describe,
  holds,
  Inapplicable,
  opening,
  same,
  sent,
  show,
  silently,
  step,
  succeeds,
  violated
} from "../Trial.ts"

const truth = Law.control(Truth.Truth)
const faults = Law.control(Faults.Faults)
const clock = Law.control(ProviderClock.ProviderClock)

/** Whether webhooks say what became of a modification. */
const isTold = ({ declared, subject }: Law.Given): boolean =>
  declared.webhooks !== undefined && subject.learnsBy !== "look-up"

const looksUp = ({ declared }: Law.Given): boolean => declared.lookups?.by.includes("key") === true

const lostAnswer = (id: string, when: "After" | "Before") =>
  Law.each({
    id,
    title: `the answer to a modification, lost ${when.toLowerCase()} the effect`,
    statement:
      `When the answer is lost ${when.toLowerCase()} the effect, a modification that may be sent again has one effect; one ` +
      "that may not is sent once, its fate is unknown, and the guards count it.",
    source: "Stripe: idempotent requests, low-level error handling; Adyen: API idempotency",
    kind: "fault",
    requires: [some, pay.authorisable, truth, faults, clock],
    cases: (given) => across(given, ["Timeout", "Reset"], ["Timeout"]),
    check: ([kind, loss], given) =>
      Effect.gen(function* () {
        const first = yield* prepared(given, kind)
        yield* loses(loss, when)
        const attempt = ask(kind, first, wanted(given, kind))
        if (capabilitiesOf(given, kind)?.idempotency._tag === "none") {
          const [error, exchanges] = yield* sent(Effect.flip(attempt)).pipe(
            Effect.catch(() => violated("ProviderError with outcome unknown", "success"))
          )
          yield* same("requests", 1, changes(exchanges).length)
          const unsure = yield* unknown(error)
          const known = yield* pay.totals(given, first.with(unsure))
          const before = yield* pay.totals(given, first)
          const less =
            kind === "refund"
              ? known.refundable.value < before.refundable.value
              : known.capturable.value < before.capturable.value
          yield* holds(less || kind === "adjust", "guards that count it", "none")
          const named = ModificationKey.ModificationKey.make(error.key ?? "")
          const again = Effect.flip(ask(kind, first.with(unsure), wanted(given, kind), named))
          const waits = yield* silently(again).pipe(Effect.catch(() => violated("ModificationPending", "sent again")))
          yield* same("the same again", "ModificationPending", waits._tag)
          const found = yield* pay.settled(given, first.with(unsure))
          return yield* when === "After" ? effect(given, kind, found) : Effect.void
        }
        const done = yield* succeeds(attempt)
        const after = yield* pay.settled(given, done.authorisation)
        yield* effect(given, kind, after)
        yield* pay.agrees(given, after)
      })
  })

const unreadable = Law.each({
  id: "FLT-13",
  title: "an unreadable answer to a modification",
  statement:
    "A body that is cut off, foreign, empty or huge becomes MalformedResponse with outcome unknown; it is never taken for " +
    "an outcome, and the provider's effect is learned later.",
  source: "Model: errors",
  kind: "fault",
  requires: [some, pay.authorisable, truth, faults],
  // One client reads all answers; what is in them is read by each operation.
  cases: (given) => across(given, Object.keys(bodies), ["an object with nothing in it"]),
  check: ([kind, what], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      yield* step(`the body is ${what}`, "network")
      yield* (yield* Faults.Faults).arm({ _tag: "Garble", body: bodies[what]! }, { times: Infinity })
      const error = yield* Effect.flip(ask(kind, first, wanted(given, kind))).pipe(
        Effect.catch(() => violated("MalformedResponse", "success"))
      )
      yield* (yield* Faults.Faults).disarm
      const facts = yield* unknown(error)
      yield* holds(describe(error).includes("MalformedResponse"), "MalformedResponse", describe(error))
      const after = yield* pay.settled(given, first.with(facts))
      yield* effect(given, kind, after)
      // Our own modification may still wait for its link: the provider's effect is counted all the same, where one hears
      // of it; where not, it stays under way, and the guards count it.
      if (isTold(given) || looksUp(given)) yield* pay.agrees(given, after)
      else yield* same("complete", false, (yield* pay.totals(given, after)).complete)
    })
})

const bodies: Readonly<Record<string, (original: string) => string>> = {
  "cut off": (original) => original.slice(0, Math.max(1, original.length - 3)),
  HTML: () => "<!doctype html><title>Bad gateway</title>",
  empty: () => "",
  "a list": () => "[1, 2, 3]",
  "an object with nothing in it": () => "{}",
  huge: (original) => original + " ".repeat(2_000_000)
}

const repeated = Law.each({
  id: "FLT-14",
  title: "which refusals of a modification are sent again",
  statement:
    "429 is sent again always, 503 where the modification may be sent twice, both not before Retry-After; 400, 403 and 422 " +
    "are not sent again, and move nothing.",
  source: "RFC 9110, 10.2.3; RFC 6585; Stripe: rate limits",
  kind: "fault",
  requires: [some, pay.authorisable, truth, faults, clock],
  cases: (given) => across(given, [429, 503, 400, 403, 422], [503, 422]),
  check: ([kind, status], given) =>
    Effect.gen(function* () {
      const seconds = 7
      const first = yield* prepared(given, kind)
      const before = yield* pay.truthOf(first)
      const { arm, disarm } = yield* Faults.Faults
      const twice = capabilitiesOf(given, kind)?.idempotency._tag !== "none"
      const again = status === 429 || (status === 503 && twice)
      yield* step(`the provider answers ${status}${again ? " once" : " each time"}, Retry-After ${seconds}`, "network")
      const headers = { "retry-after": String(seconds) }
      yield* arm({ _tag: "Answer", status, body: "{}", headers }, { times: again ? 1 : Infinity })
      const began = yield* Clock.currentTimeMillis
      const [result, exchanges] = yield* sent(Effect.result(ask(kind, first, wanted(given, kind))))
      const waited = (yield* Clock.currentTimeMillis) - began
      yield* disarm
      yield* same("requests", again ? 2 : 1, changes(exchanges).length)
      if (again) {
        yield* same("the result", "Success", result._tag)
        yield* holds(waited >= seconds * 1000, `a pause of ${seconds} s`, `${waited} ms`)
        return
      }
      yield* same("the result", "Failure", result._tag)
      yield* same("the provider", show(before), show(yield* pay.truthOf(first)))
    })
})

/** How this provider refuses such a modification, where it has such a refusal: asked for by who does not know what was done. */
const refusalOf = (given: Law.Given, kind: Fact.Kind) =>
  Effect.gen(function* () {
    const first = yield* prepared(given, kind)
    const whole = pay.amount(given, 2000)
    const done = yield* succeeds(ask(kind === "adjust" ? "capture" : kind, first, whole))
    yield* pay.settled(given, done.authorisation)
    const [result, exchanges] = yield* sent(Effect.result(ask(kind, first, whole)))
    const answer = exchanges.at(-1)?.outcome
    return result._tag === "Failure" && answer?._tag === "Answered" && answer.status >= 400
      ? { status: answer.status, headers: answer.headers, body: (id: string) => answer.body.replaceAll(first.id, id) }
      : yield* new Inapplicable({ reason: `this provider takes every ${kind}, and says later what becomes of it` })
  })

const undecided = Law.each({
  id: "FLT-18",
  title: "a refusal after the lost answer to a modification decides nothing",
  statement:
    "When the answer to a modification was lost and its repetition is refused, the outcome is unknown: the refusal may be " +
    "of the repetition alone.",
  source: "Model: errors; Stripe: idempotent requests",
  level: "advisory",
  kind: "fault",
  requires: [some, pay.authorisable, truth, faults, clock, pay.perhaps],
  // Refused with nothing in it, and in the provider's own words.
  cases: (given) => [
    ...Law.cross(kindsOf(given), [409]),
    ...Law.cross(
      kindsOf(given).filter((kind) => kind !== "adjust" || given.declared.captures !== undefined),
      ["in its own words"]
    )
  ],
  check: ([kind, how], given) =>
    Effect.gen(function* () {
      const own = typeof how === "number" ? undefined : yield* opening(refusalOf(given, kind))
      const first = yield* opening(prepared(given, kind))
      yield* loses("Timeout", "After")
      const { arm, disarm } = yield* Faults.Faults
      const answer = own === undefined ? { status: Number(how), body: "{}" } : { ...own, body: own.body(first.id) }
      yield* step(`then the provider answers ${answer.status}`, "network")
      yield* arm({ _tag: "Answer", ...answer }, { times: Infinity })
      const error = yield* Effect.flip(ask(kind, first, wanted(given, kind))).pipe(
        Effect.catch(() => violated("an error", "success"))
      )
      yield* disarm
      yield* unknown(error)
    })
})

const found = Law.each({
  id: "FLT-16",
  title: "a modification whose answer was lost is found by its key",
  statement:
    "What was asked, and whose answer was lost, is found under its key, by a look-up or else by webhooks: that it was done " +
    "and then nothing is unknown, or that nothing tells of it.",
  source: "Model: the state of an unknown modification; Adyen: reference; Stripe: metadata",
  level: "advisory",
  kind: "fault",
  requires: [
    some,
    pay.authorisable,
    truth,
    faults,
    clock,
    pay.perhaps,
    {
      kind: "capability",
      name: "a way to find a modification by its key",
      missing: (given: Law.Given) =>
        looksUp(given) || isTold(given) ? undefined : "not declared: look-up by key, or webhooks that tell"
    }
  ],
  cases: (given) => Law.cross(["After", "Before"], kindsOf(given)),
  check: ([when, kind], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      yield* loses("Timeout", when, Infinity)
      const error = yield* Effect.flip(ask(kind, first, wanted(given, kind), key)).pipe(
        Effect.catch(() => violated("an unknown outcome", "success"))
      )
      yield* (yield* Faults.Faults).disarm
      const after = yield* sought(given, first.with(yield* unknown(error)))
      const stage = given.subject.fold(after.facts)?.modifications.find((state) => state.key === key)?.stage
      if (when === "Before") {
        yield* holds(stage !== "succeeded", "nothing that was done", String(stage))
        return yield* Effect.asVoid(pay.agrees(given, after))
      }
      yield* same("the stage", "succeeded", stage)
      yield* effect(given, kind, after)
      yield* same("complete", true, (yield* pay.agrees(given, after)).complete)
    })
})

/** What is found under the key: by a look-up where there is one. */
const sought = (given: Law.Given, unsure: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    if (!looksUp(given)) return yield* pay.settled(given, unsure)
    // They are lost: nobody listens.
    yield* pay.deliveries
    yield* step(`look up ${key}`)
    const { find } = yield* Modifications.Lookups
    return yield* succeeds(find({ authorisation: unsure, key }))
  })

export const laws: ReadonlyArray<Law.Law> = [
  lostAnswer("FLT-11", "After"),
  lostAnswer("FLT-12", "Before"),
  unreadable,
  repeated,
  undecided,
  found
]
