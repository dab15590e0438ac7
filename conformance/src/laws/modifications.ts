/** MOD, MNY and SEC for what is asked of an authorisation: as the provider has it, exactly, and of ours alone. */
import * as Effect from "effect/Effect"
import type { Authorisation, Fact } from "@paylayer/core"
import { Currency, Modifications } from "@paylayer/core"
import { BackOffice, Faults, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import { end, told } from "../endings.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as leaks from "../leaks.ts"
import * as model from "../model/money.ts"
import { across, ask, capabilitiesOf, effect, kindsOf, prepared, some, wanted } from "../modifications.ts"
import * as pay from "../payments.ts"
import { describe, holds, refused, same, silently, step, succeeds, violated } from "../Trial.ts"

const truth = Law.control(Truth.Truth)
const faults = Law.control(Faults.Faults)
const office = Law.control(BackOffice.BackOffice)
const captures = Law.port(Modifications.Captures)

const start = 2000

/** What is decided later, and moves something: adjustments and reversals have laws of their own. */
const later = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  kindsOf(given).filter(
    (kind) => kind !== "adjust" && kind !== "reverse" && capabilitiesOf(given, kind)?.decided === "later"
  )

const acknowledged = Law.each({
  id: "MOD-02",
  title: "an acknowledgement is no outcome",
  statement:
    "Until its outcome is known a capture, a cancellation or a refund has moved nothing, and the guards count it as if " +
    "it had.",
  source: "Adyen: received; the outcome comes in a CAPTURE, CANCELLATION or REFUND webhook",
  level: "advisory",
  kind: "fault",
  requires: [
    some,
    pay.authorisable,
    truth,
    {
      kind: "capability",
      name: "modifications that are decided later",
      missing: (given: Law.Given) => (later(given).length > 0 ? undefined : "not declared: decided later")
    }
  ],
  cases: later,
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const before = yield* pay.totals(given, first)
      const { authorisation, modification } = yield* succeeds(ask(kind, first, wanted(given, kind)))
      yield* same("the stage", "acknowledged", modification.stage)
      const now = yield* pay.totals(given, authorisation)
      for (const field of ["authorised", "captured", "refunded"] as const) {
        yield* same(field, model.major(before[field]), model.major(now[field]))
      }
      yield* same("released", before.released ?? "not at all", now.released ?? "not at all")
      yield* same("complete", false, now.complete)
      const free = kind === "refund" ? "refundable" : "capturable"
      yield* holds(now[free].value < before[free].value, `less that is ${free}`, model.major(now[free]))
      const after = yield* pay.settled(given, authorisation)
      yield* same("the stage", "succeeded", pay.stage(given, after, modification))
      yield* effect(given, kind, after)
      yield* pay.agrees(given, after)
    })
})

const declaredDecision = Law.each({
  id: "MOD-04",
  title: "what is decided at once is decided in the answer",
  statement:
    "Where a modification is declared to be decided at once, its answer is its outcome; where later, its answer is none.",
  source: "Model: capabilities; Adyen: received; Stripe: capture a PaymentIntent",
  level: "advisory",
  kind: "property",
  requires: [some, pay.authorisable, truth],
  cases: kindsOf,
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const { authorisation, modification } = yield* succeeds(ask(kind, first, wanted(given, kind)))
      const stage = pay.stage(given, authorisation, modification)
      const expected = capabilitiesOf(given, kind)?.decided === "later" ? "acknowledged" : "succeeded"
      yield* same("the stage, by the answer alone", expected, stage)
    })
})

const elsewhere = Law.each({
  id: "MOD-03",
  title: "what is refunded or cancelled elsewhere counts",
  statement:
    "What somebody refunded or cancelled in the provider's back office is refunded or released, and no more than is left " +
    "is asked for.",
  source: "Adyen: Customer Area; Stripe: Dashboard",
  level: "advisory",
  kind: "fault",
  requires: [captures, pay.authorisable, truth, office, pay.perhaps],
  cases: () => ["a part refunded", "all refunded", "cancelled"],
  check: (what, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      if (what === "cancelled") {
        const first = yield* pay.authorised(given, whole)
        yield* pay.happens(first, { _tag: "Cancel" })
        const after = yield* pay.settled(given, first)
        const ours = yield* pay.agrees(given, after)
        yield* same("released", "cancelled", ours.released)
        yield* refused(silently(pay.capture(after, whole)), "NotCapturable")
        return
      }
      const first = yield* pay.captured(given, whole)
      const amount = what === "all refunded" ? whole : pay.amount(given, 700)
      yield* pay.happens(first, { _tag: "Refund", amount: pay.stated(amount) })
      const after = yield* pay.settled(given, first)
      const ours = yield* pay.agrees(given, after)
      yield* same("refunded", model.major(amount), model.major(ours.refunded))
      if (given.declared.refunds === undefined) return
      yield* refused(silently(pay.refund(after, whole)), "RefundExceedsCaptured", "NotRefundable")
    })
})

