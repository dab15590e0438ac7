/**
 * One story told twice, each time to a Stripe of its own: by Stripe's official SDK and by our adapter. Step by step the
 * same things are done, declined and refused, and at the end the money is the same; what our adapter knows of it, from its
 * answers or from webhooks alone, is that, too.
 */
import { type Authorisation, Intent, Intents, type Modification, Modifications, Money, Webhooks } from "@paylayer/core"
import { type HttpClient, layerFetch, type Mac } from "@paylayer/core/adapter"
import { BackOffice, Deliveries, Shopper, Truth, VirtualClock } from "@paylayer/simulator"
import { StripeIntents, StripeWebhooks } from "@paylayer/stripe"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { Stripe } from "stripe"
import { describe, expect, it } from "vitest"
import { moneyOf, runnerOf } from "./served.ts"
import { actOf, isOther, type Known, listener, type Other, totalsOf, truthOf } from "./story.ts"
import { features, manual, open, secretKey, webhookSecret } from "./stripe-served.ts"

type Asked =
  | readonly ["adjust", number]
  | readonly ["capture", number, "final" | "keep"]
  | readonly ["refund", number]
  | readonly ["cancel" | "reverse"]
type Step = Asked | Other

/** `refused`: nothing was accepted. */
type Verdict = "done" | "declined" | "refused" | "-"

interface Till {
  readonly take: (step: Step) => Promise<Verdict>
  readonly money: () => Promise<ReadonlyArray<unknown> | undefined>
  /** What our adapter knows: by webhooks alone, by looking it up, and where it asked, by the answers. */
  readonly known: () => Promise<ReadonlyArray<Authorisation.Authorisation>>
  readonly close: () => Promise<void>
}

const total = 1500

const requests = {
  multicapture: "if_available",
  overcapture: "if_available",
  incrementalAuthorisation: "if_available"
} as const
/** Our adapter in front of the Stripe at this address, or where the client in its context leads. */
const adapter = (baseUrl?: string) =>
  StripeIntents.make({ secretKey: Redacted.make(secretKey), requests, ...(baseUrl === undefined ? {} : { baseUrl }) })
/** Webhooks are read when the story is over, or goes on by itself. */
const receiver = StripeWebhooks.make({
  secrets: [Redacted.make(webhookSecret)],
  environment: "test",
  tolerance: "365 days"
})

const withSdk = async (): Promise<Till> => {
  const { act, advance, close, deliveries, money, run, shopper, stripe, url } = await open({ features })
  const { client_secret: token, id } = await stripe.paymentIntents.create({ ...manual, amount: total })
  await run(shopper.submit({ id, token: token ?? "" }))

  const ask = async ([what, amount = 0, final]: Asked) => {
    switch (what) {
      case "adjust":
        return stripe.paymentIntents.incrementAuthorization(id, { amount })
      case "capture":
        return stripe.paymentIntents.capture(id, {
          amount_to_capture: amount,
          ...(final === "keep" ? { final_capture: false } : {})
        })
      case "cancel":
        return stripe.paymentIntents.cancel(id)
      case "refund":
        return stripe.refunds.create({ payment_intent: id, amount })
      case "reverse":
        return (await stripe.paymentIntents.retrieve(id)).amount_received > 0
          ? stripe.refunds.create({ payment_intent: id })
          : stripe.paymentIntents.cancel(id)
    }
  }

  const take = async (step: Step): Promise<Verdict> => {
    if (isOther(step)) {
      await (step[0] === "wait" ? advance({ days: step[1] }) : act(id, actOf(step, "USD")))
      return "-"
    }
    try {
      const { object, status } = await ask(step)
      return object === "refund" && status === "failed" ? "declined" : "done"
    } catch (error) {
      if (error instanceof Stripe.errors.StripeCardError) return "declined"
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return "refused"
      throw error
    }
  }
  const known = async () => {
    const { receive } = Context.get(await run(Effect.provide(receiver, mac.layer)), Webhooks.Webhooks)
    const { hear, heard } = listener("stripe", receive, run)
    await hear(await deliveries())
    const find = Effect.flatMap(adapter(url), (ports) => Context.get(ports, Modifications.Lookups).find({ id }))
    return [heard(), await Effect.runPromise(Effect.provide(find, layerFetch))]
  }
  return { take, money: async () => (await money())[0], known, close }
}

