import { describe, expect, it } from "vitest"
import { AuthorisationId, type Fact } from "../src/Fact.ts"
import * as Money from "../src/Money.ts"
import * as Totals from "../src/Totals.ts"
import {
  asked,
  authorised,
  done,
  eur,
  event,
  linked,
  money,
  observed,
  outcome,
  payment,
  refused,
  underWay
} from "./payment.ts"

/** What is expected; amounts in minor units. */
interface Expected {
  readonly authorised?: number
  readonly captured?: number
  readonly refunded?: number
  readonly capturable?: number
  readonly refundable?: number
  readonly maximum?: number
  readonly released?: Totals.Totals["released"]
  readonly assumed?: boolean
  readonly complete?: boolean
  readonly validUntil?: number | undefined
  readonly conflicts?: ReadonlyArray<Totals.Conflict["what"]>
}

type Row = readonly [what: string, facts: ReadonlyArray<Fact>, expected: Expected]

const reads = (totals: Totals.Totals): Required<Omit<Expected, "maximum">> & Pick<Expected, "maximum"> => ({
  authorised: totals.authorised.value,
  captured: totals.captured.value,
  refunded: totals.refunded.value,
  capturable: totals.capturable.value,
  refundable: totals.refundable.value,
  ...(totals.maximum === undefined ? {} : { maximum: totals.maximum.value }),
  released: totals.released,
  assumed: totals.assumed,
  complete: totals.complete,
  validUntil: totals.validUntil,
  conflicts: totals.conflicts.map(({ what }) => what)
})

const untouched = {
  authorised: 10_000,
  captured: 0,
  refunded: 0,
  capturable: 10_000,
  refundable: 0,
  released: undefined,
  assumed: false,
  complete: true,
  validUntil: undefined,
  conflicts: []
}

/** What is not named is as if nothing had happened. */
const rows = (table: ReadonlyArray<Row>, more: Parameters<typeof payment>[1] = {}, now?: number) =>
  it.each(table)("%s", (_, facts, expected) => {
    expect(reads(payment(facts, more).totals(now))).toEqual({ ...untouched, ...expected })
  })

it("there are none without an Authorised", () => {
  expect(Totals.fold([])).toBeUndefined()
  expect(Totals.fold(done("k1", "capture", 100, 1))).toBeUndefined()
})

describe("adjustments", () => {
  const under = (value: number) => ({ authorised: value, capturable: value })
  rows([
    [
      "one that is acknowledged has changed nothing but what is certain",
      underWay("k1", "adjust", 12_000),
      { complete: false }
    ],
    [
      "one downwards is counted before it is decided",
      underWay("k1", "adjust", 7000),
      { capturable: 7000, complete: false }
    ],
    ["one that succeeded is in force", done("k1", "adjust", 12_000, 1), under(12_000)],
    ["one that failed is not", [asked("k1", "adjust", 12_000), outcome("k1", "adjust", "failed", 1)], {}],
    ["one that was refused is not", [asked("k1", "adjust", 7000), refused("k1")], {}],
    [
      "the amount is what was asked, whatever the event says",
      [asked("k1", "adjust", 12_000), outcome("k1", "adjust", "succeeded", 1, { amount: money(2000) })],
      { ...under(12_000), conflicts: ["amount"] }
    ],
    [
      "the later one by the provider's clock is in force, not the one asked for last",
      [...done("k1", "adjust", 12_000, 9), ...done("k2", "adjust", 15_000, 8, { sequence: 2 })],
      under(12_000)
    ],
    [
      "at one moment, the one asked for last",
      [...done("k9", "adjust", 12_000, 9, { sequence: 1 }), ...done("k2", "adjust", 15_000, 9, { sequence: 2 })],
      under(15_000)
    ],
    ["somebody else's counts, as the event says", [event("x", "adjust", "succeeded", 1, 8000)], under(8000)],
    [
      "of several under way, the smallest is what is certain",
      [...underWay("k1", "adjust", 7000), ...underWay("k2", "adjust", 20_000, { sequence: 2 })],
      { capturable: 7000, complete: false }
    ]
  ])
})

