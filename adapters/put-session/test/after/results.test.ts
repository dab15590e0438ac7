/** What the browser brings back to the redirect URL: believed as far as it is signed, and looked up. */
import { Session, Sessions } from "@paylayer/core"
import { Digest, HttpClient, Mac } from "@paylayer/core/adapter"
import * as mac from "@paylayer/simulator/mac"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Client from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { Acquired } from "../../src/index.ts"
import { gbp, open, totals } from "../payments.ts"
import { appKey } from "../shop.ts"

const sha256 = (text: string) => Hex.encode(mac.digest("SHA-256", new TextEncoder().encode(text)))

/** The plugins' formula. */
const hashOf = (fields: Readonly<Record<string, string>>, key = Redacted.value(appKey)) =>
  sha256(sha256(`${fields["status"]}${fields["transaction_id"]}${fields["order_id"]}${fields["timestamp"]}`) + key)
const formOf = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString()
const fieldsOf = (proof: string) => Object.fromEntries(new URLSearchParams(proof))
const mismatch = (field: string) => ({ _tag: "ProofMismatch", field })

const paid = async (options: Parameters<typeof open>[0] = {}, more: Partial<Session.SessionRequest> = {}) => {
  const shop = await open(options)
  const session = await shop.create(gbp(1502), more)
  const proof = await shop.pay(session)
  return { shop, session, proof, before: await shop.requests() }
}

