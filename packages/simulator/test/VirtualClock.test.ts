import { it as effectIt } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import { describe, expect, it } from "vitest"
import { turn } from "../src/internal/turn.ts"
import * as ProviderClock from "../src/ProviderClock.ts"
import * as VirtualClock from "../src/VirtualClock.ts"

const start = 1_000_000
const make = (options: VirtualClock.Options = {}) => VirtualClock.make({ start, ...options })

const value = <A, E>(exit: Exit.Exit<A, E>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  throw Cause.squash(exit.cause)
}
const defect = <A, E>(exit: Exit.Exit<A, E>): unknown => {
  if (Exit.isSuccess(exit)) throw new Error("expected a defect, got a success")
  expect(Cause.hasDies(exit.cause)).toBe(true)
  return Cause.squash(exit.cause)
}

describe("time", () => {
  it("starts where it is told, and at a fixed moment otherwise", () => {
    expect(VirtualClock.make({ start: 5 }).now()).toBe(5)
    expect(VirtualClock.make().now()).toBe(Date.parse("2026-01-01T00:00:00Z"))
  })

  it("is what Effect reads, in milliseconds and nanoseconds, fractions included", async () => {
    const clock = make()
    const read = Effect.all([Clock.currentTimeMillis, Clock.currentTimeNanos, Clock.monotonicTimeNanos])
    expect(value(await clock.drive(read))).toEqual([1_000_000, 1_000_000_000_000n, 1_000_000_000_000n])
    const later = value(await clock.drive(Effect.andThen(Effect.sleep("1500 micros"), read)))
    expect(later).toEqual([1_000_001.5, 1_000_001_500_000n, 1_000_001_500_000n])
  })

  it("stands still while anything can run", async () => {
    const clock = make()
    const busy = Effect.gen(function* () {
      for (let i = 0; i < 5000; i++) yield* Effect.yieldNow
      return clock.now()
    })
    const both = Effect.all([busy, Effect.sleep("1 second")], { concurrency: "unbounded" })
    expect(value(await clock.drive(both))[0]).toBe(start)
    expect(clock.now()).toBe(start + 1000)
  })

  it("passes only while it is driven", async () => {
    const clock = make()
    value(await clock.drive(Effect.forkDetach(Effect.forever(Effect.sleep("1 second")))))
    await new Promise<void>(turn)
    expect(clock.now()).toBe(start)
    expect(clock.sleeping()).toBe(1)
    expect(clock.nextDeadline()).toBe(start + 1000)
  })
})

