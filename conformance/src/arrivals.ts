/** How webhooks arrive: in any order, and more than once; what that shrinks to comes as it was sent. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Authorisation } from "@paylayer/core"
import type { Deliveries } from "@paylayer/simulator"
import * as pay from "./payments.ts"
import { step } from "./Trial.ts"

/** In which order, and which of them twice. They are counted from the latest: a shorter story keeps its end. */
export interface Arrival {
  readonly order: "as sent" | "backwards" | "mixed"
  /** Which of those that wait is next, where they come mixed. */
  readonly next: ReadonlyArray<number>
  readonly twice: "none" | "each" | "some"
  /** Which of them come twice, where only some do. */
  readonly doubled: ReadonlyArray<number>
}

/** One of these; it shrinks to the first. */
export const oneOf = <const Values extends ReadonlyArray<unknown>>(...values: Values): fc.Arbitrary<Values[number]> =>
  fc.nat({ max: values.length - 1 }).map((index) => values[index])

export const anyArrival: fc.Arbitrary<Arrival> = fc.record({
  order: oneOf("as sent", "backwards", "mixed"),
  next: fc.array(fc.nat({ max: 9 }), { maxLength: 12 }),
  twice: oneOf("none", "each", "some"),
  doubled: fc.array(fc.nat({ max: 9 }), { maxLength: 4 })
})

const arranged = <A>(requests: ReadonlyArray<A>, { doubled, next, order, twice }: Arrival): ReadonlyArray<A> => {
  const again = { none: [], each: requests, some: doubled.flatMap((index) => requests.at(-1 - index) ?? []) }[twice]
  const waiting = [...requests, ...again]
  if (order === "as sent") return waiting
  if (order === "backwards") return waiting.toReversed()
  const first = next.flatMap((index) => waiting.splice(-1 - (index % Math.max(1, waiting.length)), 1))
  return [...first, ...waiting]
}

/** What is known once these requests have arrived, one after the other. */
export const arrived = (
  authorisation: Authorisation.Authorisation,
  requests: ReadonlyArray<Deliveries.Delivery>,
  arrival: Arrival
) =>
  Effect.gen(function* () {
    const all = arranged(requests, arrival)
    const numbers = all.map((request) => requests.indexOf(request) + 1)
    if (numbers.some((number, index) => number !== index + 1)) yield* step(`webhooks ${numbers.join(", ")}`, "provider")
    let known = authorisation
    for (const request of all) known = yield* pay.received(known, [request])
    return known
  })
