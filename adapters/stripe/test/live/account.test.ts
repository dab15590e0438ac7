/** What laws know of a test account, held against what the simulated Stripe itself says of it. */
import { HttpClient, layerFetch } from "@paylayer/core/adapter"
import { Recording, type Shopper } from "@paylayer/simulator"
import * as Server from "@paylayer/simulator/server"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, expect, it } from "vitest"
import { StripeSimulator } from "../../src/simulator/index.ts"
import { type Account, readerOf } from "./account.ts"
import * as shopper from "./shopper.ts"
import * as truth from "./truth.ts"

let server: Server.Server
let provider: StripeSimulator.StripeProvider
beforeAll(async () => {
  provider = await Effect.runPromise(StripeSimulator.make())
  server = await Effect.runPromise(Server.open(Effect.succeed(provider)))
})
afterAll(() => Effect.runPromise(server.close))

/** One trial's view of the account, and requests as an adapter might send them. */
const trial = async () => {
  const client = await Effect.runPromise(Effect.provide(HttpClient, layerFetch))
  const account: Account = {
    secretKey: Redacted.make(StripeSimulator.credentials.secretKey),
    baseUrl: server.url
  }
  const seen = Recording.wrap(client)
  const reader = readerOf(seen, account)
  const { open, submit } = shopper.make(reader)
  const { authorisations, sessions } = truth.make(reader, seen)
  return {
    post: async (path: string, form: Record<string, string>) =>
      (await Effect.runPromise(reader.post(`/v1/${path}`, form))).body as Readonly<Record<string, string>>,
    open: (given: Shopper.Checkout) => Effect.runPromise(open(given)),
    submit: (given: Shopper.Checkout, manner?: Shopper.Manner) => Effect.runPromise(submit(given, manner)),
    sessions: () => Effect.runPromise(sessions),
    authorisations: () => Effect.runPromise(authorisations)
  }
}

const intent = { amount: "1500", currency: "jpy", capture_method: "manual", "metadata[reference]": "order-1" }
const given = ({ client_secret, id }: Readonly<Record<string, string>>): Shopper.Checkout => ({
  id: id!,
  token: client_secret!
})
const yen = (decimal: string) => ({ decimal, currency: "JPY" })

it("a PaymentIntent is what Stripe holds, before and after it is paid", async () => {
  const { authorisations, post, sessions, submit } = await trial()
  const held = given(await post("payment_intents", intent))
  const { id } = held
  expect(await sessions()).toMatchObject([{ id, reference: "order-1", amount: yen("1500"), status: "open" }])
  expect(await authorisations()).toEqual([])

  await post(`payment_intents/${id}`, { amount: "1600" })
  expect(await sessions()).toMatchObject([{ id, amount: yen("1600") }])

  await submit(held)
  await post(`payment_intents/${id}/capture`, { amount_to_capture: "900" })
  await post("refunds", { payment_intent: id, amount: "200" })
  expect(await sessions()).toMatchObject([{ id, status: "completed" }])
  const known = await authorisations()
  expect(known).toEqual([
    { id, session: id, authorised: yen("1600"), captured: yen("900"), refunded: yen("200"), released: true }
  ])
  const theirs = await Effect.runPromise(provider.truth.authorisations)
  expect(known).toEqual(theirs.filter((one) => one.id === id))
})

it("a Checkout Session is what Stripe holds, its items by name", async () => {
  const { post, sessions } = await trial()
  const { id } = await post("checkout/sessions", {
    mode: "payment",
    ui_mode: "elements",
    return_url: "https://shop.example/back",
    client_reference_id: "order-1",
    "line_items[0][price_data][currency]": "kwd",
    "line_items[0][price_data][unit_amount]": "1510",
    "line_items[0][price_data][product_data][name]": "Trip",
    "line_items[0][quantity]": "2"
  })
  const [session] = await sessions()
  expect(session).toMatchObject({
    id,
    reference: "order-1",
    amount: { decimal: "3.02", currency: "KWD" },
    status: "open",
    rest: { ui_mode: "elements", line_items: [{ description: "Trip", quantity: 2 }] }
  })
  await post(`checkout/sessions/${id}/expire`, {})
  expect(await sessions()).toMatchObject([{ id, status: "expired" }])
})

it("counts what was created, and knows nothing of other trials", async () => {
  const { post, sessions } = await trial()
  const ids = [(await post("payment_intents", intent))["id"], (await post("payment_intents", intent))["id"]]
  expect((await sessions()).map(({ id }) => id)).toEqual(ids)
  expect(await (await trial()).sessions()).toEqual([])
})

it("the shopper has to hold the client secret", async () => {
  const { open, post, sessions, submit } = await trial()
  const held = given(await post("payment_intents", intent))
  expect(await open(held)).toEqual({ _tag: "Shown", amount: yen("1500") })
  const stranger = { ...held, token: "pi_another_secret_1" }
  const refused = { _tag: "Refused", why: "not this PaymentIntent's client secret" }
  expect(await open(stranger)).toEqual(refused)
  expect(await submit(stranger)).toEqual(refused)
  expect(await sessions()).toMatchObject([{ status: "open" }])
})

it("the shopper pays, is declined or gives up, and needs a browser for the rest", async () => {
  const { post, submit } = await trial()
  const held = given(await post("payment_intents", intent))
  expect(await submit(held, "abandon")).toEqual({ _tag: "Cancelled" })
  expect(await submit(held, "pending")).toEqual({ _tag: "Refused", why: "no test card is for: pending" })
  expect(await submit(held, "decline")).toEqual({ _tag: "Declined" })
  const challenged = await submit(held, "challenge")
  expect(challenged._tag).toBe("Challenged")
  if (challenged._tag === "Challenged") {
    expect(await Effect.runPromise(challenged.finish(true))).toMatchObject({ _tag: "Refused" })
  }
  expect(await submit(held)).toEqual({ _tag: "Authorised", authorisation: held.id, amount: yen("1500") })
  expect(await submit(held)).toMatchObject({ _tag: "Refused", why: expect.stringContaining("requires_capture") })
})
