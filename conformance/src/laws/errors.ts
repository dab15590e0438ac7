/** ERR, and SES-12: what the provider says arrives as what it means. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import { ProviderError, RuleViolation, Session, Sessions } from "@paylayer/core"
import { Faults } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import type { DocumentedError } from "../Subject.ts"
import { same, show, step, succeeds, type Trial, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const faults = Law.control(Faults.Faults)
const errors = Law.told("documented errors", ({ errors }) => errors.length > 0)

type OperationError = Sessions.UpdateSessionError

/** The error with which one documented answer arrives. */
const meet = (given: Law.Given, { becomes, body, headers, name, operation, status }: DocumentedError) =>
  Effect.gen(function* () {
    const capabilities = given.declared.sessions!
    const session = operation === "create" ? undefined : yield* act.created(given, inputs.amount(capabilities, 0))
    yield* step(`the provider answers ${status} ${name}`, "provider")
    yield* (yield* Faults.Faults).arm(
      { _tag: "Answer", status, body, headers: { "content-type": "application/json", ...headers } },
      { times: Infinity }
    )
    const amount = inputs.amount(capabilities, 250)
    const change: Effect.Effect<unknown, OperationError, Sessions.Sessions | Trial> =
      session === undefined ? act.create(given, amount) : act.update(session, amount)
    return yield* Effect.flip(change).pipe(Effect.catch(() => violated(becomes, "success")))
  })

const tagOf = (error: OperationError): string => (error._tag === "ProviderError" ? error.reason._tag : error._tag)

const validation = Law.each({
  id: "SES-12",
  title: "a validation error names every parameter",
  statement: "A validation error of the provider arrives as InvalidRequest with each parameter and its reason.",
  source: "Acquired: invalid_parameters; Stripe: param; Adyen: errorCode and message",
  kind: "fault",
  requires: [
    sessions,
    faults,
    Law.told("validation errors", ({ errors }) => errors.some((e) => e.parameters !== undefined))
  ],
  cases: ({ subject }) => subject.errors.filter((error) => error.parameters !== undefined),
  check: (documented, given) =>
    Effect.gen(function* () {
      const error = yield* meet(given, documented)
      if (error._tag !== "ProviderError" || error.reason._tag !== "InvalidRequest") {
        return yield* violated("InvalidRequest", tagOf(error))
      }
      yield* same("the outcome", "not-executed", error.outcome)
      yield* same("the parameters", documented.parameters, error.reason.parameters)
    })
})

const table = Law.each({
  id: "ERR-01",
  title: "every documented error means what the document says",
  statement:
    "Every documented error becomes its tag, and keeps the provider's own code; an unknown code is kept as it came.",
  source: "Each provider's table of errors",
  kind: "fault",
  requires: [sessions, faults, errors],
  cases: ({ subject }) => subject.errors,
  check: (documented, given) =>
    Effect.gen(function* () {
      const error = yield* meet(given, documented)
      yield* same("the error", documented.becomes, tagOf(error))
      if (documented.code !== undefined && error._tag === "ProviderError") {
        yield* same("the code", documented.code, "code" in error.reason ? error.reason.code : "none")
      }
      if (error._tag === "ProviderError" && documented.status < 500) {
        yield* same("the outcome", documented.unsure === true ? "unknown" : "not-executed", error.outcome)
      }
    })
})

const json = Schema.toCodecJson(Schema.Union([ProviderError.ProviderError, RuleViolation.RuleViolation]))

/** There and back through the public schema gives the same value; a token stays out of JSON. */
const roundTrip = <A extends object, E>(what: string, schema: Schema.ConstraintCodec<A, E, never, never>, value: A) => {
  const encoded = Schema.encodeUnknownExit(schema)(value)
  if (Exit.isFailure(encoded)) return violated(`${what} that can be encoded`, show(encoded.cause))
  const decoded = Schema.decodeUnknownExit(schema)(JSON.parse(JSON.stringify(encoded.value)))
  if (Exit.isFailure(decoded)) return violated(`${what} that can be decoded`, show(decoded.cause))
  return same(what, { ...value, token: undefined }, { ...decoded.value })
}

const decodable = Law.each({
  id: "ERR-02",
  title: "all that an adapter gives back is what the schemas say",
  statement:
    "Every session and every error that an operation gives back goes through the public schemas and back unchanged.",
  source: "Model",
  kind: "codec",
  requires: [sessions, faults, errors],
  cases: ({ declared, subject }) => [
    ...inputs.counted(declared.sessions!).map((currency) => inputs.amount(declared.sessions!, 1, currency)),
    ...inputs.oneOfEach(subject.errors, ({ becomes }) => becomes)
  ],
  check: (input, given) =>
    "currency" in input
      ? Effect.flatMap(succeeds(act.create(given, input)), (session) =>
          roundTrip("the session", Schema.toCodecJson(Session.Session), session)
        )
      : Effect.flatMap(meet(given, input), (error) => roundTrip("the error", json, error))
})

export const laws: ReadonlyArray<Law.Law> = [validation, table, decodable]
