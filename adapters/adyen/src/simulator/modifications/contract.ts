/** What the faces of Adyen ask of the ledger. */
import type { Amount } from "../amounts.ts"
import type { Refusable } from "./decide.ts"
import type { Told } from "./events.ts"
import type { Item } from "./item.ts"
import type { CaptureMode, Kind, Payment, Tender } from "./payment.ts"
import type { Cause } from "./reasons.ts"

/** What an AUTHORISATION says of a card. */
interface Card {
  readonly authCode: string
  readonly last4: string
  /** `03/2030` */
  readonly expiry: string
}

interface Attempt {
  readonly psp: string
  readonly merchantReference: string
  readonly merchantAccount: string
  /** As webhooks name it: `visa`, `ideal`. */
  readonly paymentMethod: string
  readonly amount: Amount
}

export interface NewPayment extends Attempt {
  readonly preAuth: boolean
  /** Checkout's; Classic has none. */
  readonly session?: string
  /** The account's setting unless told otherwise; `hours: 0` is at once. */
  readonly capture?: CaptureMode
  readonly card?: Card
}

interface RefusedPayment extends Attempt {
  readonly reason: string
}

export interface Asked {
  /** Of adjust, capture, refund, refundWithData: checked to be more than nothing. */
  readonly amount?: Amount
  /** The merchant's own name for the modification. */
  readonly reference?: string
  /** technicalCancel: what the merchant called the payment. It is looked for when this is decided. */
  readonly originalMerchantReference?: string
  /** refund on a terminal. */
  readonly tender?: Tender
  /** voidPendingRefund: which refund, by its pspReference or by the terminal's names. */
  readonly refund?: string | Tender
  /** refundWithData: `visa`. */
  readonly paymentMethod?: string
}

interface AdjustedNow {
  readonly psp: string
  readonly result: "Authorised" | "Refused"
  /** For the next one; a refusal has none, and the one before stays. */
  readonly blob?: string
}

export interface Modifications {
  /** A payment that the issuer approved: by a session, or by Classic's authorise. Tells AUTHORISATION. */
  readonly authorised: (payment: NewPayment) => Payment
  /** Tells AUTHORISATION with `success: false`. */
  readonly refusedAuthorisation: (payment: RefusedPayment) => void
  readonly byPsp: (psp: string) => Payment | undefined
  /** The oldest first. */
  readonly byMerchantReference: (reference: string) => ReadonlyArray<Payment>
  /** All, the oldest first. */
  readonly payments: () => ReadonlyArray<Payment>
  /**
   * Takes a modification: received now, decided later. Whether the payment exists is the caller's to check, but for
   * those that name it otherwise (technicalCancel, voidPendingRefund) or have none (refundWithData).
   */
  readonly receive: (payment: Payment | undefined, kind: Kind, asked: Asked) => { readonly psp: string }
  /** The synchronous adjustment (`adjustAuthorisationData`): decided at once. */
  readonly adjustNow: (
    payment: Payment,
    asked: { readonly amount: Amount; readonly reference?: string; readonly blob: string }
  ) => AdjustedNow
  /** Whether a synchronous adjustment of the payment may have this `adjustAuthorisationData`. */
  readonly accepts: (payment: Payment, blob: string) => boolean
  /** The reference of a modification in answers and events: the merchant's own, or what stands for it. */
  readonly referenceOf: (asked: string | undefined, merchantReference: string) => string
  /** Does all that is due by now. Whatever is asked of the ledger settles it first; what was read before may be old. */
  readonly settle: () => void
  /** Takes all that was told, oldest first. */
  readonly take: () => ReadonlyArray<Item>
  readonly office: Office
}

/** The ledger as people at the provider, the issuer and the scheme see it: all that they do happens at once. */
interface Office {
  /** `false`, and nothing happened, where the payment's state does not allow it. The issuer may refuse it all the same. */
  readonly modify: (payment: Payment, kind: "capture" | "refund" | "cancel", amount?: Amount) => boolean
  /** The issuer refuses the next modification of this kind that has nothing else against it. */
  readonly refuseNext: (payment: Payment, kind: Refusable) => void
  readonly tell: (payment: Payment, reported: Reported) => void
  /** What isn't captured expires, if its time has come. */
  readonly expire: (payment: Payment) => void
}

/** An event about a payment: the payment's own where nothing else is said. */
export type Reported = Pick<Told, "amount" | "eventCode" | "psp" | "success"> &
  Partial<Pick<Told, "additionalData" | "merchantReference" | "originalReference">> & { readonly cause?: Cause }
