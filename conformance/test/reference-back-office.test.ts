/** What becomes of a payment at the reference provider without the merchant's server, and what holds whatever happens. */
import type { BackOffice } from "@paylayer/simulator"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  bodies,
  type Collection,
  day,
  decided,
  doing,
  eur,
  euros,
  type Fields,
  hour,
  iso,
  modes,
  now,
  second,
  type Standing,
  standingOf,
  textOf,
  type World,
  world
} from "./reference-world.ts"

describe.each(modes)("the back office, while modifications are decided %s", (decides) => {
  const capture = (decimal: string): BackOffice.Act => ({ _tag: "Capture", amount: euros(decimal) })
  const refund = (decimal: string): BackOffice.Act => ({ _tag: "Refund", amount: euros(decimal) })
  const dispute = (decimal: string): BackOffice.Act => ({ _tag: "Dispute", amount: euros(decimal) })
  const fails: BackOffice.Act = { _tag: "CaptureFails" }
  const recovers: BackOffice.Act = { _tag: "CaptureRecovers" }
  const refundFails: BackOffice.Act = { _tag: "RefundFails" }
  const cancel: BackOffice.Act = { _tag: "Cancel" }

  it.each<readonly [name: string, ReadonlyArray<readonly [BackOffice.Act, boolean, Standing]>]>([
    [
      "captures and refunds",
      [
        [refund("1"), false, ["19", "0", "0", false]],
        [capture("5"), true, ["19", "5", "0", false]],
        [cancel, false, ["19", "5", "0", false]],
        [capture("14.01"), false, ["19", "5", "0", false]],
        [capture("14"), true, ["19", "19", "0", true]],
        [refund("20"), false, ["19", "19", "0", true]],
        [refund("4.5"), true, ["19", "19", "4.5", true]]
      ]
    ],
    [
      "cancels, once",
      [
        [cancel, true, ["19", "0", "0", true]],
        [cancel, false, ["19", "0", "0", true]],
        [capture("5"), false, ["19", "0", "0", true]]
      ]
    ],
    [
      "hears that captures fail and are taken after all",
      [
        [fails, false, ["19", "0", "0", false]],
        [recovers, false, ["19", "0", "0", false]],
        [capture("19"), true, ["19", "19", "0", true]],
        [recovers, false, ["19", "19", "0", true]],
        [fails, true, ["19", "0", "0", false]],
        [fails, false, ["19", "0", "0", false]],
        [recovers, true, ["19", "19", "0", true]],
        [fails, true, ["19", "0", "0", false]],
        [capture("0.01"), true, ["19", "0.01", "0", false]],
        [recovers, false, ["19", "0.01", "0", false]]
      ]
    ],
    [
      "hears that the latest one that failed is taken after all, whatever came after it",
      [
        [capture("5"), true, ["19", "5", "0", false]],
        [fails, true, ["19", "0", "0", false]],
        [capture("3"), true, ["19", "3", "0", false]],
        [recovers, true, ["19", "8", "0", false]],
        [recovers, false, ["19", "8", "0", false]]
      ]
    ],
    [
      "hears that refunds fail",
      [
        [capture("5"), true, ["19", "5", "0", false]],
        [refundFails, false, ["19", "5", "0", false]],
        [refund("2"), true, ["19", "5", "2", false]],
        [refund("3"), true, ["19", "5", "5", false]],
        [refundFails, true, ["19", "5", "2", false]],
        [refundFails, true, ["19", "5", "0", false]],
        [refundFails, false, ["19", "5", "0", false]]
      ]
    ],
    [
      "knows that a capture whose money is on its way back does not fail",
      [
        [capture("5"), true, ["19", "5", "0", false]],
        [capture("3"), true, ["19", "8", "0", false]],
        [refund("5"), true, ["19", "8", "5", false]],
        [fails, true, ["19", "5", "5", false]],
        [fails, false, ["19", "5", "5", false]],
        [refundFails, true, ["19", "5", "0", false]],
        [fails, true, ["19", "0", "0", false]]
      ]
    ],
    [
      "knows that nothing is taken after all from what was cancelled",
      [
        [capture("5"), true, ["19", "5", "0", false]],
        [fails, true, ["19", "0", "0", false]],
        [cancel, true, ["19", "0", "0", true]],
        [recovers, false, ["19", "0", "0", true]]
      ]
    ],
    [
      "hears of disputes, which move nothing",
      [
        [dispute("1"), false, ["19", "0", "0", false]],
        [capture("5"), true, ["19", "5", "0", false]],
        [dispute("5.01"), false, ["19", "5", "0", false]],
        [dispute("5"), true, ["19", "5", "0", false]]
      ]
    ],
    [
      "takes amounts of the payment's currency, in whole units",
      [
        [capture("0"), false, ["19", "0", "0", false]],
        [capture("-1"), false, ["19", "0", "0", false]],
        [capture("0.001"), false, ["19", "0", "0", false]],
        [capture("five"), false, ["19", "0", "0", false]],
        [{ _tag: "Capture", amount: { decimal: "5", currency: "USD" } }, false, ["19", "0", "0", false]]
      ]
    ],
    [
      "is declined like anybody else",
      [
        [{ _tag: "RefuseNext", kind: "capture" }, true, ["19", "0", "0", false]],
        [capture("5"), true, ["19", "0", "0", false]],
        [capture("5"), true, ["19", "5", "0", false]]
      ]
    ]
  ])("%s", (_, acts) => {
    const w = world({ decides })
    const payment = w.paid()
    for (const [act, done, standing] of acts) {
      w.events()
      expect([act, w.act(payment, act)]).toEqual([act, done])
      expect([act, standingOf(w, payment)]).toEqual([act, standing])
      expect(w.events()).toHaveLength(done && act._tag !== "RefuseNext" ? 1 : 0)
    }
  })

  it("takes no amount between two steps", () => {
    const w = world({ decides })
    const payment = w.paid({ amount: { value: 1500, currency: "KWD" } })
    const captures = ["0.005", "0.015", "0.01"].map((decimal) =>
      w.act(payment, { _tag: "Capture", amount: { decimal, currency: "KWD" } })
    )
    expect(captures).toEqual([false, false, true])
    expect(standingOf(w, payment)).toEqual(["1.5", "0.01", "0", false])
  })

  it("names the capture or refund that fails", async () => {
    const w = world({ decides })
    const payment = w.paid()
    const ids: Array<string> = []
    for (const [collection, value] of [
      ["captures", 100],
      ["captures", 200],
      ["refunds", 10],
      ["refunds", 20]
    ] as const) {
      const final = collection === "captures" ? { final: false } : {}
      await doing(w, payment, collection, { amount: eur(value), ...final })
      ids.push(textOf(w.modifications(payment).at(-1)?.["id"]))
    }
    const [one = "", two = "", first = "", last = ""] = ids
    const steps: ReadonlyArray<readonly [BackOffice.Act, boolean, Standing]> = [
      [{ _tag: "CaptureFails", id: first }, false, ["19", "3", "0.3", false]],
      [{ _tag: "RefundFails", id: two }, false, ["19", "3", "0.3", false]],
      [{ _tag: "RefundFails", id: "mod_9999" }, false, ["19", "3", "0.3", false]],
      [{ _tag: "RefundFails", id: first }, true, ["19", "3", "0.2", false]],
      [{ _tag: "CaptureFails", id: one }, true, ["19", "2", "0.2", false]],
      [{ _tag: "CaptureFails", id: one }, false, ["19", "2", "0.2", false]],
      [{ _tag: "CaptureRecovers", id: two }, false, ["19", "2", "0.2", false]],
      [{ _tag: "RefundFails", id: last }, true, ["19", "2", "0", false]],
      [{ _tag: "CaptureRecovers", id: one }, true, ["19", "3", "0", false]]
    ]
    for (const [act, done, standing] of steps) {
      expect([act, w.act(payment, act)]).toEqual([act, done])
      expect([act, standingOf(w, payment)]).toEqual([act, standing])
    }
    expect(w.modifications(payment).map(({ status }) => status)).toEqual([
      "succeeded",
      "succeeded",
      "reverted",
      "reverted"
    ])
  })

  it("counts a reversal as the refund that it turned out", async () => {
    const w = world({ decides })
    const payment = w.paid({ capture: "automatic" })
    await doing(w, payment, "reversals")
    expect(standingOf(w, payment)).toEqual(["19", "19", "19", false])
    expect(w.act(payment, refundFails)).toBe(true)
    expect(standingOf(w, payment)).toEqual(["19", "19", "0", false])
  })

  it("shows when what was decided was decided anew", async () => {
    const w = world({ decides })
    const payment = w.paid({ capture: "automatic" })
    await w.at(hour)
    w.act(payment, fails)
    expect(w.modifications(payment)).toMatchObject([{ status: "reverted", decided_at: iso(hour) }])
    await w.at(2 * hour)
    w.act(payment, recovers)
    expect(w.modifications(payment)).toMatchObject([{ status: "succeeded", decided_at: iso(2 * hour) }])
  })

  it("knows no other payment", () => {
    const w = world({ decides })
    w.submit(w.ready(), "decline")
    for (const id of ["other", "pay_0001", "ses_0001"]) {
      for (const act of [cancel, capture("5"), { _tag: "RefuseNext", kind: "capture" } as const]) {
        expect(w.act(id, act)).toBe(false)
      }
    }
  })
})

