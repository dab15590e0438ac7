// Runs from the packed packages on every runtime: one payment through the adapter, and every law on the reference.
import { run, Report } from "@paylayer/conformance"
import { reference } from "@paylayer/conformance/reference"
import { Money, Sessions } from "@paylayer/core"
import { Acquired } from "@paylayer/put-session"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import { Shopper } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const payment = Effect.gen(function* () {
  const { create, update } = yield* Sessions.Sessions
  const { lock } = yield* Sessions.SessionLock
  const session = yield* create({ reference: "order-1001", amount: Money.positiveUnsafe(1900, "EUR") })
  const dearer = yield* update(session, { amount: Money.positiveUnsafe(2150, "EUR") })
  const locked = yield* lock(dearer, dearer.amount)
  const { submit } = yield* Shopper.Shopper
  return yield* submit({ id: locked.id })
})

export const smoke = async () => {
  const { appId, appKey } = AcquiredSimulator.credentials
  const adapter = Acquired.layer({ appId, appKey: Redacted.make(appKey) })
  const { _tag, amount } = await Effect.runPromise(
    payment.pipe(Effect.provide(adapter), Effect.provide(AcquiredSimulator.layer()))
  )
  const laws = Report.count([await Effect.runPromise(run(reference, { runs: 5 }))])
  return { paid: `${_tag} ${amount.decimal} ${amount.currency}`, ...laws }
}
