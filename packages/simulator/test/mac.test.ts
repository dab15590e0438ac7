import * as Digest from "effect/crypto/Digest"
import * as Mac from "effect/crypto/Mac"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as mac from "../src/mac.ts"

const utf8 = (text: string) => new TextEncoder().encode(text)
const hex = (text: string) => Result.getOrThrow(Hex.decode(text))
const times = (byte: number, count: number) => new Uint8Array(count).fill(byte)

const run = <A, E>(effect: Effect.Effect<A, E, Mac.Mac>): A => Effect.runSync(Effect.provide(effect, mac.layer))

const sign = (algorithm: Mac.Algorithm, key: Uint8Array, data: Uint8Array) =>
  run(
    Effect.gen(function* () {
      const service = yield* Mac.Mac
      return yield* service.sign(yield* Mac.key(algorithm, key), data)
    })
  )

describe("RFC 4231 and RFC 2202", () => {
  const longText =
    "This is a test using a larger than block-size key and a larger than block-size data. " +
    "The key needs to be hashed before being used by the HMAC algorithm."
  const counting = Uint8Array.from({ length: 25 }, (_, i) => i + 1)
  const sha256: ReadonlyArray<readonly [string, Uint8Array, Uint8Array, string]> = [
    ["1", times(0x0b, 20), utf8("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [
      "2",
      utf8("Jefe"),
      utf8("what do ya want for nothing?"),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ],
    ["3", times(0xaa, 20), times(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"],
    ["4", counting, times(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"],
    [
      "6",
      times(0xaa, 131),
      utf8("Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ],
    ["7", times(0xaa, 131), utf8(longText), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"]
  ]
  it.each(sha256)("case %s with SHA-256", (_, key, data, tag) => {
    expect(Hex.encode(sign(Mac.hmacSha256, key, data))).toBe(tag)
  })

  it("case 1 with SHA-384, SHA-512 and SHA-1", () => {
    const of = (algorithm: Mac.Algorithm) => Hex.encode(sign(algorithm, times(0x0b, 20), utf8("Hi There")))
    expect(of(Mac.hmacSha384)).toBe(
      "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"
    )
    expect(of(Mac.hmacSha512)).toBe(
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    )
    expect(of(Mac.hmacSha1)).toBe("b617318655057264e28bc0b6fb378c8ef146be00")
  })
})

describe("the providers' vectors", () => {
  // Design 04, E1: the key is hex, the tag base64; values are joined unescaped.
  const adyen: ReadonlyArray<readonly [string, string, string]> = [
    [
      "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00",
      "pspReference:originalReference:merchantAccount:reference:1000:EUR:EVENT:true",
      "ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc="
    ],
    [
      "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6",
      "test_REPORT_AVAILABLE::Magento2Rik:testMerchantRef1:0:EUR:REPORT_AVAILABLE:true",
      "NuEkADFmlCC6VgX+wcoPAegIWxVPNBPCuKlM4Hzo5qc="
    ],
    [
      "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6",
      "TestPayload",
      "YA9/UDjldIO4Gq68X4ATYYoEaPYH4f4k2uzBBzEF1PA="
    ],
    [
      "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174",
      "ZVWN7D3WSMK2WN82::AntoniStroinski:\\:/\\/slashes are fun:1000:EUR:AUTHORISATION:true",
      "CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A="
    ]
  ]
  it.each(adyen)("Adyen %#", (key, data, tag) => {
    expect(Base64.encode(sign(Mac.hmacSha256, hex(key.toLowerCase()), utf8(data)))).toBe(tag)
  })

  it("Stripe", () => {
    const signed = '1700000000.{"id":"evt_1","object":"event"}'
    expect(Hex.encode(sign(Mac.hmacSha256, utf8("whsec_test"), utf8(signed)))).toBe(
      "4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021"
    )
  })

  it("Acquired", () => {
    const body =
      '{"webhook_type":"status_update","webhook_id":"0e6ab5bd-6c4c-4c2c-8e3a-0d6c1d9b8f10",' +
      '"timestamp":1700000000,"webhook_body":{"transaction_id":"29c05255-8905-f38f-1446-03f83de52d7c",' +
      '"status":"success","order_id":"order-1"}}'
    expect(Hex.encode(sign(Mac.hmacSha256, utf8("de0eef006b4c30440aeca8ca5ac58789"), utf8(body)))).toBe(
      "849aed470cc83070d0df8d7a90ba47e5bac356f19c6b289fceb69f39f4d845da"
    )
  })
})

describe("the digest", () => {
  it.each([
    [Digest.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"],
    [Digest.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [Digest.md5, "900150983cd24fb0d6963f7d28e17f72"]
  ])("of abc, at once", (algorithm, expected) => {
    const both = Effect.gen(function* () {
      const { digest, digestHex } = yield* Digest.Digest
      return [Hex.encode(yield* digest(algorithm, utf8("abc"))), yield* digestHex(algorithm, utf8("abc"))]
    })
    expect(Effect.runSync(Effect.provide(both, mac.digestLayer))).toEqual([expected, expected])
  })
})

describe("the service", () => {
  it("verifies, and refuses another tag, a shorter one and another key", () => {
    const outcomes = run(
      Effect.gen(function* () {
        const service = yield* Mac.Mac
        const key = yield* service.generateKey(Mac.hmacSha256)
        const other = yield* service.generateKey(Mac.hmacSha256)
        const tag = yield* service.sign(key, utf8("data"))
        return [
          yield* service.verify(key, tag, utf8("data")),
          yield* service.verify(key, tag, utf8("date")),
          yield* service.verify(key, tag.subarray(0, 31), utf8("data")),
          yield* service.verify(other, tag, utf8("data"))
        ]
      })
    )
    expect(outcomes).toEqual([true, false, false, false])
  })

  it("is as good as WebCrypto's", async () => {
    const data = utf8("the same data")
    const bytes = times(7, 40)
    const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
    expect(sign(Mac.hmacSha256, bytes, data)).toEqual(new Uint8Array(await crypto.subtle.sign("HMAC", key, data)))
    expect(mac.hmac("SHA-256", bytes, data)).toEqual(sign(Mac.hmacSha256, bytes, data))
  })

  it("knows no MD5", () => {
    const md5 = { name: "hmacSha256", hash: { name: "MD5" } } as unknown as Mac.Algorithm
    expect(() => sign(md5, times(1, 20), utf8("x"))).toThrow("got MD5")
    expect(Exit.isFailure(Effect.runSyncExit(Mac.key(Mac.hmacSha256, new Uint8Array())))).toBe(true)
  })
})
