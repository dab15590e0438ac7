/** Why something failed: the same words in an error and in an outcome. */
import * as Schema from "effect/Schema"
import { RuleViolation } from "./RuleViolation.ts"

/** The issuer, or the scheme, said no. `code` is the provider's. */
export const Declined = Schema.TaggedStruct("Declined", {
  code: Schema.optionalKey(Schema.String),
  message: Schema.optionalKey(Schema.String)
})
export type Declined = typeof Declined.Type

/** What no table knows, as the provider said it. */
export const Other = Schema.TaggedStruct("Other", { raw: Schema.String })
export type Other = typeof Other.Type

export const Failure = Schema.Union([RuleViolation, Declined, Other])
export type Failure = typeof Failure.Type
