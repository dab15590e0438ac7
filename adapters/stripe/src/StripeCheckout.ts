/**
 * Stripe's Checkout Sessions: `Sessions` of items, or of a total that becomes one item.
 *
 * Only sessions shown by Elements (`uiMode: "elements"`) may have their items changed, while they are open; the browser
 * wraps its request to the server in `runServerUpdate`. Stripe takes the items as a whole: they are read first, sent
 * with the ids that they have, and the ids of the answer are compared with what was sent, so that a change by somebody
 * else is `TotalDiffers` and not silence. The total is the provider's; where exactness was promised another one is put
 * back. Stripe has no lock before payment: the lock is held on our side.
 *
 * Source: docs.stripe.com/api/checkout/sessions; "Dynamically update payment amounts".
 */
import type { Capabilities, ModificationKey, Money } from "@paylayer/core"
import {
  ModificationKey as Key,
  Money as MoneyModule,
  ProviderError,
  RuleViolation,
  Rules,
  Session,
  Sessions
} from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { defined, heldChanges, requestBody } from "@paylayer/core/adapter"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as items from "./checkout/items.ts"
import * as wire from "./checkout/wire.ts"
import { amounts, provider } from "./currencies.ts"
import * as form from "./form.ts"
import { authorisationOf } from "./modifications/facts.ts"
import * as modifications from "./modifications/ports.ts"
import { methodOptions } from "./modifications/requests.ts"
import * as StripeClient from "./StripeClient.ts"

export { items } from "./checkout/items.ts"
export type { Item } from "./checkout/items.ts"

export interface Options extends StripeClient.Options {
  /** Who shows the session; `elements` unless told. A session of another mode is `locked` at once. */
  readonly uiMode?: wire.UiMode
  /** Whether Stripe adds taxes: then the total is the provider's, and may differ from the one asked for. */
  readonly automaticTax?: boolean
}

const State = Schema.Struct({ uiMode: wire.UiMode, lines: Schema.Array(items.Line) })
const stateOf = (session: Session.Session) => Option.getOrUndefined(Schema.decodeUnknownOption(State)(session.state))

const operationFailed = (operation: string, problem: string, outcome: ProviderError.ProviderError["outcome"]) =>
  new ProviderError.ProviderError({
    provider,
    operation,
    reason: { _tag: "MalformedResponse", problem },
    outcome
  })

