import type { Modifications, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { Webhooks } from "@paylayer/core"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf } from "vitest"
import { AdyenClassic } from "../src/index.ts"

declare const secret: Redacted.Redacted<string>
const merchantAccount = "Shop"

// The layer provides exactly these ports.
type Ports =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | AdyenClassic.DirectAuthorisations
  | AdyenClassic.TechnicalCancels
  | AdyenClassic.UnreferencedRefunds
  | AdyenClassic.PendingRefunds
const layer = AdyenClassic.layer({ apiKey: secret, merchantAccount })
expectTypeOf(layer).toEqualTypeOf<Layer.Layer<Ports, never, HttpClient>>()
expectTypeOf<Extract<Ports, Sessions.Sessions>>().toEqualTypeOf<never>()

// What the API cannot do does not compile: nothing is looked up, and webhooks are another face.
const receiving = Effect.provide(Webhooks.Webhooks, layer)
expectTypeOf<Effect.Services<typeof receiving>>().toEqualTypeOf<Webhooks.Webhooks | HttpClient>()

AdyenClassic.layer({ username: "ws@Company.Shop", password: secret, merchantAccount, encoding: "soap" })
// @ts-expect-error: an encoding that Adyen does not have
AdyenClassic.layer({ apiKey: secret, merchantAccount, encoding: "xml" })
// @ts-expect-error: in clear
AdyenClassic.layer({ apiKey: "AQE…", merchantAccount })
// @ts-expect-error: a user has a password
AdyenClassic.layer({ username: "ws@Company.Shop", merchantAccount })

expectTypeOf(
  AdyenClassic.layerConfig({ apiKey: Config.Redacted("KEY"), merchantAccount: Config.String("ACCOUNT") })
).toEqualTypeOf<Layer.Layer<Ports, Config.ConfigError, HttpClient>>()

// Card data comes redacted, whole, and a waiting refund by one of its two names.
declare const card: AdyenClassic.Card
expectTypeOf(card.number).toEqualTypeOf<Redacted.Redacted<string>>()
// @ts-expect-error: whose card?
AdyenClassic.card({ number: "4111111111111111", expiryMonth: "3", expiryYear: "2030" })
declare const pending: typeof AdyenClassic.PendingRefunds.Service
// @ts-expect-error: a terminal's name for it is nothing without the terminal
pending.cancel({ tenderReference: "5Iw8001176969533005" })
