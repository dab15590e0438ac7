/** WHK: what the provider says by itself is believed only as far as it is signed, and counted once. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation, Fact } from "@paylayer/core"
import { Modifications, Webhooks } from "@paylayer/core"
import { BackOffice, Deliveries, Truth } from "@paylayer/simulator"
import * as Law from "../Law.ts"
import * as model from "../model/money.ts"
import * as pay from "../payments.ts"
import type { WebhookWorld } from "../Subject.ts"
import { holds, Inapplicable, refused, same, step, succeeds, violated } from "../Trial.ts"

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
  Effect.gen(function* () {
    const whole = pay.amount(given, start)
    const first = yield* pay.authorised(given, whole)
    const taken = yield* succeeds(pay.capture(first, whole))
    const requests = yield* pay.deliveries
    if (requests.length === 0) return yield* violated("webhooks of a capture", "none")
    return { first, authorisation: taken.authorisation, requests }
  })

/** A request with this body, as the world would sign it now, or not. */
const signedBy = (given: Law.Given, body: string, by: Parameters<WebhookWorld["sign"]>[1]) =>
  Effect.map(Clock.currentTimeMillis, (now) => toldOf(given).sign(body, by, now))

const receive = (request: Webhooks.RawRequest) => Effect.flatMap(Webhooks.Webhooks, (port) => port.receive(request))

/** Another character at one place. */
const flipped = (text: string, at: number): string => {
  const index = at % text.length
  return text.slice(0, index) + (text[index] === "7" ? "8" : "7") + text.slice(index + 1)
}

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

const tampered = Law.property({
  id: "WHK-01",
  title: "what is signed cannot be changed",
  statement:
    "A change of what is signed, a missing signature, one of another secret or one that is too old is WebhookRefused, and " +
    "nothing is applied; what is changed outside it moves no total of ours by itself.",
  source: "Adyen: HMAC signature; Stripe: signature verification and tolerance; Acquired: hash",
  kind: "property",
  requires: [webhooks, deliveries, captures, pay.authorisable, truth, aboutEvents],
  input: () =>
    fc.tuple(
      fc.nat({ max: 5000 }),
      fc.constantFrom("change", "missing", "other", "old", "prefix", "respaced" as const)
    ),
  check: ([place, way], given) =>
    Effect.gen(function* () {
      const { capabilities } = yield* Webhooks.Webhooks
      const { authorisation, requests } = yield* captured(given)
      const request = requests[place % requests.length]!
      const { signed } = capabilities
      yield* step(way)
      if (way === "change" && signed._tag !== "fields") {
        const body = flipped(request.body, place)
        const spaced =
          signed._tag === "body-without-whitespace" && /\s/.test(request.body[place % request.body.length] ?? "")
        if (!spaced) yield* refused(receive({ ...request, body }), "WebhookRefused")
        return
      }
      if (way === "change" && signed._tag === "fields") {
        const body: unknown = JSON.parse(request.body)
        const all = leaves(body)
        const path = all[place % all.length]!
        const name = path.join(".")
        const other = { ...request, body: JSON.stringify(changed(body, path)) }
        if (signed.fields.some((field) => name.endsWith(`.${field}`) || name === field) || path.some(isSignature)) {
          yield* refused(receive(other), "WebhookRefused")
          return
        }
        const outcome = yield* Effect.result(receive(other))
        if (outcome._tag === "Failure") return
        const facts = Webhooks.factsOf(outcome.success, authorisation)
        const before = yield* pay.totals(
          given,
          authorisation.with(Webhooks.factsOf(yield* succeeds(receive(request)), authorisation))
        )
        const after = yield* pay.totals(given, authorisation.with(facts))
        yield* holds(
          facts.length === 0 || after.captured.value === before.captured.value,
          "the same totals",
          `${after.captured.value} captured`
        )
        return
      }
      if (way === "respaced") {
        // The same value, written in another way.
        if (signed._tag !== "body" || !request.body.startsWith("{")) {
          return yield* new Inapplicable({ reason: "the signature does not cover how a body is written" })
        }
        const body = JSON.stringify(JSON.parse(request.body), null, 3)
        if (body !== request.body) yield* refused(receive({ ...request, body }), "WebhookRefused")
        return
      }
      if (way === "missing") {
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => !isSignature(name.split("-").at(-1) ?? ""))
        )
        const body = toldOf(given).unsigned?.(request.body) ?? request.body
        yield* refused(receive({ headers, body }), "WebhookRefused")
        return
      }
      if (way === "old") {
        if (capabilities.tolerance === undefined) {
          return yield* new Inapplicable({ reason: "the signature tells no time" })
        }
        yield* Effect.sleep(Duration.toMillis(capabilities.tolerance) + 2000)
        const error = yield* refused(receive(request), "WebhookRefused")
        yield* same("why", "too-old", error.why)
        return
      }
      const resigned = yield* signedBy(given, request.body, way === "prefix" ? "prefix" : "other")
      const error = yield* refused(receive(resigned), "WebhookRefused")
      yield* holds(error.why === "mismatch" || error.why === "missing", "mismatch", error.why)
    })
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
      for (const request of requests) {
        yield* succeeds(receive(request))
        yield* succeeds(receive(yield* signedBy(given, request.body, "next")))
      }
    })
})

