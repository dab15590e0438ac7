/** MNY: amounts arrive as they were, or not at all. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { Money, Sessions } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { refused, same, silently, succeeds } from "../Trial.ts"

const exact = Law.property({
  id: "MNY-01",
  title: "money to the wire and back is the same money",
  statement:
    "For every declared currency an amount within the limits arrives at the provider exactly, by create, update and " +
    "lock, and comes back exactly; one that the provider cannot say is refused before the wire.",
  source: "ISO 4217; each provider's table of currencies",
  kind: "codec",
  requires: [Law.port(Sessions.Sessions), Law.control(Truth.Truth)],
  input: ({ declared }) =>
    inputs
      .anyCurrency(declared.sessions!)
      .chain((currency) =>
        fc.tuple(
          inputs.amountsIn(declared.sessions!, currency),
          inputs.amountsIn(declared.sessions!, currency),
          inputs.amountsIn(declared.sessions!, currency)
        )
      ),
  check: ([first, second, third], given) =>
    Effect.gen(function* () {
      const session = yield* act.created(given, first)
      yield* act.inForce(session, first)
      const updated = yield* succeeds(act.update(session, second))
      yield* act.inForce(updated, second)
      yield* same("the currency", first.currency, updated.amount.currency)
      if (given.declared.lock !== undefined) yield* act.inForce(yield* succeeds(act.lock(updated, third)), third)

      const { amounts } = given.declared.sessions!
      const limits = amounts(first.currency)
      if (limits._tag === "Success" && limits.success.step > 1) {
        const between = Money.positiveUnsafe(limits.success.minimum + 1, first.currency)
        yield* silently(refused(act.create(given, between), "AmountNotRepresentable"))
      }
    })
})

const taken = Law.example({
  id: "MNY-02",
  title: "every declared currency is taken",
  statement:
    "A session can be created in each of the declared currencies, and has the amount asked for at the provider.",
  source: "Each provider's table of currencies",
  level: "advisory",
  kind: "example",
  requires: [Law.port(Sessions.Sessions), Law.control(Truth.Truth)],
  check: (_, given) =>
    Effect.gen(function* () {
      const capabilities = given.declared.sessions!
      for (const currency of capabilities.currencies) {
        const amount = inputs.amount(capabilities, 1, currency)
        yield* act.inForce(yield* act.created(given, amount), amount)
      }
    })
})

export const laws: ReadonlyArray<Law.Law> = [exact, taken]
