/** Captures, voids, refunds and reversals: asked of the API, made in the Hub, refused by an issuer, decided later. */
import type { Decimal } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import type { Ledger } from "./ledger.ts"
import type { Circumstances, Part, Payment } from "./payments.ts"
import { type Kind, toCapture, toRefund, toReverse, toVoid, type Verdict } from "./rules.ts"
import type { Outcome, Transaction } from "./transactions.ts"
import type { StatusUpdate } from "./webhooks.ts"

export interface Environment {
  readonly ledger: Ledger
  readonly positions: Positions
  readonly now: () => number
  readonly newTransaction: () => string
  /** @param millis When it happens. */
  readonly tell: (update: StatusUpdate, millis: number) => void
}

export interface Request {
  readonly operation: "capture" | "void" | "refund" | "reversal"
  /** A void has none; for the others it is all that there is where there is none. */
  readonly amount?: Decimal.Decimal
  readonly reference?: string
}

type Answer =
  | { readonly _tag: "Made"; readonly transaction: Transaction }
  /** No transaction was made of it. */
  | { readonly _tag: "TooMuch"; readonly most: Decimal.Decimal }

export interface Modifications {
  /** What was asked of this transaction: a payment, or what a modification made. */
  readonly ask: (target: Transaction, request: Request) => Answer
  /** Somebody does it in the Hub. `false`, and nothing happened: the rules don't allow it. */
  readonly act: (payment: Payment, request: Request) => boolean
  /** The issuer declines the next one of this kind that the rules allow. */
  readonly refuseNext: (payment: Payment, kind: Kind) => void
  /** A pending capture or refund is declined; the latest one unless told. `false` where there is none. */
  readonly fail: (payment: Payment, kind: "capture" | "refund", id?: string) => boolean
  /** Decides what fell due since it was last called. */
  readonly catchUp: () => void
}

/** How long a `pending` one takes: an hour, in milliseconds. Nothing documents it. */
const decisionTakes = 60 * 60 * 1000

const approved: Outcome = { status: "success", issuerResponseCode: "00" }
const refusedByIssuer: Outcome = { status: "declined", reason: "generic_decline", issuerResponseCode: "05" }

