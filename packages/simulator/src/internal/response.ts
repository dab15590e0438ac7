/** An `HttpClientResponse` whose body is already here: no promise between the answer and who reads it. */
import * as Effect from "effect/Effect"
import * as Cookies from "effect/http/Cookies"
import * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as UrlParams from "effect/http/UrlParams"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import { pipeArguments } from "effect/Pipeable"
import type * as Schema from "effect/Schema"
import type { Socket } from "effect/socket/Socket"
import * as Stream from "effect/Stream"

export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Text, or bytes that need not be text, or why they could not be read. */
  readonly body: string | Uint8Array | HttpClientError.HttpClientError
  readonly url: string
  readonly cookies?: Cookies.Cookies
}

export const make = (
  request: HttpClientRequest.HttpClientRequest,
  received: Received
): HttpClientResponse.HttpClientResponse => new ReceivedResponse(request, received)

/** The body of an answer that is all here, as text: no bytes in between. */
export const textOf = (response: HttpClientResponse.HttpClientResponse): string | undefined =>
  response instanceof ReceivedResponse ? response.hereAsText : undefined

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const chunkBytes = 16 * 1024
const withoutBody = new Set([101, 204, 205, 304])

class ReceivedResponse extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpIncomingMessage.TypeId]: typeof HttpIncomingMessage.TypeId = HttpIncomingMessage.TypeId
  readonly [HttpClientResponse.TypeId]: typeof HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly request: HttpClientRequest.HttpClientRequest
  readonly status: number
  readonly url: string
  readonly headers: Headers.Headers
  readonly remoteAddress: Option.Option<string> = Option.none()
  readonly #body: Received["body"]
  readonly #cookies: Cookies.Cookies | undefined

  constructor(request: HttpClientRequest.HttpClientRequest, received: Received) {
    super()
    this.request = request
    this.status = received.status
    this.url = received.url
    this.headers = Headers.fromInput(received.headers)
    this.#body = received.body
    this.#cookies = received.cookies
  }

  get hereAsText(): string | undefined {
    return typeof this.#body === "string" ? this.#body : undefined
  }

  get cookies(): Cookies.Cookies {
    if (this.#cookies !== undefined) return this.#cookies
    const header = this.headers["set-cookie"]
    return header === undefined ? Cookies.empty : Cookies.fromSetCookie(header)
  }

  get #bytes(): Effect.Effect<Uint8Array<ArrayBuffer>, HttpClientError.HttpClientError> {
    const body = this.#body
    return HttpClientError.isHttpClientError(body) ? Effect.fail(body) : Effect.succeed(bytesOf(body))
  }

  #decode<A>(read: () => A): Effect.Effect<A, HttpClientError.HttpClientError> {
    return Effect.try({ try: read, catch: (cause) => this.#undecodable(cause) })
  }

  #undecodable(cause: unknown): HttpClientError.HttpClientError {
    return new HttpClientError.HttpClientError({
      reason: new HttpClientError.DecodeError({ request: this.request, response: this, cause })
    })
  }

  get text(): Effect.Effect<string, HttpClientError.HttpClientError> {
    const body = this.#body
    if (typeof body === "string") return Effect.succeed(body.startsWith("\uFEFF") ? body.slice(1) : body)
    return HttpClientError.isHttpClientError(body) ? Effect.fail(body) : Effect.succeed(decoder.decode(body))
  }

  get json(): Effect.Effect<Schema.Json, HttpClientError.HttpClientError> {
    return Effect.flatMap(this.text, (text) => this.#decode(() => (text === "" ? null : JSON.parse(text))))
  }

  get urlParamsBody(): Effect.Effect<UrlParams.UrlParams, HttpClientError.HttpClientError> {
    return Effect.flatMap(this.text, (text) => this.#decode(() => UrlParams.fromInput(new URLSearchParams(text))))
  }

  get arrayBuffer(): Effect.Effect<ArrayBuffer, HttpClientError.HttpClientError> {
    // What an encoder gives may be part of a larger buffer.
    return Effect.map(this.#bytes, (bytes) =>
      bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer
    )
  }

  get stream(): Stream.Stream<Uint8Array, HttpClientError.HttpClientError> {
    if (withoutBody.has(this.status)) {
      return Stream.fail(
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.EmptyBodyError({ request: this.request, response: this })
        })
      )
    }
    const body = this.#body
    return HttpClientError.isHttpClientError(body) ? Stream.fail(body) : Stream.fromArray(chunksOf(bytesOf(body)))
  }

  get formData(): Effect.Effect<FormData, HttpClientError.HttpClientError> {
    return Effect.flatMap(this.#bytes, (bytes) =>
      Effect.tryPromise({
        try: () => new Response(bytes, { headers: { ...this.headers } }).formData(),
        catch: (cause) => this.#undecodable(cause)
      })
    )
  }

  get upgrade(): Effect.Effect<Socket, HttpClientError.HttpClientError> {
    return Effect.fail(
      new HttpClientError.HttpClientError({
        reason: new HttpClientError.StatusCodeError({
          request: this.request,
          response: this,
          description: "there is no connection to hand over"
        })
      })
    )
  }

  toJSON(): unknown {
    return HttpIncomingMessage.inspect(this, {
      _id: "HttpClientResponse",
      request: this.request.toJSON(),
      status: this.status
    })
  }

  pipe() {
    return pipeArguments(this, arguments)
  }
}

/** A copy that nobody else has. */
const bytesOf = (body: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof body === "string" ? encoder.encode(body) : new Uint8Array(body)

const chunksOf = (bytes: Uint8Array): ReadonlyArray<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  for (let from = 0; from < bytes.length; from += chunkBytes) chunks.push(bytes.subarray(from, from + chunkBytes))
  return chunks
}
