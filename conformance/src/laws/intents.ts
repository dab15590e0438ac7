/** INT: what holds for intents whose amount changes. */
import type { Money } from "@paylayer/core"
import { Intent, Intents, ModificationKey } from "@paylayer/core"
import { Faults, Shopper, Truth } from "@paylayer/simulator"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import * as act from "../acts.ts"
import { withAnswerChanged } from "../changes.ts"
import * as inputs from "../inputs.ts"
import * as Law from "../Law.ts"
import * as money from "../model/money.ts"
import { opening, refused, same, silently, step, succeeds, Trial } from "../Trial.ts"

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

/** An intent that laws start from, some steps above the smallest amount. */
const created = (given: Law.Given, steps = 0) => opening(succeeds(create(inputs.amount(capabilitiesOf(given), steps))))

const update = (intent: Intent.Intent, amount: Money.PositiveMoney, how = "") =>
  Effect.gen(function* () {
    yield* step(`update ${act.shown(amount)}${how}`)
    const { update } = yield* Intents.Intents
    return yield* update(intent, { amount })
  })

const cancel = (intent: Intent.Intent, how = "") =>
  Effect.gen(function* () {
    yield* step(`cancel${how}`)
    return yield* (yield* Intents.Intents).cancel(intent)
  })

const confirm = (intent: Intent.Intent) =>
  Effect.gen(function* () {
    yield* step("confirm")
    return yield* (yield* Intents.Intents).confirm(intent)
  })

const submit = ({ id, token }: Intent.Intent, manner?: Shopper.Manner) =>
  act.submit({ id, ...(token === undefined ? {} : { token: Redacted.value(token) }) }, manner)

const inForce = (intent: Intent.Intent, amount: Money.Money) =>
  Effect.gen(function* () {
    yield* same("the intent's amount", money.major(amount), money.major(intent.amount))
    yield* act.believes(intent.id, amount)
  })

type State = "new" | "challenge" | "decline" | "pending" | "pay" | "cancel"

/** Brings a new intent into a state, as shopper and server can. */
const brought = (into: State, intent: Intent.Intent) =>
  Effect.gen(function* () {
    if (into === "new") return intent
    if (into === "cancel") return yield* succeeds(cancel(intent))
    yield* submit(intent, into)
    return yield* succeeds((yield* Intents.Intents).get(intent.id))
  })

const ways = ["challenge", "decline", "pending", "pay", "cancel"] as const

