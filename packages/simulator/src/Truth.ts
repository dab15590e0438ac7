/**
 * What the provider itself believes: the oracle of every law.
 *
 * Amounts are decimal strings of **major** units (`"15.02"`, `"1500"`, `"1.5"`), as the provider understands the
 * number that it was sent. They are read by the simulator's own table of exponents, so that a wrong exponent in an
 * adapter shows.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

export interface Amount {
  /** Major units, exact: no exponent notation, no rounding. */
  readonly decimal: string
  /** ISO 4217, upper case. */
  readonly currency: string
}

export type SessionStatus = "open" | "locked" | "pending" | "completed" | "cancelled" | "expired" | "failed"

export interface SessionTruth {
  readonly id: string
  readonly reference: string
  readonly amount: Amount
  readonly status: SessionStatus
  /** Everything else that the provider holds about the session, in its own words: neither the amount nor a token. */
  readonly rest: Readonly<Record<string, unknown>>
}

export interface AuthorisationTruth {
  readonly id: string
  readonly session?: string
  readonly authorised: Amount
  readonly captured: Amount
  readonly refunded: Amount
  /** Whether nothing can be captured any more: cancelled, expired, or the rest given back. */
  readonly released: boolean
}

export class Truth extends Context.Service<
  Truth,
  {
    readonly sessions: Effect.Effect<ReadonlyArray<SessionTruth>>
    readonly authorisations: Effect.Effect<ReadonlyArray<AuthorisationTruth>>
  }
>()("@paylayer/simulator/Truth") {}
