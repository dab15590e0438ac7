/** SEC: secrets stay where they belong, and a claim is a behaviour. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Session } from "@paylayer/core"
import { Intents, Sessions } from "@paylayer/core"
import { Faults, Shopper } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as leaks from "../leaks.ts"
import type { DocumentedError } from "../Subject.ts"
import { opening, refused, silently, step, succeeds, Trial, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const faults = Law.control(Faults.Faults)

/** Either port will do; a law asks for each operation only where it is. */
const sessionsOrIntents: Law.Requirement<Sessions.Sessions | Intents.Intents> = {
  kind: "port",
  name: "Sessions or Intents",
  missing: ({ declared }) =>
    declared.sessions === undefined && declared.intents === undefined
      ? "the adapter has neither Sessions nor Intents"
      : undefined
}

/** Ways in which a change can end besides a documented refusal. */
const endings = {
  well: "the provider does well",
  "time-out": "no answer comes",
  reset: "the connection breaks",
  markup: "the provider answers with a page",
  refused: "the provider refuses, in words that no document has"
} as const

type Ending = keyof typeof endings | DocumentedError

/** From now on the provider ends every request that way, and quotes these secrets where it says anything. */
const misbehave = (ending: Ending, secrets: ReadonlyArray<string>) =>
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
          return { _tag: "Answer", status: 400, body: leaks.quoting(secrets) }
        default:
          return answer(ending)
      }
    }
    const lost = ending === "time-out" || ending === "reset"
    const how = typeof ending === "string" ? endings[ending] : `the provider answers ${ending.status} ${ending.name}`
    yield* step(how, lost ? "network" : "provider")
    const next = fault()
    if (next === undefined) return
    const { arm } = yield* Faults.Faults
    yield* arm(next, { times: Infinity })
    yield* arm(next, { times: Infinity, ...act.reads })
  })

/** What the shop is about to ask. */
interface Question {
  readonly asked: Effect.Effect<unknown, unknown, Sessions.Sessions | Intents.Intents | Trial>
  /** The token that the shop holds. */
  readonly token?: string | undefined
  /** What is sent besides the credentials: a provider quotes what it was sent. */
  readonly quoted: ReadonlyArray<string>
  /** What the browser brought, where it is a secret: providers want it in a URL. */
  readonly proof?: string | undefined
}

const tokenOf = (value: unknown): string | undefined => {
  const { token } = value as { readonly token?: Redacted.Redacted<string> }
  return token === undefined ? undefined : Redacted.value(token)
}

/** What can be asked about a session: each is asked of one of its own. */
const ofSessions = (given: Law.Given) => {
  const { lock, sessions } = given.declared
  if (sessions === undefined) return {}
  const later = inputs.amount(sessions, 250)
  const about = (asked: (session: Session.Session) => Question["asked"], sendsToken: boolean) =>
    Effect.map(act.created(given, inputs.amount(sessions, 0)), (session): Question => {
      const token = tokenOf(session)
      return { asked: asked(session), token, quoted: token !== undefined && sendsToken ? [token] : [] }
    })
  return {
    create: about(() => act.create(given, later), false),
    update: about((session) => act.update(session, later), true),
    ...(lock === undefined ? {} : { lock: about((session) => act.lock(session, later), true) }),
    end: Effect.flatMap(Effect.serviceOption(Sessions.SessionExpiry), (port) =>
      Option.isNone(port) ? Effect.succeed(undefined) : about((session) => act.end(session), false)
    ),
    result: result(given)
  }
}

