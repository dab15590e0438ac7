/**
 * Acquired.com: payment sessions for Components and the hosted form (`POST` and `PUT /payment-sessions`), and what follows
 * the payment (`/transactions/{id}`).
 *
 * Source: Acquired.com, "Components: server-side configuration" (read 2026-11). A limit marked (assumed) stands in no
 * document that we have.
 */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { RuleViolation, Session } from "@paylayer/core"
import { AmountTable, Authentication, defined, JsonDecimal, merge } from "@paylayer/core/adapter"
import { decodeError, refusedUpdate } from "./acquired/errors.ts"
import { Body, chosen } from "./acquired/parameters.ts"
import * as signatures from "./acquired/signatures.ts"
import * as transactions from "./acquired/transactions.ts"
import * as webhooks from "./acquired/webhooks.ts"
import * as PutSession from "./PutSession.ts"

export { parameters } from "./acquired/parameters.ts"
export type { Parameters } from "./acquired/parameters.ts"
export { refundOptions } from "./acquired/transactions.ts"
export type { RefundDetails } from "./acquired/transactions.ts"

/** The name in every session and error of this adapter. */
export const provider = "acquired"

/** Decimal major units; ISO exponents; as many digits as a JSON number keeps; from one minor unit on (assumed). */
export const amounts = AmountTable.make(
  provider,
  AmountTable.iso(["AED", "AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "JPY", "MXN", "SEK", "USD", "ZAR"], {
    maximum: JsonDecimal.maximum
  })
)

/** Amount, currency and reference: the model's, whatever an option says. */
const total = ({ amount, reference }: PutSession.Update) =>
  Result.map(JsonDecimal.toJsonNumber(amount), (number) => ({
    transaction: { order_id: reference, amount: number, currency: amount.currency.toLowerCase() }
  }))

/**
 * Captured as the account captures all of its payments, where it does; a session that says otherwise is refused, because
 * a look-up of its payment would tell what is not so.
 */
const inAccountsWay = (operation: string, account: Options["capture"], sets: ReadonlyArray<unknown>) => {
  const body = merge(account === undefined ? {} : { transaction: { capture: account === "automatic" } }, ...sets)
  const { capture } = (body as Pick<Body, "transaction">).transaction
  return account !== undefined && capture === (account === "manual")
    ? Result.fail(
        new RuleViolation.Unsupported({
          provider,
          operation,
          capability: `${capture ? "automatic" : "manual"} capture, with the option capture: ${account}`
        })
      )
    : Result.succeed(body)
}

const createBody = (account: Options["capture"]) => (request: Session.SessionRequest) => {
  const { capture, returnUrl } = request
  const back = returnUrl === undefined ? {} : { tds: { is_active: true, redirect_url: returnUrl } }
  const how = capture === undefined ? {} : { transaction: { capture: capture === "automatic" } }
  return Result.flatMap(total(request), (total) =>
    inAccountsWay("create a session", account, [back, chosen(request), how, total])
  )
}

const updateBody =
  (account: Options["capture"]) => (sent: Body, update: PutSession.Update, operation: "update" | "lock") =>
    Result.flatMap(total(update), (total) =>
      inAccountsWay(`${operation} a session`, account, [sent, chosen(update), total])
    )

const SessionCreated = Schema.Struct({ id: Session.SessionId }).pipe(Schema.encodeKeys({ id: "session_id" }))

/** No document shows what a PUT is answered; where that names a session, it is this one. */
const sessionUpdated = (id: Session.SessionId) =>
  Schema.Unknown.check(
    Schema.makeFilter(
      (body) => typeof body !== "object" || body === null || !("session_id" in body) || body.session_id === id
    )
  )

export interface Options extends PutSession.ClientOptions {
  readonly appId: string
  readonly appKey: Redacted.Redacted<string>
  readonly environment?: "test" | "live"
  /** Instead of an environment: what stands before `/login`. */
  readonly baseUrl?: string
  /** Sent with every request; webhooks of another one are `ForeignEvent`. */
  readonly companyId?: string
  readonly mid?: string
  /** What webhooks and the browser's proof are signed with; two during a rotation. The app_key unless told. */
  readonly signingKeys?: ReadonlyArray<Redacted.Redacted<string>>
  /**
   * How all payments of this account are captured: sessions are made that way and no other, and look-ups need it, since
   * Acquired need not say it of a payment. Without it, each session says how, and a look-up of a payment that does not is
   * refused.
   */
  readonly capture?: "automatic" | "manual"
}

type Parts = "capture" | "void" | "refund" | "reversal" | "find" | "result" | "webhooks"

/** Acquired as a profile of `PutSession`. */
export const profile = (options: Options): PutSession.With<Body, Parts> => {
  const keys = options.signingKeys ?? [options.appKey]
  return {
    provider,
    baseUrl: options.baseUrl ?? `https://${options.environment === "live" ? "api" : "test-api"}.acquired.com/v1`,
    headers: defined({ "company-id": options.companyId, mid: options.mid }),
    login: {
      path: "/login",
      body: { app_id: options.appId, app_key: Redacted.value(options.appKey) },
      secrets: [options.appKey, ...keys],
      answer: Authentication.AccessToken
    },
    amounts,
    expiry: "10 minutes",
    captureWays: options.capture === undefined ? ["automatic", "manual"] : [options.capture],
    parameters: Body,
    create: { path: "/payment-sessions", body: createBody(options.capture), answer: SessionCreated },
    update: {
      path: "/payment-sessions/{id}",
      body: updateBody(options.capture),
      refusal: refusedUpdate,
      answer: sessionUpdated
    },
    decodeError,
    capture: transactions.capture,
    void: transactions.cancel,
    refund: transactions.refund,
    reversal: transactions.reversal,
    find: { ...transactions.read, capture: options.capture },
    result: {
      verify: (form) => signatures.verify(keys, form),
      read: transactions.read,
      // The reference's default.
      capture: ({ transaction }) => (transaction.capture === false ? "manual" : "automatic")
    },
    webhooks: webhooks.notices(keys, options)
  }
}

export const make = (options: Options) => PutSession.make(profile(options), options)

export const layer = (options: Options) => PutSession.layer(profile(options), options)

export const layerConfig = (options: Config.Wrap<Options>) => Layer.unwrap(Effect.map(Config.unwrap(options), layer))
