/** Mutants that let a secret out, each by another door, on the reference adapter. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Base64 from "effect/encoding/Base64"
import { Intents, Modifications, ProviderError, type RuleViolation, Session, Sessions, Webhooks } from "@paylayer/core"
import type { Mutant } from "../Mutant.ts"
import { Provider, reference, subject } from "../reference/index.ts"
import type { Subject } from "../Subject.ts"
import { mutant, onPort, onUpdate } from "./operators.ts"
import { calling } from "./requests.ts"

const { key, signingSecret } = Provider.credentials
const [, nextSecret] = (reference.webhooks?.secrets ?? []).map(Redacted.value)
const authorization = `Bearer ${key}`
const basic = `Basic ${Base64.encode(`shop:${key}`)}`

/** As a strict encoder writes it: all but letters and digits. */
const percentEncoded = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`)

/** The provider's errors say this besides. */
const saying =
  (text: string) =>
  <E>(error: E): E | ProviderError.ProviderError =>
    error instanceof ProviderError.ProviderError
      ? new ProviderError.ProviderError({ ...error, reason: { _tag: "NotFound", message: text } })
      : error

/** A request as clients keep it: it knows its answer, which knows its request. */
const exchange = () => {
  const request: Record<string, unknown> = { method: "PATCH", headers: { authorization } }
  request["response"] = { status: 500, request }
  return request
}

/** Every call does this before it is made. */
const before = (effect: Effect.Effect<unknown>, only: (operation: string) => boolean = () => true) =>
  calling((execute, call) => (only(call.operation) ? Effect.andThen(effect, execute(call)) : execute(call)))

const isPayment = (operation: string): boolean => /^(?:Adjustments|Captures)\./.test(operation)

const errors = <E>(change: (error: E) => unknown) => Effect.mapError(change as (error: E) => E)

/** A log of a call from which the credential is taken out once it is sent. */
const loggedFirst = Effect.suspend(() => {
  const call: { authorization?: string } = { authorization }
  return Effect.andThen(
    Effect.log("starts", call),
    Effect.sync(() => void delete call.authorization)
  )
})

type Receive = Webhooks.Webhooks["Service"]["receive"]

const onReceive = (change: (receive: Receive) => Receive) =>
  onPort(reference, Webhooks.Webhooks, (port) => ({ ...port, receive: change(port.receive) }))

/** Logs the secret that webhooks are signed with when it refuses one for this. */
const logsRefused = (why: RuleViolation.WebhookRefused["why"]) =>
  onReceive(
    (receive) => (request) =>
      Effect.tapError(receive(request), (error) =>
        error.why === why ? Effect.logDebug("not signed with", { signingSecret }) : Effect.void
      )
  )

/** The same adapter, of which nothing but this is known. */
const onlyIntents = (whole: Subject): Subject => ({
  ...whole,
  layer: Layer.effectContext(
    Effect.map(
      Layer.build(whole.layer as Layer.Layer<Intents.Intents, unknown, Layer.Services<Subject["layer"]>>),
      Context.pick(Intents.Intents)
    )
  )
})

export const mutants: ReadonlyArray<Mutant> = [
  mutant(
    "SEC-01",
    "a token in the error of a lock",
    onPort(reference, Sessions.SessionLock, (port) => ({
      ...port,
      lock: (session, amount, options) =>
        errors(saying(`no session for ${Session.browserToken(session)}`))(port.lock(session, amount, options)) as never
    }))
  ),
  mutant(
    "SEC-01",
    "a token in the error of ending a session",
    onPort(reference, Sessions.SessionExpiry, (port) => ({
      expire: (session, options) =>
        errors(saying(`no session for ${Session.browserToken(session)}`))(port.expire(session, options)) as never
    }))
  ),
  mutant(
    "SEC-01",
    "the browser's proof in an error",
    onPort(reference, Sessions.SessionResults, (port) => ({
      result: (session, proof) =>
        errors(saying(`no result for ${Redacted.value(proof)}`))(port.result(session, proof)) as never
    }))
  ),
  mutant(
    "SEC-01",
    "the browser's proof is quoted in an error",
    subject(
      "reference",
      calling((execute, call) => execute(call.operation === "SessionResults.result" ? { ...call, secrets: [] } : call))
    )
  ),
  mutant(
    "SEC-01",
    "the browser's proof in a log",
    onPort(reference, Sessions.SessionResults, (port) => ({
      result: (session, proof) =>
        Effect.tap(port.result(session, proof), () => Effect.log(`proved by ${Redacted.value(proof)}`))
    }))
  ),
  mutant(
    "SEC-01",
    "a credential in the error of an intent's creation",
    onPort(reference, Intents.Intents, (port) => ({
      ...port,
      create: (request, options) => errors(saying(authorization))(port.create(request, options)) as never
    }))
  ),
  mutant(
    "SEC-01",
    "an intent's token in the error of its update",
    onPort(reference, Intents.Intents, (port) => ({
      ...port,
      update: (intent, change, options) =>
        errors(saying(`no intent for ${intent.token === undefined ? "" : Redacted.value(intent.token)}`))(
          port.update(intent, change, options)
        ) as never
    }))
  ),
  mutant(
    "SEC-01",
    "a credential in the error of an intent, of an adapter that has no sessions",
    onlyIntents(
      onPort(reference, Intents.Intents, (port) => ({
        ...port,
        update: (intent, change, options) =>
          errors(saying(authorization))(port.update(intent, change, options)) as never
      }))
    )
  ),
  mutant(
    "SEC-01",
    "a credential in a log of an intent's confirmation",
    onPort(reference, Intents.Intents, (port) => ({
      ...port,
      confirm: (intent, options) => Effect.andThen(Effect.log(authorization), port.confirm(intent, options))
    }))
  ),
  mutant(
    "SEC-01",
    "an intent's token in the error of its cancellation",
    onPort(reference, Intents.Intents, (port) => ({
      ...port,
      cancel: (intent, options) =>
        errors(saying(`no intent for ${intent.token === undefined ? "" : Redacted.value(intent.token)}`))(
          port.cancel(intent, options)
        ) as never
    }))
  ),
  mutant(
    "SEC-01",
    "a credential in a span of an intent's look-up",
    onPort(reference, Intents.Intents, (port) => ({
      ...port,
      get: (id) => Effect.withSpan(port.get(id), "look up", { attributes: { authorization } })
    }))
  ),
  mutant(
    "SEC-01",
    "a log of a call, from which its credential is gone later",
    subject("reference", before(loggedFirst))
  ),
  mutant(
    "SEC-01",
    "a log of a call, of which JSON shows nothing and Node everything",
    subject("reference", before(Effect.suspend(() => Effect.log("sends", { authorization, toJSON: () => ({}) }))))
  ),
  mutant(
    "SEC-01",
    "a credential in a log, in JSON within JSON in Base64",
    subject(
      "reference",
      before(Effect.log(`sends ${Base64.encode(JSON.stringify({ json: JSON.stringify({ basic }) }))}`))
    )
  ),
  mutant("SEC-05", "the signing secret in a log of what is not signed with it", logsRefused("mismatch")),
  mutant("SEC-05", "the signing secret in a log of what cannot be read", logsRefused("malformed")),
  mutant(
    "SEC-05",
    "the next signing secret in what came of a webhook",
    onReceive((receive) => (request) => Effect.map(receive(request), (received) => ({ ...received, by: nextSecret })))
  ),
  mutant(
    "SEC-05",
    "the signing secret in the error of what is not signed at all",
    onReceive(
      (receive) => (request) =>
        errors((error: object) =>
          Object.keys(request.headers).length === 0 ? Object.assign(error, { expected: signingSecret }) : error
        )(receive(request)) as never
    )
  ),
  mutant(
    "SEC-01",
    "a new intent's token where its state is",
    onPort(reference, Intents.Intents, (port) => ({
      ...port,
      create: (request, options) =>
        Effect.map(port.create(request, options), (intent) =>
          Object.assign(Object.create(Object.getPrototypeOf(intent)), intent, {
            state: { token: intent.token === undefined ? "" : Redacted.value(intent.token) }
          })
        )
    }))
  ),
  mutant(
    "SEC-01",
    "a token in a log that only who debugs sees",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        Effect.andThen(Effect.logDebug(`updates ${Session.browserToken(session)}`), update(session, change, options))
    )
  ),
  mutant(
    "SEC-01",
    "a credential in what all logs of a call are annotated with",
    subject(
      "reference",
      calling((execute, call) =>
        Effect.annotateLogs(Effect.andThen(Effect.log("sends"), execute(call)), { authorization })
      )
    )
  ),
  mutant("SEC-01", "a Basic credential in a log", subject("reference", before(Effect.log(`sends as ${basic}`)))),
  mutant(
    "SEC-01",
    "a percent-encoded credential in an error",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        errors(saying(`https://reference.test/?key=${percentEncoded(key)}`))(update(session, change, options)) as never
    )
  ),
  mutant(
    "SEC-01",
    "a Basic credential in the query of a URL",
    subject(
      "reference",
      calling((execute, call) => execute({ ...call, query: { ...call.query, authorization: basic } }))
    )
  ),
  mutant(
    "SEC-01",
    "a log of a request that knows its answer, which knows its request",
    subject("reference", before(Effect.suspend(() => Effect.log("sends", exchange()))))
  ),
  mutant(
    "SEC-01",
    "a span of a request that knows its answer, which knows its request",
    subject(
      "reference",
      calling((execute, call) => Effect.withSpan(execute(call), "send", { attributes: { request: exchange() } }))
    )
  ),
  mutant(
    "SEC-01",
    "an error that holds a request, which knows its answer",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        errors((error: object) => Object.assign(error, { request: exchange() }))(
          update(session, change, options)
        ) as never
    )
  ),
  mutant(
    "SEC-01",
    "an error whose cause holds the request",
    onUpdate(
      reference,
      (update) => (session, change, options) =>
        errors((error: object) =>
          Object.defineProperty(error, "cause", { value: new Error("it failed", { cause: exchange() }) })
        )(update(session, change, options)) as never
    )
  ),
  mutant(
    "SEC-03",
    "a credential in a log of a modification that only who debugs sees",
    subject("reference", before(Effect.logTrace(`sends as ${authorization}`), isPayment))
  ),
  mutant(
    "SEC-03",
    "a Basic credential in a span of a modification",
    subject(
      "reference",
      calling((execute, call) => Effect.withSpan(execute(call), "send", { attributes: { basic } }))
    )
  ),
  mutant(
    "SEC-03",
    "a percent-encoded credential in the error of an adjustment",
    onPort(reference, Modifications.Adjustments, (port) => ({
      ...port,
      adjust: (authorisation, total, options) =>
        errors(saying(percentEncoded(key)))(port.adjust(authorisation, total, options)) as never
    }))
  ),
  mutant(
    "SEC-03",
    "a modification's error that holds a request, which knows its answer",
    onPort(reference, Modifications.Adjustments, (port) => ({
      ...port,
      adjust: (authorisation, total, options) =>
        errors((error: object) => Object.assign(error, { request: exchange() }))(
          port.adjust(authorisation, total, options)
        ) as never
    }))
  ),
  mutant(
    "SEC-03",
    "a credential in the details of a modification",
    onPort(reference, Modifications.Adjustments, (port) => ({
      ...port,
      adjust: (authorisation, total, options) =>
        Effect.map(port.adjust(authorisation, total, options), (modification) =>
          Object.assign(Object.create(Object.getPrototypeOf(modification)), modification, {
            details: { authorization }
          })
        )
    }))
  ),
  mutant(
    "SEC-03",
    "a credential in the error of a look-up",
    onPort(reference, Modifications.Lookups, (port) => ({
      ...port,
      find: (sought) => errors(saying(authorization))(port.find(sought)) as never
    }))
  )
]
