/** Answers in the three encodings, written here and not by the adapter. */

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export type Name = "json" | "form" | "soap"
export const names: ReadonlyArray<Name> = ["json", "form", "soap"]

type Fields = Readonly<Record<string, string | Readonly<Record<string, string>>>>

const payment = "http://payment.services.adyen.com"

export const envelope = (body: string, head = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${head}<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body>${body}</soap:Body></soap:Envelope>`

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

const element = ([name, value]: readonly [string, Fields[string]]): string =>
  typeof value === "string"
    ? `<${name} xmlns="${payment}">${escaped(value)}</${name}>`
    : `<${name} xmlns="${payment}">${Object.entries(value)
        .map(
          ([key, text]) =>
            `<entry><key xsi:type="xsd:string">${escaped(key)}</key><value xsi:type="xsd:string">${escaped(text)}</value></entry>`
        )
        .join("")}</${name}>`

/** The result element of an operation, where it is not the name of the operation and `Result`. */
const results: Readonly<Record<string, string>> = { authorise: "paymentResult", refundWithData: "result" }

/** An answer to an operation. */
export const answer = (encoding: Name, operation: string, fields: Fields): string => {
  switch (encoding) {
    case "json":
      return JSON.stringify(fields)
    case "form":
      return new URLSearchParams(
        Object.entries(fields).flatMap(([name, value]) =>
          typeof value === "string"
            ? [[name, value]]
            : Object.entries(value).map(([part, text]) => [`${name}.${part}`, text])
        )
      ).toString()
    case "soap": {
      const result = results[operation] ?? `${operation}Result`
      const inner = Object.entries(fields).map(element).join("")
      return envelope(
        `<n:${operation}Response xmlns:n="${payment}"><n:${result}>${inner}</n:${result}></n:${operation}Response>`
      )
    }
  }
}

export interface Refusal {
  readonly status: number
  readonly errorType: string
  readonly errorCode?: string
  readonly message: string
}

/** SOAP 1.1 has one status for all faults. */
export const fault = (text: string, status = 500): Reply => ({
  status,
  body: envelope(
    `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>${escaped(text)}</faultstring></soap:Fault>`
  )
})

/** A refusal. How a FORM says it stands in no document. */
export const refusal = (encoding: Name, { errorCode, errorType, message, status }: Refusal): Reply => {
  const fields = { errorType, ...(errorCode === undefined ? {} : { errorCode }), message }
  switch (encoding) {
    case "json":
      return { status, body: JSON.stringify({ status, ...fields }) }
    case "form":
      return { status, body: new URLSearchParams({ status: String(status), ...fields }).toString() }
    case "soap":
      return fault([errorType, errorCode, message].filter((part) => part !== undefined).join(" "))
  }
}
