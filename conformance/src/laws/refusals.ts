/** FLT-09: what a refusal means after a lost answer, of all that may be changed before payment. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Intents, Sessions } from "@paylayer/core"
import { Faults, ProviderClock } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import type { DocumentedError } from "../Subject.ts"
import { Inapplicable, opening, same, sent, step, succeeds, type Trial, violated } from "../Trial.ts"

const faults = Law.control(Faults.Faults)
const clock = Law.control(ProviderClock.ProviderClock)

const always = ["create", "update"] as const
const ofIntents = ["update an intent", "confirm an intent", "cancel an intent"] as const
type Operation = (typeof always)[number] | "end" | (typeof ofIntents)[number]

type Attempt = Effect.Effect<unknown, { readonly _tag: string; readonly outcome?: string }, Sessions.Sessions | Trial>

/** What is attempted on something, and what puts an end to that something. */
interface Tried {
  readonly id: string
  readonly attempt: Attempt
  readonly end: Attempt
}

const onSession = (given: Law.Given, operation: Exclude<Operation, (typeof ofIntents)[number]>) =>
  Effect.gen(function* () {
    if (operation === "end" && Option.isNone(yield* Effect.serviceOption(Sessions.SessionExpiry))) {
      return yield* new Inapplicable({ reason: "the adapter has no SessionExpiry" })
    }
    const [first, other] = [0, 250].map((steps) => inputs.amount(given.declared.sessions!, steps))
    const session = yield* act.created(given, first!)
    const end = act.end(session)
    const attempts = { create: act.create(given, other!), update: act.update(session, other!), end }
    const one: Tried = { id: session.id, attempt: attempts[operation], end }
    return one
  })

const onIntent = (operation: (typeof ofIntents)[number]) =>
  Effect.gen(function* () {
    const port = yield* Intents.Intents
    const { cancellableIn, confirmableIn, updatableIn } = port.capabilities
    const [first, other] = [0, 250].map((steps) => inputs.amount(port.capabilities, steps))
    const creation = Effect.andThen(
      step(`create an intent of ${act.shown(first!)}`),
      port.create({ reference: "order-0001", amount: first! })
    )
    const intent = yield* opening(succeeds(creation))
    const attempts: Readonly<Record<typeof operation, readonly [ReadonlyArray<unknown>, Attempt]>> = {
      "update an intent": [updatableIn, port.update(intent, { amount: other! })],
      "confirm an intent": [confirmableIn, port.confirm(intent)],
      "cancel an intent": [cancellableIn, port.cancel(intent)]
    }
    const [states, attempt] = attempts[operation]
    const canBe: ReadonlyArray<unknown> = cancellableIn
    if (!states.includes(intent.status) || !canBe.includes(intent.status)) {
      return yield* new Inapplicable({ reason: `not declared: to ${operation} that is new, and to cancel it` })
    }
    const one: Tried = {
      id: intent.id,
      attempt: Effect.andThen(step(operation), attempt),
      end: Effect.andThen(step("cancel an intent"), port.cancel(intent))
    }
    return one
  })

const tried = (given: Law.Given, operation: Operation) => {
  const onOne = operation === "create" || operation === "update" || operation === "end"
  return onOne ? onSession(given, operation) : onIntent(operation)
}

/** An answer that refuses. */
type Refusal = Pick<DocumentedError, "name" | "status" | "body" | "headers">

const withNothingInIt = (status: number): Refusal => ({ name: "with nothing in it", status, body: "{}" })
const inItsOwnWords = "in its own words"

/** How this provider refuses it of something that is over, as if it said so of something else. */
const ownRefusal = (given: Law.Given, operation: Operation, id: string) =>
  Effect.gen(function* () {
    const over = yield* tried(given, operation)
    yield* succeeds(over.end)
    const [, exchanges] = yield* sent(Effect.result(over.attempt))
    const answer = exchanges.findLast(({ method }) => method !== "GET")?.outcome
    return answer?._tag === "Answered" && answer.status >= 400
      ? { ...answer, name: inItsOwnWords, body: answer.body.replaceAll(over.id, id) }
      : yield* new Inapplicable({ reason: `this provider does not refuse to ${operation} that is over` })
  })

/** Rules of the model that a code stands for, and stands for no longer once an answer was lost. */
const rules: ReadonlyArray<string> = ["NotUpdatable", "SessionExpired"]

const casesOfSessions = ({ subject }: Law.Given) => [
  ...Law.cross(always, [400, 403, 404, 409, 422].map(withNothingInIt)),
  ...inputs
    .oneOfEach(
      subject.errors.filter(({ becomes }) => rules.includes(becomes)),
      ({ becomes, operation }) => `${operation} ${becomes}`
    )
    .map((documented) => [documented.operation, documented] as const),
  ...Law.cross(["end"] as const, [withNothingInIt(409), inItsOwnWords])
]

const undecided = Law.each({
  id: "FLT-09",
  title: "a refusal after a lost answer decides nothing",
  statement:
    "When an answer was lost and the repetition is refused, the outcome is unknown: the refusal may be of the repetition " +
    "alone. An update that takes the browser's token may say instead that no token is good any more.",
  source: "Model: errors; Stripe: idempotent requests",
  level: "advisory",
  kind: "fault",
  requires: [Law.sessionsOrIntents, faults, clock],
  cases: (given): ReadonlyArray<readonly [Operation, Refusal | typeof inItsOwnWords]> => [
    ...(given.declared.sessions === undefined ? [] : casesOfSessions(given)),
    ...Law.cross(given.declared.intents === undefined ? [] : ofIntents, [withNothingInIt(409), inItsOwnWords])
  ],
  check: ([operation, how], given) =>
    Effect.gen(function* () {
      const { attempt, id } = yield* tried(given, operation)
      const refusal = how === inItsOwnWords ? yield* opening(ownRefusal(given, operation, id)) : how
      const { body, headers, name, status } = refusal
      const { arm } = yield* Faults.Faults
      yield* step(`no answer comes, after the effect; then the provider answers ${status} ${name}`, "network")
      yield* arm({ _tag: "TimeoutAfterEffect" })
      const answer = { status, body, headers: { "content-type": "application/json", ...headers } }
      yield* arm({ _tag: "Answer", ...answer }, { times: Infinity })
      const error = yield* Effect.flip(attempt).pipe(Effect.catch(() => violated("an error", "success")))
      // Whoever has lost the only token that is good says so.
      if (error._tag === "ContinuationLost" && operation === "update" && given.declared.sessions?.continuation === true)
        return
      yield* same("the error", "ProviderError", error._tag)
      yield* same("the outcome", "unknown", error.outcome)
    })
})

export const laws: ReadonlyArray<Law.Law> = [undecided]
