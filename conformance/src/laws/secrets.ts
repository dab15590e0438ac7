/** SEC: secrets stay where they belong, and a claim is a behaviour. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import { Session, Sessions } from "@paylayer/core"
import { Faults } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import type { DocumentedError } from "../Subject.ts"
import { refused, show, silently, step, succeeds, Trial, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const faults = Law.control(Faults.Faults)

/** Ways in which a change can end besides a documented refusal. */
const endings = {
  well: "the provider does well",
  "time-out": "no answer comes",
  reset: "the connection breaks",
  markup: "the provider answers with a page",
  refused: "the provider refuses, in words that no document has"
} as const

const isLong = (secret: string) => secret.length >= 8

/** From now on the provider ends every change that way, and quotes these secrets where it says anything. */
const misbehave = (ending: keyof typeof endings | DocumentedError, secrets: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const quoted = secrets.join(" ")
    const answer = ({ body, headers, status }: Pick<DocumentedError, "body" | "headers" | "status">): Faults.Fault => ({
      _tag: "Answer",
      status,
      headers: { "content-type": "application/json", ...headers },
      body: body.replace(/("(?:title|message|reason)"\s*:\s*")/g, (before) => `${before}${quoted} `)
    })
    const fault = (): Faults.Fault | undefined => {
      switch (ending) {
        case "well":
          return undefined
        case "time-out":
          return { _tag: "TimeoutBeforeEffect" }
        case "reset":
          return { _tag: "ResetBeforeEffect" }
        case "markup":
          return { _tag: "Garble", body: () => `<html>${quoted}</html>` }
        case "refused":
          return answer({ status: 400, body: `{"message":""}` })
        default:
          return answer(ending)
      }
    }
    const lost = ending === "time-out" || ending === "reset"
    const how = typeof ending === "string" ? endings[ending] : `the provider answers ${ending.status} ${ending.name}`
    yield* step(how, lost ? "network" : "provider")
    const next = fault()
    if (next !== undefined) yield* (yield* Faults.Faults).arm(next, { times: Infinity })
  })

const hidden = Law.each({
  id: "SEC-01",
  title: "secrets stay secret",
  statement:
    "No credential and no token stands in a URL, a log, a span, an error, or a session as text, however an " +
    "operation ends and whatever the provider quotes.",
  source: "Model: errors",
  kind: "fault",
  requires: [sessions, faults, Law.told("its secrets", ({ secrets }) => secrets.length > 0)],
  cases: ({ subject }) => [
    ...Law.cross(["create", "update"] as const, Object.keys(endings) as ReadonlyArray<keyof typeof endings>),
    ...inputs
      .oneOfEach(subject.errors, ({ becomes, operation }) => `${operation} ${becomes}`)
      .map((documented) => [documented.operation, documented] as const)
  ],
  check: ([operation, ending], given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const session = yield* act.created(given, inputs.amount(capabilities, 0))
      const trial = yield* Trial
      const exchanges = yield* trial.exchanges
      const used = exchanges.flatMap(({ headers }) => headers["authorization"]?.split(" ").slice(1) ?? [])
      const token = Session.browserToken(session)
      const credentials = [...given.subject.secrets.map(Redacted.value), ...used].filter(isLong)
      const all = token === undefined ? credentials : [...credentials, token]

      // A provider quotes what it was sent: the token only where a token was sent.
      yield* misbehave(ending, operation === "create" ? credentials : all)
      const amount = inputs.amount(capabilities, 250)
      const change: Effect.Effect<Session.Session, Sessions.UpdateSessionError, Sessions.Sessions | Trial> =
        operation === "create" ? act.create(given, amount) : act.update(session, amount)
      const exit = yield* Effect.exit(change)
      const fresh = Exit.isSuccess(exit) ? Session.browserToken(exit.value) : undefined
      const secrets = fresh === undefined ? all : [...all, fresh]

      const urls = (yield* trial.exchanges).map(({ url }) => url)
      const places = [
        ["a URL", urls.join(" ")],
        ["logs and spans", trial.telemetry().join(" ")],
        ["a session", `${show(session)} ${String(session)}`],
        ["an error", `${show(exit)} ${String(exit)} ${messages(exit)}`]
      ] as const
      for (const [place, text] of places) {
        const found = secrets.find((secret) => text.includes(secret))
        if (found !== undefined) return yield* violated(`no secret in ${place}`, `one of ${found.length} characters`)
      }
    })
})

const messages = (exit: unknown): string => {
  const failure = exit as { readonly cause?: { readonly reasons?: ReadonlyArray<{ readonly error?: unknown }> } }
  return (failure.cause?.reasons ?? [])
    .map(({ error }) => (error instanceof Error ? `${error.message} ${error.stack}` : ""))
    .join(" ")
}

const claims = Law.each({
  id: "SEC-02",
  title: "a capability is a behaviour",
  statement: "What is declared works; what is declared absent is refused with Unsupported and nothing is sent.",
  source: "Model: capabilities",
  kind: "fault",
  requires: [sessions],
  cases: () => ["automatic", "manual", "continuation"],
  check: (claim, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const amount = inputs.amount(capabilities, 0)
      switch (claim) {
        case "automatic":
        case "manual": {
          const creation = act.create(given, amount, { capture: claim }, `, with ${claim} capture`)
          return capabilities.capture.includes(claim)
            ? void (yield* succeeds(creation))
            : void (yield* silently(refused(creation, "Unsupported")))
        }
        case "continuation": {
          const session = yield* act.created(given, amount)
          if (capabilities.continuation) {
            return session.token === undefined ? yield* violated("a token", "none") : undefined
          }
          const options = { continuation: Redacted.make("made-up") }
          return void (yield* silently(refused(act.update(session, amount, options), "Unsupported")))
        }
      }
    })
})

export const laws: ReadonlyArray<Law.Law> = [hidden, claims]