/** A short life: what was asked, one after the other, some of it refused. */
const life = (given: Law.Given, chance: () => number) =>
  Effect.gen(function* () {
    const { adjustments, captures, refunds } = given.declared
    let authorisation: Authorisation.Authorisation = yield* pay.authorised(given, pay.amount(given, start))
    const learned = (facts: ReadonlyArray<Fact.Fact>) => {
      authorisation = authorisation.with(facts)
    }
    const all: Array<Deliveries.Delivery> = []
    const collect = Effect.map(pay.deliveries, (some) => void all.push(...some))
    if (adjustments?.directions.includes("up") === true) {
      if (chance() % 3 === 0) yield* pay.office(authorisation, { _tag: "RefuseNext", kind: "adjust" })
      learned((yield* succeeds(pay.adjust(authorisation, pay.amount(given, 2600)))).modification.facts)
      yield* collect
    }
    const known = yield* pay.received(authorisation, all)
    if (captures !== undefined) {
      if (chance() % 3 === 0) yield* pay.office(authorisation, { _tag: "RefuseNext", kind: "capture" })
      learned((yield* succeeds(pay.capture(known, pay.amount(given, start)))).modification.facts)
      yield* pay.ripen(given)
      yield* collect
      if (chance() % 4 === 0) yield* pay.office(authorisation, { _tag: "CaptureFails" })
      yield* collect
    }
    const taken = yield* pay.received(authorisation, all)
    const totals = yield* pay.totals(given, taken)
    if (refunds?.partial === true && totals.refundable.value > 0) {
      learned((yield* succeeds(pay.refund(taken, pay.amount(given, 300)))).modification.facts)
      yield* collect
      if (chance() % 2 === 0) yield* pay.office(authorisation, { _tag: "RefundFails" })
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
  input: () => fc.infiniteStream(fc.nat({ max: 1000 })),
  check: (stream, given) =>
    Effect.gen(function* () {
      const chance = () => stream.next().value ?? 0
      const { all, authorisation } = yield* life(given, chance)
      yield* step("the webhooks in another order, some twice")
      const shuffled = [...all, ...all.filter(() => chance() % 2 === 0)]
        .map((request) => ({ request, rank: chance() }))
        .toSorted((one, other) => one.rank - other.rank)
      let value = authorisation
      for (const { request } of shuffled) value = yield* pay.received(value, [request])
      yield* pay.agrees(given, value)
    })
})

const overtaking = Law.property({
  id: "WHK-03",
  title: "before the answer, or after it",
  statement:
    "A webhook that arrives before the answer to the request leads to the same totals as one that comes after.",
  source: "Model: an event that overtook its answer is found by the key that it carries, or waits under its id",
  kind: "fault",
  runs: 4,
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, truth],
  input: () => fc.boolean(),
  check: (partial, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      const part = partial && given.declared.captures!.partial ? pay.amount(given, 500) : whole
      const { modification } = yield* succeeds(pay.capture(first, part))
      const requests = yield* pay.deliveries
      const after = yield* pay.received(first.with(modification.facts), requests)
      yield* step("the webhooks first, the answer last")
      const overtaken = yield* pay.received(first, requests)
      const alone = yield* pay.totals(given, overtaken)
      yield* same("captured, before the answer", model.major(part), model.major(alone.captured))
      const before = overtaken.with(modification.facts)
      yield* pay.agrees(given, after)
      yield* pay.agrees(given, before)
      yield* same("the facts", JSON.stringify(after.facts), JSON.stringify(before.facts))
    })
})

