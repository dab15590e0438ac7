/** What a provider cannot do after authorisation does not compile, and each operation fails with exactly its errors. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { expectTypeOf, test } from "vitest"
import type { Authorisation } from "../src/Authorisation.ts"
import type { Fact } from "../src/Fact.ts"
import type { Modification } from "../src/Modification.ts"
import type { ModificationKey } from "../src/ModificationKey.ts"
import { Adjustments, Cancellations, Captures, Lookups, Refunds, Reversals } from "../src/Modifications.ts"
import type { Money, PositiveMoney } from "../src/Money.ts"
import type { ProviderError } from "../src/ProviderError.ts"
import type {
  AmountNotRepresentable,
  AmountOutOfRange,
  CaptureExceedsAuthorised,
  CurrencyMismatch,
  ModificationPending,
  NotAdjustable,
  NotCancellable,
  NotCapturable,
  NotRefundable,
  RefundExceedsCaptured,
  Unsupported,
  UnsupportedCurrency,
  WebhookRefused
} from "../src/RuleViolation.ts"
import type { Totals } from "../src/Totals.ts"
import type { RawRequest, Received } from "../src/Webhooks.ts"
import { Webhooks } from "../src/Webhooks.ts"

declare const authorisation: Authorisation
declare const total: PositiveMoney
declare const money: Money
declare const key: ModificationKey
declare const request: RawRequest

/** A program that adjusts, and captures what it adjusted to. */
const program = Effect.gen(function* () {
  const adjusted = yield* (yield* Adjustments).adjust(authorisation, total)
  return yield* (yield* Captures).capture(authorisation.with(adjusted.facts), total)
})

declare const both: Layer.Layer<Adjustments | Captures>
declare const all: Layer.Layer<Adjustments | Captures | Cancellations | Refunds | Reversals | Lookups | Webhooks>
declare const withoutAdjustments: Layer.Layer<Captures | Cancellations | Refunds>

test("a program asks for the ports that it uses", () => {
  expectTypeOf<Effect.Services<typeof program>>().toEqualTypeOf<Adjustments | Captures>()
  void Effect.runPromise(Effect.provide(program, both))
  void Effect.runPromise(Effect.provide(program, all))
})

test("a program that adjusts does not compile where the provider cannot", () => {
  const open = Effect.provide(program, withoutAdjustments)
  expectTypeOf<Effect.Services<typeof open>>().toEqualTypeOf<Adjustments>()
  // @ts-expect-error Adjustments is missing
  void Effect.runPromise(open)
  // @ts-expect-error Adjustments is missing
  void Effect.runSync(Effect.provide(program, withoutAdjustments))
})

test("each port is one of its own", () => {
  expectTypeOf<Adjustments["Service"]>().not.toExtend<Captures["Service"]>()
  expectTypeOf<Captures["Service"]>().not.toExtend<Refunds["Service"]>()
  expectTypeOf<Cancellations["Service"]>().not.toExtend<Reversals["Service"]>()
  // @ts-expect-error a layer of captures gives no refunds
  const wrong: Layer.Layer<Refunds> = Layer.empty as Layer.Layer<Captures>
  void wrong
})

type Amount = CurrencyMismatch | UnsupportedCurrency | AmountOutOfRange | AmountNotRepresentable
type Always = ModificationPending | Unsupported | ProviderError

test("each operation fails with exactly its errors", () => {
  const adjust = Adjustments.use((port) => port.adjust(authorisation, total))
  expectTypeOf(adjust).toEqualTypeOf<Effect.Effect<Modification, NotAdjustable | Amount | Always, Adjustments>>()
  const capture = Captures.use((port) => port.capture(authorisation, total))
  expectTypeOf(capture).toEqualTypeOf<
    Effect.Effect<Modification, NotCapturable | CaptureExceedsAuthorised | Amount | Always, Captures>
  >()
  const cancel = Cancellations.use((port) => port.cancel(authorisation))
  expectTypeOf(cancel).toEqualTypeOf<Effect.Effect<Modification, NotCancellable | Always, Cancellations>>()
  const refund = Refunds.use((port) => port.refund(authorisation, total))
  expectTypeOf(refund).toEqualTypeOf<
    Effect.Effect<Modification, NotRefundable | RefundExceedsCaptured | Amount | Always, Refunds>
  >()
  const reverse = Reversals.use((port) => port.reverse(authorisation))
  expectTypeOf(reverse).toEqualTypeOf<Effect.Effect<Modification, NotCancellable | NotRefundable | Always, Reversals>>()
  const find = Lookups.use((port) => port.find({ id: "a1" }))
  expectTypeOf(find).toEqualTypeOf<Effect.Effect<Authorisation, Unsupported | ProviderError, Lookups>>()
  const receive = Webhooks.use((port) => port.receive(request))
  expectTypeOf(receive).toEqualTypeOf<Effect.Effect<Received, WebhookRefused, Webhooks>>()
})

test("an amount is above zero, and a key is a key", () => {
  // @ts-expect-error it may be zero
  Adjustments.use((port) => port.adjust(authorisation, money))
  // @ts-expect-error a number has no currency
  Captures.use((port) => port.capture(authorisation, 1500))
  // @ts-expect-error nobody said how much
  Refunds.use((port) => port.refund(authorisation))
  // @ts-expect-error any text
  Refunds.use((port) => port.refund(authorisation, total, { key: "refund-1" }))
  Refunds.use((port) => port.refund(authorisation, total, { key, reason: "return" }))
  // @ts-expect-error no such reason
  Refunds.use((port) => port.refund(authorisation, total, { reason: "because" }))
  // @ts-expect-error a cancellation has no amount
  Cancellations.use((port) => port.cancel(authorisation, total))
})

test("what came through JSON, and no schema, is no authorisation", () => {
  const unstored = { id: "a1", provider: "test", facts: [] }
  // @ts-expect-error it has no methods
  Captures.use((port) => port.capture(unstored, total))
})

test("what is sought is one thing", () => {
  Lookups.use((port) => port.find({ authorisation, key }))
  Lookups.use((port) => port.find({ reference: "order-1" }))
  // @ts-expect-error of which authorisation
  Lookups.use((port) => port.find({ key }))
  // @ts-expect-error of which modification
  Lookups.use((port) => port.find({ authorisation }))
})

test("what is received is no outcome", () => {
  // @ts-expect-error an acknowledgement is a link and nothing more
  const received: Fact = { _tag: "Linked", key, id: "x", verdict: "succeeded" }
  // @ts-expect-error an outcome has a time of the provider
  const outcome: Fact = { _tag: "Outcome", key, kind: "capture", verdict: "succeeded" }
  // @ts-expect-error the stages that a port may say
  const stage: Modification["stage"] = "received"
  void [received, outcome, stage]
  expectTypeOf(authorisation.totals().captured).toEqualTypeOf<Money>()
  expectTypeOf(authorisation.totals()).toEqualTypeOf<Totals>()
})
