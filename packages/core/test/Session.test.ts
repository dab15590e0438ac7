import { inspect } from "node:util"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { Intent, IntentId } from "../src/Intent.ts"
import * as Money from "../src/Money.ts"
import * as Session from "../src/Session.ts"

const canary = "c4n4ry-token"
const fields = {
  provider: "test",
  reference: "order-1",
  amount: Money.positiveUnsafe(1900, "EUR"),
  amountFrom: "request",
  token: Redacted.make(canary),
  state: { page: 1 }
} as const
const session = new Session.Session({
  ...fields,
  id: Session.SessionId.make("s1"),
  status: "open",
  updatable: true,
  expiresAt: DateTime.makeUnsafe("2026-01-01T00:10:00Z")
})
const intent = new Intent({
  ...fields,
  id: IntentId.make("i1"),
  status: { _tag: "Unrecognised", value: "requires_magic" },
  capture: "manual"
})

describe("modify", () => {
  it("gives another value and leaves the first as it was", () => {
    const locked = Session.modify(session, { status: "locked", amount: Money.positiveUnsafe(2150, "EUR") })
    expect(locked).toMatchObject({ id: "s1", status: "locked", amount: { value: 2150 }, state: { page: 1 } })
    expect(session).toMatchObject({ status: "open", amount: { value: 1900 } })
    expect(locked).toBeInstanceOf(Session.Session)
    expect(Session.browserToken(locked)).toBe(canary)
  })
})

describe("the browser's token", () => {
  it("is read out in one place", () => {
    expect(Session.browserToken(session)).toBe(canary)
    expect(Session.browserToken(Session.withoutToken(session))).toBeUndefined()
    expect("token" in Session.withoutToken(session)).toBe(false)
  })

  it.each([
    ["a session", Session.Session, session],
    ["an intent", Intent, intent]
  ] as const)("of %s never reaches a text or a store", (_, schema, value) => {
    const json = Schema.toCodecJson(schema as Schema.Codec<unknown, unknown>)
    const stored = Schema.encodeSync(json)(value)
    expect(stored).not.toHaveProperty("token")
    for (const text of [JSON.stringify(stored), JSON.stringify(value), String(value), inspect(value, { depth: 9 })]) {
      expect(text).not.toContain(canary)
    }
  })
})

describe("from a store", () => {
  it("comes all but the token", () => {
    const json = Schema.toCodecJson(Session.Session)
    const back = Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(Schema.encodeSync(json)(session))))
    expect(back).toEqual(Session.withoutToken(session))
    expect(back).toBeInstanceOf(Session.Session)
  })

  it.each([
    ["an empty id", { id: "" }],
    ["an empty reference", { reference: "" }],
    ["no amount above zero", { amount: { value: 0, currency: "EUR" } }],
    ["a status that nobody knows", { status: "paid" }]
  ])("with %s does not come", (_, wrong) => {
    const json = Schema.toCodecJson(Session.Session)
    const stored = Schema.encodeSync(json)(session) as object
    expect(Result.isFailure(Schema.decodeUnknownResult(json)({ ...stored, ...wrong }))).toBe(true)
  })
})

describe("a store", () => {
  it("gets all of a session but its token, and gives it back", () => {
    const text = JSON.stringify(Session.toJson(session))
    expect(text).not.toContain(canary)
    expect(Session.fromJson(JSON.parse(text))).toEqual(Result.succeed(Session.withoutToken(session)))
  })

  it("that holds something else is told which field is wrong", () => {
    const restored = Session.fromJson({ ...(Session.toJson(session) as object), status: "half open" })
    expect(String(Result.getOrThrow(Result.flip(restored)))).toContain("status")
  })
})
