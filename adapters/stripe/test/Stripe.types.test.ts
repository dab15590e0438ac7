/** What compiles and what does not; checked by the compiler, not run. */
import { Intents, Money, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expectTypeOf, it } from "vitest"
import { StripeCheckout, StripeIntents } from "../src/index.ts"

const secretKey = Redacted.make("sk_test_1")
const amount = Money.positiveUnsafe(1500, "USD")

type Common = Sessions.Sessions | Sessions.SessionLock | Sessions.SessionExpiry
type OfIntents = Common | Intents.Intents
type OfCheckout = Common | Sessions.SessionResults

it("each layer provides exactly its ports, and needs an HttpClient", () => {
  expectTypeOf(StripeIntents.layer({ secretKey })).toEqualTypeOf<Layer.Layer<OfIntents, never, HttpClient>>()
  expectTypeOf(StripeCheckout.layer({ secretKey })).toEqualTypeOf<Layer.Layer<OfCheckout, never, HttpClient>>()
  const config = { secretKey: Config.Redacted("KEY") }
  expectTypeOf(StripeIntents.layerConfig(config)).toEqualTypeOf<
    Layer.Layer<OfIntents, Config.ConfigError, HttpClient>
  >()
  expectTypeOf(StripeCheckout.layerConfig(config)).toEqualTypeOf<
    Layer.Layer<OfCheckout, Config.ConfigError, HttpClient>
  >()
})

it("what a face lacks stays an open requirement", () => {
  const results = Effect.provide(Sessions.SessionResults, StripeIntents.layer({ secretKey }))
  expectTypeOf<Effect.Services<typeof results>>().toEqualTypeOf<Sessions.SessionResults | HttpClient>()
  const intents = Effect.provide(Intents.Intents, StripeCheckout.layer({ secretKey }))
  expectTypeOf<Effect.Services<typeof intents>>().toEqualTypeOf<Intents.Intents | HttpClient>()
})

it("options are Stripe's, and not those of the model", () => {
  StripeIntents.options({ description: "A trip", setup_future_usage: "off_session" })
  // @ts-expect-error a misspelt value
  StripeIntents.options({ setup_future_usage: "always" })
  // @ts-expect-error the amount is the model's
  StripeIntents.options({ amount: 1500 })
  StripeCheckout.items([{ name: "Trip", amount, quantity: 2 }])
  // @ts-expect-error an amount is money
  StripeCheckout.items([{ name: "Trip", amount: 1500 }])
  // @ts-expect-error a key in clear
  StripeCheckout.layer({ secretKey: "sk_test_1" })
  // @ts-expect-error no such page
  StripeCheckout.layer({ secretKey, uiMode: "custom" })
  // @ts-expect-error only Checkout has one
  StripeIntents.layer({ secretKey, uiMode: "elements" })
})
