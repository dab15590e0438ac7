/** Races: what holds in one order holds in every order in which requests, answers and webhooks can arrive. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Authorisation, Capabilities, Fact, Money } from "@paylayer/core"
import { ModificationKey, Modifications, Sessions, Webhooks } from "@paylayer/core"
import { Deliveries, Truth, VirtualClock } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import { race, type Scheduler } from "../Interleaving.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import * as modifications from "../modifications.ts"
import * as pay from "../payments.ts"
import { describe, holds, Inapplicable, opening, same, show, succeeds, Trial } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const captures = Law.port(Modifications.Captures)
const webhooks = Law.port(Webhooks.Webhooks)
const truth = Law.control(Truth.Truth)
const deliveries = Law.control(Deliveries.Deliveries)
/** Nothing else can tell that all wait. */
const clock = Law.control(VirtualClock.VirtualClock)

const start = 2000

const keyed = Law.capability(
  "idempotency of create: key",
  ({ sessions }) => sessions?.idempotency.create._tag === "key"
)

/** No key was sent to two endpoints. */
const oneEndpointEach = Effect.gen(function* () {
  const seen = new Map<string, string>()
  for (const { headers, method, url } of yield* (yield* Trial).exchanges) {
    const key = headers["idempotency-key"]
    if (key === undefined) continue
    const endpoint = `${method} ${url}`
    yield* same(`the endpoint of ${key}`, seen.get(key) ?? endpoint, endpoint)
    seen.set(key, endpoint)
  }
})

const sessionCount = Effect.map(
  Effect.flatMap(Truth.Truth, ({ sessions }) => sessions),
  (all) => all.length
)

const together = Law.property({
  id: "IDM-03",
  title: "one key goes to one endpoint, and many at once are one",
  statement:
    "No key is sent to two endpoints; creations under one key at the same moment make one session, of which every caller " +
    "that is answered is told the same, and no caller is told that there is none.",
  source: "Stripe: idempotent requests; Adyen: API idempotency; Model: idempotency",
  kind: "race",
  runs: 8,
  requires: [sessions, truth, keyed, clock],
  input: () => fc.tuple(fc.scheduler(), fc.integer({ min: 2, max: 3 })),
  check: ([scheduler, number], given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const amount = inputs.amount(capabilities, 0)
      const session = yield* act.created(given, amount)
      const updated = yield* opening(succeeds(act.update(session, inputs.amount(capabilities, 250))))
      if (given.declared.lock !== undefined) {
        yield* opening(succeeds(act.lock(updated, inputs.amount(capabilities, 1900))))
      }
      const before = yield* sessionCount
      const key = ModificationKey.ModificationKey.make("one-change")
      const create = Effect.result(act.create(given, amount, { key, reference: "same-order" }))
      const told = yield* race(scheduler, {
        callers: Array.from({ length: number }, () => create),
        pauses: ["5 seconds"]
      })
      yield* same("sessions at the provider", 1, (yield* sessionCount) - before)
      // Where the provider does not say it, each caller counts for itself when a session ends.
      const answers = told.flatMap((one) =>
        one._tag === "Success" ? [show({ ...one.success, expiresAt: undefined })] : []
      )
      yield* holds(new Set(answers).size === 1, "one answer", answers.length === 0 ? "none" : answers.join(" and "))
      for (const one of told) {
        if (one._tag === "Success") continue
        const unknown = one.failure._tag === "ProviderError" && one.failure.outcome === "unknown"
        yield* holds(unknown, "an answer, or an outcome that is unknown", describe(one.failure))
      }
      yield* oneEndpointEach
    })
})

/** What a caller knows of a modification that was taken, or of which nobody knows. */
const factsOf = (told: Result.Result<modifications.Asked, modifications.Failed>): ReadonlyArray<Fact.Fact> =>
  Result.match(told, {
    onSuccess: ({ modification }) => modification.facts,
    onFailure: ({ facts }) => facts ?? []
  })

/** Captures a part, and keeps the rest where that is possible. */
const part = (
  { declared }: Law.Given,
  from: Authorisation.Authorisation,
  amount: Money.PositiveMoney,
  key?: ModificationKey.ModificationKey
) => {
  const keeps = declared.captures!.multiple && declared.captures!.remainder === "chosen"
  const options = { ...(keeps ? { final: false } : {}), ...(key === undefined ? {} : { key }) }
  return pay.capture(from, amount, options) as ReturnType<typeof modifications.ask>
}

