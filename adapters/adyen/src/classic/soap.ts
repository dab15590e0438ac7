/**
 * SOAP 1.1: one address for all operations, which are told by the element in the body.
 *
 * A fault says what JSON says in three fields: `validation 167 Original pspReference required for this operation`. SOAP
 * 1.1 gives every fault the status 500; what it stands for follows from its first word.
 */
import type { Parse } from "@paylayer/core/adapter"
import * as xml from "../xml.ts"
import type { Encoding } from "./Encoding.ts"
import type { Fields, Operation } from "./operations.ts"
import { inOrder } from "./operations.ts"
import { spoken } from "./spoken.ts"

const soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/"
const payment = "http://payment.services.adyen.com"
const common = "http://common.services.adyen.com"

/** The envelope of a request, elements in the order of the document. */
const envelope = (operation: Operation, fields: Fields): xml.Element => {
  const children = inOrder(operation.order, fields).map(([name, value]) => {
    if (typeof value !== "object") return xml.element(name, payment, [String(value)])
    if (name === "additionalData") return xml.element(name, payment, value.map(entry))
    // Amounts are a type of the common service; a card, as the document shows it, is not.
    const namespace = name === "amount" || name === "modificationAmount" ? common : payment
    const parts = value.map(([part, leaf]) => xml.element(part, namespace, [String(leaf)]))
    return xml.element(name, payment, parts)
  })
  const request = xml.element(operation.name, payment, [xml.element(operation.request, payment, children)])
  return xml.element("Envelope", soapNamespace, [xml.element("Body", soapNamespace, [request])])
}

const entry = ([key, value]: readonly [string, string | number]): xml.Element =>
  xml.element("entry", payment, [
    xml.element("key", payment, [key], [xml.isString]),
    xml.element("value", payment, [String(value)], [xml.isString])
  ])

/** What stands in an envelope. */
interface Content {
  /** The one element in the body, and the one in that. */
  readonly response: string
  readonly result: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** An answer as its content; a fault as the error that JSON would have answered. */
const parse: Parse = (text) => {
  const root = xml.parse(text)
  if (root._tag === "Failure") return { problem: root.failure }
  const { success: document } = root
  const inEnvelope = document.name === "Envelope" && document.namespace === soapNamespace
  const bodies = inEnvelope ? xml.elementsOf(document, "Body", soapNamespace) : []
  const [content, ...others] = bodies.length === 1 ? xml.elementsOf(bodies[0]!) : []
  if (content === undefined || others.length > 0) return { problem: "not a SOAP envelope" }
  if (content.name === "Fault" && content.namespace === soapNamespace) return { value: faultOf(content) }
  const results = content.namespace === payment ? xml.elementsOf(content) : []
  const result = results[0]
  if (results.length !== 1 || result?.namespace !== payment) return { problem: "not an answer of the payment service" }
  const fields = fieldsIn(result)
  if (fields === undefined) return { problem: "an answer that says one thing twice" }
  return { value: { response: content.name, result: result.name, fields } satisfies Content }
}

/** Its texts, and its additional data. What says `nil` is not there; what else has parts is not read. */
const fieldsIn = (result: xml.Element): Content["fields"] | undefined => {
  const children = xml.elementsOf(result).filter((child) => child.namespace === payment && !xml.isNil(child))
  const read = children.flatMap((child): ReadonlyArray<readonly [string, unknown]> => {
    if (child.name === "additionalData") return [[child.name, entriesIn(child)]]
    return xml.elementsOf(child).length > 0 ? [] : [[child.name, xml.textOf(child).trim()]]
  })
  const fields = new Map(read)
  return fields.size < read.length ? undefined : Object.fromEntries(fields)
}

const entriesIn = (additionalData: xml.Element): Readonly<Record<string, string>> =>
  Object.fromEntries(
    xml.elementsOf(additionalData).flatMap((entry) => {
      const part = (wanted: string) => xml.elementsOf(entry).find(({ name }) => name === wanted)
      const key = part("key")
      const value = part("value")
      return key === undefined || value === undefined || xml.isNil(value)
        ? []
        : [[xml.textOf(key).trim(), xml.textOf(value)]]
    })
  )

const faultOf = (fault: xml.Element): Readonly<Record<string, string>> => {
  const said = xml.elementsOf(fault).find(({ name }) => name === "faultstring")
  const message = said === undefined ? "" : xml.textOf(said).trim()
  return spoken(message) ?? { message }
}

const isContent = (body: unknown): body is Content =>
  typeof body === "object" && body !== null && "fields" in body && "result" in body

export const soap: Encoding = {
  parse,
  request: (operation, fields) => ({
    path: "/",
    text: { contentType: "text/xml; charset=utf-8", body: xml.toText(envelope(operation, fields)) },
    // SOAP 1.1, section 6.1.1: there is no request without it, and this one means that the address says it all.
    headers: { soapaction: '""' }
  }),
  fieldsOf: ({ name, result }, body) =>
    isContent(body) && body.response === `${name}Response` && body.result === result ? body.fields : undefined
}
