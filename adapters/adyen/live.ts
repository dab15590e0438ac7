/**
 * Adyen on a real test account: off unless the environment names its API key. `docs/live-evidence.md` says how to run it, and
 * what such a run can and cannot show.
 *
 * Adyen tells a server neither the amount of a session nor what became of a payment, and a session is paid in a browser
 * alone: so this world has no `Truth` and no `Shopper`, and few laws run in it.
 */
import { Subject } from "@paylayer/conformance"
import { layerFetch } from "@paylayer/core/adapter"
import * as MacLayer from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { AdyenCheckout, AdyenClassic, AdyenWebhooks } from "./src/index.ts"

type Environment = Readonly<Record<string, string | undefined>>

export interface Live {
  readonly subjects: ReadonlyArray<Subject.Subject>
  /** Why there are none, where there are none. */
  readonly why?: string
}

interface Account {
  readonly apiKey: Redacted.Redacted<string>
  readonly merchantAccount: string
}

const encodings = ["json", "form", "soap"] as const

/** The subjects that this environment allows: none without a key and an account, and none anywhere but at Adyen's test platform. */
export const live = (environment: Environment): Live => {
  const apiKey = environment["PAYLAYER_LIVE_ADYEN_API_KEY"]
  const merchantAccount = environment["PAYLAYER_LIVE_ADYEN_MERCHANT_ACCOUNT"]
  if (!apiKey) return none("PAYLAYER_LIVE_ADYEN_API_KEY is not set: no law is tried on an Adyen account.")
  if (!merchantAccount) {
    return none("PAYLAYER_LIVE_ADYEN_MERCHANT_ACCOUNT is not set: no law is tried on an Adyen account.")
  }
  for (const name of ["PAYLAYER_LIVE_ADYEN_BASE_URL", "PAYLAYER_LIVE_ADYEN_CLASSIC_BASE_URL"]) {
    const url = environment[name]
    if (url !== undefined && !isTest(url)) {
      return none(
        `${name} has to be an address of Adyen's test platform (https://…-test.adyen.com) or of this machine.`
      )
    }
  }
  const account = { apiKey: Redacted.make(apiKey), merchantAccount }
  const asked = environment["PAYLAYER_LIVE_ADYEN_CLASSIC"]
  const encoding = encodings.find((one) => one === asked)
  if (asked !== undefined && encoding === undefined) {
    return none(`PAYLAYER_LIVE_ADYEN_CLASSIC has to be one of ${encodings.join(", ")}.`)
  }
  return {
    subjects: [
      checkout(account, at(environment["PAYLAYER_LIVE_ADYEN_BASE_URL"])),
      ...(encoding === undefined
        ? []
        : [classic(account, { encoding, ...at(environment["PAYLAYER_LIVE_ADYEN_CLASSIC_BASE_URL"]) })])
    ]
  }
}

const none = (why: string): Live => ({ subjects: [], why })

const at = (baseUrl: string | undefined) => (baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/$/, "") })

/** A key does not say whether it is live: the address does. */
const isTest = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { hostname, protocol } = new URL(url)
  const atAdyen = protocol === "https:" && ["checkout-test.adyen.com", "pal-test.adyen.com"].includes(hostname)
  return atAdyen || ["127.0.0.1", "localhost", "[::1]"].includes(hostname)
}

/** No webhook arrives here: this key is nobody's. */
const webhooks = ({ merchantAccount }: Account) =>
  AdyenWebhooks.layer({ merchantAccount, hmacKeys: [Redacted.make("0".repeat(64))] })

const common = { version: "0.0.0", evidence: "live" } as const

const checkout = (account: Account, address: { readonly baseUrl?: string }): Subject.Subject =>
  Subject.make({
    ...common,
    name: "adyen checkout, test account",
    layer: Layer.merge(AdyenCheckout.layer({ ...account, ...address }), webhooks(account)),
    world,
    defaults: {
      returnUrl: "https://shop.example/back",
      provider: [AdyenCheckout.sessionOptions({ countryCode: "NL" })]
    },
    secrets: [account.apiKey]
  })

/** Classic authorises a card by itself, for an account that may send card data. */
const classic = (
  account: Account,
  options: { readonly encoding: (typeof encodings)[number]; readonly baseUrl?: string }
): Subject.Subject =>
  Subject.make({
    ...common,
    name: `adyen classic, ${options.encoding}, test account`,
    layer: Layer.merge(AdyenClassic.layer({ ...account, ...options }), webhooks(account)),
    world,
    authorise: ({ adjustable, amount, reference }) =>
      Effect.flatMap(AdyenClassic.DirectAuthorisations, ({ authorise }) =>
        Effect.map(authorise({ amount, reference, adjustable, card }), ({ authorisation }) => authorisation)
      ),
    secrets: [account.apiKey]
  })

/** A card of Adyen's page of test cards: it is nobody's. */
const card = AdyenClassic.card({
  number: "4111111111111111",
  expiryMonth: "3",
  expiryYear: "2030",
  cvc: "737",
  holderName: "J. Smith"
})

/** The real Adyen, of which a server sees nothing but the answers. */
const world = Layer.merge(layerFetch, Layer.provide(MacLayer.layerWebCrypto, SecureRandom.layerWebCrypto))

export const { subjects, why } = live(process.env)
