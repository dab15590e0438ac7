/**
 * Where the shopper pays: created by the server, shown by the browser, short-lived. Its amount may change until it is
 * locked or paid.
 */
import type * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { BrowserToken } from "./internal/token.ts"
import { PositiveMoney } from "./Money.ts"
import type { ProviderOption } from "./ProviderOption.ts"

/** The provider's id of a session. */
export const SessionId = Schema.NonEmptyString.pipe(Schema.brand("SessionId"))
export type SessionId = typeof SessionId.Type

/**
 * `open` (the amount may change), `locked` (final amount, the shopper may submit), `pending` (an asynchronous method
 * is under way), then one of the ends. A refused card is an attempt: the session stays `locked`.
 */
export const SessionStatus = Schema.Literals([
  "open",
  "locked",
  "pending",
  "completed",
  "cancelled",
  "expired",
  "failed"
])
export type SessionStatus = typeof SessionStatus.Type

/** Whether the provider's answer stated the amount, or only accepted ours. */
export const AmountFrom = Schema.Literals(["provider", "request"])
export type AmountFrom = typeof AmountFrom.Type

/**
 * A session as it was after the last call. A value: an update gives a new one.
 *
 * `token` is what the browser needs. It is `Redacted`, JSON leaves it out, and {@link browserToken} is the one place
 * that reads it.
 */
export class Session extends Schema.Class<Session>("@paylayer/core/Session")({
  id: SessionId,
  /** The adapter that made it: `acquired`. */
  provider: Schema.NonEmptyString,
  /** The merchant's own name for the payment. */
  reference: Schema.NonEmptyString,
  amount: PositiveMoney,
  amountFrom: AmountFrom,
  status: SessionStatus,
  /** Whether it was created, and confirmed, as one whose amount may change. */
  updatable: Schema.Boolean,
  expiresAt: Schema.optionalKey(Schema.DateTimeUtcFromString),
  token: BrowserToken,
  /** The adapter's own: what it needs to change this session later. No secrets. */
  state: Schema.Json
}) {}

/** What a session is made from. */
export interface SessionRequest {
  /** The merchant's own name for the payment. */
  readonly reference: string
  readonly amount: PositiveMoney
  /** Whether the amount may change later; `true` unless told. If not, the session is `locked` at once. */
  readonly updatable?: boolean
  /** Whether paying captures at once; the provider's default unless told. */
  readonly capture?: "automatic" | "manual"
  /** When it ends; the provider's default unless told. `Unsupported` where the provider decides. */
  readonly expiresAt?: DateTime.Utc
  /** Where the shopper comes back to. */
  readonly returnUrl?: string
  readonly provider?: ReadonlyArray<ProviderOption>
}

/** What an update names is changed; the rest stays. */
export interface SessionChange {
  /** The new total, never a delta. */
  readonly amount?: PositiveMoney
  /** `Unsupported` where the provider keeps the reference of the creation. */
  readonly reference?: string
  readonly provider?: ReadonlyArray<ProviderOption>
}

/** A session with some fields changed. */
export const modify = (session: Session, change: Partial<Omit<Session, "id" | "provider">>): Session =>
  new Session({ ...session, ...change })

/** Without its token, as it comes back from a store. */
export const withoutToken = (session: Session): Session => {
  const { token: _, ...rest } = session
  return new Session(rest)
}

const json = Schema.toCodecJson(Session)

/** For a store: all of a session but its token. */
export const toJson: (session: Session) => Schema.Json = Schema.encodeSync(json)

/**
 * A session from a store, without a token. What is none says which field is wrong.
 *
 * **Example** (The shopper comes back in another request)
 *
 * ```ts
 * Result.isFailure(fromJson({ id: "6d07e15a" })) // => true
 * ```
 */
export const fromJson: (json: unknown) => Result.Result<Session, Schema.SchemaError> = Schema.decodeUnknownResult(json)

/**
 * What the browser needs to show this session, in clear. Send it to the shopper's browser and nowhere else: not to a
 * log, not to a store.
 */
export const browserToken = (session: Session): string | undefined =>
  session.token === undefined ? undefined : Redacted.value(session.token)
