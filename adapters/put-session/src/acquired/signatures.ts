/**
 * What Acquired.com signs, and how: webhooks by HMAC, what the browser brings back by two hashes.
 *
 * Source: "Signing Keys" and "Webhook Notifications"; both plugins, read 2026-11.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Digest, Mac } from "@paylayer/core/adapter"
import { Hmac, Sha256 } from "@paylayer/core/adapter"
import type { Proof } from "../Profile.ts"

/** The signing keys; more than one while they are rotated. */
export type Keys = ReadonlyArray<Redacted.Redacted<string>>

/** More hashes than a rotation makes. */
const mostHashes = 8

/** During a rotation there is a hash for each key. */
const hashesIn = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .slice(0, mostHashes)
    .map((hash) => hash.trim())
    .filter((hash) => /^[0-9a-fA-F]{64}$/.test(hash))

/** An empty key is nobody's: everybody could sign with it. */
const usable = (keys: Keys): Keys => keys.filter((key) => Redacted.value(key).trim() !== "")

/** What of a body is signed, and all that is read of it: not the blanks. */
export const signedText = (body: string): string => body.replace(/[ \t\n\v\f\r]+/g, "")

/** Why this body under this `Hash` is not to be believed. */
export const refusal = Effect.fnUntraced(function* (
  keys: Keys,
  header: string | undefined,
  body: string
): Effect.fn.Return<"missing" | "mismatch" | undefined, never, Mac> {
  const tags = hashesIn(header ?? "").flatMap((hash) => Hmac.hexBytes(hash) ?? [])
  if (tags.length === 0) return "missing"
  const signed = yield* Hmac.isSigned(usable(keys).map(Hmac.secretText), tags, signedText(body))
  return signed ? undefined : "mismatch"
})

/**
 * What the form names that the browser posts to the redirect URL, if Acquired signed it. The four fields are hashed
 * without anything between them, so that one could end elsewhere and the next begin there: what the proof names is only
 * where to look.
 */
export const verify = Effect.fnUntraced(function* (
  keys: Keys,
  form: string
): Effect.fn.Return<Proof | undefined, never, Mac | Digest> {
  const fields = new URLSearchParams(form)
  const [status, id, reference, timestamp] = ["status", "transaction_id", "order_id", "timestamp"].map((name) =>
    fields.get(name)
  )
  if (!status || !id || !reference || !timestamp) return undefined
  const hashed = yield* Sha256.hex(status + id + reference + timestamp)
  const verdicts = yield* Effect.forEach(usable(keys), (key) =>
    Effect.flatMap(Sha256.hex(hashed + Redacted.value(key)), (expected) =>
      Effect.forEach(hashesIn(fields.get("hash") ?? ""), (given) => Hmac.isSame(expected, given.toLowerCase()))
    )
  )
  return verdicts.flat().some(Boolean) ? { id, reference } : undefined
})
