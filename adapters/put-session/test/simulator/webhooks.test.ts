/** What is told after the payment, by whom it is signed, and how payments by bank end. */
import * as mac from "@paylayer/simulator/mac"
import * as Hex from "effect/encoding/Hex"
import { describe, expect, it } from "vitest"
import { AcquiredSimulator } from "../../src/simulator/index.ts"
import * as webhooks from "../../src/simulator/webhooks.ts"
import { idOf, open, told } from "./world.ts"

const { appKey } = AcquiredSimulator.credentials
const utf8 = new TextEncoder()
const sha256 = (text: string) => Hex.encode(mac.digest("SHA-256", utf8.encode(text)))
const hmac = (key: string, text: string) => Hex.encode(mac.hmac("SHA-256", utf8.encode(key), utf8.encode(text)))

describe("each modification", () => {
  it("is told with its own id, the payment's order_id, and the signature of the body", async () => {
    const [companyId, mid] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
    const { deliveries, modify, pay } = await open({ clock: { start: 1_700_000_000_999 }, companyId, mid })
    const id = await pay({ order_id: "order-7", capture: false })
    await deliveries()
    const captured = idOf(await modify(id, "capture", { amount: 1 }))
    const [delivery, ...others] = await deliveries()
    expect(others).toEqual([])
    expect(JSON.parse(delivery!.body)).toEqual({
      webhook_type: "status_update",
      webhook_id: delivery!.id,
      timestamp: 1_700_000_000,
      webhook_body: { transaction_id: captured, status: "success", order_id: "order-7" }
    })
    expect(delivery!.headers).toEqual({
      "Content-Type": "application/json",
      "Company-Id": companyId,
      Mid: mid,
      "Webhook-Version": "2",
      Hash: hmac(appKey, delivery!.body)
    })
  })

  it("is told whether it succeeded or was declined, in order", async () => {
    const { advance, deliveries, modify, pay } = await open()
    const id = await pay()
    const made: Array<string> = [id]
    made.push(idOf(await modify(id, "refund", { amount: 1 })))
    await advance("1 day")
    for (const operation of ["capture", "void", "refund", "reversal"]) {
      made.push(idOf(await modify(id, operation, { amount: 1 })))
    }
    const statuses = ["success", "declined", "declined", "declined", "success", "success"]
    expect(told(await deliveries())).toEqual(made.map((id, index) => [id, statuses[index]]))
    expect(new Set(made).size).toBe(made.length)
  })

  it("that is refused with an error is not told", async () => {
    const { deliveries, modify, pay } = await open()
    const id = await pay({ capture: false })
    await deliveries()
    await modify(id, "capture", { amount: 99 })
    await modify(id, "capture", "{")
    await modify("nonsense", "void")
    expect(await deliveries()).toEqual([])
  })
})

describe("signing keys", () => {
  const [first, second] = ["first-signing-key", "second-signing-key"]

  it.each([
    ["the app_key, unless told", undefined, [appKey]],
    ["one instead of it", [first], [first]],
    ["two during a rotation, a hash for each", [first, second], [first, second]]
  ])("are %s", async (_, signingKeys, keys) => {
    const { create, deliveries, submit } = await open(signingKeys === undefined ? {} : { signingKeys })
    const paid = await submit(await create())
    const [delivery] = await deliveries()
    expect(delivery!.headers["Hash"]).toBe(keys.map((key) => hmac(key, delivery!.body)).join(","))
    const proof = Object.fromEntries(new URLSearchParams("proof" in paid ? paid.proof : ""))
    const { hash, order_id, status, timestamp, transaction_id } = proof
    const values = `${status}${transaction_id}${order_id}${timestamp}`
    expect(hash).toBe(keys.map((key) => sha256(sha256(values) + key)).join(","))
  })

  it("sign a digest that reproduces the documented one", () => {
    const update = {
      status: "executed",
      transactionId: "1970f4e1-95da-4859-b275-e9ac83f05eb1",
      orderId: "your_unique_reference_1"
    } as const
    expect(webhooks.resultDigest(update, 1_657_183_950)).toBe(
      "4e9ce34004008830e672aa826efd5ddf56130ad127c279751135d48291b5f007"
    )
  })
})

describe("a payment by bank", () => {
  it.each([
    [["settled"], ["pending", "settled"]],
    [["executed"], ["pending", "executed"]],
    [
      ["executed", "settled"],
      ["pending", "executed", "settled"]
    ]
  ] as const)("that the bank carries out is %j", async (approved, statuses) => {
    const { authorisations, create, deliveries, settle, submit, truth } = await open({ bank: { approved } })
    const session = await create()
    await submit(session, "pending")
    const done = await settle(session, true)
    expect(done._tag).toBe("Authorised")
    expect(new URLSearchParams("proof" in done ? done.proof : "").get("status")).toBe(approved.at(-1))
    expect((await truth(session))?.status).toBe("completed")
    expect(told(await deliveries()).map(([, status]) => status)).toEqual(statuses)
    expect(await authorisations()).toMatchObject([{ captured: { decimal: "15.02" }, released: false }])
  })

  it.each([
    ["declined", "Declined", ["pending", "declined"], "generic_decline"],
    ["error", "Declined", ["pending", "error"], ""],
    ["cancelled", "Cancelled", ["pending", "cancelled"], ""],
    ["expired", "Cancelled", ["pending"], ""]
  ] as const)("that comes to nothing is %s", async (refused, submission, statuses, reason) => {
    const world = await open({ bank: { refused } })
    const session = await world.create()
    await world.submit(session, "pending")
    const done = await world.settle(session, false)
    expect(done._tag).toBe(submission)
    const [[id, last] = [], ...rest] = told(await world.deliveries()).toReversed()
    expect([...rest.map(([, status]) => status), last]).toEqual(statuses)
    expect((await world.read(id!)).body).toMatchObject({ status: refused, reason })
    expect("proof" in done && done.proof?.startsWith(`status=${refused}&`)).toBe(refused !== "expired")
    expect((await world.truth(session))?.status).toBe("open")
    expect(await world.authorisations()).toEqual([])
    expect((await world.submit(session))._tag).toBe("Authorised")
  })

  it("is refunded a day after it was carried out", async () => {
    const { advance, believed, create, modify, settle, submit } = await open()
    const session = await create()
    await submit(session, "pending")
    await advance("1 day")
    const done = await settle(session, true)
    const id = done._tag === "Authorised" ? done.authorisation : ""
    expect((await modify(id, "refund", { amount: 1 })).body["status"]).toBe("declined")
    await advance("1 day")
    expect((await modify(id, "refund", { amount: 1 })).body["status"]).toBe("success")
    expect(await believed(id)).toEqual(["15.02", "1", false])
  })
})
