/** Mutants that are right as long as one thing comes after the other, on the reference adapter. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Fact, Session } from "@paylayer/core"
import { Modification, Modifications, ProviderError, Sessions, Webhooks } from "@paylayer/core"
import type { Wire } from "@paylayer/simulator"
import { Simulation } from "@paylayer/simulator"
import type { Mutant } from "../Mutant.ts"
import * as paymentWire from "../reference/paymentWire.ts"
import type * as Provider from "../reference/provider/index.ts"
import * as references from "../reference/index.ts"
import { mutant, onPort } from "./operators.ts"
import { again, calling, renamed } from "./requests.ts"

const { atOnce, reference, subject } = references

/** A provider that takes its time, during which a key is in use. */
const slow = { latency: "2 seconds" } as const
const rightButSlow = subject("reference, slow", {}, slow)
const once = { clientOptions: { retry: { attempts: 1 } } }

const isUnknown = (error: unknown): error is ProviderError.ProviderError =>
  error instanceof ProviderError.ProviderError && error.outcome === "unknown"

/** Each outcome as if it had fallen just now. */
const datedNow = Effect.map(
  Clock.currentTimeMillis,
  (at) =>
    (fact: Fact.Fact): Fact.Fact =>
      fact._tag === "Outcome" ? { ...fact, at } : fact
)

/** Sessions by the key that they were created under; each bench has a list of its own. */
const remembering = () =>
  onPort(reference, Sessions.Sessions, (sessions) => {
    const made = new Map<string | undefined, Session.Session>()
    return {
      ...sessions,
      create: (request, { key, ...options } = {}) =>
        Effect.suspend(() => {
          const known = key === undefined ? undefined : made.get(key)
          return known === undefined
            ? Effect.tap(sessions.create(request, options), (session) => Effect.sync(() => made.set(key, session)))
            : Effect.succeed(known)
        })
    }
  })

/** A provider that looks a key up, does what is asked, and then writes the key down. */
const looksThenActs = (provider: Provider.ReferenceProvider): Provider.ReferenceProvider => {
  const answers = new Map<string, Wire.WireResponse>()
  return {
    ...provider,
    handler: (request) =>
      Effect.suspend(() => {
        const { "idempotency-key": key, ...headers } = request.headers
        const known = answers.get(key ?? "")
        if (key === undefined || known !== undefined)
          return known === undefined ? provider.handler(request) : Effect.succeed(known)
        const answer = Effect.delay(provider.handler({ ...request, headers }), "1 second")
        return Effect.tap(answer, (response) => Effect.sync(() => void answers.set(key, response)))
      })
  }
}

/** A provider that looks at no key of a PATCH, and to which an older token is as good as the latest. */
const withoutOrder = (provider: Provider.ReferenceProvider): Provider.ReferenceProvider => {
  const latest = new Map<string, string>()
  const token = /"token":"[^"]*"/
  return {
    ...provider,
    handler: (request) =>
      Effect.gen(function* () {
        if (request.method !== "PATCH") return yield* provider.handler(request)
        const { "idempotency-key": _, ...headers } = request.headers
        const patched = yield* provider.handler({ ...request, headers })
        const known = latest.get(request.path)
        const isOld = patched.body.includes('"code":"token"') && known !== undefined
        if (isOld) return yield* provider.handler({ ...request, headers, body: request.body.replace(token, known) })
        latest.set(request.path, token.exec(patched.body)?.[0] ?? "")
        return patched
      })
  }
}

/** Sends a modification once more, under another key, where the payment does not show the first one. */
const anew = calling((execute, call) => {
  if (call.method !== "POST" || !call.path.startsWith("/payments/")) return execute(call)
  const { key, operation, parameters = {} } = call
  const look = execute({
    operation,
    method: "GET",
    path: "/payments/{id}",
    parameters,
    idempotency: { _tag: "read" },
    answer: paymentWire.Payment
  })
  return Effect.catchIf(execute(call), isUnknown, (error) =>
    Effect.flatMap(
      Effect.mapError(look, () => error),
      ({ modifications }) =>
        modifications.some(({ reference }) => reference === key) ? Effect.fail(error) : execute(renamed(call))
    )
  )
})

export const mutants: ReadonlyArray<Mutant> = [
  mutant("IDM-03", "a provider that looks a key up, acts, and then writes it down", {
    ...reference,
    world: Simulation.layer(Effect.map(references.Provider.make(), looksThenActs))
  }),
  mutant("IDM-03", "sessions are remembered by their key once they are answered", remembering()),
  mutant(
    "IDM-03",
    "a key that is in use is taken for a refusal",
    subject("reference, slow", { clientOptions: { leavesOpen: () => false } }, slow),
    rightButSlow
  ),
  mutant(
    "IDM-03",
    "a key that is in use is avoided with another one",
    subject("reference, slow", again(1, ["IdempotencyConflict"], renamed), slow),
    rightButSlow
  ),
  mutant(
    "CAP-01",
    "captures are held against what was left when they came",
    subject("reference", {}, { checks: "when-received" })
  ),
  mutant(
    "WHK-03",
    "an outcome is dated when its answer arrives",
    onPort(atOnce, Modifications.Captures, (port) => ({
      ...port,
      capture: (...asked) =>
        Effect.gen(function* () {
          const modification = yield* port.capture(...asked)
          return new Modification.Modification({
            ...modification,
            facts: modification.facts.map(yield* datedNow)
          })
        })
    }))
  ),
  mutant(
    "WHK-03",
    "an outcome is dated when its event arrives",
    onPort(atOnce, Webhooks.Webhooks, (port) => ({
      ...port,
      receive: (request) =>
        Effect.gen(function* () {
          const received = yield* port.receive(request)
          const dated = yield* datedNow
          return {
            ...received,
            deliveries: received.deliveries.map(({ events, id }) => ({
              id,
              events: events.map((event) => (event._tag === "Reported" ? { ...event, fact: dated(event.fact) } : event))
            }))
          }
        })
    }))
  ),
  mutant("SES-24", "a provider to which what comes late is what comes last", {
    ...reference,
    world: Simulation.layer(Effect.map(references.Provider.make(), withoutOrder))
  }),
  mutant(
    "FLT-10",
    "what timed out is sent again under another key",
    subject("reference", { ...once, ...again(1, ["Timeout"], renamed) })
  ),
  mutant(
    "FLT-15",
    "what timed out last was not executed",
    subject("reference", {
      ...once,
      ...calling((execute, call) =>
        Effect.mapError(execute(call), (error) =>
          isUnknown(error) && error.reason._tag === "Timeout"
            ? new ProviderError.ProviderError({ ...error, outcome: "not-executed" })
            : error
        )
      )
    })
  ),
  mutant(
    "FLT-15",
    "what timed out and is not to be seen is asked for under another key",
    subject("reference", { ...once, ...anew })
  )
]
