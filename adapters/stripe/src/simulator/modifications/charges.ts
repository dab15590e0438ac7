/** `GET /v1/charges/{id}`: one attempt to collect the money of a PaymentIntent. */
import * as Result from "effect/Result"
import type { Call } from "../intents.ts"
import type { Charge, Intent } from "../ledger.ts"
import { check, type ParsedObject } from "../parameters.ts"
import * as refusals from "../refusals.ts"
import * as parameters from "./parameters.ts"

export interface ChargeAnswer {
  readonly intent: Intent
  readonly charge: Charge
  readonly given: ParsedObject
}

/** An unknown id is recorded with the param `id`. */
export const retrieve = ({ account, form }: Call, id: string): Result.Result<ChargeAnswer, refusals.Refusal> =>
  Result.gen(function* () {
    const given = yield* check(parameters.charge, form)
    const found = account.charges.get(id)
    if (found === undefined) return yield* Result.fail(refusals.noSuch("charge", id, "id", account.positions))
    const [intent, charge] = found
    return { intent, charge, given }
  })
