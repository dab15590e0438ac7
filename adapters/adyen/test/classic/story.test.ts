/** The document's story on the simulated Adyen: what comes of it is what Adyen believes, and the same in each encoding. */
import { Authorisation, Fact, type Modification } from "@paylayer/core"
import { describe, expect, it } from "vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { AdyenClassic } from "../../src/index.ts"
import { card } from "./rows.ts"
import { eur } from "./scripted.ts"
import { type Name, names } from "./wire.ts"
import { believed, known, on, type Setting, type World } from "./world.ts"

const plain = { number: "4111111111111111", cvc: "737", expiryMonth: "8", expiryYear: "2030", holderName: "John Smith" }
const preAuthorised = { reference: "order-1", amount: eur(1500), card: AdyenClassic.card(plain) }

/** Authorised, adjusted twice, captured in part, refunded twice: what is known after each step. */
const story = ({ adjustments, captures, direct, later, refunds, truth }: World) =>
  Effect.gen(function* () {
    const steps: Array<unknown> = []
    let { authorisation } = yield* direct.authorise(preAuthorised)
    const then = ({ facts, stage }: Modification.Modification) =>
      Effect.gen(function* () {
        expect(stage).toBe("acknowledged")
        authorisation = yield* later(authorisation.with(facts), "1 day")
        expect([known(authorisation)]).toEqual(yield* believed(truth))
        steps.push(known(authorisation))
      })
    yield* then(yield* adjustments.adjust(authorisation, eur(1700), { reason: "delayed-charge" }))
    yield* then(yield* adjustments.adjust(authorisation, eur(1600)))
    yield* then(yield* captures.capture(authorisation, eur(1000)))
    yield* then(yield* refunds.refund(authorisation, eur(400)))
    yield* then(yield* refunds.refund(authorisation, eur(600)))
    return { steps, facts: authorisation.facts }
  })

/** What an error is, in three words. */
const told = (error: unknown) => {
  const { _tag, outcome, reason } = error as {
    readonly _tag: string
    readonly outcome?: string
    readonly reason?: { readonly _tag?: string; readonly code?: string }
  }
  return [_tag, reason?._tag, reason?.code, outcome].filter((part) => part !== undefined).join(" ")
}

const nobodys = Authorisation.make("adyen", {
  _tag: "Authorised",
  id: Fact.AuthorisationId.make("0000000000000000"),
  reference: "nobody's",
  amount: eur(1500),
  capture: "manual"
})
const captureOfNobodys = ({ captures }: World) => Effect.map(Effect.flip(captures.capture(nobodys, eur(1))), told)
const refundTo = ({ unreferenced }: World) =>
  Effect.map(Effect.flip(unreferenced.refund({ reference: "r", amount: eur(100), to: { card: card() } })), told)

it("the same facts in every encoding", async () => {
  const [json, ...others] = await Promise.all(names.map((encoding) => on(encoding, story)))
  expect(json?.facts.length).toBeGreaterThan(10)
  for (const other of others) expect(other).toEqual(json)
})

