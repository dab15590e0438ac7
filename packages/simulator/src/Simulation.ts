/**
 * A world for an adapter: a simulated provider behind an in-process `HttpClient`, under a virtual clock, with its
 * controls. Each build of the layer is a fresh world.
 */
import * as Context from "effect/Context"
import type { Digest } from "effect/crypto/Digest"
import type { Mac } from "effect/crypto/Mac"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import { BackOffice } from "./BackOffice.ts"
import { Deliveries } from "./Deliveries.ts"
import { Faults } from "./Faults.ts"
import * as InProcess from "./InProcess.ts"
import * as crypto from "./internal/crypto.ts"
import * as Provider from "./Provider.ts"
import type { ProviderClock } from "./ProviderClock.ts"
import { Shopper } from "./Shopper.ts"
import { Truth } from "./Truth.ts"
import * as VirtualClock from "./VirtualClock.ts"

export interface Options {
  readonly clock?: VirtualClock.Options
  readonly latency?: InProcess.Latency
}

/** What every world has. Effect's `Clock` and `Scheduler` come with it. */
export type Common = HttpClient.HttpClient | Crypto | Truth | Faults | ProviderClock | VirtualClock.VirtualClock

/** Synchronous: a virtual clock sees no thread pool. */
type Crypto = Mac | Digest

/** What a world has because its provider has it. */
export type Controls<P extends Provider.Provider> =
  | Common
  | (P extends { readonly shopper: Shopper["Service"] } ? Shopper : never)
  | (P extends { readonly deliveries: Deliveries["Service"] } ? Deliveries : never)
  | (P extends { readonly backOffice: BackOffice["Service"] } ? BackOffice : never)

/**
 * The world of one provider.
 *
 * **Example** (A provider that knows nothing)
 *
 * ```ts
 * const world = Simulation.layer(Effect.succeed({
 *   handler: () => Effect.succeed({ status: 404, headers: {}, body: "" }),
 *   truth: Truth.Truth.of({ sessions: Effect.succeed([]), authorisations: Effect.succeed([]) })
 * }))
 * ```
 */
export const layer = <P extends Provider.Provider, E = never>(
  make: Effect.Effect<P, E>,
  options: Options = {}
): Layer.Layer<Controls<P>, E> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const clock = VirtualClock.make(options.clock)
      const provider: Provider.Provider = yield* Effect.provideContext(make, clock.context)
      const connection = Provider.connect(provider)
      const client = InProcess.make(connection, {
        context: clock.context,
        ...(options.latency === undefined ? {} : { latency: options.latency })
      })
      const common: Context.Context<Common> = VirtualClock.contextOf(clock).pipe(
        Context.merge(yield* crypto.services),
        Context.add(HttpClient.HttpClient, client),
        Context.add(Truth, provider.truth),
        Context.add(Faults, connection.faults)
      )
      const { backOffice, deliveries, shopper } = provider
      const all = Context.mergeAll(
        common,
        shopper === undefined ? Context.empty() : Context.make(Shopper, shopper),
        deliveries === undefined ? Context.empty() : Context.make(Deliveries, deliveries),
        backOffice === undefined ? Context.empty() : Context.make(BackOffice, backOffice)
      )
      // Which of the two it has stands in P, and `Controls` reads it there.
      return all as Context.Context<never> as Context.Context<Controls<P>>
    })
  )
