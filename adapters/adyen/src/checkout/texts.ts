/** Limits of texts in Adyen's documents, as checks that say what they expect. */
import * as Schema from "effect/Schema"

export const text = (minimum: number, maximum: number) =>
  Schema.String.check(
    Schema.isMinLength(minimum, { expected: `at least ${minimum} characters` }),
    Schema.isMaxLength(maximum, { expected: `at most ${maximum} characters` })
  )

export const matching = (pattern: RegExp, expected: string) =>
  Schema.String.check(Schema.isPattern(pattern, { expected }))

/** An amount in Adyen's units, where it may be left out. */
export const units = Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))

/** A text that may be left out, and is not empty. */
export const given = Schema.optionalKey(Schema.NonEmptyString)

export const Amount = Schema.Struct({ value: Schema.Int, currency: Schema.String })
