import { describe, expect, it } from "vitest"
import * as notifications from "../../../src/simulator/classic/notifications.ts"
import type { Item } from "../../../src/simulator/modifications/item.ts"
import { infoset, type Node, texts } from "./infoset.ts"

const authorisation: Item = {
  live: true,
  additionalData: { hmacSignature: "a+b/c=", "modification.action": "cancel" },
  amount: { value: 9_007_199_254_740_993n, currency: "EUR" },
  eventCode: "AUTHORISATION",
  eventDate: "2026-11-22T10:11:12+01:00",
  merchantAccountCode: "TestMerchant",
  merchantReference: "<order> & 1",
  operations: ["CANCEL", "CAPTURE", "REFUND"],
  paymentMethod: "visa",
  pspReference: "8814689190961342",
  reason: "1234:7777:12/2012",
  success: true
}

describe("FORM", () => {
  it("has all fields, empty where there is nothing", () => {
    expect([...new URLSearchParams(notifications.form(authorisation))]).toEqual([
      ["additionalData.hmacSignature", "a+b/c="],
      ["additionalData.modification.action", "cancel"],
      ["currency", "EUR"],
      ["eventCode", "AUTHORISATION"],
      ["eventDate", "2026-11-22T10:11:12+01:00"],
      ["live", "true"],
      ["merchantAccountCode", "TestMerchant"],
      ["merchantReference", "<order> & 1"],
      ["operations", "CANCEL,CAPTURE,REFUND"],
      ["originalReference", ""],
      ["paymentMethod", "visa"],
      ["pspReference", "8814689190961342"],
      ["reason", "1234:7777:12/2012"],
      ["success", "true"],
      ["value", "9007199254740993"]
    ])
  })
})

describe("SOAP", () => {
  const itemsIn = (node: Node): ReadonlyArray<Node> =>
    node.content.flatMap((part) =>
      typeof part === "string" ? [] : part.name.endsWith("}NotificationRequestItem") ? [part] : itemsIn(part)
    )

  it("has what there is", () => {
    const root = infoset(notifications.soap([authorisation]))
    expect(texts(root, "live")).toEqual(["true"])
    expect(texts(root, "merchantReference")).toEqual(["<order> & 1"])
    expect(texts(root, "value")).toEqual(["a+b/c=", "cancel", "9007199254740993"])
    expect(texts(root, "key")).toEqual(["hmacSignature", "modification.action"])
    expect(texts(root, "string")).toEqual(["CANCEL", "CAPTURE", "REFUND"])
    expect(texts(root, "reason")).toEqual(["1234:7777:12/2012"])
    const nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    const [item] = itemsIn(root)
    const empty = item?.content.filter((part) => typeof part !== "string" && part.attributes[nil] === "true")
    expect(empty?.map((part) => (part as Node).name)).toEqual([
      "{http://notification.services.adyen.com}originalReference"
    ])
  })

  it.each([1, 2, 6])("%d at once", (count) => {
    const items = Array.from({ length: count }, (_, index) => ({ ...authorisation, pspReference: String(index) }))
    const root = infoset(notifications.soap(items))
    expect(texts(root, "pspReference")).toEqual(items.map(({ pspReference }) => pspReference))
    expect(texts(root, "live")).toEqual(["true"])
  })

  it("neither none nor seven, nor some of both platforms", () => {
    expect(() => notifications.soap([])).toThrow("expected 1 to 6 items, got 0")
    expect(() => notifications.soap(Array.from({ length: 7 }, () => authorisation))).toThrow("got 7")
    expect(() => notifications.soap([authorisation, { ...authorisation, live: false }])).toThrow("got both")
  })
})

describe("acknowledgements", () => {
  const notification = "http://notification.services.adyen.com"
  const response = (text: string) =>
    `<sendNotificationResponse xmlns="${notification}"><notificationResponse>${text}</notificationResponse></sendNotificationResponse>`
  const envelope = (inner: string) =>
    `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header/><S:Body>${inner}</S:Body></S:Envelope>`

  it.each([
    ["json", 200, "", true],
    ["json", 202, "anything", true],
    ["json", 500, "[accepted]", false],
    ["json", 301, "", false],
    ["form", 200, "[accepted]", true],
    ["form", 200, "[accepted]\n", true],
    ["form", 200, "", false],
    ["form", 200, "accepted", false],
    ["form", 500, "[accepted]", false],
    ["soap", 200, envelope(response("[accepted]")), true],
    ["soap", 200, response("[accepted]"), true],
    ["soap", 200, envelope(response("[refused]")), false],
    [
      "soap",
      200,
      envelope(
        `<sendNotificationResponse><notificationResponse>[accepted]</notificationResponse></sendNotificationResponse>`
      ),
      false
    ],
    ["soap", 200, "[accepted]", false],
    ["soap", 200, "", false],
    ["soap", 500, envelope(response("[accepted]")), false]
  ] as const)("%s %d %s: %s", (encoding, status, body, accepted) => {
    expect(notifications.isAccepted(encoding, { status, body })).toBe(accepted)
  })
})
