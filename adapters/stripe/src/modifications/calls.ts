/** The requests that follow an authorisation, and the reads: body, refusals, and what the answer has to say. */
import type { ModificationKey, Modifications, Money } from "@paylayer/core"
import { ModificationKey as Key, ProviderError } from "@paylayer/core"
import type { Answer, ProviderClient } from "@paylayer/core/adapter"
import { defined, requestBody } from "@paylayer/core/adapter"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { amounts, provider } from "../currencies.ts"
import * as form from "../form.ts"
import type { PaymentIntent } from "../intents/wire.ts"
import { paymentIntent } from "../intents/wire.ts"
import { idempotent } from "../StripeClient.ts"
import { keyOf } from "./facts.ts"
import * as refusals from "./refusals.ts"
import * as wire from "./wire.ts"

/** Which port asks, under which of our keys, for which PaymentIntent. */
export interface Call {
  readonly operation: string
  readonly key: ModificationKey.ModificationKey
  readonly id: string
}

/** More refunds of one payment than any shop makes: an end for a list that has none. */
const mostPages = 50

const refundSuffix = "/refund"

/**
 * A reversal uses its key for one endpoint, and another made of it for the other: a key goes to one endpoint only. So it
 * has to be shorter.
 */
export const longestReversalKey = idempotent.maxLength - refundSuffix.length

/** Stripe's words for why; the other reasons go along as metadata. */
const reasons = { duplicate: "duplicate", fraud: "fraudulent", "customer-request": "requested_by_customer" } as const

const reasonOf = (reason: Modifications.RefundOptions["reason"]) =>
  reason === undefined
    ? {}
    : reason === "return" || reason === "other"
      ? { metadata: { [wire.reasonField]: reason } }
      : { reason: reasons[reason] }

/** What is no key is named in the reason, and kept out of the error. */
export const failed = (
  { key, operation }: Pick<Call, "operation"> & Partial<Call>,
  reason: ProviderError.Reason,
  outcome: ProviderError.Outcome
) => new ProviderError.ProviderError({ provider, operation, reason, outcome, ...defined({ key: keyOf(key) }) })

/** The request was taken; what the answer says of it cannot be. */
export const malformed = (call: Pick<Call, "operation"> & Partial<Call>, problem: string) =>
  failed(call, { _tag: "MalformedResponse", problem }, "unknown")

const units = (amount: Money.PositiveMoney) => Effect.fromResult(amounts.toUnits(amount))

