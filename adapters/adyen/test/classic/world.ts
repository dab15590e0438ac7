/** The adapter and its webhooks on the simulated Adyen, in one encoding. */
import { type Authorisation, Fact, ModificationKey, Money, Webhooks } from "@paylayer/core"
import { Deliveries, Faults, ProviderClock, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Redacted from "effect/Redacted"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { AdyenClassic, AdyenWebhooks } from "../../src/index.ts"
import { type Ports, portsOf } from "./scripted.ts"
import type { Name } from "./wire.ts"

const { hmacKey, merchantAccount, password, username } = AdyenSimulator.credentials

export interface World extends Ports {
  /** Lets time pass, and joins what Adyen tells about this authorisation meanwhile. */
  readonly later: (
    authorisation: Authorisation.Authorisation,
    by?: "10 seconds" | "1 day"
  ) => Effect.Effect<Authorisation.Authorisation>
  readonly truth: Truth.Truth["Service"]
  readonly faults: Faults.Faults["Service"]
}

export interface Setting {
  readonly options?: Partial<AdyenClassic.UserOptions>
  readonly simulator?: AdyenSimulator.Options
}

/** Runs a program against a simulated Adyen, with keys that are the same in every world. */
export const on = async <A>(
  encoding: Name,
  program: (world: World) => Effect.Effect<A, unknown>,
  { options = {}, simulator = {} }: Setting = {}
): Promise<A> => {
  const world = AdyenSimulator.layer({ ...simulator, webhooks: { encoding } })
  const classic = AdyenClassic.layer({
    username,
    password: Redacted.make(password),
    merchantAccount,
    encoding,
    ...options
  })
  const webhooks = AdyenWebhooks.layer({ merchantAccount, hmacKeys: [Redacted.make(hmacKey)], encoding })
  let drawn = 0
  const run = Effect.gen(function* () {
    const clock = yield* VirtualClock.VirtualClock
    const context = yield* Effect.context<AdyenClassic.Ports>()
    const deliveries = yield* Deliveries.Deliveries
    const { receive } = yield* Webhooks.Webhooks
    const { advance } = yield* ProviderClock.ProviderClock
    const later: World["later"] = Effect.fnUntraced(function* (authorisation, by = "10 seconds") {
      yield* advance(by)
      const taken = yield* deliveries.take
      const received = yield* Effect.forEach(taken, receive)
      // An event about a refund may name that, and not the payment.
      const ids = [
        authorisation.id,
        ...authorisation.facts.flatMap((fact) => (fact._tag === "Linked" ? [fact.id] : []))
      ]
      return authorisation.with(
        received.flatMap((one) => ids.flatMap((id) => Webhooks.factsOf(one, { id: Fact.AuthorisationId.make(id) })))
      )
    }, Effect.orDie)
    const truth = yield* Truth.Truth
    const faults = yield* Faults.Faults
    const ports = portsOf(context as Context.Context<AdyenClassic.Ports>)
    return yield* clock.driving(program({ ...ports, later, truth, faults }))
  }).pipe(
    Effect.provideService(ModificationKey.Source, () => `key-${++drawn}`),
    Effect.provide(Layer.mergeAll(classic, webhooks).pipe(Layer.provideMerge(world)))
  )
  const exit = await Effect.runPromiseExit(run)
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  return exit.value
}

/** What we know, and what Adyen believes, in one form. */
export const known = (authorisation: Authorisation.Authorisation) => {
  const { authorised, captured, complete, refunded, released } = authorisation.totals()
  return {
    authorised: authorised.value,
    captured: captured.value,
    refunded: refunded.value,
    released: released !== undefined,
    complete
  }
}
export const believed = (truth: Truth.Truth["Service"]) =>
  Effect.map(truth.authorisations, (all) =>
    all.map(({ authorised, captured, refunded, released }) => {
      const value = ({ currency, decimal }: Truth.Amount) =>
        Result.getOrThrow(Money.fromDecimal(decimal, currency)).value
      return {
        authorised: value(authorised),
        captured: value(captured),
        refunded: value(refunded),
        released,
        complete: true
      }
    })
  )
