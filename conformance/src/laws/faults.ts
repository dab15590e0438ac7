/** FLT: what goes wrong on the way never costs money, and is never guessed at. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Capabilities, Session } from "@paylayer/core"
import { Sessions } from "@paylayer/core"
import type { Recording } from "@paylayer/simulator"
import { Faults, ProviderClock, Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { holds, same, sent, show, step, succeeds, Trial, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const truth = Law.control(Truth.Truth)
const faults = Law.control(Faults.Faults)
const clock = Law.control(ProviderClock.ProviderClock)

const operations = ["create", "update"] as const
type Operation = (typeof operations)[number]

const idempotencyOf = (given: Law.Given, operation: Operation): Capabilities.Idempotency =>
  given.declared.sessions!.idempotency[operation]

const count = Effect.map(
  Effect.flatMap(Truth.Truth, ({ sessions }) => sessions),
  (all) => all.length
)

/** What may have an effect: an operation may read as often as it likes. */
const changes = (exchanges: ReadonlyArray<Recording.Exchange>) => exchanges.filter(({ method }) => method !== "GET")

/** The change that a law tries, on a session that it made before. */
const change = (given: Law.Given, operation: Operation, session: Session.Session) => {
  const amount = inputs.amount(given.declared.sessions!, 250)
  const run: Effect.Effect<Session.Session, Sessions.UpdateSessionError, Sessions.Sessions | Trial> =
    operation === "create" ? act.create(given, amount) : act.update(session, amount)
  return run
}

/** How an answer is lost, as a story tells it. */
const losses = { Timeout: "no answer comes", Reset: "the connection breaks" } as const

/** One lost answer: safe changes are made once, unsafe ones are not repeated and their fate is said to be unknown. */
const lostAnswer = (id: string, when: "after" | "before") =>
  Law.each({
    id,
    title: `an answer lost ${when} the effect`,
    statement:
      `When the answer is lost ${when} the effect, a change that may be sent again has one effect; one that may not ` +
      "is sent once, and its fate is unknown.",
    source: "Stripe: idempotent requests, low-level error handling; Adyen: API idempotency",
    kind: "fault",
    requires: [sessions, truth, faults, clock],
    cases: () => Law.cross(operations, ["Timeout", "Reset"]),
    check: ([operation, loss], given) =>
      Effect.gen(function* () {
        const first = inputs.amount(given.declared.sessions!, 0)
        const wanted = inputs.amount(given.declared.sessions!, 250)
        const session = yield* act.created(given, first)
        yield* step(`${losses[loss]}, ${when} the effect`, "network")
        const { arm } = yield* Faults.Faults
        yield* arm({ _tag: when === "after" ? `${loss}AfterEffect` : `${loss}BeforeEffect` })
        const attempt = change(given, operation, session)
        const effects = operation === "create" ? 2 : 1
        if (idempotencyOf(given, operation)._tag === "none") {
          const [error, exchanges] = yield* sent(Effect.flip(attempt)).pipe(
            Effect.catch(() => violated("ProviderError with outcome unknown", "success"))
          )
          yield* same("requests", 1, changes(exchanges).length)
          yield* same("the error", "ProviderError", error._tag)
          if (error._tag === "ProviderError") {
            yield* same("the outcome", "unknown", error.outcome)
            yield* same("the reason", loss === "Timeout" ? "Timeout" : "Transport", error.reason._tag)
          }
          if (operation === "create") {
            yield* same("sessions at the provider", when === "after" ? 2 : 1, yield* count)
          }
          return
        }
        const changed = yield* succeeds(attempt)
        yield* same("sessions at the provider", effects, yield* count)
        yield* act.inForce(changed, wanted)
      })
  })

const definite = Law.each({
  id: "FLT-03",
  title: "a refusal is final, and a repaired cause is another try",
  statement:
    "After a definite refusal the same change under a new key can succeed; an answer of 5xx, however often it " +
    "comes, is not asked for again for ever.",
  source: "Stripe: idempotent requests; Adyen: API idempotency",
  kind: "fault",
  requires: [sessions, truth, faults, clock],
  cases: () => Law.cross(operations, [400, 403, 422, 500, 502, 503]),
  check: ([operation, status], given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(given.declared.sessions!, 0))
      const { arm, disarm } = yield* Faults.Faults
      yield* step(`the provider answers ${status} until the cause is repaired`, "provider")
      yield* arm({ _tag: "Answer", status, body: "{}" }, { times: Infinity })
      const [error, exchanges] = yield* sent(Effect.flip(change(given, operation, session))).pipe(
        Effect.catch(() => violated("an error", "success"))
      )
      yield* holds(changes(exchanges).length <= 5, "at most five requests", String(changes(exchanges).length))
      yield* same("the error", "ProviderError", error._tag)
      if (error._tag === "ProviderError") {
        yield* same("the outcome", status < 500 ? "not-executed" : "unknown", error.outcome)
      }
      yield* disarm
      yield* act.inForce(
        yield* succeeds(change(given, operation, session)),
        inputs.amount(given.declared.sessions!, 250)
      )
    })
})

/** What a request shows of who sends it, and of what: all but its key. */
const sender = ({ headers }: Recording.Exchange): string => {
  const { "idempotency-key": _, ...rest } = headers
  return show(rest)
}

