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
import { Authentication, defined, heldChanges, ProviderClient, requestBody } from "@paylayer/core/adapter"

/** What may be wrong with an amount that has to be written as the provider writes it. */
export type InvalidAmount =
  | RuleViolation.UnsupportedCurrency
  | RuleViolation.AmountNotRepresentable
  | RuleViolation.AmountOutOfRange

/** What an update sets: amount and reference always, changed or not. */
export interface Update extends Session.SessionChange {
  readonly amount: Money.PositiveMoney
  readonly reference: string
}

/** What the answer to a creation says. */
export interface Created {
  readonly id: Session.SessionId
  /** What the browser needs, where that is more than the id. */
  readonly token?: Redacted.Redacted<string>
}

/**
 * What a refused update says about the session: it has `expired`; it is `closed`, being paid or about to be; or it is
 * `gone`, which is expired if its time is over and unknown otherwise.
 */
export type Refusal = "expired" | "closed" | "gone"

/** One provider, as its document describes it. `Parameters` is the body of its requests: the full set, each time. */
export interface Profile<Parameters> {
  /** The name in sessions and errors. */
  readonly provider: string
  /** What stands before every path. */
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
  /** Whether a PUT may change the currency; no unless told. */
  readonly currencyChange?: boolean
  /** The strict schema of the body, with the limits of the document: what it refuses is not sent. */
  readonly parameters: Schema.ConstraintCodec<Parameters, Schema.Json>
  readonly create: {
    readonly path: string
    /** The parameters of a new session; `parameters` checks them. */
    readonly body: (request: Session.SessionRequest) => Result.Result<unknown, InvalidAmount>
    readonly answer: Schema.ConstraintDecoder<Created>
    /** Where a key makes it safe to send a creation twice, and the header for it. It is sent once unless told. */
    readonly key?: Extract<Capabilities.Idempotency, { readonly _tag: "key" }> & { readonly header: string }
  }
  readonly update: {
    /** With `{id}` in it. */
    readonly path: string
    /** The full set of parameters: those sent last, with what the update sets put in their place. */
    readonly body: (sent: Parameters, update: Update) => Result.Result<unknown, InvalidAmount>
    readonly refusal: (answer: Answer) => Refusal | undefined
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
export const make = Effect.fnUntraced(function* <Parameters>(
  profile: Profile<Parameters>,
  options: ClientOptions = {}
) {
  const { provider } = profile
  const { retry, timeout, transformClient } = options
  const clientOptions: ProviderClient.Options = {
    provider,
    baseUrl: profile.baseUrl.replace(/\/+$/, ""),
    reason: profile.decodeError,
    secrets: "credential" in profile.login ? [] : profile.login.secrets,
    ...defined({ headers: profile.headers, keyHeader: profile.create.key?.header, timeout, retry, transformClient })
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
    idempotency: { create: profile.create.key ?? { _tag: "none" }, update: { _tag: "natural" } }
  }

  /** A request that isn't sent: what is wrong with it, by the names of the provider's parameters. */
  const invalid = (operation: string, key: ModificationKey.ModificationKey, reason: ProviderError.Reason) =>
    new ProviderError.ProviderError({ provider, operation, key, reason, outcome: "not-executed" })

  const checked = (
    operation: string,
    key: ModificationKey.ModificationKey,
    parameters: Result.Result<unknown, InvalidAmount>
  ) =>
    Effect.fromResult(
      Result.flatMap(parameters, (value) =>
        Result.mapError(requestBody(profile.parameters, value), (reason) => invalid(operation, key, reason))
      )
    )

  const create = Effect.fnUntraced(function* (request: Session.SessionRequest, options: Sessions.ChangeOptions = {}) {
    const operation = "Sessions.create"
    const key = options.key ?? (yield* ModificationKey.draw)
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(Rules.createSession(capabilities, request, now))
    const parameters = yield* checked(operation, key, profile.create.body(request))
    const { id, token } = yield* client.execute({
      operation,
      method: "POST",
      path: profile.create.path,
      json: parameters,
      idempotency: capabilities.idempotency.create,
      key,
      answer: profile.create.answer
    })
    return new Session.Session({
      id,
      provider,
      reference: request.reference,
      amount: request.amount,
      amountFrom: "request",
      status: request.updatable === false ? "locked" : "open",
      updatable: request.updatable !== false,
      expiresAt: DateTime.add(DateTime.makeUnsafe(now), { milliseconds: Duration.toMillis(profile.expiry) }),
      ...defined({ token }),
      state: parameters
    })
  })

  /** The PUT of an update or a lock that the rules allow: all parameters, so that the last one says what the session is. */
  const put = Effect.fnUntraced(function* (
    operation: string,
    session: Session.Session,
    change: Session.SessionChange,
    options: Sessions.UpdateOptions
  ) {
    const key = options.key ?? (yield* ModificationKey.draw)
    const sent = Schema.decodeUnknownOption(profile.parameters)(session.state)
    if (sent._tag === "None") return yield* invalid(operation, key, foreignState)
    const { amount = session.amount, reference = session.reference } = change
    const parameters = yield* checked(operation, key, profile.update.body(sent.value, { ...change, amount, reference }))
    yield* client.execute({
      operation,
      method: "PUT",
      path: profile.update.path,
      parameters: { id: session.id },
      json: parameters,
      idempotency: capabilities.idempotency.update,
      key,
      answer: Schema.Unknown,
      secrets: session.token === undefined ? [] : [session.token],
      violation: (answer, { now, unsure }) =>
        // After a lost answer nobody knows which of two updates it was that counted.
        unsure ? undefined : refusedUpdate(profile, session, answer, now)
    })
    return Session.modify(session, { reference, amount, amountFrom: "request", state: parameters })
  })

  const { sessionLock, update } = heldChanges(capabilities, put)

  return Context.make(Sessions.Sessions, { capabilities, create, update }).pipe(
    Context.add(Sessions.SessionLock, sessionLock)
  )
})

/** {@link make} as a layer. */
export const layer = <Parameters>(
  profile: Profile<Parameters>,
  options?: ClientOptions
): Layer.Layer<Sessions.Sessions | Sessions.SessionLock, never, HttpClient> =>
  Layer.effectContext(make(profile, options))

const authentication = <Parameters>(
  { login }: Profile<Parameters>,
  client: ProviderClient.ProviderClient
): Effect.Effect<Authentication.Authentication> =>
  "credential" in login
    ? Effect.succeed(login)
    : Authentication.login(
        client.execute({
          operation: "log in",
          method: "POST",
          path: login.path,
          json: login.body,
          idempotency: { _tag: "read" },
          answer: login.answer
        })
      )

const foreignState: ProviderError.Reason = {
  _tag: "InvalidRequest",
  parameters: [{ parameter: "state", reason: "Expected the state of a session that this adapter made" }]
}

/** The rule behind a refused update, if it is one. */
const refusedUpdate = <Parameters>(
  { decodeError, update }: Profile<Parameters>,
  { expiresAt, id }: Session.Session,
  answer: Answer,
  now: number
): RuleViolation.NotUpdatable | RuleViolation.SessionExpired | undefined => {
  const refusal = update.refusal(answer)
  if (refusal === "closed") {
    const reason = decodeError(answer)
    const code = reason !== undefined && "code" in reason ? reason.code : undefined
    return new RuleViolation.NotUpdatable({ id, why: "refused-by-provider", ...defined({ code }) })
  }
  const isOver = expiresAt !== undefined && now >= DateTime.toEpochMillis(expiresAt)
  return refusal === "expired" || (refusal === "gone" && isOver)
    ? new RuleViolation.SessionExpired({ id, ...defined({ expiresAt }) })
    : undefined
}
