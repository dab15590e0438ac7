/** All that the provider holds: what its API, the browser and the back office work on. */
import * as Account from "./Account.ts"
import * as Agenda from "./Agenda.ts"
import * as Events from "./Events.ts"
import * as Names from "./Names.ts"
import type * as Session from "./Session.ts"

interface Proof {
  readonly session: Session.Session
  /** Once it has been asked for. */
  result: object | undefined
}

/** In the order in which they were made. */
export interface Ledger {
  readonly names: Names.Names
  readonly agenda: Agenda.Agenda
  readonly events: Events.Events
  readonly account: Account.Account
  readonly sessions: Map<string, Session.Session>
  readonly proofs: Map<string, Proof>
}

export interface Options extends Omit<Events.Options, "names"> {
  /** In milliseconds since the epoch. */
  readonly clock: () => number
  readonly decides: Account.Decides
  readonly checks: Account.Checks
}

export const make = ({ batch, checks, clock, decides, secrets }: Options): Ledger => {
  const names = Names.make()
  const agenda = Agenda.make(clock)
  const events = Events.make({ batch, names, secrets })
  const account = Account.make({ agenda, checks, decides, events, names })
  return { names, agenda, events, account, sessions: new Map(), proofs: new Map() }
}
