import { describe, expect, it } from "vitest"
import { codeOf, eur, open, order } from "./world.ts"

describe("PATCH", () => {
  it("changes the amount as often as one likes, with a new sessionData each time", async () => {
    const { create, patch, truth } = await open()
    const { id, token } = await create({ metadata: { table: "4" } })
    const before = await truth(id)
    const seen = new Set([token])
    let latest = token
    for (const [value, decimal] of [
      [2150, "21.5"],
      [1, "0.01"],
      [1900, "19"]
    ] as const) {
      const { body, headers, status } = await patch(id, { sessionData: latest, amount: eur(value), payable: false })
      expect([status, Object.keys(body)]).toEqual([200, ["sessionData"]])
      expect(headers["pspreference"]).toMatch(/^[A-Z0-9]{16}$/)
      latest = String(body["sessionData"])
      seen.add(latest)
      expect(await truth(id)).toEqual({ ...before, amount: { decimal, currency: "EUR" } })
    }
    expect(seen.size).toBe(4)
  })

  it("with payable: true is the last one", async () => {
    const { create, patch, truth } = await open()
    const { id, token } = await create()
    const locked = await patch(id, { sessionData: token, amount: eur(3199), payable: true })
    expect(locked.status).toBe(200)
    expect(await truth(id)).toMatchObject({ status: "locked", amount: { decimal: "31.99" } })
    for (const sessionData of [token, locked.body["sessionData"], "x"]) {
      const refused = await patch(id, { sessionData, amount: eur(1), payable: false })
      expect(codeOf(refused)).toBe("422 SIM_SESSION_PAYABLE")
      expect(refused.body).toMatchObject({ status: 422, errorType: "validation" })
    }
    expect(await truth(id)).toMatchObject({ status: "locked", amount: { decimal: "31.99" } })
  })

  it("is refused until the last moment, not after it", async () => {
    const { clock, create, patch, run, truth } = await open({ clock: { start: Date.UTC(2026, 0, 1) + 999 } })
    const { id, token } = await create()
    const expiry = Date.parse(String((await truth(id))?.rest["expiresAt"]))
    expect(expiry).toBe(Date.UTC(2026, 0, 1, 1))
    await run(clock.advanceTo(expiry - 1))
    const just = await patch(id, { sessionData: token, amount: eur(2000) })
    expect(just.status).toBe(200)
    await run(clock.advanceTo(expiry))
    const late = await patch(id, { sessionData: just.body["sessionData"], amount: eur(2100) })
    expect([codeOf(late), late.body["message"]]).toEqual(["422 14_008", "Session has expired"])
    expect(await truth(id)).toMatchObject({ status: "expired", amount: { decimal: "20" } })
  })

  it("of a session that lives as long as it was asked to", async () => {
    const { advance, create, patch, truth } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
    const { id, token } = await create({ expiresAt: "2026-01-01T20:00:00Z" })
    await advance("19 hours")
    expect((await patch(id, { sessionData: token, amount: eur(2000) })).status).toBe(200)
    expect((await truth(id))?.rest["expiresAt"]).toBe("2026-01-01T21:00:00+01:00")
  })

  it.each<readonly [string, (token: string) => string | object, string]>([
    ["no JSON", () => "{", "400 702"],
    ["no sessionData", () => ({ amount: eur(1) }), "422 130"],
    ["an empty sessionData", () => ({ sessionData: "", amount: eur(1) }), "422 130"],
    ["garbage as sessionData", () => ({ sessionData: "x", amount: eur(1) }), "422 14_018"],
    ["a number as sessionData", () => ({ sessionData: 1, amount: eur(1) }), "422 14_018"],
    ["no amount", (sessionData) => ({ sessionData }), "422 130"],
    ["half an amount", (sessionData) => ({ sessionData, amount: { value: 1 } }), "422 130"],
    ["a negative amount", (sessionData) => ({ sessionData, amount: eur(-1) }), "422 137"],
    ["an unknown currency", (sessionData) => ({ sessionData, amount: { value: 1, currency: "XXX" } }), "422 138"],
    ["another currency", (sessionData) => ({ sessionData, amount: { value: 1, currency: "USD" } }), "422 137"],
    ["payable as text", (sessionData) => ({ sessionData, amount: eur(1), payable: "true" }), "422 192"]
  ])("refuses %s and changes nothing", async (_, body, code) => {
    const { create, patch, truth } = await open()
    const { id, token } = await create()
    const before = await truth(id)
    expect(codeOf(await patch(id, body(token)))).toBe(code)
    expect(await truth(id)).toEqual(before)
    expect((await patch(id, { sessionData: token, amount: eur(2000) })).status).toBe(200)
  })

  it("refuses the sessionData of another session", async () => {
    const { create, patch, truth } = await open()
    const [one, other] = [await create(), await create()]
    expect(codeOf(await patch(one.id, { sessionData: other.token, amount: eur(1) }))).toBe("422 14_018")
    expect(codeOf(await patch("CS0000000000000000", { sessionData: other.token, amount: eur(1) }))).toBe("422 14_018")
    expect([(await truth(one.id))?.amount.decimal, (await truth(other.id))?.amount.decimal]).toEqual(["19", "19"])
  })

  it("refuses what is final from the start", async () => {
    const { patch, payable } = await open()
    const { id, token } = await payable()
    expect(codeOf(await patch(id, { sessionData: token, amount: eur(1) }))).toBe("422 SIM_SESSION_PAYABLE")
  })

  it.each(["pay", "pending", "abandon", "challenge"] as const)("refuses after %s", async (manner) => {
    const { patch, payable, submit, truth } = await open()
    const { id, token } = await payable()
    const submission = await submit({ id, token }, manner)
    const sessionData = "token" in submission ? submission.token : token
    expect(codeOf(await patch(id, { sessionData, amount: eur(1) }))).toBe("422 SIM_SESSION_PAYABLE")
    expect((await truth(id))?.amount.decimal).toBe("19")
  })

  it("three at once with one sessionData: one takes effect", async () => {
    const { create, patch } = await open()
    const { id, token } = await create()
    const all = await Promise.all(
      [2000, 2100, 2200].map((value) => patch(id, { sessionData: token, amount: eur(value), payable: false }))
    )
    expect(all.map(codeOf)).toEqual(["200 undefined", "422 14_018", "422 14_018"])
  })
})

it("what the provider believes is in its own words", async () => {
  const { create, sessions } = await open({ clock: { start: Date.UTC(2026, 0, 1) } })
  const { id } = await create({ metadata: { table: "4" }, captureDelayHours: 24 })
  const { merchantAccount, returnUrl } = order
  expect(await sessions()).toEqual([
    {
      id,
      reference: "order-1",
      amount: { decimal: "19", currency: "EUR" },
      status: "open",
      rest: {
        captureDelayHours: 24,
        countryCode: "NL",
        expiresAt: "2026-01-01T02:00:00+01:00",
        merchantAccount,
        metadata: { table: "4" },
        mode: "embedded",
        returnUrl,
        shopperLocale: "en-US"
      }
    }
  ])
})
