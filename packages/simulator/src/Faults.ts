/** What goes wrong between the adapter and the provider. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { WireRequest } from "./Wire.ts"

export type Fault =
  /** No answer ever comes; the provider never saw the request. */
  | { readonly _tag: "TimeoutBeforeEffect" }
  /** No answer ever comes; the provider did what was asked. */
  | { readonly _tag: "TimeoutAfterEffect" }
  /** The connection breaks; the provider never saw the request. */
  | { readonly _tag: "ResetBeforeEffect" }
  /** The connection breaks; the provider did what was asked. */
  | { readonly _tag: "ResetAfterEffect" }
  /** This answer instead of the provider's; the provider did nothing. */
  | {
      readonly _tag: "Answer"
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** The provider did what was asked, and its answer arrives with this body instead of its own. */
  | { readonly _tag: "Garble"; readonly body: (original: string) => string; readonly contentType?: string }

export interface ArmOptions {
  /** How many requests it hits; 1 unless told, `Infinity` for all. */
  readonly times?: number
  /** Which requests it may hit; unless told, those that change something (not reads, not the log-in). */
  readonly only?: (request: WireRequest) => boolean
}

export class Faults extends Context.Service<
  Faults,
  {
    /** Armed faults are used up in the order in which they were armed, one for each request that they may hit. */
    readonly arm: (fault: Fault, options?: ArmOptions) => Effect.Effect<void>
    readonly disarm: Effect.Effect<void>
  }
>()("@paylayer/simulator/Faults") {}
