import { AdyenClassic } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Modifications, Money } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const { merchantAccount, password, username } = AdyenSimulator.credentials
const adyen = AdyenClassic.layer({
  username,
  password: Redacted.make(password),
  merchantAccount,
  encoding: "soap"
})

const program = Effect.gen(function* () {
  const { authorise } = yield* AdyenClassic.DirectAuthorisations
  const { adjust } = yield* Modifications.Adjustments
  const { authorisation } = yield* authorise({
    reference: "room-217",
    amount: Money.positiveUnsafe(1500, "EUR"),
    card: AdyenClassic.card({
      number: "4111111111111111",
      cvc: "737",
      expiryMonth: "3",
      expiryYear: "2030",
      holderName: "John Smith"
    })
  })
  return yield* adjust(authorisation, Money.positiveUnsafe(1700, "EUR"), { reason: "delayed-charge" })
})

export const adjusted = await Effect.runPromise(
  Effect.provide(program, Layer.provideMerge(adyen, AdyenSimulator.layer()))
)
console.log(adjusted.stage) // => acknowledged
