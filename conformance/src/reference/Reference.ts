/**
 * The adapter of the reference provider: whole, right, and made of parts that a mutant can replace. Its document is
 * `PROTOCOL.md`.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Core from "@paylayer/core"
import type { Capabilities, Money } from "@paylayer/core"
import {
  Authorisation,
  Fact,
  Intent,
  Intents,
  Modifications,
  RuleViolation,
  Session,
  Sessions,
  Webhooks
} from "@paylayer/core"
import type { Answer, HttpClient, Mac } from "@paylayer/core/adapter"
import { AmountTable, Authentication, defined, Hmac, ProviderClient } from "@paylayer/core/adapter"
import * as payments from "./payments.ts"
import * as paymentWire from "./paymentWire.ts"
import * as webhooks from "./webhooks.ts"
import * as wire from "./wire.ts"

const provider = "reference"

export const amounts = AmountTable.make(provider, {
  EUR: { exponent: 2, minimum: 50, maximum: 99_999_999 },
  USD: { exponent: 2, minimum: 50, maximum: 99_999_999 },
  JPY: { exponent: 0, minimum: 50, maximum: 99_999_999 },
  KWD: { exponent: 3, minimum: 100, maximum: 99_999_990, step: 10 },
  ISK: { exponent: 2, minimum: 10_000, maximum: 99_999_900, step: 100 },
  IDR: { exponent: 0, minimum: 1000, maximum: 999_999_999 },
  CLP: { exponent: 2, minimum: 100, maximum: 99_999_999 }
})

const idempotent: Capabilities.Idempotency = {
  _tag: "key",
  window: Duration.hours(24),
  compared: true,
  maxLength: 64
}

/** Everything that a mutant may put something else in the place of. */
export interface Parts extends payments.Parts, webhooks.Parts {
  readonly amounts: AmountTable.AmountTable
  readonly client: (client: ProviderClient.ProviderClient) => ProviderClient.ProviderClient
  readonly clientOptions: Partial<ProviderClient.Options>
  readonly sessions: (capabilities: Capabilities.SessionCapabilities) => Capabilities.SessionCapabilities
  readonly decodeError: (answer: Answer) => Core.ProviderError.Reason | undefined
  readonly violation: typeof wire.violation
  /** Whether the creation's answer says that the amount may change. */
  readonly confirmed: (answer: typeof wire.SessionCreated.Type) => boolean
  /** Which token a PATCH is sent with. */
  readonly token: (session: Session.Session, options: Sessions.UpdateOptions) => string | undefined
  /** The session after an accepted PATCH. */
  readonly patched: (session: Session.Session, next: Session.Session) => Session.Session
  readonly ownsResult: (
    session: Session.Session,
    amount: Money.Money | undefined,
    answer: typeof wire.SessionResult.Type
  ) => RuleViolation.ProofMismatch["field"] | undefined
}

export interface Options extends Partial<Parts> {
  readonly key: Redacted.Redacted<string>
  /** What events are signed with; two during a rotation. */
  readonly signingSecrets: ReadonlyArray<Redacted.Redacted<string>>
  /** How this account decides modifications; `later` unless told. */
  readonly decides?: "later" | "at-once"
}

/** A session whose payment is no pre-authorisation: it cannot be adjusted. */
export const plainAuthorisation: Core.ProviderOption.ProviderOption = { provider, kind: "plain-authorisation" }

