/** ERR, and SES-12: what the provider says arrives as what it means. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as fc from "fast-check"
import * as Schema from "effect/Schema"
import { ProviderError, RuleViolation, Session, Sessions } from "@paylayer/core"
import { Faults } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import type { DocumentedError } from "../Subject.ts"
import { same, show, step, violated } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const faults = Law.control(Faults.Faults)
const errors = Law.told("documented errors", ({ errors }) => errors.length > 0)

type OperationError = Sessions.UpdateSessionError

/** The error with which one documented answer arrives. */
const meet = (given: Law.Given, documented: DocumentedError, times = Infinity) =>
  Effect.gen(function* () {
    const capabilities = given.declared.sessions!
    const session = yield* act.created(given, inputs.amount(capabilities, 0))
    const { arm, disarm } = yield* Faults.Faults
    yield* step(`the provider answers ${documented.status} ${documented.name}`)
    const { body, status } = documented
    yield* arm(
      { _tag: "Answer", status, body, headers: { "content-type": "application/json", ...documented.headers } },
      { times }
    )
    const amount = inputs.amount(capabilities, 250)
    const operation: Effect.Effect<unknown, OperationError, Sessions.Sessions | import("../Trial.ts").Trial> =
      documented.operation === "create" ? act.create(given, amount) : act.update(session, amount)
    const error = yield* Effect.flip(operation).pipe(Effect.catch(() => violated(documented.becomes, "success")))
    yield* disarm
    return error
  })

const tagOf = (error: OperationError): string => (error._tag === "ProviderError" ? error.reason._tag : error._tag)

const validation = Law.property({
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
  input: ({ subject }) => fc.constantFrom(...subject.errors.filter((error) => error.parameters !== undefined)),
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

const table = Law.property({
  id: "ERR-01",
  title: "every documented error means what the document says",
  statement:
    "Every documented error becomes its tag, and keeps the provider's own code; an unknown code is kept as it came.",
  source: "Each provider's table of errors",
  kind: "fault",
  requires: [sessions, faults, errors],
  input: ({ subject }) => fc.constantFrom(...subject.errors),
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

const decodable = Law.property({
  id: "ERR-02",
  title: "all that an adapter gives back is what the schemas say",
  statement:
    "Every session and every error that an operation gives back goes through the public schemas and back unchanged.",
  source: "Model",
  kind: "codec",
  requires: [sessions, faults, errors],
  input: (given) => fc.tuple(inputs.anyAmount(given.declared.sessions!), fc.constantFrom(...given.subject.errors)),
  check: ([amount, documented], given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, amount)
      yield* roundTrip("the session", Schema.toCodecJson(Session.Session), session)
      yield* roundTrip("the error", json, yield* meet(given, documented))
    })
})

export const laws: ReadonlyArray<Law.Law> = [validation, table, decodable]
