/** Each row of the table of errors as it is sent, and one error that no row has. */
import type { Wire } from "@paylayer/simulator"
import * as Answer from "./Answer.ts"

export interface DocumentedError {
  /** The code. */
  readonly name: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

const named = (name: string, response: Wire.WireResponse, headers?: Record<string, string>): DocumentedError => ({
  ...response,
  name,
  headers: { ...response.headers, ...headers }
})

const documented = (code: Answer.Code): DocumentedError => {
  switch (code) {
    case "invalid":
      return named(
        code,
        Answer.toRefused({
          code,
          parameters: [
            { name: "amount.value", reason: "must be at least 50" },
            { name: "reference", reason: "must have at most 80 characters" }
          ]
        })
      )
    case "not_possible":
    case "too_much":
      return named(code, Answer.toRefused({ code, why: "captured" }))
    case "slow_down":
      return named(code, Answer.toRefused({ code }), { "retry-after": "2" })
    default:
      return named(code, Answer.toRefused({ code }))
  }
}

export const documentedErrors: ReadonlyArray<DocumentedError> = Answer.codes.map(documented)

export const unknownError: DocumentedError = named(
  "frobnicated",
  Answer.error(409, "frobnicated", "The session has been frobnicated.")
)
