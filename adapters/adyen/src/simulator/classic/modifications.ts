/**
 * The modifications: each only says that it was received; what became of it is told in a notification. The one exception
 * is an adjustment with `adjustAuthorisationData`, which is decided at once.
 *
 * Source: "Payment modifications" of docs.adyen.com, 2026-11-22; PaymentService-v68 of 2026-07-01.
 */
import type { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import { refusal } from "../errors.ts"
import { isOfSeveral } from "../modifications/decide.ts"
import type { Amount, Asked, Kind, Payment } from "../modifications/ledger.ts"
import type { Environment, Operation } from "./environment.ts"
import { type Fault, fault, shared } from "./errors.ts"
import * as fields from "./fields.ts"
import type { Answer } from "./message.ts"

/** Of every request for a modification. */
const known = new Set([
  "additionalData",
  "merchantAccount",
  "modificationAmount",
  "mpiData",
  "originalMerchantReference",
  "originalReference",
  "platformChargebackLogic",
  "reference",
  "splits",
  "tenderReference",
  "uniqueTerminalId"
])

const unknownPayment = shared(refusal("originalReference"))

interface Common {
  readonly reference?: string
  readonly additionalData: Readonly<Record<string, string>>
}

const common = (asked: Json.JsonObject, environment: Environment): Result.Result<Common, Fault> =>
  Result.gen(function* () {
    const { merchantAccount, positions } = environment
    yield* fields.account(asked, merchantAccount, positions)
    const surplus = Object.keys(asked).find((name) => !known.has(name))
    if (surplus !== undefined && positions.unknownFields === "refused") {
      return yield* Result.fail(fields.invalid(surplus, positions))
    }
    const reference = yield* fields.reference(asked, positions)
    const additionalData = yield* fields.additionalData(asked, positions)
    return { additionalData, ...(reference === undefined ? {} : { reference }) }
  })

/** "The original pspReference of the payment to modify." */
const original = (asked: Json.JsonObject, { ledger, positions }: Environment): Result.Result<Payment, Fault> =>
  Result.flatMap(fields.text(asked, "originalReference", positions), (psp) => {
    const payment = psp === undefined ? undefined : ledger.byPsp(psp)
    return payment === undefined ? Result.fail(unknownPayment) : Result.succeed(payment)
  })

/** "The currency must match the currency used in authorisation." */
const modified = (asked: Json.JsonObject, payment: Payment, { positions }: Environment): Result.Result<Amount, Fault> =>
  Result.flatMap(fields.positive(asked, "modificationAmount", positions), (amount) =>
    amount.currency !== payment.authorised.currency && positions.otherCurrency === "137"
      ? Result.fail(shared(refusal("amount", "modificationAmount")))
      : Result.succeed(amount)
  )

const received = (
  name: string,
  payment: Payment | undefined,
  kind: Kind,
  asked: Asked,
  { ledger }: Environment
): Answer => [
  ["pspReference", ledger.receive(payment, kind, asked).psp],
  ["response", `[${name}-received]`]
]

const named = ({ reference }: Common) => (reference === undefined ? {} : { reference })

const usages = new Set([undefined, "DelayedCharge", "NoShow", "Installment"])

const adjustAuthorisation: Operation = (asked, environment) =>
  Result.gen(function* () {
    const { ledger, names, positions } = environment
    const request = yield* common(asked, environment)
    const payment = yield* original(asked, environment)
    const amount = yield* modified(asked, payment, environment)
    const { adjustAuthorisationData: blob, industryUsage } = request.additionalData
    if (!usages.has(industryUsage) && positions.industryUsage === "187") {
      return yield* Result.fail(fault("additionalData"))
    }
    const adjusted = { amount, ...named(request) }
    if (blob === undefined) return received("adjustAuthorisation", payment, "adjust", adjusted, environment)
    if (positions.unknownBlob === "192" && !ledger.accepts(payment, blob)) {
      return yield* Result.fail(fields.invalid("additionalData.adjustAuthorisationData", positions))
    }
    const { blob: next, psp, result } = ledger.adjustNow(payment, { ...adjusted, blob })
    const authCode = names.authCode()
    return [
      [
        "additionalData",
        next === undefined ? { authCode, refusalReasonRaw: "2" } : { authCode, adjustAuthorisationData: next }
      ],
      ["pspReference", psp],
      ["response", result]
    ]
  })

/** capture and refund: a part of the payment, or all of it. */
const ofAmount =
  (kind: "capture" | "refund"): Operation =>
  (asked, environment) =>
    Result.gen(function* () {
      const request = yield* common(asked, environment)
      const payment = yield* original(asked, environment)
      const amount = yield* modified(asked, payment, environment)
      const tender = kind === "refund" ? yield* fields.tender(asked, environment.positions) : undefined
      const what = { amount, ...named(request), ...(tender === undefined ? {} : { tender }) }
      return received(kind, payment, kind, what, environment)
    })

/** cancel and cancelOrRefund: the payment as a whole. */
const ofAll =
  (kind: "cancel" | "cancelOrRefund"): Operation =>
  (asked, environment) =>
    Result.gen(function* () {
      const request = yield* common(asked, environment)
      yield* fields.noAmount(asked, environment.positions)
      const payment = yield* original(asked, environment)
      const isRefused = kind === "cancelOrRefund" && environment.positions.reversalOfSeveral === "167"
      if (isRefused && isOfSeveral(payment)) return yield* Result.fail(unknownPayment)
      return received(kind, payment, kind, named(request), environment)
    })

/** Whether there is such a payment shows only later. */
const technicalCancel: Operation = (asked, environment) =>
  Result.gen(function* () {
    const request = yield* common(asked, environment)
    yield* fields.noAmount(asked, environment.positions)
    const name = yield* fields.text(asked, "originalMerchantReference", environment.positions)
    if (name === undefined) return yield* Result.fail(fields.required("originalMerchantReference"))
    const what = { originalMerchantReference: name, ...named(request) }
    return received("technical-cancel", undefined, "technicalCancel", what, environment)
  })

/** Whether the refund is still pending shows only later. */
const voidPendingRefund: Operation = (asked, environment) =>
  Result.gen(function* () {
    const request = yield* common(asked, environment)
    const psp = yield* fields.text(asked, "originalReference", environment.positions)
    const tender = psp === undefined ? yield* fields.tender(asked, environment.positions) : undefined
    const which = psp ?? tender
    if (which === undefined) return yield* Result.fail(unknownPayment)
    return received(
      "voidPendingRefund",
      undefined,
      "voidPendingRefund",
      { refund: which, ...named(request) },
      environment
    )
  })

/** By the names that they have in paths and in SOAP. */
export const modifications: Readonly<Record<string, Operation>> = {
  adjustAuthorisation,
  capture: ofAmount("capture"),
  refund: ofAmount("refund"),
  cancel: ofAll("cancel"),
  cancelOrRefund: ofAll("cancelOrRefund"),
  technicalCancel,
  voidPendingRefund
}
