/**
 * XML as the Classic API reads and writes it: well-formed or refused, namespaces resolved, nothing ever expanded.
 *
 * SOAP 1.1, section 3: a message has neither a document type nor processing instructions.
 */
import { DOMParser, type Element as DomElement, type Node } from "@xmldom/xmldom"

export interface Element {
  /** Empty where it has none. */
  readonly namespace: string
  readonly name: string
  /** `xsi:nil`: it is there, and has no value. */
  readonly nil: boolean
  readonly children: ReadonlyArray<Element>
  /** Its own text, without its children's. */
  readonly text: string
}

export const namespaces = {
  soap: "http://schemas.xmlsoap.org/soap/envelope/",
  payment: "http://payment.services.adyen.com",
  common: "http://common.services.adyen.com",
  notification: "http://notification.services.adyen.com",
  schema: "http://www.w3.org/2001/XMLSchema",
  instance: "http://www.w3.org/2001/XMLSchema-instance"
} as const

const xmlns = "http://www.w3.org/2000/xmlns/"

/** Elements within elements; what is deeper is no request. */
const deepest = 64

// The parser takes some of what XML 1.0 forbids: that is looked for in the text.
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
const tag = /<(?:"[^"]*"|'[^']*'|[^<>"'])*>/g
const brokenTag = /\/\s+>$/
const otherReference = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/
const numeric = /&#(?:(\d+)|x([\da-fA-F]+));/g

/** Without comments and CDATA sections, where anything may stand; `undefined` where one has no end. */
const transparent = (text: string): string | undefined => {
  const opening = /<!--|<!\[CDATA\[/g
  let kept = ""
  for (let from = 0; ; from = opening.lastIndex) {
    const found = opening.exec(text)
    if (found === null) return kept + text.slice(from)
    const closing = found[0] === "<!--" ? "-->" : "]]>"
    const end = text.indexOf(closing, opening.lastIndex)
    if (end === -1) return undefined
    kept += text.slice(from, found.index)
    opening.lastIndex = end + closing.length
  }
}

const isWritten = (text: string): boolean => {
  if (forbidden.test(text)) return false
  const plain = transparent(text)
  if (plain === undefined || otherReference.test(plain)) return false
  if (plain.replace(tag, "").includes("]]>") || plain.match(tag)?.some((each) => brokenTag.test(each))) return false
  for (const [, decimal, hexadecimal = ""] of plain.matchAll(numeric)) {
    const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal)
    if (point > 0x10ffff || forbidden.test(String.fromCodePoint(point))) return false
  }
  return true
}

/** `undefined` where the text isn't well-formed, or has what a SOAP message may not have. */
export const parse = (text: string): Element | undefined => {
  const written = text.startsWith("\uFEFF") ? text.slice(1) : text
  if (!isWritten(written)) return undefined
  try {
    const document = new DOMParser({ locator: false, onError: report }).parseFromString(written, "text/xml")
    const { documentElement: root } = document
    return root !== null && [...document.childNodes].every(mayStandOutside) ? read(root, 1) : undefined
  } catch {
    return undefined
  }
}

/** What the parser calls a warning is an error all the same, but for a character that it finds suspicious. */
const report = (level: string, message: string): void => {
  if (level !== "warning" || !message.startsWith("Unicode replacement character")) stop(message)
}

const stop = (message: string): never => {
  throw new SyntaxError(message)
}

const read = (element: DomElement, depth: number): Element => {
  if (depth > deepest) return stop("too deep")
  const children: Array<Element> = []
  let text = ""
  for (let node: Node | null = element.firstChild; node !== null; node = node.nextSibling) {
    if (isElement(node)) children.push(read(node, depth + 1))
    else if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) text += node.nodeValue ?? ""
    else if (node.nodeType !== node.COMMENT_NODE) return stop("neither element nor text")
  }
  return {
    namespace: element.namespaceURI ?? "",
    name: element.localName ?? element.nodeName,
    nil: isNil(element),
    children,
    text
  }
}

/** The XML declaration is an instruction to the parser, too. */
const mayStandOutside = ({ nodeName, nodeType, DOCUMENT_TYPE_NODE, PROCESSING_INSTRUCTION_NODE }: Node): boolean =>
  nodeType !== DOCUMENT_TYPE_NODE && (nodeType !== PROCESSING_INSTRUCTION_NODE || nodeName === "xml")

const isElement = (node: Node): node is DomElement => node.nodeType === node.ELEMENT_NODE

const isNil = (element: DomElement): boolean => {
  for (const { name, namespaceURI, value } of element.attributes) {
    if (namespaceURI === xmlns && name !== "xmlns" && value === "") return stop("a prefix without namespace")
  }
  const nil = element.getAttributeNS(namespaces.instance, "nil")?.trim()
  return nil === "true" || nil === "1"
}

/** The one child of this name, where there is exactly one. */
export const only = (element: Element, namespace: string, name: string): Element | undefined => {
  const found = element.children.filter((child) => child.namespace === namespace && child.name === name)
  return found.length === 1 ? found[0] : undefined
}

/** An element as text; `content` is text already: of elements, or of what `escaped` gives. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: Array<string>
): string => {
  const opening = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(" ")
  return content.length === 0 ? `<${opening}/>` : `<${opening}>${content.join("")}</${name}>`
}

/** As it may stand between tags and between quotes. What no XML can say becomes U+FFFD. */
export const escaped = (text: string): string =>
  text
    .replace(new RegExp(forbidden, "gu"), "\uFFFD")
    .replace(/[&<>"\t\n\r]/g, (character) => entities[character] ?? `&#${character.codePointAt(0)};`)

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** A SOAP message around what its body holds. */
export const envelope = (...body: Array<string>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "soap:Envelope",
    { "xmlns:soap": namespaces.soap, "xmlns:xsd": namespaces.schema, "xmlns:xsi": namespaces.instance },
    element("soap:Body", {}, ...body)
  )}`
