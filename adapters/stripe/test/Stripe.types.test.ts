/** What compiles and what does not; checked by the compiler, not run. */
import { type Authorisation, Intents, Modifications, Money, Sessions, Webhooks } from "@paylayer/core"
import type { HttpClient, Mac } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expectTypeOf, it } from "vitest"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "../src/index.ts"

const secretKey = Redacted.make("sk_test_1")
const amount = Money.positiveUnsafe(1500, "USD")

type AfterAuthorisation =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups
type Common = Sessions.Sessions | Sessions.SessionLock | Sessions.SessionExpiry | AfterAuthorisation
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

it("webhooks are a layer of their own: without it there is no port, and with it there is one", () => {
  const secrets = [Redacted.make("whsec_1")] as const
  const webhooks = StripeWebhooks.layer({ secrets, environment: "test" })
  expectTypeOf(webhooks).toEqualTypeOf<Layer.Layer<Webhooks.Webhooks, never, Mac>>()
  const onIntents = Effect.provide(Webhooks.Webhooks, StripeIntents.layer({ secretKey }))
  expectTypeOf<Effect.Services<typeof onIntents>>().toEqualTypeOf<Webhooks.Webhooks | HttpClient>()
  const onCheckout = Effect.provide(Webhooks.Webhooks, StripeCheckout.layer({ secretKey }))
  expectTypeOf<Effect.Services<typeof onCheckout>>().toEqualTypeOf<Webhooks.Webhooks | HttpClient>()
  const both = Effect.provide(Webhooks.Webhooks, Layer.merge(StripeIntents.layer({ secretKey }), webhooks))
  expectTypeOf<Effect.Services<typeof both>>().toEqualTypeOf<Mac | HttpClient>()
  expectTypeOf(
    StripeWebhooks.layerConfig({
      secrets: Config.map(Config.Redacted("SECRET"), (secret) => [secret] as const),
      environment: Config.succeed("live")
    })
  ).toEqualTypeOf<Layer.Layer<Webhooks.Webhooks, Config.ConfigError, Mac>>()
  // @ts-expect-error no secret at all
  StripeWebhooks.layer({ secrets: [], environment: "test" })
  // @ts-expect-error a secret in clear
  StripeWebhooks.layer({ secrets: ["whsec_1"], environment: "test" })
  // @ts-expect-error test or live has to be said
  StripeWebhooks.layer({ secrets })
  // @ts-expect-error no other environment
  StripeWebhooks.layer({ secrets, environment: "sandbox" })
})

it("what follows an intent is an authorisation, or nothing yet", () => {
  expectTypeOf(StripeIntents.authorisation).returns.toEqualTypeOf<Authorisation.Authorisation | undefined>()
  StripeIntents.layer({ secretKey, requests: { multicapture: "if_available" } })
  // @ts-expect-error Stripe has no other word
  StripeIntents.layer({ secretKey, requests: { multicapture: "always" } })
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
