/** FORM: dotted names, `application/x-www-form-urlencoded` both ways. */
import type { Parse } from "@paylayer/core/adapter"
import type { Encoding } from "./Encoding.ts"
import type { Fields, Operation } from "./operations.ts"
import { inOrder } from "./operations.ts"
import { spoken } from "./spoken.ts"

/** The pairs of a request, in the order of the document. */
const pairs = (operation: Operation, fields: Fields): ReadonlyArray<readonly [string, string]> =>
  inOrder(operation.formOrder, fields).flatMap(([name, value]) =>
    typeof value === "object"
      ? value.map(([part, leaf]) => [`${name}.${part}`, String(leaf)] as const)
      : [[name, String(value)] as const]
  )

/**
 * The fields of an answer, texts all of them; what comes after the first dot of a name is the name of a part. What is
 * no form, or says one thing twice, is refused whole.
 *
 * No document shows an error in a FORM. It is read with the names that it has in JSON, and as the line that it is in SOAP:
 * both were seen by others.
 */
const parse: Parse = (text) => {
  const error = spoken(text.trim())
  if (error !== undefined) return { value: error }
  const top = new Map<string, string | Map<string, string>>()
  for (const pair of text.trim().split("&")) {
    const [rawName = "", rawValue, ...rest] = pair.split("=")
    const name = decoded(rawName)
    const value = rawValue === undefined || rest.length > 0 ? undefined : decoded(rawValue)
    if (name === undefined || name === "" || value === undefined) return { problem: "not a form" }
    const dot = name.indexOf(".")
    if (dot < 0) {
      if (top.has(name)) return twice
      top.set(name, value)
      continue
    }
    const whole = top.get(name.slice(0, dot)) ?? new Map<string, string>()
    const part = name.slice(dot + 1)
    if (typeof whole === "string" || whole.has(part)) return twice
    top.set(name.slice(0, dot), whole.set(part, value))
  }
  return {
    value: Object.fromEntries(
      [...top].map(([name, value]) => [name, typeof value === "string" ? value : Object.fromEntries(value)])
    )
  }
}

const twice = { problem: "a form that says one thing twice" }

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch {
    return undefined
  }
}

export const form: Encoding = {
  parse,
  request: (operation, fields) => ({ path: `/${operation.name}`, form: pairs(operation, fields) }),
  fieldsOf: (_, body) => body
}
