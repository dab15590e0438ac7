/**
 * What may be done, decided before anything is sent. Pure functions of the capabilities, the value at hand and the
 * time; adapters and `Payments` ask here and nowhere else.
 *
 * A value may be old: then the request reaches the provider, whose refusal becomes the same violation.
 */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import type { AmountCapabilities, IntentCapabilities, SessionCapabilities } from "./Capabilities.ts"
import type { AmountViolation } from "./internal/amountRules.ts"
import { amount, lacks } from "./internal/amountRules.ts"
import type { Intent, IntentChange, IntentRequest } from "./Intent.ts"
import * as Money from "./Money.ts"
import type { PositiveMoney } from "./Money.ts"
import type { Unsupported } from "./RuleViolation.ts"
import {
  CurrencyMismatch,
  NotCancellable,
  NotConfirmable,
  NotUpdatable,
  SessionExpired,
  TotalDiffers
} from "./RuleViolation.ts"
import type { SessionChange, SessionRequest } from "./Session.ts"
import { Session } from "./Session.ts"

export { amount }
export { adjust, cancel, capture, refund, reverse } from "./internal/modificationRules.ts"

/** A new session: the amount, the way of capturing and the lifetime are ones that the provider has. */
export const createSession = (
  capabilities: SessionCapabilities,
  request: SessionRequest,
  now: number
): Result.Result<SessionRequest, AmountViolation | Unsupported> =>
  Result.gen(function* () {
    yield* amount(capabilities, request.amount)
    yield* captureWay(capabilities, "create a session", request.capture)
    if (
      request.expiresAt !== undefined &&
      !lifetimePossible(capabilities, DateTime.toEpochMillis(request.expiresAt) - now)
    ) {
      return yield* lacks(capabilities, "create a session that ends then", `${capabilities.lifetime._tag} lifetime`)
    }
    return request
  })

/** An update of a session: it is open, in time, and stays in its currency. */
export const updateSession = (
  capabilities: SessionCapabilities,
  session: Session,
  change: SessionChange,
  now: number,
  options?: { readonly continuation?: unknown }
): Result.Result<SessionChange, AmountViolation | NotUpdatable | SessionExpired | CurrencyMismatch | Unsupported> =>
  Result.gen(function* () {
    yield* isSession(session)
    yield* sameProvider(capabilities, session)
    if (session.status === "expired") return yield* expired(session)
    if (session.status !== "open") {
      return yield* Result.fail(new NotUpdatable({ id: session.id, why: session.status }))
    }
    if (session.expiresAt !== undefined && now >= DateTime.toEpochMillis(session.expiresAt)) {
      return yield* expired(session)
    }
    if (options?.continuation !== undefined && !capabilities.continuation) {
      return yield* lacks(capabilities, "update a session by the browser's token", "continuation")
    }
    if (change.reference !== undefined && !capabilities.referenceChange) {
      return yield* lacks(capabilities, "change a session's reference", "reference change")
    }
    // Named and undefined is a mistake, and not nothing: the caller means to change the amount.
    if ("amount" in change) yield* changedAmount(capabilities, session, change.amount)
    return change
  })

/** A lock: `already` if the session is locked with this amount, and nothing is to be sent; `set` if it may be set. */
export const lockSession = (
  capabilities: SessionCapabilities,
  session: Session,
  final: PositiveMoney,
  now: number,
  options?: { readonly continuation?: unknown }
): Result.Result<"already" | "set", AmountViolation | NotUpdatable | SessionExpired | CurrencyMismatch | Unsupported> =>
  session instanceof Session &&
  session.status === "locked" &&
  session.provider === capabilities.provider &&
  Money.equals(session.amount, final)
    ? Result.succeed("already")
    : Result.map(updateSession(capabilities, session, { amount: final }, now, options), () => "set" as const)

/** Ending a session: it has not ended yet. */
export const expireSession = (
  capabilities: SessionCapabilities,
  session: Session
): Result.Result<Session, NotCancellable> => {
  const whyNot = !(session instanceof Session)
    ? "not-a-session"
    : session.provider !== capabilities.provider
      ? "another-provider"
      : session.status
  return whyNot === "open" || whyNot === "locked"
    ? Result.succeed(session)
    : Result.fail(new NotCancellable({ id: String(session.id), status: whyNot }))
}

