/**
 * Every event of Adyen's standard webhook, and what it is about.
 *
 * Source: the 48 webhooks of Adyen's OpenAPI `Webhooks-v1`, read 2026-11-22. What stands in no row is an unknown event.
 */

/**
 * - `authorised`: a payment was authorised, or refused.
 * - `decided`: a modification succeeded, or failed. `undone`: one that had succeeded did not last; `success` is "true" then.
 * - `reversed`: a cancel or refund; `modification.action` says which. `voided`: a refund that waited will not happen.
 * - `ended`: the shopper can no longer pay. `disputed`: about money that the shopper's bank takes, or gives, back.
 * - `ignored`: of no consequence for the model.
 */
export type Row =
  | { readonly is: "authorised" | "reversed" | "voided" | "expired" | "ended" | "disputed" | "ignored" }
  | {
      readonly is: "decided"
      readonly kind: "adjust" | "capture" | "cancel" | "refund"
      /** Of card data rather than of a payment: without a payment's id, it goes by its own. */
      readonly alone?: true
      /** By reference: it may fail because there is no such payment. */
      readonly unfound?: true
    }
  | { readonly is: "undone"; readonly kind: "capture" | "refund" }

const disputed = { is: "disputed" } as const
const ignored = { is: "ignored" } as const

const rows = {
  AUTHORISATION: { is: "authorised" },
  AUTHORISATION_ADJUSTMENT: { is: "decided", kind: "adjust" },
  CAPTURE: { is: "decided", kind: "capture" },
  CAPTURE_FAILED: { is: "undone", kind: "capture" },
  CANCELLATION: { is: "decided", kind: "cancel" },
  TECHNICAL_CANCEL: { is: "decided", kind: "cancel", unfound: true },
  REFUND: { is: "decided", kind: "refund" },
  REFUND_WITH_DATA: { is: "decided", kind: "refund", alone: true },
  REFUND_FAILED: { is: "undone", kind: "refund" },
  REFUNDED_REVERSED: { is: "undone", kind: "refund" },
  CANCEL_OR_REFUND: { is: "reversed" },
  VOID_PENDING_REFUND: { is: "voided" },
  EXPIRE: { is: "expired" },
  OFFER_CLOSED: { is: "ended" },

  NOTIFICATION_OF_CHARGEBACK: disputed,
  CHARGEBACK: disputed,
  CHARGEBACK_REVERSED: disputed,
  SECOND_CHARGEBACK: disputed,
  PREARBITRATION_OPEN: disputed,
  PREARBITRATION_ACCEPTED: disputed,
  PREARBITRATION_DECLINED: disputed,
  PREARBITRATION_ISSUER_WITHDRAWN: disputed,
  PREARBITRATION_LOST: disputed,
  PREARBITRATION_WON: disputed,
  SCHEME_ARBITRATION: disputed,
  SCHEME_ARBITRATION_LOST: disputed,
  SCHEME_ARBITRATION_WON: disputed,
  DISPUTE_DEFENSE_PERIOD_ENDED: disputed,
  ISSUER_RESPONSE_TIMEFRAME_EXPIRED: disputed,

  // Of a dispute too, but questions, papers and warnings: no money is said to move.
  REQUEST_FOR_INFORMATION: ignored,
  INFORMATION_SUPPLIED: ignored,
  ISSUER_COMMENTS: ignored,
  NOTIFICATION_OF_FRAUD: ignored,
  // The refund waits for the capture: nothing is decided.
  POSTPONED_REFUND: ignored,
  ORDER_OPENED: ignored,
  ORDER_CLOSED: ignored,
  MANUAL_REVIEW_ACCEPT: ignored,
  MANUAL_REVIEW_REJECT: ignored,
  RECURRING_CONTRACT: ignored,
  AUTORESCUE: ignored,
  CANCEL_AUTORESCUE: ignored,
  REPORT_AVAILABLE: ignored,
  ACH_NOTIFICATION_OF_CHANGE: ignored,
  DIRECT_DEBIT_NOTICE_OF_CHANGE_NOTIFICATION: ignored,
  PAIDOUT_REVERSED: ignored,
  PAYOUT_DECLINE: ignored,
  PAYOUT_EXPIRE: ignored,
  PAYOUT_THIRDPARTY: ignored
} as const satisfies Readonly<Record<string, Row>>

export const codes: ReadonlyMap<string, Row> = new Map(Object.entries<Row>(rows))
