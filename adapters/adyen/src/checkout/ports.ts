/**
 * The ports of Adyen's modifications: rule, request, answer, model.
 *
 * Adyen answers that it received a request, and decides later: the outcome is a webhook (`AdyenWebhooks`). Only an
 * adjustment with `adjustAuthorisationData` is decided in its answer.
 *
 * Source: Adyen, "Update an authorised amount"; `CheckoutService-v72` of 2026-07-01. Read 2026-11-22.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Capabilities, Fact, ModificationKey } from "@paylayer/core"
import { Modifications } from "@paylayer/core"
import type { ProviderClient } from "@paylayer/core/adapter"
import { defined, modification, Ports } from "@paylayer/core/adapter"
import type { Merchant } from "../account.ts"
import { idempotent } from "../AdyenClient.ts"
import { provider } from "../currencies.ts"
import { type ModificationDecisions, modificationDecisions } from "../modificationDecisions.ts"
import type { Wrong } from "../request.ts"
import { encode, failed } from "../request.ts"
import { TechnicalCancels } from "../TechnicalCancels.ts"
import { decidedNow, keep } from "./adjustAuthorisationData.ts"
import * as options from "./options.ts"
import * as wire from "./wire.ts"

export interface Decisions extends ModificationDecisions {
  /** What an answer tells beyond that the request was received. */
  readonly decided: typeof decided
  /** Whether an answer is the one to another request, under a key used before. */
  readonly another: typeof another
}

/** An answer is an outcome only where it was asked to be one. */
const decided = (
  answer: wire.Received,
  asked: { readonly key: ModificationKey.ModificationKey; readonly synchronous: boolean; readonly at: number }
): ReadonlyArray<Fact.Fact> => {
  const { at, key, synchronous } = asked
  const outcome = { _tag: "Outcome", key, id: answer.pspReference, kind: "adjust", at } as const
  if (!synchronous) return []
  if (answer.status === "authorised") return [{ ...outcome, verdict: "succeeded" }]
  return answer.status === "refused" ? [{ ...outcome, verdict: "failed", failure: { _tag: "Declined" } }] : []
}

/** Adyen does not compare what comes under a key: it answers what it answered first. */
const another = (
  { amount, paymentPspReference, paymentReference }: wire.Received,
  asked: {
    readonly payment?: string
    readonly reference?: string
    readonly amount?: { readonly value: number; readonly currency: string } | undefined
  }
): string | undefined => {
  const differs = (said: string | undefined, ours: string | undefined) =>
    said !== undefined && ours !== undefined && said !== ours
  if (differs(paymentPspReference, asked.payment) || differs(paymentReference, asked.reference))
    return "another payment"
  const other =
    amount !== undefined &&
    asked.amount !== undefined &&
    (amount.value !== asked.amount.value || amount.currency !== asked.amount.currency)
  return other ? "another amount" : undefined
}

export const decisions: Decisions = { ...modificationDecisions, decided, another }

/** Adyen's words for the model's reasons; one that is none of the model's is refused by the schema. */
const word = (words: Readonly<Record<string, string>>, reason: string | undefined): string | undefined =>
  reason === undefined || !Object.hasOwn(words, reason) ? reason : words[reason]

const industryUsage = { "delayed-charge": "delayedCharge", "no-show": "noShow", instalment: "installment" }
const refundReason = {
  duplicate: "DUPLICATE",
  fraud: "FRAUD",
  "customer-request": "CUSTOMER REQUEST",
  return: "RETURN",
  other: "OTHER"
}

interface Request<A> {
  readonly operation: string
  readonly path: string
  readonly key: ModificationKey.ModificationKey
  readonly schema: Schema.ConstraintCodec<A, Schema.Json, never, never>
  /** By id, or by the merchant's reference. */
  readonly payment?: string
  readonly reference?: string
  readonly amount?: { readonly value: number; readonly currency: string }
  readonly fields: Readonly<Record<string, unknown>>
  readonly wrong?: ReadonlyArray<Wrong>
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
}

