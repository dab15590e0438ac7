/**
 * A clock that moves only when every fiber waits, and then exactly to the next deadline.
 *
 * It is Effect's `Clock` together with a `Scheduler`: the scheduler knows whether a fiber is runnable, the clock knows
 * who waits until when. `drive` runs an effect: as long as a fiber can run it runs; when all wait, promises get a few
 * turns of the event loop; then the clock jumps. So a time-out of 30 seconds takes microseconds and happens after 30
 * seconds, not one millisecond later.
 *
 * Time passes only during `drive`, `driving`, `advance` and `advanceTo`. Real timers, sockets and thread pools
 * (WebCrypto) are invisible to it: nothing under a virtual clock may wait for one.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scheduler from "effect/Scheduler"
import * as Schema from "effect/Schema"
import * as clock from "./internal/clock.ts"
import { RunQueue } from "./internal/RunQueue.ts"
import { type Sleeper, Sleepers } from "./internal/Sleepers.ts"
import { turn } from "./internal/turn.ts"
import { ProviderClock } from "./ProviderClock.ts"

export class VirtualClock extends Context.Service<
  VirtualClock,
  {
    /** Milliseconds since the epoch. */
    readonly now: () => number
    /** When the next sleeper wakes, in milliseconds since the epoch. */
    readonly nextDeadline: () => number | undefined
    /** How many fibers wait on the clock. */
    readonly sleeping: () => number
    /** The `Clock` and the `Scheduler`, to be provided together. */
    readonly context: Context.Context<never>
    /**
     * Runs an effect under this clock until it settles. A defect `Deadlocked` or `NotSettled` tells that it doesn't;
     * then the effect has been interrupted.
     */
    readonly drive: <A, E>(effect: Effect.Effect<A, E>) => Promise<Exit.Exit<A, E>>
    /** The same as an effect, for whoever already runs: time passes while `effect` does. */
    readonly driving: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    /** Time passes: whatever falls due on the way wakes in order and runs until it waits. */
    readonly advance: (by: Duration.Input) => Effect.Effect<void>
    /** The same, up to exactly this moment (milliseconds since the epoch); a moment in the past changes nothing. */
    readonly advanceTo: (millis: number) => Effect.Effect<void>
  }
>()("@paylayer/simulator/VirtualClock") {}

/** Every fiber waits, and none of them on the clock: the effect can never settle. */
export class Deadlocked extends Schema.TaggedError<Deadlocked>()("Deadlocked", {
  /** When, in milliseconds since the epoch. */
  at: Schema.Number,
  jumps: Schema.Int
}) {
  override get message() {
    return (
      `every fiber waits and nothing is due (after ${this.jumps} jumps of the virtual clock): ` +
      "the effect waits for itself, or for a real timer, socket or thread pool that a virtual clock cannot see"
    )
  }
}

/** The effect goes on and on. */
export class NotSettled extends Schema.TaggedError<NotSettled>()("NotSettled", {
  at: Schema.Number,
  jumps: Schema.Int,
  /** Whether it never even waited. */
  busy: Schema.Boolean
}) {
  override get message() {
    return this.busy
      ? "the effect runs without ever waiting, so that the virtual clock cannot move"
      : `the effect has not settled after ${this.jumps} jumps of the virtual clock`
  }
}

export interface Options {
  /** Where the clock starts, in milliseconds since the epoch; 2026-01-01T00:00:00Z unless told otherwise. */
  readonly start?: number
  /** After how many jumps an effect counts as one that never settles; 1000 unless told otherwise. */
  readonly maxJumps?: number
}

/** Turns of the event loop without any fiber running before "all wait" is believed. */
const quietTurns = 3
/** The same before a deadlock is believed, which costs nobody time but the one who is stuck. */
const stuckTurns = 32
/** Tasks run before promises get a turn. */
const burst = 2048
/** Tasks between two jumps after which an effect counts as one that never waits. */
const maxTasks = 1_000_000
/** The same in steps of fibers. */
const maxSteps = 50_000_000
/** An explicit move may pass by this many times as many deadlines. */
const moveFactor = 100

