/**
 * XML as a small tree, for SOAP: read strictly, and written with nothing but elements, attributes and text.
 *
 * A document type is refused before anything is parsed, so that no entity is declared, and none but XML's own five is
 * ever expanded. What is not well-formed, or has a prefix that is not bound, is refused whole.
 */
import * as Result from "effect/Result"
import { DOMParser, MIME_TYPE } from "@xmldom/xmldom"
import type { Node } from "@xmldom/xmldom"

export interface Attribute {
  /** Without a prefix. */
  readonly name: string
  readonly namespace: string | undefined
  readonly value: string
}

export interface Element {
  /** Without a prefix. */
  readonly name: string
  readonly namespace: string | undefined
  /** Without the declarations of namespaces. */
  readonly attributes: ReadonlyArray<Attribute>
  readonly children: ReadonlyArray<Element | string>
}

/** More than any message of Adyen's has. */
const deepest = 32
const mostTags = 20_000

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
const schema = "http://www.w3.org/2001/XMLSchema"
const declarations = "http://www.w3.org/2000/xmlns/"

/**
 * The root of a document, or what is wrong with it: never what it says.
 *
 * **Example** (A document, and one that tries to declare an entity)
 *
 * ```ts
 * Result.map(parse('<a xmlns="urn:x">1 &lt; 2</a>'), textOf) // => Result.succeed("1 < 2")
 * Result.isFailure(parse('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')) // => true
 * ```
 */
export const parse = (text: string): Result.Result<Element, string> => {
  const document = text.replace(/^\uFEFF/, "")
  const problem = problemOf(document)
  if (problem !== undefined) return Result.fail(problem)
  try {
    const { documentElement } = parser.parseFromString(document, MIME_TYPE.XML_APPLICATION)
    return documentElement === null ? malformed : Result.succeed(elementOf(documentElement))
  } catch {
    return malformed
  }
}

const malformed = Result.fail("not well-formed XML")

const refuse = (): never => {
  throw new TypeError("not well-formed")
}

/** Nothing is overlooked: what xmldom only warns of is an error in other parsers. */
const parser = new DOMParser({
  locator: false,
  onError: refuse,
  // XML 1.0, section 2.11: U+0085 and U+2028 are characters like others.
  normalizeLineEndings: (source) => source.replace(/\r\n?/g, "\n")
})

/** XML 1.0, section 2.2. */
const isCharacters = (text: string): boolean => !/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)

