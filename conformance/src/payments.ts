/**
 * What laws do once money is reserved, each act a step of the story. What the provider says of it, and the time that it
 * takes, belong to that step: nobody asked for them.
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Capabilities, Modification, Session, Totals } from "@paylayer/core"
import { Authorisation, Fact, Intent, Intents, Modifications, Money, Sessions, Webhooks } from "@paylayer/core"
import { BackOffice, Deliveries, ProviderClock, Shopper, Truth } from "@paylayer/simulator"
import * as act from "./acts.ts"
import * as inputs from "./inputs.ts"
import type { Given } from "./Law.ts"
import * as Law from "./Law.ts"
import * as model from "./model/money.ts"
import { holds, Inapplicable, opening, same, step, succeeds, Trial, violated } from "./Trial.ts"

/** What a law asks of the authorisation that it starts from. */
export interface Start {
  readonly capture?: "manual" | "automatic"
  readonly adjustable?: boolean
}

/** That money can be reserved, and captured later. */
export const authorisable: Law.Requirement<Truth.Truth | Shopper.Shopper | Sessions.Sessions> = {
  kind: "port",
  name: "a way to an authorisation",
  missing: (given, context) => {
    if (given.subject.authorise !== undefined) return undefined
    const { intents, lookups, sessions, webhooks } = given.declared
    const face = sessions ?? intents
    if (face === undefined) return "the adapter has neither sessions nor intents"
    if (!face.capture.includes("manual")) return "not declared: manual capture"
    const has = (requirement: Law.Requirement<unknown>) => requirement.missing(given, context) === undefined
    const proved = sessions !== undefined && has(Law.port(Sessions.SessionResults))
    const announced = webhooks !== undefined && has(Law.control(Deliveries.Deliveries))
    return lookups === undefined && !proved && !announced
      ? "the adapter tells nobody what was authorised: it has neither Lookups, nor SessionResults, nor Webhooks"
      : Law.control(Shopper.Shopper).missing(given, context)
  }
}

/** That webhooks say what became of a modification. */
export const telling: Law.Requirement = {
  kind: "subject",
  name: "webhooks that say what became of a modification",
  missing: ({ subject }) =>
    subject.learnsBy === "look-up" ? "this provider's webhooks do not say what became of a modification" : undefined
}

/** Ports that a law uses only where they are declared. */
export const perhaps: Law.Requirement<
  | Modifications.Lookups
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
> = { kind: "subject", name: "the modifications that there are", missing: () => undefined }

/** The amounts of payments: of sessions or intents, or of what a face without them declares. */
export const amountsOf = ({ declared }: Given): inputs.Amounts => {
  const { adjustments, captures, intents, refunds, sessions } = declared
  return (sessions ?? intents ?? adjustments ?? captures ?? refunds)!
}

export const money = (value: number, currency: Money.Money["currency"]): Money.PositiveMoney =>
  Money.positiveUnsafe(value, currency)

/** An amount so many steps above the smallest. */
export const amount = (given: Given, steps: number): Money.PositiveMoney => inputs.amount(amountsOf(given), steps)

const port = <I, S>(tag: Context.Key<I, S>) => Effect.serviceOption(tag)

/** Money reserved by the shopper, as the adapter tells it: by its look-up, the session's result, or a webhook. */
export const authorised = (given: Given, amount: Money.PositiveMoney, start: Start = {}) =>
  opening(authorise(given, amount, start))

const authorise = (given: Given, amount: Money.PositiveMoney, start: Start) =>
  Effect.gen(function* () {
    const { adjustable = true, capture = "manual" } = start
    const { subject } = given
    const how = `${capture === "automatic" ? ", captured by itself" : ""}${adjustable ? "" : ", not to be adjusted"}`
    yield* step(`authorise ${act.shown(amount)}${how}`)
    const reference = "payment-0001"
    if (subject.authorise !== undefined) {
      return yield* succeeds(subject.authorise({ amount, reference, adjustable }))
    }
    const paid = yield* given.declared.sessions === undefined
      ? payIntent(amount, reference, capture)
      : paySession(given, { amount, reference, capture, ...(adjustable ? {} : subject.notAdjustable) })
    if (paid._tag === "known") return paid.authorisation
    const lookups = yield* port(Modifications.Lookups)
    if (Option.isSome(lookups)) return yield* succeeds(lookups.value.find({ id: paid.id }))
    return yield* announced(paid.id)
  })