const rivals = ({ declared }: Law.Given) => [
  "capture" as const,
  ...(declared.cancellations === undefined ? [] : ["cancel" as const]),
  ...(declared.adjustments?.directions.includes("down") === true ? ["adjust" as const] : [])
]

const bounded = Law.property({
  id: "CAP-01",
  title: "never more captured than authorised, whoever captures at once",
  statement:
    "Captures of one authorisation at the same moment, beside each other, a cancellation or an adjustment downwards, never " +
    "take more than is authorised in any interleaving, and what the callers are told adds up to what was taken.",
  source: "Adyen: Insufficient balance on payment; Stripe: amount_too_large",
  kind: "race",
  falsifies: "world",
  runs: 8,
  requires: [captures, pay.authorisable, pay.perhaps, truth, clock],
  input: (given) =>
    fc.tuple(
      fc.scheduler(),
      fc.constantFrom(...rivals(given)),
      fc.array(fc.constantFrom(1950, 1500, 1000, 500), { minLength: 2, maxLength: 2 })
    ),
  check: ([scheduler, kind, sizes], given) =>
    Effect.gen(function* () {
      const first = yield* pay.authorised(given, pay.amount(given, start))
      const rival =
        kind === "capture"
          ? part(given, first, pay.amount(given, 1500))
          : modifications.ask(kind, first, pay.amount(given, 1000))
      const takers = sizes
        .slice(0, kind === "capture" ? 2 : 1)
        .map((size) => part(given, first, pay.amount(given, size)))
      const told = yield* race(scheduler, {
        callers: [rival, ...takers].map((caller) => Effect.result(caller)),
        pauses: ["5 seconds", "5 seconds"]
      })
      const after = yield* pay.settled(given, first.with(told.flatMap(factsOf)))
      const { authorised, captured } = yield* pay.truthOf(first)
      yield* holds(
        Number(captured.decimal) <= Number(authorised.decimal),
        `at most ${authorised.decimal} captured`,
        captured.decimal
      )
      const { complete } = yield* pay.agrees(given, after)
      const isUnknown = told.some((one) => one._tag === "Failure" && one.failure.outcome === "unknown")
      yield* same("complete", true, complete || isUnknown)
    })
})

/** What the provider has sent by now. */
const sent = Effect.flatMap(Deliveries.Deliveries, ({ take }) => take)

const overtaking = Law.property({
  id: "WHK-03",
  title: "before the answer, or after it",
  statement:
    "Webhooks that arrive before the answer to the request, after it, or in between, in any order and some of them twice, " +
    "lead to the provider's totals, also where what was done is undone before its answer arrives.",
  source: "Model: an event that overtook its answer is found by the key that it carries, or waits under its id",
  kind: "race",
  runs: 20,
  requires: [pay.telling, webhooks, deliveries, captures, pay.authorisable, pay.perhaps, truth, clock],
  input: () =>
    fc.record({
      scheduler: fc.scheduler(),
      undone: fc.constantFrom(false, true, true, true),
      partial: fc.boolean(),
      twice: fc.boolean()
    }),
  check: ({ partial, scheduler, twice, undone }, given) =>
    Effect.gen(function* () {
      const whole = pay.amount(given, start)
      const part = partial && given.declared.captures!.partial ? pay.amount(given, 500) : whole
      const first = yield* pay.authorised(given, whole)
      let known = yield* pay.received(first, yield* sent)
      const capture = Effect.map(succeeds(pay.capture(known, part)), ({ modification }) => {
        known = known.with(modification.facts)
      })

      let fails = undone
      const failure = Effect.gen(function* () {
        if (!fails || Number((yield* pay.truthOf(first)).captured.decimal) === 0) return []
        fails = false
        return [{ what: "the capture fails after all", happens: pay.office(first, { _tag: "CaptureFails" }) }]
      })
      let number = 0
      const arrivals = Effect.map(sent, (requests) =>
        requests.flatMap((request) => {
          const receive = Effect.suspend(() => pay.received(known, [request]))
          const learn = Effect.map(receive, ({ facts }) => {
            known = known.with(facts)
          })
          const arrival = { what: `webhook ${++number} arrives`, happens: learn }
          return twice ? [arrival, arrival] : [arrival]
        })
      )
      yield* race(scheduler, {
        callers: [capture],
        pauses: ["3 seconds", "3 seconds"],
        meanwhile: Effect.zipWith(failure, arrivals, (one, other) => [...one, ...other])
      })
      yield* pay.agrees(given, yield* pay.received(known, yield* pay.deliveries))
    })
})

/** What its caller was told of an operation. */
type Told =
  | { readonly _tag: "Success"; readonly success: unknown }
  | { readonly _tag: "Failure"; readonly failure: { readonly _tag: string; readonly outcome?: string } }

