/**
 * SOAP 1.1 as the Classic API speaks it: the operation is the one element of the body, in the namespace of payments;
 * amounts and addresses are made of elements in the common one.
 *
 * Sources: the examples of "Payment modifications" (Classic) of docs.adyen.com, 2026-11-22; faults and `xsi:nil` as the
 * fixtures of wvanbergen/adyen and alphagov/pay-connector have them. The documents show no SOAP of technicalCancel and
 * voidPendingRefund: their names are as a generated client of Adyen's WSDL has them.
 */
import type { Json } from "@paylayer/simulator"
import type { Fault } from "./errors.ts"
import type { Answer, Asked } from "./message.ts"
import type { Positions } from "../assumptions.ts"
import { element, type Element, envelope, escaped, namespaces, only, parse } from "./xml.ts"

/** What is around the fields of a request, and around those of its answer. */
const wrappers: Readonly<Record<string, { readonly request: string; readonly result: string }>> = {
  authorise: { request: "paymentRequest", result: "paymentResult" },
  refundWithData: { request: "request", result: "result" }
}

const wrapperOf = (operation: string) =>
  Object.hasOwn(wrappers, operation)
    ? wrappers[operation]!
    : { request: "modificationRequest", result: `${operation}Result` }

/** Types of the common namespace, by the names of the fields that have them. */
const common = new Set(["amount", "modificationAmount", "billingAddress", "deliveryAddress"])

/** `undefined` where it is no SOAP request with one operation. */
export const read = (text: string): Asked | undefined => {
  const root = parse(text)
  if (root === undefined || root.namespace !== namespaces.soap || root.name !== "Envelope") return undefined
  const body = only(root, namespaces.soap, "Body")
  const [operation, ...others] = body?.children ?? []
  if (operation === undefined || others.length > 0 || operation.namespace !== namespaces.payment) return undefined
  const request = only(operation, namespaces.payment, wrapperOf(operation.name).request)
  const fields = request === undefined ? {} : fieldsOf(request, namespaces.payment)
  return fields === undefined ? undefined : { operation: operation.name, fields }
}

/** `undefined` where a name is there twice. An element of another namespace is another name. */
const fieldsOf = (parent: Element, namespace: string): Json.JsonObject | undefined => {
  const fields = new Map<string, Json.Value>()
  for (const child of parent.children) {
    const name = child.namespace === namespace ? child.name : `{${child.namespace}}${child.name}`
    const value = child.nil ? null : valueOf(child)
    if (value === undefined || fields.has(name)) return undefined
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

const valueOf = (child: Element): Json.Value | undefined => {
  if (child.name === "additionalData") return entriesOf(child)
  if (child.children.length === 0) return child.text
  return fieldsOf(child, common.has(child.name) ? namespaces.common : namespaces.payment)
}

/** `<entry><key/><value/></entry>`, as often as there are entries. */
const entriesOf = ({ children }: Element): Json.JsonObject | undefined => {
  const values = new Map<string, Json.Value>()
  for (const entry of children) {
    const key = only(entry, namespaces.payment, "key")
    const value = only(entry, namespaces.payment, "value")
    const known = entry.name === "entry" && entry.namespace === namespaces.payment
    if (!known || key === undefined || value === undefined || values.has(key.text)) return undefined
    values.set(key.text, value.text)
  }
  return Object.fromEntries(values)
}

/** What an answer has besides, without a value; in the order of their names. */
const empty: Readonly<Record<string, ReadonlyArray<string>>> = {
  modification: ["additionalData"],
  payment: [
    "additionalData",
    "authCode",
    "dccAmount",
    "dccSignature",
    "fraudResult",
    "issuerUrl",
    "md",
    "paRequest",
    "refusalReason"
  ]
}

export const answer = (operation: string, told: Answer, { soapEmpty }: Pick<Positions, "soapEmpty">): string => {
  const given = new Set(told.map(([name]) => name))
  const names = empty[given.has("resultCode") ? "payment" : "modification"] ?? []
  const missing = soapEmpty === "nil" ? names.filter((name) => !given.has(name)) : []
  const members = [
    ...missing.map((name) => [name, element(name, { ...payment, "xsi:nil": "true" })] as const),
    ...told.map(([name, value]) => [name, member(name, value)] as const)
  ]
  const sorted = soapEmpty === "nil" ? members.sort(([a], [b]) => (a < b ? -1 : 1)) : members
  return envelope(
    element(
      `ns1:${operation}Response`,
      { "xmlns:ns1": namespaces.payment },
      element(`ns1:${wrapperOf(operation).result}`, {}, ...sorted.map(([, text]) => text))
    )
  )
}

const payment = { xmlns: namespaces.payment }

const member = (name: string, value: Answer[number][1]): string =>
  typeof value === "string" ? element(name, payment, escaped(value)) : element(name, payment, ...entries(value))

/** `additionalData` with something in it. */
export const entries = (value: Readonly<Record<string, string>>): ReadonlyArray<string> =>
  Object.entries(value).map(([key, text]) =>
    element(
      "entry",
      {},
      element("key", { "xsi:type": "xsd:string" }, escaped(key)),
      element("value", { "xsi:type": "xsd:string" }, escaped(text))
    )
  )

/** `validation 167 Original pspReference required for this operation` */
export const fault = ({ errorCode, errorType, message }: Fault): string =>
  envelope(
    element(
      "soap:Fault",
      {},
      element("faultcode", {}, "soap:Server"),
      element("faultstring", {}, escaped(`${errorType} ${errorCode} ${message}`))
    )
  )
