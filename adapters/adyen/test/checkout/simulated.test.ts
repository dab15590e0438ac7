/** The adapter and its webhooks against the simulator, over the wire: what each believes of one payment. */
import { Modifications, Money, Session, Sessions, Webhooks } from "@paylayer/core"
import type { Authorisation, Modification } from "@paylayer/core"
import { BackOffice, Deliveries, ProviderClock, Shopper, Truth } from "@paylayer/simulator"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { AdyenCheckout, AdyenWebhooks } from "../../src/index.ts"
import { AdyenSimulator } from "../../src/simulator/index.ts"

const { apiKey, hmacKey, merchantAccount } = AdyenSimulator.credentials
const eur = (value: number) => Money.positiveUnsafe(value, "EUR")

const run = <A, E>(
  program: Effect.Effect<
    A,
    E,
    AdyenCheckout.Ports | Webhooks.Webhooks | Layer.Success<ReturnType<typeof AdyenSimulator.layer>>
  >,
  account: AdyenCheckout.Account = {}
) => {
  const adapter = Layer.mergeAll(
    AdyenCheckout.layer({
      apiKey: Redacted.make(apiKey),
      merchantAccount,
      returnUrl: "https://shop.example/",
      account
    }),
    AdyenWebhooks.layer({ merchantAccount, hmacKeys: [Redacted.make(hmacKey)], account })
  )
  return Effect.provide(program, Layer.provideMerge(adapter, AdyenSimulator.layer()))
}

const authorise = (amount: Money.PositiveMoney, more: Partial<Session.SessionRequest> = {}) =>
  Effect.gen(function* () {
    const { create } = yield* Sessions.Sessions
    const { result } = yield* Sessions.SessionResults
    const provider = [AdyenCheckout.sessionOptions({ authorisationType: "PreAuth" })]
    const session = yield* create({
      reference: "order-1",
      amount,
      updatable: false,
      capture: "manual",
      provider,
      ...more
    })
    const submitted = yield* (yield* Shopper.Shopper).submit({ id: session.id, token: Session.browserToken(session)! })
    if (submitted._tag !== "Authorised") throw new Error(submitted._tag)
    const { authorisation } = yield* result(session, Redacted.make(submitted.proof!))
    return authorisation!
  })

/** All that the provider has to say now, joined. */
const heard = (authorisation: Authorisation.Authorisation) =>
  Effect.gen(function* () {
    const { receive } = yield* Webhooks.Webhooks
    yield* (yield* ProviderClock.ProviderClock).advance("1 minute")
    const requests = yield* (yield* Deliveries.Deliveries).take
    const received = yield* Effect.forEach(requests, receive)
    return authorisation.with(received.flatMap((one) => Webhooks.factsOf(one, authorisation)))
  })

const settled = <E, R>(
  authorisation: Authorisation.Authorisation,
  modify: Effect.Effect<Modification.Modification, E, R>
) => Effect.flatMap(modify, ({ facts }) => heard(authorisation.with(facts)))

/** What the provider itself believes. */
const truth = Effect.flatMap(Truth.Truth, ({ authorisations }) => authorisations)

it.live("a payment that is adjusted, captured, refunded", () =>
  run(
    Effect.gen(function* () {
      const { adjust } = yield* Modifications.Adjustments
      const { capture } = yield* Modifications.Captures
      const { refund } = yield* Modifications.Refunds
      const first = yield* heard(yield* authorise(eur(1500)))
      expect(first.totals()).toMatchObject({ authorised: eur(1500), conflicts: [], complete: true })
      const dearer = yield* settled(first, adjust(first, eur(1700), { reason: "delayed-charge" }))
      const cheaper = yield* settled(dearer, adjust(dearer, eur(1600)))
      expect(cheaper.totals()).toMatchObject({ authorised: eur(1600), complete: true })
      const captured = yield* settled(cheaper, capture(cheaper, eur(1000)))
      expect(captured.totals()).toMatchObject({ captured: eur(1000), released: "closed", complete: true })
      const refunded = yield* settled(captured, refund(captured, eur(400), { reason: "return" }))
      expect(refunded.totals()).toMatchObject({ refunded: eur(400), refundable: eur(600), complete: true })
      expect(yield* truth).toMatchObject([
        { authorised: { decimal: "16" }, captured: { decimal: "10" }, refunded: { decimal: "4" } }
      ])
    })
  )
)

it.live("reversed, before and after the capture", () =>
  run(
    Effect.gen(function* () {
      const { capture } = yield* Modifications.Captures
      const { reverse } = yield* Modifications.Reversals
      const first = yield* authorise(eur(1500))
      const cancelled = yield* settled(first, reverse(first))
      expect(cancelled.totals()).toMatchObject({ released: "cancelled", refunded: { value: 0 }, complete: true })
      const second = yield* authorise(eur(1500), { reference: "order-2" })
      const captured = yield* settled(second, capture(second, eur(1500)))
      const refunded = yield* settled(captured, reverse(captured))
      expect(refunded.totals()).toMatchObject({ refunded: eur(1500), complete: true })
      const third = yield* authorise(eur(1500), { reference: "order-3" })
      const part = yield* settled(third, capture(third, eur(1000)))
      const partly = yield* settled(part, reverse(part))
      expect(partly.totals()).toMatchObject({ captured: eur(1000), refunded: eur(1000), complete: true })
    })
  )
)

