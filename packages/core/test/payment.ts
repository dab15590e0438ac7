/** One payment of 100.00 EUR, and what may become known of it, in few words. */
import type { Asked, Authorised, Fact, Kind, Observed, Outcome, Verdict } from "../src/Fact.ts"
import { AuthorisationId } from "../src/Fact.ts"
import * as Authorisation from "../src/Authorisation.ts"
import { ModificationKey } from "../src/ModificationKey.ts"
import * as Money from "../src/Money.ts"

export const eur = (value: number) => Money.positiveUnsafe(value, "EUR")
export const money = (value: number) => new Money.Money({ value, currency: "EUR" })
export const key = (text: string) => ModificationKey.make(text)

export const authorised = (more: Partial<Authorised> = {}): Authorised => ({
  _tag: "Authorised",
  id: AuthorisationId.make("a1"),
  reference: "order-1",
  amount: eur(10_000),
  capture: "manual",
  ...more
})

/** Asked under the key `name`. */
export const asked = (name: string, kind: Kind, amount?: number, more: Partial<Asked> = {}): Asked => ({
  _tag: "Asked",
  key: key(name),
  kind,
  ...(amount === undefined ? {} : { amount: eur(amount) }),
  sequence: kind === "adjust" ? 1 : 0,
  ...more
})

export const linked = (name: string, id: string): Fact => ({ _tag: "Linked", key: key(name), id })

export const refused = (name: string): Fact => ({ _tag: "NotExecuted", key: key(name) })

/** What became of the key `name`. */
export const outcome = (
  name: string,
  kind: Kind,
  verdict: Verdict,
  at: number,
  more: Partial<Outcome> = {}
): Outcome => ({
  _tag: "Outcome",
  key: key(name),
  kind,
  verdict,
  at,
  ...more
})

/** What became of the id `id`, with nobody's key. */
export const event = (id: string, kind: Kind, verdict: Verdict, at: number, amount?: number): Outcome => ({
  _tag: "Outcome",
  id,
  kind,
  verdict,
  at,
  ...(amount === undefined ? {} : { amount: money(amount) })
})

export const observed = (at: number, more: Partial<Observed>): Observed => ({ _tag: "Observed", at, ...more })

/** Asked, and succeeded at this time. */
export const done = (name: string, kind: Kind, amount: number | undefined, at: number, more: Partial<Asked> = {}) => [
  asked(name, kind, amount, more),
  outcome(name, kind, "succeeded", at)
]

/** Asked and acknowledged; its outcome is not known. */
export const underWay = (name: string, kind: Kind, amount?: number, more: Partial<Asked> = {}) => [
  asked(name, kind, amount, more),
  linked(name, `id-${name}`)
]

/** The payment, with these facts besides. */
export const payment = (facts: ReadonlyArray<Fact> = [], more: Partial<Authorised> = {}) =>
  Authorisation.make("test", authorised(more), facts)
