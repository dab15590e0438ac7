/** Polder Pay, a provider that does not exist: what PROVIDER.md says, in the words of the model. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import { Authorisation, type Capabilities, Fact, ModificationKey, Modifications, Money } from "@paylayer/core"
import { ProviderError, Rules, RuleViolation, Session, Sessions, Webhooks } from "@paylayer/core"
import { ambientCrypto, AmountTable, type Answer, Authentication, defined } from "@paylayer/core/adapter"
import { headersOf, heldChanges, Hmac, Ports, ProviderClient } from "@paylayer/core/adapter"

const provider = "polder"

export interface Options {
  readonly key: Redacted.Redacted<string>
  /** Whose notifications are ours. */
  readonly account: string
  /** Where Polder sends them: it signs that too. */
  readonly url: string
  /** What they are signed with; two while the secret is changed. */
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
}

/** "Amounts" of PROVIDER.md: ISO 4217 gives the forint two decimals, Polder none. */
const rows = { ...AmountTable.iso(["EUR", "JPY", "BHD"]), HUF: { exponent: 0 } }
const { currencies, limits } = AmountTable.make(provider, rows)

/** `19.50 EUR`, and `19 EUR`: decimals that are all zero are left out, because HUF may have none. */
const amountText = (money: Money.Money) => `${Money.toDecimal(money).replace(/\.0+$/, "")} ${money.currency}`

const Amount = Schema.String.pipe(
  Schema.decodeTo(Money.PositiveMoney, {
    decode: SchemaGetter.transformEffect((text, options) => {
      const [decimal = "", currency = ""] = text.split(" ")
      const money = Effect.fromResult(Money.fromDecimal(decimal, currency))
      return Effect.mapError(money, ({ message }) => new SchemaIssue.InvalidValue({ message }, text, options))
    }),
    encode: SchemaGetter.forbiddenEncoding
  })
)

const text = Schema.optionalKey(Schema.String)
const Operation = Schema.Struct({
  id: Schema.NonEmptyString,
  type: Schema.String,
  name: text,
  amount: Schema.optionalKey(Amount),
  state: Schema.String,
  decided_at: Schema.optionalKey(Schema.DateTimeUtcFromString),
  reason: text
})

const Order = Schema.Struct({
  id: Session.SessionId,
  version: Schema.Int,
  reference: Schema.NonEmptyString,
  total: Amount,
  status: Schema.String,
  expires_at: Schema.DateTimeUtcFromString,
  pay_url: Schema.RedactedFromValue(Schema.NonEmptyString),
  operations: Schema.Array(Operation)
})

/** An answer about another order is none. */
const orderWith = (id: string) => Order.check(Schema.makeFilter((order) => order.id === id))

const fields = Schema.optionalKey(Schema.Record(Schema.String, Schema.String))
const Refusal = Schema.Struct({ code: Schema.String, message: text, fields })
const isRefusal = Schema.is(Refusal)
const refusalOf = ({ body }: Answer) => (isRefusal(body) ? body : undefined)

const reasons = { key_unknown: "Unauthenticated", not_found: "NotFound", key_reused: "IdempotencyConflict" } as const

/** "Refusals" of PROVIDER.md. Of 429 and 503 the status tells enough; a code that is not there is kept as it came. */
const reasonOf = (answer: Answer): ProviderError.Reason | undefined => {
  const { code, fields = {}, message } = refusalOf(answer) ?? {}
  if (code === undefined || answer.status === 429 || answer.status === 503) return undefined
  const said = { code, ...defined({ message }) }
  if (Object.hasOwn(reasons, code)) return { _tag: reasons[code as keyof typeof reasons], ...said }
  if (![409, 412, 422].includes(answer.status)) return { _tag: "UnknownCode", status: answer.status, ...said }
  const parameters = Object.entries(fields).map(([parameter, reason]) => ({ parameter, reason }))
  return { _tag: "InvalidRequest", code, ...defined({ title: message }), parameters }
}

/** "Sending a request twice" of PROVIDER.md. */
const idempotency = { _tag: "key", window: Duration.hours(24), compared: true, maxLength: 64 } as const

const orders: Capabilities.SessionCapabilities = {
  provider,
  currencies,
  amounts: limits,
  currencyChange: false,
  totals: "exact",
  client: "none",
  capture: ["manual"],
  updatable: "always",
  submitGate: "any-time",
  referenceChange: true,
  continuation: false,
  lifetime: { _tag: "fixed", duration: Duration.minutes(30) },
  idempotency: { create: idempotency, update: idempotency }
}

/** Which version of the order a session is. */
const State = Schema.Struct({ version: Schema.Int })

/** What an answer states, its total held against the one that was asked for. */
const stated = ({ id, reference, total, version }: typeof Order.Type, asked: Money.PositiveMoney) =>
  Effect.map(Effect.fromResult(Rules.statedTotal(orders, id, asked, total)), (amount) => {
    return { reference, amount, state: { version } }
  })

