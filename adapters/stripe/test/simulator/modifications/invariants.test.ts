/** Whatever is asked, in whichever order: the money is in order, and the wire says what the truth says. */
import { Identifiers } from "@paylayer/simulator"
import { describe, expect, it } from "vitest"
import { asking, everything, type Form, open, usd } from "../world.ts"

const all = asking("multicapture", "overcapture", "incremental_authorization", "extended_authorization")
const authorisation = 1500
const cents = (decimal: string) => Math.round(Number(decimal) * 100)

const walk = async (seed: number) => {
  const random = Identifiers.make(seed)
  const number = (below: number) => Number.parseInt(random.hex(6), 16) % below
  const pick = <A>(values: ReadonlyArray<A>): A => values[number(values.length)]!
  const world = await open({ ...everything, ...(number(2) === 0 ? {} : { refundsPendFor: "1 hour" }) })
  const { id } = await world.authorised(number(4) === 0 ? {} : all)
  const post = (path: string, form: Form) => async () => (await world.post(path, form)).status === 200
  const ofIntent = (what: string, form: Form) => post(`payment_intents/${id}/${what}`, form)
  const amount = () => number(2200)
  const steps = [
    () => ofIntent("capture", { amount_to_capture: amount(), final_capture: number(3) === 0 }),
    () => ofIntent("capture", {}),
    () => ofIntent("increment_authorization", { amount: authorisation + number(800) }),
    () => post("refunds", { payment_intent: id, amount: amount() }),
    () => post("refunds", { payment_intent: id }),
    () => (number(3) === 0 ? ofIntent("cancel", {}) : ofIntent("capture", { amount_to_capture: 0 })),
    () => () => world.act(id, { _tag: "Refund", amount: usd((amount() / 100).toFixed(2)) }),
    () => () => world.act(id, { _tag: "RefundFails" }),
    () => () => world.act(id, { _tag: "RefuseNext", kind: pick(["adjust", "capture", "refund"]) }),
    () => () => (number(4) === 0 ? world.act(id, { _tag: "Dispute", amount: usd("1") }) : Promise.resolve(false)),
    () => async () => {
      await world.advance(pick(["1 minute", "2 hours", "3 days"]))
      return true
    }
  ]
  for (let count = 0; count < 14; count++) {
    const before = await world.totals(id)
    const done = await pick(steps)()()
    const after = await world.totals(id)
    if (!done) expect(after).toEqual(before)
    const [authorised = 0, captured = 0, refunded = 0] = after!.slice(0, 3).map((decimal) => cents(String(decimal)))
    expect(refunded).toBeGreaterThanOrEqual(0)
    expect(refunded).toBeLessThanOrEqual(captured)
    const { body: intent } = await world.get(`payment_intents/${id}`, "expand[]=latest_charge")
    const charge = intent["latest_charge"]
    const { amount_authorized, overcapture } = charge.payment_method_details.card
    expect(captured).toBeLessThanOrEqual(overcapture.maximum_amount_capturable)
    expect([amount_authorized, charge.amount_captured, intent["amount_received"]]).toEqual([
      authorised,
      captured,
      captured
    ])
    const open = intent["status"] === "requires_capture"
    expect(intent["amount_capturable"]).toBe(open ? authorised - captured : 0)
    expect(after![3]).toBe(!open)
    const { data } = (await world.get("refunds", { payment_intent: id, limit: 100 })).body
    const sum = (...statuses: ReadonlyArray<string>) =>
      (data as ReadonlyArray<{ readonly amount: number; readonly status: string }>)
        .filter(({ status }) => statuses.includes(status))
        .reduce((total, refund) => total + refund.amount, 0)
    expect(sum("succeeded")).toBe(refunded)
    if (intent["status"] !== "canceled") expect(charge.amount_refunded).toBe(sum("succeeded", "pending"))
    expect(sum("succeeded", "pending")).toBeLessThanOrEqual(captured)
  }
}

describe("the totals", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))("are in order after each step: %i", (seed) => walk(seed))
})
