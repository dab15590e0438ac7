/** What modifications have in common, whichever of Adyen's APIs sends them. */
import type { Authorisation, Fact, Money } from "@paylayer/core"
import { Rules } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import { amounts } from "./currencies.ts"

/** The decisions in which Adyen differs from others, each replaceable where one wants to see what it is for. */
export interface ModificationDecisions {
  readonly amounts: AmountTable.AmountTable
  readonly rules: Pick<typeof Rules, "adjust" | "capture" | "cancel" | "refund" | "reverse">
  /** The amount that is sent: of an adjustment, the new total. */
  readonly sent: (
    kind: Fact.Kind,
    amount: Money.PositiveMoney,
    authorisation: Authorisation.Authorisation
  ) => Money.Money
}

export const modificationDecisions: ModificationDecisions = { amounts, rules: Rules, sent: (_, amount) => amount }
