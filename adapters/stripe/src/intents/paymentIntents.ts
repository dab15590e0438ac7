/** The calls of the PaymentIntents API, once for both ports that stand on them. */
import type { Money, ModificationKey } from "@paylayer/core"
import { Intent, ProviderError, ProviderOption, RuleViolation } from "@paylayer/core"
import { merge, requestBody } from "@paylayer/core/adapter"
import type { Answer, ProviderClient } from "@paylayer/core/adapter"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { amounts, provider } from "../currencies.ts"
import { declinedIntent, errorOf } from "../errors.ts"
import * as form from "../form.ts"
import type { Requests } from "../modifications/requests.ts"
import { methodOptions } from "../modifications/requests.ts"
import { idempotent } from "../StripeClient.ts"
import * as wire from "./wire.ts"

export type Settable = typeof wire.Settable.Type

interface IntentOption extends ProviderOption.ProviderOption {
  readonly settable: Settable
}
const isIntentOption = (option: ProviderOption.ProviderOption): option is IntentOption =>
  option.provider === provider && option.kind === "payment-intent"

/** For `provider: [...]` of a creation or an update: what Stripe has beyond the model, in its own names. */
export const options = (settable: Settable): IntentOption => ({ provider, kind: "payment-intent", settable })

const chosen = (options: ReadonlyArray<ProviderOption.ProviderOption> | undefined) =>
  merge(...ProviderOption.of(options, isIntentOption).map(({ settable }) => settable))

/** The merchant's reference is the one of the creation: Stripe merges metadata, and what isn't named stays. */
const withoutReference = (settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { metadata, ...others } = settings as Settable
  const { reference: _, ...rest } = metadata ?? {}
  return metadata === undefined ? settings : { ...others, metadata: rest }
}

/** The intent of a call: its secret stays out of what errors quote. */
interface IntentRef {
  readonly id: string
  readonly token?: Redacted.Redacted<string>
}

/** A card was declined at a confirmation: an outcome, not an error. */
class Declined extends Data.TaggedError("Declined")<{ readonly intent: wire.PaymentIntent }> {}

export const make = (client: ProviderClient.ProviderClient, requests: Requests | undefined) => {
  const body = <A>(operation: string, schema: Schema.ConstraintCodec<A, Schema.Json, never, never>, value: unknown) =>
    Effect.fromResult(
      Result.map(
        Result.mapError(
          requestBody(schema, value),
          (reason) => new ProviderError.ProviderError({ provider, operation, reason, outcome: "not-executed" })
        ),
        form.pairs
      )
    )

  const money = (amount: Money.PositiveMoney) =>
    Effect.fromResult(
      Result.map(amounts.toUnits(amount), (units) => ({ amount: units, currency: amount.currency.toLowerCase() }))
    )

  const post = <E = never>(
    operation: string,
    path: string,
    pairs: ReadonlyArray<readonly [string, string]>,
    key: ModificationKey.ModificationKey | undefined,
    intent?: IntentRef,
    violation?: (answer: Answer, circumstances: ProviderClient.Circumstances) => E | undefined
  ) =>
    client.execute<wire.PaymentIntent, E>({
      operation,
      method: "POST",
      path,
      ...(intent === undefined
        ? {}
        : { parameters: { intent: intent.id }, secrets: intent.token === undefined ? [] : [intent.token] }),
      form: pairs,
      idempotency: idempotent,
      key,
      answer: wire.paymentIntent(intent?.id),
      ...(violation === undefined ? {} : { violation })
    })

  return {
    create: Effect.fnUntraced(function* (
      operation: string,
      request: Intent.IntentRequest,
      key: ModificationKey.ModificationKey | undefined
    ) {
      const { capture, provider, reference } = request
      const capturing =
        capture === undefined ? {} : { capture_method: capture === "manual" ? "manual" : "automatic_async" }
      const total = yield* money(request.amount)
      const asked = methodOptions(requests, capture)
      const value = merge(chosen(provider), capturing, asked, total, { metadata: { reference } })
      return yield* post(operation, "/v1/payment_intents", yield* body(operation, wire.NewPaymentIntent, value), key)
    }),

    update: Effect.fnUntraced(function* (
      operation: string,
      intent: IntentRef,
      change: Intent.IntentChange,
      key: ModificationKey.ModificationKey | undefined
    ) {
      const total = change.amount === undefined ? {} : yield* money(change.amount)
      const settings = withoutReference(chosen(change.provider))
      const pairs = yield* body(operation, wire.PaymentIntentUpdate, merge(settings, total))
      return yield* post(operation, "/v1/payment_intents/{intent}", pairs, key, intent, (answer, { unsure }) =>
        unsure ? undefined : unexpectedState(intent.id, answer)
      )
    }),

    confirm: (intent: IntentRef, key: ModificationKey.ModificationKey | undefined) =>
      post(
        "Intents.confirm",
        "/v1/payment_intents/{intent}/confirm",
        form.pairs({ expand: ["latest_charge"] }),
        key,
        intent,
        (answer, { unsure }) => {
          const declined = declinedIntent(answer)
          if (declined !== undefined) return new Declined({ intent: declined })
          const error = errorOf(answer)
          return !unsure && error?.code === "payment_intent_unexpected_state"
            ? new RuleViolation.NotConfirmable({ id: intent.id, status: statusText(error.payment_intent) })
            : undefined
        }
      ),

    cancel: (operation: string, intent: IntentRef, key: ModificationKey.ModificationKey | undefined) =>
      post(operation, "/v1/payment_intents/{intent}/cancel", [], key, intent, (answer, { unsure }) =>
        !unsure && errorOf(answer)?.code === "payment_intent_unexpected_state"
          ? new RuleViolation.NotCancellable({ id: intent.id, status: statusText(errorOf(answer)?.payment_intent) })
          : undefined
      ),

    get: (id: string) =>
      client.execute({
        operation: "Intents.get",
        method: "GET",
        path: "/v1/payment_intents/{intent}",
        parameters: { intent: id },
        query: { "expand[0]": "latest_charge" },
        idempotency: { _tag: "read" },
        answer: wire.paymentIntent(id)
      })
  }
}

const statusText = (intent: Pick<wire.PaymentIntent, "status"> | undefined): string =>
  intent === undefined ? "unknown" : typeof intent.status === "string" ? intent.status : intent.status.value

/** "This PaymentIntent's amount could not be updated because it has a status of …". */
const unexpectedState = (id: string, answer: Answer): RuleViolation.NotUpdatable | undefined => {
  const error = errorOf(answer)
  if (error?.code !== "payment_intent_unexpected_state") return undefined
  const status = error.payment_intent?.status
  return new RuleViolation.NotUpdatable({
    id,
    why:
      status === "processing" || status === "cancelled"
        ? status
        : status === "succeeded" || status === "requires-capture"
          ? "completed"
          : "refused-by-provider",
    code: error.code
  })
}
