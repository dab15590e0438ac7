/** The ports of sessions: what a provider lacks, its layer does not provide, and using it does not compile. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Authorisation } from "./Authorisation.ts"
import type { SessionCapabilities, SessionLockCapabilities } from "./Capabilities.ts"
import type { ModificationKey } from "./ModificationKey.ts"
import { PositiveMoney } from "./Money.ts"
import type { ProviderError } from "./ProviderError.ts"
import type {
  AmountNotRepresentable,
  AmountOutOfRange,
  ContinuationLost,
  CurrencyMismatch,
  NotCancellable,
  NotUpdatable,
  ProofMismatch,
  SessionExpired,
  TotalDiffers,
  Unsupported,
  UnsupportedCurrency
} from "./RuleViolation.ts"
import type { Session, SessionChange, SessionRequest } from "./Session.ts"
import { SessionStatus } from "./Session.ts"
import { Unrecognised } from "./Unrecognised.ts"

/** What every changing operation takes. */
export interface ChangeOptions {
  /** The name of this change; drawn if left out. `ProviderError.key` gives it back. */
  readonly key?: ModificationKey
}

/** What an update and a lock take besides. */
export interface UpdateOptions extends ChangeOptions {
  /**
   * The token that the browser holds (Adyen: the Drop-in's latest `sessionData`). It names the browser's state, never
   * an amount. Left out, the last one that the server got is used.
   */
  readonly continuation?: Redacted.Redacted<string>
}

export type CreateSessionError =
  | UnsupportedCurrency
  | AmountOutOfRange
  | AmountNotRepresentable
  | TotalDiffers
  | Unsupported
  | ProviderError

export type UpdateSessionError =
  | NotUpdatable
  | SessionExpired
  | ContinuationLost
  | CurrencyMismatch
  | CreateSessionError

export class Sessions extends Context.Service<
  Sessions,
  {
    readonly capabilities: SessionCapabilities
    /** A new session. It is `open`, or `locked` if its amount is final or nobody confirmed that it may change. */
    readonly create: (request: SessionRequest, options?: ChangeOptions) => Effect.Effect<Session, CreateSessionError>
    /** Changes an `open` session; what the change does not name stays. `amount` is the new total, never a delta. */
    readonly update: (
      session: Session,
      change: SessionChange,
      options?: UpdateOptions
    ) => Effect.Effect<Session, UpdateSessionError>
  }
>()("@paylayer/core/Sessions") {}

export class SessionLock extends Context.Service<
  SessionLock,
  {
    readonly capabilities: SessionLockCapabilities
    /**
     * Sets the final amount. Locking again with the same amount gives the session back and sends nothing (a shopper
     * retries, or clicks twice); with another amount it is `NotUpdatable`.
     */
    readonly lock: (
      session: Session,
      amount: PositiveMoney,
      options?: UpdateOptions
    ) => Effect.Effect<Session, UpdateSessionError>
  }
>()("@paylayer/core/SessionLock") {}

/** How one attempt of the shopper ended. */
export const SessionAttempt = Schema.Struct({
  /** The provider's id of the payment. */
  id: Schema.String,
  amount: PositiveMoney,
  status: Schema.Union([Schema.Literals(["authorised", "refused", "pending"]), Unrecognised])
})
export type SessionAttempt = typeof SessionAttempt.Type

export class SessionResult extends Schema.Class<SessionResult>("@paylayer/core/SessionResult")({
  status: Schema.Union([SessionStatus, Unrecognised]),
  attempts: Schema.Array(SessionAttempt),
  /** What the attempt that went well reserved, if one did. */
  authorisation: Schema.optionalKey(Authorisation)
}) {}

export class SessionResults extends Context.Service<
  SessionResults,
  {
    /**
     * What became of a session, by the proof that the browser sent. Ask once: at some providers the answer is made
     * at the first call and never changes. It counts only if it is this session's, else `ProofMismatch`.
     */
    readonly result: (
      session: Session,
      proof: Redacted.Redacted<string>
    ) => Effect.Effect<SessionResult, ProofMismatch | ProviderError>
  }
>()("@paylayer/core/SessionResults") {}

export class SessionExpiry extends Context.Service<
  SessionExpiry,
  {
    /** Ends a session before its time: nobody can pay it any more. */
    readonly expire: (
      session: Session,
      options?: ChangeOptions
    ) => Effect.Effect<Session, NotCancellable | ProviderError>
  }
>()("@paylayer/core/SessionExpiry") {}
