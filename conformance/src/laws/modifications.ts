/** IDM, FLT, MNY and SEC for what is asked of an authorisation: once, exactly, and never guessed at. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import type { Authorisation, Capabilities, Fact, Modification } from "@paylayer/core"
import { ModificationKey, Modifications } from "@paylayer/core"
import type { Recording } from "@paylayer/simulator"
import { Faults, ProviderClock, Truth } from "@paylayer/simulator"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as model from "../model/money.ts"
import * as pay from "../payments.ts"
import { describe, holds, same, sent, show, silently, step, succeeds, Trial, violated } from "../Trial.ts"

const truth = Law.control(Truth.Truth)
const faults = Law.control(Faults.Faults)
const clock = Law.control(ProviderClock.ProviderClock)

const start = 2000

type Asked = {
  readonly modification: Modification.Modification
  readonly authorisation: Authorisation.Authorisation
}

const capabilitiesOf = (
  { declared }: Law.Given,
  kind: Fact.Kind
): Pick<Capabilities.ModificationCapabilities, "idempotency" | "decided"> | undefined =>
  ({
    adjust: declared.adjustments,
    capture: declared.captures,
    cancel: declared.cancellations,
    refund: declared.refunds,
    reverse: declared.reversals
  })[kind]

const kinds = ["adjust", "capture", "cancel", "refund", "reverse"] as const

/** The modifications that this adapter has: capturing is needed to come to a refund. */
const kindsOf = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  kinds.filter(
    (kind) =>
      capabilitiesOf(given, kind) !== undefined &&
      (kind !== "refund" || given.declared.captures !== undefined) &&
      (kind !== "adjust" || given.declared.adjustments?.directions.includes("up") === true)
  )

const some: Law.Requirement<Modifications.Captures> = {
  kind: "port",
  name: "a modification",
  missing: (given) => (kindsOf(given).length > 0 ? undefined : "the adapter has no modifications")
}

const someKeyed: Law.Requirement = {
  kind: "capability",
  name: "idempotency of a modification: key",
  missing: (given) => (keyed(given).length > 0 ? undefined : "not declared: idempotency of a modification: key")
}

const keyed = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  kindsOf(given).filter((kind) => capabilitiesOf(given, kind)?.idempotency._tag === "key")

const compared = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  keyed(given).filter((kind) => {
    const idempotency = capabilitiesOf(given, kind)?.idempotency
    return idempotency?._tag === "key" && idempotency.compared && kind !== "cancel" && kind !== "reverse"
  })

/** An authorisation of which this can be asked. */
const prepared = (given: Law.Given, kind: Fact.Kind) =>
  Effect.gen(function* () {
    const first = yield* pay.authorised(given, pay.amount(given, start))
    if (kind !== "refund") return first
    const taken = yield* succeeds(pay.capture(first, pay.amount(given, start)))
    yield* pay.ripen(given)
    return yield* pay.settled(given, taken.authorisation)
  })

/** What errors of these operations have, as far as laws look. */
interface Failed {
  readonly _tag: string
  readonly outcome?: string
  readonly facts?: ReadonlyArray<Fact.Fact>
  readonly key?: string
}

/** Asks for it; each law has made sure that the port is there. */
const ask = (
  kind: Fact.Kind,
  authorisation: Authorisation.Authorisation,
  amount: ReturnType<typeof pay.amount>,
  key?: ModificationKey.ModificationKey
) => {
  const options = key === undefined ? {} : { key }
  const operations = {
    adjust: () => pay.adjust(authorisation, amount, options),
    capture: () => pay.capture(authorisation, amount, options),
    cancel: () => pay.cancel(authorisation, options),
    refund: () => pay.refund(authorisation, amount, options),
    reverse: () => pay.reverse(authorisation, options)
  }
  return operations[kind]() as Effect.Effect<Asked, Failed, Trial>
}

/** What is asked: up, the most for an adjustment, a part for the others. */
const wanted = (given: Law.Given, kind: Fact.Kind) => {
  if (kind === "adjust") return pay.amount(given, 2600)
  const partial = kind === "refund" ? given.declared.refunds?.partial : given.declared.captures?.partial
  return pay.amount(given, partial === true ? 700 : start)
}

/** Its one effect, and nothing else, as the provider has it. */
const effect = (given: Law.Given, kind: Fact.Kind, authorisation: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    const now = yield* pay.truthOf(authorisation)
    const whole = model.major(pay.amount(given, start))
    const asked = model.major(wanted(given, kind))
    const nothing = `0 ${pay.amount(given, start).currency}`
    const expected = {
      authorised: kind === "adjust" ? asked : whole,
      captured: kind === "capture" ? asked : kind === "refund" ? whole : nothing,
      refunded: kind === "refund" ? asked : nothing
    }
    for (const field of ["authorised", "captured", "refunded"] as const) {
      yield* same(`${field}, as the provider has it`, expected[field], model.stated(now[field]))
    }
    if (kind === "cancel" || kind === "reverse") yield* same("released", true, now.released)
  })