/** Of a session that the shopper has paid. */
const result = (given: Law.Given) =>
  Effect.gen(function* () {
    const results = yield* Effect.serviceOption(Sessions.SessionResults)
    const shopper = yield* Effect.serviceOption(Shopper.Shopper)
    const { lock, sessions } = given.declared
    if (Option.isNone(results) || Option.isNone(shopper) || sessions === undefined) return undefined
    if (sessions.submitGate !== "any-time" && lock === undefined) return undefined
    const session = yield* act.payable(yield* act.created(given, inputs.amount(sessions, 0)))
    const submission = yield* opening(
      Effect.provideService(act.submit(act.checkout(session)), Shopper.Shopper, shopper.value)
    )
    const proof = submission._tag === "Authorised" ? submission.proof : undefined
    if (proof === undefined) return undefined
    const asked = Effect.andThen(step("ask for the result"), results.value.result(session, Redacted.make(proof)))
    const token = tokenOf(session)
    // Some providers prove it by the session's id, which is no secret.
    if (proof === session.id) return { asked, token, quoted: [] } satisfies Question
    const inUrl = new URLSearchParams({ "": proof }).toString().slice(1)
    return { asked, token, quoted: [proof, inUrl], proof } satisfies Question
  })

/** What can be asked about an intent: each is asked of one of its own. */
const ofIntents = ({ declared: { intents } }: Law.Given) => {
  if (intents === undefined) return {}
  const amount = inputs.amount(intents, 0)
  const later = inputs.amount(intents, 250)
  const create = (amount: typeof later) =>
    Effect.gen(function* () {
      yield* step(`create an intent of ${act.shown(amount)}`)
      return yield* (yield* Intents.Intents).create({ reference: "order-of-an-intent", amount })
    })
  const about = (asked: (intent: Effect.Success<ReturnType<typeof create>>) => Question["asked"]) =>
    Effect.map(opening(succeeds(create(amount))), (intent): Question => ({
      asked: asked(intent),
      token: tokenOf(intent),
      quoted: []
    }))
  return {
    "create an intent": about(() => create(later)),
    "update an intent": about((intent) =>
      Effect.gen(function* () {
        yield* step(`update the intent: ${act.shown(later)}`)
        return yield* (yield* Intents.Intents).update(intent, { amount: later })
      })
    )
  }
}

const hidden = Law.each({
  id: "SEC-01",
  title: "secrets stay secret",
  statement:
    "No credential and no token stands in a URL, a log of any level, a span, an error, or in clear in what an operation " +
    "gives back, nor is it printed, as it is or encoded, however an operation ends and whatever the provider quotes.",
  source: "Model: errors",
  kind: "fault",
  requires: [sessionsOrIntents, faults, Law.told("its secrets", ({ secrets }) => secrets.length > 0)],
  // All operations in one trial; each documented error with the operation that meets it.
  cases: (given): ReadonlyArray<readonly [DocumentedError["operation"] | "everything", Ending]> => [
    ...Law.cross(["everything"] as const, Object.keys(endings) as ReadonlyArray<keyof typeof endings>),
    ...inputs
      .oneOfEach(
        given.declared.sessions === undefined ? [] : given.subject.errors,
        ({ becomes, operation }) => `${operation} ${becomes}`
      )
      .map((documented) => [documented.operation, documented] as const)
  ],
  check: ([which, ending], given) =>
    Effect.gen(function* () {
      const trial = yield* Trial
      const { disarm } = yield* Faults.Faults
      const secrets = new Set<string>()
      const proofs = new Set<string>()
      const remember = (...found: ReadonlyArray<string | undefined>) => {
        for (const secret of found) if (secret !== undefined) secrets.add(secret)
      }
      for (const [name, prepared] of Object.entries({ ...ofSessions(given), ...ofIntents(given) })) {
        if (which !== "everything" && which !== name) continue
        // What showed nothing is no part of the story of what does.
        yield* disarm
        yield* trial.anew
        const question = yield* prepared
        if (question === undefined) continue
        const { asked, proof, quoted, token } = question
        const credentials = yield* leaks.credentials(given.subject)
        if (proof !== undefined) proofs.add(proof)
        yield* misbehave(ending, [...credentials, ...quoted])
        const came = yield* Effect.exit(asked)
        remember(...credentials, token, ...(yield* leaks.credentials(given.subject)))
        if (Exit.isSuccess(came)) remember(tokenOf(came.value))
        const called = Exit.isSuccess(came) ? "what it gives back" : "an error"
        yield* leaks.none({ secrets: [...secrets], proofs: [...proofs], came, called })
      }
    })
})

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
