/** Transactions as Acquired.com shows them: a payment is one, and so is each capture, void, refund and reversal of it. */
import { Decimal, Json } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import type { TransactionStatus } from "./webhooks.ts"

/** Of the reference's "Reasons", those that happen here. */
export type Reason = "generic_decline" | "soft_decline" | "challenge_failed" | "challenge_time_out"

/** How it stands with a transaction. */
export interface Outcome {
  readonly status: TransactionStatus
  readonly reason?: Reason
  /** Of the issuer, where it was asked and has answered: `00` approved, `05` do not honour. */
  readonly issuerResponseCode?: "00" | "05"
}

export interface Transaction {
  readonly id: string
  readonly type: "payment" | "capture" | "void" | "refund" | "reversal"
  /** The payment that it belongs to: its own id where it is one. */
  readonly payment: string
  readonly orderId: string
  readonly amount: Decimal.Decimal
  /** In lower case. */
  readonly currency: string
  /** Milliseconds since the epoch. */
  readonly created: number
  readonly reference?: string
  /** Of a payment: whether it was to be captured at once. */
  readonly capture?: boolean
  /** Whether a bank pays, and no card. */
  readonly byBank?: boolean
  outcome: Outcome
}

/**
 * What the call that made it is answered (reference: "Pagination", under HATEOAS); `reason` only where there is one.
 *
 * @param tells Whether the answer says what a reversal came to.
 */
export const answerOf = ({ id, outcome, type }: Transaction, tells: boolean): Json.JsonObject => ({
  transaction_id: id,
  status: outcome.status,
  ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
  ...(outcome.issuerResponseCode === undefined ? {} : { issuer_response_code: outcome.issuerResponseCode }),
  ...(tells ? { transaction_type: type } : {}),
  links: [{ rel: "self", href: `/v1/transactions/${id}` }]
})

/** What reading it shows (reference: "The transaction object"; plugins). `reason` is empty where there is none. */
const everything = (transaction: Transaction, mid: string, positions: Positions): Json.JsonObject => {
  const { amount, byBank, capture, created, currency, id, orderId, outcome, reference, type } = transaction
  const money = { order_id: orderId, amount: new Json.Numeral(Decimal.format(amount)), currency }
  return {
    transaction_id: id,
    status: outcome.status,
    reason: outcome.reason ?? "",
    mid,
    // What a payment by bank has here is nowhere said.
    ...(byBank === true ? {} : { payment_method: "card" }),
    transaction_type: type === "payment" ? positions.paymentType : type,
    ...(positions.transactionShape === "root"
      ? money
      : { transaction: { ...money, ...(capture === undefined ? {} : { capture }) } }),
    ...(reference === undefined || positions.keptReference === "no" ? {} : { reference }),
    ...(outcome.issuerResponseCode === undefined ? {} : { issuer_response_code: outcome.issuerResponseCode }),
    created: `${new Date(created).toISOString().slice(0, 19)}Z`
  }
}

/** @param filter "Filter the parameters that you want to return": names with commas between them; all where it is empty. */
export const view = (transaction: Transaction, mid: string, positions: Positions, filter: string): Json.JsonObject => {
  const all = everything(transaction, mid, positions)
  const wanted = filter.split(",").flatMap((name) => name.trim() || [])
  return wanted.length === 0 ? all : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)))
}
