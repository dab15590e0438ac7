/** Notifications as SOAP: `sendNotification`, which may hold several. Source: Adyen, "Payment modifications". */
import * as Result from "effect/Result"
import * as xml from "../xml.ts"
import type { Field, Read } from "./item.ts"
import { itemOf } from "./item.ts"

const envelope = "http://schemas.xmlsoap.org/soap/envelope/"
const notification = "http://notification.services.adyen.com"

/** By its own name: the document has these elements in several namespaces, and in none. */
const all = (element: xml.Element | undefined, name: string): ReadonlyArray<xml.Element> =>
  element === undefined ? [] : xml.elementsOf(element).filter((child) => child.name === name)

const at = (element: xml.Element | undefined, ...path: ReadonlyArray<string>): xml.Element | undefined =>
  path.reduce<xml.Element | undefined>((inner, name) => all(inner, name)[0], element)

const textAt = (element: xml.Element | undefined, ...path: ReadonlyArray<string>): string | undefined => {
  // What is nil is empty, and read like what is absent.
  const found = at(element, ...path)
  return found === undefined ? undefined : xml.textOf(found)
}

const prefix = "additionalData."

const fieldsOf = (item: xml.Element): Field => {
  const entries = new Map(
    all(at(item, "additionalData"), "entry").map((entry) => [textAt(entry, "key"), textAt(entry, "value")])
  )
  return (name) => (name.startsWith(prefix) ? entries.get(name.slice(prefix.length)) : textAt(item, ...name.split(".")))
}

export const read: Read = (body) =>
  Result.gen(function* () {
    const root = yield* xml.parse(body)
    const sent = at(root, "Body", "sendNotification", "notification")
    if (root.name !== "Envelope" || sent === undefined) return yield* Result.fail("no notification")
    const items = all(at(sent, "notificationItems"), "NotificationRequestItem")
    if (items.length === 0) return yield* Result.fail("no notification items")
    const live = textAt(sent, "live")
    return items.map((item) => ({ ...itemOf(fieldsOf(item)), live }))
  })

/** What Adyen wants to be answered (assumed: the document shows no answer). */
export const accepted = xml.toText(
  xml.element("Envelope", envelope, [
    xml.element("Body", envelope, [
      xml.element("sendNotificationResponse", notification, [
        xml.element("notificationResponse", notification, ["[accepted]"])
      ])
    ])
  ])
)