const withAdapter = async (): Promise<Till> => {
  const runtime = ManagedRuntime.make(StripeSimulator.layer({ features }))
  const world = await runtime.context()
  const clock = Context.get(world, VirtualClock.VirtualClock)
  const run = runnerOf(clock)
  const provided = <A, E>(effect: Effect.Effect<A, E, HttpClient | Mac>) => run(Effect.provideContext(effect, world))
  const ports = await provided(adapter())
  const { receive } = Context.get(await provided(receiver), Webhooks.Webhooks)
  const { hear, heard } = listener("stripe", receive, run)
  const usd = (value: number) => Money.positiveUnsafe(value, "USD")

  const intents = Context.get(ports, Intents.Intents)
  const made = await run(intents.create({ reference: "order-1", amount: usd(total), capture: "manual" }))
  const token = Redacted.value(made.token ?? expect.unreachable("a token"))
  await run(Context.get(world, Shopper.Shopper).submit({ id: made.id, token }))
  const id = Intent.IntentId.make(made.id)
  let authorisation: Authorisation.Authorisation =
    StripeIntents.authorisation(await run(intents.get(id))) ?? expect.unreachable("an authorisation")

  const ask = ([what, amount = 0, final]: Asked): Effect.Effect<Modification.Modification, Error> => {
    switch (what) {
      case "adjust":
        return Context.get(ports, Modifications.Adjustments).adjust(authorisation, usd(amount))
      case "capture":
        return Context.get(ports, Modifications.Captures).capture(authorisation, usd(amount), {
          final: final === "final"
        })
      case "cancel":
        return Context.get(ports, Modifications.Cancellations).cancel(authorisation)
      case "refund":
        return Context.get(ports, Modifications.Refunds).refund(authorisation, usd(amount))
      case "reverse":
        return Context.get(ports, Modifications.Reversals).reverse(authorisation)
    }
  }

  const told = async () => hear(await run(Context.get(world, Deliveries.Deliveries).take))
  const take = async (step: Step): Promise<Verdict> => {
    if (isOther(step)) {
      const { act } = Context.get(world, BackOffice.BackOffice)
      await run<unknown, never>(step[0] === "wait" ? clock.advance({ days: step[1] }) : act(id, actOf(step, "USD")))
      // Nobody here asked for it: only webhooks tell.
      authorisation = authorisation.with(await told())
      return "-"
    }
    const result = await run(Effect.result(ask(step)))
    if (Result.isFailure(result)) return "refused"
    authorisation = authorisation.with(result.success.facts)
    return result.success.stage === "failed" ? "declined" : "done"
  }

  const known = async () => {
    await told()
    return [heard(), await run(Context.get(ports, Modifications.Lookups).find({ id })), authorisation]
  }
  const money = async () => (await run(Context.get(world, Truth.Truth).authorisations)).map(moneyOf)[0]
  return { take, money, known, close: () => runtime.dispose() }
}

/**
 * With a capture of more than was authorised Stripe raises the PaymentIntent's amount, and our adapter takes that for what
 * is authorised, which a provider's truth does not: there, the two are not compared.
 */
const readable = <A extends ReadonlyArray<unknown>>(money: A) => {
  const [authorised, captured, ...rest] = money
  return [Number(captured) > Number(authorised) ? captured : authorised, captured, ...rest]
}

/** What came of each step, and of the money. */
const tell = async (till: Till, steps: ReadonlyArray<Step>) => {
  const verdicts: Array<Verdict> = []
  for (const step of steps) verdicts.push(await till.take(step))
  const told = { verdicts, money: await till.money() }
  const known = (await till.known()).map(totalsOf)
  await till.close()
  return { told, known }
}

