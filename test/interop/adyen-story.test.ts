/**
 * One story told six times, each time to an Adyen of its own: by @adyen/api-library on Checkout and on Classic, and by our
 * adapters on Checkout and on Classic in its three encodings. The same things come about, the same events tell of them,
 * and at the end the money is the same; what our adapters know of it, from webhooks alone as well, is that, too.
 */
import { Types } from "@adyen/api-library"
import { AdyenCheckout, AdyenClassic, AdyenWebhooks } from "@paylayer/adyen"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { Authorisation, type Modification, ModificationKey, Modifications, Money, Sessions } from "@paylayer/core"
import type { HttpClient, Mac } from "@paylayer/core/adapter"
import { BackOffice, Deliveries, Shopper, Truth, VirtualClock } from "@paylayer/simulator"
import * as mac from "@paylayer/simulator/mac"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { afterEach, describe, expect, it, vi } from "vitest"
import {
  apiKey,
  classic,
  eur,
  hmacKey,
  type Item,
  itemsOf,
  merchantAccount,
  modifications as checkout,
  open
} from "./adyen-served.ts"
import { moneyOf, runnerOf } from "./served.ts"
import { actOf, isOther, type Known, listener, type Other, totalsOf, truthOf } from "./story.ts"

afterEach(() => vi.restoreAllMocks())

type Asked = readonly ["adjust" | "capture" | "refund", number] | readonly ["cancel" | "reverse" | "technical"]
type Step = Asked | Other

/** `no`: refused or failed; which of the two depends on who looks first. */
type Verdict = "done" | "no" | "-"

interface Till {
  readonly take: (step: Step) => Promise<Verdict>
  /** The events since the last time. */
  readonly told: () => Promise<ReadonlyArray<Item>>
  readonly money: () => Promise<ReadonlyArray<unknown> | undefined>
  /** What our adapters know: by webhooks alone, and where they asked, with their answers. */
  readonly known: () => ReadonlyArray<Authorisation.Authorisation>
  readonly close: () => Promise<void>
}

const total = 1500
const card = { number: "4111111111111111", expiryMonth: "03", expiryYear: "2030", holderName: "Ada Tester" }
const preAuth = { authorisationType: "PreAuth" }
/** Our modifications' names, one after the other: the same for all who tell the story. */
const nameOf = (count: number) => `modification-${count}`

interface Account {
  readonly multiplePartialCaptures: boolean
}

const receiver = (account: Account) =>
  AdyenWebhooks.make({
    merchantAccount,
    hmacKeys: [Redacted.make(hmacKey)],
    account: { ...account, captureDelay: "manual" }
  })

const withLibrary = async (face: "checkout" | "classic", account: Account): Promise<Till> => {
  const { act, advance, close, deliveries, money, pay, run } = await open(account)
  const { receive } = await run(Effect.provide(receiver(account), mac.layer))
  const { hear, heard } = listener("adyen", receive, run)
  const { modifications: pal, payments } = classic()
  const api = checkout()
  const payment =
    face === "checkout"
      ? await pay()
      : ((
          await payments.authorise({
            merchantAccount,
            reference: "order-1",
            amount: eur(total),
            card,
            additionalData: preAuth
          })
        ).pspReference ?? "")
  let items: ReadonlyArray<Item> = []
  let count = 0
  const told = async () => {
    const now = await deliveries()
    await hear(now)
    items = [...items, ...now.flatMap(itemsOf)]
    return items
  }

  const onCheckout = ([what, value = 0]: Asked, reference: string) => {
    const common = { merchantAccount, reference }
    const amounted = { ...common, amount: eur(value) }
    switch (what) {
      case "adjust":
        return api.updateAuthorisedAmount(payment, amounted)
      case "capture":
        return api.captureAuthorisedPayment(payment, amounted)
      case "refund":
        return api.refundCapturedPayment(payment, amounted)
      case "cancel":
        return api.cancelAuthorisedPaymentByPspReference(payment, common)
      case "reverse":
        return api.refundOrCancelPayment(payment, common)
      case "technical":
        return api.cancelAuthorisedPayment({ ...common, paymentReference: "order-1" })
    }
  }
  const onClassic = ([what, value = 0]: Asked, reference: string) => {
    const common = { merchantAccount, originalReference: payment, reference }
    const amounted = { ...common, modificationAmount: eur(value) }
    switch (what) {
      case "adjust":
        return pal.adjustAuthorisation(amounted)
      case "capture":
        return pal.capture(amounted)
      case "refund":
        return pal.refund(amounted)
      case "cancel":
        return pal.cancel(common)
      case "reverse":
        return pal.cancelOrRefund(common)
      case "technical":
        return pal.technicalCancel({ merchantAccount, originalMerchantReference: "order-1", reference })
    }
  }

  const take = async (step: Step): Promise<Verdict> => {
    if (isOther(step)) {
      await (step[0] === "wait" ? advance({ days: step[1] }) : act(payment, actOf(step, "EUR")))
      return "-"
    }
    const { pspReference } = await (face === "checkout" ? onCheckout : onClassic)(step, nameOf(++count))
    await advance("2 seconds")
    const { True } = Types.notification.NotificationRequestItem.SuccessEnum
    const isDone = (item: Item) => item.pspReference === pspReference && item.success === True
    return (await told()).some(isDone) ? "done" : "no"
  }
  return { take, told, money, close, known: () => [heard()] }
}

