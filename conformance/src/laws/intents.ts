/** INT: what holds for intents whose amount changes. */
import type { Money } from "@paylayer/core"
import { Intent, Intents, ModificationKey } from "@paylayer/core"
import { Faults, Shopper, Truth } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import * as act from "../acts.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import { refused, same, silently, step, succeeds, Trial } from "../Trial.ts"

const intents = Law.port(Intents.Intents)
const truth = Law.control(Truth.Truth)
const shopper = Law.control(Shopper.Shopper)
const faults = Law.control(Faults.Faults)

const capabilitiesOf = ({ declared }: Law.Given) => declared.intents!

const create = (amount: Money.PositiveMoney, options?: { readonly key: ModificationKey.ModificationKey }) =>
  Effect.gen(function* () {
    yield* step(`create an intent of ${act.shown(amount)}`)
    const { steps } = yield* Trial
    const { create } = yield* Intents.Intents
    return yield* create({ reference: `order-${String(steps.length).padStart(4, "0")}`, amount }, options)
  })

const update = (intent: Intent.Intent, amount: Money.PositiveMoney) =>
  Effect.gen(function* () {
    yield* step(`update ${act.shown(amount)}`)
    const { update } = yield* Intents.Intents
    return yield* update(intent, { amount })
  })

const inForce = (intent: Intent.Intent, amount: Money.Money) =>
  Effect.gen(function* () {
    yield* same("the intent's amount", money.major(amount), money.major(intent.amount))
    yield* act.believes(intent.id, amount)
  })

/** Brings a new intent into a state, as shopper and server can. */
const brought = (into: "new" | "challenge" | "decline" | "pending" | "pay" | "cancel", intent: Intent.Intent) =>
  Effect.gen(function* () {
    const port = yield* Intents.Intents
    if (into === "new") return intent
    if (into === "cancel") {
      yield* step("cancel")
      return yield* succeeds(port.cancel(intent))
    }
    const token = intent.token === undefined ? undefined : Redacted.value(intent.token)
    yield* act.submit({ id: intent.id, ...(token === undefined ? {} : { token }) }, into)
    return yield* succeeds(port.get(intent.id))
  })

const ways = ["new", "challenge", "decline", "pending", "pay", "cancel"] as const

const states = Law.property({
  id: "INT-01",
  title: "the amount changes in exactly the declared states",
  statement:
    "In the states that are declared an intent's amount may go up and down; in every other both are NotUpdatable, by a " +
    "value that says so before the wire, by an older value by the provider's refusal, and the amount stays.",
  source: "Stripe: update a PaymentIntent, payment_intent_unexpected_state",
  kind: "fault",
  runs: 30,
  requires: [intents, shopper, truth],
  input: () => fc.tuple(fc.constantFrom(...ways), fc.boolean()),
  check: ([way, up], given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const amount = inputs.amount(capabilities, 250)
      const other = inputs.amount(capabilities, up ? 1900 : 0)
      const fresh = yield* succeeds(create(amount))
      const intent = yield* brought(way, fresh)
      if (capabilities.updatableIn.some((status) => status === intent.status)) {
        return yield* inForce(yield* succeeds(update(intent, other)), other)
      }
      yield* silently(refused(update(intent, other), "NotUpdatable"))
      yield* refused(update(fresh, other), "NotUpdatable")
      yield* act.believes(intent.id, amount)
    })
})

