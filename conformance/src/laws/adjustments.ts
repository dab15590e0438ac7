/** ADJ: the authorised total changes as asked, once, and only when the provider has decided so. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation, Capabilities, Money } from "@paylayer/core"
import { ModificationKey, Modifications } from "@paylayer/core"
import { BackOffice, Deliveries, Faults, ProviderClock, Truth } from "@paylayer/simulator"
import { anyArrival, arrived } from "../arrivals.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import { loses } from "../modifications.ts"
import * as pay from "../payments.ts"
import { holds, Inapplicable, opening, refused, same, silently, step, succeeds, violated } from "../Trial.ts"

const adjustments = Law.port(Modifications.Adjustments)
const captures = Law.port(Modifications.Captures)
const truth = Law.control(Truth.Truth)
const faults = Law.control(Faults.Faults)
const clock = Law.control(ProviderClock.ProviderClock)
const office = Law.control(BackOffice.BackOffice)
const deliveries = Law.control(Deliveries.Deliveries)

const declaredBy = ({ declared }: Law.Given): Capabilities.AdjustmentCapabilities => declared.adjustments!

const steps = { up: 2600, down: 1400, same: 2000 } as const
const directions = ["up", "down", "same"] as const
const start = 2000

const can = (direction: (typeof directions)[number]) =>
  Law.capability(`adjusting ${direction}`, ({ adjustments }) => adjustments?.directions.includes(direction) === true)

/** That there is a direction at all: without one, ADJ-02 holds the adapter to it. */
const moves = Law.capability(
  "a direction of adjusting",
  ({ adjustments }) => adjustments?.directions.some((direction) => direction !== "same") === true
)

/** The directions that move the total. */
const moving = (given: Law.Given) => declaredBy(given).directions.filter((direction) => direction !== "same")

/** The provider holds this total, and so do we. */
const inForce = (given: Law.Given, authorisation: Authorisation.Authorisation, total: Money.Money) =>
  Effect.gen(function* () {
    const ours = yield* pay.agrees(given, authorisation)
    yield* same("the authorised total", money.major(total), money.major(ours.authorised))
  })

const absolute = Law.each({
  id: "ADJ-01",
  title: "an adjustment names the new total",
  statement: "Two adjustments to the same total leave that total authorised, and never a sum of them.",
  source: "Adyen: the amount you specify in the request is the updated amount; Stripe: increment_authorization",
  kind: "fault",
  requires: [moves, adjustments, pay.authorisable, truth],
  cases: moving,
  check: (direction, given) =>
    Effect.gen(function* () {
      const total = pay.amount(given, steps[direction])
      const first = yield* pay.authorised(given, pay.amount(given, start))
      const once = yield* succeeds(pay.adjust(first, total))
      const after = yield* pay.settled(given, once.authorisation)
      yield* inForce(given, after, total)
      const again = pay.adjust(after, total)
      if (!declaredBy(given).directions.includes("same")) {
        yield* refused(silently(again), "NotAdjustable")
        return yield* inForce(given, after, total)
      }
      yield* inForce(given, yield* pay.settled(given, (yield* succeeds(again)).authorisation), total)
    })
})

const asDeclared = Law.each({
  id: "ADJ-02",
  title: "up, down and same are possible exactly as declared",
  statement: "A declared direction is executed by the provider; another one is NotAdjustable, and nothing is sent.",
  source: "Adyen: larger or smaller than the initial authorised amount; Stripe: increment only",
  kind: "example",
  requires: [adjustments, pay.authorisable, truth],
  cases: () => ["up", "down", "same"],
  check: (direction, given) =>
    Effect.gen(function* () {
      const total = pay.amount(given, steps[direction])
      const first = yield* pay.authorised(given, pay.amount(given, start))
      const attempt = pay.adjust(first, total)
      if (!declaredBy(given).directions.includes(direction)) {
        return yield* Effect.asVoid(refused(silently(attempt), "NotAdjustable"))
      }
      yield* inForce(given, yield* pay.settled(given, (yield* succeeds(attempt)).authorisation), total)
    })
})

const acknowledged = Law.each({
  id: "ADJ-03",
  title: "an acknowledgement moves nothing, and a failure loses nothing",
  statement:
    "Until its outcome is known an adjustment leaves the total; one that failed leaves it for good, and all of it can " +
    "still be captured.",
  source: "Adyen: you get the outcome of the request asynchronously, in an AUTHORISATION_ADJUSTMENT webhook",
  kind: "fault",
  requires: [moves, adjustments, captures, pay.authorisable, truth, office],
  cases: (given) => Law.cross(moving(given), [true, false]),
  check: ([direction, approved], given) =>
    Effect.gen(function* () {
      const before = pay.amount(given, start)
      const total = pay.amount(given, steps[direction])
      const first = yield* pay.authorised(given, before)
      if (!approved) yield* pay.happens(first, { _tag: "RefuseNext", kind: "adjust" })
      const { authorisation, modification } = yield* succeeds(pay.adjust(first, total))
      if (pay.decidesLater(declaredBy(given))) {
        yield* same("the stage", "acknowledged", pay.stage(given, authorisation, modification))
        const now = yield* pay.totals(given, authorisation)
        yield* same("the authorised total", money.major(before), money.major(now.authorised))
        yield* same("complete", false, now.complete)
      }
      const after = yield* pay.settled(given, authorisation)
      yield* same("the stage", approved ? "succeeded" : "failed", pay.stage(given, after, modification))
      const expected = approved ? total : before
      yield* inForce(given, after, expected)
      const taken = yield* succeeds(pay.capture(after, expected))
      const done = yield* pay.agrees(given, yield* pay.settled(given, taken.authorisation))
      yield* same("captured", money.major(expected), money.major(done.captured))
    })
})