export const make = Effect.fnUntraced(function* (options: Options) {
  const client = yield* StripeClient.make(options)
  const { automaticTax = false, uiMode = "elements" } = options

  const capabilities: Capabilities.SessionCapabilities = {
    provider,
    currencies: amounts.currencies,
    amounts: amounts.limits,
    currencyChange: false,
    totals: automaticTax ? "provider" : "exact",
    client: "wrap",
    capture: ["automatic", "manual"],
    updatable: "always",
    submitGate: "any-time",
    referenceChange: false,
    continuation: false,
    lifetime: { _tag: "chosen", minimum: Duration.minutes(30), maximum: Duration.hours(24) },
    idempotency: { create: StripeClient.idempotent, update: StripeClient.idempotent }
  }

  const invalid = (operation: string, reason: typeof ProviderError.InvalidRequest.Type) =>
    new ProviderError.ProviderError({ provider, operation, reason, outcome: "not-executed" })

  const encode = <A>(operation: string, schema: Schema.ConstraintCodec<A, Schema.Json, never, never>, value: unknown) =>
    Effect.fromResult(
      Result.map(
        Result.mapError(requestBody(schema, value), (reason) => invalid(operation, reason)),
        form.pairs
      )
    )

  /** The items of a request come to its amount. */
  const checked = (operation: string, amount: Money.PositiveMoney, wanted: ReadonlyArray<items.Item>) => {
    const total = items.sum(wanted)
    const problem = Result.isFailure(total)
      ? total.failure
      : total.success !== amount.value || wanted[0]?.amount.currency !== amount.currency
        ? `come to ${total.success} ${wanted[0]?.amount.currency}, and the amount is ${amount.value} ${amount.currency}`
        : undefined
    return problem === undefined
      ? Effect.void
      : Effect.fail(
          invalid(operation, { _tag: "InvalidRequest", parameters: [{ parameter: "line_items", reason: problem }] })
        )
  }

  const totalOf = (operation: string, { amount_total, currency }: wire.CheckoutSession) =>
    Effect.fromResult(
      Result.mapError(amounts.fromUnits(amount_total ?? 0, currency ?? ""), () =>
        operationFailed(operation, "a total that the currency does not have", "unknown")
      )
    )

  const secretsOf = ({ token }: Session.Session) => (token === undefined ? [] : [token])

  const post = (
    operation: string,
    path: string,
    pairs: ReadonlyArray<readonly [string, string]>,
    key: ModificationKey.ModificationKey | undefined,
    session?: Session.Session
  ) =>
    client.execute({
      operation,
      method: "POST",
      path,
      ...(session === undefined ? {} : { parameters: { session: session.id }, secrets: secretsOf(session) }),
      form: pairs,
      idempotency: StripeClient.idempotent,
      key,
      answer: wire.checkoutSession(session?.id)
    })

  const read = (
    operation: string,
    session: Session.Session,
    expand: "line_items" | "payment_intent.latest_charge" = "line_items"
  ) =>
    client.execute({
      operation,
      method: "GET",
      path: "/v1/checkout/sessions/{session}",
      parameters: { session: session.id },
      query: { "expand[0]": expand },
      idempotency: { _tag: "read" },
      secrets: secretsOf(session),
      answer: wire.checkoutSession(session.id)
    })

  /** The lines of a session, in its order. An answer has the first ten: more are asked for. */
  const linesOf = Effect.fnUntraced(function* (
    operation: string,
    { client_secret, id, line_items, url }: wire.CheckoutSession,
    outcome: "not-executed" | "unknown",
    secrets: ReadonlyArray<Redacted.Redacted<string>> = []
  ) {
    const { data, has_more } =
      line_items?.has_more === false
        ? line_items
        : yield* Effect.mapError(
            client.execute({
              operation,
              method: "GET",
              path: "/v1/checkout/sessions/{session}/line_items",
              parameters: { session: id },
              query: { limit: String(wire.mostItems) },
              idempotency: { _tag: "read" },
              secrets: [...secrets, ...[client_secret ?? [], url ?? []].flat()],
              answer: wire.LineItems
            }),
            (error) => new ProviderError.ProviderError({ ...error, outcome })
          )
    if (has_more) return yield* operationFailed(operation, "not all line items", outcome)
    return data.map(({ description, id, price, quantity }): items.Line => ({
      id,
      name: description ?? "",
      units: price?.unit_amount ?? 0,
      currency: price?.currency ?? "",
      quantity: quantity ?? 1
    }))
  })

  const create: Sessions.Sessions["Service"]["create"] = Effect.fnUntraced(function* (request, { key } = {}) {
    const operation = "Sessions.create"
    yield* Effect.fromResult(Rules.createSession(capabilities, request, yield* Clock.currentTimeMillis))
    const wanted = items.given(request.provider) ?? items.whole(request.amount)
    yield* checked(operation, request.amount, wanted)
    const lines = yield* Effect.fromResult(items.lines(wanted, []))
    const { capture, expiresAt, reference, returnUrl } = request
    const pairs = yield* encode(operation, wire.NewCheckoutSession, {
      mode: "payment",
      ui_mode: uiMode,
      line_items: lines.map(items.toWire),
      client_reference_id: reference,
      ...defined({
        [uiMode === "hosted_page" ? "success_url" : "return_url"]: returnUrl,
        expires_at: expiresAt === undefined ? undefined : Math.floor(DateTime.toEpochMillis(expiresAt) / 1000),
        automatic_tax: automaticTax ? { enabled: true } : undefined,
        payment_intent_data: {
          ...(capture === undefined ? {} : { capture_method: capture === "manual" ? "manual" : "automatic_async" }),
          metadata: { reference }
        }
      }),
      ...methodOptions(options.requests, capture),
      expand: ["line_items"]
    })
    const answer = yield* post(operation, "/v1/checkout/sessions", pairs, key)
    const stated = yield* totalOf(operation, answer)
    const updatable = request.updatable !== false && uiMode === "elements"
    return new Session.Session({
      id: answer.id,
      provider,
      reference,
      amount: yield* Effect.fromResult(Rules.statedTotal(capabilities, answer.id, request.amount, stated)),
      amountFrom: "provider",
      status: updatable ? "open" : "locked",
      updatable,
      expiresAt: DateTime.makeUnsafe(answer.expires_at * 1000),
      state: { uiMode, lines: named(yield* linesOf(operation, answer, "unknown"), lines) },
      ...defined({ token: answer.client_secret ?? answer.url ?? undefined })
    })
  })

  const send = Effect.fnUntraced(function* (
    operation: string,
    session: Session.Session,
    lines: ReadonlyArray<items.Line>,
    key: ModificationKey.ModificationKey | undefined
  ) {
    const pairs = yield* encode(operation, wire.CheckoutSessionUpdate, {
      line_items: lines.map(items.toWire),
      expand: ["line_items"]
    })
    return yield* post(operation, "/v1/checkout/sessions/{session}", pairs, key, session)
  })

  const change = Effect.fnUntraced(function* (
    operation: string,
    session: Session.Session,
    { amount = session.amount, provider: options }: Session.SessionChange,
    { key }: Sessions.UpdateOptions
  ) {
    const state = stateOf(session)
    if (state?.uiMode !== "elements") {
      return yield* new RuleViolation.Unsupported({
        provider,
        operation: "change a session's items",
        capability: `line items of ${state?.uiMode ?? "a session that is not of this adapter"}`
      })
    }
    const wanted = items.given(options) ?? (isWhole(state.lines) ? items.whole(amount) : undefined)
    const keep = items.given(options) === undefined && MoneyModule.equals(amount, session.amount)
    if (!keep) yield* checked(operation, amount, wanted ?? [])

    const now = yield* read(operation, session)
    yield* stillOpen(session, now)
    const before = named(yield* linesOf(operation, now, "not-executed", secretsOf(session)), state.lines)
    const differs = (stated: Money.Money) =>
      new RuleViolation.TotalDiffers({
        id: session.id,
        currency: amount.currency,
        expected: amount.value,
        actual: MoneyModule.format(stated)
      })
    if (!sameIds(before, state.lines)) return yield* differs(yield* totalOf(operation, now))

    const lines = keep ? state.lines : yield* Effect.fromResult(items.lines(wanted ?? [], before))
    const answer = yield* send(operation, session, lines, key).pipe(
      Effect.catchTag("ProviderError", (error) =>
        error.reason._tag === "InvalidRequest" && error.outcome === "not-executed"
          ? // No document says how a session that ended meanwhile refuses: look, instead of reading texts.
            Effect.flatMap(read(operation, session), (read) =>
              Effect.andThen(stillOpen(session, read), Effect.fail(error))
            )
          : Effect.fail(error)
      )
    )
    const after = yield* linesOf(operation, answer, "unknown", secretsOf(session))
    const stated = yield* totalOf(operation, answer)
    const ours = sentIds(lines, after)
    const total = Rules.statedTotal(capabilities, session.id, amount, stated)
    if (!ours || Result.isFailure(total)) {
      // What another writer made stays as it is.
      if (ours) {
        yield* Effect.mapError(
          send(operation, session, restored(before, after), yield* Key.draw),
          // The first change was executed, whatever became of the second.
          (error) =>
            error._tag === "ProviderError" ? new ProviderError.ProviderError({ ...error, outcome: "unknown" }) : error
        )
      }
      return yield* differs(stated)
    }
    return Session.modify(session, {
      amount: total.success,
      amountFrom: "provider",
      state: { uiMode, lines: named(after, lines) },
      ...defined({ token: answer.client_secret ?? undefined })
    })
  })

  const { sessionLock, update } = heldChanges(capabilities, change)

  const expire: Sessions.SessionExpiry["Service"]["expire"] = Effect.fnUntraced(function* (session, { key } = {}) {
    yield* Effect.fromResult(Rules.expireSession(capabilities, session))
    yield* post("SessionExpiry.expire", "/v1/checkout/sessions/{session}/expire", [], key, session).pipe(
      Effect.catchTag("ProviderError", (error) =>
        error.reason._tag === "InvalidRequest" && error.exchange !== undefined && error.outcome === "not-executed"
          ? Effect.flatMap(read("SessionExpiry.expire", session), ({ status }) =>
              Effect.fail(
                status === "open"
                  ? error
                  : new RuleViolation.NotCancellable({ id: session.id, status: statusText(status) })
              )
            )
          : Effect.fail(error)
      )
    )
    return Session.modify(session, { status: "expired" })
  })

  const result: Sessions.SessionResults["Service"]["result"] = Effect.fnUntraced(function* (session, proof) {
    const operation = "SessionResults.result"
    // What the browser brings back is the id in the return URL: `{CHECKOUT_SESSION_ID}`.
    const mismatch = (field: RuleViolation.ProofMismatch["field"]) =>
      new RuleViolation.ProofMismatch({ id: session.id, field })
    if (Redacted.value(proof) !== session.id) return yield* mismatch("id")
    const answer = yield* read(operation, session, "payment_intent.latest_charge")
    if (answer.id !== session.id) return yield* mismatch("id")
    if (answer.client_reference_id !== session.reference) return yield* mismatch("reference")
    const amount = yield* totalOf(operation, answer)
    if (amount.currency !== session.amount.currency) return yield* mismatch("currency")
    const status = resultStatus(answer)
    const paid = status === "completed"
    if (paid && !MoneyModule.equals(amount, session.amount)) return yield* mismatch("amount")
    const { payment_intent: intent } = answer
    if (!paid || typeof intent !== "object" || intent === null) {
      return new Sessions.SessionResult({ status, attempts: [] })
    }
    const known = { reference: session.reference, original: amount }
    const at = yield* Clock.currentTimeMillis
    const authorisation = yield* Effect.fromResult(
      Result.mapError(authorisationOf(intent, at, known), () =>
        operationFailed(operation, "an amount that the currency does not have", "not-executed")
      )
    )
    return new Sessions.SessionResult({
      status,
      attempts: [{ id: intent.id, amount, status: "authorised" }],
      ...defined({ authorisation })
    })
  })

  return Context.make(Sessions.Sessions, { capabilities, create, update }).pipe(
    Context.add(Sessions.SessionLock, sessionLock),
    Context.add(Sessions.SessionExpiry, { expire }),
    Context.add(Sessions.SessionResults, { result }),
    Context.merge(modifications.make(client, options.requests))
  )
})