const key = ModificationKey.ModificationKey.make("one-modification")

const once = Law.property({
  id: "IDM-05",
  title: "a modification named once happens once",
  statement: "The same modification sent twice under one key has one effect, and both get the same answer.",
  source: "Stripe: idempotent requests; Adyen: API idempotency",
  kind: "fault",
  runs: 15,
  requires: [some, pay.authorisable, truth, someKeyed],
  input: (given) => fc.constantFrom(...keyed(given)),
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const other = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      yield* same("the modification", one.modification.id, other.modification.id)
      const after = yield* pay.settled(given, one.authorisation.with(other.modification.facts))
      yield* effect(given, kind, after)
      yield* pay.agrees(given, after)
    })
})

const conflict = Law.property({
  id: "IDM-06",
  title: "the key of a modification, for other content",
  statement:
    "Where the provider compares, a key used again for other content is IdempotencyConflict and changes nothing.",
  source: "Stripe: keys can only be used with the same parameters they were first used with",
  kind: "fault",
  runs: 9,
  requires: [
    some,
    pay.authorisable,
    truth,
    {
      kind: "capability",
      name: "the content of a modification's key is compared",
      missing: (given: Law.Given) =>
        compared(given).length > 0 ? undefined : "not declared: the content of a key is compared"
    }
  ],
  input: (given) => fc.constantFrom(...compared(given)),
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const other = pay.money(wanted(given, kind).value + unit(given), wanted(given, kind).currency)
      const error = yield* Effect.flip(ask(kind, first, other, key)).pipe(
        Effect.catch(() => violated("IdempotencyConflict", "success"))
      )
      yield* holds(describe(error).includes("IdempotencyConflict"), "IdempotencyConflict", describe(error))
      yield* effect(given, kind, yield* pay.settled(given, one.authorisation))
    })
})

const knownAlready = Law.property({
  id: "IDM-08",
  title: "what the provider is known to have is not sent again",
  statement:
    "The key of a modification whose answer is known gives back what is known, however much later; the key of another " +
    "modification is IdempotencyConflict; nothing is sent.",
  source: "Model: errors; Stripe: keys are pruned after at least 24 hours",
  kind: "fault",
  runs: 15,
  requires: [some, pay.authorisable, truth],
  input: (given) => fc.constantFrom(...kindsOf(given)),
  check: (kind, given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const one = yield* succeeds(ask(kind, first, wanted(given, kind), key))
      const after = yield* pay.settled(given, one.authorisation)
      const again = yield* silently(succeeds(ask(kind, after, wanted(given, kind), key)))
      yield* same("the modification", one.modification.id, again.modification.id)
      yield* same("the facts", show(after.facts), show(again.authorisation.facts))
      yield* effect(given, kind, yield* pay.settled(given, again.authorisation))
      for (const other of kindsOf(given).filter((one) => one !== kind)) {
        const attempt = Effect.flip(ask(other, after, wanted(given, other), key))
        const error = yield* silently(attempt).pipe(Effect.catch(() => violated("a refusal", "success, or a request")))
        yield* holds(describe(error).includes("IdempotencyConflict"), "IdempotencyConflict", describe(error))
      }
    })
})

const oneEndpoint = Law.example({
  id: "IDM-07",
  title: "the key of a modification goes to one endpoint",
  statement: "No key is sent to two endpoints, whatever a modification needs.",
  source: "Model: a key goes to one endpoint only",
  kind: "example",
  requires: [some, pay.authorisable, truth, someKeyed],
  check: (_, given) =>
    Effect.gen(function* () {
      for (const kind of kindsOf(given)) {
        const first = yield* prepared(given, kind)
        yield* pay.settled(given, (yield* succeeds(ask(kind, first, wanted(given, kind)))).authorisation)
      }
      const seen = new Map<string, string>()
      for (const { headers, method, url } of yield* (yield* Trial).exchanges) {
        const used = headers["idempotency-key"]
        if (used === undefined) continue
        const endpoint = `${method} ${url}`
        yield* same(`the endpoint of ${used}`, seen.get(used) ?? endpoint, endpoint)
        seen.set(used, endpoint)
      }
    })
})

/** What may have an effect. */
const changes = (exchanges: ReadonlyArray<Recording.Exchange>) => exchanges.filter(({ method }) => method !== "GET")

