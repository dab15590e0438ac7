/** SEC: secrets stay where they belong, and a claim is a behaviour. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Intent, Session } from "@paylayer/core"
import { Intents, Modifications, Sessions, Webhooks } from "@paylayer/core"
import { Deliveries, Faults, Shopper } from "@paylayer/simulator"
import * as act from "../acts.ts"
import { misstated } from "../changes.ts"
import { end, endings, type Ending, told } from "../endings.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as leaks from "../leaks.ts"
import * as pay from "../payments.ts"
import type { DocumentedError } from "../Subject.ts"
import { opening, refused, silently, step, succeeds, Trial, violated } from "../Trial.ts"
import { aboutEvents, onEach, receive, signedBy, toldOf } from "../webhookRequests.ts"

const sessions = Law.port(Sessions.Sessions)
const webhooks = Law.port(Webhooks.Webhooks)
const faults = Law.control(Faults.Faults)
const deliveries = Law.control(Deliveries.Deliveries)
const captures = Law.port(Modifications.Captures)

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

/** As it is, and as a provider quotes it that was sent it in a query or a path. */
const asSent = (text: string): ReadonlyArray<string> => {
  const encoded = [new URLSearchParams({ "": text }).toString().slice(1), encodeURIComponent(text)]
  const lower = encoded.map((one) => one.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase()))
  return [...new Set([text, ...encoded, ...lower])]
}

/** What can be asked about a session: each is asked of one of its own. */
const ofSessions = (given: Law.Given) => {
  const { lock, sessions } = given.declared
  if (sessions === undefined) return {}
  const later = inputs.amount(sessions, 250)
  const about = (asked: (session: Session.Session) => Question["asked"], sendsToken: boolean) =>
    Effect.map(act.created(given, inputs.amount(sessions, 0)), (session): Question => {
      const token = tokenOf(session)
      return { asked: asked(session), token, quoted: token !== undefined && sendsToken ? asSent(token) : [] }
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
    return { asked, token, quoted: asSent(proof), proof } satisfies Question
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
  const about = (asked: (intent: Intent.Intent) => Question["asked"]) =>
    Effect.map(opening(succeeds(create(amount))), (intent): Question => ({
      asked: asked(intent),
      token: tokenOf(intent),
      quoted: []
    }))
  const doing = (what: string, does: (port: Intents.Intents["Service"], intent: Intent.Intent) => Question["asked"]) =>
    about((intent) =>
      Effect.andThen(
        step(what),
        Effect.flatMap(Intents.Intents, (port) => does(port, intent))
      )
    )
  return {
    "create an intent": about(() => create(later)),
    "update an intent": doing(`update the intent: ${act.shown(later)}`, (port, intent) =>
      port.update(intent, { amount: later })
    ),
    "confirm an intent": doing("confirm the intent", (port, intent) => port.confirm(intent)),
    "cancel an intent": doing("cancel the intent", (port, intent) => port.cancel(intent)),
    "look an intent up": doing("look the intent up", (port, { id }) => port.get(id))
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
  requires: [Law.sessionsOrIntents, faults, leaks.itsSecrets],
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
        yield* told(ending)
        yield* end(ending, [...credentials, ...quoted])
        yield* end(ending, [...credentials, ...quoted], act.reads)
        const came = yield* Effect.exit(asked)
        remember(...credentials, token, ...(yield* leaks.credentials(given.subject)))
        if (Exit.isSuccess(came)) remember(tokenOf(came.value))
        yield* leaks.none({ secrets: [...secrets], proofs: [...proofs], came, called: "what it gives back" })
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

const received = Law.example({
  id: "SEC-05",
  title: "secrets stay secret when a webhook comes",
  statement:
    "No credential and no signing secret stands in a log of any level, a span, an error, or in what a webhook came to, nor is " +
    "it printed, as it is or encoded, whether the webhook is rightly signed, signed by somebody else, not signed, or broken.",
  source: "Model: errors",
  kind: "fault",
  requires: [webhooks, deliveries, captures, pay.authorisable, aboutEvents, leaks.itsSecrets],
  check: (_, given) =>
    Effect.gen(function* () {
      const { requests } = yield* pay.capturedAndTold(given, 2000)
      const { broken, signs, unsigned } = toldOf(given)
      // For authors whose compiler did not look.
      const signing: ReadonlyArray<Redacted.Redacted<string>> | undefined = toldOf(given).secrets
      if (signing === undefined) return yield* misstated("`webhooks.secrets` is missing: what webhooks are signed with")
      const secrets = [...(yield* leaks.credentials(given.subject)), ...signing.map(Redacted.value)]
      const ways: Readonly<Record<string, (body: string) => Effect.Effect<Webhooks.RawRequest>>> = {
        "rightly signed": (body) => signedBy(given, body, "current"),
        ...(signs._tag === "nothing" ? {} : { "signed by somebody else": (body) => signedBy(given, body, "other") }),
        "not signed": (body) => Effect.succeed({ headers: {}, body: unsigned?.(body) ?? body }),
        broken: (body) => signedBy(given, broken(body), "current"),
        "cut short": (body) => signedBy(given, body.slice(0, body.length / 2), "current")
      }
      for (const [way, made] of Object.entries(ways)) {
        yield* onEach(`${way}, webhook`, requests, ({ body }) =>
          Effect.flatMap(Effect.exit(Effect.flatMap(made(body), receive)), (came) =>
            leaks.none({ secrets, came, called: "what it gives back" })
          )
        )
      }
    })
})

export const laws: ReadonlyArray<Law.Law> = [hidden, claims, received]