describe("one story, by Stripe's SDK and by our adapter", () => {
  it.each<readonly [string, ReadonlyArray<readonly [Step, Verdict]>, Known]>([
    [
      "held, raised, captured in parts, refunded in parts",
      [
        [["adjust", 2000], "done"],
        [["capture", 700, "keep"], "done"],
        [["adjust", 2500], "refused"],
        [["capture", 500, "final"], "done"],
        [["capture", 100, "final"], "refused"],
        [["refund", 400], "done"],
        [["refund", 801], "refused"],
        [["refund", 100], "done"]
      ],
      ["20", "12", "5", "closed"]
    ],
    [
      "an increment, a capture and a refund that are declined, and done then",
      [
        [["no", "adjust"], "-"],
        [["adjust", 2000], "declined"],
        [["adjust", 1900], "done"],
        [["no", "capture"], "-"],
        [["capture", 1900, "final"], "declined"],
        [["capture", 1900, "final"], "done"],
        [["no", "refund"], "-"],
        [["refund", 300], "declined"],
        [["refund", 300], "done"]
      ],
      ["19", "19", "3", "closed"]
    ],
    [
      "cancelled, and nothing after that",
      [
        [["adjust", 1400], "refused"],
        [["cancel"], "done"],
        [["capture", 100, "final"], "refused"],
        [["refund", 100], "refused"],
        [["adjust", 2000], "refused"],
        [["cancel"], "refused"],
        [["reverse"], "refused"]
      ],
      ["15", "0", "0", "cancelled"]
    ],
    [
      "reversed before the capture",
      [
        [["reverse"], "done"],
        [["reverse"], "refused"]
      ],
      ["15", "0", "0", "cancelled"]
    ],
    [
      "reversed after it, and after a refund",
      [
        [["capture", 1800, "final"], "done"],
        [["refund", 200], "done"],
        [["reverse"], "done"],
        [["reverse"], "refused"]
      ],
      ["15", "18", "18", "closed"]
    ],
    [
      "in the Dashboard as well: captured, refunded, and a refund that fails",
      [
        [["office", "capture", 1000], "-"],
        [["capture", 100, "final"], "refused"],
        [["cancel"], "refused"],
        [["refund", 300], "done"],
        [["office", "refund", 500], "-"],
        [["refund", 201], "refused"],
        [["later", "refund fails"], "-"],
        [["refund", 600], "done"]
      ],
      ["15", "10", "9", "closed"]
    ],
    [
      "cancelled in the Dashboard",
      [
        [["office", "cancel"], "-"],
        [["capture", 100, "final"], "refused"],
        [["adjust", 2000], "refused"]
      ],
      ["15", "0", "0", "cancelled"]
    ],
    [
      "left until it expires",
      [
        [["wait", 6], "-"],
        [["adjust", 1600], "done"],
        [["wait", 1], "-"],
        [["capture", 100, "final"], "refused"],
        [["cancel"], "refused"]
      ],
      ["16", "0", "0", "expired"]
    ],
    [
      "captured in part, and left until the rest expires",
      [
        [["capture", 500, "keep"], "done"],
        [["wait", 7], "-"],
        [["capture", 100, "final"], "refused"],
        [["refund", 500], "done"]
      ],
      ["15", "5", "5", "closed"]
    ]
  ])("%s", async (_, rows, money) => {
    const steps = rows.map(([step]) => step)
    const verdicts = rows.map(([, verdict]) => verdict)
    for (const till of [await withSdk(), await withAdapter()]) {
      const { known, told } = await tell(till, steps)
      expect(told).toEqual({ verdicts, money: truthOf(money) })
      expect(known.map(readable)).toEqual(known.map(() => readable(money)))
    }
  })

  it("any story", async () => {
    const amounts = fc.constantFrom(1, 100, 500, 700, 1000, 1499, 1500, 1501, 1800, 1801, 2000)
    const steps = fc.array(
      fc.oneof<Array<fc.WeightedArbitrary<Step>>>(
        { arbitrary: fc.tuple(fc.constant("adjust" as const), fc.constantFrom(1000, 1500, 1600, 2000)), weight: 3 },
        {
          arbitrary: fc.tuple(
            fc.constant("capture" as const),
            amounts,
            fc.constantFrom("final" as const, "keep" as const)
          ),
          weight: 4
        },
        { arbitrary: fc.tuple(fc.constant("refund" as const), amounts), weight: 3 },
        { arbitrary: fc.constantFrom(["cancel"] as const, ["reverse"] as const), weight: 1 },
        { arbitrary: fc.tuple(fc.constant("no" as const), fc.constantFrom("adjust", "capture", "refund")), weight: 2 },
        {
          arbitrary: fc.tuple(fc.constant("office" as const), fc.constantFrom("capture", "refund"), amounts),
          weight: 1
        },
        {
          arbitrary: fc.constantFrom<Other>(["office", "cancel"], ["later", "refund fails"], ["wait", 1], ["wait", 7]),
          weight: 1
        }
      ),
      { minLength: 2, maxLength: 7 }
    )
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const sdk = await tell(await withSdk(), story)
        const ours = await tell(await withAdapter(), story)
        expect(ours.told).toEqual(sdk.told)
        const known = [...sdk.known, ...ours.known]
        expect(new Set(known.map(([, , , released]) => released)).size).toBe(1)
        expect(known.map((one) => readable(truthOf(one)))).toEqual(known.map(() => readable(sdk.told.money ?? [])))
      }),
      { numRuns: 40 }
    )
  }, 30_000)
})
