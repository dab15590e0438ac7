import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { AmountCapabilities, IntentCapabilities, SessionCapabilities } from "../src/Capabilities.ts"
import { Intent, IntentId, IntentStatus } from "../src/Intent.ts"
import * as Money from "../src/Money.ts"
import { NotUpdatable, UnsupportedCurrency } from "../src/RuleViolation.ts"
import * as Rules from "../src/Rules.ts"
import { Session, SessionId, SessionStatus } from "../src/Session.ts"

const now = Date.UTC(2026, 0, 1)
const at = (millis: number) => DateTime.makeUnsafe(now + millis)
const eur = (value: number) => Money.positiveUnsafe(value, "EUR")
const bad = (value: number, currency = "EUR") => ({ value, currency }) as Money.PositiveMoney

const none = { _tag: "none" } as const
const amounts: AmountCapabilities = {
  provider: "test",
  currencies: ["EUR", "JPY"],
  amounts: (currency) =>
    currency === "EUR"
      ? Result.succeed({ minimum: 50, maximum: 10_000, step: 5 })
      : currency === "JPY"
        ? Result.succeed({ minimum: 1, maximum: 10_000, step: 1 })
        : Result.fail(new UnsupportedCurrency({ currency, provider: "test" })),
  currencyChange: false,
  totals: "exact",
  client: "none",
  capture: ["automatic"]
}
const sessions: SessionCapabilities = {
  ...amounts,
  updatable: "always",
  submitGate: "any-time",
  referenceChange: false,
  continuation: false,
  lifetime: { _tag: "fixed", duration: Duration.minutes(10) },
  idempotency: { create: none, update: none }
}
const intents: IntentCapabilities = {
  ...amounts,
  updatableIn: ["requires-payment-method", "requires-confirmation"],
  confirmableIn: ["requires-confirmation"],
  cancellableIn: ["requires-payment-method", "requires-confirmation", "requires-capture"],
  idempotency: { create: none, update: none, confirm: none, cancel: none }
}
const session = (fields: Partial<ConstructorParameters<typeof Session>[0]> = {}) =>
  new Session({
    id: SessionId.make("s1"),
    provider: "test",
    reference: "order-1",
    amount: eur(1900),
    amountFrom: "request",
    status: "open",
    updatable: true,
    expiresAt: at(600_000),
    state: null,
    ...fields
  })
const intent = (fields: Partial<ConstructorParameters<typeof Intent>[0]> = {}) =>
  new Intent({
    id: IntentId.make("i1"),
    provider: "test",
    reference: "order-1",
    amount: eur(1900),
    amountFrom: "request",
    status: "requires-payment-method",
    capture: "automatic",
    state: null,
    ...fields
  })

/** One row: what it is, what the rule said, and what it must say: `ok` with its value, or the violation. */
type Row = readonly [what: string, said: Result.Result<unknown, object>, must: { readonly ok: unknown } | object]
const rows = (table: ReadonlyArray<Row>) =>
  it.each(table)("%s", (_, said, must) => {
    if ("ok" in must) expect(said).toEqual(Result.succeed(must.ok))
    else expect(Result.isFailure(said) && said.failure).toMatchObject(must)
  })

const outOfRange = (amount: string, minimum = 50, maximum = 10_000) => ({
  _tag: "AmountOutOfRange",
  currency: "EUR",
  amount,
  minimum,
  maximum
})
const notWhole = (amount: string) => ({
  _tag: "AmountNotRepresentable",
  amount,
  expected: "a whole number of minor units"
})
const offStep = {
  _tag: "AmountNotRepresentable",
  currency: "EUR",
  amount: "51",
  expected: "a multiple of 5 minor units"
}
const notTaken = (currency: string) => ({ _tag: "UnsupportedCurrency", currency, provider: "test" })
const max = Number.MAX_SAFE_INTEGER

const badAmounts: ReadonlyArray<readonly [what: string, amount: Money.PositiveMoney, must: object]> = [
  ["zero", bad(0), outOfRange("0", 1, max)],
  ["negative", bad(-50), outOfRange("-50", 1, max)],
  ["a fraction", bad(50.5), notWhole("50.5")],
  ["not a number", bad(Number.NaN), notWhole("NaN")],
  ["infinite", bad(Infinity), outOfRange("Infinity", 1, max)],
  ["unsafe", bad(max + 1), outOfRange("9007199254740992", 1, max)],
  ["too small", bad(49), outOfRange("49")],
  ["too large", bad(10_001), outOfRange("10001")],
  ["off the step", bad(51), offStep],
  ["in a currency that the provider does not take", bad(1900, "KWD"), notTaken("KWD")],
  ["in no currency", bad(1900, "EURO"), { _tag: "UnsupportedCurrency", currency: "EURO" }]
]

