/** Every row of what Stripe's refusals mean, by answers as they are on record. */
import { type Authorisation, ModificationKey } from "@paylayer/core"
import type * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { everything, open, usd } from "../shop.ts"

type Shop = Awaited<ReturnType<typeof open>>
type Body = Readonly<Record<string, unknown>>

const answer = (status: number, error: Body) =>
  ({ _tag: "Answer", status, body: JSON.stringify({ error: { type: "invalid_request_error", ...error } }) }) as const

const standing = (status: string, more: Body = {}) => ({
  payment_intent: {
    status,
    amount: 1500,
    amount_capturable: status === "requires_capture" ? 1500 : 0,
    amount_received: status === "succeeded" ? 1500 : 0,
    currency: "usd",
    cancellation_reason: null,
    ...more
  }
})

const wrong = (status: string, more: Body = {}) => ({
  code: "payment_intent_unexpected_state",
  message: `This PaymentIntent could not be changed because it has a status of ${status}.`,
  ...standing(status, more)
})

const tooLarge = {
  code: "amount_too_large",
  message:
    "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge. Contact us via https://support.stripe.com/contact/ for help."
}

/** What the adapter makes of this refusal. */
const refused = async (
  error: Body,
  act: (shop: Shop, authorisation: Authorisation.Authorisation) => Effect.Effect<unknown, unknown>
) => {
  const shop = await open(everything)
  const authorisation = await shop.authorise(600)
  await shop.arm(answer(400, error))
  return shop.fails(act(shop, authorisation))
}

describe("a capture", () => {
  const capture = (shop: Shop, authorisation: Authorisation.Authorisation) =>
    shop.capture(authorisation, usd(500), { final: false })

  it.each([
    [
      { ...tooLarge, ...standing("requires_capture") },
      { _tag: "CaptureExceedsAuthorised", capturable: 1500 }
    ],
    [tooLarge, { _tag: "CaptureExceedsAuthorised", asked: 500 }],
    [wrong("succeeded"), { _tag: "NotCapturable", why: "captured", code: "payment_intent_unexpected_state" }],
    [wrong("succeeded", { amount_received: 1000 }), { _tag: "NotCapturable", why: "closed" }],
    [wrong("canceled"), { _tag: "NotCapturable", why: "cancelled" }],
    [wrong("canceled", { cancellation_reason: "automatic" }), { _tag: "NotCapturable", why: "expired" }],
    [wrong("canceled", { cancellation_reason: "expired" }), { _tag: "NotCapturable", why: "expired" }],
    [wrong("processing"), { _tag: "NotCapturable", why: "refused-by-provider" }],
    [wrong("requires_luck"), { _tag: "NotCapturable", why: "refused-by-provider" }],
    [{ code: "payment_intent_unexpected_state" }, { _tag: "NotCapturable", why: "refused-by-provider" }],
    [{ code: "charge_already_captured" }, { _tag: "NotCapturable", why: "captured" }],
    [{ code: "charge_expired_for_capture" }, { _tag: "NotCapturable", why: "expired" }],
    [
      { param: "final_capture", message: "no multicapture" },
      { _tag: "Unsupported", capability: "multiple captures" }
    ],
    [
      { code: "parameter_invalid_integer", param: "amount", message: "This value must be greater than or equal to 1." },
      { _tag: "ProviderError", outcome: "not-executed", reason: { _tag: "InvalidRequest" } }
    ]
  ])("refused with %j", async (error, meaning) => {
    expect(await refused(error, capture)).toMatchObject(meaning)
  })

  it("declined is an outcome, and the authorisation is as before", async () => {
    for (const code of ["card_declined", "processing_error"] as const) {
      const shop = await open({ simulator: { assume: { refusedCapture: code } } })
      const authorisation = await shop.authorise(1500)
      await shop.act(authorisation, { _tag: "RefuseNext", kind: "capture" })
      const declined = await shop.run(shop.capture(authorisation, usd(1500)))
      expect(declined).toMatchObject({ stage: "failed" })
      expect(declined.facts).toContainEqual(
        expect.objectContaining({ verdict: "failed", failure: expect.objectContaining({ _tag: "Declined" }) })
      )
      const now = authorisation.with(declined.facts)
      expect(now.totals()).toMatchObject({ captured: { value: 0 }, capturable: usd(1500), complete: true })
      expect(await shop.run(shop.capture(now, usd(1500)))).toMatchObject({ stage: "succeeded" })
    }
  })
})

