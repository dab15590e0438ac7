/** What may still be adjusted, cancelled, refunded and reversed: every reason, every number, one row each. */
import { describe } from "vitest"
import type {
  AdjustmentCapabilities,
  CancellationCapabilities,
  RefundCapabilities,
  ReversalCapabilities
} from "../src/Capabilities.ts"
import type { Authorised, Fact } from "../src/Fact.ts"
import * as Money from "../src/Money.ts"
import * as Rules from "../src/Rules.ts"
import * as capabilities from "./capabilities.ts"
import { asked, done, eur, event, key, observed, outcome, payment, refused, underWay } from "./payment.ts"
import {
  badAmounts,
  captured,
  elsewhere,
  expired,
  now,
  rows,
  silent,
  unstored,
  unsupported,
  waits,
  type Row
} from "./rule-rows.ts"

describe("adjust", () => {
  const adjust = (
    total: Money.PositiveMoney,
    facts: ReadonlyArray<Fact> = [],
    more: Partial<Authorised> = {},
    can: Partial<AdjustmentCapabilities> = {},
    options: Parameters<typeof Rules.adjust>[4] = {}
  ) => Rules.adjust({ ...capabilities.adjustments, ...can }, payment(facts, more), total, now, options)
  const not = (why: string, pending?: number) => ({
    _tag: "NotAdjustable",
    id: "a1",
    why,
    ...(pending === undefined ? {} : { pending })
  })
  const allowed = (amount: number, sequence = 1) => ({ kind: "adjust", amount: eur(amount), sequence })
  const again = { key: key("k1") }

  describe("in a direction", () =>
    rows([
      ["up", adjust(eur(12_000)), allowed(12_000)],
      ["down", adjust(eur(7000)), allowed(7000)],
      ["to the same", adjust(eur(10_000)), allowed(10_000)],
      ["up, where it cannot", adjust(eur(12_000), [], {}, { directions: ["down", "same"] }), not("direction")],
      ["down, where it cannot", adjust(eur(7000), [], {}, { directions: ["up", "same"] }), not("direction")],
      ["to the same, where it cannot", adjust(eur(10_000), [], {}, { directions: ["up", "down"] }), not("direction")],
      [
        "counted from the amount in force",
        adjust(eur(11_000), done("k1", "adjust", 12_000, 1), {}, { directions: ["up"] }),
        not("direction")
      ],
      [
        "and not from one that failed",
        adjust(
          eur(11_000),
          [asked("k1", "adjust", 12_000), outcome("k1", "adjust", "failed", 1)],
          {},
          { directions: ["up"] }
        ),
        allowed(11_000, 2)
      ]
    ]))

  describe("after another", () =>
    rows([
      ["that is acknowledged", adjust(eur(12_000), underWay("k1", "adjust", 11_000)), allowed(12_000, 2)],
      ["that succeeded", adjust(eur(12_000), done("k1", "adjust", 11_000, 1)), allowed(12_000, 2)],
      ["that was refused", adjust(eur(12_000), [asked("k1", "adjust", 11_000), refused("k1")]), allowed(12_000, 2)],
      ["of somebody else", adjust(eur(12_000), [event("x", "adjust", "succeeded", 1, 11_000)]), allowed(12_000)],
      ["that has no answer yet", adjust(eur(12_000), [asked("k1", "adjust", 11_000)]), waits("k1", "adjust")],
      [
        "as often as it can",
        adjust(eur(12_000), done("k1", "adjust", 11_000, 1), {}, { attempts: 2 }),
        allowed(12_000, 2)
      ],
      [
        "more often, declined ones included",
        adjust(
          eur(12_000),
          [...done("k1", "adjust", 11_000, 1), asked("k2", "adjust", 11_500), outcome("k2", "adjust", "failed", 2)],
          {},
          { attempts: 2 }
        ),
        not("attempts")
      ],
      [
        "one that was never accepted is no attempt",
        adjust(
          eur(12_000),
          [...done("k1", "adjust", 11_000, 1), asked("k2", "adjust", 11_500), refused("k2")],
          {},
          { attempts: 2 }
        ),
        allowed(12_000, 2)
      ]
    ]))

  describe("again, under its key", () =>
    rows([
      [
        "without an answer, with the sequence that it had",
        adjust(eur(11_000), [asked("k1", "adjust", 11_000, { sequence: 4 })], {}, {}, again),
        { ...allowed(11_000, 4), again: "unsure" }
      ],
      [
        "acknowledged",
        adjust(eur(11_000), underWay("k1", "adjust", 11_000), {}, {}, again),
        { ...allowed(11_000), again: "known" }
      ],
      [
        "succeeded: nothing is sent",
        adjust(eur(11_000), done("k1", "adjust", 11_000, 1), {}, { directions: ["up"] }, again),
        { ...allowed(11_000), again: "known" }
      ],
      [
        "succeeded, by an event without the key",
        adjust(
          eur(11_000),
          [...underWay("k1", "adjust", 11_000), event("id-k1", "adjust", "succeeded", 1)],
          {},
          { directions: ["up"], attempts: 1 },
          again
        ),
        { ...allowed(11_000), again: "known" }
      ],
      [
        "overtaken",
        adjust(
          eur(11_000),
          [...underWay("k1", "adjust", 11_000), ...underWay("k2", "adjust", 12_000, { sequence: 2 })],
          {},
          {},
          again
        ),
        not("overtaken")
      ],
      [
        "while another has no answer",
        adjust(
          eur(11_000),
          [asked("k1", "adjust", 11_000, { sequence: 2 }), asked("k0", "adjust", 9000)],
          {},
          {},
          again
        ),
        waits("k0", "adjust")
      ],
      ["a key that nobody used", adjust(eur(11_000), [], {}, {}, again), allowed(11_000)]
    ]))

  describe("too late", () =>
    rows([
      ["captured", adjust(eur(12_000), captured(1000)), not("captured")],
      ["captured by somebody else", adjust(eur(12_000), [event("x", "capture", "succeeded", 1, 1)]), not("captured")],
      ["captured by itself", adjust(eur(12_000), [], silent), not("captured")],
      ["while a capture is under way", adjust(eur(12_000), underWay("k1", "capture", 4000)), not("captured", 4000)],
      [
        "after a capture that failed",
        adjust(eur(12_000), [asked("k1", "capture", 10_000), outcome("k1", "capture", "failed", 1)]),
        allowed(12_000)
      ],
      ["cancelled", adjust(eur(12_000), done("k1", "cancel", undefined, 1)), not("cancelled")],
      ["while a cancellation is under way", adjust(eur(12_000), underWay("k1", "cancel")), not("cancelled", 0)],
      ["while a reversal is under way", adjust(eur(12_000), underWay("k1", "reverse")), not("cancelled", 0)],
      ["expired", adjust(eur(12_000), [expired]), not("expired")],
      ["at the end of its validity", adjust(eur(12_000), [], { validUntil: now }), not("expired")],
      ["before it", adjust(eur(12_000), [], { validUntil: now + 1 }), allowed(12_000)],
      ["closed", adjust(eur(12_000), [observed(1, { released: "closed" })]), not("closed")]
    ]))

  describe("of what is not to be adjusted", () =>
    rows([
      ["no pre-authorisation", adjust(eur(12_000), [], { adjustable: false }), not("not-a-pre-authorisation")],
      ["a pre-authorisation", adjust(eur(12_000), [], { adjustable: true }), allowed(12_000)],
      ["another provider's", Rules.adjust(capabilities.adjustments, elsewhere, eur(1), now), not("another-provider")],
      ["no authorisation", Rules.adjust(capabilities.adjustments, unstored, eur(1), now), not("not-an-authorisation")]
    ]))

  describe("to an amount", () => rows(badAmounts.map(([what, amount, must]): Row => [what, adjust(amount), must])))
})

