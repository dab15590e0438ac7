/**
 * How the merchant account is set up, as far as it decides what becomes of payments. No call tells it: whoever
 * configures the adapter looks it up in Adyen's Customer Area.
 */

export interface Account {
  /** Whether Adyen enabled several partial captures of one payment; `false` unless told. */
  readonly multiplePartialCaptures?: boolean
  /** When payments are captured that do not say themselves when; `immediate`, Adyen's own default, unless told. */
  readonly captureDelay?: CaptureDelay
}

/** Whose payments they are: what an application says once. */
export interface Merchant {
  readonly merchantAccount: string
  readonly account?: Account
}

/** `manual`: only when asked. In hours otherwise, of the moment of the authorisation. */
export type CaptureDelay = "immediate" | "manual" | { readonly hours: number }

/** How a payment that is captured this way is captured, as its `Authorised` says it. */
export const captureOf = (
  delay: CaptureDelay,
  authorisedAt: number
): { readonly capture: "manual" } | { readonly capture: "automatic"; readonly capturesAt: number } =>
  delay === "manual"
    ? { capture: "manual" }
    : { capture: "automatic", capturesAt: authorisedAt + (delay === "immediate" ? 0 : delay.hours) * 3_600_000 }
