/** What happens because time passes, in the order in which it falls due. */
import { close } from "./checkout.ts"
import { byItself } from "./events.ts"
import type { Account } from "./ledger.ts"
import { nextOf } from "./modifications/refunds.ts"
import { expire } from "./modifications/releases.ts"

interface Due {
  /** Seconds since the epoch. */
  readonly at: number
  readonly happen: () => void
}

/** Everything that has fallen due by now. */
export const sweep = (account: Account): void => {
  const due: Array<Due> = []
  for (const session of account.sessions.values()) {
    const paying =
      session.intent?.status === "requires_action" && account.positions.expiryWhileActionRequired === "may-finish"
    if (session.status !== "open" || paying) continue
    const at = session.expiresAt
    due.push({ at, happen: () => close(account, session, { ...byItself, at }) })
  }
  for (const intent of account.intents.values()) {
    const { charge } = intent
    const at = charge?.captureBefore
    if (intent.status !== "requires_capture" || charge === undefined || at === undefined) continue
    due.push({ at, happen: () => expire(account, intent, charge, { ...byItself, at }) })
  }
  for (const refund of account.refunds.values()) {
    const next = nextOf(account, refund)
    if (next !== undefined) due.push(next)
  }
  const fallen = due.filter(({ at }) => account.now() >= at * 1000).sort((a, b) => a.at - b.at)
  for (const { happen } of fallen) happen()
  // A refund that has just been paid out has its number before it.
  if (fallen.length > 0) sweep(account)
}
