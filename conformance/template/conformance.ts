/** What is held to the laws: the adapter, and the world in which its provider can be watched. */
import { Subject } from "@paylayer/conformance"
import { mutant, onPort, onUpdate } from "@paylayer/conformance/mutants"
import { Session, Sessions } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { MyPsp } from "./src/index.ts"
import * as MyPspSimulator from "./simulator/MyPspSimulator.ts"

const apiKey = Redacted.make(MyPspSimulator.apiKey)

/** What each answer of the provider's table of errors must become: read from its document, not from the adapter. */
const meanings: Readonly<Record<string, string>> = {
  bad_key: "Unauthenticated",
  not_found: "NotFound",
  key_reused: "IdempotencyConflict",
  invalid: "InvalidRequest"
}

const subject = Subject.make({
  name: "my-psp",
  version: "0.0.0",
  layer: MyPsp.layer({ apiKey }),
  world: MyPspSimulator.layer,
  defaults: { returnUrl: "https://shop.example/back" },
  secrets: [apiKey],
  errors: MyPspSimulator.documentedErrors.map(({ name, response: { body, status } }) => ({
    name,
    status,
    body,
    operation: "update",
    becomes: meanings[name] ?? "UnknownCode",
    code: name,
    ...(name === "invalid" ? { parameters: [{ parameter: "amount.value", reason: "wrong" }] } : {})
  })),
  otherTotal: (body) => body.replace(/"value":(\d+)/, (_, value: string) => `"value":${Number(value) + 100}`),
  // -> Known gaps, strictly: `{ law, kind, fails, reason }`.
  deviations: []
})

export default subject

/** Mistakes that the laws have to find: without them nobody knows that they could. */
export const mutants = [
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
]
