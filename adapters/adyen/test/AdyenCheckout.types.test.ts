import type { Money } from "@paylayer/core"
import { Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf } from "vitest"
import { AdyenCheckout } from "../src/index.ts"

declare const apiKey: Redacted.Redacted<string>
declare const total: Money.PositiveMoney
const merchantAccount = "Shop"

// The layer provides exactly these ports.
type Ports = Sessions.Sessions | Sessions.SessionLock | Sessions.SessionResults
const layer = AdyenCheckout.layer({ apiKey, merchantAccount })
expectTypeOf(layer).toEqualTypeOf<Layer.Layer<Ports, never, HttpClient>>()

// What Adyen cannot do does not compile: a session here cannot be ended before its time.
const ending = Effect.provide(Sessions.SessionExpiry, layer)
expectTypeOf<Effect.Services<typeof ending>>().toEqualTypeOf<Sessions.SessionExpiry | HttpClient>()

// Credentials are whole, redacted, and of one kind.
AdyenCheckout.layer({ username: "ws@Company.Shop", password: apiKey, merchantAccount })
// @ts-expect-error: a user has a password
AdyenCheckout.layer({ username: "ws@Company.Shop", merchantAccount })
// @ts-expect-error: in clear
AdyenCheckout.layer({ apiKey: "AQE…", merchantAccount })
// @ts-expect-error: live needs a prefix
AdyenCheckout.layer({ apiKey, merchantAccount, environment: "live" })
// @ts-expect-error: whose money?
AdyenCheckout.layer({ apiKey })

expectTypeOf(
  AdyenCheckout.layerConfig({ apiKey: Config.Redacted("KEY"), merchantAccount: Config.String("ACCOUNT") })
).toEqualTypeOf<Layer.Layer<Ports, Config.ConfigError, HttpClient>>()
AdyenCheckout.layerConfig({
  username: Config.String("USER"),
  password: Config.Redacted("PASSWORD"),
  merchantAccount: Config.String("ACCOUNT")
})

// Amounts of options are Money, words are Adyen's.
AdyenCheckout.sessionOptions({ splits: [{ type: "Commission", amount: total }], lineItems: [{ taxAmount: total }] })
// @ts-expect-error: minor units of which currency?
AdyenCheckout.sessionOptions({ splits: [{ type: "Commission", amount: 400 }] })
// @ts-expect-error: not a word of Adyen's
AdyenCheckout.sessionOptions({ channel: "Fax" })
// @ts-expect-error: the amount is the model's
AdyenCheckout.sessionOptions({ amount: total })
