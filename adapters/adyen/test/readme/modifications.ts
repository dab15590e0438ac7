import { AdyenCheckout, AdyenWebhooks } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { type Authorisation, Modifications, Money, Session, Sessions, Webhooks } from "@paylayer/core"
import { Deliveries, ProviderClock, Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const { apiKey, hmacKey, merchantAccount } = AdyenSimulator.credentials
const eur = (value: number) => Money.positiveUnsafe(value, "EUR")

const adyen = Layer.mergeAll(
  AdyenCheckout.layer({ apiKey: Redacted.make(apiKey), merchantAccount, returnUrl: "https://shop.example/back" }),
  AdyenWebhooks.layer({ merchantAccount, hmacKeys: [Redacted.make(hmacKey)] })
)

/** Only what was pre-authorised can be adjusted, and only what is captured manually waits for it. */
const paid = Effect.gen(function* () {
  const provider = [AdyenCheckout.sessionOptions({ authorisationType: "PreAuth" })]
  const request = { reference: "order-1", amount: eur(1500), updatable: false, capture: "manual", provider } as const
  const session = yield* (yield* Sessions.Sessions).create(request)
  // The shopper's browser does this, and sends the proof to your server.
  const shopper = yield* Shopper.Shopper
  const submitted = yield* shopper.submit({ id: session.id, token: Session.browserToken(session)! })
  const proof = submitted._tag === "Authorised" ? submitted.proof : undefined
  const { authorisation } = yield* (yield* Sessions.SessionResults).result(session, Redacted.make(proof!))
  return authorisation!
})

/** Your webhook's endpoint: what Adyen decided, joined to what is known. Keep it before you answer. */
const heard = Effect.fn(function* (authorisation: Authorisation.Authorisation) {
  yield* (yield* ProviderClock.ProviderClock).advance("1 minute")
  const requests = yield* (yield* Deliveries.Deliveries).take
  const received = yield* Effect.forEach(requests, (yield* Webhooks.Webhooks).receive)
  return authorisation.with(received.flatMap((one) => Webhooks.factsOf(one, authorisation)))
})

const program = Effect.gen(function* () {
  const first = yield* paid
  const { adjust } = yield* Modifications.Adjustments
  const asked = yield* adjust(first, eur(1700), { reason: "delayed-charge" }) // acknowledged, and nothing more
  const adjusted = yield* heard(first.with(asked.facts))
  const { capture } = yield* Modifications.Captures
  const captured = yield* capture(adjusted, adjusted.totals().capturable as Money.PositiveMoney)
  return yield* heard(adjusted.with(captured.facts))
})

export const authorisation = await Effect.runPromise(
  Effect.provide(program, Layer.provideMerge(adyen, AdyenSimulator.layer()))
)
console.log(Money.format(authorisation.totals().captured)) // => 17.00 EUR
