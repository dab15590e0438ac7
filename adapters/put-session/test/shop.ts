/** A shop with Acquired's adapter in front of its simulator, and all that went over the wire. */
import { Session, Sessions } from "@paylayer/core"
import type { Money } from "@paylayer/core"
import { Digest, HttpClient, Mac } from "@paylayer/core/adapter"
import { Faults, Recording, Shopper, type Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { Acquired } from "../src/index.ts"
import { AcquiredSimulator } from "../src/simulator/index.ts"

type Ports = Sessions.Sessions | Sessions.SessionLock
type World = Simulation.Controls<AcquiredSimulator.AcquiredProvider>

export interface Options {
  readonly simulator?: AcquiredSimulator.Options & Simulation.Options
  readonly acquired?: Partial<Acquired.Options>
  /** Instead of Acquired's. */
  readonly layer?: Layer.Layer<Ports, unknown, HttpClient>
}

const { credentials } = AcquiredSimulator
export const appKey = Redacted.make(credentials.appKey)

export const open = async ({ acquired, layer, simulator }: Options = {}) => {
  const runtime = ManagedRuntime.make(AcquiredSimulator.layer(simulator))
  const world: Context.Context<World> = await runtime.context()
  const recording = Recording.wrap(Context.get(world, HttpClient))
  const clock = Context.get(world, VirtualClock.VirtualClock)
  const faults = Context.get(world, Faults.Faults)
  const shopper = Context.get(world, Shopper.Shopper)

  const adapter = layer ?? Acquired.layer({ appId: credentials.appId, appKey, ...acquired })
  const client = Layer.mergeAll(
    Layer.succeed(HttpClient, recording),
    Layer.succeed(Mac, Context.get(world, Mac)),
    Layer.succeed(Digest, Context.get(world, Digest))
  )
  const built = await Effect.runPromise(Effect.scoped(Layer.build(Layer.provide(adapter, client))))
  const sessions = Context.get(built, Sessions.Sessions)
  const { lock } = Context.get(built, Sessions.SessionLock)

  const exit = <A, E>(effect: Effect.Effect<A, E>): Promise<Exit.Exit<A, E>> => clock.drive(effect)
  const run = async <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const settled = await exit(effect)
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

  return {
    client: recording as HttpClient,
    clock,
    exchanges,
    exit,
    fails,
    faults,
    lock,
    run,
    sessions,
    /** A new session about `amount`, which is in GBP unless told otherwise. */
    create: (amount: Money.PositiveMoney, more: Partial<Session.SessionRequest> = {}) =>
      run(sessions.create({ reference: "order-1", amount, ...more })),
    /** A port of the adapter, if it has it. */
    port: <I, S>(tag: Context.Key<I, S>): S =>
      Context.get(built as Context.Context<unknown> as Context.Context<I>, tag),
    /** A control of the simulator. */
    control: <I extends World, S>(tag: Context.Key<I, S>): S => Context.get(world, tag),
    advance: (by: Parameters<typeof clock.advance>[0]) => run(clock.advance(by)),
    arm: (...args: Parameters<typeof faults.arm>) => run(faults.arm(...args)),
    authorisations: () => run(Context.get(world, Truth.Truth).authorisations),
    /** `POST /v1/payment-sessions`, in the order sent. */
    requests: async () => (await exchanges()).map(({ method, url }) => `${method} ${new URL(url).pathname}`),
    /** The JSON of the last request. */
    lastBody: async (): Promise<unknown> => JSON.parse((await exchanges()).at(-1)!.body),
    submit: (id: string, manner?: Shopper.Manner) => run(shopper.submit({ id }, manner)),
    /** What the provider believes about a session. */
    truth: async (id: string) =>
      (await run(Context.get(world, Truth.Truth).sessions)).find((session) => session.id === id)
  }
}
