/** REF and REV: what is given back. */
import * as Effect from "effect/Effect"
import type { Authorisation } from "@paylayer/core"
import { ModificationKey, Modifications } from "@paylayer/core"
import { BackOffice, Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import * as model from "../model/money.ts"
import * as pay from "../payments.ts"
import { opening, refused, same, silently, step, succeeds } from "../Trial.ts"

const captures = Law.port(Modifications.Captures)
const refunds = Law.port(Modifications.Refunds)
const reversals = Law.port(Modifications.Reversals)
const truth = Law.control(Truth.Truth)
const office = Law.control(BackOffice.BackOffice)

const start = 2000

/** All of it captured. */
const captured = (given: Law.Given) => pay.captured(given, pay.amount(given, start))

const bounded = Law.each({
  id: "REF-01",
  title: "never more refunded than captured, and each refund once",
  statement:
    "Two deliberate refunds of one amount both happen, a repeated one happens once, and more than is left is " +
    "RefundExceedsCaptured or NotRefundable with nothing sent.",
  source: "Adyen: several partial refunds, Insufficient balance on payment; Stripe: Refund amount is greater than",
  kind: "example",
  requires: [refunds, captures, pay.authorisable, truth],
  cases: () => [
    { steps: 0, again: false },
    { steps: 0, again: true },
    { steps: 700, again: false }
  ],
  check: ({ again, steps }, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.refunds!
      const first = yield* captured(given)
      const part = pay.amount(given, steps)
      if (!capabilities.partial) {
        yield* refused(silently(pay.refund(first, part)), "Unsupported")
        return
      }
      const key = ModificationKey.ModificationKey.make("one-refund")
      const once = yield* succeeds(pay.refund(first, part, { key }))
      let after = once.authorisation
      let expected = part.value
      if (again && capabilities.idempotency._tag !== "none") {
        after = (yield* succeeds(pay.refund(first, part, { key }))).authorisation
      } else if (capabilities.multiple) {
        after = (yield* succeeds(pay.refund(after, part))).authorisation
        expected += part.value
      }
      after = yield* pay.settled(given, after)
      const ours = yield* pay.agrees(given, after)
      yield* same("refunded", expected, ours.refunded.value)
      const tooMuch = pay.money(ours.refundable.value + unit(given), part.currency)
      yield* refused(silently(pay.refund(after, tooMuch)), "RefundExceedsCaptured", "NotRefundable")
    })
})

const early = Law.each({
  id: "REF-03",
  title: "no refund before a capture, none of more than there is",
  statement:
    "Before a capture a refund is NotRefundable, and nothing is sent; with an old value the provider's refusal, at once " +
    "or later, leaves what was refunded.",
  source: "Adyen: Transaction hasn't been captured, refund not possible; Stripe: charge_already_refunded",
  kind: "fault",
  requires: [refunds, captures, pay.authorisable, truth],
  cases: () => ["before a capture", "once all is refunded", "an old value"],
  check: (way, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      if (way === "before a capture") {
        const first = yield* pay.authorised(given, whole)
        const error = yield* refused(silently(pay.refund(first, whole)), "NotRefundable")
        return yield* same("why", "not-captured", error.why)
      }
      const first = yield* captured(given)
      const all = yield* opening(succeeds(pay.refund(first, whole)))
      const after = yield* pay.settled(given, all.authorisation)
      if (way === "once all is refunded") {
        return yield* Effect.asVoid(refused(silently(pay.refund(after, whole)), "NotRefundable"))
      }
      yield* step("nothing of that refund is known")
      const attempt = yield* Effect.result(pay.refund(first, whole))
      if (attempt._tag === "Failure") {
        const known = ["NotRefundable", "RefundExceedsCaptured"].includes(attempt.failure._tag)
        yield* same("a rule of the model", true, known)
        return yield* Effect.asVoid(pay.agrees(given, after))
      }
      const { modification } = attempt.success
      const settled = yield* pay.settled(given, after.with(modification.facts))
      yield* same("the stage", "failed", pay.stage(given, settled, modification))
      yield* pay.agrees(given, settled)
    })
})

