/** A request and an answer, whichever way they are written. */
import type { Json } from "@paylayer/simulator"

export interface Asked {
  readonly operation: string
  /** Texts for leaves and, where an amount has its value, a number as it was written. */
  readonly fields: Json.JsonObject
}

/** What an answer says, in this order. */
export type Answer = ReadonlyArray<readonly [name: string, value: string | Readonly<Record<string, string>>]>