const states = Law.each({
  id: "INT-01",
  title: "the amount changes in exactly the declared states",
  statement:
    "In the states that are declared an intent's amount may go up and down; in every other both are NotUpdatable, by a " +
    "value that says so before the wire, by an older value by the provider's refusal, and the amount stays.",
  source: "Stripe: update a PaymentIntent, payment_intent_unexpected_state",
  kind: "fault",
  requires: [intents, shopper, truth],
  cases: () => [
    ...Law.cross(["new"] as const, [1900, 0], ["as it is"] as const),
    ...Law.cross(ways, [1900, 0], ["as it is", "by an older value"] as const)
  ],
  check: ([way, steps, by], given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const amount = inputs.amount(capabilities, 250)
      const other = inputs.amount(capabilities, steps)
      const fresh = yield* created(given, 250)
      const intent = yield* brought(way, fresh)
      const changing = by === "as it is" ? update(intent, other) : update(fresh, other, `, ${by}`)
      if (capabilities.updatableIn.some((status) => status === intent.status)) {
        return yield* inForce(yield* succeeds(changing), other)
      }
      yield* by === "as it is" ? silently(refused(changing, "NotUpdatable")) : refused(changing, "NotUpdatable")
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
      let intent = yield* created(given)
      const { id } = intent
      for (const amount of amounts) {
        intent = yield* succeeds(update(intent, amount))
        yield* inForce(intent, amount)
      }
      yield* same("the intent's id", id, intent.id)
      yield* same("objects at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const currency = Law.each({
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
  cases: (given) => {
    const capabilities = capabilitiesOf(given)
    return [
      ...inputs.others(capabilities).map((currency) => ({ other: inputs.amount(capabilities, 0, currency) })),
      ...Law.cross(["create", "update"] as const, inputs.badAmounts(capabilities)).map(([operation, bad]) => ({
        operation,
        bad
      }))
    ]
  },
  check: (input, given) =>
    Effect.gen(function* () {
      const capabilities = capabilitiesOf(given)
      const amount = inputs.amount(capabilities, 0)
      if ("other" in input) {
        const { other } = input
        const intent = yield* created(given)
        if (capabilities.currencyChange) return yield* inForce(yield* succeeds(update(intent, other)), other)
        yield* silently(refused(update(intent, other), "CurrencyMismatch"))
        return yield* act.believes(intent.id, amount)
      }
      const { bad, operation } = input
      if (operation === "create") {
        return void (yield* silently(refused(create(bad.amount), "AmountOutOfRange", "AmountNotRepresentable")))
      }
      const intent = yield* created(given)
      yield* silently(refused(update(intent, bad.amount), "AmountOutOfRange", "AmountNotRepresentable"))
      yield* act.believes(intent.id, amount)
    })
})

/** How an answer may be lost, as a story tells it. */
const losses = {
  TimeoutAfterEffect: "no answer comes, after the effect",
  TimeoutBeforeEffect: "no answer comes, before the effect",
  ResetAfterEffect: "the connection breaks, after the effect"
} as const

const keyed = Law.each({
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
  cases: () => [undefined, "TimeoutAfterEffect", "TimeoutBeforeEffect", "ResetAfterEffect"],
  check: (loss, given) =>
    Effect.gen(function* () {
      const key = ModificationKey.ModificationKey.make("one-intent")
      const amount = inputs.amount(capabilitiesOf(given), 0)
      const { create: send } = yield* Intents.Intents
      const request = { reference: "same-order", amount }
      if (loss !== undefined) {
        yield* step(losses[loss], "network")
        yield* (yield* Faults.Faults).arm({ _tag: loss })
      }
      yield* step(`create an intent of ${act.shown(amount)}`)
      const first = yield* succeeds(send(request, { key }))
      yield* step("create it again, under the same key")
      const second = yield* succeeds(send(request, { key }))
      yield* same("the intent", first.id, second.id)
      yield* same("objects at the provider", 1, (yield* (yield* Truth.Truth).sessions).length)
    })
})

const cancelled = Law.each({
  id: "INT-05",
  title: "cancel ends it",
  statement:
    "A cancelled intent is cancelled at the provider, cannot be paid, and is NotCancellable and NotConfirmable from then on.",
  source: "Stripe: cancel a PaymentIntent",
  kind: "fault",
  requires: [intents, shopper, truth],
  cases: () =>
    Law.cross(["new", "challenge", "decline"], ["cancel again", "confirm", "cancel by an older value", "pay"]),
  check: ([way, then], given) =>
    Effect.gen(function* () {
      const fresh = yield* created(given)
      const ended = yield* brought("cancel", yield* opening(brought(way, fresh)))
      yield* same("the status", "cancelled", ended.status)
      yield* same("the provider's status", "cancelled", (yield* act.truthOf(ended.id)).status)
      switch (then) {
        case "cancel again":
          return void (yield* silently(refused(cancel(ended, " again"), "NotCancellable")))
        case "confirm":
          return void (yield* silently(refused(confirm(ended), "NotConfirmable")))
        case "cancel by an older value":
          return void (yield* refused(cancel(fresh, " again, by an older value"), "NotCancellable"))
        case "pay":
          yield* same("the submission", "Refused", (yield* submit(fresh))._tag)
      }
    })
})

const unknownStatus = Law.each({
  id: "INT-06",
  title: "a status that nobody knows is kept as it came",
  statement:
    "An intent whose status no document names is Unrecognised with the provider's word, and nothing may be done with it.",
  source: "Stripe: the status of a PaymentIntent is an open list",
  kind: "example",
  requires: [intents, faults, truth],
  cases: () => ["update", "confirm", "cancel"],
  check: (then, given) =>
    Effect.gen(function* () {
      const { id } = yield* created(given)
      yield* step("the provider says a status that nobody knows", "provider")
      yield* step("look the intent up")
      const found = (yield* Intents.Intents).get(id)
      const strange = yield* succeeds(withAnswerChanged("strangeStatus", given, found, act.reads))
      yield* same("the status", { _tag: "Unrecognised", value: "brand-new" }, strange.status)
      switch (then) {
        case "update":
          return void (yield* silently(
            refused(update(strange, inputs.amount(capabilitiesOf(given), 250)), "NotUpdatable")
          ))
        case "confirm":
          return void (yield* silently(refused(confirm(strange), "NotConfirmable")))
        case "cancel":
          yield* silently(refused(cancel(strange), "NotCancellable"))
      }
    })
})

export const laws: ReadonlyArray<Law.Law> = [states, updates, currency, keyed, cancelled, unknownStatus]
