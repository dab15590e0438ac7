/** What every story has besides the merchant's own requests, and how its end is looked at. */
import { Authorisation, type Fact, type Money, Webhooks } from "@paylayer/core"
import type { BackOffice, Deliveries } from "@paylayer/simulator"
import type * as Effect from "effect/Effect"

/**
 * What others do, and time: `no` is the issuer, who refuses the next of this kind; `office` somebody in the provider's own
 * pages; `wait` are days.
 */
export type Other =
  | readonly ["no", "adjust" | "capture" | "cancel" | "refund"]
  | readonly ["office", "capture" | "refund", number]
  | readonly ["office", "cancel"]
  | readonly ["later", "capture fails" | "capture recovers" | "refund fails"]
  | readonly ["wait", number]

const later = {
  "capture fails": "CaptureFails",
  "capture recovers": "CaptureRecovers",
  "refund fails": "RefundFails"
} as const

export const isOther = (step: readonly [string, ...ReadonlyArray<unknown>]): step is Other =>
  ["no", "office", "later", "wait"].includes(step[0])

export const actOf = (step: Exclude<Other, readonly ["wait", number]>, currency: string): BackOffice.Act => {
  switch (step[0]) {
    case "no":
      return { _tag: "RefuseNext", kind: step[1] }
    case "later":
      return { _tag: later[step[1]] }
    case "office": {
      const [, what, value = 0] = step
      const amount = { decimal: (value / 100).toFixed(2), currency }
      return what === "cancel" ? { _tag: "Cancel" } : { _tag: what === "capture" ? "Capture" : "Refund", amount }
    }
  }
}

/**
 * Our adapter as the receiver of webhooks, whoever caused what they tell: the facts of the first payment that they are
 * about.
 */
export const listener = (
  provider: string,
  receive: Webhooks.Webhooks["Service"]["receive"],
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>
) => {
  let facts: ReadonlyArray<Fact.Fact> = []
  let first: Fact.Authorised | undefined
  return {
    hear: async (deliveries: ReadonlyArray<Deliveries.Delivery>): Promise<ReadonlyArray<Fact.Fact>> => {
      for (const { body, headers } of deliveries) {
        const received = await run(receive({ body, headers }))
        for (const event of received.deliveries.flatMap(({ events }) => events)) {
          if (event._tag === "Reported" && event.fact._tag === "Authorised") first ??= event.fact
        }
        if (first !== undefined) facts = [...facts, ...Webhooks.factsOf(received, first)]
      }
      return facts
    },
    /** By webhooks alone. */
    heard: (): Authorisation.Authorisation => {
      if (first === undefined) throw new Error("nothing was authorised")
      return Authorisation.make(provider, first, facts)
    }
  }
}

const decimal = ({ value }: Money.Money) => String(value / 100)

/** Authorised, captured and refunded, in major units, and why nothing more can be captured, if so. */
export type Known = readonly [authorised: string, captured: string, refunded: string, released: Fact.Release | false]

/** What we know of an authorisation. */
export const totalsOf = (authorisation: Authorisation.Authorisation): Known => {
  const { authorised, captured, refunded, released } = authorisation.totals()
  return [decimal(authorised), decimal(captured), decimal(refunded), released ?? false]
}

/** The same, as a provider's truth says it: only whether. */
export const truthOf = ([authorised, captured, refunded, released]: Known) =>
  [authorised, captured, refunded, released !== false] as const
