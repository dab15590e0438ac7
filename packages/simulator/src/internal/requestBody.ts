/** The body of a request as the text that goes over the wire. */
import * as Effect from "effect/Effect"
import type * as HttpBody from "effect/http/HttpBody"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"

export interface Sent {
  readonly text: string
  /** Where the body itself knows it better than the header (multipart with its boundary). */
  readonly contentType?: string
}

const decoder = new TextDecoder()
const nothing: Sent = { text: "" }

/** Fails with an `EncodeError` where the body cannot be read, as a real transport does. */
export const read = (
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<Sent, HttpClientError.HttpClientError> => {
  const body: HttpBody.HttpBody = request.body
  switch (body._tag) {
    case "Empty":
      return Effect.succeed(nothing)
    case "Uint8Array":
      return Effect.succeed({ text: body.text ?? decoder.decode(body.body) })
    case "Stream":
      return Stream.mkArrayBuffer(body.stream).pipe(
        Effect.map((bytes): Sent => ({ text: decoder.decode(bytes) })),
        Effect.mapError((cause) => unencodable(request, cause))
      )
    case "Raw":
      return typeof body.body === "string" ? Effect.succeed({ text: body.body }) : web(request, body.body as BodyInit)
    case "FormData":
      return web(request, body.formData)
  }
}

const web = (
  request: HttpClientRequest.HttpClientRequest,
  body: BodyInit
): Effect.Effect<Sent, HttpClientError.HttpClientError> =>
  Effect.tryPromise({
    try: async (): Promise<Sent> => {
      const response = new Response(body)
      const contentType = response.headers.get("content-type")
      const text = await response.text()
      return contentType === null ? { text } : { text, contentType }
    },
    catch: (cause) => unencodable(request, cause)
  })

const unencodable = (request: HttpClientRequest.HttpClientRequest, cause: unknown) =>
  new HttpClientError.HttpClientError({ reason: new HttpClientError.EncodeError({ request, cause }) })