describe("deadlines", () => {
  it("come in order, whatever the order of the sleepers", async () => {
    const clock = make()
    const woken: Array<readonly [number, number]> = []
    const sleeper = (seconds: number) =>
      Effect.andThen(
        Effect.sleep(Duration.seconds(seconds)),
        Effect.sync(() => woken.push([seconds, clock.now() - start]))
      )
    value(await clock.drive(Effect.all([5, 1, 3, 2, 4].map(sleeper), { concurrency: "unbounded" })))
    expect(woken).toEqual([
      [1, 1000],
      [2, 2000],
      [3, 3000],
      [4, 4000],
      [5, 5000]
    ])
  })

  it("of several at one moment wake in the order of their coming", async () => {
    const clock = make()
    const woken: Array<string> = []
    const sleeper = (name: string, waits: ReadonlyArray<number>) =>
      Effect.andThen(
        Effect.forEach(waits, (seconds) => Effect.sleep(Duration.seconds(seconds))),
        Effect.sync(() => woken.push(name))
      )
    const all = [sleeper("a", [3]), sleeper("b", [1, 2]), sleeper("c", [3]), sleeper("d", [2, 1]), sleeper("e", [3])]
    value(await clock.drive(Effect.all(all, { concurrency: "unbounded" })))
    expect(woken).toEqual(["a", "c", "e", "b", "d"])
  })

  it("one who is woken runs until it waits before the next one at that moment", async () => {
    const clock = make()
    const seen: Array<string> = []
    const first = Effect.gen(function* () {
      yield* Effect.sleep("1 second")
      seen.push("first")
      yield* Effect.promise(() => Promise.resolve())
      yield* Effect.yieldNow
      seen.push("first, after a promise")
    })
    const second = Effect.andThen(
      Effect.sleep("1 second"),
      Effect.sync(() => seen.push("second"))
    )
    value(await clock.drive(Effect.all([first, second], { concurrency: "unbounded" })))
    expect(seen).toEqual(["first", "first, after a promise", "second"])
  })

  it("are never overshot: a time-out and what it limits differ by a millisecond", async () => {
    for (const [takes, expected] of [
      [999, "done"],
      [1001, "timed out"]
    ] as const) {
      const clock = make()
      const program = Effect.as(Effect.sleep(Duration.millis(takes)), "done").pipe(
        Effect.timeoutOrElse({ duration: "1 second", orElse: () => Effect.succeed("timed out") })
      )
      expect(value(await clock.drive(program))).toBe(expected)
      expect(clock.now()).toBe(start + Math.min(takes, 1000))
    }
  })

  it("of those who were interrupted are forgotten", async () => {
    const clock = make()
    value(await clock.drive(Effect.timeout(Effect.sleep("1 second"), "30 seconds")))
    expect(clock.now()).toBe(start + 1000)
    expect(clock.sleeping()).toBe(0)
    const interrupted = Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(Effect.sleep("1 hour"), { startImmediately: true })
      const before = clock.sleeping()
      yield* Fiber.interrupt(fiber)
      return [before, clock.sleeping()]
    })
    expect(value(await clock.drive(interrupted))).toEqual([1, 0])
    expect(clock.now()).toBe(start + 1000)
  })

  it("a sleep of nothing yields, an endless one never ends", async () => {
    const clock = make()
    value(await clock.drive(Effect.sleep(0)))
    expect(defect(await clock.drive(Effect.sleep(Duration.infinity)))).toBeInstanceOf(VirtualClock.Deadlocked)
    expect(clock.now()).toBe(start)
  })
})

