/** HMAC-SHA-256 of what a provider signs, verified in constant time through the `Mac` service. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Mac from "effect/crypto/Mac"

/** The secret as the bytes that sign: most providers take its text as it is, in UTF-8. */
export const secretText = (secret: Redacted.Redacted<string>): Uint8Array =>
  new TextEncoder().encode(Redacted.value(secret))

/** The bytes of hexadecimal text in either case; `undefined` where it is none. */
export const hexBytes = (text: string): Uint8Array | undefined =>
  /^(?:[0-9a-fA-F]{2})+$/.test(text)
    ? Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : undefined

/** The bytes of base64 text (RFC 4648, section 4, with padding); `undefined` where it is none. */
export const base64Bytes = (text: string): Uint8Array | undefined =>
  text !== "" && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    : undefined

/**
 * Whether one of the keys made one of the tags of this text. All are tried, so that the time tells nothing; two keys
 * are what a rotation needs.
 */
export const isSigned = Effect.fnUntraced(function* (
  keys: ReadonlyArray<Uint8Array>,
  tags: ReadonlyArray<Uint8Array>,
  text: string
): Effect.fn.Return<boolean, never, Mac.Mac> {
  const mac = yield* Mac.Mac
  const data = new TextEncoder().encode(text)
  const verdicts = yield* Effect.forEach(keys, (bytes) =>
    Effect.gen(function* () {
      const key = yield* Mac.key(Mac.hmacSha256, bytes)
      return yield* Effect.forEach(tags, (tag) => mac.verify(key, tag, data))
    })
  ).pipe(Effect.orDie)
  return verdicts.flat().some(Boolean)
})

/**
 * Whether a request's credential is the expected one, in a time that does not tell how much of it was right: what is
 * compared are tags under a key that only we know.
 */
export const isSame = Effect.fnUntraced(function* (
  expected: string,
  given: string
): Effect.fn.Return<boolean, never, Mac.Mac> {
  const mac = yield* Mac.Mac
  const bytes = (text: string) => new TextEncoder().encode(text)
  const compared = Effect.gen(function* () {
    const key = yield* Mac.key(Mac.hmacSha256, bytes(expected))
    return yield* mac.verify(key, yield* mac.sign(key, bytes(expected)), bytes(given))
  })
  return yield* Effect.orDie(compared)
})
