/**
 * What Adyen signs of an event: eight fields, joined by colons and not escaped, whatever stands in them.
 *
 * Source: Adyen, "Verify HMAC signatures"; the validators of its own libraries. Read 2026-11-22.
 */
import type { Item } from "./item.ts"

/** Where they stand in a JSON notification, in the order in which they are signed. */
export const fields = [
  "pspReference",
  "originalReference",
  "merchantAccountCode",
  "merchantReference",
  "amount.value",
  "amount.currency",
  "eventCode",
  "success"
] as const

/** The text that is signed; what is absent is empty. */
export const signedText = (item: Item): string =>
  [
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.merchantReference,
    item.value,
    item.currency,
    item.eventCode,
    item.success
  ]
    .map((value) => value ?? "")
    .join(":")

/**
 * Whether the signed text can be told apart in one way only. Since colons are not escaped, they may stand in one of the
 * fields alone, and that is the merchant's own reference: no other field of Adyen's has one.
 */
export const isUnambiguous = (item: Item): boolean =>
  ![
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.value,
    item.currency,
    item.eventCode,
    item.success
  ].some((value) => value?.includes(":")) &&
  (!item.currency || /^[A-Z]{3}$/.test(item.currency))
