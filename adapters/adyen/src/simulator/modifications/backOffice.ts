/** The Customer Area, and what issuers and schemes do on their own. */
import { BackOffice } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as amounts from "../amounts.ts"
import type { Names } from "../names.ts"
import type { Modifications } from "./ledger.ts"
import { captured, isReleased, type Modification, type Payment, type PaymentKind, refunded } from "./payment.ts"
import type { Positions } from "../assumptions.ts"

type Service = BackOffice.BackOffice["Service"]

export const make = (modifications: Modifications, names: Names, positions: Positions): Service => {
  const { office } = modifications

  const report = (
    payment: Payment,
    { amount = payment.authorised, psp, reference }: Modification,
    told: Pick<Parameters<typeof office.tell>[1], "eventCode" | "cause">
  ): true => {
    const merchantReference = modifications.referenceOf(reference, payment.merchantReference)
    office.tell(payment, { ...told, amount, psp, merchantReference, success: true })
    return true
  }

  const captureFails = (payment: Payment, id: string | undefined): boolean => {
    const capture = latest(payment, ["capture"], "succeeded", id)
    if (capture === undefined || captured(payment) - valueOf(capture) < refunded(payment)) return false
    capture.status = "reverted"
    if (capture.closes && positions.afterCaptureFailed === "stays-closed") payment.closed = true
    report(payment, capture, { eventCode: "CAPTURE_FAILED", cause: "rejectedByScheme" })
    // What came back may be too old to be captured again.
    office.expire(payment)
    return true
  }

  const captureRecovers = (payment: Payment, id: string | undefined): boolean => {
    const capture = latest(payment, ["capture"], "reverted", id)
    if (capture === undefined || (isReleased(payment) && !payment.closed)) return false
    if (captured(payment) + valueOf(capture) > payment.authorised.value) return false
    capture.status = "succeeded"
    return report(payment, capture, { eventCode: "CAPTURE", cause: "recaptured" })
  }

  const refundFails = (payment: Payment, id: string | undefined): boolean => {
    const refund = latest(payment, ["refund", "cancelOrRefund"], "succeeded", id)
    if (refund === undefined) return false
    refund.status = "reverted"
    return report(payment, refund, { eventCode: "REFUND_FAILED", cause: "rejectedByScheme" })
  }

  /** Both events have the dispute's own pspReference. */
  const dispute = (payment: Payment, amount: amounts.Amount): boolean => {
    if (amount.currency !== payment.authorised.currency || amount.value > captured(payment)) return false
    const disputed = { amount, psp: names.pspReference(), success: true, cause: "disputed" } as const
    office.tell(payment, { ...disputed, eventCode: "NOTIFICATION_OF_CHARGEBACK" })
    office.tell(payment, { ...disputed, eventCode: "CHARGEBACK" })
    return true
  }

  const act = (payment: Payment, done: BackOffice.Act): boolean => {
    switch (done._tag) {
      case "Capture":
      case "Refund":
      case "Dispute": {
        const amount = amounts.fromTruth(done.amount)
        if (amount === undefined || amount.value <= 0n) return false
        if (done._tag === "Dispute") return dispute(payment, amount)
        return office.modify(payment, done._tag === "Capture" ? "capture" : "refund", amount)
      }
      case "Cancel":
        return office.modify(payment, "cancel")
      case "CaptureFails":
        return captureFails(payment, done.id)
      case "CaptureRecovers":
        return captureRecovers(payment, done.id)
      case "RefundFails":
        return refundFails(payment, done.id)
      case "RefuseNext":
        office.refuseNext(payment, done.kind)
        return true
    }
  }

  return BackOffice.BackOffice.of({
    act: (authorisation, done) =>
      Effect.sync(() => {
        const payment = modifications.byPsp(authorisation)
        return payment !== undefined && act(payment, done)
      })
  })
}

const valueOf = ({ amount }: Modification): bigint => amount?.value ?? 0n

/** The one with this id, or the latest; a reversal that cancelled has no amount, and there is nothing in it to fail. */
const latest = (
  { modifications }: Payment,
  kinds: ReadonlyArray<PaymentKind>,
  status: Modification["status"],
  id: string | undefined
): Modification | undefined =>
  modifications.findLast(
    (modification) =>
      kinds.includes(modification.kind) &&
      modification.status === status &&
      modification.amount !== undefined &&
      (id === undefined || modification.psp === id)
  )
