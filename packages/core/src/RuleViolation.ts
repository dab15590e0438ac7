/**
 * What the model refuses, before anything is sent or because the provider said so in as many words. Each names what
 * was expected, what came, and which object; none holds a secret.
 */
import * as Schema from "effect/Schema"
import { Currency } from "./Currency.ts"

/** An amount as it came, whatever it was: shown, never used. */
const GivenAmount = Schema.String

/** What stands in the way of changing a session or an intent. */
export const NotUpdatableReason = Schema.Literals([
  "locked",
  "pending",
  "completed",
  "cancelled",
  "failed",
  "processing",
  "captured",
  "another-provider",
  "not-a-session",
  "refused-by-provider"
])
export type NotUpdatableReason = typeof NotUpdatableReason.Type

/** The session or intent cannot change any more, or not now. Its amount is what it was. */
export class NotUpdatable extends Schema.TaggedError<NotUpdatable>()("NotUpdatable", {
  id: Schema.String,
  why: NotUpdatableReason,
  /** The provider's own code, where it was the provider that refused. */
  code: Schema.optionalKey(Schema.String)
}) {
  override get message() {
    if (this.why === "not-a-session") return "not a session: what was stored is restored with Session.fromJson"
    return `${this.id} cannot be changed: ${this.why}${this.code === undefined ? "" : ` (${this.code})`}`
  }
}

/** The session's time is over: a new session is needed. */
export class SessionExpired extends Schema.TaggedError<SessionExpired>()("SessionExpired", {
  id: Schema.String,
  expiresAt: Schema.optionalKey(Schema.DateTimeUtcFromString)
}) {
  override get message() {
    return `session ${this.id} has expired`
  }
}

/** No token is left with which the provider would take a change of this session: a new session is needed. */
export class ContinuationLost extends Schema.TaggedError<ContinuationLost>()("ContinuationLost", {
  id: Schema.String
}) {
  override get message() {
    return `session ${this.id} can no longer be reached: its continuation token is missing, stale or another session's`
  }
}

/** The provider states another total than the one asked for. Minor units of `currency`. */
export class TotalDiffers extends Schema.TaggedError<TotalDiffers>()("TotalDiffers", {
  id: Schema.String,
  currency: Currency,
  expected: Schema.Int,
  actual: GivenAmount
}) {
  override get message() {
    return `${this.id}: asked for ${this.expected} minor units of ${this.currency}, the provider states ${this.actual}`
  }
}

/** The two amounts are in different currencies. */
export class CurrencyMismatch extends Schema.TaggedError<CurrencyMismatch>()("CurrencyMismatch", {
  expected: Currency,
  actual: Schema.String
}) {
  override get message() {
    return `expected an amount in ${this.expected}, got ${this.actual}`
  }
}

/** Not a currency that the model knows, or not one that this provider takes. */
export class UnsupportedCurrency extends Schema.TaggedError<UnsupportedCurrency>()("UnsupportedCurrency", {
  currency: Schema.String,
  /** Absent where it is the model that does not know the code. */
  provider: Schema.optionalKey(Schema.String)
}) {
  override get message() {
    return this.provider === undefined
      ? `${this.currency} is not an ISO 4217 currency`
      : `${this.provider} does not take ${this.currency}`
  }
}

/** Minor units outside what is possible: `minimum` and `maximum` are both allowed. */
export class AmountOutOfRange extends Schema.TaggedError<AmountOutOfRange>()("AmountOutOfRange", {
  currency: Currency,
  amount: GivenAmount,
  minimum: Schema.Int,
  maximum: Schema.Int
}) {
  override get message() {
    return `${this.amount} is not between ${this.minimum} and ${this.maximum} minor units of ${this.currency}`
  }
}

/** The amount cannot be said exactly on the other side. It is never rounded. */
export class AmountNotRepresentable extends Schema.TaggedError<AmountNotRepresentable>()("AmountNotRepresentable", {
  currency: Currency,
  amount: GivenAmount,
  /** What the amount would have to be: such as `a whole number of minor units` or `a multiple of 100`. */
  expected: Schema.String
}) {
  override get message() {
    return `${this.amount} ${this.currency} is not ${this.expected}`
  }
}

/** The provider lacks it, and its capabilities said so: nothing was sent. */
export class Unsupported extends Schema.TaggedError<Unsupported>()("Unsupported", {
  provider: Schema.String,
  operation: Schema.String,
  /** The capability that would be needed. */
  capability: Schema.String
}) {
  override get message() {
    return `${this.provider} cannot ${this.operation}: no ${this.capability}`
  }
}

/** The result belongs to something else than this session: a browser can send another session's proof. */
export class ProofMismatch extends Schema.TaggedError<ProofMismatch>()("ProofMismatch", {
  id: Schema.String,
  field: Schema.Literals(["proof", "id", "reference", "currency", "amount"])
}) {
  override get message() {
    return `the result is not that of session ${this.id}: its ${this.field} differs`
  }
}

/** The intent cannot be confirmed in its state. */
export class NotConfirmable extends Schema.TaggedError<NotConfirmable>()("NotConfirmable", {
  id: Schema.String,
  status: Schema.String
}) {
  override get message() {
    return `intent ${this.id} cannot be confirmed: it is ${this.status}`
  }
}

/** Minor units that a modification holds whose outcome is not known yet: without it, this would be possible. */
const pending = Schema.optionalKey(Schema.Int)
const said = (code: string | undefined) => (code === undefined ? "" : ` (${code})`)
const waits = (units: number | undefined) =>
  units === undefined ? "" : `; ${units} minor units wait for the outcome of another modification`