describe("the proof", () => {
  it("that the plugins' formula made is Acquired's", async () => {
    const { before, proof, session, shop } = await paid()
    const { hash, ...fields } = fieldsOf(proof)
    expect(hash).toBe(hashOf(fields))
    expect((await shop.run(shop.result(session, proof))).status).toBe("completed")
    expect((await shop.requests()).slice(before.length)).toEqual([`GET /v1/transactions/${fields["transaction_id"]}`])
  })

  it("has the published vector", () => {
    const fields = {
      status: "success",
      transaction_id: "29c05255-8905-f38f-1446-03f83de52d7c",
      order_id: "order-1",
      timestamp: "1700000000"
    }
    const key = "de0eef006b4c30440aeca8ca5ac58789"
    expect(hashOf(fields, key)).toBe("cd92a2a8c003b827de7ef2fe931fc1d72c026333d46ea6e3d8ceacef7c0e39e7")
  })

  it("verifies by that vector", async () => {
    const key = Redacted.make("de0eef006b4c30440aeca8ca5ac58789")
    const shop = await open({ acquired: { signingKeys: [key] } })
    const session = await shop.create(gbp(1502))
    const fields = { status: "success", transaction_id: "29c05255-8905-f38f-1446-03f83de52d7c", order_id: "order-1" }
    const hash = "cd92a2a8c003b827de7ef2fe931fc1d72c026333d46ea6e3d8ceacef7c0e39e7"
    const proof = formOf({ ...fields, timestamp: "1700000000", hash })
    // Its payment is another account's.
    expect(await shop.fails(shop.result(session, proof))).toMatchObject({ reason: { _tag: "NotFound" } })
    expect(await shop.fails(shop.result(session, proof.replace("cd92", "cd93")))).toMatchObject(mismatch("proof"))
  })

  it.each([
    ["status", "declined"],
    ["transaction_id", "29c05255-8905-f38f-1446-03f83de52d7c"],
    ["order_id", "order-2"],
    ["timestamp", "1767225601"],
    ["hash", "0".repeat(64)],
    ["hash", ""],
    ["hash", "cd92"]
  ])("with another %s (%s) is nobody's, and nothing is asked", async (name, value) => {
    const { before, proof, session, shop } = await paid()
    const forged = formOf({ ...fieldsOf(proof), [name]: value })
    expect(await shop.fails(shop.result(session, forged))).toMatchObject({ ...mismatch("proof"), id: session.id })
    expect(await shop.requests()).toEqual(before)
  })

  it.each(["status", "transaction_id", "order_id", "timestamp", "hash"])("without %s is none", async (name) => {
    const { proof, session, shop } = await paid()
    const { [name]: _, ...rest } = fieldsOf(proof)
    expect(await shop.fails(shop.result(session, formOf(rest)))).toMatchObject(mismatch("proof"))
  })

  it.each(["", "?", "null", "{}", "success", "=&=&=", "\u0000", "x".repeat(10_000_000)])(
    "that is nonsense is none (%#)",
    async (nonsense) => {
      const { before, session, shop } = await paid()
      expect(await shop.fails(shop.result(session, nonsense))).toMatchObject(mismatch("proof"))
      expect(await shop.requests()).toEqual(before)
    }
  )

  it("may be written in capitals", async () => {
    const { proof, session, shop } = await paid()
    const fields = fieldsOf(proof)
    const loud = formOf({ ...fields, hash: fields["hash"]!.toUpperCase() })
    expect((await shop.run(shop.result(session, loud))).status).toBe("completed")
  })

  it("that goes on for ever is not even read", async () => {
    const { proof, session, shop } = await paid()
    expect(await shop.fails(shop.result(session, `${proof}&more=${"x".repeat(10_000)}`))).toMatchObject(
      mismatch("proof")
    )
  })

  it("is also the query of a URL, with its question mark", async () => {
    const { proof, session, shop } = await paid()
    expect((await shop.run(shop.result(session, `?${proof}`))).status).toBe("completed")
  })

  it("signed by somebody else is nobody's", async () => {
    const { proof, session, shop } = await paid()
    const { hash: _, ...fields } = fieldsOf(proof)
    const forged = formOf({ ...fields, hash: hashOf(fields, "somebody-else's-key") })
    expect(await shop.fails(shop.result(session, forged))).toMatchObject(mismatch("proof"))
  })

  it("by an empty key is nobody's: everybody could have made it", async () => {
    const { proof, session, shop } = await paid({ acquired: { signingKeys: [Redacted.make("")] } })
    const { hash: _, ...fields } = fieldsOf(proof)
    const forged = formOf({ ...fields, hash: hashOf(fields, "") })
    expect(await shop.fails(shop.result(session, forged))).toMatchObject(mismatch("proof"))
  })

  it.each([
    ["the first of two keys", ["one", "two"], ["one"]],
    ["the second of two keys", ["one", "two"], ["two"]],
    ["both", ["one", "two"], ["one", "two"]]
  ] as const)("during a rotation has two hashes: known is %s", async (_, theirs, ours) => {
    const { proof, session, shop } = await paid({
      simulator: { signingKeys: [...theirs] },
      acquired: { signingKeys: ours.map((key) => Redacted.make(key)) }
    })
    expect(fieldsOf(proof)["hash"]).toContain(",")
    expect((await shop.run(shop.result(session, proof))).status).toBe("completed")
  })

  it("signed by a signing key is not Acquired's where only the app_key is known", async () => {
    const { proof, session, shop } = await paid({ simulator: { signingKeys: ["one"] } })
    expect(await shop.fails(shop.result(session, proof))).toMatchObject(mismatch("proof"))
  })
})

