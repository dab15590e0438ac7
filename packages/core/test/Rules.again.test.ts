/** A key that was used before: what the rules make of it, for each kind of modification alike. */
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { Idempotency } from "../src/Capabilities.ts"
import { type Fact, type Kind, union } from "../src/Fact.ts"
import type { Ask } from "../src/internal/modificationRules.ts"
import * as Money from "../src/Money.ts"
import type { RuleViolation } from "../src/RuleViolation.ts"
import * as Rules from "../src/Rules.ts"
import * as capabilities from "./capabilities.ts"
import { asked, eur, event, key, linked, outcome, payment, refused } from "./payment.ts"
import { captured, elsewhere, expired } from "./rule-rows.ts"

const now = 1000
const options = { key: key("k1") }

interface Case {
  readonly kind: Kind
  /** What must have happened for it to be possible. */
  readonly before: ReadonlyArray<Fact>
  readonly amount?: number
  /** Another kind, under whose name it is not the same. */
  readonly other: Kind
  /** What it can turn out to be. */
  readonly outcome: Kind
}

const cases: ReadonlyArray<Case> = [
  { kind: "adjust", before: [], amount: 12_000, other: "capture", outcome: "adjust" },
  { kind: "capture", before: [], amount: 4000, other: "refund", outcome: "capture" },
  { kind: "cancel", before: [], other: "reverse", outcome: "cancel" },
  { kind: "refund", before: captured(8000), amount: 4000, other: "capture", outcome: "refund" },
  { kind: "reverse", before: captured(8000), other: "cancel", outcome: "refund" }
]

const ask = (
  { amount, before, kind }: Case,
  facts: ReadonlyArray<Fact>,
  { idempotency = { _tag: "natural" }, total }: { idempotency?: Idempotency; total?: Money.PositiveMoney } = {}
): Result.Result<Ask, RuleViolation> => {
  const known = payment([...before, ...facts])
  const money = total ?? eur(amount ?? 1)
  switch (kind) {
    case "adjust":
      return Rules.adjust({ ...capabilities.adjustments, idempotency }, known, money, now, options)
    case "capture":
      return Rules.capture({ ...capabilities.captures, idempotency }, known, money, now, options)
    case "cancel":
      return Rules.cancel({ ...capabilities.cancellations, idempotency }, known, now, options)
    case "refund":
      return Rules.refund({ ...capabilities.refunds, idempotency }, known, money, now, options)
    case "reverse":
      return Rules.reverse({ ...capabilities.reversals, idempotency }, known, now, options)
  }
}

describe.each(cases)("$kind, again", (one) => {
  const { amount, kind } = one
  const before = asked("k1", kind, amount, { sequence: kind === "adjust" ? 4 : 0 })
  const how = (facts: ReadonlyArray<Fact>, ...more: [Parameters<typeof ask>[2]?]) => {
    const said = ask(one, facts, ...more)
    return Result.isSuccess(said) ? said.success.again : said.failure
  }

  it("without an answer: it may be sent, and a refusal decides nothing", () => {
    expect(how([before])).toEqual({ _tag: "unsure" })
    expect(ask(one, [before])).toMatchObject({ success: { kind, sequence: before.sequence } })
  })

  it("without an answer, where a key protects nothing: it waits for itself", () => {
    expect(how([before], { idempotency: { _tag: "none" } })).toMatchObject({
      _tag: "ModificationPending",
      id: "a1",
      key: "k1",
      kind
    })
  })

  it("refused: a conflict, since nothing was accepted, and a new key is safe", () => {
    // Sent again and its answer lost, a refused one would look refused, and what it holds would be free.
    expect(how([before, refused("k1")])).toEqual({ _tag: "conflict", provider: "test" })
    expect(how([before, refused("k1")], { idempotency: { _tag: "none" } })).toEqual({
      _tag: "conflict",
      provider: "test"
    })
  })

  const byKey = outcome("k1", one.outcome, "succeeded", 2)
  it.each<readonly [string, ReadonlyArray<Fact>]>([
    ["acknowledged", [before, linked("k1", "x")]],
    ["acknowledged, and what was asked is not known", [linked("k1", "x")]],
    ["succeeded", [before, byKey]],
    ["failed", [before, outcome("k1", kind, "failed", 2)]],
    ["succeeded, by an event without the key", [before, linked("k1", "x"), event("x", one.outcome, "succeeded", 2)]],
    ["refused, and taken when it was sent again", [before, refused("k1"), linked("k1", "x")]]
  ])("%s: nothing is sent, and these are its facts", (_, facts) => {
    expect(how(facts)).toEqual({ _tag: "known", facts: union(facts) })
    expect(how(facts, { idempotency: { _tag: "none" } })).toEqual({ _tag: "known", facts: union(facts) })
  })

  it("succeeded: whatever is possible by now", () => {
    expect(how([before, byKey, expired])).toEqual({ _tag: "known", facts: union([before, byKey]) })
  })

  it("for something else is a conflict", () => {
    expect(how([asked("k1", one.other, amount)])).toEqual({ _tag: "conflict", provider: "test" })
    expect(how([asked("k1", one.other, amount), refused("k1")])).toEqual({ _tag: "conflict", provider: "test" })
  })

  if (amount === undefined) return

  it("for another amount is a conflict", () => {
    for (const facts of [[before], [before, byKey], [before, refused("k1")]]) {
      expect(how(facts, { total: eur(amount + 1) })).toEqual({ _tag: "conflict", provider: "test" })
    }
  })

  it("in another currency is refused as ever", () => {
    const total = Money.positiveUnsafe(amount, "JPY")
    expect(how([before], { total })).toMatchObject({ _tag: "CurrencyMismatch" })
    expect(how([before, byKey], { total })).toMatchObject({ _tag: "CurrencyMismatch" })
  })
})

it("of another provider's authorisation, no key is looked at", () => {
  const known = elsewhere.with([asked("k1", "cancel")])
  expect(Rules.cancel(capabilities.cancellations, known, now, options)).toMatchObject({
    failure: { _tag: "NotCancellable", status: "another-provider" }
  })
})
