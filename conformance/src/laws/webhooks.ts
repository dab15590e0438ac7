/** WHK: what the provider says by itself is understood, and counted once. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation, Modification } from "@paylayer/core"
import { Modifications, Webhooks } from "@paylayer/core"
import { BackOffice, Deliveries, Truth } from "@paylayer/simulator"
import { anyArrival, arrived, oneOf } from "../arrivals.ts"
import { changed } from "../changes.ts"
import * as Law from "../Law.ts"
import * as model from "../model/money.ts"
import * as pay from "../payments.ts"
import { holds, Inapplicable, refused, same, succeeds } from "../Trial.ts"
import { aboutEvents, hasNone, onEach, receive, signedBy, toldOf } from "../webhookRequests.ts"

const webhooks = Law.port(Webhooks.Webhooks)
const deliveries = Law.control(Deliveries.Deliveries)
const truth = Law.control(Truth.Truth)
const office = Law.control(BackOffice.BackOffice)
const captures = Law.port(Modifications.Captures)

const start = 2000

/** A short life: what was asked, one after the other, and what became of it. */
const Life = fc.record({
  adjustment: oneOf("none", "approved", "refused"),
  capture: oneOf("none", "known already", "approved", "fails later", "refused"),
  refund: oneOf("none", "approved", "fails later")
})

/** What is known of it without any webhook, and all webhooks, oldest first. */
const lived = (given: Law.Given, life: typeof Life extends fc.Arbitrary<infer L> ? L : never) =>
  Effect.gen(function* () {
    const { adjustments, captures, refunds } = given.declared
    const whole = pay.amount(given, start)
    const isCaptured = life.capture === "known already"
    let authorisation: Authorisation.Authorisation = yield* isCaptured
      ? pay.captured(given, whole)
      : pay.authorised(given, whole)
    const learned = ({ modification }: { readonly modification: Modification.Modification }) => {
      authorisation = authorisation.with(modification.facts)
    }
    const all: Array<Deliveries.Delivery> = []
    const collect = Effect.map(pay.deliveries, (some) => void all.push(...some))
    if (life.adjustment !== "none" && !isCaptured && adjustments?.directions.includes("up") === true) {
      if (life.adjustment === "refused") yield* pay.office(authorisation, { _tag: "RefuseNext", kind: "adjust" })
      learned(yield* succeeds(pay.adjust(authorisation, pay.amount(given, 2600))))
      yield* collect
    }
    if (life.capture !== "none" && !isCaptured && captures !== undefined) {
      const known = yield* pay.received(authorisation, all)
      if (life.capture === "refused") yield* pay.office(authorisation, { _tag: "RefuseNext", kind: "capture" })
      learned(yield* succeeds(pay.capture(known, whole)))
      yield* pay.ripen(given)
      yield* collect
      if (life.capture === "fails later") yield* pay.office(authorisation, { _tag: "CaptureFails" })
    }
    yield* collect
    const taken = yield* pay.received(authorisation, all)
    if (life.refund !== "none" && refunds?.partial === true && (yield* pay.totals(given, taken)).refundable.value > 0) {
      learned(yield* succeeds(pay.refund(taken, pay.amount(given, 300))))
      yield* collect
      if (life.refund === "fails later") yield* pay.office(authorisation, { _tag: "RefundFails" })
      yield* collect
    }
    return { authorisation, all }
  })

const permuted = Law.property({
  id: "WHK-02",
  title: "any order, any number of times",
  statement: "Any permutation of the webhooks, with any of them more than once, gives the provider's totals.",
  source: "Adyen: duplicates and out-of-order possible; Stripe: order not guaranteed",
  kind: "model",
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, truth, pay.perhaps],
  input: () => fc.record({ life: Life, arrival: anyArrival }),
  check: ({ arrival, life }, given) =>
    Effect.gen(function* () {
      const { all, authorisation } = yield* lived(given, life)
      yield* pay.agrees(given, yield* arrived(authorisation, all, arrival))
    })
})

