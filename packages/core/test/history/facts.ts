/** Any facts at all, over few keys, ids, amounts, times and currencies: they contradict each other all the time. */
import * as fc from "fast-check"
import type { Currency } from "../../src/Currency.ts"
import type { Authorised, Fact } from "../../src/Fact.ts"
import { AuthorisationId, Kind, Release, Verdict } from "../../src/Fact.ts"
import type { Failure } from "../../src/Failure.ts"
import { ModificationKey } from "../../src/ModificationKey.ts"
import * as Money from "../../src/Money.ts"
import { CaptureExceedsAuthorised } from "../../src/RuleViolation.ts"

/** Names that are keys and ids at once. */
const name = fc.constantFrom("a", "b", "c", "__proto__")
const key = name.map((text) => ModificationKey.make(text))
const at = fc.constantFrom(-1, 0, 1, 1, 2, Number.MAX_SAFE_INTEGER)
const currency = fc.constantFrom<Currency>("EUR", "EUR", "EUR", "JPY")
const units = fc.constantFrom(1, 2, 10, 90, 100, 100, 110, Number.MAX_SAFE_INTEGER)
const positive = fc.tuple(units, currency).map(([value, currency]) => Money.positiveUnsafe(value, currency))
const money = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: units }, { weight: 1, arbitrary: fc.constant(0) }), currency)
  .map(([value, currency]) => new Money.Money({ value, currency }))
const kind = fc.constantFrom(...Kind.literals)
const failure = fc.constantFrom<Failure>(
  { _tag: "Declined", code: "05" },
  { _tag: "Declined", message: "no \ud800" },
  { _tag: "Other", raw: "" },
  new CaptureExceedsAuthorised({ id: "a", asked: 2, capturable: 1 })
)

/** Some of these fields, whatever the others are. */
const some = <A extends Record<string, unknown>>(fields: { readonly [name in keyof A]: fc.Arbitrary<A[name]> }) =>
  fc.record(fields, { requiredKeys: [] })

const tagged = <T extends Fact["_tag"]>(tag: T) => fc.record({ _tag: fc.constant(tag) })

const both = <A extends object, B extends object>(one: fc.Arbitrary<A>, other: fc.Arbitrary<B>) =>
  fc.tuple(one, other).map(([one, other]) => ({ ...one, ...other }))

export const authorised: fc.Arbitrary<Authorised> = both(
  both(
    tagged("Authorised"),
    fc.record({
      id: name.map((text) => AuthorisationId.make(text)),
      reference: fc.constantFrom("order-1", "a"),
      amount: positive,
      capture: fc.constantFrom("manual", "automatic")
    })
  ),
  some({
    capturesAt: at,
    validUntil: at,
    adjustable: fc.boolean(),
    multipleCaptures: fc.boolean(),
    observed: fc.subarray<"adjust" | "capture">(["adjust", "capture"])
  })
)

/** One fact. */
export const fact: fc.Arbitrary<Fact> = fc.oneof(
  { weight: 2, arbitrary: authorised },
  {
    weight: 4,
    arbitrary: both(
      both(tagged("Asked"), fc.record({ key, kind, sequence: fc.nat(2) })),
      some({ amount: positive, closes: fc.boolean() })
    )
  },
  { weight: 3, arbitrary: both(tagged("Linked"), fc.record({ key, id: name })) },
  { weight: 1, arbitrary: both(both(tagged("NotExecuted"), fc.record({ key })), some({ failure })) },
  {
    weight: 8,
    arbitrary: both(
      both(tagged("Outcome"), fc.record({ kind, at, verdict: fc.constantFrom(...Verdict.literals) })),
      some({ key, id: name, amount: money, failure, closes: fc.boolean(), validUntil: at })
    )
  },
  {
    weight: 2,
    arbitrary: both(
      both(tagged("Observed"), fc.record({ at })),
      some({
        authorised: money,
        captured: money,
        released: fc.constantFrom(...Release.literals),
        maximum: money,
        validUntil: at
      })
    )
  },
  { weight: 1, arbitrary: both(tagged("Expired"), fc.record({ at })) },
  {
    weight: 1,
    arbitrary: both(both(tagged("Disputed"), fc.record({ id: name, amount: money, at })), some({ stage: name }))
  }
)

/** Any facts, most often about an authorisation that is known. */
export const facts: fc.Arbitrary<ReadonlyArray<Fact>> = fc
  .tuple(fc.array(fact, { maxLength: 12, size: "max" }), fc.array(authorised, { minLength: 0, maxLength: 2 }))
  .map((both) => both.flat())

/** At what time they are read. */
export const now: fc.Arbitrary<number> = fc.constantFrom(-Infinity, 0, 1, 2, Infinity)