interface Step {
  readonly waits: number
  readonly act: ((w: World, payment: string) => unknown) | undefined
}

const steps = fc.array(
  fc.record<Step>({
    waits: fc.constantFrom(0, 0, 0, 1, second, 2 * second, day, 6 * day),
    act: fc.oneof(
      fc
        .record({
          collection: fc.constantFrom(...(Object.keys(bodies) as ReadonlyArray<Collection>)),
          value: fc.integer({ min: 1, max: 3000 }),
          final: fc.boolean()
        })
        .map(({ collection, final, value }) => (w: World, payment: string) => {
          const amount = { amount: eur(collection === "adjustments" ? value + 49 : value) }
          const { status } = w.modify(payment, collection, {
            ...(collection === "cancellations" || collection === "reversals" ? {} : amount),
            ...(collection === "captures" ? { final } : {})
          })
          expect([201, 409]).toContain(status)
        }),
      fc
        .oneof(
          fc.constantFrom<BackOffice.Act>(
            { _tag: "Cancel" },
            { _tag: "CaptureFails" },
            { _tag: "CaptureRecovers" },
            { _tag: "RefundFails" },
            { _tag: "RefuseNext", kind: "adjust" },
            { _tag: "RefuseNext", kind: "capture" },
            { _tag: "RefuseNext", kind: "refund" }
          ),
          fc
            .record({ _tag: fc.constantFrom("Capture", "Refund", "Dispute"), value: fc.integer({ min: 1, max: 3000 }) })
            .map(({ _tag, value }): BackOffice.Act => ({ _tag, amount: euros((value / 100).toFixed(2)) }))
        )
        .map((act) => (w: World, payment: string) => w.act(payment, act))
    )
  }),
  { maxLength: 20 }
)

