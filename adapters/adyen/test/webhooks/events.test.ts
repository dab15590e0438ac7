/** What each event of Adyen's means, with either value of `success`. */
import type { Fact, Money } from "@paylayer/core"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { AdyenCheckout } from "../../src/index.ts"
import { codes } from "../../src/webhooks/codes.ts"
import { authorised, money } from "../scripted.ts"
import type { Fields } from "./notifications.ts"
import { at, told, usual } from "./notifications.ts"

const payment = "993617894903480A"
const id = "993617894906488A"
const amount = money(500, "EUR")
const unknown = (type: string) => ({ _tag: "UnknownEvent", type })
const ignored = (type: string) => ({ _tag: "Ignored", type })

const reported = (fact: object, authorisation = payment) => ({ _tag: "Reported", authorisation, fact })
const outcome = (kind: Fact.Kind, verdict: Fact.Verdict, more: object = {}) =>
  reported({ _tag: "Outcome", key: "key-1", id, kind, at, verdict, ...more })
const disputed = (type: string) => reported({ _tag: "Disputed", id, amount, at, stage: type })

const disputes = [
  "NOTIFICATION_OF_CHARGEBACK",
  "CHARGEBACK",
  "CHARGEBACK_REVERSED",
  "SECOND_CHARGEBACK",
  "PREARBITRATION_OPEN",
  "PREARBITRATION_ACCEPTED",
  "PREARBITRATION_DECLINED",
  "PREARBITRATION_ISSUER_WITHDRAWN",
  "PREARBITRATION_LOST",
  "PREARBITRATION_WON",
  "SCHEME_ARBITRATION",
  "SCHEME_ARBITRATION_LOST",
  "SCHEME_ARBITRATION_WON",
  "DISPUTE_DEFENSE_PERIOD_ENDED",
  "ISSUER_RESPONSE_TIMEFRAME_EXPIRED"
]
const noConsequence = [
  "REQUEST_FOR_INFORMATION",
  "INFORMATION_SUPPLIED",
  "ISSUER_COMMENTS",
  "NOTIFICATION_OF_FRAUD",
  "POSTPONED_REFUND",
  "ORDER_OPENED",
  "ORDER_CLOSED",
  "MANUAL_REVIEW_ACCEPT",
  "MANUAL_REVIEW_REJECT",
  "RECURRING_CONTRACT",
  "AUTORESCUE",
  "CANCEL_AUTORESCUE",
  "REPORT_AVAILABLE",
  "ACH_NOTIFICATION_OF_CHANGE",
  "DIRECT_DEBIT_NOTICE_OF_CHANGE_NOTIFICATION",
  "PAIDOUT_REVERSED",
  "PAYOUT_DECLINE",
  "PAYOUT_EXPIRE",
  "PAYOUT_THIRDPARTY"
]

interface Row {
  readonly code: string
  readonly fields?: Fields
  /** With `success` "true", and with "false". */
  readonly yes: object
  readonly no: object
}

const action = (value: string): Fields => ({ additionalData: { "modification.action": value } })

