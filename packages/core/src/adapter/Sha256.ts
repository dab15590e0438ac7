/** SHA-256 without a key, for providers that sign by hashing a secret along (FIPS 180-4). */
import * as Effect from "effect/Effect"
import * as Digest from "effect/crypto/Digest"

/** The hash of a text in UTF-8, in lower-case hexadecimal. */
export const hex = (text: string): Effect.Effect<string, never, Digest.Digest> =>
  Effect.flatMap(Digest.Digest, ({ digestHex }) => digestHex(Digest.sha256, new TextEncoder().encode(text)))
