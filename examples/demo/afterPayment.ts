/** The second half of the story: what changes once the card is authorised. The same code for every provider. */
import { type Authorisation, Money } from "@paylayer/core"
import * as Effect from "effect/Effect"
import type { Watched } from "./provider.ts"
import * as shop from "./shop.ts"
import type { Step } from "./story.ts"

type Known = Authorisation.Authorisation

/** What differs from provider to provider: only what it can do, and how one hears of it. */
export interface Ways<E, R, E2, R2, E3, R3> {
  /** The shopper pays 36.90, to be captured later. */
  readonly authorise: (reference: string) => Effect.Effect<Known, E, R>
  /** Raises what is authorised, where the provider has that. */
  readonly addedLate?: (known: Known, total: number) => Effect.Effect<Known, E2, R2>
  /** Everything that the provider has to say by now. */
  readonly listen: (known: Known) => Effect.Effect<Known, E3, R3>
  /** Time passes until what was captured can be refunded, where that takes time. */
  readonly ripen?: Effect.Effect<void>
}

/** Backwards, and all of it twice: the worst way in which webhooks can come. */
export const worst = <A>(calls: ReadonlyArray<A>): ReadonlyArray<A> => [...calls.toReversed(), ...calls]

/** authorised, captured, refunded; and whether nothing more can be captured. */
const totals = (known: Known): string => {
  const { authorised, captured, refunded, released } = known.totals(Date.now())
  const amounts = [authorised, captured, refunded].map(Money.toDecimal).join(" ")
  return `${amounts}${released === undefined ? "" : " over"}`
}

/** From an authorisation of 36.90 to a refund; another one that is called off, and one that is called off too late. */
export const story = Effect.fn("afterPayment")(function* <E, R, E2 = never, R2 = never, E3 = never, R3 = never>(
  watched: Watched,
  { addedLate, authorise, listen, ripen = Effect.void }: Ways<E, R, E2, R2, E3, R3>
) {
  const chapter = "After payment: authorised, captured, refunded as we have it, held against the provider's truth"
  const steps: Array<Step> = []
  const told = (what: string, known: Known) =>
    Effect.map(
      Effect.promise(() => watched.totals(known.id)),
      (expected) => void steps.push({ chapter, what, expected, observed: totals(known) })
    )
  const cannot = (what: string) => void steps.push({ chapter, what, expected: "not there", observed: "not there" })

  let known = yield* listen(yield* authorise("order-2001"))
  yield* told("authorised", known)

  const late = "added late, twice; webhooks backwards and twice"
  if (addedLate === undefined) cannot(late)
  else {
    known = yield* addedLate(known, 4190)
    known = yield* addedLate(known, 4490)
    known = yield* listen(known)
    yield* told(late, known)
  }

  known = yield* listen(yield* shop.shipped(known, 3000))
  yield* told("a part is shipped", known)

  const [rejected, again] = ["the scheme rejects that capture after all", "captured again"]
  if (yield* Effect.promise(() => watched.elsewhere(known.id, { _tag: "CaptureFails" }))) {
    known = yield* listen(known)
    yield* told(rejected, known)
    known = yield* listen(yield* shop.shipped(known, 3000))
    yield* told(again, known)
  } else for (const what of [rejected, again]) cannot(what)

  yield* ripen
  known = yield* listen(yield* shop.returned(known, 500))
  yield* told("a mug comes back", known)

  let other = yield* listen(yield* authorise("order-2002"))
  other = yield* listen(yield* shop.calledOff(other))
  yield* told("another order is called off", other)

  let third = yield* listen(yield* authorise("order-2003"))
  third = yield* listen(yield* shop.shipped(third, 3690))
  yield* ripen
  third = yield* listen(yield* shop.calledOff(third))
  yield* told("a third one is called off after it was shipped", third)
  return steps
})
