/**
 * The ports of the Classic modifications: rule, request, answer, model.
 *
 * Adyen answers that it received a request, `[capture-received]`, and decides later: the outcome is a webhook
 * (`AdyenWebhooks`). Only an adjustment with `adjustAuthorisationData` is decided in its answer.
 *
 * Source: Adyen, "Payment modifications" (Classic API), read 2026-11-22; `PaymentService-v68` of 2026-07-01.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Capabilities, Fact, ModificationKey } from "@paylayer/core"
import { Modifications, RuleViolation } from "@paylayer/core"
import { modification, Ports } from "@paylayer/core/adapter"
import type { Merchant } from "../account.ts"
import { idempotent } from "../AdyenClient.ts"
import { decidedNow, keep } from "../checkout/adjustAuthorisationData.ts"
import { provider } from "../currencies.ts"
import { type ModificationDecisions, modificationDecisions } from "../modificationDecisions.ts"
import { TechnicalCancels } from "../TechnicalCancels.ts"
import * as answers from "./answers.ts"
import type { ClassicClient } from "./client.ts"
import * as operations from "./operations.ts"
import { additional, chosen } from "./requestOptions.ts"

export interface Decisions extends ModificationDecisions {
  readonly decided: typeof decided
}

/** What an answer tells beyond that the request was received. It is an outcome only where it was asked to be one. */
const decided = (
  { additionalData, pspReference: id, response }: typeof answers.adjusted.Type,
  asked: { readonly key: ModificationKey.ModificationKey; readonly synchronous: boolean; readonly at: number }
): ReadonlyArray<Fact.Fact> => {
  const { at, key, synchronous } = asked
  const outcome = { _tag: "Outcome", key, id, kind: "adjust", at } as const
  if (!synchronous) return []
  switch (response) {
    case "Authorised":
      return [{ ...outcome, verdict: "succeeded" }]
    case "Refused": {
      const raw = additionalData?.refusalReasonRaw
      const code = raw === undefined ? {} : { code: Redacted.value(raw) }
      return [{ ...outcome, verdict: "failed", failure: { _tag: "Declined", ...code } }]
    }
    case "Error":
      return [{ ...outcome, verdict: "failed", failure: { _tag: "Other", raw: response } }]
    default:
      return []
  }
}

export const decisions: Decisions = { ...modificationDecisions, decided }

/** Adyen's words for why an amount changes. It has none for an instalment here. */
const industryUsage = { "delayed-charge": "DelayedCharge", "no-show": "NoShow" } as const

const usage = (
  reason: Modifications.AdjustOptions["reason"]
): Result.Result<string | undefined, RuleViolation.Unsupported> =>
  reason === undefined || Object.hasOwn(industryUsage, reason)
    ? Result.succeed(reason === undefined ? undefined : industryUsage[reason as keyof typeof industryUsage])
    : Result.fail(
        new RuleViolation.Unsupported({ provider, operation: `adjust for ${reason}`, capability: "such a reason" })
      )

