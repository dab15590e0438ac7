/**
 * The shop: provider-neutral application code. It knows sessions, amounts and typed errors, and no provider's name.
 */
import { Modifications, Money, Sessions, Webhooks } from "@paylayer/core"
import type { Authorisation, Modification, Session } from "@paylayer/core"
import * as Effect from "effect/Effect"

/** What happens to a cart before payment, and the total after it, in minor units. */
export const cart = [
  { what: "a mug goes into the cart", total: 1900 },
  { what: "tea is added", total: 2350 },
  { what: "a tea pot is added", total: 3550 },
  { what: "a coupon of 10 % is entered", total: 3195 },
  { what: "express shipping is chosen", total: 3690 }
] as const

/** The shop's total in a currency of the shop's own choice. */
const total = (value: number) => Money.positiveUnsafe(value, "EUR")

/** The first total makes the session. */
export const open = Effect.fn("shop.open")(function* (reference: string, returnUrl: string) {
  const sessions = yield* Sessions.Sessions
  return yield* sessions.create({ reference, amount: total(cart[0].total), returnUrl })
})

/** Every later total updates it: the server computes the total, the browser never sends one. */
export const totalChanged = Effect.fn("shop.totalChanged")(function* (session: Session.Session, value: number) {
  const sessions = yield* Sessions.Sessions
  return yield* sessions.update(session, { amount: total(value) })
})

/** The shopper presses "Pay": from now on the amount is final. */
export const finalise = Effect.fn("shop.finalise")(function* (session: Session.Session) {
  const { lock } = yield* Sessions.SessionLock
  return yield* lock(session, session.amount)
})

/**
 * What the browser has to do when the server changes the amount: nothing, since the provider takes the latest when the
 * shopper pays; fetch it again after the server's answer; wrap the request to the server; or show it, and ask the server
 * for a new token before submitting.
 */
export const browsersPart = Effect.map(Sessions.Sessions, ({ capabilities }) => {
  switch (capabilities.client) {
    case "none":
      return "nothing"
    case "refetch":
      return "fetchUpdates"
    case "wrap":
      return "runServerUpdate"
    case "before-submit":
      return "update, beforeSubmit"
  }
})

/** A shop that ships later: the card is authorised, and captured when something leaves the house. */
export const openForLater = Effect.fn("shop.openForLater")(function* (
  reference: string,
  value: number,
  options: Pick<Session.SessionRequest, "returnUrl" | "provider">
) {
  const sessions = yield* Sessions.Sessions
  return yield* sessions.create({ reference, amount: total(value), capture: "manual", ...options })
})

type Known = Authorisation.Authorisation

/** What was asked is known at once; what came of it, when the provider says so. */
const asked = <E, R>(known: Known, operation: Effect.Effect<Modification.Modification, E, R>) =>
  Effect.map(operation, ({ facts }) => known.with(facts))

/** A late order, after the shopper has paid: the same authorisation, another total. */
export const addedLate = Effect.fn("shop.addedLate")(function* (known: Known, value: number) {
  const { adjust } = yield* Modifications.Adjustments
  return yield* asked(known, adjust(known, total(value), { reason: "delayed-charge" }))
})

/** A parcel leaves the house. */
export const shipped = Effect.fn("shop.shipped")(function* (known: Known, value: number) {
  const { capture } = yield* Modifications.Captures
  return yield* asked(known, capture(known, total(value)))
})

/** Something comes back. */
export const returned = Effect.fn("shop.returned")(function* (known: Known, value: number) {
  const { refund } = yield* Modifications.Refunds
  return yield* asked(known, refund(known, total(value), { reason: "customer-request" }))
})

/** The order is called off: the provider cancels or refunds, whichever applies. */
export const calledOff = Effect.fn("shop.calledOff")(function* (known: Known) {
  const { reverse } = yield* Modifications.Reversals
  return yield* asked(known, reverse(known))
})

/** The provider calls: in whatever order, as often as it likes. Nothing is applied that isn't signed. */
export const heard = Effect.fn("shop.heard")(function* (known: Known, requests: ReadonlyArray<Webhooks.RawRequest>) {
  const { receive } = yield* Webhooks.Webhooks
  const all = yield* Effect.forEach(requests, (request) => receive(request))
  return known.with(all.flatMap((received) => Webhooks.factsOf(received, known)))
})

/** Where webhooks do not say all: what the provider knows by now. */
export const lookedUp = Effect.fn("shop.lookedUp")(function* (known: Known) {
  const { find } = yield* Modifications.Lookups
  return known.with((yield* find({ id: known.id })).facts)
})
