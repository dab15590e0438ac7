import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Violation from "../src/RuleViolation.ts"

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
  [new Violation.NotCancellable({ id: "i1", status: "succeeded" }), "i1 cannot be cancelled: it is succeeded"]
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
