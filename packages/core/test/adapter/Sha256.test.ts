import { ambientCrypto, Digest, Hmac, Mac, Sha256 } from "@paylayer/core/adapter"
import * as mac from "@paylayer/simulator/mac"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"

const nothing = Context.empty() as Context.Context<never>

/** FIPS 180-4, examples of the hash; the last one is Acquired's. */
const vectors = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ["é", "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"],
  [
    "executed1970f4e1-95da-4859-b275-e9ac83f05eb1your_unique_reference_11657183950",
    "4e9ce34004008830e672aa826efd5ddf56130ad127c279751135d48291b5f007"
  ]
] as const

it.each(vectors)("the hash of %j, by WebCrypto and without it", async (text, expected) => {
  const platform = await Effect.runPromise(Effect.provideContext(ambientCrypto, nothing))
  expect(await Effect.runPromise(Effect.provideContext(Sha256.hex(text), platform))).toBe(expected)
  expect(Effect.runSync(Effect.provide(Sha256.hex(text), mac.digestLayer))).toBe(expected)
})

it("what the program brings is taken, and what it doesn't is WebCrypto's", async () => {
  const digest = await Effect.runPromise(Effect.provide(Digest, mac.digestLayer))
  const own = await Effect.runPromise(Effect.provide(ambientCrypto, Layer.succeed(Digest, digest)))
  expect(Context.get(own, Digest)).toBe(digest)
  const key = Hmac.secretText(Redacted.make("key"))
  const tag = mac.hmac("SHA-256", key, new TextEncoder().encode("text"))
  const signed = Effect.provideContext(Hmac.isSigned([key], [tag], "text"), own)
  expect(await Effect.runPromise(signed)).toBe(true)

  const service = await Effect.runPromise(Effect.provide(Mac, mac.layer))
  const other = await Effect.runPromise(Effect.provide(ambientCrypto, Layer.succeed(Mac, service)))
  expect(Context.get(other, Mac)).toBe(service)
  expect(Context.get(other, Digest)).not.toBe(digest)
})
