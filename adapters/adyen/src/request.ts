/** Requests that are refused before the wire, by every face in the same words. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { ModificationKey } from "@paylayer/core"
import { ProviderError } from "@paylayer/core"
import { requestBody } from "@paylayer/core/adapter"
import { longestKey } from "./AdyenClient.ts"
import { provider } from "./currencies.ts"

/** A parameter that cannot be sent, by Adyen's name of it. */
export interface Wrong {
  readonly parameter: string
  readonly reason: string
}

export const failed = (
  operation: string,
  key: ModificationKey.ModificationKey,
  reason: ProviderError.Reason,
  outcome: ProviderError.Outcome
) => new ProviderError.ProviderError({ provider, operation, key, reason, outcome })

/** A body by its strict schema. All that is wrong with the request is named at once, its key included. */
export const encode = <A>(
  operation: string,
  key: ModificationKey.ModificationKey,
  schema: Schema.ConstraintCodec<A, Schema.Json, never, never>,
  value: unknown,
  wrong: ReadonlyArray<Wrong> = []
): Effect.Effect<Schema.Json, ProviderError.ProviderError> => {
  const encoded = requestBody(schema, value)
  const parameters = [
    ...(key.length > longestKey ? [{ parameter: "key", reason: `may have at most ${longestKey} characters` }] : []),
    ...(Result.isFailure(encoded) ? encoded.failure.parameters : []),
    ...wrong
  ]
  return parameters.length === 0
    ? Effect.fromResult(encoded as Result.Result<Schema.Json>)
    : Effect.fail(failed(operation, key, { _tag: "InvalidRequest", parameters }, "not-executed"))
}
