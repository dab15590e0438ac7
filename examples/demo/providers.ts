/** The one place that chooses adapters: everything else of the demo knows no provider's name. */
import type { Sessions } from "@paylayer/core"
import { layerFetch } from "@paylayer/core/adapter"
import { AdyenCheckout } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Acquired } from "@paylayer/put-session"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import type { Provider } from "@paylayer/simulator"
import { StripeCheckout, StripeIntents } from "@paylayer/stripe"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

export interface Chosen {
  readonly name: string
  readonly simulator: Effect.Effect<Provider.Provider>
  readonly adapter: (url: string) => Layer.Layer<Sessions.Sessions | Sessions.SessionLock>
  /** What a change after the lock gets whose server still holds the session from before. */
  readonly tooLate: string
  /** What 19.001 KWD get: three decimals. */
  readonly dinar: string
}

const acquired = AcquiredSimulator.credentials
const adyen = AdyenSimulator.credentials
const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)

export const providers: ReadonlyArray<Chosen> = [
  {
    name: "Acquired",
    simulator: AcquiredSimulator.make(),
    adapter: (url) =>
      Layer.provide(
        Acquired.layer({ appId: acquired.appId, appKey: Redacted.make(acquired.appKey), baseUrl: `${url}/v1` }),
        layerFetch
      ),
    tooLate: "NotUpdatable",
    dinar: "UnsupportedCurrency"
  },
  {
    name: "Adyen",
    simulator: AdyenSimulator.make(),
    adapter: (url) =>
      Layer.provide(
        AdyenCheckout.layer({
          apiKey: Redacted.make(adyen.apiKey),
          merchantAccount: adyen.merchantAccount,
          baseUrl: `${url}/v72`
        }),
        layerFetch
      ),
    tooLate: "NotUpdatable",
    dinar: "19.001 KWD"
  },
  {
    name: "Stripe PaymentIntent",
    simulator: StripeSimulator.make(),
    adapter: (url) => Layer.provide(StripeIntents.layer({ secretKey, baseUrl: url }), layerFetch),
    tooLate: "NotUpdatable",
    dinar: "AmountNotRepresentable"
  },
  {
    name: "Stripe Checkout",
    simulator: StripeSimulator.make(),
    adapter: (url) => Layer.provide(StripeCheckout.layer({ secretKey, baseUrl: url }), layerFetch),
    tooLate: "NotUpdatable",
    dinar: "AmountNotRepresentable"
  }
]