describe("amount", () => {
  rows([
    ["the smallest", Rules.amount(amounts, eur(50)), { ok: eur(50) }],
    ["the largest", Rules.amount(amounts, eur(10_000)), { ok: eur(10_000) }],
    ["on the step", Rules.amount(amounts, eur(55)), { ok: eur(55) }],
    [
      "in another currency, by its limits",
      Rules.amount(amounts, bad(1, "JPY")),
      { ok: Money.positiveUnsafe(1, "JPY") }
    ],
    ...badAmounts.map(([what, amount, must]): Row => [what, Rules.amount(amounts, amount), must])
  ])
})

describe("createSession", () => {
  const request = { reference: "order-1", amount: eur(1900) }
  const chosen: SessionCapabilities = {
    ...sessions,
    lifetime: { _tag: "chosen", minimum: Duration.minutes(5), maximum: Duration.hours(1) }
  }
  const ending = (millis: number) => ({ ...request, expiresAt: at(millis) })
  const noCapture = (capture: string) => ({
    _tag: "Unsupported",
    provider: "test",
    operation: "create a session",
    capability: `${capture} capture`
  })
  const noLifetime = (lifetime: string) => ({
    _tag: "Unsupported",
    provider: "test",
    operation: "create a session that ends then",
    capability: `${lifetime} lifetime`
  })
  const manual = { ...request, capture: "manual" } as const
  const automatic = { ...request, capture: "automatic" } as const
  rows([
    ["with nothing but an amount", Rules.createSession(sessions, request, now), { ok: request }],
    ["with a way of capturing that the provider has", Rules.createSession(sessions, automatic, now), { ok: automatic }],
    ["with one that it lacks", Rules.createSession(sessions, manual, now), noCapture("manual")],
    [
      "with any, where it has none",
      Rules.createSession({ ...sessions, capture: [] }, automatic, now),
      noCapture("automatic")
    ],
    ["with an end, where it is fixed", Rules.createSession(sessions, ending(600_000), now), noLifetime("fixed")],
    ["with the earliest end", Rules.createSession(chosen, ending(300_000), now), { ok: ending(300_000) }],
    ["with the latest end", Rules.createSession(chosen, ending(3_600_000), now), { ok: ending(3_600_000) }],
    ["with an end too early", Rules.createSession(chosen, ending(299_999), now), noLifetime("chosen")],
    ["with an end too late", Rules.createSession(chosen, ending(3_600_001), now), noLifetime("chosen")],
    ["with an end in the past", Rules.createSession(chosen, ending(-1), now), noLifetime("chosen")],
    ...badAmounts.map(([what, amount, must]): Row => [
      `with an amount that is ${what}`,
      Rules.createSession(sessions, { ...request, amount }, now),
      must
    ])
  ])
})

describe("updateSession", () => {
  const change = { amount: eur(2150) }
  const update = (
    fields: Parameters<typeof session>[0],
    capabilities: Partial<SessionCapabilities> = {},
    what: Parameters<typeof Rules.updateSession>[2] = change,
    options?: Parameters<typeof Rules.updateSession>[4]
  ) => Rules.updateSession({ ...sessions, ...capabilities }, session(fields), what, now, options)
  const notUpdatable = (why: string) => ({ _tag: "NotUpdatable", id: "s1", why })
  const lacks = (operation: string, capability: string) => ({
    _tag: "Unsupported",
    provider: "test",
    operation,
    capability
  })
  const continuation = { continuation: Redacted.make("token") }
  const reference = { reference: "order-2" }
  const jpy = { amount: Money.positiveUnsafe(2150, "JPY") }
  rows([
    ...SessionStatus.literals.map((status): Row => [
      `when ${status}`,
      update({ status }),
      status === "open"
        ? { ok: change }
        : status === "expired"
          ? { _tag: "SessionExpired", id: "s1", expiresAt: at(600_000) }
          : notUpdatable(status)
    ]),
    ["the moment before it ends", update({ expiresAt: at(1) }), { ok: change }],
    ["the moment it ends", update({ expiresAt: at(0) }), { _tag: "SessionExpired", id: "s1", expiresAt: at(0) }],
    ["after its end", update({ expiresAt: at(-1) }), { _tag: "SessionExpired", id: "s1", expiresAt: at(-1) }],
    ["locked, after its end", update({ status: "locked", expiresAt: at(-1) }), notUpdatable("locked")],
    ["of another adapter", update({ provider: "other" }), notUpdatable("another-provider")],
    [
      "of another adapter and locked",
      update({ provider: "other", status: "locked" }),
      notUpdatable("another-provider")
    ],
    ["to the same amount", update({}, {}, { amount: eur(1900) }), { ok: { amount: eur(1900) } }],
    ["of nothing", update({}, {}, {}), { ok: {} }],
    ["of nothing, locked", update({ status: "locked" }, {}, {}), notUpdatable("locked")],
    [
      "to another currency",
      update({}, {}, jpy),
      {
        _tag: "CurrencyMismatch",
        expected: "EUR",
        actual: "JPY"
      }
    ],
    ["to another currency, where it may change", update({}, { currencyChange: true }, jpy), { ok: jpy }],
    [
      "to a currency that the provider lacks, where it may change",
      update({}, { currencyChange: true }, { amount: bad(2150, "KWD") }),
      notTaken("KWD")
    ],
    ["of the reference", update({}, { referenceChange: true }, reference), { ok: reference }],
    ["of a reference that stays", update({}, {}, reference), lacks("change a session's reference", "reference change")],
    ["by the browser's token", update({}, { continuation: true }, change, continuation), { ok: change }],
    [
      "by a token that the provider does not know",
      update({}, {}, change, continuation),
      lacks("update a session by the browser's token", "continuation")
    ],
    ...badAmounts
      .filter(([, { currency }]) => currency === "EUR")
      .map(([what, amount, must]): Row => [`to an amount that is ${what}`, update({}, {}, { amount }), must])
  ])

  it("without a known end is in time", () => {
    const { expiresAt: _, ...rest } = session()
    expect(Rules.updateSession(sessions, new Session(rest), change, now)).toEqual(Result.succeed(change))
    expect(Rules.updateSession(sessions, new Session({ ...rest, status: "expired" }), change, now)).toMatchObject({
      failure: { _tag: "SessionExpired", id: "s1" }
    })
  })
})