const anyOrder = Law.property({
  id: "ADJ-04",
  title: "many adjustments, their outcomes in any order",
  statement:
    "After any number of adjustments, with their outcomes in any order and more than once, the total is the provider's.",
  source: "Adyen: webhooks may arrive more than once and out of order",
  kind: "model",
  requires: [pay.telling, moves, adjustments, pay.authorisable, truth, deliveries],
  input: () =>
    fc.record({
      adjustments: fc.array(fc.record({ size: fc.integer({ min: 1, max: 40 }), approved: mostly }), {
        minLength: 2,
        maxLength: 4
      }),
      arrival: anyArrival
    }),
  check: ({ adjustments, arrival }, given) =>
    Effect.gen(function* () {
      const { attempts = Infinity, directions } = declaredBy(given)
      let authorisation = yield* pay.authorised(given, pay.amount(given, start))
      let highest = start
      for (const { approved, size } of adjustments.slice(0, attempts)) {
        const asked = directions.includes("down") ? start + (size - 20) * 40 : highest + size * 40
        highest = Math.max(highest, asked)
        const known = yield* pay.totals(given, authorisation)
        const total = pay.amount(given, asked)
        if (!directions.includes("same") && total.value === known.authorised.value) continue
        if (!approved) yield* pay.office(authorisation, { _tag: "RefuseNext", kind: "adjust" })
        authorisation = (yield* succeeds(pay.adjust(authorisation, total))).authorisation
      }
      yield* pay.agrees(given, yield* arrived(authorisation, yield* pay.deliveries, arrival))
    })
})

/** Yes, three times of four. */
const mostly = fc.nat({ max: 3 }).map((number) => number < 3)

const ends = ["plain", "capture", "cancel", "expiry"] as const

const notAfter = Law.each({
  id: "ADJ-05",
  title: "not after capture, cancellation or expiry, nor without pre-authorisation",
  statement:
    "What is captured, cancelled, expired, or was not made as a pre-authorisation is NotAdjustable, and nothing is " +
    "sent; with an old value the provider's refusal says the same, and no amount changes.",
  source: "Adyen: the initial authorisation has to be flagged as PreAuth, and not captured, or cancelled, or expired",
  kind: "fault",
  requires: [moves, adjustments, captures, Law.port(Modifications.Cancellations), pay.authorisable, truth, clock],
  cases: (given) => [
    ...Law.cross(ends, declaredBy(given).directions, ["known"]),
    // What was made otherwise is no older value.
    ...Law.cross(ends.slice(1), moving(given).slice(0, 1), ["an old value"])
  ],
  check: ([end, direction, value], given) =>
    Effect.gen(function* () {
      const { first, over } = yield* opening(ended(given, end))
      const total = pay.amount(given, steps[direction])
      if (value === "known") {
        yield* refused(silently(pay.adjust(over, total)), "NotAdjustable")
        return
      }
      yield* step("nothing of that is known")
      const known = yield* pay.totals(given, first)
      const attempt = yield* Effect.result(pay.adjust(first, total))
      if (attempt._tag === "Failure") {
        yield* same("the error", "NotAdjustable", attempt.failure._tag)
        return yield* Effect.asVoid(pay.agrees(given, over))
      }
      const told = known.validUntil !== undefined && end === "expiry"
      yield* holds(!told, "NotAdjustable: the value says when it ends", "success")
      const settled = yield* pay.settled(given, over.with(attempt.success.modification.facts))
      yield* same("the stage", "failed", pay.stage(given, settled, attempt.success.modification))
      yield* pay.agrees(given, settled)
    })
})

/** An authorisation that cannot be adjusted, or not any more, and what was known before. */
const ended = (given: Law.Given, end: (typeof ends)[number]) =>
  Effect.gen(function* () {
    const { subject } = given
    const untold =
      (end === "expiry" && subject.validity === undefined) || (end === "plain" && subject.notAdjustable === undefined)
    if (untold) return yield* new Inapplicable({ reason: `the subject does not say how: ${end}` })
    const made = yield* pay.authorised(given, pay.amount(given, start), { adjustable: end !== "plain" })
    const first = yield* pay.settled(given, made)
    if (end === "plain") return { first, over: first }
    let over = first
    if (end === "capture") over = (yield* succeeds(pay.capture(first, pay.amount(given, 300)))).authorisation
    if (end === "cancel") over = (yield* succeeds(pay.cancel(first))).authorisation
    if (end === "expiry") {
      yield* step("the authorisation expires", "time")
      yield* (yield* ProviderClock.ProviderClock).advance(subject.validity ?? 0)
    }
    return { first, over: yield* pay.settled(given, over) }
  })

