import { Money, Sessions } from "@paylayer/core"
import { Acquired } from "@paylayer/put-session"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const { appId, appKey } = AcquiredSimulator.credentials
const acquired = Acquired.layer({ appId, appKey: Redacted.make(appKey) })

const program = Effect.gen(function* () {
  const sessions = yield* Sessions.Sessions
  const { lock } = yield* Sessions.SessionLock
  const session = yield* sessions.create({ reference: "order-1", amount: Money.positiveUnsafe(1502, "GBP") })
  const methods = Acquired.parameters({ payment_methods: ["card", "apple_pay"] })
  const cheaper = yield* sessions.update(session, { amount: Money.positiveUnsafe(1352, "GBP"), provider: [methods] })
  return yield* lock(cheaper, cheaper.amount)
})

export const locked = await Effect.runPromise(
  Effect.provide(program, Layer.provide(acquired, AcquiredSimulator.layer()))
)
console.log(`${locked.id} is ${locked.status} at ${locked.amount}`) // => … is locked at 13.52 GBP
