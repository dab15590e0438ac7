/**
 * Both faces of Stripe on a real test account: off unless the environment names its key. `docs/live-evidence.md` says how
 * to run them, and what such a run can and cannot show.
 *
 * What Stripe holds is read from its own API by code that shares nothing with the adapter.
 */
import { Subject } from "@paylayer/conformance"
import { HttpClient, layerFetch, Mac } from "@paylayer/core/adapter"
import { Recording, Shopper, Truth } from "@paylayer/simulator"
import * as MacLayer from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { returnsLater } from "./conformance.ts"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "./src/index.ts"
import { type Account, type Reader, readerOf } from "./test/live/account.ts"
import * as shopper from "./test/live/shopper.ts"
import * as truth from "./test/live/truth.ts"

type Environment = Readonly<Record<string, string | undefined>>

export interface Live {
  readonly subjects: ReadonlyArray<Subject.Subject>
  /** Why there are none, where there are none. */
  readonly why?: string
}

const stripe = "https://api.stripe.com"

/** The subjects that this environment allows: none without a test key, and none anywhere but at Stripe or on this machine. */
export const live = (environment: Environment): Live => {
  const secretKey = environment["PAYLAYER_LIVE_STRIPE_SECRET_KEY"]
  const baseUrl = (environment["PAYLAYER_LIVE_STRIPE_BASE_URL"] ?? stripe).replace(/\/$/, "")
  if (!secretKey) return none("PAYLAYER_LIVE_STRIPE_SECRET_KEY is not set: no law is tried on a Stripe account.")
  if (!/^[rs]k_test_\w+$/.test(secretKey)) {
    return none(
      "PAYLAYER_LIVE_STRIPE_SECRET_KEY is not the key of a test account: it has to begin with sk_test_ or rk_test_, and laws " +
        "never run on a live one."
    )
  }
  if (baseUrl !== stripe && !isLoopback(baseUrl)) {
    return none(`PAYLAYER_LIVE_STRIPE_BASE_URL may only be ${stripe} or an address of this machine.`)
  }
  const account = { secretKey: Redacted.make(secretKey), baseUrl }
  return { subjects: [intents(account), checkout(account)] }
}

const none = (why: string): Live => ({ subjects: [], why })

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname)

/** No webhook arrives here: this secret is nobody's. */
const webhooks = StripeWebhooks.layer({ secrets: [Redacted.make("whsec_nobodys")], environment: "test" })

const common = { version: "0.0.0", evidence: "live", defaults: { returnUrl: "https://shop.example/back" } } as const

const intents = (account: Account): Subject.Subject =>
  Subject.make({
    ...common,
    name: "stripe intents, test account",
    layer: Layer.merge(StripeIntents.layer(account), webhooks),
    world: world(account, (reader, seen) =>
      Context.make(Truth.Truth, truth.make(reader, seen)).pipe(Context.add(Shopper.Shopper, shopper.make(reader)))
    ),
    secrets: [account.secretKey],
    deviations: [returnsLater]
  })

/** Checkout's page is paid in a browser alone: no shopper. */
const checkout = (account: Account): Subject.Subject =>
  Subject.make({
    ...common,
    name: "stripe checkout, test account",
    layer: Layer.merge(StripeCheckout.layer(account), webhooks),
    world: world(account, (reader, seen) => Context.make(Truth.Truth, truth.make(reader, seen))),
    secrets: [account.secretKey]
  })

/** The real Stripe, with what can be had of it. */
const world = <Controls>(
  account: Account,
  controls: (reader: Reader, seen: Recording.RecordingClient) => Context.Context<Controls>
): Layer.Layer<HttpClient | Mac | Controls> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const seen = Recording.wrap(yield* HttpClient)
      return controls(readerOf(seen, account), seen).pipe(Context.add(HttpClient, seen), Context.add(Mac, yield* Mac))
    })
  ).pipe(Layer.provide(platform))

const platform = Layer.merge(layerFetch, Layer.provide(MacLayer.layerWebCrypto, SecureRandom.layerWebCrypto))

export const { subjects, why } = live(process.env)