/** {@link make} as a layer. */
export const layer = (
  options: Options
): Layer.Layer<
  Sessions.Sessions | Sessions.SessionLock | Sessions.SessionExpiry | Sessions.SessionResults | modifications.Ports,
  never,
  HttpClient
> => Layer.effectContext(make(options))

export const layerConfig = (options: Config.Wrap<Options>) => Layer.unwrap(Effect.map(Config.unwrap(options), layer))

/** Whether the session is about one total, and not about items that the caller named. */
const isWhole = (lines: ReadonlyArray<items.Line>): boolean => lines.length === 1 && lines[0]?.name === items.wholeName

/** Money that is only reserved is `unpaid`: there the PaymentIntent tells a capture to come from a payment under way. */
const resultStatus = (answer: wire.CheckoutSession): Sessions.SessionResult["status"] => {
  const { payment_intent: intent, payment_status, status } = answer
  const paying = typeof intent === "object" ? intent?.status : undefined
  if (typeof paying === "object") return paying
  if (status === null) return "open"
  if (status !== "complete") return status
  if (payment_status !== "unpaid") return typeof payment_status === "object" ? payment_status : "completed"
  switch (paying) {
    case "requires-capture":
    case "succeeded":
      return "completed"
    case "cancelled":
      return "cancelled"
    // The money of an asynchronous method never came, and the session is over.
    case "requires-payment-method":
      return "failed"
    default:
      return "pending"
  }
}

