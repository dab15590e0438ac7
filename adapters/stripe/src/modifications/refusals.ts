/**
 * What Stripe's refusals of captures, increments, cancellations and refunds mean. Source: answers of the sandbox recorded
 * in 2026-09 (API 2026-08-26.dahlia), docs.stripe.com/error-codes. Where there is no code, the parameter decides; where
 * there is neither, the text.
 *
 * The texts for an increment that is not possible are not on record: whatever is refused and names no parameter is one.
 */
import type { Fact, Money } from "@paylayer/core"
import { RuleViolation } from "@paylayer/core"
import type { Answer, ProviderClient } from "@paylayer/core/adapter"
import { defined } from "@paylayer/core/adapter"
import * as Data from "effect/Data"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { provider } from "../currencies.ts"
import { errorOf } from "../errors.ts"
import { IntentStatus } from "../intents/wire.ts"
import { money, releasedOf } from "./facts.ts"

const { CaptureExceedsAuthorised, NotAdjustable, NotCancellable, NotCapturable, NotRefundable, RefundExceedsCaptured } =
  RuleViolation

/** The issuer said no: what was asked was accepted, and is decided. */
export class Declined extends Data.TaggedError("Declined")<{
  readonly code?: string
  readonly message?: string
}> {}

const Standing = Schema.Struct({
  error: Schema.Struct({
    payment_intent: Schema.Struct({
      status: IntentStatus,
      amount: Schema.Int,
      amount_capturable: Schema.Int,
      amount_received: Schema.Int,
      currency: Schema.String,
      cancellation_reason: Schema.optionalKey(Schema.NullOr(Schema.String))
    })
  })
})
const decodeStanding = Schema.decodeUnknownOption(Standing)

/** Where the intent stands, as the refusal shows it. */
const standingOf = (answer: Answer) => Option.getOrUndefined(decodeStanding(answer.body))?.error.payment_intent

const DeclineCode = Schema.Struct({ error: Schema.Struct({ decline_code: Schema.String }) })
const decodeDeclineCode = Schema.decodeUnknownOption(DeclineCode)

const declined = (answer: Answer): Declined | undefined => {
  const error = errorOf(answer)
  if (answer.status !== 402 || error?.type !== "card_error") return undefined
  const code = Option.getOrUndefined(decodeDeclineCode(answer.body))?.error.decline_code ?? error.code
  return new Declined(defined({ code, message: error.message }))
}

/**
 * Why nothing can be captured any more, by where the intent stands. One that was captured in part is `closed`: the rest
 * was given back.
 */
const whyOver = (answer: Answer): "captured" | Fact.Release | undefined => {
  const standing = standingOf(answer)
  if (standing === undefined) return undefined
  const released = releasedOf(standing)
  return released === "closed" && standing.amount_received >= standing.amount ? "captured" : released
}

type StripeError = NonNullable<ReturnType<typeof errorOf>>

type Violation<E> = (answer: Answer, circumstances: ProviderClient.Circumstances) => E | Declined | undefined

/** After an attempt that may have been executed, a refusal by state may speak of that very attempt. */
const refusing =
  <E>(refused: (error: StripeError, answer: Answer) => E | undefined): Violation<E> =>
  (answer, { unsure }) => {
    const no = declined(answer)
    if (no !== undefined) return no
    const error = errorOf(answer)
    return unsure || answer.status !== 400 || error?.type !== "invalid_request_error"
      ? undefined
      : refused(error, answer)
  }

const wrongState = "payment_intent_unexpected_state"

export const capture = (
  id: string,
  asked: Money.PositiveMoney
): Violation<RuleViolation.NotCapturable | RuleViolation.CaptureExceedsAuthorised | RuleViolation.Unsupported> =>
  refusing(({ code, param }, answer) => {
    if (code === "amount_too_large") {
      const standing = standingOf(answer)
      const left =
        standing === undefined
          ? undefined
          : Result.getOrUndefined(money(standing.amount_capturable, standing.currency))?.value
      return new CaptureExceedsAuthorised({ id, asked: asked.value, ...defined({ capturable: left }) })
    }
    if (code === wrongState) return new NotCapturable({ id, why: whyOver(answer) ?? "refused-by-provider", code })
    if (code === "charge_already_captured") return new NotCapturable({ id, why: "captured", code })
    if (code === "charge_expired_for_capture") return new NotCapturable({ id, why: "expired", code })
    if (param === "final_capture") {
      const operation = "capture and keep the rest"
      return new RuleViolation.Unsupported({ provider, operation, capability: "multiple captures" })
    }
    return undefined
  })

export const increment = (id: string): Violation<RuleViolation.NotAdjustable> =>
  refusing(({ code, param }, answer) => {
    const because = (why: RuleViolation.NotAdjustable["why"]) => new NotAdjustable({ id, why, ...defined({ code }) })
    if (code === "parameter_invalid_integer" && param === "amount") return because("direction")
    if (param !== undefined || code?.startsWith("parameter_") === true) return undefined
    const partly = (standingOf(answer)?.amount_received ?? 0) > 0
    return because(whyOver(answer) ?? (partly ? "captured" : "refused-by-provider"))
  })

export const cancel = (id: string): Violation<RuleViolation.NotCancellable> =>
  refusing(({ code, payment_intent: intent }, answer) => {
    if (code !== wrongState) return undefined
    const { status } = intent ?? { status: "unknown" }
    const text = typeof status === "string" ? status : status.value
    return new NotCancellable({ id, status: whyOver(answer) ?? text })
  })

const notRefundable = (id: string, { code, message = "" }: StripeError): RuleViolation.NotRefundable | undefined => {
  const because = (why: RuleViolation.NotRefundable["why"]) => new NotRefundable({ id, why, ...defined({ code }) })
  if (code === "charge_already_refunded") return because("refunded")
  if (code === "charge_disputed") return because("refused-by-provider")
  return code === undefined && /not have a successful charge|uncaptured charge/i.test(message)
    ? because("not-captured")
    : undefined
}

export const refund = (
  id: string,
  asked: Money.PositiveMoney
): Violation<RuleViolation.NotRefundable | RuleViolation.RefundExceedsCaptured> =>
  refusing((error) =>
    error.code === undefined && error.param === "amount"
      ? new RefundExceedsCaptured({ id, asked: asked.value })
      : notRefundable(id, error)
  )

export const refundAll = (id: string): Violation<RuleViolation.NotRefundable> =>
  refusing((error) => notRefundable(id, error))
