import { AdyenCheckout } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Money, Sessions } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const { apiKey, merchantAccount } = AdyenSimulator.credentials
const returnUrl = "https://shop.example/back"
const adyen = AdyenCheckout.layer({ apiKey: Redacted.make(apiKey), merchantAccount, returnUrl })

const program = Effect.gen(function* () {
  const sessions = yield* Sessions.Sessions
  const { lock } = yield* Sessions.SessionLock
  const known = AdyenCheckout.sessionOptions({ countryCode: "NL", shopperReference: "customer-7" })
  const amount = Money.positiveUnsafe(1900, "EUR")
  const session = yield* sessions.create({ reference: "order-1", amount, provider: [known] })
  const cheaper = yield* sessions.update(session, { amount: Money.positiveUnsafe(1750, "EUR") })
  return yield* lock(cheaper, cheaper.amount)
})

export const locked = await Effect.runPromise(
  Effect.provide(program, Layer.provideMerge(adyen, AdyenSimulator.layer()))
)
console.log(`${locked.id} is ${locked.status} at ${locked.amount}`) // => … is locked at 17.50 EUR
