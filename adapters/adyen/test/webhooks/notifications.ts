/** Notifications as Adyen would send them, in each encoding, and signed by hand. */
import { createHmac } from "node:crypto"
import * as mac from "@paylayer/simulator/mac"
import type { Webhooks } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { AdyenWebhooks } from "../../src/index.ts"

export const hmacKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"
export const account = "TestMerchant"

/** The fields of one item; `undefined` leaves one out. */
export interface Fields {
  readonly live?: string | undefined
  readonly eventCode?: string | undefined
  readonly success?: string | undefined
  readonly eventDate?: string | undefined
  readonly merchantAccountCode?: string | undefined
  readonly merchantReference?: string | undefined
  readonly originalReference?: string | undefined
  readonly pspReference?: string | undefined
  readonly reason?: string | undefined
  readonly value?: string | undefined
  readonly currency?: string | undefined
  readonly additionalData?: Readonly<Record<string, string>>
}

export const usual: Fields = {
  live: "false",
  eventCode: "CAPTURE",
  success: "true",
  eventDate: "2026-11-22T10:11:12+01:00",
  merchantAccountCode: account,
  merchantReference: "key-1",
  originalReference: "993617894903480A",
  pspReference: "993617894906488A",
  reason: "",
  value: "500",
  currency: "EUR"
}

/** The moment of {@link usual}. */
export const at = Date.UTC(2026, 10, 22, 9, 11, 12)

export const sign = (fields: Fields, key = hmacKey): string => {
  const { currency, eventCode, merchantAccountCode, merchantReference } = fields
  const { originalReference, pspReference, success, value } = fields
  const signed = [pspReference, originalReference, merchantAccountCode, merchantReference]
  const text = [...signed, value, currency, eventCode, success].map((field) => field ?? "").join(":")
  return createHmac("sha256", Buffer.from(key, "hex")).update(text).digest("base64")
}

export const signed = (fields: Fields, key?: string): Fields => ({
  ...fields,
  additionalData: { ...fields.additionalData, hmacSignature: sign(fields, key) }
})

const item = (fields: Fields) => {
  const { additionalData, currency, live: _, value, ...rest } = fields
  return {
    ...(additionalData === undefined ? {} : { additionalData }),
    ...(value === undefined && currency === undefined
      ? {}
      : { amount: { currency, ...(value === undefined ? {} : { value: Number(value) }) } }),
    ...rest
  }
}

const flat = ({ additionalData = {}, ...rest }: Fields): ReadonlyArray<readonly [string, string]> =>
  [
    ...Object.entries(rest),
    ...Object.entries(additionalData).map(([name, value]) => [`additionalData.${name}`, value])
  ].filter((pair): pair is [string, string] => pair[1] !== undefined)

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

const element = (name: string, text: string | undefined) =>
  text === undefined ? "" : `<${name}>${escaped(text)}</${name}>`

const common = "http://common.services.adyen.com"

const soapAmount = ({ currency, value }: Fields) => {
  const inner = [["currency", currency] as const, ["value", value] as const]
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `<${name} xmlns="${common}">${text}</${name}>`)
  return inner.length === 0 ? "" : `<amount>${inner.join("")}</amount>`
}

const soapAdditionalData = ({ additionalData }: Fields) => {
  if (additionalData === undefined) return '<additionalData xsi:nil="true"/>'
  const entries = Object.entries(additionalData).map(
    ([key, text]) => `<entry>${element("key", key)}${element("value", text)}</entry>`
  )
  return `<additionalData>${entries.join("")}</additionalData>`
}

const soapItem = (fields: Fields) => {
  const { additionalData: _, currency: __, live: ___, value: ____, ...rest } = fields
  const others = Object.entries(rest).map(([name, text]) =>
    text === "" ? `<${name} xsi:nil="true"/>` : element(name, text)
  )
  const inner = [soapAdditionalData(fields), soapAmount(fields), ...others]
  return `<NotificationRequestItem>${inner.join("")}</NotificationRequestItem>`
}

export const encodings = {
  json: {
    type: "application/json",
    body: (...items: ReadonlyArray<Fields>) =>
      JSON.stringify({
        live: items[0]?.live,
        notificationItems: items.map((fields) => ({ NotificationRequestItem: item(fields) }))
      })
  },
  flat: {
    type: "application/json; charset=utf-8",
    body: ({ additionalData, ...rest }: Fields = {}) =>
      JSON.stringify({ ...rest, ...(additionalData === undefined ? {} : { additionalData }), operations: "" })
  },
  form: {
    type: "application/x-www-form-urlencoded",
    body: (fields: Fields = {}) => String(new URLSearchParams(flat(fields).map(([name, text]) => [name, text])))
  },
  soap: {
    type: "text/xml; charset=utf-8",
    body: (...items: ReadonlyArray<Fields>) =>
      '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body>' +
      '<ns1:sendNotification xmlns:ns1="http://notification.services.adyen.com"><ns1:notification>' +
      `<live xmlns="http://notification.services.adyen.com">${items[0]?.live}</live>` +
      `<notificationItems xmlns="http://notification.services.adyen.com">${items.map(soapItem).join("")}` +
      "</notificationItems></ns1:notification></ns1:sendNotification></soap:Body></soap:Envelope>"
  }
} as const

export type Encoding = keyof typeof encodings

export const request = (encoding: Encoding, body: string): Webhooks.RawRequest => ({
  headers: { "Content-Type": encodings[encoding].type },
  body
})

/** What a layer with these options makes of a request. */
export const receive = (raw: Webhooks.RawRequest, options: Partial<AdyenWebhooks.SignedOptions> | object = {}) =>
  Effect.flatMap(
    AdyenWebhooks.make({
      merchantAccount: account,
      ...("insecure" in options || "hmacKeys" in options || "basic" in options
        ? {}
        : { hmacKeys: [Redacted.make(hmacKey)] }),
      ...options
    } as AdyenWebhooks.SignedOptions),
    (port) => port.receive(raw)
  ).pipe(Effect.provide(mac.layer))

/** The one event that these fields tell, signed. */
export const told = (fields: Fields, options?: object) =>
  Effect.map(
    receive(request("json", encodings.json.body(signed({ ...usual, ...fields }))), options),
    ({ deliveries }) => deliveries[0]!.events[0]!
  )
