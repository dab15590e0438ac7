import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { SessionCapabilities } from "../Capabilities.ts"
import * as Rules from "../Rules.ts"
import { modify, type Session, type SessionChange } from "../Session.ts"
import type { SessionLock, Sessions, UpdateOptions, UpdateSessionError } from "../Sessions.ts"

/**
 * Update and lock at a provider that has no lock of its own: both are one change at the provider, once the rules allow
 * it, and the lock is held in the session value.
 */
export const heldChanges = (
  capabilities: SessionCapabilities,
  change: (
    operation: string,
    session: Session,
    change: SessionChange,
    options: UpdateOptions
  ) => Effect.Effect<Session, UpdateSessionError>
): { readonly update: Sessions["Service"]["update"]; readonly sessionLock: SessionLock["Service"] } => ({
  update: Effect.fnUntraced(function* (session, wanted, options = {}) {
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(Rules.updateSession(capabilities, session, wanted, now, options))
    return yield* change("Sessions.update", session, wanted, options)
  }),
  sessionLock: {
    capabilities: { lock: "held" },
    lock: Effect.fnUntraced(function* (session, amount, options = {}) {
      const now = yield* Clock.currentTimeMillis
      const allowed = yield* Effect.fromResult(Rules.lockSession(capabilities, session, amount, now, options))
      if (allowed === "already") return session
      return modify(yield* change("SessionLock.lock", session, { amount }, options), { status: "locked" })
    })
  }
})
