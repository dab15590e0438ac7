/** The five modifications, each asked for in one way: for laws that hold whichever it is. */
import * as Effect from "effect/Effect"
import type { Authorisation, Capabilities, Fact, Modification, Modifications, Sessions } from "@paylayer/core"
import { ModificationKey } from "@paylayer/core"
import type { Recording, Shopper, Truth } from "@paylayer/simulator"
import { Faults } from "@paylayer/simulator"
import * as Law from "./Law.ts"
import * as model from "./model/money.ts"
import * as pay from "./payments.ts"
import { describe, holds, same, show, step, type Trial, violated, type Violation } from "./Trial.ts"

const kinds = ["adjust", "capture", "cancel", "refund", "reverse"] as const

const start = 2000

export const capabilitiesOf = (
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

/** The modifications that this adapter has: capturing is needed to come to a refund. */
export const kindsOf = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  kinds.filter(
    (kind) =>
      capabilitiesOf(given, kind) !== undefined &&
      (kind !== "refund" || given.declared.captures !== undefined) &&
      (kind !== "adjust" || given.declared.adjustments?.directions.includes("up") === true)
  )

/** Those of them that a key protects. */
export const keyed = (given: Law.Given): ReadonlyArray<Fact.Kind> =>
  kindsOf(given).filter((kind) => capabilitiesOf(given, kind)?.idempotency._tag === "key")

/** All of one list with the first modification, and those that differ from one to the next with the others. */
export const across = <const A>(
  given: Law.Given,
  all: ReadonlyArray<A>,
  each: ReadonlyArray<A>
): ReadonlyArray<readonly [Fact.Kind, A]> => {
  const [first, ...others] = kindsOf(given)
  return first === undefined ? [] : [...Law.cross([first], all), ...Law.cross(others, each)]
}

export const some: Law.Requirement<Modifications.Captures> = {
  kind: "port",
  name: "a modification",
  missing: (given) => (kindsOf(given).length > 0 ? undefined : "the adapter has no modifications")
}

export const someKeyed: Law.Requirement = {
  kind: "capability",
  name: "idempotency of a modification: key",
  missing: (given) => (keyed(given).length > 0 ? undefined : "not declared: idempotency of a modification: key")
}

/** An authorisation of which this can be asked. */
export const prepared = (
  given: Law.Given,
  kind: Fact.Kind
): Effect.Effect<
  Authorisation.Authorisation,
  Violation,
  Trial | Truth.Truth | Shopper.Shopper | Sessions.Sessions | Modifications.Captures
> => {
  const whole = pay.amount(given, start)
  return kind === "refund" ? pay.captured(given, whole) : pay.authorised(given, whole)
}

export interface Asked {
  readonly modification: Modification.Modification
  readonly authorisation: Authorisation.Authorisation
}

/** What errors of these operations have, as far as laws look. */
export interface Failed {
  readonly _tag: string
  readonly outcome?: string
  readonly facts?: ReadonlyArray<Fact.Fact>
  readonly key?: string
}

/** Asks for it; each law has made sure that the port is there. */
export const ask = (
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

/** A key for laws that need only one. */
export const key = ModificationKey.ModificationKey.make("one-modification")

/** What is asked: up, the most for an adjustment, a part for the others. */
export const wanted = (given: Law.Given, kind: Fact.Kind) => {
  if (kind === "adjust") return pay.amount(given, 2600)
  const partial = kind === "refund" ? given.declared.refunds?.partial : given.declared.captures?.partial
  return pay.amount(given, partial === true ? 700 : start)
}

/** Its one effect, and nothing else, as the provider has it. */
export const effect = (
  given: Law.Given,
  kind: Fact.Kind,
  authorisation: Authorisation.Authorisation
): Effect.Effect<void, Violation, Truth.Truth> =>
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

/** What may have an effect. */
export const changes = (exchanges: ReadonlyArray<Recording.Exchange>) =>
  exchanges.filter(({ method }) => method !== "GET")

/** What an error of unknown outcome leaves to be counted. */
export const unknown = (error: Failed) =>
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

/** Answers are lost: the next one, or as many. */
export const loses = (loss: "Timeout" | "Reset", when: "After" | "Before", times = 1) =>
  Effect.gen(function* () {
    const what = loss === "Timeout" ? "no answer comes" : "the connection breaks"
    yield* step(`${what}, ${when.toLowerCase()} the effect${times === 1 ? "" : ", each time"}`, "network")
    yield* (yield* Faults.Faults).arm({ _tag: `${loss}${when}Effect` }, { times })
  })
