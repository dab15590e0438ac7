/**
 * How Adyen's notifications are received: verified all or nothing, read one by one.
 *
 * Source: Adyen, "Webhooks" and "Verify HMAC signatures"; "Payment modifications" for the encodings. Read 2026-11-22.
 */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { RuleViolation, Webhooks } from "@paylayer/core"
import { headersOf, Hmac, Mac } from "@paylayer/core/adapter"
import type { Account } from "../account.ts"
import { keep } from "../checkout/adjustAuthorisationData.ts"
import { amounts, provider } from "../currencies.ts"
import { eventOf } from "./events.ts"
import * as form from "./form.ts"
import type { Item, Read } from "./item.ts"
import * as json from "./json.ts"
import * as signature from "./signature.ts"
import * as soap from "./soap.ts"

export type Encoding = "json" | "form" | "soap"

interface Common {
  /** Whose events they are; those of any other account are foreign. */
  readonly merchantAccount: string | ReadonlyArray<string>
  /** `test` unless told. The options of `AdyenCheckout` fit here. */
  readonly environment?: "test" | "live" | { readonly live: string }
  /** Only this one; all three, told apart by the content type, unless told. */
  readonly encoding?: Encoding
  /**
   * The same as for `AdyenCheckout`: whether a capture gives the rest back, and when payments are captured that do not say
   * so themselves. Leave `captureDelay` out if sessions say it, or pre-authorise.
   */
  readonly account?: Account
}

/** The key that Adyen shows once, as it shows it: hexadecimal. Two during a rotation. */
export type HmacKeys = readonly [Redacted.Redacted<string>, ...ReadonlyArray<Redacted.Redacted<string>>]

export interface Basic {
  readonly username: string
  readonly password: Redacted.Redacted<string>
}

export interface SignedOptions extends Common {
  readonly hmacKeys: HmacKeys
  readonly basic?: Basic
}

export interface BasicOptions extends Common {
  readonly hmacKeys?: HmacKeys
  readonly basic: Basic
}

/** Anybody who knows the address is believed: for a network that lets nobody else in, and for nothing more. */
export interface InsecureOptions extends Common {
  readonly insecure: true
}

export type Options = SignedOptions | BasicOptions | InsecureOptions

/** The decisions in which Adyen differs from others, each replaceable where one wants to see what it is for. */
export interface Decisions {
  readonly signedText: (item: Item) => string
  readonly isSigned: typeof Hmac.isSigned
  readonly event: typeof eventOf
  readonly acknowledge: (encoding: Encoding) => Webhooks.WebhookAnswer
}

export const decisions: Decisions = {
  signedText: signature.signedText,
  isSigned: Hmac.isSigned,
  event: eventOf,
  acknowledge: (encoding) =>
    encoding === "soap"
      ? { status: 200, headers: { "content-type": "text/xml; charset=utf-8" }, body: soap.accepted }
      : { status: 200, headers: { "content-type": "text/plain" }, body: "[accepted]" }
}

const bodyLimit = 1024 * 1024

const readers: Readonly<Record<Encoding, Read>> = { json: json.read, form: form.read, soap: soap.read }

const contentTypes: ReadonlyMap<string, Encoding> = new Map([
  ["application/json", "json"],
  ["application/x-www-form-urlencoded", "form"],
  ["text/xml", "soap"],
  ["application/xml", "soap"],
  ["application/soap+xml", "soap"]
])

/** Servers without types: a body that is bytes, or read as JSON already, and no headers at all. */
const isRequest = (request: unknown): boolean =>
  Predicate.hasProperty(request, "body") &&
  typeof request.body === "string" &&
  Predicate.hasProperty(request, "headers") &&
  Predicate.isObject(request.headers)

/** The same for every delivery of an event; a capture that succeeds once more after it failed is another one. */
const idOf = ({ eventCode, eventDate = "", pspReference = "", success = "" }: Item): string =>
  [eventCode, pspReference, success, eventDate].join(":")

const keyOf = (key: Redacted.Redacted<string>): Uint8Array => {
  const bytes = Hmac.hexBytes(Redacted.value(key))
  if (bytes === undefined) throw new TypeError("an HMAC key is hexadecimal text, as Adyen's Customer Area shows it")
  return bytes
}

