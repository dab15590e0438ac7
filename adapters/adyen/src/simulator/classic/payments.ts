/** authorise and refundWithData: requests about a card or a bank account, not about an earlier payment. */
import { Json } from "@paylayer/simulator"
import * as Result from "effect/Result"
import { refusal } from "../errors.ts"
import type { CaptureMode } from "../modifications/ledger.ts"
import * as cards from "./cards.ts"
import type { Environment, Operation } from "./environment.ts"
import { fault, shared } from "./errors.ts"
import * as fields from "./fields.ts"
import type { Positions } from "../assumptions.ts"

/** What the name on a card makes of its payment. */
const refusals: Readonly<Record<string, { readonly resultCode: string; readonly refusalReason: string }>> = {
  REFUSED: { resultCode: "Refused", refusalReason: "Refused" },
  ERROR: { resultCode: "Error", refusalReason: "Acquirer Error" }
}
const expiredCard = { resultCode: "Refused", refusalReason: "Expired Card" }

const refusalOf = (card: cards.Card, { now, positions }: Environment) => {
  if (positions.expiredCard === "refused" && cards.isExpired(card, now())) return expiredCard
  const isNamed = positions.cardRefusal === "by-holder-name" && Object.hasOwn(refusals, card.holderName)
  return isNamed ? refusals[card.holderName] : undefined
}

/** "PreAuth", so that the amount can be adjusted; without it the authorisation is final. */
const authorisationTypes = [undefined, "PreAuth", "FinalAuth"]

const captureModeOf = (
  { captureDelayHours }: Json.JsonObject,
  { authorisationType, manualCapture }: Readonly<Record<string, string>>,
  { preAuthCapture }: Positions
): CaptureMode | undefined => {
  if (manualCapture === "true") return "manual"
  const hours = captureDelayHours instanceof Json.Numeral ? captureDelayHours.text : captureDelayHours
  if (typeof hours === "string" && hours !== "") return { hours: Number(hours) }
  return authorisationType === "PreAuth" && preAuthCapture === "manual" ? "manual" : undefined
}

const isDelay = (value: Json.Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  /^\d{1,4}$/.test(value instanceof Json.Numeral ? value.text : String(value))

const authorise: Operation = (asked, environment) =>
  Result.gen(function* () {
    const { ledger, merchantAccount: own, names, now, positions } = environment
    const merchantAccount = yield* fields.account(asked, own, positions)
    const merchantReference = yield* fields.reference(asked, positions)
    if (merchantReference === undefined) return yield* Result.fail(fields.required("reference"))
    const amount = yield* fields.amount(asked, "amount", positions)
    const additionalData = yield* fields.additionalData(asked, positions)
    const { authorisationType } = additionalData
    if (!authorisationTypes.includes(authorisationType)) return yield* Result.fail(fault("authorisationType"))
    if (!isDelay(asked["captureDelayHours"])) return yield* Result.fail(fields.invalid("captureDelayHours", positions))
    const object = yield* fields.object(asked, "card", positions)
    if (object === undefined) return yield* Result.fail(fault("cardMissing"))
    const card = yield* cards.card(object, positions)
    if (positions.expiredCard === "140" && cards.isExpired(card, now())) return yield* Result.fail(fault("expired"))

    const psp = names.pspReference()
    const attempt = { psp, merchantReference, merchantAccount, paymentMethod: card.brand, amount }
    const refused = refusalOf(card, environment)
    if (refused !== undefined) {
      const { refusalReason, resultCode } = refused
      ledger.refusedAuthorisation({ ...attempt, reason: refusalReason })
      return [
        ["pspReference", psp],
        ["refusalReason", refusalReason],
        ["resultCode", resultCode]
      ]
    }
    const authCode = names.authCode()
    const capture = captureModeOf(asked, additionalData, positions)
    const { blobs } = ledger.authorised({
      ...attempt,
      preAuth: authorisationType === "PreAuth",
      ...(capture === undefined ? {} : { capture }),
      card: { authCode, last4: card.last4, expiry: `${card.month}/${card.year}` }
    })
    const blob = positions.authorisedBlob === "answer-too" ? blobs?.latest : undefined
    return [
      ...(blob === undefined ? [] : ([["additionalData", { adjustAuthorisationData: blob }]] as const)),
      ["pspReference", psp],
      ["resultCode", "Authorised"],
      ["authCode", authCode]
    ]
  })

/** "Limited by default": an account has to be enabled for it. */
const refundWithData: Operation = (asked, { ledger, merchantAccount, positions, refundWithData: isEnabled }) =>
  Result.gen(function* () {
    yield* fields.account(asked, merchantAccount, positions)
    if (!isEnabled) {
      const { refundWithDataForbidden: code } = positions
      return yield* Result.fail(shared(refusal(code === "010" ? "notAllowed" : "unsupportedDetails")))
    }
    const reference = yield* fields.reference(asked, positions)
    if (reference === undefined) return yield* Result.fail(fields.required("reference"))
    const amount = yield* fields.positive(asked, "amount", positions)
    const card = yield* fields.object(asked, "card", positions)
    const bankAccount = yield* fields.object(asked, "bankAccount", positions)
    if (card === undefined && bankAccount === undefined) return yield* Result.fail(fault("detailsMissing"))
    const paymentMethod =
      card === undefined
        ? yield* cards.bankAccount(bankAccount ?? {}, positions)
        : (yield* cards.card(card, positions)).brand
    const tender = yield* fields.tender(asked, positions)
    const { psp } = ledger.receive(undefined, "refundWithData", {
      amount,
      reference,
      paymentMethod,
      ...(tender === undefined ? {} : { tender })
    })
    return [
      ["pspReference", psp],
      ["resultCode", "Received"]
    ]
  })

/** By the names that they have in paths and in SOAP. */
export const payments: Readonly<Record<string, Operation>> = { authorise, refundWithData }
