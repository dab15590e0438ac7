/**
 * Several callers at once, interleaved where they meet: on the wire.
 *
 * Each request that arrives at the provider, each answer that arrives at its caller, and whatever else happens meanwhile,
 * waits for its turn, and fast-check's scheduler says whose it is. After each turn everybody goes on until all wait, which
 * the virtual clock knows. So the same seed and path give the same interleaving.
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import type * as fc from "fast-check"
import { VirtualClock } from "@paylayer/simulator"
import { type Step, Trial } from "./Trial.ts"

/** What a race needs of `fc.scheduler()`. */
export type Scheduler = Pick<fc.Scheduler, "schedule" | "waitNext" | "count">

type Sending = Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError>

/** What a request goes through on its way: nothing, but in a race. */
const Wire: Context.Reference<(sending: Sending) => Sending> = Context.Reference<(sending: Sending) => Sending>(
  "@paylayer/conformance/Interleaving/Wire",
  { defaultValue: () => (sending) => sending }
)

/** The same client; in a race its requests wait for their turn. */
export const interleavable = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.transform(client, (sending) => Effect.flatMap(Wire, (through) => through(sending)))

/** What a turn takes: no two are at the same moment, and some are in the same second. */
const pace = Duration.millis(400)

/** Longer than anybody hesitates before a first repetition, in milliseconds. */
const toBeginAnew = 2000

/** What happens when its turn comes. */
interface Event<E, R> {
  readonly what: string
  readonly happens: Effect.Effect<unknown, E, R>
}

export interface Race<A, E, R, E2, R2, E3, R3> {
  /** What each of those does who are there from the beginning: one command. */
  readonly callers: ReadonlyArray<Effect.Effect<A, E, R>>
  /**
   * How time may pass while somebody waits for a turn, one after the other: so long, or until something falls due and as
   * long again as it takes to begin anew.
   */
  readonly pauses?: ReadonlyArray<Duration.Input | "until due">
  /** What can happen besides, from now on: asked for whenever all wait. */
  readonly meanwhile?: Effect.Effect<ReadonlyArray<Event<E2, R2>>, E3, R3>
}

/**
 * Lets callers race until they are done and nothing is on its way any more; gives what each of them came to.
 *
 * The request of a caller that has given up waiting is still on its way, and arrives when its turn comes. The story gets
 * two steps: what is done at once, and in which order it went.
 */
export const race = <A, E, R, E2 = never, R2 = never, E3 = never, R3 = never>(
  scheduler: Scheduler,
  { callers, meanwhile = Effect.succeed([]), pauses = [] }: Race<A, E, R, E2, R2, E3, R3>
): Effect.Effect<ReadonlyArray<A>, E | E2 | E3, R | R2 | R3 | Trial | VirtualClock.VirtualClock> =>
  Effect.gen(function* () {
    const clock = yield* VirtualClock.VirtualClock
    const trial = yield* Trial
    const scope = yield* Effect.scope
    const start = <B, F, S>(effect: Effect.Effect<B, F, S>) => Effect.forkIn(effect, scope, { startImmediately: true })

    const order: Array<string> = []
    const say = (what: string) => Effect.sync(() => void order.push(what))
    const turn = (what: string) => Effect.promise(() => scheduler.schedule(Promise.resolve(), what))

    const names = callers.map((_, index) => (callers.length === 1 ? "the shop" : `shop ${index + 1}`))
    const commands = callers.map((): Array<Step> => [])
    const at = trial.steps.length
    const after = (yield* trial.exchanges).length
    const tell = Effect.sync(() => {
      const done = names.map((name, index) => `${name}: ${commands[index]!.map(({ text }) => text).join(", ")}`)
      trial.steps[at] = { text: done.join("; at once "), by: "shop", after }
      trial.steps[at + 1] = { text: order.join(", "), by: "network", after }
    })

    /** Requests that the provider has not answered. */
    let travelling = 0
    const wireOf = (name: string) => {
      let requests = 0
      return (sending: Sending): Sending =>
        Effect.suspend(() => {
          const number = ++requests === 1 ? "" : ` ${requests}`
          let waits = true
          const travel = Effect.gen(function* () {
            travelling++
            yield* turn(`${name}'s request${number} arrives`)
            yield* say(`${name}'s request${number} arrives${waits ? "" : " late"}`)
            const answer = yield* Effect.exit(sending)
            travelling--
            if (waits) yield* turn(`${name}'s answer${number} arrives`)
            if (waits) yield* say(`${name}'s answer${number} arrives`)
            return yield* answer
          })
          const giveUp = Effect.suspend(() => {
            waits = false
            return say(`${name} gives up waiting`)
          })
          return Effect.flatMap(start(travel), (fiber) => Effect.onInterrupt(Fiber.join(fiber), () => giveUp))
        })
    }

    /** Alone one begins at once. */
    const begin = (name: string) =>
      callers.length === 1 ? Effect.void : Effect.andThen(turn(`${name}'s turn to ask`), say(`${name} asks`))

    // Whoever moves the clock goes on once all others wait.
    const pass = (until: number) =>
      Effect.suspend(() => Effect.andThen(say(`${(until - clock.now()) / 1000} s pass`), clock.advanceTo(until)))

    const left = [...pauses]
    let pausing = false
    const offerPause = () => {
      const [next] = left
      const what = next === "until due" ? "nothing comes for long" : "time passes"
      if (next !== undefined) void scheduler.schedule(Promise.resolve(), what).then(() => (pausing = true))
    }
    const pause = Effect.suspend(() => {
      const long = left.shift()!
      const due = clock.nextDeadline()
      pausing = false
      offerPause()
      if (long !== "until due") return pass(clock.now() + Duration.toMillis(long))
      return due === undefined ? Effect.void : pass(due + toBeginAnew)
    })

    const run = Effect.gen(function* () {
      const running = yield* Effect.forEach(callers, (caller, index) =>
        begin(names[index]!).pipe(
          Effect.andThen(caller),
          Effect.provideService(Wire, wireOf(names[index]!)),
          Effect.provideService(Trial, { ...trial, steps: commands[index]! }),
          start
        )
      )
      const events: Array<Fiber.Fiber<unknown, E2>> = []
      offerPause()
      yield* clock.advanceTo(clock.now())
      for (;;) {
        if (pausing) {
          yield* pause
          continue
        }
        for (const { happens, what } of yield* meanwhile) {
          // The order tells what it is: it is no step of its own.
          const silent = Effect.provideService(happens, Trial, { ...trial, steps: [] })
          events.push(yield* start(Effect.andThen(turn(what), Effect.andThen(say(what), silent))))
        }
        if (scheduler.count() > 0) {
          yield* Effect.promise(() => scheduler.waitNext(1))
          yield* clock.advance(pace)
          continue
        }
        const due = clock.nextDeadline()
        const isOver = running.every((fiber) => fiber.pollUnsafe() !== undefined)
        if (isOver && (travelling === 0 || due === undefined)) break
        // Where nothing is due either, the clock finds out that nobody can go on.
        yield* due === undefined ? Effect.never : pass(due)
      }
      yield* Fiber.joinAll(events)
      return yield* Fiber.joinAll(running)
    })
    yield* tell
    return yield* Effect.ensuring(run, tell)
  }).pipe(Effect.scoped)
