/**
 * What each event of Stripe's says, by its type. Source: docs.stripe.com/api/events/types.
 *
 * `charge.succeeded` is the authorisation: it comes once, with all that the issuer agreed to. Totals come with the events
 * of PaymentIntents and charges; refunds with those of refunds. Where one thing is told twice, by two types of event, one
 * of them counts.
 */
import type { Fact, Money } from "@paylayer/core"
import { Fact as Facts, type Webhooks } from "@paylayer/core"
import { defined } from "@paylayer/core/adapter"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { amounts } from "../currencies.ts"
import * as facts from "../modifications/facts.ts"
import { intentIdOf } from "../modifications/wire.ts"
import * as wire from "./wire.ts"

type Events = ReadonlyArray<Webhooks.WebhookEvent>
/** `undefined`: the object lacks something that the document promises. */
type Read = (event: wire.Event) => Result.Result<Events, Money.InvalidMoney> | undefined

const ignored = ({ type }: wire.Event): Events => [{ _tag: "Ignored", type }]

const reading = <A>(
  schema: Schema.ConstraintDecoder<A>,
  read: (object: A, event: wire.Event) => Result.Result<Events, Money.InvalidMoney>
): Read => {
  const decode = Schema.decodeUnknownOption(schema)
  return (event) => {
    const object = decode(event.data.object)
    return Option.isNone(object) ? undefined : read(object.value, event)
  }
}

const reported = (
  id: string,
  metadata: Readonly<Record<string, string>> | null | undefined,
  told: ReadonlyArray<Fact.Fact>
): Events =>
  told.map((fact) => ({
    _tag: "Reported",
    authorisation: Facts.AuthorisationId.make(id),
    fact,
    ...defined({ reference: facts.referenceOf(metadata) })
  }))

const decodeBefore = Schema.decodeUnknownOption(wire.Before)
const before = ({ data }: wire.Event): typeof wire.Before.Type =>
  Option.getOrElse(decodeBefore(data.previous_attributes), () => ({}))

/** That a change was done: the key of the request that caused the event names it, where it is ours. */
const caused = (event: wire.Event, what: Pick<Fact.Outcome, "kind" | "at" | "amount">): ReadonlyArray<Fact.Fact> => {
  const key = facts.keyOf(event.request?.idempotency_key)
  return key === undefined ? [] : [{ _tag: "Outcome", key, ...what, verdict: "succeeded" }]
}

const at = ({ created }: wire.Event): number => facts.millis(created)

/** The totals; of an increment, the request that caused it as well. */
const intent: Read = reading(wire.Intent, (object, event) =>
  Result.gen(function* () {
    const totals = yield* facts.observedOf(object, at(event))
    // Only what is entirely uncaptured is incremented: a capture of more than is authorised changes the amount, too.
    const incremented =
      event.type === "payment_intent.amount_capturable_updated" &&
      object.amount_received === 0 &&
      before(event).amount !== undefined
    const amount = totals.authorised
    return reported(object.id, object.metadata, [
      totals,
      ...(incremented ? caused(event, { kind: "adjust", at: at(event), ...defined({ amount }) }) : [])
    ])
  })
)

/** The end of an authorisation, or of a session that never came to one. */
const canceled: Read = reading(wire.Intent, (object, event) =>
  Result.gen(function* () {
    if ((object.latest_charge ?? null) === null) {
      const why = object.cancellation_reason ?? "canceled"
      return [
        { _tag: "SessionEnded", session: object.id, why, ...defined({ reference: facts.referenceOf(object.metadata) }) }
      ]
    }
    // Whether the charge reserved anything, or was declined, is not said: no totals, then.
    const { authorised: _, captured: __, ...ended } = yield* facts.observedOf(object, at(event))
    const when = facts.moment(object.canceled_at) ?? at(event)
    const byUs = ended.released === "cancelled" ? caused(event, { kind: "cancel", at: when }) : []
    return reported(object.id, object.metadata, [ended, ...byUs])
  })
)

const paymentFailed: Read = reading(wire.Intent, (object, event) => {
  // An increment that the issuer declines leaves the authorisation as it was.
  if (facts.isReserved(object)) return Result.succeed(ignored(event))
  const { code, decline_code } = object.last_payment_error ?? {}
  return Result.succeed([
    {
      _tag: "AuthorisationRefused",
      id: object.id,
      ...defined({ reference: facts.referenceOf(object.metadata), reason: decline_code ?? code ?? undefined })
    }
  ])
})

