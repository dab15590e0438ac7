/** A change asked of an authorisation, as far as the provider's answer told. */
import * as Schema from "effect/Schema"
import { Fact, Kind } from "./Fact.ts"
import { ModificationKey } from "./ModificationKey.ts"
import { PositiveMoney } from "./Money.ts"
import * as Totals from "./Totals.ts"

/**
 * One modification. `authorisation.with(modification.facts)` knows it; where the provider decides later, its outcome
 * comes by webhook, and nothing has moved yet.
 */
export class Modification extends Schema.Class<Modification>("@paylayer/core/Modification")({
  /** Ours. The same key again is the same modification, never a second one. */
  key: ModificationKey,
  kind: Kind,
  amount: Schema.optionalKey(PositiveMoney),
  /** The provider's id of the modification, where it has one. */
  id: Schema.optionalKey(Schema.NonEmptyString),
  /** `acknowledged`: received, and not decided. `failed`: accepted, and then refused; the authorisation is as before. */
  stage: Schema.Literals(["acknowledged", "failed", "succeeded"]),
  /** What became known: what was asked, its link, its outcome. */
  facts: Schema.Array(Fact),
  /** The adapter's own, read by a function of the adapter. No secrets. */
  details: Schema.Json
}) {}

/** What the facts say of the modification with this key. */
export const stageOf = (facts: ReadonlyArray<Fact>, key: ModificationKey): Modification["stage"] => {
  const stage = Totals.stageOf(facts, key)
  return stage === "failed" || stage === "succeeded" ? stage : "acknowledged"
}
