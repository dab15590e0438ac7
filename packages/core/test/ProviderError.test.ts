import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { ModificationKey } from "../src/ModificationKey.ts"
import * as ProviderError from "../src/ProviderError.ts"

const error = (reason: ProviderError.Reason, outcome: ProviderError.Outcome = "not-executed") =>
  new ProviderError.ProviderError({
    provider: "test",
    operation: "Sessions.update",
    key: ModificationKey.make("key-1"),
    reason,
    outcome,
    exchange: { method: "PUT", host: "provider.test", path: "/sessions/{id}", status: 400, requestId: "r1" }
  })

const said = { code: "c1", message: "No." }
const reasons: ReadonlyArray<readonly [ProviderError.Reason, string]> = [
  [{ _tag: "Unauthenticated" }, "not authenticated"],
  [{ _tag: "Unauthenticated", ...said }, "not authenticated: c1: No."],
  [{ _tag: "Forbidden", ...said }, "not allowed: c1: No."],
  [{ _tag: "NotFound", message: "No." }, "not found: No."],
  [{ _tag: "InvalidRequest", parameters: [] }, "invalid request"],
  [
    {
      _tag: "InvalidRequest",
      code: "validation",
      title: "Your request did not pass.",
      instance: "/v1/sessions",
      parameters: [
        { parameter: "transaction.amount", reason: "must be a number" },
        { parameter: "transaction.order_id", reason: "can not be empty" }
      ]
    },
    "invalid request: Your request did not pass., transaction.amount (must be a number), " +
      "transaction.order_id (can not be empty)"
  ],
  [{ _tag: "IdempotencyConflict", code: "c1" }, "the key was used before: c1"],
  [{ _tag: "RateLimited" }, "rate limited"],
  [{ _tag: "RateLimited", retryAfter: 7 }, "rate limited for 7 s"],
  [{ _tag: "Unavailable", status: 503, ...said }, "unavailable (503): c1: No."],
  [{ _tag: "Timeout", after: 30_000 }, "no answer within 30000 ms"],
  [{ _tag: "Transport", kind: "TransportError" }, "the connection failed (TransportError)"],
  [{ _tag: "MalformedResponse", problem: "not JSON" }, "unreadable answer: not JSON"],
  [{ _tag: "UnknownCode", status: 418, ...said }, "status 418: c1: No."]
]

describe("a message", () => {
  it.each(reasons)("of $_tag says who, what and why: %s %s", (reason, text) => {
    expect(error(reason).message).toBe(`test Sessions.update: ${text}; it was not executed`)
    expect(error(reason, "unknown").message).toBe(`test Sessions.update: ${text}; it may have been executed`)
  })

  it("there is for every reason", () => {
    expect(new Set(reasons.map(([reason]) => reason._tag)).size).toBe(ProviderError.Reason.members.length)
  })
})

describe("through JSON", () => {
  const json = Schema.toCodecJson(ProviderError.ProviderError)
  it.each(reasons)("%s comes back", (reason) => {
    const back = Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(Schema.encodeSync(json)(error(reason)))))
    expect(back).toBeInstanceOf(ProviderError.ProviderError)
    expect(back).toMatchObject({ reason, key: "key-1", outcome: "not-executed", exchange: { requestId: "r1" } })
    expect(back.message).toBe(error(reason).message)
  })
})
