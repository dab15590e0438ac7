/**
 * The signature of an event: eight of its fields, and nothing else.
 *
 * Source: docs.adyen.com, "Verify HMAC signatures"; the vectors of Adyen's own libraries. Nothing is escaped: that was
 * the hosted payment pages' way.
 */
import { hmac } from "@paylayer/simulator/mac"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import * as Result from "effect/Result"
import type { Item } from "./item.ts"

export type Signed = Pick<
  Item,
  | "amount"
  | "eventCode"
  | "merchantAccountCode"
  | "merchantReference"
  | "originalReference"
  | "pspReference"
  | "success"
>

/** What is signed. */
export const dataOf = (item: Omit<Signed, "eventCode"> & { readonly eventCode: string }): string =>
  [
    item.pspReference,
    item.originalReference ?? "",
    item.merchantAccountCode,
    item.merchantReference,
    item.amount.value,
    item.amount.currency,
    item.eventCode,
    item.success
  ].join(":")

/** The key's bytes. Throws where it isn't hexadecimal: that is a mistake of whoever set the webhook up. */
export const keyOf = (hexadecimal: string): Uint8Array => Result.getOrThrow(Hex.decode(hexadecimal))

/** In base64. */
export const signatureOf = (data: string, key: Uint8Array): string =>
  Base64.encode(hmac("SHA-256", key, new TextEncoder().encode(data)))

/** The item with its signature among its additional data. */
export const sign = (item: Item, key: Uint8Array): Item => ({
  ...item,
  additionalData: { ...item.additionalData, hmacSignature: signatureOf(dataOf(item), key) }
})