const sessions = ({ execute }: ProviderClient.ProviderClient) => {
  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, { key } = {}) {
    yield* Effect.fromResult(Rules.createSession(orders, request, yield* Clock.currentTimeMillis))
    const { amount, reference, returnUrl: return_url, updatable = true } = request
    const call = { operation: "Sessions.create", method: "POST", path: "/orders", idempotency, key } as const
    const json = { reference, total: amountText(amount), ...defined({ return_url }) }
    const order = yield* execute({ ...call, json, answer: Order })
    const { expires_at: expiresAt, id, pay_url: token } = order
    const status = updatable ? "open" : "locked"
    const opened = { id, provider, amountFrom: "provider", status, updatable, expiresAt, token } as const
    return new Session.Session({ ...opened, ...(yield* stated(order, amount)) })
  })

  // Polder has no lock: an update and a lock are both a `PATCH`, once the rules allow it.
  const { sessionLock, update } = heldChanges(
    orders,
    Effect.fnUntraced(function* (operation, session, { amount, reference }, { key }) {
      const { id, token } = session
      const { version } = yield* Effect.orDie(Schema.decodeUnknownEffect(State)(session.state))
      const call = { operation, method: "PATCH", path: "/orders/{id}", parameters: { id }, idempotency, key } as const
      const order = yield* execute({
        ...call,
        headers: { "if-match": `"${version}"` },
        json: defined({ total: amount && amountText(amount), reference }),
        answer: orderWith(id),
        secrets: token === undefined ? [] : [token],
        violation: (answer, { unsure }) => {
          const code = refusalOf(answer)?.code
          if (unsure || (code !== "order_closed" && code !== "version_differs")) return undefined
          return new RuleViolation.NotUpdatable({ id, why: "refused-by-provider", code })
        }
      })
      return Session.modify(session, yield* stated(order, amount ?? session.amount))
    })
  )
  return Context.make(Sessions.Sessions, { capabilities: orders, create, update }).pipe(
    Context.add(Sessions.SessionLock, sessionLock)
  )
}

const kinds = ["capture", "cancel", "refund"] as const
const verdicts = { done: "succeeded", refused: "failed", undone: "reverted" } as const
const isKey = Schema.is(ModificationKey.ModificationKey)

/** What an operation says. What is pending, or is said in a word that no document has, has moved nothing. */
const factsOf = ({ amount, decided_at, id, name, reason, state, type }: typeof Operation.Type) => {
  const key = isKey(name) ? name : undefined
  const kind = kinds.find((known) => known === type)
  const linked: ReadonlyArray<Fact.Fact> = key === undefined ? [] : [{ _tag: "Linked", key, id }]
  if (kind === undefined || decided_at === undefined || !Object.hasOwn(verdicts, state)) return linked
  const verdict = verdicts[state as keyof typeof verdicts]
  const failure = verdict === "failed" ? { _tag: "Declined" as const, code: reason ?? state } : undefined
  const what = { id, kind, verdict, at: DateTime.toEpochMillis(decided_at) }
  return [...linked, { _tag: "Outcome" as const, ...what, ...defined({ key, amount, failure }) }]
}

/** All that a paid order says, whoever told of it: a look-up or a notification. */
const authorisationOf = ({ id, operations, reference, total: amount }: typeof Order.Type) => {
  const authorised = { _tag: "Authorised", id: Fact.AuthorisationId.make(id), reference, amount } as const
  return Authorisation.make(provider, { ...authorised, capture: "manual" }, operations.flatMap(factsOf))
}

