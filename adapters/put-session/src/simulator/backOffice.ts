/** What people do in Acquired.com's Hub, and what issuers do without being asked. */
import { BackOffice, Decimal, type Truth } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import { counted, isPositive } from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import type { Ledger } from "./ledger.ts"
import type { Modifications, Request } from "./modifications.ts"
import type { Payment } from "./payments.ts"

export interface Environment {
  readonly ledger: Ledger
  readonly modifications: Modifications
  readonly positions: Positions
}

/** RefuseNext's kinds; there is no way to change an authorised amount. */
const kinds = { capture: "capture", cancel: "void", refund: "refund" } as const

export const make = ({ ledger, modifications, positions }: Environment): BackOffice.BackOffice["Service"] => {
  const withAmount = (payment: Payment, operation: Request["operation"], given: Truth.Amount): boolean => {
    const amount = amountOf(payment, given)
    return amount !== undefined && modifications.act(payment, { operation, amount })
  }

  /** The amount, if somebody could type it in for this payment. */
  const amountOf = (payment: Payment, { currency, decimal }: Truth.Amount): Decimal.Decimal | undefined => {
    const amount = currency === payment.currency.toUpperCase() ? Decimal.parse(decimal) : undefined
    const exact = amount === undefined ? undefined : counted(amount, payment.currency, positions)
    return typeof exact === "object" && isPositive(exact) ? exact : undefined
  }

  const act = (payment: Payment, act: BackOffice.Act): boolean => {
    switch (act._tag) {
      case "Capture":
        return withAmount(payment, "capture", act.amount)
      case "Refund":
        return withAmount(payment, "refund", act.amount)
      case "Cancel":
        return modifications.act(payment, { operation: "void" })
      case "CaptureFails":
        return modifications.fail(payment, "capture", act.id)
      case "RefundFails":
        return modifications.fail(payment, "refund", act.id)
      case "RefuseNext":
        if (act.kind === "adjust") return false
        modifications.refuseNext(payment, kinds[act.kind])
        return true
      // A declined transaction stays declined, and no webhook of this API speaks of a dispute.
      case "CaptureRecovers":
      case "Dispute":
        return false
    }
  }

  return BackOffice.BackOffice.of({
    act: (authorisation, what) =>
      Effect.sync(() => {
        const payment = ledger.payments.get(authorisation)
        return payment !== undefined && act(payment, what)
      })
  })
}