describe("an increment", () => {
  const adjust = (shop: Shop, authorisation: Authorisation.Authorisation) => shop.adjust(authorisation, usd(700))

  it.each([
    [wrong("succeeded"), { why: "captured" }],
    [wrong("succeeded", { amount_received: 100 }), { why: "closed" }],
    [wrong("canceled"), { why: "cancelled" }],
    [wrong("canceled", { cancellation_reason: "automatic" }), { why: "expired" }],
    [wrong("requires_capture", { amount_received: 100 }), { why: "captured" }],
    [wrong("requires_action"), { why: "refused-by-provider", code: "payment_intent_unexpected_state" }],
    [{ message: "Incremental authorization is not available." }, { why: "refused-by-provider" }],
    [{ code: "parameter_invalid_integer", param: "amount", message: "must be greater" }, { why: "direction" }]
  ])("refused with %j", async (error, meaning) => {
    expect(await refused(error, adjust)).toMatchObject({ _tag: "NotAdjustable", ...meaning })
  })

  it.each([
    { code: "parameter_unknown", param: "amounts" },
    { code: "amount_too_large", param: "amount" }
  ])("that is no request: %j", async (error) => {
    expect(await refused(error, adjust)).toMatchObject({ _tag: "ProviderError", reason: { _tag: "InvalidRequest" } })
  })

  it("declined is an outcome, and the authorisation is as before", async () => {
    const shop = await open(everything)
    const authorisation = await shop.authorise(1500)
    await shop.act(authorisation, { _tag: "RefuseNext", kind: "adjust" })
    const declined = await shop.run(shop.adjust(authorisation, usd(1700)))
    expect(declined).toMatchObject({ stage: "failed", facts: [{ _tag: "Asked" }, { failure: { _tag: "Declined" } }] })
    const now = authorisation.with(declined.facts)
    expect(now.totals()).toMatchObject({ authorised: usd(1500), capturable: usd(1800), complete: true })
    expect(await shop.run(shop.adjust(now, usd(1700)))).toMatchObject({ stage: "succeeded" })
  })
})

describe("a cancellation", () => {
  const cancel = (shop: Shop, authorisation: Authorisation.Authorisation) => shop.cancel(authorisation)

  it.each([
    [wrong("succeeded"), "captured"],
    [wrong("succeeded", { amount_received: 100 }), "closed"],
    [wrong("canceled"), "cancelled"],
    [wrong("canceled", { cancellation_reason: "automatic" }), "expired"],
    [wrong("processing"), "processing"],
    [wrong("requires_luck"), "requires_luck"],
    [{ code: "payment_intent_unexpected_state" }, "unknown"]
  ])("refused with %j", async (error, status) => {
    expect(await refused(error, cancel)).toMatchObject({ _tag: "NotCancellable", status })
  })
})

