/**
 * Funds reserved at the issuer: they can be adjusted, captured, cancelled, refunded. Its state is a grow-only set of
 * facts; what they add up to is computed (`Totals`).
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Authorised, Fact as FactType } from "./Fact.ts"
import { AuthorisationId, Fact, union } from "./Fact.ts"
import { copied } from "./internal/unions.ts"
import * as TotalsModule from "./Totals.ts"
import type { Totals } from "./Totals.ts"

/**
 * An authorisation as far as it is known here. A value: facts are added with {@link Authorisation.with}, and give a
 * new one.
 *
 * **Example** (Two machines learn of one payment)
 *
 * ```ts
 * const paid = make("adyen", {
 *   _tag: "Authorised",
 *   id: Fact.AuthorisationId.make("8814689190961342"),
 *   reference: "order-1001",
 *   amount: Money.positiveUnsafe(1500, "EUR"),
 *   capture: "manual"
 * })
 * const outcome = { _tag: "Outcome", id: "8413547924770610", at: 0, verdict: "succeeded" } as const
 * const here = paid.with([{ ...outcome, kind: "capture", amount: Money.positiveUnsafe(500, "EUR") }])
 * const there = paid.with([{ _tag: "Expired", at: 1 }])
 * here.with(there.facts).totals().captured // => Money.positiveUnsafe(500, "EUR")
 * there.with(here.facts).totals().released // => "expired"
 * ```
 */
export class Authorisation extends Schema.Class<Authorisation>("@paylayer/core/Authorisation")({
  id: AuthorisationId,
  /** The adapter that knows it: `stripe`. */
  provider: Schema.NonEmptyString,
  facts: Schema.Array(Fact).check(
    Schema.makeFilter((facts) => facts.some(({ _tag }) => _tag === "Authorised"), {
      expected: "facts with an Authorised among them"
    })
  )
}) {
  /** With these facts besides: `modification.facts`, `error.facts`, or the facts of a webhook. */
  with(facts: Iterable<FactType>): Authorisation {
    return of(this.id, this.provider, union(this.facts, [...facts]))
  }

  /** What the facts add up to. `now`, in milliseconds, tells whether an unannounced automatic capture is due. */
  totals(now?: number): Totals {
    const totals = TotalsModule.fold(this.facts, now)
    // The schema sees to it that there is an `Authorised`.
    if (totals === undefined) throw new TypeError(`authorisation ${this.id} has no Authorised among its facts`)
    return totals
  }
}

const of = (id: AuthorisationId, provider: string, facts: ReadonlyArray<FactType>): Authorisation => {
  const authorisation = new Authorisation({ id, provider, facts })
  copied(authorisation.facts, facts)
  return authorisation
}

/** A new authorisation, from what first became known of it. */
export const make = (provider: string, authorised: Authorised, facts: Iterable<FactType> = []): Authorisation =>
  of(authorised.id, provider, union([authorised], [...facts]))

const json = Schema.toCodecJson(Authorisation)

/** For a store. */
export const toJson: (authorisation: Authorisation) => Schema.Json = Schema.encodeSync(json)

/**
 * An authorisation from a store. What is none says which field is wrong.
 *
 * **Example** (Not an authorisation)
 *
 * ```ts
 * Result.isFailure(fromJson({ id: "8814689190961342", facts: [] })) // => true
 * ```
 */
export const fromJson: (json: unknown) => Result.Result<Authorisation, Schema.SchemaError> =
  Schema.decodeUnknownResult(json)
