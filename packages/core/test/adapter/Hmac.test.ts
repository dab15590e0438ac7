import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import { describe, expect, it } from "vitest"
import { layer as synchronous } from "@paylayer/simulator/mac"
import * as Hmac from "../../src/adapter/Hmac.ts"

const webCrypto = Mac.layerWebCrypto.pipe(Layer.provide(SecureRandom.layerWebCrypto))
const layers = [
  ["of WebCrypto", webCrypto],
  ["in JavaScript", synchronous]
] as const

const hex = (text: string) => Hmac.hexBytes(text) ?? new Uint8Array()
const base64 = (text: string) => Hmac.base64Bytes(text) ?? new Uint8Array()
const bytes = (text: string) => Hmac.secretText(Redacted.make(text))

/** What the providers themselves publish, or what their own libraries made; RFC 4231 for the rest. */
const vectors: ReadonlyArray<readonly [what: string, key: Uint8Array, text: string, tag: Uint8Array]> = [
  [
    "of Stripe's library",
    bytes("whsec_test"),
    '1700000000.{"id":"evt_1","object":"event"}',
    hex("4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021")
  ],
  [
    "of Adyen's Java library",
    hex("DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00"),
    "pspReference:originalReference:merchantAccount:reference:1000:EUR:EVENT:true",
    base64("ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc=")
  ],
  [
    "of Adyen's Node library",
    hex("9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6"),
    "test_REPORT_AVAILABLE::Magento2Rik:testMerchantRef1:0:EUR:REPORT_AVAILABLE:true",
    base64("NuEkADFmlCC6VgX+wcoPAegIWxVPNBPCuKlM4Hzo5qc=")
  ],
  [
    "of Adyen, of any text",
    hex("9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6"),
    "TestPayload",
    base64("YA9/UDjldIO4Gq68X4ATYYoEaPYH4f4k2uzBBzEF1PA=")
  ],
  [
    "of Adyen, of a reference with colons and backslashes",
    hex("74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174"),
    "ZVWN7D3WSMK2WN82::AntoniStroinski:\\:/\\/slashes are fun:1000:EUR:AUTHORISATION:true",
    base64("CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A=")
  ],
  [
    "of RFC 4231, test case 1",
    hex("0b".repeat(20)),
    "Hi There",
    hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
  ],
  [
    "of RFC 4231, test case 6: a key longer than a block",
    hex("aa".repeat(131)),
    "Test Using Larger Than Block-Size Key - Hash Key First",
    hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  ]
]

describe.each(layers)("a signature, with a Mac %s", (_, layer) => {
  const isSigned = (...asked: Parameters<typeof Hmac.isSigned>) =>
    Effect.runPromise(Effect.provide(Hmac.isSigned(...asked), layer))

  it.each(vectors)("%s is one", async (_, key, text, tag) => {
    expect(key.length).toBeGreaterThan(0)
    expect(tag).toHaveLength(32)
    expect(await isSigned([key], [tag], text)).toBe(true)
  })

  it.each(vectors)("%s, of another text or by another key, is none", async (_, key, text, tag) => {
    expect(await isSigned([key], [tag], `${text} `)).toBe(false)
    expect(await isSigned([key], [tag], text.slice(1))).toBe(false)
    expect(await isSigned([key.with(0, key[0]! ^ 1)], [tag], text)).toBe(false)
  })

  const [, key, text, tag] = vectors[0]!
  const other = bytes("whsec_other")

  it("with any bit changed is none", async () => {
    for (let index = 0; index < tag.length; index++) {
      for (const bit of [1, 128]) expect(await isSigned([key], [tag.with(index, tag[index]! ^ bit)], text)).toBe(false)
    }
  })

  it("of another length is none, and nothing breaks", async () => {
    const wrong = [new Uint8Array(), tag.slice(0, 31), tag.slice(0, 1), Uint8Array.of(...tag, 0), new Uint8Array(32)]
    for (const tag of wrong) expect(await isSigned([key], [tag], text)).toBe(false)
    expect(await isSigned([key], wrong, text)).toBe(false)
  })

  it("is found among several, of either of two keys", async () => {
    expect(await isSigned([other, key], [tag], text)).toBe(true)
    expect(await isSigned([key, other], [tag], text)).toBe(true)
    expect(await isSigned([key], [new Uint8Array(), new Uint8Array(32), tag], text)).toBe(true)
    expect(await isSigned([other, key], [new Uint8Array(32), tag], text)).toBe(true)
    expect(await isSigned([other], [tag], text)).toBe(false)
  })

  it("is none where nothing was given to compare", async () => {
    expect(await isSigned([key], [], text)).toBe(false)
    expect(await isSigned([], [tag], text)).toBe(false)
    expect(await isSigned([], [], text)).toBe(false)
  })

  it("by an empty secret is a defect, and never a signature", async () => {
    await expect(isSigned([bytes("")], [tag], text)).rejects.toThrow("key")
  })

  it("of a text in Unicode is that of its UTF-8", async () => {
    const signed = await Effect.runPromise(
      Effect.gen(function* () {
        const mac = yield* Mac.Mac
        return yield* mac.sign(yield* Mac.key(Mac.hmacSha256, key), new Uint8Array([0xc3, 0xa9, 0xe2, 0x82, 0xac]))
      }).pipe(Effect.provide(layer))
    )
    expect(await isSigned([key], [signed], "é€")).toBe(true)
  })

  const isSame = (expected: string, given: string) =>
    Effect.runPromise(Effect.provide(Hmac.isSame(expected, given), layer))

  it("credentials are the same, or not", async () => {
    expect(await isSame("Basic dXNlcjpwYXNz", "Basic dXNlcjpwYXNz")).toBe(true)
    for (const given of ["Basic dXNlcjpwYXNzx", "Basic dXNlcjpwYXN", "basic dXNlcjpwYXNz", "", "é"]) {
      expect(await isSame("Basic dXNlcjpwYXNz", given)).toBe(false)
    }
  })
})

it.each([
  ["00ff", [0, 255]],
  ["00FF7f", [0, 255, 127]],
  ["aB", [171]]
])("%s is hexadecimal", (text, expected) => {
  expect(Hmac.hexBytes(text)).toEqual(Uint8Array.from(expected))
})

it.each(["", "0", "00f", "0g", "0x00", " 00", "00 ", "00\n", "zz", "٠٠", "é0"])("%j is not hexadecimal", (text) => {
  expect(Hmac.hexBytes(text)).toBeUndefined()
})

it.each([
  ["AA==", [0]],
  ["AP8=", [0, 255]],
  ["AP9/", [0, 255, 127]],
  ["+/+/", [251, 255, 191]]
])("%s is base64", (text, expected) => {
  expect(Hmac.base64Bytes(text)).toEqual(Uint8Array.from(expected))
})

it.each(["", "A", "AA", "AAA", "AA=", "A===", "====", "AA==AA==", "-_-_", "AP8=\n", " AP8=", "AP 8", "é==="])(
  "%j is not base64",
  (text) => {
    expect(Hmac.base64Bytes(text)).toBeUndefined()
  }
)

it("a secret's text is its bytes in UTF-8", () => {
  expect(bytes("aé")).toEqual(Uint8Array.of(97, 0xc3, 0xa9))
})
