import { modifications } from "../../../src/simulator/assumptions/modifications.ts"
import { describePositions, type Row, type Rows, seen } from "../positions.ts"
import {
  apiKey,
  codeOf,
  credentials,
  type Endpoint,
  eur,
  type Event,
  openManual,
  order,
  type Positions,
  preAuth,
  proofOf
} from "../world.ts"

const { merchantAccount } = credentials

type Options = Parameters<typeof openManual>[0]
const start = async (assume: Partial<Positions>, others: object = {}, options: Options = {}) => {
  const world = await openManual({ assume, ...options })
  const psp = await world.authorised(others)
  const [first] = await world.told()
  const done = async (endpoint: Endpoint, body: object = {}) => {
    const answer = await world.modify(psp, endpoint, body)
    return { answer, event: (await world.told()).at(-1) }
  }
  return {
    ...world,
    psp,
    done,
    blob: first?.additionalData?.["adjustAuthorisationData"],
    money: () => world.money(psp)
  }
}
const told = (event: Event | undefined) => event && `${event.eventCode} ${event.success}`
const received = "201 undefined"

const adjusted: Row = async (assume) => {
  const { done } = await start(assume, preAuth)
  const values: Array<unknown> = []
  for (const value of [2100, 2000, 2000]) {
    values.push((await done("amountUpdates", { amount: eur(value) })).event?.amount.value)
  }
  return values
}
const withoutAmount: Row = async (assume) => {
  const [cancelled, reversed, technical] = [await start(assume), await start(assume), await start(assume)]
  await technical.send("POST", "/v72/cancels", { merchantAccount, paymentReference: order.reference }, apiKey)
  const events = [
    (await cancelled.done("cancels")).event,
    (await reversed.done("reversals")).event,
    (await technical.told()).at(-1)
  ]
  return events.map((event) => event?.amount.value)
}
const reasons: Row = async (assume) => {
  const { done } = await start(assume)
  const { event: ours } = await done("amountUpdates", { amount: eur(1) })
  const { event: documented } = await done("refunds", { amount: eur(1) })
  return [ours?.reason, documented?.reason]
}
const references: Row = async (assume) => {
  const { done, send, told: tell } = await start(assume, preAuth)
  const { answer, event } = await done("amountUpdates", { amount: eur(2000) })
  await send("POST", "/v72/cancels", { merchantAccount, paymentReference: "nobody's" }, apiKey)
  return [answer.body["reference"], event?.merchantReference, (await tell()).at(-1)?.merchantReference]
}
const currency: Row = async (assume) => {
  const { done } = await start(assume, preAuth)
  const { answer, event } = await done("amountUpdates", { amount: { value: 1, currency: "USD" } })
  return [codeOf(answer), told(event)]
}
const extended: Row = async (assume) => {
  const { advance, done, money } = await start(assume, preAuth)
  await advance("20 days")
  await done("amountUpdates", { amount: eur(2000) })
  await advance("10 days")
  return (await money())?.[3]
}
const captured =
  (others: object): Row =>
  async (assume) => {
    const { money } = await start(assume, others, { captureDelay: "immediate" })
    return (await money())?.[1]
  }
