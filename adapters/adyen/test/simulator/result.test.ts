import { describe, expect, it } from "vitest"
import { codeOf, open, proofOf, tokenOf } from "./world.ts"

describe("the result", () => {
  it("of a payment is completed, with what was paid", async () => {
    const { payable, result, submit } = await open()
    const { id, token } = await payable()
    const paid = await submit({ id, token })
    const { body, status } = await result(id, proofOf(paid))
    expect(status).toBe(200)
    expect(body).toEqual({
      id,
      reference: "order-1",
      status: "completed",
      payments: [
        {
          amount: { currency: "EUR", value: 1900 },
          paymentMethod: { brand: "visa", type: "scheme" },
          pspReference: paid._tag === "Authorised" ? paid.authorisation : "",
          resultCode: "Authorised"
        }
      ]
    })
  })

  it("of an asynchronous payment is paymentPending", async () => {
    const { payable, result, submit } = await open()
    const { id, token } = await payable()
    const { body } = await result(id, proofOf(await submit({ id, token }, "pending")))
    expect(body).toMatchObject({
      status: "paymentPending",
      payments: [{ amount: { value: 1900, currency: "EUR" }, resultCode: "Pending" }]
    })
    expect(JSON.stringify(body)).not.toContain("paymentMethod")
  })

  it("of a payment that was cancelled at the bank is canceled", async () => {
    const { payable, result, submit } = await open()
    const { id, token } = await payable()
    const { body } = await result(id, proofOf(await submit({ id, token }, "abandon")))
    expect(body).toEqual({ id, reference: "order-1", status: "canceled" })
  })

  it("of a refused payment is active, of too many refused", async () => {
    const { payable, result, submit, truth } = await open()
    const { id, token } = await payable()
    const seen: Array<unknown> = []
    let latest = token
    for (let attempt = 0; attempt < 3; attempt++) {
      const declined = await submit({ id, token: latest }, "decline")
      latest = tokenOf(declined)
      const { body } = await result(id, proofOf(declined))
      seen.push([body["status"], (await truth(id))?.status])
    }
    expect(seen).toEqual([
      ["active", "locked"],
      ["active", "locked"],
      ["refused", "failed"]
    ])
    expect(await submit({ id, token: latest })).toEqual({ _tag: "Refused", why: "Session already used" })
  })

  it("of a session that expired is expired", async () => {
    const { advance, payable, result, submit } = await open()
    const { id, token } = await payable()
    const declined = await submit({ id, token }, "decline")
    await advance("1 hour")
    expect((await result(id, proofOf(declined))).body["status"]).toBe("expired")
  })

  it("while the shopper is at the bank is paymentPending", async () => {
    const { payable, result, submit } = await open()
    const { id, token } = await payable()
    const declined = await submit({ id, token }, "decline")
    await submit({ id, token: tokenOf(declined) }, "challenge")
    expect((await result(id, proofOf(declined))).body).toEqual({ id, reference: "order-1", status: "paymentPending" })
  })

  it("doesn't get updated", async () => {
    const { payable, result, settle, submit } = await open()
    const { id, token } = await payable()
    const pending = await submit({ id, token }, "pending")
    const first = await result(id, proofOf(pending))
    const settled = await settle(id, true)
    expect((await result(id, proofOf(pending))).body).toEqual(first.body)
    expect((await result(id, proofOf(settled))).body["status"]).toBe("completed")
  })

  it("of garbage is a recorded 500", async () => {
    const { payable, result } = await open()
    const { id } = await payable()
    const answer = await result(id, "garbage")
    expect(answer.body).toEqual({
      status: 500,
      errorCode: "701",
      message: "server could not process request",
      errorType: "internal",
      pspReference: answer.headers["pspreference"]
    })
    expect(codeOf(await result(id))).toBe("422 130")
    expect(codeOf(await result(id, ""))).toBe("422 130")
  })

  it("has characters that a query must encode", async () => {
    const { payable, submit } = await open()
    expect(proofOf(await submit(await payable()))).toMatch(/^X3XtfGC7!.*\/.*\+.*=$/)
  })
})
