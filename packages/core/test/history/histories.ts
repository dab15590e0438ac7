/** Histories of the naive provider: what is asked and what happens, by chance, until nothing waits any more. */
import * as fc from "fast-check"
import type { Fact, Kind } from "../../src/Fact.ts"
import type { Fate, Order, Saying, Told, Ways } from "./provider.ts"
import { Provider } from "./provider.ts"

/** What happens next; a part is in hundredths of what is there. */
interface Step {
  readonly what: "ask" | "decide" | "revise" | "elsewhere" | "capture" | "expire" | "dispute"
  readonly kind: Kind
  readonly part: number
  readonly pick: number
  readonly yes: boolean
  readonly closes: boolean
  readonly fate: Fate
  readonly saying: Saying
  /** Milliseconds before it. */
  readonly wait: number
}

export interface History {
  readonly told: ReadonlyArray<Told>
  readonly facts: ReadonlyArray<Fact>
  readonly truth: Provider
  readonly orders: ReadonlyArray<Order>
  /** For a report of a failure. */
  readonly [fc.toStringMethod]: () => string
}

const saying: fc.Arbitrary<Saying> = fc.record({
  names: fc.constantFrom("key and id", "key", "id"),
  amount: fc.constantFrom("as asked", "the difference", "nothing")
})

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant("ask" as const) },
    { weight: 6, arbitrary: fc.constant("decide" as const) },
    { weight: 4, arbitrary: fc.constant("revise" as const) },
    { weight: 2, arbitrary: fc.constant("elsewhere" as const) },
    { weight: 1, arbitrary: fc.constantFrom("capture", "expire", "dispute" as const) }
  ),
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("adjust", "capture", "refund" as const) },
    { weight: 2, arbitrary: fc.constantFrom("cancel", "reverse", "reverse" as const) }
  ),
  part: fc.integer({ min: 1, max: 110 }),
  pick: fc.nat(20),
  yes: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  closes: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  fate: fc.constantFrom("answered", "answered", "lost", "refused", "refused and accepted", "asked twice"),
  saying,
  wait: fc.constantFrom(0, 0, 300, 700, 1500)
})

const ways: fc.Arbitrary<Ways> = fc.record({
  evidence: fc.constantFrom("outcomes", "outcomes", "observed"),
  automatic: fc.constantFrom("no", "announced", "silent"),
  carriesKeys: fc.boolean(),
  overcapture: fc.constantFrom(0, 15)
})

/** Mostly something is asked that is possible by then. */
const likely = (kind: Kind, { authorised, captured, released }: Provider): Kind => {
  if (kind === "refund" && captured === 0) return "capture"
  if (kind === "adjust" && captured > 0) return "refund"
  return kind === "capture" && (released !== undefined || captured >= authorised) ? "refund" : kind
}

/** Facts in lines that a person can read. */
const shown = (facts: ReadonlyArray<Fact>): string => facts.map((fact) => `\n  ${JSON.stringify(fact)}`).join("")

/** `adjusting`: nobody captures, so that the amount may change again and again. */
const play = (ways: Ways, amount: number, steps: ReadonlyArray<Step>, last: Saying, adjusting: boolean): History => {
  const truth = new Provider(ways, amount)
  for (const { closes, fate, kind: wanted, part, pick, saying, wait, what, yes } of steps) {
    truth.wait(wait)
    const kind = adjusting && wanted === "capture" ? "adjust" : pick % 4 === 0 ? wanted : likely(wanted, truth)
    const there = {
      adjust: truth.authorised * 2,
      capture: truth.maximum - truth.captured,
      cancel: 0,
      refund: truth.captured - truth.refunded,
      reverse: 0
    }[kind]
    const share = Math.ceil((there * part) / 100)
    switch (what) {
      case "ask":
        truth.ask(kind, share, closes, fate)
        break
      case "decide":
        truth.decide(pick, yes, saying)
        break
      case "revise":
        truth.revise(pick, yes, saying)
        break
      case "elsewhere":
        if (kind !== "reverse") truth.elsewhere(kind, kind === "cancel" ? 1 : share, closes, yes)
        break
      case "capture":
        truth.captureAutomatically()
        break
      case "expire":
        truth.expire()
        break
      case "dispute":
        truth.dispute(Math.ceil((truth.captured * part) / 100))
    }
  }
  truth.finish(last)
  const facts = truth.told.map(({ fact }) => fact)
  return { told: truth.told, facts, truth, orders: truth.orders, [fc.toStringMethod]: () => shown(facts) }
}

/** Everything that such a provider ever told. */
export const complete: fc.Arbitrary<History> = fc
  .tuple(
    ways,
    fc.integer({ min: 1, max: 100_000 }),
    fc.array(step, { minLength: 1, maxLength: 16, size: "max" }),
    saying,
    fc.constantFrom(false, false, true)
  )
  .map((drawn) => play(...drawn))

/** The same facts in another order, some of them more than once: how some machine may have learned them. */
export const learned = (facts: ReadonlyArray<Fact>): fc.Arbitrary<ReadonlyArray<Fact>> =>
  fc
    .array(fc.nat(Math.max(0, facts.length - 1)), { maxLength: 5 })
    .chain((again) => shuffled([...facts, ...again.flatMap((index) => facts[index] ?? [])]))

const shuffled = <A>(all: ReadonlyArray<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.shuffledSubarray([...all], { minLength: all.length })

/** Only some of them, the `Authorised` among them. */
export const subset = (told: ReadonlyArray<Told>): fc.Arbitrary<ReadonlyArray<Told>> => {
  const [first, ...rest] = told
  return fc.shuffledSubarray(rest).map((some) => (first === undefined ? some : [first, ...some]))
}