/** The authorisation that a webhook tells of. */
const announced = (id: string) =>
  Effect.gen(function* () {
    const { capabilities, receive } = Option.getOrThrow(yield* port(Webhooks.Webhooks))
    const told = yield* Effect.forEach(yield* deliveries, (request) => succeeds(receive(request)))
    const facts = told.flatMap((one) => Webhooks.factsOf(one, { id: Fact.AuthorisationId.make(id) }))
    const first = facts.find((fact) => fact._tag === "Authorised")
    return first === undefined
      ? yield* violated(
          `a look-up, a result or a webhook that tells what was authorised as ${id}`,
          told.length === 0 ? "none" : `${told.length} webhooks, and none of them an authorisation of it`
        )
      : Authorisation.make(capabilities.provider, first, facts)
  })

const paySession = (given: Given, request: Session.SessionRequest) =>
  Effect.gen(function* () {
    const sessions = yield* Sessions.Sessions
    const created = yield* succeeds(sessions.create({ ...given.subject.defaults, ...request }))
    const waits = sessions.capabilities.submitGate === "locked-only" && created.status !== "locked"
    const lock = yield* port(Sessions.SessionLock)
    const session = waits ? yield* succeeds(Option.getOrThrow(lock).lock(created, created.amount)) : created
    const shopper = yield* Shopper.Shopper
    const submission = yield* shopper.submit(act.checkout(session))
    if (submission._tag !== "Authorised") return yield* violated("an authorisation", submission._tag)
    const results = yield* port(Sessions.SessionResults)
    const { proof } = submission
    const found =
      Option.isSome(results) && proof !== undefined
        ? (yield* succeeds(results.value.result(session, Redacted.make(proof)))).authorisation
        : undefined
    // A look-up knows more than what the browser proved.
    return found === undefined || given.declared.lookups !== undefined
      ? ({ _tag: "id", id: submission.authorisation } as const)
      : ({ _tag: "known", authorisation: found } as const)
  })

const payIntent = (amount: Money.PositiveMoney, reference: string, capture: "manual" | "automatic") =>
  Effect.gen(function* () {
    const intents = Option.getOrThrow(yield* port(Intents.Intents))
    const intent: Intent.Intent = yield* succeeds(intents.create({ reference, amount, capture }))
    const shopper = yield* Shopper.Shopper
    const token = intent.token === undefined ? undefined : Redacted.value(intent.token)
    const submission = yield* shopper.submit({ id: intent.id, ...(token === undefined ? {} : { token }) })
    if (submission._tag !== "Authorised") return yield* violated("an authorisation", submission._tag)
    return { _tag: "id", id: submission.authorisation } as const
  })

/** Under which key, where the law has chosen it. */
const under = (options: Modifications.ModificationOptions = {}): string =>
  options.key === undefined ? "" : ` (${options.key})`

/** An operation that gives a modification, its facts joined to what is known. */
const asked = <E extends { readonly _tag: string }, R>(
  authorisation: Authorisation.Authorisation,
  operation: Effect.Effect<Modification.Modification, E, R>
) => Effect.map(operation, (modification) => ({ modification, authorisation: authorisation.with(modification.facts) }))

export const adjust = (
  authorisation: Authorisation.Authorisation,
  total: Money.PositiveMoney,
  options?: Modifications.AdjustOptions
) =>
  Effect.gen(function* () {
    yield* step(`adjust to ${act.shown(total)}${under(options)}`)
    return yield* asked(authorisation, (yield* Modifications.Adjustments).adjust(authorisation, total, options))
  })

