/**
 * What really went over the wire. Not a control of a world: the runner wraps the world's `HttpClient`, so that the
 * checks "nothing was sent" and "no secret was sent" always run.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
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
  /** Names in lower case; tracing headers, where they were sent, included as soon as the client tells what came of it. */
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

  // A client of its own (`HttpClient.make`) would make a second span, and a signal to abort for answers that are here.
  const recording = HttpClient.transform(client, (sending, request) => {
    const url = Option.getOrUndefined(HttpClientRequest.toUrl(request))?.href
    // The client refuses it.
    if (url === undefined) return sending
    return Effect.flatMap(requestBody.read(request), (sent) => {
      const log = exchanges
      const place = log.length
      const set = (outcome: ExchangeOutcome, { headers, method } = request) => {
        log[place] = { method, url, headers: { ...headers }, body: sent.text, outcome }
      }
      set({ _tag: "Pending" })
      return client.postprocess(Effect.succeed(resendable(request, sent))).pipe(
        Effect.flatMap((answer) => {
          const { headers, status } = answer
          const answered = (body: string) => {
            set({ _tag: "Answered", status, headers: { ...headers }, body }, answer.request)
          }
          const text = response.textOf(answer)
          if (text !== undefined) {
            answered(text)
            return Effect.succeed(answer)
          }
          return Effect.match(answer.arrayBuffer, {
            onFailure: (error) => {
              set({ _tag: "Failed", why: whyOf(error) }, answer.request)
              return received(answer, error)
            },
            onSuccess: (buffer) => {
              const body = new Uint8Array(buffer)
              answered(decoder.decode(body))
              return received(answer, body)
            }
          })
        }),
        Effect.onError((cause) => Effect.sync(() => set(outcomeOf(cause), requestOf(cause))))
      )
    })
  })
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

/** The same answer, all of it here. */
const received = (
  { cookies, headers, request, status, url }: HttpClientResponse.HttpClientResponse,
  body: Uint8Array | HttpClientError.HttpClientError
): HttpClientResponse.HttpClientResponse => response.make(request, { status, headers, body, url, cookies })

const decoder = new TextDecoder()

const outcomeOf = (cause: Cause.Cause<HttpClientError.HttpClientError>): ExchangeOutcome => {
  if (Cause.hasInterrupts(cause)) return { _tag: "Aborted" }
  const error = Cause.squash(cause)
  return { _tag: "Failed", why: isClientError(error) ? whyOf(error) : "defect" }
}

/** The request as the client sent it, with its tracing headers, where an error tells. */
const requestOf = (
  cause: Cause.Cause<HttpClientError.HttpClientError>
): HttpClientRequest.HttpClientRequest | undefined => {
  const error = Cause.squash(cause)
  return isClientError(error) ? error.request : undefined
}

const isClientError = (error: unknown): error is HttpClientError.HttpClientError =>
  typeof error === "object" && error !== null && "reason" in error

const whyOf = (error: HttpClientError.HttpClientError): string => {
  const { reason } = error
  return "description" in reason && reason.description !== undefined
    ? `${reason._tag}: ${reason.description}`
    : reason._tag
}