describe("cancel", () => {
  const cancel = (
    facts: ReadonlyArray<Fact> = [],
    more: Partial<Authorised> = {},
    options: Parameters<typeof Rules.cancel>[3] = {},
    can: CancellationCapabilities = capabilities.cancellations
  ) => Rules.cancel(can, payment(facts, more), now, options)
  const not = (status: string, pending?: number) => ({
    _tag: "NotCancellable",
    id: "a1",
    status,
    ...(pending === undefined ? {} : { pending })
  })
  const allowed = { kind: "cancel", sequence: 0 }
  rows([
    ["before anything", cancel(), allowed],
    ["after an adjustment", cancel(done("k1", "adjust", 12_000, 1)), allowed],
    ["while an adjustment is under way", cancel(underWay("k1", "adjust", 12_000)), allowed],
    ["while an adjustment has no answer", cancel([asked("k1", "adjust", 12_000)]), allowed],
    [
      "after a capture that failed",
      cancel([asked("k1", "capture", 1), outcome("k1", "capture", "failed", 1)]),
      allowed
    ],
    [
      "after a cancellation that failed",
      cancel([asked("k1", "cancel"), outcome("k1", "cancel", "failed", 1)]),
      allowed
    ],
    ["captured", cancel(captured(1000)), not("captured")],
    ["captured by itself", cancel([], silent), not("captured")],
    ["while a capture is under way", cancel(underWay("k1", "capture", 4000)), not("captured", 4000)],
    ["while another is under way", cancel(underWay("k1", "cancel")), not("cancelled", 0)],
    ["while a reversal is under way", cancel(underWay("k1", "reverse")), not("cancelled", 0)],
    ["again, under its key", cancel([asked("k1", "cancel")], {}, { key: key("k1") }), { ...allowed, again: "unsure" }],
    [
      "again, after it succeeded",
      cancel(done("k1", "cancel", undefined, 1), {}, { key: key("k1") }),
      { ...allowed, again: "known" }
    ],
    ["cancelled", cancel(done("k1", "cancel", undefined, 1)), not("cancelled")],
    ["expired", cancel([expired]), not("expired")],
    ["at the end of its validity", cancel([], { validUntil: now }), not("expired")],
    ["closed", cancel(done("k1", "capture", 4000, 1, { closes: true })), not("closed")],
    ["another provider's", Rules.cancel(capabilities.cancellations, elsewhere, now), not("another-provider")],
    ["no authorisation", Rules.cancel(capabilities.cancellations, unstored, now), not("not-an-authorisation")]
  ])
})