describe.each(names)("in %s", (encoding) => {
  it("authorised, adjusted twice, captured in part, refunded", async () => {
    const at = (authorised: number, captured: number, refunded: number, released: boolean) => ({
      authorised,
      captured,
      refunded,
      released,
      complete: true
    })
    expect((await on(encoding, story)).steps).toEqual([
      at(1700, 0, 0, false),
      at(1600, 0, 0, false),
      at(1600, 1000, 0, true),
      at(1600, 1000, 400, true),
      at(1600, 1000, 1000, true)
    ])
  })

  it("cancelled, and reversed either way", async () => {
    const ended = await on(encoding, ({ cancellations, captures, direct, later, reversals, truth }) =>
      Effect.gen(function* () {
        const made = (reference: string) =>
          Effect.map(direct.authorise({ ...preAuthorised, reference }), ({ authorisation }) => authorisation)
        const one = yield* made("order-1")
        const cancelled = yield* later(one.with((yield* cancellations.cancel(one)).facts))
        const two = yield* made("order-2")
        const reversed = yield* later(two.with((yield* reversals.reverse(two)).facts))
        const three = yield* made("order-3")
        const taken = yield* later(three.with((yield* captures.capture(three, eur(1500))).facts))
        const refunded = yield* later(taken.with((yield* reversals.reverse(taken)).facts), "1 day")
        const totals = [cancelled, reversed, refunded].map(known)
        expect(totals).toEqual(yield* believed(truth))
        return totals
      })
    )
    expect(ended).toMatchObject([
      { released: true, captured: 0, refunded: 0 },
      { released: true, captured: 0, refunded: 0 },
      { captured: 1500, refunded: 1500 }
    ])
  })

  it("a modification that fails later leaves the totals", async () => {
    await on(
      encoding,
      ({ adjustments, direct, later }) =>
        Effect.gen(function* () {
          const { authorisation } = yield* direct.authorise({ ...preAuthorised, adjustable: false })
          // What this value knows is not all: it may be older than the payment.
          const blind = Authorisation.make("adyen", {
            _tag: "Authorised",
            id: authorisation.id,
            reference: "order-1",
            amount: eur(1500),
            capture: "manual",
            adjustable: true
          })
          const asked = yield* adjustments.adjust(blind, eur(1700))
          expect(asked.stage).toBe("acknowledged")
          const after = yield* later(blind.with(asked.facts))
          expect(after.totals().modifications).toMatchObject([{ kind: "adjust", stage: "failed" }])
          expect(after.totals().authorised).toEqual(eur(1500))
        }),
      { options: { account: { captureDelay: "manual" } }, simulator: { captureDelay: "manual" } }
    )
  })

  it("adjusted at once, and refused at once", async () => {
    await on(
      encoding,
      ({ adjustments, direct, later, truth }) =>
        Effect.gen(function* () {
          const { adjustAuthorisationData: first, authorisation } = yield* direct.authorise(preAuthorised)
          const asked = (adjustAuthorisationData: Redacted.Redacted<string>) => ({
            provider: [AdyenClassic.requestOptions({ adjustAuthorisationData })]
          })
          const up = yield* adjustments.adjust(authorisation, eur(1700), asked(first!))
          expect(up.stage).toBe("succeeded")
          const next = AdyenClassic.adjustAuthorisationData(up)
          expect(Redacted.value(next!)).not.toBe(Redacted.value(first!))
          const raised = authorisation.with(up.facts)
          expect(raised.totals().authorised).toEqual(eur(1700))
          const foreign = yield* adjustments.adjust(raised, eur(1800), asked(Redacted.make("BQABAQAnother")))
          expect(foreign.stage).toBe("failed")
          const after = yield* later(raised.with(foreign.facts))
          expect([known(after)]).toEqual(yield* believed(truth))
          expect(known(after)).toMatchObject({ authorised: 1700, complete: true })
        }),
      { simulator: { assume: { authorisedBlob: "answer-too" } } }
    )
  })

  it("an answer that was lost is asked for again under the same key", async () => {
    await on(encoding, ({ captures, direct, faults, later, truth }) =>
      Effect.gen(function* () {
        const { authorisation } = yield* direct.authorise(preAuthorised)
        yield* faults.arm({ _tag: "TimeoutAfterEffect" })
        const captured = yield* captures.capture(authorisation, eur(700))
        const after = yield* later(authorisation.with(captured.facts))
        expect([known(after)]).toEqual(yield* believed(truth))
        expect(known(after)).toMatchObject({ captured: 700, complete: true })
      })
    )
  })

  it("an answer that is never found is a fact all the same", async () => {
    await on(encoding, ({ adjustments, direct, faults, later, truth }) =>
      Effect.gen(function* () {
        const { authorisation } = yield* direct.authorise(preAuthorised)
        yield* faults.arm({ _tag: "Garble", body: (body) => body.slice(0, -9) })
        const error = yield* Effect.flip(adjustments.adjust(authorisation, eur(1700)))
        expect(told(error)).toBe("ProviderError MalformedResponse unknown")
        const asked = authorisation.with(
          (error as { readonly facts?: Authorisation.Authorisation["facts"] }).facts ?? []
        )
        expect(asked.totals().complete).toBe(false)
        expect(yield* Effect.flip(adjustments.adjust(asked, eur(1800)))).toMatchObject({ _tag: "ModificationPending" })
        const after = yield* later(asked)
        expect([known(after)]).toEqual(yield* believed(truth))
        expect(known(after)).toMatchObject({ authorised: 1700, complete: true })
      })
    )
  })

  it("a refused card, an unknown payment, a foreign account, wrong credentials, a refund that is not enabled", async () => {
    const refused = { ...preAuthorised, card: AdyenClassic.card({ ...plain, holderName: "REFUSED" }) }
    const declined = await on(encoding, ({ direct, truth }) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(direct.authorise(refused))
        expect(yield* truth.authorisations).toEqual([])
        return error
      })
    )
    expect(declined).toMatchObject({ _tag: "AuthorisationRefused", why: "refused", reference: "order-1" })
    expect(await on(encoding, captureOfNobodys)).toBe("ProviderError NotFound 167 not-executed")
    expect(await on(encoding, captureOfNobodys, { options: { merchantAccount: "SomebodyElse" } })).toBe(
      "ProviderError Forbidden 901 not-executed"
    )
    expect(await on(encoding, captureOfNobodys, { options: { password: Redacted.make("wrong") } })).toBe(
      "ProviderError Unauthenticated 000 not-executed"
    )
    expect(await on(encoding, refundTo)).toBe("ProviderError Forbidden 010 not-executed")
  })

  it("cancelled by reference, refunded without a payment, a waiting refund taken back", async () => {
    const options = { simulator: { refundWithData: true, refundDelay: "1 hour" } } as const
    await on(
      encoding,
      ({ captures, direct, later, pending, refunds, technicalCancels, truth, unreferenced }) =>
        Effect.gen(function* () {
          const lost = yield* direct.authorise(preAuthorised)
          const cancel = yield* technicalCancels.cancel("order-1")
          expect(cancel).toMatchObject({ kind: "cancel", stage: "acknowledged" })
          expect(known(yield* later(lost.authorisation.with(cancel.facts)))).toMatchObject({
            released: true,
            complete: true
          })

          const back = yield* unreferenced.refund({ reference: "back-1", amount: eur(100), to: { card: card() } })
          expect(back).toMatchObject({ reference: "back-1", stage: "acknowledged" })

          const { authorisation } = yield* direct.authorise({ ...preAuthorised, reference: "order-2" })
          const taken = yield* later(authorisation.with((yield* captures.capture(authorisation, eur(1500))).facts))
          const refund = yield* refunds.refund(taken, eur(500))
          const voiding = yield* pending.cancel({ id: refund.id! })
          expect(voiding).toMatchObject({ id: expect.any(String), key: expect.any(String) })
          const after = yield* later(taken.with(refund.facts), "1 day")
          expect((yield* believed(truth))[1]).toEqual(known(after))
          expect(known(after)).toMatchObject({ captured: 1500, refunded: 0, complete: true })
        }),
      options
    )
  })
})

/** What no document decides, each way: nothing that the adapter says depends on it. */
const switches: ReadonlyArray<readonly [Name, NonNullable<NonNullable<Setting["simulator"]>["assume"]>]> = [
  ["soap", { soapFaultStatus: "200" }],
  ["soap", { soapEmpty: "nil" }],
  ["form", { formErrors: "text" }]
]

describe.each(switches)("in %s, assuming %o", (encoding, assume) => {
  it("the same story, the same refusals", async () => {
    const simulator = { assume }
    expect(await on(encoding, story, { simulator })).toEqual(await on(encoding, story))
    expect(await on(encoding, captureOfNobodys, { simulator })).toBe("ProviderError NotFound 167 not-executed")
    const options = { merchantAccount: "SomebodyElse" }
    expect(await on(encoding, captureOfNobodys, { simulator, options })).toBe(
      "ProviderError Forbidden 901 not-executed"
    )
    const forbidden = { assume: { ...assume, refundWithDataForbidden: "905" as const } }
    expect(await on(encoding, refundTo, { simulator: forbidden })).toBe("ProviderError Forbidden 905 not-executed")
  })
})