const lost = Law.each({
  id: "ADJ-06",
  title: "one after the other, and each once",
  statement:
    "A lost answer is asked for again under the same key and has one effect; while it is unknown no other adjustment is " +
    "sent, and one that a newer one has overtaken is never sent again.",
  source: "Model: one order; Adyen: API idempotency; Stripe: idempotent requests",
  kind: "fault",
  requires: [moves, adjustments, pay.authorisable, truth, faults, clock],
  cases: () => [
    { question: "while it is unknown", loss: "Timeout", when: "After" },
    { question: "while it is unknown", loss: "Reset", when: "After" },
    ...Law.cross(["Before", "After"], ["Timeout", "Reset"]).map(
      ([when, loss]) => ({ question: "again", loss, when }) as const
    ),
    { question: "overtaken" }
  ],
  check: (what, given) =>
    Effect.gen(function* () {
      const { attempts = Infinity } = declaredBy(given)
      const [direction] = moving(given)
      const one = pay.amount(given, direction === "down" ? steps.down : steps.up)
      const other = pay.amount(given, direction === "down" ? steps.down - 500 : steps.up + 500)
      const key = ModificationKey.ModificationKey.make("one-adjustment")
      const first = yield* pay.authorised(given, pay.amount(given, start))
      if (what.question === "overtaken") {
        if (attempts < 2) return yield* new Inapplicable({ reason: "there is no second adjustment" })
        const before = yield* succeeds(pay.adjust(first, one, { key }))
        const after = yield* pay.settled(given, before.authorisation)
        const newer = yield* succeeds(pay.adjust(after, other))
        const overtaken = yield* refused(silently(pay.adjust(newer.authorisation, one, { key })), "NotAdjustable")
        yield* same("why", "overtaken", overtaken.why)
        return yield* inForce(given, yield* pay.settled(given, newer.authorisation), other)
      }
      const { loss, when } = what
      yield* loses(loss, when, Infinity)
      const error = yield* Effect.flip(pay.adjust(first, one, { key })).pipe(
        Effect.catch(() => violated("an unknown outcome", "success"))
      )
      yield* (yield* Faults.Faults).disarm
      if (error._tag !== "ProviderError") return yield* violated("ProviderError", error._tag)
      yield* same("the outcome", "unknown", error.outcome)
      const unsure = first.with(error.facts ?? [])
      if (what.question === "while it is unknown") {
        const pending = yield* refused(silently(pay.adjust(unsure, other)), "ModificationPending")
        return yield* same("what is waited for", key, pending.key)
      }
      if (declaredBy(given).idempotency._tag === "none") return
      const again = yield* succeeds(pay.adjust(unsure, one, { key }))
      yield* inForce(given, yield* pay.settled(given, again.authorisation), one)
    })
})

const extension = Law.example({
  id: "ADJ-07",
  title: "an adjustment extends the validity where declared",
  statement:
    "Where extends is declared, an authorisation that was adjusted to its own total outlives its first validity.",
  source: "Adyen: adjust the authorisation to extend its validity period",
  kind: "example",
  requires: [
    adjustments,
    captures,
    pay.authorisable,
    truth,
    clock,
    can("same"),
    Law.capability("extends", ({ adjustments }) => adjustments?.extends === true),
    Law.told("how long an authorisation is valid", ({ validity }) => validity !== undefined)
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      const total = pay.amount(given, start)
      const { advance } = yield* ProviderClock.ProviderClock
      const { validity } = given.subject
      const first = yield* opening(
        Effect.gen(function* () {
          const made = yield* pay.settled(given, yield* pay.authorised(given, total))
          yield* step("most of the validity passes", "time")
          yield* advance(scaled(validity, 0.9))
          return made
        })
      )
      const { authorisation } = yield* succeeds(pay.adjust(first, total))
      const extended = yield* pay.settled(given, authorisation)
      yield* step("the first validity is over", "time")
      yield* advance(scaled(validity, 0.5))
      const later = yield* pay.settled(given, extended)
      const taken = yield* succeeds(pay.capture(later, total))
      const done = yield* pay.agrees(given, yield* pay.settled(given, taken.authorisation))
      yield* same("captured", money.major(total), money.major(done.captured))
    })
})

const scaled = (duration: Law.Given["subject"]["validity"], by: number): number =>
  duration === undefined ? 0 : Math.round(Duration.toMillis(duration) * by)

export const laws: ReadonlyArray<Law.Law> = [absolute, asDeclared, acknowledged, anyOrder, notAfter, lost, extension]
