import { describe, expect, it } from "vitest"
import { gist, idOf, invalid, open, told } from "./world.ts"

const unknown = "00000000-0000-4000-8000-000000000000"
const operations = ["capture", "void", "refund", "reversal"] as const
const failed = "Your request parameters did not pass our validation."
const problem = (error_type: string, title: string, instance: string) => ({
  status: "error",
  error_type,
  title,
  instance
})
const notFound = (instance: string) =>
  problem("not_found", "Unable to find the requested resource, please check your request and try again.", instance)

describe("routes", () => {
  it.each(operations)("take %s with and without a slash at the end, and an id in any case", async (operation) => {
    const { modify, pay } = await open()
    const body = { amount: 1 }
    for (const name of [operation, `${operation}/`]) {
      expect((await modify(await pay({ capture: false }), name, body)).status).toBe(201)
      expect((await modify((await pay({ capture: false })).toUpperCase(), name, body)).status).toBe(201)
    }
  })

  it.each(["", "/"])("read a transaction with %o at the end", async (end) => {
    const { pay, read } = await open()
    const id = await pay()
    expect(await read(id + end)).toMatchObject({ status: 200, body: { transaction_id: id, status: "success" } })
    expect((await read(id.toUpperCase() + end)).status).toBe(200)
  })

  it.each([
    ["GET", `/v1/transactions/${unknown}`],
    ["GET", "/v1/transactions/nonsense"],
    ["GET", "/v1/transactions"],
    ["GET", "/v1/transactions?order_id=order-1"],
    ...operations.map((operation) => ["POST", `/v1/transactions/${unknown}/${operation}`] as const)
  ] as const)("find nothing at %s %s", async (method, path) => {
    const { bearer, pay, send } = await open()
    await pay()
    expect(await send(method, path, method === "GET" ? undefined : { amount: 1 }, bearer)).toEqual({
      status: 404,
      body: notFound(path.replace(/\?.*/, ""))
    })
  })

  it.each([
    ["POST", ""],
    ["PUT", ""],
    ["DELETE", ""],
    ["GET", "/capture"],
    ["PUT", "/refund"],
    ["POST", "/cancel"],
    ["POST", "/capture/1"]
  ] as const)("know no %s …%s", async (method, rest) => {
    const { bearer, believed, pay, send } = await open()
    const id = await pay({ capture: false })
    const path = `/v1/transactions/${id}${rest}`
    expect(await send(method, path, method === "GET" ? undefined : { amount: 1 }, bearer)).toEqual({
      status: 404,
      body: notFound(path)
    })
    expect(await believed(id)).toEqual(["0", "0", false])
  })

  it("are closed to whoever has no token, and to the token of another account's Mid", async () => {
    const { believed, modify, pay, send } = await open()
    const id = await pay({ capture: false })
    for (const [method, path] of [
      ["GET", `/v1/transactions/${id}`],
      ...operations.map((operation) => ["POST", `/v1/transactions/${id}/${operation}`] as const)
    ] as const) {
      expect(await send(method, path)).toEqual({
        status: 401,
        body: problem(
          "unauthorized",
          "Authentication with the API failed, please check your details and try again.",
          path
        )
      })
    }
    expect(await modify(id, "void", undefined, { Mid: unknown })).toEqual({
      status: 403,
      body: problem(
        "forbidden",
        "You do not have access to the requested resource, please check your details and try again.",
        `/v1/transactions/${id}/void`
      )
    })
    expect(await believed(id)).toEqual(["0", "0", false])
  })
})