describe("drive", () => {
  it("gives the failure and the interruption of the effect as they are", async () => {
    const clock = make()
    expect(await clock.drive(Effect.delay(Effect.fail("no"), "1 second"))).toEqual(Exit.fail("no"))
    const exit = await clock.drive(Effect.delay(Effect.interrupt, "1 second"))
    expect(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)).toBe(true)
  })

  it("runs retries with their delays", async () => {
    const clock = make()
    const attempts: Array<number> = []
    const program = Effect.suspend(() => {
      attempts.push(clock.now() - start)
      return attempts.length < 5 ? Effect.fail("busy") : Effect.succeed("done")
    }).pipe(Effect.retry(Schedule.exponential("100 millis")))
    expect(value(await clock.drive(program))).toBe("done")
    expect(attempts).toEqual([0, 100, 300, 700, 1500])
  })

  it("runs repetitions and fibers that wait for each other", async () => {
    const clock = make()
    const program = Effect.gen(function* () {
      const queue = yield* Queue.unbounded<number>()
      const producer = yield* Effect.forkChild(
        Effect.forEach([1, 2, 3], (n) => Effect.andThen(Effect.sleep("1 second"), Queue.offer(queue, n)))
      )
      const got: Array<readonly [number, number]> = []
      for (let i = 0; i < 3; i++) got.push([yield* Queue.take(queue), clock.now() - start])
      yield* Fiber.join(producer)
      return got
    })
    expect(value(await clock.drive(program))).toEqual([
      [1, 1000],
      [2, 2000],
      [3, 3000]
    ])
  })

  const waits: ReadonlyArray<readonly [string, () => Promise<unknown>]> = [
    ["a promise", () => Promise.resolve(1)],
    [
      "a chain of promises",
      async () => {
        for (let i = 0; i < 100; i++) await Promise.resolve()
      }
    ],
    ["Response.text", () => new Response("x".repeat(100_000)).text()],
    [
      "a web stream",
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              for (let i = 0; i < 20; i++) {
                await Promise.resolve()
                controller.enqueue(new Uint8Array(1000))
              }
              controller.close()
            }
          }).pipeThrough(new TransformStream())
        ).arrayBuffer()
    ],
    [
      "a form",
      () => {
        const form = new FormData()
        form.set("a", "b")
        return new Response(form).text()
      }
    ],
    ["a turn of the event loop", () => new Promise<void>(turn)]
  ]
  it.each(waits)("doesn't move the clock for %s", async (_, wait) => {
    const clock = make()
    const program = Effect.gen(function* () {
      for (let i = 0; i < 5; i++) yield* Effect.promise(wait)
      return clock.now()
    }).pipe(Effect.timeout("1 second"))
    expect(value(await clock.drive(program))).toBe(start)
  })

  it("settles at once what needs no waiting", async () => {
    const clock = make()
    let settled = false
    const driven = clock.drive(Effect.all([Effect.yieldNow, Effect.void], { concurrency: 2 })).then(() => {
      settled = true
    })
    await Promise.resolve().then(() => {})
    expect(settled).toBe(true)
    await driven
  })

  it("drives several at a time", async () => {
    const clock = make()
    const done: Array<string> = []
    const run = (name: string, millis: number) =>
      clock.drive(
        Effect.delay(
          Effect.sync(() => done.push(name)),
          Duration.millis(millis)
        )
      )
    await Promise.all([run("b", 200), run("a", 100), run("c", 300)])
    expect(done).toEqual(["a", "b", "c"])
    expect(clock.now()).toBe(start + 300)
  })

  it("drives what is driven from within, whoever ends first", async () => {
    const clock = make()
    let inner: Promise<Exit.Exit<number>> | undefined
    const outer = Effect.sync(() => {
      inner = clock.drive(Effect.as(Effect.sleep("1 second"), 1))
    })
    value(await clock.drive(outer))
    expect(value(await inner!)).toBe(1)
    const awaiting = Effect.promise(() => clock.drive(Effect.as(Effect.sleep("1 second"), 2)))
    expect(value(value(await clock.drive(awaiting)))).toBe(2)
    expect(clock.now()).toBe(start + 2000)
  })

  it("finds a deadlock", async () => {
    const clock = make()
    let cleaned = false
    const program = Deferred.make<void>().pipe(
      Effect.flatMap(Deferred.await),
      Effect.delay("1 second"),
      Effect.ensuring(
        Effect.sync(() => {
          cleaned = true
        })
      )
    )
    const found = defect(await clock.drive(program))
    expect(found).toEqual(new VirtualClock.Deadlocked({ at: start + 1000, jumps: 1 }))
    expect(String(found)).toContain("every fiber waits")
    expect(cleaned).toBe(true)
  })

  it("finds what never settles, and stops it", async () => {
    const clock = make({ maxJumps: 50 })
    let cleaned = false
    const program = Effect.forever(Effect.sleep("1 second")).pipe(
      Effect.ensuring(
        Effect.andThen(
          Effect.sleep("5 seconds"),
          Effect.sync(() => {
            cleaned = true
          })
        )
      )
    )
    const found = defect(await clock.drive(program))
    expect(found).toMatchObject({ _tag: "NotSettled", jumps: 51, busy: false })
    expect(cleaned).toBe(true)
    expect(clock.sleeping()).toBe(0)
  })

  it("finds what never settles and can't be stopped", async () => {
    const clock = make({ maxJumps: 50 })
    const found = defect(await clock.drive(Effect.uninterruptible(Effect.forever(Effect.sleep("1 second")))))
    expect(found).toBeInstanceOf(VirtualClock.NotSettled)
    const stuck = defect(await make().drive(Effect.uninterruptible(Effect.never)))
    expect(stuck).toBeInstanceOf(VirtualClock.Deadlocked)
  })

  it("finds what never even waits", async () => {
    const found = defect(await make().drive(Effect.forever(Effect.yieldNow)))
    expect(found).toMatchObject({ _tag: "NotSettled", busy: true })
  })

  it("lets 1000 jumps pass, and no more, unless told otherwise", async () => {
    const jumps = (n: number) =>
      Effect.forEach(Array.from({ length: n }), () => Effect.sleep("1 milli"), { discard: true })
    expect(Exit.isSuccess(await make().drive(jumps(1000)))).toBe(true)
    expect(defect(await make().drive(jumps(1001)))).toBeInstanceOf(VirtualClock.NotSettled)
  })
})