const readTogether = Law.each({
  id: "WHK-04",
  title: "the type and the success of an event are read together",
  statement: "An event that says that a modification failed moves nothing, whatever its type is called.",
  source: "Adyen: success, true or false; CAPTURE_FAILED with success true",
  kind: "fault",
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, truth, office],
  cases: () => ["adjust", "capture", "cancel", "refund"],
  check: (kind, given) =>
    Effect.gen(function* () {
      const { adjustments, cancellations, refunds } = given.declared
      const has = { adjust: adjustments, capture: given.declared.captures, cancel: cancellations, refund: refunds }
      if (has[kind] === undefined) return yield* new Inapplicable({ reason: `the adapter has no ${kind}` })
      const whole = pay.amount(given, start)
      const first = yield* kind === "refund" ? pay.captured(given, whole) : pay.authorised(given, whole)
      yield* pay.happens(first, { _tag: "RefuseNext", kind })
      const attempts = {
        adjust: () => pay.adjust(first, pay.amount(given, 2600)),
        capture: () => pay.capture(first, whole),
        cancel: () => pay.cancel(first),
        refund: () => pay.refund(first, whole)
      }
      const before = yield* pay.totals(given, first)
      const { authorisation, modification } = yield* succeeds(attempts[kind]() as ReturnType<typeof pay.capture>)
      const after = yield* pay.received(authorisation, yield* pay.deliveries)
      yield* same("the stage", "failed", pay.stage(given, after, modification))
      const ours = yield* pay.agrees(given, after)
      for (const field of ["authorised", "captured", "refunded", "capturable", "refundable"] as const) {
        yield* same(field, model.major(before[field]), model.major(ours[field]))
      }
    })
})

const strange = Law.each({
  id: "WHK-05",
  title: "an unknown event is kept, a broken one refused",
  statement:
    "An event of an unknown type is kept and acknowledged; one that lacks what the document promises is refused, with all " +
    "that came with it; nothing makes it crash.",
  source: "Adyen: accept webhooks of all types; Stripe: unexpected event types",
  kind: "fault",
  requires: [webhooks, deliveries, captures, pay.authorisable, aboutEvents],
  cases: () => ["unknown", "broken", "nonsense"],
  check: (way, given) =>
    Effect.gen(function* () {
      const { authorisation, requests } = yield* pay.capturedAndTold(given, start)
      const { broken, unknown } = toldOf(given)
      const current = (body: string) => signedBy(given, body, "current")
      if (way === "nonsense") {
        const bodies = ["", "null", "[]", "7", '"text"', "{", "<a/>", '{"events":[]}', "\u0000", "x".repeat(3_000_000)]
        return yield* onEach("nonsense, webhook", bodies, (body) =>
          Effect.flatMap(current(body), (request) => refused(receive(request), "WebhookRefused"))
        )
      }
      if (way === "broken") {
        return yield* onEach("broken, webhook", requests, ({ body }) =>
          Effect.gen(function* () {
            const lacking = yield* changed("webhooks.broken", body, broken(body))
            const error = yield* refused(receive(yield* current(lacking)), "WebhookRefused")
            yield* same("why", "malformed", error.why)
          })
        )
      }
      yield* onEach("of an unknown type, webhook", requests, ({ body }) =>
        Effect.gen(function* () {
          const renamed = yield* changed("webhooks.unknown", body, unknown(body))
          const got = yield* succeeds(receive(yield* current(renamed)))
          const tags = got.deliveries.flatMap(({ events }) => events.map(({ _tag }) => _tag))
          yield* holds(tags.includes("UnknownEvent"), "UnknownEvent", tags.join(", "))
          yield* same("facts", 0, Webhooks.factsOf(got, authorisation).length)
          yield* holds(got.acknowledgement.status < 300, "an acknowledgement", String(got.acknowledgement.status))
        })
      )
    })
})

