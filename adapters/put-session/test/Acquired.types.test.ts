/** What compiles and what does not; checked by the compiler, not run. */
import {
  Authorisation,
  Modifications,
  Money,
  type ProviderError,
  type RuleViolation,
  Session,
  Sessions,
  Webhooks
} from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expectTypeOf, it } from "vitest"
import { Acquired, PutSession } from "../src/index.ts"
import { profile as second } from "./second/profile.ts"

const options = { appId: "a", appKey: Redacted.make("k") }
const layer = Acquired.layer(options)
declare const session: Session.Session
declare const authorisation: Authorisation.Authorisation
const amount = Money.positiveUnsafe(1502, "GBP")

type BeforePayment = Sessions.Sessions | Sessions.SessionLock
type All =
  | BeforePayment
  | Sessions.SessionResults
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups
  | Webhooks.Webhooks

it("the layer provides exactly what Acquired has, and needs an HttpClient", () => {
  expectTypeOf(layer).toEqualTypeOf<Layer.Layer<All, never, HttpClient>>()
  expectTypeOf(PutSession.layer(Acquired.profile(options))).toEqualTypeOf(layer)
  const config = Acquired.layerConfig({ appId: Config.String("ID"), appKey: Config.Redacted("KEY") })
  expectTypeOf(config).toEqualTypeOf<Layer.Layer<All, Config.ConfigError, HttpClient>>()
})

it("a profile provides the ports of its parts, and no other", () => {
  const plain = second(Redacted.make("k"))
  expectTypeOf(PutSession.layer(plain)).toEqualTypeOf<Layer.Layer<BeforePayment, never, HttpClient>>()
  const { capture, find, result, webhooks } = Acquired.profile(options)
  expectTypeOf(PutSession.layer({ ...plain, capture })).toEqualTypeOf<
    Layer.Layer<BeforePayment | Modifications.Captures, never, HttpClient>
  >()
  expectTypeOf(PutSession.layer({ ...plain, webhooks, find })).toEqualTypeOf<
    Layer.Layer<BeforePayment | Webhooks.Webhooks | Modifications.Lookups, never, HttpClient>
  >()
  const { result: _, ...unproven } = Acquired.profile(options)
  expectTypeOf(PutSession.layer(unproven)).toEqualTypeOf<
    Layer.Layer<Exclude<All, Sessions.SessionResults>, never, HttpClient>
  >()
  // A part that may be missing is no promise.
  const perhaps: PutSession.Profile<typeof plain extends PutSession.Profile<infer Body> ? Body : never> = plain
  expectTypeOf(PutSession.layer(perhaps)).toEqualTypeOf<Layer.Layer<BeforePayment, never, HttpClient>>()
  // @ts-expect-error the proof is about another provider's parameters
  PutSession.layer({ ...plain, result })
})

it("a program that refunds at a provider without refunds does not compile", () => {
  const program = Effect.gen(function* () {
    const { refund } = yield* Modifications.Refunds
    return yield* refund(authorisation, amount)
  })
  const provided = Effect.provide(program, PutSession.layer(second(Redacted.make("k"))))
  expectTypeOf<Effect.Services<typeof provided>>().toEqualTypeOf<Modifications.Refunds | HttpClient>()
  // @ts-expect-error Refunds and HttpClient are missing.
  void Effect.runPromise(provided)
})

it("a program that adjusts leaves exactly that requirement open", () => {
  const program = Effect.gen(function* () {
    const sessions = yield* Sessions.Sessions
    const { lock } = yield* Sessions.SessionLock
    const { result } = yield* Sessions.SessionResults
    const { adjust } = yield* Modifications.Adjustments
    const open = yield* sessions.create({ reference: "order-1", amount })
    const paid = yield* result(yield* lock(open, amount), Redacted.make("proof"))
    return yield* adjust(paid.authorisation!, amount)
  })
  const provided = Effect.provide(program, layer)
  expectTypeOf<Effect.Services<typeof provided>>().toEqualTypeOf<Modifications.Adjustments | HttpClient>()
  // @ts-expect-error Adjustments and HttpClient are missing.
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

it("options of a refund are Acquired's", () => {
  Acquired.refundOptions({ reference: "Shirt" })
  // @ts-expect-error no such field
  Acquired.refundOptions({ reason: "damaged" })
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
