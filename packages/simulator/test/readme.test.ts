import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import { expect, it } from "vitest"
import { Simulation, Truth, VirtualClock } from "../src/index.ts"

it("the example of the README", async () => {
  const world = Simulation.layer(
    Effect.succeed({
      handler: () => Effect.succeed({ status: 200, headers: {}, body: "hello" }),
      truth: Truth.Truth.of({ sessions: Effect.succeed([]), authorisations: Effect.succeed([]) })
    })
  )
  const program = HttpClient.get("https://provider.test/").pipe(
    Effect.flatMap((response) => response.text),
    Effect.delay("30 seconds"),
    VirtualClock.driving
  )
  expect(await Effect.runPromise(Effect.provide(program, world))).toBe("hello")
})
