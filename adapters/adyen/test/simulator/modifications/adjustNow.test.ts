/** The synchronous adjustment: with `adjustAuthorisationData`, an amount update is decided at once. */
import { describe, expect, it } from "vitest"
import { codeOf, credentials, eur, openManual, preAuth } from "../world.ts"

const blobIn = (body: { readonly adjustAuthorisationData?: unknown }) => String(body.adjustAuthorisationData)

/** A pre-authorisation of 19.00 EUR, and the first blob, from its webhook. */
const start = async (options: Parameters<typeof openManual>[0] = {}) => {
  const world = await openManual(options)
  const psp = await world.authorised(preAuth)
  const [event] = await world.told()
  const adjust = (value: number, adjustAuthorisationData: string, others: object = {}) =>
    world.modify(psp, "amountUpdates", { amount: eur(value), adjustAuthorisationData, ...others })
  return { ...world, psp, adjust, first: blobIn(event?.additionalData ?? {}), money: () => world.money(psp) }
}

describe("a synchronous adjustment", () => {
  it("is authorised at once, with what the next one needs", async () => {
    const { adjust, first, money, psp, take } = await start()
    const { body, headers, status } = await adjust(2500, first, { reference: "adjust-1", industryUsage: "noShow" })
    expect(status).toBe(201)
    expect(body).toEqual({
      merchantAccount: credentials.merchantAccount,
      paymentPspReference: psp,
      reference: "adjust-1",
      pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/),
      status: "authorised",
      adjustAuthorisationData: expect.any(String),
      amount: { currency: "EUR", value: 2500 },
      industryUsage: "noShow"
    })
    expect(headers["pspreference"]).toBe(body["pspReference"])
    expect(await money()).toEqual(["25", "0", "0", false])
    const [delivery] = await take()
    expect(delivery?.body).toContain(`"pspReference":"${String(body["pspReference"])}"`)
    expect(delivery?.body).toContain('"eventCode":"AUTHORISATION_ADJUSTMENT"')
    const next = blobIn(body)
    expect(next).not.toBe(first)
    expect((await adjust(1000, next)).body["status"]).toBe("authorised")
    expect(await money()).toEqual(["10", "0", "0", false])
  })

  it("is refused at once by the issuer, and what was valid stays so", async () => {
    const { act, adjust, first, money, psp } = await start()
    await act(psp, { _tag: "RefuseNext", kind: "adjust" })
    const { body, status } = await adjust(2500, first)
    expect([status, body["status"]]).toEqual([201, "refused"])
    expect(body).not.toHaveProperty("adjustAuthorisationData")
    expect(await money()).toEqual(["19", "0", "0", false])
    expect((await adjust(2500, first)).body["status"]).toBe("authorised")
  })

  it.each(["x", ""])("with %j isn't one of this payment's", async (blob) => {
    const { adjust, money, told } = await start()
    const { body } = await adjust(2500, blob)
    expect([body["status"], (await told()).map(({ success }) => success)]).toEqual(["refused", ["false"]])
    expect(await money()).toEqual(["19", "0", "0", false])
  })

  it("with another payment's is refused", async () => {
    const { adjust, authorised, told } = await start()
    await authorised(preAuth)
    const [other] = await told()
    expect((await adjust(2500, blobIn(other?.additionalData ?? {}))).body["status"]).toBe("refused")
  })

  it("with one that a later one replaced is refused", async () => {
    const { adjust, first } = await start()
    await adjust(2500, first)
    expect((await adjust(2600, first)).body["status"]).toBe("refused")
  })

  it("after a capture is refused", async () => {
    const { adjust, first, modify, money, psp, told } = await start()
    await modify(psp, "captures", { amount: eur(1900) })
    await told()
    expect((await adjust(2500, first)).body["status"]).toBe("refused")
    expect(await money()).toEqual(["19", "19", "0", true])
  })

  it("of a payment without PreAuth is refused", async () => {
    const { authorised, modify } = await openManual()
    const { body } = await modify(await authorised(), "amountUpdates", {
      amount: eur(2500),
      adjustAuthorisationData: "x"
    })
    expect(body["status"]).toBe("refused")
  })

  it("leaves its blob as it is where the adjustment was asynchronous", async () => {
    const { adjust, first, modify, psp, told } = await start()
    await modify(psp, "amountUpdates", { amount: eur(2000) })
    await told()
    expect((await adjust(2500, first)).body["status"]).toBe("authorised")
  })

  it("comes before one that was only received", async () => {
    const { adjust, first, modify, money, psp, told } = await start()
    await modify(psp, "amountUpdates", { amount: eur(2000) })
    await adjust(2500, first)
    expect(await money()).toEqual(["25", "0", "0", false])
    expect((await told()).map(({ amount }) => amount.value)).toEqual([2500, 2000])
    expect(await money()).toEqual(["20", "0", "0", false])
  })

  it("to the same amount extends the validity", async () => {
    const { advance, adjust, first, money } = await start()
    await advance("20 days")
    await adjust(1900, first)
    await advance("27 days")
    expect((await money())?.[3]).toBe(false)
    await advance("1 days")
    expect((await money())?.[3]).toBe(true)
  })

  it("is one for one idempotency key", async () => {
    const { first, modify, money, psp } = await start()
    const body = { amount: eur(2500), adjustAuthorisationData: first }
    const key = { "idempotency-key": "k" }
    const answer = await modify(psp, "amountUpdates", body, key)
    expect(await modify(psp, "amountUpdates", body, key)).toEqual(answer)
    expect([codeOf(answer), await money()]).toEqual(["201 undefined", ["25", "0", "0", false]])
  })
})
