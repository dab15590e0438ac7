/**
 * One HTTP client for one provider: authentication, time-out, retry, the table of refusals, and errors without
 * secrets, in one place.
 *
 * A change is sent again only where that is safe: under a key, or where the same request twice leaves what one
 * leaves; a 429 always, since it executed nothing. `Retry-After` is respected, within the budget.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type { Idempotency } from "../Capabilities.ts"
import * as ModificationKey from "../ModificationKey.ts"
import type { Exchange, Outcome, Reason } from "../ProviderError.ts"
import { ProviderError } from "../ProviderError.ts"
import type { Answer, Parse } from "./Answer.ts"
import { read } from "./Answer.ts"
import type { Authentication, Credential } from "./Authentication.ts"
import { EarlierAttempt } from "./EarlierAttempt.ts"
import { scrub, scrubText } from "./scrub.ts"
import { mayHaveExecuted, reasonOf, retryAfter } from "./statusTable.ts"

export interface Options {
  readonly provider: string
  /** What stands before every path, without a slash at its end. */
  readonly baseUrl: string
  readonly authentication?: Authentication
  /** What the provider knows of us and may quote: kept out of every error, beside the credential in use. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
  /** Sent with every request; nothing secret. */
  readonly headers?: Readonly<Record<string, string>>
  /** The header that carries the key of a change. */
  readonly keyHeader?: string
  /** The header in which the provider gives its id of the request. */
  readonly requestIdHeader?: string
  /** How long one answer may take; 30 seconds unless told. */
  readonly timeout?: Duration.Input
  /**
   * How often a request is sent at the most, and until how long after the start it may be sent again; 3 times and 60
   * seconds unless told. The last attempt may still take its `timeout`.
   */
  readonly retry?: { readonly attempts?: number; readonly budget?: Duration.Input }
  /** The largest answer that is read, in bytes; 1 MiB unless told. */
  readonly bodyLimit?: number
  /** How the text of an answer is read; as JSON unless told. It throws nothing, and expands nothing. */
  readonly parse?: Parse
  /** The status that an answer stands for, where its own does not tell: a SOAP fault comes with 500, whatever it says. */
  readonly statusOf?: (answer: Answer) => number | undefined
  /** What a refusal means, where the status alone does not tell. */
  readonly reason?: (answer: Answer) => Reason | undefined
  /** Which refusals leave open what becomes of the request all the same: an earlier one under its key is under way. */
  readonly leavesOpen?: (reason: Reason) => boolean
  /** What the provider says of sending the same request again; where it says nothing, the table decides. */
  readonly again?: (answer: Answer) => boolean | undefined
  /** The one escape hatch: what else should happen to every request. */
  readonly transformClient?: (client: HttpClient.HttpClient) => HttpClient.HttpClient
}

/** One request, as the provider's document describes it. */
export interface Call<A, E = never> {
  /** The port and its verb: `Sessions.update`. */
  readonly operation: string
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** The template: `/payment-sessions/{id}`. Errors and spans show it instead of the path. */
  readonly path: string
  /** What is put into the template, percent-encoded. What cannot stand in a path is refused before the wire. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Of this request alone; nothing secret. */
  readonly headers?: Readonly<Record<string, string>>
  /** A JSON value, already encoded for the wire. */
  readonly json?: Schema.Json
  /** Instead of JSON: the pairs of a form body, in this order. */
  readonly form?: ReadonlyArray<readonly [string, string]>
  /** Instead of either: a text, as it goes out. */
  readonly text?: { readonly contentType: string; readonly body: string }
  /** What happens if it is sent twice; a `read` changes nothing. */
  readonly idempotency: Idempotency | { readonly _tag: "read" }
  readonly key?: ModificationKey.ModificationKey | undefined
  /** What a successful answer holds. Small and tolerant: only what is used. */
  readonly answer: Schema.ConstraintDecoder<A, never>
  /** Refusals that are a rule of the model. It sees the answer without secrets, its texts cut to 500 characters. */
  readonly violation?: (answer: Answer, circumstances: Circumstances) => E | undefined
  /** Secrets of this call, kept out of what errors quote. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
}

export interface Circumstances {
  /** When the answer came, in milliseconds since the epoch. */
  readonly now: number
  /** Whether an earlier attempt of the same call may have been executed. */
  readonly unsure: boolean
}