export const make = ({ ledger, newTransaction, now, positions, tell }: Environment): Modifications => {
  const refusals = new Map<Payment, Array<Kind>>()
  const refusedByRules: Outcome =
    positions.refusalReason === "none" ? { status: "declined" } : { status: "declined", reason: "generic_decline" }

  const announce = (transaction: Transaction, millis: number): void => {
    if (positions.modificationWebhooks === "none") return
    const { id, orderId, outcome } = transaction
    tell({ transactionId: id, status: outcome.status, orderId }, millis)
  }

  const note = (transaction: Transaction): Transaction => {
    ledger.transactions.set(transaction.id, transaction)
    announce(transaction, transaction.created)
    return transaction
  }

  const judge = (payment: Payment, request: Request): Verdict => {
    const circumstances: Circumstances = { now: now(), positions }
    switch (request.operation) {
      case "capture":
        return toCapture(payment, request.amount, circumstances)
      case "void":
        return toVoid(payment, circumstances)
      case "refund":
        return toRefund(payment, request.amount, circumstances)
      case "reversal":
        return toReverse(payment, request.amount, circumstances)
    }
  }

  const typeOf = (kind: Kind, { operation }: Request): Transaction["type"] =>
    operation === "reversal" && positions.reversalTells === "never" ? "reversal" : kind

  const transactionOf = (
    { currency, orderId, payment }: Pick<Transaction, "currency" | "orderId" | "payment">,
    kind: Kind,
    amount: Decimal.Decimal,
    request: Request,
    outcome: Outcome
  ): Transaction => ({
    id: newTransaction(),
    type: typeOf(kind, request),
    payment,
    orderId,
    amount,
    currency,
    created: now(),
    ...(request.reference === undefined ? {} : { reference: request.reference }),
    outcome
  })

  const isPending = (kind: Kind): boolean =>
    (kind === "refund" && positions.pendingModifications !== "none") ||
    (kind === "capture" && positions.pendingModifications === "captures-and-refunds")

  /** Money moves, or will. */
  const carryOut = (payment: Payment, kind: Kind, amount: Decimal.Decimal, request: Request): Transaction => {
    const pending = isPending(kind)
    const made = note(
      transactionOf(describe(payment), kind, amount, request, pending ? { status: "pending" } : approved)
    )
    const part: Part = { id: made.id, amount, at: made.created, status: pending ? "pending" : "success" }
    if (kind === "capture") payment.captures.push(part)
    else if (kind === "refund") payment.refunds.push(part)
    else payment.voided = true
    return made
  }

  /** Whether the issuer says no to this one; it says so once. */
  const isRefused = (payment: Payment, kind: Kind): boolean => {
    const kinds = refusals.get(payment) ?? []
    const index = kinds.indexOf(kind)
    if (index >= 0) kinds.splice(index, 1)
    return index >= 0
  }

  const ask = (target: Transaction, request: Request): Answer => {
    const payment = modifiable(target, request) ? ledger.payments.get(target.payment) : undefined
    const verdict: Verdict =
      payment === undefined ? { _tag: "Declined", kind: kindOf(request) } : judge(payment, request)
    const refuse = (outcome: Outcome, amount: Decimal.Decimal): Answer => ({
      _tag: "Made",
      transaction: note(transactionOf(target, verdict.kind, request.amount ?? amount, request, outcome))
    })
    if (payment === undefined || verdict._tag === "Declined") return refuse(refusedByRules, target.amount)
    if (verdict._tag === "TooMuch") {
      return positions.overAmount === "validation"
        ? { _tag: "TooMuch", most: verdict.most }
        : refuse(refusedByRules, target.amount)
    }
    return isRefused(payment, verdict.kind)
      ? refuse(refusedByIssuer, verdict.amount)
      : { _tag: "Made", transaction: carryOut(payment, verdict.kind, verdict.amount, request) }
  }

  const decide = (part: Part, outcome: Outcome, millis: number): void => {
    part.status = outcome.status === "success" ? "success" : "declined"
    const transaction = ledger.transactions.get(part.id)
    if (transaction === undefined) return
    transaction.outcome = outcome
    announce(transaction, millis)
  }

  const undecided = (): ReadonlyArray<Part> =>
    [...ledger.payments.values()]
      .flatMap(({ captures, refunds }) => [...captures, ...refunds])
      .filter(({ status }) => status === "pending")

  return {
    ask,
    act: (payment, request) => {
      const verdict = judge(payment, request)
      if (verdict._tag !== "Allowed") return false
      carryOut(payment, verdict.kind, verdict.amount, request)
      return true
    },
    refuseNext: (payment, kind) => {
      refusals.set(payment, [...(refusals.get(payment) ?? []), kind])
    },
    fail: (payment, kind, id) => {
      const parts = kind === "capture" ? payment.captures : payment.refunds
      const part = parts.findLast((part) => part.status === "pending" && part.id === (id ?? part.id))
      if (part === undefined) return false
      decide(part, refusedByIssuer, now())
      return true
    },
    catchUp: () => {
      const due = undecided().filter(({ at }) => now() >= at + decisionTakes)
      for (const part of due.sort((a, b) => a.at - b.at)) decide(part, approved, part.at + decisionTakes)
    }
  }
}

const describe = ({ currency, id, orderId }: Payment) => ({ currency, orderId, payment: id })

/**
 * "Process refunds, voids and captures using the original payment transaction_id"; the plugin for WooCommerce gives back
 * under the id of the capture. Nothing can be done to a void or a refund.
 */
const modifiable = ({ outcome, type }: Transaction, { operation }: Request): boolean =>
  type === "payment" || (type === "capture" && operation !== "capture" && outcome.status !== "declined")

const kindOf = ({ operation }: Request): Kind => (operation === "reversal" ? "void" : operation)
