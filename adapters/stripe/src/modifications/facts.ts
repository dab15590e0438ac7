/**
 * What Stripe's objects say of an authorisation, in the model's words. Captures and increments are told cumulatively, by
 * the PaymentIntent and its charge: they are `Observed`. Refunds are objects of their own: each is an outcome.
 */
import type { Failure } from "@paylayer/core"
import { Authorisation, Fact, ModificationKey, Money } from "@paylayer/core"
import { defined } from "@paylayer/core/adapter"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { amounts, provider } from "../currencies.ts"
import type { Reserved } from "../intents/wire.ts"
import type { Charge, Refund } from "./wire.ts"
import { keyField } from "./wire.ts"

/** Stripe's seconds as the model's milliseconds. */
export const millis = (seconds: number): number => seconds * 1000

/** The same for a time that may be missing. */
export const moment = (seconds: number | null | undefined): number | undefined =>
  seconds === null || seconds === undefined ? undefined : millis(seconds)

/** Units as an amount, zero included: nothing captured yet is an amount, too. */
export const money = (units: number, currency: string): Result.Result<Money.Money, Money.InvalidMoney> =>
  units === 0 ? Money.make(0, currency.toUpperCase()) : amounts.fromUnits(units, currency)

/** Our own key in a field that can hold anything. */
export const keyOf = (text: string | null | undefined): ModificationKey.ModificationKey | undefined =>
  Option.getOrUndefined(Schema.decodeUnknownOption(ModificationKey.ModificationKey)(text))

const available = (ability: { readonly status: string } | undefined): boolean => ability?.status === "available"

/** What the issuer agreed to besides the amount. Of what is no card nothing is known. */
const termsOf = (charge: Charge) => {
  const card = charge.payment_method_details?.card
  if (card === undefined) return {}
  return defined({
    validUntil: moment(card.capture_before),
    multipleCaptures: available(card.multicapture),
    adjustable: available(card.incremental_authorization)
  })
}

/** How much may be captured in all, where that is more than what is authorised. */
const maximumOf = (charge: Charge, currency: string): Result.Result<Money.Money | undefined, Money.InvalidMoney> => {
  const { overcapture } = charge.payment_method_details?.card ?? {}
  return available(overcapture) && overcapture?.maximum_amount_capturable !== undefined
    ? money(overcapture.maximum_amount_capturable, currency)
    : Result.succeed(undefined)
}

/** What a charge adds to what is known: how much was taken, until when, and how much may be. */
export const observedOfCharge = (
  charge: Charge,
  currency: string,
  at: number
): Result.Result<Fact.Observed, Money.InvalidMoney> =>
  Result.gen(function* () {
    const captured = yield* money(charge.amount_captured, currency)
    const maximum = yield* maximumOf(charge, currency)
    const { validUntil } = termsOf(charge)
    return { _tag: "Observed", at, captured, ...defined({ maximum, validUntil }) }
  })

const chargeOf = ({ latest_charge: charge }: Reserved): Charge | undefined =>
  typeof charge === "object" && charge !== null ? charge : undefined

/** Whether funds were ever reserved for this intent. */
export const isReserved = (intent: Reserved): boolean =>
  intent.status === "requires-capture" ||
  intent.status === "succeeded" ||
  intent.amount_received > 0 ||
  (intent.status === "cancelled" && chargeOf(intent)?.paid === true)

const endedByItself = (reason: string | null | undefined): boolean => reason === "automatic" || reason === "expired"

/** Why nothing of it can be captured any more, if so. */
export const releasedOf = ({
  cancellation_reason: reason,
  status
}: Pick<Reserved, "status" | "cancellation_reason">): Fact.Release | undefined => {
  if (status === "succeeded") return "closed"
  if (status !== "cancelled") return undefined
  return endedByItself(reason) ? "expired" : "cancelled"
}

/**
 * How much is authorised, in the provider's units. A capture of more than that raises the intent's `amount`, and nothing is
 * incremented once something is captured: so the amount tells it only before.
 */
const authorisedUnits = (intent: Reserved): number | undefined =>
  chargeOf(intent)?.payment_method_details?.card?.amount_authorized ??
  (intent.amount_received === 0 ? intent.amount : undefined)

