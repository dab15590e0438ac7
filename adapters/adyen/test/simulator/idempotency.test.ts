import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { apiKey, codeOf, eur, open, order } from "./world.ts"

const key = { "idempotency-key": "37ca9c97-d1d1-4c62-89e8-706891a563ed" }
const week = 7 * 24

describe("an idempotency key", () => {
  it("makes one session, and the same answer again", async () => {
    const { post, sessions } = await open()
    const first = await post(order, key)
    expect([first.status, first.headers["idempotency-key"]]).toEqual([201, key["idempotency-key"]])
    expect(await post(order, key)).toEqual(first)
    expect(await sessions()).toHaveLength(1)
    expect((await post(order, { "idempotency-key": "another" })).body["id"]).not.toBe(first.body["id"])
  })

  it("is one for both prefixes of the path", async () => {
    const { post, send } = await open()
    const first = await post(order, key)
    expect(await send("POST", "/checkout/v72/sessions", order, { ...apiKey, ...key })).toEqual(first)
  })

  it("changes an amount once", async () => {
    const { create, patch, truth } = await open()
    const { id, token } = await create()
    const change = { sessionData: token, amount: eur(2000) }
    const first = await patch(id, change, key)
    expect(first.headers["idempotency-key"]).toBe(key["idempotency-key"])
    const again = await patch(id, { sessionData: first.body["sessionData"], amount: eur(2100) })
    expect(again.status).toBe(200)
    expect(await patch(id, change, key)).toEqual(first)
    expect((await truth(id))?.amount.decimal).toBe("21")
  })

  it("of a request that isn't authenticated is nobody's", async () => {
    const { post, send } = await open()
    const refused = await send("POST", "/v72/sessions", order, key)
    expect([refused.status, refused.headers["idempotency-key"]]).toEqual([401, undefined])
    expect((await post(order, key)).status).toBe(201)
  })

  it("is kept for a week", async () => {
    const { advance, post } = await open()
    const first = await post(order, key)
    await advance(`${week} hours`)
    expect((await post(order, key)).body["id"]).not.toBe(first.body["id"])
  })

  it("and until then", async () => {
    const { advance, post } = await open()
    const first = await post(order, key)
    await advance(`${week * 3600 - 1} seconds`)
    expect(await post(order, key)).toEqual(first)
  })

  it("has at most 64 characters", async () => {
    const { post, sessions } = await open()
    expect((await post(order, { "idempotency-key": "x".repeat(64) })).status).toBe(201)
    const refused = await post(order, { "idempotency-key": "x".repeat(65) })
    expect([codeOf(refused), refused.body["message"]]).toEqual(["422 29_001", "Field may not exceed 64 characters"])
    expect(await sessions()).toHaveLength(1)
  })

  it("that is empty is none", async () => {
    const { post } = await open()
    const [one, other] = [await post(order, { "idempotency-key": "" }), await post(order, { "idempotency-key": "" })]
    expect(one.body["id"]).not.toBe(other.body["id"])
  })

  it("whose request is under way gets 704, and may come again", async () => {
    const { post, run, sending, sessions } = await open({ processing: "2 seconds" })
    const asking = sending("POST", "/v72/sessions", order, { ...apiKey, ...key })
    const [first, second] = await run(
      Effect.all([asking, Effect.andThen(Effect.sleep("1 second"), asking)], { concurrency: "unbounded" })
    )
    expect(first?.status).toBe(201)
    expect(second?.body).toMatchObject({ errorCode: "704", message: "request already processed or in progress" })
    expect(second?.headers).toMatchObject({ "transient-error": "true", ...key })
    expect(await post(order, key)).toEqual(first)
    expect(await sessions()).toHaveLength(1)
  })

  it("lets a lost answer be asked for again", async () => {
    const { faults, post, run, sending, sessions } = await open()
    await run(faults.arm({ _tag: "ResetAfterEffect" }))
    const lost = await run(Effect.exit(sending("POST", "/v72/sessions", order, { ...apiKey, ...key })))
    expect(lost._tag).toBe("Failure")
    const { body } = await post(order, key)
    expect((await sessions()).map(({ id }) => id)).toEqual([body["id"]])
  })
})