type Ports =
  | Modifications.Adjustments
  | Modifications.Captures
  | Modifications.Cancellations
  | Modifications.Refunds
  | Modifications.Reversals
  | AdyenCheckout.TechnicalCancels

const withAdapter = async (face: "checkout" | "json" | "form" | "soap", account: Account): Promise<Till> => {
  const runtime = ManagedRuntime.make(AdyenSimulator.layer({ captureDelay: "manual", ...account }))
  const world = await runtime.context()
  const clock = Context.get(world, VirtualClock.VirtualClock)
  const run = runnerOf(clock)
  const provided = <A, E>(effect: Effect.Effect<A, E, HttpClient | Mac>) => run(Effect.provideContext(effect, world))
  const options = {
    apiKey: Redacted.make(apiKey),
    merchantAccount,
    account: { ...account, captureDelay: "manual" as const }
  }
  const { receive } = await provided(receiver(account))
  const { hear, heard } = listener("adyen", receive, run)
  const money = (value: number) => Money.positiveUnsafe(value, "EUR")

  const inCheckout = async () => {
    const ports = await provided(AdyenCheckout.make(options))
    const session = await run(
      Context.get(ports, Sessions.Sessions).create({
        reference: "order-1",
        amount: money(total),
        updatable: false,
        returnUrl: "https://shop.example/checkout",
        provider: [AdyenCheckout.sessionOptions(preAuth as { readonly authorisationType: "PreAuth" })]
      })
    )
    const token = Redacted.value(session.token ?? expect.unreachable("a token"))
    const submitted = await run(Context.get(world, Shopper.Shopper).submit({ id: session.id, token }))
    const proof = submitted._tag === "Authorised" ? (submitted.proof ?? "") : expect.unreachable(submitted._tag)
    const result = await run(Context.get(ports, Sessions.SessionResults).result(session, Redacted.make(proof)))
    return { ports: ports as Context.Context<Ports>, authorisation: result.authorisation ?? expect.unreachable("one") }
  }
  const inClassic = async (encoding: "json" | "form" | "soap") => {
    const ports = await provided(AdyenClassic.make({ ...options, encoding }))
    const { authorisation } = await run(
      Context.get(ports, AdyenClassic.DirectAuthorisations).authorise({
        reference: "order-1",
        amount: money(total),
        card: AdyenClassic.card(card)
      })
    )
    return { ports: ports as Context.Context<Ports>, authorisation }
  }
  const started = face === "checkout" ? await inCheckout() : await inClassic(face)
  const { ports } = started
  let { authorisation } = started
  let items: ReadonlyArray<Item> = []
  let count = 0

  const ask = (
    [what, amount = 0]: Asked,
    key: ModificationKey.ModificationKey
  ): Effect.Effect<Modification.Modification, Error> => {
    switch (what) {
      case "adjust":
        return Context.get(ports, Modifications.Adjustments).adjust(authorisation, money(amount), { key })
      case "capture":
        return Context.get(ports, Modifications.Captures).capture(authorisation, money(amount), { key })
      case "refund":
        return Context.get(ports, Modifications.Refunds).refund(authorisation, money(amount), { key })
      case "cancel":
        return Context.get(ports, Modifications.Cancellations).cancel(authorisation, { key })
      case "reverse":
        return Context.get(ports, Modifications.Reversals).reverse(authorisation, { key })
      case "technical":
        return Context.get(ports, AdyenCheckout.TechnicalCancels).cancel("order-1", { key })
    }
  }

  const told = async () => {
    const now = await run(Context.get(world, Deliveries.Deliveries).take)
    items = [...items, ...now.flatMap(itemsOf)]
    authorisation = authorisation.with(await hear(now))
    return items
  }
  const take = async (step: Step): Promise<Verdict> => {
    if (isOther(step)) {
      const { act } = Context.get(world, BackOffice.BackOffice)
      await run<unknown, never>(
        step[0] === "wait" ? clock.advance({ days: step[1] }) : act(authorisation.id, actOf(step, "EUR"))
      )
      await told()
      return "-"
    }
    const key = ModificationKey.ModificationKey.make(nameOf(++count))
    const result = await run(Effect.result(ask(step, key)))
    if (Result.isFailure(result)) return "no"
    authorisation = authorisation.with(result.success.facts)
    await run(clock.advance("2 seconds"))
    await told()
    const stage = authorisation.totals().modifications.find((one) => one.key === key)?.stage
    if (stage !== "succeeded" && stage !== "failed") return expect.unreachable(`decided, not ${stage}`)
    return stage === "succeeded" ? "done" : "no"
  }
  const truth = async () => (await run(Context.get(world, Truth.Truth).authorisations)).map(moneyOf)[0]
  return { take, told, money: truth, known: () => [heard(), authorisation], close: () => runtime.dispose() }
}