describe("a refund", () => {
  const paid = async (error: Body, status = 400) => {
    const shop = await open()
    const authorisation = await shop.authorise(1500, "automatic")
    await shop.arm(answer(status, error), { only: ({ method }) => method === "POST" })
    return shop.fails(shop.refund(authorisation, usd(500)))
  }

  it.each([
    [
      { param: "amount", message: "Refund amount ($40.00) is greater than unrefunded amount on charge ($30.00)" },
      { _tag: "RefundExceedsCaptured", asked: 500 }
    ],
    [
      { code: "charge_already_refunded", message: "Charge ch_1 has already been refunded." },
      { _tag: "NotRefundable", why: "refunded", code: "charge_already_refunded" }
    ],
    [
      { message: "This PaymentIntent (pi_1) does not have a successful charge to refund." },
      { _tag: "NotRefundable", why: "not-captured" }
    ],
    [
      { message: "This uncaptured Charge was created by a PaymentIntent (pi_1)." },
      { _tag: "NotRefundable", why: "not-captured" }
    ],
    [
      { code: "charge_disputed", message: "Charge ch_1 has been charged back; cannot issue a refund." },
      { _tag: "NotRefundable", why: "refused-by-provider", code: "charge_disputed" }
    ],
    [
      { code: "parameter_invalid_integer", param: "amount", message: "This value must be greater than or equal to 1." },
      { _tag: "ProviderError", reason: { _tag: "InvalidRequest" } }
    ],
    [{ message: "Invalid reason" }, { _tag: "ProviderError", reason: { _tag: "InvalidRequest" } }]
  ])("refused with %j", async (error, meaning) => {
    expect(await paid(error)).toMatchObject(meaning)
  })

  it("refused with another status is no rule of ours", async () => {
    expect(await paid({ code: "charge_already_refunded" }, 403)).toMatchObject({ reason: { _tag: "Forbidden" } })
    expect(await paid({ code: "charge_already_refunded", type: "api_error" }, 400)).toMatchObject({
      reason: { _tag: "UnknownCode" }
    })
  })

  it("refused at once, or later, is an outcome", async () => {
    for (const refusedRefund of ["failed", "pending-then-failed"] as const) {
      const shop = await open({ simulator: { assume: { refusedRefund } } })
      const authorisation = await shop.authorise(1500, "automatic")
      await shop.act(authorisation, { _tag: "RefuseNext", kind: "refund" })
      const refund = await shop.run(shop.refund(authorisation, usd(500)))
      expect(refund.stage).toBe(refusedRefund === "failed" ? "failed" : "acknowledged")
      const { facts } = await shop.learned(authorisation)
      const totals = authorisation.with(refund.facts).with(facts).totals()
      expect(totals).toMatchObject({ refunded: { value: 0 }, refundable: usd(1500), complete: true, conflicts: [] })
      expect(totals.modifications).toMatchObject([{ kind: "refund", stage: "failed", failure: { _tag: "Declined" } }])
    }
  })
})

