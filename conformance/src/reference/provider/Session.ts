/** A session: where the shopper pays. */
import type { Truth } from "@paylayer/simulator"
import * as Money from "./Money.ts"
import type * as Names from "./Names.ts"
import type * as Payment from "./Payment.ts"
import * as Time from "./Time.ts"

export type Status = "open" | "final" | "pending" | "completed" | "cancelled" | "expired"

/** A submission that the issuer was asked about; one that it approved is a payment by this id. */
export interface Attempt {
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
  readonly capture: Payment.Capture
  /** As it was asked for. */
  readonly preAuthorisation: boolean | undefined
  /** In milliseconds since the epoch. */
  readonly expiresAt: number
  readonly returnUrl: string | undefined
  note: string | undefined
  /** The latest. */
  token: string
  readonly attempts: Array<Attempt>
}

/** Time ends what waits for the shopper, not what the shopper has brought to an end or set going. */
export const statusAt = ({ expiresAt, status }: Session, now: number): Status =>
  (status === "open" || status === "final") && now >= expiresAt ? "expired" : status

export const renewToken = (names: Names.Names, session: Session): string => {
  session.token = names.secret("tok")
  return session.token
}

export const toTruth = (session: Session, now: number): Truth.SessionTruth => {
  const { amount, capture, expiresAt, id, note, preAuthorisation, reference, returnUrl } = session
  const status = statusAt(session, now)
  return {
    id,
    reference,
    amount: Money.toAmount(amount),
    status: status === "final" ? "locked" : status,
    rest: {
      capture,
      expires_at: Time.iso(expiresAt),
      ...(preAuthorisation === undefined ? {} : { pre_authorisation: preAuthorisation }),
      ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
      ...(note === undefined ? {} : { note })
    }
  }
}
