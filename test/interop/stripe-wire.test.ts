/** What our adapter sends is, pair by pair, what Stripe's official SDK sends that is asked for the same. */
import { Authorisation, Fact, ModificationKey, Modifications, Money } from "@paylayer/core"
import { HttpClient } from "@paylayer/core/adapter"
import { Recording, VirtualClock } from "@paylayer/simulator"
import { StripeIntents } from "@paylayer/stripe"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { Stripe } from "stripe"
import { expect, it } from "vitest"
import { runnerOf } from "./served.ts"
import { secretKey } from "./stripe-served.ts"

const usd = (value: number) => Money.positiveUnsafe(value, "USD")
/** Of a PaymentIntent that there is nowhere: what a simulator thinks of the request is not the question. */
const id = "pi_3"
const captured: Fact.Fact = { _tag: "Observed", at: 0, captured: usd(1500) }
const authorisation = (...facts: ReadonlyArray<Fact.Fact>) =>
  Authorisation.make(
    "stripe",
    {
      _tag: "Authorised",
      id: Fact.AuthorisationId.make(id),
      reference: "order-1",
      amount: usd(1500),
      capture: "manual",
      observed: ["adjust", "capture"]
    },
    facts
  )

interface Request {
  readonly method: string
  readonly path: string
  /** By name, as forms have no order. */
  readonly form: ReadonlyArray<readonly [string, string]>
}
const requestOf = (method: string, path: string, body: string): Request => ({
  method,
  path,
  form: [...new URLSearchParams(body)].toSorted(([one], [other]) => (one < other ? -1 : 1))
})

const bySdk = async (ask: (stripe: Stripe) => Promise<unknown>): Promise<Request> => {
  const sent: Array<Request> = []
  const fetch = async (url: string | URL | globalThis.Request, { body, method }: RequestInit = {}) => {
    sent.push(requestOf(method ?? "GET", new URL(String(url)).pathname, typeof body === "string" ? body : ""))
    return new Response("{}", { headers: { "request-id": "req_1" } })
  }
  const httpClient = Stripe.createFetchHttpClient(fetch)
  await ask(new Stripe(secretKey, { httpClient, telemetry: false, maxNetworkRetries: 0 }))
  const [request, ...others] = sent
  if (request === undefined || others.length > 0) throw new Error("expected one request")
  return request
}

const requests = { incrementalAuthorisation: "if_available", multicapture: "if_available" } as const
type Ports = Effect.Success<ReturnType<typeof StripeIntents.make>>
const byAdapter = async (ask: (ports: Ports) => Effect.Effect<unknown, unknown>): Promise<Request> => {
  const world = await ManagedRuntime.make(StripeSimulator.layer()).context()
  const run = runnerOf(Context.get(world, VirtualClock.VirtualClock))
  const recording = Recording.wrap(Context.get(world, HttpClient))
  const make = StripeIntents.make({ secretKey: Redacted.make(secretKey), requests })
  const ports = await run(Effect.provideService(make, HttpClient, recording))
  await run(Effect.result(ask(ports)))
  const [exchange, ...others] = await run(recording.exchanges)
  if (exchange === undefined || others.length > 0) throw new Error("expected one request")
  return requestOf(exchange.method, new URL(exchange.url).pathname, exchange.body)
}

const key = ModificationKey.ModificationKey.make("our-key_1:2")
const expand = ["latest_charge"]

it.each<
  readonly [string, (ports: Ports) => Effect.Effect<unknown, unknown>, (stripe: Stripe) => Promise<unknown>, number]
>([
  [
    "an adjustment",
    (ports) => Context.get(ports, Modifications.Adjustments).adjust(authorisation(), usd(2000), { key }),
    ({ paymentIntents }) => paymentIntents.incrementAuthorization(id, { amount: 2000, expand }),
    2
  ],
  [
    "a capture",
    (ports) => Context.get(ports, Modifications.Captures).capture(authorisation(), usd(700), { key }),
    ({ paymentIntents }) => paymentIntents.capture(id, { amount_to_capture: 700, expand }),
    2
  ],
  [
    "a capture that keeps the rest",
    (ports) => Context.get(ports, Modifications.Captures).capture(authorisation(), usd(700), { key, final: false }),
    ({ paymentIntents }) => paymentIntents.capture(id, { amount_to_capture: 700, final_capture: false, expand }),
    3
  ],
  [
    "a cancellation",
    (ports) => Context.get(ports, Modifications.Cancellations).cancel(authorisation(), { key }),
    ({ paymentIntents }) => paymentIntents.cancel(id),
    0
  ],
  [
    "a refund, with our key and Stripe's reason",
    (ports) =>
      Context.get(ports, Modifications.Refunds).refund(authorisation(captured), usd(300), { key, reason: "fraud" }),
    ({ refunds }) =>
      refunds.create({ payment_intent: id, amount: 300, reason: "fraudulent", metadata: { paylayer_key: key } }),
    4
  ],
  [
    "a refund for a reason that Stripe has no word for",
    (ports) =>
      Context.get(ports, Modifications.Refunds).refund(authorisation(captured), usd(300), { key, reason: "return" }),
    ({ refunds }) =>
      refunds.create({
        payment_intent: id,
        amount: 300,
        metadata: { paylayer_key: key, paylayer_reason: "return" }
      }),
    4
  ]
])("%s", async (_, ours, theirs, pairs) => {
  const sent = await byAdapter(ours)
  expect(sent).toEqual(await bySdk(theirs))
  expect(sent.form).toHaveLength(pairs)
})
