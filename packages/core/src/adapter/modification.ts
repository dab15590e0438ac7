import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Asked, Fact } from "../Fact.ts"
import type { Ask } from "../internal/modificationRules.ts"
import { Modification, stageOf } from "../Modification.ts"
import * as ModificationKey from "../ModificationKey.ts"
import { ProviderError } from "../ProviderError.ts"
import { EarlierAttempt } from "./EarlierAttempt.ts"

/** What the provider's answer to a modification told. */
export interface Answered {
  /** The provider's id of the modification. */
  readonly id?: string | undefined
  /** The outcome, where it is known; observed totals. */
  readonly facts?: ReadonlyArray<Fact>
  /** For a function of the adapter to read. No secrets. */
  readonly details?: Schema.Json
  /** Sees the modification that this becomes before the caller does: for what is kept beside it, and shown nowhere. */
  readonly made?: (modification: Modification) => void
}

/**
 * One modification, from the rule that allowed it to what became known of it. What was asked is a fact before anything
 * is sent, and stays one if nobody knows whether the provider has it (`error.facts`). What the provider has under this
 * key is not sent again.
 */
export const modification = Effect.fnUntraced(function* <V, E>(
  allowed: Result.Result<Ask, V>,
  options: { readonly key?: ModificationKey.ModificationKey | undefined },
  send: (key: ModificationKey.ModificationKey, asked: Asked) => Effect.Effect<Answered, E | ProviderError>
): Effect.fn.Return<Modification, V | E | ProviderError> {
  const { again, ...what } = yield* Effect.fromResult(allowed)
  const key = options.key ?? (yield* ModificationKey.draw)
  if (again?._tag === "known") return knownAlready(key, what, again.facts)
  if (again?._tag === "conflict") {
    return yield* new ProviderError({
      provider: again.provider,
      operation: operations[what.kind],
      key,
      reason: {
        _tag: "IdempotencyConflict",
        message: "the key was used for another modification, or was refused; nothing was sent"
      },
      outcome: "not-executed"
    })
  }
  const asked: Asked = { _tag: "Asked", key, ...what }
  const {
    details = null,
    facts = [],
    id,
    made
  } = yield* Effect.mapError(
    Effect.provideService(send(key, asked), EarlierAttempt, again?._tag === "unsure"),
    (error) =>
      error instanceof ProviderError && error.outcome === "unknown"
        ? new ProviderError({ ...error, facts: [asked] })
        : error
  )
  const learned: ReadonlyArray<Fact> = [
    asked,
    ...(id === undefined ? [] : [{ _tag: "Linked" as const, key, id }]),
    ...facts
  ]
  const modification = new Modification({
    key,
    kind: what.kind,
    ...(what.amount === undefined ? {} : { amount: what.amount }),
    ...(id === undefined ? {} : { id }),
    stage: stageOf(learned, key),
    facts: learned,
    details
  })
  made?.(modification)
  return modification
})

/** The provider has it: what is known of it, and nothing sent. */
const knownAlready = (
  key: ModificationKey.ModificationKey,
  { amount, kind }: Omit<Ask, "again">,
  facts: ReadonlyArray<Fact>
): Modification => {
  const link = facts.find((fact) => fact._tag === "Linked")
  return new Modification({
    key,
    kind,
    ...(amount === undefined ? {} : { amount }),
    ...(link === undefined ? {} : { id: link.id }),
    stage: stageOf(facts, key),
    facts,
    details: null
  })
}

/** The port and its verb, as errors and spans name them. */
export const operations = {
  adjust: "Adjustments.adjust",
  capture: "Captures.capture",
  cancel: "Cancellations.cancel",
  refund: "Refunds.refund",
  reverse: "Reversals.reverse"
} as const satisfies Record<Ask["kind"], string>
