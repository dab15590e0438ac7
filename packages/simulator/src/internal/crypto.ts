/** What signs and hashes in a world. It keeps nothing, so that one does for all worlds. */
import type * as Context from "effect/Context"
import type { Digest } from "effect/crypto/Digest"
import type { Mac } from "effect/crypto/Mac"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as mac from "../mac.ts"

let built: Context.Context<Digest | Mac> | undefined

/** Built once: layers by the dozen would cost each world more than its provider does. */
export const services: Effect.Effect<Context.Context<Digest | Mac>> = Effect.suspend(() =>
  built === undefined
    ? Effect.map(Effect.scoped(Layer.build(Layer.merge(mac.layer, mac.digestLayer))), (services) => (built = services))
    : Effect.succeed(built)
)
