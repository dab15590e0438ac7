/**
 * Sessions at any provider whose session is created by POST and changed by PUT.
 *
 * A profile says in small pure functions what one provider's document says; everything else is here, once: the rules,
 * the log-in, what is sent again, what stays of the parameters that an update does not name, and what a refusal
 * means.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ModificationKey, ProviderError, RuleViolation, Rules, Session, Sessions } from "@paylayer/core"
import type { Capabilities, Money } from "@paylayer/core"
import type { AmountTable, Answer, HttpClient } from "@paylayer/core/adapter"
import { Authentication, defined, ProviderClient } from "@paylayer/core/adapter"

/** What a profile's function may find wrong with a request. */
export type Invalid =
  | RuleViolation.UnsupportedCurrency
  | RuleViolation.AmountNotRepresentable
  | RuleViolation.AmountOutOfRange
  | typeof ProviderError.InvalidRequest.Type

/** One provider, as its document describes it. `Parameters` is the body of its requests: the full set, each time. */
export interface Profile {
  /** The name in sessions and errors. */
  readonly provider: string
  /** What stands before every path, without a slash at its end. */
  readonly baseUrl: string
  readonly headers?: Readonly<Record<string, string>>
  /** A log-in that gives a token for a while, or credentials that stay. */
  readonly login:
    | {
      readonly path: string
      readonly body: Schema.Json
      readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
      readonly answer: Schema.ConstraintDecoder<Authentication.Token>
    }
    | Authentication.Authentication
  readonly amounts: AmountTable.AmountTable
  /** How long a session lives, from its creation; an update does not make it longer. */
  readonly expiry: Duration.Input
  /** Which ways of capturing `create` understands. */
  readonly capture: Capabilities.AmountCapabilities["capture"]
  /** Whether a PUT may change the currency. */
  readonly currencyChange?: boolean
  readonly create: {
    readonly path: string
    /** The parameters of a new session. */
    readonly body: (request: Session.SessionRequest) => Result.Result<Schema.Json, Invalid>
    /** The field of the answer that holds the session's id. */
    readonly id: string
  }
  readonly update: {
    /** With `{id}` in it. */
    readonly path: string
    /** The full set of parameters: those sent last, with what the change names put in their place. */
    readonly body: (sent: Schema.Json, change: Session.SessionChange) => Result.Result<Schema.Json, Invalid>
    /** What a refused update says about the session: `paid`, `gone`, or nothing. */
    readonly refusal: (answer: Answer) => "paid" | "gone" | undefined
  }
  /** What a refusal means, where the status alone does not tell. */
  readonly decodeError: (answer: Answer) => ProviderError.Reason | undefined
}

/** What every user of a profile may choose. */
export interface ClientOptions {
  /** How long one answer may take; 30 seconds unless told. */
  readonly timeout?: Duration.Input
  /** How often a request is sent at the most, and within which time; 3 times in 60 seconds unless told. */
  readonly retry?: { readonly attempts?: number; readonly budget?: Duration.Input }
  /** The one escape hatch: what else should happen to every request. */
  readonly transformClient?: (client: HttpClient) => HttpClient
}