/** What of the options says who may speak, checked once: callers without types may leave out all three. */
const believed = (options: Options) => {
  const { basic, hmacKeys = [] } = "insecure" in options ? {} : options
  if (basic === undefined && hmacKeys.length === 0 && !("insecure" in options && options.insecure === true)) {
    throw new TypeError("webhooks need hmacKeys, basic credentials, or insecure: true")
  }
  // An empty variable of the environment: anybody would know it.
  if (basic !== undefined && Redacted.value(basic.password) === "") {
    throw new TypeError("the password of the basic credentials is empty")
  }
  const credentials =
    basic === undefined ? undefined : Base64.encode(`${basic.username}:${Redacted.value(basic.password)}`)
  return { credentials, keys: hmacKeys.map(keyOf) }
}

export const make = Effect.fnUntraced(function* (
  options: Options,
  { acknowledge, event, isSigned, signedText }: Decisions = decisions
): Effect.fn.Return<Webhooks.Webhooks["Service"], never, Mac> {
  const mac = yield* Mac
  const { credentials, keys } = yield* Effect.sync(() => believed(options))
  const { account = {}, encoding: only, environment = "test" } = options
  const accounts = [options.merchantAccount].flat()
  const live = environment === "test" ? "false" : "true"

  const refuse = (why: RuleViolation.WebhookRefused["why"], problem?: string) =>
    new RuleViolation.WebhookRefused({ provider, why, ...(problem === undefined ? {} : { problem }) })

  const authenticate = Effect.fnUntraced(function* (request: Webhooks.RawRequest) {
    if (credentials === undefined) return
    const [, given = ""] = /^basic +(\S+) *$/i.exec(headersOf(request.headers)["authorization"] ?? "") ?? []
    if (!(yield* Hmac.isSame(credentials, given))) return yield* refuse("unauthenticated")
  })

  const encodingOf = Effect.fnUntraced(function* (request: Webhooks.RawRequest) {
    const [type = ""] = (headersOf(request.headers)["content-type"] ?? "").split(";")
    const named = type.trim() === "" ? (only ?? "json") : contentTypes.get(type.trim().toLowerCase())
    return named === undefined || (only !== undefined && named !== only)
      ? yield* refuse("malformed", "another content type")
      : named
  })

  const verify = Effect.fnUntraced(function* (item: Item) {
    if (keys.length === 0) return
    const tag = Hmac.base64Bytes(item.hmacSignature ?? "")
    if (tag?.length !== 32) return yield* refuse("missing")
    if (!signature.isUnambiguous(item)) return yield* refuse("mismatch")
    if (!(yield* isSigned(keys, [tag], signedText(item)))) return yield* refuse("mismatch")
  })

  const deliver = Effect.fnUntraced(function* (item: Item) {
    const { eventCode: type, merchantAccountCode } = item
    if (!type) return yield* refuse("malformed", "no eventCode")
    if (item.live !== "true" && item.live !== "false") return yield* refuse("malformed", "no live")
    if (!merchantAccountCode) return yield* refuse("malformed", "no merchantAccountCode")
    const id = idOf(item)
    const foreign = (why: string) => ({ id, events: [{ _tag: "ForeignEvent" as const, type, why }] })
    if (item.live !== live) return foreign(item.live === "true" ? "live" : "test")
    if (!accounts.includes(merchantAccountCode)) return foreign("another merchant account")
    const told = event(item, { amounts, account })
    return Result.isSuccess(told)
      ? { id, events: [keep(told.success, item.adjustAuthorisationData)] }
      : yield* refuse("malformed", told.failure)
  })

  const receive: Webhooks.Webhooks["Service"]["receive"] = Effect.fnUntraced(
    function* (request) {
      if (!isRequest(request)) return yield* refuse("malformed", "no body as text, or no headers")
      const { body } = request
      if (body.length > bodyLimit || new TextEncoder().encode(body).length > bodyLimit) {
        return yield* refuse("malformed", "a body of more than 1 MiB")
      }
      yield* authenticate(request)
      const encoding = yield* encodingOf(request)
      const items = yield* Effect.fromResult(
        Result.mapError(readers[encoding](body), (problem) => refuse("malformed", problem))
      )
      yield* Effect.forEach(items, verify)
      const deliveries = yield* Effect.forEach(items, deliver)
      return { deliveries, acknowledgement: acknowledge(encoding) }
    },
    Effect.provideService(Mac, mac)
  )

  return Webhooks.Webhooks.of({
    capabilities: {
      provider,
      signed: keys.length === 0 ? { _tag: "nothing" } : { _tag: "fields", fields: signature.fields }
    },
    receive
  })
})
