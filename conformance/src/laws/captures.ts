/** CAP and CAN: what is taken, and what is given back before anything was taken. */
import * as Effect from "effect/Effect"
import type { Authorisation, Capabilities, Modification } from "@paylayer/core"
import { Modifications } from "@paylayer/core"
import { BackOffice, Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as pay from "../payments.ts"
import { holds, Inapplicable, opening, refused, same, show, silently, step, succeeds } from "../Trial.ts"

const captures = Law.port(Modifications.Captures)
const cancellations = Law.port(Modifications.Cancellations)
const truth = Law.control(Truth.Truth)
const office = Law.control(BackOffice.BackOffice)

const declaredBy = ({ declared }: Law.Given): Capabilities.CaptureCapabilities => declared.captures!

/** Whether this adapter can capture a first time and keep the rest. */
const keeps = (capabilities: Capabilities.CaptureCapabilities): boolean =>
  capabilities.multiple && capabilities.remainder !== "released"

/** What keeps the rest, said only where there is a choice. */
const keeping = ({ remainder }: Capabilities.CaptureCapabilities): { readonly final?: false } =>
  remainder === "chosen" ? { final: false } : {}

const start = 2000

const parts = Law.each({
  id: "CAP-02",
  title: "parts and the rest, as declared",
  statement:
    "A part can be captured where partial is declared, several where multiple is, and the rest stays or is released as " +
    "declared; what is not declared is refused, and nothing is sent.",
  source:
    "Adyen: the un-captured remainder is cancelled unless multiple partial captures are enabled; Stripe: final_capture",
  kind: "example",
  requires: [captures, pay.authorisable, truth],
  cases: () => [
    { steps: 0, next: "a part", keep: false },
    { steps: 0, next: "a part", keep: true },
    { steps: 700, next: "a part", keep: false },
    { steps: 700, next: "the rest", keep: true }
  ],
  check: ({ keep, next, steps }, given) =>
    Effect.gen(function* () {
      const capabilities = declaredBy(given)
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      const part = pay.amount(given, steps)
      if (!capabilities.partial) {
        yield* refused(silently(pay.capture(first, part)), "Unsupported")
        return
      }
      const stays = keep && keeps(capabilities)
      if (keep && !stays) {
        // Nobody can be promised that the rest stays.
        const attempt = yield* Effect.result(silently(pay.capture(first, part, { final: false })))
        yield* same("the error", "Unsupported", attempt._tag === "Failure" ? attempt.failure._tag : "success")
        return
      }
      const options = stays ? keeping(capabilities) : capabilities.remainder === "chosen" ? { final: true } : {}
      const taken = yield* succeeds(pay.capture(first, part, options))
      const after = yield* pay.settled(given, taken.authorisation)
      const ours = yield* pay.agrees(given, after)
      yield* same("captured", money.major(part), money.major(ours.captured))
      const rest = stays || capabilities.remainder === "kept"
      yield* same("the rest is there", rest, ours.capturable.value > 0)
      yield* same("the provider released it", !rest, (yield* pay.truthOf(after)).released)
      const more = next === "a part" ? pay.amount(given, 250) : inMinorUnits(whole, whole.value - part.value)
      const again = pay.capture(after, more, rest ? keeping(capabilities) : {})
      if (!rest || !capabilities.multiple) {
        yield* refused(silently(again), "NotCapturable", "Unsupported")
        return
      }
      const done = yield* pay.agrees(given, yield* pay.settled(given, (yield* succeeds(again)).authorisation))
      yield* same(
        "captured in all",
        money.major(inMinorUnits(whole, part.value + more.value)),
        money.major(done.captured)
      )
    })
})

const exceeding = Law.each({
  id: "CAP-05",
  title: "more than is left is refused",
  statement:
    "A capture of more than is left is CaptureExceedsAuthorised, and nothing is sent; with an old value the provider's " +
    "refusal, at once or later, has the same name, and what was captured stays.",
  source: "Adyen: Insufficient balance on payment; Stripe: amount_too_large",
  kind: "fault",
  requires: [captures, pay.authorisable, truth],
  cases: () => ["a step too much", "twice as much", "an old value"],
  check: (way, given) =>
    Effect.gen(function* () {
      const capabilities = declaredBy(given)
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      if (way !== "an old value") {
        const most = yield* atMost(given, first)
        const more = inMinorUnits(whole, way === "twice as much" ? 2 * most.value : most.value + unit(given))
        yield* refused(silently(pay.capture(first, more)), "CaptureExceedsAuthorised")
        return
      }
      if (!keeps(capabilities)) return yield* new Inapplicable({ reason: "there is no second capture" })
      const options = keeping(capabilities)
      const taken = yield* opening(succeeds(pay.capture(first, pay.amount(given, start - 500), options)))
      const after = yield* pay.settled(given, taken.authorisation)
      yield* step("nothing of that capture is known")
      yield* exceeds(given, after, pay.capture(first, pay.amount(given, start - 600), options))
    })
})

const overcapture = Law.each({
  id: "CAP-06",
  title: "the most that can be captured is what the provider takes",
  statement:
    "What the totals call the most that can be captured is taken, and a step more is refused by the provider, at once or " +
    "later, as CaptureExceedsAuthorised.",
  source: "Stripe: maximum_amount_capturable; Model: how much may be captured in all",
  level: "advisory",
  kind: "fault",
  requires: [captures, pay.authorisable, truth],
  cases: () => ["the most", "a step more"],
  check: (way, given) =>
    Effect.gen(function* () {
      const first = yield* pay.authorised(given, pay.amount(given, start))
      const most = yield* atMost(given, first)
      if (way === "the most") {
        const taken = yield* succeeds(pay.capture(first, most))
        const done = yield* pay.agrees(given, yield* pay.settled(given, taken.authorisation))
        yield* same("captured", money.major(most), money.major(done.captured))
        return
      }
      const maximum = inMinorUnits(most, most.value + unit(given))
      yield* step(`as if up to ${show(money.major(maximum))} could be captured`)
      const misled = first.with([{ _tag: "Observed", at: 0, maximum }])
      yield* exceeds(given, first, pay.capture(misled, maximum))
    })
})

/** How much can be captured in all, by what we know. */
const atMost = (given: Law.Given, authorisation: Authorisation.Authorisation) =>
  Effect.map(pay.totals(given, authorisation), ({ authorised, maximum }) =>
    inMinorUnits(authorised, Math.max(authorised.value, maximum?.value ?? 0))
  )

/** The provider refuses it, at once or later, for being too much. */
const exceeds = <E extends { readonly _tag: string }, R>(
  given: Law.Given,
  known: Authorisation.Authorisation,
  asking: Effect.Effect<{ readonly modification: Modification.Modification }, E, R>
) =>
  Effect.gen(function* () {
    const attempt = yield* Effect.result(asking)
    if (attempt._tag === "Failure") {
      yield* same("the error", "CaptureExceedsAuthorised", attempt.failure._tag)
      return yield* Effect.asVoid(pay.agrees(given, known))
    }
    const { modification } = attempt.success
    const settled = yield* pay.settled(given, known.with(modification.facts))
    yield* same("the stage", "failed", pay.stage(given, settled, modification))
    const state = (yield* pay.agrees(given, settled)).modifications.find(({ key }) => key === modification.key)
    yield* same("the failure", "CaptureExceedsAuthorised", state?.failure?._tag)
  })

const reverted = Law.each({
  id: "CAP-03",
  title: "a capture that fails keeps what can be captured",
  statement:
    "A capture that fails, at once, later, or after it had succeeded, leaves the authorisation as it was; one that is " +
    "taken after all counts again.",
  source: "Adyen: CAPTURE_FAILED, success true, same pspReference; CAPTURE, Transaction Recaptured",
  kind: "fault",
  requires: [captures, pay.authorisable, truth, office],
  cases: () => ["refused", "fails", "recovers"],
  check: (fate, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      const before = yield* pay.totals(given, first)
      if (fate === "refused") yield* pay.happens(first, { _tag: "RefuseNext", kind: "capture" })
      const { authorisation, modification } = yield* succeeds(pay.capture(first, whole))
      const decided = yield* pay.settled(given, authorisation)
      const expected = fate === "refused" ? "failed" : "succeeded"
      yield* same("the stage", expected, pay.stage(given, decided, modification))
      let after = decided
      if (fate !== "refused") {
        yield* same("captured", money.major(whole), money.major((yield* pay.agrees(given, decided)).captured))
        yield* pay.happens(decided, { _tag: "CaptureFails" })
        after = yield* pay.settled(given, decided)
      }
      const failed = yield* pay.agrees(given, after)
      yield* same("captured", 0, failed.captured.value)
      yield* same("capturable", money.major(before.capturable), money.major(failed.capturable))
      if (fate === "recovers") {
        yield* pay.happens(after, { _tag: "CaptureRecovers" })
        const again = yield* pay.agrees(given, yield* pay.settled(given, after))
        yield* same("captured", money.major(whole), money.major(again.captured))
        return
      }
      const retaken = yield* succeeds(pay.capture(after, whole))
      const done = yield* pay.agrees(given, yield* pay.settled(given, retaken.authorisation))
      yield* same("captured", money.major(whole), money.major(done.captured))
    })
})

