/** The merchant's server: POST /sessions, PATCH /sessions/{id}, GET /sessions/{id}. */
import { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as amounts from "./amounts.ts"
import type { Positions } from "./assumptions.ts"
import { type Refusal, refusal } from "./errors.ts"
import * as fields from "./fields.ts"
import * as gate from "./gate.ts"
import type { Ledger, Session } from "./ledger.ts"
import * as localTime from "./localTime.ts"
import type { Names } from "./names.ts"

type Answer = Result.Result<Json.JsonObject, Refusal>

export interface Environment {
  readonly ledger: Ledger
  readonly names: Names
  readonly positions: Positions
  readonly now: () => number
  readonly merchantAccount: string
}

/** Checks the request, holds the session, and shows it as real answers do. */
export const create = (body: Json.JsonObject, environment: Environment): Answer =>
  Result.gen(function* () {
    const { ledger, merchantAccount, names, now, positions } = environment
    const account = body["merchantAccount"]
    if (account === undefined || account === null) return yield* Result.fail(refusal("required", "merchantAccount"))
    if (account !== merchantAccount) return yield* Result.fail(refusal("merchantAccount"))
    const amount = yield* amounts.check(body["amount"], "amount", positions)
    const { payable, ...asked } = yield* fields.check(body, positions)
    const { additionalAmount } = asked
    if (Json.isObject(additionalAmount) && additionalAmount["currency"] !== amount.currency) {
      return yield* Result.fail(refusal("additionalCurrency"))
    }
    const expiresAt = yield* fields.expiry(asked, now(), positions)
    const id = names.session()
    const held: Json.JsonObject = {
      mode: "embedded",
      shopperLocale: localeFor(asked, positions),
      ...asked,
      expiresAt: localTime.format(expiresAt),
      merchantAccount,
      ...(asked["mode"] === "hosted" ? { url: `https://eu.adyen.link/${id}` } : {})
    }
    // Without `payable` there is nothing to update: the shopper may submit at once.
    const session = ledger.add({ id, held, amount, payable: payable !== false, expiresAt })
    const { latest: sessionData } = session.sessionData
    return {
      ...sorted({ ...held, id, amount: amounts.toJson(amount), ...(payable === undefined ? {} : { payable }) }),
      sessionData
    }
  })

const localeFor = ({ countryCode }: Json.JsonObject, { defaultLocale }: Positions): string =>
  defaultLocale === "of-the-country" && typeof countryCode === "string"
    ? `${countryCode.toLowerCase()}-${countryCode}`
    : "en-US"

const sorted = (object: Json.JsonObject): Json.JsonObject =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))

/** "You can update the session's amount and payable fields." */
const patchable = ["sessionData", "amount", "payable"]

/** Changes the amount and whether the shopper may submit; the answer is a new sessionData. */
export const patch = (id: string, body: Json.JsonObject, { ledger, positions }: Environment): Answer =>
  Result.gen(function* () {
    const sent = yield* gate.sessionDataOf(body, positions)
    const amount = yield* amounts.check(body["amount"], "amount", positions)
    const payable = yield* fields.checkFlag(body["payable"], "payable", positions)
    const surplus = fields.unknown(body, patchable, positions)
    if (surplus !== undefined) return yield* Result.fail(surplus)
    const session = yield* gate.pass(id, sent, "patch", unpatchable, ledger, positions)
    if (amount.currency !== session.amount.currency && positions.currencyChange === "refused") {
      return yield* Result.fail(refusal("amount", "amount"))
    }
    session.amount = amount
    session.payable = payable ?? positions.patchWithoutPayable === "makes-payable"
    return { sessionData: ledger.rotate(session) }
  })

/** "The session can only be updated if it is not yet payable." */
const unpatchable = ({ payable }: Session, { patchOnPayable }: Positions): Refusal | undefined =>
  payable ? refusal(patchOnPayable === "106" ? "alreadyUsed" : "payable") : undefined

/** What became of the session: made once for each sessionResult. */
export const result = (id: string, sessionResult: string | null, { ledger, positions }: Environment): Answer => {
  if (sessionResult === null || sessionResult === "") {
    return Result.fail(
      positions.missingResult === "130" ? refusal("required", "sessionResult") : refusal("sessionResult")
    )
  }
  const found = ledger.result(sessionResult)
  return found === undefined || (found.session.id !== id && positions.foreignResult === "refused")
    ? Result.fail(refusal("sessionResult"))
    : Result.succeed(found.answer)
}
