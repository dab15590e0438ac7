/**
 * One thing known about an authorisation. Facts are only ever added; all else is computed from them (`Totals`), so
 * that order, duplicates and the number of machines that learned them make no difference.
 */
import * as Schema from "effect/Schema"
import { Failure } from "./Failure.ts"
import { sortKeys } from "./internal/sortKeys.ts"
import { texts } from "./internal/unions.ts"
import { ModificationKey } from "./ModificationKey.ts"
import { Money, PositiveMoney } from "./Money.ts"

/** The provider's id of an authorisation. */
export const AuthorisationId = Schema.NonEmptyString.pipe(Schema.brand("AuthorisationId"))
export type AuthorisationId = typeof AuthorisationId.Type

/** A change asked of an authorisation; `reverse` is cancel or refund, whichever applies. */
export const Kind = Schema.Literals(["adjust", "capture", "cancel", "refund", "reverse"])
export type Kind = typeof Kind.Type

/** Milliseconds since the epoch, on the provider's own clock. */
const at = Schema.Int

/** Why nothing can be captured any more. */
export const Release = Schema.Literals(["cancelled", "expired", "closed"])
export type Release = typeof Release.Type

/** Funds are reserved. */
export const Authorised = Schema.TaggedStruct("Authorised", {
  id: AuthorisationId,
  /** The merchant's own name for the payment. */
  reference: Schema.NonEmptyString,
  /** The amount at first, before any adjustment. */
  amount: PositiveMoney,
  capture: Schema.Literals(["manual", "automatic"]),
  /** Where capture is automatic and the provider announces none: when it falls due. */
  capturesAt: Schema.optionalKey(at),
  validUntil: Schema.optionalKey(at),
  /** `false`: made in a way that allows no adjustment. */
  adjustable: Schema.optionalKey(Schema.Boolean),
  /** `false`: a second capture is not possible, whatever the account allows. */
  multipleCaptures: Schema.optionalKey(Schema.Boolean),
  /** The kinds whose totals the provider reports cumulatively: for them `Observed` counts, and no outcome. */
  observed: Schema.optionalKey(Schema.Array(Schema.Literals(["adjust", "capture"])))
})
export type Authorised = typeof Authorised.Type

/** Written before anything is sent. */
export const Asked = Schema.TaggedStruct("Asked", {
  key: ModificationKey,
  kind: Kind,
  /** The new total of an adjustment, the amount of a capture or refund; none for cancel and reverse. */
  amount: Schema.optionalKey(PositiveMoney),
  /** The order of adjustments. */
  sequence: Schema.Int,
  /** Whether this capture gives the rest back. */
  closes: Schema.optionalKey(Schema.Boolean)
})
export type Asked = typeof Asked.Type

/** The provider has the request and calls it so. An acknowledgement is this and nothing more. */
export const Linked = Schema.TaggedStruct("Linked", { key: ModificationKey, id: Schema.NonEmptyString })
export type Linked = typeof Linked.Type

/** A definite refusal: nothing was accepted. */
export const NotExecuted = Schema.TaggedStruct("NotExecuted", {
  key: ModificationKey,
  failure: Schema.optionalKey(Failure)
})
export type NotExecuted = typeof NotExecuted.Type

export const Verdict = Schema.Literals(["failed", "succeeded", "reverted"])
export type Verdict = typeof Verdict.Type

/** What really happened. The outcome of a `reverse` has the kind that it turned out to be. */
export const Outcome = Schema.TaggedStruct("Outcome", {
  key: Schema.optionalKey(ModificationKey),
  id: Schema.optionalKey(Schema.NonEmptyString),
  kind: Kind,
  /** Counts only for what nobody here asked for: of our own modifications, the amount is what was asked. */
  amount: Schema.optionalKey(Money),
  at,
  verdict: Verdict,
  failure: Schema.optionalKey(Failure),
  closes: Schema.optionalKey(Schema.Boolean),
  validUntil: Schema.optionalKey(at)
})
export type Outcome = typeof Outcome.Type

/** The totals, as a provider reports them that reports them cumulatively. */
export const Observed = Schema.TaggedStruct("Observed", {
  at,
  authorised: Schema.optionalKey(Money),
  captured: Schema.optionalKey(Money),
  released: Schema.optionalKey(Release),
  /** How much may be captured in all, where it is more than what is authorised. */
  maximum: Schema.optionalKey(Money),
  validUntil: Schema.optionalKey(at)
})
export type Observed = typeof Observed.Type

/** The authorisation is over: what was not captured is given back. */
export const Expired = Schema.TaggedStruct("Expired", { at })
export type Expired = typeof Expired.Type

/** The shopper's bank took money back, or says that it will. Never counted as a refund. */
export const Disputed = Schema.TaggedStruct("Disputed", {
  id: Schema.NonEmptyString,
  amount: Money,
  at,
  /** The provider's word for the stage. */
  stage: Schema.optionalKey(Schema.String)
})
export type Disputed = typeof Disputed.Type

export const Fact = Schema.Union([Authorised, Asked, Linked, NotExecuted, Outcome, Observed, Expired, Disputed])
export type Fact = typeof Fact.Type

const encode = Schema.encodeSync(Schema.toCodecJson(Fact))

/** The same text for the same fact, whoever learned it. */
export const canonical = (fact: Fact): string => JSON.stringify(sortKeys(encode(fact)))

/** Every fact once, in an order that depends on nothing but the facts. */
export const union = (...sets: ReadonlyArray<ReadonlyArray<Fact>>): ReadonlyArray<Fact> => {
  const [only, ...others] = sets
  if (only !== undefined && others.length === 0 && texts.has(only)) return only
  const known = new Map(
    sets.flatMap((set) => {
      const written = texts.get(set) ?? set.map(canonical)
      return set.map((fact, index) => [written[index]!, fact] as const)
    })
  )
  const sorted = [...known].sort(([one], [other]) => (one < other ? -1 : 1))
  const facts = sorted.map(([, fact]) => fact)
  texts.set(
    facts,
    sorted.map(([text]) => text)
  )
  return facts
}