const exact = Law.each({
  id: "MNY-03",
  title: "the money of a modification, to the wire and back",
  statement: "What is captured and refunded in any declared currency is that amount at the provider, exactly.",
  source: "ISO 4217; each provider's table of currencies",
  kind: "codec",
  requires: [captures, pay.authorisable, truth, pay.perhaps],
  // The main currency at all its edges, each other at one. What the common ones have in common is tried with one of them:
  // a mistake in their rows of a table is found before payment (MNY-01), unless there is nothing before payment.
  cases: (given) => {
    const declared = pay.amountsOf(given)
    const [main, ...others] = inputs.rows(given, declared)
    const uncommon = inputs.uncommon(declared)
    const one = (currency: Currency.Currency, index: number) => {
      const edges = inputs.edges(declared, currency)
      return edges[index % edges.length]!
    }
    const common = others.filter((currency) => !uncommon.includes(currency))
    const round = inputs
      .oneOfEach(uncommon, Currency.exponent)
      .flatMap((currency) => inputs.edges(declared, currency).at(-2) ?? [])
    const isFirst = given.declared.sessions === undefined
    return [
      ...Law.cross([...inputs.edges(declared, main!), ...uncommon.map(one), ...round], ["captured and refunded"]),
      ...Law.cross(isFirst ? common.map(one) : [], ["captured"])
    ]
  },
  check: ([amount, what], given) =>
    Effect.gen(function* () {
      const first = yield* pay.authorised(given, amount)
      yield* same("authorised", model.major(amount), model.stated((yield* pay.truthOf(first)).authorised))
      const taken = yield* succeeds(pay.capture(first, amount))
      yield* pay.ripen(given)
      const after = yield* pay.settled(given, taken.authorisation)
      yield* same("captured", model.major(amount), model.stated((yield* pay.truthOf(first)).captured))
      if (what === "captured" || given.declared.refunds === undefined) return void (yield* pay.agrees(given, after))
      const back = yield* succeeds(pay.refund(after, amount))
      yield* pay.agrees(given, yield* pay.settled(given, back.authorisation))
      yield* same("refunded", model.major(amount), model.stated((yield* pay.truthOf(first)).refunded))
    })
})

const hidden = Law.each({
  id: "SEC-03",
  title: "secrets stay secret after authorisation",
  statement:
    "No credential stands in a URL, a log of any level, a span, an error, a modification or what is looked up, nor is it " +
    "printed, as it is or encoded, whatever the provider quotes.",
  source: "Model: errors",
  kind: "fault",
  requires: [some, pay.authorisable, pay.perhaps, faults, leaks.itsSecrets],
  cases: (given) => across(given, ["well", "refused", "time-out", "markup"], ["refused"]),
  check: ([kind, ending], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const secrets = yield* leaks.credentials(given.subject)
      yield* told(ending)
      yield* end(ending, secrets)
      const hides = <A, E, R>(called: string, asked: Effect.Effect<A, E, R>) =>
        Effect.flatMap(Effect.exit(asked), (came) => leaks.none({ secrets, came, called }))
      yield* hides("a modification", ask(kind, first, wanted(given, kind)))
      if (given.declared.lookups === undefined) return
      yield* end(ending, secrets, act.reads)
      yield* step("look it up")
      yield* hides("what was looked up", (yield* Modifications.Lookups).find({ id: first.id }))
    })
})

const foreign = Law.each({
  id: "SEC-04",
  title: "another provider's authorisation is not touched",
  statement:
    "An authorisation of another provider, or none at all, is refused by every modification, and nothing is sent.",
  source: "Model: what the model can decide is refused before the wire",
  kind: "example",
  requires: [some, pay.authorisable],
  cases: (given) => Law.cross(kindsOf(given), ["another provider's", "a copy that is none"]),
  check: ([kind, what], given) =>
    Effect.gen(function* () {
      const first = yield* pay.authorised(given, pay.amount(given, start))
      yield* step(`the authorisation is ${what}`)
      const value =
        what === "another provider's"
          ? Object.assign(Object.create(Object.getPrototypeOf(first)), first, { provider: "somebody-else" })
          : (JSON.parse(JSON.stringify(first)) as Authorisation.Authorisation)
      const error = yield* silently(Effect.flip(ask(kind, value, wanted(given, kind)))).pipe(
        Effect.catch(() => violated("a refusal", "success, or a request"))
      )
      yield* holds(error._tag.startsWith("Not"), "a rule of the model", describe(error))
    })
})

export const laws: ReadonlyArray<Law.Law> = [acknowledged, declaredDecision, elsewhere, exact, hidden, foreign]
