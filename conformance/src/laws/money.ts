/** MNY: amounts arrive as they were, or not at all. */
import * as Effect from "effect/Effect"
import type { Money } from "@paylayer/core"
import { Sessions } from "@paylayer/core"
import { Truth } from "@paylayer/simulator"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import { refused, silently, succeeds } from "../Trial.ts"

const sessions = Law.port(Sessions.Sessions)
const truth = Law.control(Truth.Truth)

/** Created with, updated to, and locked with, as far as that. */
type Amounts = readonly [Money.PositiveMoney, Money.PositiveMoney, Money.PositiveMoney?]

/** All of them, in threes. */
const inThrees = (amounts: ReadonlyArray<Money.PositiveMoney>): ReadonlyArray<Amounts> =>
  amounts.flatMap((first, index): ReadonlyArray<Amounts> => {
    const [second = first, third = first] = amounts.slice(index + 1)
    return index % 3 === 0 ? [[first, second, third]] : []
  })

const exact = Law.each({
  id: "MNY-01",
  title: "money to the wire and back is the same money",
  statement:
    "For every declared currency an amount within the limits arrives at the provider exactly, by create, update and " +
    "lock, and comes back exactly; one that the provider cannot say is refused before the wire.",
  source: "ISO 4217; each provider's table of currencies",
  kind: "codec",
  requires: [sessions, truth],
  // Each row of a provider's table may be wrong: every currency is tried, and one of each way of counting on more amounts.
  cases: (given) => {
    const capabilities = given.declared.sessions!
    const counted = inputs.counted(capabilities)
    return [
      ...counted.flatMap((currency) => inThrees(inputs.edges(capabilities, currency))),
      ...inputs
        .rows(given, capabilities)
        .filter((currency) => !counted.includes(currency))
        .map((currency): Amounts => {
          const edges = inputs.edges(capabilities, currency)
          return [edges[1] ?? edges[0]!, edges.at(-1)!]
        }),
      ...counted.flatMap((currency) => inputs.between(capabilities, currency) ?? [])
    ]
  },
  check: (input, given) =>
    Effect.gen(function* () {
      if ("currency" in input)
        return void (yield* silently(refused(act.create(given, input), "AmountNotRepresentable")))
      const [first, second, third] = input
      const session = yield* succeeds(act.create(given, first))
      yield* act.inForce(session, first)
      const updated = yield* succeeds(act.update(session, second))
      yield* act.inForce(updated, second)
      if (third === undefined || given.declared.lock === undefined) return
      yield* act.inForce(yield* succeeds(act.lock(updated, third)), third)
    })
})

const taken = Law.each({
  id: "MNY-02",
  title: "every declared currency is taken",
  statement:
    "A session can be created in each of the declared currencies, and has the amount asked for at the provider.",
  source: "Each provider's table of currencies",
  level: "advisory",
  kind: "example",
  requires: [sessions, truth],
  cases: (given) => {
    const capabilities = given.declared.sessions!
    return inputs.rows(given, capabilities).map((currency) => inputs.amount(capabilities, 1, currency))
  },
  check: (amount, given) =>
    Effect.gen(function* () {
      yield* act.inForce(yield* succeeds(act.create(given, amount)), amount)
    })
})

export const laws: ReadonlyArray<Law.Law> = [exact, taken]