export const capture = (
  authorisation: Authorisation.Authorisation,
  amount: Money.PositiveMoney,
  options?: Modifications.CaptureOptions
) =>
  Effect.gen(function* () {
    yield* step(`capture ${act.shown(amount)}${options?.final === false ? ", keeping the rest" : ""}${under(options)}`)
    return yield* asked(authorisation, (yield* Modifications.Captures).capture(authorisation, amount, options))
  })

export const cancel = (authorisation: Authorisation.Authorisation, options?: Modifications.ModificationOptions) =>
  Effect.gen(function* () {
    yield* step(`cancel${under(options)}`)
    return yield* asked(authorisation, (yield* Modifications.Cancellations).cancel(authorisation, options))
  })

export const refund = (
  authorisation: Authorisation.Authorisation,
  amount: Money.PositiveMoney,
  options?: Modifications.RefundOptions
) =>
  Effect.gen(function* () {
    yield* step(`refund ${act.shown(amount)}${under(options)}`)
    return yield* asked(authorisation, (yield* Modifications.Refunds).refund(authorisation, amount, options))
  })

export const reverse = (authorisation: Authorisation.Authorisation, options?: Modifications.ModificationOptions) =>
  Effect.gen(function* () {
    yield* step(`reverse${under(options)}`)
    return yield* asked(authorisation, (yield* Modifications.Reversals).reverse(authorisation, options))
  })

/** Time enough for a provider that decides later. */
const wait = Effect.gen(function* () {
  const clock = yield* port(ProviderClock.ProviderClock)
  if (Option.isSome(clock)) yield* clock.value.advance("1 minute")
})

/** What came of the last step by itself. */
const then = (what: string) =>
  Effect.gen(function* () {
    const { steps } = yield* Trial
    const last = steps.pop()
    if (last !== undefined) steps.push({ ...last, text: `${last.text}, then ${what}` })
  })

/** The time that this provider takes before it refunds what was captured, where it takes any. */
export const ripen = ({ subject }: Given) =>
  Effect.gen(function* () {
    const clock = yield* port(ProviderClock.ProviderClock)
    if (subject.refundableAfter === undefined || Option.isNone(clock)) return
    yield* then(`${Duration.format(subject.refundableAfter)} pass`)
    yield* clock.value.advance(subject.refundableAfter)
  })

/** All of it taken, settled, and the provider ready to refund it. */
export const captured = (given: Given, whole: Money.PositiveMoney) =>
  opening(
    Effect.gen(function* () {
      const taken = yield* succeeds(capture(yield* authorise(given, whole, {}), whole))
      yield* ripen(given)
      const after = yield* settled(given, taken.authorisation)
      yield* same("captured", model.major(whole), model.major((yield* agrees(given, after)).captured))
      return after
    })
  )

/** What the provider has sent off by now, as raw requests, oldest first. */
export const deliveries = Effect.gen(function* () {
  yield* wait
  const control = yield* port(Deliveries.Deliveries)
  return Option.isNone(control) ? [] : yield* control.value.take
})

/** Money reserved so many steps above the smallest amount, and captured; and the webhooks that say so. */
export const capturedAndTold = (given: Given, steps: number) =>
  opening(
    Effect.gen(function* () {
      const whole = amount(given, steps)
      const { authorisation } = yield* succeeds(capture(yield* authorised(given, whole), whole))
      const requests = yield* deliveries
      return requests.length === 0 ? yield* violated("webhooks of a capture", "none") : { authorisation, requests }
    })
  )

/** The facts about an authorisation in these requests. */
export const received = (authorisation: Authorisation.Authorisation, requests: ReadonlyArray<Deliveries.Delivery>) =>
  Effect.gen(function* () {
    const webhooks = yield* port(Webhooks.Webhooks)
    if (Option.isNone(webhooks)) return authorisation
    const all = yield* Effect.forEach(requests, (request) => succeeds(webhooks.value.receive(request)))
    return authorisation.with(all.flatMap((one) => Webhooks.factsOf(one, authorisation)))
  })