/** How often an operation can have been executed, by what those were told who asked for it. */
const times = (told: ReadonlyArray<Told>): ReadonlyArray<number> => {
  if (told.some(({ _tag }) => _tag === "Success")) return [1]
  return told.some((one) => one._tag === "Failure" && one.failure.outcome === "unknown") ? [0, 1] : [0]
}

/** To wait in vain for an answer, sometimes for that to a repetition, too. */
const impatience = fc.constantFrom(["until due"] as const, ["until due"] as const, ["until due", "until due"] as const)

/** Where it might be done twice nothing is sent again. */
const sentOnce = (idempotency: Capabilities.Idempotency | undefined, callers: number, before: number) =>
  Effect.gen(function* () {
    if (idempotency?._tag !== "none") return
    const { length } = modifications.changes((yield* exchanged).slice(before))
    yield* holds(length <= callers, `at most ${callers} requests`, String(length))
  })

const exchanged = Effect.flatMap(Trial, ({ exchanges }) => exchanges)

const late = "whose request arrives although its sender has given up waiting, even beside its repetition or after it,"
const lateSource = "Stripe: idempotent requests, low-level error handling; Adyen: API idempotency"

const lateSession = Law.property({
  id: "FLT-10",
  title: "a request that arrives late",
  statement:
    `A creation or update ${late} happens once at the most; where it might happen twice it is not sent again; whoever was ` +
    "told that it happened, or that it did not, was told the truth.",
  source: lateSource,
  level: "advisory",
  kind: "race",
  runs: 8,
  requires: [sessions, truth, clock],
  input: () =>
    fc.tuple(fc.scheduler(), impatience, fc.constantFrom("create", "update" as const), fc.integer({ min: 1, max: 2 })),
  check: ([scheduler, pauses, operation, number], given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const [amount, wanted] = [inputs.amount(capabilities, 0), inputs.amount(capabilities, 250)]
      const references = ["order-a", "order-b"].slice(0, number)
      const made = yield* Effect.forEach(references, (reference) =>
        act.created(given, amount, operation === "update" ? { reference } : {})
      )
      const callers = references.map((reference, index) =>
        Effect.result(
          operation === "create" ? act.create(given, wanted, { reference }) : act.update(made[index]!, wanted)
        )
      )
      const before = (yield* exchanged).length
      const told = yield* race(scheduler, { callers, pauses })
      yield* sentOnce(capabilities.idempotency[operation], number, before)
      const all = yield* (yield* Truth.Truth).sessions
      for (const [index, reference] of references.entries()) {
        const found = all.filter((session) => session.reference === reference)
        const changed = found.filter((session) => money.stated(session.amount) === money.major(wanted)).length
        const expected = times([told[index]!])
        const what = `sessions of ${act.shown(wanted)} for ${reference}`
        yield* holds(expected.includes(changed), `${what}: ${expected.join(" or ")}`, String(changed))
      }
    })
})

/** Each in turn as it comes, but for one, which waits until all else is done. */
const withLast = (last: string, isDone: () => boolean): Scheduler => {
  const waiting: Array<{ readonly what: string; readonly go: () => void }> = []
  const ready = () => waiting.filter(({ what }) => what !== last || isDone())
  return {
    schedule: (task, what = "") => new Promise((resolve) => void waiting.push({ what, go: () => resolve(task) })),
    count: () => ready().length,
    waitNext: async () => {
      const [next] = ready()
      if (next !== undefined) waiting.splice(waiting.indexOf(next), 1)[0]!.go()
    }
  }
}

const overtaken = Law.each({
  id: "SES-24",
  title: "an update that arrives late undoes no later one",
  statement:
    "The request of an update whose sender has given up waiting, and which arrives once a later update was accepted, changes " +
    "nothing: the amount in force is the last one accepted.",
  source: "Stripe: idempotent requests; Adyen: API idempotency; RFC 9110, 13.1.1",
  level: "advisory",
  kind: "fault",
  requires: [sessions, truth, clock],
  cases: () => ["another amount", "the amount from before"],
  check: (then, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const before = inputs.amount(capabilities, 0)
      const last = then === "another amount" ? inputs.amount(capabilities, 1900) : before
      const session = yield* act.created(given, before)
      let isDone = false
      const caller = Effect.gen(function* () {
        const first = yield* Effect.result(act.update(session, inputs.amount(capabilities, 250)))
        const told = yield* Effect.result(
          act.update(
            Result.getOrElse(first, () => session),
            last
          )
        )
        isDone = true
        return told
      })
      const scheduler = withLast("the shop's request arrives", () => isDone)
      const [told] = yield* race(scheduler, { callers: [caller], pauses: ["until due"] })
      if (told?._tag !== "Success") return yield* new Inapplicable({ reason: "no later update is accepted" })
      yield* act.inForce(told.success, last)
    })
})

