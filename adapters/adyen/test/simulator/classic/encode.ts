/** Requests and answers in each of the encodings, written and read without the simulator's code. */
import { infoset, type Node } from "./infoset.ts"

export type Encoding = "json" | "form" | "soap"
export const encodings = ["json", "form", "soap"] as const

export interface Fields {
  readonly [name: string]: string | number | Fields
}

/** Names with dots, and texts. */
const flatten = (fields: object, prefix = ""): ReadonlyArray<readonly [string, string]> =>
  Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? flatten(value, `${prefix}${name}.`)
      : [[prefix + name, String(value)] as const]
  )

const payment = "http://payment.services.adyen.com"
const common = "http://common.services.adyen.com"
const wrappers: Readonly<Record<string, string>> = { authorise: "paymentRequest", refundWithData: "request" }

const escape = (text: string): string => text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`)

const members = (fields: Fields, prefix: string): string =>
  Object.entries(fields)
    .map(([name, value]) => {
      if (typeof value !== "object") return `<${prefix}:${name}>${escape(String(value))}</${prefix}:${name}>`
      const inner =
        name === "additionalData"
          ? Object.entries(value)
              .map(([key, member]) => `<p:entry>${members({ key, value: member }, "p")}</p:entry>`)
              .join("")
          : members(value, /amount$/i.test(name) ? "c" : "p")
      return `<p:${name}>${inner}</p:${name}>`
    })
    .join("")

export const body = (encoding: Encoding, operation: string, fields: Fields): string => {
  switch (encoding) {
    case "json":
      return JSON.stringify(fields)
    case "form":
      return String(new URLSearchParams(flatten(fields).map(([name, value]) => [name, value])))
    case "soap": {
      const wrapper = (Object.hasOwn(wrappers, operation) ? wrappers[operation] : undefined) ?? "modificationRequest"
      return [
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="${payment}" xmlns:c="${common}">`,
        `<s:Header/><s:Body><p:${operation}><p:${wrapper}>${members(fields, "p")}</p:${wrapper}></p:${operation}>`,
        "</s:Body></s:Envelope>"
      ].join("")
    }
  }
}

const leaf = (name: string) => name.slice(name.indexOf("}") + 1)

const flattenNode = (node: Node, prefix = ""): ReadonlyArray<readonly [string, string]> =>
  node.content.flatMap((part) => {
    if (typeof part === "string") return [[prefix.slice(0, -1), part] as const]
    if (part.name === `{${payment}}entry`) {
      const [key, value] = part.content.map((each) => (typeof each === "string" ? each : each.content.join("")))
      return [[`${prefix}${key}`, value ?? ""] as const]
    }
    return flattenNode(part, `${prefix}${leaf(part.name)}.`)
  })

/** An answer's or an error's fields, side by side. */
export const fieldsIn = (encoding: Encoding, text: string): Readonly<Record<string, string>> => {
  switch (encoding) {
    case "json":
      return Object.fromEntries(flatten(JSON.parse(text) as object))
    case "form":
      return Object.fromEntries(new URLSearchParams(text))
    case "soap": {
      const [soapBody] = infoset(text).content
      const [answer] = (soapBody as Node).content
      const fault = Object.fromEntries(flattenNode(answer as Node))
      const [, errorType, errorCode, message] = /^(\S+) (\S+) (.*)$/s.exec(fault["faultstring"] ?? "") ?? []
      if (errorType !== undefined) return { errorType, errorCode: errorCode!, message: message! }
      return Object.fromEntries(flattenNode((answer as Node).content[0] as Node))
    }
  }
}
