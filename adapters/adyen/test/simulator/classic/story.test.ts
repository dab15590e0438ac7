/** The document's story on a whole simulated Adyen: authorise, adjust twice, capture, refund; in each encoding. */
import { VirtualClock } from "@paylayer/simulator"
import * as Base64 from "effect/encoding/Base64"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { AdyenSimulator } from "../../../src/simulator/index.ts"
import { body as encoded, type Encoding, encodings, type Fields, fieldsIn } from "./encode.ts"
import { infoset, texts } from "./infoset.ts"
import { contentTypes, eur } from "./world.ts"

const { credentials } = AdyenSimulator
const { merchantAccount } = credentials
const apiKey = { "x-api-key": credentials.apiKey }
const basic = { authorization: `Basic ${Base64.encode(`${credentials.username}:${credentials.password}`)}` }

const open = async (options: AdyenSimulator.Options = {}) => {
  const clock = VirtualClock.make({ start: Date.UTC(2017, 9, 9) })
  const run = async <A>(effect: Effect.Effect<A>): Promise<A> => {
    const exit = await clock.drive(effect)
    if (Exit.isSuccess(exit)) return exit.value
    throw Cause.squash(exit.cause)
  }
  const provider = await Effect.runPromise(Effect.provideContext(AdyenSimulator.make(options), clock.context))
  const ask = async (encoding: Encoding, operation: string, fields: Fields, headers: object = apiKey) => {
    const { body } = await run(
      provider.handler({
        method: "POST",
        path: `/pal/servlet/Payment/v30/${encoding === "soap" ? "" : operation}`,
        query: new URLSearchParams(),
        headers: { "content-type": contentTypes[encoding], ...headers },
        body: encoded(encoding, operation, { merchantAccount, ...fields })
      })
    )
    return fieldsIn(encoding, body)
  }
  const truth = () => run(provider.truth.authorisations)
  const take = () => run(provider.deliveries.take)
  return { ask, take, truth, later: (by: Parameters<typeof clock.advance>[0]) => run(clock.advance(by)) }
}

const card = { number: "4111111111111111", cvc: "737", expiryMonth: "8", expiryYear: "2018", holderName: "John Smith" }

const tell = async (encoding: Encoding, headers?: object) => {
  const { ask, later, truth } = await open({ refundDelay: "1 hour" })
  const said: Array<string> = []
  const modify = async (operation: string, fields: Fields, after: "10 seconds" | "1 day" = "10 seconds") => {
    const answer = await ask(encoding, operation, { originalReference: psp, ...fields }, headers)
    said.push(answer["response"] ?? JSON.stringify(answer))
    await later(after)
    return answer["pspReference"] ?? ""
  }
  const authorisation = {
    reference: "order-1",
    amount: eur(1500),
    card,
    additionalData: { authorisationType: "PreAuth" }
  }
  const first = await ask(encoding, "authorise", authorisation, headers)
  const psp = first["pspReference"] ?? ""
  said.push(first["resultCode"] ?? JSON.stringify(first))
  const totals: Array<unknown> = [await truth()]
  for (const [operation, fields] of [
    ["adjustAuthorisation", { modificationAmount: eur(1700), additionalData: { industryUsage: "DelayedCharge" } }],
    ["adjustAuthorisation", { modificationAmount: eur(1600) }],
    ["capture", { modificationAmount: eur(1600), reference: "all of it" }],
    ["refund", { modificationAmount: eur(400) }]
  ] as const) {
    await modify(operation, fields, operation === "refund" ? "1 day" : "10 seconds")
    totals.push(await truth())
  }
  const withdrawn = await modify("refund", { modificationAmount: eur(100) })
  await modify("voidPendingRefund", { originalReference: withdrawn }, "1 day")
  totals.push(await truth())
  return { said, totals }
}

describe.each(encodings)("in %s", (encoding) => {
  it("ends as it does in JSON", async () => {
    const { said, totals } = await tell(encoding)
    expect(said).toEqual([
      "Authorised",
      "[adjustAuthorisation-received]",
      "[adjustAuthorisation-received]",
      "[capture-received]",
      "[refund-received]",
      "[refund-received]",
      "[voidPendingRefund-received]"
    ])
    const shown = (totals as ReadonlyArray<Awaited<ReturnType<Awaited<ReturnType<typeof open>>["truth"]>>>).map((all) =>
      all.map(({ authorised, captured, refunded }) => [authorised, captured, refunded].map(({ decimal }) => decimal))
    )
    expect(shown).toEqual([
      [["15", "0", "0"]],
      [["17", "0", "0"]],
      [["16", "0", "0"]],
      [["16", "16", "0"]],
      [["16", "16", "4"]],
      [["16", "16", "4"]]
    ])
    // The names are the same in each run, so that all of it has to be.
    expect(totals).toEqual((await tell("json")).totals)
  })

  it("with the web service user's password", async () => {
    expect((await tell(encoding, basic)).said[0]).toBe("Authorised")
    expect((await tell(encoding, { authorization: "Basic eDp5" })).said[0]).toContain('"errorCode":"000"')
  })

  it("refunds without a payment only where the account is enabled", async () => {
    const refund = { reference: "order-1", amount: eur(500), card }
    const disabled = await open()
    expect((await disabled.ask(encoding, "refundWithData", refund))["errorCode"]).toBe("010")
    const enabled = await open({ refundWithData: true })
    expect((await enabled.ask(encoding, "refundWithData", refund))["resultCode"]).toBe("Received")
  })
})

describe("notifications", () => {
  const events = async (options: AdyenSimulator.WebhookOptions) => {
    const { ask, later, take } = await open({ webhooks: options })
    const authorisation = {
      reference: "order-1",
      amount: eur(1500),
      card,
      additionalData: { authorisationType: "PreAuth" }
    }
    const { pspReference: originalReference = "" } = await ask("form", "authorise", authorisation)
    await ask("form", "adjustAuthorisation", { originalReference, modificationAmount: eur(1700), reference: "more" })
    await ask("form", "capture", { originalReference, modificationAmount: eur(1800), reference: "too much" })
    await later("1 minute")
    return take()
  }

  it("in FORM, signed", async () => {
    const deliveries = await events({ encoding: "form" })
    expect(deliveries.map(({ headers }) => headers["content-type"])).toEqual(
      Array.from({ length: 3 }, () => "application/x-www-form-urlencoded;charset=utf-8")
    )
    const told = deliveries.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
    expect(told.map(({ eventCode, success }) => `${eventCode} ${success}`)).toEqual([
      "AUTHORISATION true",
      "AUTHORISATION_ADJUSTMENT true",
      "CAPTURE false"
    ])
    expect(told[1]).toMatchObject({ currency: "EUR", value: "1700", merchantReference: "more", operations: "" })
    for (const event of told) expect(event["additionalData.hmacSignature"]).toMatch(/^[A-Za-z\d+/]{43}=$/)
  })

  it("in SOAP, as many at once as the account has it", async () => {
    const deliveries = await events({ encoding: "soap", batch: 2, hmacKey: false })
    const told = deliveries.map(({ body }) => infoset(body))
    expect(told.map((root) => texts(root, "eventCode"))).toEqual([
      ["AUTHORISATION", "AUTHORISATION_ADJUSTMENT"],
      ["CAPTURE"]
    ])
    expect(told.map((root) => texts(root, "success"))).toEqual([["true", "true"], ["false"]])
  })
})
