/** ADJ: the authorised total changes as asked, once, and only when the provider has decided so. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation, Capabilities, Money } from "@paylayer/core"
import { ModificationKey, Modifications } from "@paylayer/core"
import { BackOffice, Deliveries, Faults, ProviderClock, Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as pay from "../payments.ts"
import { holds, Inapplicable, refused, same, silently, step, succeeds, violated } from "../Trial.ts"

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

/** The provider holds this total, and so do we. */
const inForce = (given: Law.Given, authorisation: Authorisation.Authorisation, total: Money.Money) =>
  Effect.gen(function* () {
    const ours = yield* pay.agrees(given, authorisation)
    yield* same("the authorised total", money.major(total), money.major(ours.authorised))
  })

const absolute = Law.property({
  id: "ADJ-01",
  title: "an adjustment names the new total",
  statement: "Two adjustments to the same total leave that total authorised, and never a sum of them.",
  source: "Adyen: the amount you specify in the request is the updated amount; Stripe: increment_authorization",
  kind: "fault",
  runs: 6,
  requires: [moves, adjustments, pay.authorisable, truth],
  input: (given) => fc.constantFrom(...declaredBy(given).directions.filter((direction) => direction !== "same")),
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

const asDeclared = Law.property({
  id: "ADJ-02",
  title: "up, down and same are possible exactly as declared",
  statement: "A declared direction is executed by the provider; another one is NotAdjustable, and nothing is sent.",
  source: "Adyen: larger or smaller than the initial authorised amount; Stripe: increment only",
  kind: "example",
  requires: [adjustments, pay.authorisable, truth],
  input: () => fc.constant(directions),
  check: (all, given) =>
    Effect.gen(function* () {
      for (const direction of all) {
        const total = pay.amount(given, steps[direction])
        const first = yield* pay.authorised(given, pay.amount(given, start))
        const attempt = pay.adjust(first, total)
        if (!declaredBy(given).directions.includes(direction)) {
          yield* refused(silently(attempt), "NotAdjustable")
          continue
        }
        yield* inForce(given, yield* pay.settled(given, (yield* succeeds(attempt)).authorisation), total)
      }
    })
})

const acknowledged = Law.property({
  id: "ADJ-03",
  title: "an acknowledgement moves nothing, and a failure loses nothing",
  statement:
    "Until its outcome is known an adjustment leaves the total; one that failed leaves it for good, and all of it can " +
    "still be captured.",
  source: "Adyen: you get the outcome of the request asynchronously, in an AUTHORISATION_ADJUSTMENT webhook",
  kind: "fault",
  runs: 8,
  requires: [moves, adjustments, captures, pay.authorisable, truth, office],
  input: (given) =>
    fc.tuple(fc.constantFrom(...declaredBy(given).directions.filter((one) => one !== "same")), fc.boolean()),
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
  input: (given) =>
    fc.tuple(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 }).map((list) => {
        const sizes = list.map((size) => start + (size - 20) * 40)
        return declaredBy(given).directions.includes("down") ? sizes : increasing(list)
      }),
      fc.infiniteStream(fc.nat({ max: 1000 }))
    ),
  check: ([sizes, chance], given) =>
    Effect.gen(function* () {
      let authorisation = yield* pay.authorised(given, pay.amount(given, start))
      for (const [index, size] of sizes.entries()) {
        if (index === 1) yield* pay.office(authorisation, { _tag: "RefuseNext", kind: "adjust" })
        const known = yield* pay.totals(given, authorisation)
        const total = pay.amount(given, size)
        const same = !declaredBy(given).directions.includes("same") && total.value <= known.authorised.value
        if (same) continue
        authorisation = (yield* succeeds(pay.adjust(authorisation, total))).authorisation
      }
      const requests = yield* pay.deliveries
      yield* step("webhooks in another order, some twice")
      const shuffled = [...requests, ...requests.filter(() => (chance.next().value ?? 0) % 2 === 0)]
        .map((request) => ({ request, rank: chance.next().value ?? 0 }))
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ request }) => request)
      yield* pay.agrees(given, yield* pay.received(authorisation, shuffled))
    })
})

const increasing = (list: ReadonlyArray<number>): ReadonlyArray<number> =>
  list.reduce<Array<number>>((sizes, size) => [...sizes, (sizes.at(-1) ?? start) + size * 40], [])

const ends = ["capture", "cancel", "expiry", "plain"] as const