const updates = Law.property({
  id: "INT-02",
  title: "the intent's amount in force is the last one accepted",
  statement:
    "After any number of updates the amount, here and at the provider, is the last one accepted, of one intent.",
  source: "Stripe: dynamically update payment amounts",
  kind: "model",
  requires: [intents, truth],
  input: (given) => fc.array(inputs.fewAmounts(capabilitiesOf(given)), { minLength: 1, maxLength: 6 }),
  check: (amounts, given) =>
    Effect.gen(function* () {
      let intent = yield* succeeds(create(inputs.amount(capabilitiesOf(given), 0)))
      const { id } = intent
      for (const amount of amounts) {
        intent = yield* succeeds(update(intent, amount))
        yield* inForce(intent, amount)
      }
      yield* same("the intent's id", id, intent.id)
      yield* same("objects at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const currency = Law.property({
  id: "INT-03",
  title: "another currency is another intent",
  statement:
    "An update in another currency is CurrencyMismatch before the wire, unless declared; amounts that are none too.",
  source: "Model: intents",
  kind: "property",
  requires: [
    intents,
    truth,
    Law.capability("more than one currency", ({ intents }) => (intents?.currencies.length ?? 0) > 1)
  ],
  input: (given) => {
    const capabilities = capabilitiesOf(given)
    const others = capabilities.currencies.filter((currency) => currency !== inputs.mainCurrency(capabilities))
    return fc.tuple(
      fc.constantFrom(...others).chain((currency) => inputs.amountsIn(capabilities, currency)),
      fc.constantFrom(...inputs.badAmounts(capabilities))
    )
  },
  check: ([other, bad], given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const amount = inputs.amount(capabilities, 0)
      const intent = yield* succeeds(create(amount))
      if (capabilities.currencyChange) return yield* inForce(yield* succeeds(update(intent, other)), other)
      yield* silently(refused(update(intent, other), "CurrencyMismatch"))
      yield* step(`an amount that is ${bad.what}`)
      yield* silently(refused(update(intent, bad.amount), "AmountOutOfRange", "AmountNotRepresentable"))
      yield* silently(refused(create(bad.amount), "AmountOutOfRange", "AmountNotRepresentable"))
      yield* act.believes(intent.id, amount)
    })
})

const keyed = Law.property({
  id: "INT-04",
  title: "one key, one intent",
  statement: "A creation under one key is one intent, however often it is sent and whatever answer is lost.",
  source: "Stripe: idempotent requests",
  kind: "fault",
  requires: [
    intents,
    truth,
    faults,
    Law.capability("idempotency of create: key", ({ intents }) => intents?.idempotency.create._tag === "key")
  ],
  input: () => fc.constantFrom("none", "TimeoutAfterEffect", "TimeoutBeforeEffect", "ResetAfterEffect" as const),
  check: (loss, given) =>
    Effect.gen(function* () {
      const key = ModificationKey.ModificationKey.make("one-intent")
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const { create: send } = yield* Intents.Intents
      const request = { reference: "same-order", amount }
      if (loss !== "none") yield* (yield* Faults.Faults).arm({ _tag: loss })
      yield* step(`create twice under one key, lost: ${loss}`)
      const first = yield* succeeds(send(request, { key }))
      const second = yield* succeeds(send(request, { key }))
      yield* same("the intent", first.id, second.id)
      yield* same("objects at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const cancelled = Law.property({
  id: "INT-05",
  title: "cancel ends it",
  statement:
    "A cancelled intent is cancelled at the provider, cannot be paid, and is NotCancellable and NotConfirmable from then on.",
  source: "Stripe: cancel a PaymentIntent",
  kind: "fault",
  runs: 9,
  requires: [intents, shopper, truth],
  input: () => fc.constantFrom("new", "challenge", "decline" as const),
  check: (way, given) =>
    Effect.gen(function* () {
      const port = yield* Intents.Intents
      const fresh = yield* succeeds(create(inputs.amount(capabilitiesOf(given), 0)))
      const intent = yield* brought(way, fresh)
      const ended = yield* brought("cancel", intent)
      yield* same("the status", "cancelled", ended.status)
      yield* same("the provider's status", "cancelled", (yield* act.truthOf(ended.id)).status)
      yield* silently(refused(port.cancel(ended), "NotCancellable"))
      yield* silently(refused(port.confirm(ended), "NotConfirmable"))
      yield* step("with the value from before")
      yield* refused(port.cancel(fresh), "NotCancellable")
      const token = fresh.token === undefined ? {} : { token: Redacted.value(fresh.token) }
      yield* same("the submission", "Refused", (yield* act.submit({ id: fresh.id, ...token }))._tag)
    })
})

const unknownStatus = Law.example({
  id: "INT-06",
  title: "a status that nobody knows is kept as it came",
  statement:
    "An intent whose status no document names is Unrecognised with the provider's word, and nothing may be done with it.",
  source: "Stripe: the status of a PaymentIntent is an open list",
  kind: "example",
  requires: [intents, faults, truth],
  check: (_, given) =>
    Effect.gen(function* () {
      const port = yield* Intents.Intents
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const intent = yield* succeeds(create(amount))
      yield* step("the provider says a status that nobody knows")
      yield* (yield* Faults.Faults).arm(
        { _tag: "Garble", body: (body) => body.replace(/"status"\s*:\s*"[^"]*"/, '"status":"brand_new"') },
        { only: ({ method }) => method === "GET" }
      )
      const strange = yield* succeeds(port.get(intent.id))
      yield* same("the status", { _tag: "Unrecognised", value: "brand_new" }, strange.status)
      yield* silently(refused(update(strange, inputs.amount(capabilitiesOf(given), 250)), "NotUpdatable"))
      yield* silently(refused(port.confirm(strange), "NotConfirmable"))
      yield* silently(refused(port.cancel(strange), "NotCancellable"))
    })
})

export const laws: ReadonlyArray<Law.Law> = [states, updates, currency, keyed, cancelled, unknownStatus]
