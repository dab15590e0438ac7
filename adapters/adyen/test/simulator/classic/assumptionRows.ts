/** What each position of the Classic API's switches makes of it; run by the test of all switches. */
import type { classic } from "../../../src/simulator/classic/assumptions.ts"
import type { Positions } from "../../../src/simulator/assumptions.ts"
import { type Rows, seen as seenLater } from "../positions.ts"
import { body as encoded, type Fields } from "./encode.ts"
import { infoset, type Node } from "./infoset.ts"
import { codeOf, eur, merchantAccount, open } from "./world.ts"

type Assume = Partial<Positions>

/** What is asked here is answered at once. */
const seen = (look: (assume: Assume) => unknown, expected: unknown) =>
  seenLater(async (assume) => look(assume), expected)

const psp = "8814689190961342"
const about = { merchantAccount, originalReference: psp }
const card = { number: "4111111111111111", expiryMonth: "8", expiryYear: "2018", holderName: "John Smith" }
const payment = { merchantAccount, reference: "order-1", amount: eur(1500), card }

/** On a payment that there is; as its outcome, or its error. */
const outcome = (assume: Assume, operation: string, fields: Fields) => {
  const world = open({ assume })
  world.paid(psp)
  const answer = world.ask("json", operation, fields)
  return answer["resultCode"] ?? answer["response"] ?? codeOf(answer)
}

const faultStatus = (assume: Assume) => {
  const { ask } = open({ assume })
  return [ask("soap", "capture", {}), ask("soap", "capture", {}, { "x-api-key": "wrong" })].map(codeOf)
}

/** The names in a SOAP answer, with a mark on those that have no value. */
const members = (assume: Assume) => {
  const world = open({ assume })
  world.paid(psp)
  const nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
  return Object.entries({ authorise: payment, cancel: about }).map(([operation, fields]) => {
    let node: Node | string | undefined = infoset(
      world.send("soap", operation, encoded("soap", operation, fields)).body
    )
    for (let depth = 0; depth < 3; depth++) node = typeof node === "object" ? node.content[0] : undefined
    return (node as Node).content
      .map((part) => part as Node)
      .map(({ attributes, name }) => `${name.split("}")[1]}${attributes[nil] === "true" ? "?" : ""}`)
      .join(" ")
  })
}

const formError = (assume: Assume) => {
  const { send } = open({ assume, references: ["8412534564722331"] })
  const { body, status } = send("form", "cancel", `merchantAccount=${merchantAccount}`)
  return [status, body]
}
const pairs =
  "errorType=validation&errorCode=167&message=Original+pspReference+required+for+this+operation&pspReference=8412534564722331&status=422"

const named = (assume: Assume) =>
  ["REFUSED", "ERROR", "John Smith"].map((holderName) =>
    outcome(assume, "authorise", { ...payment, card: { ...card, holderName } })
  )

/** In the card's month, and after it. */
const expired = (assume: Assume) =>
  ["10", "9"].map((expiryMonth) =>
    outcome(assume, "authorise", { ...payment, card: { ...card, expiryMonth, expiryYear: "2017" } })
  )

const checkDigit = (assume: Assume) =>
  ["4111111111111111", "4111111111111112", "370000000000002"].map((number) =>
    outcome(assume, "authorise", { ...payment, card: { ...card, number } })
  )

const blobs = (assume: Assume) => {
  const { ask, told } = open({ assume })
  const answer = ask("json", "authorise", { ...payment, additionalData: { authorisationType: "PreAuth" } })
  const [event] = told()
  const fromWebhook = event?.additionalData["adjustAuthorisationData"]
  const fromAnswer = answer["additionalData.adjustAuthorisationData"]
  return [typeof fromWebhook, fromAnswer === undefined ? "none" : fromAnswer === fromWebhook]
}

const adjusted = "[adjustAuthorisation-received]"
const usage = (assume: Assume) =>
  ["DelayedCharge", "NoShow", "Installment", "delayedCharge"].map((industryUsage) =>
    outcome(assume, "adjustAuthorisation", {
      ...about,
      modificationAmount: eur(1700),
      additionalData: { industryUsage }
    })
  )

const withAmount = (assume: Assume) =>
  ["cancel", "cancelOrRefund"].map((operation) =>
    outcome(assume, operation, { ...about, modificationAmount: eur(500) })
  )

const disabled = (assume: Assume) =>
  codeOf(open({ assume, refundWithData: false }).ask("json", "refundWithData", payment))

const large = (assume: Assume) => outcome(assume, "cancel", { ...about, additionalData: { a: "a".repeat(262_144) } })

export const rows: Rows<typeof classic> = {
  soapFaultStatus: {
    "500": seen(faultStatus, ["500 901", "401 000"]),
    "200": seen(faultStatus, ["200 901", "401 000"])
  },
  soapEmpty: {
    "left-out": seen(members, ["pspReference resultCode authCode", "pspReference response"]),
    nil: seen(members, [
      "additionalData? authCode dccAmount? dccSignature? fraudResult? issuerUrl? md? paRequest? pspReference " +
        "refusalReason? resultCode",
      "additionalData? pspReference response"
    ])
  },
  formErrors: {
    pairs: seen(formError, [422, pairs]),
    text: seen(formError, [422, "validation 167 Original pspReference required for this operation"])
  },
  cardRefusal: {
    "by-holder-name": seen(named, ["Refused", "Error", "Authorised"]),
    nobodys: seen(named, ["Authorised", "Authorised", "Authorised"])
  },
  expiredCard: {
    approved: seen(expired, ["Authorised", "Authorised"]),
    refused: seen(expired, ["Authorised", "Refused"]),
    "140": seen(expired, ["Authorised", "422 140"])
  },
  cardNumber: {
    "digits-only": seen(checkDigit, ["Authorised", "Authorised", "Authorised"]),
    "check-digit": seen(checkDigit, ["Authorised", "422 101", "Authorised"])
  },
  authorisedBlob: {
    webhook: seen(blobs, ["string", "none"]),
    "answer-too": seen(blobs, ["string", true])
  },
  industryUsage: {
    "187": seen(usage, [adjusted, adjusted, adjusted, "422 187"]),
    ignored: seen(usage, [adjusted, adjusted, adjusted, adjusted])
  },
  amountNotAllowed: {
    "166": seen(withAmount, ["422 166", "422 166"]),
    ignored: seen(withAmount, ["[cancel-received]", "[cancelOrRefund-received]"])
  },
  refundWithDataForbidden: { "010": seen(disabled, "403 010"), "905": seen(disabled, "500 905") },
  missingAccount: {
    "901": seen((assume) => outcome(assume, "cancel", { originalReference: psp }), "403 901"),
    "130": seen((assume) => outcome(assume, "cancel", { originalReference: psp }), "422 130")
  },
  tooLarge: { "422": seen(large, "422 29_100"), "413": seen(large, "413 29_100") }
}
