/**
 * What really went over the wire. Not a control of a world: the runner wraps the world's `HttpClient`, so that the
 * checks "nothing was sent" and "no secret was sent" always run.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as requestBody from "./internal/requestBody.ts"
import * as response from "./internal/response.ts"

export type ExchangeOutcome =
  | {
      readonly _tag: "Answered"
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** The transport failed, before or while the answer came; `why` has no request in it. */
  | { readonly _tag: "Failed"; readonly why: string }
  /** Whoever asked hung up before the answer was there. */
  | { readonly _tag: "Aborted" }
  /** The answer isn't there yet. */
  | { readonly _tag: "Pending" }

/** One request and what came of it, raw: with all its secrets. */
export interface Exchange {
  readonly method: string
  /** Whole, with query. */
  readonly url: string
  /** Names in lower case; tracing headers, where they were sent, included. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly outcome: ExchangeOutcome
}

/** A client that behaves as the one that it wraps, and remembers. */
export interface RecordingClient extends HttpClient.HttpClient {
  /** So far, in the order in which they began. */
  readonly exchanges: Effect.Effect<ReadonlyArray<Exchange>>
  readonly clear: Effect.Effect<void>
}

/**
 * Answers are read whole before they are passed on (they stay readable, by `stream` too), so this isn't for endless ones.
 */
export const wrap = (client: HttpClient.HttpClient): RecordingClient => {
  let exchanges: Array<Exchange> = []

  const recording = HttpClient.make((request, url) =>
    Effect.flatMap(requestBody.read(request), (sent) => {
      const log = exchanges
      const place = log.length
      const begun = { method: request.method, url: url.href, headers: { ...request.headers }, body: sent.text }
      const set = (outcome: ExchangeOutcome) => {
        log[place] = { ...begun, outcome }
      }
      set({ _tag: "Pending" })
      return execute(client, resendable(request, sent)).pipe(
        Effect.flatMap((answer) => read(request, answer)),
        Effect.onExit((exit) => Effect.sync(() => set(outcomeOf(exit)))),
        Effect.map(({ answer }) => answer)
      )
    })
  )
  return Object.assign(Object.create(recording), {
    exchanges: Effect.sync(() => exchanges.slice()),
    clear: Effect.sync(() => {
      exchanges = []
    })
  }) as RecordingClient
}

/** A body that can be read only once has been read by us. */
const resendable = (
  request: HttpClientRequest.HttpClientRequest,
  sent: requestBody.Sent
): HttpClientRequest.HttpClientRequest => {
  if (request.body._tag === "Empty" || request.body._tag === "Uint8Array") return request
  const contentType = sent.contentType ?? request.headers["content-type"]
  return HttpClientRequest.bodyText(request, sent.text, contentType)
}

// Tracing headers and the span come from the recording client: once.
const execute = (client: HttpClient.HttpClient, request: HttpClientRequest.HttpClientRequest) =>
  Effect.provideService(client.execute(request), HttpClient.TracerDisabledWhen, () => true)

interface Read {
  readonly answer: HttpClientResponse.HttpClientResponse
  readonly outcome: ExchangeOutcome
}

const read = (
  request: HttpClientRequest.HttpClientRequest,
  answer: HttpClientResponse.HttpClientResponse
): Effect.Effect<Read> =>
  answer.arrayBuffer.pipe(
    Effect.map((buffer) => new Uint8Array(buffer)),
    Effect.catch((error) => Effect.succeed(error)),
    Effect.map((body): Read => {
      const { cookies, status, url } = answer
      const headers = { ...answer.headers }
      return {
        answer: response.make(request, { status, headers, body, url, cookies }),
        outcome:
          body instanceof Uint8Array
            ? { _tag: "Answered", status, headers, body: decoder.decode(body) }
            : { _tag: "Failed", why: whyOf(body) }
      }
    })
  )

const decoder = new TextDecoder()

const outcomeOf = (exit: Exit.Exit<Read, HttpClientError.HttpClientError>): ExchangeOutcome => {
  if (Exit.isSuccess(exit)) return exit.value.outcome
  if (Cause.hasInterrupts(exit.cause)) return { _tag: "Aborted" }
  const error = Cause.squash(exit.cause)
  return { _tag: "Failed", why: isClientError(error) ? whyOf(error) : "defect" }
}

const isClientError = (error: unknown): error is HttpClientError.HttpClientError =>
  typeof error === "object" && error !== null && "reason" in error

const whyOf = (error: HttpClientError.HttpClientError): string => {
  const { reason } = error
  return "description" in reason && reason.description !== undefined
    ? `${reason._tag}: ${reason.description}`
    : reason._tag
}
