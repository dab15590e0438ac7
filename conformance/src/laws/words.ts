/** MOD and WHK: what is not said is not believed, and a word that no document has says nothing. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Authorisation, ProviderError, RuleViolation } from "@paylayer/core"
import { Fact, Modifications, Sessions, Webhooks } from "@paylayer/core"
import { BackOffice, Deliveries, Faults, Shopper, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as model from "../model/money.ts"
import * as pay from "../payments.ts"
import { holds, Inapplicable, opening, same, sent, show, step, succeeds } from "../Trial.ts"

const truth = Law.control(Truth.Truth)
const office = Law.control(BackOffice.BackOffice)
const faults = Law.control(Faults.Faults)
const shopper = Law.control(Shopper.Shopper)
const captures = Law.port(Modifications.Captures)
const lookups = Law.port(Modifications.Lookups)

const start = 2000

/** What the shopper does without paying. */
const unpaid = ["nothing", "decline", "abandon"] as const

/** A session of which nothing is reserved. */
const withoutPayment = (given: Law.Given, manner: (typeof unpaid)[number]) =>
  Effect.gen(function* () {
    const { sessions } = given.declared
    if (sessions === undefined) return yield* new Inapplicable({ reason: "the adapter has no Sessions" })
    const session = yield* act.payable(yield* act.created(given, inputs.amount(sessions, start)))
    if (manner !== "nothing") yield* opening(act.submit(act.checkout(session), manner))
    return { id: session.id, reference: session.reference, field: undefined }
  })

/** What a look-up came to. */
type Found = Result.Result<Authorisation.Authorisation, RuleViolation.Unsupported | ProviderError.ProviderError>

/** A look-up may find nothing, or what is nothing. */
const isNothing = (given: Law.Given, found: Found) =>
  Effect.gen(function* () {
    if (found._tag === "Failure") return yield* same("the error", "ProviderError", found.failure._tag)
    const { authorised } = yield* pay.totals(given, found.success)
    yield* holds(authorised.value === 0, "nothing that is authorised", act.shown(authorised))
  })

const notPaid = Law.each({
  id: "MOD-05",
  title: "what nobody has paid is no authorisation",
  statement: "A look-up of a session that is not paid finds no authorisation, or one of which nothing is authorised.",
  source: "Model: look-ups",
  level: "advisory",
  kind: "fault",
  requires: [lookups, Law.port(Sessions.Sessions), Law.payable, shopper, truth, pay.perhaps],
  cases: ({ declared }) =>
    Law.cross(
      (["id", "reference"] as const).filter((by) => declared.lookups!.by.includes(by)),
      unpaid
    ),
  check: ([by, manner], given) =>
    Effect.gen(function* () {
      const { id, reference } = yield* withoutPayment(given, manner)
      yield* step(`look up the ${by === "id" ? "session's id" : by}`)
      const { find } = yield* Modifications.Lookups
      const sought = by === "id" ? { id: Fact.AuthorisationId.make(id) } : { reference }
      yield* isNothing(given, yield* Effect.result(find(sought)))
    })
})

/** The words that stand as values in a JSON text: names of fields, numbers, ids and sentences are none. */
const wordsOf = (body: string): ReadonlyArray<string> => [
  ...new Set(body.match(/"[A-Za-z]+(?:[_.-][A-Za-z]+)*"(?!\s*:)/g) ?? [])
]

/** The same text with another word, which no document has. */
const saying = (word: string) => (body: string) =>
  body.replaceAll(word, (found, at: number) => (/^\s*:/.test(body.slice(at + found.length)) ? found : '"brand-new"'))

/** What an issuer refuses, once it has been asked for: what the provider tells of it is about nothing that happened. */
const refused = (given: Law.Given, kind: "capture" | "refund") =>
  Effect.gen(function* () {
    if (kind === "refund" && given.declared.refunds === undefined)
      return yield* new Inapplicable({ reason: "the adapter has no refund" })
    const whole = pay.amount(given, start)
    const first = yield* kind === "capture" ? pay.authorised(given, whole) : pay.captured(given, whole)
    yield* opening(pay.happens(first, { _tag: "RefuseNext", kind }))
    yield* pay.deliveries
    const attempt = kind === "capture" ? pay.capture(first, whole) : pay.refund(first, whole)
    yield* opening(succeeds(attempt as ReturnType<typeof pay.capture>))
    return { id: first.id, first, field: kind === "capture" ? ("captured" as const) : ("refunded" as const) }
  })