/** What has come about, by the provider's own words. What failed is left out: our adapters ask for less of it. */
const happened = (items: ReadonlyArray<Item>) =>
  items
    .filter(({ success }) => (success as string) === "true")
    .map(({ amount, eventCode, merchantReference }) => [String(eventCode), amount.value, merchantReference])

const tell = async (till: Till, steps: ReadonlyArray<Step>) => {
  const verdicts: Array<Verdict> = []
  for (const step of steps) verdicts.push(await till.take(step))
  const events = happened(await till.told())
  const told = { verdicts, money: await till.money(), events }
  await till.close()
  return told
}

const faces = ["checkout", "json", "form", "soap"] as const

const stories: ReadonlyArray<readonly [string, boolean, ReadonlyArray<readonly [Step, Verdict]>, Known]> = [
  [
    "adjusted up and down, captured in part, refunded in parts",
    false,
    [
      [["adjust", 1700], "done"],
      [["adjust", 1400], "done"],
      [["capture", 1000], "done"],
      [["adjust", 1600], "no"],
      [["capture", 100], "no"],
      [["refund", 300], "done"],
      [["refund", 701], "no"],
      [["refund", 700], "done"],
      [["refund", 1], "no"]
    ],
    ["14", "10", "10", "closed"]
  ],
  [
    "captured in parts, as the account has it, and not reversed",
    true,
    [
      [["capture", 700], "done"],
      [["capture", 500], "done"],
      [["capture", 301], "no"],
      [["cancel"], "no"],
      [["reverse"], "no"],
      [["refund", 1200], "done"]
    ],
    ["15", "12", "12", false]
  ],
  [
    "cancelled, and nothing after that",
    false,
    [
      [["refund", 100], "no"],
      [["cancel"], "done"],
      [["capture", 100], "no"],
      [["adjust", 1700], "no"],
      [["cancel"], "no"],
      [["reverse"], "no"]
    ],
    ["15", "0", "0", "cancelled"]
  ],
  ["reversed before the capture", false, [[["reverse"], "done"]], ["15", "0", "0", "cancelled"]],
  [
    "reversed after it",
    false,
    [
      [["adjust", 1200], "done"],
      [["capture", 1200], "done"],
      [["reverse"], "done"]
    ],
    ["12", "12", "12", "closed"]
  ],
  ["given up by reference", false, [[["technical"], "done"]], ["15", "0", "0", "cancelled"]],
  [
    "refused by the issuer, and done then; a capture that fails, and is taken after all; a refund that fails",
    false,
    [
      [["no", "adjust"], "-"],
      [["adjust", 1700], "no"],
      [["adjust", 1700], "done"],
      [["no", "capture"], "-"],
      [["capture", 1700], "no"],
      [["capture", 1700], "done"],
      [["later", "capture fails"], "-"],
      [["refund", 1], "no"],
      [["later", "capture recovers"], "-"],
      [["refund", 500], "done"],
      [["later", "refund fails"], "-"],
      [["refund", 1700], "done"]
    ],
    ["17", "17", "17", "closed"]
  ],
  [
    "in the Customer Area as well: captured and refunded",
    false,
    [
      [["office", "capture", 1000], "-"],
      [["capture", 100], "no"],
      [["adjust", 1700], "no"],
      [["refund", 300], "done"],
      [["office", "refund", 500], "-"],
      [["refund", 201], "no"],
      [["refund", 200], "done"]
    ],
    ["15", "10", "10", "closed"]
  ],
  [
    "left until it expires, later after it was adjusted to the same",
    true,
    [
      [["wait", 27], "-"],
      [["adjust", 1500], "done"],
      [["wait", 27], "-"],
      [["capture", 500], "done"],
      [["wait", 1], "-"],
      [["capture", 500], "no"],
      [["refund", 500], "done"]
    ],
    ["15", "5", "5", "expired"]
  ]
]

