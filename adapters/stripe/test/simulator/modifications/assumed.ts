/** What each position means of the switches about what becomes of an authorisation. */
import { expect } from "vitest"
import { StripeSimulator } from "../../../src/simulator/index.ts"
import type { modificationAssumptions } from "../../../src/simulator/modifications/assumptions.ts"
import { asking, error, everything, type Form, open } from "../world.ts"

type Assume = Partial<StripeSimulator.Positions>
type Positions = Pick<StripeSimulator.Positions, keyof typeof modificationAssumptions>
type Rows = {
  readonly [Name in keyof Positions]: { readonly [Position in Positions[Name]]: (assume: Assume) => Promise<unknown> }
}

const types = (events: ReadonlyArray<Record<string, unknown>>) => events.map(({ type }) => type)

const start = async (assume: Assume, form: Form = {}, options: StripeSimulator.Options = {}) => {
  const world = await open({ assume, ...options })
  const { id, latest_charge } = await world.authorised(form)
  return { ...world, charge: async () => (await world.get(`charges/${latest_charge}`)).body, id: String(id) }
}

const refusedCapture = async (assume: Assume) => {
  const { act, id, post, totals } = await start(assume)
  await act(id, { _tag: "RefuseNext", kind: "capture" })
  const answer = await post(`payment_intents/${id}/capture`)
  expect(await totals(id)).toEqual(["15", "0", "0", false])
  return [answer.status, error(answer).code, error(answer).doc_url]
}
const docs = (page: string) => `https://stripe.com/docs/error-codes/${page}`

const refusedRefund = async (assume: Assume) => {
  const { act, events, get, id, post, totals } = await start(assume, { capture_method: "automatic" })
  await act(id, { _tag: "RefuseNext", kind: "refund" })
  const { body } = await post("refunds", { payment_intent: id })
  const told = types(await events())
  const now = (await get(`refunds/${body["id"]}`)).body
  expect(await totals(id)).toEqual(["15", "15", "0", false])
  return [body["status"], now["status"], now["failure_reason"], told]
}

const pendingRefund = async (assume: Assume) => {
  const { advance, charge, events, id, post } = await start(
    assume,
    { capture_method: "automatic" },
    { refundsPendFor: "1 hour" }
  )
  await post("refunds", { payment_intent: id, amount: 500 })
  const before = [(await charge())["amount_refunded"], types(await events())]
  await advance("1 hour")
  return [before, (await charge())["amount_refunded"], types(await events())]
}

const released = async (assume: Assume, expires: boolean) => {
  const { advance, charge, events, get, id, post, totals } = await start(assume)
  if (expires) await advance("7 days")
  else await post(`payment_intents/${id}/cancel`)
  expect(await totals(id)).toEqual(["15", "0", "0", true])
  expect((await post("refunds", { payment_intent: id })).status).toBe(400)
  const { amount_refunded, captured, refunded } = await charge()
  expect(captured).toBe(false)
  const listed = (await get("refunds")).body["data"].map((refund: { readonly reason: string }) => refund.reason)
  return [amount_refunded, refunded, types(await events()), listed]
}
const ended = (reads: ReadonlyArray<unknown>, cancelled: ReadonlyArray<string>, expired: ReadonlyArray<string>) =>
  async function (assume: Assume) {
    expect(await released(assume, false)).toEqual([...reads, ["payment_intent.canceled", ...cancelled], []])
    const reasons = expired.includes("refund.created") ? ["expired_uncaptured_charge"] : []
    expect(await released(assume, true)).toEqual([
      ...reads,
      ["payment_intent.canceled", ...expired, "charge.expired"],
      reasons
    ])
  }

const partlyCaptured = async (assume: Assume) => {
  const { id, post, totals } = await start(assume, asking("multicapture"), everything)
  await post(`payment_intents/${id}/capture`, { amount_to_capture: 700, final_capture: false })
  const { body, status } = await post(`payment_intents/${id}/cancel`)
  return [status, body["status"], body["amount_received"], await totals(id)]
}

const overcaptured = async (assume: Assume) => {
  const { charge, id, post } = await start(assume, asking("overcapture"), everything)
  const { body } = await post(`payment_intents/${id}/capture`, { amount_to_capture: 1800 })
  const { amount, amount_captured } = await charge()
  return [body["amount"], amount, amount_captured]
}

const incremented = async (assume: Assume) => {
  const { events, id, post, totals } = await start(assume, asking("incremental_authorization"), everything)
  await post(`payment_intents/${id}/increment_authorization`, { amount: 1700 })
  expect(await totals(id)).toEqual(["17", "0", "0", false])
  return types(await events())
}

const hours = async (assume: Assume) => {
  const { advance, charge, id, totals } = await start(assume, asking("extended_authorization"), everything)
  const { created, payment_method_details: details } = await charge()
  const seconds = details.card.capture_before - created
  await advance(`${seconds - 1} seconds`)
  expect((await totals(id))![3]).toBe(false)
  await advance("1 second")
  expect((await totals(id))![3]).toBe(true)
  return seconds / 3600
}

const capturable = "payment_intent.amount_capturable_updated"
const updated = ["refund.updated", "charge.refund.updated"]

export const rows: Rows = {
  refusedCapture: {
    card_declined: async (assume) =>
      expect(await refusedCapture(assume)).toEqual([402, "card_declined", docs("card-declined")]),
    processing_error: async (assume) =>
      expect(await refusedCapture(assume)).toEqual([402, "processing_error", docs("processing-error")])
  },
  refusedRefund: {
    failed: async (assume) =>
      expect(await refusedRefund(assume)).toEqual([
        "failed",
        "failed",
        "declined",
        ["refund.created", "refund.failed"]
      ]),
    "pending-then-failed": async (assume) =>
      expect(await refusedRefund(assume)).toEqual([
        "pending",
        "failed",
        "declined",
        ["refund.created", "charge.refunded", ...updated, "refund.failed"]
      ])
  },
  pendingRefund: {
    counted: async (assume) =>
      expect(await pendingRefund(assume)).toEqual([[500, ["refund.created", "charge.refunded"]], 500, updated]),
    "not-counted": async (assume) =>
      expect(await pendingRefund(assume)).toEqual([[0, ["refund.created"]], 500, [...updated, "charge.refunded"]])
  },
  releasedCharge: {
    refunded: ended([1500, true], [], []),
    "refunded-and-told": ended([1500, true], ["charge.refunded"], ["refund.created", "charge.refunded"]),
    untouched: ended([0, false], [], [])
  },
  cancelPartlyCaptured: {
    refused: async (assume) =>
      expect(await partlyCaptured(assume)).toEqual([400, undefined, undefined, ["15", "7", "0", false]]),
    accepted: async (assume) =>
      expect(await partlyCaptured(assume)).toEqual([200, "canceled", 700, ["15", "7", "0", true]])
  },
  overcapturedCharge: {
    follows: async (assume) => expect(await overcaptured(assume)).toEqual([1800, 1800, 1800]),
    stays: async (assume) => expect(await overcaptured(assume)).toEqual([1800, 1500, 1800])
  },
  incrementEvents: {
    both: async (assume) => expect(await incremented(assume)).toEqual(["charge.updated", capturable]),
    capturable: async (assume) => expect(await incremented(assume)).toEqual([capturable]),
    none: async (assume) => expect(await incremented(assume)).toEqual([])
  },
  extendedWindow: {
    "29-days-18-hours": async (assume) => expect(await hours(assume)).toBe(29 * 24 + 18),
    "30-days": async (assume) => expect(await hours(assume)).toBe(30 * 24)
  }
}