const rows: ReadonlyArray<Row> = [
  {
    code: "AUTHORISATION",
    fields: { pspReference: payment, originalReference: "", merchantReference: "order-1", reason: "Refused" },
    yes: {
      _tag: "Reported",
      authorisation: payment,
      reference: "order-1",
      fact: { _tag: "Authorised", id: payment, reference: "order-1", amount, capture: "automatic" }
    },
    no: { _tag: "AuthorisationRefused", id: payment, reference: "order-1", reason: "Refused" }
  },
  {
    code: "AUTHORISATION_ADJUSTMENT",
    yes: outcome("adjust", "succeeded", { amount }),
    no: outcome("adjust", "failed", { amount })
  },
  {
    code: "CAPTURE",
    yes: outcome("capture", "succeeded", { amount, closes: true }),
    no: outcome("capture", "failed", { amount })
  },
  {
    code: "CAPTURE_FAILED",
    yes: outcome("capture", "reverted", { amount, failure: { _tag: "Declined" } }),
    no: unknown("CAPTURE_FAILED")
  },
  { code: "CANCELLATION", yes: outcome("cancel", "succeeded"), no: outcome("cancel", "failed") },
  { code: "TECHNICAL_CANCEL", yes: outcome("cancel", "succeeded"), no: outcome("cancel", "failed") },
  {
    code: "REFUND",
    yes: outcome("refund", "succeeded", { amount }),
    no: outcome("refund", "failed", { amount })
  },
  {
    code: "REFUND_FAILED",
    yes: outcome("refund", "reverted", { amount, failure: { _tag: "Declined" } }),
    no: unknown("REFUND_FAILED")
  },
  {
    code: "REFUNDED_REVERSED",
    yes: outcome("refund", "reverted", { amount }),
    no: unknown("REFUNDED_REVERSED")
  },
  {
    code: "REFUND_WITH_DATA",
    yes: outcome("refund", "succeeded", { amount }),
    no: outcome("refund", "failed", { amount })
  },
  {
    code: "CANCEL_OR_REFUND",
    fields: action("cancel"),
    yes: outcome("cancel", "succeeded"),
    no: outcome("reverse", "failed")
  },
  {
    code: "CANCEL_OR_REFUND",
    fields: action("refund"),
    yes: outcome("refund", "succeeded", { amount }),
    no: outcome("reverse", "failed")
  },
  {
    code: "VOID_PENDING_REFUND",
    yes: reported({
      _tag: "Outcome",
      id: payment,
      kind: "refund",
      at,
      verdict: "failed",
      failure: { _tag: "Other", raw: "VOID_PENDING_REFUND" }
    }),
    no: ignored("VOID_PENDING_REFUND")
  },
  {
    code: "VOID_PENDING_REFUND",
    fields: { originalReference: undefined },
    yes: ignored("VOID_PENDING_REFUND"),
    no: ignored("VOID_PENDING_REFUND")
  },
  {
    // As the specification shows it: by the payment's own id.
    code: "EXPIRE",
    fields: { pspReference: payment, originalReference: undefined, reason: "remaining uncaptured amount expired" },
    yes: reported({ _tag: "Expired", at }),
    no: unknown("EXPIRE")
  },
  { code: "EXPIRE", yes: reported({ _tag: "Expired", at }), no: unknown("EXPIRE") },
  {
    code: "OFFER_CLOSED",
    fields: { merchantReference: "order-1", additionalData: { checkoutSessionId: "CS1" } },
    yes: { _tag: "SessionEnded", session: "CS1", reference: "order-1", why: "expired" },
    no: unknown("OFFER_CLOSED")
  },
  {
    code: "OFFER_CLOSED",
    fields: { originalReference: undefined, merchantReference: "order-1" },
    yes: { _tag: "SessionEnded", session: id, reference: "order-1", why: "expired" },
    no: unknown("OFFER_CLOSED")
  },
  ...disputes.map((code) => ({ code, yes: disputed(code), no: unknown(code) })),
  {
    code: "SECOND_CHARGEBACK",
    fields: { originalReference: undefined },
    yes: reported({ _tag: "Disputed", id, amount, at, stage: "SECOND_CHARGEBACK" }, id),
    no: unknown("SECOND_CHARGEBACK")
  },
  ...noConsequence.map((code) => ({ code, yes: ignored(code), no: ignored(code) })),
  { code: "NEVER_HEARD_OF", yes: unknown("NEVER_HEARD_OF"), no: unknown("NEVER_HEARD_OF") },
  { code: "constructor", yes: unknown("constructor"), no: unknown("constructor") }
]

describe.each(rows)("$code", ({ code, fields, no, yes }) => {
  for (const [success, expected] of [
    ["true", yes],
    ["false", no]
  ] as const) {
    it.effect(`with success ${success}`, () =>
      Effect.gen(function* () {
        expect(yield* told({ eventCode: code, success, ...fields })).toEqual(expected)
      })
    )
  }
})

it("every code of the specification has a row here", () => {
  expect(codes.size).toBe(48)
  expect(new Set(rows.map(({ code }) => code))).toEqual(new Set([...codes.keys(), "NEVER_HEARD_OF", "constructor"]))
})

