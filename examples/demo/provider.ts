/** A provider's other side, as a person would look at it: over HTTP, by the simulator's controls. */
import { Money, Session } from "@paylayer/core"
import type { Provider } from "@paylayer/simulator"
import * as Server from "@paylayer/simulator/server"
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
  }>
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

export type Watched = Awaited<ReturnType<typeof start>>

/** A simulated provider on localhost, and what one may ask it. */
export const start = async (make: Effect.Effect<Provider.Provider>) => {
  const server = await Effect.runPromise(Server.open(make))
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
    pay: async (session: Session.Session) => {
      const checkout = { id: session.id, token: Session.browserToken(session) }
      return (await ask<{ readonly _tag: string }>(`${control}/shopper/submit`, checkout))._tag
    },
    close: () => Effect.runPromise(server.close)
  }
}
