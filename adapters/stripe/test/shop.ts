/** A shop with both of Stripe's adapters in front of one simulator, and all that went over the wire. */
import { type Authorisation, type Fact, Intents, type Money, Sessions, type Session } from "@paylayer/core"
import { Modifications, Money as MoneyModule, Webhooks } from "@paylayer/core"
import { HttpClient, Mac } from "@paylayer/core/adapter"
import { BackOffice, Deliveries, Faults, Recording, Shopper } from "@paylayer/simulator"
import { type Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { StripeCheckout, StripeIntents, StripeWebhooks } from "../src/index.ts"
import { StripeSimulator } from "../src/simulator/index.ts"

export interface Options {
  readonly simulator?: StripeSimulator.Options & Simulation.Options
  readonly stripe?: Partial<StripeCheckout.Options>
  readonly webhooks?: Partial<StripeWebhooks.Options>
}

const secretKey = Redacted.make(StripeSimulator.credentials.secretKey)
export const webhookSecret = Redacted.make(StripeSimulator.credentials.webhookSecret)
export const returnUrl = "https://shop.example/back"

export const usd = (value: number): Money.PositiveMoney => MoneyModule.positiveUnsafe(value, "USD")

/** A card and an account that allow everything, and an adapter that asks for all of it. */
export const everything: Options = {
  simulator: {
    features: { multicapture: true, incrementalAuthorisation: true, overcapture: 20, extendedAuthorisation: true }
  },
  stripe: {
    requests: {
      multicapture: "if_available",
      overcapture: "if_available",
      incrementalAuthorisation: "if_available",
      extendedAuthorisation: "if_available"
    }
  }
}

const portsIn = (context: Context.Context<Ports>) => ({
  ...Context.get(context, Modifications.Adjustments),
  ...Context.get(context, Modifications.Captures),
  ...Context.get(context, Modifications.Cancellations),
  ...Context.get(context, Modifications.Refunds),
  ...Context.get(context, Modifications.Reversals),
  ...Context.get(context, Modifications.Lookups),
  capabilities: {
    adjust: Context.get(context, Modifications.Adjustments).capabilities,
    capture: Context.get(context, Modifications.Captures).capabilities,
    cancel: Context.get(context, Modifications.Cancellations).capabilities,
    refund: Context.get(context, Modifications.Refunds).capabilities,
    reverse: Context.get(context, Modifications.Reversals).capabilities,
    find: Context.get(context, Modifications.Lookups).capabilities
  }
})

type Ports =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | Modifications.Lookups

export const open = async ({ simulator, stripe, webhooks }: Options = {}) => {
  const runtime = ManagedRuntime.make(StripeSimulator.layer(simulator))
  const world = await runtime.context()
  const recording = Recording.wrap(Context.get(world, HttpClient))
  const clock = Context.get(world, VirtualClock.VirtualClock)
  const shopper = Context.get(world, Shopper.Shopper)
  const truth = Context.get(world, Truth.Truth)

  const client = Layer.succeed(HttpClient, recording).pipe(Layer.merge(Layer.succeed(Mac, Context.get(world, Mac))))
  const build = <I>(adapter: Layer.Layer<I, never, HttpClient | Mac>) =>
    Effect.runPromise(Effect.scoped(Layer.build(Layer.provide(adapter, client))))
  const { automaticTax: _, uiMode: __, ...common } = stripe ?? {}
  const onIntents = await build(StripeIntents.layer({ secretKey, ...common }))
  const onCheckout = await build(StripeCheckout.layer({ secretKey, ...stripe }))

  const onWebhooks = await build(StripeWebhooks.layer({ secrets: [webhookSecret], environment: "test", ...webhooks }))
  const { receive } = Context.get(onWebhooks, Webhooks.Webhooks)

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
  const intents = Context.get(onIntents, Intents.Intents)
  const deliveries = Context.get(world, Deliveries.Deliveries)
  const backOffice = Context.get(world, BackOffice.BackOffice)
  return {
    checkout: {
      ...sessions,
      lock: Context.get(onCheckout, Sessions.SessionLock).lock,
      expire: Context.get(onCheckout, Sessions.SessionExpiry).expire,
      result: Context.get(onCheckout, Sessions.SessionResults).result
    },
    intents,
    /** What follows the authorisation. */
    ...portsIn(onIntents),
    afterCheckout: portsIn(onCheckout),
    /** Money is reserved: by hand unless told. */
    authorise: async (
      value: number,
      capture: "manual" | "automatic" = "manual"
    ): Promise<Authorisation.Authorisation> => {
      const provider = [StripeIntents.options({ payment_method: "pm_card_visa" })]
      const intent = await run(intents.create({ reference: "order-1", amount: usd(value), capture, provider }))
      return StripeIntents.authorisation(await run(intents.confirm(intent)))!
    },
    /** What the provider has sent since the last time, received. */
    received: async () => {
      const requests = await run(deliveries.take)
      return Promise.all(requests.map((request) => run(receive(request))))
    },
    /** The facts about this authorisation in what the provider has sent since the last time. */
    learned: async (authorisation: { readonly id: Fact.AuthorisationId }) => {
      const requests = await run(deliveries.take)
      const received = await Promise.all(requests.map((request) => run(receive(request))))
      return { facts: received.flatMap((one) => Webhooks.factsOf(one, authorisation)) }
    },
    receive,
    proof: ({ id }: { readonly id: string }) => Redacted.make(id),
    /** The raw requests of webhooks since the last time. */
    requestsSent: () => run(deliveries.take),
    act: (authorisation: { readonly id: string }, act: BackOffice.Act) => run(backOffice.act(authorisation.id, act)),
    /** What the provider believes about an authorisation. */
    believed: async ({ id }: { readonly id: string }) => (await run(truth.authorisations)).find((one) => one.id === id),
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
    disarm: () => run(Context.get(world, Faults.Faults).disarm),
    /** Somebody else with the same key: a dashboard, another server. */
    meanwhile: (path: string, form: ReadonlyArray<readonly [string, string]>, key?: string) =>
      run(
        Context.get(world, HttpClient).execute(
          HttpClientRequest.make("POST")(`https://api.stripe.com/v1/${path}`, {
            headers: {
              authorization: `Bearer ${Redacted.value(secretKey)}`,
              ...(key === undefined ? {} : { "idempotency-key": key })
            },
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