/** The session, intent or authorisation cannot be ended in its state. */
export class NotCancellable extends Schema.TaggedError<NotCancellable>()("NotCancellable", {
  id: Schema.String,
  status: Schema.String,
  pending
}) {
  override get message() {
    return `${this.id} cannot be cancelled: it is ${this.status}${waits(this.pending)}`
  }
}

const foreign = ["another-provider", "not-an-authorisation", "refused-by-provider"] as const

/** What stands in the way of adjusting an authorisation. */
export const NotAdjustableReason = Schema.Literals([
  "captured",
  "cancelled",
  "expired",
  "closed",
  "not-a-pre-authorisation",
  "direction",
  "attempts",
  "overtaken",
  ...foreign
])
export type NotAdjustableReason = typeof NotAdjustableReason.Type

/** The authorised amount cannot be adjusted, or not this way. It is what it was. */
export class NotAdjustable extends Schema.TaggedError<NotAdjustable>()("NotAdjustable", {
  id: Schema.String,
  why: NotAdjustableReason,
  /** The provider's own code, where it was the provider that refused. */
  code: Schema.optionalKey(Schema.String),
  pending
}) {
  override get message() {
    return `authorisation ${this.id} cannot be adjusted: ${this.why}${said(this.code)}${waits(this.pending)}`
  }
}

/** What stands in the way of capturing. */
export const NotCapturableReason = Schema.Literals(["cancelled", "expired", "closed", "captured", ...foreign])
export type NotCapturableReason = typeof NotCapturableReason.Type

/** Nothing can be captured any more: the rest was released, or all is captured. */
export class NotCapturable extends Schema.TaggedError<NotCapturable>()("NotCapturable", {
  id: Schema.String,
  why: NotCapturableReason,
  code: Schema.optionalKey(Schema.String),
  pending
}) {
  override get message() {
    return `authorisation ${this.id} cannot be captured: ${this.why}${said(this.code)}${waits(this.pending)}`
  }
}

/** More than is left to capture. Minor units; what the provider refused comes without numbers. */
export class CaptureExceedsAuthorised extends Schema.TaggedError<CaptureExceedsAuthorised>()(
  "CaptureExceedsAuthorised",
  {
    id: Schema.String,
    asked: Schema.optionalKey(Schema.Int),
    capturable: Schema.optionalKey(Schema.Int),
    pending
  }
) {
  override get message() {
    return `authorisation ${this.id}: ${asked(this.asked)} more than ${left(this.capturable, "captured")}${waits(this.pending)}`
  }
}

/** What stands in the way of a refund. */
export const NotRefundableReason = Schema.Literals(["not-captured", "refunded", ...foreign])
export type NotRefundableReason = typeof NotRefundableReason.Type

/** Nothing can be refunded: nothing is captured, or all is refunded. */
export class NotRefundable extends Schema.TaggedError<NotRefundable>()("NotRefundable", {
  id: Schema.String,
  why: NotRefundableReason,
  code: Schema.optionalKey(Schema.String),
  pending
}) {
  override get message() {
    return `authorisation ${this.id} cannot be refunded: ${this.why}${said(this.code)}${waits(this.pending)}`
  }
}

/** More than is captured and not refunded. Minor units; what the provider refused comes without numbers. */
export class RefundExceedsCaptured extends Schema.TaggedError<RefundExceedsCaptured>()("RefundExceedsCaptured", {
  id: Schema.String,
  asked: Schema.optionalKey(Schema.Int),
  refundable: Schema.optionalKey(Schema.Int),
  pending
}) {
  override get message() {
    return `authorisation ${this.id}: ${asked(this.asked)} more than ${left(this.refundable, "refunded")}${waits(this.pending)}`
  }
}

const asked = (units: number | undefined) => (units === undefined ? "the amount is" : `${units} minor units are`)
const left = (units: number | undefined, verb: string) =>
  units === undefined ? `can be ${verb}` : `the ${units} that can be ${verb}`

/** An earlier modification has to be answered, or looked up, first: nobody knows whether the provider has it. */
export class ModificationPending extends Schema.TaggedError<ModificationPending>()("ModificationPending", {
  id: Schema.String,
  /** The one that is waited for. */
  key: Schema.String,
  kind: Schema.String
}) {
  override get message() {
    return `authorisation ${this.id}: the ${this.kind} ${this.key} has no answer yet`
  }
}

/**
 * A webhook request that is not to be believed, or not to be understood: nothing of it is applied, and it must not be
 * acknowledged.
 *
 * - `missing`: no signature, or none that could be one. `mismatch`: signed by nobody whom we know, or changed since.
 *   `too-old`: signed longer ago than is tolerated. `unauthenticated`: wrong credentials of the request itself.
 * - `malformed`: it cannot be read, or lacks what the provider's document promises.
 */
export class WebhookRefused extends Schema.TaggedError<WebhookRefused>()("WebhookRefused", {
  provider: Schema.String,
  why: Schema.Literals(["missing", "malformed", "mismatch", "too-old", "unauthenticated"]),
  /** What exactly, without anything that the request said. */
  problem: Schema.optionalKey(Schema.String)
}) {
  override get message() {
    return `webhook of ${this.provider} refused: ${this.why}${this.problem === undefined ? "" : ` (${this.problem})`}`
  }
}

/** Every rule that the model can find broken. */
export const RuleViolation = Schema.Union([
  NotUpdatable,
  SessionExpired,
  ContinuationLost,
  TotalDiffers,
  CurrencyMismatch,
  UnsupportedCurrency,
  AmountOutOfRange,
  AmountNotRepresentable,
  Unsupported,
  ProofMismatch,
  NotConfirmable,
  NotCancellable,
  NotAdjustable,
  NotCapturable,
  CaptureExceedsAuthorised,
  NotRefundable,
  RefundExceedsCaptured,
  ModificationPending
])
export type RuleViolation = typeof RuleViolation.Type
