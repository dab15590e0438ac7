/** What the provider holds: PaymentIntents with their charges and refunds, Checkout Sessions with their items. */
import type { Decimal, Identifiers, Truth } from "@paylayer/simulator"
import type { Positions } from "./assumptions.ts"
import { toAmount } from "./currencies.ts"
import type { Cause, EventType } from "./events.ts"
import type { Parsed } from "./parameters.ts"

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "processing"
  | "requires_capture"
  | "canceled"
  | "succeeded"

/** How the issuer or the bank answers. */
export type Manner = "pay" | "decline" | "challenge" | "pending"

type Metadata = Readonly<Record<string, string>>
export type Settings = Readonly<Record<string, Parsed>>

/** What this authorisation can do beyond one capture of its amount. */
export interface CardFeatures {
  readonly multicapture: boolean
  readonly incrementalAuthorisation: boolean
  /** How many per cent more than was authorised may be captured. */
  readonly overcapture: number
  readonly extendedAuthorisation: boolean
}

export interface Charge {
  readonly id: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly paymentMethod: string
  readonly features: CardFeatures
  /** When what isn't captured is given back, in seconds since the epoch; only where capture is manual. */
  readonly captureBefore: number | undefined
  amount: number
  /** What the issuer reserved: increments included, what is captured beyond it not. */
  authorised: number
  amountCaptured: number
  /** How many captures moved money. */
  captures: number
  /** How often the issuer was asked for more, its refusals included. */
  increments: number
  status: "succeeded" | "pending" | "failed"
  /** Whether the last capture was made: with several captures there may be money before that. */
  captured: boolean
  /** Whether nothing is reserved any more: cancelled, expired, or closed by a capture. */
  released: boolean
  /** Oldest first. */
  readonly refunds: Array<Refund>
  dispute: Dispute | undefined
}

export interface Refund {
  readonly id: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly amount: number
  readonly intent: Intent
  readonly charge: Charge
  readonly reason: string | null
  /** Whether Stripe made it to give back what was never captured. */
  readonly release: boolean
  /** What becomes of it by itself, and when, in seconds since the epoch. */
  readonly later: { readonly becomes: "succeeded" | "failed"; readonly at: number } | undefined
  metadata: Metadata
  status: "pending" | "succeeded" | "failed"
  failureReason: string | undefined
  /** Whether the acquirer's reference number is known. */
  traceable: boolean
}

export interface Dispute {
  readonly id: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly amount: number
}

/** What the issuer or the card scheme can be told to refuse. */
type Refusable = "adjust" | "capture" | "refund"

export interface Intent {
  readonly id: string
  readonly clientSecret: string
  /** Seconds since the epoch. */
  readonly created: number
  /** The Checkout Session that it belongs to. */
  readonly session?: string
  /** In the currency's minor units, by Stripe's own decimals. */
  amount: number
  currency: string
  captureMethod: string
  confirmationMethod: string
  status: IntentStatus
  paymentMethod: string | null
  metadata: Metadata
  /** What is only kept: `description`, `customer`, `shipping`. */
  settings: Settings
  lastError: object | null
  nextAction: object | null
  charge: Charge | undefined
  /** Counts the attempts: a challenge belongs to one of them. */
  attempt: number
  canceledAt: number | null
  cancellationReason: string | null
  /** The next modification of these kinds is refused. */
  readonly refuseNext: Set<Refusable>
}

export interface Product {
  readonly id: string
  readonly name: string
  /** What else was said about it: `description`, `images`. */
  readonly others: Settings
}

export interface Item {
  readonly id: string
  readonly product: Product
  readonly price: string
  readonly currency: string
  /** Of one, in minor units; may have decimals of its own. */
  readonly unitAmount: Decimal.Decimal
  readonly quantity: number
  readonly metadata: Metadata
  readonly settings: Settings
}

export interface CheckoutSession {
  readonly id: string
  readonly clientSecret: string
  /** Both in seconds since the epoch. */
  readonly created: number
  readonly expiresAt: number
  /** By its name since 2026-03-25. */
  readonly uiMode: UiMode
  currency: string
  items: ReadonlyArray<Item>
  metadata: Metadata
  readonly settings: Settings
  /** What the PaymentIntent is made with. */
  intentData: Settings
  status: "open" | "complete" | "expired"
  paymentStatus: "paid" | "unpaid"
  intent: Intent | undefined
}

export type UiMode = "elements" | "embedded_page" | "form" | "hosted_page"

export interface Tax {
  /** Per cent, such as 20 or 7.25. */
  readonly percent: number
  /** Whether the prices have it in them already. */
  readonly inclusive?: boolean
}

/** How refunds to a payment method go: at first `pending`, or at first `succeeded` and then `failed`. */
export type RefundManner = "pends" | "fails"