/** An ampersand that begins no reference of XML's own. */
const loose = /&(?!(?:lt|gt|amp|apos|quot|#[0-9]+|#x[0-9a-fA-F]+);)/

const tag = /<\/?[^\s"'<>/]+(?:\s+[^\s"'<>=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y

/**
 * What can be seen before anything is built, in one pass: a document type, what is too large to be a message, and what
 * xmldom lets through.
 */
const problemOf = (text: string): string | undefined => {
  if (!isCharacters(text)) return "characters that XML does not have"
  let depth = 0
  let tags = 0
  let from = 0
  for (let start = text.indexOf("<"); start >= 0; start = text.indexOf("<", from)) {
    const before = text.slice(from, start)
    if (before.includes("]]>") || loose.test(before)) return "not well-formed XML"
    const ending = endings.find(([opening]) => text.startsWith(opening, start))
    if (ending !== undefined) {
      const end = text.indexOf(ending[1], start + ending[0].length)
      if (end < 0) return "not well-formed XML"
      from = end + ending[1].length
      continue
    }
    if (/^<!DOCTYPE/i.test(text.slice(start, start + 9))) return "a document type"
    tag.lastIndex = start
    const found = tag.exec(text)
    if (found === null || loose.test(found[0])) return "not well-formed XML"
    if (text[start + 1] === "/") depth--
    else if (found[1] === "") depth++
    if (depth < 0) return "not well-formed XML"
    if (depth > deepest) return `XML of more than ${deepest} levels`
    if (++tags > mostTags) return `XML of more than ${mostTags} tags`
    from = tag.lastIndex
  }
  return undefined
}

const endings = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"]
] as const

type DomElement = NonNullable<ReturnType<DOMParser["parseFromString"]>["documentElement"]>

const isElement = (node: Node): node is DomElement => node.nodeType === 1
const isText = (node: Node): boolean => node.nodeType === 3 || node.nodeType === 4

const elementOf = (element: DomElement): Element => {
  const attributes = [...element.attributes]
  // Namespaces in XML 1.0: no prefix is bound to nothing, and xmlns is not bound at all.
  if (
    attributes.some(
      ({ namespaceURI, prefix, value }) => namespaceURI === declarations && prefix !== null && value === ""
    )
  ) {
    refuse()
  }
  if (attributes.some(({ name }) => name === "xmlns:xmlns")) refuse()
  for (const { value } of attributes) characters(value)
  return {
    name: element.localName ?? element.tagName,
    namespace: element.namespaceURI ?? undefined,
    attributes: attributes
      .filter(({ namespaceURI }) => namespaceURI !== declarations)
      .map(({ localName, name, namespaceURI, value }) => ({
        name: localName ?? name,
        namespace: namespaceURI ?? undefined,
        value
      })),
    children: [...element.childNodes].flatMap((node): ReadonlyArray<Element | string> => {
      if (isElement(node)) return [elementOf(node)]
      return isText(node) ? [characters(node.nodeValue ?? "")] : []
    })
  }
}

/** A reference may name a character that XML does not have. */
const characters = (text: string): string => (isCharacters(text) ? text : refuse())

/** An element. Its namespace is none where it is `undefined`, and never inherited. */
export const element = (
  name: string,
  namespace: string | undefined,
  children: ReadonlyArray<Element | string> = [],
  attributes: ReadonlyArray<Attribute> = []
): Element => ({ name, namespace, attributes, children })

/** `xsi:type="xsd:string"`: what the entries of additional data say of themselves. */
export const isString: Attribute = { name: "type", namespace: schemaInstance, value: "xsd:string" }

/** The elements in it, of this name and namespace if they are given. */
export const elementsOf = ({ children }: Element, name?: string, namespace?: string): ReadonlyArray<Element> =>
  children.filter(
    (child): child is Element =>
      typeof child !== "string" && (name === undefined || (child.name === name && child.namespace === namespace))
  )

/** Its own text, without that of the elements in it. */
export const textOf = ({ children }: Element): string => children.filter((child) => typeof child === "string").join("")

/** Whether it says `xsi:nil`: that it is not there. */
export const isNil = ({ attributes }: Element): boolean =>
  attributes.some(
    ({ name, namespace, value }) =>
      name === "nil" && namespace === schemaInstance && (value.trim() === "true" || value.trim() === "1")
  )

/**
 * A document. Names are to be names; text may hold any character of XML 1.0, and nothing else: who writes sees to that.
 * An attribute has no namespace, or is one of XML Schema's instances.
 *
 * **Example** (What stands in it stays text)
 *
 * ```ts
 * toText(element("a", "urn:x", ["1 < 2"])) // => '<?xml version="1.0" encoding="UTF-8"?><a xmlns="urn:x">1 &lt; 2</a>'
 * ```
 */
export const toText = (root: Element): string => {
  const prefixes = usesSchemas(root) ? ` xmlns:xsd="${schema}" xmlns:xsi="${schemaInstance}"` : ""
  return `<?xml version="1.0" encoding="UTF-8"?>${written(root, undefined, prefixes)}`
}

const usesSchemas = ({ attributes, children }: Element): boolean =>
  attributes.some(({ namespace }) => namespace === schemaInstance) ||
  children.some((child) => typeof child !== "string" && usesSchemas(child))

const written = (
  { attributes, children, name, namespace }: Element,
  inherited: string | undefined,
  declared = ""
): string => {
  const own = namespace === inherited ? "" : ` xmlns="${escaped(namespace ?? "")}"`
  const others = attributes.map(
    (attribute) =>
      ` ${attribute.namespace === schemaInstance ? "xsi:" : ""}${attribute.name}="${escaped(attribute.value)}"`
  )
  const inner = children.map((child) => (typeof child === "string" ? escaped(child) : written(child, namespace)))
  const start = `<${name}${own}${declared}${others.join("")}`
  return inner.length === 0 ? `${start}/>` : `${start}>${inner.join("")}</${name}>`
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;"
}

const escaped = (text: string): string => text.replace(/[&<>"\r\n\t]/g, (character) => entities[character]!)
