/**
 * What the reason of an event means.
 *
 * Source: docs.adyen.com, the failure reasons of captures and refunds, and the examples of `Webhooks-v1`; read
 * 2026-11-22. Of failed adjustments and cancellations no document has a reason: they are kept as they came.
 */
import type { Fact, Failure } from "@paylayer/core"
import { RuleViolation } from "@paylayer/core"

/** A provider's text is kept up to here. */
const longest = 500

export const failureOf = (
  {
    kind,
    scheme,
    reason
  }: {
    readonly kind: Fact.Kind
    /** Whether it is the card scheme that rejected what Adyen had accepted. */
    readonly scheme: boolean
    readonly reason: string | undefined
  },
  id: string
): Failure.Failure | undefined => {
  const raw = reason?.slice(0, longest)
  switch (raw) {
    case undefined:
    case "":
    case "null":
      return scheme ? { _tag: "Declined" } : undefined
    case "Insufficient balance on payment":
      return kind === "capture"
        ? new RuleViolation.CaptureExceedsAuthorised({ id })
        : new RuleViolation.RefundExceedsCaptured({ id })
    case "Transaction hasn't been captured, refund not possible":
      return new RuleViolation.NotRefundable({ id, why: "not-captured" })
    case "Refused":
      return { _tag: "Declined", message: raw }
    default:
      return scheme ? { _tag: "Declined", message: raw } : { _tag: "Other", raw }
  }
}

/** Why a payment was refused, unless the text quotes the card: `authCode:last four digits:expiry`. */
export const refusalOf = (reason: string | undefined): string | undefined =>
  reason === undefined || reason === "" || reason === "null" || /\d{4}:\d{1,2}\/\d{2,4}/.test(reason)
    ? undefined
    : reason.slice(0, longest)