const announced: Row = async (assume) => {
  const { advance, authorised, told: tell } = await openManual({ assume, captureDelay: "immediate" })
  await authorised()
  const atOnce = (await tell()).map(told)
  const later = await authorised({ captureDelayHours: 1 })
  await tell()
  await advance("1 hour")
  const events = await tell()
  return [atOnce, events.map((event) => [told(event), event.originalReference === later])]
}
const several: Row = async (assume) => {
  const { done, money } = await start(assume, {}, { multiplePartialCaptures: true })
  await done("captures", { amount: eur(100) })
  await done("captures", { amount: eur(200) })
  const { answer, event } = await done("reversals")
  return [codeOf(answer), told(event), await money()]
}
const reversed: Row = async (assume) => {
  const { done, money } = await start(assume)
  await done("captures", { amount: eur(1900) })
  await done("refunds", { amount: eur(400) })
  const { event } = await done("reversals")
  return [told(event), event?.amount.value, (await money())?.[2]]
}
const rejected: Row = async (assume) => {
  const { act, done, money, psp } = await start(assume)
  await done("captures", { amount: eur(1000) })
  await act(psp, { _tag: "CaptureFails" })
  const after = await money()
  const { event } = await done("captures", { amount: eur(500) })
  return [after, told(event), await act(psp, { _tag: "CaptureRecovers" }), (await money())?.[1]]
}
const firstBlob: Row = async (assume) => {
  const { payable, result, submit, told: tell } = await openManual({ assume })
  const { id, token } = await payable(preAuth)
  const { body } = await result(id, proofOf(await submit({ id, token })))
  const [event] = await tell()
  const { additionalData } = body as { readonly additionalData?: { readonly adjustAuthorisationData: string } }
  const blob = event?.additionalData?.["adjustAuthorisationData"]
  return [blob !== undefined, additionalData && additionalData.adjustAuthorisationData === blob]
}
const blobs =
  (which: "unknown" | "stale"): Row =>
  async (assume) => {
    const { blob, modify, psp } = await start(assume, preAuth)
    const adjust = (value: number, adjustAuthorisationData: unknown) =>
      modify(psp, "amountUpdates", { amount: eur(value), adjustAuthorisationData })
    if (which === "stale") await adjust(2000, blob)
    const answer = await adjust(2100, which === "stale" ? blob : "x")
    return [codeOf(answer), answer.body["status"]]
  }
const atOnce: Row = async (assume) => {
  const { blob, modify, psp, told: tell } = await start(assume, preAuth)
  await modify(psp, "amountUpdates", { amount: eur(2000), adjustAuthorisationData: blob })
  await modify(psp, "amountUpdates", { amount: eur(2000), adjustAuthorisationData: "x" })
  return (await tell()).map(told)
}
const limits: Row = async (assume) => {
  const { modify, psp } = await start(assume, preAuth)
  const asked = [
    { enhancedSchemeData: { airline: { passengerName: "A", ticket: { number: "x".repeat(16) } } } },
    { enhancedSchemeData: { airline: { passengerName: "A", code: "000" } } },
    { enhancedSchemeData: { airline: { passengerName: "A", legs: [{}] } } },
    { splits: [{ type: "BalanceAccount" }] },
    { adjustAuthType: "cardholderInitiatedTransaction" },
    // What the schema says is never ignored.
    { enhancedSchemeData: { airline: { passengerName: "A", code: 74 } } },
    { lineItems: [{ description: "x".repeat(10_001) }] },
    { splits: [{}] }
  ]
  const codes: Array<string> = []
  for (const fields of asked) codes.push(codeOf(await modify(psp, "amountUpdates", { amount: eur(1), ...fields })))
  return codes
}
const sameReference: Row = async (assume) => {
  const { authorised, modify, money, send, told: tell } = await openManual({ assume })
  const cancel = () => send("POST", "/v72/cancels", { merchantAccount, paymentReference: order.reference }, apiKey)
  const [one, two, three] = [await authorised(), await authorised(), await authorised()]
  await modify(three, "captures", { amount: eur(1900) })
  await tell()
  await cancel()
  const [event] = await tell()
  const released = [(await money(one))?.[3], (await money(two))?.[3]]
  return [told(event), event?.originalReference === two, released]
}
const voided = async (assume: Partial<Positions>) => {
  const { done, psp, ...world } = await start(assume, {}, { refundDelay: "1 hour" })
  await done("captures", { amount: eur(1900) })
  const { body } = await world.modify(psp, "refunds", { amount: eur(500) })
  const refund = String(body["pspReference"])
  const classic = { merchantAccount, originalReference: refund, reference: "void-1" }
  await world.send("POST", "/pal/servlet/Payment/v68/voidPendingRefund", classic, apiKey)
  await world.advance("1 day")
  return { events: await world.told(), psp, refund }
}
const voids: Row = async (assume) => (await voided(assume)).events.map(told)
const voidedOriginal: Row = async (assume) => {
  const { events, psp, refund } = await voided(assume)
  return { [psp]: "the payment's", [refund]: "the refund's" }[events[0]?.originalReference ?? ""]
}

