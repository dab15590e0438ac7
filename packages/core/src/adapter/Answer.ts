/** What a provider answered, read whole and within bounds, before anybody decides what it means. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"

export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The value of the body; `undefined` where it is empty or cannot be read. JSON, unless the client reads another. */
  readonly body: unknown
  /** What is wrong with a body that cannot be read, or is not UTF-8: never what it says. */
  readonly problem: string | undefined
}

/** Reads the text of a body that isn't empty: its value, or what is wrong with it. */
export type Parse = (text: string) => { readonly value: unknown } | { readonly problem: string }

const parseJson = Schema.decodeUnknownExit(Schema.fromJsonString(Schema.Unknown))

/** Reads an answer; a body of more than `limit` bytes is not read to its end. */
export const read = (
  response: HttpClientResponse.HttpClientResponse,
  limit: number,
  parse: Parse = json
): Effect.Effect<Answer, HttpClientError.HttpClientError> =>
  Effect.map(bytes(response, limit), (body) => {
    const { problem, value } = Option.isNone(body)
      ? { problem: `a body of more than ${limit} bytes`, value: undefined }
      : textOf(body.value, parse)
    return { status: response.status, headers: response.headers, body: value, problem }
  })

interface Part {
  /** Bytes up to the end of this chunk. */
  readonly size: number
  readonly chunk: Uint8Array
}

const bytes = (
  response: HttpClientResponse.HttpClientResponse,
  limit: number
): Effect.Effect<Option.Option<Uint8Array>, HttpClientError.HttpClientError> =>
  response.stream.pipe(
    Stream.scan(
      (): Part => ({ size: 0, chunk: new Uint8Array() }),
      ({ size }, chunk) => ({ size: size + chunk.length, chunk })
    ),
    Stream.takeUntil(({ size }) => size > limit),
    Stream.runCollect,
    Effect.map((parts) => {
      const size = parts.at(-1)?.size ?? 0
      if (size > limit) return Option.none()
      const whole = new Uint8Array(size)
      for (const { size: end, chunk } of parts) whole.set(chunk, end - chunk.length)
      return Option.some(whole)
    }),
    Effect.catchIf(
      (error) => error.reason._tag === "EmptyBodyError",
      () => Effect.succeed(Option.some(new Uint8Array()))
    )
  )

const textOf = (body: Uint8Array, parse: Parse): { readonly problem: string | undefined; readonly value: unknown } => {
  if (body.length === 0) return { problem: undefined, value: undefined }
  // What a refusal says is read as far as it can be; an answer with mangled characters is not believed.
  const parsed = parse(new TextDecoder().decode(body))
  if ("problem" in parsed) return { problem: parsed.problem, value: undefined }
  return { problem: isUtf8(body) ? undefined : "not UTF-8", value: parsed.value }
}

const json: Parse = (text) => {
  const parsed = parseJson(text)
  if (Exit.isSuccess(parsed)) return { value: parsed.value }
  return { problem: /^\s*</.test(text) ? "markup instead of JSON" : "not JSON" }
}

const isUtf8 = (body: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(body)
    return true
  } catch {
    return false
  }
}
