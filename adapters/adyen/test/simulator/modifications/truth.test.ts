/**
 * What the provider believes equals what its webhooks tell, once all are taken: over many histories of what servers, the
 * back office, issuers, schemes and time do, read here in the simplest way.
 */
import { BackOffice, Identifiers } from "@paylayer/simulator"
import { expect, it } from "vitest"
import { type Endpoint, eur, type Event, openManual, preAuth } from "../world.ts"

interface Money {
  authorised: number
  captured: number
  refunded: number
  released: boolean
}

/** Of one name, only the last event counts. */
const fold = (events: ReadonlyArray<Event>, multiple: boolean): Money => {
  const money: Money = { authorised: 0, captured: 0, refunded: 0, released: false }
  const last = new Map<string, Event>()
  for (const event of events.toSorted((a, b) => Date.parse(a.eventDate) - Date.parse(b.eventDate))) {
    last.set(event.pspReference, event)
    if (event.success === "true" && event.eventCode.startsWith("AUTHORISATION")) money.authorised = event.amount.value
  }
  for (const { additionalData, amount, eventCode, success } of last.values()) {
    if (success === "false") continue
    switch (eventCode === "CANCEL_OR_REFUND" ? additionalData?.["modification.action"] : eventCode) {
      case "CAPTURE":
        money.captured += amount.value
        money.released ||= !multiple
        break
      case "REFUND":
      case "refund":
        money.refunded += amount.value
        break
      case "CANCELLATION":
      case "TECHNICAL_CANCEL":
      case "cancel":
      case "EXPIRE":
        money.released = true
    }
  }
  return money
}

const history = async (seed: number) => {
  const { hex } = Identifiers.make(seed)
  const pick = <A>(...values: ReadonlyArray<A>): A => values[Number.parseInt(hex(6), 16) % values.length]!
  const multiple = pick(true, false)
  const world = await openManual({
    multiplePartialCaptures: multiple,
    authorisationValidity: "10 days",
    captureDelay: pick<"manual" | { hours: number }>("manual", { hours: 100 }),
    assume: {
      automaticCapture: "told",
      adjustExtends: pick("same-amount", "any"),
      reversalAfterRefund: pick("fails", "refunds-the-rest")
    },
    seed
  })
  const psp = await world.authorised(pick<object>(preAuth, preAuth, {}))
  const names: Array<string> = []
  const told: Array<Event> = []
  for (let step = 0; step < 12; step++) {
    const amount = eur(pick(1, 300, 700, 1200, 1900, 2500))
    const major = { decimal: String(amount.value / 100), currency: "EUR" }
    const ask = async (endpoint: Endpoint, body: object = { amount }) => {
      const answer = await world.modify(psp, endpoint, body)
      names.push(String(answer.body["pspReference"]))
    }
    const id = pick(undefined, ...names)
    const which = id === undefined ? {} : { id }
    const act = (done: BackOffice.Act) => world.act(psp, done)
    await pick<() => Promise<unknown>>(
      () => ask("amountUpdates"),
      () => ask("amountUpdates"),
      () => ask("captures"),
      () => ask("captures"),
      () => ask("refunds"),
      () => ask("refunds"),
      () => ask("cancels", {}),
      () => ask("reversals", {}),
      () => act({ _tag: "Capture", amount: major }),
      () => act({ _tag: "Refund", amount: major }),
      () => act({ _tag: "Cancel" }),
      () => act({ _tag: "CaptureFails", ...which }),
      () => act({ _tag: "CaptureFails" }),
      () => act({ _tag: "CaptureRecovers", ...which }),
      () => act({ _tag: "CaptureRecovers" }),
      () => act({ _tag: "RefundFails", ...which }),
      () => act({ _tag: "Dispute", amount: major }),
      () => act({ _tag: "RefuseNext", kind: pick("adjust", "capture", "cancel", "refund") })
    )()
    if (pick(true, false)) await world.advance(pick("300 millis", "1 seconds", "3 seconds", "40 hours", "10 days"))
    if (pick(true, false)) told.push(...(await world.take()).flatMap(eventsOf))
    const [authorised, captured, refunded] = ((await world.money(psp)) ?? []).map(Number)
    expect(refunded!).toBeLessThanOrEqual(captured!)
    expect(captured!).toBeLessThanOrEqual(authorised!)
  }
  told.push(...(await world.told()))
  const [authorised, captured, refunded, released] = (await world.money(psp)) ?? []
  const truth = { authorised, captured, refunded, capturable: released ? 0 : Number(authorised) - Number(captured) }
  return { truth, folded: fold(told, multiple), told }
}
const eventsOf = (delivery: { readonly body: string }): ReadonlyArray<Event> =>
  (JSON.parse(delivery.body) as { notificationItems: Array<{ NotificationRequestItem: Event }> }).notificationItems.map(
    ({ NotificationRequestItem }) => NotificationRequestItem
  )

it("the truth is what is told", async () => {
  const codes = new Set<string>()
  for (let seed = 1; seed <= 200; seed++) {
    const { folded, told, truth } = await history(seed)
    const { authorised, captured, refunded, released } = folded
    const units = (value: number) => String(value / 100)
    expect(truth, `history ${seed}`).toEqual({
      authorised: units(authorised),
      captured: units(captured),
      refunded: units(refunded),
      capturable: released ? 0 : authorised / 100 - captured / 100
    })
    for (const { eventCode, success } of told) codes.add(`${eventCode} ${success}`)
  }
  // All of it did happen.
  expect([...codes].sort()).toEqual([
    "AUTHORISATION true",
    "AUTHORISATION_ADJUSTMENT false",
    "AUTHORISATION_ADJUSTMENT true",
    "CANCELLATION false",
    "CANCELLATION true",
    "CANCEL_OR_REFUND false",
    "CANCEL_OR_REFUND true",
    "CAPTURE false",
    "CAPTURE true",
    "CAPTURE_FAILED true",
    "CHARGEBACK true",
    "EXPIRE true",
    "NOTIFICATION_OF_CHARGEBACK true",
    "REFUND false",
    "REFUND true",
    "REFUND_FAILED true"
  ])
}, 60_000)
