import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"

const webCrypto = Layer.merge(Digest.layerWebCrypto, Layer.provide(Mac.layerWebCrypto, SecureRandom.layerWebCrypto))

/**
 * What hashes and verifies: the `Mac` and the `Digest` of the program, and where it brings none those of WebCrypto,
 * which every platform has. For adapters of which only some operations need them.
 */
export const ambientCrypto: Effect.Effect<Context.Context<Mac.Mac | Digest.Digest>> = Effect.gen(function* () {
  const mac = yield* Effect.serviceOption(Mac.Mac)
  const digest = yield* Effect.serviceOption(Digest.Digest)
  if (Option.isSome(mac) && Option.isSome(digest)) {
    return Context.make(Mac.Mac, mac.value).pipe(Context.add(Digest.Digest, digest.value))
  }
  const platform = yield* Effect.scoped(Layer.build(webCrypto))
  return Context.make(
    Mac.Mac,
    Option.getOrElse(mac, () => Context.get(platform, Mac.Mac))
  ).pipe(
    Context.add(
      Digest.Digest,
      Option.getOrElse(digest, () => Context.get(platform, Digest.Digest))
    )
  )
})
