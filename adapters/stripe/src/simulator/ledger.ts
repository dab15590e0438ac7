/** What the provider holds: PaymentIntents with their charges, Checkout Sessions with their items. */
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

export interface Charge {
  readonly id: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly amount: number
  readonly paymentMethod: string
  status: "succeeded" | "pending" | "failed"
  captured: boolean
  /** Whether what was authorised was given back uncaptured. */
  released: boolean
}

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

/** One merchant's account. */
export interface Account {
  readonly positions: Positions
  /** The version that requests without one have, and events. */
  readonly apiVersion: string
  readonly tax: Tax | undefined
  readonly intents: Map<string, Intent>
  readonly sessions: Map<string, CheckoutSession>
  readonly products: Map<string, Product>
  /** The payment methods that were named in requests, and how they answer. */
  readonly methods: Map<string, Manner>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** `pi_3…`: a prefix and so many letters and digits. */
  readonly newId: (prefix: string, length: number) => string
  /** Sends a webhook. */
  readonly tell: (type: EventType, object: object, cause: Cause) => void
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

/** What was authorised, by the PaymentIntent's id: at most one of its charges succeeds. */
export const truthOfAuthorisation = (intent: Intent): Truth.AuthorisationTruth | undefined => {
  const { charge, currency } = intent
  if (charge?.status !== "succeeded") return undefined
  return {
    id: intent.id,
    session: intent.session ?? intent.id,
    authorised: toAmount(charge.amount, currency),
    captured: toAmount(charge.captured ? charge.amount : 0, currency),
    refunded: toAmount(0, currency),
    released: charge.released
  }
}