const lostAnswer = (id: string, when: "After" | "Before") =>
  Law.property({
    id,
    title: `the answer to a modification, lost ${when.toLowerCase()} the effect`,
    statement:
      `When the answer is lost ${when.toLowerCase()} the effect, a modification that may be sent again has one effect; one ` +
      "that may not is sent once, its fate is unknown, and the guards count it.",
    source: "Stripe: idempotent requests, low-level error handling; Adyen: API idempotency",
    kind: "fault",
    runs: 20,
    requires: [some, pay.authorisable, truth, faults, clock],
    input: (given) => fc.tuple(fc.constantFrom(...kindsOf(given)), fc.constantFrom("Timeout", "Reset" as const)),
    check: ([kind, loss], given) =>
      Effect.gen(function* () {
        const first = yield* prepared(given, kind)
        yield* step(
          `${loss === "Timeout" ? "no answer comes" : "the connection breaks"}, ${when.toLowerCase()} the effect`
        )
        yield* (yield* Faults.Faults).arm({ _tag: `${loss}${when}Effect` })
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

/** What an error of unknown outcome leaves to be counted. */
const unknown = (error: Failed) =>
  Effect.gen(function* () {
    if (error._tag !== "ProviderError") return yield* violated("ProviderError", describe(error))
    const { facts = [], outcome } = error
    yield* same("the outcome", "unknown", outcome)
    yield* holds(
      facts.some(({ _tag }) => _tag === "Asked"),
      "facts that say what was asked",
      show(facts)
    )
    return facts
  })

const unreadable = Law.property({
  id: "FLT-13",
  title: "an unreadable answer to a modification",
  statement:
    "A body that is cut off, foreign, empty or huge becomes MalformedResponse with outcome unknown; it is never taken for " +
    "an outcome, and the provider's effect is learned later.",
  source: "Model: errors",
  kind: "fault",
  runs: 30,
  requires: [some, pay.authorisable, truth, faults],
  input: (given) => fc.tuple(fc.constantFrom(...kindsOf(given)), fc.constantFrom(...bodies)),
  check: ([kind, [what, body]], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      yield* step(`the body is ${what}`)
      yield* (yield* Faults.Faults).arm({ _tag: "Garble", body }, { times: Infinity })
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
      const told = given.declared.webhooks !== undefined && given.subject.learnsBy !== "look-up"
      if (told || given.declared.lookups?.by.includes("key") === true) yield* pay.agrees(given, after)
      else yield* same("complete", false, (yield* pay.totals(given, after)).complete)
    })
})

const bodies: ReadonlyArray<readonly [string, (original: string) => string]> = [
  ["cut off", (original) => original.slice(0, Math.max(1, original.length - 3))],
  ["HTML", () => "<!doctype html><title>Bad gateway</title>"],
  ["empty", () => ""],
  ["huge", (original) => original + " ".repeat(2_000_000)],
  ["a list", () => "[1, 2, 3]"]
]

const repeated = Law.property({
  id: "FLT-14",
  title: "which refusals of a modification are sent again",
  statement:
    "429 is sent again always, 503 where the modification may be sent twice, both not before Retry-After; 400, 403 and 422 " +
    "are not sent again, and move nothing.",
  source: "RFC 9110, 10.2.3; RFC 6585; Stripe: rate limits",
  kind: "fault",
  runs: 30,
  requires: [some, pay.authorisable, truth, faults, clock],
  input: (given) =>
    fc.tuple(
      fc.constantFrom(...kindsOf(given)),
      fc.constantFrom(429, 503, 400, 403, 422),
      fc.integer({ min: 1, max: 20 })
    ),
  check: ([kind, status, seconds], given) =>
    Effect.gen(function* () {
      const first = yield* prepared(given, kind)
      const before = yield* pay.truthOf(first)
      const { arm, disarm } = yield* Faults.Faults
      const twice = capabilitiesOf(given, kind)?.idempotency._tag !== "none"
      const again = status === 429 || (status === 503 && twice)
      yield* step(`the provider answers ${status}${again ? " once" : " each time"}, Retry-After ${seconds}`)
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

const exact = Law.property({
  id: "MNY-03",
  title: "the money of a modification, to the wire and back",
  statement: "What is captured and refunded in any declared currency is that amount at the provider, exactly.",
  source: "ISO 4217; each provider's table of currencies",
  kind: "codec",
  requires: [Law.port(Modifications.Captures), pay.authorisable, truth],
  input: (given) =>
    inputs.anyCurrency(pay.amountsOf(given)).chain((currency) => inputs.amountsIn(pay.amountsOf(given), currency)),
  check: (amount, given) =>
    Effect.gen(function* () {
      const first = yield* pay.authorised(given, amount)
      yield* same("authorised", model.major(amount), model.stated((yield* pay.truthOf(first)).authorised))
      const taken = yield* succeeds(pay.capture(first, amount))
      yield* pay.ripen(given)
      const after = yield* pay.settled(given, taken.authorisation)
      yield* same("captured", model.major(amount), model.stated((yield* pay.truthOf(first)).captured))
      if (given.declared.refunds === undefined) return
      const back = yield* succeeds(ask("refund", after, amount))
      yield* pay.agrees(given, yield* pay.settled(given, back.authorisation))
      yield* same("refunded", model.major(amount), model.stated((yield* pay.truthOf(first)).refunded))
    })
})

const hidden = Law.property({
  id: "SEC-03",
  title: "secrets stay secret after authorisation",
  statement: "No credential stands in a URL, a log, a span, an error or a fact, whatever the provider quotes.",
  source: "Model: errors",
  kind: "fault",
  runs: 20,
  requires: [some, pay.authorisable, faults, Law.told("its secrets", ({ secrets }) => secrets.length > 0)],
  input: (given) =>
    fc.tuple(fc.constantFrom(...kindsOf(given)), fc.constantFrom("well", "refused", "time-out", "markup" as const)),
  check: ([kind, ending], given) =>
    Effect.gen(function* () {
      const secrets = given.subject.secrets.map(Redacted.value).filter((secret) => secret.length >= 8)
      const first = yield* prepared(given, kind)
      const { arm } = yield* Faults.Faults
      const quoted = secrets.join(" ")
      yield* step(`the provider ends it: ${ending}`)
      const body = JSON.stringify({
        error: { code: quoted, message: quoted, type: quoted },
        message: quoted,
        errorCode: quoted,
        title: quoted
      })
      if (ending === "refused") yield* arm({ _tag: "Answer", status: 422, body }, { times: Infinity })
      if (ending === "time-out") yield* arm({ _tag: "TimeoutAfterEffect" }, { times: Infinity })
      if (ending === "markup") yield* arm({ _tag: "Garble", body: () => `<html>${quoted}</html>` }, { times: Infinity })
      const result = yield* Effect.result(ask(kind, first, wanted(given, kind)))
      const shown =
        result._tag === "Success"
          ? show(result.success.modification.facts)
          : `${show(result.failure)} ${String(result.failure)} ${(result.failure as { readonly message?: string }).message}`
      const trial = yield* Trial
      const places = [
        ["a URL", (yield* trial.exchanges).map(({ url }) => url).join(" ")],
        ["logs and spans", trial.telemetry().join(" ")],
        ["an error or a fact", shown]
      ] as const
      for (const [place, text] of places) {
        const found = secrets.find((secret) => text.includes(secret))
        if (found !== undefined) return yield* violated(`no secret in ${place}`, `one of ${found.length} characters`)
      }
    })
})

const foreign = Law.example({
  id: "SEC-04",
  title: "another provider's authorisation is not touched",
  statement:
    "An authorisation of another provider, or none at all, is refused by every modification, and nothing is sent.",
  source: "Model: what the model can decide is refused before the wire",
  kind: "example",
  requires: [some, pay.authorisable],
  check: (_, given) =>
    Effect.gen(function* () {
      const first = yield* pay.authorised(given, pay.amount(given, start))
      const theirs = Object.assign(Object.create(Object.getPrototypeOf(first)), first, { provider: "somebody-else" })
      const none = JSON.parse(JSON.stringify(first)) as Authorisation.Authorisation
      for (const kind of kindsOf(given)) {
        for (const [what, value] of [
          ["another provider's", theirs],
          ["a copy that is none", none]
        ] as const) {
          yield* step(`${kind} ${what}`)
          const attempt = ask(kind, value, wanted(given, kind))
          const error = yield* silently(Effect.flip(attempt)).pipe(
            Effect.catch(() => violated("a refusal", "success, or a request"))
          )
          yield* holds(error._tag.startsWith("Not"), "a rule of the model", describe(error))
        }
      }
    })
})

/** The smallest difference between two amounts. */
const unit = (given: Law.Given): number => pay.amount(given, 1).value - pay.amount(given, 0).value

export const laws: ReadonlyArray<Law.Law> = [
  once,
  conflict,
  oneEndpoint,
  knownAlready,
  lostAnswer("FLT-11", "After"),
  lostAnswer("FLT-12", "Before"),
  unreadable,
  repeated,
  exact,
  hidden,
  foreign
]
