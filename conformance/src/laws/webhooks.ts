/** WHK: what the provider says by itself is believed only as far as it is signed, and counted once. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation, Modification } from "@paylayer/core"
import { Modifications, Webhooks } from "@paylayer/core"
import { BackOffice, Deliveries, Truth } from "@paylayer/simulator"
import { anyArrival, arrived, oneOf } from "../arrivals.ts"
import * as Law from "../Law.ts"
import * as model from "../model/money.ts"
import * as pay from "../payments.ts"
import type { WebhookWorld } from "../Subject.ts"
import { holds, Inapplicable, opening, refused, same, step, succeeds, violated } from "../Trial.ts"

const webhooks = Law.port(Webhooks.Webhooks)
const deliveries = Law.control(Deliveries.Deliveries)
const truth = Law.control(Truth.Truth)
const office = Law.control(BackOffice.BackOffice)
const captures = Law.port(Modifications.Captures)

const toldOf = (given: Law.Given) => given.subject.webhooks!
const aboutEvents = Law.told("how its webhooks are signed", ({ webhooks }) => webhooks !== undefined)

const start = 2000

/** An authorisation, captured, and the webhooks that say so. */
const captured = (given: Law.Given) =>
  opening(
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      const taken = yield* succeeds(pay.capture(first, whole))
      const requests = yield* pay.deliveries
      if (requests.length === 0) return yield* violated("webhooks of a capture", "none")
      return { first, authorisation: taken.authorisation, requests }
    })
  )

/** A request with this body, as the world would sign it now, or not. */
const signedBy = (given: Law.Given, body: string, by: Parameters<WebhookWorld["sign"]>[1]) =>
  Effect.map(Clock.currentTimeMillis, (now) => toldOf(given).sign(body, by, now))

const receive = (request: Webhooks.RawRequest) => Effect.flatMap(Webhooks.Webhooks, (port) => port.receive(request))

/** Another character at one place. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "7" ? "8" : "7") + text.slice(at + 1)

/** Places all over a text: its two ends, and as many between them. */
const places = (text: string): ReadonlyArray<number> => {
  const between = Math.min(text.length, 40)
  return [
    ...new Set(Array.from({ length: between }, (_, index) => Math.round((index * (text.length - 1)) / (between - 1))))
  ]
}

/** Tried on each of them; a story tells of the one that is not taken as it should be. */
const onEach = <A, E, R>(what: string, these: ReadonlyArray<A>, check: (one: A) => Effect.Effect<unknown, E, R>) =>
  Effect.forEach(these, (one, index) => Effect.tapError(check(one), () => step(`${what} ${index + 1}`, "provider")), {
    discard: true
  })

/** The leaves of a JSON body: where they are, and each with another value. */
const leaves = (value: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]))
    : [path]

const changed = (value: unknown, path: ReadonlyArray<string>): unknown => {
  const [name, ...rest] = path
  if (name === undefined)
    return typeof value === "number" ? value + 1 : value === "true" ? "false" : `${String(value)}7`
  const inner = (value as Readonly<Record<string, unknown>>)[name]
  return Array.isArray(value)
    ? value.map((one, index) => (String(index) === name ? changed(one, rest) : one))
    : { ...(value as object), [name]: changed(inner, rest) }
}

const isSignature = (name: string) => /signature|^hash$/i.test(name)

const tampered = Law.each({
  id: "WHK-01",
  title: "what is signed cannot be changed",
  statement:
    "A change of what is signed, a missing signature, one of another secret or one that is too old is WebhookRefused, and " +
    "nothing is applied; what is changed outside it moves no total of ours by itself.",
  source: "Adyen: HMAC signature; Stripe: signature verification and tolerance; Acquired: hash",
  kind: "property",
  requires: [webhooks, deliveries, captures, pay.authorisable, truth, aboutEvents],
  cases: () => ["change", "missing", "other", "prefix", "respaced", "old"],
  check: (way, given) =>
    Effect.gen(function* () {
      const { capabilities } = yield* Webhooks.Webhooks
      const { authorisation, requests } = yield* captured(given)
      const { signed } = capabilities
      const refuses = (request: Webhooks.RawRequest) => refused(receive(request), "WebhookRefused")
      switch (way) {
        case "change":
          return yield* onEach("changed, webhook", requests, (request) =>
            signed._tag === "fields"
              ? fieldsChanged(given, authorisation, request, signed.fields)
              : Effect.forEach(places(request.body), (at) => refuses({ ...request, body: flipped(request.body, at) }), {
                  discard: true
                })
          )
        case "missing":
          return yield* onEach("without a signature, webhook", requests, ({ body, headers }) => {
            const others = Object.entries(headers).filter(([name]) => !isSignature(name.split("-").at(-1) ?? ""))
            return refuses({ headers: Object.fromEntries(others), body: toldOf(given).unsigned?.(body) ?? body })
          })
        case "respaced":
          // The same value, written in another way.
          if (signed._tag !== "body" || !requests.every(({ body }) => body.startsWith("{"))) {
            return yield* new Inapplicable({ reason: "the signature does not cover how a body is written" })
          }
          return yield* onEach("written in another way, webhook", requests, (request) => {
            const body = JSON.stringify(JSON.parse(request.body), null, 3)
            return body === request.body ? Effect.void : refuses({ ...request, body })
          })
        case "old":
          if (capabilities.tolerance === undefined) {
            return yield* new Inapplicable({ reason: "the signature tells no time" })
          }
          yield* Effect.sleep(Duration.toMillis(capabilities.tolerance) + 2000)
          return yield* onEach("too late, webhook", requests, (request) =>
            Effect.flatMap(refuses(request), ({ why }) => same("why", "too-old", why))
          )
        case "other":
        case "prefix":
          return yield* onEach(
            way === "other" ? "of another secret, webhook" : "half a signature, webhook",
            requests,
            (one) =>
              Effect.flatMap(Effect.flatMap(signedBy(given, one.body, way), refuses), ({ why }) =>
                holds(why === "mismatch" || why === "missing", "mismatch", why)
              )
          )
      }
    })
})