describe("whose it is", () => {
  it("another session's is a mismatch, and nothing is asked", async () => {
    const { proof, shop } = await paid()
    const other = await shop.create(gbp(1502), { reference: "order-2" })
    const before = await shop.requests()
    expect(await shop.fails(shop.result(other, proof))).toMatchObject({ ...mismatch("reference"), id: other.id })
    expect(await shop.requests()).toEqual(before)
  })

  it("a digit moved from the time to the order proves nothing: the payment itself says which order it is", async () => {
    const { proof, shop } = await paid()
    const { timestamp, ...fields } = fieldsOf(proof)
    const moved = formOf({ ...fields, order_id: `order-1${timestamp![0]}`, timestamp: timestamp!.slice(1) })
    const other = await shop.create(gbp(1502), { reference: `order-1${timestamp![0]}` })
    expect(await shop.fails(shop.result(other, moved))).toMatchObject(mismatch("reference"))
    expect((await shop.sent(1))[0]).toMatch(/^GET/)
  })

  it("of the same order for another amount is a mismatch", async () => {
    const { proof, session, shop } = await paid()
    const dearer = await shop.create(gbp(9900))
    expect(await shop.fails(shop.result(dearer, proof))).toMatchObject(mismatch("amount"))
    const euros = Session.modify(session, { amount: { ...session.amount, currency: "EUR" } as never })
    expect(await shop.fails(shop.result(euros, proof))).toMatchObject(mismatch("currency"))
  })

  it("of a change of a payment is a mismatch", async () => {
    const { proof, session, shop } = await paid({}, { capture: "manual" })
    const { authorisation } = await shop.run(shop.result(session, proof))
    const { id } = await shop.run(shop.capture(authorisation!, gbp(1502)))
    const fields = { status: "success", transaction_id: id!, order_id: "order-1", timestamp: "1767225600" }
    const forged = formOf({ ...fields, hash: hashOf(fields) })
    expect(await shop.fails(shop.result(session, forged))).toMatchObject(mismatch("id"))
  })

  it("another provider's session, and one with a foreign state, are refused, and nothing is asked", async () => {
    const { before, proof, session, shop } = await paid()
    const theirs = new Session.Session({ ...session, provider: "stripe" })
    expect(await shop.fails(shop.result(theirs, proof))).toMatchObject(mismatch("id"))
    const stateless = Session.modify(session, { state: null })
    expect(await shop.fails(shop.result(stateless, proof))).toMatchObject({
      outcome: "not-executed",
      reason: { _tag: "InvalidRequest", parameters: [{ parameter: "state" }] }
    })
    expect(await shop.requests()).toEqual(before)
  })
})

describe("what it says", () => {
  it.each(["manual", "automatic", undefined] as const)("paid, with capture %s", async (capture) => {
    const { proof, session, shop } = await paid({}, capture === undefined ? {} : { capture })
    const { attempts, authorisation, status } = await shop.run(shop.result(session, proof))
    expect(status).toBe("completed")
    expect(attempts).toEqual([{ id: authorisation!.id, amount: gbp(1502), status: "authorised" }])
    expect(authorisation!.facts).toContainEqual({
      _tag: "Authorised",
      id: authorisation!.id,
      reference: "order-1",
      amount: gbp(1502),
      capture: capture ?? "automatic",
      adjustable: false,
      multipleCaptures: false
    })
    expect(totals(authorisation!)).toMatchObject({ captured: capture === "manual" ? 0 : 1502, complete: true })
    expect((await shop.believes(authorisation!))?.[0]).toBe(capture === "manual" ? "0" : "15.02")
  })

  it("what the payment says of its capture counts more than what the session was made with", async () => {
    const { proof, session, shop } = await paid({}, { capture: "manual" })
    await shop.telling(true)
    const { authorisation } = await shop.run(shop.result(session, proof))
    expect(authorisation!.facts).toContainEqual(expect.objectContaining({ capture: "automatic" }))
  })

  it("never an amount from the browser", async () => {
    const { proof, session, shop } = await paid()
    const { authorisation } = await shop.run(shop.result(session, `${proof}&amount=0.01&currency=eur`))
    expect(authorisation!.totals().authorised).toEqual(gbp(1502))
  })

  it("declined: an attempt, and the session is what it was; over, once its time is", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    const declined = await shop.submit(session.id, "decline")
    const proof = "proof" in declined ? declined.proof! : ""
    const result = await shop.run(shop.result(session, proof))
    expect(result).toMatchObject({ status: "open", attempts: [{ status: "refused", amount: gbp(1502) }] })
    expect(result.authorisation).toBeUndefined()
    // An attempt at the amount of before, told after it changed.
    const locked = await shop.run(shop.lock(session, gbp(1700)))
    expect((await shop.run(shop.result(locked, proof))).status).toBe("locked")
    await shop.advance("10 minutes")
    expect((await shop.run(shop.result(session, proof))).status).toBe("expired")
  })

  it("pending, and later what became of it", async () => {
    const shop = await open()
    const session = await shop.create(gbp(1502))
    const pending = await shop.submit(session.id, "pending")
    const proof = "proof" in pending ? pending.proof! : ""
    expect(await shop.run(shop.result(session, proof))).toMatchObject({
      status: "pending",
      attempts: [{ status: "pending" }]
    })
  })

  it("a status that nobody knows", async () => {
    const { proof, session, shop } = await paid()
    await shop.arm(
      { _tag: "Garble", body: (body) => body.replace('"success"', '"brand-new"') },
      { only: ({ method }) => method === "GET" }
    )
    const brandNew = { _tag: "Unrecognised", value: "brand-new" }
    expect(await shop.run(shop.result(session, proof))).toEqual(
      new Sessions.SessionResult({
        status: brandNew as never,
        attempts: [{ id: fieldsOf(proof)["transaction_id"]!, amount: gbp(1502), status: brandNew as never }]
      })
    )
  })

  it("a provider that is down is an error, and can be asked again", async () => {
    const { proof, session, shop } = await paid()
    await shop.arm({ _tag: "Answer", status: 503 }, { only: ({ method }) => method === "GET", times: Infinity })
    expect(await shop.fails(shop.result(session, proof))).toMatchObject({ reason: { _tag: "Unavailable" } })
    await shop.run(shop.faults.disarm)
    expect((await shop.run(shop.result(session, proof))).status).toBe("completed")
  })
})