describe.each(stories)("%s", (_, multiplePartialCaptures, rows, money) => {
  const steps = rows.map(([step]) => step)
  const verdicts = rows.map(([, verdict]) => verdict)
  const account = { multiplePartialCaptures }

  it("by the library and by our adapters", async () => {
    const first = await withLibrary("checkout", account)
    const library = await tell(first, steps)
    expect(first.known().map(totalsOf)).toEqual([money])
    expect(library).toMatchObject({ verdicts, money: truthOf(money) })
    // The payment itself is told with another method of payment, and nothing else.
    expect(await tell(await withLibrary("classic", account), steps)).toEqual(library)
    for (const face of faces) {
      const till = await withAdapter(face, account)
      expect(await tell(till, steps)).toEqual(library)
      expect(till.known().map(totalsOf)).toEqual([money, money])
    }
  })
})

describe("any story", () => {
  it("by the library and by our adapters", async () => {
    const amounts = fc.constantFrom(1, 300, 700, 1000, 1499, 1500, 1501, 1700)
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        arbitrary: fc.tuple(fc.constantFrom("adjust" as const, "capture" as const, "refund" as const), amounts),
        weight: 6
      },
      { arbitrary: fc.constantFrom(["cancel"] as const, ["reverse"] as const, ["technical"] as const), weight: 2 },
      { arbitrary: fc.tuple(fc.constant("no" as const), fc.constantFrom("adjust", "capture", "refund")), weight: 1 },
      {
        arbitrary: fc.tuple(fc.constant("office" as const), fc.constantFrom("capture", "refund"), amounts),
        weight: 1
      },
      {
        arbitrary: fc.constantFrom<Other>(
          ["office", "cancel"],
          ["later", "capture fails"],
          ["later", "capture recovers"],
          ["later", "refund fails"],
          ["wait", 1],
          ["wait", 28]
        ),
        weight: 2
      }
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 7 }),
        fc.boolean(),
        fc.constantFrom(...faces),
        async (steps, multiplePartialCaptures, face) => {
          const account = { multiplePartialCaptures }
          const tills = [
            await withLibrary(face === "checkout" ? face : "classic", account),
            await withAdapter(face, account)
          ] as const
          const library = await tell(tills[0], steps)
          expect(await tell(tills[1], steps)).toEqual(library)
          const known = tills.flatMap((till) => till.known()).map(totalsOf)
          expect(new Set(known.map(([, , , released]) => released)).size).toBe(1)
          expect(known.map(truthOf)).toEqual(known.map(() => library.money))
        }
      ),
      { numRuns: 40 }
    )
  }, 30_000)
})