interface Watch {
  readonly fiber: Fiber.Fiber<unknown, unknown>
  readonly done: (verdict: Deadlocked | NotSettled | undefined) => void
  jumps: number
  verdict: Deadlocked | NotSettled | undefined
}

export const make = (options: Options = {}): VirtualClock["Service"] => {
  const maxJumps = options.maxJumps ?? 1000
  const queue = new RunQueue()
  const sleepers = new Sleepers()
  const watches = new Set<Watch>()
  let now = options.start ?? Date.UTC(2026, 0, 1)
  /** Steps that fibers have made, to see whether anything happened during a turn. */
  let steps = 0
  let seen = 0
  let quiet = 0
  /** Since the last jump. */
  let tasks = 0
  let firstStep = 0
  /** Deadlines passed by in an explicit move. */
  let passed = 0
  let pumping = false

  const pump = () => {
    if (pumping) return
    pumping = true
    turn(round)
  }

  const round = (): void => {
    for (;;) {
      tasks += queue.run(burst)
      if (!queue.isEmpty) {
        quiet = 0
        if (watches.size === 0 || (tasks <= maxTasks && steps - firstStep <= maxSteps)) return turn(round)
        judge(true)
        continue
      }
      if (watches.size === 0 && !sleepers.moving) {
        pumping = false
        return
      }
      if (steps !== seen) {
        seen = steps
        quiet = 0
      }
      if (quiet++ < (sleepers.next === undefined ? stuckTurns : quietTurns)) return turn(round)
      quiet = 0
      jump()
    }
  }

  const jump = () => {
    tasks = 0
    firstStep = steps
    const next = sleepers.next
    if (next === undefined || exhausted()) return judge(false)
    if (next.moves) passed = 0
    sleepers.take()
    now = Math.max(now, next.deadline)
    next.wake()
  }

  /** Counts one jump more and tells whether that is too many. */
  const exhausted = (): boolean => {
    if (sleepers.moving) return ++passed > maxJumps * moveFactor
    let tooMany = false
    for (const watch of watches) if (++watch.jumps > maxJumps) tooMany = true
    return tooMany
  }

  const judge = (busy: boolean) => {
    const stuck = !busy && sleepers.next === undefined
    passed = 0
    tasks = 0
    firstStep = steps
    if (watches.size === 0) {
      return void sleepers.takeMover()?.wake(new NotSettled({ at: now, jumps: maxJumps * moveFactor, busy }))
    }
    for (const watch of [...watches]) {
      if (watch.verdict !== undefined) {
        // It was interrupted and goes on all the same.
        watches.delete(watch)
        watch.done(watch.verdict)
        continue
      }
      watch.verdict = stuck
        ? new Deadlocked({ at: now, jumps: watch.jumps })
        : new NotSettled({ at: now, jumps: watch.jumps, busy })
      watch.jumps = 0
      watch.fiber.interruptUnsafe()
    }
  }

  const observe = (fiber: Fiber.Fiber<unknown, unknown>, done: Watch["done"]): (() => void) => {
    const watch: Watch = { fiber, done, jumps: 0, verdict: undefined }
    watches.add(watch)
    tasks = 0
    fiber.addObserver(() => {
      if (watches.delete(watch)) done(watch.verdict)
    })
    pump()
    return () => void watches.delete(watch)
  }

  const scheduler: Scheduler.Scheduler = {
    executionMode: "async",
    shouldYield(fiber) {
      steps++
      return fiber.currentOpCount >= fiber.cache.maxOpsBeforeYield
    },
    makeDispatcher: () => dispatcher
  }
  const dispatcher: Scheduler.SchedulerDispatcher = {
    scheduleTask(task, priority) {
      queue.push(task, priority)
      pump()
    },
    flush: () => void queue.run(Infinity)
  }

  const wait = (deadline: () => number, moves: boolean): Effect.Effect<void> =>
    Effect.callback<void>((resume) => {
      const sleeper: Sleeper = {
        deadline: deadline(),
        moves,
        wake: (defect) => resume(defect === undefined ? Effect.void : Effect.die(defect))
      }
      sleepers.add(sleeper)
      if (moves) pump()
      return Effect.sync(() => sleepers.remove(sleeper))
    })

  const advanceTo = (millis: number): Effect.Effect<void> =>
    Effect.suspend(() =>
      !Number.isFinite(millis)
        ? Effect.die(new RangeError(`expected a moment in milliseconds since the epoch, got ${millis}`))
        : millis < now
          ? Effect.void
          : wait(() => millis, true)
    )

  const context = Context.make(
    Clock.Clock,
    clock.make(
      () => now,
      (millis) => wait(() => now + millis, false)
    )
  ).pipe(Context.add(Scheduler.Scheduler, scheduler)) as Context.Context<never>

  return VirtualClock.of({
    now: () => now,
    nextDeadline: () => sleepers.next?.deadline,
    sleeping: () => sleepers.size,
    context,
    drive<A, E>(effect: Effect.Effect<A, E>) {
      // As far as it gets without waiting it runs here and now: no turn of the event loop.
      const pumped = pumping
      pumping = true
      tasks = 0
      const fiber = Effect.runForkWith(context)(effect)
      tasks += queue.run(burst)
      pumping = pumped
      const exit = fiber.pollUnsafe()
      // Somebody may have begun to drive or to move the clock in there.
      if (!queue.isEmpty || watches.size > 0 || sleepers.moving) pump()
      if (exit !== undefined) return Promise.resolve(exit)
      return new Promise<Exit.Exit<A, E>>((resolve) =>
        observe(fiber, (verdict) => resolve(verdict === undefined ? settled(fiber) : Exit.die(verdict)))
      )
    },
    driving: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.provideContext(effect, context).pipe(
        Effect.forkChild({ startImmediately: true }),
        Effect.flatMap((fiber) =>
          Effect.callback<A, E>((resume) => {
            const forget = observe(fiber, (verdict) =>
              resume(verdict === undefined ? settled(fiber) : Exit.die(verdict))
            )
            return Effect.suspend(() => {
              forget()
              return Fiber.interrupt(fiber)
            })
          })
        )
      ),
    advance: (by) => Effect.suspend(() => advanceTo(now + Duration.toMillis(Duration.fromInputUnsafe(by)))),
    advanceTo
  })
}

const settled = <A, E>(fiber: Fiber.Fiber<A, E>): Exit.Exit<A, E> =>
  fiber.pollUnsafe() ?? Exit.die(new Error("a fiber reported its end before it had an exit"))

/** The provider's clock is this one. */
export const providerClock = (clock: VirtualClock["Service"]): ProviderClock["Service"] =>
  ProviderClock.of({ now: Effect.sync(clock.now), advance: clock.advance, advanceTo: clock.advanceTo })

/** All that a world under this clock has of it: the controls, Effect's `Clock` and the `Scheduler`. */
export const contextOf = (clock: VirtualClock["Service"]): Context.Context<VirtualClock | ProviderClock> =>
  Context.merge(clock.context, Context.make(VirtualClock, clock)).pipe(Context.add(ProviderClock, providerClock(clock)))

/** A new clock with each build. */
export const layer = (options?: Options): Layer.Layer<VirtualClock | ProviderClock> =>
  Layer.syncContext(() => contextOf(make(options)))

/** Runs an effect while time passes as it needs: for a program that isn't run by `drive`. */
export const driving = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | VirtualClock> =>
  Effect.flatMap(VirtualClock, (clock) => clock.driving(effect))