/** A new intent: the amount and the way of capturing are ones that the provider has. */
export const createIntent = (
  capabilities: IntentCapabilities,
  request: IntentRequest
): Result.Result<IntentRequest, AmountViolation | Unsupported> =>
  Result.gen(function* () {
    yield* amount(capabilities, request.amount)
    yield* captureWay(capabilities, "create an intent", request.capture)
    return request
  })

/** An update of an intent: it is in one of the states in which the provider takes one, and stays in its currency. */
export const updateIntent = (
  capabilities: IntentCapabilities,
  intent: Intent,
  change: IntentChange
): Result.Result<IntentChange, AmountViolation | NotUpdatable | CurrencyMismatch> =>
  Result.gen(function* () {
    yield* sameProvider(capabilities, intent)
    if (!isOneOf(capabilities.updatableIn, intent.status)) {
      return yield* Result.fail(new NotUpdatable({ id: intent.id, why: whyNotUpdatable(intent) }))
    }
    if ("amount" in change) yield* changedAmount(capabilities, intent, change.amount)
    return change
  })

export const confirmIntent = (
  capabilities: IntentCapabilities,
  intent: Intent
): Result.Result<Intent, NotConfirmable> =>
  isOneOf(capabilities.confirmableIn, intent.status)
    ? Result.succeed(intent)
    : Result.fail(new NotConfirmable({ id: intent.id, status: statusText(intent) }))

export const cancelIntent = (capabilities: IntentCapabilities, intent: Intent): Result.Result<Intent, NotCancellable> =>
  isOneOf(capabilities.cancellableIn, intent.status)
    ? Result.succeed(intent)
    : Result.fail(new NotCancellable({ id: intent.id, status: statusText(intent) }))

/** The total that the provider states, held against the one asked for. */
export const statedTotal = (
  capabilities: AmountCapabilities,
  id: string,
  asked: PositiveMoney,
  stated: PositiveMoney
): Result.Result<PositiveMoney, TotalDiffers> =>
  capabilities.totals === "provider" || Money.equals(asked, stated)
    ? Result.succeed(stated)
    : Result.fail(
        new TotalDiffers({ id, currency: asked.currency, expected: asked.value, actual: Money.format(stated) })
      )

const changedAmount = (
  capabilities: AmountCapabilities,
  object: { readonly amount: PositiveMoney },
  asked: PositiveMoney
): Result.Result<PositiveMoney, AmountViolation | CurrencyMismatch> =>
  asked !== undefined && asked.currency !== object.amount.currency && !capabilities.currencyChange
    ? Result.fail(new CurrencyMismatch({ expected: object.amount.currency, actual: String(asked.currency) }))
    : amount(capabilities, asked)

const captureWay = (
  capabilities: AmountCapabilities,
  operation: string,
  asked: "automatic" | "manual" | undefined
): Result.Result<void, Unsupported> =>
  asked === undefined || capabilities.capture.includes(asked)
    ? Result.succeed(undefined)
    : lacks(capabilities, operation, `${asked} capture`)

const lifetimePossible = ({ lifetime }: SessionCapabilities, millis: number): boolean =>
  lifetime._tag === "chosen" &&
  millis >= Duration.toMillis(lifetime.minimum) &&
  millis <= Duration.toMillis(lifetime.maximum)

/** A value that came through JSON and no schema looks like a session, and would fail after the provider was asked. */
const isSession = (session: Session): Result.Result<void, NotUpdatable> =>
  session instanceof Session
    ? Result.succeed(undefined)
    : Result.fail(new NotUpdatable({ id: "", why: "not-a-session" }))

const sameProvider = (
  capabilities: AmountCapabilities,
  object: { readonly id: string; readonly provider: string }
): Result.Result<void, NotUpdatable> =>
  object.provider === capabilities.provider
    ? Result.succeed(undefined)
    : Result.fail(new NotUpdatable({ id: object.id, why: "another-provider" }))

const expired = (session: Session): Result.Result<never, SessionExpired> =>
  Result.fail(
    new SessionExpired({
      id: session.id,
      ...(session.expiresAt === undefined ? {} : { expiresAt: session.expiresAt })
    })
  )

const isOneOf = <A extends string>(states: ReadonlyArray<A>, status: unknown): boolean =>
  states.some((state) => state === status)

const statusText = ({ status }: Intent): string => (typeof status === "string" ? status : status.value)

const whyNotUpdatable = ({ status }: Intent): NotUpdatable["why"] => {
  switch (status) {
    case "processing":
    case "cancelled":
      return status
    case "requires-capture":
    case "succeeded":
      return "completed"
    default:
      return "refused-by-provider"
  }
}