const elsewhere = Law.each({
  id: "CAP-04",
  title: "automatic captures, and captures from elsewhere, count",
  statement: "What the provider captured by itself, and what somebody captured in its back office, is captured.",
  source: "Adyen: capture delay, Customer Area; Stripe: capture_method automatic, Dashboard",
  kind: "fault",
  requires: [captures, pay.authorisable, truth, office],
  cases: () => ["automatic", "elsewhere"],
  check: (way, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const { intents, sessions } = given.declared
      const face = sessions ?? intents
      if (
        way === "automatic" &&
        (given.subject.authorise !== undefined || face?.capture.includes("automatic") !== true)
      ) {
        return yield* new Inapplicable({ reason: "not declared: automatic capture" })
      }
      const capture = way === "automatic" ? "automatic" : "manual"
      const first = yield* pay.authorised(given, whole, { capture })
      if (way === "elsewhere") {
        const part = pay.stated(pay.amount(given, 500))
        yield* pay.happens(first, { _tag: "Capture", amount: part })
      }
      const after = yield* pay.settled(given, first)
      const ours = yield* pay.agrees(given, after)
      yield* holds(ours.captured.value > 0, "something captured", "nothing")
      const more = inMinorUnits(whole, whole.value - ours.captured.value + unit(given))
      yield* refused(silently(pay.capture(after, more)), "NotCapturable", "CaptureExceedsAuthorised", "Unsupported")
    })
})

