/** What may still be captured: every reason, every number, one row each. */
import { describe } from "vitest"
import type { CaptureCapabilities } from "../src/Capabilities.ts"
import type { Authorised, Fact } from "../src/Fact.ts"
import type * as Money from "../src/Money.ts"
import * as Rules from "../src/Rules.ts"
import * as capabilities from "./capabilities.ts"
import { asked, done, eur, key, money, observed, outcome, payment, underWay } from "./payment.ts"
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

describe("capture", () => {
  const capture = (
    amount: Money.PositiveMoney,
    facts: ReadonlyArray<Fact> = [],
    more: Partial<Authorised> = {},
    can: Partial<CaptureCapabilities> = {},
    options: Parameters<typeof Rules.capture>[4] = {}
  ) => Rules.capture({ ...capabilities.captures, ...can }, payment(facts, more), amount, now, options)
  const not = (why: string) => ({ _tag: "NotCapturable", id: "a1", why })
  const exceeds = (asked: number, capturable: number, pending?: number) => ({
    _tag: "CaptureExceedsAuthorised",
    id: "a1",
    asked,
    capturable,
    ...(pending === undefined ? {} : { pending })
  })
  const open = (amount: number) => ({ kind: "capture", amount: eur(amount), sequence: 0 })
  const closing = (amount: number) => ({ ...open(amount), closes: true })
  const keeping = { final: false }

  describe("and the rest", () =>
    rows([
      ["chosen, and nothing said: given back", capture(eur(4000)), closing(4000)],
      ["chosen: given back", capture(eur(4000), [], {}, {}, { final: true }), closing(4000)],
      ["chosen: kept", capture(eur(4000), [], {}, {}, keeping), open(4000)],
      ["always given back", capture(eur(4000), [], {}, { remainder: "released" }), closing(4000)],
      [
        "always given back, and said so",
        capture(eur(4000), [], {}, { remainder: "released" }, { final: true }),
        closing(4000)
      ],
      [
        "always given back, and to be kept",
        capture(eur(4000), [], {}, { remainder: "released" }, keeping),
        unsupported("capture and keep the rest", "choice of the remainder")
      ],
      ["always kept", capture(eur(4000), [], {}, { remainder: "kept" }), open(4000)],
      ["always kept, and said so", capture(eur(4000), [], {}, { remainder: "kept" }, keeping), open(4000)],
      [
        "always kept, and to be given back",
        capture(eur(4000), [], {}, { remainder: "kept" }, { final: true }),
        unsupported("capture and release the rest", "choice of the remainder")
      ],
      [
        "kept, for a second capture that is not possible",
        capture(eur(4000), [], {}, { multiple: false }, keeping),
        unsupported("capture and keep the rest", "multiple captures")
      ],
      [
        "kept, for a second capture that this payment does not have",
        capture(eur(4000), [], { multipleCaptures: false }, {}, keeping),
        unsupported("capture and keep the rest", "multiple captures")
      ]
    ]))

  describe("in parts", () =>
    rows([
      ["all of it", capture(eur(10_000), [], {}, { partial: false }), closing(10_000)],
      [
        "a part, where only all of it can be",
        capture(eur(9999), [], {}, { partial: false }),
        unsupported("capture a part", "partial captures")
      ],
      [
        "all of what is in force",
        capture(eur(7000), done("k1", "adjust", 7000, 1), {}, { partial: false }),
        closing(7000)
      ],
      ["a second part", capture(eur(6000), captured(4000), {}, {}, keeping), open(6000)],
      [
        "a second part, where only one can be",
        capture(eur(6000), captured(4000), {}, { multiple: false }),
        unsupported("capture a second time", "multiple captures")
      ],
      [
        "a second part, where this payment has only one",
        capture(eur(6000), captured(4000), { multipleCaptures: false }),
        unsupported("capture a second time", "multiple captures")
      ],
      [
        "a second part, if the first one should fail",
        capture(eur(6000), underWay("k1", "capture", 4000), {}, { multiple: false, remainder: "kept" }),
        waits("k1", "capture")
      ],
      [
        "after one that failed",
        capture(
          eur(6000),
          [asked("k1", "capture", 4000), outcome("k1", "capture", "failed", 1)],
          {},
          { multiple: false }
        ),
        closing(6000)
      ]
    ]))

  describe("of more than is left", () =>
    rows([
      ["at all", capture(eur(10_001)), exceeds(10_001, 10_000)],
      ["after another", capture(eur(6001), captured(4000)), exceeds(6001, 6000)],
      ["while another is under way", capture(eur(6001), underWay("k1", "capture", 4000)), exceeds(6001, 6000, 4000)],
      [
        "even without the one that is under way",
        capture(eur(10_001), underWay("k1", "capture", 4000)),
        exceeds(10_001, 6000)
      ],
      ["while another has no answer", capture(eur(6001), [asked("k1", "capture", 4000)]), exceeds(6001, 6000, 4000)],
      [
        "while an adjustment downwards is under way",
        capture(eur(7001), underWay("k1", "adjust", 7000)),
        exceeds(7001, 7000, 3000)
      ],
      [
        "while an adjustment upwards is under way",
        capture(eur(10_001), underWay("k1", "adjust", 12_000)),
        exceeds(10_001, 10_000)
      ],
      ["after it", capture(eur(12_000), done("k1", "adjust", 12_000, 1)), closing(12_000)],
      ["while a cancellation is under way", capture(eur(1), underWay("k1", "cancel")), exceeds(1, 0, 10_000)],
      ["while a reversal is under way", capture(eur(1), underWay("k1", "reverse")), exceeds(1, 0, 10_000)],
      [
        "while a final capture is under way",
        capture(eur(1), underWay("k1", "capture", 4000, { closes: true })),
        exceeds(1, 0, 10_000)
      ],
      [
        "only what holds some of it is waited for",
        capture(eur(2001), [...captured(4000), ...underWay("k1", "refund", 1000), ...underWay("k2", "capture", 4000)]),
        exceeds(2001, 2000, 4000)
      ],
      [
        "up to more than is authorised",
        capture(eur(11_500), [observed(1, { maximum: money(11_500) })]),
        closing(11_500)
      ],
      [
        "more than is authorised, after all that is",
        capture(eur(1500), [observed(1, { maximum: money(11_500) }), ...captured(10_000)]),
        closing(1500)
      ],
      [
        "up to that, while another is under way",
        capture(eur(7501), [observed(1, { maximum: money(11_500) }), ...underWay("k1", "capture", 4000)]),
        exceeds(7501, 7500, 4000)
      ],
      ["over that", capture(eur(11_501), [observed(1, { maximum: money(11_500) })]), exceeds(11_501, 11_500)]
    ]))

  describe("again, under its key", () =>
    rows([
      [
        "without an answer",
        capture(eur(10_000), [asked("k1", "capture", 10_000)], {}, { multiple: false }, { key: key("k1") }),
        { ...closing(10_000), again: "unsure" }
      ],
      [
        "succeeded: nothing is sent",
        capture(eur(10_000), [...captured(10_000)], {}, { multiple: false }, { key: key("c1") }),
        { kind: "capture", amount: eur(10_000), sequence: 0, again: "known" }
      ],
      [
        "beside another one",
        capture(
          eur(7000),
          [asked("k1", "capture", 7000), ...underWay("k2", "capture", 4000)],
          {},
          {},
          { key: key("k1"), ...keeping }
        ),
        exceeds(7000, 6000, 4000)
      ],
      [
        "under the key of something else",
        capture(eur(1), done("k1", "cancel", undefined, 1), {}, {}, { key: key("k1") }),
        { kind: "capture", amount: eur(1), sequence: 0, again: "conflict" }
      ],
      [
        "with another amount",
        capture(eur(1), [asked("k1", "capture", 2)], {}, {}, { key: key("k1") }),
        { kind: "capture", amount: eur(1), sequence: 0, again: "conflict" }
      ],
      [
        "without an answer, where a key protects nothing",
        capture(eur(1), [asked("k1", "capture", 1)], {}, { idempotency: { _tag: "none" } }, { key: key("k1") }),
        waits("k1", "capture")
      ]
    ]))

  describe("too late", () =>
    rows([
      ["cancelled", capture(eur(1), done("k1", "cancel", undefined, 1)), not("cancelled")],
      ["expired", capture(eur(1), [expired]), not("expired")],
      ["at the end of its validity", capture(eur(1), [], { validUntil: now }), not("expired")],
      ["closed", capture(eur(1), done("k1", "capture", 4000, 1, { closes: true })), not("closed")],
      ["all is captured", capture(eur(1), captured(10_000)), not("captured")],
      ["captured by itself", capture(eur(1), [], silent), not("captured")]
    ]))

  describe("of what is not ours", () =>
    rows([
      ["another provider's", Rules.capture(capabilities.captures, elsewhere, eur(1), now), not("another-provider")],
      [
        "no authorisation",
        Rules.capture(capabilities.captures, unstored, eur(1), now),
        {
          ...not("not-an-authorisation")
        }
      ]
    ]))

  describe("of an amount", () => rows(badAmounts.map(([what, amount, must]): Row => [what, capture(amount), must])))
})
