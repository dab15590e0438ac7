/** What the operations of the Classic API work with. */
import type { Json } from "@paylayer/simulator"
import type * as Result from "effect/Result"
import type { Modifications } from "../modifications/ledger.ts"
import type { Names } from "../names.ts"
import type { Fault } from "./errors.ts"
import type { Answer } from "./message.ts"
import type { Positions } from "../assumptions.ts"

export interface Environment {
  readonly ledger: Modifications
  readonly names: Names
  readonly positions: Positions
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly merchantAccount: string
  /** Whether the account may refund without an earlier payment. */
  readonly refundWithData: boolean
}

export type Operation = (asked: Json.JsonObject, environment: Environment) => Result.Result<Answer, Fault>
