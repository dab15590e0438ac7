/**
 * The shop: provider-neutral application code. It knows sessions, amounts and typed errors, and no provider's name.
 */
import { Money, Sessions } from "@paylayer/core"
import type { Session } from "@paylayer/core"
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