/** Everything that the provider has to say by now: its webhooks, or, where it sends none that we read, a look-up. */
export const settled = (given: Given, authorisation: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    const requests = yield* deliveries
    if (given.declared.webhooks !== undefined && given.subject.learnsBy !== "look-up" && requests.length > 0) {
      yield* then(requests.length === 1 ? "1 webhook" : `${requests.length} webhooks`)
      return yield* received(authorisation, requests)
    }
    const lookups = yield* port(Modifications.Lookups)
    return Option.isNone(lookups)
      ? authorisation
      : authorisation.with((yield* succeeds(lookups.value.find({ id: authorisation.id }))).facts)
  })

/** The totals by the subject's fold, at the provider's time. */
export const totals = ({ subject }: Given, authorisation: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    const clock = yield* port(ProviderClock.ProviderClock)
    const now = Option.isNone(clock) ? undefined : yield* clock.value.now
    const totals = subject.fold(authorisation.facts, now)
    return totals === undefined ? yield* violated("totals", "none") : totals
  })

/** What the provider believes about one authorisation. */
export const truthOf = (authorisation: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    const all = yield* (yield* Truth.Truth).authorisations
    const found = all.find(({ id }) => id === authorisation.id)
    return found ?? (yield* violated(`the provider to know ${authorisation.id}`, "it does not"))
  })

/** Our totals are the provider's. */
export const agrees = (given: Given, authorisation: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    const ours = yield* totals(given, authorisation)
    const truth = yield* truthOf(authorisation)
    for (const field of ["authorised", "captured", "refunded"] as const) {
      yield* same(`${field}, as the provider has it`, model.stated(truth[field]), model.major(ours[field]))
    }
    if (truth.released) yield* same("capturable, of what is released", 0, ours.capturable.value)
    if (ours.released !== undefined) {
      const nothingLeft = truth.released || model.stated(truth.captured) === model.stated(truth.authorised)
      yield* holds(nothingLeft, "an authorisation that is still there", ours.released)
    }
    return ours
  })

/** The stage of a modification, by the subject's fold. */
export const stage = (
  { subject }: Given,
  authorisation: Authorisation.Authorisation,
  { key }: Modification.Modification
): Totals.Stage | undefined =>
  subject.fold(authorisation.facts)?.modifications.find((state) => state.key === key)?.stage

/** What becomes of the authorisation without us, as a story tells it. */
const told = (doing: BackOffice.Act): string => {
  const amount = "amount" in doing ? ` ${doing.amount.currency} ${doing.amount.decimal}` : ""
  switch (doing._tag) {
    case "Capture":
    case "Refund":
    case "Cancel":
      return `${doing._tag.toLowerCase()}${amount} elsewhere`
    case "CaptureFails":
      return "the capture fails after all"
    case "CaptureRecovers":
      return "the capture succeeds after all"
    case "RefundFails":
      return "the refund fails after all"
    case "Dispute":
      return `the shopper's bank takes${amount} back`
    case "RefuseNext":
      return `the next ${doing.kind} will be refused`
  }
}

/** What becomes of the authorisation without us; `false` where the world, or the provider, has no such thing. */
export const office = (authorisation: Authorisation.Authorisation, doing: BackOffice.Act) =>
  Effect.gen(function* () {
    const backOffice = yield* port(BackOffice.BackOffice)
    if (Option.isNone(backOffice)) return false
    const done = yield* backOffice.value.act(authorisation.id, doing)
    if (done) yield* step(told(doing), "provider")
    return done
  })

/** The same, where an input is about nothing else: without it, the input is not tried. */
export const happens = (authorisation: Authorisation.Authorisation, doing: BackOffice.Act) =>
  Effect.flatMap(office(authorisation, doing), (done) =>
    done
      ? Effect.void
      : new Inapplicable({
          reason: `the provider has no such thing: ${told(doing)}`
        })
  )

/** An amount as the simulators' controls take it. */
export const stated = (amount: Money.Money): Truth.Amount => ({
  decimal: Money.toDecimal(amount),
  currency: amount.currency
})

/** Whether the provider decides at once, or by webhook later. */
export const decidesLater = (capabilities: Pick<Capabilities.ModificationCapabilities, "decided">): boolean =>
  capabilities.decided === "later"