export interface ProviderClient {
  readonly execute: <A, E = never>(call: Call<A, E>) => Effect.Effect<A, E | ProviderError>
}

const isKey = Schema.is(ModificationKey.ModificationKey)

/** What one attempt came to. */
type Attempt<A, E> =
  | { readonly _tag: "done"; readonly value: A }
  | { readonly _tag: "violation"; readonly violation: E }
  | {
      readonly _tag: "failed"
      readonly reason: Reason
      readonly outcome: Outcome
      readonly exchange: Exchange
      /** Seconds that the provider asked us to wait. */
      readonly retryAfter?: number | undefined
      /** What the provider said of sending it again. */
      readonly again?: boolean | undefined
    }

export const make = Effect.fnUntraced(function* (
  options: Options
): Effect.fn.Return<ProviderClient, never, HttpClient.HttpClient> {
  const plain = yield* HttpClient.HttpClient
  const client = options.transformClient === undefined ? plain : options.transformClient(plain)
  const timeout = Duration.fromInputUnsafe(options.timeout ?? "30 seconds")
  const attempts = options.retry?.attempts ?? 3
  const budget = Duration.toMillis(options.retry?.budget ?? "60 seconds")
  const bodyLimit = options.bodyLimit ?? 1024 * 1024
  const host = new URL(options.baseUrl).host

  const send = (call: Sendable<unknown, unknown>, credential: Credential) =>
    client.execute(requestOf(options, call, credential)).pipe(
      Effect.flatMap((response) => read(response, bodyLimit, options.parse)),
      Effect.timeoutOption(timeout),
      // One by one: to merge contexts is to copy them.
      Effect.provideService(HttpClient.TracerPropagationEnabled, false),
      Effect.provideService(HttpClient.TracerDisabledWhen, () => true)
    )

  // What the provider was told lately: it may quote a token that was replaced since.
  const told: Array<Redacted.Redacted<string>> = []
  const remember = (credential: Credential): Credential => {
    const fresh = Object.values(credential).filter((secret) => !told.includes(secret))
    told.unshift(...fresh)
    told.splice(remembered)
    return credential
  }
  const secretsOf = (call: Call<unknown, unknown>) => [
    ...told,
    ...(options.authentication?.secrets ?? []),
    ...(options.secrets ?? []),
    ...(call.secrets ?? [])
  ]

  const attempt = <A, E>(
    call: Sendable<A, E>,
    credential: Credential,
    unsure: boolean
  ): Effect.Effect<Attempt<A, E>> => {
    const exchange = { method: call.method, host, path: call.path }
    const secrets = secretsOf(call)
    const lost = call.idempotency._tag === "read" ? "not-executed" : "unknown"
    return Effect.matchEffect(send(call, credential), {
      onFailure: (error) =>
        Effect.succeed<Attempt<A, E>>({
          _tag: "failed",
          reason: { _tag: "Transport", kind: error.reason._tag },
          outcome: neverLeft(error) ? "not-executed" : lost,
          exchange
        }),
      onSuccess: (answered) =>
        Effect.map(Clock.currentTimeMillis, (now): Attempt<A, E> => {
          if (answered._tag === "None") {
            return {
              _tag: "failed",
              reason: { _tag: "Timeout", after: Duration.toMillis(timeout) },
              outcome: lost,
              exchange
            }
          }
          const came = answered.value
          const answer = { ...came, status: options.statusOf?.(came) ?? came.status }
          const requestId = answer.headers[options.requestIdHeader?.toLowerCase() ?? ""]
          // Of what failed alone: to look for secrets takes time.
          const known = () => ({
            ...exchange,
            status: came.status,
            ...(requestId === undefined ? {} : { requestId: scrubText(secrets)(requestId) })
          })
          if (answer.status >= 200 && answer.status < 300) {
            const decoded = decode(call.answer, answer)
            return Result.isSuccess(decoded)
              ? { _tag: "done", value: decoded.success }
              : {
                  _tag: "failed",
                  reason: { _tag: "MalformedResponse", problem: decoded.failure },
                  outcome: lost,
                  exchange: known()
                }
          }
          const violation = call.violation?.(scrub(answer, secrets), { now, unsure })
          if (violation !== undefined) return { _tag: "violation", violation }
          return {
            _tag: "failed",
            reason: scrub(options.reason?.(answer) ?? reasonOf(answer), secrets),
            outcome: mayHaveExecuted(answer.status) ? lost : "not-executed",
            exchange: known(),
            retryAfter: retryAfter(answer),
            again: options.again?.(answer)
          }
        })
    })
  }

  const run = <A, E = never>(call: Call<A, E>): Effect.Effect<A, E | ProviderError> =>
    Effect.gen(function* () {
      const { authentication } = options
      // A key that was forced to be one is no key: it is named and kept out of the error.
      const forged = call.key !== undefined && !isKey(call.key)
      const asked = forged ? undefined : call.key
      const key = asked ?? (call.idempotency._tag === "read" || forged ? undefined : yield* ModificationKey.draw)
      let unsure = call.idempotency._tag !== "read" && (yield* EarlierAttempt)
      const fail = (reason: Reason, exchange?: Exchange) =>
        new ProviderError({
          provider: options.provider,
          operation: call.operation,
          reason,
          outcome: unsure || options.leavesOpen?.(reason) === true ? "unknown" : "not-executed",
          ...(key === undefined ? {} : { key }),
          ...(exchange === undefined ? {} : { exchange })
        })
      // A log-in that fails is no attempt of this call: what became of the call, the earlier attempts decide.
      const authenticate = (credential: Effect.Effect<Credential, ProviderError>) =>
        Effect.mapBoth(credential, {
          onSuccess: remember,
          onFailure: ({ exchange, reason }) => fail(scrub(reason, secretsOf(call)), exchange)
        })

      if (forged) return yield* fail(wrong("key", "may have only printable ASCII characters, 512 at most"))
      if (call.idempotency._tag === "key" && key !== undefined && key.length > call.idempotency.maxLength) {
        return yield* fail(wrong("key", `may have at most ${call.idempotency.maxLength} characters`))
      }
      const path = pathOf(call)
      if (Result.isFailure(path)) return yield* fail(path.failure)
      const sendable: Sendable<A, E> = { ...call, key, actualPath: path.success }

      const started = yield* Clock.currentTimeMillis
      let credential = authentication === undefined ? {} : yield* authenticate(authentication.credential)
      let renewed = false
      for (let tried = 1; ; tried++) {
        const result: Attempt<A, E> = yield* attempt(sendable, credential, unsure)
        if (result._tag === "done") return result.value
        if (result._tag === "violation") return yield* Effect.fail(result.violation)
        const { exchange, outcome, reason }: { exchange: Exchange; outcome: Outcome; reason: Reason } = result
        if (outcome === "unknown") unsure = true
        else if (reason._tag === "Unauthenticated" && authentication?.renew !== undefined && !renewed) {
          credential = yield* authenticate(authentication.renew(credential))
          renewed = true
          tried--
          continue
        }
        const error = fail(reason, exchange)
        if (tried >= attempts || !mayRepeat(call.idempotency, reason, outcome, result.again)) return yield* error
        const pause = yield* pauseBefore(tried, result.retryAfter)
        const elapsed = (yield* Clock.currentTimeMillis) - started
        if (elapsed + pause > budget) return yield* error
        yield* Effect.sleep(pause)
      }
    })

  const execute = <A, E = never>(call: Call<A, E>): Effect.Effect<A, E | ProviderError> =>
    Effect.withSpan(run(call), `${options.provider} ${call.operation}`, {
      kind: "client",
      // Always this line, at the price of a stack for every call.
      captureStackTrace: false,
      attributes: { "http.request.method": call.method, "server.address": host, "url.template": call.path }
    })

  return { execute }
})