describe("captures", () => {
  rows([
    [
      "one that is only asked for is as good as taken",
      [asked("k1", "capture", 4000)],
      { capturable: 6000, complete: false }
    ],
    ["one that is acknowledged, too", underWay("k1", "capture", 4000), { capturable: 6000, complete: false }],
    ["one that succeeded", done("k1", "capture", 4000, 1), { captured: 4000, capturable: 6000, refundable: 4000 }],
    [
      "one that gives the rest back",
      done("k1", "capture", 4000, 1, { closes: true }),
      { captured: 4000, capturable: 0, refundable: 4000, released: "closed" }
    ],
    [
      "while that one is under way, nothing else is certain",
      underWay("k1", "capture", 4000, { closes: true }),
      { capturable: 0, complete: false }
    ],
    [
      "one that failed has given nothing back",
      [...done("k1", "capture", 4000, 1, { closes: true }), outcome("k1", "capture", "failed", 2)],
      {}
    ],
    [
      "one that failed and was taken after all",
      [
        ...done("k1", "capture", 4000, 1),
        outcome("k1", "capture", "failed", 2),
        outcome("k1", "capture", "succeeded", 3)
      ],
      { captured: 4000, capturable: 6000, refundable: 4000 }
    ],
    [
      "at one moment a failure counts least",
      [...done("k1", "capture", 4000, 1), outcome("k1", "capture", "failed", 1)],
      { captured: 4000, capturable: 6000, refundable: 4000, conflicts: ["verdict"] }
    ],
    [
      "an outcome outweighs a refusal",
      [...done("k1", "capture", 4000, 1), refused("k1")],
      { captured: 4000, capturable: 6000, refundable: 4000, conflicts: ["verdict"] }
    ],
    [
      "somebody else's counts, as the event says",
      [event("x", "capture", "succeeded", 1, 4000)],
      { captured: 4000, capturable: 6000, refundable: 4000 }
    ],
    [
      "an event before its link is somebody else's, and ours is under way",
      [asked("k1", "capture", 4000), event("x", "capture", "succeeded", 1, 4000)],
      { captured: 4000, capturable: 2000, refundable: 4000, complete: false }
    ],
    [
      "with the link, they are one",
      [asked("k1", "capture", 4000), event("x", "capture", "succeeded", 1, 4000), linked("k1", "x")],
      { captured: 4000, capturable: 6000, refundable: 4000 }
    ],
    [
      "an event that names both is a link",
      [
        asked("k1", "capture", 4000),
        outcome("k1", "capture", "failed", 1, { id: "x" }),
        event("x", "capture", "succeeded", 2, 4000)
      ],
      { captured: 4000, capturable: 6000, refundable: 4000 }
    ],
    [
      "an acknowledgement outweighs it",
      [
        asked("k1", "capture", 4000),
        asked("k2", "capture", 3000),
        linked("k2", "x"),
        outcome("k1", "capture", "failed", 1, { id: "x" }),
        event("x", "capture", "succeeded", 2)
      ],
      { captured: 3000, capturable: 7000, refundable: 3000, complete: false, conflicts: ["link"] }
    ],
    [
      "a key is ours if only its link is known",
      [linked("k1", "x"), outcome("k1", "capture", "succeeded", 1, { amount: money(4000) })],
      { captured: 4000, capturable: 6000, refundable: 4000 }
    ],
    [
      "a key is ours if only its refusal is known",
      [
        refused("k1"),
        outcome("k1", "capture", "succeeded", 1, { id: "x", amount: money(1000) }),
        outcome("k1", "capture", "succeeded", 2, { id: "y", amount: money(4000) })
      ],
      { captured: 4000, capturable: 6000, refundable: 4000, conflicts: ["verdict"] }
    ],
    [
      "somebody else's that gives the rest back",
      [{ ...event("x", "capture", "succeeded", 1, 4000), closes: true }],
      { captured: 4000, capturable: 0, refundable: 4000, released: "closed" }
    ],
    [
      "somebody else's that would have, and failed",
      [{ ...event("x", "capture", "succeeded", 1, 4000), closes: true }, event("x", "capture", "failed", 2, 4000)],
      {}
    ],
    [
      "a key that is none of ours ties nothing: two captures of somebody else who names the payment",
      [
        outcome("order-1", "capture", "succeeded", 1, { id: "x", amount: money(1000) }),
        outcome("order-1", "capture", "succeeded", 2, { id: "y", amount: money(3000) })
      ],
      { captured: 4000, capturable: 6000, refundable: 4000 }
    ],
    [
      "two of one amount are two",
      [...done("k1", "capture", 4000, 1), ...done("k2", "capture", 4000, 1)],
      { captured: 8000, capturable: 2000, refundable: 8000 }
    ],
    [
      "more than is authorised is told, and not complete",
      done("k1", "capture", 11_000, 1),
      { captured: 11_000, capturable: 0, refundable: 11_000, complete: false }
    ],
    [
      "one that says no amount is not counted, and not complete",
      [event("x", "capture", "succeeded", 1)],
      { complete: false, conflicts: ["no-amount"] }
    ]
  ])
})

