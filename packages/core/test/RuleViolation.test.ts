import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Violation from "../src/RuleViolation.ts"

const waits = "; 4000 minor units wait for the outcome of another modification"
const messages: ReadonlyArray<readonly [Violation.RuleViolation, string]> = [
  [new Violation.NotUpdatable({ id: "s1", why: "locked" }), "s1 cannot be changed: locked"],
  [
    new Violation.NotUpdatable({ id: "s1", why: "refused-by-provider", code: "paid" }),
    "s1 cannot be changed: refused-by-provider (paid)"
  ],
  [
    new Violation.SessionExpired({ id: "s1", expiresAt: DateTime.makeUnsafe("2026-01-01T00:10:00Z") }),
    "session s1 has expired"
  ],
  [
    new Violation.ContinuationLost({ id: "s1" }),
    "session s1 can no longer be reached: its continuation token is missing, stale or another session's"
  ],
  [
    new Violation.TotalDiffers({ id: "s1", currency: "EUR", expected: 1900, actual: "22.61 EUR" }),
    "s1: asked for 1900 minor units of EUR, the provider states 22.61 EUR"
  ],
  [new Violation.CurrencyMismatch({ expected: "EUR", actual: "JPY" }), "expected an amount in EUR, got JPY"],
  [new Violation.UnsupportedCurrency({ currency: "EURO" }), "EURO is not an ISO 4217 currency"],
  [new Violation.UnsupportedCurrency({ currency: "KWD", provider: "acquired" }), "acquired does not take KWD"],
  [
    new Violation.AmountOutOfRange({ currency: "EUR", amount: "49", minimum: 50, maximum: 999 }),
    "49 is not between 50 and 999 minor units of EUR"
  ],
  [
    new Violation.AmountNotRepresentable({ currency: "EUR", amount: "51", expected: "a multiple of 5 minor units" }),
    "51 EUR is not a multiple of 5 minor units"
  ],
  [
    new Violation.Unsupported({ provider: "acquired", operation: "create an intent", capability: "manual capture" }),
    "acquired cannot create an intent: no manual capture"
  ],
  [
    new Violation.ProofMismatch({ id: "s1", field: "amount" }),
    "the result is not that of session s1: its amount differs"
  ],
  [new Violation.NotConfirmable({ id: "i1", status: "processing" }), "intent i1 cannot be confirmed: it is processing"],
  [new Violation.NotCancellable({ id: "i1", status: "succeeded" }), "i1 cannot be cancelled: it is succeeded"],
  [
    new Violation.NotCancellable({ id: "a1", status: "captured", pending: 4000 }),
    `a1 cannot be cancelled: it is captured${waits}`
  ],
  [new Violation.NotAdjustable({ id: "a1", why: "captured" }), "authorisation a1 cannot be adjusted: captured"],
  [
    new Violation.NotAdjustable({ id: "a1", why: "captured", pending: 4000 }),
    `authorisation a1 cannot be adjusted: captured${waits}`
  ],
  [
    new Violation.NotAdjustable({ id: "a1", why: "refused-by-provider", code: "167" }),
    "authorisation a1 cannot be adjusted: refused-by-provider (167)"
  ],
  [new Violation.NotCapturable({ id: "a1", why: "expired" }), "authorisation a1 cannot be captured: expired"],
  [
    new Violation.NotCapturable({ id: "a1", why: "refused-by-provider", code: "167" }),
    "authorisation a1 cannot be captured: refused-by-provider (167)"
  ],
  [
    new Violation.CaptureExceedsAuthorised({ id: "a1", asked: 6001, capturable: 6000, pending: 4000 }),
    `authorisation a1: 6001 minor units are more than the 6000 that can be captured${waits}`
  ],
  [new Violation.CaptureExceedsAuthorised({ id: "a1" }), "authorisation a1: the amount is more than can be captured"],
  [new Violation.NotRefundable({ id: "a1", why: "not-captured" }), "authorisation a1 cannot be refunded: not-captured"],
  [
    new Violation.NotRefundable({ id: "a1", why: "refused-by-provider", code: "charge_already_refunded" }),
    "authorisation a1 cannot be refunded: refused-by-provider (charge_already_refunded)"
  ],
  [
    new Violation.RefundExceedsCaptured({ id: "a1", asked: 5001, refundable: 5000 }),
    "authorisation a1: 5001 minor units are more than the 5000 that can be refunded"
  ],
  [new Violation.RefundExceedsCaptured({ id: "a1" }), "authorisation a1: the amount is more than can be refunded"],
  [
    new Violation.ModificationPending({ id: "a1", key: "key-1", kind: "adjust" }),
    "authorisation a1: the adjust key-1 has no answer yet"
  ]
]

describe("a violation", () => {
  it.each(messages)("%s says what was expected and what came: %s", (violation, text) => {
    expect(violation.message).toBe(text)
  })

  it("is each in the list", () => {
    expect(new Set(messages.map(([violation]) => violation._tag)).size).toBe(Violation.RuleViolation.members.length)
  })

  it.each(messages)("%s comes back through JSON", (violation) => {
    const json = Schema.toCodecJson(Violation.RuleViolation)
    const back = Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(Schema.encodeSync(json)(violation))))
    expect(back).toEqual(violation)
    expect(back._tag).toBe(violation._tag)
  })
})

describe("a webhook that is refused", () => {
  const codec = Schema.toCodecJson(Violation.WebhookRefused)
  it.each([
    [{ why: "missing" }, "webhook of test refused: missing"],
    [{ why: "malformed", problem: "not JSON" }, "webhook of test refused: malformed (not JSON)"],
    [{ why: "mismatch" }, "webhook of test refused: mismatch"],
    [{ why: "too-old" }, "webhook of test refused: too-old"],
    [{ why: "unauthenticated" }, "webhook of test refused: unauthenticated"]
  ] as const)("%j says why, and comes back through JSON", (fields, text) => {
    const refused = new Violation.WebhookRefused({ provider: "test", ...fields })
    expect(refused.message).toBe(text)
    const back = Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(refused))))
    expect(back).toEqual(refused)
    expect(back).toBeInstanceOf(Violation.WebhookRefused)
  })

  it("is no violation of the model", () => {
    const refused = new Violation.WebhookRefused({ provider: "test", why: "missing" })
    expect(Schema.is(Violation.RuleViolation)(refused)).toBe(false)
  })
})