describe("validation", () => {
  it.each([
    ["capture", ""],
    ["capture", "[]"],
    ["refund", "{"],
    ["refund", "null"],
    ["refund", ""],
    ["reversal", '"text"'],
    ["reversal", "[1]"],
    ["reversal", "<html>"]
  ])("%s doesn't take %o for a body", async (operation, body) => {
    const { believed, modify, pay } = await open()
    const id = await pay({ capture: false })
    expect(await modify(id, operation, body)).toEqual({
      status: 400,
      body: problem("bad_request", failed, `/v1/transactions/${id}/${operation}`)
    })
    expect(await believed(id)).toEqual(["0", "0", false])
  })

  it.each(["capture", "refund"])("reports a missing amount of a %s as the document shows it", async (operation) => {
    const { modify, pay } = await open()
    const id = await pay()
    expect(await modify(id, `${operation}/`, {})).toEqual({
      status: 400,
      body: {
        ...problem("validation", failed, `/v1/transactions/${id}/${operation}`),
        invalid_parameters: [{ parameter: "amount", reason: "amount can not be empty" }]
      }
    })
  })

  it("reports everything wrong at once", async () => {
    const { modify, pay } = await open()
    const answer = await modify(await pay(), "reversal", {
      amount: 0.001,
      reference: "",
      webhook_url: "here",
      custom_data: "!",
      custom1: 1,
      custom2: "x".repeat(51),
      reason: false
    })
    expect(invalid(answer)).toEqual([
      ["amount", "amount must have at most 2 decimals"],
      ["reference", "reference validation failed"],
      ["reason", "reason validation failed"],
      ["webhook_url", "webhook_url validation failed"],
      ["custom_data", "custom_data validation failed"],
      ["custom1", "custom1 validation failed"],
      ["custom2", "custom2 validation failed"]
    ])
  })

  it.each([
    ["refund", "r", "201 success"],
    ["refund", "Custom Ref 001", "201 success"],
    ["refund", "x".repeat(18), "201 success"],
    ["refund", "x".repeat(19), "400 validation"],
    ["refund", "", "400 validation"],
    ["refund", 1, "400 validation"],
    ["reversal", "x".repeat(18), "201 success"],
    ["reversal", "x".repeat(19), "400 validation"]
  ])("a reference of a %s: %o gets %s", async (operation, reference, expected) => {
    const { advance, believed, modify, pay } = await open()
    const id = await pay()
    await advance("1 day")
    expect(gist(await modify(id, operation, { amount: 1, reference }))).toBe(expected)
    expect(await believed(id)).toEqual(["15.02", expected === "201 success" ? "1" : "0", false])
  })
})

