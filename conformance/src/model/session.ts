/** What a session should be after a list of commands: a naive list of what was accepted. */

import type { Money } from "@paylayer/core"

export interface ModelSession {
  amount: Money.PositiveMoney
  status: "open" | "locked" | "completed"
}

export type Verdict = "accepted" | "unchanged" | "NotUpdatable"

export const create = (amount: ModelSession["amount"]): ModelSession => ({ amount, status: "open" })

export const update = (session: ModelSession, amount: ModelSession["amount"]): Verdict => {
  if (session.status !== "open") return "NotUpdatable"
  session.amount = amount
  return "accepted"
}

export const lock = (session: ModelSession, amount: ModelSession["amount"]): Verdict => {
  if (session.status === "open") {
    session.amount = amount
    session.status = "locked"
    return "accepted"
  }
  return session.status === "locked" && session.amount.value === amount.value ? "unchanged" : "NotUpdatable"
}

/** Whether the shopper's submission is taken. */
export const pay = (session: ModelSession, gate: "locked-only" | "any-time"): boolean => {
  if (session.status === "completed" || (session.status === "open" && gate === "locked-only")) return false
  session.status = "completed"
  return true
}