/** The ports of a profile: sessions, and their lock, which is held on our side. */
export const make = Effect.fnUntraced(function*(profile: Profile, options: ClientOptions = {}) {
  const { provider } = profile
  const clientOptions: ProviderClient.Options = {
    provider,
    baseUrl: profile.baseUrl,
    reason: profile.decodeError,
    secrets: "credential" in profile.login ? [] : profile.login.secrets,
    ...defined({ headers: profile.headers }),
    ...options
  }
  const client = yield* ProviderClient.make({
    ...clientOptions,
    authentication: yield* authentication(profile, yield* ProviderClient.make(clientOptions))
  })

  const capabilities: Capabilities.SessionCapabilities = {
    provider,
    currencies: profile.amounts.currencies,
    amounts: profile.amounts.limits,
    currencyChange: profile.currencyChange ?? false,
    referenceChange: true,
    totals: "exact",
    client: "none",
    capture: profile.capture,
    updatable: "always",
    submitGate: "any-time",
    continuation: false,
    lifetime: { _tag: "fixed", duration: Duration.fromInputUnsafe(profile.expiry) },
    idempotency: { create: { _tag: "none" }, update: { _tag: "natural" } }
  }

  const invalid = (operation: string, key: ModificationKey.ModificationKey) => (problem: Invalid) =>
    problem._tag === "InvalidRequest"
      ? new ProviderError.ProviderError({ provider, operation, key, reason: problem, outcome: "not-executed" })
      : problem

  const create = Effect.fnUntraced(function*(
    request: Session.SessionRequest,
    options: Sessions.ChangeOptions = {}
  ) {
    const operation = "Sessions.create"
    const key = options.key ?? (yield* ModificationKey.draw)
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(Rules.createSession(capabilities, request, now))
    const parameters = yield* Effect.fromResult(Result.mapError(profile.create.body(request), invalid(operation, key)))
    const created = yield* client.execute({
      operation,
      method: "POST",
      path: profile.create.path,
      json: parameters,
      idempotency: capabilities.idempotency.create,
      key,
      answer: Schema.Struct({ [profile.create.id]: Session.SessionId })
    })
    return new Session.Session({
      id: created[profile.create.id]!,
      provider,
      reference: request.reference,
      amount: request.amount,
      amountFrom: "request",
      status: request.updatable === false ? "locked" : "open",
      updatable: request.updatable !== false,
      expiresAt: DateTime.add(DateTime.makeUnsafe(now), { milliseconds: Duration.toMillis(profile.expiry) }),
      state: parameters
    })
  })

  /** The PUT of an update or a lock that the rules allow. */
  const put = Effect.fnUntraced(function*(
    operation: string,
    session: Session.Session,
    change: Session.SessionChange,
    options: Sessions.UpdateOptions
  ) {
    const key = options.key ?? (yield* ModificationKey.draw)
    const parameters = yield* Effect.fromResult(
      Result.mapError(profile.update.body(session.state, change), invalid(operation, key))
    )
    yield* client.execute({
      operation,
      method: "PUT",
      path: profile.update.path,
      parameters: { id: session.id },
      json: parameters,
      idempotency: capabilities.idempotency.update,
      key,
      answer: Schema.Unknown,
      violation: (answer, { now, unsure }) => refusedUpdate(profile.update.refusal(answer), session, now, unsure)
    })
    return Session.modify(session, {
      ...defined({ reference: change.reference, amount: change.amount }),
      amountFrom: "request",
      state: parameters
    })
  })

  const update = Effect.fnUntraced(function*(
    session: Session.Session,
    change: Session.SessionChange,
    options: Sessions.UpdateOptions = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(Rules.updateSession(capabilities, session, change, now, options))
    return yield* put("Sessions.update", session, change, options)
  })

  const lock = Effect.fnUntraced(function*(
    session: Session.Session,
    amount: Money.PositiveMoney,
    options: Sessions.UpdateOptions = {}
  ) {
    const now = yield* Clock.currentTimeMillis
    const allowed = yield* Effect.fromResult(Rules.lockSession(capabilities, session, amount, now, options))
    if (allowed === "already") return session
    return Session.modify(yield* put("SessionLock.lock", session, { amount }, options), { status: "locked" })
  })

  return Context.make(Sessions.Sessions, { capabilities, create, update }).pipe(
    Context.add(Sessions.SessionLock, { capabilities: { lock: "held" }, lock })
  )
})

/** {@link make} as a layer. */
export const layer = (
  profile: Profile,
  options?: ClientOptions
): Layer.Layer<Sessions.Sessions | Sessions.SessionLock, never, HttpClient> =>
  Layer.effectContext(make(profile, options))

const authentication = (
  { login }: Profile,
  client: ProviderClient.ProviderClient
): Effect.Effect<Authentication.Authentication> =>
  "credential" in login
    ? Effect.succeed(login)
    : Authentication.login(client.execute({
      operation: "log in",
      method: "POST",
      path: login.path,
      json: login.body,
      idempotency: { _tag: "read" },
      answer: login.answer
    }))

/** The rule behind a refused update. After a lost answer nobody knows which of two updates it was that counted. */
const refusedUpdate = (
  refusal: "paid" | "gone" | undefined,
  session: Session.Session,
  now: number,
  unsure: boolean
): RuleViolation.NotUpdatable | RuleViolation.SessionExpired | undefined => {
  if (unsure || refusal === undefined) return undefined
  if (refusal === "paid") return new RuleViolation.NotUpdatable({ id: session.id, why: "refused-by-provider" })
  return session.expiresAt !== undefined && now >= DateTime.toEpochMillis(session.expiresAt)
    ? new RuleViolation.SessionExpired({ id: session.id, expiresAt: session.expiresAt })
    : undefined
}