const notAfter = Law.property({
  id: "ADJ-05",
  title: "not after capture, cancellation or expiry, nor without pre-authorisation",
  statement:
    "What is captured, cancelled, expired, or was not made as a pre-authorisation is NotAdjustable, and nothing is " +
    "sent; with an old value the provider's refusal says the same, and no amount changes.",
  source: "Adyen: the initial authorisation has to be flagged as PreAuth, and not captured, or cancelled, or expired",
  kind: "fault",
  // Four ends, with a new value and an old one: fewer runs miss one of them too often.
  runs: 40,
  requires: [moves, adjustments, captures, Law.port(Modifications.Cancellations), pay.authorisable, truth, clock],
  input: (given) => fc.tuple(fc.constantFrom(...ends), fc.boolean(), fc.constantFrom(...declaredBy(given).directions)),
  check: ([end, stale, direction], given) =>
    Effect.gen(function* () {
      const { subject } = given
      const untold =
        (end === "expiry" && subject.validity === undefined) || (end === "plain" && subject.notAdjustable === undefined)
      if (untold) return yield* new Inapplicable({ reason: `the subject does not say how: ${end}` })
      const total = pay.amount(given, steps[direction])
      const made = yield* pay.authorised(given, pay.amount(given, start), { adjustable: end !== "plain" })
      const first = yield* pay.settled(given, made)
      let after = first
      if (end === "capture") after = (yield* succeeds(pay.capture(first, pay.amount(given, 300)))).authorisation
      if (end === "cancel") after = (yield* succeeds(pay.cancel(first))).authorisation
      if (end === "expiry") {
        yield* step("the authorisation expires")
        yield* (yield* ProviderClock.ProviderClock).advance(subject.validity ?? 0)
      }
      after = yield* pay.settled(given, after)
      if (!stale || end === "plain") {
        yield* refused(silently(pay.adjust(after, total)), "NotAdjustable")
        return
      }
      const known = yield* pay.totals(given, first)
      const ended = known.validUntil !== undefined && end === "expiry"
      const attempt = yield* Effect.result(pay.adjust(first, total))
      if (attempt._tag === "Failure") {
        yield* same("the error", "NotAdjustable", attempt.failure._tag)
      } else {
        yield* holds(!ended, "NotAdjustable: the value says when it ends", "success")
        const settled = yield* pay.settled(given, after.with(attempt.success.modification.facts))
        yield* same("the stage", "failed", pay.stage(given, settled, attempt.success.modification))
        after = settled
      }
      yield* pay.agrees(given, after)
    })
})

const lost = Law.property({
  id: "ADJ-06",
  title: "one after the other, and each once",
  statement:
    "A lost answer is asked for again under the same key and has one effect; while it is unknown no other adjustment is " +
    "sent, and one that a newer one has overtaken is never sent again.",
  source: "Model: one order; Adyen: API idempotency; Stripe: idempotent requests",
  kind: "fault",
  runs: 16,
  requires: [moves, adjustments, pay.authorisable, truth, faults, clock],
  input: () => fc.tuple(fc.constantFrom("Timeout", "Reset" as const), fc.constantFrom("Before", "After" as const)),
  check: ([loss, when], given) =>
    Effect.gen(function* () {
      const one = pay.amount(given, steps.up)
      const other = pay.amount(given, steps.up + 500)
      const first = yield* pay.authorised(given, pay.amount(given, start))
      const { arm, disarm } = yield* Faults.Faults
      const key = ModificationKey.ModificationKey.make("one-adjustment")
      yield* step(`${loss} ${when.toLowerCase()} the effect, each time`)
      yield* arm({ _tag: `${loss}${when}Effect` }, { times: Infinity })
      const error = yield* Effect.flip(pay.adjust(first, one, { key })).pipe(
        Effect.catch(() => violated("an unknown outcome", "success"))
      )
      yield* disarm
      if (error._tag !== "ProviderError") return yield* violated("ProviderError", error._tag)
      yield* same("the outcome", "unknown", error.outcome)
      const unsure = first.with(error.facts ?? [])
      const pending = yield* refused(silently(pay.adjust(unsure, other)), "ModificationPending")
      yield* same("what is waited for", key, pending.key)
      if (declaredBy(given).idempotency._tag === "none") return
      yield* step("the same again")
      const again = yield* succeeds(pay.adjust(unsure, one, { key }))
      const after = yield* pay.settled(given, again.authorisation)
      yield* inForce(given, after, one)
      const newer = yield* succeeds(pay.adjust(after, other))
      const overtaken = yield* refused(silently(pay.adjust(newer.authorisation, one, { key })), "NotAdjustable")
      yield* same("why", "overtaken", overtaken.why)
      yield* inForce(given, yield* pay.settled(given, newer.authorisation), other)
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
      const first = yield* pay.settled(given, yield* pay.authorised(given, total))
      const { advance } = yield* ProviderClock.ProviderClock
      yield* step("most of the validity passes")
      const { validity } = given.subject
      yield* advance(scaled(validity, 0.9))
      const { authorisation } = yield* succeeds(pay.adjust(first, total))
      const extended = yield* pay.settled(given, authorisation)
      yield* step("the first validity is over")
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
