/** What trials on real accounts have that those in a simulation need not have. */
import { Law, Run, Subject } from "@paylayer/conformance"
import { Provider, reference } from "@paylayer/conformance/reference"
import { ModificationKey, Money, Sessions } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Client from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import { expect, it } from "vitest"
import * as accounts from "../src/accounts.ts"

/** The keys that reach the provider in two trials that use one key, twice each. */
const keysOf = async (evidence: Subject.Evidence): Promise<ReadonlyArray<string>> => {
  const keys: Array<string> = []
  const noting = (client: HttpClient) =>
    Client.transform(client, (answer, request) => {
      keys.push(request.headers["idempotency-key"] ?? "")
      return answer
    })
  const subject = Subject.make({
    ...reference,
    evidence,
    world: Layer.effectContext(
      Effect.map(Layer.build(Provider.layer()), (world) =>
        Context.add(world, HttpClient, noting(Context.get(world, HttpClient)))
      )
    )
  })
  const law = Law.each({
    ...{ id: "TST-01", title: "a law for this test", statement: "It holds.", source: "this test", kind: "example" },
    requires: [Law.port(Sessions.Sessions)],
    cases: () => ["one", "another"],
    check: (reference) =>
      Effect.gen(function* () {
        const { create } = yield* Sessions.Sessions
        const request = { reference, amount: Money.positiveUnsafe(1900, "EUR") }
        const key = ModificationKey.ModificationKey.make("once")
        yield* Effect.orDie(Effect.andThen(create(request, { key }), create(request, { key })))
      })
  })
  expect(await Effect.runPromise(Run.tryLaw(subject, law))).toMatchObject({ status: "passed", runs: 2 })
  return keys
}

it("no trial on a real account meets the keys of another one, and each keeps its own", async () => {
  const [one, again, another, last] = await keysOf("live")
  expect([again, last]).toEqual([one, another])
  expect(another).not.toBe(one)
  expect(one).toMatch(/.-once$/)
  expect(await keysOf("simulator")).toEqual(["once", "once", "once", "once"])
})

it("what never settles in real time is a failure", async () => {
  const within = accounts.withinTime(Duration.millis(5))
  const exit = await within(Effect.never)
  expect(Exit.isFailure(exit) && String(exit.cause)).toContain("it had not settled after 5ms")
  expect(await within(Effect.succeed(1))).toEqual(Exit.succeed(1))
})
