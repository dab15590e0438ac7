/** XML as data, read by another parser than the simulator's: names with their namespaces, whatever their prefixes are. */
import { SaxesParser } from "saxes"

export interface Node {
  /** `{namespace}name` */
  readonly name: string
  /** Without declarations of namespaces. */
  readonly attributes: Readonly<Record<string, string>>
  /** Elements and texts; white space between elements is left out. */
  readonly content: ReadonlyArray<Node | string>
}

const xmlns = "http://www.w3.org/2000/xmlns/"
const instance = "http://www.w3.org/2001/XMLSchema-instance"
const expanded = (uri: string, local: string) => `{${uri}}${local}`

/** Throws where the text is not well-formed. */
export const infoset = (text: string): Node => {
  const parser = new SaxesParser({ xmlns: true })
  const stack: Array<{ node: Node; content: Array<Node | string> }> = []
  let root: Node | undefined
  parser.on("error", (error) => {
    throw error
  })
  parser.on("opentag", (tag) => {
    const attributes: Record<string, string> = {}
    for (const { local, prefix, uri, value } of Object.values(tag.attributes)) {
      if (uri === xmlns || prefix === "xmlns") continue
      const isType = uri === instance && local === "type"
      attributes[expanded(uri, local)] = isType ? qualified(value, (name) => parser.resolve(name)) : value
    }
    const content: Array<Node | string> = []
    const node = { name: expanded(tag.uri, tag.local), attributes, content }
    stack.at(-1)?.content.push(node)
    stack.push({ node, content })
  })
  const onText = (value: string) => {
    const content = stack.at(-1)?.content
    if (content === undefined) return
    const last = content.at(-1)
    if (typeof last === "string") content[content.length - 1] = last + value
    else content.push(value)
  }
  parser.on("text", onText)
  parser.on("cdata", onText)
  parser.on("closetag", () => {
    const closed = stack.pop()!
    if (closed.content.some((part) => typeof part !== "string")) {
      const kept = closed.content.filter((part) => typeof part !== "string" || part.trim() !== "")
      closed.content.splice(0, closed.content.length, ...kept)
    }
    root = closed.node
  })
  parser.write(text).close()
  return root!
}

const qualified = (value: string, resolve: (prefix: string) => string | undefined): string => {
  const [prefix = "", local] = value.includes(":") ? value.split(":") : ["", value]
  return expanded(resolve(prefix) ?? "", local ?? "")
}

/** Of the elements with this local name, their texts. */
export const texts = (node: Node, name: string): ReadonlyArray<string> =>
  node.content.flatMap((part) =>
    typeof part === "string" ? [] : part.name.endsWith(`}${name}`) ? [part.content.join("")] : texts(part, name)
  )
