import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import type { Answered } from "../../src/adapter/modification.ts"
import { modification } from "../../src/adapter/modification.ts"
import * as ProviderClient from "../../src/adapter/ProviderClient.ts"
import type { Fact } from "../../src/Fact.ts"
import type { Again } from "../../src/internal/modificationRules.ts"
import { Modification, stageOf } from "../../src/Modification.ts"
import * as ModificationKey from "../../src/ModificationKey.ts"
import { ProviderError } from "../../src/ProviderError.ts"
import { CaptureExceedsAuthorised } from "../../src/RuleViolation.ts"
import { errorOf, valueOf } from "../outcomes.ts"
import { asked, eur, key, linked, outcome, payment, refused, underWay } from "../payment.ts"
import * as Wire from "./wire.ts"
import { change, done, json } from "./wire.ts"

const allowed = Result.succeed({ kind: "capture", amount: eur(4000), sequence: 0, closes: true } as const)
const writtenBefore = (name: string) => asked(name, "capture", 4000, { closes: true })

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromiseExit(effect)

/** A modification that is answered like this, and the keys that were sent. */
const answered = async (answer: Answered, name?: string) => {
  const keys: Array<string> = []
  const send = (key: string) => Effect.sync(() => (keys.push(key), answer))
  const exit = await run(modification(allowed, { key: name === undefined ? undefined : key(name) }, send))
  return { made: valueOf(exit), keys }
}

describe("a modification that is answered", () => {
  it("with its id is acknowledged, and nothing more", async () => {
    const { keys, made } = await answered({ id: "x" }, "k1")
    expect(made).toEqual(
      new Modification({
        key: key("k1"),
        kind: "capture",
        amount: eur(4000),
        id: "x",
        stage: "acknowledged",
        facts: [writtenBefore("k1"), linked("k1", "x")],
        details: null
      })
    )
    expect(keys).toEqual(["k1"])
    expect(payment(made.facts).totals()).toMatchObject({ captured: { value: 0 }, complete: false })
  })

  it("with nothing is acknowledged", async () => {
    const { made } = await answered({}, "k1")
    expect(made).toMatchObject({ stage: "acknowledged", facts: [writtenBefore("k1")] })
    expect(made).not.toHaveProperty("id")
  })

  it.each(["succeeded", "failed"] as const)("with its outcome has %s", async (verdict) => {
    const fact = outcome("k1", "capture", verdict, 7, { id: "x" })
    const { made } = await answered({ id: "x", facts: [fact], details: { code: "05" } }, "k1")
    expect(made).toMatchObject({
      stage: verdict,
      facts: [writtenBefore("k1"), linked("k1", "x"), fact],
      details: { code: "05" }
    })
  })

  it("is shown to who wants to keep something beside it, before anyone has it", async () => {
    const shown: Array<Modification> = []
    const { made } = await answered({ made: (modification) => shown.push(modification) }, "k1")
    expect(shown).toEqual([made])
    expect(shown[0]).toBe(made)
  })

  it("with the outcome of its id has that", async () => {
    const { key: _, ...fact } = outcome("k1", "capture", "succeeded", 7, { id: "x" })
    expect((await answered({ id: "x", facts: [fact] }, "k1")).made.stage).toBe("succeeded")
  })

  it("with the outcome of something else is only acknowledged", async () => {
    const fact = outcome("other", "capture", "succeeded", 7, { id: "y" })
    expect((await answered({ id: "x", facts: [fact] }, "k1")).made.stage).toBe("acknowledged")
  })

  it("has a key that was drawn before it was sent, another one each time", async () => {
    const [one, other] = [await answered({}), await answered({})]
    expect(one.keys).toEqual([one.made.key])
    expect(one.made.facts).toMatchObject([{ _tag: "Asked", key: one.made.key }])
    expect(one.made.key).not.toBe(other.made.key)
  })

  it("of no amount has none", async () => {
    const cancel = Result.succeed({ kind: "cancel", sequence: 0 } as const)
    const made = valueOf(await run(modification(cancel, { key: key("k1") }, () => Effect.succeed({}))))
    expect(made).not.toHaveProperty("amount")
    expect(made.facts).toEqual([asked("k1", "cancel")])
  })

  it("comes back through JSON", async () => {
    const { made } = await answered({ id: "x", facts: [outcome("k1", "capture", "failed", 7)] }, "k1")
    const codec = Schema.toCodecJson(Modification)
    const back = Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(made))))
    expect(back).toEqual(made)
  })
})

