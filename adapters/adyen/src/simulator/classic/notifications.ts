/**
 * Notifications in FORM, in SOAP and as flat JSON, and what the provider takes for an acknowledgement.
 *
 * Sources: "Payment modifications" (Classic) of docs.adyen.com, 2026-11-22: its notification in JSON has the fields of a
 * FORM one, all of them texts. Names of `additionalData` in FORM, `operations` and the acknowledgement in SOAP are as others
 * recorded them (tests of Kill Bill's Adyen plugin and of an Odoo module, Adyen/adyen-php-sample-code).
 */
import type { Item } from "../modifications/item.ts"
import { print } from "./form.ts"
import { entries } from "./soap.ts"
import { element, envelope, escaped, namespaces, only, parse } from "./xml.ts"

/** An item's fields side by side; what has no value is empty. */
const flat = (item: Item): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(item.additionalData).map(([name, value]) => [`additionalData.${name}`, value])),
  currency: item.amount.currency,
  eventCode: item.eventCode,
  eventDate: item.eventDate,
  live: String(item.live),
  merchantAccountCode: item.merchantAccountCode,
  merchantReference: item.merchantReference,
  operations: (item.operations ?? []).join(","),
  originalReference: item.originalReference ?? "",
  paymentMethod: item.paymentMethod ?? "",
  pspReference: item.pspReference,
  reason: item.reason,
  success: String(item.success),
  value: String(item.amount.value)
})

/** One item: the FORM encoding has no batches. */
export const form = (item: Item): string => print(Object.entries(flat(item)))

export const flatJson = (item: Item): string => JSON.stringify(flat(item))

/** How many items one SOAP notification has at most. */
export const mostItems = 6

/** Throws where there are no items, too many, or some of either platform: no notification has that. */
export const soap = (items: ReadonlyArray<Item>): string => {
  const [first] = items
  if (first === undefined || items.length > mostItems) {
    throw new RangeError(`expected 1 to ${mostItems} items, got ${items.length}`)
  }
  if (items.some(({ live }) => live !== first.live)) throw new RangeError("expected items of one platform, got both")
  const own = { xmlns: namespaces.notification }
  return envelope(
    element(
      "ns1:sendNotification",
      { "xmlns:ns1": namespaces.notification },
      element(
        "ns1:notification",
        {},
        element("live", own, String(first.live)),
        element("notificationItems", own, ...items.map(itemElement))
      )
    )
  )
}

const itemElement = (item: Item): string =>
  element(
    "NotificationRequestItem",
    {},
    orNil("additionalData", entries(item.additionalData)),
    element(
      "amount",
      {},
      element("currency", { xmlns: namespaces.common }, escaped(item.amount.currency)),
      element("value", { xmlns: namespaces.common }, String(item.amount.value))
    ),
    element("eventCode", {}, escaped(item.eventCode)),
    element("eventDate", {}, escaped(item.eventDate)),
    element("merchantAccountCode", {}, escaped(item.merchantAccountCode)),
    element("merchantReference", {}, escaped(item.merchantReference)),
    orNil(
      "operations",
      (item.operations ?? []).map((operation) => element("string", {}, escaped(operation)))
    ),
    textOrNil("originalReference", item.originalReference),
    textOrNil("paymentMethod", item.paymentMethod),
    element("pspReference", {}, escaped(item.pspReference)),
    textOrNil("reason", item.reason),
    element("success", {}, String(item.success))
  )

const orNil = (name: string, content: ReadonlyArray<string>): string =>
  content.length === 0 ? element(name, { "xsi:nil": "true" }) : element(name, {}, ...content)

const textOrNil = (name: string, text = ""): string => orNil(name, text === "" ? [] : [escaped(text)])

const accepted = "[accepted]"

/** Whether the merchant's server has taken a notification: anything else, and it comes again. */
export const isAccepted = (
  encoding: "json" | "form" | "soap",
  answer: { readonly status: number; readonly body: string }
): boolean => {
  if (answer.status < 200 || answer.status > 299) return false
  switch (encoding) {
    // "Any 2xx status": the body isn't read any more.
    case "json":
      return true
    case "form":
      return answer.body.trim() === accepted
    case "soap":
      return acknowledgementIn(answer.body) === accepted
  }
}

/** With an envelope, or without one, as Barclaycard's document had it. */
const acknowledgementIn = (body: string): string | undefined => {
  const root = parse(body)
  if (root === undefined) return undefined
  const inner = root.namespace === namespaces.soap ? only(root, namespaces.soap, "Body")?.children[0] : root
  if (inner?.namespace !== namespaces.notification || inner.name !== "sendNotificationResponse") return undefined
  return only(inner, namespaces.notification, "notificationResponse")?.text.trim()
}
