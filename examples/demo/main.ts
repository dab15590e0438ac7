/**
 * The main job as a story: a cart whose total changes, paid over the wire protocol of each simulated provider, by the
 * same application code (`shop.ts`), and what becomes of the payment afterwards (`afterPayment.ts`). Which adapters
 * there are stands in `providers.ts` and nowhere else. `demo classic --encoding soap|form|json` tells Adyen's Classic.
 */
import { Money, Sessions } from "@paylayer/core"
import * as Effect from "effect/Effect"
import * as classic from "./classic.ts"
import { type Chosen, providers } from "./providers.ts"
import * as provider from "./provider.ts"
import * as shop from "./shop.ts"
import { type Step, tell, type Told } from "./story.ts"

const euros = (value: number) => Money.format(Money.positiveUnsafe(value, "EUR"))

/** How an operation ended: its result, or the tag of its typed error. */
const ending = <A, E extends { readonly _tag: string }, R>(
  effect: Effect.Effect<A, E, R>,
  well: (value: A) => string
) => Effect.match(effect, { onSuccess: well, onFailure: (error) => error._tag })

/** The story at one provider. */
const story = (chosen: Chosen, watched: provider.Watched) =>
  Effect.gen(function* () {
    const steps: Array<Step> = []
    const told = (chapter: string, what: string, expected: string, observed: string) =>
      void steps.push({ chapter, what, expected, observed })
    const look = <A>(asked: () => Promise<A>) => Effect.promise(asked)

    const changes = "A cart whose total changes: what the provider has after each step"
    let session = yield* shop.open("order-1001", "https://shop.example/thanks")
    for (const { total, what } of shop.cart) {
      if (total !== shop.cart[0].total) session = yield* shop.totalChanged(session, total)
      told(changes, what, euros(total), yield* look(() => watched.amount(session.id)))
    }
    const part = yield* shop.browsersPart
    told(changes, "what the browser has to do each time", part, part)

    const paying = "The shopper pays"
    const locked = yield* shop.finalise(session)
    const last = euros(shop.cart.at(-1)!.total)
    told(paying, "the total is locked", last, Money.format(locked.amount))
    told(paying, "the shopper pays", "Authorised", (yield* look(() => watched.pay(locked)))._tag)
    told(paying, "authorised at the provider", last, yield* look(() => watched.authorised(locked.id)))

    const late = "Too late: another item, after the shopper has paid"
    const change = (from: typeof locked) => ending(shop.totalChanged(from, 4190), () => "accepted")
    told(late, "by the locked session, nothing is sent", "NotUpdatable", yield* change(locked))
    told(late, "by a server that missed the lock", chosen.tooLate, yield* change(session))
    told(late, "still authorised", last, yield* look(() => watched.authorised(locked.id)))

    const currencies = "Other currencies"
    const { create } = yield* Sessions.Sessions
    const held = (value: number, currency: "JPY" | "KWD") =>
      Effect.gen(function* () {
        const amount = Money.positiveUnsafe(value, currency)
        const made = create({ reference: `order-${currency}`, amount, returnUrl: "https://shop.example/thanks" })
        const id = yield* ending(made, (session) => session.id)
        const amountThere = yield* look(() => watched.amount(id))
        return amountThere === "no session" ? id : amountThere
      })
    told(currencies, "JPY 2000, no decimals", "2000 JPY", yield* held(2000, "JPY"))
    told(currencies, "KWD 19.001, three decimals", chosen.dinar, yield* held(19_001, "KWD"))
    return steps
  })

const beforeAndAfter = async (): Promise<boolean> => {
  const stories: Array<Told> = []
  for (const chosen of providers) {
    const watched = await provider.start(chosen.simulator)
    const later = await provider.start(chosen.later.simulator)
    try {
      const before = await Effect.runPromise(Effect.provide(story(chosen, watched), chosen.adapter(watched.url)))
      const after = await Effect.runPromise(chosen.later.story(later))
      stories.push({ provider: chosen.name, steps: [...before, ...after] })
    } finally {
      await watched.close()
      await later.close()
    }
  }
  return tell(stories)
}

const [chosen, ...args] = process.argv.slice(2)
const right = await (chosen === "classic" ? classic.run(args) : beforeAndAfter())
process.exitCode = right ? 0 : 1