describe("a modification that is not possible", () => {
  it("is never sent", async () => {
    const violation = new CaptureExceedsAuthorised({ id: "a1", asked: 2, capturable: 1 })
    let sent = 0
    const exit = await run(
      modification(Result.fail(violation), {}, () => {
        sent++
        return Effect.succeed({})
      })
    )
    expect(errorOf(exit)).toBe(violation)
    expect(sent).toBe(0)
  })

  it("because the provider says so is that violation, and leaves no facts", async () => {
    const violation = new CaptureExceedsAuthorised({ id: "a1" })
    expect(errorOf(await run(modification(allowed, {}, () => Effect.fail(violation))))).toBe(violation)
  })
})

describe("a key that was used before", () => {
  const ask = { kind: "capture", amount: eur(4000), sequence: 0, closes: true } as const
  const sending = async (again: Again, reply: Wire.Reply = json(200, done)) => {
    const wire = Wire.make(reply)
    const exit = await wire.run(
      Effect.flatMap(ProviderClient.make(Wire.options), (client) =>
        modification(Result.succeed({ ...ask, again }), { key: key("k1") }, (key) =>
          Effect.as(client.execute({ ...change, key }), { id: "x" })
        )
      )
    )
    return { exit, requests: wire.sent.length }
  }

  it("and that the provider has, is not sent, and gives what is known", async () => {
    const facts = [...underWay("k1", "capture", 4000), outcome("k1", "capture", "failed", 7)]
    const { exit, requests } = await sending({ _tag: "known", facts })
    expect(valueOf(exit)).toEqual(
      new Modification({
        key: key("k1"),
        kind: "capture",
        amount: eur(4000),
        id: "id-k1",
        stage: "failed",
        facts,
        details: null
      })
    )
    expect(requests).toBe(0)
  })

  it("for something else is a conflict, and nothing is sent", async () => {
    const { exit, requests } = await sending({ _tag: "conflict", provider: "test" })
    const error = errorOf(exit)
    expect(error).toMatchObject({
      _tag: "ProviderError",
      provider: "test",
      operation: "Captures.capture",
      key: "k1",
      reason: { _tag: "IdempotencyConflict" },
      outcome: "not-executed"
    })
    expect(error).not.toHaveProperty("facts")
    expect(requests).toBe(0)
  })

  it("without an answer is sent again", async () => {
    const { exit, requests } = await sending({ _tag: "unsure" })
    expect(valueOf(exit)).toMatchObject({ stage: "acknowledged", facts: [writtenBefore("k1"), linked("k1", "x")] })
    expect(requests).toBe(1)
  })

  it.each([400, 409, 422])("without an answer is as unsure as before, after a %i", async (status) => {
    const error = errorOf((await sending({ _tag: "unsure" }, json(status))).exit)
    expect(error).toMatchObject({ outcome: "unknown", facts: [writtenBefore("k1")] })
  })
})