const cancelled = Law.each({
  id: "CAN-01",
  title: "cancelled before capture, and then it is over",
  statement:
    "Before capture a cancellation gives everything back, and nothing can be captured after it; after a capture it is " +
    "NotCancellable, and nothing is sent.",
  source: "Adyen: you can cancel payments after authorisation; Stripe: cancel a PaymentIntent",
  kind: "fault",
  requires: [cancellations, captures, pay.authorisable, truth],
  cases: () => ["cancel", "captured", "an old value", "refused"],
  check: (way, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      if (way === "refused") yield* pay.happens(first, { _tag: "RefuseNext", kind: "cancel" })
      if (way === "cancel" || way === "refused") {
        const { authorisation, modification } = yield* succeeds(pay.cancel(first))
        const after = yield* pay.settled(given, authorisation)
        const ours = yield* pay.agrees(given, after)
        yield* same("the stage", way === "cancel" ? "succeeded" : "failed", pay.stage(given, after, modification))
        yield* same("capturable", way === "cancel" ? 0 : whole.value, ours.capturable.value)
        if (way === "cancel") {
          yield* same("released", "cancelled", ours.released)
          yield* refused(silently(pay.capture(after, whole)), "NotCapturable")
          yield* refused(silently(pay.cancel(after)), "NotCancellable")
        }
        return
      }
      const taken = yield* opening(succeeds(pay.capture(first, whole)))
      const after = yield* pay.settled(given, taken.authorisation)
      if (way === "captured") {
        yield* refused(silently(pay.cancel(after)), "NotCancellable")
        return
      }
      yield* step("nothing of that capture is known")
      const attempt = yield* Effect.result(pay.cancel(first))
      if (attempt._tag === "Failure") {
        yield* same("the error", "NotCancellable", attempt.failure._tag)
        return yield* Effect.asVoid(pay.agrees(given, after))
      }
      const settled = yield* pay.settled(given, after.with(attempt.success.modification.facts))
      yield* same("the stage", "failed", pay.stage(given, settled, attempt.success.modification))
      yield* pay.agrees(given, settled)
    })
})

const inMinorUnits = ({ currency }: Pick<ReturnType<typeof pay.amount>, "currency">, value: number) =>
  pay.money(value, currency)

/** The smallest difference between two amounts. */
const unit = (given: Law.Given): number => pay.amount(given, 1).value - pay.amount(given, 0).value

export const laws: ReadonlyArray<Law.Law> = [parts, exceeding, overcapture, reverted, elsewhere, cancelled]