it.live("cancelled by id, and by reference", () =>
  run(
    Effect.gen(function* () {
      const { cancel } = yield* Modifications.Cancellations
      const technical = yield* AdyenCheckout.TechnicalCancels
      const first = yield* authorise(eur(1500))
      expect((yield* settled(first, cancel(first))).totals()).toMatchObject({ released: "cancelled", complete: true })
      const second = yield* authorise(eur(1500), { reference: "order-2" })
      const gone = yield* settled(second, technical.cancel("order-2"))
      expect(gone.totals()).toMatchObject({ released: "cancelled", complete: true, conflicts: [] })
      expect((yield* technical.cancel("nobody's")).stage).toBe("acknowledged")
      yield* heard(second)
    })
  )
)

it.live("a capture that fails later, and recovers", () =>
  run(
    Effect.gen(function* () {
      const { capture } = yield* Modifications.Captures
      const { act } = yield* BackOffice.BackOffice
      const first = yield* authorise(eur(1500))
      const captured = yield* settled(first, capture(first, eur(1500)))
      expect(yield* act(first.id, { _tag: "CaptureFails" })).toBe(true)
      const failed = yield* heard(captured)
      expect(failed.totals()).toMatchObject({ captured: { value: 0 } })
      expect(failed.totals().modifications).toMatchObject([{ stage: "reverted", failure: { _tag: "Declined" } }])
      expect(yield* act(first.id, { _tag: "CaptureRecovers" })).toBe(true)
      expect((yield* heard(failed)).totals()).toMatchObject({ captured: eur(1500), complete: true })
    })
  )
)

it.live("several captures, where the account has them", () =>
  run(
    Effect.gen(function* () {
      const { capture } = yield* Modifications.Captures
      const first = yield* authorise(eur(1500))
      const once = yield* settled(first, capture(first, eur(500)))
      expect(once.totals()).toMatchObject({ captured: eur(500), capturable: eur(1000), released: undefined })
    }),
    { multiplePartialCaptures: true }
  )
)

describe("an adjustment that is decided at once", () => {
  it.live("goes from the event's data to the answer's", () =>
    run(
      Effect.gen(function* () {
        const { adjust } = yield* Modifications.Adjustments
        const { receive } = yield* Webhooks.Webhooks
        const first = yield* authorise(eur(1500))
        yield* (yield* ProviderClock.ProviderClock).advance("1 minute")
        const requests = yield* (yield* Deliveries.Deliveries).take
        const events = (yield* Effect.forEach(requests, receive)).flatMap(({ deliveries }) =>
          deliveries.flatMap(({ events }) => events)
        )
        const data = events.map(AdyenCheckout.adjustAuthorisationData).find((found) => found !== undefined)!
        const at = (adjustAuthorisationData: typeof data) => ({
          provider: [AdyenCheckout.adjustOptions({ adjustAuthorisationData })]
        })
        const one = yield* adjust(first, eur(1700), at(data))
        expect(one.stage).toBe("succeeded")
        const two = yield* adjust(first.with(one.facts), eur(1800), at(AdyenCheckout.adjustAuthorisationData(one)!))
        expect(two.stage).toBe("succeeded")
        const third = yield* adjust(first.with([...one.facts, ...two.facts]), eur(1900), at(Redacted.make("another's")))
        expect(third.stage).toBe("failed")
        const known = yield* heard(first.with([...one.facts, ...two.facts, ...third.facts]))
        expect(known.totals()).toMatchObject({ authorised: eur(1800), complete: true, conflicts: [] })
      })
    )
  )
})

it.live("a payment captured automatically reads as captured when its time has come", () =>
  run(
    Effect.gen(function* () {
      const { refund } = yield* Modifications.Refunds
      const { now } = yield* ProviderClock.ProviderClock
      const first = yield* authorise(eur(1500), { capture: "automatic", provider: [] })
      const totals = first.totals(yield* now)
      expect(totals).toMatchObject({ captured: eur(1500), assumed: true })
      const refunded = yield* settled(first, refund(first, eur(500)))
      expect(refunded.totals(yield* now)).toMatchObject({ refunded: eur(500), complete: true })
    })
  )
)

it.live("what was not pre-authorised is not adjusted", () =>
  run(
    Effect.gen(function* () {
      const { adjust } = yield* Modifications.Adjustments
      const first = yield* authorise(eur(1500), { provider: [] })
      expect(yield* Effect.flip(adjust(first, eur(1700)))).toMatchObject({ why: "not-a-pre-authorisation" })
    })
  )
)