const repeated = Law.each({
  id: "FLT-04",
  title: "what may be sent again is, and nothing else",
  statement:
    "429 is sent again always, 503 where the change may be sent twice, both not before Retry-After; 400, 403 and " +
    "422 are not sent again, 401 at most once and after a new log-in.",
  source: "RFC 9110, 10.2.3; RFC 6585; Stripe: rate limits",
  kind: "fault",
  requires: [sessions, faults, clock],
  cases: () => [...Law.cross(operations, [429, 503], [1, 20]), ...Law.cross(operations, [400, 401, 403, 422], [1])],
  check: ([operation, status, seconds], given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(given.declared.sessions!, 0))
      const again = status === 429 || (status === 503 && idempotencyOf(given, operation)._tag !== "none")
      yield* step(`the provider answers ${status} ${again ? "once" : "each time"}, Retry-After ${seconds}`, "provider")
      yield* (yield* Faults.Faults).arm(
        { _tag: "Answer", status, body: "{}", headers: { "retry-after": String(seconds) } },
        { times: again ? 1 : Infinity }
      )
      const began = yield* Clock.currentTimeMillis
      const [result, exchanges] = yield* sent(Effect.exit(change(given, operation, session)))
      const waited = (yield* Clock.currentTimeMillis) - began
      const [target] = changes(exchanges)
      const attempts = exchanges.filter(({ method, url }) => method === target?.method && url === target.url)
      if (again) {
        yield* same("the result", "Success", result._tag)
        yield* same("requests", 2, attempts.length)
        yield* holds(waited >= seconds * 1000, `a pause of ${seconds} s`, `${waited} ms`)
        return
      }
      yield* same("the result", "Failure", result._tag)
      if (status !== 401) return yield* same("requests", 1, attempts.length)
      yield* holds(attempts.length <= 2, "at most two requests", String(attempts.length))
      const credentials = new Set(attempts.map(sender)).size
      yield* same("credentials, each sent once", attempts.length, credentials)
    })
})

const renewed = Law.example({
  id: "SES-21",
  title: "a credential that ended is replaced",
  statement:
    "However long ago the adapter was built and last used, a change is made: a credential that has ended meanwhile is " +
    "replaced by one new log-in.",
  source: "RFC 6749, 5.1; Acquired: access tokens end after an hour",
  level: "advisory",
  kind: "fault",
  requires: [sessions, truth, clock],
  check: (_, given) =>
    Effect.gen(function* () {
      const amount = inputs.amount(given.declared.sessions!, 0)
      yield* act.created(given, amount)
      yield* step("a day passes", "time")
      yield* (yield* ProviderClock.ProviderClock).advance("1 day")
      const [session, exchanges] = yield* sent(succeeds(act.create(given, amount)))
      yield* act.inForce(session, amount)
      yield* same("sessions at the provider", 2, yield* count)
      // At the most: refused, a log-in, and again.
      yield* holds(exchanges.length <= 3, "at most three requests", String(exchanges.length))
    })
})

const bodies: ReadonlyArray<readonly [string, (original: string) => string]> = [
  ["cut off", (original) => original.slice(0, Math.max(1, original.length - 3))],
  ["HTML", () => "<!doctype html><title>Bad gateway</title>"],
  ["empty", () => ""],
  ["huge", (original) => original + " ".repeat(2_000_000)],
  ["a list", () => "[1, 2, 3]"],
  ["null", () => "null"],
  ["other types", (original) => original.replace(/"(?:[^"\\]|\\.)*"\s*(?=[,}\]])/g, "7")]
]

const unreadable = Law.each({
  id: "FLT-05",
  title: "an unreadable answer is no answer",
  statement:
    "A malformed, cut off, empty, huge or foreign body becomes MalformedResponse with outcome unknown, or is not " +
    "needed; it is never a crash and never taken for a refusal.",
  source: "Model: errors",
  kind: "fault",
  requires: [sessions, faults, truth],
  cases: () => Law.cross(operations, bodies),
  check: ([operation, [what, body]], given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(given.declared.sessions!, 0))
      yield* step(`the body of the answer is ${what}`, "network")
      yield* (yield* Faults.Faults).arm({ _tag: "Garble", body })
      const result = yield* Effect.result(change(given, operation, session))
      if (result._tag === "Success") {
        const needsNothing = operation === "update" && result.success.amountFrom === "request"
        yield* holds(needsNothing, "MalformedResponse", "success")
        return yield* act.inForce(result.success, inputs.amount(given.declared.sessions!, 250))
      }
      const error = result.failure
      if (error._tag !== "ProviderError") return yield* violated("MalformedResponse", error._tag)
      yield* same("the reason", "MalformedResponse", error.reason._tag)
      yield* same("the outcome", "unknown", error.outcome)
    })
})

const interrupted = Law.each({
  id: "FLT-08",
  title: "an interruption aborts the request",
  statement: "When the caller is interrupted, the request under way is aborted and nothing more is sent.",
  source: "Model: ports",
  kind: "fault",
  requires: [sessions, faults, clock],
  cases: () => operations,
  check: (operation, given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, inputs.amount(given.declared.sessions!, 0))
      yield* step("no answer comes", "network")
      yield* (yield* Faults.Faults).arm({ _tag: "TimeoutBeforeEffect" }, { times: Infinity })
      const clock = yield* ProviderClock.ProviderClock
      const [, exchanges] = yield* sent(
        Effect.gen(function* () {
          const fiber = yield* Effect.forkChild(change(given, operation, session))
          yield* clock.advance("1 second")
          yield* step("the caller is interrupted")
          yield* Fiber.interrupt(fiber)
          const last = (yield* (yield* Trial).exchanges).at(-1)
          yield* same("the request", "Aborted", last?.outcome._tag)
          yield* clock.advance("10 minutes")
        })
      )
      yield* same("requests", 1, changes(exchanges).length)
    })
})

export const laws: ReadonlyArray<Law.Law> = [
  lostAnswer("FLT-01", "after"),
  lostAnswer("FLT-02", "before"),
  definite,
  repeated,
  renewed,
  unreadable,
  interrupted
]
