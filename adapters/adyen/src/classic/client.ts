/** The HTTP client of the Classic API, and one call of it, whatever the encoding. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import type { ModificationKey, ProviderError } from "@paylayer/core"
import type { Answer, HttpClient } from "@paylayer/core/adapter"
import { defined, ProviderClient } from "@paylayer/core/adapter"
import * as AdyenClient from "../AdyenClient.ts"
import { encode } from "../request.ts"
import type { Encoding } from "./Encoding.ts"
import { form } from "./form.ts"
import { json } from "./json.ts"
import type { Fields, Operation } from "./operations.ts"
import { soap } from "./soap.ts"

const encodings = { json, form, soap } as const satisfies Readonly<Record<string, Encoding>>

interface ClientOptions extends AdyenClient.Patience {
  /** `test` unless told; `live` needs the prefix of your account, from Developers > API URLs. */
  readonly environment?: "test" | { readonly live: string }
  /** How requests and answers are written; `json` unless told. */
  readonly encoding?: keyof typeof encodings
  /** Of the address; `v68` unless told, and `v30` for SOAP, as the document shows it. */
  readonly version?: string
  /** Instead of environment and version: what stands before `/capture`. */
  readonly baseUrl?: string
}

export interface ApiKeyOptions extends ClientOptions, AdyenClient.ApiKey {}

export interface UserOptions extends ClientOptions, AdyenClient.User {}

export type Options = ApiKeyOptions | UserOptions

/** One call of an operation. */
interface Call<A> {
  /** The port and its verb: `Captures.capture`. */
  readonly operation: string
  readonly key: ModificationKey.ModificationKey
  /** By Adyen's names, as far as they are given. */
  readonly fields: Readonly<Record<string, unknown>>
  /** What the answer holds. */
  readonly answer: Schema.ConstraintDecoder<A, never>
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
}

export interface ClassicClient {
  readonly ask: <A>(operation: Operation, call: Call<A>) => Effect.Effect<A, ProviderError.ProviderError>
}

export const make = (options: Options): Effect.Effect<ClassicClient, never, HttpClient> =>
  Effect.map(
    Effect.suspend(() => providerClient(options)),
    (client) => {
      const encoding = encodingOf(options)
      return {
        ask: Effect.fnUntraced(function* (operation, { answer, fields, key, operation: name, secrets = [] }) {
          const body = yield* encode(name, key, operation.schema, defined(fields))
          return yield* client.execute({
            operation: name,
            method: "POST",
            ...encoding.request(operation, body as Fields),
            idempotency: AdyenClient.idempotent,
            key,
            answer: inside(encoding, operation, answer),
            secrets
          })
        })
      }
    }
  )

const providerClient = (options: Options) =>
  ProviderClient.make({
    ...AdyenClient.common(options),
    baseUrl: options.baseUrl ?? baseUrl(options),
    statusOf,
    ...defined({ parse: encodingOf(options).parse })
  })

const encodingOf = ({ encoding = "json" }: ClientOptions): Encoding => {
  // Callers without types, and configurations.
  if (!Object.hasOwn(encodings, encoding)) throw new TypeError("the encoding is json, form or soap")
  return encodings[encoding]
}

/** Source: the servers of `PaymentService-v68`; docs.adyen.com/development-resources/live-endpoints. */
const baseUrl = ({ encoding, environment = "test", version = encoding === "soap" ? "v30" : "v68" }: ClientOptions) => {
  if (environment === "test") return `https://pal-test.adyen.com/pal/servlet/Payment/${version}`
  // The prefix becomes part of the host to which the credentials go.
  if (!/^[A-Za-z0-9-]+$/.test(environment.live)) throw new TypeError("the live prefix has letters, digits and - only")
  return `https://${environment.live}-pal-live.adyenpayments.com/pal/servlet/Payment/${version}`
}

const Refused = Schema.Struct({ errorType: Schema.NonEmptyString, message: Schema.String })

/** Types of errors that say that nothing was done. */
const definite = new Set(["validation", "security", "configuration"])

/**
 * The status that an error stands for, by the type of error that Adyen names: SOAP has one status for all faults, and
 * what a configuration forbids is 500 in JSON, too. An error in an answer that says 200 is one all the same.
 */
const statusOf = (answer: Answer): number | undefined => {
  const error = Option.getOrUndefined(Schema.decodeUnknownOption(Refused)(answer.body))
  if (error === undefined) return undefined
  if (!definite.has(error.errorType)) return answer.status < 400 ? 500 : undefined
  return answer.status >= 400 && answer.status < 500 ? undefined : 422
}

/** The schema of the fields in an answer to this operation, as a schema of the whole answer. */
const inside = <A>(
  { fieldsOf }: Encoding,
  operation: Operation,
  fields: Schema.ConstraintDecoder<A, never>
): Schema.ConstraintDecoder<A, never> =>
  Schema.Unknown.pipe(
    Schema.decodeTo(
      fields as Schema.Codec<A, unknown>,
      SchemaTransformation.transform({ decode: (body: unknown) => fieldsOf(operation, body), encode: (body) => body })
    )
  )