/** Who asks besides: nobody, somebody else for the very same, or somebody else for another part. */
type Company = "nobody" | "the same" | "another part"

const companies = (given: Law.Given, kind: Fact.Kind): ReadonlyArray<Company> => {
  const { captures, refunds } = given.declared
  const parts =
    kind === "capture"
      ? captures!.partial && captures!.multiple && captures!.remainder !== "released"
      : kind === "refund" && refunds!.partial && refunds!.multiple
  const protects = modifications.capabilitiesOf(given, kind)?.idempotency._tag !== "none"
  return ["nobody", ...(protects ? ["the same" as const] : []), ...(parts ? ["another part" as const] : [])]
}

/** Captures and refunds more often: of the others nobody sees whether they happened twice. */
const anyAsked = (given: Law.Given): fc.Arbitrary<readonly [Fact.Kind, Company]> =>
  fc.constantFrom(
    ...modifications.kindsOf(given).flatMap((kind) => {
      const each = companies(given, kind).map((company) => [kind, company] as const)
      return kind === "capture" || kind === "refund" ? [...each, ...each, ...each] : each
    })
  )

const lateModification = Law.property({
  id: "FLT-15",
  title: "a modification that arrives late",
  statement:
    `A modification ${late} or that somebody else asks for under the same key meanwhile, happens once at the most; where ` +
    "it might happen twice it is not sent again; whoever was told what became of it was told the truth, and with the " +
    "webhooks that adds up to the provider's totals.",
  source: lateSource,
  level: "advisory",
  kind: "race",
  runs: 20,
  requires: [modifications.some, pay.perhaps, pay.authorisable, truth, clock],
  input: (given) => fc.tuple(fc.scheduler(), impatience, anyAsked(given)),
  check: ([scheduler, pauses, [kind, company]], given) =>
    Effect.gen(function* () {
      const first = yield* modifications.prepared(given, kind)
      const amount = modifications.wanted(given, kind)
      const parts = company === "another part" ? [amount, pay.amount(given, 500)] : [amount]
      const key = company === "the same" ? modifications.key : undefined
      const callers = (company === "the same" ? [amount, amount] : parts).map((asked) =>
        Effect.result(kind === "capture" ? part(given, first, asked, key) : modifications.ask(kind, first, asked, key))
      )
      const before = (yield* exchanged).length
      const told = yield* race(scheduler, { callers, pauses })
      yield* sentOnce(modifications.capabilitiesOf(given, kind)?.idempotency, callers.length, before)

      const possible = parts.reduce<ReadonlyArray<number>>(
        (all, { value }, index) =>
          all.flatMap((sum) =>
            times(company === "the same" ? told : [told[index]!]).map((often) => sum + often * value)
          ),
        [0]
      )
      const after = yield* pay.settled(given, first.with(told.flatMap(factsOf)))
      const expected = possible.map((sum) => leadingTo(given, kind, sum))
      const observed = become(kind, yield* pay.truthOf(first))
      yield* holds(expected.includes(observed), expected.join(" or "), observed)
      const isKnown = told.every(({ _tag }) => _tag === "Success")
      const learns = given.declared.webhooks !== undefined && given.subject.learnsBy !== "look-up"
      if (isKnown || learns || given.declared.lookups?.by.includes("key") === true) yield* pay.agrees(given, after)
    })
})

/** What so much of a modification makes of an authorisation, and what has become of it. */
const leadingTo = (given: Law.Given, kind: Fact.Kind, sum: number): string => {
  const whole = pay.amount(given, start)
  if (kind === "cancel" || kind === "reverse") return sum === 0 ? "still there" : "released"
  return `${kind}: ${money.major({ value: kind === "adjust" && sum === 0 ? whole.value : sum, currency: whole.currency })}`
}
const become = (kind: Fact.Kind, { authorised, captured, refunded, released }: Truth.AuthorisationTruth): string => {
  if (kind === "cancel" || kind === "reverse") return released ? "released" : "still there"
  return `${kind}: ${money.stated(kind === "capture" ? captured : kind === "refund" ? refunded : authorised)}`
}

export const laws: ReadonlyArray<Law.Law> = [together, bounded, overtaking, overtaken, lateSession, lateModification]