describe("refund", () => {
  const refund = (
    amount: Money.PositiveMoney,
    facts: ReadonlyArray<Fact> = captured(8000),
    more: Partial<Authorised> = {},
    can: Partial<RefundCapabilities> = {},
    options: Parameters<typeof Rules.refund>[4] = {}
  ) => Rules.refund({ ...capabilities.refunds, ...can }, payment(facts, more), amount, now, options)
  const not = (why: string) => ({ _tag: "NotRefundable", id: "a1", why })
  const exceeds = (asked: number, refundable: number, pending?: number) => ({
    _tag: "RefundExceedsCaptured",
    id: "a1",
    asked,
    refundable,
    ...(pending === undefined ? {} : { pending })
  })
  const allowed = (amount: number) => ({ kind: "refund", amount: eur(amount), sequence: 0 })
  const some = captured(8000)

  describe("of what is captured", () =>
    rows([
      ["all of it", refund(eur(8000)), allowed(8000)],
      ["a part", refund(eur(1)), allowed(1)],
      ["after it was closed", refund(eur(4000), done("k1", "capture", 4000, 1, { closes: true })), allowed(4000)],
      ["after the rest expired", refund(eur(8000), [...some, expired]), allowed(8000)],
      ["after its validity", refund(eur(8000), some, { validUntil: 1 }), allowed(8000)],
      ["captured by itself", refund(eur(10_000), [], silent), allowed(10_000)],
      ["by somebody else", refund(eur(50), [event("x", "capture", "succeeded", 1, 50)]), allowed(50)],
      ["while a capture is under way", refund(eur(8000), [...some, ...underWay("k1", "capture", 2000)]), allowed(8000)],
      ["nothing", refund(eur(1), []), not("not-captured")],
      ["nothing, after a cancellation", refund(eur(1), done("k1", "cancel", undefined, 1)), not("not-captured")],
      ["nothing yet", refund(eur(1), underWay("k1", "capture", 8000)), { ...not("not-captured"), pending: 8000 }],
      ["nothing any more", refund(eur(1), [...some, outcome("c1", "capture", "failed", 2)]), not("not-captured")],
      ["all is refunded", refund(eur(1), [...some, ...done("k1", "refund", 8000, 2)]), not("refunded")],
      [
        "all was reversed",
        refund(eur(1), [...some, asked("k1", "reverse"), outcome("k1", "refund", "succeeded", 2)]),
        not("refunded")
      ]
    ]))

  describe("in parts", () =>
    rows([
      ["all of it", refund(eur(8000), some, {}, { partial: false }), allowed(8000)],
      [
        "a part, where only all of it can be",
        refund(eur(7999), some, {}, { partial: false }),
        unsupported("refund a part", "partial refunds")
      ],
      [
        "two of one amount are two",
        refund(eur(3000), [...some, ...done("k1", "refund", 3000, 2)], {}, {}, { key: key("k2") }),
        allowed(3000)
      ],
      [
        "a second one, where only one can be",
        refund(eur(3000), [...some, ...done("k1", "refund", 3000, 2)], {}, { multiple: false }),
        unsupported("refund a second time", "multiple refunds")
      ],
      [
        "a second one, if the first one should fail",
        refund(eur(3000), [...some, ...underWay("k1", "refund", 3000)], {}, { multiple: false }),
        waits("k1", "refund")
      ],
      [
        "after one that failed",
        refund(
          eur(3000),
          [...some, asked("k1", "refund", 3000), outcome("k1", "refund", "failed", 2)],
          {},
          { multiple: false }
        ),
        allowed(3000)
      ],
      [
        "after one that came back",
        refund(
          eur(8000),
          [...some, ...done("k1", "refund", 3000, 2), outcome("k1", "refund", "reverted", 3)],
          {},
          { multiple: false }
        ),
        allowed(8000)
      ]
    ]))

  describe("of more than is left", () =>
    rows([
      ["at all", refund(eur(8001)), exceeds(8001, 8000)],
      ["after another", refund(eur(5001), [...some, ...done("k1", "refund", 3000, 2)]), exceeds(5001, 5000)],
      [
        "while another is under way",
        refund(eur(5001), [...some, ...underWay("k1", "refund", 3000)]),
        exceeds(5001, 5000, 3000)
      ],
      [
        "even without the one that is under way",
        refund(eur(8001), [...some, ...underWay("k1", "refund", 3000)]),
        exceeds(8001, 5000)
      ],
      ["while a reversal is under way", refund(eur(1), [...some, ...underWay("k1", "reverse")]), exceeds(1, 0, 8000)],
      [
        "only what holds some of it is waited for",
        refund(eur(5001), [...some, ...underWay("k1", "refund", 3000), ...underWay("k2", "capture", 2000)]),
        exceeds(5001, 5000, 3000)
      ],
      [
        "of a capture that is assumed, while an adjustment is under way",
        refund(eur(6001), underWay("k1", "adjust", 6000), silent),
        exceeds(6001, 6000, 4000)
      ]
    ]))

  describe("again, under its key", () =>
    rows([
      [
        "without an answer",
        refund(eur(8000), [...some, asked("k1", "refund", 8000)], {}, { multiple: false }, { key: key("k1") }),
        { ...allowed(8000), again: "unsure" }
      ],
      [
        "succeeded: nothing is sent",
        refund(eur(8000), [...some, ...done("k1", "refund", 8000, 2)], {}, { multiple: false }, { key: key("k1") }),
        { ...allowed(8000), again: "known" }
      ]
    ]))

  describe("of what is not ours", () =>
    rows([
      ["another provider's", Rules.refund(capabilities.refunds, elsewhere, eur(1), now), not("another-provider")],
      ["no authorisation", Rules.refund(capabilities.refunds, unstored, eur(1), now), not("not-an-authorisation")]
    ]))

  describe("of an amount", () => rows(badAmounts.map(([what, amount, must]): Row => [what, refund(amount), must])))
})