describe("an answer that was lost", () => {
  const key = ModificationKey.ModificationKey.make("k-1")

  it("is an unknown outcome, with what was asked; and the same key finds out", async () => {
    const shop = await open({ ...everything, stripe: { ...everything.stripe, retry: { attempts: 1 } } })
    const authorisation = await shop.authorise(1500)
    await shop.arm({ _tag: "ResetAfterEffect" })
    const error = await shop.fails(shop.capture(authorisation, usd(500), { key, final: false }))
    expect(error).toMatchObject({ _tag: "ProviderError", key, outcome: "unknown", facts: [{ _tag: "Asked", key }] })
    const unsure = authorisation.with(error._tag === "ProviderError" ? (error.facts ?? []) : [])
    expect(unsure.totals()).toMatchObject({ captured: { value: 0 }, capturable: usd(1300), complete: false })
    const again = await shop.run(shop.capture(unsure, usd(500), { key, final: false }))
    expect(unsure.with(again.facts).totals()).toMatchObject({ captured: usd(500), complete: true, conflicts: [] })
    expect(await shop.believed(authorisation)).toMatchObject({ captured: { decimal: "5" } })
  })

  it("makes a refusal by state no rule: it may speak of that very attempt", async () => {
    const shop = await open()
    const authorisation = await shop.authorise(1500)
    await shop.arm({ _tag: "ResetBeforeEffect" })
    await shop.arm(answer(400, wrong("succeeded")))
    const error = await shop.fails(shop.capture(authorisation, usd(1500), { key }))
    expect(error).toMatchObject({ _tag: "ProviderError", outcome: "unknown", reason: { _tag: "InvalidRequest" } })
  })

  it("under a key that is in use is unknown, too: the first request may still run", async () => {
    const shop = await open({ stripe: { retry: { attempts: 1 } } })
    const authorisation = await shop.authorise(1500)
    await shop.arm(answer(409, { type: "idempotency_error", code: "idempotency_key_in_use" }))
    expect(await shop.fails(shop.capture(authorisation, usd(1500), { key }))).toMatchObject({
      outcome: "unknown",
      reason: { _tag: "IdempotencyConflict" },
      facts: [{ _tag: "Asked", key }]
    })
    await shop.arm(answer(409, { type: "idempotency_error" }))
    expect(await shop.fails(shop.capture(authorisation, usd(1500)))).toMatchObject({ outcome: "not-executed" })
  })

  it.each([
    ["another intent", (body: string) => body.replace(/"id": ?"pi_/, '"id": "pi_0')],
    ["less than asked", (body: string) => body.replace(/"amount_received": ?1500/, '"amount_received": 1499')],
    ["an amount that is none", (body: string) => body.replace(/"amount_received": ?1500/, '"amount_received": -1')],
    ["nothing readable", () => "<html>"]
  ])("or is about %s: unknown", async (_, garble) => {
    const shop = await open({ stripe: { retry: { attempts: 1 } } })
    const authorisation = await shop.authorise(1500)
    await shop.arm({ _tag: "Garble", body: garble })
    expect(await shop.fails(shop.capture(authorisation, usd(1500), { key }))).toMatchObject({
      _tag: "ProviderError",
      key,
      outcome: "unknown",
      reason: { _tag: "MalformedResponse" },
      facts: [{ _tag: "Asked", key }]
    })
  })

  it.each([
    [
      "a refund of another intent",
      "refund",
      (body: string) => body.replace(/"payment_intent": ?"pi_/, '"payment_intent": "pi_0')
    ],
    ["a refund of another amount", "refund", (body: string) => body.replace(/"amount": ?500/, '"amount": 501')],
    ["a cancellation that is none", "cancel", (body: string) => body.replace(/"canceled"/, '"requires_capture"')],
    ["an increment to another total", "adjust", (body: string) => body.replace(/"amount": ?1700/, '"amount": 1600')]
  ] as const)("or is %s: unknown", async (_, kind, garble) => {
    const shop = await open({ ...everything, stripe: { ...everything.stripe, retry: { attempts: 1 } } })
    const authorisation = await shop.authorise(1500, kind === "refund" ? "automatic" : "manual")
    await shop.arm({ _tag: "Garble", body: garble })
    const calls = {
      refund: shop.refund(authorisation, usd(500), { key }),
      cancel: shop.cancel(authorisation, { key }),
      adjust: shop.adjust(authorisation, usd(1700), { key })
    }
    expect(await shop.fails<unknown, unknown>(calls[kind])).toMatchObject({
      outcome: "unknown",
      reason: { _tag: "MalformedResponse" },
      facts: [{ _tag: "Asked", key }]
    })
  })

  it("of a reversal's refund has the reversal's key", async () => {
    const shop = await open({ stripe: { retry: { attempts: 1 } } })
    const authorisation = await shop.authorise(1500, "automatic")
    await shop.arm({ _tag: "ResetAfterEffect" }, { only: ({ method }) => method === "POST" })
    const error = await shop.fails(shop.reverse(authorisation, { key }))
    expect(error).toMatchObject({ key, outcome: "unknown", facts: [{ _tag: "Asked", key, kind: "reverse" }] })
    const found = await shop.run(
      shop.find({ authorisation: authorisation.with(("facts" in error && error.facts) || []), key })
    )
    expect(found.totals()).toMatchObject({ refunded: usd(1500), complete: true, conflicts: [] })
  })
})
