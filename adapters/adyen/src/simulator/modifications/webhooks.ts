/** Events as the requests that arrive at the merchant's server. */
import { Deliveries, Json } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as amounts from "../amounts.ts"
import * as notifications from "../classic/notifications.ts"
import { keyOf, sign } from "./hmac.ts"
import type { Item } from "./item.ts"
import type { Modifications } from "./ledger.ts"

/** How the account has its standard webhook set up. */
export interface WebhookOptions {
  /** `json`, which is wrapped, unless told otherwise; `flat` is JSON as the Classic document has it. */
  readonly encoding?: "json" | "flat" | "form" | "soap"
  /** Hexadecimal; the credentials' unless told otherwise, `false` for no signature. */
  readonly hmacKey?: string | false
  /** For Basic authentication; none unless told otherwise. */
  readonly basic?: { readonly user: string; readonly password: string }
  /** What events say of themselves; `false` unless told otherwise. */
  readonly live?: boolean
  /** How many events a request has at most: 1 unless told otherwise, and always where there is no list of them. */
  readonly batch?: number
}

const json = (items: ReadonlyArray<Item>): string =>
  Json.stringify({
    live: String(items[0]?.live ?? false),
    notificationItems: items.map((item) => ({ NotificationRequestItem: shown(item) }))
  })

const shown = (item: Item): Json.JsonObject => {
  const { additionalData, amount, operations, originalReference, paymentMethod } = item
  return {
    ...(Object.keys(additionalData).length === 0 ? {} : { additionalData }),
    amount: amounts.toJson(amount),
    eventCode: item.eventCode,
    eventDate: item.eventDate,
    merchantAccountCode: item.merchantAccountCode,
    merchantReference: item.merchantReference,
    ...(operations === undefined ? {} : { operations }),
    ...(originalReference === undefined ? {} : { originalReference }),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    pspReference: item.pspReference,
    reason: item.reason,
    success: String(item.success)
  }
}

interface Encoding {
  readonly contentType: string
  /** How many events it can hold. */
  readonly most: number
  readonly write: (items: ReadonlyArray<Item>) => string
}

const each =
  (write: (item: Item) => string): Encoding["write"] =>
  (items) =>
    items.map(write).join("")

const encodings: Readonly<Record<NonNullable<WebhookOptions["encoding"]>, Encoding>> = {
  json: { contentType: "application/json;charset=utf-8", most: Number.POSITIVE_INFINITY, write: json },
  flat: { contentType: "application/json;charset=utf-8", most: 1, write: each(notifications.flatJson) },
  form: {
    contentType: "application/x-www-form-urlencoded;charset=utf-8",
    most: 1,
    write: each(notifications.form)
  },
  soap: { contentType: "text/xml;charset=utf-8", most: notifications.mostItems, write: notifications.soap }
}

export const make = (
  { basic, batch = 1, encoding = "json", hmacKey }: WebhookOptions,
  modifications: Pick<Modifications, "take">
): Deliveries.Deliveries["Service"] => {
  const { contentType, most, write } = encodings[encoding]
  const size = Math.min(batch, most)
  const key = typeof hmacKey === "string" ? keyOf(hmacKey) : undefined
  const headers = {
    "content-type": contentType,
    ...(basic === undefined ? {} : { authorization: `Basic ${Base64.encode(`${basic.user}:${basic.password}`)}` })
  }
  let count = 0
  const deliver = (items: ReadonlyArray<Item>): Deliveries.Delivery => ({
    id: `adyen-${++count}`,
    method: "POST",
    headers,
    body: write(items)
  })
  return Deliveries.Deliveries.of({
    take: Effect.sync(() => {
      const items = modifications.take()
      const signed = key === undefined ? items : items.map((item) => sign(item, key))
      const requests: Array<ReadonlyArray<Item>> = []
      for (let first = 0; first < signed.length; first += size) requests.push(signed.slice(first, first + size))
      return requests.map(deliver)
    })
  })
}
