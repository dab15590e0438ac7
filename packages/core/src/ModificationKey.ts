/**
 * The name that we give to one change, made before anything is sent, and sent along: the idempotency key.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * 1 to 512 printable ASCII characters, what a header can carry. A provider takes fewer (Stripe 255, Adyen 64): its adapter
 * refuses a longer one before the wire.
 */
export const ModificationKey = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{1,512}$/)).pipe(
  Schema.brand("ModificationKey")
)
export type ModificationKey = typeof ModificationKey.Type

/** Where keys come from: random UUIDs, unless a test wants them predictable. */
export const Source: Context.Reference<() => string> = Context.Reference<() => string>(
  "@paylayer/core/ModificationKey/Source",
  {
    defaultValue: () => () => globalThis.crypto.randomUUID()
  }
)

/** A new key. */
export const draw: Effect.Effect<ModificationKey> = Effect.map(Source, (next) => ModificationKey.make(next()))
