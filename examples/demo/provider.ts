/** A provider's other side, as a person would look at it: over HTTP, by the simulator's controls. */
import { Money, Session, type Webhooks } from "@paylayer/core"
import type { Provider } from "@paylayer/simulator"
import * as Server from "@paylayer/simulator/server"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

interface Amount {
  readonly decimal: string
  readonly currency: string
}

interface Truth {
  readonly sessions: ReadonlyArray<{ readonly id: string; readonly amount: Amount; readonly status: string }>
  readonly authorisations: ReadonlyArray<{
    readonly id: string
    readonly session?: string
    readonly authorised: Amount
    readonly captured: Amount
    readonly refunded: Amount
    readonly released: boolean
  }>
}

/** How it ended, the authorisation if there is one, and what the browser proves it by. */
interface Paid {
  readonly _tag: string
  readonly authorisation?: string
  readonly proof?: string
}

const ask = async <A>(url: string, body?: object): Promise<A> => {
  const answer = await fetch(url, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as A
}

/** `19` at the provider is `19.00 EUR` to people; what is no amount is shown as it came. */
const shown = ({ currency, decimal }: Amount): string =>
  Result.match(Money.fromDecimal(decimal, currency), {
    onSuccess: Money.format,
    onFailure: () => `${decimal} ${currency}`
  })

const inMajorUnits = ({ currency, decimal }: Amount): string =>
  Result.match(Money.fromDecimal(decimal, currency), {
    onSuccess: Money.toDecimal,
    onFailure: () => decimal
  })

export type Watched = Awaited<ReturnType<typeof start>>

/** The clock of this machine, ahead by some time. */
const ahead = (clock: Clock.Clock, millis: () => number): Clock.Clock => ({
  currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + millis(),
  currentTimeMillis: Effect.sync(() => clock.currentTimeMillisUnsafe() + millis()),
  currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + BigInt(millis()) * 1_000_000n,
  currentTimeNanos: Effect.sync(() => clock.currentTimeNanosUnsafe() + BigInt(millis()) * 1_000_000n),
  monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
  monotonicTimeNanos: clock.monotonicTimeNanos,
  sleep: (duration) => clock.sleep(duration)
})

/** A simulated provider on localhost, and what one may ask it. Its time is ours, and more where the story lets it pass. */
export const start = async (
  make: Effect.Effect<Provider.Provider>,
  log: (logged: Server.Logged) => void = () => {}
) => {
  let passed = 0
  const clock = ahead(await Effect.runPromise(Clock.Clock), () => passed)
  const server = await Effect.runPromise(Server.open(Effect.provideService(make, Clock.Clock, clock), { log }))
  const control = `${server.url}/_paylayer`
  const truth = () => ask<Truth>(`${control}/truth`)
  return {
    url: server.url,
    /** The amount that the provider has for a session. */
    amount: async (id: string) => {
      const found = (await truth()).sessions.find((session) => session.id === id)
      return found === undefined ? "no session" : shown(found.amount)
    },
    /** What the provider reserved on the shopper's card. */
    authorised: async (id: string) => {
      const found = (await truth()).authorisations.find((one) => one.session === id || one.id === id)
      return found === undefined ? "nothing" : shown(found.authorised)
    },
    /** The shopper pays in the browser, which has the session's id, perhaps a token, and no amount. */
    pay: (session: Session.Session) =>
      ask<Paid>(`${control}/shopper/submit`, { id: session.id, token: Session.browserToken(session) }),
    /** What the provider itself believes became of a payment. */
    totals: async (id: string) => {
      const found = (await truth()).authorisations.find((one) => one.id === id)
      return found === undefined
        ? "nothing"
        : `${[found.authorised, found.captured, found.refunded].map(inMajorUnits).join(" ")}${found.released ? " over" : ""}`
    },
    /** Time passes at the provider. */
    pass: (duration: Duration.Input) => {
      passed += Duration.toMillis(duration)
    },
    /** The webhooks that it sent since it was last asked, oldest first. Whatever it still had to decide, it has decided. */
    calls: () => {
      passed += 60_000
      return ask<ReadonlyArray<Webhooks.RawRequest>>(`${control}/deliveries`)
    },
    /** Something happens there without us; `false` where this provider has no such thing. */
    elsewhere: async (authorisation: string, act: object) => {
      const answer = await fetch(`${control}/back-office`, {
        method: "POST",
        body: JSON.stringify({ authorisation, act })
      })
      return answer.ok
    },
    close: () => Effect.runPromise(server.close)
  }
}