describe("where the provider reports totals", () => {
  const captures = [observed(1, { captured: money(3000) }), observed(2, { captured: money(5000) })]
  const taken = { captured: 5000, capturable: 5000, refundable: 5000 }
  rows(
    [
      ["nothing is captured until it says so", [observed(1, {})], {}],
      ["the greatest one counts, in any order", captures.toReversed(), taken],
      ["outcomes only settle what was asked", [...captures, ...done("k1", "capture", 5000, 2)], taken],
      ["one that says no amount lacks nothing", [...captures, event("x", "capture", "succeeded", 2)], taken],
      [
        "the capture that is under way counts besides",
        [...captures, ...underWay("k1", "capture", 1000)],
        { ...taken, capturable: 4000, complete: false }
      ],
      [
        "what is authorised goes up",
        [observed(1, { authorised: money(12_000) })],
        { authorised: 12_000, capturable: 12_000 }
      ],
      [
        "more than is authorised may be captured",
        [...captures, observed(3, { maximum: money(11_500) })],
        { ...taken, capturable: 6500, maximum: 11_500 }
      ],
      [
        "and is in order if it is",
        [observed(3, { captured: money(11_500), maximum: money(11_500) })],
        { captured: 11_500, capturable: 0, refundable: 11_500, maximum: 11_500 }
      ],
      [
        "but not while a smaller amount is under way",
        [observed(3, { maximum: money(11_500) }), ...underWay("k1", "adjust", 9000)],
        { capturable: 9000, maximum: 11_500, complete: false }
      ],
      ["it says that it is over", [observed(1, { released: "closed" })], { capturable: 0, released: "closed" }],
      [
        "an amount in another currency is no total",
        [observed(1, { captured: new Money.Money({ value: 5, currency: "JPY" }) })],
        {}
      ]
    ],
    { observed: ["adjust", "capture"] }
  )

  it("of captures only, adjustments are still outcomes", () => {
    const facts = [observed(1, { authorised: money(99), captured: money(50) }), ...done("k1", "adjust", 12_000, 1)]
    expect(reads(payment(facts, { observed: ["capture"] }).totals())).toMatchObject({
      authorised: 12_000,
      captured: 50
    })
  })
})

describe("the end", () => {
  rows([
    ["a cancellation that is under way", underWay("k1", "cancel"), { capturable: 0, complete: false }],
    ["one that succeeded", done("k1", "cancel", undefined, 1), { capturable: 0, released: "cancelled" }],
    ["one that failed", [asked("k1", "cancel"), outcome("k1", "cancel", "failed", 1)], {}],
    ["an expiry", [{ _tag: "Expired", at: 5 }], { capturable: 0, released: "expired" }],
    [
      "a cancellation is the reason that outweighs an expiry",
      [{ _tag: "Expired", at: 5 }, ...done("k1", "cancel", undefined, 9)],
      { capturable: 0, released: "cancelled" }
    ],
    ["a reversal that is under way", underWay("k1", "reverse"), { capturable: 0, complete: false }],
    [
      "a reversal that was a cancellation",
      [asked("k1", "reverse"), outcome("k1", "cancel", "succeeded", 1)],
      { capturable: 0, released: "cancelled" }
    ],
    ["a reversal that failed", [asked("k1", "reverse"), outcome("k1", "reverse", "failed", 1)], {}]
  ])
})