describe("lockSession", () => {
  const lock = (
    fields: Parameters<typeof session>[0],
    amount = eur(1900),
    capabilities: Partial<SessionCapabilities> = {}
  ) => Rules.lockSession({ ...sessions, ...capabilities }, session(fields), amount, now)
  const notUpdatable = (why: string) => ({ _tag: "NotUpdatable", id: "s1", why })
  rows([
    ...SessionStatus.literals.map((status): Row => [
      `when ${status}, with its amount`,
      lock({ status }),
      status === "open"
        ? { ok: "set" }
        : status === "locked"
          ? { ok: "already" }
          : status === "expired"
            ? { _tag: "SessionExpired", id: "s1" }
            : notUpdatable(status)
    ]),
    ["with another amount", lock({}, eur(2150)), { ok: "set" }],
    ["locked, with another amount", lock({ status: "locked" }, eur(2150)), notUpdatable("locked")],
    [
      "locked, with the same number in another currency",
      lock({ status: "locked" }, Money.positiveUnsafe(1900, "JPY"), { currencyChange: true }),
      notUpdatable("locked")
    ],
    ["locked, after its end", lock({ status: "locked", expiresAt: at(-1) }), { ok: "already" }],
    ["after its end", lock({ expiresAt: at(0) }), { _tag: "SessionExpired" }],
    ["of another adapter", lock({ provider: "other", status: "locked" }), notUpdatable("another-provider")],
    ["in another currency", lock({}, Money.positiveUnsafe(1900, "JPY")), { _tag: "CurrencyMismatch" }],
    ...badAmounts
      .filter(([, { currency }]) => currency === "EUR")
      .map(([what, amount, must]): Row => [`with an amount that is ${what}`, lock({}, amount), must])
  ])
})

describe("expireSession", () => {
  rows(
    SessionStatus.literals.map((status): Row => {
      const given = session({ status })
      return [
        `when ${status}`,
        Rules.expireSession(sessions, given),
        status === "open" || status === "locked" ? { ok: given } : { _tag: "NotCancellable", id: "s1", status }
      ]
    })
  )
})

describe("createIntent", () => {
  const request = { reference: "order-1", amount: eur(1900) }
  const manual = { ...request, capture: "manual" } as const
  rows([
    ["with nothing but an amount", Rules.createIntent(intents, request), { ok: request }],
    [
      "with a way of capturing that the provider has",
      Rules.createIntent({ ...intents, capture: ["manual"] }, manual),
      { ok: manual }
    ],
    [
      "with one that it lacks",
      Rules.createIntent(intents, manual),
      { _tag: "Unsupported", provider: "test", operation: "create an intent", capability: "manual capture" }
    ],
    ...badAmounts.map(([what, amount, must]): Row => [
      `with an amount that is ${what}`,
      Rules.createIntent(intents, { ...request, amount }),
      must
    ])
  ])
})

const unrecognised = { _tag: "Unrecognised", value: "requires_magic" } as const
const everyStatus = [...IntentStatus.literals, unrecognised]
const named = (status: Intent["status"]) => (typeof status === "string" ? status : status.value)

