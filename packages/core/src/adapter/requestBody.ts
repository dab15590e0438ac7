import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import type { InvalidRequest } from "../ProviderError.ts"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/**
 * A request body by its strict schema: the limits of the provider's document, checked before anything is sent. All
 * that is wrong is named at once, by the provider's own names of its parameters.
 */
export const requestBody = <A>(
  schema: Schema.ConstraintCodec<A, Schema.Json, never, never>,
  value: unknown
): Result.Result<Schema.Json, typeof InvalidRequest.Type> => {
  const exit = Schema.encodeUnknownExit(schema)(value, { errors: "all", onExcessProperty: "error" })
  if (Exit.isSuccess(exit)) return Result.succeed(exit.value)
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
  const issues = error === undefined ? [] : format(error.issue).issues
  return Result.fail({
    _tag: "InvalidRequest",
    parameters: issues.map(({ path = [], message }) => ({
      parameter: path.map((step) => String(typeof step === "object" ? step.key : step)).join("."),
      reason: message
    }))
  })
}