describe("refunds", () => {
  const captured = done("c1", "capture", 8000, 1)
  const taken = { captured: 8000, capturable: 2000, refundable: 8000 }
  rows([
    [
      "one under way is as good as given",
      [...captured, ...underWay("k1", "refund", 3000)],
      { ...taken, refundable: 5000, complete: false }
    ],
    [
      "one that succeeded",
      [...captured, ...done("k1", "refund", 3000, 2)],
      { ...taken, refunded: 3000, refundable: 5000 }
    ],
    [
      "one that never arrived",
      [...captured, ...done("k1", "refund", 3000, 2), outcome("k1", "refund", "reverted", 3)],
      taken
    ],
    [
      "at one moment, that it came back counts most",
      [...captured, ...done("k1", "refund", 3000, 2), outcome("k1", "refund", "reverted", 2)],
      { ...taken, conflicts: ["verdict"] }
    ],
    [
      "a reversal that was a refund, and says how much",
      [...captured, asked("k1", "reverse"), outcome("k1", "refund", "succeeded", 2, { amount: money(8000) })],
      { ...taken, refunded: 8000, refundable: 0 }
    ],
    [
      "one that does not say gave all that was left",
      [...captured, ...done("k0", "refund", 3000, 2), asked("k1", "reverse"), outcome("k1", "refund", "succeeded", 3)],
      { ...taken, refunded: 8000, refundable: 0 }
    ],
    [
      "while a reversal is under way, nothing is certain",
      [...captured, ...underWay("k1", "reverse")],
      { ...taken, capturable: 0, refundable: 0, complete: false }
    ],
    [
      "before the capture is known",
      [event("x", "refund", "succeeded", 2, 3000)],
      { refunded: 3000, refundable: 0, complete: false }
    ],
    [
      "a dispute is none",
      [...captured, { _tag: "Disputed", id: "d1", amount: money(8000), at: 9, stage: "chargeback" }],
      taken
    ]
  ])

  it("of a reversal whose capture is not known are not complete", () => {
    const facts = [asked("k1", "reverse"), outcome("k1", "refund", "succeeded", 2)]
    expect(payment(facts).totals().complete).toBe(false)
  })
})

describe("an automatic capture that nobody announces", () => {
  const silent = { capture: "automatic", capturesAt: 100 } as const
  describe("before its time", () => rows([["has not happened", [], {}]], silent, 99))
  describe("of a payment that is captured by hand", () =>
    rows([["does not happen", [], {}]], { ...silent, capture: "manual" }, 100))
  describe("read without a time", () => rows([["has not happened", [], {}]], silent))
  describe("in its time", () => {
    const due = { captured: 10_000, capturable: 0, refundable: 10_000, assumed: true }
    rows(
      [
        ["is assumed", [], due],
        [
          "is of the amount in force",
          done("k1", "adjust", 12_000, 9),
          { ...due, authorised: 12_000, captured: 12_000, refundable: 12_000 }
        ],
        ["is not after a cancellation", done("k1", "cancel", undefined, 9), { capturable: 0, released: "cancelled" }],
        [
          "is not after a final capture",
          done("k1", "capture", 4000, 9, { closes: true }),
          { captured: 4000, capturable: 0, refundable: 4000, released: "closed" }
        ],
        [
          "is no assumption once it is known",
          [event("x", "capture", "succeeded", 100, 10_000)],
          { ...due, assumed: false }
        ],
        ["can be refunded", done("k1", "refund", 4000, 101), { ...due, refunded: 4000, refundable: 6000 }],
        [
          "can be reversed, without anybody saying how much that was",
          [asked("k1", "reverse"), outcome("k1", "refund", "succeeded", 101)],
          { ...due, refunded: 10_000, refundable: 0 }
        ],
        [
          "may have been of less, if an adjustment is under way",
          underWay("k1", "adjust", 6000),
          { ...due, refundable: 6000, complete: false }
        ],
        [
          "may not have happened, if a cancellation is under way",
          underWay("k1", "cancel"),
          { ...due, refundable: 0, complete: false }
        ]
      ],
      silent,
      100
    )
  })
})