describe("reverse", () => {
  const reverse = (
    facts: ReadonlyArray<Fact> = [],
    more: Partial<Authorised> = {},
    options: Parameters<typeof Rules.reverse>[3] = {},
    can: Partial<ReversalCapabilities> = {}
  ) => Rules.reverse({ ...capabilities.reversals, ...can }, payment(facts, more), now, options)
  const notCancellable = (status: string) => ({ _tag: "NotCancellable", id: "a1", status })
  const allowed = { kind: "reverse", sequence: 0 }
  rows([
    ["before anything", reverse(), allowed],
    ["after a capture", reverse(captured(4000)), allowed],
    ["after a part was refunded", reverse([...captured(4000), ...done("k1", "refund", 1000, 2)]), allowed],
    ["while an adjustment is under way", reverse(underWay("k1", "adjust", 12_000)), allowed],
    ["captured, and the rest expired", reverse([...captured(4000), expired]), allowed],
    ["captured by itself", reverse([], silent), allowed],
    ["while a capture is under way", reverse(underWay("k1", "capture", 4000)), waits("k1", "capture")],
    ["while a capture has no answer", reverse([asked("k1", "capture", 4000)]), waits("k1", "capture")],
    ["while a cancellation is under way", reverse(underWay("k1", "cancel")), waits("k1", "cancel")],
    [
      "while a refund is under way",
      reverse([...captured(4000), ...underWay("k1", "refund", 1)]),
      waits("k1", "refund")
    ],
    ["while another is under way", reverse(underWay("k1", "reverse")), waits("k1", "reverse")],
    [
      "while something is under way of which only the id is known",
      reverse([{ _tag: "Linked", key: key("k1"), id: "x" }]),
      waits("k1", "modification")
    ],
    [
      "again, under its key",
      reverse(underWay("k1", "reverse"), {}, { key: key("k1") }),
      { ...allowed, again: "known" }
    ],
    [
      "again, after it was a cancellation",
      reverse([asked("k1", "reverse"), outcome("k1", "cancel", "succeeded", 1)], {}, { key: key("k1") }),
      { ...allowed, again: "known" }
    ],
    ["cancelled", reverse(done("k1", "cancel", undefined, 1)), notCancellable("cancelled")],
    ["expired", reverse([expired]), notCancellable("expired")],
    ["at the end of its validity", reverse([], { validUntil: now }), notCancellable("expired")],
    ["closed", reverse([observed(1, { released: "closed" })]), notCancellable("closed")],
    [
      "all is refunded",
      reverse([...captured(4000), ...done("k1", "refund", 4000, 2)]),
      { _tag: "NotRefundable", id: "a1", why: "refunded" }
    ],
    ["after several captures", reverse([...captured(4000), ...captured(1000, "c2")]), allowed],
    [
      "after several captures, where it cannot",
      reverse([...captured(4000), ...captured(1000, "c2")], {}, {}, { afterSeveralCaptures: false }),
      unsupported("reverse several captures", "reversal after several captures")
    ],
    ["after a refund of a part", reverse([...captured(4000), ...done("k1", "refund", 1000, 2)]), allowed],
    [
      "after a refund of a part, where it cannot",
      reverse([...captured(4000), ...done("k1", "refund", 1000, 2)], {}, {}, { afterRefunds: false }),
      unsupported("reverse what is refunded in part", "reversal after refunds")
    ],
    [
      "after one of two that failed, where it cannot after several",
      reverse(
        [...captured(4000), ...captured(1000, "c2"), outcome("c2", "capture", "failed", 2)],
        {},
        {},
        { afterSeveralCaptures: false }
      ),
      allowed
    ],
    ["another provider's", Rules.reverse(capabilities.reversals, elsewhere, now), notCancellable("another-provider")],
    ["no authorisation", Rules.reverse(capabilities.reversals, unstored, now), notCancellable("not-an-authorisation")]
  ])
})

describe("in a currency that the provider lacks", () => {
  const dinars = payment([], { amount: Money.positiveUnsafe(5000, "KWD") })
  const lacks = { _tag: "UnsupportedCurrency", currency: "KWD", provider: "test" }
  const dinar = Money.positiveUnsafe(1, "KWD")
  rows([
    ["adjust", Rules.adjust(capabilities.adjustments, dinars, dinar, now), lacks],
    ["capture", Rules.capture(capabilities.captures, dinars, dinar, now), lacks],
    ["refund", Rules.refund(capabilities.refunds, dinars, dinar, now), lacks]
  ])
})
