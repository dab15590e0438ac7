/** Mutants of the core's fold: facts that do not add up. On the reference adapter, which is right. */
import { Fact, Money, Totals } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import * as references from "../reference/index.ts"
import { mutant } from "./operators.ts"

type Fold = typeof Totals.fold

const folding = (killedBy: string, name: string, fold: Fold, of = references.reference): Mutant =>
  mutant(killedBy, name, { ...of, fold })

/** The core's fold of other facts. */
const over =
  (change: (facts: ReadonlyArray<Fact.Fact>) => ReadonlyArray<Fact.Fact>): Fold =>
  (facts, now) =>
    Totals.fold(change(facts), now)

/** The core's fold, with another sum. */
const then =
  (change: (totals: Totals.Totals, facts: ReadonlyArray<Fact.Fact>) => Partial<Totals.Totals>): Fold =>
  (facts, now) => {
    const totals = Totals.fold(facts, now)
    return totals === undefined ? undefined : { ...totals, ...change(totals, facts) }
  }

const none = ({ authorised }: Totals.Totals) => new Money.Money({ value: 0, currency: authorised.currency })

const askedOf = (facts: ReadonlyArray<Fact.Fact>, key: string) =>
  facts.find((fact) => fact._tag === "Asked" && fact.key === key) as Fact.Asked | undefined

/** What the provider only received is done. */
const received = (isMeant: (kind: Fact.Kind) => boolean): Fold =>
  over((facts) =>
    facts.flatMap((fact) => {
      const asked = fact._tag === "Linked" ? askedOf(facts, fact.key) : undefined
      return asked === undefined || !isMeant(asked.kind)
        ? [fact]
        : [fact, { _tag: "Outcome", key: asked.key, kind: asked.kind, at: 0, verdict: "succeeded" }]
    })
  )

/** What nobody here asked for is not heard. */
const deaf = (kind: Fact.Kind): Fold =>
  over((facts) => facts.filter((fact) => fact._tag !== "Outcome" || fact.kind !== kind || fact.key !== undefined))

export const mutants: ReadonlyArray<Mutant> = [
  folding(
    "ADJ-03",
    "what is only received counts as done",
    received(() => true)
  ),
  folding(
    "MOD-02",
    "a capture that is only received counts as taken",
    received((kind) => kind === "capture")
  ),
  folding(
    "MOD-02",
    "a refund that is only received counts as given back",
    received((kind) => kind === "refund")
  ),
  folding("MOD-03", "a refund from elsewhere does not count", deaf("refund")),
  folding("MOD-03", "a cancellation from elsewhere does not count", deaf("cancel")),
  folding(
    "CAP-06",
    "more is called capturable than the provider takes",
    then(({ authorised }) => ({ maximum: new Money.Money({ ...authorised, value: authorised.value * 2 }) }))
  ),
  folding(
    "ADJ-03",
    "a failed adjustment fails the payment",
    then((totals) =>
      totals.modifications.some(({ kind, stage }) => kind === "adjust" && stage === "failed")
        ? { authorised: none(totals), capturable: none(totals) }
        : {}
    )
  ),
  folding(
    "CAP-03",
    "a failed capture loses the authorisation",
    then((totals) =>
      totals.modifications.some(({ kind, stage }) => kind === "capture" && stage === "failed")
        ? { capturable: none(totals), released: "closed" }
        : {}
    )
  ),
  folding(
    "CAP-03",
    "a stage only moves up: what succeeded stays so",
    over((facts) => facts.filter((fact) => fact._tag !== "Outcome" || fact.verdict !== "reverted"))
  ),
  folding(
    "CAP-03",
    "outcomes are not ordered by the provider's time",
    over((facts) => facts.map((fact) => (fact._tag === "Outcome" ? { ...fact, at: 0 } : fact)))
  ),
  folding(
    "ADJ-01",
    "the event's amount is believed",
    over((facts) =>
      facts.map((fact) => {
        const told = facts.find((one) => one._tag === "Outcome" && fact._tag === "Asked" && one.key === fact.key)
        return fact._tag === "Asked" && told?._tag === "Outcome" && told.amount !== undefined && told.amount.value > 0
          ? { ...fact, amount: Money.positiveUnsafe(told.amount.value, told.amount.currency) }
          : fact
      })
    )
  ),
  folding(
    "ADJ-04",
    "the adjustment asked for first wins, whenever it was decided",
    over((facts) =>
      facts.map((fact) =>
        fact._tag === "Outcome" && fact.kind === "adjust"
          ? { ...fact, at: -(askedOf(facts, fact.key ?? "")?.sequence ?? 0) }
          : fact
      )
    )
  ),
  folding(
    "CAP-04",
    "what nobody here asked for does not count",
    over((facts) => facts.filter((fact) => fact._tag !== "Outcome" || fact.key !== undefined))
  ),
  folding(
    "WHK-06",
    "an event and its link count apart",
    over((facts) =>
      facts.flatMap((fact): ReadonlyArray<Fact.Fact> => {
        if (fact._tag !== "Outcome") return [fact]
        const { key, ...event } = fact
        return key === undefined ? [fact] : [{ ...event, id: `${event.id ?? ""} event` }, fact]
      })
    )
  ),
  folding(
    "CAN-01",
    "a cancellation gives nothing back",
    then((totals) => (totals.released === "cancelled" ? { released: undefined, capturable: totals.authorised } : {}))
  ),
  folding(
    "CAP-02",
    "a final capture leaves the rest",
    over((facts) =>
      facts.map((fact) => {
        if (fact._tag !== "Asked" && fact._tag !== "Outcome") return fact
        const { closes: _, ...open } = fact
        return open
      })
    )
  ),
  folding(
    "REF-04",
    "a dispute counts as a refund",
    then((totals) => ({ refunded: totals.disputed[0]?.amount ?? totals.refunded }))
  ),
  folding(
    "REF-02",
    "a refund that failed later still counts",
    over((facts) =>
      facts.map((fact) =>
        fact._tag === "Outcome" && fact.kind === "refund" && fact.verdict === "reverted"
          ? { ...fact, verdict: "succeeded" as const }
          : fact
      )
    )
  ),
  folding(
    "WHK-04",
    "the success of an event is ignored",
    over((facts) =>
      facts.map((fact) =>
        fact._tag === "Outcome" && fact.verdict === "failed" ? { ...fact, verdict: "succeeded" as const } : fact
      )
    )
  ),
  folding(
    "MOD-01",
    "the first adjustment stays in force",
    over((facts) => {
      const first = facts.find((fact) => fact._tag === "Asked" && fact.kind === "adjust" && fact.sequence === 1)
      return facts.filter(
        (fact) => !("kind" in fact) || fact.kind !== "adjust" || first?._tag !== "Asked" || fact.key === first.key
      )
    })
  ),
  folding(
    "REV-01",
    "a reversal is always a refund",
    over((facts) =>
      facts.map((fact) =>
        fact._tag === "Outcome" && askedOf(facts, fact.key ?? "")?.kind === "reverse"
          ? { ...fact, kind: "refund" as const }
          : fact
      )
    )
  )
]