describe("validity", () => {
  const until = (validUntil: number, kind: "adjust" | "capture" = "adjust") => [
    asked("k1", kind, 10_000),
    outcome("k1", kind, "succeeded", 1, { validUntil })
  ]
  it("is the longest that anybody promised", () => {
    const read = (facts: ReadonlyArray<Fact>) => payment(facts, { validUntil: 100 }).totals().validUntil
    expect(read([])).toBe(100)
    expect(read(until(200))).toBe(200)
    expect(read(until(50))).toBe(100)
    expect(read([observed(1, { validUntil: 300 }), ...until(200)])).toBe(300)
    expect(read([asked("k1", "adjust", 10_000), outcome("k1", "adjust", "failed", 1, { validUntil: 200 })])).toBe(100)
    expect(payment().totals().validUntil).toBeUndefined()
  })
})

describe("what does not fit", () => {
  const yen = new Money.Money({ value: 5000, currency: "JPY" })
  rows([
    [
      "an amount in another currency is not counted, and not complete",
      [{ ...event("x", "capture", "succeeded", 1), amount: yen }],
      { complete: false, conflicts: ["currency"] }
    ],
    [
      "of ours it changes nothing",
      [asked("k1", "capture", 4000), outcome("k1", "capture", "succeeded", 1, { amount: yen })],
      { captured: 4000, capturable: 6000, refundable: 4000, conflicts: ["currency", "amount"] }
    ],
    [
      "a refund under the key of a capture",
      [asked("k1", "capture", 4000), outcome("k1", "refund", "succeeded", 1)],
      { captured: 4000, capturable: 6000, refundable: 4000, complete: false, conflicts: ["kind"] }
    ],
    [
      "a refund by somebody else that carries the key of our capture",
      [
        ...done("k1", "capture", 4000, 1),
        linked("k1", "ours"),
        outcome("k1", "refund", "succeeded", 2, { id: "theirs", amount: eur(1000) })
      ],
      { captured: 4000, capturable: 6000, refunded: 1000, refundable: 3000 }
    ],
    [
      "two executions under one key",
      [
        ...done("k1", "capture", 4000, 1),
        asked("k2", "refund", 500),
        linked("k2", "x"),
        linked("k2", "y"),
        outcome("k2", "refund", "succeeded", 2, { id: "x" }),
        outcome("k2", "refund", "succeeded", 2, { id: "y" })
      ],
      { captured: 4000, capturable: 6000, refunded: 500, refundable: 3500, complete: false, conflicts: ["link"] }
    ],
    [
      "cancelled, although it was captured",
      [...done("k1", "capture", 4000, 1), event("x", "cancel", "succeeded", 2)],
      {
        captured: 4000,
        capturable: 0,
        refundable: 4000,
        released: "cancelled",
        complete: false,
        conflicts: ["cancelled"]
      }
    ],
    [
      "facts of another authorisation",
      [...done("k1", "capture", 4000, 1), authorised({ id: AuthorisationId.make("a2") })],
      { captured: 4000, capturable: 6000, refundable: 4000, complete: false, conflicts: ["another"] }
    ],
    [
      "two amounts under one key",
      [asked("k1", "capture", 4000), asked("k1", "capture", 5000)],
      { capturable: 6000, complete: false, conflicts: ["asked"] }
    ],
    [
      "one id for two keys",
      [...done("k1", "capture", 4000, 1), linked("k1", "x"), linked("k2", "x")],
      { captured: 4000, capturable: 6000, refundable: 4000, complete: false, conflicts: ["link"] }
    ],
    [
      "a reversal that succeeded as neither",
      [asked("k1", "reverse"), outcome("k1", "reverse", "succeeded", 1)],
      { complete: false }
    ],
    ["two first amounts", [authorised({ amount: eur(20_000) })], { conflicts: ["amount"] }],
    [
      "more than a number can count",
      [
        event("x", "capture", "succeeded", 1, Number.MAX_SAFE_INTEGER),
        event("y", "capture", "succeeded", 1, Number.MAX_SAFE_INTEGER)
      ],
      { captured: Number.MAX_SAFE_INTEGER, capturable: 0, refundable: Number.MAX_SAFE_INTEGER, complete: false }
    ]
  ])

  it("is listed by the name of the modification, one form for all", () => {
    const facts = [asked("k1", "capture", 4000), asked("k1", "capture", 5000), linked("k1", "x"), linked("k2", "x")]
    expect(payment(facts).totals().conflicts).toEqual([
      { modification: "key k2", what: "link" },
      { modification: "key k1", what: "asked" }
    ])
  })
})
