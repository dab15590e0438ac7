/** SEC: secrets stay where they belong, and a claim is a behaviour. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
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

/** Ways in which a change can end. */
const endings = ["well", "refused", "time-out", "reset", "markup"] as const

const isLong = (secret: string) => secret.length >= 8

/** From now on the provider ends every change that way, and quotes these secrets where it says anything. */
const misbehave = (
  ending: (typeof endings)[number],
  documented: DocumentedError | undefined,
  secrets: ReadonlyArray<string>
) =>
  Effect.gen(function* () {
    const { arm, disarm } = yield* Faults.Faults
    yield* disarm
    const quoted = secrets.join(" ")
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
        case "refused": {
          const { body = "{}", status = 400 } = documented ?? {}
          const quoting = body.replace(/("(?:title|message|reason)"\s*:\s*")/g, (before) => `${before}${quoted} `)
          return { _tag: "Answer", status, body: quoting }
        }
      }
    }
    const next = fault()
    yield* step(`the provider ${next === undefined ? "does well" : `ends it by ${ending} ${documented?.name ?? ""}`}`)
    if (next !== undefined) yield* arm(next, { times: Infinity })
  })

const hidden = Law.property({
  id: "SEC-01",
  title: "secrets stay secret",
  statement:
    "No credential and no token stands in a URL, a log, a span, an error, or a session as text, however an " +
    "operation ends and whatever the provider quotes.",
  source: "Model: errors",
  kind: "fault",
  requires: [sessions, faults, Law.told("its secrets", ({ secrets }) => secrets.length > 0)],
  input: ({ subject }) =>
    fc.tuple(
      fc.constantFrom(...endings),
      fc.option(subject.errors.length > 0 ? fc.constantFrom(...subject.errors) : fc.constant(undefined), {
        nil: undefined
      })
    ),
  check: ([ending, documented], given) =>
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
      yield* misbehave(ending, documented, credentials)
      const created = yield* Effect.exit(act.create(given, inputs.amount(capabilities, 1)))
      yield* misbehave(ending, documented, all)
      const updated = yield* Effect.exit(act.update(session, inputs.amount(capabilities, 250)))

      const urls = (yield* trial.exchanges).map(({ url }) => url)
      const places = [
        ["a URL", urls.join(" ")],
        ["logs and spans", trial.telemetry().join(" ")],
        ["a session", `${show(session)} ${String(session)}`],
        ["an error", [created, updated].map((exit) => `${show(exit)} ${String(exit)} ${messages(exit)}`).join(" ")]
      ] as const
      for (const [place, text] of places) {
        const found = all.find((secret) => text.includes(secret))
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

const claims = Law.property({
  id: "SEC-02",
  title: "a capability is a behaviour",
  statement: "What is declared works; what is declared absent is refused with Unsupported and nothing is sent.",
  source: "Model: capabilities",
  kind: "fault",
  runs: 9,
  requires: [sessions],
  input: () => fc.constantFrom("automatic", "manual", "continuation" as const),
  check: (claim, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      const amount = inputs.amount(capabilities, 0)
      yield* step(`claimed: ${claim}`)
      switch (claim) {
        case "automatic":
        case "manual": {
          const creation = act.create(given, amount, { capture: claim })
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