/** What somebody believes who knows nothing but the events: by modification, whether it counts at the last. */
const believed = (events: ReadonlyArray<Fields>) => {
  const last = new Map<unknown, Fields>()
  for (const event of events) if (event["modification"] !== undefined) last.set(event["modification"], event)
  const counted = Array.from(last.values()).filter(
    ({ success, type }) => success === true && type !== "modification.reverted"
  )
  const sum = (kind: string) =>
    counted
      .filter(({ kind: own, turned_out }) => (turned_out ?? own) === kind)
      .reduce((total, { amount }) => total + (amount as { readonly value: number }).value, 0)
  const released =
    counted.some(({ final, kind, turned_out }) => (turned_out ?? kind) === "cancellation" || final === true) ||
    events.some(({ type }) => type === "payment.expired")
  return [sum("capture"), sum("refund"), released]
}

describe.each(modes)("whatever is asked, decided %s", (decides) => {
  it("refunded ≤ captured ≤ authorised, and the events say what is true", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom("manual", "automatic"), async (steps, capture) => {
        const w = world({ decides })
        const payment = w.paid({ capture })
        const seen: Array<string> = []
        const events: Array<Fields> = []
        const look = () => {
          const [authorised, captured, refunded, released] = standingOf(w, payment)
          const cents = [refunded, captured, authorised].map((decimal) => Math.round(Number(decimal) * 100))
          expect(cents).toEqual(cents.toSorted((one, other) => one - other))
          expect(cents[0]).toBeGreaterThanOrEqual(0)
          for (const { created, data, type } of w.events()) {
            seen.push(created)
            events.push({ type, ...data })
          }
          expect(believed(events)).toEqual([cents[1], cents[0], released])
        }
        look()
        for (const { act, waits } of steps) {
          await w.at(now(w) + waits)
          act?.(w, payment)
          look()
        }
        await decided(w)
        look()
        expect(w.modifications(payment).filter(({ status }) => status === "received")).toEqual([])
        expect(seen).toEqual(seen.toSorted())
      }),
      { numRuns: 200 }
    )
  })
})