export const make = (client: ProviderClient.ProviderClient) => {
  const body = <A>(call: Call, schema: Schema.ConstraintCodec<A, Schema.Json, never, never>, value: unknown) =>
    Effect.fromResult(
      Result.mapBoth(requestBody(schema, value), {
        onSuccess: form.pairs,
        onFailure: (reason) => failed(call, reason, "not-executed")
      })
    )

  const change = <E>(
    { id, key, operation }: Call,
    verb: "capture" | "increment_authorization" | "cancel",
    pairs: ReadonlyArray<readonly [string, string]>,
    violation: (answer: Answer, circumstances: ProviderClient.Circumstances) => E | undefined
  ) =>
    client.execute<PaymentIntent, E>({
      operation,
      method: "POST",
      path: `/v1/payment_intents/{intent}/${verb}`,
      parameters: { intent: id },
      form: pairs,
      idempotency: idempotent,
      key,
      answer: paymentIntent(id),
      violation
    })

  const page = ({ id, key, operation }: Pick<Call, "operation" | "id"> & Partial<Call>, after: string | undefined) =>
    client.execute({
      operation,
      method: "GET",
      path: "/v1/refunds",
      query: { payment_intent: id, limit: String(wire.mostListed), ...defined({ starting_after: after }) },
      idempotency: { _tag: "read" },
      key,
      answer: wire.refundsOf(id)
    })

  return {
    increment: Effect.fnUntraced(function* (call: Call, total: Money.PositiveMoney) {
      const amount = yield* units(total)
      const pairs = yield* body(call, wire.Increment, { amount, expand: ["latest_charge"] })
      const intent = yield* change(call, "increment_authorization", pairs, refusals.increment(call.id))
      return intent.amount === amount ? intent : yield* malformed(call, "another amount than the one asked for")
    }),

    capture: Effect.fnUntraced(function* (
      call: Call,
      asked: Money.PositiveMoney,
      { keep }: { readonly keep: boolean }
    ) {
      const amount = yield* units(asked)
      const final = keep ? { final_capture: false } : {}
      const pairs = yield* body(call, wire.Capture, { amount_to_capture: amount, ...final, expand: ["latest_charge"] })
      const intent = yield* change(call, "capture", pairs, refusals.capture(call.id, asked))
      return intent.amount_received >= amount ? intent : yield* malformed(call, "less captured than asked for")
    }),

    cancel: Effect.fnUntraced(function* (call: Call) {
      const intent = yield* change(call, "cancel", [], refusals.cancel(call.id))
      return intent.status === "cancelled" ? intent : yield* malformed(call, "not cancelled")
    }),

    refund: Effect.fnUntraced(function* (
      call: Call,
      asked: Money.PositiveMoney,
      why: Modifications.RefundOptions["reason"]
    ) {
      const amount = yield* units(asked)
      const reason = reasonOf(why)
      const metadata = { ...reason.metadata, [wire.keyField]: call.key }
      const pairs = yield* body(call, wire.NewRefund, { payment_intent: call.id, amount, ...reason, metadata })
      const { key, operation } = call
      const refund = yield* client.execute({
        operation,
        method: "POST",
        path: "/v1/refunds",
        form: pairs,
        idempotency: idempotent,
        key,
        answer: wire.refundOf(call.id),
        violation: refusals.refund(call.id, asked)
      })
      return refund.amount === amount ? refund : yield* malformed(call, "another amount than the one asked for")
    }),

    /** All that is left, for a reversal: under a key of its own, and with ours in it. */
    refundAll: Effect.fnUntraced(function* (call: Call) {
      const metadata = { [wire.keyField]: call.key }
      const pairs = yield* body(call, wire.NewRefund, { payment_intent: call.id, metadata })
      return yield* client
        .execute({
          operation: call.operation,
          method: "POST",
          path: "/v1/refunds",
          form: pairs,
          idempotency: idempotent,
          key: Key.ModificationKey.make(call.key + refundSuffix),
          answer: wire.refundOf(call.id),
          violation: refusals.refundAll(call.id)
        })
        .pipe(
          Effect.mapError((error) =>
            error._tag === "ProviderError" ? new ProviderError.ProviderError({ ...error, key: call.key }) : error
          )
        )
    }),

    /** Where the intent stands, with its charge. */
    intent: ({ id, key, operation }: Pick<Call, "operation" | "id"> & Partial<Call>) =>
      client.execute({
        operation,
        method: "GET",
        path: "/v1/payment_intents/{intent}",
        parameters: { intent: id },
        query: { "expand[0]": "latest_charge" },
        idempotency: { _tag: "read" },
        key,
        answer: paymentIntent(id)
      }),

    /** Every refund of it, page by page. */
    refunds: Effect.fnUntraced(function* (
      call: Pick<Call, "operation" | "id"> & Partial<Call>
    ): Effect.fn.Return<ReadonlyArray<wire.Refund>, ProviderError.ProviderError> {
      const all: Array<wire.Refund> = []
      for (let pages = 0; pages < mostPages; pages++) {
        const { data, has_more }: typeof wire.Refunds.Type = yield* page(call, all.at(-1)?.id)
        all.push(...data)
        if (!has_more) return all
        if (data.length === 0) break
      }
      return yield* failed(call, { _tag: "MalformedResponse", problem: "not all refunds" }, "not-executed")
    })
  }
}
export type Calls = ReturnType<typeof make>