/** How many credentials are kept out of errors after they were replaced by others. */
const remembered = 32

/** A call of which nothing is left to be refused before the wire. */
interface Sendable<A, E> extends Call<A, E> {
  readonly actualPath: string
}

const placeholder = /\{(\w+)\}/g

/** What a parameter may be: a segment, and still the same one after a URL parser has read it. */
const isSegment = (text: string) => !/^\.{0,2}$|\p{Surrogate}/u.test(text)

const pathOf = ({ parameters = {}, path }: Call<unknown, unknown>): Result.Result<string, Reason> => {
  let bad: string | undefined
  const actual = path.replace(placeholder, (_, name: string) => {
    const segment = parameters[name] ?? ""
    if (isSegment(segment)) return encodeURIComponent(segment)
    bad ??= name
    return ""
  })
  return bad === undefined ? Result.succeed(actual) : Result.fail(wrong(bad, "cannot stand in a path"))
}

const requestOf = (options: Options, call: Sendable<unknown, unknown>, credential: Credential) => {
  const secrets = Object.fromEntries(Object.entries(credential).map(([name, value]) => [name, Redacted.value(value)]))
  return HttpClientRequest.make(call.method)(options.baseUrl + call.actualPath, {
    acceptJson: options.parse === undefined,
    headers: {
      ...options.headers,
      ...call.headers,
      ...secrets,
      ...(call.idempotency._tag === "key" && call.key !== undefined && options.keyHeader !== undefined
        ? { [options.keyHeader]: call.key }
        : {})
    },
    ...(call.query === undefined ? {} : { urlParams: call.query }),
    ...(call.json === undefined ? {} : { body: HttpBody.jsonUnsafe(call.json) }),
    ...(call.form === undefined ? {} : { body: HttpBody.urlParams(call.form) }),
    ...(call.text === undefined ? {} : { body: HttpBody.text(call.text.body, call.text.contentType) })
  })
}

