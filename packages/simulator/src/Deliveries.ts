/** The webhooks that the provider has sent off and nobody has received yet. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** One raw, signed request, as it would arrive at the merchant's server. */
export interface Delivery {
  readonly id: string
  readonly method: "POST"
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export class Deliveries extends Context.Service<
  Deliveries,
  {
    /** Takes all that wait, oldest first: deliver them in any order, twice, or never. */
    readonly take: Effect.Effect<ReadonlyArray<Delivery>>
  }
>()("@paylayer/simulator/Deliveries") {}
