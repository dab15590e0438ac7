/** What a log line may show of a body: never a secret, and nothing that isn't understood. */
const secret = new RegExp(
  [
    "key|token(?!_type)|secret|password|passphrase|signature|hash|proof|encrypted|session_?(?:data|result)",
    "^(?:proxy-)?authorization$",
    "cvv|cvc|^pan$|(?:^|\\.)number$|(?:card|account)_?number|iban"
  ].join("|"),
  "i"
)
const hidden = "<redacted>"
/** Characters of a line before the rest is left out. */
const longest = 500

export const isSecret = (name: string): boolean => secret.test(name)

const shortened = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`)

const hide = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(hide)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecret(name) ? hidden : hide(member)])
  )
}

const form = (text: string): string => {
  const parameters = [...new URLSearchParams(text)].map(([name, value]) => `${name}=${isSecret(name) ? hidden : value}`)
  return parameters.join("&")
}

/** The body as one line, secrets hidden; of one that is neither JSON nor a form only its size is told. */
export const body = (text: string, contentType = ""): string => {
  if (text === "") return ""
  try {
    return shortened(JSON.stringify(hide(JSON.parse(text))))
  } catch {
    return contentType.startsWith("application/x-www-form-urlencoded")
      ? shortened(form(text))
      : `(${text.length} characters)`
  }
}

export const query = (parameters: URLSearchParams): string =>
  parameters.size === 0 ? "" : `?${form(parameters.toString())}`
