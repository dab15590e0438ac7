/**
 * A simulator as a provider's own library meets it: on loopback, by that library's transport. Its time stands still
 * until a test lets it pass, so that no test waits for a modification, and the same ids and times come each time.
 */
import { type BackOffice, type Deliveries, type Provider, type Shopper, VirtualClock } from "@paylayer/simulator"
import type { Truth } from "@paylayer/simulator"
import * as Server from "@paylayer/simulator/server"
import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import http from "node:http"
import https from "node:https"
import { vi } from "vitest"

interface Whole extends Provider.Provider {
  readonly shopper: Shopper.Shopper["Service"]
  readonly deliveries: Deliveries.Deliveries["Service"]
  readonly backOffice: BackOffice.BackOffice["Service"]
}

/** Runs under this clock, and gives the value or throws the error itself. */
export const runnerOf =
  (clock: VirtualClock.VirtualClock["Service"]) =>
  async <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const exit = await clock.drive(effect)
    if (Exit.isSuccess(exit)) return exit.value
    throw Cause.squash(exit.cause)
  }

export const serve = async (make: Effect.Effect<Whole>) => {
  const clock = VirtualClock.make()
  const run = runnerOf(clock)
  const provider = await run(make)
  const log: Array<Server.Logged> = []
  const server = await Effect.runPromise(
    Server.open(Effect.succeed(provider), { log: (logged) => void log.push(logged) })
  )
  const control = (method: "POST" | "DELETE", fault?: object) =>
    fetch(`${server.url}/_paylayer/faults`, {
      method,
      ...(fault === undefined ? {} : { body: JSON.stringify({ fault }) })
    })
  return {
    ...server,
    shopper: provider.shopper,
    /** What was asked of it, in order. */
    log,
    run,
    now: clock.now,
    /** How many answers wait for time to pass. */
    sleeping: clock.sleeping,
    advance: (by: Duration.Input) => run(clock.advance(by)),
    act: (authorisation: string, act: BackOffice.Act) => run(provider.backOffice.act(authorisation, act)),
    deliveries: () => run(provider.deliveries.take),
    /** The next request that changes something meets this. */
    arm: (fault: object) => control("POST", fault),
    /** The money of each authorisation in major units, oldest first. */
    money: async () => (await run(provider.truth.authorisations)).map(moneyOf),
    close: () => Effect.runPromise(server.close)
  }
}

export type Served = Awaited<ReturnType<typeof serve>>

/** What was authorised, captured and refunded, and whether the rest was given back. */
export const moneyOf = ({ authorised, captured, refunded, released }: Truth.AuthorisationTruth) =>
  [authorised.decimal, captured.decimal, refunded.decimal, released] as const

/** A library that speaks nothing but TLS: here its requests go to loopback without. `vi.restoreAllMocks` ends it. */
export const withoutTls = (port: number): void => {
  vi.spyOn(https, "request").mockImplementation(((options: https.RequestOptions) => {
    const { agent: _, ...rest } = options
    return http.request({ ...rest, protocol: "http:", hostname: "127.0.0.1", port })
  }) as typeof https.request)
}