const broken = ["422 29_001", "422 192", "422 130", "422 130", "422 130"]
const schema = ["422 192", "422 29_001", "422 130"]
const rows: Rows<typeof modifications> = {
  adjustedAmount: { "new-total": seen(adjusted, [2100, 2000, 2000]), difference: seen(adjusted, [200, -100, 0]) },
  eventWithoutAmount: { authorised: seen(withoutAmount, [1900, 1900, 1900]), zero: seen(withoutAmount, [0, 0, 0]) },
  failureReason: {
    marked: seen(reasons, [
      "SIM: the payment is no pre-authorisation",
      "Transaction hasn't been captured, refund not possible"
    ]),
    empty: seen(reasons, ["", "Transaction hasn't been captured, refund not possible"])
  },
  noReference: {
    "the-payments": seen(references, ["order-1", "order-1", "nobody's"]),
    empty: seen(references, ["", "", ""])
  },
  otherCurrency: {
    "fails-later": seen(currency, [received, "AUTHORISATION_ADJUSTMENT false"]),
    "137": seen(currency, ["422 137", undefined])
  },
  adjustExtends: { "same-amount": seen(extended, true), any: seen(extended, false) },
  preAuthCapture: { manual: seen(captured(preAuth), "0"), "as-the-account": seen(captured(preAuth), "19") },
  sessionManualCapture: {
    honoured: seen(captured({ additionalData: { manualCapture: "true" } }), "0"),
    ignored: seen(captured({ additionalData: { manualCapture: "true" } }), "19")
  },
  automaticCapture: {
    "not-told": seen(announced, [["AUTHORISATION true"], []]),
    told: seen(announced, [["AUTHORISATION true", "CAPTURE true"], [["CAPTURE true", true]]])
  },
  reversalOfSeveral: {
    "fails-later": seen(several, [received, "CANCEL_OR_REFUND false", ["19", "3", "0", false]]),
    "167": seen(several, ["422 167", undefined, ["19", "3", "0", false]])
  },
  reversalAfterRefund: {
    fails: seen(reversed, ["CANCEL_OR_REFUND false", 1900, "4"]),
    "refunds-the-rest": seen(reversed, ["CANCEL_OR_REFUND true", 1500, "19"])
  },
  afterCaptureFailed: {
    "capturable-again": seen(rejected, [["19", "0", "0", false], "CAPTURE true", false, "5"]),
    "stays-closed": seen(rejected, [["19", "0", "0", true], "CAPTURE false", true, "10"])
  },
  firstBlob: { webhook: seen(firstBlob, [true, undefined]), "webhook-and-result": seen(firstBlob, [true, true]) },
  unknownBlob: {
    refused: seen(blobs("unknown"), [received, "refused"]),
    "192": seen(blobs("unknown"), ["422 192", 422])
  },
  staleBlob: {
    "as-unknown": seen(blobs("stale"), [received, "refused"]),
    accepted: seen(blobs("stale"), [received, "authorised"])
  },
  adjustedAtOnce: {
    "webhook-too": seen(atOnce, ["AUTHORISATION_ADJUSTMENT true", "AUTHORISATION_ADJUSTMENT false"]),
    "answer-only": seen(atOnce, [])
  },
  limits: {
    refused: seen(limits, [...broken, ...schema]),
    ignored: seen(limits, [...broken.map(() => received), ...schema])
  },
  sameReference: {
    latest: seen(sameReference, ["TECHNICAL_CANCEL true", true, [false, true]]),
    none: seen(sameReference, ["TECHNICAL_CANCEL false", false, [false, false]])
  },
  voidedRefund: {
    "not-told": seen(voids, ["VOID_PENDING_REFUND true"]),
    "told-failed": seen(voids, ["VOID_PENDING_REFUND true", "REFUND false"])
  },
  voidedOriginal: {
    "the-refunds": seen(voidedOriginal, "the refund's"),
    "the-payments": seen(voidedOriginal, "the payment's")
  }
}

describePositions(modifications, rows)