/** The totals that an intent states. */
export const observedOf = (intent: Reserved, at: number): Result.Result<Fact.Observed, Money.InvalidMoney> =>
  Result.gen(function* () {
    const charge = chargeOf(intent)
    const units = authorisedUnits(intent)
    const authorised = units === undefined ? undefined : yield* money(units, intent.currency)
    const captured = yield* money(intent.amount_received, intent.currency)
    const more = charge === undefined ? {} : yield* observedOfCharge(charge, intent.currency, at)
    return { ...more, _tag: "Observed", at, captured, ...defined({ authorised, released: releasedOf(intent) }) }
  })

interface Reservation {
  readonly id: string
  readonly reference: string
  readonly amount: Money.PositiveMoney
  readonly capture: "manual" | "automatic"
  readonly charge: Charge | undefined
}

/** An authorisation, as it is first known. */
export const authorised = ({ amount, capture, charge, id, reference }: Reservation): Fact.Authorised => ({
  _tag: "Authorised",
  id: Fact.AuthorisationId.make(id),
  reference,
  amount,
  capture,
  ...(charge === undefined ? {} : termsOf(charge)),
  observed: ["adjust", "capture"]
})

export const referenceOf = (metadata: Readonly<Record<string, string>> | null | undefined): string | undefined =>
  metadata?.["reference"] || undefined

const captureOf = ({ capture_method: method, status }: Reserved): "manual" | "automatic" =>
  method === "manual" || status === "requires-capture" ? "manual" : "automatic"

/**
 * The authorisation of an intent that has one. After increments its amount at first is not known any more: `original`,
 * where the caller knows it, else the one of now.
 */
export const authorisationOf = (
  intent: Reserved,
  at: number,
  known: { readonly reference?: string | undefined; readonly original?: Money.PositiveMoney } = {}
): Result.Result<Authorisation.Authorisation | undefined, Money.InvalidMoney> =>
  Result.gen(function* () {
    if (!isReserved(intent)) return undefined
    const amount =
      known.original ?? (yield* amounts.fromUnits(authorisedUnits(intent) ?? intent.amount, intent.currency))
    const first = authorised({
      id: intent.id,
      reference: known.reference ?? referenceOf(intent.metadata) ?? intent.id,
      amount,
      capture: captureOf(intent),
      charge: chargeOf(intent)
    })
    return Authorisation.make(provider, first, [yield* observedOf(intent, at)])
  })

/** Not the merchant's refunds: Stripe keeps what was never taken as refunds as well. */
const notRefunds = ["expired_uncaptured_charge", "partial_capture"]

/**
 * What a refund says. A success is as old as the refund. A failure counts from when it was said (`at`): it may come long
 * after a success, and then takes it back (`reverted`). One that nobody has decided is a link, where it is ours.
 */
export const refundFact = (
  refund: Refund,
  at: number,
  failed: "failed" | "reverted"
): Result.Result<Fact.Outcome | Fact.Linked | undefined, Money.InvalidMoney> => {
  if (notRefunds.includes(refund.reason ?? "")) return Result.succeed(undefined)
  const key = keyOf(refund.metadata?.[keyField])
  const outcome = (when: number, verdict: Fact.Verdict, failure?: Failure.Failure) =>
    Result.map(money(refund.amount, refund.currency), (amount): Fact.Outcome => ({
      _tag: "Outcome",
      id: refund.id,
      kind: "refund",
      amount,
      at: when,
      verdict,
      ...defined({ key, failure })
    }))
  switch (refund.status) {
    case "succeeded":
      return outcome(millis(refund.created), "succeeded")
    case "failed":
      return outcome(at, failed, { _tag: "Declined", ...defined({ code: refund.failure_reason ?? undefined }) })
    // Only one that waits for the shopper can be cancelled: it never was a success.
    case "canceled":
      return outcome(at, "failed", { _tag: "Other", raw: "canceled" })
    default:
      return Result.succeed(key === undefined ? undefined : { _tag: "Linked", key, id: refund.id })
  }
}