const reverted = Law.each({
  id: "REF-02",
  title: "a refund that fails later is reverted",
  statement: "A refund that is refused, or fails after it had succeeded, counts no more, and can be made again.",
  source: "Adyen: REFUND_FAILED, success true, same pspReference; Stripe: refund.failed",
  kind: "fault",
  requires: [refunds, captures, pay.authorisable, truth, office],
  cases: () => ["refused", "fails"],
  check: (fate, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const first = yield* captured(given)
      if (fate === "refused") yield* pay.happens(first, { _tag: "RefuseNext", kind: "refund" })
      const { authorisation, modification } = yield* succeeds(pay.refund(first, whole))
      let after = yield* pay.settled(given, authorisation)
      if (fate === "fails") {
        yield* same("refunded", model.major(whole), model.major((yield* pay.agrees(given, after)).refunded))
        yield* pay.happens(after, { _tag: "RefundFails" })
        after = yield* pay.settled(given, after)
      }
      const failed = yield* pay.agrees(given, after)
      yield* same("refunded", 0, failed.refunded.value)
      const stage = pay.stage(given, after, modification)
      yield* same("it counts", false, stage === "succeeded")
      const again = yield* succeeds(pay.refund(after, whole))
      const done = yield* pay.agrees(given, yield* pay.settled(given, again.authorisation))
      yield* same("refunded", model.major(whole), model.major(done.refunded))
    })
})

const reversed = Law.each({
  id: "REV-01",
  title: "a reversal cancels or refunds, and its outcome says which",
  statement:
    "What is not captured is cancelled, what is captured is refunded; the outcome, and nothing else, says which it was.",
  source: "Adyen: CANCEL_OR_REFUND, modification.action; cancel or refund scenarios",
  kind: "fault",
  requires: [reversals, captures, pay.authorisable, truth],
  cases: () => ["reserved", "captured", "behind our back"],
  check: (state, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      let first: Authorisation.Authorisation = yield* state === "captured"
        ? captured(given)
        : pay.authorised(given, whole)
      if (state === "behind our back") {
        // Somebody captures, and we have not heard of it.
        yield* pay.happens(first, { _tag: "Capture", amount: pay.stated(whole) })
        yield* pay.ripen(given)
      }
      const { authorisation, modification } = yield* succeeds(pay.reverse(first))
      first = authorisation
      const known = yield* pay.totals(given, first)
      if (pay.decidesLater(given.declared.reversals!)) {
        yield* same("the stage", "acknowledged", pay.stage(given, first, modification))
        yield* same("refunded", 0, known.refunded.value)
        yield* same("released", false, known.released === "cancelled")
      }
      const after = yield* pay.settled(given, first)
      const ours = yield* pay.agrees(given, after)
      const turned = ours.modifications.find(({ key }) => key === modification.key)?.kind
      yield* same("it turned out a", state === "reserved" ? "cancel" : "refund", turned)
      if (state === "reserved") yield* same("released", "cancelled", ours.released)
      else yield* same("refunded", model.major(whole), model.major(ours.refunded))
      yield* refused(silently(pay.reverse(after)), "NotCancellable", "NotRefundable")
    })
})

const disputed = Law.example({
  id: "REF-04",
  title: "a dispute is no refund",
  statement: "What the shopper's bank took back is known, and counts as no refund.",
  source: "Model: chargebacks and disputes are facts that never count as refunds",
  kind: "example",
  requires: [refunds, captures, pay.authorisable, truth, office],
  check: (_, given) =>
    Effect.gen(function* () {
      const first = yield* captured(given)
      const amount = pay.amount(given, 500)
      yield* pay.happens(first, { _tag: "Dispute", amount: pay.stated(amount) })
      const ours = yield* pay.agrees(given, yield* pay.settled(given, first))
      yield* same("refunded", 0, ours.refunded.value)
      if (given.declared.webhooks !== undefined) {
        // Each stage of a dispute is a fact of its own.
        const disputed = new Set(ours.disputed.map((one) => model.major(one.amount)))
        yield* same("disputed", model.major(amount), [...disputed].join())
      }
    })
})

/** The smallest difference between two amounts. */
const unit = (given: Law.Given): number => pay.amount(given, 1).value - pay.amount(given, 0).value

export const laws: ReadonlyArray<Law.Law> = [bounded, early, reverted, disputed, reversed]
