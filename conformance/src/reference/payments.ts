/** What the reference adapter does with a payment: the part of `PROTOCOL.md` after authorisation. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { Authorisation, Capabilities, Fact, Money, RuleViolation } from "@paylayer/core"
import { Modifications, ProviderError } from "@paylayer/core"
import type { Answer, ProviderClient } from "@paylayer/core/adapter"
import { Ports } from "@paylayer/core/adapter"
import type * as Core from "@paylayer/core"
import * as paymentWire from "./paymentWire.ts"
import * as wire from "./wire.ts"

/** The capabilities of all five modifications. */
interface Declared {
  readonly adjustments: Capabilities.AdjustmentCapabilities
  readonly captures: Capabilities.CaptureCapabilities
  readonly cancellations: Capabilities.CancellationCapabilities
  readonly refunds: Capabilities.RefundCapabilities
  readonly reversals: Capabilities.ReversalCapabilities
}

/** What a mutant may put something else in the place of. */
export interface Parts {
  readonly rules: typeof Core.Rules
  readonly modifications: (declared: Declared) => Declared
  /** What an answer to a modification says happened. */
  readonly answered: typeof paymentWire.answered
  /** What is asked of the provider, of the amount that the caller wants. */
  readonly asked: (kind: Fact.Kind, amount: Money.Money, authorisation: Authorisation.Authorisation) => Money.Money
  /** Which rule of the model a refused modification stands for. */
  readonly refusals: typeof paymentWire.refusals
}

interface Given {
  readonly provider: string
  readonly parts: Parts
  readonly client: ProviderClient.ProviderClient
  readonly common: Capabilities.ModificationCapabilities
  readonly toWire: (
    money: Money.Money
  ) => Effect.Effect<
    typeof wire.Amount.Type,
    RuleViolation.AmountOutOfRange | RuleViolation.AmountNotRepresentable | RuleViolation.UnsupportedCurrency
  >
  readonly read: paymentWire.ReadAmount
}

const segments = {
  adjust: "adjustments",
  capture: "captures",
  cancel: "cancellations",
  refund: "refunds",
  reverse: "reversals"
} as const satisfies Record<Fact.Kind, string>

export const make = ({ client, common, parts, provider, read, toWire }: Given) => {
  const { refusals, rules } = parts
  const declared = parts.modifications({
    adjustments: { ...common, directions: ["up", "down", "same"], extends: true },
    captures: { ...common, partial: true, multiple: true, remainder: "chosen" },
    cancellations: common,
    refunds: { ...common, partial: true, multiple: true },
    reversals: { ...common, afterSeveralCaptures: true, afterRefunds: true }
  })

  const send = Effect.fnUntraced(function* <E>(
    { authorisation: { id }, key, kind, operation }: Ports.Allowed<unknown, unknown>,
    fields: Readonly<Record<string, Schema.Json>>,
    refusal: (id: string, answer: Answer) => E | undefined
  ) {
    // What undoes it may have happened before its answer is here: it is not later than the question.
    const at = yield* Clock.currentTimeMillis
    const answer = yield* client.execute<typeof paymentWire.Modification.Type, E>({
      operation,
      method: "POST",
      path: `/payments/{id}/${segments[kind]}`,
      parameters: { id },
      json: yield* wire.encode(provider, operation, paymentWire.NewModification, { reference: key, ...fields }),
      idempotency: common.idempotency,
      key,
      answer: paymentWire.modificationOf(id),
      violation: (answer, { unsure }) => (unsure ? undefined : refusal(id, answer))
    })
    return { id: answer.id, facts: parts.answered(answer, kind, { id, at, key, read }) }
  })

  const amountOf = ({ amount, authorisation, kind }: Ports.Allowed<unknown>) =>
    toWire(parts.asked(kind, amount, authorisation))

  const adjustments = Ports.adjustments(
    declared.adjustments,
    (allowed) => Effect.flatMap(amountOf(allowed), (amount) => send(allowed, { amount }, refusals.adjust)),
    rules.adjust
  )

  const captures = Ports.captures(
    declared.captures,
    (allowed) =>
      Effect.flatMap(amountOf(allowed), (amount) =>
        send(allowed, { amount, final: allowed.options.final !== false }, refusals.capture)
      ),
    rules.capture
  )

  const cancellations = Ports.cancellations(
    declared.cancellations,
    (allowed) => send(allowed, {}, refusals.cancel),
    rules.cancel
  )

  const refunds = Ports.refunds(
    declared.refunds,
    (allowed) => Effect.flatMap(amountOf(allowed), (amount) => send(allowed, { amount }, refusals.refund)),
    rules.refund
  )

  const reversals = Ports.reversals(declared.reversals, (allowed) => send(allowed, {}, refusals.reverse), rules.reverse)

  const lookups = Modifications.Lookups.of({
    capabilities: { provider, by: ["id", "reference", "key"] },
    find: Effect.fnUntraced(function* (sought) {
      const operation = "Lookups.find"
      const authorisation = "authorisation" in sought ? sought.authorisation : undefined
      const id = "id" in sought ? sought.id : authorisation?.id
      if (id !== undefined) {
        const payment = yield* client.execute({
          operation,
          method: "GET",
          path: "/payments/{id}",
          parameters: { id },
          idempotency: { _tag: "read" },
          answer: paymentWire.payment(id)
        })
        const found = yield* paymentWire.found(provider, operation, payment, read)
        return authorisation === undefined ? found : authorisation.with(found.facts)
      }
      const { payments } = yield* client.execute({
        operation,
        method: "GET",
        path: "/payments",
        query: { reference: "reference" in sought ? sought.reference : "" },
        idempotency: { _tag: "read" },
        answer: paymentWire.Payments
      })
      const [payment] = payments
      if (payment === undefined) {
        return yield* new ProviderError.ProviderError({
          provider,
          operation,
          reason: { _tag: "NotFound" },
          outcome: "not-executed"
        })
      }
      return yield* paymentWire.found(provider, operation, payment, read)
    })
  })

  return { adjustments, captures, cancellations, refunds, reversals, lookups }
}