export const make = (
  client: ProviderClient.ProviderClient,
  { account = {}, merchantAccount }: Merchant,
  { amounts, another, decided, rules, sent }: Decisions = decisions
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

  const send = Effect.fnUntraced(function* <A>(request: Request<A>) {
    const { amount, fields, key, operation, path, payment, reference, schema, secrets = [], wrong } = request
    const answer = yield* client.execute({
      operation,
      method: "POST",
      path,
      ...(payment === undefined ? {} : { parameters: { id: payment } }),
      json: yield* encode(
        operation,
        key,
        schema,
        { ...fields, ...defined({ amount, paymentReference: reference }), merchantAccount, reference: key },
        wrong
      ),
      idempotency: idempotent,
      key,
      answer: wire.Received,
      secrets
    })
    const whose = another(answer, { amount, ...defined({ payment, reference }) })
    return whose === undefined
      ? answer
      : // Received all the same, whatever it was: what became of the one under this key nobody knows yet.
        yield* failed(operation, key, { _tag: "IdempotencyConflict", message: whose }, "unknown")
  })

  /** What a modification of an amount sends: the amount, and its options. */
  const amounted = Effect.fnUntraced(function* (
    kind: "adjust" | "capture" | "refund",
    { amount: money, authorisation, key, operation, options: given }: Ports.Allowed<Modifications.ModificationOptions>
  ) {
    const { currency } = money
    const value = yield* Effect.fromResult(amounts.toUnits(sent(kind, money, authorisation)))
    const chosen = yield* Effect.fromResult(options.chosen(amounts, currency, kind, given.provider))
    return { ...chosen, operation, key, payment: authorisation.id, amount: { value, currency } }
  })

  const adjustments = Ports.adjustments(
    capabilities.adjustments,
    Effect.fnUntraced(function* (allowed) {
      const { key, options: given } = allowed
      const blob = options.synchronous(given.provider)
      const { fields, ...rest } = yield* amounted("adjust", allowed)
      const answer = yield* send({
        ...rest,
        path: "/payments/{id}/amountUpdates",
        schema: wire.AmountUpdate,
        fields: {
          ...fields,
          ...defined({
            industryUsage: word(industryUsage, given.reason),
            adjustAuthorisationData: blob === undefined ? undefined : Redacted.value(blob)
          })
        },
        secrets: blob === undefined ? [] : [blob]
      })
      const at = yield* decidedNow
      return {
        id: answer.pspReference,
        facts: decided(answer, { key, synchronous: blob !== undefined, at }),
        made: (modification) => keep(modification, answer.adjustAuthorisationData)
      }
    }),
    rules.adjust
  )

  const captures = Ports.captures(
    capabilities.captures,
    Effect.fnUntraced(function* (allowed) {
      const asked = yield* amounted("capture", allowed)
      const { pspReference } = yield* send({ ...asked, path: "/payments/{id}/captures", schema: wire.Capture })
      return { id: pspReference }
    }),
    rules.capture
  )

  const refunds = Ports.refunds(
    capabilities.refunds,
    Effect.fnUntraced(function* (allowed) {
      const { fields, ...rest } = yield* amounted("refund", allowed)
      const { pspReference } = yield* send({
        ...rest,
        path: "/payments/{id}/refunds",
        schema: wire.Refund,
        fields: { ...fields, ...defined({ merchantRefundReason: word(refundReason, allowed.options.reason) }) }
      })
      return { id: pspReference }
    }),
    rules.refund
  )

  /** A cancel or a reversal: neither has an amount. */
  const whole = (path: string) =>
    Effect.fnUntraced(function* ({
      authorisation,
      key,
      operation,
      options: given
    }: Ports.Allowed<Modifications.ModificationOptions, undefined>) {
      const fields = options.ofCancel(given.provider)
      const request = { operation, path, key, payment: authorisation.id, schema: wire.Cancel, fields }
      const { pspReference } = yield* send(request)
      return { id: pspReference }
    })

  const cancellations = Ports.cancellations(capabilities.cancellations, whole("/payments/{id}/cancels"), rules.cancel)
  const reversals = Ports.reversals(capabilities.reversals, whole("/payments/{id}/reversals"), rules.reverse)

  const technicalCancel: TechnicalCancels["Service"]["cancel"] = (reference, given = {}) =>
    modification(
      Result.succeed({ kind: "cancel", sequence: 0 }),
      given,
      Effect.fnUntraced(function* (key) {
        const { pspReference } = yield* send({
          operation: "TechnicalCancels.cancel",
          path: "/cancels",
          key,
          reference,
          schema: wire.TechnicalCancel,
          fields: options.ofCancel(given.provider)
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