export const make = Effect.fnUntraced(function* (options: Options) {
  const parts: Parts = {
    rules: Core.Rules,
    amounts,
    client: (client) => client,
    clientOptions: {},
    sessions: (capabilities) => capabilities,
    decodeError: wire.decodeError,
    violation: wire.violation,
    confirmed: ({ final }) => !final,
    token: (session, { continuation }) =>
      continuation === undefined ? Session.browserToken(session) : Redacted.value(continuation),
    patched: (_, next) => next,
    ownsResult,
    modifications: (declared) => declared,
    answered: paymentWire.answered,
    asked: (_, amount) => amount,
    refusals: paymentWire.refusals,
    webhooks: (capabilities) => capabilities,
    isSigned: Hmac.isSigned,
    signedText: (body) => body,
    tolerance: 5 * 60 * 1000,
    event: webhooks.eventOf,
    acknowledge: webhooks.acknowledge,
    ...options
  }
  const { rules } = parts
  const client = yield* ProviderClient.make({
    provider,
    baseUrl: "https://reference.test/v1",
    authentication: Authentication.bearer(options.key),
    secrets: options.signingSecrets,
    keyHeader: "idempotency-key",
    requestIdHeader: "request-id",
    reason: parts.decodeError,
    leavesOpen: wire.leavesOpen,
    ...parts.clientOptions
  }).pipe(Effect.map(parts.client))

  const common: Capabilities.AmountCapabilities = {
    provider,
    currencies: parts.amounts.currencies,
    amounts: parts.amounts.limits,
    currencyChange: false,
    totals: "exact",
    client: "before-submit",
    capture: ["automatic", "manual"]
  }
  const capabilities = parts.sessions({
    ...common,
    updatable: "confirmed",
    submitGate: "locked-only",
    referenceChange: true,
    continuation: true,
    lifetime: { _tag: "chosen", minimum: Duration.minutes(30), maximum: Duration.hours(24) },
    idempotency: { create: idempotent, update: idempotent }
  })

  const toWire = (money: Money.PositiveMoney) =>
    Effect.fromResult(Result.map(parts.amounts.toUnits(money), (value) => ({ value, currency: money.currency })))
  const invalid = (operation: string, problem: string) =>
    new Core.ProviderError.ProviderError({
      provider,
      operation,
      reason: { _tag: "MalformedResponse", problem },
      outcome: "unknown"
    })
  const fromWire = (operation: string, { currency, value }: typeof wire.Amount.Type) =>
    Effect.fromResult(
      Result.mapError(parts.amounts.fromUnits(value, currency), () => invalid(operation, "an amount that is none"))
    )

  const read: paymentWire.ReadAmount = ({ currency, value }) => parts.amounts.fromUnits(value, currency)
  const modifications = payments.make({
    provider,
    parts,
    client,
    common: {
      provider,
      currencies: parts.amounts.currencies,
      amounts: (currency) =>
        Result.map(parts.amounts.limits(currency), ({ step }) => ({
          minimum: step,
          maximum: Number.MAX_SAFE_INTEGER,
          step
        })),
      idempotency: idempotent,
      decided: options.decides ?? "later"
    },
    toWire: (money) => toWire(money as Money.PositiveMoney),
    read
  })
  const receiving = yield* webhooks.make({ provider, parts, secrets: options.signingSecrets, read })

  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, { key } = {}) {
    const operation = "Sessions.create"
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(rules.createSession(capabilities, request, now))
    const answer = yield* client.execute({
      operation,
      method: "POST",
      path: "/sessions",
      json: yield* wire.encode(provider, operation, wire.NewSession, {
        reference: request.reference,
        amount: yield* toWire(request.amount),
        final: request.updatable === false,
        capture: request.capture ?? "automatic",
        ...defined({
          expires_at: request.expiresAt === undefined ? undefined : DateTime.formatIso(request.expiresAt),
          return_url: request.returnUrl,
          pre_authorisation: isPlain(request) ? false : undefined
        })
      }),
      idempotency: capabilities.idempotency.create,
      key,
      answer: wire.SessionCreated
    })
    const stated = yield* fromWire(operation, answer.amount)
    const updatable = request.updatable !== false && parts.confirmed(answer)
    return new Session.Session({
      id: answer.id,
      provider,
      reference: answer.reference,
      amount: yield* Effect.fromResult(rules.statedTotal(capabilities, answer.id, request.amount, stated)),
      amountFrom: "provider",
      status: updatable ? "open" : "locked",
      updatable,
      expiresAt: answer.expires_at,
      token: answer.token,
      state: { capture: request.capture ?? "automatic", adjustable: request.capture === "manual" && !isPlain(request) }
    })
  })

  const patch = Effect.fnUntraced(function* (
    operation: string,
    session: Session.Session,
    change: Session.SessionChange & { readonly final?: true },
    options: Sessions.UpdateOptions
  ) {
    const token = parts.token(session, options)
    if (token === undefined) return yield* new RuleViolation.ContinuationLost({ id: session.id })
    const answer = yield* client.execute({
      operation,
      method: "PATCH",
      path: "/sessions/{id}",
      parameters: { id: session.id },
      json: yield* wire.encode(provider, operation, wire.SessionPatch, {
        token,
        ...(change.amount === undefined ? {} : { amount: yield* toWire(change.amount) }),
        ...defined({ reference: change.reference, final: change.final })
      }),
      idempotency: capabilities.idempotency.update,
      key: options.key,
      answer: wire.SessionPatched,
      secrets: [Redacted.make(token)],
      violation: (answer, { unsure }) => (unsure ? undefined : parts.violation(session, answer))
    })
    const stated = yield* fromWire(operation, answer.amount)
    const asked = change.amount ?? session.amount
    return parts.patched(
      session,
      Session.modify(session, {
        amount: yield* Effect.fromResult(rules.statedTotal(capabilities, session.id, asked, stated)),
        amountFrom: "provider",
        reference: answer.reference,
        token: answer.token,
        status: answer.final ? "locked" : "open"
      })
    )
  })

  const update: Sessions.Sessions["Service"]["update"] = Effect.fnUntraced(function* (session, change, options = {}) {
    const now = yield* Clock.currentTimeMillis
    yield* Effect.fromResult(rules.updateSession(capabilities, session, change, now, options))
    return yield* patch("Sessions.update", session, change, options)
  })

  const lock: Sessions.SessionLock["Service"]["lock"] = Effect.fnUntraced(function* (session, amount, options = {}) {
    const now = yield* Clock.currentTimeMillis
    const allowed = yield* Effect.fromResult(rules.lockSession(capabilities, session, amount, now, options))
    return allowed === "already" ? session : yield* patch("SessionLock.lock", session, { amount, final: true }, options)
  })

  const expire: Sessions.SessionExpiry["Service"]["expire"] = Effect.fnUntraced(function* (session, { key } = {}) {
    yield* Effect.fromResult(rules.expireSession(capabilities, session))
    yield* client.execute({
      operation: "SessionExpiry.expire",
      method: "POST",
      path: "/sessions/{id}/expire",
      parameters: { id: session.id },
      json: {},
      idempotency: idempotent,
      key,
      answer: wire.SessionExpired(session.id),
      // Over since when? After a lost answer it may have been this very call that ended it.
      violation: (answer, { unsure }) => {
        const code = wire.codeOf(answer)
        return !unsure && (code === "paid" || code === "expired")
          ? new RuleViolation.NotCancellable({ id: session.id, status: code })
          : undefined
      }
    })
    return Session.modify(session, { status: "expired" })
  })

  const result: Sessions.SessionResults["Service"]["result"] = Effect.fnUntraced(function* (session, proof) {
    const operation = "SessionResults.result"
    const answer = yield* client.execute({
      operation,
      method: "GET",
      path: "/sessions/{id}/result",
      parameters: { id: session.id },
      query: { proof: Redacted.value(proof) },
      idempotency: { _tag: "read" },
      answer: wire.SessionResult,
      secrets: [proof],
      violation: (answer) =>
        wire.codeOf(answer) === "not_found"
          ? new RuleViolation.ProofMismatch({ id: session.id, field: "proof" })
          : undefined
    })
    const attempts = yield* Effect.forEach(answer.payments, (payment) =>
      Effect.map(fromWire(operation, payment.amount), (amount) => ({ id: payment.id, amount, status: payment.result }))
    )
    const authorised = attempts.find(({ status }) => status === "authorised")
    const field = parts.ownsResult(session, authorised?.amount, answer)
    if (field !== undefined) return yield* new RuleViolation.ProofMismatch({ id: session.id, field })
    const asked = Result.getOrElse(Schema.decodeUnknownResult(State)(session.state), () => ({
      capture: "automatic" as const,
      adjustable: false
    }))
    return new Sessions.SessionResult({
      status: answer.status,
      attempts,
      ...(authorised === undefined
        ? {}
        : {
            authorisation: Authorisation.make(provider, {
              _tag: "Authorised",
              id: Fact.AuthorisationId.make(authorised.id),
              reference: session.reference,
              amount: authorised.amount,
              ...asked
            })
          })
    })
  })

  const intentCapabilities: Capabilities.IntentCapabilities = {
    ...common,
    client: "refetch",
    updatableIn: ["requires-payment-method", "requires-confirmation", "requires-action"],
    confirmableIn: ["requires-payment-method", "requires-confirmation", "requires-action"],
    cancellableIn: ["requires-payment-method", "requires-confirmation", "requires-action", "requires-capture"],
    idempotency: { create: idempotent, update: idempotent, confirm: idempotent, cancel: idempotent }
  }
  const intentOf = Effect.fnUntraced(function* (operation: string, answer: typeof wire.Intent.Type) {
    return new Intent.Intent({
      id: answer.id,
      provider,
      reference: answer.reference,
      amount: yield* fromWire(operation, answer.amount),
      amountFrom: "provider",
      status: answer.status,
      capture: answer.capture,
      token: answer.secret,
      state: null
    })
  })
  const intentCall = Effect.fnUntraced(function* <E = never>(
    operation: string,
    path: string,
    json: Schema.Json,
    key: Core.ModificationKey.ModificationKey | undefined,
    id?: Intent.IntentId,
    refusal?: () => E
  ) {
    const answer = yield* client.execute<typeof wire.Intent.Type, E>({
      operation,
      method: "POST",
      path,
      ...(id === undefined ? {} : { parameters: { id } }),
      json,
      idempotency: idempotent,
      key,
      answer: wire.intent(id),
      violation: (answer, { unsure }) => (!unsure && wire.codeOf(answer) === "state" ? refusal?.() : undefined)
    })
    return yield* intentOf(operation, answer)
  })

  const intents = Intents.Intents.of({
    capabilities: intentCapabilities,
    create: Effect.fnUntraced(function* (request, { key } = {}) {
      const operation = "Intents.create"
      yield* Effect.fromResult(rules.createIntent(intentCapabilities, request))
      const amount = yield* toWire(request.amount)
      const json = yield* wire.encode(provider, operation, wire.NewIntent, {
        reference: request.reference,
        amount,
        capture: request.capture ?? "automatic"
      })
      return yield* intentCall(operation, "/intents", json, key)
    }),
    update: Effect.fnUntraced(function* (intent, change, { key } = {}) {
      yield* Effect.fromResult(rules.updateIntent(intentCapabilities, intent, change))
      const json = change.amount === undefined ? {} : { amount: yield* toWire(change.amount) }
      return yield* intentCall(
        "Intents.update",
        "/intents/{id}",
        json,
        key,
        intent.id,
        () => new RuleViolation.NotUpdatable({ id: intent.id, why: "refused-by-provider", code: "state" })
      )
    }),
    get: Effect.fnUntraced(function* (id) {
      const answer = yield* client.execute({
        operation: "Intents.get",
        method: "GET",
        path: "/intents/{id}",
        parameters: { id },
        idempotency: { _tag: "read" },
        answer: wire.intent(id)
      })
      return yield* intentOf("Intents.get", answer)
    }),
    confirm: Effect.fnUntraced(function* (intent, { key } = {}) {
      yield* Effect.fromResult(rules.confirmIntent(intentCapabilities, intent))
      return yield* intentCall(
        "Intents.confirm",
        "/intents/{id}/confirm",
        {},
        key,
        intent.id,
        () => new RuleViolation.NotConfirmable({ id: intent.id, status: "refused by the provider" })
      )
    }),
    cancel: Effect.fnUntraced(function* (intent, { key } = {}) {
      yield* Effect.fromResult(rules.cancelIntent(intentCapabilities, intent))
      return yield* intentCall(
        "Intents.cancel",
        "/intents/{id}/cancel",
        {},
        key,
        intent.id,
        () => new RuleViolation.NotCancellable({ id: intent.id, status: "refused by the provider" })
      )
    })
  })

  return Context.make(Sessions.Sessions, { capabilities, create, update }).pipe(
    Context.add(Sessions.SessionLock, { capabilities: { lock: "provider" }, lock }),
    Context.add(Sessions.SessionResults, { result }),
    Context.add(Sessions.SessionExpiry, { expire }),
    Context.add(Intents.Intents, intents),
    Context.add(Modifications.Adjustments, modifications.adjustments),
    Context.add(Modifications.Captures, modifications.captures),
    Context.add(Modifications.Cancellations, modifications.cancellations),
    Context.add(Modifications.Refunds, modifications.refunds),
    Context.add(Modifications.Reversals, modifications.reversals),
    Context.add(Modifications.Lookups, modifications.lookups),
    Context.add(Webhooks.Webhooks, receiving)
  )
})

/** All ports of the reference adapter. */
export const layer = (
  options: Options
): Layer.Layer<
  | Sessions.Sessions
  | Sessions.SessionLock
  | Sessions.SessionResults
  | Sessions.SessionExpiry
  | Intents.Intents
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups
  | Webhooks.Webhooks,
  never,
  HttpClient | Mac
> => Layer.effectContext(make(options))

const State = Schema.Struct({ capture: Schema.Literals(["automatic", "manual"]), adjustable: Schema.Boolean })

const isPlain = (request: Session.SessionRequest): boolean =>
  request.provider?.some(({ kind, provider: of }) => of === provider && kind === plainAuthorisation.kind) === true

const ownsResult: Parts["ownsResult"] = (session, authorised, answer) => {
  if (answer.id !== session.id) return "id"
  if (answer.reference !== session.reference) return "reference"
  if (authorised === undefined || Core.Money.equals(authorised, session.amount)) return undefined
  return authorised.currency === session.amount.currency ? "amount" : "currency"
}