const decode = <A>(schema: Schema.ConstraintDecoder<A, never>, answer: Answer): Result.Result<A, string> => {
  if (answer.problem !== undefined) return Result.fail(answer.problem)
  const exit = Schema.decodeUnknownExit(schema)(answer.body)
  if (Exit.isSuccess(exit)) return Result.succeed(exit.value)
  return Result.fail(answer.body === undefined ? "an empty body" : "not the fields that the document promises")
}

const neverLeft = (error: HttpClientError.HttpClientError): boolean =>
  error.reason._tag === "InvalidUrlError" || error.reason._tag === "EncodeError"

/** Whether the same request may be sent once more after this. */
const mayRepeat = (
  idempotency: Call<unknown>["idempotency"],
  reason: Reason,
  outcome: Outcome,
  again: boolean | undefined
): boolean => {
  if (again !== undefined) return again && (idempotency._tag !== "none" || outcome === "not-executed")
  switch (reason._tag) {
    case "RateLimited":
      return outcome === "not-executed" || idempotency._tag !== "none"
    case "Unavailable":
    case "Timeout":
    case "Transport":
      return idempotency._tag !== "none"
    default:
      return false
  }
}

/** Milliseconds: what the provider asked for, else twice as long each time, with up to half of it by chance. */
const pauseBefore = (tried: number, retryAfter: number | undefined): Effect.Effect<number> =>
  retryAfter !== undefined
    ? Effect.succeed(retryAfter * 1000)
    : Effect.map(Random.next, (chance) => Math.round(500 * 2 ** (tried - 1) * (1 + chance / 2)))

const wrong = (parameter: string, reason: string): Reason => ({
  _tag: "InvalidRequest",
  parameters: [{ parameter, reason }]
})
