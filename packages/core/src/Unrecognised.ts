import * as Schema from "effect/Schema"

/** A word that a provider added since: kept as it came, never taken for one of ours. */
export const Unrecognised = Schema.TaggedStruct("Unrecognised", { value: Schema.String })
export type Unrecognised = typeof Unrecognised.Type
