/** A session, and all that the provider holds: what its API and the browser both work on. */
import type { Truth } from "@paylayer/simulator"
import * as Money from "./Money.ts"
import type * as Names from "./Names.ts"

export type Capture = "automatic" | "manual"
export type Status = "open" | "final" | "pending" | "completed" | "cancelled" | "expired"

export interface Payment {
  readonly id: string
  readonly amount: Money.Money
  result: "authorised" | "refused" | "pending"
}

export interface Session {
  readonly id: string
  reference: string
  amount: Money.Money
  /** As it was last set; `statusAt` knows what time has made of it. */
  status: Status
  readonly capture: Capture
  /** In milliseconds since the epoch. */
  readonly expiresAt: number
  readonly returnUrl: string | undefined
  note: string | undefined
  /** The latest. */
  token: string
  readonly payments: Array<Payment>
}

interface Proof {
  readonly session: Session
  /** Once it has been asked for. */
  result: object | undefined
}

/** Money that an issuer has promised, for a session or for an intent. */
export interface Authorisation {
  readonly id: string
  readonly session?: string
  readonly amount: Money.Money
  readonly captured: boolean
  released: boolean
}

/** In the order in which they were made. */
export interface Ledger {
  readonly names: Names.Names
  readonly sessions: Map<string, Session>
  readonly proofs: Map<string, Proof>
  readonly authorisations: Map<string, Authorisation>
}

export const makeLedger = (names: Names.Names): Ledger => ({
  names,
  sessions: new Map(),
  proofs: new Map(),
  authorisations: new Map()
})

/** Time ends what waits for the shopper, not what the shopper has brought to an end or set going. */
export const statusAt = ({ expiresAt, status }: Session, now: number): Status =>
  (status === "open" || status === "final") && now >= expiresAt ? "expired" : status

export const renewToken = (ledger: Ledger, session: Session): string => {
  session.token = ledger.names.secret("tok")
  return session.token
}

export const time = (millis: number): string => new Date(millis).toISOString()

export const toTruth = (session: Session, now: number): Truth.SessionTruth => {
  const { amount, capture, expiresAt, id, note, reference, returnUrl } = session
  const status = statusAt(session, now)
  return {
    id,
    reference,
    amount: Money.toAmount(amount),
    status: status === "final" ? "locked" : status,
    rest: {
      capture,
      expires_at: time(expiresAt),
      ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
      ...(note === undefined ? {} : { note })
    }
  }
}

export const toAuthorisationTruth = (authorisation: Authorisation): Truth.AuthorisationTruth => {
  const { amount, captured, id, released, session } = authorisation
  const none = Money.toAmount(Money.nothing(amount.currency))
  const authorised = Money.toAmount(amount)
  return {
    id,
    ...(session === undefined ? {} : { session }),
    authorised,
    captured: captured ? authorised : none,
    refunded: none,
    released
  }
}