describe("a modification that was sent by the client", () => {
  const call = {
    ...change,
    idempotency: { _tag: "key", window: Duration.hours(24), compared: true, maxLength: 64 }
  } as const
  const sent = (wire: Wire.Wire, name = "k1") =>
    wire.run(
      Effect.flatMap(ProviderClient.make(Wire.options), (client) =>
        modification(allowed, { key: name as ModificationKey.ModificationKey }, (key) =>
          Effect.as(client.execute({ ...call, key }), { id: "x" })
        )
      )
    )

  it("is acknowledged", async () => {
    expect(valueOf(await sent(Wire.make(json(200, done))))).toMatchObject({ key: "k1", id: "x", stage: "acknowledged" })
  })

  it.each([
    ["no answer", "silence"],
    ["a broken connection", "reset"],
    ["a 500", json(500)],
    ["an answer that cannot be read", json(200, { state: "?" })]
  ] as const)("after %s is asked for, and nobody knows more", async (_, reply) => {
    const error = errorOf(await sent(Wire.make(reply)))
    expect(error).toMatchObject({ _tag: "ProviderError", outcome: "unknown", key: "k1" })
    expect(error.facts).toEqual([writtenBefore("k1")])
    expect(error.exchange).toMatchObject({ method: "PUT", path: "/sessions/{id}" })
    expect(error.message).toMatch(/it may have been executed$/)
    const { capturable, complete } = payment(error.facts).totals()
    expect([capturable.value, complete]).toEqual([0, false])
  })

  it("keeps all that the error says", async () => {
    const wire = Wire.make(json(500, {}, { "x-request-id": "r-7" }))
    const plain = errorOf(
      await wire.run(
        Effect.flatMap(ProviderClient.make({ ...Wire.options, requestIdHeader: "x-request-id" }), ({ execute }) =>
          execute({ ...call, key: key("k1") })
        )
      )
    )
    const kept = errorOf(await run(modification(allowed, { key: key("k1") }, () => Effect.fail(plain))))
    expect(kept).toBeInstanceOf(ProviderError)
    const { facts, ...rest } = Schema.encodeSync(Schema.toCodecJson(ProviderError))(kept) as Record<string, unknown>
    expect(rest).toEqual(Schema.encodeSync(Schema.toCodecJson(ProviderError))(plain))
    expect(facts).toHaveLength(1)
  })

  it.each([400, 401, 403, 404, 409, 422, 429])("after a %i has left nothing", async (status) => {
    const error = errorOf(await sent(Wire.make(json(status))))
    expect(error).toMatchObject({ outcome: "not-executed", key: "k1" })
    expect(error).not.toHaveProperty("facts")
  })

  it.each(["", "order 7", "é", "x".repeat(513)])("under the forged key %j is never sent", async (forged) => {
    const wire = Wire.make(json(200, done))
    const error = errorOf(await sent(wire, forged))
    expect(error).toMatchObject({ reason: { parameters: [{ parameter: "key" }] }, outcome: "not-executed" })
    expect(error).not.toHaveProperty("facts")
    expect(error).not.toHaveProperty("key")
    expect(wire.sent).toHaveLength(0)
  })

  it("and was interrupted was not answered", async () => {
    const wire = Wire.make("silence")
    const exit = await wire.run(
      Effect.flatMap(ProviderClient.make(Wire.options), (client) =>
        modification(allowed, { key: key("k1") }, (key) => Effect.as(client.execute({ ...call, key }), {}))
      ).pipe(Effect.timeoutOption("1 second"))
    )
    expect(Exit.isSuccess(exit) && exit.value._tag).toBe("None")
  })
})

it.each<readonly [stage: Modification["stage"], facts: ReadonlyArray<Fact>]>([
  ["acknowledged", [asked("k1", "capture", 1)]],
  ["acknowledged", underWay("k1", "capture", 1)],
  ["acknowledged", [asked("k1", "capture", 1), refused("k1")]],
  ["failed", [asked("k1", "capture", 1), outcome("k1", "capture", "failed", 1)]],
  ["succeeded", [asked("k1", "capture", 1), outcome("k1", "capture", "succeeded", 1)]],
  ["acknowledged", []]
])("a port says %s", (stage, facts) => {
  expect(stageOf(facts, key("k1"))).toBe(stage)
})