describe("a modification's event", () => {
  for (const eventCode of [
    "AUTHORISATION_ADJUSTMENT",
    "CAPTURE",
    "CAPTURE_FAILED",
    "CANCELLATION",
    "REFUND",
    "REFUND_FAILED",
    "REFUNDED_REVERSED",
    "CANCEL_OR_REFUND"
  ]) {
    it.effect(`${eventCode} names its payment`, () =>
      Effect.gen(function* () {
        const { additionalData } = action("cancel")
        const error = yield* Effect.flip(told({ eventCode, originalReference: "", additionalData: additionalData! }))
        expect(error).toMatchObject({ why: "malformed", problem: "no originalReference" })
      })
    )
  }

  it.effect("has our key only if it can be one", () =>
    Effect.gen(function* () {
      for (const merchantReference of ["order 1", "", "é", "k".repeat(513)]) {
        const event = yield* told({ merchantReference })
        expect(event, merchantReference).not.toHaveProperty("fact.key")
        expect(event).toHaveProperty("fact.id", id)
      }
    })
  )

  it.effect("that says neither cancel nor refund is not guessed", () =>
    Effect.gen(function* () {
      for (const fields of [{}, action(""), action("both")]) {
        const error = yield* Effect.flip(told({ eventCode: "CANCEL_OR_REFUND", ...fields }))
        expect(error).toMatchObject({ why: "malformed", problem: "no modification.action" })
      }
    })
  )

  it.effect("of a technical cancel that found nothing is of no consequence", () =>
    Effect.gen(function* () {
      const lost = { eventCode: "TECHNICAL_CANCEL", originalReference: undefined }
      expect(yield* told({ ...lost, success: "false" })).toEqual(ignored("TECHNICAL_CANCEL"))
      expect(yield* Effect.flip(told(lost))).toMatchObject({ why: "malformed" })
    })
  )

  it.effect("of an unreferenced refund goes by the refund's own id", () =>
    Effect.gen(function* () {
      const event = yield* told({ eventCode: "REFUND_WITH_DATA", originalReference: undefined })
      expect(event).toMatchObject({ authorisation: id, fact: { kind: "refund", id } })
    })
  )

  it.effect("closes the rest unless the account captures several times", () =>
    Effect.gen(function* () {
      const kept = yield* told({}, { account: { multiplePartialCaptures: true } })
      expect(kept).toEqual(outcome("capture", "succeeded", { amount }))
    })
  )
})

describe("amounts", () => {
  it.effect("are read as Adyen counts", () =>
    Effect.gen(function* () {
      for (const [value, currency, ours] of [
        ["150000", "ISK", 1500],
        ["150000", "CLP", 1500],
        ["1500", "IDR", 150_000],
        ["1500", "CVE", 150_000],
        ["1502", "KWD", 1502]
      ] as const) {
        expect(yield* told({ value, currency })).toHaveProperty("fact.amount", money(ours, currency))
      }
    })
  )

  it.effect(
    "that the model cannot say are left out of an outcome, and of the others it is said that somebody has to look",
    () =>
      Effect.gen(function* () {
        for (const fields of [
          { value: "150050", currency: "ISK" },
          { value: "0" },
          { currency: "CNH" },
          { value: "-500" }
        ]) {
          expect(yield* told(fields)).not.toHaveProperty("fact.amount")
          const { currency = "EUR", value = "500" } = fields
          const announced = (code: string) => ({
            _tag: "Announced",
            id,
            reference: "key-1",
            status: `${code} ${value} ${currency}`
          })
          expect(yield* told({ ...fields, eventCode: "CHARGEBACK" })).toEqual(announced("CHARGEBACK"))
          const bare = { ...fields, eventCode: "CHARGEBACK", merchantReference: undefined }
          expect(yield* told(bare)).not.toHaveProperty("reference")
          const authorised = yield* told({ ...fields, eventCode: "AUTHORISATION" })
          // An amount of zero verified a card, and reserved nothing.
          expect(authorised).toEqual(fields.value === "0" ? ignored("AUTHORISATION") : announced("AUTHORISATION"))
        }
      })
  )

  it.effect("that are no number are malformed", () =>
    Effect.gen(function* () {
      for (const value of ["", "5.00", "NaN", "0x10", "1e3"]) {
        const raw = yield* Effect.flip(told({ live: "false", value }))
        expect(raw, value).toMatchObject({ _tag: "WebhookRefused" })
      }
    })
  )
})

