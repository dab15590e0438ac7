import { describe, expect, it } from "vitest"
import { eur, open, proofOf, tokenOf } from "./world.ts"

describe("the shopper", () => {
  it("sees the amount, and gets a sessionData of the browser's own", async () => {
    const { create, shown } = await open()
    const { id, token } = await create()
    const seen = await shown(id, token)
    expect(seen).toEqual({ _tag: "Shown", amount: { decimal: "19", currency: "EUR" }, token: expect.any(String) })
    expect(tokenOf(seen)).not.toBe(token)
  })

  it("pays what the session holds by then", async () => {
    const { authorisations, create, patch, shown, submit, truth } = await open()
    const { id, token } = await create()
    const browsers = tokenOf(await shown(id, token))
    const { body } = await patch(id, { sessionData: browsers, amount: eur(3199), payable: true })
    const paid = await submit({ id, token: String(body["sessionData"]) })
    expect(paid).toEqual({
      _tag: "Authorised",
      authorisation: expect.stringMatching(/^[A-Z0-9]{16}$/),
      amount: { decimal: "31.99", currency: "EUR" },
      token: expect.any(String),
      proof: expect.any(String)
    })
    expect((await truth(id))?.status).toBe("completed")
    expect(await authorisations()).toEqual([
      {
        id: paid._tag === "Authorised" ? paid.authorisation : "",
        session: id,
        authorised: { decimal: "31.99", currency: "EUR" },
        captured: { decimal: "31.99", currency: "EUR" },
        refunded: { decimal: "0", currency: "EUR" },
        released: false
      }
    ])
    expect(await submit({ id, token: tokenOf(paid) })).toEqual({ _tag: "Refused", why: "Session already used" })
    expect(await shown(id, tokenOf(paid))).toEqual({ _tag: "Refused", why: "Session already used" })
  })

  it.each(["pay", "decline", "challenge", "pending", "abandon"] as const)(
    "can't %s while it isn't payable",
    async (manner) => {
      const { authorisations, create, patch, submit, truth } = await open()
      const { id, token } = await create()
      expect(await submit({ id, token }, manner)).toEqual({ _tag: "Refused", why: "The session is not yet payable" })
      expect(await authorisations()).toEqual([])
      expect((await truth(id))?.status).toBe("open")
      // A refusal rotates nothing.
      expect((await patch(id, { sessionData: token, amount: eur(1) })).status).toBe(200)
    }
  )

  it("can't pay with a sessionData from before, nor without one", async () => {
    const { create, patch, submit, truth } = await open()
    const { id, token } = await create()
    await patch(id, { sessionData: token, amount: eur(3199), payable: true })
    expect(await submit({ id, token })).toEqual({ _tag: "Refused", why: "Invalid payload provided" })
    expect(await submit({ id })).toEqual({ _tag: "Refused", why: "Required field 'sessionData' is not provided." })
    expect((await truth(id))?.status).toBe("locked")
  })

  it("can't pay with the sessionData of another session, nor one that there isn't", async () => {
    const { payable, shown, submit } = await open()
    const [one, other] = [await payable(), await payable()]
    const refused = { _tag: "Refused", why: "Invalid payload provided" }
    expect(await submit({ id: one.id, token: other.token })).toEqual(refused)
    expect(await submit({ id: "CS0", token: other.token })).toEqual(refused)
    expect(await shown("CS0", other.token)).toEqual(refused)
  })

  it("can't pay after expiry", async () => {
    const { advance, payable, shown, submit, truth } = await open()
    const { id, token } = await payable()
    await advance("1 hour")
    expect(await submit({ id, token })).toEqual({ _tag: "Refused", why: "Session has expired" })
    expect(await shown(id, token)).toEqual({ _tag: "Refused", why: "Session has expired" })
    expect((await truth(id))?.status).toBe("expired")
  })

  it("tries again after a decline", async () => {
    const { payable, submit, truth } = await open()
    const { id, token } = await payable()
    const declined = await submit({ id, token }, "decline")
    expect(declined).toEqual({ _tag: "Declined", token: expect.any(String), proof: expect.any(String) })
    expect((await truth(id))?.status).toBe("locked")
    expect((await submit({ id, token: tokenOf(declined) }))._tag).toBe("Authorised")
  })

  it.each([
    [true, "Authorised", "completed"],
    [false, "Declined", "locked"]
  ] as const)("comes back from the bank: %s", async (passed, tag, status) => {
    const { payable, run, submit, truth } = await open()
    const { id, token } = await payable()
    const challenged = await submit({ id, token }, "challenge")
    if (challenged._tag !== "Challenged") return expect.unreachable(challenged._tag)
    expect((await truth(id))?.status).toBe("pending")
    const done = await run(challenged.finish(passed))
    expect(done).toMatchObject({ _tag: tag, token: expect.any(String), proof: expect.any(String) })
    expect((await truth(id))?.status).toBe(status)
    expect((await run(challenged.finish(passed)))._tag).toBe("Refused")
  })

  it("cancels at the bank", async () => {
    const { payable, submit, truth } = await open()
    const { id, token } = await payable()
    const cancelled = await submit({ id, token }, "abandon")
    expect(cancelled).toEqual({ _tag: "Cancelled", proof: expect.any(String) })
    expect((await truth(id))?.status).toBe("cancelled")
  })

  it.each([
    [true, "Authorised", "completed", 1],
    [false, "Declined", "locked", 0]
  ] as const)("pays later: %s", async (approved, tag, status, payments) => {
    const { advance, authorisations, payable, settle, submit, truth } = await open()
    const { id, token } = await payable()
    const pending = await submit({ id, token }, "pending")
    expect(pending).toEqual({ _tag: "Pending", token: expect.any(String), proof: expect.any(String) })
    expect((await truth(id))?.status).toBe("pending")
    expect(await submit({ id, token: tokenOf(pending) })).toEqual({
      _tag: "Refused",
      why: "A payment of this session is under way"
    })
    // However late: the method goes on without the browser.
    if (approved) await advance("2 days")
    const settled = await settle(id, approved)
    expect(settled._tag).toBe(tag)
    expect(proofOf(settled)).not.toBe(proofOf(pending))
    expect((await truth(id))?.status).toBe(status)
    expect(await authorisations()).toHaveLength(payments)
    expect((await settle(id, approved))._tag).toBe("Refused")
  })

  it("has nothing to settle for a session that there isn't", async () => {
    const { settle } = await open()
    expect((await settle("CS0", true))._tag).toBe("Refused")
  })
})

describe("capture", () => {
  it.each<readonly [object, string]>([
    [{}, "19"],
    [{ captureDelayHours: 0 }, "19"],
    [{ captureDelayHours: 24 }, "0"],
    [{ additionalData: { authorisationType: "PreAuth" } }, "0"],
    [{ additionalData: { authorisationType: "FinalAuth" } }, "19"]
  ])("%j", async (others, captured) => {
    const { authorisations, payable, submit } = await open()
    await submit(await payable(others))
    expect((await authorisations())[0]?.captured.decimal).toBe(captured)
  })
})