const readTogether = Law.property({
  id: "WHK-04",
  title: "the type and the success of an event are read together",
  statement: "An event that says that a modification failed moves nothing, whatever its type is called.",
  source: "Adyen: success, true or false; CAPTURE_FAILED with success true",
  kind: "fault",
  runs: 10,
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, truth, office],
  input: () => fc.constantFrom("adjust", "capture", "cancel", "refund" as const),
  check: (kind, given) =>
    Effect.gen(function* () {
      const { adjustments, cancellations, refunds } = given.declared
      const has = { adjust: adjustments, capture: given.declared.captures, cancel: cancellations, refund: refunds }
      if (has[kind] === undefined) return yield* new Inapplicable({ reason: `the adapter has no ${kind}` })
      const whole = pay.amount(given, start)
      let first = yield* pay.authorised(given, whole)
      if (kind === "refund") {
        first = (yield* succeeds(pay.capture(first, whole))).authorisation
        yield* pay.ripen(given)
        first = yield* pay.received(first, yield* pay.deliveries)
      }
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

const strange = Law.property({
  id: "WHK-05",
  title: "an unknown event is kept, a broken one refused",
  statement:
    "An event of an unknown type is kept and acknowledged; one that lacks what the document promises is refused, with all " +
    "that came with it; nothing makes it crash.",
  source: "Adyen: accept webhooks of all types; Stripe: unexpected event types",
  kind: "fault",
  runs: 30,
  requires: [webhooks, deliveries, captures, pay.authorisable, aboutEvents],
  input: () => fc.tuple(fc.constantFrom("unknown", "broken", "nonsense" as const), fc.nat({ max: 9 })),
  check: ([way, which], given) =>
    Effect.gen(function* () {
      const { authorisation, requests } = yield* captured(given)
      const request = requests[which % requests.length]!
      const { broken, unknown } = toldOf(given)
      yield* step(`${way} event`)
      if (way === "unknown") {
        const got = yield* succeeds(receive(yield* signedBy(given, unknown(request.body), "current")))
        const tags = got.deliveries.flatMap(({ events }) => events.map(({ _tag }) => _tag))
        yield* holds(tags.includes("UnknownEvent"), "UnknownEvent", tags.join(", "))
        yield* same("facts", 0, Webhooks.factsOf(got, authorisation).length)
        yield* holds(got.acknowledgement.status < 300, "an acknowledgement", String(got.acknowledgement.status))
        return
      }
      if (way === "broken") {
        const error = yield* refused(receive(yield* signedBy(given, broken(request.body), "current")), "WebhookRefused")
        yield* same("why", "malformed", error.why)
        return
      }
      const nonsense = ["", "null", "[]", "7", "{", "<a/>", '{"events":[]}', "x".repeat(3_000_000), "\u0000", '"text"'][
        which
      ]!
      yield* refused(receive(yield* signedBy(given, nonsense, "current")), "WebhookRefused")
    })
})

const external = Law.property({
  id: "WHK-06",
  title: "what nobody here asked for counts once",
  statement:
    "A modification of a known payment that nobody here asked for counts under its id; once it is linked it counts once.",
  source: "Model: external modifications; Adyen: Customer Area",
  kind: "fault",
  runs: 4,
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, truth, office],
  input: () => fc.constantFrom("capture", "linked late" as const),
  check: (way, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const first = yield* pay.authorised(given, whole)
      if (way === "capture") {
        yield* pay.happens(first, { _tag: "Capture", amount: pay.stated(whole) })
        const ours = yield* pay.agrees(given, yield* pay.received(first, yield* pay.deliveries))
        return yield* same("captured", model.major(whole), model.major(ours.captured))
      }
      const { modification } = yield* succeeds(pay.capture(first, whole))
      const waiting = yield* pay.received(first, yield* pay.deliveries)
      yield* same("captured", model.major(whole), model.major((yield* pay.totals(given, waiting)).captured))
      const linked = yield* pay.agrees(given, waiting.with(modification.facts))
      yield* same("captured once", model.major(whole), model.major(linked.captured))
      yield* same("complete", true, linked.complete)
    })
})

const foreign = Law.example({
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
  check: (_, given) =>
    Effect.gen(function* () {
      const { authorisation, requests } = yield* captured(given)
      const { foreign = [] } = toldOf(given)
      for (const [index, change] of foreign.entries()) {
        yield* step(`foreign event ${index + 1}`)
        const got = yield* succeeds(receive(yield* signedBy(given, change(requests[0]!.body), "current")))
        const tags = got.deliveries.flatMap(({ events }) => events.map(({ _tag }) => _tag))
        yield* holds(
          tags.every((tag) => tag === "ForeignEvent"),
          "ForeignEvent",
          tags.join(", ")
        )
        yield* same("facts", 0, Webhooks.factsOf(got, authorisation).length)
      }
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
      for (const request of requests) {
        const { acknowledgement } = yield* succeeds(receive(request))
        yield* holds(
          toldOf(given).accepts(acknowledgement, request.body),
          "an answer that the provider takes",
          JSON.stringify(acknowledgement)
        )
        const error = yield* refused(receive({ ...request, body: `${request.body}7` }), "WebhookRefused")
        yield* holds(!toldOf(given).accepts(Webhooks.refusal(error), request.body), "no acknowledgement", "one")
      }
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
  overtaking,
  readTogether,
  strange,
  external,
  foreign,
  durable,
  rotated,
  answered
]