describe("reasons", () => {
  const failure = (fields: Fields) => Effect.map(told({ success: "false", ...fields }), (event) => event)
  const insufficient = "Insufficient balance on payment"
  const rejected = "Capture rejected by card scheme because of a technical issue."
  const found: ReadonlyArray<readonly [Fields, object | undefined]> = [
    [
      { eventCode: "CAPTURE", reason: insufficient },
      { _tag: "CaptureExceedsAuthorised", id: payment }
    ],
    [
      { eventCode: "REFUND", reason: insufficient },
      { _tag: "RefundExceedsCaptured", id: payment }
    ],
    [
      { eventCode: "CANCEL_OR_REFUND", reason: insufficient },
      { _tag: "RefundExceedsCaptured", id: payment }
    ],
    [
      { eventCode: "REFUND", reason: "Transaction hasn't been captured, refund not possible" },
      { _tag: "NotRefundable", id: payment, why: "not-captured" }
    ],
    [
      { eventCode: "CAPTURE_FAILED", success: "true", reason: rejected },
      { _tag: "Declined", message: rejected }
    ],
    [
      { eventCode: "REFUND_FAILED", success: "true", reason: "Refund Failed" },
      { _tag: "Declined", message: "Refund Failed" }
    ],
    [
      { eventCode: "REFUNDED_REVERSED", success: "true", reason: "closed" },
      { _tag: "Other", raw: "closed" }
    ],
    [
      { eventCode: "AUTHORISATION_ADJUSTMENT", reason: "Refused" },
      { _tag: "Declined", message: "Refused" }
    ],
    [
      { eventCode: "CANCELLATION", reason: "Something new" },
      { _tag: "Other", raw: "Something new" }
    ],
    [
      { eventCode: "CAPTURE", reason: "x".repeat(600) },
      { _tag: "Other", raw: "x".repeat(500) }
    ],
    [{ eventCode: "CAPTURE", reason: "" }, undefined],
    [{ eventCode: "CAPTURE", reason: "null" }, undefined],
    [{ eventCode: "CAPTURE", reason: undefined }, undefined]
  ]
  for (const [fields, expected] of found) {
    it.effect(`${fields.eventCode}: ${fields.reason?.slice(0, 60)}`, () =>
      Effect.gen(function* () {
        const event = yield* failure(fields)
        const { fact } = event as { fact: { failure?: object } }
        if (expected === undefined) expect(fact).not.toHaveProperty("failure")
        else expect(fact.failure).toMatchObject(expected)
      })
    )
  }

  it.effect("of an authorisation never quote the card", () =>
    Effect.gen(function* () {
      for (const success of ["true", "false"]) {
        const event = yield* told({ eventCode: "AUTHORISATION", success, reason: "1234:7777:12/2012" })
        expect(JSON.stringify(event)).not.toMatch(/7777|2012/)
      }
    })
  )
})

describe("AUTHORISATION", () => {
  const fields = { eventCode: "AUTHORISATION", pspReference: payment, merchantReference: "order-1" }
  const captured = (captureDelay?: unknown) =>
    Effect.map(told(fields, captureDelay === undefined ? {} : { account: { captureDelay } }), (event) => {
      const { fact } = event as { fact: Fact.Authorised }
      return [fact.capture, fact.capturesAt]
    })

  it.effect("is captured as the account has it, where it was told", () =>
    Effect.gen(function* () {
      expect(yield* captured()).toEqual(["automatic", undefined])
      expect(yield* captured("manual")).toEqual(["manual", undefined])
      expect(yield* captured("immediate")).toEqual(["automatic", at])
      expect(yield* captured({ hours: 24 })).toEqual(["automatic", at + 24 * 3_600_000])
    })
  )

  it.effect("has a reference", () =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(told({ ...fields, merchantReference: "" }))).toMatchObject({ why: "malformed" })
    })
  )
})

describe("adjustAuthorisationData", () => {
  it.effect("goes with the event, and shows nowhere", () =>
    Effect.gen(function* () {
      for (const eventCode of ["AUTHORISATION", "AUTHORISATION_ADJUSTMENT"]) {
        const event = yield* told({ eventCode, additionalData: { adjustAuthorisationData: "BQABAQA-first" } })
        expect(Redacted.value(AdyenCheckout.adjustAuthorisationData(event)!)).toBe("BQABAQA-first")
        expect(JSON.stringify(event)).not.toContain("BQABAQA")
        expect(AdyenCheckout.adjustAuthorisationData(yield* told({ eventCode }))).toBeUndefined()
      }
    })
  )
})

