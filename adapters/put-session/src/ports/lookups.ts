/**
 * What the provider knows of a payment, or of a change whose id an answer gave. A change whose answer was lost has no
 * id that we know: nobody can look it up, and that is not the same as that it was never made.
 *
 * By id the payment alone is read: no provider here lists the captures and refunds of one. What is found that way says
 * nothing of them, and is to be joined with what is known (`known.with(found.facts)`), not put in its place.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Authorisation, Modifications, RuleViolation } from "@paylayer/core"
import type { Fact, ModificationKey, ProviderError } from "@paylayer/core"
import { defined } from "@paylayer/core/adapter"
import type { Find } from "../Profile.ts"
import * as facts from "./facts.ts"
import type { Reader } from "./reader.ts"
import { refused } from "./reader.ts"

const operation = "Lookups.find"

export const make = ({ provider, read }: Reader, find: Find): Modifications.Lookups["Service"] => {
  const failed = (reason: ProviderError.Reason) => refused(provider, operation, reason)
  const lacks = (by: string) =>
    new RuleViolation.Unsupported({ provider, operation: `look up by ${by}`, capability: `look-up by ${by}` })

  const payment = Effect.fnUntraced(function* (id: string) {
    const transaction = yield* read(operation, find, id)
    if (transaction.is !== undefined && transaction.is !== "payment") {
      return yield* failed({ _tag: "NotFound", message: `a ${transaction.is}, and no payment` })
    }
    if (transaction.verdict === "failed") {
      return yield* failed({ _tag: "NotFound", message: "the payment has reserved nothing" })
    }
    if (transaction.verdict !== "succeeded") {
      const message = "the payment is not decided"
      return yield* failed({ _tag: "UnknownCode", status: 200, code: transaction.status, message })
    }
    const capture = transaction.capture ?? find.capture
    return capture === undefined
      ? yield* failed({ _tag: "MalformedResponse", problem: "a payment that does not say how it is captured" })
      : facts.authorised(provider, transaction, capture)
  })

  const change = Effect.fnUntraced(function* (
    authorisation: Authorisation.Authorisation,
    key: ModificationKey.ModificationKey
  ) {
    if (!(authorisation instanceof Authorisation.Authorisation) || authorisation.provider !== provider) {
      return yield* failed({ _tag: "NotFound", message: "an authorisation of another provider" })
    }
    const asked = authorisation.facts.find((fact) => fact._tag === "Asked" && fact.key === key) as
      | Fact.Asked
      | undefined
    const [id] = authorisation.facts.flatMap((fact) => (fact._tag === "Linked" && fact.key === key ? [fact.id] : []))
    if (asked === undefined || id === undefined) return yield* lacks("key")
    const transaction = yield* read(operation, find, id)
    const { amount, at } = transaction
    if (transaction.verdict === "failed") {
      const known = authorisation.totals().modifications.find((state) => state.key === key)
      if (known?.stage === "reverted") return authorisation
      // It is as old as the success that it takes back, and has to count as later.
      if (known?.stage === "succeeded") {
        const reverted: Fact.Outcome = {
          _tag: "Outcome",
          key,
          id,
          kind: known.kind ?? asked.kind,
          at: Math.max((known.at ?? at) + 1, yield* Clock.currentTimeMillis),
          verdict: "reverted",
          ...defined({ amount: known.amount, failure: transaction.failure })
        }
        return authorisation.with([reverted])
      }
    }
    return authorisation.with(
      facts.decided({ authorisation, key, kind: asked.kind }, facts.decisionOf(transaction), at, amount)
    )
  })

  return Modifications.Lookups.of({
    capabilities: { provider, by: ["id"] },
    find: (sought) => {
      if (!isSought(sought)) return Effect.fail(failed({ _tag: "InvalidRequest", parameters: [nothingSought] }))
      if ("reference" in sought) return Effect.fail(lacks("reference"))
      return "authorisation" in sought ? change(sought.authorisation, sought.key) : payment(sought.id)
    }
  })
}

const nothingSought = { parameter: "sought", reason: "must have an id, or an authorisation and a key" }

/** Callers without types can give anything. */
const isSought = (sought: unknown): boolean =>
  typeof sought === "object" &&
  sought !== null &&
  ("reference" in sought || "authorisation" in sought || ("id" in sought && typeof sought.id === "string"))
