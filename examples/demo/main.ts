/** The main job as a story: a cart whose total changes, paid over the wire protocol of a simulated Acquired.com. */
import { Money, Sessions } from "@paylayer/core"
import { layerFetch } from "@paylayer/core/adapter"
import { Acquired } from "@paylayer/put-session"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as provider from "./provider.ts"
import * as shop from "./shop.ts"
import * as story from "./story.ts"

const acquired = await provider.start()

// The one place that chooses an adapter. Another provider is another layer here, and nothing else.
const adapter = Acquired.layer({
  appId: acquired.credentials.appId,
  appKey: Redacted.make(acquired.credentials.appKey),
  baseUrl: acquired.baseUrl
}).pipe(Layer.provide(layerFetch))

const euros = (value: number) => Money.format(Money.positiveUnsafe(value, "EUR"))

/** How an operation ended: its result, or the tag of its typed error. */
const ending = <A, E extends { readonly _tag: string }, R>(
  effect: Effect.Effect<A, E, R>,
  well: (value: A) => string
) => Effect.match(effect, { onSuccess: well, onFailure: (error) => error._tag })

const before = Effect.gen(function* () {
  story.heading("A cart whose total changes")
  let session = yield* shop.open("order-1001", "https://shop.example/thanks")
  for (const { total, what } of shop.cart) {
    if (total !== shop.cart[0].total) session = yield* shop.totalChanged(session, total)
    story.told(what, euros(total), yield* Effect.promise(() => acquired.amount(session.id)))
    story.note(`in the browser: ${yield* shop.browsersPart}`)
  }
  return session
})

const payment = Effect.gen(function* () {
  const open = yield* before
  story.heading("The shopper pays")
  const locked = yield* shop.finalise(open)
  const last = shop.cart.at(-1)!.total
  story.told("the total is locked", euros(last), Money.format(locked.amount))
  story.told("the shopper pays", "Authorised", yield* Effect.promise(() => acquired.pay(locked.id)))
  story.told("authorised at the provider", euros(last), yield* Effect.promise(() => acquired.authorised(locked.id)))

  story.heading("Too late")
  const late = (session: typeof locked) => ending(shop.totalChanged(session, 4190), () => "accepted")
  story.told("another item, after the lock (nothing is sent)", "NotUpdatable", yield* late(locked))
  story.told("the same from a server that missed the lock", "NotUpdatable", yield* late(open))
  story.told("still authorised", euros(last), yield* Effect.promise(() => acquired.authorised(locked.id)))
})

const currencies = Effect.gen(function* () {
  story.heading("Other currencies")
  const sessions = yield* Sessions.Sessions
  const yen = Money.positiveUnsafe(2000, "JPY")
  const inYen = yield* ending(sessions.create({ reference: "order-1002", amount: yen }), ({ id }) => id)
  story.told("JPY has no decimals", "2000 JPY", yield* Effect.promise(() => acquired.amount(inYen)))
  const dinar = sessions.create({ reference: "order-1003", amount: Money.positiveUnsafe(19_000, "KWD") })
  story.told("KWD has three, and is not taken here", "UnsupportedCurrency", yield* ending(dinar, () => "accepted"))
})

try {
  await Effect.runPromise(Effect.andThen(payment, currencies).pipe(Effect.provide(adapter)))
  process.exitCode = story.ending() ? 0 : 1
} finally {
  await acquired.close()
}
