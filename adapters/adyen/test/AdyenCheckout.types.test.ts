import type { Authorisation, Money } from "@paylayer/core"
import { Modifications, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf } from "vitest"
import { AdyenCheckout } from "../src/index.ts"

declare const apiKey: Redacted.Redacted<string>
declare const total: Money.PositiveMoney
declare const authorisation: Authorisation.Authorisation
declare const technicalCancels: AdyenCheckout.TechnicalCancels["Service"]
const merchantAccount = "Shop"

// The layer provides exactly these ports.
type Ports =
  | Sessions.Sessions
  | Sessions.SessionLock
  | Sessions.SessionResults
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | AdyenCheckout.TechnicalCancels
const layer = AdyenCheckout.layer({ apiKey, merchantAccount })
expectTypeOf(layer).toEqualTypeOf<Layer.Layer<Ports, never, HttpClient>>()

// What Adyen cannot do does not compile: a session here cannot be ended before its time.
const ending = Effect.provide(Sessions.SessionExpiry, layer)
expectTypeOf<Effect.Services<typeof ending>>().toEqualTypeOf<Sessions.SessionExpiry | HttpClient>()

// Adyen has no look-up: what became of a modification, a webhook tells.
const finding = Effect.provide(Modifications.Lookups, layer)
expectTypeOf<Effect.Services<typeof finding>>().toEqualTypeOf<Modifications.Lookups | HttpClient>()

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
// @ts-expect-error: only what is pre-authorised differs
AdyenCheckout.sessionOptions({ authorisationType: "FinalAuth" })

// Options of a modification are of its kind.
AdyenCheckout.adjustOptions({
  splits: [{ type: "MarketPlace", account: "8816080397613514", amount: total, reference: "part-1" }],
  lineItems: [{ amountIncludingTax: total }],
  enhancedSchemeData: { airline: { passengerName: "FLYER / MARY MS", boardingFee: total } },
  adjustAuthorisationData: apiKey
})
AdyenCheckout.refundOptions({ merchantRefundReason: "CUSTOMER REQUEST", store: "ST1" })
AdyenCheckout.captureOptions({ platformChargebackLogic: { behavior: "deductFromLiableAccount" } })
// @ts-expect-error: a text that anybody may log
AdyenCheckout.adjustOptions({ adjustAuthorisationData: "BQABAQA" })
// @ts-expect-error: a passenger has a name
AdyenCheckout.adjustOptions({ enhancedSchemeData: { airline: { boardingFee: total } } })
// @ts-expect-error: minor units of which currency?
AdyenCheckout.adjustOptions({ enhancedSchemeData: { airline: { passengerName: "F", boardingFee: 400 } } })
// @ts-expect-error: of a refund only
AdyenCheckout.captureOptions({ merchantRefundReason: "FRAUD" })
// @ts-expect-error: a cancel has no amount to split
AdyenCheckout.cancelOptions({ splits: [] })

// A technical cancel goes by the merchant's reference, and not by an authorisation.
technicalCancels.cancel("order-1")
// @ts-expect-error: its reference, or another cancel
technicalCancels.cancel(authorisation)
