/** What an answer about a change or a payment makes known, as facts. */
import { Authorisation, Fact } from "@paylayer/core"
import type { ModificationKey, Money } from "@paylayer/core"
import { defined } from "@paylayer/core/adapter"
import type { Decided, Transaction } from "../Profile.ts"

/** Our change, as it was asked for. */
export interface Asked {
  readonly authorisation: Authorisation.Authorisation
  readonly key: ModificationKey.ModificationKey
  readonly kind: Fact.Kind
}

/**
 * What a decision makes known: nothing while it is pending, and nothing of a reversal that went well as long as nobody
 * tells which of the two it was.
 */
export const decided = (
  { authorisation, key, kind }: Asked,
  { failure, turned, verdict, ...told }: Omit<Decided, "id"> & { readonly id: string | undefined },
  at: number,
  amount?: Money.Money
): ReadonlyArray<Fact.Fact> => {
  const id = told.id
  const outcome = { _tag: "Outcome" as const, key, at, ...defined({ id }) }
  if (verdict === "failed") return [{ ...outcome, kind, verdict, ...defined({ failure }) }]
  const became = kind === "reverse" ? turned : kind
  if (verdict !== "succeeded" || became === undefined) return []
  const counted = kind === "reverse" && became === "refund" ? defined({ amount }) : {}
  return [{ ...outcome, kind: became, ...counted, verdict }, ...(became === "cancel" ? undone(authorisation, at) : [])]
}

/**
 * A payment that is captured and not settled can be voided at some providers: then what was captured was never taken.
 * Each capture known so far is reverted, and later than it happened, whatever the difference between two clocks.
 */
const undone = (authorisation: Authorisation.Authorisation, now: number): ReadonlyArray<Fact.Fact> =>
  authorisation
    .totals()
    .modifications.filter(({ kind, stage }) => kind === "capture" && stage === "succeeded")
    .map(({ amount, at = 0, ids, key }) => ({
      _tag: "Outcome",
      kind: "capture",
      at: Math.max(at + 1, now),
      verdict: "reverted",
      ...defined({ key, id: ids[0], amount })
    }))

/**
 * Money reserved by a payment that went well. Captured automatically, it is captured already: a capture under the id of
 * the payment itself, at the moment of the payment, so that every reading says the same.
 */
export const authorised = (
  provider: string,
  { amount, at, id, reference }: Transaction,
  capture: "automatic" | "manual"
): Authorisation.Authorisation =>
  Authorisation.make(
    provider,
    {
      _tag: "Authorised",
      id: Fact.AuthorisationId.make(id),
      reference,
      amount,
      capture,
      adjustable: false,
      multipleCaptures: false
    },
    capture === "manual" ? [] : [{ _tag: "Outcome", id, kind: "capture", amount, at, verdict: "succeeded" }]
  )

/** What a transaction of its own says of a change. */
export const decisionOf = ({ failure, id, is, verdict }: Transaction): Decided => ({
  id,
  ...defined({ failure, verdict, turned: is === "cancel" || is === "refund" ? is : undefined })
})
