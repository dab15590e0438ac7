/** Sessions that are created by POST and changed by PUT, and their lock, which is held on our side. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ModificationKey, ProviderError, RuleViolation, Rules, Session } from "@paylayer/core"
import type { Capabilities, Sessions } from "@paylayer/core"
import type { Answer, ProviderClient } from "@paylayer/core/adapter"
import { defined, heldChanges, requestBody } from "@paylayer/core/adapter"
import type { InvalidParameters, Profile } from "../Profile.ts"

export const make = <Parameters>(client: ProviderClient.ProviderClient, profile: Profile<Parameters>) => {
  const { provider } = profile
  const capabilities: Capabilities.SessionCapabilities = {
    provider,
    currencies: profile.amounts.currencies,
    amounts: profile.amounts.limits,
    currencyChange: profile.currencyChange ?? false,
    referenceChange: true,
    totals: "exact",
    client: "none",
    capture: profile.captureWays,
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
    parameters: Result.Result<unknown, InvalidParameters>
  ) =>
    Effect.fromResult(
      Result.flatMap(parameters, (value) =>
        Result.mapError(requestBody(profile.parameters, value), (reason) => invalid(operation, key, reason))
      )
    )

  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, options = {}) {
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
    const asked = operation === "SessionLock.lock" ? "lock" : "update"
    const body = profile.update.body(sent.value, { ...change, amount, reference }, asked)
    const parameters = yield* checked(operation, key, body)
    yield* client.execute({
      operation,
      method: "PUT",
      path: profile.update.path,
      parameters: { id: session.id },
      json: parameters,
      idempotency: capabilities.idempotency.update,
      key,
      answer: profile.update.answer?.(session.id) ?? Schema.Unknown,
      secrets: session.token === undefined ? [] : [session.token],
      violation: (answer, { now, unsure }) =>
        // After a lost answer nobody knows which of two updates it was that counted.
        unsure ? undefined : refusedUpdate(profile, session, answer, now)
    })
    return Session.modify(session, { reference, amount, amountFrom: "request", state: parameters })
  })

  const { sessionLock, update } = heldChanges(capabilities, put)
  return { sessions: { capabilities, create, update }, sessionLock }
}

/** Of a session whose state is not one of this adapter's. */
export const foreignState: ProviderError.Reason = {
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
