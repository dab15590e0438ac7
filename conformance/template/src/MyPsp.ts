/** MyPsp: what its document says, in the words of the model. Each comment with "->" is a place to go on from. */
import { type Capabilities, Money, type ProviderError, Rules, RuleViolation, Session, Sessions } from "@paylayer/core"
import { type Answer, AmountTable, Authentication, defined, heldChanges, ProviderClient } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"

const provider = "my-psp"

export interface Options {
  readonly apiKey: Redacted.Redacted<string>
  /** Where the provider is; its live system unless told. */
  readonly baseUrl?: string
}

// -> The currencies that the document lists, each with its exponent on the wire (not always ISO 4217's) and its limits.
const amounts = AmountTable.make(provider, {
  ...AmountTable.iso(["EUR", "GBP", "JPY"], { minimum: 50, maximum: 99_999_999 }),
  ISK: { exponent: 2, minimum: 100, maximum: 99_999_900, step: 100 }
})

// -> What happens when the same request comes twice. Say `{ _tag: "none" }` unless the document promises more.
const idempotency: Capabilities.Idempotency = {
  _tag: "key",
  window: Duration.hours(24),
  compared: true,
  maxLength: 64
}

// -> What the provider can do. The laws hold you to each of these, to what you deny as well.
const capabilities: Capabilities.SessionCapabilities = {
  provider,
  currencies: amounts.currencies,
  amounts: amounts.limits,
  currencyChange: false,
  totals: "exact",
  client: "none",
  capture: ["automatic"],
  updatable: "always",
  submitGate: "any-time",
  referenceChange: false,
  continuation: false,
  lifetime: { _tag: "fixed", duration: Duration.minutes(30) },
  idempotency: { create: idempotency, update: idempotency }
}

/** An amount as the provider writes it; where it is none, the whole answer is malformed. */
const Amount = Schema.Struct({ value: Schema.Int, currency: Schema.String }).pipe(
  Schema.decodeTo(Schema.toType(Money.PositiveMoney), {
    decode: SchemaGetter.transformEffect((stated, options) =>
      Effect.mapError(
        Effect.fromResult(amounts.fromUnits(stated.value, stated.currency)),
        () => new SchemaIssue.InvalidValue({ message: "no amount" }, stated, options)
      )
    ),
    encode: SchemaGetter.forbiddenEncoding
  })
)

/** Only what is used, and tolerant: a field that the provider adds tomorrow breaks nothing. */
const Checkout = Schema.Struct({
  id: Session.SessionId,
  amount: Amount,
  token: Schema.RedactedFromValue(Schema.NonEmptyString),
  expires_at: Schema.DateTimeUtcFromString
})

const Problem = Schema.Struct({
  code: Schema.String,
  message: Schema.String,
  fields: Schema.Array(Schema.Struct({ name: Schema.String, why: Schema.String }))
})

const problemOf = ({ body }: Answer) => Option.getOrUndefined(Schema.decodeUnknownOption(Problem)(body))

// -> The provider's table of errors. What is not in it is told by its status, and keeps the provider's code.
const reasons: Readonly<Record<string, "Unauthenticated" | "NotFound" | "IdempotencyConflict">> = {
  bad_key: "Unauthenticated",
  not_found: "NotFound",
  key_reused: "IdempotencyConflict"
}

const reasonOf = (answer: Answer): ProviderError.Reason | undefined => {
  const problem = problemOf(answer)
  if (problem === undefined) return undefined
  const { code, fields, message } = problem
  if (code === "invalid") {
    return {
      _tag: "InvalidRequest",
      code,
      parameters: fields.map(({ name, why }) => ({ parameter: name, reason: why }))
    }
  }
  const tag = reasons[code]
  return tag === undefined
    ? { _tag: "UnknownCode", status: answer.status, code, message }
    : { _tag: tag, code, message }
}

/** Refusals that are a rule of the model: the shop can act on them, whoever the provider is. */
const violation = (id: Session.SessionId) => (answer: Answer) => {
  const code = problemOf(answer)?.code
  if (code === "expired") return new RuleViolation.SessionExpired({ id })
  return code === "closed" ? new RuleViolation.NotUpdatable({ id, why: "completed", code }) : undefined
}

export const make = Effect.fnUntraced(function* (options: Options) {
  const { execute } = yield* ProviderClient.make({
    provider,
    baseUrl: options.baseUrl ?? "https://api.my-psp.example/v1",
    authentication: Authentication.bearer(options.apiKey),
    keyHeader: "idempotency-key",
    reason: reasonOf
  })

  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, { key } = {}) {
    yield* Effect.fromResult(Rules.createSession(capabilities, request, yield* Clock.currentTimeMillis))
    const { amount, reference, returnUrl, updatable = true } = request
    const checkout = yield* execute({
      operation: "Sessions.create",
      method: "POST",
      path: "/checkouts",
      json: {
        reference,
        amount: { value: yield* Effect.fromResult(amounts.toUnits(amount)), currency: amount.currency },
        ...defined({ return_url: returnUrl })
      },
      idempotency,
      key,
      answer: Checkout
    })
    return new Session.Session({
      id: checkout.id,
      provider,
      reference,
      amount: yield* Effect.fromResult(Rules.statedTotal(capabilities, checkout.id, amount, checkout.amount)),
      amountFrom: "provider",
      status: updatable ? "open" : "locked",
      updatable,
      token: checkout.token,
      expiresAt: checkout.expires_at,
      // -> What the next request needs and nobody else: a version, an etag.
      state: null
    })
  })

  // This provider has no lock of its own: the last amount is held here. -> With one, write `Sessions.SessionLock`.
  const { sessionLock, update } = heldChanges(
    capabilities,
    Effect.fnUntraced(function* (operation, session, { amount = session.amount }, { key }) {
      const { id } = session
      const checkout = yield* execute({
        operation,
        method: "PATCH",
        path: "/checkouts/{id}",
        parameters: { id },
        json: { amount: { value: yield* Effect.fromResult(amounts.toUnits(amount)), currency: amount.currency } },
        idempotency,
        key,
        // An answer about another checkout is no answer.
        answer: Checkout.check(Schema.makeFilter((checkout) => checkout.id === id)),
        // What the provider may quote must not reach an error.
        secrets: session.token === undefined ? [] : [session.token],
        // After a lost answer a refusal may be of the repetition alone: it decides nothing.
        violation: (answer, { unsure }) => (unsure ? undefined : violation(id)(answer))
      })
      return Session.modify(session, {
        amount: yield* Effect.fromResult(Rules.statedTotal(capabilities, id, amount, checkout.amount))
      })
    })
  )

  // -> What comes after payment: `Ports.captures`, `Ports.refunds` … of "@paylayer/core/adapter", and `Webhooks`.
  return Context.make(Sessions.Sessions, { capabilities, create, update }).pipe(
    Context.add(Sessions.SessionLock, sessionLock)
  )
})

export const layer = (options: Options) => Layer.effectContext(make(options))