export const make = (
  client: ClassicClient,
  { account = {}, merchantAccount }: Merchant,
  { amounts, decided, rules, sent }: Decisions = decisions
) => {
  const cancelling: Capabilities.CancellationCapabilities = { provider, idempotency: idempotent, decided: "later" }
  const common: Capabilities.ModificationCapabilities = {
    ...cancelling,
    currencies: amounts.currencies,
    amounts: amounts.limits
  }
  const multiple = account.multiplePartialCaptures === true
  const capabilities = {
    adjustments: { ...common, directions: ["up", "down", "same"], extends: true },
    captures: { ...common, partial: true, multiple, remainder: multiple ? "kept" : "released" },
    cancellations: cancelling,
    refunds: { ...common, partial: true, multiple: true },
    // A reversal is of the full amount, always.
    reversals: { ...cancelling, afterSeveralCaptures: false, afterRefunds: false }
  } as const

  /** The amount as Adyen counts it. */
  const amountOf = ({ amount: money, authorisation, kind }: Ports.Allowed<unknown>) => {
    const amount = sent(kind, money, authorisation)
    const { currency } = amount
    return Effect.fromResult(
      Result.map(amounts.toUnits(amount), (value) => ({ modificationAmount: { currency, value } }))
    )
  }

  /** What every modification of a payment says. Our key travels as its reference, which the webhook gives back. */
  const named = ({ authorisation, key }: Ports.Allowed<unknown, unknown>) => ({
    merchantAccount,
    originalReference: authorisation.id,
    reference: key
  })

  const adjustments = Ports.adjustments(
    capabilities.adjustments,
    Effect.fnUntraced(function* (allowed) {
      const { key, operation, options: given } = allowed
      const { additionalData, adjustAuthorisationData: blob } = chosen(given.provider)
      const own = {
        industryUsage: yield* Effect.fromResult(usage(given.reason)),
        adjustAuthorisationData: blob === undefined ? undefined : Redacted.value(blob)
      }
      const answer = yield* client.ask(operations.adjustAuthorisation, {
        operation,
        key,
        fields: {
          ...named(allowed),
          ...(yield* amountOf(allowed)),
          additionalData: additional(additionalData, own)
        },
        answer: answers.adjusted,
        secrets: blob === undefined ? [] : [blob]
      })
      const next = answer.additionalData?.adjustAuthorisationData
      const at = yield* decidedNow
      return {
        id: answer.pspReference,
        facts: decided(answer, { key, synchronous: blob !== undefined, at }),
        made: (modification) => keep(modification, next === undefined ? undefined : Redacted.value(next))
      }
    }),
    (capabilities, authorisation, total, now, given) =>
      Result.flatMap(rules.adjust(capabilities, authorisation, total, now, given), (asked) =>
        Result.map(usage(given.reason), () => asked)
      )
  )

  /** A request of which Adyen only says that it received it. */
  const received = Effect.fnUntraced(function* (
    request: operations.Operation,
    answer: Schema.ConstraintDecoder<{ readonly pspReference: string }, never>,
    allowed: Ports.Allowed<Modifications.ModificationOptions, unknown>,
    amount: object = {}
  ) {
    const { key, operation, options: given } = allowed
    const { additionalData } = chosen(given.provider)
    const fields = { ...named(allowed), ...amount, additionalData }
    const { pspReference } = yield* client.ask(request, { operation, key, fields, answer })
    return { id: pspReference }
  })

  const captures = Ports.captures(
    capabilities.captures,
    (allowed) =>
      Effect.flatMap(amountOf(allowed), (amount) => received(operations.capture, answers.captured, allowed, amount)),
    rules.capture
  )

  const refunds = Ports.refunds(
    capabilities.refunds,
    (allowed) =>
      Effect.flatMap(amountOf(allowed), (amount) => received(operations.refund, answers.refunded, allowed, amount)),
    rules.refund
  )

  const cancellations = Ports.cancellations(
    capabilities.cancellations,
    (allowed) => received(operations.cancel, answers.cancelled, allowed),
    rules.cancel
  )

  const reversals = Ports.reversals(
    capabilities.reversals,
    (allowed) => received(operations.cancelOrRefund, answers.cancelledOrRefunded, allowed),
    rules.reverse
  )

  const technicalCancel: TechnicalCancels["Service"]["cancel"] = (reference, given = {}) =>
    modification(
      Result.succeed({ kind: "cancel", sequence: 0 }),
      given,
      Effect.fnUntraced(function* (key) {
        const { additionalData } = chosen(given.provider)
        const { pspReference } = yield* client.ask(operations.technicalCancel, {
          operation: "TechnicalCancels.cancel",
          key,
          fields: { merchantAccount, originalMerchantReference: reference, reference: key, additionalData },
          answer: answers.technicallyCancelled
        })
        return { id: pspReference }
      })
    )

  return Context.make(Modifications.Adjustments, adjustments).pipe(
    Context.add(Modifications.Captures, captures),
    Context.add(Modifications.Cancellations, cancellations),
    Context.add(Modifications.Refunds, refunds),
    Context.add(Modifications.Reversals, reversals),
    Context.add(TechnicalCancels, { capabilities: capabilities.cancellations, cancel: technicalCancel })
  )
}