describe("a transaction that is read", () => {
  const mid = "22222222-2222-4222-8222-222222222222"

  it("shows a payment", async () => {
    const { pay, read } = await open({ clock: { start: 1_700_000_000_999 }, mid })
    const id = await pay({ order_id: "order-7", amount: 15.2 })
    expect(await read(id)).toEqual({
      status: 200,
      body: {
        transaction_id: id,
        status: "success",
        reason: "",
        mid,
        payment_method: "card",
        transaction_type: "payment_in",
        order_id: "order-7",
        amount: 15.2,
        currency: "gbp",
        issuer_response_code: "00",
        created: "2023-11-14T22:13:20Z"
      }
    })
  })

  it("shows each modification as one of its own, with what was asked", async () => {
    const { advance, modify, pay, read } = await open({ clock: { start: 1_700_000_000_000 } })
    const [voided, captured] = [await pay(), await pay({ capture: false })]
    const made = [await modify(voided, "void"), await modify(captured, "capture", { amount: 10 })]
    await advance("1 day")
    made.push(await modify(captured, "refund", { amount: 1.5, reference: "refund 1" }))
    made.push(await modify(captured, "reversal", { reference: "reversal 1" }))
    const seen = await Promise.all(made.map(async (answer) => (await read(idOf(answer))).body))
    const common = { status: "success", reason: "", order_id: "order-1", currency: "gbp", issuer_response_code: "00" }
    expect(seen).toMatchObject([
      { ...common, transaction_type: "void", amount: 15.02, created: "2023-11-14T22:13:20Z" },
      { ...common, transaction_type: "capture", amount: 10, created: "2023-11-14T22:13:20Z" },
      {
        ...common,
        transaction_type: "refund",
        amount: 1.5,
        reference: "refund 1",
        created: "2023-11-15T22:13:20Z"
      },
      { ...common, transaction_type: "refund", amount: 8.5, reference: "reversal 1" }
    ])
    expect(seen[0]).not.toHaveProperty("reference")
  })

  it("shows one that the rules declined, with the answer's reason", async () => {
    const { modify, pay, read } = await open()
    const answer = await modify(await pay(), "refund", { amount: 5, reference: "too early" })
    expect(answer.body).toEqual({
      transaction_id: idOf(answer),
      status: "declined",
      reason: "generic_decline",
      links: [{ rel: "self", href: `/v1/transactions/${idOf(answer)}` }]
    })
    expect((await read(idOf(answer))).body).toMatchObject({
      transaction_type: "refund",
      status: "declined",
      reason: "generic_decline",
      amount: 5,
      reference: "too early"
    })
  })

  it.each([
    ["decline", {}, { status: "declined", reason: "generic_decline", issuer_response_code: "05" }],
    ["challenge", {}, { status: "declined", reason: "soft_decline" }],
    ["challenge", { tds: { is_active: true } }, { status: "tds_failed", reason: "challenge_failed" }]
  ] as const)("shows why a payment came to nothing: %s, %j", async (manner, others, expected) => {
    const { create, read, run, submit } = await open()
    const first = await submit(await create({}, others), manner)
    const last = first._tag === "Challenged" ? await run(first.finish(false)) : first
    const id = new URLSearchParams("proof" in last ? last.proof : "").get("transaction_id") ?? ""
    expect((await read(id)).body).toMatchObject({ transaction_type: "payment_in", amount: 15.02, ...expected })
  })

  it("shows a challenge that was left for too long", async () => {
    const { advance, create, deliveries, read, run, submit } = await open({ assume: { expiryWhilePaying: "expires" } })
    const challenged = await submit(await create({}, { tds: { is_active: true } }), "challenge")
    await advance("10 minutes")
    if (challenged._tag === "Challenged") await run(challenged.finish(true))
    const [[id] = []] = told(await deliveries())
    expect((await read(id!)).body).toMatchObject({ status: "tds_expired", reason: "challenge_time_out" })
  })

  it("follows a payment by bank", async () => {
    const { advance, create, deliveries, read, settle, submit } = await open({ clock: { start: 1_700_000_000_000 } })
    const session = await create()
    await submit(session, "pending")
    const [[id] = []] = told(await deliveries())
    const pending = (await read(id!)).body
    expect(pending).toMatchObject({ status: "pending", reason: "", created: "2023-11-14T22:13:20Z" })
    expect(pending).not.toHaveProperty("payment_method")
    await advance("1 minute")
    await settle(session, true)
    expect((await read(id!)).body).toEqual({ ...pending, status: "settled" })
  })

  it.each([
    ["?filter=", 11],
    ["?filter=status", ["status"]],
    ["?filter=transaction_id,status", ["transaction_id", "status"]],
    ["?filter=amount,%20currency,nonsense", ["amount", "currency"]],
    ["?filter=nonsense", []],
    ["?other=status", 11]
  ] as const)("shows what %s names", async (query, expected) => {
    const { pay, read } = await open()
    const { body, status } = await read(await pay(), query)
    expect(status).toBe(200)
    const names = Object.keys(body)
    expect(typeof expected === "number" ? names.length : names).toEqual(expected)
  })
})

describe("faults", () => {
  it("hit modifications, and not what is read", async () => {
    const { believed, faults, modify, pay, read, run } = await open()
    const id = await pay({ capture: false })
    await run(faults.arm({ _tag: "Answer", status: 500, body: "{}" }))
    expect((await read(id)).status).toBe(200)
    expect((await modify(id, "void")).status).toBe(500)
    expect(await believed(id)).toEqual(["0", "0", false])
    expect((await modify(id, "void")).status).toBe(201)
  })

  it("lose an answer, not the transaction", async () => {
    const { advance, believed, deliveries, faults, modify, pay, read, run } = await open()
    const id = await pay()
    await advance("1 day")
    await deliveries()
    await run(faults.arm({ _tag: "ResetAfterEffect" }))
    await expect(modify(id, "refund", { amount: 5, reference: "mine" })).rejects.toThrow("connection reset")
    expect(await believed(id)).toEqual(["15.02", "5", false])
    const [[made] = []] = told(await deliveries())
    expect((await read(made!)).body).toMatchObject({ transaction_type: "refund", reference: "mine" })
  })
})