describe("advance", () => {
  const log =
    (clock: VirtualClock.VirtualClock["Service"], entries: Array<readonly [string, number]>) => (name: string) =>
      Effect.sync(() => void entries.push([name, clock.now() - start]))

  it("wakes what falls due on the way, in order, and stops exactly there", async () => {
    const clock = make()
    const entries: Array<readonly [string, number]> = []
    const note = log(clock, entries)
    const program = Effect.gen(function* () {
      yield* Effect.forkChild(Effect.andThen(Effect.sleep("10 minutes"), note("at 10 min")), { startImmediately: true })
      yield* Effect.forkChild(Effect.andThen(Effect.sleep("9 minutes"), note("at 9 min")))
      yield* Effect.forkChild(Effect.andThen(Effect.sleep(Duration.millis(600_001)), note("too late")))
      yield* clock.advance("10 minutes")
      yield* note("moved")
    })
    value(await clock.drive(program))
    expect(entries).toEqual([
      ["at 9 min", 540_000],
      ["at 10 min", 600_000],
      ["moved", 600_000]
    ])
  })

  it("comes after those who only begin to wait on the way", async () => {
    const clock = make()
    const entries: Array<readonly [string, number]> = []
    const note = log(clock, entries)
    const ticking = Effect.forever(Effect.andThen(Effect.sleep("1 second"), note("tick")))
    const program = Effect.gen(function* () {
      yield* Effect.forkChild(ticking)
      yield* clock.advanceTo(start + 3000)
      yield* note("moved")
    })
    value(await clock.drive(program))
    expect(entries).toEqual([
      ["tick", 1000],
      ["tick", 2000],
      ["tick", 3000],
      ["moved", 3000]
    ])
  })

  it("lets the woken run until they wait, promises included, before the clock goes on", async () => {
    const clock = make()
    const entries: Array<readonly [string, number]> = []
    const note = log(clock, entries)
    const program = Effect.gen(function* () {
      yield* Effect.forkChild(
        Effect.gen(function* () {
          yield* Effect.sleep("1 second")
          yield* Effect.promise(() => new Response("x").text())
          yield* note("read")
          yield* Effect.sleep("1 second")
          yield* note("slept")
        })
      )
      yield* clock.advance("5 seconds")
    })
    value(await clock.drive(program))
    expect(entries).toEqual([
      ["read", 1000],
      ["slept", 2000]
    ])
    expect(clock.now()).toBe(start + 5000)
  })

  it("by nothing lets everybody run until they wait", async () => {
    const clock = make()
    let ran = false
    const program = Effect.gen(function* () {
      yield* Effect.forkChild(
        Effect.promise(() => Promise.resolve()).pipe(
          Effect.andThen(
            Effect.sync(() => {
              ran = true
            })
          )
        )
      )
      yield* clock.advance(0)
      return ran
    })
    expect(value(await clock.drive(program))).toBe(true)
    expect(clock.now()).toBe(start)
  })

  it("to a moment in the past changes nothing", async () => {
    const clock = make()
    value(await clock.drive(clock.advanceTo(start - 1)))
    expect(clock.now()).toBe(start)
  })

  it("to no moment at all is a defect", async () => {
    expect(defect(await make().drive(make().advance(Duration.infinity)))).toBeInstanceOf(RangeError)
    expect(defect(await make().drive(make().advanceTo(Number.NaN)))).toBeInstanceOf(RangeError)
  })

  it("needs no drive", async () => {
    const clock = make()
    const entries: Array<readonly [string, number]> = []
    const fiber = Effect.runForkWith(clock.context)(
      Effect.andThen(Effect.sleep("1 second"), log(clock, entries)("woken"))
    )
    await Effect.runPromise(clock.advance("3 seconds"))
    expect(entries).toEqual([["woken", 1000]])
    expect(clock.now()).toBe(start + 3000)
    expect(fiber.pollUnsafe()).toEqual(Exit.void)
  })

  it("passes by many more deadlines than a drive may jump, and not for ever", async () => {
    const clock = make({ maxJumps: 10 })
    const ticking = Effect.forkDetach(Effect.forever(Effect.sleep("1 second")))
    value(await clock.drive(Effect.andThen(ticking, clock.advance("900 seconds"))))
    expect(clock.now()).toBe(start + 900_000)
    expect(defect(await clock.drive(clock.advance("1001 seconds")))).toBeInstanceOf(VirtualClock.NotSettled)
    const alone = await Effect.runPromiseExit(clock.advance("1001 seconds"))
    expect(defect(alone)).toBeInstanceOf(VirtualClock.NotSettled)
  })

  it("several movers each stop at their own moment", async () => {
    const clock = make()
    const entries: Array<readonly [string, number]> = []
    const note = log(clock, entries)
    const movers = [
      Effect.andThen(clock.advance("2 seconds"), note("far")),
      Effect.andThen(clock.advance("1 second"), note("near"))
    ]
    value(await clock.drive(Effect.all(movers, { concurrency: "unbounded" })))
    expect(entries).toEqual([
      ["near", 1000],
      ["far", 2000]
    ])
  })
})

