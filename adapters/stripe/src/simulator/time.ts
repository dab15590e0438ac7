/** What happens because time passes, in the order in which it falls due. */
import { cancel } from "./attempts.ts"
import { close } from "./checkout.ts"
import { byItself } from "./events.ts"
import { captureWindow, chargeToWire } from "./intentObject.ts"
import type { Account } from "./ledger.ts"

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
    if (intent.status !== "requires_capture" || charge === undefined) continue
    const at = charge.created + captureWindow
    due.push({
      at,
      happen: () => {
        cancel(account, intent, account.positions.uncapturedReason, { ...byItself, at })
        account.tell("charge.expired", chargeToWire(intent, charge), { ...byItself, at })
      }
    })
  }
  due
    .filter(({ at }) => account.now() >= at * 1000)
    .sort((a, b) => a.at - b.at)
    .forEach(({ happen }) => happen())
}
