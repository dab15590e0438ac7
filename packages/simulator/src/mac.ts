/**
 * Effect's `Mac` with a synchronous HMAC, and its `Digest` with synchronous hashes, in JavaScript.
 *
 * WebCrypto answers from a thread pool, which a virtual clock cannot see: under one it gives spurious time-outs. So
 * whatever signs, verifies or hashes under a `VirtualClock` takes its `Mac` or `Digest` from here. It needs nothing else
 * and runs anywhere.
 */
import { hmac as hmacOf } from "@noble/hashes/hmac.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js"
import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Layer from "effect/Layer"

/** The name of a hash as WebCrypto knows it. HMAC over MD5 is nobody's protocol here, and is refused. */
export type Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"

const hashes = { "SHA-1": sha1, "SHA-256": sha256, "SHA-384": sha384, "SHA-512": sha512 }

/** The tag of `data` under `key` (RFC 2104). */
export const hmac = (hash: Hash, key: Uint8Array, data: Uint8Array): Uint8Array => hmacOf(hashes[hash], key, data)

/** The digest of `data`, for providers that hash without a key. */
export const digest = (hash: Hash, data: Uint8Array): Uint8Array => hashes[hash](data)

const anyHmac = (hash: Digest.Algorithm["name"], key: Uint8Array, data: Uint8Array): Uint8Array => {
  if (hash === "MD5") throw new TypeError("expected a hash of the SHA family, got MD5")
  return hmac(hash, key, data)
}

export const layer: Layer.Layer<Mac.Mac> = Mac.layerWebCryptoWith({ hmac: anyHmac }).pipe(
  Layer.provide(SecureRandom.layerWebCrypto)
)

const anyDigest = ({ implementation, name }: Digest.Algorithm, data: Uint8Array): Uint8Array =>
  name === "MD5" ? implementation!(data) : digest(name, data)

export const digestLayer: Layer.Layer<Digest.Digest> = Layer.succeed(Digest.Digest, {
  digest: (algorithm, data) => Effect.sync(() => anyDigest(algorithm, data)),
  digestHex: (algorithm, data) => Effect.sync(() => Hex.encode(anyDigest(algorithm, data)))
})
