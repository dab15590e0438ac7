/** Secret fields of forms, XML, headers and whatever else says a name and a value. */
import type { Hide } from "./hidden.ts"
import { isNumbered, isSecret, isSecretPath } from "./names.ts"

const pair = /(^|[?&;\s"'>])([^=&?;\s"'<>:{}]{1,200})=([^&;\s"'<>]+)/g

/** Of forms and queries, also in the middle of a text. */
export const hideInForm = (text: string, hide: Hide): string =>
  text.replace(pair, (whole, before: string, name: string, value: string) => {
    const path = decoded(name)
    const said = decoded(value)
    return isSecretPath(path) || isNumbered(path, said) ? `${before}${name}=${hide(said)}` : whole
  })

/** As a form writes it; what is none stays what it is. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch {
    return text
  }
}

const less = "(?:<|&lt;|\\\\u003[cC])"
const greater = "(?:>|&gt;|\\\\u003[eE])"
const tag = new RegExp(`(${less})((?:[\\w.-]{1,40}:)?)([\\w.-]{1,100})((?:\\s[^<>]{0,400})?)(${greater})`, "g")
const entry = new RegExp(
  `(<(?:\\w{1,40}:)?(?:key|name)(?:\\s[^<>]{0,200})?>)([^<>]{1,100})(</[^<>]{1,60}>\\s{0,40}<(?:\\w{1,40}:)?value(?:\\s[^<>]{0,200})?>)([^<]+)`,
  "gi"
)

/** Of XML, also where it is escaped, or cut off. */
export const hideInXml = (text: string, hide: Hide): string => {
  let shown = ""
  let done = 0
  for (const { 0: opening, 1: less = "", 2: prefix = "", 3: name = "", 4: attributes = "", index } of text.matchAll(
    tag
  )) {
    const from = index + opening.length
    if (index < done || attributes.endsWith("/")) continue
    const closing = text.indexOf(`${less}/${prefix}${name}`, from)
    const end = closing === -1 ? text.length : closing
    const value = text.slice(from, end)
    const secret = isSecret(name) && !(/^card$/i.test(name) && value.includes(less))
    if (!secret && !(isNumbered(name, value) && !value.includes(less))) continue
    shown += text.slice(done, from) + hide(value)
    done = end
  }
  return (shown + text.slice(done)).replace(
    entry,
    (whole, before: string, name: string, between: string, value: string) =>
      isSecret(name) ? before + name + between + hide(value) : whole
  )
}

const said = /(^|[\s,;{("'?&])([\w.-]{2,80})(["']?\s{0,3}[:=]\s{0,3})(?:"([^"\\]+)|'([^'\\]+)|([^\s,;&"'<>{}[\]\\]+))/g

/** Of headers, attributes, and of what people write. */
export const hideSaid = (text: string, hide: Hide): string =>
  text.replace(
    said,
    (whole, before: string, name: string, between: string, double?: string, single?: string, bare?: string) => {
      const value = double ?? single ?? bare ?? ""
      const quote = double === undefined ? (single === undefined ? "" : "'") : '"'
      return isSecret(name) || isNumbered(name, value) ? before + name + between + quote + hide(value) : whole
    }
  )

const scheme = /\b(Basic|Bearer|Digest|ApiKey)(\s{1,3}|%20|\+)([\w+/=.~%-]{6,})/gi
const key =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)|\b[sr]k_(?:live|test)_\w{4,}|\bwhsec_[\w+/=]{4,}|\b\w+_secret_\w+|\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|\bAQE[\w+/]{10,}={0,2}(?:-[^\s"'<>&\\]+)?/g
const login = /:\/\/[^/\s:@"'<>]{0,100}:[^/\s@"'<>]{1,200}@/g

/** Credentials that can be told by their form alone. */
export const hideCredentials = (text: string, hide: Hide): string =>
  text
    .replace(scheme, (whole, name: string, between: string, value: string) =>
      /^[a-z]+$/.test(value) ? whole : name + between + hide(value)
    )
    .replace(key, hide)
    .replace(login, "://•••@")