describe("hashes and comparisons", () => {
  const answering = Client.make((request) => {
    const body = request.url.endsWith("/login")
      ? { access_token: "token", expires_in: 3600 }
      : {
          transaction_id: "tx-1",
          status: "success",
          transaction_type: "payment_in",
          order_id: "order-1",
          amount: 15.02,
          currency: "gbp",
          created: "2026-01-01T00:00:00Z"
        }
    return Effect.succeed(HttpClientResponse.fromWeb(request, Response.json(body)))
  })
  const fields = { status: "success", transaction_id: "tx-1", order_id: "order-1", timestamp: "1767225600" }
  const proof = Redacted.make(formOf({ ...fields, hash: hashOf(fields) }))
  const adapter = Acquired.layer({ appId: "appid123", appKey })
  const result = (services: Layer.Layer<HttpClient>) =>
    Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const built = yield* Layer.build(Layer.provide(adapter, services))
          const session = new Session.Session({
            id: Session.SessionId.make("session-1"),
            provider: "acquired",
            reference: "order-1",
            amount: gbp(1502),
            amountFrom: "request",
            status: "open",
            updatable: true,
            state: { transaction: { order_id: "order-1", amount: 15.02, currency: "gbp" } }
          })
          return yield* Context.get(built, Sessions.SessionResults).result(session, proof)
        })
      )
    )

  it("are WebCrypto's where the program brings no others", async () => {
    expect((await result(Layer.succeed(HttpClient, answering))).status).toBe("completed")
  })

  it("are the program's where it brings them", async () => {
    const client = Layer.succeed(HttpClient, answering)
    const wrong = Layer.succeed(Digest, {
      digest: () => Effect.succeed(new Uint8Array(32)),
      digestHex: () => Effect.succeed("0".repeat(64))
    })
    await expect(result(Layer.merge(client, wrong))).rejects.toMatchObject(mismatch("proof"))
    const refusing = Layer.effect(
      Mac,
      Effect.map(Mac, (service) => ({ ...service, verify: () => Effect.succeed(false) }))
    )
    await expect(result(Layer.merge(client, Layer.provide(refusing, mac.layer)))).rejects.toMatchObject(
      mismatch("proof")
    )
  })
})
