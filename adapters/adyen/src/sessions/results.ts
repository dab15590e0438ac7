/** What became of a session, by Adyen's answer. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { RuleViolation, Session } from "@paylayer/core"
import { Authorisation, Fact, Money, ProviderError, Sessions } from "@paylayer/core"
import type { AmountTable } from "@paylayer/core/adapter"
import type { Account } from "../account.ts"
import { captureOf } from "../account.ts"
import { keep } from "../checkout/adjustAuthorisationData.ts"
import { provider } from "../currencies.ts"
import { stateOf } from "./state.ts"
import type * as wire from "./wire.ts"

type Answer = typeof wire.SessionResult.Type

/**
 * What says that an answer is not about this session, or not about its amount. An order that is paid in parts
 * (gift cards) is completed when the parts make the whole.
 */
export const mismatch = (
  amounts: AmountTable.AmountTable,
  session: Session.Session,
  { id, payments = [], reference, status }: Answer
): RuleViolation.ProofMismatch["field"] | undefined => {
  if (id !== session.id) return "id"
  if (reference !== session.reference) return "reference"
  if (payments.some(({ amount }) => amount.currency !== session.amount.currency)) return "currency"
  const whole = Result.getOrElse(amounts.toUnits(session.amount), () => Number.NaN)
  const of = (wanted: string) =>
    payments.filter(({ resultCode }) => resultCode === wanted).map(({ amount }) => amount.value)
  const authorised = of("authorised").reduce((sum, value) => sum + value, 0)
  const asCharged =
    status === "completed"
      ? authorised === whole
      : authorised > 0
        ? authorised <= whole
        : of("pending").every((value) => value === whole)
  return asCharged ? undefined : "amount"
}

/** The answer in the model's words. An `active` session is what it was: an attempt was refused, or none was made. */
export const read = Effect.fnUntraced(function* (
  amounts: AmountTable.AmountTable,
  { captureDelay = "immediate" }: Account,
  session: Session.Session,
  { additionalData, payments = [], status }: Answer
) {
  const attempts = yield* Effect.forEach(payments, ({ amount, pspReference, resultCode }) =>
    Effect.fromResult(
      Result.mapBoth(amounts.fromUnits(amount.value, amount.currency), {
        onSuccess: (money) => ({ id: pspReference, amount: money, status: resultCode }),
        onFailure: () =>
          new ProviderError.ProviderError({
            provider,
            operation: "SessionResults.result",
            reason: { _tag: "MalformedResponse", problem: "an amount that is none" },
            outcome: "not-executed"
          })
      })
    )
  )
  // A part of the whole (a gift card) is an attempt that went well, and not yet the authorisation.
  const authorised = attempts.filter(
    ({ amount, status }) => status === "authorised" && Money.equals(amount, session.amount)
  )
  const only = authorised.length === 1 ? authorised[0] : undefined
  const { capture, preAuthorised } = stateOf(session)
  // When it was authorised the answer does not say: at this moment at the latest.
  const now = yield* Clock.currentTimeMillis
  const result = new Sessions.SessionResult({
    status: status === "active" ? (session.status === "open" ? "open" : "locked") : status,
    attempts,
    ...(only === undefined
      ? {}
      : {
          authorisation: Authorisation.make(provider, {
            _tag: "Authorised",
            id: Fact.AuthorisationId.make(only.id),
            reference: session.reference,
            amount: only.amount,
            // What is pre-authorised is to be adjusted, and captured when it is asked for (assumed).
            ...captureOf(capture ?? (preAuthorised === true ? "manual" : captureDelay), now),
            adjustable: preAuthorised === true
          })
        })
  })
  return keep(result, additionalData?.adjustAuthorisationData)
})
