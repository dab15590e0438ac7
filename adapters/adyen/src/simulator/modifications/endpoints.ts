/** The merchant's server after authorisation: POST /payments/{paymentPspReference}/…, and POST /cancels. */
import type { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import * as amounts from "../amounts.ts"
import type { Positions } from "../assumptions.ts"
import { type Refusal, refusal } from "../errors.ts"
import { invalid, isMissing, isText } from "../kinds.ts"
import { isOfSeveral } from "./decide.ts"
import { type Request, wrong } from "./fields.ts"
import type { Kind, Modifications, Payment } from "./ledger.ts"

export type Answer = Result.Result<Json.JsonObject, Refusal>

export interface Environment {
  readonly modifications: Modifications
  readonly positions: Positions
  readonly merchantAccount: string
}

interface Endpoint {
  readonly request: Request
  readonly kind: Kind
  readonly hasAmount: boolean
  /** What the answer shows again. */
  readonly echoed: ReadonlyArray<string>
}

const endpoints: Readonly<Record<string, Endpoint>> = {
  amountUpdates: {
    request: "amountUpdates",
    kind: "adjust",
    hasAmount: true,
    echoed: ["industryUsage", "lineItems", "splits"]
  },
  captures: {
    request: "captures",
    kind: "capture",
    hasAmount: true,
    echoed: ["lineItems", "platformChargebackLogic", "splits", "subMerchants"]
  },
  cancels: { request: "cancels", kind: "cancel", hasAmount: false, echoed: [] },
  refunds: {
    request: "refunds",
    kind: "refund",
    hasAmount: true,
    echoed: ["capturePspReference", "lineItems", "merchantRefundReason", "splits", "store"]
  },
  reversals: { request: "reversals", kind: "cancelOrRefund", hasAmount: false, echoed: [] }
}

const paymentPath = /^\/payments\/([^/]+)\/([^/]+)$/

/** What answers a POST to this path; `undefined` where nothing of this does. */
export const find = (path: string): ((body: Json.JsonObject, environment: Environment) => Answer) | undefined => {
  if (path === "/cancels") return cancelByReference
  const [, psp = "", name = ""] = paymentPath.exec(path) ?? []
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
  return endpoint && ((body, environment) => modify(psp, endpoint, body, environment))
}

const modify = (psp: string, endpoint: Endpoint, body: Json.JsonObject, environment: Environment): Answer =>
  Result.gen(function* () {
    const { modifications, positions } = environment
    yield* checkAccount(body, environment)
    const amount = endpoint.hasAmount ? yield* amountOf(body, positions) : undefined
    yield* refuseIf(wrong(body, endpoint.request, positions))
    const payment = modifications.byPsp(psp)
    if (payment === undefined) return yield* Result.fail(refusal("originalReference"))
    yield* refuseIf(unmodifiable(payment, endpoint.kind, amount, positions))
    const asked = { ...referenceOf(body), ...(amount === undefined ? {} : { amount }) }
    const told = yield* tell(payment, endpoint.kind, asked, body["adjustAuthorisationData"], environment)
    return {
      merchantAccount: payment.merchantAccount,
      paymentPspReference: payment.psp,
      ...(endpoint.kind === "adjust"
        ? { reference: modifications.referenceOf(asked.reference, payment.merchantReference) }
        : referenceOf(body)),
      ...told,
      ...(amount === undefined ? {} : { amount: amounts.toJson(amount) }),
      ...echo(body, endpoint.echoed)
    }
  })

interface Asked {
  readonly amount?: amounts.Amount
  readonly reference?: string
}

/** Received; or, of an amount update with `adjustAuthorisationData`, what became of it. */
const tell = (
  payment: Payment,
  kind: Kind,
  asked: Asked,
  blob: Json.Value | undefined,
  { modifications, positions }: Environment
): Answer => {
  const { amount } = asked
  if (kind !== "adjust" || amount === undefined || !isText(blob)) {
    return Result.succeed({ pspReference: modifications.receive(payment, kind, asked).psp, status: "received" })
  }
  if (positions.unknownBlob === "192" && !modifications.accepts(payment, blob)) {
    return Result.fail(invalid("adjustAuthorisationData", positions))
  }
  const adjusted = modifications.adjustNow(payment, { ...asked, amount, blob })
  return Result.succeed({
    pspReference: adjusted.psp,
    status: adjusted.result === "Authorised" ? "authorised" : "refused",
    ...(adjusted.blob === undefined ? {} : { adjustAuthorisationData: adjusted.blob })
  })
}

/** "If you want to cancel a payment but don't have the pspReference." */
const cancelByReference = (body: Json.JsonObject, environment: Environment): Answer =>
  Result.gen(function* () {
    const { merchantAccount, modifications, positions } = environment
    yield* checkAccount(body, environment)
    yield* refuseIf(isMissing(body["paymentReference"]) ? refusal("required", "paymentReference") : undefined)
    yield* refuseIf(wrong(body, "technicalCancels", positions))
    const paymentReference = String(body["paymentReference"])
    const asked = { ...referenceOf(body), originalMerchantReference: paymentReference }
    const { psp: pspReference } = modifications.receive(undefined, "technicalCancel", asked)
    return { merchantAccount, paymentReference, ...referenceOf(body), pspReference, status: "received" }
  })

const refuseIf = (refused: Refusal | undefined): Result.Result<void, Refusal> =>
  refused === undefined ? Result.succeed(undefined) : Result.fail(refused)

const checkAccount = (
  { merchantAccount: account }: Json.JsonObject,
  { merchantAccount }: Environment
): Result.Result<void, Refusal> =>
  refuseIf(
    isMissing(account)
      ? refusal("required", "merchantAccount")
      : account === merchantAccount
        ? undefined
        : refusal("merchantAccount")
  )

/** Nothing is no amount of a modification, whatever sessions may be about. */
const amountOf = ({ amount }: Json.JsonObject, positions: Positions): Result.Result<amounts.Amount, Refusal> =>
  amounts.check(amount, "amount", { ...positions, zeroAmount: "refused" })

const referenceOf = ({ reference }: Json.JsonObject): { readonly reference?: string } =>
  isText(reference) && reference !== "" ? { reference } : {}

/** What is told at once about the payment, where a switch says so. */
const unmodifiable = (
  payment: Payment,
  kind: Kind,
  amount: amounts.Amount | undefined,
  { otherCurrency, reversalOfSeveral }: Positions
): Refusal | undefined => {
  if (amount !== undefined && amount.currency !== payment.authorised.currency && otherCurrency === "137") {
    return refusal("amount", "amount")
  }
  return kind === "cancelOrRefund" && isOfSeveral(payment) && reversalOfSeveral === "167"
    ? refusal("originalReference")
    : undefined
}

const echo = (body: Json.JsonObject, names: ReadonlyArray<string>): Json.JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = body[name]
      return value === undefined || value === null ? [] : [[name, value]]
    })
  )
