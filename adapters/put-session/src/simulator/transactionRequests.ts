/** The requests under `/v1/transactions/`: what the plugins use. Listing transactions isn't simulated. */
import { Decimal, type Wire } from "@paylayer/simulator"
import { tooLarge } from "./amounts.ts"
import { error, json } from "./answers.ts"
import type { Positions } from "./assumptions.ts"
import type { Ledger } from "./ledger.ts"
import { type Operation, read } from "./modificationParameters.ts"
import type { Modifications } from "./modifications.ts"
import { answerOf, type Transaction, view } from "./transactions.ts"

export interface Environment {
  readonly ledger: Ledger
  readonly modifications: Modifications
  readonly positions: Positions
  readonly mid: string
}

/** @returns `undefined` where it is none of these requests. */
export type Endpoint = (request: Wire.WireRequest, instance: string) => Wire.WireResponse | undefined

export const make = ({ ledger, mid, modifications, positions }: Environment): Endpoint => {
  const modify = (
    target: Transaction,
    operation: Operation,
    request: Wire.WireRequest,
    instance: string
  ): Wire.WireResponse => {
    const asked = read(operation, request.body, target.currency, positions)
    switch (asked._tag) {
      case "NotJson":
        return error(positions.notJson === "validation" ? "validation" : "bad_request", instance)
      case "Invalid":
        return error("validation", instance, asked.invalid)
      case "Read":
        break
    }
    const answer = modifications.ask(target, asked.request)
    if (answer._tag === "TooMuch") {
      const reason = `amount ${tooLarge(Decimal.format(answer.most))}`
      return error("validation", instance, [{ parameter: "amount", reason }])
    }
    const tells = operation === "reversal" && positions.reversalTells === "in-answer"
    return json(Number(positions.modificationStatus), answerOf(answer.transaction, tells))
  }

  return (request, instance) => {
    const [, id = "", operation] = path.exec(instance) ?? []
    const isRead = request.method === "GET" && operation === undefined
    if (!isRead && !(request.method === "POST" && isOperation(operation))) return undefined
    const transaction = ledger.transactions.get(id.toLowerCase())
    if (transaction === undefined) return error("not_found", instance)
    return isOperation(operation)
      ? modify(transaction, operation, request, instance)
      : json(200, view(transaction, mid, positions, request.query.get("filter") ?? ""))
  }
}

const path = /^\/v1\/transactions\/([^/]+)(?:\/([^/]+))?$/

const operations: ReadonlyArray<string> = ["capture", "void", "refund", "reversal"] satisfies ReadonlyArray<Operation>
const isOperation = (name: string | undefined): name is Operation => name !== undefined && operations.includes(name)
