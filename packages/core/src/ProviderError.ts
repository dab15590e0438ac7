/**
 * The provider did not do what was asked, or nobody knows whether it did.
 *
 * `reason` says why; `outcome` says the one thing that matters for money: `not-executed`, nothing happened; or
 * `unknown`, it may have. Retrying follows from both. No error holds a request, a body, a query or a credential.
 */
import * as Schema from "effect/Schema"
import { Fact } from "./Fact.ts"
import { ModificationKey } from "./ModificationKey.ts"

const code = Schema.optionalKey(Schema.String)
const text = Schema.optionalKey(Schema.String)

/** The credentials were refused. */
export const Unauthenticated = Schema.TaggedStruct("Unauthenticated", { code, message: text })
/** The credentials are known, and may not do this. */
export const Forbidden = Schema.TaggedStruct("Forbidden", { code, message: text })
/** The provider does not know the object. */
export const NotFound = Schema.TaggedStruct("NotFound", { code, message: text })
/** The request itself is wrong: every parameter that was named, with its reason. */
export const InvalidRequest = Schema.TaggedStruct("InvalidRequest", {
  code,
  title: text,
  instance: text,
  parameters: Schema.Array(Schema.Struct({ parameter: Schema.String, reason: Schema.String }))
})
/** The key was used before, for other content, or is in use this moment. */
export const IdempotencyConflict = Schema.TaggedStruct("IdempotencyConflict", { code, message: text })
/** Too many requests. `retryAfter` in seconds, where the provider said so. */
export const RateLimited = Schema.TaggedStruct("RateLimited", { retryAfter: Schema.optionalKey(Schema.Finite) })
/** The provider is down or failed inside. */
export const Unavailable = Schema.TaggedStruct("Unavailable", { status: Schema.Int, code, message: text })
/** No answer within the time allowed, in milliseconds. */
export const Timeout = Schema.TaggedStruct("Timeout", { after: Schema.Finite })
/** The connection failed. */
export const Transport = Schema.TaggedStruct("Transport", { kind: Schema.String })
/** An answer came that cannot be read; what was wrong with it, never what it said. */
export const MalformedResponse = Schema.TaggedStruct("MalformedResponse", { problem: Schema.String })
/** A refusal that no table knows, kept as it came. */
export const UnknownCode = Schema.TaggedStruct("UnknownCode", { status: Schema.Int, code, message: text })

export const Reason = Schema.Union([
  Unauthenticated,
  Forbidden,
  NotFound,
  InvalidRequest,
  IdempotencyConflict,
  RateLimited,
  Unavailable,
  Timeout,
  Transport,
  MalformedResponse,
  UnknownCode
])
export type Reason = typeof Reason.Type

/** Did money possibly move? */
export const Outcome = Schema.Literals(["not-executed", "unknown"])
export type Outcome = typeof Outcome.Type

/** Which exchange it was: the path is the template, without ids and query. */
export const Exchange = Schema.Struct({
  method: Schema.String,
  host: Schema.String,
  path: Schema.String,
  status: Schema.optionalKey(Schema.Int),
  /** The provider's id of the request, to give to its support. */
  requestId: Schema.optionalKey(Schema.String)
})
export type Exchange = typeof Exchange.Type

export class ProviderError extends Schema.TaggedError<ProviderError>()("ProviderError", {
  provider: Schema.String,
  /** The port and its verb: `Sessions.update`. */
  operation: Schema.String,
  /** The key under which the change was sent, to send it again or look it up. */
  key: Schema.optionalKey(ModificationKey),
  reason: Reason,
  outcome: Outcome,
  /** Absent where nothing was sent. */
  exchange: Schema.optionalKey(Exchange),
  /**
   * Of a modification whose fate is unknown: what was asked. `authorisation.with(error.facts)` counts it in the guards
   * until it is looked up, or sent again under the same key.
   */
  facts: Schema.optionalKey(Schema.Array(Fact))
}) {
  override get message() {
    const fate = this.outcome === "unknown" ? "it may have been executed" : "it was not executed"
    return `${this.provider} ${this.operation}: ${describe(this.reason)}; ${fate}`
  }
}

const describe = (reason: Reason): string => {
  const named = (what: string, { code, message }: { code?: string; message?: string }) =>
    [what, code, message].filter((part) => part !== undefined).join(": ")
  switch (reason._tag) {
    case "InvalidRequest": {
      const parameters = reason.parameters.map(({ parameter, reason }) => `${parameter} (${reason})`)
      const details = [reason.title, ...parameters].filter((part) => part !== undefined).join(", ")
      return details === "" ? "invalid request" : `invalid request: ${details}`
    }
    case "Unauthenticated":
      return named("not authenticated", reason)
    case "Forbidden":
      return named("not allowed", reason)
    case "NotFound":
      return named("not found", reason)
    case "IdempotencyConflict":
      return named("the key was used before", reason)
    case "RateLimited":
      return reason.retryAfter === undefined ? "rate limited" : `rate limited for ${reason.retryAfter} s`
    case "Unavailable":
      return named(`unavailable (${reason.status})`, reason)
    case "Timeout":
      return `no answer within ${reason.after} ms`
    case "Transport":
      return `the connection failed (${reason.kind})`
    case "MalformedResponse":
      return `unreadable answer: ${reason.problem}`
    case "UnknownCode":
      return named(`status ${reason.status}`, reason)
  }
}