/** Each value of a body changed: a signed one is refused, another one moves nothing of ours. */
const fieldsChanged = (
  given: Law.Given,
  authorisation: Authorisation.Authorisation,
  request: Deliveries.Delivery,
  fields: ReadonlyArray<string>
) =>
  Effect.gen(function* () {
    const body: unknown = JSON.parse(request.body)
    const right = authorisation.with(Webhooks.factsOf(yield* succeeds(receive(request)), authorisation))
    const before = yield* pay.totals(given, right)
    for (const path of leaves(body)) {
      const name = path.join(".")
      const other = { ...request, body: JSON.stringify(changed(body, path)) }
      if (fields.some((field) => name.endsWith(`.${field}`) || name === field) || path.some(isSignature)) {
        yield* refused(receive(other), "WebhookRefused")
        continue
      }
      const outcome = yield* Effect.result(receive(other))
      if (outcome._tag === "Failure") continue
      const facts = Webhooks.factsOf(outcome.success, authorisation)
      const after = yield* pay.totals(given, authorisation.with(facts))
      yield* holds(
        facts.length === 0 || after.captured.value === before.captured.value,
        `the same totals, whatever ${name} says`,
        `${after.captured.value} captured`
      )
    }
  })

const rotated = Law.example({
  id: "WHK-09",
  title: "two secrets during a rotation",
  statement: "While two secrets are known, what either of them signed is received.",
  source: "Stripe: roll endpoint secrets; Adyen: HMAC key rotation",
  kind: "example",
  requires: [
    webhooks,
    deliveries,
    captures,
    pay.authorisable,
    aboutEvents,
    Law.told("its second secret", ({ webhooks }) => webhooks?.rotates === true)
  ],
  check: (_, given) =>
    Effect.gen(function* () {
      const { requests } = yield* captured(given)
      yield* onEach("by the first secret, webhook", requests, (request) => succeeds(receive(request)))
      yield* onEach("by the second secret, webhook", requests, ({ body }) =>
        Effect.flatMap(signedBy(given, body, "next"), (request) => succeeds(receive(request)))
      )
    })
})

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
      const { authorisation, requests } = yield* captured(given)
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
            const error = yield* refused(receive(yield* current(broken(body))), "WebhookRefused")
            yield* same("why", "malformed", error.why)
          })
        )
      }
      yield* onEach("of an unknown type, webhook", requests, ({ body }) =>
        Effect.gen(function* () {
          const got = yield* succeeds(receive(yield* current(unknown(body))))
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
  cases: (given) => [...(toldOf(given).foreign ?? []).keys()],
  check: (index, given) =>
    Effect.gen(function* () {
      const { authorisation, requests } = yield* captured(given)
      const change = toldOf(given).foreign![index]!
      yield* onEach(`foreign in way ${index + 1}, webhook`, requests, ({ body }) =>
        Effect.gen(function* () {
          const got = yield* succeeds(receive(yield* signedBy(given, change(body), "current")))
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

const answered = Law.example({
  id: "WHK-10",
  title: "the acknowledgement is what the provider demands",
  statement: "What was received is acknowledged in the provider's own words, and what was refused is not.",
  source: "Adyen: [accepted]; Stripe: 2xx; Acquired: HTTP 200",
  kind: "example",
  requires: [webhooks, deliveries, captures, pay.authorisable, aboutEvents],
  check: (_, given) =>
    Effect.gen(function* () {
      const { requests } = yield* captured(given)
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

export const laws: ReadonlyArray<Law.Law> = [
  tampered,
  permuted,
  readTogether,
  strange,
  external,
  foreign,
  durable,
  rotated,
  answered
]