describe("updateIntent", () => {
  const change = { amount: eur(2150) }
  const update = (
    fields: Parameters<typeof intent>[0],
    what: Parameters<typeof Rules.updateIntent>[2] = change,
    capabilities: Partial<IntentCapabilities> = {}
  ) => Rules.updateIntent({ ...intents, ...capabilities }, intent(fields), what)
  const why = {
    "requires-action": "refused-by-provider",
    processing: "processing",
    "requires-capture": "completed",
    succeeded: "completed",
    cancelled: "cancelled",
    requires_magic: "refused-by-provider"
  }
  const jpy = { amount: Money.positiveUnsafe(2150, "JPY") }
  rows([
    ...everyStatus.map((status): Row => {
      const reason = Object.entries(why).find(([word]) => word === named(status))?.[1]
      return [
        `when ${named(status)}`,
        update({ status }),
        reason === undefined ? { ok: change } : { _tag: "NotUpdatable", id: "i1", why: reason }
      ]
    }),
    [
      "in a state that the capabilities list",
      update({ status: "processing" }, change, { updatableIn: ["processing"] }),
      { ok: change }
    ],
    ["of another adapter", update({ provider: "other" }), { _tag: "NotUpdatable", id: "i1", why: "another-provider" }],
    ["of nothing", update({}, {}), { ok: {} }],
    ["to another currency", update({}, jpy), { _tag: "CurrencyMismatch", expected: "EUR", actual: "JPY" }],
    ["to another currency, where it may change", update({}, jpy, { currencyChange: true }), { ok: jpy }],
    ...badAmounts
      .filter(([, { currency }]) => currency === "EUR")
      .map(([what, amount, must]): Row => [`to an amount that is ${what}`, update({}, { amount }), must])
  ])
})

describe("confirmIntent", () => {
  rows(
    everyStatus.map((status): Row => {
      const given = intent({ status })
      return [
        `when ${named(status)}`,
        Rules.confirmIntent(intents, given),
        status === "requires-confirmation" ? { ok: given } : { _tag: "NotConfirmable", id: "i1", status: named(status) }
      ]
    })
  )
})

describe("cancelIntent", () => {
  rows(
    everyStatus.map((status): Row => {
      const given = intent({ status })
      return [
        `when ${named(status)}`,
        Rules.cancelIntent(intents, given),
        intents.cancellableIn.some((possible) => possible === status)
          ? { ok: given }
          : { _tag: "NotCancellable", id: "i1", status: named(status) }
      ]
    })
  )
})

describe("statedTotal", () => {
  const differs = (actual: string) => ({ _tag: "TotalDiffers", id: "s1", currency: "EUR", expected: 1900, actual })
  const taxed: AmountCapabilities = { ...amounts, totals: "provider" }
  const yen = Money.positiveUnsafe(1900, "JPY")
  rows([
    ["as asked", Rules.statedTotal(amounts, "s1", eur(1900), eur(1900)), { ok: eur(1900) }],
    ["more than asked", Rules.statedTotal(amounts, "s1", eur(1900), eur(2261)), differs("22.61 EUR")],
    ["less than asked", Rules.statedTotal(amounts, "s1", eur(1900), eur(1899)), differs("18.99 EUR")],
    ["in another currency", Rules.statedTotal(amounts, "s1", eur(1900), yen), differs("1900 JPY")],
    [
      "with taxes, where the provider may add them",
      Rules.statedTotal(taxed, "s1", eur(1900), eur(2261)),
      { ok: eur(2261) }
    ]
  ])
})

describe("callers without types", () => {
  const unstored: Session = JSON.parse(JSON.stringify(session()))
  const nothing = undefined as unknown as Money.PositiveMoney

  it("get a session refused that is none", () => {
    const refusal = new NotUpdatable({ id: "", why: "not-a-session" })
    expect(Rules.updateSession(sessions, unstored, {}, 0)).toEqual(Result.fail(refusal))
    expect(Rules.lockSession(sessions, { ...unstored, status: "locked" }, session().amount, 0)).toEqual(
      Result.fail(refusal)
    )
    expect(refusal.message).toContain("Session.fromJson")
    expect(Rules.expireSession(sessions, unstored)).toMatchObject({ failure: { status: "not-a-session" } })
    const foreign = session({ provider: "another" })
    expect(Rules.expireSession(sessions, foreign)).toMatchObject({ failure: { status: "another-provider" } })
  })

  it("get an amount refused that is named and not there", () => {
    const tags = [
      Rules.updateSession(sessions, session(), { amount: nothing }, 0),
      Rules.lockSession(sessions, session(), nothing, 0),
      Rules.createSession(sessions, { reference: "order-1", amount: nothing }, 0)
    ].map((result: Result.Result<unknown, { readonly _tag: string }>) =>
      Result.isFailure(result) ? result.failure._tag : "accepted"
    )
    expect(tags).toEqual(["AmountNotRepresentable", "AmountNotRepresentable", "AmountNotRepresentable"])
  })
})