const statusText = (status: wire.CheckoutSession["status"]): string =>
  status === null ? "unknown" : typeof status === "string" ? status : status.value

const stillOpen = (
  session: Session.Session,
  { payment_status, status }: wire.CheckoutSession
): Effect.Effect<void, RuleViolation.NotUpdatable | RuleViolation.SessionExpired> => {
  if (status === "complete") {
    const why = payment_status === "unpaid" ? "pending" : "completed"
    return Effect.fail(new RuleViolation.NotUpdatable({ id: session.id, why }))
  }
  if (status === "expired") {
    const { expiresAt, id } = session
    return Effect.fail(new RuleViolation.SessionExpired({ id, ...defined({ expiresAt }) }))
  }
  return Effect.void
}

/** The provider's lines with our names: it may show a name as it likes. Lines stand in the order in which they were sent. */
const named = (stated: ReadonlyArray<items.Line>, ours: ReadonlyArray<items.Line>): ReadonlyArray<items.Line> =>
  stated.map((line, index) => ({
    ...line,
    name: (ours.find(({ id }) => id !== undefined && id === line.id) ?? ours[index])?.name ?? line.name
  }))

const sameIds = (some: ReadonlyArray<items.Line>, others: ReadonlyArray<items.Line>): boolean => {
  const ids = new Set(others.map(({ id }) => id))
  return some.length === others.length && some.every(({ id }) => ids.has(id))
}

/** Whether an answer has the lines that were sent: each id, and as many new ones as had none. */
const sentIds = (sent: ReadonlyArray<items.Line>, after: ReadonlyArray<items.Line>): boolean => {
  const kept = new Set(after.map(({ id }) => id))
  return sent.length === after.length && sent.every(({ id }) => id === undefined || kept.has(id))
}

/** The lines from before, those that are gone as new ones. */
const restored = (before: ReadonlyArray<items.Line>, after: ReadonlyArray<items.Line>): ReadonlyArray<items.Line> => {
  const kept = new Set(after.map(({ id }) => id))
  return before.map(({ id, ...line }) => (id !== undefined && kept.has(id) ? { ...line, id } : line))
}