const external = Law.each({
  id: "WHK-06",
  title: "what nobody here asked for counts once",
  statement:
    "A modification of a known payment that nobody here asked for counts under its id; once it is linked it counts once.",
  source: "Model: external modifications; Adyen: Customer Area",
  kind: "fault",
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, truth, office, pay.perhaps],
  cases: () => ["a capture", "a capture, linked late", "a refund, linked late"],
  check: (way, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      if (way === "a capture") {
        const first = yield* pay.authorised(given, whole)
        yield* pay.happens(first, { _tag: "Capture", amount: pay.stated(whole) })
        const ours = yield* pay.agrees(given, yield* pay.received(first, yield* pay.deliveries))
        return yield* same("captured", model.major(whole), model.major(ours.captured))
      }
      const isRefund = way === "a refund, linked late"
      if (isRefund && given.declared.refunds === undefined) {
        return yield* new Inapplicable({ reason: "the adapter has no refund" })
      }
      const field = isRefund ? "refunded" : "captured"
      const first = yield* isRefund ? pay.captured(given, whole) : pay.authorised(given, whole)
      const { modification } = yield* isRefund
        ? succeeds(pay.refund(first, whole))
        : succeeds(pay.capture(first, whole))
      const waiting = yield* pay.received(first, yield* pay.deliveries)
      yield* same(field, model.major(whole), model.major((yield* pay.totals(given, waiting))[field]))
      const linked = yield* pay.agrees(given, waiting.with(modification.facts))
      yield* same(`${field} once`, model.major(whole), model.major(linked[field]))
      yield* same("complete", true, linked.complete)
    })
})

const foreign = Law.each({
  id: "WHK-07",
  title: "another merchant's event, or a live one in a test, is not applied",
  statement: "An event that is rightly signed and not ours is kept as ForeignEvent, acknowledged, and changes nothing.",
  source: "Model: unsigned fields are cross-checked; Adyen: live, merchantAccountCode; Stripe: livemode",
  kind: "example",
  requires: [
    webhooks,
    deliveries,
    captures,
    pay.authorisable,
    aboutEvents,
    Law.told("foreign events", ({ webhooks }) => webhooks?.foreign !== undefined)
  ],
  // The first, though there may be none: that is said, too.
  cases: (given) => [
    0,
    ...toldOf(given)
      .foreign!.slice(1)
      .map((_, index) => index + 1)
  ],
  check: (index, given) =>
    Effect.gen(function* () {
      const change = toldOf(given).foreign![index]
      if (change === undefined) return yield* hasNone
      const { authorisation, requests } = yield* pay.capturedAndTold(given, start)
      yield* onEach(`foreign in way ${index + 1}, webhook`, requests, ({ body }) =>
        Effect.gen(function* () {
          const other = yield* changed("webhooks.foreign", body, change(body), index)
          const got = yield* succeeds(receive(yield* signedBy(given, other, "current")))
          const tags = got.deliveries.flatMap(({ events }) => events.map(({ _tag }) => _tag))
          yield* holds(
            tags.every((tag) => tag === "ForeignEvent"),
            "ForeignEvent",
            tags.join(", ")
          )
          yield* same("facts", 0, Webhooks.factsOf(got, authorisation).length)
        })
      )
    })
})

const acknowledged = Law.example({
  id: "WHK-10",
  title: "the acknowledgement is what the provider demands",
  statement: "What was received is acknowledged in the provider's own words, and what was refused is not.",
  source: "Adyen: [accepted]; Stripe: 2xx; Acquired: HTTP 200",
  kind: "example",
  requires: [webhooks, deliveries, captures, pay.authorisable, aboutEvents],
  check: (_, given) =>
    Effect.gen(function* () {
      const { requests } = yield* pay.capturedAndTold(given, start)
      yield* onEach("webhook", requests, (request) =>
        Effect.gen(function* () {
          const { acknowledgement } = yield* succeeds(receive(request))
          yield* holds(
            toldOf(given).accepts(acknowledgement, request.body),
            "an answer that the provider takes",
            JSON.stringify(acknowledgement)
          )
        })
      )
      yield* onEach("changed, webhook", requests, (request) =>
        Effect.gen(function* () {
          const error = yield* refused(receive({ ...request, body: `${request.body}7` }), "WebhookRefused")
          yield* holds(!toldOf(given).accepts(Webhooks.refusal(error), request.body), "no acknowledgement", "one")
        })
      )
    })
})

const durable = Law.example({
  id: "WHK-08",
  title: "acknowledged only once it is kept",
  statement: "The acknowledgement is sent after the event is durable; where the store is down, it is not.",
  source: "Model: Payments.receive",
  kind: "example",
  falsifies: "core",
  requires: [Law.unavailable("Payments")],
  check: () => Effect.void
})

export const laws: ReadonlyArray<Law.Law> = [permuted, readTogether, strange, external, foreign, durable, acknowledged]
