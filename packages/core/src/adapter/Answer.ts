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

const tooLarge = { _tag: "TooLarge" } as const

const bytes = (
  response: HttpClientResponse.HttpClientResponse,
  limit: number
): Effect.Effect<Option.Option<Uint8Array>, HttpClientError.HttpClientError> =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    const take = (some: ReadonlyArray<Uint8Array>) => {
      chunks.push(...some)
      for (const chunk of some) size += chunk.length
      return size > limit ? Effect.fail(tooLarge) : Effect.void
    }
    return Effect.matchEffect(Stream.runForEachArray(response.stream, take), {
      onSuccess: () => Effect.succeed(Option.some(joined(chunks, size))),
      onFailure: (error) => {
        if (error._tag === "TooLarge") return Effect.succeedNone
        return error.reason._tag === "EmptyBodyError" ? Effect.succeed(Option.some(joined([], 0))) : Effect.fail(error)
      }
    })
  })

const joined = (chunks: ReadonlyArray<Uint8Array>, size: number): Uint8Array => {
  if (chunks.length === 1) return chunks[0]!
  const whole = new Uint8Array(size)
  let end = 0
  for (const chunk of chunks) {
    whole.set(chunk, end)
    end += chunk.length
  }
  return whole
}

const strict = new TextDecoder("utf-8", { fatal: true })
const tolerant = new TextDecoder()

const textOf = (body: Uint8Array, parse: Parse): { readonly problem: string | undefined; readonly value: unknown } => {
  if (body.length === 0) return { problem: undefined, value: undefined }
  const decoded = decode(body)
  const parsed = parse(decoded.text)
  if ("problem" in parsed) return { problem: parsed.problem, value: undefined }
  // What a refusal says is read as far as it can be; an answer with mangled characters is not believed.
  return { problem: decoded.isUtf8 ? undefined : "not UTF-8", value: parsed.value }
}

const decode = (body: Uint8Array): { readonly text: string; readonly isUtf8: boolean } => {
  try {
    return { text: strict.decode(body), isUtf8: true }
  } catch {
    return { text: tolerant.decode(body), isUtf8: false }
  }
}

const json: Parse = (text) => {
  const parsed = parseJson(text)
  if (Exit.isSuccess(parsed)) return { value: parsed.value }
  return { problem: /^\s*</.test(text) ? "markup instead of JSON" : "not JSON" }
}
