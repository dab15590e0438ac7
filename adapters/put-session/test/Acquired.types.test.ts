/** What compiles and what does not; checked by the compiler, not run. */
import { Money, type ProviderError, type RuleViolation, Session, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expectTypeOf, it } from "vitest"
import { Acquired, PutSession } from "../src/index.ts"

const options = { appId: "a", appKey: Redacted.make("k") }
const layer = Acquired.layer(options)
declare const session: Session.Session
const amount = Money.positiveUnsafe(1502, "GBP")

it("the layer provides exactly Sessions and SessionLock, and needs an HttpClient", () => {
  expectTypeOf(layer).toEqualTypeOf<Layer.Layer<Sessions.Sessions | Sessions.SessionLock, never, HttpClient>>()
  expectTypeOf(PutSession.layer(Acquired.profile(options))).toEqualTypeOf(layer)
  const config = Acquired.layerConfig({ appId: Config.String("ID"), appKey: Config.Redacted("KEY") })
  expectTypeOf(config).toEqualTypeOf<
    Layer.Layer<Sessions.Sessions | Sessions.SessionLock, Config.ConfigError, HttpClient>
  >()
})

it("a program that asks for the result leaves exactly that requirement open", () => {
  const program = Effect.gen(function* () {
    const sessions = yield* Sessions.Sessions
    const { lock } = yield* Sessions.SessionLock
    const { result } = yield* Sessions.SessionResults
    const open = yield* sessions.create({ reference: "order-1", amount })
    return yield* result(yield* lock(open, amount), Redacted.make("proof"))
  })
  const provided = Effect.provide(program, layer)
  expectTypeOf<Effect.Services<typeof provided>>().toEqualTypeOf<Sessions.SessionResults | HttpClient>()
  // @ts-expect-error SessionResults and HttpClient are missing.
  void Effect.runPromise(provided)
})

it("errors are exactly the model's", () => {
  const created = Effect.flatMap(Sessions.Sessions, ({ create }) => create({ reference: "order-1", amount }))
  type Created = Effect.Error<typeof created>
  expectTypeOf<Created>().toEqualTypeOf<
    | RuleViolation.UnsupportedCurrency
    | RuleViolation.AmountOutOfRange
    | RuleViolation.AmountNotRepresentable
    | RuleViolation.TotalDiffers
    | RuleViolation.Unsupported
    | ProviderError.ProviderError
  >()
  const updated = Effect.flatMap(Sessions.Sessions, ({ update }) => update(session, { amount }))
  expectTypeOf<Exclude<Effect.Error<typeof updated>, Created>>().toEqualTypeOf<
    | RuleViolation.NotUpdatable
    | RuleViolation.SessionExpired
    | RuleViolation.ContinuationLost
    | RuleViolation.CurrencyMismatch
  >()
})

it("parameters are Acquired's, and not those of the model", () => {
  Acquired.parameters({ tds: { challenge_preference: "no_preference" }, payment_methods: ["card"] })
  // @ts-expect-error a misspelt value
  Acquired.parameters({ tds: { challenge_preference: "none" } })
  // @ts-expect-error no such way of paying
  Acquired.parameters({ payment_methods: ["cash"] })
  // @ts-expect-error the amount is the model's
  Acquired.parameters({ transaction: { amount: 15.02 } })
  // @ts-expect-error so is the reference
  Acquired.parameters({ transaction: { order_id: "order-1" } })
  // @ts-expect-error and the currency
  Acquired.parameters({ transaction: { currency: "gbp" } })
})

it("an app_key is Redacted, a total positive", () => {
  // @ts-expect-error in clear
  Acquired.layer({ appId: "a", appKey: "k" })
  // @ts-expect-error an environment of another provider
  Acquired.layer({ ...options, environment: "sandbox" })
  const zero = new Money.Money({ value: 0, currency: "GBP" })
  // @ts-expect-error perhaps zero
  const change: Session.SessionChange = { amount: zero }
  void change
})
