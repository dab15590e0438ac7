/** The names that Adyen gives: they look like its own, and are the same in each run. */
import { Identifiers } from "@paylayer/simulator"
import * as Base64 from "effect/encoding/Base64"

export interface Names {
  /** `CS451F2AB1ED897A94` */
  readonly session: () => string
  /** 16 characters, upper case and digits. */
  readonly pspReference: () => string
  /** What the browser holds of a session. */
  readonly sessionData: () => string
  /** What the browser holds of a payment: with characters that have to be encoded in a query. */
  readonly sessionResult: () => string
  readonly redirectResult: () => string
  readonly paymentData: () => string
  readonly payload: () => string
  /** Six digits, the issuer's. */
  readonly authCode: () => string
  /** For a synchronous adjustment. */
  readonly adjustAuthorisationData: () => string
  readonly checkoutAttempt: () => string
}

/** The same with the same seed. */
export const make = (seed: number): Names => {
  const { hex, uuid } = Identifiers.make(seed)
  const upper = (digits: number) => hex(digits).toUpperCase()
  const opaque = (digits: number) => Base64.encode(hex(digits))
  return {
    session: () => `CS${upper(16)}`,
    pspReference: () => upper(16),
    sessionData: () => `Ab02b4c0!BQABAg${opaque(96)}`,
    sessionResult: () => `X3XtfGC7!H4sIA/+${opaque(31)}`,
    redirectResult: () => `X6XtfGC3!Y/+${opaque(40)}`,
    paymentData: () => `Ab02b4c0!PD${opaque(48)}`,
    payload: () => `Ab02b4c0!P${opaque(32)}`,
    authCode: () => String(Number.parseInt(hex(6), 16) % 1_000_000).padStart(6, "0"),
    adjustAuthorisationData: () => `BQABAQ${opaque(48)}`,
    checkoutAttempt: () => `checkout-attempt-${uuid()}`
  }
}
