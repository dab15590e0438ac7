/** What becomes of a payment without the merchant's server: the Dashboard, the issuer, the shopper's bank. */
import { BackOffice } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import { fromAmount } from "../currencies.ts"
import { byItself } from "../events.ts"
import { type Account, type Charge, type Intent, seconds } from "../ledger.ts"
import { captureByHand } from "./captures.ts"
import { disputeToWire } from "./chargeObject.ts"
import { fail, refundByHand } from "./refunds.ts"
import { release } from "./releases.ts"

/** `sweep` lets the time pass that has passed. */
export const make = (account: Account, sweep: () => void): BackOffice.BackOffice["Service"] =>
  BackOffice.BackOffice.of({
    act: (authorisation, act) =>
      Effect.sync(() => {
        sweep()
        const intent = account.intents.get(authorisation)
        const charge = intent?.charge
        return intent !== undefined && charge !== undefined && perform(account, intent, charge, act)
      })
  })

const perform = (account: Account, intent: Intent, charge: Charge, act: BackOffice.Act): boolean => {
  switch (act._tag) {
    case "Capture":
    case "Refund": {
      const amount = fromAmount(act.amount, intent.currency)
      const byHand = act._tag === "Capture" ? captureByHand : refundByHand
      return amount !== undefined && byHand(account, intent, amount)
    }
    case "Cancel":
      if (intent.status !== "requires_capture" || charge.amountCaptured > 0) return false
      release(account, intent, "requested_by_customer", byItself)
      return true
    case "RefundFails":
      return failRefund(account, charge, act.id)
    case "Dispute":
      return dispute(account, intent, charge, fromAmount(act.amount, intent.currency))
    case "RefuseNext":
      return refuseNext(intent, charge, act.kind)
    // A card's capture is final: Stripe knows nothing of the kind.
    case "CaptureFails":
    case "CaptureRecovers":
      return false
  }
}

const failRefund = (account: Account, charge: Charge, id: string | undefined): boolean => {
  const refund = charge.refunds.findLast(
    (one) => !one.release && one.status !== "failed" && (id === undefined || one.id === id)
  )
  if (refund === undefined) return false
  fail(account, refund, "expired_or_canceled_card", byItself)
  return true
}

/** Once for each charge, of no more than was captured; the two events were recorded in this order. */
const dispute = (account: Account, intent: Intent, charge: Charge, amount: number | undefined): boolean => {
  if (amount === undefined || amount > charge.amountCaptured || charge.dispute !== undefined) return false
  charge.dispute = { id: account.newId("du_1", 23), created: seconds(account), amount }
  for (const type of ["charge.dispute.created", "charge.dispute.funds_withdrawn"] as const) {
    account.tell(type, disputeToWire(intent, charge, charge.dispute), byItself)
  }
  return true
}

/** Stripe gives back what is reserved without asking anybody. */
const refuseNext = (
  intent: Intent,
  { features }: Charge,
  kind: Extract<BackOffice.Act, { readonly _tag: "RefuseNext" }>["kind"]
): boolean => {
  const waits = intent.status === "requires_capture"
  const possible =
    kind === "refund"
      ? waits || intent.status === "succeeded"
      : waits && (kind === "capture" || (kind === "adjust" && features.incrementalAuthorisation))
  if (possible && kind !== "cancel") intent.refuseNext.add(kind)
  return possible
}
