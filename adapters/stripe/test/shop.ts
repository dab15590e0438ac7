/** A shop with both of Stripe's adapters in front of one simulator, and all that went over the wire. */
import { Intents, Sessions, type Money, type Session } from "@paylayer/core"
import { Money as MoneyModule } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import { Faults, Recording, Shopper, type Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { StripeCheckout, StripeIntents } from "../src/index.ts"
import { StripeSimulator } from "../src/simulator/index.ts"

export interface Options {
  readonly simulator?: StripeSimulator.Options & Simulation.Options
  readonly stripe?: Partial<StripeCheckout.Options>
}

const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)
export const returnUrl = "https://shop.example/back"

export const usd = (value: number): Money.PositiveMoney => MoneyModule.positiveUnsafe(value, "USD")

export const open = async ({ simulator, stripe }: Options = {}) => {
  const runtime = ManagedRuntime.make(StripeSimulator.layer(simulator))
  const world = await runtime.context()
  const recording = Recording.wrap(Context.get(world, HttpClient))
  const clock = Context.get(world, VirtualClock.VirtualClock)
  const shopper = Context.get(world, Shopper.Shopper)
  const truth = Context.get(world, Truth.Truth)

  const client = Layer.succeed(HttpClient, recording)
  const build = <I>(adapter: Layer.Layer<I, never, HttpClient>) =>
    Effect.runPromise(Effect.scoped(Layer.build(Layer.provide(adapter, client))))
  const { automaticTax: _, uiMode: __, ...common } = stripe ?? {}
  const onIntents = await build(StripeIntents.layer({ secretKey, ...common }))
  const onCheckout = await build(StripeCheckout.layer({ secretKey, ...stripe }))

  const run = async <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const settled = await clock.drive(effect)
    if (Exit.isSuccess(settled)) return settled.value
    throw Cause.squash(settled.cause)
  }
  /** The typed error; a success or a defect fails the test. */
  const fails = <A, E>(effect: Effect.Effect<A, E>): Promise<E> =>
    run(
      Effect.matchEffect(effect, {
        onFailure: (error) => Effect.succeed(error),
        onSuccess: (value) => Effect.die(new Error(`expected an error, got ${JSON.stringify(value)}`))
      })
    )
  const exchanges = () => run(recording.exchanges)

  const sessions = Context.get(onCheckout, Sessions.Sessions)
  return {
    checkout: {
      ...sessions,
      lock: Context.get(onCheckout, Sessions.SessionLock).lock,
      expire: Context.get(onCheckout, Sessions.SessionExpiry).expire,
      result: Context.get(onCheckout, Sessions.SessionResults).result
    },
    intents: Context.get(onIntents, Intents.Intents),
    elements: {
      ...Context.get(onIntents, Sessions.Sessions),
      lock: Context.get(onIntents, Sessions.SessionLock).lock,
      expire: Context.get(onIntents, Sessions.SessionExpiry).expire
    },
    clock,
    exchanges,
    fails,
    run,
    /** A new Checkout Session. */
    create: (amount: Money.PositiveMoney, more: Partial<Session.SessionRequest> = {}) =>
      run(sessions.create({ reference: "order-1", amount, returnUrl, ...more })),
    advance: (by: Parameters<typeof clock.advance>[0]) => run(clock.advance(by)),
    arm: (...args: Parameters<Faults.Faults["Service"]["arm"]>) => run(Context.get(world, Faults.Faults).arm(...args)),
    /** Somebody else with the same key: a dashboard, another server. */
    meanwhile: (path: string, form: ReadonlyArray<readonly [string, string]>) =>
      run(
        Context.get(world, HttpClient).execute(
          HttpClientRequest.make("POST")(`https://api.stripe.com/v1/${path}`, {
            headers: { authorization: `Bearer ${Redacted.value(secretKey)}` },
            body: HttpBody.urlParams(form)
          })
        )
      ),
    /** `POST /v1/payment_intents`, in the order sent. */
    requests: async () => (await exchanges()).map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    /** The pairs of the last change. */
    lastForm: async () =>
      [...new URLSearchParams((await exchanges()).findLast(({ method }) => method === "POST")!.body)].map(
        ([name, value]) => `${name}=${value}`
      ),
    submit: (object: { readonly id: string; readonly token?: Redacted.Redacted<string> }, manner?: Shopper.Manner) =>
      run(
        shopper.submit(
          { id: object.id, ...(object.token === undefined ? {} : { token: Redacted.value(object.token) }) },
          manner
        )
      ),
    settle: (id: string, approved: boolean) => run(shopper.settle(id, approved)),
    /** What the provider believes about an object. */
    truth: async (id: string) => (await run(truth.sessions)).find((one) => one.id === id)
  }
}