const modifications = ({ execute }: ProviderClient.ProviderClient) => {
  const common = { provider, currencies, amounts: limits, idempotency, decided: "at-once" } as const

  /** Sends an operation; `refusal` says what a code means in the words of the model. */
  const send =
    <E>(refusal: (id: string, code?: string) => E | undefined) =>
    (allowed: Ports.Allowed<unknown, Money.PositiveMoney | undefined>) => {
      const { amount, authorisation, key, kind: type, operation } = allowed
      const { id } = authorisation
      const call = { operation, method: "POST", path: "/orders/{id}/operations", idempotency, key } as const
      const answered = execute<typeof Operation.Type, E>({
        ...call,
        parameters: { id },
        json: { type, name: key, ...defined({ amount: amount && amountText(amount) }) },
        answer: Operation,
        violation: (answer, { unsure }) => (unsure ? undefined : refusal(id, refusalOf(answer)?.code))
      })
      return Effect.map(answered, (answer) => ({ id: answer.id, facts: factsOf(answer) }))
    }

  const captures = Ports.captures(
    { ...common, decided: "later", partial: true, multiple: true, remainder: "kept" },
    send((id, code) => {
      if (code === "exceeds") return new RuleViolation.CaptureExceedsAuthorised({ id })
      return code === "cancelled" ? new RuleViolation.NotCapturable({ id, why: code }) : undefined
    })
  )
  const cancellations = Ports.cancellations(
    common,
    send((id, code) =>
      code === "captured" || code === "cancelled" ? new RuleViolation.NotCancellable({ id, status: code }) : undefined
    )
  )
  const refunds = Ports.refunds(
    { ...common, partial: true, multiple: true },
    send((id, code) => (code === "exceeds" ? new RuleViolation.RefundExceedsCaptured({ id }) : undefined))
  )

  const find: Modifications.Lookups["Service"]["find"] = Effect.fnUntraced(function* (sought) {
    const operation = "Lookups.find"
    if ("reference" in sought) {
      return yield* new RuleViolation.Unsupported({ provider, operation, capability: "look-up by reference" })
    }
    const id = "id" in sought ? sought.id : sought.authorisation.id
    const call = { operation, method: "GET", path: "/orders/{id}", idempotency: { _tag: "read" } } as const
    const order = yield* execute({ ...call, parameters: { id }, answer: orderWith(id) })
    const notPaid = { provider, operation, reason: { _tag: "NotFound" }, outcome: "not-executed" } as const
    if (order.status !== "paid") return yield* new ProviderError.ProviderError(notPaid)
    const found = authorisationOf(order)
    return "id" in sought ? found : sought.authorisation.with(found.facts)
  })
  return Context.make(Modifications.Captures, captures).pipe(
    Context.add(Modifications.Cancellations, cancellations),
    Context.add(Modifications.Refunds, refunds),
    Context.add(Modifications.Lookups, { capabilities: { provider, by: ["id", "key"] }, find })
  )
}

const Notification = Schema.fromJsonString(
  Schema.Struct({ delivery: Schema.NonEmptyString, account: Schema.String, type: Schema.String, order: Schema.Unknown })
)
const tolerance = Duration.minutes(5)

const webhooks = ({ account, secrets, url }: Options, crypto: Effect.Success<typeof ambientCrypto>) => {
  const refuse = (why: RuleViolation.WebhookRefused["why"]) => new RuleViolation.WebhookRefused({ provider, why })

  const verify = Effect.fnUntraced(function* ({ body, headers }: Webhooks.RawRequest) {
    const { "polder-signature": given = "", "polder-time": time = "" } = headersOf(headers)
    const tag = Hmac.base64Bytes(given)
    if (!/^\d{1,12}$/.test(time) || tag === undefined) return yield* refuse("missing")
    const signed = yield* Hmac.isSigned(secrets.map(Hmac.secretText), [tag], [time, url, body].join("\n"))
    if (!signed) return yield* refuse("mismatch")
    const age = (yield* Clock.currentTimeMillis) - Number(time) * 1000
    if (age > Duration.toMillis(tolerance)) return yield* refuse("too-old")
  })

  const read = <A>(schema: Schema.ConstraintDecoder<A>, value: unknown) =>
    Effect.mapError(Schema.decodeUnknownEffect(schema)(value), () => refuse("malformed"))

  const receive: Webhooks.Webhooks["Service"]["receive"] = Effect.fnUntraced(function* (request) {
    yield* verify(request)
    const { delivery, type, ...told } = yield* read(Notification, request.body)
    const received = (...events: ReadonlyArray<Webhooks.WebhookEvent>) => ({
      deliveries: [{ id: delivery, events }],
      acknowledgement: { status: 204, headers: {}, body: "" }
    })
    if (told.account !== account) return received({ _tag: "ForeignEvent", type, why: "of another account" })
    if (type !== "order.changed") return received({ _tag: "UnknownEvent", type })
    const order = yield* read(Order, told.order)
    const { id, reference, status } = order
    if (status === "cancelled") return received({ _tag: "SessionEnded", session: id, reference, why: status })
    if (status !== "paid") return received({ _tag: "Announced", id, reference, status })
    const { facts, id: authorisation } = authorisationOf(order)
    return received(...facts.map((fact) => ({ _tag: "Reported" as const, authorisation, reference, fact })))
  }, Effect.provideContext(crypto))
  return Context.make(Webhooks.Webhooks, { capabilities: { provider, signed: { _tag: "body" }, tolerance }, receive })
}

const http = { provider, baseUrl: "https://api.polder.example/v3", keyHeader: "idempotency-key", reason: reasonOf }

/** What Polder lacks, the layer does not provide: a program that adjusts an authorisation does not compile with it. */
export const layer = (options: Options) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const authentication = Authentication.header("polder-key", options.key)
      const client = yield* ProviderClient.make({ ...http, authentication, secrets: options.secrets })
      return Context.mergeAll(sessions(client), modifications(client), webhooks(options, yield* ambientCrypto))
    })
  )
