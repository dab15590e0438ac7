/** Every law as a test, and mistakes that the laws have to find: without them nobody knows that they could. */
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { register, registerMutants } from "@paylayer/conformance/vitest"
import { Session, Sessions } from "@paylayer/core"
import * as Effect from "effect/Effect"
import subject from "./conformance.ts"

register(subject)

registerMutants([
  mutant(
    "SES-02",
    "an update that is acknowledged and never sent",
    onUpdate(subject, () => (session, change) => Effect.succeed(Session.modify(session, change)))
  ),
  mutant(
    "SES-03",
    "an update that makes a new checkout",
    onUpdate(
      subject,
      (_, { create }) =>
        (session, { amount = session.amount }) =>
          create({ reference: session.reference, amount })
    )
  ),
  mutant(
    "SES-04",
    "a lock that forgets itself",
    onPort(subject, Sessions.SessionLock, (port) => ({
      ...port,
      lock: (...request) => Effect.map(port.lock(...request), (locked) => Session.modify(locked, { status: "open" }))
    }))
  )
  // -> One for each mistake that you fear.
])