/** Events joined to what a modification left: what they add up to. */
describe("together", () => {
  const start = authorised(money(1500, "EUR"))
  const asked = (kind: Fact.Kind, amount?: Money.PositiveMoney): ReadonlyArray<Fact.Fact> => {
    const key = "key-1" as Fact.Asked["key"]
    return [
      { _tag: "Asked", key, kind, sequence: 1, ...(amount === undefined ? {} : { amount }) },
      { _tag: "Linked", key, id }
    ]
  }
  const totals = (facts: ReadonlyArray<Fact.Fact>, ...events: ReadonlyArray<Fields>) =>
    Effect.map(
      Effect.forEach(events, (fields) => told(fields)),
      (found) =>
        start
          .with(facts)
          .with(found.map((event) => (event as { fact: Fact.Fact }).fact))
          .totals()
    )
  const capture = { ...usual, value: "1000" }
  const failed = { ...capture, eventCode: "CAPTURE_FAILED", eventDate: "2026-11-23T10:11:12+01:00" }
  const recaptured = { ...capture, eventDate: "2026-11-24T10:11:12+01:00", reason: "Transaction Recaptured" }

  it.effect("an adjustment counts as asked, by our key alone where its answer was lost", () =>
    Effect.gen(function* () {
      const facts = asked("adjust", money(1700, "EUR"))
      const adjusted = { eventCode: "AUTHORISATION_ADJUSTMENT", value: "1700" }
      const unlinked = [facts.slice(0, 1), { ...adjusted, pspReference: "8515087658508006" }] as const
      for (const [known, event] of [[facts, adjusted] as const, unlinked]) {
        expect(yield* totals(known, event)).toMatchObject({ authorised: money(1700, "EUR"), complete: true })
        const refused = yield* totals(known, { ...event, success: "false" })
        expect(refused).toMatchObject({ authorised: money(1500, "EUR"), complete: true })
      }
    })
  )

  it.effect("an adjustment counts as asked, whatever amount its event has", () =>
    Effect.gen(function* () {
      const found = yield* totals(asked("adjust", money(1700, "EUR")), {
        eventCode: "AUTHORISATION_ADJUSTMENT",
        value: "200"
      })
      expect(found).toMatchObject({ authorised: money(1700, "EUR"), complete: true })
      // That the two differ is kept, for whoever looks.
      expect(found.conflicts).toEqual([{ modification: "key key-1", what: "amount" }])
    })
  )

  it.effect("CAPTURE, CAPTURE_FAILED and CAPTURE once more end captured, in any order", () =>
    Effect.gen(function* () {
      const facts = asked("capture", money(1000, "EUR"))
      const orders = [
        [capture, failed, recaptured],
        [recaptured, failed, capture],
        [failed, capture, recaptured, failed]
      ]
      for (const events of orders) {
        expect(yield* totals(facts, ...events)).toMatchObject({ captured: money(1000, "EUR"), complete: true })
      }
      const reverted = yield* totals(facts, failed, capture)
      expect(reverted.captured.value).toBe(0)
    })
  )

  it.effect("a reversal is what it turned out to be", () =>
    Effect.gen(function* () {
      const reversal = { eventCode: "CANCEL_OR_REFUND" }
      const cancelled = yield* totals(asked("reverse"), { ...reversal, ...action("cancel") })
      expect(cancelled).toMatchObject({ released: "cancelled", refunded: { value: 0 } })
      const external: Fact.Fact = { ...captureFact, amount: money(500, "EUR") }
      const refunded = yield* totals([...asked("reverse"), external], { ...reversal, ...action("refund") })
      expect(refunded).toMatchObject({ released: undefined, refunded: money(500, "EUR"), complete: true })
      // What says "refund" of a payment that nobody captured does not fit, and shows.
      const odd = yield* totals(asked("reverse"), { ...reversal, ...action("refund") })
      expect(odd.complete).toBe(false)
    })
  )

  const captureFact = { _tag: "Outcome", id: "C", kind: "capture", at: 0, verdict: "succeeded" } as const

  it.effect("somebody's capture in the back office counts under its own id", () =>
    Effect.gen(function* () {
      const found = yield* totals([], { ...capture, merchantReference: "order-1" })
      expect(found).toMatchObject({ captured: money(1000, "EUR"), released: "closed" })
      expect(found.modifications[0]).not.toHaveProperty("key")
    })
  )
})