/** One merchant's account. */
export interface Account {
  readonly positions: Positions
  /** The version in which events are written. */
  readonly eventVersion: string
  /** What its cards can do where that is asked for; `not-eligible`: it must not even ask. */
  readonly offered: Partial<CardFeatures> | "not-eligible"
  /** In seconds; at once where it is left out. */
  readonly refundsPendFor: number | undefined
  readonly tax: Tax | undefined
  readonly intents: Map<string, Intent>
  readonly sessions: Map<string, CheckoutSession>
  /** All there were, of failed attempts too. */
  readonly charges: Map<string, readonly [Intent, Charge]>
  readonly refunds: Map<string, Refund>
  readonly products: Map<string, Product>
  /** The payment methods that were named in requests, and how they answer. */
  readonly methods: Map<string, Manner>
  readonly refundManners: Map<string, RefundManner>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** `pi_3…`: a prefix and so many letters and digits. */
  readonly newId: (prefix: string, length: number) => string
  /** Sends a webhook; `previous` are the values that changed, as they were. */
  readonly tell: (type: EventType, object: object, cause: Cause, previous?: object) => void
}

/** Ids that look like Stripe's. */
export const newIdWith =
  (ids: Identifiers.Identifiers): Account["newId"] =>
  (prefix, length) =>
    prefix + ids.hex(length)

export const seconds = (account: Account): number => Math.floor(account.now() / 1000)

const truthStatuses: Readonly<Record<IntentStatus, Truth.SessionStatus>> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "open",
  processing: "pending",
  requires_capture: "completed",
  canceled: "cancelled",
  succeeded: "completed"
}

/**
 * A PaymentIntent that stands for itself. No document gives it a merchant's id as Checkout has its
 * `client_reference_id`: that the reference stands in `metadata[reference]` is a convention of Paylayer's.
 */
export const truthOfIntent = (intent: Intent): Truth.SessionTruth => ({
  id: intent.id,
  reference: intent.metadata["reference"] ?? "",
  amount: toAmount(intent.amount, intent.currency),
  status: truthStatuses[intent.status],
  rest: {
    ...intent.settings,
    capture_method: intent.captureMethod,
    confirmation_method: intent.confirmationMethod,
    metadata: intent.metadata
  }
})

/** The items belong to the rest, their prices don't. */
export const truthOfSession = (session: CheckoutSession, total: number): Truth.SessionTruth => {
  const { client_reference_id: reference, ...settings } = session.settings
  return {
    id: session.id,
    reference: typeof reference === "string" ? reference : "",
    amount: toAmount(total, session.currency),
    status: statusOf(session),
    rest: {
      ...settings,
      payment_intent_data: session.intentData,
      metadata: session.metadata,
      ui_mode: session.uiMode,
      expires_at: session.expiresAt,
      line_items: session.items.map(({ id, metadata, product, quantity, settings: rest }) => ({
        ...rest,
        id,
        name: product.name,
        quantity,
        metadata
      }))
    }
  }
}

const statusOf = ({ intent, status }: CheckoutSession): Truth.SessionStatus => {
  if (status !== "complete") return status
  switch (intent?.status) {
    case "processing":
      return "pending"
    case "requires_capture":
    case "succeeded":
      return "completed"
    case "canceled":
      return "cancelled"
    // The money of an asynchronous method never came, and the session is over.
    default:
      return "failed"
  }
}

/** What can be captured now. */
export const capturableOf = ({ charge, status }: Intent): number =>
  status === "requires_capture" && charge !== undefined ? charge.authorised - charge.amountCaptured : 0

/** What was captured, and is there or was refunded. */
export const receivedOf = ({ charge }: Intent): number => charge?.amountCaptured ?? 0

const sum = (refunds: ReadonlyArray<Refund>): number => refunds.reduce((total, { amount }) => total + amount, 0)

/** What can no longer be refunded, as it was already, or is on its way. */
export const givenBack = ({ refunds }: Charge): number =>
  sum(refunds.filter(({ release, status }) => !release && status !== "failed"))

/** What came back to the shopper. */
export const refundedOf = ({ refunds }: Charge): number =>
  sum(refunds.filter(({ release, status }) => !release && status === "succeeded"))

/** What was authorised, by the PaymentIntent's id: at most one of its charges succeeds. */
export const truthOfAuthorisation = (intent: Intent): Truth.AuthorisationTruth | undefined => {
  const { charge, currency } = intent
  if (charge?.status !== "succeeded") return undefined
  return {
    id: intent.id,
    session: intent.session ?? intent.id,
    authorised: toAmount(charge.authorised, currency),
    captured: toAmount(charge.amountCaptured, currency),
    refunded: toAmount(refundedOf(charge), currency),
    released: charge.released
  }
}