const charge: Read = reading(wire.ChargeOfIntent, (object, event) =>
  Result.gen(function* () {
    const id = intentIdOf(object)
    if (id === undefined || !object.paid) return ignored(event)
    const told: Array<Fact.Fact> = [yield* facts.observedOfCharge(object, object.currency, at(event))]
    if (event.type === "charge.succeeded") {
      const amount = yield* amounts.fromUnits(object.amount, object.currency)
      const reference = facts.referenceOf(object.metadata) ?? id
      const capture = object.captured ? "automatic" : "manual"
      told.push(facts.authorised({ id, reference, amount, capture, charge: object }))
    }
    if (event.type === "charge.captured" || before(event).amount_captured !== undefined) {
      told.push(...caused(event, { kind: "capture", at: at(event) }))
    }
    return reported(id, object.metadata, told)
  })
)

const expired: Read = reading(wire.ChargeOfIntent, (object, event) => {
  const id = intentIdOf(object)
  return Result.succeed(
    id === undefined ? ignored(event) : reported(id, object.metadata, [{ _tag: "Expired", at: at(event) }])
  )
})

/**
 * A failure takes back what was a success: as the event says, or because it comes later than the refund. Stripe's times
 * are whole seconds: of two in one second the failure is the later.
 */
const refund: Read = reading(wire.Refund, (object, event) =>
  Result.gen(function* () {
    const id = intentIdOf(object)
    const was = before(event).status
    const wasSuccess = was === undefined ? event.created > object.created : was === "succeeded"
    const fact = yield* facts.refundFact(object, at(event) + 999, wasSuccess ? "reverted" : "failed")
    return id === undefined || fact === undefined ? ignored(event) : reported(id, undefined, [fact])
  })
)

const dispute: Read = reading(wire.Dispute, (object, event) =>
  Result.gen(function* () {
    const id = intentIdOf(object)
    if (id === undefined) return ignored(event)
    const amount = yield* facts.money(object.amount, object.currency)
    return reported(id, undefined, [{ _tag: "Disputed", id: object.id, amount, at: at(event), stage: object.status }])
  })
)

const session = (ended: string | undefined): Read =>
  reading(wire.Session, (object) => {
    const known = { session: object.id, ...defined({ reference: object.client_reference_id ?? undefined }) }
    if (ended !== undefined) return Result.succeed([{ _tag: "SessionEnded", ...known, why: ended }])
    const id = intentIdOf(object)
    // Of one that is complete and not paid the money is reserved, or on its way: its own events tell.
    const certain = id !== undefined && object.payment_status === "paid"
    return Result.succeed([
      { _tag: "SessionCompleted", ...known, ...(certain ? { authorisation: Facts.AuthorisationId.make(id) } : {}) }
    ])
  })

/** Known, and of no consequence: other events tell what counts. */
const nothing: Read = reading(wire.Identified, (_, event) => Result.succeed(ignored(event)))

const types: Readonly<Record<string, Read>> = {
  "payment_intent.created": nothing,
  "payment_intent.requires_action": nothing,
  "payment_intent.processing": nothing,
  "payment_intent.partially_funded": nothing,
  "payment_intent.amount_capturable_updated": intent,
  "payment_intent.succeeded": intent,
  "payment_intent.canceled": canceled,
  "payment_intent.payment_failed": paymentFailed,
  "charge.pending": nothing,
  "charge.failed": nothing,
  "charge.succeeded": charge,
  "charge.captured": charge,
  "charge.updated": charge,
  "charge.expired": expired,
  // Also told of what was never captured and is given back; the refunds that are some have events of their own.
  "charge.refunded": nothing,
  "charge.refund.updated": refund,
  "refund.created": refund,
  "refund.updated": refund,
  "refund.failed": refund,
  "charge.dispute.created": dispute,
  "charge.dispute.updated": dispute,
  "charge.dispute.closed": dispute,
  "charge.dispute.funds_withdrawn": dispute,
  "charge.dispute.funds_reinstated": dispute,
  "checkout.session.completed": session(undefined),
  "checkout.session.async_payment_succeeded": session(undefined),
  "checkout.session.async_payment_failed": session("failed"),
  "checkout.session.expired": session("expired")
}

const decodeOfIntent = Schema.decodeUnknownOption(wire.OfIntent)

/**
 * An event with an amount that cannot be said: look the payment up, by the PaymentIntent's id where it has one. What
 * became of it is the type: an object's own status would be taken for the payment's.
 */
export const announced = ({ data, type }: wire.Event): Webhooks.WebhookEvent | undefined =>
  Option.getOrUndefined(
    Option.map(decodeOfIntent(data.object), (object) => ({
      _tag: "Announced",
      id: intentIdOf(object) ?? object.id,
      status: type,
      // A refund's metadata are its own, and no payment's.
      ...defined({ reference: type.includes("refund") ? undefined : facts.referenceOf(object.metadata) })
    }))
  )

/** How to read an event of this type; `undefined` for one that no document told us of. */
export const readerOf = (type: string): Read | undefined => (Object.hasOwn(types, type) ? types[type] : undefined)