/** All facts are what the model has, and none moves what the provider has not moved. */
const movesNothing = (given: Law.Given, authorisation: Authorisation.Authorisation, field: "captured" | "refunded") =>
  Effect.gen(function* () {
    const strange = authorisation.facts.find((fact) => !isFact(fact))
    yield* holds(strange === undefined, "facts of the model", show(strange))
    const ours = yield* pay.totals(given, authorisation)
    yield* same(field, `0 ${ours[field].currency}`, model.major(ours[field]))
  })

const isFact = Schema.is(Fact.Fact)

/** Tried with each word; a story tells of the one that is not taken as it should be. */
const withEach = <E, R>(words: ReadonlyArray<string>, check: (word: string) => Effect.Effect<unknown, E, R>) =>
  Effect.forEach(
    words,
    (word) => Effect.tapError(check(word), () => step(`a word that nobody knows stands for ${word}`, "provider")),
    { discard: true }
  )

const strangeAnswer = Law.each({
  id: "MOD-06",
  title: "a word that no document has, in a look-up's answer",
  statement:
    "When a look-up's answer has an unknown word in the place of a known one, what was refused is not taken for done, and " +
    "what is not paid not for authorised; it is no crash.",
  source: "Model: tolerant answers; Stripe: open enums",
  level: "advisory",
  kind: "fault",
  requires: [lookups, captures, pay.authorisable, truth, faults, pay.perhaps],
  cases: () => ["capture", "refund", "nothing", "decline"],
  check: (what, given) =>
    Effect.gen(function* () {
      const { find } = yield* Modifications.Lookups
      const { arm, disarm } = yield* Faults.Faults
      const isAsked = what === "capture" || what === "refund"
      const { field, id } = isAsked ? yield* refused(given, what) : yield* withoutPayment(given, what)
      yield* pay.deliveries
      const look = Effect.result(find({ id: Fact.AuthorisationId.make(id) }))
      const [, exchanges] = yield* sent(look)
      const words = new Set(
        exchanges.flatMap(({ outcome }) => (outcome._tag === "Answered" ? wordsOf(outcome.body) : []))
      )
      yield* withEach([...words], (word) =>
        Effect.gen(function* () {
          yield* arm({ _tag: "Garble", body: saying(word) }, { times: Infinity, ...act.reads })
          const found = yield* look
          yield* disarm
          if (field === undefined || found._tag === "Failure") yield* isNothing(given, found)
          else yield* movesNothing(given, found.success, field)
        })
      )
    })
})

const strangeEvent = Law.each({
  id: "WHK-11",
  title: "a word that no document has, in a known event",
  statement:
    "When an event has an unknown word in the place of a known one it is refused, or kept, and moves nothing that the " +
    "provider has not moved; it is no crash.",
  source: "Model: events; Adyen: accept webhooks of all types",
  level: "advisory",
  kind: "fault",
  requires: [
    Law.port(Webhooks.Webhooks),
    Law.control(Deliveries.Deliveries),
    captures,
    pay.authorisable,
    truth,
    office,
    pay.perhaps,
    Law.told("how its webhooks are signed", ({ webhooks }) => webhooks !== undefined)
  ],
  cases: () => ["capture", "refund", "a payment that is declined"],
  check: (what, given) =>
    Effect.gen(function* () {
      const { receive } = yield* Webhooks.Webhooks
      const refusal = what === "capture" || what === "refund" ? yield* refused(given, what) : undefined
      if (refusal === undefined) yield* withoutPayment(given, "decline")
      const requests = yield* pay.deliveries
      if (requests.length === 0) return yield* new Inapplicable({ reason: "the provider sends nothing about that" })
      for (const { body } of requests) {
        yield* withEach(wordsOf(body), (word) =>
          Effect.gen(function* () {
            const now = yield* Clock.currentTimeMillis
            const got = yield* Effect.result(receive(given.subject.webhooks!.sign(saying(word)(body), "current", now)))
            if (got._tag === "Failure") return yield* same("the error", "WebhookRefused", got.failure._tag)
            if (refusal !== undefined) {
              const { field, first } = refusal
              const known = first.with(Webhooks.factsOf(got.success, first))
              return yield* movesNothing(given, known, field)
            }
            const events = got.success.deliveries.flatMap((delivery) => delivery.events)
            const authorised = events.find((event) => event._tag === "Reported" && event.fact._tag === "Authorised")
            yield* holds(authorised === undefined, "nothing that is authorised", show(authorised))
          })
        )
      }
    })
})

export const laws: ReadonlyArray<Law.Law> = [notPaid, strangeAnswer, strangeEvent]
