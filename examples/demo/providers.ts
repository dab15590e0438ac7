/** The one place that chooses adapters: everything else of the demo knows no provider's name. */
import type { Authorisation, Session } from "@paylayer/core"
import { Modifications, Sessions } from "@paylayer/core"
import type { HttpClient } from "@paylayer/core/adapter"
import { layerFetch } from "@paylayer/core/adapter"
import { AdyenCheckout, AdyenWebhooks } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Acquired } from "@paylayer/put-session"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import type { Provider } from "@paylayer/simulator"
import * as Mac from "@paylayer/simulator/mac"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "@paylayer/stripe"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { story, worst } from "./afterPayment.ts"
import type { Watched } from "./provider.ts"
import * as shop from "./shop.ts"
import type { Step } from "./story.ts"

export interface Chosen {
  readonly name: string
  readonly simulator: Effect.Effect<Provider.Provider>
  readonly adapter: (url: string) => Layer.Layer<Sessions.Sessions | Sessions.SessionLock>
  /** What a change after the lock gets whose server still holds the session from before. */
  readonly tooLate: string
  /** What 19.001 KWD get: three decimals. */
  readonly dinar: string
  /** What comes after payment, at an account that captures by hand. */
  readonly later: {
    readonly simulator: Effect.Effect<Provider.Provider>
    readonly story: (watched: Watched) => Effect.Effect<ReadonlyArray<Step>, unknown>
  }
}

/** The shopper pays a session of 36.90 that is captured later. */
const paid = (watched: Watched, reference: string, options: Parameters<typeof shop.openForLater>[2]) =>
  Effect.gen(function* () {
    const session = yield* shop.openForLater(reference, 3690, options)
    const locked = yield* shop.finalise(session)
    return { session: locked, submission: yield* Effect.promise(() => watched.pay(locked)) }
  })

/** Who can be asked needs only the provider's id of the payment. */
const asked = (watched: Watched, reference: string) =>
  Effect.gen(function* () {
    const { submission } = yield* paid(watched, reference, { returnUrl: "https://shop.example/thanks" })
    const { find } = yield* Modifications.Lookups
    return yield* find({ id: submission.authorisation ?? "" })
  })

/** What the browser brings back proves the payment. */
const proved = (watched: Watched, reference: string, provider: NonNullable<Session.SessionRequest["provider"]> = []) =>
  Effect.gen(function* () {
    const options = { returnUrl: "https://shop.example/thanks", provider }
    const { session, submission } = yield* paid(watched, reference, options)
    const { result } = yield* Sessions.SessionResults
    const { authorisation } = yield* result(session, Redacted.make(submission.proof ?? ""))
    return authorisation ?? (yield* Effect.die("not authorised"))
  })

const heard = (watched: Watched) => (known: Authorisation.Authorisation) =>
  Effect.flatMap(Effect.promise(watched.calls), (calls) => shop.heard(known, worst(calls)))

/** What adapters need from outside: HTTP, and HMAC. */
const outside = Layer.merge(layerFetch, Mac.layer)

const acquired = AcquiredSimulator.credentials
const adyen = AdyenSimulator.credentials
const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)

type StripePorts =
  | Sessions.Sessions
  | Sessions.SessionLock
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups

/** Both of Stripe's faces have the same payments behind them. */
const stripeLater = (
  face: (options: StripeIntents.Options) => Layer.Layer<StripePorts, never, HttpClient>
): Chosen["later"] => ({
  simulator: StripeSimulator.make({ features: { incrementalAuthorisation: true } }),
  story: (watched) =>
    story(watched, {
      authorise: (reference) => asked(watched, reference),
      addedLate: shop.addedLate,
      listen: heard(watched)
    }).pipe(
      Effect.provide(
        Layer.merge(
          face({ secretKey, baseUrl: watched.url, requests: { incrementalAuthorisation: "if_available" } }),
          StripeWebhooks.layer({
            secrets: [Redacted.make(StripeSimulator.credentials.webhookSecret)],
            environment: "test"
          })
        ).pipe(Layer.provide(outside))
      )
    )
})

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
    dinar: "UnsupportedCurrency",
    later: {
      simulator: AcquiredSimulator.make(),
      story: (watched) =>
        story(watched, {
          authorise: (reference) => proved(watched, reference),
          listen: shop.lookedUp,
          ripen: Effect.sync(() => watched.pass("25 hours"))
        }).pipe(
          Effect.provide(
            Layer.provide(
              Acquired.layer({
                appId: acquired.appId,
                appKey: Redacted.make(acquired.appKey),
                baseUrl: `${watched.url}/v1`,
                capture: "manual"
              }),
              outside
            )
          )
        )
    }
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
    dinar: "19.001 KWD",
    later: {
      simulator: AdyenSimulator.make({ captureDelay: "manual" }),
      story: (watched) =>
        story(watched, {
          authorise: (reference) =>
            proved(watched, reference, [AdyenCheckout.sessionOptions({ authorisationType: "PreAuth" })]),
          addedLate: shop.addedLate,
          listen: heard(watched)
        }).pipe(
          Effect.provide(
            Layer.merge(
              AdyenCheckout.layer({
                apiKey: Redacted.make(adyen.apiKey),
                merchantAccount: adyen.merchantAccount,
                baseUrl: `${watched.url}/v72`
              }),
              AdyenWebhooks.layer({
                hmacKeys: [Redacted.make(adyen.hmacKey)],
                merchantAccount: adyen.merchantAccount
              })
            ).pipe(Layer.provide(outside))
          )
        )
    }
  },
  {
    name: "Stripe PaymentIntent",
    simulator: StripeSimulator.make(),
    adapter: (url) => Layer.provide(StripeIntents.layer({ secretKey, baseUrl: url }), layerFetch),
    tooLate: "NotUpdatable",
    dinar: "AmountNotRepresentable",
    later: stripeLater((options) => StripeIntents.layer(options))
  },
  {
    name: "Stripe Checkout",
    simulator: StripeSimulator.make(),
    adapter: (url) => Layer.provide(StripeCheckout.layer({ secretKey, baseUrl: url }), layerFetch),
    tooLate: "NotUpdatable",
    dinar: "AmountNotRepresentable",
    later: stripeLater((options) => StripeCheckout.layer(options))
  }
]
