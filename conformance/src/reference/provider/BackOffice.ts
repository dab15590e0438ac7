/** What becomes of a payment without the merchant's server: in the back office, at the issuer, in the scheme. */
import type { BackOffice } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import type * as Ledger from "./Ledger.ts"
import * as Money from "./Money.ts"
import * as Payment from "./Payment.ts"

const kinds = { adjust: "adjustment", capture: "capture", cancel: "cancellation", refund: "refund" } as const

export const make = ({ account, agenda }: Ledger.Ledger): BackOffice.BackOffice["Service"] => {
  /** The one with this id, or the latest one, of those that are meant. */
  const find = (
    { modifications }: Payment.Payment,
    id: string | undefined,
    isMeant: (modification: Payment.Modification) => boolean
  ): Payment.Modification | undefined =>
    modifications.findLast((modification) => isMeant(modification) && (id === undefined || modification.id === id))

  const act = (payment: Payment.Payment, act: BackOffice.Act, now: number): boolean => {
    switch (act._tag) {
      case "Capture":
      case "Refund":
      case "Dispute": {
        const amount = Money.fromAmount(act.amount, payment.amount.currency)
        if (amount === undefined) return false
        if (act._tag === "Dispute") return account.dispute(payment, amount, now)
        if (act._tag === "Refund") return account.impose(payment, { kind: "refund", amount }, now)
        // Nobody says there whether it is the last one: it is if nothing is left.
        const final = amount.value === Payment.rest(payment)
        return account.impose(payment, { kind: "capture", amount, final }, now)
      }
      case "Cancel":
        return account.impose(payment, { kind: "cancellation" }, now)
      case "CaptureFails":
      case "RefundFails": {
        const kind = act._tag === "CaptureFails" ? "capture" : "refund"
        const failing = find(payment, act.id, (modification) => Payment.hasSucceeded(modification, kind))
        return failing !== undefined && account.revert(payment, failing, now)
      }
      case "CaptureRecovers": {
        const recovering = find(
          payment,
          act.id,
          ({ change, status }) => status === "reverted" && change.kind === "capture"
        )
        return recovering !== undefined && account.recover(payment, recovering, now)
      }
      case "RefuseNext":
        account.declineNext(payment, kinds[act.kind])
        return true
    }
  }

  return {
    act: (id, wanted) =>
      Effect.sync(() => {
        const now = agenda.now()
        const payment = account.payments.get(id)
        return payment !== undefined && act(payment, wanted, now)
      })
  }
}