describe("layer", () => {
  it("gives the clock, the provider's clock and Effect's clock: one and the same, new with each build", async () => {
    const program = Effect.gen(function* () {
      const clock = yield* VirtualClock.VirtualClock
      const providers = yield* ProviderClock.ProviderClock
      yield* providers.advance("1 minute")
      yield* providers.advanceTo(start + 90_000)
      return [clock.now(), yield* providers.now, yield* Clock.currentTimeMillis]
    })
    const layer = VirtualClock.layer({ start })
    for (let i = 0; i < 2; i++) {
      const moments = await Effect.runPromise(Effect.provide(program, layer))
      expect(moments).toEqual([start + 90_000, start + 90_000, start + 90_000])
    }
  })

  it("lets a program that isn't driven say where time passes", async () => {
    const program = Effect.gen(function* () {
      yield* VirtualClock.driving(Effect.sleep("1 hour"))
      const stuck = yield* Effect.exit(VirtualClock.driving(Effect.never))
      return [yield* Clock.currentTimeMillis, stuck] as const
    })
    const [now, stuck] = await Effect.runPromise(Effect.provide(program, VirtualClock.layer({ start })))
    expect(now).toBe(start + 3_600_000)
    expect(defect(stuck)).toBeInstanceOf(VirtualClock.Deadlocked)
  })

  it("interrupts what it drives when it is interrupted itself", async () => {
    let interrupted = false
    const sleeper = Effect.onInterrupt(Effect.never, () =>
      Effect.sync(() => {
        interrupted = true
      })
    )
    const program = VirtualClock.driving(Effect.all([sleeper, Effect.sleep("1 hour")], { concurrency: 2 })).pipe(
      Effect.timeoutOption("1 second"),
      VirtualClock.driving
    )
    await Effect.runPromise(Effect.provide(program, VirtualClock.layer({ start })))
    expect(interrupted).toBe(true)
  })

  effectIt.effect("works inside a test that has a clock of its own", () =>
    Effect.gen(function* () {
      const before = yield* Clock.currentTimeMillis
      const now = yield* VirtualClock.driving(Effect.andThen(Effect.sleep("1 hour"), Clock.currentTimeMillis)).pipe(
        Effect.provide(VirtualClock.layer({ start }))
      )
      expect(now).toBe(start + 3_600_000)
      expect(yield* Clock.currentTimeMillis).toBe(before)
    })
  )

  it("works through a ManagedRuntime", async () => {
    const runtime = ManagedRuntime.make(VirtualClock.layer({ start }))
    const context = await runtime.context()
    const clock = await runtime.runPromise(VirtualClock.VirtualClock)
    const slept = Effect.andThen(Effect.sleep("1 second"), Clock.currentTimeMillis)
    expect(value(await clock.drive(Effect.provideContext(slept, context)))).toBe(start + 1000)
    await runtime.dispose()
  })
})
